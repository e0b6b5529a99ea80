/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may stand together on a command line of USMT's programs, and with which return code. */
#define _GNU_SOURCE /* mkdtemp */
#include "src/usmt_rules.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <unistd.h>

enum { WORDS_MAX = 16 };

static char folder[] = "/tmp/mftlink-usmt-XXXXXX";

static void make_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");

    cr_assert(file);
    fputs(text, file);
    fclose(file);
}

static void begin(void)
{
    cr_assert(mkdtemp(folder));
    cr_assert_eq(chdir(folder), 0);
    make_file("rules.xml", "<migration/>");
    make_file("Config.xml", "<Configuration/>");
    make_file("MigDocs.xml", "<migration/>");
    make_file("MigApp.xml", "<migration/>");
    make_file("key", "secret");
    make_file("empty", "");
}

static void end(void)
{
    static const char *const names[] = {"rules.xml",  "Config.xml", "MigDocs.xml",
                                        "MigApp.xml", "key",        "empty"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        unlink(names[i]);
    rmdir(folder);
}

/* LINE has blanks between words. */
static enum usmt_code check(enum usmt_program program, const char *text)
{
    char copy[1024], *argv[WORDS_MAX + 1], *word, *at;
    struct usmt_line line;
    enum usmt_code code;
    int argc = 0;

    snprintf(copy, sizeof copy, "program %s", text);
    for (word = strtok_r(copy, " ", &at); word; word = strtok_r(NULL, " ", &at))
        argv[argc++] = word;
    argv[argc] = NULL;
    code = usmt_options_parse(program, argc, argv, &line);
    if (code == USMT_SUCCESS)
        code = usmt_rules_check(&line, line.rest + 1, line.nrest - 1);
    usmt_options_free(&line);
    return code;
}

struct one {
    int code;
    const char *text;
};

static void check_all(enum usmt_program program, const struct one *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        enum usmt_code code = check(program, cases[i].text);

        cr_expect_eq((int)code, cases[i].code, "%s: %d, not %d", cases[i].text, (int)code,
                     cases[i].code);
    }
}

#define OK "C:\\s /hardlink /nocompress /i:rules.xml "

Test(usmt_rules, scanstate, .init = begin, .fini = end)
{
    static const struct one cases[] = {
        {0, OK},
        {0, "C:\\s /hardlink /nocompress /i rules.xml /o /c /config:Config.xml /v:13 /l:x.log"},
        {0, OK "/progress:p.csv /listfiles:l.txt /efs:hardlink /ui:A\\b /ue:*\\* /localonly"},
        {0, OK "/listfiles /uel:30"},
        {0, OK "/uel:2020/01/31 /ui:S-1-5-21-* /ue:*-500 /offlinewindir:C:\\Windows"},
        {0, OK "/r:3 /w:1 /targetWindows7"},
        {0, "C:\\s /hardlink /nocompress /auto"},
        {0, "C:\\s /hardlink /nocompress /auto:. /c"},
        {0, "C:\\s /p:sizes.xml /i:rules.xml"},
        {0, "/genconfig:new.xml /i:rules.xml /v:1 /l:x.log"},
        {0, "/genconfig:Config.xml /o /i:rules.xml"},
        {1, "/?"},
        {1, OK "/help /vsc"},
        {11, ""},
        {11, "/i:rules.xml /hardlink /nocompress"},
        {11, "C:\\s D:\\s /hardlink /nocompress /i:rules.xml"},
        {11, "migdata /hardlink /nocompress /i:rules.xml"},
        {11, "C:s /hardlink /nocompress /i:rules.xml"},
        {27, "C:\\ /hardlink /nocompress /i:rules.xml"},
        {27, "\\\\server\\share /hardlink /nocompress /i:rules.xml"},
        {11, "C:\\s /hardlink /nocompress"},
        {11, "C:\\s /i:rules.xml"},
        {11, "C:\\s /nocompress /i:rules.xml"},
        {11, "C:\\s /hardlink /i:rules.xml"},
        {11, OK "/vsc"},
        {11, OK "/hardlink"},
        {11, OK "/encrypt /key:x"},
        {11, "C:\\s /i:rules.xml /encrypt"},
        {11, "C:\\s /i:rules.xml /encrypt /key:x"},
        {11, "C:\\s /i:rules.xml /encrypt /key:x /keyfile:key"},
        {11, OK "/key:x"},
        {33, "C:\\s /i:rules.xml /encrypt /keyfile:missing"},
        {33, "C:\\s /i:rules.xml /encrypt /keyfile:empty"},
        {11, "C:\\s /i:rules.xml /encrypt /keyfile:key"},
        {11, OK "/all /ui:A\\b"},
        {11, OK "/all /ue:A\\b"},
        {11, OK "/all /uel:3"},
        {11, "C:\\s /hardlink /nocompress /auto /v:5"},
        {11, "C:\\s /hardlink /nocompress /auto /ui:A\\b"},
        {11, "C:\\s /hardlink /nocompress /auto /all"},
        {28, "C:\\s /hardlink /nocompress /auto:missing"},
        {11, OK "/v:2"},
        {11, OK "/v:x"},
        {11, OK "/efs:maybe"},
        {11, "C:\\s /p:s.xml /i:rules.xml /efs:hardlink"},
        {11, OK "/ui:A\\"},
        {11, OK "/ue:\\b"},
        {11, OK "/ue:a\\b\\c"},
        {11, OK "/uel:0"},
        {11, OK "/uel:2020/13/01"},
        {11, OK "/r:x"},
        {11, OK "/w:-1"},
        {11, "C:\\s /genconfig:new.xml /i:rules.xml"},
        {11, "/genconfig:new.xml /i:rules.xml /hardlink"},
        {11, "/genconfig:new.xml /i:rules.xml /p:x.xml"},
        {11, "/genconfig:new.xml /i:rules.xml /listfiles:x"},
        {11, "/genconfig:new.xml /i:rules.xml /localonly"},
        {11, "/genconfig:Config.xml /i:rules.xml"},
        {11, "C:\\s /p:x.xml /listfiles:y /i:rules.xml"},
        {11, "C:\\s /p /i:rules.xml"},
        {11, "C:\\s /p /nocompress /i:rules.xml"},
        {41, "C:\\s /p:no/such/x.xml /i:rules.xml"},
        {41, "C:\\s /p:. /i:rules.xml"},
        {11, OK "/listfiles:no/such/x"},
        {13, OK "/l:no/such/x.log"},
        {13, OK "/l:."},
        {40, OK "/progress:no/such/p.csv"},
        {28, "C:\\s /hardlink /nocompress /i:missing.xml"},
        {28, "C:\\s /hardlink /nocompress /i:."},
        {39, OK "/config:missing.xml"},
        {11, OK "/offline:missing.xml"},
        {11, OK "/offline:rules.xml /offlinewindir:C:\\Windows"},
        {11, OK "/offlinewinold:C:\\Windows.old\\Windows /offlinewindir:C:\\Windows"},
        {11, OK "/genmigxml:x.xml"},
        {11, OK "/apps"},
        {11, OK "/ppkg:x"},
        {11, OK "/decrypt"},
        {11, OK "/lac"},
        {11, OK "/md:a:b"},
    };

    check_all(USMT_SCANSTATE, cases, sizeof cases / sizeof cases[0]);
}

Test(usmt_rules, loadstate, .init = begin, .fini = end)
{
    static const struct one cases[] = {
        {0, "C:\\s /hardlink /nocompress"},
        {0, OK "/c /all /md:OLD:NEW /md:*:NEW /mu:OLD\\ann:NEW\\anna /mu:OLD\\bob:bob"},
        {0, OK "/config:Config.xml /progress:p.csv /l:x.log /v:5"},
        {11, OK "/lac:secret /lae"},
        {11, OK "/ui:A\\b"},
        {11, OK "/ue:A\\b"},
        {11, OK "/uel:30"},
        {1, "/?"},
        {11, ""},
        {11, "/hardlink /nocompress"},
        {11, "C:\\s /hardlink"},
        {11, "C:\\s"},
        {11, OK "/lae"},
        {11, OK "/md:OLD"},
        {11, OK "/md::NEW"},
        {11, OK "/md:OLD:"},
        {0, OK "/mu:ann:anna"},
        {11, OK "/mu:\\\\ann:anna"},
        {11, OK "/mu:OLD\\\\:anna"},
        {11, OK "/md:OLD\\\\ann:NEW"},
        {11, OK "/mu:OLD\\*:NEW\\a"},
        {11, OK "/mu:OLD\\ann:"},
        {11, OK "/efs:skip"},
        {36, OK "/offline:rules.xml"},
        {11, OK "/decrypt /key:x"},
        {11, "C:\\s /decrypt /key:x /keyfile:key"},
        {33, "C:\\s /decrypt /keyfile:missing"},
        {11, OK "/keyfile:key"},
        {11, OK "/sf"},
        {11, OK "/rd"},
        {11, OK "/all /ui:A\\b"},
        {27, "C:\\ /hardlink /nocompress"},
        {28, "C:\\s /hardlink /nocompress /i:missing.xml"},
        {39, OK "/config:missing.xml"},
        {13, OK "/l:no/such/x.log"},
        {40, OK "/progress:no/such/p.csv"},
    };

    check_all(USMT_LOADSTATE, cases, sizeof cases / sizeof cases[0]);
}

Test(usmt_rules, usmtutils, .init = begin, .fini = end)
{
    static const struct one cases[] = {
        {0, "/ec"},
        {0, "/rd C:\\s"},
        {0, "/rd:C:\\s /y"},
        {0, "/verify C:\\s"},
        {0, "/verify:failureonly C:\\s /l:x.log"},
        {0, "/extract C:\\s out /i:*.txt,*.doc /e:*.tmp /o"},
        {1, "/?"},
        {11, ""},
        {11, "C:\\s"},
        {11, "/rd"},
        {11, "/rd:C:\\s D:\\s"},
        {11, "/ec C:\\s"},
        {11, "/verify"},
        {11, "/verify:some C:\\s"},
        {11, "/extract C:\\s"},
        {11, "/rd C:\\s /verify"},
        {11, "/verify /extract C:\\s out"},
        {11, "/verify C:\\s /y"},
        {11, "/verify C:\\s /i:*"},
        {11, "/rd C:\\s /e:*"},
        {11, "/verify C:\\s /o"},
        {11, "/verify C:\\s /decrypt /key:x"},
        {11, "/verify C:\\s /key:x"},
        {33, "/verify C:\\s /decrypt /keyfile:missing"},
        {27, "/rd C:\\"},
        {11, "/rd store"},
        {13, "/verify C:\\s /l:no/such/x"},
    };

    check_all(USMT_UTILS, cases, sizeof cases / sizeof cases[0]);
}

Test(usmt_rules, a_store_of_more_than_256_characters_is_too_long, .init = begin, .fini = end)
{
    char text[600] = "/hardlink /nocompress /i:rules.xml C:\\";

    memset(text + strlen(text), 'x', 253);
    cr_expect_eq(check(USMT_SCANSTATE, text), USMT_SUCCESS);
    text[strlen(text)] = 'x';
    cr_expect_eq(check(USMT_SCANSTATE, text), USMT_ERROR_OPTION_PARAM_TOO_LARGE);
}

Test(usmt_rules, verbosity)
{
    char *argv[] = {"scanstate", "/v:13", NULL}, *automatic[] = {"scanstate", "/auto", NULL};
    struct usmt_line line;

    cr_assert_eq(usmt_options_parse(USMT_SCANSTATE, 2, argv, &line), USMT_SUCCESS);
    cr_expect_eq(usmt_rules_verbosity(&line), USMT_VERBOSE | USMT_OBJECTS | USMT_DEBUG);
    usmt_options_free(&line);
    cr_assert_eq(usmt_options_parse(USMT_SCANSTATE, 2, automatic, &line), USMT_SUCCESS);
    cr_expect_eq(usmt_rules_verbosity(&line), 5);
    usmt_options_free(&line);
    cr_assert_eq(usmt_options_parse(USMT_SCANSTATE, 1, argv, &line), USMT_SUCCESS);
    cr_expect_eq(usmt_rules_verbosity(&line), 0);
    usmt_options_free(&line);
}

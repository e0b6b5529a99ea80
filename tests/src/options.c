/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of options, and what the parser makes of them. */
#include "src/options.h"

#include "src/command.h"
#include "src/help.h"
#include "src/optionlist.h"
#include "src/optionplan.h"

#include <criterion/criterion.h>
#include <stdio.h>

enum { WORDS_MAX = 8 };

static bool parse(const char *command, const char *const *words, struct options *options_ret)
{
    static char texts[WORDS_MAX][64];
    static char *argv[WORDS_MAX + 1];
    int argc = 0;

    *options_ret = (struct options){0};
    for (; words[argc]; argc++) {
        strcpy(texts[argc], words[argc]);
        argv[argc] = texts[argc];
    }
    argv[argc] = NULL;
    return options_parse(command_find(command)->specs, argc, argv, options_ret);
}

Test(options, tables_are_sound)
{
    for (const struct command *const *c = command_all; *c; c++)
        for (const struct option_spec *const *a = (*c)->specs; *a; a++) {
            cr_expect((*a)->name[0] && (*a)->help[0] && (*a)->take, "%s --%s", (*c)->name,
                      (*a)->name);
            for (const struct option_spec *const *b = a + 1; *b; b++) {
                cr_expect_str_neq((*a)->name, (*b)->name, "%s --%s", (*c)->name, (*a)->name);
                cr_expect((*a)->letter == 0 || (*a)->letter != (*b)->letter, "%s -%c", (*c)->name,
                          (*a)->letter);
            }
        }
}

/* Help says everything that the table has, and fits a terminal. */
Test(options, help_has_all)
{
    for (const struct command *const *c = command_all; *c; c++) {
        struct textbuf text = {0};
        size_t width = 0;

        help_command(*c, &text);
        textbuf_char(&text, '\0');
        for (const struct option_spec *const *spec = (*c)->specs; *spec; spec++) {
            char word[64];

            snprintf(word, sizeof word, "--%s", (*spec)->name);
            cr_expect(strstr(text.at, word), "%s %s", (*c)->name, word);
        }
        cr_expect(strstr(text.at, "Examples") && strstr(text.at, "Exit codes"));
        for (const char *at = text.at; *at; at++) {
            width = *at == '\n' ? 0 : width + 1;
            cr_expect(width <= 100, "%s: %.40s", (*c)->name, at - 40);
        }
        textbuf_free(&text);
    }
}

Test(options, values)
{
    struct options options;

    cr_assert(parse("export",
                    (const char *const[]){"export", "disk.img", "-j2", "--format=csv", "--out", "x",
                                          "--partition", "3", NULL},
                    &options));
    cr_expect(options.jobs == 2 && options.format == FORMAT_CSV && options.partition == 3);
    cr_expect_str_eq(options.out, "x");
    cr_assert(options.noperands == 1);
    cr_expect_str_eq(options.operands[0], "disk.img");
    cr_assert(parse("scan",
                    (const char *const[]){"scan", "--progress", "json", "--", "--json", NULL},
                    &options));
    cr_expect(options.progress == PROGRESS_JSON && !options.json && options.noperands == 1);
    cr_assert(
        parse("links", (const char *const[]){"links", "a", "b", "--json", "c", NULL}, &options));
    cr_expect(options.json && options.noperands == 3);
}

Test(options, mistakes)
{
    static const char *const cases[][4] = {
        {"scan", "-j0", NULL},
        {"scan", "-j65", NULL},
        {"scan", "-jx", NULL},
        {"scan", "-j-1", NULL},
        {"scan", "--jobs=", NULL},
        {"scan", "--jobs", NULL},
        {"scan", "--nosuch", NULL},
        {"scan", "-z", NULL},
        {"scan", "--json=yes", NULL},
        {"scan", "--progress=soon", NULL},
        {"scan", "--format", "csv"},
        {"export", "--format=xml", NULL},
        {"export", "--out=", NULL},
        {"links", "--min-links=0", NULL},
        {"links", "--under", NULL},
        {"info", "--partition=4294967296", NULL},
        {"info", "--partition=1x", NULL},
    };
    struct options options;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        cr_expect_not(parse(cases[i][0], cases[i], &options), "%s %s", cases[i][0], cases[i][1]);
}

/* In the order given; words behind a file of rules that look like one belong to it. */
Test(options, what_can_be_given_several_times_is_kept_in_order)
{
    static const struct option_spec *const specs[] = {&optionplan_ui, &optionplan_ue,
                                                      &optionplan_uel, &optionplan_rules, NULL};
    char *argv[] = {"x",       "SOURCE", "--rules",   "a.xml", "B.XML",    "builtin:user",
                    "operand", "--ui",   "PC17\\Ann", "--ue",  "*\\*",     "-r",
                    "c",       "d.txt",  "--uel",     "90",    "--ui=Bob", NULL};
    struct options options = {0};

    cr_assert(options_parse(specs, 17, argv, &options));
    cr_assert_eq(options.rules.n, 4);
    cr_expect_str_eq(options.rules.at[1], "B.XML");
    cr_expect_str_eq(options.rules.at[2], "builtin:user");
    cr_expect_str_eq(options.rules.at[3], "c");
    cr_assert_eq(options.noperands, 3);
    cr_expect_str_eq(options.operands[0], "SOURCE");
    cr_expect_str_eq(options.operands[1], "operand");
    cr_expect_str_eq(options.operands[2], "d.txt");
    cr_assert_eq(options.ui.n, 2);
    cr_expect_str_eq(options.ui.at[1], "Bob");
    cr_expect_eq(options.ue.n, 1);
    cr_expect_str_eq(options.uel, "90");
    options_free(&options);
}

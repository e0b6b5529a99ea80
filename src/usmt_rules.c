/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules between options: see usmt_rules.h. */
#define _GNU_SOURCE /* access */
#include "src/usmt_rules.h"

#include "src/nowtime.h"
#include "src/say.h"
#include "src/usersince.h"
#include "src/usmt_rules_file.h"

#include <strings.h>

static bool has(const struct usmt_line *line, enum usmt_id id)
{
    return usmt_options_has(line, id);
}

/* ---- What cannot stand together, in the order in which it is told ---- */

/* A is given, and B is (IS_MISSING: is not): then SENTENCE is said. */
struct pair {
    unsigned programs;
    enum usmt_id a, b;
    bool is_missing;
    enum usmt_code code;
    const char *sentence;
};

enum {
    SCAN = USMT_SCANSTATE,
    LOAD = USMT_LOADSTATE,
    UTILS = USMT_UTILS,
    BOTH = USMT_SCANSTATE | USMT_LOADSTATE
};

#define BAD USMT_INVALID_PARAMETERS

static const char all_users[] =
    "/all takes all users, and /ui, /ue and /uel choose among them: give one or the other.";
static const char auto_all[] =
    "/auto takes all users and sets the level of the log: /all, /ui, /ue, /uel and /v cannot stand "
    "beside it.";
static const char genconfig_alone[] =
    "/genconfig writes a Config.xml and makes no store: beside it only /i, /auto, /l, /v, /o, "
    "/nocompress and what names the Windows make sense.";
static const char one_windows[] =
    "/offline, /offlinewindir and /offlinewinold each say which Windows is meant: give one.";
static const char no_compressed[] =
    "This tool makes and restores hard-link stores, and no other: /hardlink /nocompress.";
static const char keys[] = "/key and /keyfile both say the key: give one.";

static const struct pair pairs[] = {
    {SCAN, USMT_HARDLINK, USMT_VSC, false, BAD,
     "Volume shadow copy feature is not supported with a hardlink store: leave /vsc out, since "
     "nothing is locked on a volume that is not running."},
    {BOTH, USMT_HARDLINK, USMT_NOCOMPRESS, true, BAD, "/hardlink requires /nocompress."},
    {SCAN, USMT_ENCRYPT, USMT_NOCOMPRESS, false, BAD,
     "/encrypt is for compressed stores: it cannot stand beside /nocompress."},
    {BOTH, USMT_DECRYPT, USMT_NOCOMPRESS, false, BAD,
     "/decrypt is for compressed stores: it cannot stand beside /nocompress."},
    {BOTH | UTILS, USMT_KEY, USMT_KEYFILE, false, BAD, keys},
    {SCAN, USMT_KEY, USMT_ENCRYPT, true, BAD, "A key is for /encrypt, which is not given."},
    {SCAN, USMT_KEYFILE, USMT_ENCRYPT, true, BAD, "A key is for /encrypt, which is not given."},
    {LOAD | UTILS, USMT_KEY, USMT_DECRYPT, true, BAD, "A key is for /decrypt, which is not given."},
    {LOAD | UTILS, USMT_KEYFILE, USMT_DECRYPT, true, BAD,
     "A key is for /decrypt, which is not given."},
    {BOTH, USMT_ALL, USMT_UI, false, BAD, all_users},
    {BOTH, USMT_ALL, USMT_UE, false, BAD, all_users},
    {BOTH, USMT_ALL, USMT_UEL, false, BAD, all_users},
    {BOTH, USMT_AUTO, USMT_ALL, false, BAD, auto_all},
    {BOTH, USMT_AUTO, USMT_UI, false, BAD, auto_all},
    {BOTH, USMT_AUTO, USMT_UE, false, BAD, auto_all},
    {BOTH, USMT_AUTO, USMT_UEL, false, BAD, auto_all},
    {BOTH, USMT_AUTO, USMT_V, false, BAD, auto_all},
    {SCAN, USMT_GENCONFIG, USMT_HARDLINK, false, BAD, genconfig_alone},
    {SCAN, USMT_GENCONFIG, USMT_P, false, BAD, genconfig_alone},
    {SCAN, USMT_GENCONFIG, USMT_CONFIG, false, BAD, genconfig_alone},
    {SCAN, USMT_GENCONFIG, USMT_LISTFILES, false, BAD, genconfig_alone},
    {SCAN, USMT_GENCONFIG, USMT_LOCALONLY, false, BAD, genconfig_alone},
    {SCAN, USMT_GENCONFIG, USMT_EFS, false, BAD, genconfig_alone},
    {SCAN, USMT_GENCONFIG, USMT_PROGRESS, false, BAD, genconfig_alone},
    {SCAN, USMT_GENCONFIG, USMT_C, false, BAD, genconfig_alone},
    {SCAN, USMT_GENCONFIG, USMT_ALL, false, BAD, genconfig_alone},
    {SCAN, USMT_GENCONFIG, USMT_UI, false, BAD, genconfig_alone},
    {SCAN, USMT_GENCONFIG, USMT_UE, false, BAD, genconfig_alone},
    {SCAN, USMT_GENCONFIG, USMT_UEL, false, BAD, genconfig_alone},
    {SCAN, USMT_P, USMT_LISTFILES, false, BAD,
     "/p only tells what a store would take, and /listfiles what one has: give one of them."},
    {SCAN, USMT_OFFLINE, USMT_OFFLINEWINDIR, false, BAD, one_windows},
    {SCAN, USMT_OFFLINE, USMT_OFFLINEWINOLD, false, BAD, one_windows},
    {SCAN, USMT_OFFLINEWINDIR, USMT_OFFLINEWINOLD, false, BAD, one_windows},
    {LOAD, USMT_OFFLINE, USMT_OFFLINE, false, USMT_ERROR_UNSUPPORTED_PLATFORM,
     "/offline is not for loadstate: the Windows that files go to is the one on the volumes."},
    {LOAD, USMT_LAE, USMT_LAC, true, BAD, "/lae enables the accounts that /lac makes: give /lac."},
    {UTILS, USMT_RD, USMT_VERIFY, false, BAD, "One command at a time: /rd, or /verify."},
    {UTILS, USMT_RD, USMT_EXTRACT, false, BAD, "One command at a time: /rd, or /extract."},
    {UTILS, USMT_RD, USMT_EC, false, BAD, "One command at a time: /rd, or /ec."},
    {UTILS, USMT_VERIFY, USMT_EXTRACT, false, BAD, "One command at a time: /verify, or /extract."},
    {UTILS, USMT_VERIFY, USMT_EC, false, BAD, "One command at a time: /verify, or /ec."},
    {UTILS, USMT_EXTRACT, USMT_EC, false, BAD, "One command at a time: /extract, or /ec."},
    {UTILS, USMT_Y, USMT_RD, true, BAD, "/y answers the question of /rd: nothing else asks."},
    {UTILS, USMT_INCLUDE, USMT_EXTRACT, true, BAD, "/i says what /extract copies."},
    {UTILS, USMT_EXCLUDE, USMT_EXTRACT, true, BAD, "/e says what /extract does not copy."},
    {UTILS, USMT_OVERWRITE, USMT_EXTRACT, true, BAD, "/o lets /extract overwrite files."},
    {UTILS, USMT_L, USMT_EC, false, BAD, "/ec has nothing to log."},
};

static enum usmt_code check_pairs(const struct usmt_line *line)
{
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const struct pair *it = &pairs[i];

        if (it->programs & line->program && has(line, it->a) &&
            has(line, it->b) != it->is_missing) {
            say("%s", it->sentence);
            return it->code;
        }
    }
    if (line->program == USMT_SCANSTATE && has(line, USMT_ENCRYPT) && !has(line, USMT_KEY) &&
        !has(line, USMT_KEYFILE)) {
        say("/encrypt needs a key: /key:TEXT or /keyfile:FILE.");
        return BAD;
    }
    return USMT_SUCCESS;
}

/* ---- Values ---- */

static bool is_number(const char *text)
{
    return *text && strspn(text, "0123456789") == strlen(text) && strlen(text) < 10;
}

static bool is_one_of(const char *value, const char *const *words)
{
    while (*words && strcasecmp(value, *words) != 0)
        words++;
    return *words;
}

static bool check_level(const char *value)
{
    static const char *const levels[] = {"0", "1", "4", "5", "8", "9", "12", "13", NULL};

    if (is_one_of(value, levels))
        return true;
    say("'%s' is no level of the log: verbosity must be a sum of 1, 4 and 8 (0, 1, 4, 5, 8, 9, 12, "
        "13).",
        value);
    return false;
}

static bool check_efs(const struct usmt_line *line, const char *value)
{
    static const char *const words[] = {"abort",   "skip",     "decryptcopy",
                                        "copyraw", "hardlink", NULL};

    if (!is_one_of(value, words)) {
        say("'%s' is not what /efs takes: abort, skip, decryptcopy, copyraw or hardlink.", value);
        return false;
    }
    if (strcasecmp(value, "hardlink") != 0 || has(line, USMT_HARDLINK))
        return true;
    say("/efs:hardlink requires /hardlink.");
    return false;
}

/* DOMAIN\user, user, or a SID. */
static bool check_user(const char *name, const char *value)
{
    const char *slash = strchr(value, '\\');

    if (!slash || (slash > value && slash[1] && !strchr(slash + 1, '\\')))
        return true;
    say("'%s' is no user for /%s: DOMAIN\\user, a user alone, or a SID.", value, name);
    return false;
}

static bool check_since(const char *value)
{
    uint64_t now, since;

    return nowtime_get(&now) && usersince_parse(value, now, &since);
}

/* OLD:NEW, once. A user may have a domain before a backslash. */
static bool check_mapping(const char *name, const char *value, bool is_user)
{
    const char *colon = strchr(value, ':');
    const char *slash = strchr(value, '\\');
    bool has_old = colon && colon > value && value[0] != '\\' && colon[-1] != '\\';

    if (has_old && colon[1] && !strchr(colon + 1, ':') &&
        !(is_user && (strchr(value, '*') || colon[1] == '\\')) && (is_user || !slash))
        return true;
    say("'%s' is no mapping for /%s: %s.", value, name,
        is_user ? "[OLDDOMAIN\\]olduser:[NEWDOMAIN\\]newuser, without *" : "OLDDOMAIN:NEWDOMAIN");
    return false;
}

static bool check_number(const char *name, const char *value)
{
    if (is_number(value))
        return true;
    say("'%s' is no number for /%s.", value, name);
    return false;
}

static bool check_verify(const char *value)
{
    static const char *const words[] = {"summary", "all", "failureonly", "catalog", NULL};

    if (!value || is_one_of(value, words))
        return true;
    say("'%s' is not what /verify takes: summary, all, failureonly or catalog.", value);
    return false;
}

static bool check_value(const struct usmt_line *line, const struct usmt_word *word)
{
    const enum usmt_id id = word->option->id;
    const char *value = word->value, *name = word->option->name;

    if (id == USMT_V)
        return check_level(value);
    if (id == USMT_EFS)
        return check_efs(line, value);
    if (id == USMT_UI || id == USMT_UE)
        return check_user(name, value);
    if (id == USMT_UEL)
        return check_since(value);
    if (id == USMT_MD || id == USMT_MU)
        return check_mapping(name, value, id == USMT_MU);
    if (id == USMT_R || id == USMT_W)
        return check_number(name, value);
    return id != USMT_VERIFY || check_verify(value);
}

static bool check_values(const struct usmt_line *line)
{
    for (int i = 0; i < line->nwords; i++)
        if (!check_value(line, &line->words[i]))
            return false;
    return true;
}

unsigned usmt_rules_verbosity(const struct usmt_line *line)
{
    const char *value = usmt_options_value(line, USMT_V);
    unsigned level = 0;

    if (!value)
        return has(line, USMT_AUTO) ? USMT_VERBOSE | USMT_OBJECTS : 0;
    for (; *value; value++)
        level = 10 * level + (unsigned)(*value - '0');
    return level;
}

/* ---- What an offline tool does not do ---- */

static enum usmt_code check_refusals(const struct usmt_line *line)
{
    for (int i = 0; i < line->nwords; i++) {
        const struct usmt_option *option = line->words[i].option;

        if (!option->refusal)
            continue;
        say("%s", option->refusal);
        if (!(option->traits & USMT_HARMLESS))
            return BAD;
    }
    return USMT_SUCCESS;
}

/* ---- The store ---- */

bool usmt_rules_is_store(const char *path, enum usmt_code *code_ret, const char **why_ret)
{
    const char letter = (char)(path[0] & ~0x20);
    const char *why = NULL;
    enum usmt_code code = USMT_INVALID_STORE_LOCATION;

    if (usmt_options_is_long(path)) {
        why = "has more than 256 characters";
        code = USMT_ERROR_OPTION_PARAM_TOO_LARGE;
    } else if (strncmp(path, "\\\\", 2) == 0 || strncmp(path, "//", 2) == 0) {
        why = "is on a server, and a link must be on the volume of its file";
    } else if (letter < 'A' || letter > 'Z' || path[1] != ':' ||
               (path[2] != '\\' && path[2] != '/')) {
        why = "is no path as Windows has them, such as C:\\migdata";
        code = BAD;
    } else if (path[2 + strspn(path + 2, "\\/")] == '\0') {
        why = "is the root of a drive, and all of it would be the store";
    }
    if (!why)
        return true;
    *code_ret = code;
    if (why_ret)
        *why_ret = why;
    return false;
}

static enum usmt_code check_store(const char *path)
{
    enum usmt_code code;
    const char *why;

    if (usmt_rules_is_store(path, &code, &why))
        return USMT_SUCCESS;
    say("The store '%.300s' %s.", path, why);
    return code;
}

/* How many operands each has, and what is missing. */
static enum usmt_code check_operands(const struct usmt_line *line, char *const *operands, int n)
{
    const bool is_extract = has(line, USMT_EXTRACT), has_none = has(line, USMT_GENCONFIG) ||
                                                                has(line, USMT_EC) ||
                                                                usmt_options_value(line, USMT_RD);
    const int wanted = has_none ? 0 : is_extract ? 2 : 1;
    const char *store = usmt_options_value(line, USMT_RD);

    if (n < wanted) {
        say(n == 1 ? "Say where to extract to: usmtutils /extract STORE FOLDER."
                   : "Say which store: a path as Windows has them, such as C:\\migdata.");
        return BAD;
    }
    if (n > wanted) {
        say(wanted == 0 ? "'%s' is one word too many: no store is named here."
                        : "'%s' is one word too many: there is one store.",
            operands[wanted]);
        return BAD;
    }
    if (store || wanted > 0)
        return check_store(store ? store : operands[0]);
    return USMT_SUCCESS;
}

/* ---- What is to be done at all ---- */

static enum usmt_code check_purpose(const struct usmt_line *line)
{
    if (line->program == USMT_UTILS) {
        if (has(line, USMT_RD) || has(line, USMT_VERIFY) || has(line, USMT_EXTRACT) ||
            has(line, USMT_EC))
            return USMT_SUCCESS;
        say("Say what to do: /rd, /verify, /extract or /ec. 'usmtutils /?' tells about them.");
        return BAD;
    }
    if (has(line, USMT_P) && !usmt_options_value(line, USMT_P)) {
        say(has(line, USMT_NOCOMPRESS)
                ? "USMTsize.txt is not written: give /p a file for the sizes as XML, /p:sizes.xml."
                : "Use /nocompress, or provide an XML file path with /p:sizes.xml.");
        return BAD;
    }
    if (line->program == USMT_SCANSTATE && !has(line, USMT_I) && !has(line, USMT_AUTO)) {
        say("Say what to take: /i:FILE, /i:builtin:user or /auto.");
        return BAD;
    }
    if (has(line, USMT_GENCONFIG) || has(line, USMT_P) || has(line, USMT_HARDLINK))
        return USMT_SUCCESS;
    say("%s", no_compressed);
    return BAD;
}

/* ---- All of it ---- */

enum usmt_code usmt_rules_check(const struct usmt_line *line, char *const *operands, int noperands)
{
    enum usmt_code code;

    if (has(line, USMT_HELP))
        return USMT_DISPLAY_HELP;
    if (line->nwords == 0 && noperands == 0) {
        say("Say what to do. '%s /?' shows how.", usmt_options_program(line->program));
        return BAD;
    }
    if (!check_values(line))
        return BAD;
    code = check_pairs(line);
    if (code == USMT_SUCCESS)
        code = usmt_rules_file_keys(line);
    if (code == USMT_SUCCESS)
        code = check_refusals(line);
    if (code == USMT_SUCCESS)
        code = check_purpose(line);
    if (code == USMT_SUCCESS)
        code = check_operands(line, operands, noperands);
    return code == USMT_SUCCESS ? usmt_rules_file_check(line) : code;
}

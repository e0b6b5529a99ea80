/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options of commands that make plans: see optionplan.h.
 */
#include "src/optionplan.h"

#include <strings.h>

static bool take_store(struct options *options, const char *value)
{
    options->store = value;
    return *value;
}

static bool take_rules(struct options *options, const char *value)
{
    return *value && options_add(&options->rules, value);
}

/* So that `--rules a.xml b.xml SOURCE` means what it looks like. */
static bool is_rules(const char *word)
{
    size_t n = strlen(word);

    return strncmp(word, "builtin:", 8) == 0 || (n > 4 && strcasecmp(word + n - 4, ".xml") == 0);
}

static bool take_efs(struct options *options, const char *value)
{
    static const char *const words[] = {"abort", "skip", "decryptcopy", "copyraw",
                                        "hardlink"}; /* as enum save_efs */

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(value, words[i]) == 0)
            return options->efs = (enum save_efs)i, true;
    return false;
}

static bool take_locked_list(struct options *options, const char *value)
{
    options->locked_list = value;
    return *value;
}

static bool take_ui(struct options *options, const char *value)
{
    return *value && options_add(&options->ui, value);
}

static bool take_ue(struct options *options, const char *value)
{
    return *value && options_add(&options->ue, value);
}

static bool take_uel(struct options *options, const char *value)
{
    options->uel = value;
    return *value; /* what it means depends on what time it is */
}

static bool take_usmt_xml(struct options *options, const char *value)
{
    options->usmt_xml = value;
    return *value;
}

/* OLD=NEW: both sides must say something. */
static bool is_pair(const char *value)
{
    const char *sign = strchr(value, '=');

    return sign && sign > value && sign[1];
}

static bool take_user_map(struct options *options, const char *value)
{
    return is_pair(value) && options_add(&options->user_map, value);
}

static bool take_domain_map(struct options *options, const char *value)
{
    return is_pair(value) && options_add(&options->domain_map, value);
}

static bool take_sid_map(struct options *options, const char *value)
{
    return (is_pair(value) || strcmp(value, "none") == 0) && options_add(&options->sid_map, value);
}

const struct option_spec optionplan_store = {
    .name = "store",
    .argument = "PATH",
    .help = "The folder of the store, as the Windows on the volume names it:\n"
            "'C:\\migdata', the default of estimate and explain. It need not be\n"
            "there.",
    .take = take_store,
};

const struct option_spec optionplan_rules = {
    .name = "rules",
    .letter = 'r',
    .argument = "FILE...",
    .help = "Files of rules in MigXML, or builtin:documents, builtin:user.\n"
            "Words behind it that end in .xml or begin with builtin: belong\n"
            "to it; it may also be given several times.",
    .take = take_rules,
    .takes_more = is_rules,
};

const struct option_spec optionplan_efs = {
    .name = "efs",
    .argument = "abort|skip|hardlink|copyraw|decryptcopy",
    .values = "abort skip hardlink copyraw decryptcopy",
    .help = "What becomes of encrypted files (EFS). abort, the default: a plan\n"
            "that has one cannot be applied. decryptcopy needs a running\n"
            "Windows, and refuses each.",
    .take = take_efs,
};

const struct option_spec optionplan_locked_list = {
    .name = "locked-list",
    .argument = "FILE",
    .help = "The files that are in use, a path a line; behind 'system' and a\n"
            "tab those that Windows itself holds.",
    .take = take_locked_list,
};

const struct option_spec optionplan_usmt_xml = {
    .name = "usmt-xml",
    .argument = "FILE",
    .help = "Write the size of an uncompressed store to FILE, in the form of\n"
            "ScanState's /p.",
    .take = take_usmt_xml,
};

const struct option_spec optionplan_ui = {
    .name = "ui",
    .argument = "USER",
    .help = "USER takes part, whatever --uel and --ue say: DOMAIN\\user, a user\n"
            "alone, or a SID, with * for any text. May be given several times.",
    .take = take_ui,
};

const struct option_spec optionplan_ue = {
    .name = "ue",
    .argument = "USER",
    .help = "USER does not take part, unless --ui or --uel takes it.",
    .take = take_ue,
};

const struct option_spec optionplan_uel = {
    .name = "uel",
    .argument = "SINCE",
    .help = "Only users whose NTUSER.DAT was modified since then take part: a\n"
            "number of days before now, or YYYY/MM/DD.",
    .take = take_uel,
};

const struct option_spec optionplan_user_map = {
    .name = "user-map",
    .argument = "OLD=NEW",
    .help = "Of a restore: the user OLD of the old Windows becomes NEW, who need not\n"
            "be there yet: DOMAIN\\user, a user alone, a SID, or a profile's folder.\n"
            "May be given several times.",
    .take = take_user_map,
};

const struct option_spec optionplan_domain_map = {
    .name = "domain-map",
    .argument = "OLD=NEW",
    .help = "Of a restore: users of the domain, or computer, OLD (* stands for any\n"
            "text) become those of the same account in NEW. May be given several\n"
            "times: the first that fits counts.",
    .take = take_domain_map,
};

const struct option_spec optionplan_sid_map = {
    .name = "sid-map",
    .argument = "OLD=NEW|none",
    .help = "Of a restore: the SID OLD becomes NEW in owners and permissions of what\n"
            "is restored, as SIDs of users do who become others; none: these\n"
            "stay. May be given several times.",
    .take = take_sid_map,
};

static bool take_conf(struct options *options, const char *value)
{
    options->conf = value;
    return *value;
}

const struct option_spec optionplan_conf = {
    .name = "conf",
    .argument = "FILE",
    .help = "Where lines C: = SOURCE name the drives that --drive does not.\n"
            "Default: mftlink.conf, where it is here.",
    .take = take_conf,
};

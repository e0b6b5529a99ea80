/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for the classes of a report: see reportwords.h. */
#include "src/reportwords.h"

#include "planner/shares.h"

const char *reportwords_age(unsigned age)
{
    static const char *const words[SHARES_AGES] = {
        "in the future", "last 30 days", "30 to 90 days", "90 days to 1 year",
        "1 to 2 years",  "2 to 5 years", "over 5 years",
    };

    return words[age];
}

const char *reportwords_step(unsigned step)
{
    static const char *const words[SHARES_STEPS] = {
        "empty",        "up to 4 KiB",   "up to 64 KiB", "up to 1 MiB",
        "up to 16 MiB", "up to 256 MiB", "up to 4 GiB",  "over 4 GiB",
    };

    return words[step];
}

const char *reportwords_links(unsigned links)
{
    static const char *const words[SHARES_LINKS] = {
        "no name",  "1 name",    "2 names",    "3 or 4",     "5 to 8",      "9 to 16",   "17 to 32",
        "33 to 64", "65 to 128", "129 to 256", "257 to 512", "513 to 1024", "over 1024",
    };

    return words[links];
}

const char *reportwords_kind(unsigned kind)
{
    static const char *const words[SHARES_KINDS] = {
        "plain",
        "sparse",
        "compressed by NTFS",
        "encrypted (EFS)",
        "compressed by the system (WOF)",
        "cloud files",
        "other reparse points",
        "with named streams",
    };

    return words[kind];
}

const char *reportwords_usage(unsigned kind)
{
    static const char *const words[USAGE_KINDS] = {
        "Files' data",      "Named streams",         "Folder indexes", "Attribute lists",
        "Other attributes", "The file system's own", "Bad clusters",
    };

    return words[kind];
}

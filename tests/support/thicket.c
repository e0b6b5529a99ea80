/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trees by chance: see thicket.h. */
#include "tests/support/thicket.h"

enum { NAMES_MAX = 120, PATH_BYTES = 400 };

/* Few names, so that many are met again; some differ only by case, some are no Unicode, some lead
 * into stores. */
static const char *const steps[] = {"a",
                                    "A",
                                    "b.txt",
                                    "B.TXT",
                                    "c",
                                    "Users",
                                    "users",
                                    "st",
                                    "USMT",
                                    "File",
                                    "C$",
                                    "store",
                                    "\xED\xA0\x80",
                                    "\xED\xBF\xBF x",
                                    "d\xC3\xA4",
                                    "mftlink-manifest.parquet",
                                    "x:y",
                                    "e",
                                    "f"};

static struct str add_path(struct chance *chance, char *path, bool is_folder)
{
    uint32_t n = 1 + chance_below(chance, 5);
    size_t at = 0;

    for (uint32_t i = 0; i < n; i++) {
        const char *step = steps[chance_below(chance, sizeof steps / sizeof steps[0])];

        path[at++] = '\\';
        memcpy(path + at, step, strlen(step));
        at += strlen(step);
    }
    if (is_folder)
        path[at++] = '\\';
    return (struct str){path, at};
}

static bool is_taken(const struct index *index, uint32_t folder, struct str name)
{
    for (uint32_t row = 1; row < index->names.n; row++)
        if (index->names.parent[row] == index_reference(index, folder) &&
            str_equal(index_name(index, row), name))
            return true;
    return false;
}

/* Is there a step of PATH that is there as a file, or its last one at all? */
static bool is_blocked(const struct index *index, struct str path)
{
    uint32_t folder = GROVE_ROOT;

    for (size_t at = 1, first; at <= path.n; at++) {
        uint32_t found = INDEX_NONE;

        for (first = at; at < path.n && path.at[at] != '\\';)
            at++;
        for (uint32_t row = 1; row < index->names.n; row++)
            if (index->names.parent[row] == index_reference(index, folder) &&
                str_equal(index_name(index, row), (struct str){path.at + first, at - first}))
                found = index->names.file[row];
        if (found == INDEX_NONE)
            return false;
        if (at >= path.n || !(index->files.flags[found] & FILE_DIRECTORY))
            return true;
        folder = found;
    }
    return true;
}

static void disturb(struct chance *chance, struct holding *holding, uint32_t drive, uint32_t file)
{
    struct index *index = &holding->groves[drive].index;
    struct reparse_rows *reparse = &index->reparse;
    static const uint32_t tags[] = {0xA0000003, 0x9000701A, 0x80000017, 0xA000000C, 0x80000013};
    static const uint32_t attributes[] = {0x1000, 0x4000, 0x6, 0x1, 0x400000};

    switch (chance_below(chance, 12)) {
    case 0:
        index->files.attributes[file] |= attributes[chance_below(chance, 5)];
        break;
    case 1:
        index->files.flags[file] |= FILE_REPARSE;
        reparse->file[reparse->n] = file;
        reparse->tag[reparse->n++] = tags[chance_below(chance, 5)];
        break;
    case 2:
        if (index->nfindings < 8)
            holding_find(holding, drive, file,
                         chance_below(chance, 2) ? FINDING_LINK_COUNT : FINDING_PARENT_STALE, 3);
        break;
    case 3:
        index->files.header_links[file] = (uint16_t)(1020 + chance_below(chance, 6));
        break;
    default:
        break;
    }
}

static void link_some(struct chance *chance, struct holding *holding, uint32_t drive)
{
    const struct index *index = &holding->groves[drive].index;

    for (uint32_t i = chance_below(chance, 4); i > 0; i--) {
        uint32_t folder = chance_below(chance, index->files.n);
        const char *step = steps[chance_below(chance, 4)];

        if (index->files.flags[folder] & FILE_DIRECTORY && !is_taken(index, folder, str_of(step)))
            grove_link(&holding->groves[drive], folder, str_of(step));
    }
}

void thicket_plant(struct chance *chance, struct holding *holding, uint32_t drive)
{
    const struct index *index = &holding->groves[drive].index;
    char path[PATH_BYTES];

    for (uint32_t n = chance_below(chance, 40); n > 0 && index->names.n < NAMES_MAX; n--) {
        bool is_folder = chance_below(chance, 5) == 0;
        struct str at = add_path(chance, path, is_folder);
        uint32_t nfiles = index->files.n, file;

        if (is_blocked(index, (struct str){at.at, at.n - is_folder}))
            continue;
        file = holding_add_str(holding, drive, at);
        if (file >= nfiles)
            disturb(chance, holding, drive, file);
        if (!is_folder)
            link_some(chance, holding, drive);
    }
}

void thicket_rules(struct chance *chance, struct holding *holding)
{
    static const char *const patterns[] = {"C:\\* [*]",        "C:\\Users\\* [*]", "* [*]",
                                           "C:\\a\\* [*.txt]", "D:\\* [*]",        "C:\\* [a]",
                                           "C:\\st\\* [*]",    "* [*.txt]",        "C:\\*"};
    static const enum rules_kind kinds[] = {RULES_INCLUDE, RULES_INCLUDE, RULES_EXCLUDE,
                                            RULES_UNCONDITIONAL_EXCLUDE};

    for (uint32_t n = 1 + chance_below(chance, 4); n > 0; n--)
        holding_rule(holding, kinds[chance_below(chance, n == 1 ? 1 : 4)], chance_below(chance, 2),
                     patterns[chance_below(chance, 9)]);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder's prefix and a name are the path of mft/path.c, name for name. */
#include "src/export_sqlite_folder.h"

#include "mft/path.h"
#include "mft/scan.h"
#include "src/textbuf.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>

/* The path of NAME from its two parts; false where its prefix is too long. */
static bool put_path(const struct index *index, uint32_t name, struct textbuf *to)
{
    uint32_t folder = export_sqlite_folder_of(index, name), file = index->names.file[name];
    uint64_t parent = index->names.parent[name];

    to->n = 0;
    if (folder == INDEX_NONE) {
        textbuf_format(to, "\\$Orphans\\%llu-%u\\", (unsigned long long)reference_record(parent),
                       reference_sequence(parent));
    } else {
        char buffer[EXPORT_SQLITE_PREFIX_MAX];
        struct str prefix = export_sqlite_folder_prefix(index, folder, buffer);

        if (prefix.n == 0)
            return false;
        textbuf_str(to, prefix);
    }
    if (folder != file)
        textbuf_str(to, index_name(index, name));
    return true;
}

/* Returns how many names have a prefix that is too long. */
static uint32_t check(const char *fixture)
{
    const struct scan_options options = {.nworkers = 1, .want = WANT_DELETED};
    struct source source;
    struct volume *volume;
    struct index *index;
    struct path path = {0};
    struct textbuf text = {0};
    uint32_t nlong = 0;

    cr_assert(source_open(fixture_image(fixture), &source) == STATUS_OK);
    cr_assert(volume_open(&source, &volume) == STATUS_OK);
    cr_assert(scan_run(volume, &options, &index) == STATUS_OK);
    for (uint32_t name = 0; name < index->names.n; name++) {
        cr_assert(path_of_name(index, name, &path) == STATUS_OK);
        if (put_path(index, name, &text)) {
            cr_assert(str_equal(textbuf_view(&text), path_str(&path)), "%s: %.*s, not %.*s",
                      fixture, (int)text.n, text.at, (int)path.n, path.at);
            continue;
        }
        cr_assert(path.n > EXPORT_SQLITE_PREFIX_MAX, "%s: %.*s", fixture, (int)path.n, path.at);
        nlong++;
    }
    textbuf_free(&text);
    path_free(&path);
    index_free(index);
    volume_close(volume);
    source_close(&source);
    return nlong;
}

Test(export_sqlite_folder, same_paths)
{
    static const char *const fixtures[] = {"demo",       "orphan",     "parentloop",  "staleparent",
                                           "surrogates", "deleted",    "extend",      "dirlink",
                                           "noname",     "zeroparent", "parentnotdir"};

    for (size_t i = 0; i < sizeof fixtures / sizeof fixtures[0]; i++)
        cr_assert(check(fixtures[i]) == 0, "%s", fixtures[i]);
}

/* Longer than what is stored. */
Test(export_sqlite_folder, deep)
{
    cr_assert(check("deeppath") > 0);
}

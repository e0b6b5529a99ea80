/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths from the cache are those of mft/path.c, name for name. */
#include "src/pathcache.h"

#include "mft/scan.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>

static void compare_all(const struct index *index, const char *image)
{
    struct pathcache *cache;
    struct path path = {0};
    struct str cached;

    cr_assert(pathcache_make(index, &cache));
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t name = 0; name < index->names.n; name++) {
            cr_assert(path_of_name(index, name, &path) == STATUS_OK);
            cr_assert(pathcache_path(cache, name, &cached) == STATUS_OK);
            cr_assert(str_equal(cached, path_str(&path)), "%s: %.*s, not %.*s", image,
                      (int)cached.n, cached.at, (int)path.n, path.at);
        }
    path_free(&path);
    pathcache_free(cache);
}

static void check(const char *fixture)
{
    const struct scan_options options = {.nworkers = 1, .want = WANT_DELETED};
    struct source source;
    struct volume *volume;
    struct index *index;

    cr_assert(source_open(fixture_image(fixture), &source) == STATUS_OK);
    cr_assert(volume_open(&source, &volume) == STATUS_OK);
    cr_assert(scan_run(volume, &options, &index) == STATUS_OK);
    cr_assert(index->names.n > 10);
    compare_all(index, fixture);
    index_free(index);
    volume_close(volume);
    source_close(&source);
}

Test(pathcache, same_paths)
{
    static const char *const fixtures[] = {"demo",       "orphan",  "parentloop", "staleparent",
                                           "surrogates", "deleted", "extend",     "dirlink"};

    for (size_t i = 0; i < sizeof fixtures / sizeof fixtures[0]; i++)
        check(fixtures[i]);
}

/* Folders' paths that are too long to be kept. */
Test(pathcache, deep)
{
    check("deeppath");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which names are those of manifests. */
#include "planner/manifest.h"

#include <criterion/criterion.h>

#include "tests/support/grove.h"

Test(manifest_name, each_number_comes_back)
{
    static const uint32_t numbers[] = {1, 2, 3, 9, 10, 99, 100, 123456789, MANIFEST_NUMBER_MAX};

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        char name[MANIFEST_NAME_BYTES];
        size_t n = manifest_name_put(numbers[i], name);
        uint32_t number = 0;

        cr_assert_leq(n, sizeof name);
        cr_assert(manifest_name_number((struct str){name, n}, NULL, &number));
        cr_assert_eq(number, numbers[i]);
    }
}

Test(manifest_name, the_first_has_no_number_in_it)
{
    char name[MANIFEST_NAME_BYTES];

    cr_assert(str_equal((struct str){name, manifest_name_put(1, name)}, str_of(MANIFEST_NAME)));
    cr_assert(str_equal((struct str){name, manifest_name_put(12, name)},
                        str_of("mftlink-manifest-12.parquet")));
}

Test(manifest_name, other_names_are_none)
{
    static const char *const names[] = {"",
                                        "mftlink-manifest",
                                        "mftlink-manifest.parque",
                                        "mftlink-manifest.parquett",
                                        "mftlink-manifest-.parquet",
                                        "mftlink-manifest-0.parquet",
                                        "mftlink-manifest-1.parquet",
                                        "mftlink-manifest-02.parquet",
                                        "mftlink-manifest--2.parquet",
                                        "mftlink-manifest-2",
                                        "mftlink-manifest-2.parquet.old",
                                        "mftlink-manifest-1000000000.parquet",
                                        "mftlink-manifest-99999999999999999999.parquet",
                                        "xmftlink-manifest.parquet",
                                        "mftlink_manifest-2.parquet"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        uint32_t number;

        cr_expect_not(manifest_name_number(str_of(names[i]), NULL, &number), "%s", names[i]);
    }
}

Test(manifest_name, case_does_not_matter)
{
    uint32_t number;

    cr_assert(manifest_name_number(str_of("MFTLink-Manifest-7.PARQUET"), NULL, &number));
    cr_assert_eq(number, 7);
}

Test(manifest_name, the_next_is_one_more_than_the_highest)
{
    struct grove grove;
    uint32_t folder, other;

    grove_begin(&grove, 20);
    folder = grove_add(&grove, GROVE_ROOT, str_of("USMT"), FILE_DIRECTORY);
    other = grove_add(&grove, GROVE_ROOT, str_of("other"), FILE_DIRECTORY);
    grove_add(&grove, folder, str_of("mftlink-manifest.parquet"), 0);
    grove_add(&grove, folder, str_of("mftlink-manifest-40.parquet"), 0);
    grove_add(&grove, folder, str_of("mftlink-manifest-5.parquet"), 0);
    grove_add(&grove, folder, str_of("File"), FILE_DIRECTORY);
    grove_finish(&grove);
    cr_expect_eq(manifest_name_next(&grove.index, folder, NULL), 41);
    cr_expect_eq(manifest_name_next(&grove.index, other, NULL), 1);
    cr_expect_eq(manifest_name_next(&grove.index, INDEX_NONE, NULL), 1);
    grove_free(&grove);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names made and taken away by the ntfs back-end, seen by our scan and by other programs. */
#include "src/backend_ntfs.h"

#include "tests/oracle/backendbed.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_RECORD = 64 };

static bool is_user_file(const struct index *index, uint32_t row)
{
    return index->files.record[row] >= FIRST_RECORD &&
           (index->files.flags[row] & (FILE_IN_USE | FILE_DIRECTORY)) == FILE_IN_USE;
}

TestSuite(backend_ntfs, .timeout = 180);

/* ---- Links ---- */

Test(backend_ntfs, every_file_of_a_volume_gets_a_name_and_stays_what_it_was)
{
    struct backendbed bed;
    uint32_t stores[3], n = 0;
    const struct index *before;

    backendbed_begin(&bed, "demo", BACKENDBED_PLENTY);
    before = bed.volume.before.index;
    stores[0] = backendbed_folder(&bed, "store/a");
    stores[1] = backendbed_folder(&bed, "store/b");
    stores[2] = backendbed_folder(&bed, "store");
    backendbed_open(&bed);
    cr_assert_eq(backendbed_make_folder(&bed, BACKEND_NONE, "store"), 0);
    cr_assert_eq(backendbed_make_folder(&bed, stores[2], "a"), 0);
    cr_assert_eq(backendbed_make_folder(&bed, stores[2], "b"), 0);
    for (uint32_t row = 0; row < before->files.n; row++) {
        char name[16];
        int why;

        if (!is_user_file(before, row))
            continue;
        snprintf(name, sizeof name, "%05u", n);
        why = backendbed_link_to(&bed, before->files.record[row], stores[n++ % 3], name);
        cr_assert_eq(why, 0, "record %u: %s", before->files.record[row], strerror(why));
    }
    backendbed_finish(&bed);
    cr_assert_gt(n, 5000);
    cr_expect_eq(bed.after.index->names.n, before->names.n + n + 3);
    for (uint32_t row = 0; row < before->files.n; row++)
        cr_expect_eq(backendbed_links_of(bed.after.index, before->files.record[row]),
                     before->files.header_links[row] + is_user_file(before, row));
    backendbed_expect_files(&bed, 0);
    backendbed_check(&bed, "backend-links.img");
    backendbed_end(&bed);
}

Test(backend_ntfs, a_file_gets_as_many_names_as_windows_allows_and_no_more)
{
    struct backendbed bed;
    uint32_t a, b;
    uint64_t record;
    char name[64];

    backendbed_begin(&bed, "efs", BACKENDBED_PLENTY);
    record = fixture_fact("efs", "record");
    a = backendbed_folder(&bed, "a");
    b = backendbed_folder(&bed, "b");
    backendbed_open(&bed);
    cr_assert_eq(backendbed_make_folder(&bed, BACKEND_NONE, "a"), 0);
    cr_assert_eq(backendbed_make_folder(&bed, BACKEND_NONE, "b"), 0);
    for (uint32_t i = 1; i < 1024; i++) {
        snprintf(name, sizeof name, "name number %u of an encrypted file", i);
        cr_assert_eq(backendbed_link_to(&bed, record, i % 2 ? a : b, name), 0, "%u", i);
    }
    cr_expect_eq(backendbed_link_to(&bed, record, a, "one more"), EMLINK);
    backendbed_finish(&bed);
    cr_expect_eq(backendbed_links_of(bed.after.index, record), 1024);
    backendbed_expect_files(&bed, 0);
    backendbed_compare(&bed, "backend-many.img");

    backendbed_open(&bed);
    for (uint32_t i = 1; i < 1024; i++) {
        snprintf(name, sizeof name, "name number %u of an encrypted file", i);
        cr_assert_eq(backendbed_unlink_from(&bed, record, i % 2 ? a : b, name), 0, "%u", i);
    }
    cr_expect_eq(backendbed_unlink_from(&bed, record, BACKEND_NONE, "secret.docx"), EMLINK);
    backendbed_finish(&bed);
    cr_expect_eq(backendbed_links_of(bed.after.index, record), 1);
    backendbed_expect_files(&bed, 0);
    backendbed_compare(&bed, "backend-many.img");
    backendbed_end(&bed);
}

/* Each field of what is expected, alone. */
Test(backend_ntfs, what_is_not_as_expected_gets_no_name)
{
    struct backendbed bed;
    struct backend_item items[7];
    uint32_t folder;
    uint64_t record;

    backendbed_begin(&bed, "ads", BACKENDBED_PLENTY);
    folder = backendbed_folder(&bed, "folder");
    record = fixture_fact("ads", "large");
    backendbed_open(&bed);
    for (size_t i = 0; i < 7; i++)
        items[i] = backendbed_to(&bed, record, folder, "new");
    items[0].reference += UINT64_C(1) << 48;
    items[1].size++;
    items[2].created++;
    items[3].modified--;
    items[4].attributes ^= 1;
    items[5].links = 2;
    items[6].reference = (UINT64_C(1) << 48) | 0x1000000;
    for (size_t i = 0; i < 7; i++)
        cr_expect_eq(bed.backend->calls->link(bed.backend, &items[i]), ESTALE, "%zu", i);
    items[0] = backendbed_to(&bed, record, folder, "new");
    items[0].links = 1;
    cr_expect_eq(bed.backend->calls->link(bed.backend, &items[0]), 0);
    cr_expect_eq(bed.backend->calls->link(bed.backend, &items[0]), ESTALE, "it has two now");
    backendbed_abandon(&bed);
    backendbed_expect_nothing(&bed);
    backendbed_end(&bed);
}

Test(backend_ntfs, names_and_folders_that_cannot_be_are_refused)
{
    static const char *const names[] = {"",    ".",    "..",       "a/b", "a\\b",
                                        "a:b", "\xff", "\xc0\x80", NULL};
    struct backendbed bed;
    uint32_t absent, file;
    uint64_t record, folder_record;
    char *longest = malloc(257);

    cr_assert_not_null(longest);
    memset(longest, 'x', 256);
    longest[256] = '\0';
    backendbed_begin(&bed, "ads", BACKENDBED_PLENTY);
    absent = backendbed_folder(&bed, "absent");
    file = backendbed_folder(&bed, "large.txt/in it");
    record = fixture_fact("ads", "large");
    folder_record = fixture_fact("ads", "folder");
    backendbed_open(&bed);
    for (size_t i = 0; names[i]; i++)
        cr_expect_eq(backendbed_link_to(&bed, record, BACKEND_NONE, names[i]), EINVAL, "%s",
                     names[i]);
    cr_expect_eq(backendbed_link_to(&bed, record, BACKEND_NONE, longest), EINVAL);
    cr_expect_eq(backendbed_link_to(&bed, record, 77, "a"), EINVAL);
    cr_expect_eq(backendbed_link_to(&bed, record, absent, "a"), ENOENT);
    cr_expect_eq(backendbed_link_to(&bed, record, file, "a"), ENOTDIR);
    cr_expect_eq(backendbed_link_to(&bed, record, BACKEND_NONE, "large.txt"), EEXIST);
    cr_expect_eq(backendbed_link_to(&bed, folder_record, BACKEND_NONE, "a"), EISDIR);
    cr_expect_eq(backendbed_link_to(&bed, RECORD_MFT, BACKEND_NONE, "a"), EPERM);
    cr_expect_eq(backendbed_make_folder(&bed, BACKEND_NONE, "folder"), EEXIST);
    backendbed_abandon(&bed);
    backendbed_expect_nothing(&bed);
    backendbed_open(&bed);
    longest[255] = '\0';
    cr_expect_eq(backendbed_link_to(&bed, record, BACKEND_NONE, longest), 0);
    backendbed_finish(&bed);
    cr_expect_neq(backendbed_row(bed.after.index, longest), INDEX_NONE);
    free(longest);
    backendbed_end(&bed);
}

Test(backend_ntfs, nothing_is_made_behind_a_junction_or_among_the_systems_files)
{
    struct backendbed bed;
    struct backend *backend;
    const struct backend_folder twisted[] = {{1, str_of("a")}, {BACKEND_NONE, str_of("b")}};
    const struct index *before;
    uint32_t system, inside = 0;
    uint64_t record = 0;
    char name[256];

    backendbed_begin(&bed, "reparse", BACKENDBED_PLENTY);
    before = bed.volume.before.index;
    for (uint32_t row = 0; row < before->files.n; row++) {
        if (is_user_file(before, row))
            record = before->files.record[row];
        if (before->files.flags[row] & FILE_DIRECTORY && index_reparse_tag(before, row) != 0) {
            const struct str text = index_name(before, index_first_name(before, row));

            snprintf(name, sizeof name, "%.*s", (int)text.n, text.at);
            inside = backendbed_folder(&bed, name);
        }
    }
    system = backendbed_folder(&bed, "$Extend");
    cr_expect_eq(backend_ntfs_open(bed.volume.overlay, twisted, 2, &backend), EINVAL);
    backendbed_open(&bed);
    cr_expect_eq(backendbed_link_to(&bed, record, inside, "new"), ELOOP);
    cr_expect_eq(backendbed_link_to(&bed, record, system, "new"), EPERM);
    cr_expect_eq(backendbed_make_folder(&bed, system, "new"), EPERM);
    backendbed_abandon(&bed);
    backendbed_expect_nothing(&bed);
    backendbed_end(&bed);
}

/* ---- Which name ---- */

Test(backend_ntfs, names_that_differ_by_case_are_names_of_their_own)
{
    struct backendbed bed;
    uint32_t folder;
    uint64_t large, many;

    backendbed_begin(&bed, "ads", BACKENDBED_PLENTY);
    folder = backendbed_folder(&bed, "folder");
    large = fixture_fact("ads", "large");
    many = fixture_fact("ads", "many");
    backendbed_open(&bed);
    cr_expect_eq(backendbed_link_to(&bed, large, folder, "Same"), 0);
    cr_expect_eq(backendbed_link_to(&bed, large, folder, "SAME"), 0);
    cr_expect_eq(backendbed_link_to(&bed, many, folder, "same"), 0);
    cr_expect_eq(backendbed_unlink_from(&bed, large, folder, "sAME"), ESTALE);
    cr_expect_eq(backendbed_unlink_from(&bed, large, folder, "same"), ESTALE, "it is the other's");
    cr_expect_eq(backendbed_unlink_from(&bed, large, folder, "SAME"), 0);
    backendbed_finish(&bed);
    cr_expect_eq(backendbed_record(bed.after.index, "folder/Same"), large);
    cr_expect_eq(backendbed_record(bed.after.index, "folder/same"), many);
    cr_expect_eq(backendbed_row(bed.after.index, "folder/SAME"), INDEX_NONE);
    backendbed_check(&bed, "backend-case.img");
    backendbed_end(&bed);
}

Test(backend_ntfs, names_that_are_no_text_are_made_and_taken_away)
{
    static const char high[] = "\xED\xA0\x80", low[] = "x\xED\xB0\x80";
    struct backendbed bed;
    uint64_t record;

    backendbed_begin(&bed, "ads", BACKENDBED_PLENTY);
    record = fixture_fact("ads", "large");
    backendbed_open(&bed);
    cr_expect_eq(backendbed_link_to(&bed, record, BACKEND_NONE, high), 0);
    cr_expect_eq(backendbed_link_to(&bed, record, BACKEND_NONE, low), 0);
    cr_expect_eq(backendbed_link_to(&bed, record, BACKEND_NONE, low), EEXIST);
    cr_expect_eq(backendbed_unlink_from(&bed, record, BACKEND_NONE, high), 0);
    backendbed_finish(&bed);
    cr_expect_eq(backendbed_record(bed.after.index, low), record);
    cr_expect_eq(backendbed_row(bed.after.index, high), INDEX_NONE);
    backendbed_check(&bed, "backend-text.img");
    backendbed_end(&bed);
}

Test(backend_ntfs, a_dos_name_goes_with_its_long_name_and_with_no_other)
{
    struct backendbed bed;
    const struct index *before;
    uint32_t folder;
    uint64_t linked, many, pair;

    backendbed_begin(&bed, "dosnames", BACKENDBED_PLENTY);
    before = bed.volume.before.index;
    folder = backendbed_folder(&bed, "a folder with a long name");
    linked = backendbed_record(before, "third name.txt");
    many = backendbed_record(before, "a folder with a long name/Many long names.txt");
    pair = backendbed_record(before, "A long file name.txt");
    backendbed_open(&bed);
    cr_expect_eq(backendbed_unlink_from(&bed, linked, folder, "LINKED~1.TXT"), ESTALE);
    cr_expect_eq(backendbed_unlink_from(&bed, linked, folder, "Linked long name.txt"), 0);
    cr_expect_eq(backendbed_unlink_from(&bed, linked, BACKEND_NONE, "third name.txt"), EMLINK);
    cr_expect_eq(backendbed_unlink_from(&bed, pair, BACKEND_NONE, "A long file name.txt"), EMLINK);
    cr_expect_eq(backendbed_delete_from(&bed, many, folder, "Many long names.txt"), ESTALE);
    cr_expect_eq(backendbed_unlink_from(&bed, many, folder, "Many long names.txt"), 0);
    cr_expect_eq(backendbed_delete_from(&bed, pair, BACKEND_NONE, "ALONGF~1.TXT"), ESTALE);
    cr_expect_eq(backendbed_delete_from(&bed, pair, BACKEND_NONE, "A long file name.txt"), 0);
    cr_expect_eq(backendbed_link_to(&bed, linked, BACKEND_NONE, "A long file name.txt"), 0);
    backendbed_finish(&bed);
    cr_expect_eq(backendbed_links_of(bed.after.index, linked), 2);
    cr_expect_eq(backendbed_links_of(bed.after.index, many), 40);
    cr_expect_eq(backendbed_record(bed.after.index, "A long file name.txt"), linked);
    cr_expect_eq(bed.after.index->counts.dos_names, before->counts.dos_names - 3);
    backendbed_expect_files(&bed, 1);
    backendbed_end(&bed);
}

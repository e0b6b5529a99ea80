/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders made and taken away by the ntfs back-end. */
#include "src/backend_ntfs.h"

#include "tests/oracle/backendbed.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>

TestSuite(backend_ntfs_folder, .timeout = 180);

Test(backend_ntfs_folder, folders_are_made_like_their_source)
{
    struct backendbed bed;
    const struct index *after;
    struct backend_item item;
    struct backend_made made, plain;
    uint32_t row, source_row, root_row;
    uint64_t source;

    backendbed_begin(&bed, "demo", BACKENDBED_PLENTY);
    source = backendbed_record(bed.volume.before.index, "Users");
    item = backendbed_to(&bed, source, BACKEND_NONE, "store");
    backendbed_folder(&bed, "store");
    backendbed_open(&bed);
    item.attributes ^= 2;
    cr_expect_eq(bed.backend->calls->make_folder(bed.backend, &item, &made), ESTALE);
    item.attributes ^= 2;
    cr_assert_eq(bed.backend->calls->make_folder(bed.backend, &item, &made), 0);
    item = (struct backend_item){.folder = 0, .name = str_of("plain"), .attributes = 0x4826};
    cr_assert_eq(bed.backend->calls->make_folder(bed.backend, &item, &plain), 0);
    backendbed_finish(&bed);
    after = bed.after.index;
    row = index_find_reference(after, made.reference);
    source_row = index_find(after, source);
    cr_assert_neq(row, INDEX_NONE);
    cr_expect_eq(row, backendbed_row(after, "store"));
    cr_expect_eq(after->files.attributes[row], after->files.attributes[source_row]);
    cr_expect_eq(after->files.security_id[row], after->files.security_id[source_row]);
    cr_expect_eq(memcmp(after->files.times + TIMES * (size_t)row,
                        after->files.times + TIMES * (size_t)source_row, TIMES * sizeof(uint64_t)),
                 0);
    root_row = row;
    row = index_find_reference(after, plain.reference);
    cr_expect_eq(row, backendbed_row(after, "store/plain"));
    cr_expect_eq(after->files.attributes[row], 0x26);
    cr_expect_eq(after->files.security_id[row], after->files.security_id[root_row]);
    backendbed_expect_files(&bed, 0);
    backendbed_check(&bed, "backend-folders.img");
    backendbed_end(&bed);
}

Test(backend_ntfs_folder, folders_go_when_they_are_empty_and_only_then)
{
    enum { NFILES = 400 };
    static uint64_t records[NFILES];
    struct backendbed bed;
    struct backend_item item;
    uint32_t folder;
    uint64_t folder_record;
    char name[32];

    backendbed_begin(&bed, "ads", BACKENDBED_PLENTY);
    folder = backendbed_folder(&bed, "big");
    backendbed_open(&bed);
    cr_assert_eq(backendbed_make_folder(&bed, BACKEND_NONE, "big"), 0);
    for (unsigned i = 0; i < NFILES; i++) {
        snprintf(name, sizeof name, "%u is its number", i);
        cr_assert_eq(backendbed_write_file(&bed, folder, name, "text", &records[i]), 0);
    }
    backendbed_finish(&bed);
    folder_record = backendbed_record(bed.after.index, "big");
    backendbed_check(&bed, "backend-big.img");
    backendbed_open(&bed);
    item = backendbed_to(&bed, folder_record, BACKEND_NONE, "big");
    cr_expect_eq(bed.backend->calls->remove_folder(bed.backend, &item), ENOTEMPTY);
    for (unsigned i = 0; i < NFILES; i++) {
        const unsigned k = i * 37 % NFILES;

        snprintf(name, sizeof name, "%u is its number", k);
        cr_assert_eq(backendbed_delete_from(&bed, records[k], folder, name), 0);
        cr_expect_eq(bed.backend->calls->remove_folder(bed.backend, &item),
                     i + 1 < NFILES ? ENOTEMPTY : 0);
    }
    cr_expect_eq(bed.backend->calls->remove_folder(bed.backend, &item), ESTALE);
    cr_assert_eq(backendbed_make_folder(&bed, BACKEND_NONE, "big"), 0);
    cr_assert_eq(backendbed_write_file(&bed, folder, "again", "text", &records[0]), 0);
    backendbed_finish(&bed);
    cr_expect_eq(backendbed_record(bed.after.index, "big/again"), records[0]);
    backendbed_expect_files(&bed, 0);
    backendbed_check(&bed, "backend-big.img");
    backendbed_end(&bed);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that get another place, and the DOS names beside them. */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>

#include "tests/oracle/backendbed.h"

static int move_to(struct backendbed *bed, uint64_t record, uint32_t from, const char *from_name,
                   uint32_t folder, const char *name)
{
    struct backend_item item = backendbed_to(bed, record, folder, name);

    item.from_folder = from;
    item.from_name = str_of(from_name);
    return bed->backend->calls->move(bed->backend, &item);
}

TestSuite(backend_ntfs_move, .timeout = 180);

Test(backend_ntfs_move, files_and_folders_move)
{
    struct backendbed bed;
    const struct index *before;
    uint32_t folder, inner, root = BACKEND_NONE;
    uint64_t linked, pair, folder_record;

    backendbed_begin(&bed, "dosnames", BACKENDBED_PLENTY);
    before = bed.volume.before.index;
    folder = backendbed_folder(&bed, "a folder with a long name");
    inner = backendbed_folder(&bed, "a folder with a long name/inner");
    linked = backendbed_record(before, "third name.txt");
    pair = backendbed_record(before, "A long file name.txt");
    folder_record = backendbed_record(before, "a folder with a long name");
    backendbed_open(&bed);
    cr_assert_eq(backendbed_make_folder(&bed, folder, "inner"), 0);
    cr_expect_eq(move_to(&bed, linked, root, "third name.txt", root, "BOTH.TXT"), EEXIST);
    cr_expect_eq(move_to(&bed, linked, root, "third name.txt", root, "third name.txt"), EEXIST);
    cr_expect_eq(move_to(&bed, linked, root, "other.txt", folder, "new"), ESTALE);
    cr_expect_eq(move_to(&bed, pair, root, "third name.txt", folder, "new"), ESTALE);
    cr_expect_eq(
        move_to(&bed, folder_record, root, "a folder with a long name", inner, "in itself"),
        EINVAL);
    cr_expect_eq(move_to(&bed, linked, root, "third name.txt", root, "THIRD NAME.txt"), 0);
    cr_expect_eq(move_to(&bed, pair, root, "A long file name.txt", inner, "moved"), 0);
    cr_expect_eq(move_to(&bed, folder_record, root, "a folder with a long name", root, "short"), 0);
    backendbed_finish(&bed);
    cr_expect_eq(backendbed_record(bed.after.index, "short/inner/moved"), pair);
    cr_expect_eq(backendbed_record(bed.after.index, "THIRD NAME.txt"), linked);
    cr_expect_eq(backendbed_links_of(bed.after.index, pair), 2, "its DOS name is counted");
    cr_expect_eq(backendbed_links_of(bed.after.index, linked), 3);
    cr_expect_eq(bed.after.index->counts.dos_names, before->counts.dos_names);
    backendbed_expect_files(&bed, 0);
    backendbed_end(&bed);
}

/* The DOS name of the file of RECORD after it all, with the name that it is beside: "long|DOS"; ""
 * for none. */
static const char *alias_of(const struct backendbed *bed, uint64_t record)
{
    static char text[600];
    const struct index *index = bed->after.index;
    const uint32_t file = index_find(index, record);

    text[0] = '\0';
    cr_assert_neq(file, INDEX_NONE);
    for (uint32_t name = index_first_name(index, file); name < index_end_name(index, file);
         name++) {
        const struct str text_of = index_name(index, name);
        struct str dos;

        if (index->names.dos[name] == 0)
            continue;
        dos = text_pool_get(&index->text, index->names.dos[name]);
        snprintf(text, sizeof text, "%.*s|%.*s", (int)text_of.n, text_of.at, (int)dos.n, dos.at);
    }
    return text;
}

Test(backend_ntfs_move, a_dos_name_moves_with_its_long_name_there_and_back)
{
    struct backendbed bed;
    const struct index *before;
    uint32_t folder, inner, root = BACKEND_NONE;
    uint64_t linked, pair, both;

    backendbed_begin(&bed, "dosnames", BACKENDBED_PLENTY);
    before = bed.volume.before.index;
    folder = backendbed_folder(&bed, "a folder with a long name");
    inner = backendbed_folder(&bed, "a folder with a long name/inner");
    linked = backendbed_record(before, "third name.txt");
    pair = backendbed_record(before, "A long file name.txt");
    both = backendbed_record(before, "BOTH.TXT");
    backendbed_open(&bed);
    cr_assert_eq(backendbed_make_folder(&bed, folder, "inner"), 0);
    cr_expect_eq(move_to(&bed, pair, root, "A long file name.txt", inner, "moved file.txt"), 0);
    cr_expect_eq(move_to(&bed, linked, folder, "Linked long name.txt", folder, "Linked(1).txt"), 0);
    cr_expect_eq(move_to(&bed, linked, root, "third name.txt", inner, "third name.txt"), 0);
    cr_expect_eq(move_to(&bed, both, root, "BOTH.TXT", inner, "BOTH.TXT"), 0);
    backendbed_finish(&bed);
    cr_expect_str_eq(alias_of(&bed, pair), "moved file.txt|ALONGF~1.TXT");
    cr_expect_str_eq(alias_of(&bed, linked), "Linked(1).txt|LINKED~1.TXT");
    cr_expect_eq(bed.after.index->counts.dos_names, before->counts.dos_names);
    cr_expect_eq(backendbed_links_of(bed.after.index, linked), 3);
    backendbed_expect_files(&bed, 0);
    backendbed_open(&bed);
    cr_expect_eq(move_to(&bed, pair, inner, "moved file.txt", root, "A long file name.txt"), 0);
    backendbed_finish(&bed);
    cr_expect_str_eq(alias_of(&bed, pair), "A long file name.txt|ALONGF~1.TXT");
    backendbed_end(&bed);
}

Test(backend_ntfs_move, a_dos_name_stays_behind_where_something_is_called_so)
{
    struct backendbed bed;
    const struct index *before;
    uint32_t folder, root = BACKEND_NONE;
    uint64_t pair, written;

    backendbed_begin(&bed, "dosnames", BACKENDBED_PLENTY);
    before = bed.volume.before.index;
    folder = backendbed_folder(&bed, "a folder with a long name");
    pair = backendbed_record(before, "A long file name.txt");
    backendbed_open(&bed);
    cr_assert_eq(backendbed_write_file(&bed, folder, "ALONGF~1.TXT", "text", &written), 0);
    cr_expect_eq(move_to(&bed, pair, root, "A long file name.txt", folder, "A long file name.txt"),
                 0);
    backendbed_finish(&bed);
    cr_expect_str_eq(alias_of(&bed, pair), "");
    cr_expect_eq(backendbed_links_of(bed.after.index, pair), 1);
    cr_expect_eq(backendbed_record(bed.after.index, "a folder with a long name/ALONGF~1.TXT"),
                 written);
    backendbed_end(&bed);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One thing is broken in what a batch has made, or beside it: the proof sees it and says what it
 * is. Each test is a function that breaks, and the kind that must be found.
 */
#include "mft/layout_index.h"
#include "mft/stream.h"
#include "tests/oracle/provebreak.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>

enum { NNAMES = 300, RECORD_MAX = RECORD_BYTES_MAX };

TestSuite(prove_broken, .timeout = 300);

#define IMAGE "geometry:512:4096"

/* ---- The batch: a store with links to one file, and to all files ---- */

struct scene {
    struct provebed bed;
    uint64_t linked;    /* record of a file that gets a name */
    uint64_t several;   /* of one that gets so many that it needs more records */
    uint64_t bystander; /* of one that gets none, with data in clusters */
    uint64_t store;     /* of the folder that was made */
};

static uint32_t find_bystander(const struct provebed *bed)
{
    const struct index *index = bed->index;

    for (uint32_t row = 0; row < index->files.n; row++)
        if (index->files.record[row] >= 64 && index->files.allocated[row] > 0 &&
            (index->files.flags[row] & (FILE_IN_USE | FILE_DIRECTORY | FILE_LIST | FILE_SPARSE |
                                        FILE_COMPRESSED)) == FILE_IN_USE)
            return row;
    cr_assert_fail("no file has clusters");
    return INDEX_NONE;
}

static void begin(struct scene *scene, const char *image)
{
    struct provebed *bed = &scene->bed;
    uint32_t rows[3], bystander, n = 0, store;
    char name[80];

    provebed_begin(bed, image, PROVEBED_PLENTY);
    bystander = find_bystander(bed);
    cr_assert_eq(provebed_files(bed, 0, 3, rows), 3);
    store = provebed_mkdir(bed, provebed_root(bed), "a store");
    while (rows[n] == bystander)
        n++;
    for (uint32_t i = 0; i < NNAMES; i++) {
        snprintf(name, sizeof name, "%05u is a name of forty units at the least", i);
        provebed_link(bed, index_first_name(bed->index, rows[n]), store, name);
    }
    scene->several = bed->index->files.record[rows[n]];
    do
        n++;
    while (rows[n] == bystander);
    provebed_link(bed, index_first_name(bed->index, rows[n]), store, "once");
    scene->linked = bed->index->files.record[rows[n]];
    scene->bystander = bed->index->files.record[bystander];
    provebed_carry_out(bed);
    scene->store = provebreak_record(bed, "\\a store");
}

static void expect(void (*break_it)(struct scene *scene), enum prove_kind kind)
{
    struct scene scene;

    begin(&scene, fixture_image(IMAGE));
    provebed_expect(&scene.bed, PROVE_HOLDS);
    break_it(&scene);
    provebed_expect(&scene.bed, kind);
    provebed_end(&scene.bed);
}

/* ---- Records ---- */

static void cut_attribute(uint8_t *record, const struct attribute *a)
{
    const uint32_t in_use = bytes_u32(record + RECORD_BYTES_IN_USE);
    const uint32_t left = in_use - a->length;

    memmove(record + a->at, record + a->at + a->length, in_use - a->at - a->length);
    record[RECORD_BYTES_IN_USE] = (uint8_t)left;
    record[RECORD_BYTES_IN_USE + 1] = (uint8_t)(left >> 8);
}

static void lose_name(struct scene *scene)
{
    uint8_t record[RECORD_MAX];
    struct attribute a;

    provebreak_load(&scene->bed, scene->linked, record);
    a = provebreak_find(record, ATTR_FILE_NAME, 1);
    cut_attribute(record, &a);
    record[RECORD_LINK_COUNT]--;
    provebreak_store(&scene->bed, scene->linked, record);
}

Test(prove_broken, a_name_that_a_record_lost_is_missing)
{
    expect(lose_name, PROVE_MISSING);
}

static void rename_in_record(struct scene *scene)
{
    uint8_t record[RECORD_MAX];
    struct attribute a;

    provebreak_load(&scene->bed, scene->bystander, record);
    a = provebreak_find(record, ATTR_FILE_NAME, 0);
    record[a.value.at - record + FN_NAME] ^= 1;
    provebreak_store(&scene->bed, scene->bystander, record);
}

Test(prove_broken, a_name_that_is_another_is_missing)
{
    expect(rename_in_record, PROVE_MISSING);
}

static void miscount(struct scene *scene)
{
    uint8_t record[RECORD_MAX];

    provebreak_load(&scene->bed, scene->linked, record);
    record[RECORD_LINK_COUNT]++;
    provebreak_store(&scene->bed, scene->linked, record);
}

Test(prove_broken, a_header_count_that_is_off_by_one_is_told)
{
    expect(miscount, PROVE_LINK_COUNT);
}

static void tear(struct scene *scene)
{
    const uint64_t at = volume_record_offset(scene->bed.volume, scene->bystander);

    provebreak_flip(&scene->bed, at + FIXUP_STRIDE - 1, 0xFF);
}

Test(prove_broken, names_of_a_torn_record_are_missing)
{
    expect(tear, PROVE_MISSING);
}

/* The first extension record of the file with many names. */
static uint64_t find_extension(struct scene *scene)
{
    struct source through = overlay_source(scene->bed.overlay);
    struct volume *volume;
    uint8_t record[RECORD_MAX];
    uint64_t number = 24;

    cr_assert_eq(volume_open(&through, &volume), STATUS_OK);
    for (; number < volume->nrecords; number++) {
        enum record_state state;

        cr_assert_eq(volume_read_record(volume, number, record, &state), STATUS_OK);
        if (state == RECORD_USED && reference_record(record_base(record)) == scene->several)
            break;
    }
    cr_assert_lt(number, volume->nrecords);
    volume_close(volume);
    return number;
}

static void tear_extension(struct scene *scene)
{
    struct source through = overlay_source(scene->bed.overlay);
    struct volume *volume;

    cr_assert_eq(volume_open(&through, &volume), STATUS_OK);
    provebreak_flip(&scene->bed,
                    volume_record_offset(volume, find_extension(scene)) + FIXUP_STRIDE - 2, 1);
    volume_close(volume);
}

Test(prove_broken, names_of_a_torn_extension_are_missing)
{
    expect(tear_extension, PROVE_MISSING);
}

static void unlist(struct scene *scene)
{
    const uint64_t at = provebreak_place(&scene->bed, scene->several, ATTR_LIST, "", 0);
    const uint64_t extension = find_extension(scene);

    /* The last entries are those of names. */
    for (uint64_t entry = at;; entry += 32) {
        uint8_t bytes[32];

        cr_assert_eq(overlay_read(scene->bed.overlay, entry, bytes, sizeof bytes), STATUS_OK);
        cr_assert_eq(bytes_u16(bytes + LIST_LENGTH), sizeof bytes);
        if (reference_record(bytes_u64(bytes + LIST_RECORD)) == extension) {
            provebreak_flip(&scene->bed, entry + LIST_ID, 0x40);
            return;
        }
    }
}

Test(prove_broken, an_attribute_list_that_names_what_is_not_there_is_told)
{
    expect(unlist, PROVE_CHANGED);
}

static void change_record(struct scene *scene, uint64_t number, uint32_t type, uint32_t at)
{
    uint8_t record[RECORD_MAX];
    struct attribute a;

    provebreak_load(&scene->bed, number, record);
    a = provebreak_find(record, type, 0);
    record[a.at + at] ^= 1;
    provebreak_store(&scene->bed, number, record);
}

enum { OF_VALUE = 0x18 /* where values of mkntfs's and the library's begin */ };

static void change_time(struct scene *scene)
{
    change_record(scene, scene->linked, ATTR_STANDARD_INFORMATION, OF_VALUE + SI_MODIFIED);
}

static void change_time_of_bystander(struct scene *scene)
{
    change_record(scene, scene->bystander, ATTR_STANDARD_INFORMATION, OF_VALUE + SI_CREATED);
}

static void change_time_of_folder(struct scene *scene)
{
    change_record(scene, RECORD_ROOT, ATTR_STANDARD_INFORMATION, OF_VALUE + SI_ACCESSED);
}

static void change_size(struct scene *scene)
{
    change_record(scene, scene->bystander, ATTR_DATA, ATTR_DATA_SIZE);
}

static void change_initialized(struct scene *scene)
{
    change_record(scene, scene->bystander, ATTR_DATA, ATTR_INITIALIZED);
}

/* The first byte of the first run's LCN: behind the byte of sizes and one of length. */
static void change_run(struct scene *scene)
{
    change_record(scene, scene->bystander, ATTR_DATA, ATTR_NONRESIDENT_HEADER_BYTES + 2);
}

Test(prove_broken, what_the_plan_leaves_alone_is_compared)
{
    expect(change_time, PROVE_CHANGED);
    expect(change_time_of_bystander, PROVE_CHANGED);
    expect(change_time_of_folder, PROVE_CHANGED);
    expect(change_size, PROVE_CHANGED);
    expect(change_initialized, PROVE_CHANGED);
    expect(change_run, PROVE_CHANGED);
}

static void touch_record(struct scene *scene)
{
    uint8_t record[RECORD_MAX];

    provebreak_load(&scene->bed, scene->bystander, record);
    record[RECORD_LSN] ^= 1;
    provebreak_store(&scene->bed, scene->bystander, record);
}

Test(prove_broken, a_record_of_a_file_that_is_not_the_plans_is_not_written)
{
    expect(touch_record, PROVE_FOREIGN);
}

/* ---- Indexes ---- */

/* The entry number I of the first block of the store's index. */
static uint8_t *find_entry(uint8_t *block, unsigned i)
{
    uint8_t *at = block + BLOCK_NODE + bytes_u32(block + BLOCK_NODE + NODE_ENTRIES_OFF);

    while (i-- > 0)
        at += bytes_u16(at + ENTRY_LENGTH);
    return at;
}

static void remove_entry(struct scene *scene)
{
    static uint8_t block[PROVEBREAK_BLOCK_MAX];
    const uint64_t at = provebreak_load_block(&scene->bed, scene->store, block);
    uint8_t *entry = find_entry(block, 2), *next = find_entry(block, 3);
    const uint32_t used = bytes_u32(block + BLOCK_NODE + NODE_USED);
    const uint32_t left = used - (uint32_t)(next - entry);

    memmove(entry, next, (size_t)(block + BLOCK_NODE + used - next));
    block[BLOCK_NODE + NODE_USED] = (uint8_t)left;
    block[BLOCK_NODE + NODE_USED + 1] = (uint8_t)(left >> 8);
    provebreak_store_block(&scene->bed, at, block);
}

static void rename_entry(struct scene *scene)
{
    static uint8_t block[PROVEBREAK_BLOCK_MAX];
    const uint64_t at = provebreak_load_block(&scene->bed, scene->store, block);

    find_entry(block, 2)[ENTRY_KEY + FN_NAME + 60] ^= 1;
    provebreak_store_block(&scene->bed, at, block);
}

static void recase_entry(struct scene *scene)
{
    static uint8_t block[PROVEBREAK_BLOCK_MAX];
    const uint64_t at = provebreak_load_block(&scene->bed, scene->store, block);

    find_entry(block, 2)[ENTRY_KEY + FN_NAME + 12] ^= 0x20;
    provebreak_store_block(&scene->bed, at, block);
}

static void swap_entries(struct scene *scene)
{
    static uint8_t block[PROVEBREAK_BLOCK_MAX];
    const uint64_t at = provebreak_load_block(&scene->bed, scene->store, block);
    uint8_t *a = find_entry(block, 2), *b = find_entry(block, 3), kept[1024];
    const size_t n = bytes_u16(a + ENTRY_LENGTH);

    cr_assert_eq(bytes_u16(b + ENTRY_LENGTH), n);
    memcpy(kept, a, n);
    memcpy(a, b, n);
    memcpy(b, kept, n);
    provebreak_store_block(&scene->bed, at, block);
}

static void redirect_entry(struct scene *scene)
{
    static uint8_t block[PROVEBREAK_BLOCK_MAX];
    const uint64_t at = provebreak_load_block(&scene->bed, scene->store, block);

    find_entry(block, 2)[ENTRY_REFERENCE + 6] ^= 1;
    provebreak_store_block(&scene->bed, at, block);
}

static void respace_entry(struct scene *scene)
{
    static uint8_t block[PROVEBREAK_BLOCK_MAX];
    const uint64_t at = provebreak_load_block(&scene->bed, scene->store, block);

    find_entry(block, 2)[ENTRY_KEY + FN_NAMESPACE] ^= 1;
    provebreak_store_block(&scene->bed, at, block);
}

static void tear_block(struct scene *scene)
{
    const uint64_t at =
        provebreak_place(&scene->bed, scene->store, ATTR_INDEX_ALLOCATION, "$I30", 0);

    provebreak_flip(&scene->bed, at + FIXUP_STRIDE - 1, 1);
}

/* The second block is not in use any more, though the tree leads there. */
static void free_block(struct scene *scene)
{
    uint8_t record[RECORD_MAX];
    struct attribute a;

    provebreak_load(&scene->bed, scene->store, record);
    a = provebreak_find(record, ATTR_BITMAP, 0);
    record[a.value.at - record] ^= 2;
    provebreak_store(&scene->bed, scene->store, record);
}

Test(prove_broken, an_index_and_the_records_must_agree)
{
    expect(remove_entry, PROVE_INDEX);
    expect(rename_entry, PROVE_INDEX);
    expect(recase_entry, PROVE_INDEX);
    expect(swap_entries, PROVE_INDEX);
    expect(redirect_entry, PROVE_INDEX);
    expect(respace_entry, PROVE_INDEX);
    expect(tear_block, PROVE_INDEX);
    expect(free_block, PROVE_INDEX);
}

/* ---- Blocks and bitmaps ---- */

static void overwrite_data(struct scene *scene)
{
    provebreak_flip(&scene->bed, provebreak_place(&scene->bed, scene->bystander, ATTR_DATA, "", 17),
                    1);
}

static void overwrite_boot(struct scene *scene)
{
    provebreak_flip(&scene->bed, 0x100, 1);
}

static void overwrite_backup_boot(struct scene *scene)
{
    const struct geometry *geometry = &scene->bed.volume->geometry;

    provebreak_flip(&scene->bed, geometry->nsectors * geometry->sector_bytes + 0x100, 1);
}

static void overwrite_log(struct scene *scene)
{
    provebreak_flip(&scene->bed, provebreak_place(&scene->bed, RECORD_LOGFILE, ATTR_DATA, "", 9999),
                    1);
}

static void overwrite_upcase(struct scene *scene)
{
    provebreak_flip(&scene->bed, provebreak_place(&scene->bed, RECORD_UPCASE, ATTR_DATA, "", 7), 1);
}

Test(prove_broken, no_block_of_what_is_not_the_plans_is_written)
{
    expect(overwrite_data, PROVE_FOREIGN);
    expect(overwrite_boot, PROVE_FOREIGN);
    expect(overwrite_backup_boot, PROVE_FOREIGN);
    expect(overwrite_log, PROVE_FOREIGN);
    expect(overwrite_upcase, PROVE_FOREIGN);
}

static void overwrite_mirror(struct scene *scene)
{
    provebreak_flip(&scene->bed,
                    provebreak_place(&scene->bed, RECORD_MFTMIRR, ATTR_DATA, "", 0x100), 1);
}

Test(prove_broken, the_mirror_is_that_of_the_records)
{
    expect(overwrite_mirror, PROVE_CHANGED);
}

static void change_descriptor(struct scene *scene)
{
    provebreak_flip(&scene->bed,
                    provebreak_place(&scene->bed, RECORD_SECURE, ATTR_DATA, "$SDS", 0x18), 1);
}

Test(prove_broken, descriptors_are_what_they_were)
{
    expect(change_descriptor, PROVE_CHANGED);
}

/* The cluster of the store's index. */
static void free_cluster(struct scene *scene)
{
    const uint64_t cluster =
        provebreak_place(&scene->bed, scene->store, ATTR_INDEX_ALLOCATION, "$I30", 0) /
        scene->bed.volume->geometry.cluster_bytes;

    provebreak_flip(&scene->bed,
                    provebreak_place(&scene->bed, RECORD_BITMAP, ATTR_DATA, "", cluster / 8),
                    (uint8_t)(1U << cluster % 8));
}

static void free_cluster_of_bystander(struct scene *scene)
{
    const uint64_t cluster = provebreak_place(&scene->bed, scene->bystander, ATTR_DATA, "", 0) /
                             scene->bed.volume->geometry.cluster_bytes;

    provebreak_flip(&scene->bed,
                    provebreak_place(&scene->bed, RECORD_BITMAP, ATTR_DATA, "", cluster / 8),
                    (uint8_t)(1U << cluster % 8));
}

/* The last cluster before the middle of the volume, where mkntfs puts the mirror, is free. */
static void leak_cluster(struct scene *scene)
{
    const uint64_t cluster = scene->bed.volume->geometry.nclusters - 1;

    provebreak_flip(&scene->bed,
                    provebreak_place(&scene->bed, RECORD_BITMAP, ATTR_DATA, "", cluster / 8),
                    (uint8_t)(1U << cluster % 8));
}

Test(prove_broken, bits_of_clusters_change_with_their_owners_alone)
{
    expect(free_cluster, PROVE_BITMAP);
    expect(free_cluster_of_bystander, PROVE_BITMAP);
    expect(leak_cluster, PROVE_BITMAP);
}

static void free_record(struct scene *scene)
{
    provebreak_flip(&scene->bed,
                    provebreak_place(&scene->bed, RECORD_MFT, ATTR_BITMAP, "", scene->linked / 8),
                    (uint8_t)(1U << scene->linked % 8));
}

Test(prove_broken, a_record_in_use_that_its_bitmap_calls_free_is_a_finding)
{
    expect(free_record, PROVE_FINDING);
}

/* The store's index lies where another file's data are. */
static void share_cluster(struct scene *scene)
{
    change_record(scene, scene->store, ATTR_INDEX_ALLOCATION,
                  ATTR_NONRESIDENT_HEADER_BYTES + 8 + 2);
}

Test(prove_broken, an_index_that_lies_elsewhere_is_none)
{
    expect(share_cluster, PROVE_INDEX);
}

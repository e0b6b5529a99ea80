/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The root's index in the record and in blocks; blocks that cannot be used. */
#include "mft/directory.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "mft/attribute.h"
#include "tests/support/forge_volume.h"

enum { DIR_NO = 30, BLOCK = 4096, CLUSTER = 1024, NBLOCKS = 4, ENTRIES_BYTES = 2048 };

static struct forge_volume *forged;
static struct source source;
static struct volume *volume;
static struct directory *directory;
static uint64_t first_lcn;

static void begin(void)
{
    forged = forge_volume_new(&(struct forge_shape){0});
    first_lcn = forge_volume_take(forged, NBLOCKS * BLOCK / CLUSTER);
}

static void end(void)
{
    directory_close(directory);
    volume_close(volume);
    forge_volume_free(forged);
}

TestSuite(directory, .init = begin, .fini = end);

/* Entries NAME0 to NAMEn with references 100, 101, ..., and the end; returns their bytes. */
static size_t entries(uint8_t *out, const char *prefix, unsigned n)
{
    size_t at = 0;

    for (unsigned i = 0; i < n; i++) {
        char name[32];

        snprintf(name, sizeof name, "%s%u", prefix, i);
        at += forge_index_entry(out + at, reference_of(100 + i, 1), reference_of(DIR_NO, 1),
                                NAMESPACE_POSIX, name);
    }
    return at + forge_index_end(out + at);
}

static uint8_t *block(uint64_t i)
{
    return forge_volume_cluster(forged, first_lcn) + i * BLOCK;
}

/* Puts one entry of that PREFIX into block I; its VCN is counted in clusters. */
static void put_block(uint64_t i, const char *prefix)
{
    uint8_t nodes[ENTRIES_BYTES];

    forge_index_block(block(i), BLOCK, i * BLOCK / CLUSTER, nodes, entries(nodes, prefix, 1));
}

/* Record 30: two entries in the root, blocks 0..3, of which BITMAP says the used ones. */
static void put_directory(uint8_t bitmap)
{
    uint8_t nodes[ENTRIES_BYTES], root[ENTRIES_BYTES], bits[8] = {bitmap};
    size_t n = forge_index_root(root, BLOCK, nodes, entries(nodes, "r", 2));
    struct forge_run run = {first_lcn, NBLOCKS * BLOCK / CLUSTER};
    struct forge_extent extent = {.runs = &run, .nruns = 1, .cluster_bytes = CLUSTER};
    uint8_t *record =
        forge_volume_begin(forged, DIR_NO, &(struct forge_header){.flags = RECORD_DIRECTORY});

    for (uint64_t i = 0; i < NBLOCKS; i++)
        put_block(i, (const char *[]){"a", "b", "c", "d"}[i]);
    forge_resident(record, ATTR_INDEX_ROOT, "$I30", root, n);
    forge_nonresident(record, ATTR_INDEX_ALLOCATION, "$I30", &extent);
    forge_resident(record, ATTR_BITMAP, "$I30", bits, sizeof bits);
    forge_volume_end(forged, DIR_NO);
}

static enum status open_it(void)
{
    source = forge_volume_source(forged);
    cr_assert_eq(volume_open(&source, &volume), STATUS_OK);
    return directory_open(volume, DIR_NO, &directory);
}

/* All that is listed, in order, as "r0 r1 a0"; '!' for damage. */
static const char *listing(void)
{
    static char text[4096];
    struct directory_entry entry;
    enum status status;

    text[0] = '\0';
    while ((status = directory_next(directory, &entry)) != STATUS_NOT_FOUND) {
        strcat(text, status == STATUS_OK ? entry.name : "!");
        strcat(text, " ");
        cr_assert_lt(strlen(text), 2000);
    }
    cr_assert_eq(directory_next(directory, &entry), STATUS_NOT_FOUND, "it stays at its end");
    return text;
}

Test(directory, a_small_one_lies_in_its_record)
{
    uint8_t nodes[ENTRIES_BYTES], root[ENTRIES_BYTES];
    size_t n = forge_index_root(root, BLOCK, nodes, entries(nodes, "x", 3));
    uint8_t *record = forge_volume_begin(forged, DIR_NO, &(struct forge_header){0});
    struct directory_entry entry;

    forge_resident(record, ATTR_INDEX_ROOT, "$I30", root, n);
    forge_volume_end(forged, DIR_NO);
    cr_assert_eq(open_it(), STATUS_OK);
    cr_assert_eq(directory_next(directory, &entry), STATUS_OK);
    cr_assert_eq(entry.reference, reference_of(100, 1));
    cr_assert_eq(entry.parent, reference_of(DIR_NO, 1));
    cr_assert_eq(entry.name_space, NAMESPACE_POSIX);
    cr_assert_eq(entry.name_bytes, 2);
    cr_assert_str_eq(listing(), "x1 x2 ");
}

Test(directory, blocks_that_the_bitmap_marks_are_listed)
{
    put_directory(0x0B);
    cr_assert_eq(open_it(), STATUS_OK);
    cr_assert_str_eq(listing(), "r0 r1 a0 b0 d0 ");
}

Test(directory, nothing_is_listed_twice_or_left_out_in_an_empty_one)
{
    put_directory(0);
    cr_assert_eq(open_it(), STATUS_OK);
    cr_assert_str_eq(listing(), "r0 r1 ");
}

Test(directory, a_torn_block_costs_only_itself)
{
    put_directory(0x0F);
    block(1)[1023] ^= 1;
    cr_assert_eq(open_it(), STATUS_OK);
    cr_assert_str_eq(listing(), "r0 r1 a0 ! c0 d0 ");
}

Test(directory, blocks_that_cannot_be_are_damaged)
{
    static const struct {
        uint32_t off;
        uint32_t value;
        const char *why;
    } bad[] = {
        {0x00, 0x44414142, "BAAD"},
        {0x10, 9, "another VCN"},
        {0x18, 8, "entries over the header"},
        {0x18, 0xFFFFFFF0, "entries outside"},
        {0x1C, BLOCK, "more used than there is"},
        {0x1C, 0, "less used than the header"},
        {0x40, 0, "no entry length"},
        {0x40 + 8, 0x00500008, "an entry shorter than its header"},
        {0x40 + 8, 0x0046FFF8, "an entry longer than the node"},
        {0x40 + 8, 0x00410060, "a key shorter than its fields"},
        {0x40 + 8, 0x00600060, "a key longer than its entry"},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        put_directory(0x0F);
        forge_unseal(block(2));
        uint32_t first = 0x18 + bytes_u32(block(2) + 0x18);
        forge_put32(block(2) + (bad[i].off >= 0x40 ? bad[i].off - 0x40 + first : bad[i].off),
                    bad[i].value);
        if (bad[i].off == 0x40)
            memset(block(2) + first, 0, 16);
        forge_seal(block(2));
        cr_assert_eq(open_it(), STATUS_OK);
        cr_assert_str_eq(listing(), "r0 r1 a0 b0 ! d0 ", "%s", bad[i].why);
        directory_close(directory);
        directory = NULL;
        volume_close(volume);
        volume = NULL;
    }
}

Test(directory, names_that_cannot_be_are_damaged)
{
    for (unsigned i = 0; i < 2; i++) {
        put_directory(0x0F);
        forge_unseal(block(0));
        uint32_t key = 0x18 + bytes_u32(block(0) + 0x18) + 0x10;
        block(0)[key + FN_NAME_UNITS] = i == 0 ? 0 : 255;
        forge_seal(block(0));
        cr_assert_eq(open_it(), STATUS_OK);
        cr_assert_str_eq(listing(), "r0 r1 ! b0 c0 d0 ");
        directory_close(directory);
        directory = NULL;
        volume_close(volume);
        volume = NULL;
    }
}

Test(directory, a_file_is_none)
{
    forge_volume_file(forged, DIR_NO, FORGE_ROOT, "a");
    cr_assert_eq(open_it(), STATUS_NOT_FOUND);
    cr_assert_null(directory);
}

Test(directory, blocks_without_a_bitmap_are_damaged)
{
    put_directory(0x0F);
    uint8_t *record = forge_volume_edit(forged, DIR_NO);
    struct attribute a;
    cr_assert_eq(attribute_find(record, ATTR_BITMAP, "$I30", &a), STATUS_OK);
    forge_put32(record + a.at, ATTR_BITMAP + 1);
    forge_volume_end(forged, DIR_NO);
    cr_assert_eq(open_it(), STATUS_DAMAGED);
}

Test(directory, a_root_that_cannot_be_is_damaged)
{
    static const struct {
        uint32_t off, value;
        const char *why;
    } bad[] = {
        {0x00, 0x80, "an index of something else"}, {0x08, 100, "blocks of 100 bytes"},
        {0x08, 1 << 20, "blocks of 1 MiB"},         {0x10, 0xFFFF, "entries outside"},
        {0x14, 0xFFFF, "more used than there is"},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        put_directory(0x0F);
        uint8_t *record = forge_volume_edit(forged, DIR_NO);
        struct attribute a;
        cr_assert_eq(attribute_find(record, ATTR_INDEX_ROOT, "$I30", &a), STATUS_OK);
        forge_put32(record + (a.value.at - record) + bad[i].off, bad[i].value);
        forge_volume_end(forged, DIR_NO);
        cr_assert_eq(open_it(), STATUS_DAMAGED, "%s", bad[i].why);
        volume_close(volume);
        volume = NULL;
    }
}

Test(directory, blocks_smaller_than_a_cluster_count_their_vcn_in_512_bytes)
{
    uint8_t nodes[ENTRIES_BYTES], root[ENTRIES_BYTES], bits[8] = {3};

    forge_volume_free(forged);
    forged = forge_volume_new(&(struct forge_shape){.cluster_bytes = 8192});
    first_lcn = forge_volume_take(forged, 1);
    size_t n = forge_index_root(root, BLOCK, nodes, entries(nodes, "r", 1));
    struct forge_run run = {first_lcn, 1};
    struct forge_extent extent = {.runs = &run, .nruns = 1, .cluster_bytes = 8192};
    uint8_t *record = forge_volume_begin(forged, DIR_NO, &(struct forge_header){0});
    for (uint64_t i = 0; i < 2; i++)
        forge_index_block(block(i), BLOCK, i * 8, nodes, entries(nodes, i ? "b" : "a", 1));
    forge_resident(record, ATTR_INDEX_ROOT, "$I30", root, n);
    forge_nonresident(record, ATTR_INDEX_ALLOCATION, "$I30", &extent);
    forge_resident(record, ATTR_BITMAP, "$I30", bits, sizeof bits);
    forge_volume_end(forged, DIR_NO);
    cr_assert_eq(open_it(), STATUS_OK);
    cr_assert_str_eq(listing(), "r0 a0 b0 ");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SIDs as text, owners of descriptors, and $SDS with its copies. */
#include "mft/security.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/forge_volume.h"

enum { BLOCK = 0x40000 };

/* ---- SIDs ---- */

static const char *text_of(const char *bytes, size_t n)
{
    static char text[SECURITY_SID_TEXT_MAX];
    uint8_t *exact = forge_copy(bytes, n);
    bool is_valid = security_sid_text((struct bytes){exact, n}, text);

    free(exact);
    cr_assert_eq(is_valid, text[0] != '\0');
    return text;
}

#define TEXT(literal) text_of(literal, sizeof(literal) - 1)

Test(security, sids_are_written_as_windows_writes_them)
{
    cr_assert_str_eq(TEXT("\1\1\0\0\0\0\0\5\x12\0\0\0"), "S-1-5-18");
    cr_assert_str_eq(TEXT("\1\2\0\0\0\0\0\5\x20\0\0\0\x20\2\0\0"), "S-1-5-32-544");
    cr_assert_str_eq(TEXT("\1\0\0\0\0\0\0\5"), "S-1-5");
    cr_assert_str_eq(TEXT("\1\1\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), "S-1-4294967295-4294967295");
    cr_assert_str_eq(TEXT("\1\1\1\2\3\4\5\6\1\0\0\0"), "S-1-0x010203040506-1");
}

Test(security, the_longest_sid_fits)
{
    char sid[SECURITY_SID_BYTES_MAX];

    memset(sid, 0xFF, sizeof sid);
    sid[0] = 1;
    sid[1] = 15;
    const char *text = text_of(sid, sizeof sid);
    cr_assert_eq(strlen(text), strlen("S-1-0xFFFFFFFFFFFF") + 15 * strlen("-4294967295"));
}

Test(security, sids_that_cannot_be_have_no_text)
{
    cr_assert_str_eq(TEXT(""), "");
    cr_assert_str_eq(TEXT("\1\1\0\0\0\0\0"), "", "cut in the header");
    cr_assert_str_eq(TEXT("\2\1\0\0\0\0\0\5\x12\0\0\0"), "", "another revision");
    cr_assert_str_eq(TEXT("\1\1\0\0\0\0\0\5\x12\0\0"), "", "cut in the last number");
    cr_assert_str_eq(TEXT("\1\1\0\0\0\0\0\5\x12\0\0\0\0"), "", "a byte too long");
    cr_assert_str_eq(TEXT("\1\x10\0\0\0\0\0\5"), "", "sixteen numbers");
}

/* ---- Descriptors ---- */

static size_t owner_bytes(uint32_t owner_off, size_t n)
{
    uint8_t *exact = calloc(1, n ? n : 1);

    if (n > 8) {
        exact[0] = 1;
        forge_put32(exact + 4, owner_off);
    }
    if (n > 20)
        memcpy(exact + 20, "\1\1\0\0\0\0\0\5\x12\0\0\0", n - 20 < 12 ? n - 20 : 12);
    struct bytes owner = security_descriptor_owner((struct bytes){exact, n});
    if (owner.n > 0)
        cr_assert_eq(owner.at[8], 0x12);
    free(exact);
    return owner.n;
}

Test(security, the_owner_is_found_in_its_descriptor_only)
{
    cr_assert_eq(owner_bytes(20, 32), 12);
    cr_assert_eq(owner_bytes(20, 40), 12);
    cr_assert_eq(owner_bytes(0, 32), 0, "no owner");
    cr_assert_eq(owner_bytes(4, 32), 0, "in the header");
    cr_assert_eq(owner_bytes(32, 32), 0, "at the end");
    cr_assert_eq(owner_bytes(UINT32_MAX, 32), 0, "outside");
    cr_assert_eq(owner_bytes(22, 32), 0, "no SID there");
    for (size_t n = 0; n < 32; n++)
        cr_assert_eq(owner_bytes(20, n), 0, "%zu bytes", n);
}

/* ---- $SDS ---- */

static struct forge_volume *forged;
static struct source source;
static struct volume *volume;
static struct security *security;

static void begin(void)
{
    forged = forge_volume_new(&(struct forge_shape){.cluster_bytes = 4096, .nfree_clusters = 300});
}

static void end(void)
{
    security_free(security);
    volume_close(volume);
    forge_volume_free(forged);
}

static enum status load(void)
{
    source = forge_volume_source(forged);
    cr_assert_eq(volume_open(&source, &volume), STATUS_OK);
    return security_load(volume, &security);
}

/* Writes an entry of $SDS for OFFSET to OUT: descriptor ID owned by S-1-5-21-RID. Returns where the
 * next one begins. */
static size_t put_entry(uint8_t *out, uint64_t offset, uint32_t id, uint32_t rid)
{
    uint8_t *sd = out + 20;
    uint32_t hash = 0;

    memset(out, 0, 64);
    sd[0] = 1;
    forge_put32(sd + 4, 20);
    memcpy(sd + 20, "\1\2\0\0\0\0\0\5\x15\0\0\0", 12);
    forge_put32(sd + 32, rid);
    for (size_t i = 0; i < 36; i += 4)
        hash = (hash << 3 | hash >> 29) + bytes_u32(sd + i);
    forge_put32(out, hash);
    forge_put32(out + 4, id);
    forge_put64(out + 8, offset);
    forge_put32(out + 16, 56);
    return 64;
}

/* $SDS of NPAIRS blocks and their copies in clusters; NENTRIES in each block, ids from 0x100 on. */
static uint8_t *put_sds(uint32_t npairs, uint32_t nentries)
{
    uint64_t nbytes = 2 * (uint64_t)npairs * BLOCK;
    struct forge_run run = {forge_volume_take(forged, nbytes / 4096), nbytes / 4096};
    struct forge_extent extent = {.runs = &run, .nruns = 1, .cluster_bytes = 4096};
    uint8_t *sds = forge_volume_cluster(forged, run.lcn);
    uint8_t *record =
        forge_volume_begin(forged, RECORD_SECURE, &(struct forge_header){.sequence = 9});

    for (uint32_t p = 0; p < npairs; p++) {
        uint64_t base = 2 * (uint64_t)p * BLOCK;
        size_t at = 0;

        for (uint32_t i = 0; i < nentries; i++)
            at += put_entry(sds + base + at, base + at, 0x100 + p * nentries + i, i);
        memcpy(sds + base + BLOCK, sds + base, BLOCK);
    }
    forge_nonresident(record, ATTR_DATA, "$SDS", &extent);
    forge_volume_end(forged, RECORD_SECURE);
    return sds;
}

static void expect_owner(uint32_t id, uint32_t rid)
{
    char expected[32];

    snprintf(expected, sizeof expected, "S-1-5-21-%u", rid);
    cr_assert_str_eq(security_owner(security, id), expected);
}

Test(security, every_id_has_its_owner, .init = begin, .fini = end)
{
    put_sds(2, 10);
    cr_assert_eq(load(), STATUS_OK);
    for (uint32_t i = 0; i < 20; i++)
        expect_owner(0x100 + i, i % 10);
    cr_assert_null(security_owner(security, 0xFF));
    cr_assert_null(security_owner(security, 0x114));
    cr_assert_null(security_owner(security, UINT32_MAX));
    cr_assert_eq(security_owner(security, 0x100), security_owner(security, 0x10A),
                 "the same person, the same text");
}

Test(security, nobody_is_known_without_a_table)
{
    cr_assert_null(security_owner(NULL, 0x100));
    security_free(NULL);
}

Test(security, a_damaged_entry_is_taken_from_the_copy, .init = begin, .fini = end)
{
    uint8_t *sds = put_sds(1, 4);

    memset(sds + 64, 0xEE, 128);
    cr_assert_eq(load(), STATUS_OK);
    for (uint32_t i = 0; i < 4; i++)
        expect_owner(0x100 + i, i);
}

Test(security, an_entry_that_is_damaged_twice_costs_only_itself, .init = begin, .fini = end)
{
    uint8_t *sds = put_sds(1, 4);

    sds[64 + 30] ^= 1;
    sds[BLOCK + 64 + 30] ^= 1;
    cr_assert_eq(load(), STATUS_OK);
    expect_owner(0x100, 0);
    cr_assert_null(security_owner(security, 0x101));
    expect_owner(0x102, 2);
    expect_owner(0x103, 3);
}

Test(security, hostile_lengths_and_offsets_are_passed_over, .init = begin, .fini = end)
{
    static const struct {
        uint32_t off, value;
    } bad[] = {{16, 0}, {16, 19}, {16, 20}, {16, UINT32_MAX}, {16, BLOCK}, {8, 1}, {0, 0}};

    uint8_t *sds = put_sds(1, 9);
    for (size_t i = 0; i < 7; i++) {
        forge_put32(sds + 64 * (i + 1) + bad[i].off, bad[i].value);
        forge_put32(sds + BLOCK + 64 * (i + 1) + bad[i].off, bad[i].value);
    }
    cr_assert_eq(load(), STATUS_OK);
    expect_owner(0x100, 0);
    expect_owner(0x108, 8);
    for (uint32_t i = 1; i < 8; i++)
        cr_assert_null(security_owner(security, 0x100 + i));
}

Test(security, the_first_of_two_descriptors_with_one_id_counts, .init = begin, .fini = end)
{
    uint8_t *sds = put_sds(1, 2);

    put_entry(sds + 64, 64, 0x100, 77);
    memcpy(sds + BLOCK, sds, BLOCK);
    cr_assert_eq(load(), STATUS_OK);
    expect_owner(0x100, 0);
}

Test(security, the_copy_serves_where_the_block_cannot_be_read, .init = begin, .fini = end)
{
    put_sds(1, 4);
    uint8_t *record = forge_volume_edit(forged, RECORD_SECURE);
    uint64_t lcn = forged->next_lcn;
    struct forge_run runs[] = {{UINT64_MAX, BLOCK / 4096}, {lcn - BLOCK / 4096, BLOCK / 4096}};
    struct forge_extent extent = {
        .runs = runs, .nruns = 2, .cluster_bytes = 4096, .flags = ATTR_SPARSE};
    forge_record_at(record, 1024, &(struct forge_header){.number = 9, .sequence = 9});
    forge_nonresident(record, ATTR_DATA, "$SDS", &extent);
    forge_volume_end(forged, RECORD_SECURE);
    cr_assert_eq(load(), STATUS_OK);
    expect_owner(0x103, 3);
}

Test(security, a_volume_without_sds_has_none, .init = begin, .fini = end)
{
    forge_volume_begin(forged, RECORD_SECURE, &(struct forge_header){.sequence = 9});
    forge_volume_end(forged, RECORD_SECURE);
    cr_assert_eq(load(), STATUS_NOT_FOUND);
}

Test(security, an_endless_hole_is_damaged, .init = begin, .fini = end)
{
    struct forge_run hole = {UINT64_MAX, UINT64_C(1) << 40};
    struct forge_extent extent = {
        .runs = &hole, .nruns = 1, .cluster_bytes = 4096, .flags = ATTR_SPARSE};
    uint8_t *record =
        forge_volume_begin(forged, RECORD_SECURE, &(struct forge_header){.sequence = 9});

    forge_nonresident(record, ATTR_DATA, "$SDS", &extent);
    forge_volume_end(forged, RECORD_SECURE);
    cr_assert_eq(load(), STATUS_DAMAGED);
}

Test(security, what_the_forge_writes_by_itself_is_understood, .init = begin, .fini = end)
{
    cr_assert_eq(load(), STATUS_OK);
    cr_assert_str_eq(security_owner(security, 0x100), "S-1-5-32-544");
}

/* ---- SIDs from texts ---- */

Test(security, texts_of_sids_come_back)
{
    static const char *const texts[] = {
        "S-1-0",
        "S-1-5-18",
        "S-1-5-32-544",
        "S-1-5-21-4294967295-0-1-1001",
        "S-1-4294967295-1",
        "S-1-0x000100000000-7",
        "S-1-0xFFFFFFFFFFFF",
        "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        uint8_t sid[SECURITY_SID_BYTES_MAX];
        char text[SECURITY_SID_TEXT_MAX];
        size_t n = security_sid_of_text(str_of(texts[i]), sid);

        cr_assert(n > 0 && n <= sizeof sid, "%s", texts[i]);
        cr_assert(security_sid_text((struct bytes){sid, n}, text), "%s", texts[i]);
        cr_expect_str_eq(text, texts[i]);
    }
}

Test(security, texts_that_are_no_sids)
{
    static const char *const texts[] = {
        "",
        "S",
        "S-1",
        "S-1-",
        "S-2-5",
        "s-1-5",
        "S-1-5-",
        "S-1--5",
        "S-1-5-x",
        "S-1-5-18 ",
        " S-1-5-18",
        "S-1-5-+1",
        "S-1-5-4294967296",
        "S-1-281474976710656",
        "S-1-0x1000000000000",
        "S-1-0x",
        "S-1-0xg",
        "S-1-5-0x10",
        "S-1-5-99999999999999999999999999",
        "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        uint8_t sid[SECURITY_SID_BYTES_MAX];

        cr_expect_eq(security_sid_of_text(str_of(texts[i]), sid), 0, "%s", texts[i]);
    }
    cr_expect_eq(security_sid_of_text((struct str){"S-1-5\0", 6}, (uint8_t[68]){0}), 0);
}

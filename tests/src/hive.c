/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Registry hives: values of every type, names of every kind, and hives that are none. */
#include "src/hive.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/chance.h"
#include "tests/support/fixture.h"

enum { CHECKSUM = 0x1FC, SEQUENCE = 4, NEDITS = 4000, DEPTH_MAX = 8, KEYS_MAX = 500 };

static uint8_t *bytes;
static size_t nbytes;
static struct hive *hive;
static struct arena arena;

static void begin(void)
{
    FILE *file = fopen(fixture_image("hive"), "rb");

    nbytes = (size_t)fixture_fact("hive", "bytes");
    bytes = malloc(nbytes);
    cr_assert_eq(fread(bytes, 1, nbytes, file), nbytes);
    fclose(file);
    hive = NULL;
    arena = (struct arena){0};
}

static void end(void)
{
    hive_close(hive);
    arena_free(&arena);
    free(bytes);
}

TestSuite(hive, .init = begin, .fini = end, .timeout = 120);

static size_t key_at(const char *path)
{
    size_t key = 0;

    if (!hive)
        cr_assert_eq(hive_open((struct bytes){bytes, nbytes}, &hive), STATUS_OK);
    cr_assert_eq(hive_find(hive, HIVE_ROOT, path, &key), STATUS_OK, "%s", path);
    return key;
}

static void expect_text(const char *name, const char *expected)
{
    struct str text = {NULL, 1};

    cr_assert_eq(hive_text(hive, key_at("Values"), name, &arena, &text), STATUS_OK, "%s", name);
    cr_assert(str_equal(text, str_of(expected)), "%s: %.*s", name, (int)text.n, text.at);
}

static void expect_number(const char *name, uint64_t expected)
{
    uint64_t number = 0;

    cr_assert_eq(hive_number(hive, key_at("Values"), name, &number), STATUS_OK, "%s", name);
    cr_assert_eq(number, expected, "%s", name);
}

Test(hive, texts_of_any_kind_are_read)
{
    key_at("");
    expect_text("text", "Zo\u00eb \u65e5\u672c \U0001F600\n");
    expect_text("TEXT", "Zo\u00eb \u65e5\u672c \U0001F600\n");
    expect_text("lone", "a\xED\xA0\xBD"
                        "b");
    expect_text("expand", "%SystemRoot%\\x");
    expect_text("odd", "A");
    expect_text("empty", "");
    expect_text("", "A");
}

Test(hive, numbers_are_read)
{
    key_at("");
    expect_number("number", 0xFFFFFFFE);
    expect_number("wide", UINT64_C(0x200000001));
    expect_number("big", 0x01020304);
}

Test(hive, bytes_are_read)
{
    struct bytes read;

    cr_assert_eq(hive_bytes(hive, key_at("Values"), "bytes", &arena, &read), STATUS_OK);
    cr_assert_eq(read.n, 4);
    cr_assert_arr_eq(read.at, "\0\1\2\377", 4);
}

Test(hive, values_of_another_type_or_name_are_not_found)
{
    size_t key = key_at("Values");
    struct str text;
    uint64_t number;

    cr_assert_eq(hive_text(hive, key, "number", &arena, &text), STATUS_NOT_FOUND);
    cr_assert_eq(hive_number(hive, key, "text", &number), STATUS_NOT_FOUND);
    cr_assert_eq(hive_text(hive, key, "nothing", &arena, &text), STATUS_NOT_FOUND);
    cr_assert_eq(hive_find(hive, HIVE_ROOT, "Values\\nothing", &key), STATUS_NOT_FOUND);
}

Test(hive, keys_are_found_by_path_and_listed)
{
    struct hive_list keys, values;
    struct str name;
    uint64_t number;
    size_t key = key_at("many\\KEY7");

    cr_assert_eq(hive_find(hive, key, "Inner", &key), STATUS_OK);
    cr_assert_eq(hive_number(hive, key, "number", &number), STATUS_OK);
    cr_assert_eq(number, 7);
    cr_assert_eq(hive_keys(hive, key_at("Many"), &arena, &keys), STATUS_OK);
    cr_assert_eq(keys.n, 40);
    cr_assert_eq(hive_values(hive, key, &arena, &values), STATUS_OK);
    cr_assert_eq(values.n, 1);
    cr_assert_eq(hive_value_name(hive, values.at[0], &arena, &name), STATUS_OK);
    cr_assert(str_equal(name, str_of("number")));
    cr_assert_eq(hive_key_name(hive, key_at("Zo\u00eb \u65e5\u672c"), &arena, &name), STATUS_OK);
    cr_assert(str_equal(name, str_of("Zo\u00eb \u65e5\u672c")));
}

Test(hive, that_was_being_written_is_dirty)
{
    key_at("");
    cr_assert_not(hive_is_dirty(hive));
    hive_close(hive);
    bytes[SEQUENCE]++;
    bytes[CHECKSUM] ^= (uint8_t)(bytes[SEQUENCE] ^ (bytes[SEQUENCE] - 1));
    cr_assert_eq(hive_open((struct bytes){bytes, nbytes}, &hive), STATUS_OK);
    cr_assert(hive_is_dirty(hive));
}

static size_t count_descriptors(void)
{
    DIR *folder = opendir("/proc/self/fd");
    size_t n = 0;

    cr_assert_not_null(folder);
    while (readdir(folder))
        n++;
    closedir(folder);
    return n;
}

Test(hive, leaves_no_descriptor_open)
{
    size_t before = count_descriptors();

    key_at("");
    hive_close(hive);
    hive = NULL;
    cr_assert_eq(hive_open((struct bytes){bytes, nbytes / 2}, &hive), STATUS_DAMAGED);
    cr_assert_eq(count_descriptors(), before);
}

/* ---- Hostile hives ---- */

Test(hive, that_is_cut_or_none_is_damaged)
{
    for (size_t n = 0; n < 8192; n += 61)
        cr_assert_eq(hive_open((struct bytes){bytes, n}, &hive), STATUS_DAMAGED, "%zu", n);
    bytes[0] = 'x';
    cr_assert_eq(hive_open((struct bytes){bytes, nbytes}, &hive), STATUS_DAMAGED);
    memset(bytes, 0, nbytes);
    cr_assert_eq(hive_open((struct bytes){bytes, nbytes}, &hive), STATUS_DAMAGED);
}

/* Asks for all that a hive has, as far as a reader would go. */
static void visit(size_t key, int depth, size_t *nkeys)
{
    struct hive_list keys = {0}, values = {0};
    struct bytes raw;
    struct str text;
    uint64_t number;

    if (++*nkeys > KEYS_MAX || depth > DEPTH_MAX)
        return;
    hive_key_name(hive, key, &arena, &text);
    hive_values(hive, key, &arena, &values);
    for (size_t i = 0; i < values.n && i < 50; i++) {
        hive_value_name(hive, values.at[i], &arena, &text);
        hive_value_text(hive, values.at[i], &arena, &text);
    }
    hive_number(hive, key, "number", &number);
    hive_bytes(hive, key, "bytes", &arena, &raw);
    hive_keys(hive, key, &arena, &keys);
    for (size_t i = 0; i < keys.n && i < KEYS_MAX; i++)
        visit(keys.at[i], depth + 1, nkeys);
}

/* Changes a byte, or one of the aligned numbers that hives are made of, to one that tempts. */
static void edit(struct chance *chance, uint8_t *copy)
{
    static const uint32_t tempting[] = {0, 1, 0x20, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
    enum { NTEMPTING = sizeof tempting / sizeof tempting[0] };
    uint32_t at = chance_below(chance, (uint32_t)nbytes) & ~3u, value;

    switch (chance_below(chance, 3)) {
    case 0:
        copy[at] ^= (uint8_t)(1 + chance_below(chance, 255));
        return;
    case 1:
        value = tempting[chance_below(chance, NTEMPTING)];
        break;
    default: /* a place that may be a cell */
        value = chance_below(chance, (uint32_t)nbytes) & ~7u;
    }
    for (unsigned i = 0; i < 4; i++)
        copy[at + i] = (uint8_t)(value >> 8 * i);
}

/* The header's checksum is put right, or the library would look no further. */
static void put_checksum(uint8_t *copy)
{
    uint32_t sum = 0;

    for (unsigned at = 0; at < CHECKSUM; at += 4)
        sum ^= bytes_u32(copy + at);
    for (unsigned i = 0; i < 4; i++)
        copy[CHECKSUM + i] = (uint8_t)(sum >> 8 * i);
}

Test(hive, with_changes_by_chance_ends_nothing)
{
    uint8_t *copy = malloc(nbytes);
    size_t nopened = 0;

    for (uint64_t run = 0; run < NEDITS; run++) {
        struct chance chance = chance_seed(run + 1);
        size_t nkeys = 0;

        memcpy(copy, bytes, nbytes);
        for (uint32_t i = chance_below(&chance, 4) + 1; i > 0; i--)
            edit(&chance, copy);
        put_checksum(copy);
        if (hive_open((struct bytes){copy, nbytes}, &hive) != STATUS_OK)
            continue;
        nopened++;
        visit(HIVE_ROOT, 0, &nkeys);
        hive_close(hive);
        arena_free(&arena);
    }
    hive = NULL;
    cr_assert_gt(nopened, NEDITS / 4);
    free(copy);
}

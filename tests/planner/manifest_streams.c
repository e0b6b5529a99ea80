/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Named streams as one text. */
#include "planner/manifest.h"

#include <criterion/criterion.h>

#include "src/manifestfile_check.h"
#include "tests/support/grove.h"

enum { MOST = 300 };

static struct grove grove;
static uint32_t file_of[MOST], text_of[MOST];
static uint64_t sizes[MOST], allocated[MOST];
static struct arena arena;

static void begin(void)
{
    grove_begin(&grove, 600);
    grove.index.streams.file = file_of;
    grove.index.streams.text = text_of;
    grove.index.streams.size = sizes;
    grove.index.streams.allocated = allocated;
}

static void end(void)
{
    arena_free(&arena);
    grove_free(&grove);
}

TestSuite(manifest_streams, .init = begin, .fini = end, .timeout = 60);

static void add(uint32_t file, struct str name, uint64_t size)
{
    struct index *index = &grove.index;
    uint32_t n = index->streams.n++;

    file_of[n] = file;
    text_of[n] = index->text.n;
    sizes[n] = size;
    index->text.at[index->text.n] = (char)(name.n & 0xFF);
    index->text.at[index->text.n + 1] = (char)(name.n >> 8);
    memcpy(index->text.at + index->text.n + 2, name.at, name.n);
    index->text.n += (uint32_t)name.n + 2;
}

static void expect(uint32_t file, const char *text)
{
    struct str streams;

    cr_assert_eq(manifest_streams(&grove.index, file, &arena, &streams), STATUS_OK);
    cr_expect(str_equal(streams, str_of(text)), "'%.*s'", (int)streams.n, streams.at);
    cr_expect_geq(manifest_streams_bytes(&grove.index, file), streams.n);
    cr_expect(manifestfile_check_streams(streams), "what is written can be read");
}

Test(manifest_streams, a_file_without_any_has_none)
{
    expect(grove_add(&grove, GROVE_ROOT, str_of("a"), 0), "");
}

Test(manifest_streams, they_are_told_by_name_with_their_sizes)
{
    uint32_t file = grove_add(&grove, GROVE_ROOT, str_of("a"), FILE_STREAMS);

    add(file, str_of("b"), 0);
    add(file, str_of("Zone.Identifier"), 26);
    add(file, str_of("a"), UINT64_MAX);
    expect(file, ":Zone.Identifier=26:a=18446744073709551615:b=0");
}

Test(manifest_streams, the_order_in_the_index_does_not_matter)
{
    uint32_t one = grove_add(&grove, GROVE_ROOT, str_of("a"), FILE_STREAMS),
             two = grove_add(&grove, GROVE_ROOT, str_of("b"), FILE_STREAMS);
    struct str first, second;
    char name = 'a';

    for (int i = 0; i < 20; i++, name++)
        add(one, (struct str){&name, 1}, (uint64_t)i);
    for (int i = 19; i >= 0; i--) {
        name = (char)('a' + i);
        add(two, (struct str){&name, 1}, (uint64_t)i);
    }
    cr_assert_eq(manifest_streams(&grove.index, one, &arena, &first), STATUS_OK);
    cr_assert_eq(manifest_streams(&grove.index, two, &arena, &second), STATUS_OK);
    cr_assert(str_equal(first, second));
}

Test(manifest_streams, what_would_be_misread_is_escaped)
{
    uint32_t file = grove_add(&grove, GROVE_ROOT, str_of("a"), FILE_STREAMS);

    add(file, str_of("a:b=c%d"), 1);
    add(file, str_of("\x01\x7F"), 2);
    add(file, str_of("x\xED\xA0\x80y"), 3);
    add(file, str_of("\xC3\xA4"), 4);
    expect(file, ":%0001%007f=2:a%003ab%003dc%0025d=1:x%d800y=3:\xC3\xA4=4");
}

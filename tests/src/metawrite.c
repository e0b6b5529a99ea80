/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metadata while they are put together. */
#include "src/table/metawrite.h"

#include <criterion/criterion.h>

Test(metawrite, values_of_any_make_stand_behind_their_keys)
{
    struct metawrite meta = {0};
    struct arena arena = {0};
    const struct table_meta *rows;
    size_t n;

    metawrite_text(&meta, "a", str_of("first"));
    metawrite_number(&meta, "b", UINT64_MAX);
    metawrite_text(&meta, "empty", str_of(""));
    textbuf_cstr(&meta.text, "one");
    textbuf_cstr(&meta.text, ", two");
    metawrite_end(&meta, "d");
    cr_assert_eq(metawrite_settle(&meta, &arena, &rows, &n), STATUS_OK);
    metawrite_free(&meta);
    cr_assert_eq(n, 4);
    cr_expect(str_equal(rows[0].key, str_of("a")) && str_equal(rows[0].value, str_of("first")));
    cr_expect(str_equal(rows[1].value, str_of("18446744073709551615")));
    cr_expect(str_equal(rows[2].key, str_of("empty")) && rows[2].value.n == 0);
    cr_expect(str_equal(rows[3].value, str_of("one, two")));
    arena_free(&arena);
}

Test(metawrite, none_at_all_are_none)
{
    struct metawrite meta = {0};
    struct arena arena = {0};
    const struct table_meta *rows;
    size_t n = 7;

    cr_assert_eq(metawrite_settle(&meta, &arena, &rows, &n), STATUS_OK);
    cr_expect_eq(n, 0);
    arena_free(&arena);
    meta.text.is_short = true;
    cr_expect_eq(metawrite_settle(&meta, &arena, &rows, &n), STATUS_NO_MEMORY);
    arena_free(&arena);
}

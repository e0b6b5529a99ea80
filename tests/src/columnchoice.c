/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of columns, good and bad. */
#include "src/columnchoice.h"

#include <criterion/criterion.h>

static void expect_chosen(const char *list, size_t n, const char *const *names)
{
    struct column chosen[COLUMNS_MAX + 1];

    cr_assert(columnchoice_of(list, chosen), "%s", list);
    for (size_t i = 0; i < n; i++)
        cr_expect_str_eq(chosen[i].name, names[i], "%s", list);
    cr_expect_null(chosen[n].name, "%s", list);
}

Test(columnchoice, good)
{
    expect_chosen("path", 1, (const char *const[]){"path"});
    expect_chosen("size,record", 2, (const char *const[]){"size", "record"});
    expect_chosen("streams_size,streams,path", 3,
                  (const char *const[]){"streams_size", "streams", "path"});
}

Test(columnchoice, every_column_at_once)
{
    struct column chosen[COLUMNS_MAX + 1];
    struct textbuf list = {0};
    size_t n = 0;

    for (; columns_all[n].name; n++)
        textbuf_format(&list, "%s%s", n ? "," : "", columns_all[n].name);
    textbuf_char(&list, '\0');
    cr_assert(columnchoice_of(list.at, chosen));
    for (size_t i = 0; i < n; i++)
        cr_expect(memcmp(&chosen[i], &columns_all[i], sizeof chosen[i]) == 0, "%zu", i);
    cr_expect(columns_want(chosen) == columns_want(columns_all));
    cr_expect(columns_needs(chosen) == (COLUMN_NEEDS_PATH | COLUMN_NEEDS_OWNERS));
    textbuf_free(&list);
}

Test(columnchoice, bad)
{
    static const char *const lists[] = {
        "",           ",",
        "path,",      ",path",
        "path,,size", "pathe",
        "pat",        "path,path",
        "PATH",       "path size",
        "path, size", "findings,record,findings",
        "path;size",  "record,a name that is much longer than the names of columns are, by far",
    };
    struct column chosen[COLUMNS_MAX + 1];

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        cr_expect_not(columnchoice_of(lists[i], chosen), "%s", lists[i]);
}

Test(columnchoice, what_few_columns_want)
{
    struct column chosen[COLUMNS_MAX + 1];

    cr_assert(columnchoice_of("record,name,size", chosen));
    cr_expect(columns_want(chosen) == 0 && columns_needs(chosen) == 0);
    cr_assert(columnchoice_of("security_id", chosen));
    cr_expect(columns_want(chosen) == WANT_SECURITY && columns_needs(chosen) == 0);
    cr_assert(columnchoice_of("usn,path", chosen));
    cr_expect(columns_want(chosen) == WANT_USN && columns_needs(chosen) == COLUMN_NEEDS_PATH);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters, against sizes and times on both sides of what they ask. */
#include "planner/filter.h"

#include <criterion/criterion.h>

#include "tests/support/grove.h"

static struct grove grove;
static uint32_t file, folder;
static uint64_t size[8], times[8 * TIMES];

static void begin(void)
{
    grove_begin(&grove, 8);
    file = grove_add(&grove, GROVE_ROOT, str_of("a"), 0);
    folder = grove_add(&grove, GROVE_ROOT, str_of("b"), FILE_DIRECTORY);
    grove.index.files.size = size;
    grove.index.files.times = times;
    grove_finish(&grove);
}

static void end(void)
{
    grove_free(&grove);
}

TestSuite(filter, .init = begin, .fini = end, .timeout = 60);

static const char *parse(const char *helper, const char *a, const char *b, const char *c,
                         struct filter *filter)
{
    struct str arguments[] = {str_of(a), str_of(b), str_of(c)};
    const struct rules_call call = {
        .helper = helper_find(str_of(helper)), .arguments = arguments, .narguments = 3};

    cr_assert(call.helper);
    return filter_parse(&call, filter);
}

/* What FileProperties says of SIZE bytes. */
static bool says_size(const char *operator, const char * value, uint64_t bytes)
{
    struct filter filter;
    const char *wrong = parse("FileProperties", "filesize", operator, value, &filter);

    cr_assert_null(wrong, "%s %s: %s", operator, value, wrong);
    size[file] = bytes;
    return filter_agrees(&filter, &grove.index, file);
}

Test(filter, sizes_in_all_units)
{
    cr_expect(says_size("eq", "0", 0));
    cr_expect(says_size("eq", "17B", 17));
    cr_expect(says_size("eq", " 1 kb ", 1024));
    cr_expect(says_size("eq", "3MB", 3 << 20));
    cr_expect(says_size("eq", "5GB", UINT64_C(5) << 30));
    cr_expect(says_size("EQ", "2tb", UINT64_C(2) << 40));
    cr_expect(!says_size("eq", "1KB", 1000));
}

Test(filter, every_operator_at_its_borders)
{
    static const struct {
        const char *word;
        bool below, same, above;
    } rows[] = {
        {"lt", true, false, false},    {"lte", true, true, false}, {"eq", false, true, false},
        {"neq", true, false, true},    {"gte", false, true, true}, {"gt", false, false, true},
        {"range", false, true, false},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_expect_eq(says_size(rows[i].word, "1KB", 1023), rows[i].below, "%s", rows[i].word);
        cr_expect_eq(says_size(rows[i].word, "1KB", 1024), rows[i].same, "%s", rows[i].word);
        cr_expect_eq(says_size(rows[i].word, "1KB", 1025), rows[i].above, "%s", rows[i].word);
    }
    cr_expect(says_size("range", "1KB-2KB", 1024) && says_size("range", "1KB - 2KB", 2048));
    cr_expect(!says_size("range", "1KB-2KB", 1023) && !says_size("range", "1KB-2KB", 2049));
    cr_expect(says_size("neq", "1KB-2KB", 2049) && !says_size("neq", "1KB-2KB", 1500));
}

/* 2000-02-29 begins this many ticks after 1601. */
static const uint64_t leap_day = UINT64_C(125962560000000000);
static const uint64_t day = UINT64_C(864000000000);

static bool says_time(const char *property, const char *operator, const char * value, int column,
                      uint64_t ticks)
{
    struct filter filter;
    const char *wrong = parse("FileProperties", property, operator, value, &filter);

    cr_assert_null(wrong, "%s %s: %s", operator, value, wrong);
    memset(times, 0xFF, sizeof times);
    times[(size_t)TIMES * file + (size_t)column] = ticks;
    return filter_agrees(&filter, &grove.index, file);
}

Test(filter, a_day_is_from_its_first_tick_to_its_last)
{
    cr_expect(says_time("dateModified", "eq", "2000/02/29", 1, leap_day));
    cr_expect(says_time("dateModified", "eq", "2000/2/29", 1, leap_day + day - 1));
    cr_expect(!says_time("dateModified", "eq", "2000/02/29", 1, leap_day - 1));
    cr_expect(!says_time("dateModified", "eq", "2000/02/29", 1, leap_day + day));
    cr_expect(says_time("dateModified", "gt", "2000/02/29", 1, leap_day + day));
    cr_expect(!says_time("dateModified", "gt", "2000/02/29", 1, leap_day + day - 1));
    cr_expect(says_time("dateModified", "gte", "2000/02/29", 1, leap_day));
    cr_expect(says_time("dateModified", "lte", "2000/02/29", 1, leap_day + day - 1));
    cr_expect(says_time("dateModified", "lt", "2000/02/29", 1, leap_day - 1));
    cr_expect(!says_time("dateModified", "lt", "2000/02/29", 1, leap_day));
    cr_expect(
        says_time("dateModified", "range", "2000/02/28-2000/03/01", 1, leap_day + 2 * day - 1));
    cr_expect(!says_time("dateModified", "range", "2000/02/28-2000/03/01", 1, leap_day + 2 * day));
    cr_expect(says_time("dateModified", "eq", "1601/01/01", 1, 0));
}

Test(filter, each_property_asks_its_own_time)
{
    cr_expect(says_time("dateCreated", "eq", "2000/02/29", 0, leap_day));
    cr_expect(says_time("DATEMODIFIED", "eq", "2000/02/29", 1, leap_day));
    cr_expect(says_time("dateAccessed", "eq", "2000/02/29", 3, leap_day));
    cr_expect(!says_time("dateAccessed", "eq", "2000/02/29", 2, leap_day));
}

Test(filter, without_times_no_date_is_met)
{
    struct filter filter;

    cr_assert_null(parse("FileProperties", "dateCreated", "gte", "1601/01/01", &filter));
    cr_expect(filter_agrees(&filter, &grove.index, file));
    grove.index.files.times = NULL;
    cr_expect(!filter_agrees(&filter, &grove.index, file));
}

Test(filter, folders_have_no_properties)
{
    struct filter filter;

    cr_assert_null(parse("FileProperties", "filesize", "gte", "0", &filter));
    cr_expect(filter_agrees(&filter, &grove.index, file));
    cr_expect(!filter_agrees(&filter, &grove.index, folder));
}

Test(filter, what_cannot_be_read_is_told_and_agrees_with_nothing)
{
    static const char *const rows[][3] = {
        {"filesize", "eq", ""},
        {"filesize", "eq", "KB"},
        {"filesize", "eq", "1XB"},
        {"filesize", "eq", "-1"},
        {"filesize", "eq", "1.5MB"},
        {"filesize", "eq", "99999999999999999999"},
        {"filesize", "eq", "99999999999TB"},
        {"filesize", "range", "2KB-1KB"},
        {"filesize", "range", "1KB-"},
        {"filesize", "gt", "1KB-2KB"},
        {"filesize", "is", "1KB"},
        {"size", "eq", "1KB"},
        {"dateCreated", "eq", "2000-02-29"},
        {"dateCreated", "eq", "1999/02/29"},
        {"dateCreated", "eq", "1900/02/29"},
        {"dateCreated", "eq", "2000/13/01"},
        {"dateCreated", "eq", "2000/00/01"},
        {"dateCreated", "eq", "2000/01/00"},
        {"dateCreated", "eq", "1600/12/31"},
        {"dateCreated", "eq", "2000/01"},
        {"dateCreated", "eq", "2000/01/01/01"},
        {"dateCreated", "eq", "1KB"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct filter filter;

        cr_expect_not_null(parse("FileProperties", rows[i][0], rows[i][1], rows[i][2], &filter),
                           "%s %s %s", rows[i][0], rows[i][1], rows[i][2]);
        cr_expect(!filter_agrees(&filter, &grove.index, file));
    }
}

Test(filter, the_others_answer_always_the_same)
{
    static const char *const agree[] = {"IgnoreIrrelevantLinks", "NeverRestore",
                                        "CompareStringContent", "SameRegContent"};
    struct filter filter;

    cr_assert_null(filter_parse(NULL, &filter));
    cr_expect(filter_agrees(&filter, &grove.index, file));
    for (size_t i = 0; i < sizeof agree / sizeof agree[0]; i++) {
        cr_assert_null(parse(agree[i], "", "", "", &filter));
        cr_expect(filter_agrees(&filter, &grove.index, file), "%s", agree[i]);
        cr_expect(filter_agrees(&filter, &grove.index, folder), "%s", agree[i]);
    }
    cr_assert_null(parse("AnswerNo", "", "", "", &filter));
    cr_expect(!filter_agrees(&filter, &grove.index, file));
}

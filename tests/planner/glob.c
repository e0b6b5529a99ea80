/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One wildcard, asked in two ways: of a whole text, and of one that comes unit by unit. */
#include "planner/glob.h"

#include <criterion/criterion.h>

#include "tests/support/chance.h"

static struct arena arena;

static void begin(void)
{
    arena = (struct arena){0};
}

static void end(void)
{
    arena_free(&arena);
}

TestSuite(glob, .init = begin, .fini = end, .timeout = 60);

enum { UNITS_MAX = 12 };

/* The glob of TEXT, in which * is GLOB_ANY. */
static struct glob glob_of(const char *text, uint32_t *units)
{
    struct glob glob = {units, 0};

    for (; *text; text++)
        units[glob.n++] = *text == '*' ? GLOB_ANY : (uint32_t)*text;
    return glob;
}

/* The state behind all of TEXT, which is ASCII in upper case. */
static uint32_t state_behind(const struct glob_machine *machine, const char *text)
{
    uint32_t units[100], n = 0;

    for (; text[n]; n++)
        units[n] = (uint32_t)text[n];
    return glob_run(machine, glob_start(machine), units, n);
}

Test(glob, a_state_says_what_is_still_possible)
{
    static const struct {
        const char *glob, *text;
        uint32_t state;
    } rows[] = {
        {"A*", "", 0},
        {"A*", "A", GLOB_ALL},
        {"A*", "ABC", GLOB_ALL},
        {"A*", "B", GLOB_DEAD},
        {"AB", "A", 1},
        {"AB", "AB", 2},
        {"AB", "ABA", GLOB_DEAD},
        {"", "", 0},
        {"", "A", GLOB_DEAD},
        {"*", "", GLOB_ALL},
        {"*AAB", "AAAA", 3},
        {"*AAB", "AAAAB", 4},
        {"*AAB", "AABA", 2},
        {"*A*B", "XAYA", 3},
        {"*A*B*", "XAYB", GLOB_ALL},
        {"*AB", "ABAB", 3},
        {"*ABAC", "ABABAC", 5},
        {"A*A", "A", 2},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t units[UNITS_MAX];
        struct glob glob = glob_of(rows[i].glob, units);
        struct glob_machine machine;

        cr_assert_eq(glob_machine_make(&glob, NULL, &arena, &machine), STATUS_OK);
        cr_expect_eq(state_behind(&machine, rows[i].text), rows[i].state, "<%s> after <%s>: %u",
                     rows[i].glob, rows[i].text, state_behind(&machine, rows[i].text));
    }
}

/* N characters of ALPHABET, a star never beside another, as patterns have them. */
static void any_text(struct chance *chance, const char *alphabet, uint32_t n, char *out)
{
    uint32_t nletters = (uint32_t)strlen(alphabet);
    char last = '\0';

    for (uint32_t i = 0; i < n; i++) {
        char c = alphabet[chance_below(chance, nletters)];

        if (c != '*' || last != '*')
            *out++ = last = c;
    }
    *out = '\0';
}

Test(glob, both_ways_agree)
{
    struct chance chance = chance_seed(1);
    uint32_t nmatches = 0;

    for (uint32_t i = 0; i < 200000; i++) {
        char pattern[UNITS_MAX + 1], text[UNITS_MAX + 1];
        uint32_t units[UNITS_MAX];
        struct glob_machine machine;

        any_text(&chance, "AAB**", chance_below(&chance, UNITS_MAX), pattern);
        any_text(&chance, "AAAB", chance_below(&chance, UNITS_MAX), text);

        struct glob glob = glob_of(pattern, units);
        cr_assert_eq(glob_machine_make(&glob, NULL, &arena, &machine), STATUS_OK);
        bool is_match = glob_matches(&glob, str_of(text), NULL, false);
        cr_assert_eq(glob_accepts(&machine, state_behind(&machine, text)), is_match, "<%s> <%s>",
                     pattern, text);
        nmatches += is_match;
        if (i % 1000 == 0)
            arena_free(&arena);
    }
    cr_assert_gt(nmatches, 10000);
}

Test(glob, needs_are_met_by_all_that_matches)
{
    uint32_t units[UNITS_MAX];
    struct glob glob = glob_of("*.d*x", units);
    struct glob_machine machine;

    cr_assert_eq(glob_machine_make(&glob, NULL, &arena, &machine), STATUS_OK);
    cr_expect_eq(glob_needs(&machine), glob_bit('.') | glob_bit('D') | glob_bit('X'));
}

Test(glob, a_folder_ends_in_a_backslash_whether_it_has_one_or_not)
{
    uint32_t units[UNITS_MAX];
    struct glob glob = glob_of("C:\\*\\", units);

    cr_expect(glob_matches(&glob, str_of("c:\\a"), NULL, true));
    cr_expect(glob_matches(&glob, str_of("c:\\a\\"), NULL, true));
    cr_expect_not(glob_matches(&glob, str_of("c:\\a"), NULL, false));
    cr_expect_not(glob_matches(&glob, str_of("c:\\"), NULL, true));
}

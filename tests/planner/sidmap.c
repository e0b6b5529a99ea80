/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Security descriptors in which SIDs become others: byte by byte. */
#include "planner/sidmap.h"

#include <criterion/criterion.h>

#include "tests/support/chance.h"

#define SID(last)                                                                                  \
    1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, last, 3, 0, 0
#define SHORT_SID 1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0

static const uint8_t ann[] = {SID(1)}, bob[] = {SID(2)}, eve[] = {SID(3)},
                     system_sid[] = {SHORT_SID};
static struct arena arena;
static struct sidmap_pair pairs[2];
static struct sidmap map;
static struct bytes changed;

static struct bytes bytes_of(const uint8_t *at, size_t n)
{
    return (struct bytes){at, n};
}

#define BYTES(array) bytes_of((array), sizeof(array))

static void begin(void)
{
    arena = (struct arena){0};
    pairs[0] = (struct sidmap_pair){BYTES(ann), BYTES(bob), "ann"};
    map = (struct sidmap){pairs, 1};
    changed = (struct bytes){NULL, 0};
}

static void end(void)
{
    arena_free(&arena);
}

TestSuite(sidmap, .init = begin, .fini = end, .timeout = 60);

/* Owner and group behind a list of one entry for Ann, which is handed on, and one for the system.
 */
static const uint8_t whole[] = {
    1,    0, 4,    0x80, 84,     0, 0,  0,  112, 0,    0, 0,    0, 0,         0,      0,
    20,   0, 0,    0,    2,      0, 64, 0,  2,   0,    0, 0,    0, 3,         36,     0,
    0xFF, 1, 0x1F, 0,    SID(1), 0, 3,  20, 0,   0xFF, 1, 0x1F, 0, SHORT_SID, SID(1), SID(3)};

static void expect_changed(const uint8_t *at, size_t n, const char *what)
{
    cr_expect_eq(changed.n, n, "%s: %zu bytes", what, changed.n);
    if (changed.n == n)
        for (size_t i = 0; i < n; i++)
            cr_expect_eq(changed.at[i], at[i], "%s: byte %zu", what, i);
}

Test(sidmap, owner_and_entries_become_others)
{
    uint8_t expected[sizeof whole];

    memcpy(expected, whole, sizeof whole);
    expected[28 + 8 + 24] = 2;
    expected[84 + 24] = 2;
    cr_assert_eq(sidmap_apply(&map, BYTES(whole), &arena, &changed), STATUS_OK);
    expect_changed(expected, sizeof expected, "of the same length");
}

Test(sidmap, a_shorter_sid_makes_room)
{
    static const uint8_t expected[] = {
        1,         0, 4, 0x80, 68, 0,    0,  0,    80,   0,         0,         0,
        0,         0, 0, 0,    20, 0,    0,  0,    2,    0,         48,        0,
        2,         0, 0, 0,    0,  3,    20, 0,    0xFF, 1,         0x1F,      0,
        SHORT_SID, 0, 3, 20,   0,  0xFF, 1,  0x1F, 0,    SHORT_SID, SHORT_SID, SID(3)};

    pairs[0].to = BYTES(system_sid);
    cr_assert_eq(sidmap_apply(&map, BYTES(whole), &arena, &changed), STATUS_OK);
    expect_changed(expected, sizeof expected, "shorter");
}

Test(sidmap, a_longer_sid_takes_it)
{
    static const uint8_t expected[] = {
        1,    0, 4,    0x80, 100,    0, 0,  0,  128, 0,    0, 0,    0, 0,      0,      0,
        20,   0, 0,    0,    2,      0, 80, 0,  2,   0,    0, 0,    0, 3,      36,     0,
        0xFF, 1, 0x1F, 0,    SID(1), 0, 3,  36, 0,   0xFF, 1, 0x1F, 0, SID(2), SID(1), SID(3)};

    pairs[0].from = BYTES(system_sid);
    cr_assert_eq(sidmap_apply(&map, BYTES(whole), &arena, &changed), STATUS_OK);
    expect_changed(expected, sizeof expected, "longer");
}

Test(sidmap, who_is_not_in_it_changes_nothing)
{
    pairs[0].from = BYTES(bob);
    pairs[0].to = BYTES(ann);
    cr_assert_eq(sidmap_apply(&map, BYTES(whole), &arena, &changed), STATUS_OK);
    cr_expect_eq(changed.n, 0);
}

Test(sidmap, what_is_no_descriptor_is_refused)
{
    uint8_t bad[sizeof whole];
    static const struct {
        size_t at;
        uint8_t byte;
        const char *what;
    } edits[] = {
        {0, 2, "another revision"},
        {3, 0, "not self-relative"},
        {4, 200, "the owner behind it"},
        {4, 4, "the owner in the header"},
        {16, 4, "the list in the header"},
        {16, 0xFF, "the list behind it"},
        {22, 60, "a list that ends in an entry"},
        {24, 3, "an entry too many"},
        {24, 1, "an entry too few"},
        {28, 4, "an entry of a kind that nobody knows"},
        {30, 35, "an entry of odd length"},
        {36, 2, "a SID of another revision"},
        {37, 16, "a SID that is too long"},
    };

    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        memcpy(bad, whole, sizeof whole);
        bad[edits[i].at] = edits[i].byte;
        cr_expect_eq(sidmap_apply(&map, BYTES(bad), &arena, &changed), STATUS_DAMAGED, "%s",
                     edits[i].what);
    }
    for (size_t n = 0; n < sizeof whole; n++)
        cr_expect_eq(sidmap_apply(&map, bytes_of(whole, n), &arena, &changed), STATUS_DAMAGED,
                     "%zu bytes", n);
}

Test(sidmap, of_hostile_bytes_nothing_is_read_behind_them)
{
    struct chance chance = chance_seed(7);

    for (int round = 0; round < 20000; round++) {
        size_t n = sizeof whole - chance_below(&chance, 8);
        uint8_t *copy = arena_alloc(&arena, n);

        cr_assert(copy);
        memcpy(copy, whole, n);
        for (uint32_t edits = chance_below(&chance, 4); edits > 0; edits--)
            copy[chance_below(&chance, (uint32_t)n)] = (uint8_t)chance_below(&chance, 256);
        sidmap_apply(&map, bytes_of(copy, n), &arena, &changed);
        arena_free(&arena);
        arena = (struct arena){0};
    }
}

Test(sidmap, chains_are_found)
{
    pairs[1] = (struct sidmap_pair){BYTES(bob), BYTES(eve), "bob"};
    map.n = 2;
    cr_expect_eq(sidmap_chain(&map), 0);
    pairs[1] = (struct sidmap_pair){BYTES(eve), BYTES(bob), "eve"};
    cr_expect_eq(sidmap_chain(&map), 2, "two who become one");
}

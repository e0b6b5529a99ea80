/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of a file before and after, paired. */
#include "planner/difference_names.h"

#include "tests/support/chance.h"
#include "tests/support/grove.h"

#include <criterion/criterion.h>
#include <stdio.h>

enum { MOST = 60 };

/* Two trees with the folders 1, 2, 3 and one file, the last, with names in these. */
struct two {
    struct grove before, after;
    struct difference_names names;
};

static void plant(struct grove *grove)
{
    grove_begin(grove, MOST);
    for (int i = 1; i <= 3; i++) {
        char name[] = {(char)('0' + i), '\0'};

        grove_add(grove, GROVE_ROOT, str_of(name), FILE_DIRECTORY);
    }
}

/* NAMES as "1a 2b": the file has the name a in folder 1, b in folder 2. */
static void give(struct grove *grove, const char *names)
{
    for (bool is_first = true; *names; is_first = false) {
        uint32_t folder = (uint32_t)(*names++ - '0');
        struct str name = {names, strcspn(names, " ")};

        if (is_first)
            grove_add(grove, folder, name, 0);
        else
            grove_link(grove, folder, name);
        names += name.n + (names[name.n] == ' ');
    }
    grove_finish(grove);
}

static uint32_t last(const struct grove *grove)
{
    return grove->index.files.n - 1;
}

static void compare(struct two *two, const char *before, const char *after)
{
    *two = (struct two){0};
    plant(&two->before);
    plant(&two->after);
    give(&two->before, before);
    give(&two->after, after);
    cr_assert_eq(difference_names_of(&two->before.index, last(&two->before), &two->after.index,
                                     last(&two->after), &two->names),
                 STATUS_OK);
}

static void put_name(const struct index *index, uint32_t name, char *text, size_t n)
{
    struct str it = name == INDEX_NONE ? str_of("-") : index_name(index, name);

    snprintf(text + strlen(text), n - strlen(text), "%.*s", (int)it.n, it.at);
}

/* The pairs as text: "=a:b " renamed, ">a:b " moved, "+-:b " added, "-a:- " removed. */
static void check(const char *before, const char *after, const char *expected)
{
    struct two two;
    char text[400] = "";

    compare(&two, before, after);
    for (uint32_t i = 0; i < two.names.n; i++) {
        const struct difference_names_pair *pair = &two.names.at[i];
        size_t n = strlen(text);

        snprintf(text + n, sizeof text - n, "%c", "=>+-"[pair->kind]);
        put_name(&two.before.index, pair->before, text, sizeof text);
        strcat(text, ":");
        put_name(&two.after.index, pair->after, text, sizeof text);
        strcat(text, " ");
    }
    cr_expect_str_eq(text, expected);
    cr_expect(two.names.n > 0 ||
              difference_names_are_alike(&two.before.index, last(&two.before), &two.after.index,
                                         last(&two.after)) ||
              strcmp(before, after) != 0);
    difference_names_free(&two.names);
    grove_free(&two.before);
    grove_free(&two.after);
}

Test(difference_names, same_sets_have_no_pairs_in_any_order)
{
    check("1a", "1a", "");
    check("1a 2b 3c", "3c 1a 2b", "");
}

Test(difference_names, same_folder_is_renamed_and_another_is_moved)
{
    check("1a", "1b", "=a:b ");
    check("1a", "1A", "=a:A ");
    check("1a", "2a", ">a:a ");
    check("1a", "2b", ">a:b ");
}

Test(difference_names, what_has_no_partner_is_added_or_removed)
{
    check("1a", "1a 2b", "+-:b ");
    check("1a 2b", "1a", "-b:- ");
    check("1a", "1b 1c", "=a:b +-:c ");
    check("1a 1b 2c", "1d", "=a:d -b:- -c:- ");
}

Test(difference_names, same_folder_goes_before_same_name_and_that_before_the_rest)
{
    check("1a 2b", "1c 3b", "=a:c >b:b ");
    check("1x 1y", "2y 2z", ">y:y >x:z ");
    check("1a 2a", "1b 2b", "=a:b =a:b ");
    check("1a 2q", "2a 1q", "=a:q =q:a ");
}

Test(difference_names, pairs_add_up_to_what_is_in_one_set_alone)
{
    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct chance chance = chance_seed(seed);
        char sides[2][200] = {"", ""};
        struct two two;
        unsigned counts[2] = {0}, pairs[4] = {0};

        for (int side = 0; side < 2; side++)
            for (int folder = 1; folder <= 3; folder++)
                for (char name = 'a'; name <= 'f'; name++) {
                    size_t n = strlen(sides[side]);

                    if (chance_below(&chance, 3) > 0 && n > 0)
                        continue;
                    snprintf(sides[side] + n, sizeof sides[side] - n, "%s%d%c", n ? " " : "",
                             folder, name);
                    counts[side]++;
                }
        compare(&two, sides[0], sides[1]);
        for (uint32_t i = 0; i < two.names.n; i++)
            pairs[two.names.at[i].kind]++;
        cr_expect_eq(counts[1] + pairs[DIFFERENCE_NAMES_REMOVED],
                     counts[0] + pairs[DIFFERENCE_NAMES_ADDED]);
        cr_expect(!pairs[DIFFERENCE_NAMES_REMOVED] || !pairs[DIFFERENCE_NAMES_ADDED]);
        difference_names_free(&two.names);
        grove_free(&two.before);
        grove_free(&two.after);
    }
}

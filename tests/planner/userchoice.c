/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who takes part: every combination of the options, patterns, orphans, keys of one folder. */
#include "planner/userchoice.h"

#include <criterion/criterion.h>

enum { PATTERNS_MAX = 4, SINCE = 1000 };

static struct profile profile(const char *domain, const char *account, const char *sid,
                              uint32_t folder)
{
    return (struct profile){
        .key = str_of(sid),
        .sid = str_of(sid),
        .name = str_of(account),
        .domain = str_of(domain),
        .account = str_of(account),
        .folder = folder,
        .hive = folder + 100,
        .sid_resolves = true,
        .modified = SINCE,
    };
}

/* What becomes of the first of N profiles under up to PATTERNS_MAX patterns each. */
static const enum userchoice_why *apply_to(const struct profile *rows, uint32_t n,
                                           struct userchoice choice, struct arena *arena,
                                           const bool **is_chosen_ret)
{
    const struct profiles profiles = {
        .at = (struct profile *)rows, .n = n, .has_registry = true, .windows = INDEX_NONE};
    const enum userchoice_why *why;

    cr_assert_eq(userchoice_apply(&choice, &profiles, arena, is_chosen_ret, &why), STATUS_OK);
    return why;
}

static enum userchoice_why one(const struct profile *row, struct userchoice choice)
{
    struct arena arena = {0};
    const bool *is_chosen;
    enum userchoice_why why = *apply_to(row, 1, choice, &arena, &is_chosen);

    cr_expect_eq(*is_chosen, why <= USERCHOICE_RECENT);
    arena_free(&arena);
    return why;
}

Test(userchoice, every_combination_of_the_options)
{
    static const char *const phrases[] = {"ui", "uel", "ue", "recent"};
    const enum userchoice_why A = USERCHOICE_ALL, I = USERCHOICE_INCLUDED, R = USERCHOICE_RECENT,
                              N = USERCHOICE_NOT_NAMED, X = USERCHOICE_EXCLUDED;
    /* By what is given that matches: 1 --ui, 2 --uel (given at all), 4 --ue, 8 used since. */
    const enum userchoice_why expected[16] = {
        A, I, N, I, X, I, N, I, A, I, R, I, X, I, R, I,
    };
    const struct str all = str_of("*\\*"), other = str_of("CORP\\Other");

    for (unsigned bits = 0; bits < 16; bits++) {
        struct profile ann = profile("PC17", "Ann", "S-1-5-21-1-2-3-1001", 1);
        const struct userchoice choice = {
            .include = bits & 1 ? &all : &other,
            .ninclude = 1,
            .exclude = bits & 4 ? &all : &other,
            .nexclude = 1,
            .has_since = bits & 2,
            .since = SINCE,
        };

        ann.modified = bits & 8 ? SINCE : SINCE - 1;
        cr_expect_eq(one(&ann, choice), expected[bits], "%s %s %s %s", bits & 1 ? phrases[0] : "",
                     bits & 2 ? phrases[1] : "", bits & 4 ? phrases[2] : "",
                     bits & 8 ? phrases[3] : "");
    }
}

Test(userchoice, the_documented_surprises)
{
    const struct profile stale = {.domain = str_of("CONTOSO"),
                                  .account = str_of("Old"),
                                  .sid = str_of("S-1-5-21-9-9-9-2000"),
                                  .folder = 1,
                                  .sid_resolves = true,
                                  .modified = 10};
    const struct profile fresh = profile("PC17", "Ann", "S-1-5-21-1-2-3-1001", 2);
    const struct str contoso = str_of("contoso\\*"), everyone = str_of("*\\*"),
                     ann = str_of("PC17\\Ann");
    const struct userchoice both = {
        .include = &contoso, .ninclude = 1, .has_since = true, .since = SINCE};
    const struct userchoice useless = {
        .exclude = &ann, .nexclude = 1, .has_since = true, .since = SINCE};
    const struct userchoice only = {
        .include = &ann, .ninclude = 1, .exclude = &everyone, .nexclude = 1};
    const struct userchoice alone = {.include = &ann, .ninclude = 1};

    cr_expect_eq(one(&stale, both), USERCHOICE_INCLUDED, "--ui takes old profiles of the domain");
    cr_expect_eq(one(&fresh, both), USERCHOICE_RECENT, "and --uel fresh ones of any");
    cr_expect_eq(one(&fresh, useless), USERCHOICE_RECENT, "--ue says nothing of those of --uel");
    cr_expect_eq(one(&fresh, only), USERCHOICE_INCLUDED);
    cr_expect_eq(one(&stale, only), USERCHOICE_EXCLUDED);
    cr_expect_eq(one(&stale, alone), USERCHOICE_ALL, "--ui alone leaves nobody out");
}

Test(userchoice, patterns_have_two_parts_and_no_case)
{
    static const struct {
        const char *pattern;
        bool matches;
    } rows[] = {
        {"PC17\\Ann Lee", true},
        {"pc17\\ANN lee", true},
        {"*\\*", true},
        {"*", true},
        {"PC*\\*Lee", true},
        {"*17\\A*n*e*", true},
        {"Ann Lee", true},
        {"ann*", true},
        {"*\\Ann Lee", true},
        {"S-1-5-21-1-2-3-500", true},
        {"s-1-5-21-*", true},
        {"*-500", true},
        {"**", true},
        {"PC17\\", false},
        {"\\Ann Lee", false},
        {"PC17", false},
        {"PC17*", false},
        {"PC1?\\*", false},
        {"Ann", false},
        {"*Leee", false},
        {"PC17\\Ann Lee\\x", false},
        {"*-501", false},
        {"*\\S-1-5-21-*", false},
        {"", false},
    };
    struct profile ann = profile("PC17", "Ann Lee", "S-1-5-21-1-2-3-500", 1);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_eq(userchoice_matches(str_of(rows[i].pattern), &ann, NULL), rows[i].matches,
                     "'%s'", rows[i].pattern);
}

Test(userchoice, the_volumes_letters_fold_by_its_own_table)
{
    static uint16_t upcase[TEXT_UPCASE_UNITS];
    struct profile zoe = profile("B\u00dcRO", "Zo\u00eb", "S-1-5-21-1-2-3-500", 1);

    for (uint32_t i = 0; i < TEXT_UPCASE_UNITS; i++)
        upcase[i] = (uint16_t)i;
    upcase[0xEB] = 0xCB;
    upcase[0xFC] = 0xDC;
    for (uint16_t i = 'a'; i <= 'z'; i++)
        upcase[i] = (uint16_t)(i - 'a' + 'A');
    cr_expect(userchoice_matches(str_of("b\u00fcro\\ZO\u00cb"), &zoe, upcase));
    cr_expect_not(userchoice_matches(str_of("b\u00fcro\\ZO\u00cb"), &zoe, NULL));
}

Test(userchoice, a_folders_name_stands_for_an_account_that_is_not_known)
{
    struct profile p = profile("", "", "S-1-5-21-7-7-7-1200", 1);

    p.name = str_of("Ann.CORP");
    cr_expect(userchoice_matches(str_of("ann.corp"), &p, NULL));
    cr_expect(userchoice_matches(str_of("*\\ann*"), &p, NULL));
    cr_expect_not(userchoice_matches(str_of("CORP\\ann*"), &p, NULL));
    p.account = str_of("Ann");
    cr_expect_not(userchoice_matches(str_of("ann.corp"), &p, NULL));
}

Test(userchoice, long_names_cost_no_more_than_they_must)
{
    static char name[20000], pattern[] = "*a*a*a*a*a*a*a*b";
    struct profile p = profile("PC17", "", "S-1-5-21-1-2-3-1001", 1);

    memset(name, 'a', sizeof name);
    p.account = (struct str){name, sizeof name};
    cr_expect_not(userchoice_matches(str_of(pattern), &p, NULL));
    name[sizeof name - 1] = 'B';
    cr_expect(userchoice_matches(str_of(pattern), &p, NULL));
}

Test(userchoice, orphans_are_left_out_by_name_only)
{
    const struct str orphan = str_of("*-1001"), everyone = str_of("*");
    const struct userchoice named = {.include = &orphan, .ninclude = 1},
                            excluded = {.exclude = &everyone, .nexclude = 1}, none = {0},
                            old = {.has_since = true, .since = SINCE + 1};
    struct profile deleted = profile("PC17", "", "S-1-5-21-1-2-3-1001", 1);
    struct profile lost = profile("", "Lost", "", 2);

    deleted.flags = PROFILE_NO_ACCOUNT;
    deleted.sid_resolves = false;
    lost.flags = PROFILE_NO_KEY;
    lost.sid_resolves = false;
    cr_expect_eq(one(&deleted, none), USERCHOICE_ORPHANED);
    cr_expect_eq(one(&deleted, named), USERCHOICE_INCLUDED);
    cr_expect_eq(one(&deleted, excluded), USERCHOICE_EXCLUDED);
    cr_expect_eq(one(&deleted, old), USERCHOICE_NOT_NAMED);
    cr_expect_eq(one(&lost, none), USERCHOICE_ORPHANED);
}

Test(userchoice, without_a_registry_folders_are_users)
{
    struct profile lost = {.name = str_of("Lost"), .folder = 2, .flags = PROFILE_NO_KEY};
    const struct profiles profiles = {.at = &lost, .n = 1};
    const struct userchoice choice = {0};
    const enum userchoice_why *why;
    const bool *is_chosen;
    struct arena arena = {0};

    cr_assert_eq(userchoice_apply(&choice, &profiles, &arena, &is_chosen, &why), STATUS_OK);
    cr_expect(is_chosen[0]);
    arena_free(&arena);
}

Test(userchoice, what_cannot_be_used_is_an_error)
{
    const struct str everyone = str_of("*");
    const struct userchoice none = {0}, since = {.has_since = true, .since = 1},
                            named = {.include = &everyone, .ninclude = 1};
    struct profile gone = profile("PC17", "Gone", "S-1-5-21-1-2-3-1004", INDEX_NONE);
    struct profile bare = profile("PC17", "Bare", "S-1-5-21-1-2-3-1005", 1);
    struct profile service = profile("NT AUTHORITY", "SYSTEM", "S-1-5-18", 3);

    gone.flags = PROFILE_NO_FOLDER;
    bare.modified = 0;
    service.flags = PROFILE_SYSTEM;
    cr_expect_eq(one(&gone, none), USERCHOICE_UNUSABLE);
    cr_expect_eq(one(&gone, named), USERCHOICE_UNUSABLE);
    cr_expect_eq(one(&bare, since), USERCHOICE_UNUSABLE);
    cr_expect_eq(one(&bare, none), USERCHOICE_ALL);
    cr_expect_eq(one(&service, named), USERCHOICE_SYSTEM);
}

Test(userchoice, of_the_keys_of_one_folder_one_takes_part)
{
    struct profile rows[] = {
        profile("PC17", "Ann", "S-1-5-21-1-2-3-1001", 7), /* .bak */
        profile("PC17", "Ann", "S-1-5-21-1-2-3-1001", 7),
        profile("PC17", "Bob", "S-1-5-21-1-2-3-1002", 8),
        profile("PC17", "Twin", "S-1-5-21-1-2-3-1003", 7),
    };
    const struct str ann = str_of("ann");
    const struct userchoice all = {0}, others = {.exclude = &ann, .nexclude = 1};
    struct arena arena = {0};
    const enum userchoice_why *why;
    const bool *is_chosen;

    rows[0].flags = PROFILE_BACKUP;
    why = apply_to(rows, 4, all, &arena, &is_chosen);
    cr_expect_eq(why[0], USERCHOICE_DUPLICATE);
    cr_expect_eq(why[1], USERCHOICE_ALL);
    cr_expect_eq(why[2], USERCHOICE_ALL);
    cr_expect_eq(why[3], USERCHOICE_DUPLICATE);
    cr_expect(!is_chosen[0] && is_chosen[1] && is_chosen[2] && !is_chosen[3]);
    why = apply_to(rows, 4, others, &arena, &is_chosen);
    cr_expect_eq(why[1], USERCHOICE_EXCLUDED);
    cr_expect_eq(why[3], USERCHOICE_ALL);
    arena_free(&arena);
}

Test(userchoice, nobody_is_nobody)
{
    const struct userchoice choice = {0};
    const enum userchoice_why *why;
    const bool *is_chosen;
    struct arena arena = {0};

    why = apply_to(NULL, 0, choice, &arena, &is_chosen);
    cr_expect(why && is_chosen);
    arena_free(&arena);
}

Test(userchoice, each_answer_has_a_phrase)
{
    for (unsigned i = 0; i < USERCHOICE_NWHYS; i++)
        for (unsigned k = 0; k < i; k++)
            cr_expect_str_neq(userchoice_phrase((enum userchoice_why)i),
                              userchoice_phrase((enum userchoice_why)k));
}

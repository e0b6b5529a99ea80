/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are restored, and whose users have other SIDs now. */
#include "planner/restore_secure.h"

#include <criterion/criterion.h>

#include "planner/check.h"
#include "tests/support/holding.h"

#define TREE     "\\store\\USMT\\File\\C$\\"
#define SID(who) 1, 1, 0, 0, 0, 0, 0, 5, who, 0, 0, 0
/* A descriptor with an owner and a group, and no lists. */
#define DESCRIPTOR(owner, group)                                                                   \
    {                                                                                              \
        1, 0, 0, 0x80, 20, 0, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, SID(owner), SID(group)    \
    }

enum { ANN = 70, BOB = 71, EVE = 72, OF_ANN = 300, OF_EVE = 301, BROKEN = 302, UNKNOWN = 400 };

static const uint8_t old_sid[] = {SID(ANN)}, new_sid[] = {SID(BOB)};
static const uint8_t of_ann[] = DESCRIPTOR(ANN, EVE), of_bob[] = DESCRIPTOR(BOB, EVE);
static const uint8_t of_eve[] = DESCRIPTOR(EVE, EVE), broken[] = {1, 0, 0, 0x80, 9};
static struct descriptor list[] = {{OF_ANN, {of_ann, sizeof of_ann}},
                                   {OF_EVE, {of_eve, sizeof of_eve}},
                                   {BROKEN, {broken, sizeof broken}}};
static struct descriptors descriptors = {.at = list, .n = 3};
static struct sidmap_pair pair = {{old_sid, sizeof old_sid}, {new_sid, sizeof new_sid}, "S-1-5-70"};
static struct sidmap sids = {&pair, 1};
static struct holding holding;
static struct restore_part parts[HOLDING_DRIVES];
static struct knownfolders folders;
static struct relocations moves;
static struct plan plan;
static uint32_t ids[100];

static void begin(void)
{
    holding_begin(&holding, 1, 100);
    memset(parts, 0, sizeof parts);
    memset(ids, 0, sizeof ids);
    folders = (struct knownfolders){0};
}

static void end(void)
{
    holding.groves[0].index.files.security_id = NULL;
    plan_free(&plan);
    holding_free(&holding);
}

TestSuite(restore_secure, .init = begin, .fini = end, .timeout = 60);

static uint32_t store(const char *path, uint32_t id)
{
    uint32_t row = holding_add(&holding, 0, path);

    ids[row] = id;
    return row;
}

static void plan_it(const struct sidmap *map)
{
    const bool has_rules = holding.expansion.nrules > 0;
    struct restore_job job = {.machine = &holding.machine,
                              .volumes = holding.volumes,
                              .parts = parts,
                              .store = str_of("C:\\store"),
                              .folders = &folders,
                              .expansion = has_rules ? &holding.expansion : NULL,
                              .moves = has_rules ? &moves : NULL,
                              .sids = map};
    uint32_t absent;

    holding_finish(&holding);
    holding.groves[0].index.files.security_id = ids;
    holding.drives[0].descriptors = &descriptors;
    plan_begin(&plan);
    cr_assert_eq(restore_plan(&job, &plan, &absent), STATUS_OK);
}

/* The operations of KIND; the last one. */
static const struct plan_op *find(enum plan_kind kind, uint32_t *n_ret)
{
    const struct plan_op *found = NULL;

    *n_ret = 0;
    for (uint32_t i = 0; i < plan.nops; i++)
        if (plan.ops[i].kind == kind) {
            found = &plan.ops[i];
            ++*n_ret;
        }
    return found;
}

static void expect_bytes(uint32_t number, const uint8_t *at, size_t n, const char *what)
{
    struct bytes bytes = plan_descriptor(&plan, number);

    cr_expect(descriptors_same(bytes, (struct bytes){at, n}), "%s has %zu bytes", what, bytes.n);
}

/* How many faults; the first. */
static uint32_t check(struct check_fault *first_ret)
{
    struct check_faults faults;
    uint32_t n;

    cr_assert_eq(check_plan(&plan, &holding.machine, &faults), STATUS_OK);
    n = faults.n;
    if (n > 0)
        *first_ret = faults.at[0];
    check_free(&faults);
    return n;
}

Test(restore_secure, a_file_is_secured_once_whatever_names_it_has)
{
    struct check_fault fault;
    const struct plan_op *op;
    uint32_t n;

    store(TREE "a.txt", OF_ANN);
    holding_link(&holding, 0, TREE "b.txt");
    store(TREE "eve.txt", OF_EVE);
    plan_it(&sids);
    op = find(PLAN_SECURE, &n);
    cr_assert_eq(n, 1);
    cr_expect(str_equal(op->name, str_of("a.txt")));
    cr_expect_eq(op->expect.security_id, OF_ANN);
    expect_bytes(op->had, of_ann, sizeof of_ann, "before");
    expect_bytes(op->given, of_bob, sizeof of_bob, "after");
    cr_expect_eq(plan.nrefusals, 0);
    cr_expect_eq(check(&fault), 0);
}

Test(restore_secure, without_a_map_nothing_is)
{
    uint32_t n;

    store(TREE "a.txt", OF_ANN);
    plan_it(NULL);
    find(PLAN_SECURE, &n);
    cr_expect_eq(n, 0);
    cr_expect_eq(plan.ndescriptors, 0);
}

Test(restore_secure, a_restored_file_of_an_old_user_is_secured_later)
{
    uint32_t n;

    store(TREE "a.txt", OF_ANN);
    holding_link(&holding, 0, "\\a.txt");
    plan_it(&sids);
    find(PLAN_SECURE, &n);
    cr_expect_eq(n, 1);
    cr_expect_eq(plan.nops, 1);
}

Test(restore_secure, what_cannot_be_read_is_told_and_restored)
{
    uint32_t n;

    store(TREE "a.txt", UNKNOWN);
    store(TREE "b.txt", BROKEN);
    store(TREE "c.txt", 0);
    plan_it(&sids);
    find(PLAN_SECURE, &n);
    cr_expect_eq(n, 0);
    find(PLAN_LINK, &n);
    cr_expect_eq(n, 3);
    cr_assert_eq(plan.nrefusals, 2);
    for (uint32_t i = 0; i < 2; i++)
        cr_expect_eq(plan.refusals[i].reason, PLAN_NO_DESCRIPTOR);
}

Test(restore_secure, folders_are_made_for_the_new_user)
{
    const struct plan_op *op;
    uint32_t n;

    store(TREE "Data\\", OF_ANN);
    store(TREE "Data\\a.txt", OF_EVE);
    plan_it(&sids);
    op = find(PLAN_MKDIR, &n);
    cr_assert_eq(n, 1);
    expect_bytes(op->given, of_bob, sizeof of_bob, "the folder");
    cr_expect_eq(op->had, 0);
}

Test(restore_secure, only_what_a_restore_secures_in_the_store_holds)
{
    struct check_fault fault;
    struct plan_op *op;
    uint32_t row = store(TREE "a.txt", OF_ANN);

    holding_link(&holding, 0, "\\a.txt");
    plan_it(&sids);
    cr_assert_eq(plan.nops, 1);
    op = &plan.ops[0];

    plan.command = str_of("save");
    cr_assert_eq(check(&fault), 1);
    cr_expect_eq(fault.kind, CHECK_OUTSIDE);
    plan.command = str_of("restore");
    op->folder = op->from_folder = 0;
    cr_assert_eq(check(&fault), 1);
    cr_expect_eq(fault.kind, CHECK_OUTSIDE, "the file itself, by a name outside the store");
    plan.command = str_of("undo-restore");
    cr_expect_eq(check(&fault), 0, "which an undo may");
    ids[row] = OF_EVE;
    cr_assert_eq(check(&fault), 1);
    cr_expect_eq(fault.kind, CHECK_DRIFT);
    cr_expect_eq(fault.field, CHECK_SECURITY_ID);
}

/* ---- Descriptors that rules leave out ---- */

static void rule(enum rules_kind kind, unsigned attributes, const char *pattern)
{
    const struct expand_rule *made = holding_rule(&holding, kind, 0, pattern);

    holding.rules[made - holding.expanded].attributes = attributes;
}

Test(restore_secure, what_rules_leave_out_is_that_of_the_folder)
{
    struct check_fault fault;
    const struct plan_op *op;
    uint32_t n;

    ids[GROVE_ROOT] = OF_EVE;
    store(TREE "a.txt", OF_ANN);
    store(TREE "b.txt", OF_EVE);
    rule(RULES_EXCLUDE_ATTRIBUTES, RULES_SECURITY, "C:\\* [*]");
    plan_it(NULL);
    op = find(PLAN_SECURE, &n);
    cr_assert_eq(n, 1);
    cr_expect(str_equal(op->name, str_of("a.txt")));
    expect_bytes(op->had, of_ann, sizeof of_ann, "before");
    expect_bytes(op->given, of_eve, sizeof of_eve, "after");
    cr_expect_eq(plan.nrefusals, 0);
    cr_expect_eq(check(&fault), 0);
}

Test(restore_secure, of_a_folder_that_is_made_it_is_what_that_gets)
{
    const struct plan_op *op;
    uint32_t n;

    ids[GROVE_ROOT] = OF_EVE;
    store(TREE "Dir\\", OF_ANN);
    store(TREE "Dir\\a.txt", OF_EVE);
    rule(RULES_EXCLUDE_ATTRIBUTES, RULES_SECURITY, "C:\\* [*]");
    plan_it(&sids);
    op = find(PLAN_SECURE, &n);
    cr_assert_eq(n, 1);
    expect_bytes(op->had, of_eve, sizeof of_eve, "before");
    expect_bytes(op->given, of_bob, sizeof of_bob, "after");
    expect_bytes(find(PLAN_MKDIR, &n)->given, of_bob, sizeof of_bob, "the folder");
}

Test(restore_secure, the_most_specific_rule_says_whether_it_comes)
{
    uint32_t n;

    ids[GROVE_ROOT] = OF_EVE;
    store(TREE "a.txt", OF_ANN);
    store(TREE "b.txt", OF_ANN);
    rule(RULES_EXCLUDE_ATTRIBUTES, RULES_SECURITY, "C:\\* [*]");
    rule(RULES_INCLUDE_ATTRIBUTES, RULES_SECURITY | RULES_TIME_FIELDS, "C:\\* [a.txt]");
    rule(RULES_EXCLUDE_ATTRIBUTES, RULES_TIME_FIELDS, "C:\\ [a.txt]");
    rule(RULES_EXCLUDE_ATTRIBUTES, RULES_OWNER, "C:\\ [a.txt]");
    plan_it(NULL);
    cr_expect(str_equal(find(PLAN_SECURE, &n)->name, str_of("b.txt")));
    cr_expect_eq(n, 1);
}

Test(restore_secure, what_is_left_out_and_cannot_be_read_is_told)
{
    uint32_t n;

    ids[GROVE_ROOT] = OF_EVE;
    store(TREE "a.txt", UNKNOWN);
    rule(RULES_EXCLUDE_ATTRIBUTES, RULES_SECURITY, "C:\\* [*]");
    plan_it(NULL);
    find(PLAN_LINK, &n);
    cr_expect_eq(n, 1);
    find(PLAN_SECURE, &n);
    cr_expect_eq(n, 0);
    cr_assert_eq(plan.nrefusals, 1);
    cr_expect_eq(plan.refusals[0].reason, PLAN_NO_DESCRIPTOR);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NewestVersion: a plan asks for versions, and prefers the higher one once they are known. */
#include "planner/fileversions.h"

#include <criterion/criterion.h>

#include "planner/check.h"
#include "planner/restore.h"
#include "tests/support/holding.h"

#define TREE "\\store\\USMT\\File\\C$\\"

enum { MOST = 100 };

static struct holding holding;
static struct restore_part parts[HOLDING_DRIVES];
static struct knownfolders folders;
static struct relocations moves;
static struct rules_call call;
static struct str argument;
static struct fileversions versions;
static struct plan plan;
static uint32_t comes, there; /* rows */

static void begin(void)
{
    holding_begin(&holding, 2, MOST);
    comes = holding_add(&holding, 0, TREE "Bin\\a.dll");
    there = holding_add(&holding, 0, "\\Bin\\a.dll");
    cr_assert_eq(fileversions_begin(&versions, 2), STATUS_OK);
}

static void end(void)
{
    fileversions_free(&versions);
    plan_free(&plan);
    holding_free(&holding);
}

TestSuite(fileversions, .init = begin, .fini = end, .timeout = 60);

static void rule(const char *which)
{
    struct expand_rule *at = holding_rule(&holding, RULES_MERGE, 0, "C:\\Bin\\* [*]");

    argument = str_of(which);
    call = (struct rules_call){
        .helper = helper_find(str_of("NewestVersion")), .arguments = &argument, .narguments = 1};
    holding.rules[at - holding.expanded].call = &call;
    holding_finish(&holding);
}

static void make(void)
{
    const struct restore_job job = {
        .machine = &holding.machine,
        .volumes = holding.volumes,
        .parts = parts,
        .store = str_of("C:\\store"),
        .folders = &folders,
        .expansion = &holding.expansion,
        .moves = &moves,
        .versions = &versions,
    };
    struct check_faults faults;
    uint32_t absent;

    plan_free(&plan);
    plan_begin(&plan);
    cr_assert_eq(restore_plan(&job, &plan, &absent), STATUS_OK);
    cr_assert_eq(check_plan(&plan, &holding.machine, &faults), STATUS_OK);
    cr_expect_eq(faults.n, 0);
    check_free(&faults);
}

static void know(uint32_t file, uint64_t file_version, uint64_t product_version)
{
    for (uint32_t i = 0; i < versions.n; i++)
        if (versions.at[i].file == file) {
            versions.at[i].state = FILEVERSION_KNOWN;
            versions.at[i].file_version = file_version;
            versions.at[i].product_version = product_version;
            return;
        }
    cr_assert_fail("nobody has asked for it");
}

/* What comes keeps its name, and what is there gets another. */
static void expect_instead(void)
{
    cr_assert_eq(plan.nops, 2);
    cr_expect_eq(plan.ops[0].kind, PLAN_MOVE);
    cr_expect(str_equal(plan.ops[0].name, str_of("a(1).dll")));
    cr_expect_eq(plan.ops[1].kind, PLAN_LINK);
    cr_expect(str_equal(plan.ops[1].name, str_of("a.dll")));
}

static void expect_kept(void)
{
    cr_expect_eq(plan.nops, 0);
    cr_assert_eq(plan.nrefusals, 1);
    cr_expect_eq(plan.refusals[0].reason, PLAN_KEPT_THERE);
}

static void expect_both(void)
{
    cr_assert_eq(plan.nops, 1);
    cr_expect_eq(plan.ops[0].kind, PLAN_LINK);
    cr_expect(str_equal(plan.ops[0].name, str_of("a(1).dll")));
}

Test(fileversions, what_must_be_known_is_asked_for_once)
{
    const struct fileversion *version;

    rule("FileVersion");
    make();
    expect_both();
    cr_expect_eq(versions.n, 2);
    make();
    cr_expect_eq(versions.n, 2);
    cr_assert_eq(fileversions_ask(&versions, 0, holding.groves[0].index.files.n, there, &version),
                 STATUS_OK);
    cr_expect_eq(version->file, there);
    cr_expect_eq(version->state, FILEVERSION_ASKED);
}

Test(fileversions, the_higher_one_wins)
{
    rule("FileVersion");
    make();
    know(comes, 2, 1);
    know(there, 1, 2);
    make();
    expect_instead();
    know(comes, 1, 2);
    know(there, 2, 1);
    make();
    expect_kept();
}

Test(fileversions, of_the_same_version_what_is_there_stays)
{
    rule("FileVersion");
    make();
    know(comes, 7, 7);
    know(there, 7, 7);
    make();
    expect_kept();
}

Test(fileversions, the_version_of_the_product_is_another)
{
    rule("productversion");
    make();
    know(comes, 1, 2);
    know(there, 2, 1);
    make();
    expect_instead();
}

Test(fileversions, where_one_has_none_both_stay)
{
    rule("FileVersion");
    make();
    know(comes, 2, 2);
    for (uint32_t i = 0; i < versions.n; i++)
        if (versions.at[i].file == there)
            versions.at[i].state = FILEVERSION_NONE;
    make();
    expect_both();
}

Test(fileversions, without_a_rule_nothing_is_asked)
{
    holding_finish(&holding);
    make();
    expect_both();
    cr_expect_eq(versions.n, 0);
}

Test(fileversions, there_is_room_for_many)
{
    const struct fileversion *version;

    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t file = 0; file < 1000; file++) {
            cr_assert_eq(fileversions_ask(&versions, file % 2, 1000, file, &version), STATUS_OK);
            cr_assert_eq(version->file, file);
            cr_assert_eq(version->drive, file % 2);
        }
    cr_expect_eq(versions.n, 1000);
}

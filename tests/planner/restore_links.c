/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shortcuts that lead nowhere, and rules that leave them out of a restore. */
#include <criterion/criterion.h>

#include "planner/check.h"
#include "planner/restore.h"
#include "tests/support/holding.h"

#define STORE "\\store\\USMT\\File\\C$\\"

enum { MOST = 200, LINKS = 16 };

static struct holding holding;
static struct restore_part parts[HOLDING_DRIVES];
static struct knownfolder known[] = {{{"C:\\Docs", 7}, {"C:\\Users", 8}}};
static struct knownfolders folders;
static struct linktarget targets[LINKS];
static struct linktargets links[HOLDING_DRIVES];
static struct rules_call call;
static struct relocations moves;
static struct plan plan;

static void begin(void)
{
    holding_begin(&holding, 2, MOST);
    folders = (struct knownfolders){.at = known, .n = 1};
    memset(links, 0, sizeof links);
    memset(&moves, 0, sizeof moves);
    links[0].at = targets;
    call = (struct rules_call){.helper = helper_find(str_of("IgnoreIrrelevantLinks"))};
    cr_assert(call.helper);
}

static void end(void)
{
    plan_free(&plan);
    holding_free(&holding);
}

TestSuite(restore_links, .init = begin, .fini = end, .timeout = 60);

/* A shortcut of the store; in the order of the rows. */
static void shortcut(const char *path, const char *target, const char *relative)
{
    targets[links[0].n++] =
        (struct linktarget){holding_add(&holding, 0, path), str_of(target), str_of(relative)};
}

static void include(uint32_t scope, const char *pattern, bool asks)
{
    struct expand_rule *rule = holding_rule(&holding, RULES_INCLUDE, scope, pattern);

    if (asks)
        holding.rules[rule - holding.expanded].call = &call;
}

/* How many are left out; all others come. */
static uint32_t left_out(bool knows_links)
{
    const struct restore_job job = {
        .machine = &holding.machine,
        .volumes = holding.volumes,
        .parts = parts,
        .store = str_of("C:\\store"),
        .folders = &folders,
        .expansion = &holding.expansion,
        .moves = &moves,
        .links = knows_links ? links : NULL,
    };
    uint32_t absent, n = 0;
    struct check_faults faults;

    holding_finish(&holding);
    plan_free(&plan);
    plan_begin(&plan);
    cr_assert_eq(restore_plan(&job, &plan, &absent), STATUS_OK);
    cr_assert_eq(check_plan(&plan, &holding.machine, &faults), STATUS_OK);
    cr_expect_eq(faults.n, 0);
    check_free(&faults);
    for (uint32_t i = 0; i < plan.nrefusals; i++) {
        cr_expect_eq(plan.refusals[i].reason, PLAN_IRRELEVANT_LINK);
        n++;
    }
    return n;
}

static bool is_left_out(const char *name)
{
    for (uint32_t i = 0; i < plan.nrefusals; i++)
        if (str_equal(plan.refusals[i].from_name, str_of(name)))
            return true;
    return false;
}

Test(restore_links, a_shortcut_whose_target_is_nowhere_stays_in_the_store)
{
    holding_add(&holding, 0, "\\Programs\\there.exe");
    shortcut(STORE "Docs\\a.lnk", "C:\\Programs\\gone.exe", "");
    shortcut(STORE "Docs\\b.lnk", "c:\\programs\\THERE.exe", "");
    include(0, "C:\\* [*]", true);
    cr_expect_eq(left_out(true), 1);
    cr_expect(is_left_out("a.lnk"));
    cr_expect_eq(plan.nops, 2); /* the folder, and b.lnk */
}

Test(restore_links, what_the_store_has_is_there_by_its_old_path_and_by_its_new_one)
{
    holding_add(&holding, 0, STORE "Docs\\Sub\\x.doc");
    shortcut(STORE "Docs\\old.lnk", "C:\\Docs\\Sub\\x.doc", "");
    shortcut(STORE "Docs\\new.lnk", "C:\\Users\\Sub\\X.doc", "");
    shortcut(STORE "Docs\\folder.lnk", "C:\\Users\\Sub", "");
    shortcut(STORE "Docs\\other.lnk", "C:\\Users\\Sub\\y.doc", "");
    include(0, "C:\\* [*]", true);
    cr_expect_eq(left_out(true), 1);
    cr_expect(is_left_out("other.lnk"));
}

Test(restore_links, what_lies_beside_a_shortcut_is_found_from_it)
{
    holding_add(&holding, 0, STORE "Docs\\Sub\\x.doc");
    holding_add(&holding, 0, "\\Users\\Here\\y.doc");
    shortcut(STORE "Docs\\Links\\a.lnk", "C:\\Elsewhere\\x.doc", "..\\.\\Sub\\x.doc");
    shortcut(STORE "Docs\\b.lnk", "C:\\Elsewhere\\y.doc", "Here\\y.doc");
    shortcut(STORE "Docs\\c.lnk", "C:\\Elsewhere\\z.doc", ".\\z.doc");
    include(0, "C:\\* [*]", true);
    cr_expect_eq(left_out(true), 1);
    cr_expect(is_left_out("c.lnk"));
}

Test(restore_links, where_it_is_not_sure_a_shortcut_comes)
{
    const uint32_t junction = holding_add(&holding, 0, "\\Junction\\");

    holding.groves[0].index.files.flags[junction] |= FILE_REPARSE;
    shortcut(STORE "Docs\\a.lnk", "C:\\Junction\\x.doc", "");
    shortcut(STORE "Docs\\b.lnk", "Q:\\x.doc", "");
    shortcut(STORE "Docs\\c.lnk", "C:\\PROGRA~1\\x.exe", "");
    shortcut(STORE "Docs\\d.lnk", "C:\\x.exe", "..\\..\\..\\..\\..\\..\\..\\x.exe");
    holding_add(&holding, 0, STORE "Docs\\not read.lnk");
    include(0, "C:\\* [*]", true);
    cr_expect_eq(left_out(true), 0);
}

Test(restore_links, a_rule_that_takes_it_at_once_brings_it)
{
    shortcut(STORE "Docs\\a.lnk", "C:\\gone.exe", "");
    shortcut(STORE "Music\\b.lnk", "C:\\gone.exe", "");
    shortcut(STORE "Other\\c.lnk", "C:\\gone.exe", "");
    shortcut(STORE "Held\\d.lnk", "C:\\gone.exe", "");
    include(0, "C:\\Docs\\* [*]", true);
    include(0, "C:\\Music\\* [*]", true);
    include(0, "C:\\* [b.lnk]", false);
    include(0, "C:\\Held\\* [*]", true);
    holding_rule(&holding, RULES_EXCLUDE, 0, "C:\\* [d.lnk]");
    include(1, "C:\\* [d.lnk]", false);
    holding_rule(&holding, RULES_EXCLUDE, 1, "C:\\Held\\* [*]");
    cr_expect_eq(left_out(true), 2);
    cr_expect(is_left_out("a.lnk"));
    cr_expect(is_left_out("d.lnk"));
}

Test(restore_links, without_what_they_contain_all_come)
{
    shortcut(STORE "Docs\\a.lnk", "C:\\gone.exe", "");
    include(0, "C:\\* [*]", true);
    cr_expect_eq(left_out(false), 0);
}

Test(restore_links, that_are_left_out_take_no_name_and_need_no_folder)
{
    shortcut(STORE "Docs\\Sub\\a.lnk", "C:\\gone.exe", "");
    include(0, "C:\\* [*]", true);
    cr_expect_eq(left_out(true), 1);
    cr_expect_eq(plan.nops, 0);
}

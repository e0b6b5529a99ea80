/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A restore is planned without memory: the n-th allocation fails, for every n. What was begun is
 * given back, and what succeeds is whole: with shortcuts that lead nowhere, names that are taken,
 * descriptors that become others, and what makes way.
 *
 * A plain program: see scarcity.h.
 */
#include "planner/restore.h"
#include "tests/support/holding.h"
#include "tests/support/scarcity.h"
#include "tests/support/tally.h"

#define TREE "\\store\\USMT\\File\\C$\\"

enum { MOST = 100000, NAMES = 200 };

static struct holding holding;
static struct restore_part parts[HOLDING_DRIVES];
static struct knownfolder known[] = {{{"C:\\Docs", 7}, {"C:\\Users\\Ann", 12}}};
static struct knownfolders folders = {.at = known, .n = 1};
static struct linktarget target = {0, {"C:\\gone.exe", 11}, {"", 0}};
static struct linktargets links[HOLDING_DRIVES];
static struct relocation moved;
static struct relocations moves = {.at = &moved, .n = 1};
static struct rules_call relevance, source;

static void rule(enum rules_kind kind, const char *pattern, struct rules_call *call,
                 const char *helper)
{
    struct expand_rule *at = holding_rule(&holding, kind, 0, pattern);

    if (!helper)
        return;
    call->helper = helper_find(str_of(helper));
    holding.rules[at - holding.expanded].call = call;
}

static void plant(void)
{
    holding_begin(&holding, 2, NAMES);
    target.file = holding_add(&holding, 0, TREE "Docs\\gone.lnk");
    links[0] = (struct linktargets){.at = &target, .n = 1};
    holding_add(&holding, 0, TREE "Docs\\a.txt");
    holding_add(&holding, 0, TREE "Docs\\Sub\\b.txt");
    holding_add(&holding, 0, TREE "Music\\c.mp3");
    holding_add(&holding, 0, "\\store\\USMT\\File\\D$\\Data\\d.txt");
    holding_add(&holding, 0, "\\Users\\Ann\\a.txt");
    holding_add(&holding, 0, "\\Users\\Ann\\Sub\\b.txt");
    holding_add(&holding, 0, "\\Old\\Sub\\e.txt");
    holding_add(&holding, 1, "\\Data\\d.txt");
    moved = (struct relocation){.rule = 0,
                                .kind = HELPER_MOVE,
                                .target = str_of("C:\\New\\Place"),
                                .source = str_of(""),
                                .leaf = str_of("")};
    rule(RULES_LOCATION_MODIFY, "C:\\Music\\* [*]", NULL, NULL);
    rule(RULES_INCLUDE, "C:\\* [*]", &relevance, "IgnoreIrrelevantLinks");
    rule(RULES_MERGE, "C:\\Docs\\* [*]", &source, "SourcePriority");
    rule(RULES_DESTINATION_CLEANUP, "C:\\Old\\* [*]", NULL, NULL);
    rule(RULES_DESTINATION_CLEANUP, "D:\\* [*]", NULL, NULL);
    holding_finish(&holding);
}

static enum status plan_it(struct plan *plan_ret)
{
    const struct restore_job job = {
        .machine = &holding.machine,
        .volumes = holding.volumes,
        .parts = parts,
        .store = str_of("C:\\store"),
        .folders = &folders,
        .expansion = &holding.expansion,
        .moves = &moves,
        .links = links,
        .cleanup = &holding.expansion,
    };
    uint32_t absent;

    plan_begin(plan_ret);
    return restore_plan(&job, plan_ret, &absent);
}

/* True where no allocation was the N-th. */
static bool try_once(unsigned long n, bool is_lasting, uint32_t nops, uint32_t nrefusals)
{
    struct plan plan;
    enum status status;
    bool is_over;

    scarcity_fail_at(n, is_lasting);
    status = plan_it(&plan);
    scarcity_end();
    is_over = scarcity_count() < n;
    tally_check(status == STATUS_OK || status == STATUS_NO_MEMORY, "it works or says no memory");
    if (is_over)
        tally_check(status == STATUS_OK, "with memory it works");
    if (status == STATUS_OK)
        tally_check(plan.nops == nops && plan.nrefusals == nrefusals, "what works is whole");
    plan_free(&plan);
    return is_over;
}

static void try_all(bool is_lasting, const struct plan *whole)
{
    unsigned long n = 1;

    while (n < MOST && !try_once(n, is_lasting, whole->nops, whole->nrefusals))
        n++;
    tally_check(n > 20 && n < MOST, "every allocation failed once");
}

static uint32_t count(const struct plan *plan, enum plan_kind kind)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < plan->nops; i++)
        n += plan->ops[i].kind == kind;
    return n;
}

int main(void)
{
    struct plan whole;

    tally_begin("a restore is planned");
    plant();
    tally_check(plan_it(&whole) == STATUS_OK, "with memory it works");
    tally_check(count(&whole, PLAN_MOVE) == 4, "two make room, two are cleaned away");
    tally_check(count(&whole, PLAN_LINK) == 3 && count(&whole, PLAN_COPY) == 1, "four come");
    tally_check(whole.nrefusals == 1, "a shortcut stays");
    tally_begin("each allocation fails alone");
    try_all(false, &whole);
    tally_begin("each allocation fails with all behind it");
    try_all(true, &whole);
    plan_free(&whole);
    holding_free(&holding);
    return tally_end();
}

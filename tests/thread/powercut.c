/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The power fails while a plan is carried out, taken back, or a store is taken away: after any call
 * that writes, with any part of what no sync has followed lost. recover then gives a volume that is
 * bit for bit as before or after a batch, and the same command again ends as if nothing had been.
 *
 * A plain program that is linked with --wrap of what writes: see tapcalls.h. Without more, every
 * cut of small runs; with MFTLINK_CUTS=N also N cuts of a large one, by chance.
 */
#define _GNU_SOURCE /* asprintf */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/oracle/witness.h"
#include "tests/support/inprocess.h"
#include "tests/support/powerdisk.h"
#include "tests/support/tally.h"

enum {
    WORDS = 16,
    EACH_UNDO = 4, /* of so many one is taken back, and so on */
    EACH_REFUSAL = 3,
    EACH_NESTED = 2,
    EACH_WITNESS = 16,
    CHANCES = 3,  /* for each cut */
    BEGUN_AT = 3, /* calls: the header of the journal lasts */
};

/* What is cut off. */
struct outage {
    struct inprocess *place;
    const char *words[WORDS];  /* the command */
    const char *before[WORDS]; /* the command whose work it takes back or away; or none */
    const char *log;           /* behind the plan's name */
    bool is_apply, is_undo;
    uint32_t ncuts;       /* 0: every one, in each way */
    uint32_t each_finish; /* one of so many is finished */
    struct powerdisk disk;
    struct inprocess_names first, last; /* before it and after it, undisturbed */
    bool *is_sound; /* of each state of the volume: the witnesses have seen it */
    struct chance chance;
    uint32_t nbatches, nbefore, nafter, nrecovered, nfinished, nundone;
};

/* ---- What must hold ---- */

static void expect(bool holds, const char *what, const struct outage *run, uint32_t cut,
                   enum powerdisk_mode mode)
{
    static const char *const modes[] = {"all of it", "what was synced", "by chance"};

    tally_check(holds, what);
    if (!holds)
        printf("  at call %u of %u, %s; mftlink said:\n%s\n", cut, run->disk.ncalls, modes[mode],
               inprocess_said());
}

static void tap(struct outage *run)
{
    run->disk.nwatched = 0;
    tapcalls_begin(run->place->folder, powerdisk_watch, &run->disk);
}

/* Calls of a kind on the volume before CUT. */
static uint32_t count_syncs(const struct outage *run, uint32_t cut)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < cut; i++)
        n +=
            run->disk.calls[i].kind == TAPCALLS_SYNC && run->disk.calls[i].file == POWERDISK_VOLUME;
    return n;
}

/* Has a log got its name since the volume was synced last? */
static bool is_published(const struct outage *run, uint32_t cut)
{
    while (cut-- > 0) {
        const struct powerdisk_call *call = &run->disk.calls[cut];
        size_t n = call->to ? strlen(call->to) : 0;

        if (call->kind == TAPCALLS_SYNC && call->file == POWERDISK_VOLUME)
            return false;
        if (call->kind == TAPCALLS_RENAME && n > 5 && strcmp(call->to + n - 5, ".redo") == 0)
            return true;
    }
    return false;
}

/* ---- One cut ---- */

/* A crash in the middle of the recovery. */
struct nested {
    struct outage *run;
    uint32_t at, end; /* calls; END: from this one on there is no power */
    bool is_lossy;    /* the power fails before the volume is synced, and sectors are lost */
    struct chance chance;
};

static int cut_again(void *context, const struct tapcalls_call *call)
{
    struct nested *n = context;
    const struct powerdisk *disk = &n->run->disk;

    bool is_volume = strcmp(call->path, disk->volume) == 0;

    powerdisk_watch(&n->run->disk, call);
    if (is_volume && n->is_lossy && call->kind == TAPCALLS_SYNC)
        n->end = n->at;
    if (n->at++ >= n->end)
        return EIO;
    if (!is_volume || !n->is_lossy || call->kind != TAPCALLS_WRITE)
        return TAPCALLS_GO;
    for (size_t i = 0; i < call->bytes.n; i += POWERDISK_SECTOR_BYTES)
        if (chance_below(&n->chance, 2))
            memcpy(disk->disk + call->offset + i, call->bytes.at + i,
                   call->bytes.n - i < POWERDISK_SECTOR_BYTES ? call->bytes.n - i
                                                              : POWERDISK_SECTOR_BYTES);
    return TAPCALLS_SKIP;
}

/* Recovers up to some call. */
static void recover_part(struct outage *run)
{
    struct nested nested = {.run = run};

    nested.is_lossy = chance_below(&run->chance, 2);
    nested.end = chance_below(&run->chance, nested.is_lossy ? 40 : 80);
    nested.chance = chance_seed(chance_bits(&run->chance));
    tapcalls_begin(run->place->folder, cut_again, &nested);
    inprocess_run((const char *const[]){"recover", "--yes", run->place->image, NULL});
    tapcalls_end();
}

static bool has_log(const struct outage *run)
{
    char *path;
    bool has;

    if (asprintf(&path, "%s%s", run->place->plan, run->log) < 0)
        abort();
    has = inprocess_is_there(path);
    free(path);
    return has;
}

/* What is said of a volume with an open log is that it has one, and nothing is written. */
static void try_without(struct outage *run, uint32_t cut, enum powerdisk_mode mode)
{
    int code;

    if (!has_log(run))
        return;
    tap(run);
    code = inprocess_run(run->words);
    tapcalls_end();
    expect(code == 1 && run->disk.nwatched == 0, "with an open log nothing else is done", run, cut,
           mode);
}

static void look(struct outage *run, uint32_t cut, enum powerdisk_mode mode)
{
    bool is_before = powerdisk_is_before(&run->disk), is_after = powerdisk_is_after(&run->disk);
    bool may_be_after = is_published(run, cut);
    uint32_t state = count_syncs(run, cut) + !is_before;

    expect(is_before || (is_after && may_be_after), "the volume is as before or after a batch", run,
           cut, mode);
    if (mode == POWERDISK_ALL && may_be_after)
        expect(is_after, "a log that has its name counts", run, cut, mode);
    expect(!has_log(run), "no log is left", run, cut, mode);
    run->nbefore += is_before;
    run->nafter += !is_before;
    if (!run->is_sound[state]) {
        expect(witness_finds_nothing(run->place->image), "the witnesses find nothing", run, cut,
               mode);
        run->is_sound[state] = true;
    }
}

/* Takes back what is there, as far as it came. */
static void undo(struct outage *run, uint32_t cut, enum powerdisk_mode mode)
{
    struct inprocess_names names;
    int code = inprocess_run(
        (const char *const[]){"undo", "--yes", run->place->journal, run->place->image, NULL});

    expect(code == 0 && inprocess_names(run->place->image, &names) &&
               inprocess_is_same(&names, &run->first),
           "it can be taken back", run, cut, mode);
    if (++run->nundone % EACH_WITNESS == 0)
        expect(witness_finds_nothing(run->place->image), "the witnesses find nothing then", run,
               cut, mode);
}

static void finish(struct outage *run, uint32_t cut, enum powerdisk_mode mode)
{
    struct inprocess_names names;
    /* An undo whose journal has its new name is over. */
    bool is_over = run->is_undo && !inprocess_is_there(run->place->journal);
    int code = is_over ? 0 : inprocess_run(run->words);

    /* Where the undo's own journal is gone, nobody knows who has taken the names away. A removal
     * that is finished is not done twice. */
    expect(code == 0 || (code == 3 && run->is_undo && count_syncs(run, cut) == run->nbatches) ||
               (code == 1 && strstr(inprocess_said(), "that is finished")),
           "the same command goes on", run, cut, mode);
    if (run->is_undo)
        expect(!inprocess_is_there(run->place->journal), "the journal has its new name", run, cut,
               mode);
    expect(inprocess_names(run->place->image, &names) && inprocess_is_same(&names, &run->last),
           "the names are those of a run that nothing disturbed", run, cut, mode);
    if (++run->nfinished % EACH_WITNESS == 0)
        expect(witness_finds_nothing(run->place->image), "the witnesses find nothing then", run,
               cut, mode);
}

/* Of a plan that was carried out in part or whole, either what was begun is taken back, or the rest
 * is done, and then perhaps all taken back. Is there a journal that can be read? Before its header
 * is whole nothing was begun. */
static void go_on(struct outage *run, uint32_t cut, enum powerdisk_mode mode)
{
    bool is_begun = run->is_apply && cut > BEGUN_AT;

    tap(run);
    if (!is_begun || chance_below(&run->chance, EACH_UNDO) != 0)
        finish(run, cut, mode);
    if (is_begun && chance_below(&run->chance, EACH_UNDO) == 0)
        undo(run, cut, mode);
    tapcalls_end();
}

static void try_cut(struct outage *run, uint32_t cut, enum powerdisk_mode mode)
{
    int code;

    powerdisk_put(&run->disk, mode, &run->chance);
    if (chance_below(&run->chance, EACH_REFUSAL) == 0)
        try_without(run, cut, mode);
    if (chance_below(&run->chance, EACH_NESTED) == 0)
        recover_part(run);
    tap(run);
    code = inprocess_run((const char *const[]){"recover", "--yes", run->place->image, NULL});
    tapcalls_end();
    expect(code == 0, "recover ends well", run, cut, mode);
    run->nrecovered += run->disk.nwatched > 0;
    look(run, cut, mode);
    if (chance_below(&run->chance, run->each_finish) == 0)
        go_on(run, cut, mode);
}

/* ---- All of them ---- */

static void record(struct outage *run)
{
    int code;

    powerdisk_begin(&run->disk, run->place->folder, run->place->image);
    tapcalls_begin(run->place->folder, powerdisk_record, &run->disk);
    code = inprocess_run(run->words);
    tapcalls_end();
    expect(code == 0, "without a cut it works", run, 0, POWERDISK_ALL);
    tally_check(powerdisk_is_faithful(&run->disk), "the record has all that was written");
    tally_check(inprocess_names(run->place->image, &run->last), "there are names");
    tally_check(!inprocess_is_same(&run->first, &run->last), "it has done something");
    run->nbatches = count_syncs(run, run->disk.ncalls);
    run->is_sound = calloc(run->nbatches + 2, sizeof *run->is_sound);
    powerdisk_rewind(&run->disk);
}

static void cut_everywhere(struct outage *run)
{
    for (uint32_t cut = 0; cut <= run->disk.ncalls; cut++) {
        powerdisk_go(&run->disk, cut);
        try_cut(run, cut, POWERDISK_ALL);
        try_cut(run, cut, POWERDISK_SYNCED);
        for (int i = 0; i < CHANCES; i++)
            try_cut(run, cut, POWERDISK_CHANCE);
    }
}

static int compare_cuts(const void *a, const void *b)
{
    uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;

    return one < other ? -1 : one > other;
}

static void cut_by_chance(struct outage *run)
{
    uint32_t *cuts = calloc(run->ncuts, sizeof *cuts);

    for (uint32_t i = 0; cuts && i < run->ncuts; i++)
        cuts[i] = chance_below(&run->chance, run->disk.ncalls + 1);
    if (cuts)
        qsort(cuts, run->ncuts, sizeof *cuts, compare_cuts);
    for (uint32_t i = 0; cuts && i < run->ncuts; i++) {
        powerdisk_go(&run->disk, cuts[i]);
        try_cut(run, cuts[i], i % 4 == 0 ? POWERDISK_ALL : POWERDISK_CHANCE);
    }
    tally_check(cuts, "there is memory");
    free(cuts);
}

static void cut_all(struct outage *run)
{
    if (run->before[0])
        tally_check(inprocess_run(run->before) == 0, "what comes before it works");
    tally_check(inprocess_names(run->place->image, &run->first), "there are names");
    record(run);
    tally_check(run->is_sound && run->nbatches > 1, "there are several batches");
    if (run->ncuts > 0)
        cut_by_chance(run);
    else
        cut_everywhere(run);
    tally_check(run->nbefore > 0 && run->nafter > 0 && run->nrecovered > 0,
                "some batches were lost, some finished");
    printf("  %u calls, %u batches, %u cuts: %u times before, %u after a batch; %u recovered, "
           "%u finished, %u taken back\n",
           run->disk.ncalls, run->nbatches, run->nbefore + run->nafter, run->nbefore, run->nafter,
           run->nrecovered, run->nfinished, run->nundone);
    free(run->is_sound);
    powerdisk_end(&run->disk);
}

static void save_plan(const struct inprocess *place)
{
    int code = inprocess_run((const char *const[]){"plan", "save", place->image, "--store",
                                                   "C:\\migdata", "--rules", "builtin:user",
                                                   "--efs", "skip", "-o", place->plan, NULL});

    tally_check(code == 0 || code == 3, "there is a plan");
}

static void cut_apply(const char *recipe, const char *memory, uint32_t ncuts)
{
    struct inprocess place;

    inprocess_begin(&place, recipe);
    save_plan(&place);
    struct outage run = {
        .place = &place,
        .words = {"apply", "--yes", "--reserve", "0", "--jobs", "1", "--txn-memory", memory,
                  place.plan, place.image},
        .log = ".redo",
        .is_apply = true,
        .ncuts = ncuts,
        .each_finish = ncuts > 0 ? 10 : 1,
        .chance = chance_seed(ncuts + 1),
    };
    cut_all(&run);
    inprocess_end(&place);
}

static void cut_undo(const char *recipe, const char *memory)
{
    struct inprocess place;

    inprocess_begin(&place, recipe);
    save_plan(&place);
    struct outage run = {
        .place = &place,
        .words = {"undo", "--yes", "--jobs", "1", "--txn-memory", memory, place.journal,
                  place.image},
        .before = {"apply", "--yes", "--reserve", "0", place.plan, place.image},
        .log = ".undo.redo",
        .is_undo = true,
        .each_finish = 1,
        .chance = chance_seed(2),
    };
    cut_all(&run);
    inprocess_end(&place);
}

static void cut_remove(const char *recipe, const char *memory)
{
    struct inprocess place;
    char *plan;

    inprocess_begin(&place, recipe);
    save_plan(&place);
    if (asprintf(&plan, "%s.remove", place.plan) < 0)
        abort();
    struct outage run = {
        .place = &place,
        .words = {"remove", "--yes", "--jobs", "1", "--txn-memory", memory, "--store",
                  "C:\\migdata", "-o", plan, place.image},
        .before = {"apply", "--yes", "--reserve", "0", place.plan, place.image},
        .log = ".remove.redo",
        .each_finish = 1,
        .chance = chance_seed(3),
    };
    cut_all(&run);
    free(plan);
    inprocess_end(&place);
}

int main(void)
{
    const char *text = getenv("MFTLINK_CUTS");
    unsigned long ncuts = text ? strtoul(text, NULL, 10) : 0;

    tally_begin("the power fails while a plan is carried out");
    cut_apply("tree", "1M", 0);
    tally_begin("the power fails while a plan is taken back");
    cut_undo("tree", "1M");
    tally_begin("the power fails while a store is taken away");
    cut_remove("tree", "1M");
    if (ncuts > 0) {
        tally_begin("the power fails anywhere in a large run");
        cut_apply("demo", "1M", (uint32_t)ncuts);
    }
    return tally_end();
}

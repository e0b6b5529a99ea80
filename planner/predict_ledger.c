/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan is carried out in a ledger, and the ledger read: see predict_ledger.h. */
#include "planner/predict_ledger.h"

#include "planner/ledger.h"

#include <stdlib.h>

/* The reference of what is at PLACE; 0 where the plan makes it. */
static uint64_t reference_at(const struct ledger *ledger, uint32_t place)
{
    uint32_t drive, file;

    return ledger_row(ledger, place, &drive, &file)
               ? index_reference(ledger->machine->drives[drive].index, file)
               : 0;
}

static void put_old(struct prediction *prediction, const struct lookup *lookup)
{
    const struct index *index = prediction->before;

    for (uint32_t name = 0; name < index->names.n; name++) {
        if (!(index->files.flags[index->names.file[name]] & FILE_IN_USE))
            continue;
        if (lookup->index && lookup_is_dropped(lookup, name))
            prediction->is_gone[name / 64] |= UINT64_C(1) << name % 64;
        else
            prediction->nold++;
    }
}

static void put_new(struct prediction *prediction, const struct ledger *ledger, uint32_t drive)
{
    const struct plan *plan = ledger->plan;

    for (uint32_t i = 0; i < ledger->made.n; i++) {
        const struct made_name *made = &ledger->made.names[i];
        const uint32_t folder = plan->ops[made->op].folder;

        if (!made->is_gone && ledger->drives[plan->folders[folder].volume] == drive)
            prediction->names[prediction->n++] = (struct predict_name){
                .parent = reference_at(ledger, made->folder),
                .reference = reference_at(ledger, made->thing),
                .op = made->op,
                .makes = PLAN_NONE,
            };
    }
}

static int by_op(const void *a, const void *b)
{
    const struct predict_name *left = a, *right = b;

    return (left->op > right->op) - (left->op < right->op);
}

/* The folders that are the plan's own, with the names that operations make for them. */
static void put_folders(struct prediction *prediction, const struct ledger *ledger)
{
    const uint32_t first_op = ledger->bases[ledger->machine->ndrives];

    qsort(prediction->names, prediction->n, sizeof *prediction->names, by_op);
    for (uint32_t folder = 0; folder < ledger->plan->nfolders; folder++) {
        const uint32_t place = ledger->folders[folder];
        const struct predict_name key = {.op = place - first_op};
        struct predict_name *name;

        if (place == LEDGER_NONE || place < first_op)
            continue;
        name = bsearch(&key, prediction->names, prediction->n, sizeof key, by_op);
        if (name)
            name->makes = folder;
    }
}

static enum status list(const struct ledger *ledger, uint32_t drive,
                        struct prediction *prediction_ret)
{
    const struct index *index = ledger->machine->drives[drive].index;
    struct prediction prediction = {.plan = ledger->plan, .before = index};
    struct arena *arena = &prediction.arena;

    prediction.names = arena_array(arena, (size_t)ledger->made.n + 1, sizeof *prediction.names);
    prediction.is_gone =
        arena_array(arena, (size_t)index->names.n / 64 + 1, sizeof *prediction.is_gone);
    if (!prediction.names || !prediction.is_gone) {
        arena_free(arena);
        return STATUS_NO_MEMORY;
    }
    put_old(&prediction, &ledger->lookups[drive]);
    put_new(&prediction, ledger, drive);
    put_folders(&prediction, ledger);
    *prediction_ret = prediction;
    return STATUS_OK;
}

enum status predict_ledger(const struct plan *plan, const struct machine *machine, uint32_t drive,
                           struct prediction *prediction_ret)
{
    struct ledger ledger;
    enum status status = ledger_begin(&ledger, plan, machine);

    for (uint32_t op = 0; status == STATUS_OK && op < plan->nops; op++)
        ledger_carry(&ledger, op, ledger_source(&ledger, op));
    if (status == STATUS_OK)
        status = list(&ledger, drive, prediction_ret);
    ledger_free(&ledger);
    return status;
}

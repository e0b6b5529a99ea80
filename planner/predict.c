/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan is carried out in a ledger, and the ledger read: see predict.h. */
#include "planner/predict.h"

#include "planner/ledger.h"

static bool is_in_use(const struct index *index, uint32_t name)
{
    return index->files.flags[index->names.file[name]] & FILE_IN_USE;
}

static void put(struct prediction *prediction, struct predict_name name)
{
    prediction->names[prediction->n++] = name;
}

/* What was there and is not taken away. */
static void put_old(struct prediction *prediction, const struct lookup *lookup,
                    const struct index *index)
{
    for (uint32_t name = 0; name < index->names.n; name++)
        if (lookup->index && lookup_is_dropped(lookup, name))
            prediction->gone[prediction->ngone++] = name;
        else if (is_in_use(index, name))
            put(prediction, (struct predict_name){
                                .name = index_name(index, name),
                                .parent = index->names.parent[name],
                                .folder = PLAN_NONE,
                                .reference = index_reference(index, index->names.file[name]),
                                .op = PLAN_NONE,
                            });
    prediction->nold = prediction->n;
}

/* The reference of what is at PLACE; 0 where the plan makes it. */
static uint64_t reference_at(const struct ledger *ledger, uint32_t place)
{
    uint32_t drive, file;

    return ledger_row(ledger, place, &drive, &file)
               ? index_reference(ledger->machine->drives[drive].index, file)
               : 0;
}

static void put_new(struct prediction *prediction, const struct ledger *ledger, uint32_t drive)
{
    const struct plan *plan = ledger->plan;

    for (uint32_t i = 0; i < ledger->made.n; i++) {
        const struct made_name *made = &ledger->made.names[i];
        uint32_t folder = plan->ops[made->op].folder;
        uint64_t parent = reference_at(ledger, made->folder);

        if (!made->is_gone && ledger->drives[plan->folders[folder].volume] == drive)
            put(prediction, (struct predict_name){
                                .name = made->name,
                                .parent = parent,
                                .folder = parent == 0 ? folder : PLAN_NONE,
                                .reference = reference_at(ledger, made->thing),
                                .op = made->op,
                            });
    }
}

static uint32_t count_dropped(const struct lookup *lookup, const struct index *index)
{
    uint32_t n = 0;

    for (uint32_t i = 0; lookup->index && i <= index->names.n / 64; i++)
        for (uint64_t bits = lookup->is_dropped[i]; bits != 0; bits &= bits - 1)
            n++;
    return n;
}

static enum status list(const struct ledger *ledger, uint32_t drive,
                        struct prediction *prediction_ret)
{
    const struct index *index = ledger->machine->drives[drive].index;
    struct prediction prediction = {.before = index};
    size_t n = (size_t)index->names.n + ledger->made.n,
           ngone = count_dropped(&ledger->lookups[drive], index);

    prediction.names = arena_grow(&prediction.arena, NULL, (n + 1) * sizeof *prediction.names);
    prediction.gone = arena_array(&prediction.arena, ngone + 1, sizeof *prediction.gone);
    if (!prediction.names || !prediction.gone) {
        arena_free(&prediction.arena);
        return STATUS_NO_MEMORY;
    }
    put_old(&prediction, &ledger->lookups[drive], index);
    put_new(&prediction, ledger, drive);
    *prediction_ret = prediction;
    return STATUS_OK;
}

enum status predict(const struct plan *plan, const struct machine *machine, uint32_t drive,
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

void predict_free(struct prediction *prediction)
{
    arena_free(&prediction->arena);
    *prediction = (struct prediction){0};
}

void predict_differences_free(struct predict_differences *differences)
{
    arena_free(&differences->arena);
    *differences = (struct predict_differences){0};
}

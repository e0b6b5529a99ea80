/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each operation is looked at with the names that are there when its turn comes, then carried out
 * in the ledger. One that cannot be is left out, so that its fault is told once; but where a folder
 * is there already, it is taken for the one that was to be made.
 */
#include "planner/check.h"

#include "planner/ledger.h"
#include "planner/placing.h"
#include "planner/reach.h"
#include "planner/storeway.h"
#include "planner/traits.h"
#include "planner/treat.h"

enum { FIRST_CAPACITY = 64 };

static const char *const field_words[] = {
    [CHECK_NO_FIELD] = "",         [CHECK_REFERENCE] = "reference",
    [CHECK_SIZE] = "size",         [CHECK_CREATED] = "created",
    [CHECK_MODIFIED] = "modified", [CHECK_ATTRIBUTES] = "attributes",
    [CHECK_LINKS] = "links",       [CHECK_SECURITY_ID] = "security_id",
};

struct checking {
    const struct plan *plan;
    const bool *is_begun; /* of each operation; NULL: none is */
    const struct machine *machine;
    struct ledger ledger;
    struct storeway way;
    struct reach *reaches; /* of each drive, once it is asked for */
    struct check_faults faults;
    uint32_t capacity;
    uint32_t op;      /* the present one */
    bool is_possible; /* it can be carried out, as far as is known */
    bool is_short;    /* memory ran out */
    struct arena arena;
};

const char *check_field_word(enum check_field field)
{
    return field_words[field];
}

static void note(struct checking *c, struct check_fault fault)
{
    struct check_faults *faults = &c->faults;

    if (faults->n == c->capacity) {
        uint32_t capacity = c->capacity ? c->capacity : FIRST_CAPACITY;
        struct check_fault *at =
            capacity > UINT32_MAX / 2
                ? NULL
                : arena_grow(&faults->arena, faults->at, 2 * (size_t)capacity * sizeof *at);

        c->is_short |= !at;
        if (!at)
            return;
        faults->at = at;
        c->capacity = 2 * capacity;
    }
    faults->at[faults->n++] = fault;
}

/* A fault of the present operation that leaves it possible. */
static void note_kind(struct checking *c, enum check_kind kind, uint64_t expected, uint64_t found)
{
    note(c, (struct check_fault){c->op, kind, CHECK_NO_FIELD, expected, found});
}

static void note_stop(struct checking *c, enum check_kind kind, uint64_t expected, uint64_t found)
{
    note_kind(c, kind, expected, found);
    c->is_possible = false;
}

/* ---- The source ---- */

static void check_field(struct checking *c, enum check_field field, uint64_t expected,
                        uint64_t found)
{
    if (expected != found)
        note(c, (struct check_fault){c->op, CHECK_DRIFT, field, expected, found});
}

/* What must still be true of the file at PLACE; one that this plan has made is nobody's source. */
static void check_expected(struct checking *c, const struct plan_expect *expect, uint32_t place)
{
    uint32_t drive, file;
    bool is_old = ledger_row(&c->ledger, place, &drive, &file);
    const struct index *index = is_old ? c->machine->drives[drive].index : NULL;
    uint64_t reference = is_old ? index_reference(index, file) : 0;

    if (!is_old || reference != expect->reference) {
        check_field(c, CHECK_REFERENCE, expect->reference, reference);
        c->is_possible &= is_old && reference == expect->reference;
        return;
    }
    check_field(c, CHECK_SIZE, expect->size, index->files.size[file]);
    if (index->files.times) {
        check_field(c, CHECK_CREATED, expect->created, index->files.times[TIMES * (size_t)file]);
        /* That of a folder changes with each name in it, those that the plan makes there, too. */
        if (!(index->files.flags[file] & FILE_DIRECTORY))
            check_field(c, CHECK_MODIFIED, expect->modified,
                        index->files.times[TIMES * (size_t)file + 1]);
    }
    check_field(c, CHECK_ATTRIBUTES, expect->attributes, index->files.attributes[file]);
    check_field(c, CHECK_LINKS, expect->links, index->files.header_links[file]);
    if (c->plan->ops[c->op].kind == PLAN_SECURE && index->files.security_id)
        check_field(c, CHECK_SECURITY_ID, expect->security_id, index->files.security_id[file]);
}

/* How many names that it can live by the file at PLACE has now. */
static int64_t count_alive(struct checking *c, uint32_t place)
{
    int64_t more = c->ledger.changes[place].names;
    uint32_t drive, file;
    struct reach *reach;

    if (!ledger_row(&c->ledger, place, &drive, &file))
        return more;
    reach = &c->reaches[drive];
    if (!reach->known &&
        reach_begin(reach, c->machine->drives[drive].index, &c->arena) != STATUS_OK) {
        c->is_short = true;
        return 0;
    }
    return more + reach_names(reach, file);
}

/* A name goes, and with DELETE its file. */
static void check_loss(struct checking *c, const struct plan_op *op, uint32_t place)
{
    struct treat_decision damage;
    uint32_t drive, file;

    if (ledger_row(&c->ledger, place, &drive, &file) &&
        treat_damage(c->machine->drives[drive].index, file, &damage))
        note_stop(c, CHECK_DAMAGED, 0, 0);
    if (op->kind == PLAN_UNLINK &&
        (count_alive(c, place) <= 1 || ledger_count_header(&c->ledger, place) <= 1))
        note_stop(c, CHECK_LAST_NAME, 0, 0);
    if (op->kind == PLAN_DELETE && ledger_count_own(&c->ledger, place) != 1)
        note_stop(c, CHECK_OTHER_NAMES, 1, (uint64_t)ledger_count_own(&c->ledger, place));
}

static bool is_on_another_volume(const struct checking *c, const struct plan_op *op)
{
    return op->from_folder == PLAN_NONE ||
           c->plan->folders[op->from_folder].volume != c->plan->folders[op->folder].volume;
}

/* What an operation of each kind asks of the file or folder at PLACE. */
static void check_use(struct checking *c, const struct plan_op *op, uint32_t place)
{
    bool is_folder = ledger_is_folder(&c->ledger, place);

    switch (op->kind) {
    case PLAN_MKDIR:
        if (!is_folder)
            note_kind(c, CHECK_NO_SOURCE, 0, 0);
        return;
    case PLAN_RMDIR:
        if (!is_folder)
            note_stop(c, CHECK_NO_SOURCE, 0, 0);
        else if (ledger_children(&c->ledger, place) > 0)
            note_stop(c, CHECK_NOT_EMPTY, 0, (uint64_t)ledger_children(&c->ledger, place));
        return;
    case PLAN_LINK:
        if (!is_folder && ledger_count_header(&c->ledger, place) >= TRAITS_LINKS_MAX)
            note_stop(c, CHECK_LINK_LIMIT, TRAITS_LINKS_MAX,
                      (uint64_t)ledger_count_header(&c->ledger, place));
        break;
    case PLAN_UNLINK:
    case PLAN_DELETE:
        if (!is_folder)
            check_loss(c, op, place);
        break;
    case PLAN_COPY:
    case PLAN_MOVE:
    case PLAN_MANIFEST:
    case PLAN_SECURE:
        break;
    }
    if (is_folder)
        note_stop(c, CHECK_IS_FOLDER, 0, 0);
}

/* What the operation's source is; LEDGER_NONE where it has none, and then it is told. */
static uint32_t check_source(struct checking *c, const struct plan_op *op)
{
    bool needs_it = op->kind != PLAN_MKDIR;
    bool is_here = (op->kind != PLAN_LINK && op->kind != PLAN_MOVE && op->kind != PLAN_SECURE) ||
                   !is_on_another_volume(c, op);
    uint32_t place;

    if (op->kind == PLAN_MANIFEST) /* made of nothing, whatever else the row says */
        return LEDGER_NONE;
    if (!needs_it && op->from_folder == PLAN_NONE && op->expect.reference == 0)
        return LEDGER_NONE;
    place = is_here ? ledger_source(&c->ledger, c->op) : LEDGER_NONE;
    if (place == LEDGER_NONE) {
        note_kind(c, CHECK_NO_SOURCE, 0, 0);
        c->is_possible &= !needs_it;
        return LEDGER_NONE;
    }
    check_use(c, op, place);
    if (c->is_possible)
        check_expected(c, &op->expect, place);
    /* A folder is made even where the one that it stands for is another by now. */
    c->is_possible |= !needs_it;
    return place;
}

/* ---- The target ---- */

static bool is_usable(const struct checking *c, uint32_t place)
{
    uint32_t drive, file;

    if (place == LEDGER_NONE)
        return false;
    if (!ledger_row(&c->ledger, place, &drive, &file))
        return true;
    return !(c->machine->drives[drive].index->files.flags[file] & FILE_REPARSE) ||
           traits_is_cloud_tag(index_reparse_tag(c->machine->drives[drive].index, file));
}

static void check_name(struct checking *c, const struct plan_op *op)
{
    uint64_t units = store_units(op->name), all = c->ledger.units[op->folder] + 1 + units;

    if (!plan_is_name(op->name))
        note_stop(c, CHECK_BAD_NAME, 0, 0);
    if (units > PLACING_NAME_UNITS_MAX)
        note_stop(c, CHECK_NAME_TOO_LONG, PLACING_NAME_UNITS_MAX, units);
    if (all > PLACING_PATH_UNITS_MAX)
        note_stop(c, CHECK_PATH_TOO_LONG, PLACING_PATH_UNITS_MAX, all);
}

static void check_taken(struct checking *c, const struct plan_op *op)
{
    uint32_t taken = op->name.n > 0 ? ledger_find(&c->ledger, op->folder, op->name) : LEDGER_NONE;

    if (taken == LEDGER_NONE)
        return;
    note_stop(c, CHECK_NAME_TAKEN, 0, 0);
    if (op->kind == PLAN_MKDIR && ledger_is_folder(&c->ledger, taken))
        ledger_adopt(&c->ledger, op->folder, op->name, taken);
}

static bool is_volume_there(const struct checking *c, uint32_t folder)
{
    return folder == PLAN_NONE || c->ledger.drives[c->plan->folders[folder].volume] != MACHINE_NONE;
}

/* What goes is the store's own, and called by a name. */
static void check_taken_away(struct checking *c, const struct plan_op *op)
{
    bool is_moved = op->kind == PLAN_MOVE;
    uint32_t folder = is_moved ? op->from_folder : op->folder;
    struct str name = is_moved ? op->from_name : op->name;

    if (folder == PLAN_NONE)
        return; /* then it has no source, which is told */
    if (!plan_is_name(name))
        note_stop(c, CHECK_BAD_NAME, 0, 0);
    else if (is_moved ? !storeway_may_move(&c->way, folder, name, op->folder)
                      : !storeway_may_take(&c->way, folder, name, op->kind))
        note_stop(c, CHECK_OUTSIDE, 0, 0);
}

static void check_place(struct checking *c, const struct plan_op *op)
{
    if (plan_takes_away(op->kind) || op->kind == PLAN_MOVE)
        check_taken_away(c, op);
    if (plan_takes_away(op->kind))
        return;
    if (!storeway_may_make(&c->way, op->folder, op->name, op->kind))
        note_stop(c, CHECK_OUTSIDE, 0, 0);
    if (plan_makes_name(op->kind))
        check_name(c, op);
}

/* Carries out what was begun, unless it is done. */
static void finish_begun(struct checking *c, const struct plan_op *op)
{
    uint32_t source = op->kind == PLAN_MANIFEST ? LEDGER_NONE : ledger_source(&c->ledger, c->op);
    bool is_done = plan_takes_away(op->kind)
                       ? source == LEDGER_NONE
                       : ledger_find(&c->ledger, op->folder, op->name) != LEDGER_NONE;

    if (!is_done)
        ledger_carry(&c->ledger, c->op, source);
}

static void check_op(struct checking *c, const struct plan_op *op)
{
    bool is_begun = c->is_begun && c->is_begun[c->op];
    uint32_t source;

    c->is_possible = true;
    if (!is_volume_there(c, op->folder) || !is_volume_there(c, op->from_folder))
        return; /* told once, for the volume */
    if (is_begun && plan_takes_away(op->kind) && op->folder != PLAN_NONE &&
        ledger_folder(&c->ledger, op->folder) == LEDGER_NONE)
        return; /* it went with its folder */
    if (op->folder == PLAN_NONE || !is_usable(c, ledger_folder(&c->ledger, op->folder))) {
        note_stop(c, CHECK_NO_PARENT, 0, 0);
        return;
    }
    check_place(c, op);
    if (is_begun) {
        if (c->is_possible)
            finish_begun(c, op);
        return;
    }
    if (plan_makes_name(op->kind))
        check_taken(c, op);
    source = c->is_possible ? check_source(c, op) : LEDGER_NONE;
    if (c->is_possible)
        ledger_carry(&c->ledger, c->op, source);
}

/* ---- The whole ---- */

static void check_volumes(struct checking *c)
{
    bool *is_used = arena_array(&c->arena, (size_t)c->plan->nvolumes + 1, sizeof *is_used);

    c->is_short |= !is_used;
    if (!is_used)
        return;
    for (uint32_t i = 0; i < c->plan->nops; i++) {
        const struct plan_op *op = &c->plan->ops[i];

        if (op->folder != PLAN_NONE)
            is_used[c->plan->folders[op->folder].volume] = true;
        if (op->from_folder != PLAN_NONE)
            is_used[c->plan->folders[op->from_folder].volume] = true;
    }
    for (uint32_t i = 0; i < c->plan->nvolumes; i++)
        if (is_used[i] && c->ledger.drives[i] == MACHINE_NONE)
            note(c, (struct check_fault){PLAN_NONE, CHECK_NO_VOLUME, CHECK_NO_FIELD, i, 0});
}

enum status check_plan(const struct plan *plan, const struct machine *machine,
                       struct check_faults *faults_ret)
{
    return check_begun(plan, NULL, machine, faults_ret);
}

enum status check_begun(const struct plan *plan, const bool *is_begun,
                        const struct machine *machine, struct check_faults *faults_ret)
{
    struct checking c = {.plan = plan, .is_begun = is_begun, .machine = machine};
    enum status status = ledger_begin(&c.ledger, plan, machine);

    if (status == STATUS_OK)
        status = storeway_begin(&c.way, plan, machine, c.ledger.drives, &c.arena);
    if (status == STATUS_OK) {
        c.reaches = arena_array(&c.arena, (size_t)machine->ndrives + 1, sizeof *c.reaches);
        status = c.reaches ? STATUS_OK : STATUS_NO_MEMORY;
    }
    for (c.op = 0; c.op < plan->nops && status == STATUS_OK; c.op++)
        check_op(&c, &plan->ops[c.op]);
    if (status == STATUS_OK)
        check_volumes(&c);
    status = status == STATUS_OK && c.is_short ? STATUS_NO_MEMORY : status;
    ledger_free(&c.ledger);
    arena_free(&c.arena);
    if (status == STATUS_OK)
        *faults_ret = c.faults;
    else
        arena_free(&c.faults.arena);
    return status;
}

void check_free(struct check_faults *faults)
{
    arena_free(&faults->arena);
    *faults = (struct check_faults){0};
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What operations have made, beside the index's own names: see ledger.h. */
#include "planner/ledger.h"

#include "planner/store.h"

enum { SLOTS_MIN = 64, EXPECTED_NAMES = 16 };

static uint32_t slots_for(uint32_t n)
{
    uint32_t nslots = SLOTS_MIN;

    while (nslots / 2 < n && nslots < UINT32_C(1) << 31)
        nslots *= 2;
    return nslots;
}

static bool is_same_drive(const struct machine *machine, uint32_t drive, struct str name)
{
    return drive != MACHINE_NONE && machine->drives[drive].index &&
           machine->drives[drive].name.n == name.n;
}

static enum status begin_drive(struct ledger *ledger, uint32_t drive)
{
    const struct machine_drive *d = &ledger->machine->drives[drive];
    enum status status = lookup_begin(&ledger->lookups[drive], d->index, d->upcase);

    return status == STATUS_OK ? lookup_begin_folders(&ledger->trees[drive], d->index, d->upcase)
                               : status;
}

static enum status find_drives(struct ledger *ledger)
{
    const struct plan *plan = ledger->plan;
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < plan->nvolumes && status == STATUS_OK; i++) {
        uint32_t drive = machine_drive(ledger->machine, plan->volumes[i].drive);
        bool is_there = is_same_drive(ledger->machine, drive, plan->volumes[i].drive);

        ledger->drives[i] = is_there ? drive : MACHINE_NONE;
        if (is_there && !ledger->lookups[drive].index)
            status = begin_drive(ledger, drive);
    }
    return status;
}

/* Rows of all drives, then one for each operation. */
static enum status number_places(struct ledger *ledger)
{
    uint64_t n = 0;

    for (uint32_t i = 0; i < ledger->machine->ndrives; i++) {
        ledger->bases[i] = (uint32_t)n;
        n += ledger->lookups[i].index ? ledger->lookups[i].index->files.n : 0;
    }
    ledger->bases[ledger->machine->ndrives] = (uint32_t)n;
    n += ledger->plan->nops;
    if (n >= LEDGER_NONE)
        return STATUS_TOO_LARGE;
    ledger->changes = arena_array(&ledger->arena, (size_t)n + 1, sizeof *ledger->changes);
    return ledger->changes ? STATUS_OK : STATUS_NO_MEMORY;
}

struct str ledger_last_step(const struct plan *plan, uint32_t folder)
{
    struct str path = plan->folders[folder].path;
    size_t at = path.n;

    while (at > 0 && path.at[at - 1] != '\\')
        at--;
    return (struct str){path.at + at, path.n - at};
}

/* Is FOLDER's path that of its parent and a step more, or a root's? */
static bool is_sound(const struct plan *plan, uint32_t folder)
{
    const struct plan_folder *at = &plan->folders[folder], *parent;
    size_t nstep = ledger_last_step(plan, folder).n, n;

    if (at->parent == PLAN_NONE)
        return str_equal(at->path, str_of("\\"));
    if (at->parent >= folder)
        return false;
    parent = &plan->folders[at->parent];
    n = parent->parent == PLAN_NONE ? 0 : parent->path.n;
    return parent->volume == at->volume && nstep > 0 && at->path.n == n + 1 + nstep &&
           (at->path.at == parent->path.at || memcmp(at->path.at, parent->path.at, n) == 0);
}

/* The slot of the folder NAME in PARENT, or the free one where it would be. */
static uint32_t *find_folder(const struct ledger *ledger, uint32_t parent, struct str name)
{
    for (uint32_t i = lookup_hash(parent, name, NULL);; i++) {
        uint32_t *slot = &ledger->folder_slots[i & (ledger->nfolder_slots - 1)];

        if (*slot == 0 || (ledger->plan->folders[*slot - 1].parent == parent &&
                           str_equal(ledger_last_step(ledger->plan, *slot - 1), name)))
            return slot;
    }
}

static uint32_t place_of_row(const struct ledger *ledger, uint32_t drive, uint32_t file)
{
    return ledger->bases[drive] + file;
}

/* The place of a sound folder before the first operation. */
static uint32_t first_place(struct ledger *ledger, uint32_t folder)
{
    const struct plan_folder *at = &ledger->plan->folders[folder];
    uint32_t drive = ledger->drives[at->volume], name;

    if (drive == MACHINE_NONE)
        return LEDGER_NONE;
    if (at->parent == PLAN_NONE) {
        uint32_t root = index_find(ledger->trees[drive].index, RECORD_ROOT);

        return root == INDEX_NONE ? LEDGER_NONE : place_of_row(ledger, drive, root);
    }
    if (ledger->folders[at->parent] == LEDGER_NONE)
        return LEDGER_NONE;
    name = lookup_child(&ledger->trees[drive], ledger->folders[at->parent] - ledger->bases[drive],
                        ledger_last_step(ledger->plan, folder));
    return name == INDEX_NONE
               ? LEDGER_NONE
               : place_of_row(ledger, drive, ledger->trees[drive].index->names.file[name]);
}

static void place_folders(struct ledger *ledger)
{
    const struct plan *plan = ledger->plan;

    for (uint32_t i = 0; i < plan->nfolders; i++) {
        struct str step = ledger_last_step(plan, i);

        ledger->folders[i] = LEDGER_NONE;
        if (!is_sound(plan, i))
            continue;
        ledger->units[i] = store_units(step);
        if (plan->folders[i].parent == PLAN_NONE) {
            ledger->units[i] = store_units(plan->volumes[plan->folders[i].volume].drive);
        } else {
            uint32_t *slot = find_folder(ledger, plan->folders[i].parent, step);

            if (*slot == 0)
                *slot = i + 1;
            ledger->units[i] += ledger->units[plan->folders[i].parent] + 1;
        }
        ledger->folders[i] = first_place(ledger, i);
    }
}

enum status ledger_begin(struct ledger *ledger, const struct plan *plan,
                         const struct machine *machine)
{
    struct arena *arena = &ledger->arena;
    enum status status;

    *ledger = (struct ledger){
        .plan = plan, .machine = machine, .nfolder_slots = slots_for(plan->nfolders)};
    ledger->drives = arena_array(arena, (size_t)plan->nvolumes + 1, sizeof *ledger->drives);
    ledger->lookups = arena_array(arena, (size_t)machine->ndrives + 1, sizeof *ledger->lookups);
    ledger->trees = arena_array(arena, (size_t)machine->ndrives + 1, sizeof *ledger->trees);
    ledger->bases = arena_array(arena, (size_t)machine->ndrives + 1, sizeof *ledger->bases);
    ledger->folders = arena_array(arena, (size_t)plan->nfolders + 1, sizeof *ledger->folders);
    ledger->units = arena_array(arena, (size_t)plan->nfolders + 1, sizeof *ledger->units);
    ledger->folder_slots = arena_array(arena, ledger->nfolder_slots, sizeof *ledger->folder_slots);
    if (!ledger->drives || !ledger->lookups || !ledger->trees || !ledger->bases ||
        !ledger->folders || !ledger->units || !ledger->folder_slots)
        return STATUS_NO_MEMORY;
    status = made_begin(&ledger->made, plan->nops, arena);
    if (status == STATUS_OK)
        status = find_drives(ledger);
    if (status == STATUS_OK)
        status = number_places(ledger);
    if (status == STATUS_OK)
        place_folders(ledger);
    return status;
}

void ledger_free(struct ledger *ledger)
{
    for (uint32_t i = 0; ledger->lookups && ledger->trees && i < ledger->machine->ndrives; i++) {
        lookup_free(&ledger->lookups[i]);
        lookup_free(&ledger->trees[i]);
    }
    arena_free(&ledger->arena);
}

/* ---- Questions ---- */

bool ledger_row(const struct ledger *ledger, uint32_t place, uint32_t *drive_ret,
                uint32_t *file_ret)
{
    uint32_t drive = ledger->machine->ndrives;

    if (place >= ledger->bases[drive])
        return false;
    while (place < ledger->bases[drive])
        drive--;
    *drive_ret = drive;
    *file_ret = place - ledger->bases[drive];
    return true;
}

bool ledger_is_folder(const struct ledger *ledger, uint32_t place)
{
    uint32_t drive, file;

    if (ledger_row(ledger, place, &drive, &file))
        return ledger->lookups[drive].index->files.flags[file] & FILE_DIRECTORY;
    return ledger->plan->ops[place - ledger->bases[ledger->machine->ndrives]].kind == PLAN_MKDIR;
}

int64_t ledger_children(const struct ledger *ledger, uint32_t place)
{
    int64_t n = ledger->changes[place].children;
    uint32_t drive, file;

    if (ledger_row(ledger, place, &drive, &file)) {
        const struct index *index = ledger->lookups[drive].index;

        n += index->first_child[file + 1] - index->first_child[file];
    }
    return n;
}

uint32_t ledger_folder(const struct ledger *ledger, uint32_t folder)
{
    uint32_t place = folder == PLAN_NONE ? LEDGER_NONE : ledger->folders[folder];

    return place != LEDGER_NONE && ledger->changes[place].is_gone ? LEDGER_NONE : place;
}

static const uint16_t *upcase_of(const struct ledger *ledger, uint32_t folder)
{
    return ledger->machine->drives[ledger->drives[ledger->plan->folders[folder].volume]].upcase;
}

uint32_t ledger_find(struct ledger *ledger, uint32_t folder, struct str name)
{
    uint32_t place = ledger_folder(ledger, folder), drive, file, found;
    const struct made_name *made;

    if (place == LEDGER_NONE || name.n == 0)
        return place;
    made = made_find(&ledger->made, place, name, upcase_of(ledger, folder));
    if (made && !made->is_gone)
        return made->thing;
    if (!ledger_row(ledger, place, &drive, &file))
        return LEDGER_NONE;
    found = lookup_child(&ledger->lookups[drive], file, name);
    return found == INDEX_NONE
               ? LEDGER_NONE
               : place_of_row(ledger, drive, ledger->lookups[drive].index->names.file[found]);
}

/*
 * Nearly every source is the file that its operation expects: looked for among that file's names,
 * it is found without reading all the names beside it.
 */
static uint32_t find_expected(const struct ledger *ledger, const struct plan_op *op)
{
    uint32_t place = ledger_folder(ledger, op->from_folder), drive, folder, file;
    const struct index *index;

    if (place == LEDGER_NONE || !ledger_row(ledger, place, &drive, &folder))
        return LEDGER_NONE;
    index = ledger->lookups[drive].index;
    file = index_find_reference(index, op->expect.reference);
    if (file == INDEX_NONE)
        return LEDGER_NONE;
    for (uint32_t name = index_first_name(index, file), n = 0;
         name < index_end_name(index, file) && n < EXPECTED_NAMES; name++, n++)
        if (index_parent(index, name) == folder &&
            str_equal(index_name(index, name), op->from_name))
            return lookup_is_dropped(&ledger->lookups[drive], name)
                       ? LEDGER_NONE
                       : place_of_row(ledger, drive, file);
    return LEDGER_NONE;
}

/* What the very name NAME is in the plan's FOLDER; LEDGER_NONE. What goes is what was meant, and
 * not what differs from it by case. */
static uint32_t find_taken(struct ledger *ledger, uint32_t folder, struct str name)
{
    uint32_t place = ledger_folder(ledger, folder), drive, file, found;
    const struct made_name *made;

    if (place == LEDGER_NONE || name.n == 0)
        return LEDGER_NONE;
    made = made_find(&ledger->made, place, name, upcase_of(ledger, folder));
    if (made && !made->is_gone)
        return str_equal(made->name, name) ? made->thing : LEDGER_NONE;
    if (!ledger_row(ledger, place, &drive, &file))
        return LEDGER_NONE;
    found = lookup_child(&ledger->lookups[drive], file, name);
    return found == INDEX_NONE || !str_equal(index_name(ledger->lookups[drive].index, found), name)
               ? LEDGER_NONE
               : place_of_row(ledger, drive, ledger->lookups[drive].index->names.file[found]);
}

uint32_t ledger_source(struct ledger *ledger, uint32_t op)
{
    const struct plan_op *at = &ledger->plan->ops[op];
    uint32_t expected;

    /* Only a folder is a source without a name. */
    if (plan_takes_away(at->kind))
        return find_taken(ledger, at->folder, at->name);
    if (at->kind == PLAN_MOVE)
        return find_taken(ledger, at->from_folder, at->from_name);
    if (at->from_name.n == 0 && at->kind != PLAN_MKDIR)
        return LEDGER_NONE;
    expected = find_expected(ledger, at);
    return expected != LEDGER_NONE ? expected : ledger_find(ledger, at->from_folder, at->from_name);
}

/* ---- Changes ---- */

static void add(struct ledger *ledger, uint32_t op, uint32_t thing)
{
    const struct plan_op *at = &ledger->plan->ops[op];
    uint32_t place = ledger_folder(ledger, at->folder);

    if (place == LEDGER_NONE)
        return;
    made_add(&ledger->made,
             &(struct made_name){.name = at->name, .folder = place, .thing = thing, .op = op},
             upcase_of(ledger, at->folder));
    ledger->changes[place].children++;
    ledger->changes[thing].names++;
}

static void take_away(struct ledger *ledger, uint32_t folder, struct str name)
{
    uint32_t place = ledger_folder(ledger, folder), thing = ledger_find(ledger, folder, name);
    struct made_name *made;
    uint32_t drive, file;

    if (place == LEDGER_NONE || thing == LEDGER_NONE || name.n == 0)
        return;
    made = made_find(&ledger->made, place, name, upcase_of(ledger, folder));
    if (made && !made->is_gone)
        made->is_gone = true;
    else if (ledger_row(ledger, place, &drive, &file))
        lookup_drop(&ledger->lookups[drive], lookup_child(&ledger->lookups[drive], file, name));
    ledger->changes[place].children--;
    ledger->changes[thing].names--;
    ledger->changes[thing].is_gone = ledger_is_folder(ledger, thing);
}

void ledger_adopt(struct ledger *ledger, uint32_t folder, struct str name, uint32_t place)
{
    uint32_t slot = *find_folder(ledger, folder, name);

    if (slot != 0)
        ledger->folders[slot - 1] = place;
}

void ledger_carry(struct ledger *ledger, uint32_t op, uint32_t source)
{
    const struct plan_op *at = &ledger->plan->ops[op];
    uint32_t made = ledger->bases[ledger->machine->ndrives] + op;

    switch (at->kind) {
    case PLAN_MKDIR:
        add(ledger, op, made);
        ledger_adopt(ledger, at->folder, at->name, made);
        break;
    case PLAN_COPY:
    case PLAN_MANIFEST:
        add(ledger, op, made);
        break;
    case PLAN_LINK:
        if (source != LEDGER_NONE)
            add(ledger, op, source);
        break;
    case PLAN_MOVE:
        if (source != LEDGER_NONE) {
            take_away(ledger, at->from_folder, at->from_name);
            add(ledger, op, source);
        }
        break;
    case PLAN_SECURE:
        break;
    case PLAN_UNLINK:
    case PLAN_RMDIR:
    case PLAN_DELETE:
        if (source != LEDGER_NONE)
            take_away(ledger, at->folder, at->name);
        break;
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Down the store and, on the drives beside it, down the folders that its folders stand for: so the
 * original of each name is one look into a table, however deep it lies. No folder is entered
 * twice, which ends loops, too.
 */
#include "planner/auditing.h"
#include "planner/shelf.h"

enum { FIRST_CAPACITY = 256 };

/* A name that is still to be looked at, and what is known of the folder that it lies in. */
struct step {
    uint32_t name;
    uint32_t drive;    /* of originals; MACHINE_NONE */
    uint32_t folder;   /* on that drive, that stands for the one it lies in; INDEX_NONE */
    uint32_t old;      /* the same below \Windows.old, of the store's drive */
    uint32_t restored; /* the folder there that a restore puts it into; INDEX_NONE */
    uint8_t place;
};

struct walk {
    struct auditing *a;
    struct step *steps;
    uint32_t n, capacity;
    struct shelf shelf;
};

void *audit_walk_room(struct auditing *a, void *column, uint32_t n, uint32_t *capacity, size_t size)
{
    uint32_t more = *capacity ? 2 * *capacity : FIRST_CAPACITY;
    void *grown;

    if (n < *capacity)
        return column;
    if (*capacity > UINT32_MAX / 2)
        return NULL;
    grown = arena_grow(&a->arena, column, more * size);
    if (grown)
        *capacity = more;
    return grown;
}

enum status audit_walk_lookup(struct auditing *a, uint32_t drive, struct lookup **lookup_ret)
{
    const struct machine_drive *d = &a->job->machine->drives[drive];
    enum status status = STATUS_OK;

    if (!a->has_lookup[drive])
        status = lookup_begin(&a->lookups[drive], d->index, d->upcase);
    if (status != STATUS_OK)
        return status;
    a->has_lookup[drive] = true;
    *lookup_ret = &a->lookups[drive];
    return STATUS_OK;
}

/* The name NAME in FOLDER of DRIVE, which is not that of the store: *CHILD_RET or INDEX_NONE. */
static enum status find_beside(struct auditing *a, uint32_t drive, uint32_t folder, struct str name,
                               uint32_t *child_ret)
{
    struct lookup *lookup;
    enum status status;

    *child_ret = INDEX_NONE;
    if (drive == MACHINE_NONE || folder == INDEX_NONE)
        return STATUS_OK;
    status = audit_walk_lookup(a, drive, &lookup);
    if (status != STATUS_OK)
        return status;
    *child_ret = lookup_child(lookup, folder, name);
    if (*child_ret != INDEX_NONE && lookup->index->names.file[*child_ret] == a->folders[drive])
        *child_ret = INDEX_NONE;
    return STATUS_OK;
}

/* ---- Which folder is what ---- */

/* The place of what lies in the folder of NAME, which lies in PLACE. A reparse point leads
 * elsewhere: what lies there all the same is nothing that a store has. */
static uint8_t place_within(const struct auditing *a, uint8_t place, uint32_t name)
{
    if (a->index->files.flags[a->index->names.file[name]] & FILE_REPARSE)
        return SHAPE_FOREIGN;
    return (uint8_t)shape_folder((enum shape_place)place, index_name(a->index, name),
                                 a->store->upcase);
}

/* Manifests, and the catalogue of a store that USMT made. */
static bool is_own(const struct auditing *a, const struct step *step)
{
    static const struct str end = {".mig", 4};
    struct str name = index_name(a->index, step->name);
    uint32_t number;

    if (step->place != SHAPE_USMT)
        return false;
    return manifest_name_number(name, a->store->upcase, &number) ||
           (name.n > end.n &&
            text_same_folded((struct str){name.at + name.n - end.n, end.n}, end, a->store->upcase));
}

/* ---- Steps ---- */

static enum status add_entry(struct auditing *a, const struct step *step, uint32_t original)
{
    struct auditing_entry *entries =
        audit_walk_room(a, a->entries, a->nentries, &a->capacity, sizeof *entries);

    if (!entries)
        return STATUS_NO_MEMORY;
    a->entries = entries;
    entries[a->nentries++] = (struct auditing_entry){
        .name = step->name,
        .drive = step->drive,
        .original = original,
        .old = step->old,
        .restored = step->restored,
        .place = step->place,
        .is_own = !auditing_is_folder(a->index, step->name) && is_own(a, step),
    };
    return STATUS_OK;
}

static enum status push(struct walk *walk, struct step step)
{
    struct step *steps =
        audit_walk_room(walk->a, walk->steps, walk->n, &walk->capacity, sizeof *steps);

    if (!steps)
        return STATUS_NO_MEMORY;
    walk->steps = steps;
    steps[walk->n++] = step;
    return STATUS_OK;
}

/* All that lies in FOLDER, so that the first name comes next; WITHIN has what is known of it. */
static enum status push_children(struct walk *walk, uint32_t folder, struct step within)
{
    const struct index *index = walk->a->index;
    struct shelf *shelf = &walk->shelf;
    enum status status = STATUS_OK;

    shelf_clear(shelf);
    for (uint32_t i = index->first_child[folder];
         i < index->first_child[folder + 1] && status == STATUS_OK; i++)
        status = shelf_add(shelf, index_name(index, index->children[i]), index->children[i], true);
    if (status == STATUS_OK)
        shelf_sort(shelf);
    for (uint32_t i = shelf->n; i-- > 0 && status == STATUS_OK;) {
        within.name = shelf->sorted[i]->id;
        status = push(walk, within);
    }
    return status;
}

/* What "C$" stands for: the root of C:. */
static void enter_drive(const struct auditing *a, struct step *within)
{
    const struct machine *machine = a->job->machine;
    const char name[] = {index_name(a->index, within->name).at[0], ':'};
    const struct index *index;

    within->drive = machine_drive(machine, (struct str){name, sizeof name});
    if (within->drive == MACHINE_NONE)
        return;
    index = machine->drives[within->drive].index;
    within->folder = index ? index_find(index, RECORD_ROOT) : INDEX_NONE;
}

static uint32_t folder_of(const struct auditing *a, uint32_t drive, uint32_t name)
{
    const struct index *index;

    if (name == INDEX_NONE)
        return INDEX_NONE;
    index = a->job->machine->drives[drive].index;
    return auditing_is_folder(index, name) ? index->names.file[name] : INDEX_NONE;
}

/* Where a restore puts what is in the folder of STEP, if that is not its old place: where the new
 * Windows has that folder, or along with the one that it lies in. */
static enum status look_restored(struct auditing *a, const struct step *step, struct step *within)
{
    uint32_t drive = a->job->drive, folder = a->index->names.file[step->name], name;
    enum status status = STATUS_OK;

    if (!a->restored)
        return STATUS_OK;
    if (a->restored[folder] != 0) {
        within->restored = a->restored[folder] == INDEX_NONE ? INDEX_NONE : a->restored[folder] - 1;
    } else {
        status = find_beside(a, drive, step->restored, index_name(a->index, step->name), &name);
        within->restored = folder_of(a, drive, name);
    }
    if (within->drive == drive && within->restored == within->folder)
        within->restored = INDEX_NONE;
    return status;
}

/* What is known within the folder of STEP, whose original is ORIGINAL. */
static enum status look_within(struct auditing *a, const struct step *step, uint32_t original,
                               struct step *within_ret)
{
    uint32_t drive = a->job->drive, old = INDEX_NONE, root = index_find(a->index, RECORD_ROOT);
    struct step within = {step->name, MACHINE_NONE, INDEX_NONE,
                          INDEX_NONE, INDEX_NONE,   place_within(a, step->place, step->name)};
    enum status status = STATUS_OK;

    if (within.place == SHAPE_FILE && !a->has_layout) {
        a->has_layout = true;
        a->made = a->index->files.times[TIMES * (size_t)a->index->names.file[step->name]];
    }
    if (within.place == SHAPE_TREE && step->place == SHAPE_FILE) {
        enter_drive(a, &within);
        if (within.drive == drive)
            status = find_beside(a, drive, root, str_of("Windows.old"), &old);
    } else if (within.place == SHAPE_TREE) {
        within.drive = step->drive;
        within.folder = folder_of(a, step->drive, original);
        status = find_beside(a, drive, step->old, index_name(a->index, step->name), &old);
    }
    within.old = folder_of(a, drive, old);
    if (status == STATUS_OK && within.place == SHAPE_TREE)
        status = look_restored(a, step, &within);
    if (status == STATUS_OK)
        *within_ret = within;
    return status;
}

/* Folders of the layout itself are nothing to tell of. */
static bool is_told(const struct step *step, const struct step *within)
{
    return step->place == SHAPE_TREE || within->place == SHAPE_FOREIGN;
}

static enum status enter(struct walk *walk, const struct step *step, uint32_t original)
{
    struct auditing *a = walk->a;
    uint32_t folder = a->index->names.file[step->name];
    enum status status = STATUS_OK;
    struct step within;

    if (a->places[folder] == AUDITING_INSIDE)
        return STATUS_OK;
    a->places[folder] = AUDITING_INSIDE;
    a->nfolders++;
    status = look_within(a, step, original, &within);
    if (status == STATUS_OK && is_told(step, &within)) {
        struct step told = *step;

        told.place = within.place;
        status = add_entry(a, &told, original);
    }
    return status == STATUS_OK ? push_children(walk, folder, within) : status;
}

static enum status take_step(struct walk *walk)
{
    struct auditing *a = walk->a;
    struct step step = walk->steps[--walk->n];
    uint32_t original;
    enum status status =
        find_beside(a, step.drive, step.folder, index_name(a->index, step.name), &original);

    if (status != STATUS_OK)
        return status;
    return auditing_is_folder(a->index, step.name) ? enter(walk, &step, original)
                                                   : add_entry(a, &step, original);
}

enum status audit_walk(struct auditing *a)
{
    struct walk walk = {.a = a, .shelf = {.upcase = a->store->upcase, .arena = &a->arena}};
    uint32_t folder = a->folders[a->job->drive];
    struct step within = {INDEX_NONE, MACHINE_NONE, INDEX_NONE,
                          INDEX_NONE, INDEX_NONE,   SHAPE_STORE};
    enum status status;

    a->places[folder] = AUDITING_INSIDE;
    a->nfolders = 1;
    status = push_children(&walk, folder, within);
    while (walk.n > 0 && status == STATUS_OK)
        status = take_step(&walk);
    return status;
}

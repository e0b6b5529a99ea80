/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Folder by folder from the roots down: what is to be in a folder, and what is in it already, are
 * sorted as its index would be. Names that differ only by case are then side by side.
 */
#include "planner/placing.h"

#include "planner/shelf.h"
#include "planner/traits.h"

struct placing {
    struct saving *saving;
    const struct machine *machine;
    uint32_t *first_kid, *kids; /* of each folder, where the folders in it begin; these */
    uint32_t *first_row, *rows; /* the same of files that were not refused yet */
    uint16_t **planned;         /* for each drive and file: links that this plan makes */
    uint32_t *stack, nstack;    /* folders that wait for their turn */
    uint32_t *chosen, nchosen;  /* scratch: of a folder, what is to be made in order */
    struct shelf shelf;
};

/* What an id on the shelf means: folders of the store, then rows. Names that are there have their
 * row of the index. */
static bool is_kid(const struct placing *p, uint32_t id)
{
    return id < p->saving->store.n;
}

static struct saving_row *row_of(const struct placing *p, uint32_t id)
{
    return &p->saving->rows[id - p->saving->store.n];
}

/* ---- Setting out ---- */

/* FIRST, which has two elements more than there are folders, counts; the sums say where each
 * begins, and move on by one as the lists are filled. */
static void sum_up(uint32_t *first, uint32_t n)
{
    for (uint32_t i = 2; i < n + 2; i++)
        first[i] += first[i - 1];
}

static void list_kids(struct placing *p)
{
    const struct store *store = &p->saving->store;

    for (uint32_t i = 0; i < store->n; i++)
        if (store->folders[i].parent != STORE_NONE)
            p->first_kid[store->folders[i].parent + 2]++;
    sum_up(p->first_kid, store->n);
    for (uint32_t i = 0; i < store->n; i++)
        if (store->folders[i].parent != STORE_NONE)
            p->kids[p->first_kid[store->folders[i].parent + 1]++] = i;
}

static bool is_open_file(const struct saving_row *row)
{
    return row->kind != PLAN_MKDIR && row->state == SAVING_OPEN;
}

static void list_rows(struct placing *p)
{
    const struct saving *saving = p->saving;

    for (uint32_t i = 0; i < saving->nrows; i++)
        if (is_open_file(&saving->rows[i]))
            p->first_row[saving->rows[i].folder + 2]++;
    sum_up(p->first_row, saving->store.n);
    for (uint32_t i = 0; i < saving->nrows; i++)
        if (is_open_file(&saving->rows[i]))
            p->rows[p->first_row[saving->rows[i].folder + 1]++] = i;
}

static void push_roots(struct placing *p)
{
    const struct store *store = &p->saving->store;

    for (uint32_t i = store->n; i-- > 0;)
        if (store->folders[i].parent == STORE_NONE)
            p->stack[p->nstack++] = i;
}

static enum status set_out(struct placing *p)
{
    struct saving *saving = p->saving;
    struct arena *arena = p->shelf.arena;
    size_t nfolders = saving->store.n, nrows = saving->nrows;

    p->first_kid = arena_array(arena, nfolders + 2, sizeof *p->first_kid);
    p->first_row = arena_array(arena, nfolders + 2, sizeof *p->first_row);
    p->kids = arena_array(arena, nfolders + 1, sizeof *p->kids);
    p->rows = arena_array(arena, nrows + 1, sizeof *p->rows);
    p->stack = arena_array(arena, nfolders + 1, sizeof *p->stack);
    p->chosen = arena_array(arena, nfolders + nrows + 1, sizeof *p->chosen);
    p->planned = arena_array(arena, p->machine->ndrives, sizeof *p->planned);
    saving->order = arena_array(&saving->arena, nfolders + 1, sizeof *saving->order);
    saving->files = arena_array(&saving->arena, nrows + 1, sizeof *saving->files);
    if (!p->first_kid || !p->first_row || !p->kids || !p->rows || !p->stack || !p->chosen ||
        !p->planned || !saving->order || !saving->files)
        return STATUS_NO_MEMORY;
    list_kids(p);
    list_rows(p);
    push_roots(p);
    return STATUS_OK;
}

/* ---- One name ---- */

/* A folder that is there can be used where it is one of its own. */
static bool is_usable_folder(const struct index *index, uint32_t file)
{
    return index->files.flags[file] & FILE_DIRECTORY &&
           (!(index->files.flags[file] & FILE_REPARSE) ||
            traits_is_cloud_tag(index_reparse_tag(index, file)));
}

/* A copy is known by its size and time; a link by being the same file. */
static bool is_copy_of(const struct index *index, uint32_t file, const struct index *other,
                       uint32_t copy)
{
    return !(other->files.flags[copy] & FILE_DIRECTORY) &&
           other->files.size[copy] == index->files.size[file] &&
           other->files.times[TIMES * (size_t)copy + 1] ==
               index->files.times[TIMES * (size_t)file + 1];
}

/* Is the name row THERE of the target what ID would be? */
static bool is_same(const struct placing *p, uint32_t id, uint32_t target, uint32_t there)
{
    const struct index *index = p->machine->drives[target].index;
    uint32_t other = index->names.file[there];

    if (is_kid(p, id))
        return is_usable_folder(index, other);

    const struct saving_row *row = row_of(p, id);
    uint32_t drive = p->saving->store.folders[row->folder].drive,
             file = saving_file(p->saving, row);
    if (row->kind == PLAN_LINK)
        return drive == target && file == other;
    return is_copy_of(p->machine->drives[drive].index, file, index, other);
}

static void refuse(const struct placing *p, uint32_t id, enum plan_reason reason, uint32_t detail)
{
    if (is_kid(p, id)) {
        struct store_folder *kid = &p->saving->store.folders[id];

        kid->refused = reason;
        kid->detail = detail;
    } else {
        struct saving_row *row = row_of(p, id);

        row->state = SAVING_REFUSED;
        row->reason = (uint8_t)reason;
        row->detail = detail;
    }
}

/* ID is what THERE is already. */
static void settle(const struct placing *p, uint32_t id, uint32_t target, uint32_t there)
{
    if (is_kid(p, id))
        p->saving->store.folders[id].there = p->machine->drives[target].index->names.file[there];
    else
        row_of(p, id)->state = SAVING_THERE;
}

/* How many names the file of ROW will have so far; a row that is no link has room for all. */
static enum status count_links(struct placing *p, const struct saving_row *row,
                               uint16_t **planned_ret, uint32_t *n_ret)
{
    uint32_t drive = p->saving->store.folders[row->folder].drive,
             file = saving_file(p->saving, row);
    const struct index *index = p->machine->drives[drive].index;

    if (!p->planned[drive])
        p->planned[drive] = arena_array(p->shelf.arena, index->files.n, sizeof *p->planned[drive]);
    if (!p->planned[drive])
        return STATUS_NO_MEMORY;
    *planned_ret = &p->planned[drive][file];
    *n_ret = (uint32_t)index->files.header_links[file] + **planned_ret;
    return STATUS_OK;
}

/* Refuses ID for its name, or for the length of its path in the folder whose own path has
 * FOLDER_UNITS. False where there is nothing to refuse it for. */
static bool is_refused_by_name(const struct placing *p, uint32_t id, struct str name,
                               uint32_t folder_units)
{
    uint32_t units = store_units(name), all = folder_units + 1 + units;

    if (!plan_is_name(name))
        refuse(p, id, PLAN_BAD_NAME, 0);
    else if (units > PLACING_NAME_UNITS_MAX)
        refuse(p, id, PLAN_NAME_TOO_LONG, units);
    else if (all > PLACING_PATH_UNITS_MAX)
        refuse(p, id, PLAN_PATH_TOO_LONG, all);
    else
        return false;
    return true;
}

/* What names that differ only by case have met so far. */
struct group {
    const struct shelf_name *there; /* the first that is there; NULL */
    bool has_owner;                 /* one of those that are taken has the name */
};

/* A name that is not there yet in its very form. */
static enum status decide(struct placing *p, const struct store_folder *folder,
                          const struct shelf_name *name, struct group *group)
{
    uint16_t *planned = NULL;
    uint32_t nlinks = 0;
    enum status status = STATUS_OK;

    if (!is_kid(p, name->id) && row_of(p, name->id)->kind == PLAN_LINK)
        status = count_links(p, row_of(p, name->id), &planned, &nlinks);
    if (status != STATUS_OK)
        return status;
    if (group->there && !group->has_owner &&
        is_same(p, name->id, folder->target, group->there->id)) {
        settle(p, name->id, folder->target, group->there->id);
        group->has_owner = true;
    } else if (nlinks >= TRAITS_LINKS_MAX) {
        refuse(p, name->id, PLAN_LINK_LIMIT, nlinks);
    } else if (!is_refused_by_name(p, name->id, name->name, folder->units)) {
        if (group->has_owner) {
            refuse(p, name->id, PLAN_CASE_COLLISION, 0);
        } else if (group->there) {
            refuse(p, name->id, PLAN_NAME_TAKEN, 0);
        } else {
            group->has_owner = true;
            p->chosen[p->nchosen++] = name->id;
            if (planned)
                ++*planned;
        }
    }
    return STATUS_OK;
}

/* The names [FIRST, END) of the shelf. */
static enum status decide_group(struct placing *p, const struct store_folder *folder,
                                uint32_t first, uint32_t end)
{
    const struct shelf_name **at = p->shelf.sorted;
    struct group group = {0};
    enum status status = STATUS_OK;

    for (uint32_t i = first; i < end && !group.there; i++)
        if (at[i]->is_there)
            group.there = at[i];
    for (uint32_t i = first; i < end && status == STATUS_OK; i++) {
        if (at[i]->is_there)
            continue;
        if (i > first && at[i - 1]->is_there && str_equal(at[i - 1]->name, at[i]->name) &&
            is_same(p, at[i]->id, folder->target, at[i - 1]->id)) {
            settle(p, at[i]->id, folder->target, at[i - 1]->id);
            group.has_owner = true;
        } else {
            status = decide(p, folder, at[i], &group);
        }
    }
    return status;
}

/* ---- One folder ---- */

static enum status shelve_there(struct placing *p, const struct store_folder *folder)
{
    const struct index *index = p->machine->drives[folder->target].index;
    enum status status = STATUS_OK;

    if (folder->there == INDEX_NONE)
        return STATUS_OK;
    for (uint32_t i = index->first_child[folder->there];
         i < index->first_child[folder->there + 1] && status == STATUS_OK; i++)
        status =
            shelf_add(&p->shelf, index_name(index, index->children[i]), index->children[i], true);
    return status;
}

static enum status shelve(struct placing *p, uint32_t id)
{
    const struct saving *saving = p->saving;
    const struct store_folder *folder = &saving->store.folders[id];
    enum status status = STATUS_OK;

    shelf_clear(&p->shelf);
    p->shelf.upcase = p->machine->drives[folder->target].upcase;
    for (uint32_t i = p->first_kid[id]; i < p->first_kid[id + 1] && status == STATUS_OK; i++)
        if (saving->store.folders[p->kids[i]].is_wanted)
            status =
                shelf_add(&p->shelf, saving->store.folders[p->kids[i]].name, p->kids[i], false);
    for (uint32_t i = p->first_row[id]; i < p->first_row[id + 1] && status == STATUS_OK; i++) {
        const struct saving_row *row = &saving->rows[p->rows[i]];
        const struct index *index = p->machine->drives[folder->drive].index;

        status =
            shelf_add(&p->shelf, index_name(index, row->name), saving->store.n + p->rows[i], false);
    }
    return status == STATUS_OK && p->shelf.n > 0 ? shelve_there(p, folder) : status;
}

/* What was chosen goes on: folders to the stack, so that the first is the next; files to the list.
 * Each kind in its two rounds. */
static void hand_on(struct placing *p, uint32_t id)
{
    struct saving *saving = p->saving;
    uint32_t nkids = 0, nfiles = 0, *files = p->chosen;

    for (uint32_t i = p->first_kid[id]; i < p->first_kid[id + 1]; i++) {
        const struct store_folder *kid = &saving->store.folders[p->kids[i]];

        if (!kid->is_wanted || kid->refused != PLAN_AS_USUAL || kid->there != INDEX_NONE)
            p->stack[p->nstack++] = p->kids[i];
    }
    /* Kids to the front of the list behind their own, which is as long as it must be. */
    for (uint32_t i = 0; i < p->nchosen; i++)
        if (is_kid(p, p->chosen[i]))
            p->kids[p->first_kid[id] + nkids++] = p->chosen[i];
        else
            files[nfiles++] = p->chosen[i];
    for (uint32_t i = nkids; i-- > 0;)
        p->stack[p->nstack++] = p->kids[p->first_kid[id] + shelf_round(i, nkids)];
    for (uint32_t i = 0; i < nfiles; i++)
        saving->files[saving->nfiles++] = files[shelf_round(i, nfiles)] - saving->store.n;
}

/* What is in a folder that cannot be made cannot be made either. */
static void refuse_all(struct placing *p, uint32_t id)
{
    const struct store_folder *folder = &p->saving->store.folders[id];

    for (uint32_t i = p->first_kid[id]; i < p->first_kid[id + 1]; i++) {
        refuse(p, p->kids[i], folder->refused, folder->detail);
        p->stack[p->nstack++] = p->kids[i];
    }
    for (uint32_t i = p->first_row[id]; i < p->first_row[id + 1]; i++)
        refuse(p, p->saving->store.n + p->rows[i], folder->refused, folder->detail);
}

static enum status visit(struct placing *p, uint32_t id)
{
    const struct store_folder *folder = &p->saving->store.folders[id];
    enum status status;

    p->saving->order[p->saving->norder++] = id;
    if (folder->refused != PLAN_AS_USUAL) {
        refuse_all(p, id);
        return STATUS_OK;
    }
    status = shelve(p, id);
    if (status != STATUS_OK)
        return status;
    p->nchosen = 0;
    shelf_sort(&p->shelf);
    for (uint32_t i = 0, end; i < p->shelf.n && status == STATUS_OK; i = end) {
        end = shelf_end_of_group(&p->shelf, i);
        status = decide_group(p, folder, i, end);
    }
    if (status == STATUS_OK)
        hand_on(p, id);
    return status;
}

enum status placing_run(struct saving *saving)
{
    struct arena arena = {0};
    struct placing p = {
        .saving = saving, .machine = saving->job->machine, .shelf = {.arena = &arena}};
    enum status status = set_out(&p);

    while (p.nstack > 0 && status == STATUS_OK)
        status = visit(&p, p.stack[--p.nstack]);
    arena_free(&arena);
    return status;
}

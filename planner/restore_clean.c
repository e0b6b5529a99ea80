/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What <destinationCleanup> means: files that are there and make way before anything comes. Nothing
 * is deleted: they move to <store>\USMT\Cleaned\<drive>$, with the folders that they lie in.
 */
#include "planner/filter.h"
#include "planner/matcher.h"
#include "planner/restore_number.h"
#include "planner/restore_place.h"
#include "planner/shape.h"
#include "planner/treat.h"

struct cleaning {
    struct comeback *r;
    uint32_t drive;
    const struct index *index;
    struct matcher_rule *rules;
    uint32_t *ids; /* of each of these: its rule of the expansion */
    uint32_t nrules;
    bool *is_stored; /* of each file: the store has a name of it */
    /* The folder that was asked for last: its row, the row that it lies below in the root (its own;
     * the root's), its place, and that of what goes. */
    uint32_t folder, top, from, to;
    uint32_t told; /* a row in the root: it was told that it is not emptied */
    uint32_t *chain;
    uint32_t nchain, chain_capacity;
    char *scratch;
    size_t capacity;
};

/* ---- Rules ---- */

static enum status take_rules(struct cleaning *c)
{
    const struct expansion *expansion = c->r->job->cleanup;

    c->rules = arena_array(&c->r->arena, (size_t)expansion->nrules + 1, sizeof *c->rules);
    c->ids = arena_array(&c->r->arena, (size_t)expansion->nrules + 1, sizeof *c->ids);
    if (!c->rules || !c->ids)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < expansion->nrules; i++)
        if (expansion->rules[i].rule->kind == RULES_DESTINATION_CLEANUP) {
            c->ids[c->nrules] = i;
            c->rules[c->nrules++] = (struct matcher_rule){
                .pattern = &expansion->rules[i].pattern,
                .is_conditional = expand_is_conditional(&expansion->rules[i])};
        }
    return STATUS_OK;
}

static bool is_meant(const struct cleaning *c, const struct matcher_match *match)
{
    for (uint32_t i = 0; i < match->nrules; i++)
        if (expand_applies(&c->r->job->cleanup->rules[c->ids[match->rules[i]]],
                           &c->r->machine->drives[c->drive], match->name))
            return true;
    return false;
}

/* ---- Folders ---- */

static enum status push(struct cleaning *c, uint32_t row)
{
    uint32_t *chain =
        restore_place_room(c->r, c->chain, c->nchain, &c->chain_capacity, sizeof *chain);

    if (!chain)
        return STATUS_NO_MEMORY;
    c->chain = chain;
    chain[c->nchain++] = row;
    return STATUS_OK;
}

static uint32_t parent_of(const struct cleaning *c, uint32_t folder)
{
    return index_parent(c->index, index_first_name(c->index, folder));
}

/* The row below the root that FOLDER lies in, or is. */
static uint32_t top_of(const struct cleaning *c, uint32_t folder)
{
    for (uint32_t parent; c->index->files.record[folder] != RECORD_ROOT; folder = parent) {
        parent = parent_of(c, folder);
        if (c->index->files.record[parent] == RECORD_ROOT)
            break;
    }
    return folder;
}

/* The place of FOLDER, with those around it. */
static enum status place_of(struct cleaning *c, uint32_t folder, uint32_t *place_ret)
{
    const uint32_t *places = c->r->places_of[c->drive];
    enum status status = STATUS_OK;

    c->nchain = 0;
    for (; places[folder] == 0 && status == STATUS_OK; folder = parent_of(c, folder))
        status = push(c, folder);
    *place_ret = places[folder] - 1;
    while (c->nchain > 0 && status == STATUS_OK)
        status = restore_place_child(
            c->r, *place_ret,
            index_name(c->index, index_first_name(c->index, c->chain[--c->nchain])), place_ret);
    return status;
}

/* <store>\USMT\Cleaned\<drive>$ */
static enum status find_base(struct cleaning *c, uint32_t *place_ret)
{
    const char letter[] = {c->r->machine->drives[c->drive].name.at[0], '$'};
    const struct str steps[] = {str_of("USMT"), str_of(SHAPE_CLEANED_NAME), {letter, 2}};
    enum status status = restore_place_path(c->r, c->drive, c->r->path, place_ret);

    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == STATUS_OK; i++) {
        struct str step = steps[i];

        status = restore_place_keep(c->r, &step);
        if (status == STATUS_OK)
            status = restore_place_child(c->r, *place_ret, step, place_ret);
    }
    return status;
}

/* Where what lies in the folder of PLACE goes. */
static enum status goal_of(struct cleaning *c, uint32_t place, uint32_t *goal_ret)
{
    struct comeback *r = c->r;
    enum status status = STATUS_OK;

    c->nchain = 0;
    for (; r->places[place].cleaned == 0 && r->places[place].parent != COMEBACK_NONE &&
           status == STATUS_OK;
         place = r->places[place].parent)
        status = push(c, place);
    if (status == STATUS_OK && r->places[place].cleaned == 0) {
        status = find_base(c, goal_ret);
        r->places[place].cleaned = status == STATUS_OK ? *goal_ret + 1 : 0;
    }
    *goal_ret = r->places[place].cleaned - 1;
    while (c->nchain > 0 && status == STATUS_OK) {
        place = c->chain[--c->nchain];
        status = restore_place_child(r, *goal_ret, r->places[place].name, goal_ret);
        r->places[place].cleaned = status == STATUS_OK ? *goal_ret + 1 : 0;
    }
    return status;
}

static enum status enter(struct cleaning *c, uint32_t folder)
{
    enum status status;

    if (folder == c->folder)
        return STATUS_OK;
    status = place_of(c, folder, &c->from);
    c->to = COMEBACK_NONE;
    if (status == STATUS_OK && c->r->places[c->from].reason != PLAN_PLACE_STORE)
        status = goal_of(c, c->from, &c->to);
    c->top = top_of(c, folder);
    c->folder = folder;
    return status;
}

/* ---- What stays ---- */

static bool begins_with(const struct cleaning *c, struct str name, const char *with)
{
    struct str head = {name.at, strlen(with)};

    return name.n >= head.n &&
           text_same_folded(head, str_of(with), comeback_upcase(c->r, c->drive));
}

/* The folder of Windows, one that Windows Setup has put aside, and what Windows hides in the root:
 * what it begins with, what it restores itself from. */
static bool is_windows_own(const struct cleaning *c, uint32_t top)
{
    const struct machine *machine = c->r->machine;

    return (c->drive == machine->system && top == machine->profiles->windows) ||
           filter_is_out_of_sight(c->index, top) ||
           begins_with(c, index_name(c->index, index_first_name(c->index, top)), "Windows.old");
}

/* A user's part of the registry, with its logs. */
static bool is_hive(const struct cleaning *c, struct str name)
{
    return begins_with(c, name, "NTUSER.DAT") || begins_with(c, name, "UsrClass.dat");
}

/*
 * Why a file stays, the first line that fits:
 * - it is Windows' own;
 * - nothing is to be moved out of its folder, or it cannot be told by its name;
 * - its record is damaged;
 * - there is no place that it could go to.
 */
static enum plan_reason refuse(const struct cleaning *c, uint32_t name, uint32_t *detail_ret)
{
    const struct comeback_place *from = &c->r->places[c->from], *to = &c->r->places[c->to];
    const uint32_t file = c->index->names.file[name];
    const struct str text = index_name(c->index, name);
    struct treat_decision damage;

    *detail_ret = 0;
    if (is_hive(c, text) || (c->top == from->file && from->parent == COMEBACK_NONE &&
                             filter_is_out_of_sight(c->index, file)))
        return PLAN_OF_WINDOWS;
    if (from->reason != PLAN_AS_USUAL)
        return (enum plan_reason)from->reason;
    if (from->file != c->folder || !plan_is_name(text))
        return from->file != c->folder ? PLAN_DAMAGED : PLAN_BAD_NAME;
    if (treat_damage(c->index, file, &damage)) {
        *detail_ret = damage.detail;
        return damage.reason;
    }
    if (to->reason != PLAN_AS_USUAL && to->reason != PLAN_PLACE_STORE)
        return (enum plan_reason)to->reason;
    return restore_place_refuses(c->r, c->to, text, detail_ret);
}

/* ---- Where it goes ---- */

static enum status is_free(struct cleaning *c, struct str name, bool *is_free_ret)
{
    struct comeback *r = c->r;
    const uint32_t folder = r->places[c->to].file;
    uint32_t other;
    struct str key;
    enum status status = restore_place_key(r, c->to, name, false, &key);

    if (status == STATUS_OK)
        *is_free_ret = !lexicon_find(&r->taken, key, &other) &&
                       !lexicon_find(&r->made, key, &other) &&
                       (folder == INDEX_NONE ||
                        lookup_child(&r->lookups[c->drive], folder, name) == INDEX_NONE);
    return status;
}

/* What an earlier restore has cleaned has the name: then one with a number. */
static enum status find_name(struct cleaning *c, struct str own, struct str *name_ret)
{
    const struct str form = str_of(RESTORE_NUMBER_USUAL);
    const size_t room = restore_number_room(form, own);
    bool is_found = false;
    enum status status = is_free(c, own, &is_found);

    *name_ret = own;
    if (is_found || status != STATUS_OK)
        return status;
    if (room > c->capacity) {
        c->scratch = arena_alloc(&c->r->arena, room);
        c->capacity = c->scratch ? room : 0;
    }
    if (!c->scratch)
        return STATUS_NO_MEMORY;
    for (uint32_t number = 1; !is_found && status == STATUS_OK; number++) {
        *name_ret = restore_number_write(form, own, number, c->scratch);
        status = is_free(c, *name_ret, &is_found);
    }
    return status == STATUS_OK ? restore_place_keep(c->r, name_ret) : status;
}

/* ---- One file ---- */

static enum status add(struct cleaning *c, const struct comeback_cleaned *row)
{
    struct comeback *r = c->r;
    struct comeback_cleaned *rows =
        restore_place_room(r, r->cleaned, r->ncleaned, &r->cleaned_capacity, sizeof *rows);

    if (!rows)
        return STATUS_NO_MEMORY;
    r->cleaned = rows;
    rows[r->ncleaned++] = *row;
    return STATUS_OK;
}

static enum status clean(struct cleaning *c, uint32_t name)
{
    struct comeback_cleaned row = {.name = name, .place = c->from, .to = c->to};
    struct str key;
    enum status status;

    row.reason = (uint8_t)refuse(c, name, &row.detail);
    if (row.reason != PLAN_AS_USUAL) {
        row.is_refused = true;
        return add(c, &row);
    }
    status = find_name(c, index_name(c->index, name), &row.to_name);
    if (status == STATUS_OK)
        status = restore_place_key(c->r, c->to, row.to_name, true, &key);
    if (status == STATUS_OK)
        status = lexicon_put(&c->r->taken, key, COMEBACK_NONE);
    if (status == STATUS_OK)
        status = add(c, &row);
    if (status == STATUS_OK)
        c->r->is_cleaned[c->drive][name] = c->r->ncleaned;
    return status;
}

/* Of a folder that is Windows' own one row tells, whatever rules mean in it. */
static enum status tell(struct cleaning *c)
{
    struct comeback_cleaned row = {.reason = PLAN_OF_WINDOWS, .is_refused = true};
    enum status status = place_of(c, parent_of(c, c->top), &row.place);

    row.name = index_first_name(c->index, c->top);
    if (c->told == c->top || status != STATUS_OK)
        return status;
    c->told = c->top;
    return add(c, &row);
}

static enum status see(void *context, const struct matcher_match *match)
{
    struct cleaning *c = context;
    enum status status;

    if (match->is_folder || c->is_stored[c->index->names.file[match->name]] || !is_meant(c, match))
        return STATUS_OK;
    status = enter(c, index_parent(c->index, match->name));
    if (status != STATUS_OK || c->r->places[c->from].reason == PLAN_PLACE_STORE)
        return status;
    return c->index->files.record[c->top] != RECORD_ROOT && is_windows_own(c, c->top)
               ? tell(c)
               : clean(c, match->name);
}

/* ---- All ---- */

/* What the store has a name of was there before, or has been restored. */
static enum status find_stored(struct cleaning *c)
{
    const struct comeback *r = c->r;

    c->is_stored = arena_array(&c->r->arena, (size_t)c->index->files.n + 1, sizeof *c->is_stored);
    for (uint32_t i = 0; i < r->nfiles && c->is_stored; i++)
        if (r->folders[r->files[i].folder].drive == c->drive)
            c->is_stored[comeback_file_of(r, &r->files[i])] = true;
    return c->is_stored ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status clean_drive(struct cleaning *c, uint32_t drive)
{
    struct comeback *r = c->r;
    struct matcher *matcher = NULL;
    uint32_t root;
    enum status status;

    c->drive = drive;
    c->index = comeback_index(r, drive);
    c->folder = c->told = INDEX_NONE;
    r->is_cleaned[drive] =
        arena_array(&r->arena, (size_t)c->index->names.n + 1, sizeof *r->is_cleaned[drive]);
    status = r->is_cleaned[drive] ? find_stored(c) : STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = restore_place_root(r, drive, &root);
    if (status == STATUS_OK)
        status = matcher_new(c->rules, c->nrules, comeback_upcase(r, drive), &matcher);
    if (status == STATUS_OK)
        status = matcher_walk(matcher, c->index, r->machine->drives[drive].name,
                              &(struct matcher_visitor){see, c});
    matcher_free(matcher);
    return status;
}

enum status restore_clean(struct comeback *r)
{
    struct cleaning c = {.r = r};
    enum status status;

    r->is_cleaned = arena_array(&r->arena, (size_t)r->machine->ndrives + 1, sizeof *r->is_cleaned);
    if (!r->is_cleaned)
        return STATUS_NO_MEMORY;
    if (!r->job->cleanup)
        return STATUS_OK;
    status = take_rules(&c);
    for (uint32_t i = 0; i < r->machine->ndrives && c.nrules > 0 && status == STATUS_OK; i++)
        if (restoring_is_usable(r, i))
            status = clean_drive(&c, i);
    return status;
}

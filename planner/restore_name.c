/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The names that files get. First all that are free; then, for those whose names are taken,
 * letter(1).doc, letter(2).doc and so on. A counter for each folder and name goes on where it
 * stopped, so that no number is looked at twice.
 */
#include "planner/restore_number.h"
#include "planner/restore_place.h"
#include "planner/restore_taken.h"
#include "planner/traits.h"
#include "planner/treat.h"

struct naming {
    struct comeback *r;
    struct comeback_file *file;
    uint32_t no;               /* of FILE */
    const struct index *index; /* of the drive that the store has it on */
    uint32_t row;              /* the file itself */
    uint32_t to;               /* place */
    char *scratch;
    size_t capacity;
};

static void refuse(struct naming *n, enum plan_reason reason, uint32_t detail)
{
    n->file->state = COMEBACK_REFUSED;
    n->file->reason = (uint8_t)reason;
    n->file->detail = detail;
}

/* ---- Free names ---- */

static enum status count_links(struct naming *n, uint16_t **planned_ret)
{
    uint32_t drive = n->r->folders[n->file->folder].drive;
    uint16_t **planned = &n->r->planned[drive];

    if (!*planned)
        *planned = arena_array(&n->r->arena, (size_t)n->index->files.n + 1, sizeof **planned);
    if (!*planned)
        return STATUS_NO_MEMORY;
    *planned_ret = &(*planned)[n->row];
    return STATUS_OK;
}

/* The file gets NAME, which is free and stays where it is. */
static enum status take(struct naming *n, struct str name)
{
    struct comeback *r = n->r;
    uint32_t detail;
    enum plan_reason reason = restore_place_refuses(r, n->to, name, &detail);
    uint16_t *planned = NULL;
    struct str key;
    enum status status = STATUS_OK;

    if (reason == PLAN_AS_USUAL && n->file->kind == PLAN_LINK) {
        status = count_links(n, &planned);
        if (status == STATUS_OK &&
            (uint32_t)n->index->files.header_links[n->row] + *planned >= TRAITS_LINKS_MAX) {
            reason = PLAN_LINK_LIMIT;
            detail = TRAITS_LINKS_MAX;
        }
    }
    if (status != STATUS_OK)
        return status;
    if (reason != PLAN_AS_USUAL) {
        refuse(n, reason, detail);
        return STATUS_OK;
    }
    status = restore_place_key(r, n->to, name, true, &key);
    if (status == STATUS_OK)
        status = lexicon_put(&r->taken, key, n->no);
    if (planned)
        ++*planned;
    n->file->to_name = name;
    n->file->state = COMEBACK_PLACED;
    r->places[n->to].is_needed = true;
    return status;
}

/* What has been restored before makes no room for what comes after it. */
static enum status keep_taken(struct naming *n, struct str name)
{
    struct str key;
    enum status status = restore_place_key(n->r, n->to, name, true, &key);

    return status == STATUS_OK ? lexicon_put(&n->r->taken, key, n->no) : status;
}

static enum status try_own_name(struct naming *n)
{
    struct str name = n->file->to_name;
    enum restore_taken taken;
    enum status status = restore_taken_ask(n->r, n->file, n->to, name, &taken);

    if (status != STATUS_OK || taken == RESTORE_TAKEN)
        return status;
    if (taken == RESTORE_FREE)
        return take(n, name);
    n->file->state = COMEBACK_THERE;
    return n->r->merges[n->r->folders[n->file->folder].drive] ? keep_taken(n, name) : STATUS_OK;
}

/* ---- Names with a number ---- */

static bool has_room(struct naming *n, size_t nbytes)
{
    char *grown;

    if (n->scratch && nbytes <= n->capacity)
        return true;
    grown = arena_grow(&n->r->arena, n->scratch, 2 * nbytes);
    if (!grown)
        return false;
    n->scratch = grown;
    n->capacity = 2 * nbytes;
    return true;
}

/* Has the file a name of that kind in its place? The scratch has room. */
static bool has_numbered(const struct naming *n, struct str form, struct str of)
{
    const struct comeback_place *to = &n->r->places[n->to];

    if (n->file->kind != PLAN_LINK || to->file == INDEX_NONE)
        return false;
    for (uint32_t name = index_first_name(n->index, n->row);
         name < index_end_name(n->index, n->row); name++)
        if (index_parent(n->index, name) == to->file &&
            restore_number_is(form, index_name(n->index, name), of,
                              comeback_upcase(n->r, to->drive), n->scratch))
            return true;
    return false;
}

/*
 * The next number for OWN that is free, or that is this very content: whoever comes first meets the
 * first, in this run as in the one before, so that each number is met once. *NAME_RET is kept where
 * it is free.
 */
static enum status find_number(struct naming *n, struct str form, struct str own,
                               struct str *name_ret, enum restore_taken *taken_ret)
{
    struct str name = own, key;
    uint32_t number = 1;
    enum restore_taken taken = RESTORE_TAKEN;
    enum status status = restore_place_key(n->r, n->to, own, false, &key);

    if (status == STATUS_OK && !lexicon_find(&n->r->counters, key, &number))
        status = restore_place_key(n->r, n->to, own, true, &key);
    if (status == STATUS_OK)
        status = lexicon_put(&n->r->counters, key, number);
    if (status != STATUS_OK || !has_room(n, restore_number_room(form, own)))
        return STATUS_NO_MEMORY;
    for (; taken == RESTORE_TAKEN && status == STATUS_OK; number++) {
        name = restore_number_write(form, own, number, n->scratch);
        status = restore_taken_ask(n->r, n->file, n->to, name, &taken);
    }
    if (status == STATUS_OK)
        status = restore_place_key(n->r, n->to, own, false, &key);
    if (status == STATUS_OK)
        status = lexicon_put(&n->r->counters, key, number);
    if (status == STATUS_OK && taken == RESTORE_FREE)
        status = restore_place_keep(n->r, &name);
    *name_ret = name;
    *taken_ret = taken;
    return status;
}

static enum status try_numbers(struct naming *n, struct str form)
{
    struct str own = n->file->to_name, name;
    enum restore_taken taken = RESTORE_TAKEN;
    enum status status;

    if (!has_room(n, restore_number_room(form, own)))
        return STATUS_NO_MEMORY;
    if (has_numbered(n, form, own)) {
        n->file->state = COMEBACK_THERE;
        return STATUS_OK;
    }
    status = find_number(n, form, own, &name, &taken);
    if (status != STATUS_OK)
        return status;
    if (taken == RESTORE_FREE)
        return take(n, name);
    n->file->state = COMEBACK_THERE;
    return STATUS_OK;
}

/* ---- What rules say ---- */

/* The call of <merge> for the file; NULL: none. */
static const struct rules_call *merge_of(const struct naming *n)
{
    const uint32_t *merges = n->r->merges[n->r->folders[n->file->folder].drive];
    uint32_t rule = merges ? merges[n->file->name] : 0;

    return rule ? n->r->job->expansion->rules[rule - 1].rule->call : NULL;
}

/* The name of a file that has the place, and had it before: not one that was restored. INDEX_NONE:
 * there is none. */
static enum status find_rival(struct naming *n, uint32_t *name_ret)
{
    const struct comeback_place *to = &n->r->places[n->to];
    uint32_t name = restore_taken_there(n->r, n->to, n->file->to_name), other;
    const struct index *index = comeback_index(n->r, to->drive);
    struct str key;
    enum status status = restore_place_key(n->r, n->to, n->file->to_name, false, &key);

    if (status == STATUS_OK)
        *name_ret =
            name == INDEX_NONE || lexicon_find(&n->r->taken, key, &other) ||
                    index->files.flags[index->names.file[name]] & (FILE_DIRECTORY | FILE_SYSTEM)
                ? INDEX_NONE
                : name;
    return status;
}

/* What is there gets a number, and stays in its folder: as long as its record is whole. */
static enum status move_aside(struct naming *n, uint32_t name, bool *is_moved_ret)
{
    struct comeback *r = n->r;
    uint32_t drive = r->places[n->to].drive, detail;
    const struct index *index = comeback_index(r, drive);
    struct comeback_aside *asides =
        restore_place_room(r, r->asides, r->nasides, &r->asides_capacity, sizeof *asides);
    struct comeback_aside aside = {.name = name, .place = n->to};
    struct treat_decision damage;
    enum restore_taken taken = RESTORE_TAKEN;
    enum status status = asides ? STATUS_OK : STATUS_NO_MEMORY;
    struct str key;

    *is_moved_ret = false;
    if (status != STATUS_OK)
        return status;
    r->asides = asides;
    if (!r->is_aside[drive])
        r->is_aside[drive] =
            arena_array(&r->arena, (size_t)index->names.n + 1, sizeof *r->is_aside[drive]);
    if (!r->is_aside[drive])
        return STATUS_NO_MEMORY;
    while (status == STATUS_OK && taken != RESTORE_FREE)
        status = find_number(n, str_of(RESTORE_NUMBER_USUAL), index_name(index, name),
                             &aside.to_name, &taken);
    if (status != STATUS_OK || treat_damage(index, index->names.file[name], &damage) ||
        restore_place_refuses(r, n->to, aside.to_name, &detail) != PLAN_AS_USUAL)
        return status;
    status = restore_place_key(r, n->to, aside.to_name, true, &key);
    if (status == STATUS_OK)
        status = lexicon_put(&r->taken, key, COMEBACK_NONE);
    r->is_aside[drive][name] = *is_moved_ret = true;
    asides[r->nasides++] = aside;
    return status;
}

/* What was there makes room; where that cannot be, what comes gets the number. */
static enum status try_instead(struct naming *n, uint32_t rival)
{
    bool is_moved;
    enum status status = move_aside(n, rival, &is_moved);

    if (status != STATUS_OK)
        return status;
    return is_moved ? take(n, n->file->to_name) : try_numbers(n, str_of(RESTORE_NUMBER_USUAL));
}

/* ---- Which is newer ---- */

enum newer { NOT_KNOWN, WHAT_COMES, WHAT_IS_THERE };

static enum status find_version(struct naming *n, uint32_t drive, uint32_t file,
                                struct fileversion *version_ret)
{
    const struct fileversion *version;
    enum status status = fileversions_ask(n->r->job->versions, drive,
                                          comeback_index(n->r, drive)->files.n, file, &version);

    if (status == STATUS_OK)
        *version_ret = *version;
    return status;
}

static uint64_t number_of(const struct fileversion *version, const struct rules_call *merge)
{
    return text_same_folded(merge->arguments[0], str_of("ProductVersion"), NULL)
               ? version->product_version
               : version->file_version;
}

/* Of two of the same version that stays which is there. */
static enum status find_newer(struct naming *n, const struct rules_call *merge, uint32_t rival,
                              enum newer *newer_ret)
{
    const uint32_t drive = n->r->places[n->to].drive;
    struct fileversion comes = {0}, there = {0};
    enum status status;

    *newer_ret = NOT_KNOWN;
    if (!n->r->job->versions)
        return STATUS_OK;
    status = find_version(n, n->r->folders[n->file->folder].drive, n->row, &comes);
    if (status == STATUS_OK)
        status = find_version(n, drive, comeback_index(n->r, drive)->names.file[rival], &there);
    if (status != STATUS_OK || comes.state != FILEVERSION_KNOWN || there.state != FILEVERSION_KNOWN)
        return status;
    *newer_ret = number_of(&comes, merge) > number_of(&there, merge) ? WHAT_COMES : WHAT_IS_THERE;
    return STATUS_OK;
}

static enum status try_newest(struct naming *n, const struct rules_call *merge, uint32_t rival)
{
    enum newer newer;
    enum status status = find_newer(n, merge, rival, &newer);

    if (status == STATUS_OK && newer == WHAT_COMES)
        return try_instead(n, rival);
    if (status == STATUS_OK && newer == NOT_KNOWN)
        return try_numbers(n, str_of(RESTORE_NUMBER_USUAL));
    if (status == STATUS_OK)
        refuse(n, PLAN_KEPT_THERE, 0);
    return status;
}

static enum status try_others(struct naming *n)
{
    const struct rules_call *merge = merge_of(n);
    enum helper_id id = merge ? merge->helper->id : HELPER_NEWEST_VERSION;
    uint32_t rival = INDEX_NONE;
    struct str form = str_of(RESTORE_NUMBER_USUAL);
    enum status status = merge ? find_rival(n, &rival) : STATUS_OK;

    if (status != STATUS_OK)
        return status;
    if (id == HELPER_SOURCE_PRIORITY && rival != INDEX_NONE)
        return try_instead(n, rival);
    if (id == HELPER_NEWEST_VERSION && rival != INDEX_NONE)
        return try_newest(n, merge, rival);
    if (id == HELPER_DESTINATION_PRIORITY && rival != INDEX_NONE) {
        refuse(n, PLAN_KEPT_THERE, 0);
        return STATUS_OK;
    }
    if (id == HELPER_FIND_FILE_PLACE_BY_PATTERN && restore_number_can(merge->arguments[0]))
        form = merge->arguments[0];
    return try_numbers(n, form);
}

/* ---- All ---- */

/* Is it to have a name? Else why it is not, which the folder that it lies in may have told. */
static bool begin(struct naming *n, uint32_t no)
{
    struct comeback *r = n->r;
    const struct comeback_folder *folder = &r->folders[r->files[no].folder];

    n->file = &r->files[no];
    n->no = no;
    n->index = comeback_index(r, folder->drive);
    n->row = n->index->names.file[n->file->name];
    n->to = n->file->to;
    if (n->file->state == COMEBACK_OPEN && n->to == COMEBACK_NONE)
        n->file->state = COMEBACK_THERE;
    return n->file->state == COMEBACK_OPEN;
}

/* What cannot be linked is copied, if it can be read. */
static void choose_kind(struct naming *n)
{
    if (n->file->kind == PLAN_LINK &&
        n->r->places[n->to].drive != n->r->folders[n->file->folder].drive) {
        n->file->kind = PLAN_COPY;
        n->file->reason = PLAN_OTHER_VOLUME;
    }
    if (n->file->kind == PLAN_COPY && !treat_can_copy(n->index, n->row))
        refuse(n, PLAN_UNREADABLE, 0);
}

enum status restore_name(struct comeback *r)
{
    struct naming n = {.r = r};
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < r->nfiles && status == STATUS_OK; i++) {
        if (!begin(&n, i))
            continue;
        choose_kind(&n);
        if (n.file->state == COMEBACK_OPEN)
            status = try_own_name(&n);
    }
    for (uint32_t i = 0; i < r->nfiles && status == STATUS_OK; i++)
        if (begin(&n, i))
            status = try_others(&n);
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The names that files get. First all that are free; then, for those whose names are taken,
 * letter(1).doc, letter(2).doc and so on. A counter for each folder and name goes on where it
 * stopped, so that no number is looked at twice.
 */
#include "planner/placing.h"
#include "planner/restore_place.h"
#include "planner/store.h"
#include "planner/traits.h"
#include "planner/treat.h"

enum { DIGITS = 12 };

/* What has a name already. */
enum taken { FREE, TAKEN, BY_THE_SAME };

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

/* ---- Is it there already? ---- */

/* A copy is known by its size and time; a link by being the same file. */
static bool is_same(const struct naming *n, uint32_t drive, uint32_t other)
{
    const struct index *index = comeback_index(n->r, drive);

    if (n->file->kind == PLAN_LINK)
        return other == n->row;
    return !(index->files.flags[other] & FILE_DIRECTORY) &&
           index->files.size[other] == n->index->files.size[n->row] &&
           index->files.times[TIMES * (size_t)other + 1] ==
               n->index->files.times[TIMES * (size_t)n->row + 1];
}

/* Does another file of the plan that has the name make what this one would? */
static bool is_same_planned(const struct naming *n, uint32_t other)
{
    const struct comeback_file *file = &n->r->files[other];

    return n->r->folders[file->folder].drive == n->r->folders[n->file->folder].drive &&
           comeback_file_of(n->r, file) == n->row && file->kind == n->file->kind;
}

static enum status ask(struct naming *n, struct str name, enum taken *taken_ret)
{
    struct comeback *r = n->r;
    const struct comeback_place *to = &r->places[n->to];
    uint32_t found =
        to->file == INDEX_NONE ? INDEX_NONE : lookup_child(&r->lookups[to->drive], to->file, name);
    struct str key;
    enum status status;

    if (found != INDEX_NONE) {
        found = comeback_index(r, to->drive)->names.file[found];
        *taken_ret = is_same(n, to->drive, found) ? BY_THE_SAME : TAKEN;
        return STATUS_OK;
    }
    status = restore_place_key(r, n->to, name, false, &key);
    if (status != STATUS_OK)
        return status;
    if (lexicon_find(&r->taken, key, &found))
        *taken_ret = is_same_planned(n, found) ? BY_THE_SAME : TAKEN;
    else
        *taken_ret = lexicon_find(&r->made, key, &found) ? TAKEN : FREE;
    return STATUS_OK;
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

static enum status try_own_name(struct naming *n)
{
    struct str name = n->file->to_name;
    enum taken taken;
    enum status status = ask(n, name, &taken);

    if (status != STATUS_OK || taken == TAKEN)
        return status;
    if (taken == FREE)
        return take(n, name);
    n->file->state = COMEBACK_THERE;
    return STATUS_OK;
}

/* ---- Names with a number ---- */

/* Where the ending begins: at the last dot, unless that is the first letter. */
static size_t end_of_base(struct str name)
{
    size_t at = name.n;

    while (at > 0 && name.at[at - 1] != '.')
        at--;
    return at > 1 ? at - 1 : name.n;
}

/* Is NAME the name OF with a number: "letter(12).doc"? */
static bool is_numbered(struct str name, struct str of, const uint16_t *upcase)
{
    size_t base = end_of_base(of), ending = of.n - base, at, digits = 0;

    if (name.n < of.n + 3 || name.at[name.n - ending - 1] != ')')
        return false;
    for (at = name.n - ending - 1; at > 0 && name.at[at - 1] >= '0' && name.at[at - 1] <= '9'; at--)
        digits++;
    return digits > 0 && at > 0 && name.at[at - 1] == '(' &&
           text_same_folded((struct str){name.at, at - 1}, (struct str){of.at, base}, upcase) &&
           text_same_folded((struct str){name.at + name.n - ending, ending},
                            (struct str){of.at + base, ending}, upcase);
}

/* Has the file a name of that kind in its place? */
static bool has_numbered(const struct naming *n, struct str of)
{
    const struct comeback_place *to = &n->r->places[n->to];

    if (n->file->kind != PLAN_LINK || to->file == INDEX_NONE)
        return false;
    for (uint32_t name = index_first_name(n->index, n->row);
         name < index_end_name(n->index, n->row); name++)
        if (index_parent(n->index, name) == to->file &&
            is_numbered(index_name(n->index, name), of, comeback_upcase(n->r, to->drive)))
            return true;
    return false;
}

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

/* NAME with NUMBER, in the scratch. */
static struct str number_name(struct naming *n, struct str name, uint32_t number)
{
    size_t base = end_of_base(name), at = base;
    char digits[DIGITS];
    size_t ndigits = 0;

    memcpy(n->scratch, name.at, base);
    n->scratch[at++] = '(';
    do
        digits[ndigits++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (ndigits > 0)
        n->scratch[at++] = digits[--ndigits];
    n->scratch[at++] = ')';
    memcpy(n->scratch + at, name.at + base, name.n - base);
    return (struct str){n->scratch, at + name.n - base};
}

static enum status keep_name(struct naming *n, struct str *name)
{
    char *kept = arena_alloc(&n->r->arena, name->n);

    if (!kept)
        return STATUS_NO_MEMORY;
    memcpy(kept, name->at, name->n);
    name->at = kept;
    return STATUS_OK;
}

/*
 * The next number that is free, or that is this very content: whoever comes first meets the first,
 * in this run as in the one before, so that each number is met once.
 */
static enum status try_numbers(struct naming *n)
{
    struct str own = n->file->to_name, name, key;
    uint32_t number = 1;
    enum taken taken = TAKEN;
    enum status status = restore_place_key(n->r, n->to, own, false, &key);

    if (status == STATUS_OK && !lexicon_find(&n->r->counters, key, &number))
        status = restore_place_key(n->r, n->to, own, true, &key);
    if (status == STATUS_OK)
        status = lexicon_put(&n->r->counters, key, number);
    if (status != STATUS_OK || !has_room(n, own.n + DIGITS + 2))
        return STATUS_NO_MEMORY;
    for (; taken == TAKEN && status == STATUS_OK; number++) {
        name = number_name(n, own, number);
        status = ask(n, name, &taken);
    }
    if (status == STATUS_OK)
        status = restore_place_key(n->r, n->to, own, false, &key);
    if (status == STATUS_OK)
        status = lexicon_put(&n->r->counters, key, number);
    if (status == STATUS_OK && taken == FREE)
        status = keep_name(n, &name);
    if (status != STATUS_OK)
        return status;
    if (taken == FREE)
        return take(n, name);
    n->file->state = COMEBACK_THERE;
    return STATUS_OK;
}

static enum status try_others(struct naming *n)
{
    if (has_numbered(n, n->file->to_name)) {
        n->file->state = COMEBACK_THERE;
        return STATUS_OK;
    }
    return try_numbers(n);
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

static void need_leaves(struct comeback *r)
{
    for (uint32_t i = 0; i < r->nfolders; i++)
        if (r->folders[i].is_leaf && comeback_goal(&r->folders[i]) != COMEBACK_NONE)
            r->places[comeback_goal(&r->folders[i])].is_needed = true;
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
    need_leaves(r);
    return status;
}

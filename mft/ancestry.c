/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every directory's chain of parents is followed once: a walk up stops where an earlier one has
 * been, and what it learns there holds for the whole chain behind it. Then each name is held
 * against its parent.
 */
#include "mft/ancestry.h"

enum state {
    UNKNOWN,
    ON_THE_WAY, /* of the present walk: meeting it again is a loop */
    ORDINARY,
    BELOW_EXTEND,
};

struct ancestry {
    struct facts *facts;
    struct index *index;
    uint8_t *states;  /* enum state of each file row; of directories only */
    uint32_t *chain;  /* of the present walk */
    uint32_t *parent; /* row of each name's parent, or INDEX_NONE */
    struct arena arena;
};

static bool is_directory(const struct index *index, uint32_t file)
{
    return index->files.flags[file] & FILE_DIRECTORY;
}

static bool is_in_use(const struct index *index, uint32_t file)
{
    return index->files.flags[file] & FILE_IN_USE;
}

/* The row of the directory that FILE's first name lies in; INDEX_NONE without one. */
static uint32_t parent_of(const struct index *index, uint32_t file)
{
    uint32_t name = index_first_name(index, file);

    return name < index_end_name(index, file) ? index_parent(index, name) : INDEX_NONE;
}

/* All members of the loop that FILE closes: each is cut off. */
static enum status cut_loop(struct ancestry *an, uint32_t length, uint32_t file)
{
    struct index *index = an->index;
    enum status status = STATUS_OK;

    for (uint32_t i = length; i > 0 && status == STATUS_OK; i--) {
        uint32_t member = an->chain[i - 1];

        index->files.flags[member] |= FILE_CUT_OFF;
        if (is_in_use(index, member))
            status = facts_note_more(an->facts, FINDING_PARENT_LOOP, index->files.record[member], 0,
                                     index->names.parent[index_first_name(index, member)]);
        if (member == file)
            break;
    }
    return status;
}

/* Tells the chain, from its top down, what it is: as FOUND above it, and below $Extend once that is
 * passed. */
static void tell_chain(struct ancestry *an, uint32_t length, enum state found)
{
    while (length > 0) {
        uint32_t file = an->chain[--length];

        if (an->index->files.record[file] == RECORD_EXTEND)
            found = BELOW_EXTEND;
        an->states[file] = (uint8_t)found;
    }
}

/* Walks up from FILE until something is known, then tells all that it passed. */
static enum status trace(struct ancestry *an, uint32_t file)
{
    struct index *index = an->index;
    uint32_t length = 0;
    enum state found = ORDINARY;
    enum status status = STATUS_OK;

    for (;;) {
        an->states[file] = ON_THE_WAY;
        an->chain[length++] = file;
        if (index->files.record[file] == RECORD_ROOT)
            break;

        uint32_t parent = parent_of(index, file);
        if (parent == INDEX_NONE) {
            index->files.flags[file] |= FILE_CUT_OFF;
            break;
        }
        if (an->states[parent] == ON_THE_WAY) {
            status = cut_loop(an, length, parent);
            break;
        }
        if (an->states[parent] != UNKNOWN) {
            found = an->states[parent];
            break;
        }
        file = parent;
    }
    tell_chain(an, length, found);
    return status;
}

static enum status trace_directories(struct ancestry *an)
{
    for (uint32_t file = 0; file < an->index->files.n; file++)
        if (is_directory(an->index, file) && an->states[file] == UNKNOWN) {
            enum status status = trace(an, file);

            if (status != STATUS_OK)
                return status;
        }
    return STATUS_OK;
}

/* Why a name's parent does not count. */
static enum status note_parent(struct ancestry *an, uint32_t name)
{
    const struct index *index = an->index;
    uint64_t reference = index->names.parent[name];
    uint32_t parent = index_find(index, reference_record(reference));
    enum finding_kind kind = FINDING_PARENT_NOT_DIRECTORY;

    if (parent == INDEX_NONE || !(index->files.flags[parent] & FILE_IN_USE))
        kind = FINDING_PARENT_MISSING;
    else if (index_find_reference(index, reference) == INDEX_NONE)
        kind = FINDING_PARENT_STALE;
    return facts_note_more(an->facts, kind, index->files.record[index->names.file[name]], 0,
                           reference);
}

/*
 * Names of one folder often stand together, since it was filled at one time: what the last
 * reference led to is kept. A deleted file's name may mean a deleted folder, so its answer is its
 * own.
 */
static uint32_t parent_of_next(const struct index *index, uint32_t name, uint64_t *last,
                               uint32_t *last_parent)
{
    if (!is_in_use(index, index->names.file[name]))
        return index_parent(index, name);
    if (index->names.parent[name] != *last) {
        *last = index->names.parent[name];
        *last_parent = index_parent(index, name);
    }
    return *last_parent;
}

static enum status trace_names(struct ancestry *an)
{
    struct index *index = an->index;
    uint64_t last = UINT64_MAX;
    uint32_t last_parent =
        INDEX_NONE; /* which is right for that reference: no record has its number */

    for (uint32_t name = 0; name < index->names.n; name++) {
        uint32_t file = index->names.file[name];
        uint32_t parent = parent_of_next(index, name, &last, &last_parent);

        an->parent[name] = parent;
        if (parent != INDEX_NONE) {
            if (an->states[parent] == BELOW_EXTEND)
                index->files.flags[file] |= FILE_SYSTEM;
        } else if (is_in_use(index, file)) {
            enum status status = note_parent(an, name);

            if (status != STATUS_OK)
                return status;
        }
    }
    return STATUS_OK;
}

/*
 * Whose names are listed in their folder? Only those of files in use: a deleted one must not hide
 * who has its name now. The root is nobody's child, wherever its own name says it lies, so that
 * who walks down from it comes to an end.
 */
static bool is_child(const struct ancestry *an, uint32_t name)
{
    const struct file_rows *files = &an->index->files;
    uint32_t file = an->index->names.file[name];

    return an->parent[name] != INDEX_NONE && files->flags[file] & FILE_IN_USE &&
           files->record[file] != RECORD_ROOT;
}

/* Names sorted by parent, by counting them: first_child counts, then holds where each directory's
 * begin. */
static enum status list_children(struct ancestry *an)
{
    struct index *index = an->index;
    uint32_t *first =
        arena_grow(&an->facts->arena, NULL, (index->files.n + (size_t)2) * sizeof *first);
    uint32_t *children =
        arena_grow(&an->facts->arena, NULL, (index->names.n + (size_t)1) * sizeof *children);

    if (!first || !children)
        return STATUS_NO_MEMORY;
    memset(first, 0, (index->files.n + (size_t)2) * sizeof *first);
    for (uint32_t name = 0; name < index->names.n; name++)
        if (is_child(an, name))
            first[an->parent[name] + 2]++;
    for (uint32_t file = 2; file < index->files.n + 2; file++)
        first[file] += first[file - 1];
    for (uint32_t name = 0; name < index->names.n; name++)
        if (is_child(an, name))
            children[first[an->parent[name] + 1]++] = name;
    index->first_child = first;
    index->children = children;
    return STATUS_OK;
}

enum status ancestry_trace(struct facts *facts, struct index *index)
{
    struct ancestry an = {.facts = facts, .index = index};
    enum status status = STATUS_NO_MEMORY;

    an.states = arena_grow(&an.arena, NULL, index->files.n + (size_t)1);
    an.chain = arena_grow(&an.arena, NULL, (index->files.n + (size_t)1) * sizeof *an.chain);
    an.parent = arena_grow(&an.arena, NULL, (index->names.n + (size_t)1) * sizeof *an.parent);
    if (an.states && an.chain && an.parent) {
        memset(an.states, UNKNOWN, index->files.n);
        status = trace_directories(&an);
    }
    if (status == STATUS_OK)
        status = trace_names(&an);
    if (status == STATUS_OK && facts->want & WANT_CHILDREN)
        status = list_children(&an);
    arena_free(&an.arena);
    return status;
}

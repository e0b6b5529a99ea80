/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Folders in path order, without recursion: see space_walk.h. What is walked are steps: names of
 * folders and of files with several names, sorted within each folder.
 */
#include "planner/space_walk.h"

#include <assert.h>
#include <stdlib.h>

/* One name, in the folder where it is a step. */
struct step {
    struct str text;
    uint32_t name; /* row */
};

struct walk {
    struct space *space;
    struct step *steps; /* by folder's node */
    uint32_t *first;    /* of each node, and one more */
    uint32_t *next;     /* of each node: the step that is to be taken */
    uint32_t *up;       /* of each node: itself as long as it is open, then a node above it */
    uint32_t place;     /* in path order */
    struct arena arena;
};

/* ---- Parents ---- */

/* A folder that is cut off, or that nothing leads to, is an orphan: so no loop is left. */
static uint32_t parent_of(const struct space *space, uint32_t node)
{
    const struct index *index = space->index;
    uint32_t file = space->folder[node], name = space->home[file];

    if (index->files.record[file] == RECORD_ROOT)
        return SPACE_ALL;
    if (name == INDEX_NONE || index->files.flags[file] & FILE_CUT_OFF)
        return SPACE_ORPHANS;
    return space_of_name(space, name);
}

static void find_parents(struct space *space)
{
    space->parent[SPACE_ALL] = space->parent[SPACE_ORPHANS] = SPACE_ALL;
    for (uint32_t node = SPACE_ORPHANS + 1; node < space->n; node++)
        space->parent[node] = parent_of(space, node);
}

/* ---- Steps ---- */

/* The node in which the name NAME of FILE is a step; SPACE_ALL where it is none. */
static uint32_t step_place(const struct space *space, uint32_t file, uint32_t name)
{
    uint32_t node = space->node[file];

    if (node != INDEX_NONE)
        return name == space->home[file] ? space->parent[node] : SPACE_ALL;
    if (!space_counts(space, file) ||
        index_end_name(space->index, file) - index_first_name(space->index, file) < 2)
        return SPACE_ALL;
    return space_of_name(space, name);
}

static void count_steps(struct walk *w)
{
    const struct name_rows *names = &w->space->index->names;

    for (uint32_t name = 0; name < names->n; name++)
        w->first[step_place(w->space, names->file[name], name)]++;
    w->first[SPACE_ALL] = 0;
    for (uint32_t node = 1; node <= w->space->n; node++)
        w->first[node] += w->first[node - 1];
}

/* Counts have been summed up: each node's steps are filled in from behind. */
static void fill_steps(struct walk *w)
{
    const struct index *index = w->space->index;

    for (uint32_t name = index->names.n; name-- > 0;) {
        uint32_t node = step_place(w->space, index->names.file[name], name);

        if (node != SPACE_ALL)
            w->steps[--w->first[node]] = (struct step){index_name(index, name), name};
    }
}

static int by_text(const void *a, const void *b)
{
    const struct step *left = a, *right = b;
    int order = text_compare(left->text, right->text);

    return order ? order : (left->name > right->name) - (left->name < right->name);
}

/* Orphans stay as they are, in the order of the records. */
static enum status list_steps(struct walk *w)
{
    uint32_t n = w->space->n;

    w->first = arena_array(&w->arena, (size_t)n + 1, sizeof *w->first);
    w->next = arena_array(&w->arena, n, sizeof *w->next);
    w->up = arena_array(&w->arena, n, sizeof *w->up);
    if (!w->first || !w->next || !w->up)
        return STATUS_NO_MEMORY;
    count_steps(w);
    w->steps = arena_grow(&w->arena, NULL, ((size_t)w->first[n] + 1) * sizeof *w->steps);
    if (!w->steps)
        return STATUS_NO_MEMORY;
    fill_steps(w);
    for (uint32_t node = SPACE_ORPHANS + 1; node < n; node++)
        if (w->first[node + 1] - w->first[node] > 1)
            qsort(w->steps + w->first[node], w->first[node + 1] - w->first[node], sizeof *w->steps,
                  by_text);
    for (uint32_t node = 0; node < n; node++) {
        w->next[node] = w->first[node];
        w->up[node] = node;
    }
    return STATUS_OK;
}

/* ---- The way ---- */

static void enter(struct walk *w, uint32_t node)
{
    w->space->enter[node] = w->place;
    w->space->order[w->place++] = node;
}

static void leave(struct walk *w, uint32_t node)
{
    w->space->leave[node] = w->place;
    w->up[node] = w->space->parent[node];
}

/* The nearest node from NODE up that is open; ways up are halved as they are gone. */
static uint32_t open_above(struct walk *w, uint32_t node)
{
    while (w->up[node] != node) {
        w->up[node] = w->up[w->up[node]];
        node = w->up[node];
    }
    return node;
}

/* A name of a file with several is met in NODE, where the walk stands. */
static void meet(struct walk *w, uint32_t node, uint32_t name)
{
    struct space *space = w->space;
    uint32_t file = space->index->names.file[name];

    if (space->home[file] == INDEX_NONE) {
        space->home[file] = name;
        space->common[file] = node;
    } else {
        space->common[file] = open_above(w, space->common[file]);
    }
}

/* Walks START, which is at no other's bottom, and all below it. */
static void walk_from(struct walk *w, uint32_t start)
{
    struct space *space = w->space;
    uint32_t node = start;

    enter(w, start);
    for (;;) {
        if (w->next[node] < w->first[node + 1]) {
            uint32_t name = w->steps[w->next[node]++].name;
            uint32_t below = space->node[space->index->names.file[name]];

            if (below == INDEX_NONE) {
                meet(w, node, name);
            } else {
                node = below;
                enter(w, node);
            }
            continue;
        }
        leave(w, node);
        if (node == start)
            return;
        node = space->parent[node];
    }
}

/* Folders without a name are below SPACE_ORPHANS, too, but no step leads to them. */
static void walk_nameless(struct walk *w)
{
    struct space *space = w->space;

    for (uint32_t node = SPACE_ORPHANS + 1; node < space->n; node++)
        if (space->parent[node] == SPACE_ORPHANS && space->home[space->folder[node]] == INDEX_NONE)
            walk_from(w, node);
}

static void walk_all(struct walk *w)
{
    struct space *space = w->space;
    uint32_t root = index_find(space->index, RECORD_ROOT);

    enter(w, SPACE_ALL);
    if (root != INDEX_NONE && space->node[root] != INDEX_NONE)
        walk_from(w, space->node[root]);
    walk_from(w, SPACE_ORPHANS);
    w->up[SPACE_ORPHANS] = SPACE_ORPHANS;
    walk_nameless(w);
    leave(w, SPACE_ORPHANS);
    leave(w, SPACE_ALL);
    assert(w->place == space->n); /* no loop is left, so everything is reached */
}

enum status space_walk(struct space *space)
{
    struct walk w = {.space = space};
    enum status status;

    find_parents(space);
    status = list_steps(&w);
    if (status == STATUS_OK)
        walk_all(&w);
    arena_free(&w.arena);
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of one file, before and after: see difference_names.h. */
#include "planner/difference_names.h"

#include <stdlib.h>

struct difference_names_link {
    uint64_t parent;
    struct str text;
    uint32_t name; /* row */
};

static bool is_same(const struct index *before, uint32_t a, const struct index *after, uint32_t b)
{
    return before->names.parent[a] == after->names.parent[b] &&
           str_equal(index_name(before, a), index_name(after, b));
}

bool difference_names_are_alike(const struct index *before, uint32_t file_before,
                                const struct index *after, uint32_t file_after)
{
    uint32_t a = index_first_name(before, file_before), b = index_first_name(after, file_after);
    uint32_t n = index_end_name(before, file_before) - a;

    if (n != index_end_name(after, file_after) - b)
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (!is_same(before, a + i, after, b + i))
            return false;
    return true;
}

/* ---- Orders ---- */

static int compare_texts(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n > 0 ? memcmp(a.at, b.at, n) : 0;

    return order ? order : (a.n > b.n) - (a.n < b.n);
}

static int by_folder(const void *a, const void *b)
{
    const struct difference_names_link *left = a, *right = b;

    if (left->parent != right->parent)
        return left->parent < right->parent ? -1 : 1;
    return compare_texts(left->text, right->text);
}

static int by_text(const void *a, const void *b)
{
    const struct difference_names_link *left = a, *right = b;
    int order = compare_texts(left->text, right->text);

    return order ? order : (left->parent > right->parent) - (left->parent < right->parent);
}

static int compare_folders(const void *a, const void *b)
{
    const struct difference_names_link *left = a, *right = b;

    return (left->parent > right->parent) - (left->parent < right->parent);
}

static int compare_names(const void *a, const void *b)
{
    const struct difference_names_link *left = a, *right = b;

    return compare_texts(left->text, right->text);
}

/* ---- Pairs ---- */

/* One side's names that are not paired yet. */
struct side {
    struct difference_names_link *at;
    uint32_t n;
};

static void add_pair(struct difference_names *names, enum difference_names_kind kind,
                     uint32_t before, uint32_t after)
{
    names->at[names->n++] = (struct difference_names_pair){before, after, kind};
}

/*
 * Takes the names that are equal by COMPARE, in the order of which both sides are, from both, one
 * for one. Where NAMES is not NULL each two are a pair of KIND.
 */
static void match(struct side *gone, struct side *come, int (*compare)(const void *, const void *),
                  struct difference_names *names, enum difference_names_kind kind)
{
    uint32_t a = 0, b = 0, na = 0, nb = 0;

    while (a < gone->n && b < come->n) {
        int order = compare(&gone->at[a], &come->at[b]);

        if (order < 0)
            gone->at[na++] = gone->at[a++];
        else if (order > 0)
            come->at[nb++] = come->at[b++];
        else if (names)
            add_pair(names, kind, gone->at[a++].name, come->at[b++].name);
        else
            a++, b++;
    }
    while (a < gone->n)
        gone->at[na++] = gone->at[a++];
    while (b < come->n)
        come->at[nb++] = come->at[b++];
    gone->n = na;
    come->n = nb;
}

static void sort(struct side *side, int (*compare)(const void *, const void *))
{
    if (side->n > 1)
        qsort(side->at, side->n, sizeof *side->at, compare);
}

static void pair_up(struct side *gone, struct side *come, struct difference_names *names)
{
    uint32_t both;

    sort(gone, by_folder);
    sort(come, by_folder);
    match(gone, come, by_folder, NULL, DIFFERENCE_NAMES_RENAMED);
    match(gone, come, compare_folders, names, DIFFERENCE_NAMES_RENAMED);
    sort(gone, by_text);
    sort(come, by_text);
    match(gone, come, compare_names, names, DIFFERENCE_NAMES_MOVED);
    both = gone->n < come->n ? gone->n : come->n;
    for (uint32_t i = 0; i < both; i++)
        add_pair(names, DIFFERENCE_NAMES_MOVED, gone->at[i].name, come->at[i].name);
    for (uint32_t i = both; i < gone->n; i++)
        add_pair(names, DIFFERENCE_NAMES_REMOVED, gone->at[i].name, INDEX_NONE);
    for (uint32_t i = both; i < come->n; i++)
        add_pair(names, DIFFERENCE_NAMES_ADDED, INDEX_NONE, come->at[i].name);
}

static struct side side_of(const struct index *index, uint32_t file,
                           struct difference_names_link *links)
{
    uint32_t first = index_first_name(index, file), n = index_end_name(index, file) - first;

    for (uint32_t i = 0; i < n; i++)
        links[i] = (struct difference_names_link){
            index->names.parent[first + i],
            index_name(index, first + i),
            first + i,
        };
    return (struct side){links, n};
}

/* Room for N names in all. */
static bool make_room(struct difference_names *names, uint32_t n)
{
    struct difference_names_pair *pairs;
    struct difference_names_link *links;

    if (n <= names->capacity)
        return true;
    pairs = arena_grow(&names->arena, names->at, n * sizeof *pairs);
    names->at = pairs ? pairs : names->at;
    links = arena_grow(&names->arena, names->links, n * sizeof *links);
    names->links = links ? links : names->links;
    if (!pairs || !links)
        return false;
    names->capacity = n;
    return true;
}

enum status difference_names_of(const struct index *before, uint32_t file_before,
                                const struct index *after, uint32_t file_after,
                                struct difference_names *names)
{
    uint32_t na = index_end_name(before, file_before) - index_first_name(before, file_before);
    uint32_t nb = index_end_name(after, file_after) - index_first_name(after, file_after);
    struct side gone, come;

    names->n = 0;
    if (!make_room(names, na + nb + 1))
        return STATUS_NO_MEMORY;
    gone = side_of(before, file_before, names->links);
    come = side_of(after, file_after, names->links + na);
    pair_up(&gone, &come, names);
    return STATUS_OK;
}

void difference_names_free(struct difference_names *names)
{
    arena_free(&names->arena);
    *names = (struct difference_names){0};
}

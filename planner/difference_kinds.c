/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What differs of a file that is in both: see difference.h. One kind a predicate; docs/DIFF.md says
 * why these columns decide.
 */
#include "planner/difference.h"
#include "planner/difference_names.h"

#include <stdlib.h>

enum { CREATED, MODIFIED }; /* of the times */

/* A file in both. */
struct twin {
    const struct difference_question *question;
    const struct index *before, *after;
    uint32_t a, b; /* rows */
};

static bool is_folder(const struct twin *t)
{
    return t->before->files.flags[t->a] & FILE_DIRECTORY;
}

static bool times_differ(const struct twin *t, unsigned time)
{
    return t->before->files.times[(size_t)t->a * TIMES + time] !=
           t->after->files.times[(size_t)t->b * TIMES + time];
}

static unsigned flags_that_differ(const struct twin *t)
{
    return t->before->files.flags[t->a] ^ t->after->files.flags[t->b];
}

/* ---- Names ---- */

static enum status add_names(const struct twin *t, struct difference_names *names, uint32_t *kinds)
{
    static const unsigned kind_of[] = {
        [DIFFERENCE_NAMES_RENAMED] = DIFFERENCE_RENAMED,
        [DIFFERENCE_NAMES_MOVED] = DIFFERENCE_MOVED,
        [DIFFERENCE_NAMES_ADDED] = DIFFERENCE_LINKS,
        [DIFFERENCE_NAMES_REMOVED] = DIFFERENCE_LINKS,
    };
    enum status status;

    if (difference_names_are_alike(t->before, t->a, t->after, t->b))
        return STATUS_OK;
    status = difference_names_of(t->before, t->a, t->after, t->b, names);
    for (uint32_t i = 0; i < names->n && status == STATUS_OK; i++)
        *kinds |= 1U << kind_of[names->at[i].kind];
    return status;
}

/* ---- Named streams ---- */

struct stream {
    struct str name;
    uint64_t size, allocated;
};

static int compare_streams(const void *a, const void *b)
{
    const struct stream *left = a, *right = b;

    return text_compare(left->name, right->name);
}

static struct stream *sorted_streams(const struct index *index, uint32_t first, uint32_t n,
                                     struct arena *arena)
{
    struct stream *streams = arena_array(arena, (size_t)n + 1, sizeof *streams);

    for (uint32_t i = 0; i < n && streams; i++)
        streams[i] = (struct stream){
            text_pool_get(&index->text, index->streams.text[first + i]),
            index->streams.size[first + i],
            index->streams.allocated[first + i],
        };
    if (streams)
        qsort(streams, n, sizeof *streams, compare_streams);
    return streams;
}

static bool are_streams_same(const struct stream *left, const struct stream *right, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (compare_streams(&left[i], &right[i]) != 0 || left[i].size != right[i].size ||
            left[i].allocated != right[i].allocated)
            return false;
    return true;
}

/* The same streams in the same order, as nearly always? */
static bool are_streams_alike(const struct twin *t, uint32_t a, uint32_t b, uint32_t n)
{
    const struct stream_rows *before = &t->before->streams, *after = &t->after->streams;

    for (uint32_t i = 0; i < n; i++)
        if (before->size[a + i] != after->size[b + i] ||
            before->allocated[a + i] != after->allocated[b + i] ||
            !str_equal(text_pool_get(&t->before->text, before->text[a + i]),
                       text_pool_get(&t->after->text, after->text[b + i])))
            return false;
    return true;
}

static enum status add_streams(const struct twin *t, uint32_t *kinds)
{
    uint32_t na, nb, a, b;
    struct arena arena = {0};
    struct stream *left, *right;
    bool is_short;

    if (!((t->before->files.flags[t->a] | t->after->files.flags[t->b]) & FILE_STREAMS))
        return STATUS_OK;
    a = index_streams(t->before, t->a, &na);
    b = index_streams(t->after, t->b, &nb);
    if (na == nb && are_streams_alike(t, a, b, na))
        return STATUS_OK;
    left = sorted_streams(t->before, a, na, &arena);
    right = sorted_streams(t->after, b, nb, &arena);
    is_short = !left || !right;
    if (!is_short && (na != nb || !are_streams_same(left, right, na)))
        *kinds |= 1U << DIFFERENCE_STREAMS;
    arena_free(&arena);
    return is_short ? STATUS_NO_MEMORY : STATUS_OK;
}

/* ---- Data ---- */

static bool is_content_changed(const struct twin *t)
{
    const struct file_rows *before = &t->before->files, *after = &t->after->files;
    const unsigned kept = FILE_SPARSE | FILE_COMPRESSED | FILE_ENCRYPTED;

    if (before->size[t->a] != after->size[t->b] || times_differ(t, MODIFIED))
        return true;
    return before->allocated[t->a] != after->allocated[t->b] && before->allocated[t->a] > 0 &&
           after->allocated[t->b] > 0 && !(flags_that_differ(t) & kept);
}

static uint32_t data_kinds(const struct twin *t)
{
    uint64_t before = t->before->files.size[t->a], after = t->after->files.size[t->b];
    uint32_t kinds = 0;

    if (is_folder(t))
        return 0;
    if (after > before)
        kinds |= 1U << DIFFERENCE_GROWN;
    if (after < before)
        kinds |= 1U << DIFFERENCE_SHRUNK;
    if (is_content_changed(t))
        kinds |= 1U << DIFFERENCE_CONTENT;
    return kinds;
}

/* ---- What it is, and whose ---- */

static bool are_attributes_changed(const struct twin *t)
{
    const unsigned stored = FILE_SPARSE | FILE_COMPRESSED | FILE_ENCRYPTED | FILE_REPARSE;
    unsigned either = t->before->files.flags[t->a] | t->after->files.flags[t->b];

    return t->before->files.attributes[t->a] != t->after->files.attributes[t->b] ||
           flags_that_differ(t) & stored ||
           (either & FILE_REPARSE &&
            index_reparse_tag(t->before, t->a) != index_reparse_tag(t->after, t->b));
}

static uint32_t security_kinds(const struct twin *t)
{
    uint32_t a = t->before->files.security_id[t->a], b = t->after->files.security_id[t->b];
    bool is_comparable = !t->question->is_other_volume;
    const char *left, *right;

    if (a == b && a != 0 && is_comparable)
        return 0;
    left = t->question->owner(t->question->context, false, t->a);
    right = t->question->owner(t->question->context, true, t->b);
    if (left && right && strcmp(left, right) != 0)
        return 1U << DIFFERENCE_OWNER;
    return a != b && is_comparable ? 1U << DIFFERENCE_PERMISSIONS : 0;
}

/* ---- Times ---- */

static bool is_touched(const struct twin *t)
{
    bool differs = times_differ(t, CREATED);

    if (is_folder(t))
        return differs;
    for (unsigned time = MODIFIED; time < TIMES; time++)
        differs |= times_differ(t, time);
    return differs || t->before->files.usn[t->a] != t->after->files.usn[t->b];
}

enum status difference_kinds_of(const struct difference_question *question, uint32_t before,
                                uint32_t after, struct difference_names *names, uint32_t *kinds_ret)
{
    const struct twin t = {
        .question = question,
        .before = question->before->index,
        .after = question->after->index,
        .a = before,
        .b = after,
    };
    uint32_t kinds = data_kinds(&t) | security_kinds(&t);
    enum status status = add_names(&t, names, &kinds);

    if (are_attributes_changed(&t))
        kinds |= 1U << DIFFERENCE_ATTRIBUTES;
    if (status == STATUS_OK)
        status = add_streams(&t, &kinds);
    if (!kinds && is_touched(&t))
        kinds = 1U << DIFFERENCE_TIMES;
    if (status == STATUS_OK)
        *kinds_ret = kinds;
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One walk over two indexes at once: see difference.h. */
#include "planner/difference.h"

/* Where the walk is. */
struct walk {
    struct difference *difference;
    const struct difference_question *question;
    const struct index *before, *after;
    struct difference_names names; /* to work with */
};

bool difference_is_in(const struct space *space, uint32_t file, uint32_t scope)
{
    uint32_t name = index_first_name(space->index, file), end = index_end_name(space->index, file);

    if (scope == SPACE_ALL)
        return true;
    if (scope == INDEX_NONE)
        return false;
    if (space->node[file] != INDEX_NONE || name == end)
        return space_is_in(space, space_home(space, file), scope);
    for (; name < end; name++)
        if (space_is_in(space, space_of_name(space, name), scope))
            return true;
    return false;
}

static bool is_row_in(const struct difference_question *q, uint32_t before, uint32_t after)
{
    return (before != INDEX_NONE && difference_is_in(q->before, before, q->scope_before)) ||
           (after != INDEX_NONE && difference_is_in(q->after, after, q->scope_after));
}

/* ---- Rows ---- */

static void tally(struct walk *walk, struct difference_tally *tally, uint32_t before,
                  uint32_t after)
{
    const struct index *index = before == INDEX_NONE ? walk->after : walk->before;
    uint32_t file = before == INDEX_NONE ? after : before;

    if (index->files.flags[file] & FILE_DIRECTORY)
        tally->folders++;
    else
        tally->files++;
    if (before != INDEX_NONE)
        tally->before_bytes = space_sum(tally->before_bytes, walk->before->files.size[before]);
    if (after != INDEX_NONE)
        tally->after_bytes = space_sum(tally->after_bytes, walk->after->files.size[after]);
}

static enum status push(struct difference *difference, struct difference_row row)
{
    if (difference->n == difference->capacity) {
        size_t capacity = difference->capacity ? 2 * (size_t)difference->capacity : 1024;
        struct difference_row *rows =
            arena_grow(&difference->arena, difference->rows, capacity * sizeof *rows);

        if (!rows)
            return STATUS_NO_MEMORY;
        difference->rows = rows;
        difference->capacity = (uint32_t)capacity;
    }
    difference->rows[difference->n++] = row;
    return STATUS_OK;
}

static enum status add_row(struct walk *walk, uint32_t before, uint32_t after, uint32_t kinds)
{
    struct difference *difference = walk->difference;
    unsigned only = walk->question->only;

    if ((only && !(kinds & only)) || !is_row_in(walk->question, before, after))
        return STATUS_OK;
    for (unsigned kind = 0; kind < DIFFERENCE_KINDS; kind++)
        if (kinds >> kind & 1)
            tally(walk, &difference->kinds[kind], before, after);
    tally(walk, &difference->rows_all, before, after);
    return push(difference, (struct difference_row){before, after, kinds});
}

/* Is the record of FILE, which INDEX has not, damaged there, so that it gave no file? */
static bool is_unreadable(const struct index *index, uint32_t record)
{
    uint32_t n;
    const struct finding *findings = index_findings(index, record, &n);

    for (uint32_t i = 0; i < n; i++)
        if (findings[i].kind >= FINDING_UNREADABLE && findings[i].kind <= FINDING_BAD_HEADER)
            return true;
    return false;
}

static enum status add_removed(struct walk *walk, uint32_t file)
{
    bool is_lost = is_unreadable(walk->after, walk->before->files.record[file]);

    return add_row(walk, file, INDEX_NONE,
                   1U << DIFFERENCE_REMOVED | (unsigned)is_lost << DIFFERENCE_UNREADABLE);
}

static enum status add_added(struct walk *walk, uint32_t file)
{
    bool is_lost = is_unreadable(walk->before, walk->after->files.record[file]);

    return add_row(walk, INDEX_NONE, file,
                   1U << DIFFERENCE_ADDED | (unsigned)is_lost << DIFFERENCE_UNREADABLE);
}

/* ---- Two rows of one record ---- */

static bool is_same_file(const struct walk *walk, uint32_t a, uint32_t b)
{
    const struct file_rows *before = &walk->before->files, *after = &walk->after->files;

    return before->sequence[a] == after->sequence[b] &&
           !((before->flags[a] ^ after->flags[b]) & FILE_DIRECTORY);
}

static enum status compare(struct walk *walk, uint32_t a, uint32_t b)
{
    uint32_t kinds;
    enum status status = difference_kinds_of(walk->question, a, b, &walk->names, &kinds);

    if (status != STATUS_OK)
        return status;
    if (kinds)
        return add_row(walk, a, b, kinds);
    if (is_row_in(walk->question, a, b))
        tally(walk, &walk->difference->same, a, b);
    return STATUS_OK;
}

static enum status take_both(struct walk *walk, uint32_t a, uint32_t b)
{
    bool has_a = space_counts(walk->question->before, a);
    bool has_b = space_counts(walk->question->after, b);
    enum status status = STATUS_OK;

    if (has_a && has_b && is_same_file(walk, a, b))
        return compare(walk, a, b);
    if (has_a)
        status = add_removed(walk, a);
    if (has_b && status == STATUS_OK)
        status = add_added(walk, b);
    return status;
}

static enum status take_all(struct walk *walk)
{
    const struct file_rows *before = &walk->before->files, *after = &walk->after->files;
    enum status status = STATUS_OK;
    uint32_t a = 0, b = 0;

    while ((a < before->n || b < after->n) && status == STATUS_OK) {
        uint64_t left = a < before->n ? before->record[a] : UINT64_MAX;
        uint64_t right = b < after->n ? after->record[b] : UINT64_MAX;

        if (left == right) {
            status = take_both(walk, a++, b++);
        } else if (left < right) {
            if (space_counts(walk->question->before, a))
                status = add_removed(walk, a);
            a++;
        } else {
            if (space_counts(walk->question->after, b))
                status = add_added(walk, b);
            b++;
        }
    }
    return status;
}

enum status difference_of(const struct difference_question *question,
                          struct difference *difference_ret)
{
    struct difference difference = {.question = question};
    struct walk walk = {
        .difference = &difference,
        .question = question,
        .before = question->before->index,
        .after = question->after->index,
    };
    enum status status = take_all(&walk);

    difference_names_free(&walk.names);
    if (status == STATUS_OK)
        *difference_ret = difference;
    else
        difference_free(&difference);
    return status;
}

void difference_free(struct difference *difference)
{
    arena_free(&difference->arena);
    *difference = (struct difference){0};
}

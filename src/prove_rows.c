/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of two indexes, side by side: see prove_rows.h. */
#include "src/prove_rows.h"

/* ---- What the batch is about ---- */

static bool is_in_use(const struct index *index, uint32_t file)
{
    return index->files.flags[file] & FILE_IN_USE;
}

static void mean(struct prove_state *state, uint64_t record)
{
    if (record < state->nrecords)
        prove_put(state->is_meant, record);
}

static void secure(struct prove_state *state, uint64_t record)
{
    if (record < state->nrecords)
        prove_put(state->is_secured, record);
}

/* What operations name, other than what they only read. */
static void mean_sources(struct prove_state *state)
{
    const struct plan *batch = state->job->batch;

    for (uint32_t i = 0; i < batch->nops; i++)
        switch (batch->ops[i].kind) {
        case PLAN_LINK:
        case PLAN_MOVE:
        case PLAN_UNLINK:
        case PLAN_RMDIR:
        case PLAN_DELETE:
        case PLAN_SECURE:
            if (batch->ops[i].expect.reference != 0)
                mean(state, reference_record(batch->ops[i].expect.reference));
            if (batch->ops[i].kind == PLAN_SECURE)
                secure(state, reference_record(batch->ops[i].expect.reference));
            break;
        case PLAN_MKDIR:
        case PLAN_COPY:
        case PLAN_MANIFEST:
            break;
        }
}

/* Files of INDEX that OTHER does not have, and have a name: only the batch made or took them. */
static void mean_alone(struct prove_state *state, const struct index *index,
                       const struct index *other)
{
    for (uint32_t file = 0, at = 0; file < index->files.n; file++) {
        const uint32_t record = index->files.record[file];

        while (at < other->files.n && other->files.record[at] < record)
            at++;
        if (is_in_use(index, file) && index_first_name(index, file) < index_end_name(index, file) &&
            (at == other->files.n || other->files.record[at] != record || !is_in_use(other, at) ||
             other->files.sequence[at] != index->files.sequence[file]))
            mean(state, record);
    }
}

static void mean_parents(struct prove_state *state, const struct index *index)
{
    for (uint32_t file = 0; file < index->files.n; file++) {
        if (!is_in_use(index, file) || !prove_has(state->is_meant, index->files.record[file]))
            continue;
        for (uint32_t name = index_first_name(index, file); name < index_end_name(index, file);
             name++) {
            const uint64_t record = reference_record(index->names.parent[name]);

            if (record < state->nrecords)
                prove_put(state->is_parent, record);
        }
    }
}

void prove_rows_mark(struct prove_state *state)
{
    mean_sources(state);
    mean_alone(state, state->before, state->after);
    mean_alone(state, state->after, state->before);
    mean_parents(state, state->before);
    mean_parents(state, state->after);
}

/* ---- Columns ---- */

/* Two rows of one file. */
struct pair {
    const struct index *before, *after;
    uint32_t old, now;
    unsigned want;   /* columns that both have */
    bool may_move;   /* the value of an attribute from its record into clusters */
    bool may_grow;   /* $MFT, $Secure */
    bool is_secured; /* whose descriptor is asked for elsewhere */
    unsigned fixed;  /* flags that stay */
};

static bool has_same_values(const struct pair *pair)
{
    const struct file_rows *a = &pair->before->files, *b = &pair->after->files;
    const uint32_t i = pair->old, j = pair->now;

    return (a->flags[i] & pair->fixed) == (b->flags[j] & pair->fixed) &&
           a->attributes[i] == b->attributes[j] && (pair->may_grow || a->size[i] == b->size[j]) &&
           (pair->may_grow || a->allocated[i] == b->allocated[j] ||
            (pair->may_move && a->flags[i] & FILE_RESIDENT));
}

static bool has_same_owner(const struct pair *pair)
{
    const uint32_t a = pair->before->files.owner[pair->old];
    const uint32_t b = pair->after->files.owner[pair->now];

    if (a == 0 || b == 0)
        return a == b;
    return strcmp(pair->before->owners[a - 1], pair->after->owners[b - 1]) == 0;
}

static bool has_same_more(const struct pair *pair)
{
    const struct file_rows *a = &pair->before->files, *b = &pair->after->files;
    const uint32_t i = pair->old, j = pair->now;

    if (pair->want & WANT_TIMES &&
        memcmp(a->times + (size_t)TIMES * i, b->times + (size_t)TIMES * j,
               TIMES * sizeof *a->times) != 0)
        return false;
    if (pair->want & WANT_SECURITY && !pair->is_secured &&
        (a->security_id[i] != b->security_id[j] || !has_same_owner(pair)))
        return false;
    return !(pair->want & WANT_USN) || a->usn[i] == b->usn[j];
}

static bool has_same_streams(const struct pair *pair)
{
    const struct stream_rows *a = &pair->before->streams, *b = &pair->after->streams;
    uint32_t nold, nnow;
    const uint32_t old = index_streams(pair->before, pair->old, &nold);
    const uint32_t now = index_streams(pair->after, pair->now, &nnow);

    if (nold != nnow || pair->may_grow)
        return nold == nnow;
    for (uint32_t i = 0; i < nold; i++)
        if (a->size[old + i] != b->size[now + i] ||
            (a->allocated[old + i] != b->allocated[now + i] &&
             !(pair->may_move && a->allocated[old + i] == 0)) ||
            !str_equal(text_pool_get(&pair->before->text, a->text[old + i]),
                       text_pool_get(&pair->after->text, b->text[now + i])))
            return false;
    return true;
}

static bool is_same(const struct pair *pair)
{
    return has_same_values(pair) && has_same_more(pair) &&
           (!(pair->before->files.flags[pair->old] & FILE_STREAMS) || has_same_streams(pair)) &&
           (!(pair->before->files.flags[pair->old] & FILE_REPARSE) ||
            index_reparse_tag(pair->before, pair->old) ==
                index_reparse_tag(pair->after, pair->now));
}

/* Flags that tell where something lies, or that something is damaged, are no property of a file. */
static unsigned flags_of(bool may_move)
{
    const unsigned all = FILE_IN_USE | FILE_DIRECTORY | FILE_SYSTEM | FILE_RESIDENT | FILE_SPARSE |
                         FILE_COMPRESSED | FILE_ENCRYPTED | FILE_REPARSE | FILE_STREAMS |
                         FILE_LIST | FILE_CUT_OFF | FILE_HAS_DATA;

    return may_move ? all & ~(unsigned)(FILE_RESIDENT | FILE_LIST) : all;
}

static void compare_pair(struct prove_state *state, uint32_t old, uint32_t now)
{
    const uint32_t record = state->before->files.record[old];
    const bool may_grow = record == RECORD_MFT || record == RECORD_SECURE;
    const bool may_move =
        may_grow || prove_has(state->is_meant, record) || prove_has(state->is_parent, record);
    const struct pair pair = {
        .before = state->before,
        .after = state->after,
        .old = old,
        .now = now,
        .want = state->before->want & state->after->want,
        .may_move = may_move,
        .may_grow = may_grow,
        .is_secured = record < state->nrecords && prove_has(state->is_secured, record),
        .fixed = flags_of(may_move),
    };

    if (!is_same(&pair))
        prove_keep(&state->faults[PROVE_OF_FILES], (struct prove_fault){PROVE_CHANGED, record, 0});
}

void prove_rows_compare(struct prove_state *state)
{
    const struct index *before = state->before, *after = state->after;

    for (uint32_t old = 0, now = 0; old < before->files.n; old++) {
        const uint32_t record = before->files.record[old];

        while (now < after->files.n && after->files.record[now] < record)
            now++;
        if (!is_in_use(before, old))
            continue;
        if (now < after->files.n && after->files.record[now] == record && is_in_use(after, now) &&
            after->files.sequence[now] == before->files.sequence[old])
            compare_pair(state, old, now);
        else if (!prove_has(state->is_meant, record))
            prove_keep(&state->faults[PROVE_OF_FILES],
                       (struct prove_fault){PROVE_CHANGED, record, 0});
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A prediction held against the index of a new scan, file by file: the names of one lie side by
 * side in both, mostly in the same order.
 *
 * Files that were not there before have no reference that could be predicted. Their names are found
 * in a table by folder and name, in the order of the plan, so that a folder is known before what is
 * in it.
 */
#include "planner/predict.h"
#include "planner/predict_match.h"

enum { FIRST_CAPACITY = 64, SLOTS_MIN = 64 };

struct comparing {
    const struct prediction *prediction;
    const struct index *before, *after;
    uint32_t *slots, nslots;    /* names of new files: rows plus one */
    uint64_t *is_met;           /* a bit for each name: of a new file, and predicted */
    uint32_t *folders;          /* of the plan: their rows in the new index; INDEX_NONE */
    uint32_t *first_of, *of;    /* predicted names of each file: OF has them, see first_name_of */
    struct predict_match match; /* the file in hand */
    struct predict_differences differences;
    uint32_t capacity;
    struct arena arena;
};

static enum status differ(struct comparing *c, struct predict_difference difference)
{
    struct predict_differences *all = &c->differences;

    if (all->n == c->capacity) {
        uint32_t capacity = c->capacity ? c->capacity : FIRST_CAPACITY;
        struct predict_difference *at =
            capacity > UINT32_MAX / 2
                ? NULL
                : arena_grow(&all->arena, all->at, 2 * (size_t)capacity * sizeof *at);

        if (!at)
            return STATUS_NO_MEMORY;
        all->at = at;
        c->capacity = 2 * capacity;
    }
    all->at[all->n++] = difference;
    return STATUS_OK;
}

static enum status miss(struct comparing *c, uint32_t number)
{
    const uint32_t nold = c->before->names.n;
    const bool is_old = number < nold;

    return differ(c, (struct predict_difference){
                         .kind = PREDICT_MISSING,
                         .predicted = is_old ? PLAN_NONE : number - nold,
                         .old = is_old ? number : INDEX_NONE,
                         .name = INDEX_NONE,
                         .file = INDEX_NONE,
                     });
}

static enum status meet_unexpected(struct comparing *c, uint32_t name)
{
    return differ(c, (struct predict_difference){
                         .kind = PREDICT_UNEXPECTED,
                         .predicted = PLAN_NONE,
                         .old = INDEX_NONE,
                         .name = name,
                         .file = c->after->names.file[name],
                     });
}

/* ---- Pairs of rows ---- */

static bool is_in_use(const struct index *index, uint32_t file)
{
    return index->files.flags[file] & FILE_IN_USE;
}

/* Both indexes by record, side by side. */
struct pair {
    uint32_t old, now; /* the next rows */
};

/* The next file of either, in use, or of both: *OLD_RET and *NOW_RET, INDEX_NONE where it is not.
 * One that has another sequence number is another file. */
static bool next_pair(const struct comparing *c, struct pair *pair, uint32_t *old_ret,
                      uint32_t *now_ret)
{
    const struct file_rows *a = &c->before->files, *b = &c->after->files;
    bool takes_old, takes_now;

    while (pair->old < a->n && !is_in_use(c->before, pair->old))
        pair->old++;
    while (pair->now < b->n && !is_in_use(c->after, pair->now))
        pair->now++;
    if (pair->old == a->n && pair->now == b->n)
        return false;
    takes_old =
        pair->now == b->n || (pair->old < a->n && a->record[pair->old] <= b->record[pair->now]);
    takes_now =
        pair->old == a->n || (pair->now < b->n && b->record[pair->now] <= a->record[pair->old]);
    if (takes_old && takes_now && a->sequence[pair->old] != b->sequence[pair->now])
        takes_now = false; /* it comes next */
    *old_ret = takes_old ? pair->old++ : INDEX_NONE;
    *now_ret = takes_now ? pair->now++ : INDEX_NONE;
    return true;
}

/* ---- New files ---- */

/* The slot of this name of a new file that was not met, or the free one behind all of them. */
static uint32_t *find_slot(const struct comparing *c, uint64_t parent, struct str name,
                           bool wants_free)
{
    for (uint64_t i = predict_match_hash(parent, name);; i++) {
        uint32_t *slot = &c->slots[i & (c->nslots - 1)];

        if (*slot == 0)
            return slot;
        if (!wants_free && predict_match_is(c->after, *slot - 1, parent, name) &&
            !(c->is_met[(*slot - 1) / 64] >> (*slot - 1) % 64 & 1))
            return slot;
    }
}

static enum status list_new(struct comparing *c)
{
    struct pair pair = {0};
    uint32_t old, now, n = 0;

    while (next_pair(c, &pair, &old, &now))
        if (old == INDEX_NONE)
            n += index_end_name(c->after, now) - index_first_name(c->after, now);
    c->nslots = SLOTS_MIN;
    while (c->nslots / 2 < n && c->nslots < UINT32_C(1) << 31)
        c->nslots *= 2;
    c->slots = arena_array(&c->arena, c->nslots, sizeof *c->slots);
    if (!c->slots)
        return STATUS_NO_MEMORY;
    pair = (struct pair){0};
    while (next_pair(c, &pair, &old, &now))
        if (old == INDEX_NONE)
            for (uint32_t name = index_first_name(c->after, now);
                 name < index_end_name(c->after, now); name++)
                *find_slot(c, c->after->names.parent[name], index_name(c->after, name), true) =
                    name + 1;
    return STATUS_OK;
}

static struct str text_of(const struct comparing *c, const struct predict_name *name)
{
    return c->prediction->plan->ops[name->op].name;
}

/* The reference of the folder that a predicted name lies in; 0 where that is not there. */
static uint64_t parent_of(const struct comparing *c, const struct predict_name *name)
{
    uint32_t folder;

    if (name->parent != 0)
        return name->parent;
    folder = c->folders[c->prediction->plan->ops[name->op].folder];
    return folder == INDEX_NONE ? 0 : index_reference(c->after, folder);
}

static enum status meet_new(struct comparing *c, uint32_t i)
{
    const struct predict_name *name = &c->prediction->names[i];
    const uint64_t parent = parent_of(c, name);
    const uint32_t slot = parent == 0 ? 0 : *find_slot(c, parent, text_of(c, name), false);

    if (slot == 0)
        return miss(c, c->before->names.n + i);
    c->is_met[(slot - 1) / 64] |= UINT64_C(1) << (slot - 1) % 64;
    if (name->makes != PLAN_NONE)
        c->folders[name->makes] = c->after->names.file[slot - 1];
    return STATUS_OK;
}

/* ---- Files that were there: which names of the prediction each has ---- */

/* Where the predicted names of FILE begin in OF. They end where the next file's begin. */
static uint32_t first_name_of(const struct comparing *c, uint32_t file)
{
    return c->first_of[file + 1];
}

/* Counts, then places from the last one on, which moves each end to its begin; what has no file is
 * missing. */
static enum status group(struct comparing *c)
{
    const struct prediction *prediction = c->prediction;
    const uint32_t nfiles = c->after->files.n;
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < prediction->n && status == STATUS_OK; i++) {
        const uint64_t reference = prediction->names[i].reference;
        const uint32_t file =
            reference == 0 ? INDEX_NONE : index_find_reference(c->after, reference);

        if (file != INDEX_NONE)
            c->first_of[file + 1]++;
        else
            status = reference == 0 ? meet_new(c, i) : miss(c, c->before->names.n + i);
    }
    for (uint32_t file = 0; file < nfiles; file++)
        c->first_of[file + 1] += c->first_of[file];
    c->first_of[nfiles + 1] = c->first_of[nfiles];
    for (uint32_t i = prediction->n; i-- > 0 && status == STATUS_OK;) {
        const uint64_t reference = prediction->names[i].reference;
        const uint32_t file =
            reference == 0 ? INDEX_NONE : index_find_reference(c->after, reference);

        if (file != INDEX_NONE)
            c->of[--c->first_of[file + 1]] = i;
    }
    return status;
}

/* ---- Names of one file ---- */

/* Those that must be there, and those that are. */
static enum status list_names(struct comparing *c, uint32_t old, uint32_t now)
{
    const uint32_t first = index_first_name(c->before, old), end = index_end_name(c->before, old);
    const uint32_t first_new = first_name_of(c, now), end_new = first_name_of(c, now + 1);
    const enum status status =
        predict_match_begin(&c->match, c->after, now, end - first + (end_new - first_new));

    if (status != STATUS_OK)
        return status;
    for (uint32_t name = first; name < end; name++)
        if (predict_keeps(c->prediction, name))
            predict_match_expect(&c->match, c->before->names.parent[name],
                                 index_name(c->before, name), name);
    for (uint32_t i = first_new; i < end_new; i++) {
        const struct predict_name *name = &c->prediction->names[c->of[i]];

        predict_match_expect(&c->match, parent_of(c, name), text_of(c, name),
                             c->before->names.n + c->of[i]);
    }
    return STATUS_OK;
}

static enum status compare_names(struct comparing *c)
{
    struct predict_match *match = &c->match;
    enum status status = STATUS_OK;

    predict_match_run(match);
    for (uint32_t i = 0; i < match->nexpected && status == STATUS_OK; i++)
        if (!match->expected[i].is_met)
            status = miss(c, match->expected[i].number);
    for (uint32_t i = 0; i < match->npresent && status == STATUS_OK; i++)
        if (!match->present[i].is_met)
            status = meet_unexpected(c, match->present[i].name);
    return status;
}

/* ---- Counts ---- */

static bool has_count_finding(const struct index *index, uint32_t file)
{
    const struct finding *findings;
    uint32_t n;

    if (!(index->files.flags[file] & FILE_FINDING))
        return false;
    findings = index_findings(index, index->files.record[file], &n);
    for (uint32_t i = 0; i < n; i++)
        if (findings[i].kind == FINDING_LINK_COUNT)
            return true;
    return false;
}

/* Has the file a new name, of row NOW, in the place of one that was moved? */
static bool is_moved(const struct comparing *c, uint32_t now)
{
    for (uint32_t i = first_name_of(c, now); i < first_name_of(c, now + 1); i++)
        if (c->prediction->plan->ops[c->prediction->names[c->of[i]].op].kind == PLAN_MOVE)
            return true;
    return false;
}

/* The header of a file that was there counts as many more as it has names more: DOS names, which
 * have no rows, are the same as before, but for those that went. Those of names that were moved may
 * have come along. */
static bool is_counted_wrong(const struct comparing *c, uint32_t old, uint32_t now,
                             uint32_t nexpected)
{
    const struct index *before = c->before, *after = c->after;
    int64_t expected, least;

    if (old == INDEX_NONE)
        return has_count_finding(after, now);
    expected = (int64_t)before->files.header_links[old] + nexpected -
               (index_end_name(before, old) - index_first_name(before, old));
    least = expected - predict_gone_aliases(c->prediction, old);
    expected = is_moved(c, now) ? expected : least;
    return after->files.header_links[now] < least || after->files.header_links[now] > expected ||
           (has_count_finding(after, now) && !has_count_finding(before, old));
}

static enum status count(struct comparing *c, uint32_t old, uint32_t now, uint32_t nexpected)
{
    if (!is_counted_wrong(c, old, now, nexpected))
        return STATUS_OK;
    return differ(c, (struct predict_difference){
                         .kind = PREDICT_LINK_COUNT,
                         .predicted = PLAN_NONE,
                         .old = INDEX_NONE,
                         .name = INDEX_NONE,
                         .file = now,
                     });
}

/* ---- All of it ---- */

/* A file that is there after: the names of one that was not there have been met. */
static enum status compare_file(struct comparing *c, uint32_t old, uint32_t now)
{
    enum status status = STATUS_OK;

    if (old != INDEX_NONE) {
        status = list_names(c, old, now);
        if (status == STATUS_OK)
            status = compare_names(c);
        return status == STATUS_OK ? count(c, old, now, c->match.nexpected) : status;
    }
    for (uint32_t name = index_first_name(c->after, now);
         name < index_end_name(c->after, now) && status == STATUS_OK; name++)
        if (!(c->is_met[name / 64] >> name % 64 & 1))
            status = meet_unexpected(c, name);
    return status == STATUS_OK ? count(c, old, now, 0) : status;
}

static enum status compare_files(struct comparing *c)
{
    struct pair pair = {0};
    uint32_t old, now;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && next_pair(c, &pair, &old, &now)) {
        if (now != INDEX_NONE) {
            status = compare_file(c, old, now);
            continue;
        }
        for (uint32_t name = index_first_name(c->before, old);
             name < index_end_name(c->before, old) && status == STATUS_OK; name++)
            if (predict_keeps(c->prediction, name))
                status = miss(c, name);
    }
    return status;
}

static enum status begin(struct comparing *c)
{
    const struct plan *plan = c->prediction->plan;
    const size_t nnames = c->after->names.n, nfiles = c->after->files.n;

    if (c->prediction->n > UINT32_MAX - c->before->names.n)
        return STATUS_NO_MEMORY;
    c->is_met = arena_array(&c->arena, nnames / 64 + 1, sizeof *c->is_met);
    c->folders = arena_array(&c->arena, (size_t)plan->nfolders + 1, sizeof *c->folders);
    c->first_of = arena_array(&c->arena, nfiles + 2, sizeof *c->first_of);
    c->of = arena_array(&c->arena, (size_t)c->prediction->n + 1, sizeof *c->of);
    if (!c->is_met || !c->folders || !c->first_of || !c->of)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < plan->nfolders; i++)
        c->folders[i] = INDEX_NONE;
    return list_new(c);
}

enum status predict_compare(const struct prediction *prediction, const struct index *after,
                            struct predict_differences *differences_ret)
{
    struct comparing c = {.prediction = prediction, .before = prediction->before, .after = after};
    enum status status = begin(&c);

    if (status == STATUS_OK)
        status = group(&c);
    if (status == STATUS_OK)
        status = compare_files(&c);
    arena_free(&c.match.arena);
    arena_free(&c.arena);
    if (status == STATUS_OK)
        *differences_ret = c.differences;
    else
        arena_free(&c.differences.arena);
    return status;
}

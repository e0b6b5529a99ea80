/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nearly every file has one record, and in that record nearly every attribute has the bytes that it
 * had: these are passed over side by side. Else the attributes of both sides are put in order, and
 * those of one type and name are compared as what they are: a value, or runs.
 */
#include "src/prove_file.h"

#include "mft/attribute.h"
#include "src/prove_attributes.h"
#include "src/prove_moved.h"
#include "src/prove_names.h"

enum { NAMES_FEW = 24 /* that are held on the stack */ };

bool prove_file_has_list(const uint8_t *record)
{
    struct attribute list;

    return attribute_find(record, ATTR_LIST, "", &list) == STATUS_OK;
}

static bool is_index(const struct attribute *a)
{
    return a->type == ATTR_INDEX_ROOT || a->type == ATTR_INDEX_ALLOCATION || a->type == ATTR_BITMAP;
}

/* Is it one that the file's part in the batch lets change? */
static bool may_change(const struct prove_file *file, const struct attribute *a)
{
    if (file->may == 0)
        return false;
    return (file->may & PROVE_FILE_FOLDER && is_index(a) && attribute_is_named(a, "$I30")) ||
           (file->may & PROVE_FILE_MFT && (a->type == ATTR_DATA || a->type == ATTR_BITMAP) &&
            a->name_units == 0) ||
           (file->may & PROVE_FILE_VIEWS && is_index(a) && a->name_units != 0) ||
           (file->may & PROVE_FILE_SDS && a->type == ATTR_DATA && attribute_is_named(a, "$SDS"));
}

/* ---- Side by side ---- */

/* Names that were met on one side. */
struct names {
    struct attribute at[NAMES_FEW];
    size_t n;
};

/* Steps to the next attribute that is no name and may not change. STATUS_TOO_LARGE: too many names
 * on the way. */
static enum status step(const struct prove_file *file, struct attribute *a, struct names *names)
{
    enum status status;

    while ((status = attribute_next(a)) == STATUS_OK) {
        if (a->type == ATTR_FILE_NAME) {
            if (names->n == NAMES_FEW)
                return STATUS_TOO_LARGE;
            names->at[names->n++] = *a;
        } else if (!may_change(file, a)) {
            return STATUS_OK;
        }
    }
    return status;
}

/* But for its id. */
static bool has_same_bytes(const struct attribute *a, const struct attribute *b)
{
    const uint8_t *left = a->record + a->at, *right = b->record + b->at;
    const size_t behind = ATTR_ID + sizeof a->id;

    return a->length == b->length && memcmp(left, right, ATTR_ID) == 0 &&
           memcmp(left + behind, right + behind, a->length - behind) == 0;
}

static bool is_same_plainly(const struct prove_file *file)
{
    struct names before, after;
    struct attribute a, b;
    enum status left, right;

    before.n = 0;
    after.n = 0;
    attribute_first(file->before, &a);
    attribute_first(file->after, &b);
    do {
        left = step(file, &a, &before);
        right = step(file, &b, &after);
    } while (left == STATUS_OK && right == STATUS_OK && has_same_bytes(&a, &b));
    return left == STATUS_NOT_FOUND && right == STATUS_NOT_FOUND &&
           prove_names_keep(before.at, before.n, after.at, after.n);
}

/* ---- As what they are ---- */

static uint16_t compression_unit(const struct attribute *a)
{
    return a->record[a->at + ATTR_COMPRESSION_UNIT];
}

/* The sizes that the first extent tells. */
static bool has_same_sizes(const struct attribute *a, const struct attribute *b)
{
    return bytes_u64(a->record + a->at + ATTR_ALLOCATED) ==
               bytes_u64(b->record + b->at + ATTR_ALLOCATED) &&
           attribute_data_size(a) == attribute_data_size(b) &&
           attribute_initialized(a) == attribute_initialized(b) &&
           attribute_allocated(a) == attribute_allocated(b) &&
           compression_unit(a) == compression_unit(b);
}

/* All extents follow each other, and each ends where it says. */
static enum status read_runs(const struct prove_file *file, const struct attribute *a, size_t n,
                             struct runlist *runs_ret)
{
    const uint64_t nclusters = file->old->geometry.nclusters;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        if (attribute_lowest_vcn(&a[i]) != runlist_end(runs_ret))
            return STATUS_DAMAGED;
        status = runlist_append(runs_ret, file->arena, a[i].value, nclusters);
        if (status == STATUS_OK &&
            runlist_end(runs_ret) != bytes_u64(a[i].record + a[i].at + ATTR_HIGHEST_VCN) + 1)
            status = STATUS_DAMAGED;
    }
    return status;
}

/* The run that begins at VCN, with all that goes on from it on the volume. */
static struct run join_runs(const struct runlist *runs, size_t *at)
{
    struct run run = runs->runs[(*at)++];

    for (; *at < runs->n; ++*at) {
        const struct run *next = &runs->runs[*at];

        if (run.lcn == RUN_HOLE ? next->lcn != RUN_HOLE : next->lcn != run.lcn + run.nclusters)
            break;
        run.nclusters += next->nclusters;
    }
    return run;
}

static bool are_same_runs(const struct runlist *a, const struct runlist *b)
{
    size_t i = 0, j = 0;

    while (i < a->n && j < b->n) {
        const struct run left = join_runs(a, &i), right = join_runs(b, &j);

        if (left.lcn != right.lcn || left.nclusters != right.nclusters)
            return false;
    }
    return i == a->n && j == b->n;
}

static enum status compare_runs(const struct prove_file *file, const struct attribute *a, size_t na,
                                const struct attribute *b, size_t nb, bool *is_same_ret)
{
    struct runlist left = {0}, right = {0};
    enum status status;

    *is_same_ret = false;
    if (!has_same_sizes(a, b))
        return STATUS_OK;
    status = read_runs(file, a, na, &left);
    if (status == STATUS_OK)
        status = read_runs(file, b, nb, &right);
    if (status == STATUS_OK)
        *is_same_ret = are_same_runs(&left, &right);
    arena_drop(file->arena, right.runs);
    arena_drop(file->arena, left.runs);
    return status == STATUS_DAMAGED ? STATUS_OK : status;
}

static bool has_same_value(const struct attribute *a, const struct attribute *b)
{
    return a->value.n == 0 || memcmp(a->value.at, b->value.at, a->value.n) == 0;
}

/* Who asks what the number means now compares the descriptors. */
static bool has_same_but_security(const struct attribute *a, const struct attribute *b)
{
    const size_t behind = SI_SECURITY_ID + 4;

    return a->value.n >= behind && memcmp(a->value.at, b->value.at, SI_SECURITY_ID) == 0 &&
           memcmp(a->value.at + behind, b->value.at + behind, a->value.n - behind) == 0;
}

/* All pieces of one attribute before and after. */
static enum status compare_attribute(const struct prove_file *file, const struct attribute *a,
                                     size_t na, const struct attribute *b, size_t nb,
                                     bool *is_same_ret)
{
    *is_same_ret = false;
    if (a->flags != b->flags)
        return STATUS_OK;
    if (a->is_nonresident && b->is_nonresident)
        return compare_runs(file, a, na, b, nb, is_same_ret);
    if (na != 1 || nb != 1 || a->is_nonresident)
        return STATUS_OK;
    if (b->is_nonresident)
        return prove_moved_compare(file->now, a, b, file->arena, is_same_ret);
    *is_same_ret = a->value.n == b->value.n &&
                   (file->may & PROVE_FILE_SECURED && a->type == ATTR_STANDARD_INFORMATION
                        ? has_same_but_security(a, b)
                        : has_same_value(a, b));
    return STATUS_OK;
}

/* How many from FIRST on are pieces of one attribute. */
static size_t count_pieces(const struct prove_attributes *all, size_t first)
{
    size_t n = 1;

    while (first + n < all->n && prove_attributes_order(&all->at[first], &all->at[first + n]) == 0)
        n++;
    return n;
}

static enum status compare_sorted(const struct prove_file *file,
                                  const struct prove_attributes *before,
                                  const struct prove_attributes *after, bool *is_same_ret)
{
    size_t i = 0, j = 0;
    bool is_same = true;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && is_same && i < before->n && j < after->n) {
        const size_t na = count_pieces(before, i), nb = count_pieces(after, j);
        const struct attribute *a = &before->at[i], *b = &after->at[j];

        is_same = prove_attributes_order(a, b) == 0;
        if (is_same && !may_change(file, a))
            status = compare_attribute(file, a, na, b, nb, &is_same);
        i += na;
        j += nb;
    }
    *is_same_ret = is_same && i == before->n && j == after->n;
    return status;
}

/* Leaves out what may change, which may come and go as well. */
static void leave_out(const struct prove_file *file, struct prove_attributes *all)
{
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++)
        if (!may_change(file, &all->at[i]))
            all->at[n++] = all->at[i];
    all->n = n;
}

static enum status compare_all(const struct prove_file *file, bool *is_same_ret)
{
    struct prove_attributes before = {0}, after = {0};
    enum status status =
        prove_attributes_collect(file->old, file->number, file->before, file->arena, &before);

    if (status == STATUS_OK)
        status =
            prove_attributes_collect(file->now, file->number, file->after, file->arena, &after);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < after.nrecords && status == STATUS_OK; i++)
        status = prove_spans_add(file->listed, file->arena, after.records[i], after.records[i] + 1);
    *is_same_ret = false;
    if (status != STATUS_OK || !before.is_whole || !after.is_whole || !after.is_listed)
        return status;
    leave_out(file, &before);
    leave_out(file, &after);
    if (!prove_names_keep(before.names, before.nnames, after.names, after.nnames))
        return STATUS_OK;
    return compare_sorted(file, &before, &after, is_same_ret);
}

/* Whether what comes into a folder is compressed stands beside its index. */
static bool has_same_root(const struct prove_file *file)
{
    struct attribute a, b;

    if (!(file->may & PROVE_FILE_FOLDER) ||
        attribute_find(file->before, ATTR_INDEX_ROOT, "$I30", &a) != STATUS_OK ||
        attribute_find(file->after, ATTR_INDEX_ROOT, "$I30", &b) != STATUS_OK)
        return true;
    return a.flags == b.flags;
}

static bool has_same_header(const struct prove_file *file)
{
    return record_sequence(file->before) == record_sequence(file->after) &&
           record_flags(file->before) == record_flags(file->after);
}

enum status prove_file_compare(const struct prove_file *file, bool *is_same_ret)
{
    *is_same_ret = false;
    if (!has_same_header(file) || !has_same_root(file))
        return STATUS_OK;
    if (!prove_file_has_list(file->before) && !prove_file_has_list(file->after) &&
        is_same_plainly(file)) {
        *is_same_ret = true;
        return STATUS_OK;
    }
    return compare_all(file, is_same_ret);
}

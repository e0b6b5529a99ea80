/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is another than it was, and what is alike: see auditing.h. */
#include "planner/auditing.h"
#include "planner/traits.h"

/* Attributes that say how the data lie on the disk, which a copy may do otherwise; and that a file
 * is to be archived, which every new one is whose source has no such attribute. */
#define FORM_ATTRIBUTES UINT32_C(0x4A20) /* sparse, compressed, encrypted, archive */

static enum status compare_texts(struct auditing *a, uint32_t file, struct str expected,
                                 bool *is_same_ret)
{
    struct str text;
    enum status status = manifest_streams(a->index, file, &a->arena, &text);

    if (status == STATUS_OK)
        *is_same_ret = str_equal(text, expected);
    return status;
}

enum status audit_compare_fields(struct auditing *a, uint32_t file, const struct manifest_row *row,
                                 unsigned *fields_ret)
{
    const struct file_rows *files = &a->index->files;
    const uint64_t *times = &files->times[TIMES * (size_t)file];
    uint32_t differ = files->attributes[file] ^ row->attributes;
    bool has_same_streams;
    enum status status = compare_texts(a, file, row->streams, &has_same_streams);

    if (status != STATUS_OK)
        return status;
    if (row->kind == PLAN_COPY)
        differ &= ~FORM_ATTRIBUTES;
    *fields_ret = files->size[file] != row->size ? AUDIT_SIZE : 0U;
    /* What was not known then, as of folders of other file systems, cannot be compared. */
    *fields_ret |= row->created && times[0] != row->created ? AUDIT_CREATED : 0U;
    *fields_ret |= row->modified && times[1] != row->modified ? AUDIT_MODIFIED : 0U;
    *fields_ret |= differ ? AUDIT_ATTRIBUTES : 0U;
    *fields_ret |= has_same_streams ? 0U : AUDIT_STREAMS;
    if (row->reference && index_reference(a->index, file) != row->reference)
        *fields_ret |= AUDIT_REFERENCE;
    return STATUS_OK;
}

uint64_t audit_compare_streams(const struct index *index, uint32_t file, uint32_t *n_ret,
                               uint64_t *allocated_ret)
{
    uint32_t first = index_streams(index, file, n_ret);
    uint64_t bytes = 0;

    *allocated_ret = 0;
    for (uint32_t i = first; i < first + *n_ret; i++) {
        bytes += index->streams.size[i];
        *allocated_ret += index->streams.allocated[i];
    }
    return bytes;
}

bool audit_compare_equal(const struct auditing *a, const struct auditing_entry *entry)
{
    const struct machine_drive *drive = &a->job->machine->drives[entry->drive];
    const struct index *ours = a->index, *theirs = drive->index;
    uint32_t mine = ours->names.file[entry->name], its = theirs->names.file[entry->original];
    unsigned flags = theirs->files.flags[its];
    uint32_t nours, ntheirs;
    uint64_t unused;

    if (flags & (FILE_DIRECTORY | FILE_FINDING) ||
        traits_is_placeholder(theirs->files.attributes[its], flags) ||
        ours->files.size[mine] != theirs->files.size[its] ||
        ours->files.times[TIMES * (size_t)mine + 1] != theirs->files.times[TIMES * (size_t)its + 1])
        return false;
    /* Other file systems have no named streams. */
    return !drive->is_ntfs || (audit_compare_streams(ours, mine, &nours, &unused) ==
                                   audit_compare_streams(theirs, its, &ntheirs, &unused) &&
                               nours == ntheirs);
}

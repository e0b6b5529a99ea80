/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan needs of a back-end: see backendneeds.h. */
#include "src/backendneeds.h"

#include "src/wtf8.h"

enum {
    ALL_OF_A_FOLDER = BACKEND_SECURITY | BACKEND_ATTRIBUTES | BACKEND_TIMES,
    /* What who reads a file must see of it. */
    ALL_TO_READ = BACKEND_STREAMS | BACKEND_LONG_STREAMS | BACKEND_SECURITY | BACKEND_ATTRIBUTES |
                  BACKEND_REPARSE | BACKEND_RAW,
};

static bool has_long_stream(const struct index *index, uint32_t file)
{
    uint32_t n, first = index_streams(index, file, &n);

    for (uint32_t i = first; i < first + n; i++)
        if (index->streams.size[i] > BACKEND_STREAM_BYTES)
            return true;
    return false;
}

/* What a copy of FILE must take along, of which a volume that is not NTFS has nothing to tell. */
static unsigned needs_of_copy(const struct index *index, uint32_t file)
{
    static const struct {
        unsigned flag, feature;
    } pairs[] = {
        {FILE_STREAMS, BACKEND_STREAMS},       {FILE_REPARSE, BACKEND_REPARSE},
        {FILE_SPARSE, BACKEND_SPARSE},         {FILE_ENCRYPTED, BACKEND_RAW},
        {FILE_COMPRESSED, BACKEND_COMPRESSED},
    };
    unsigned needs = ALL_OF_A_FOLDER;

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (index->files.flags[file] & pairs[i].flag)
            needs |= pairs[i].feature;
    if (needs & BACKEND_STREAMS && has_long_stream(index, file))
        needs |= BACKEND_LONG_STREAMS;
    return needs;
}

static unsigned needs_of_op(const struct plan *plan, const struct plan_op *op,
                            const struct machine *machine, const uint32_t *drives)
{
    const struct machine_drive *from =
        op->from_folder == PLAN_NONE
            ? NULL
            : &machine->drives[drives[plan->folders[op->from_folder].volume]];
    unsigned needs = 0;
    uint32_t file;

    if (wtf8_has_surrogate(op->name) || wtf8_has_surrogate(op->from_name))
        needs |= BACKEND_ANY_NAME;
    if (op->kind == PLAN_LINK)
        needs |= BACKEND_LINKS;
    if (op->kind == PLAN_SECURE)
        needs |= BACKEND_SECURITY;
    if (!from || !from->is_ntfs)
        return needs;
    if (op->kind != PLAN_COPY && op->kind != PLAN_MKDIR)
        return needs;
    file = index_find_reference(from->index, op->expect.reference);
    if (file == INDEX_NONE)
        return needs;
    if (op->kind == PLAN_COPY)
        return needs | needs_of_copy(from->index, file);
    if (from->index->files.flags[file] & FILE_REPARSE)
        needs |= BACKEND_CLOUDS;
    return needs | ALL_OF_A_FOLDER;
}

unsigned backendneeds_of(const struct plan *plan, const struct plan_op *ops, uint32_t n,
                         const struct machine *machine, const uint32_t *drives)
{
    unsigned needs = 0;

    for (uint32_t i = 0; i < n; i++)
        needs |= needs_of_op(plan, &ops[i], machine, drives);
    return needs;
}

unsigned backendneeds_of_reader(const struct plan *plan, const struct plan_op *ops, uint32_t n,
                                uint32_t volume, const struct index *index)
{
    unsigned needs = 0;

    for (uint32_t i = 0; i < n; i++) {
        const struct plan_op *op = &ops[i];
        uint32_t file;

        if (op->kind != PLAN_COPY || plan->folders[op->from_folder].volume != volume)
            continue;
        file = index_find_reference(index, op->expect.reference);
        if (file != INDEX_NONE)
            needs |= needs_of_copy(index, file) & ALL_TO_READ;
    }
    return needs;
}

void backendneeds_put(unsigned features, struct textbuf *to)
{
    static const char *const words[] = {
        "hard links",
        "names that are no valid Unicode",
        "named streams",
        "security descriptors",
        "attributes of NTFS",
        "times of creation and change",
        "reparse points",
        "sparse files",
        "compressed files",
        "encrypted data as they are",
        "folders of OneDrive and other clouds",
        "named streams of more than 64 KiB",
    };
    const char *before = "";

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (features >> i & 1) {
            textbuf_format(to, "%s%s", before, words[i]);
            before = ", ";
        }
}

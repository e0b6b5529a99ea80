/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The content of a file: see filedata.h. */
#include "src/filedata.h"

#include "mft/stream.h"

/* What the index knows to stand in the way. */
static enum status may_load(const struct index *index, uint32_t file)
{
    unsigned flags = index->files.flags[file];

    if (!(flags & FILE_IN_USE) || flags & FILE_DIRECTORY || !(flags & FILE_HAS_DATA))
        return STATUS_NOT_FOUND;
    if (flags & FILE_REPARSE)
        return STATUS_ENCODED;
    /* A value in the record lies there as it is, whatever its flags want for later. */
    if (flags & (FILE_COMPRESSED | FILE_ENCRYPTED) && !(flags & FILE_RESIDENT))
        return STATUS_ENCODED;
    return flags & FILE_ENCRYPTED ? STATUS_ENCODED : STATUS_OK;
}

enum status filedata_load(const struct volume *volume, const struct index *index, uint32_t file,
                          uint64_t limit, struct arena *arena, struct bytes *bytes_ret)
{
    struct arena scratch = {0};
    struct stream stream;
    enum status status = may_load(index, file);

    if (status == STATUS_OK && index->files.size[file] > limit)
        status = STATUS_TOO_LARGE;
    if (status == STATUS_OK)
        status = stream_open(volume, index->files.record[file], ATTR_DATA, "", &scratch, &stream);
    if (status == STATUS_OK)
        status = stream_load(&stream, limit, arena, bytes_ret);
    arena_free(&scratch);
    return status;
}

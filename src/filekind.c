/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What kind of file a row is: see filekind.h.
 */
#include "src/filekind.h"

#include "src/reparse.h"

const char *filekind_word(const struct index *index, uint32_t file)
{
    unsigned flags = index->files.flags[file];

    if (flags & FILE_REPARSE)
        return reparse_word(index_reparse_tag(index, file));
    if (flags & FILE_DIRECTORY)
        return "directory";
    if (flags & FILE_ENCRYPTED)
        return "encrypted";
    if (flags & FILE_COMPRESSED)
        return "compressed";
    if (flags & FILE_SPARSE)
        return "sparse";
    return "normal";
}

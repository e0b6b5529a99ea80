/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An output file that appears under its name only when it is complete.
 *
 *   struct outfile file;
 *   if (!outfile_open("list.csv", &file)) ...       it has said why
 *   ... write to file.out ...
 *   if (!outfile_finish(&file, is_good)) ...        it has said why
 *
 * Writing goes to a temporary file beside it, which is synced and renamed at the end, and removed
 * after a failure or a signal that ends the program. NULL and "-" are the standard output; a device
 * or pipe is written directly. Several can be under way (DOOMED_MAX of doomed.h).
 */
#ifndef SRC_OUTFILE_H
#define SRC_OUTFILE_H

#include "src/out.h"

struct outfile {
    struct out out;
    char *path;      /* where it shall appear; NULL for the standard output */
    char *temporary; /* NULL where it is written directly */
};

/* Does the name PATH ask for compression: does it end in ".zst"? NULL does not. */
bool outfile_is_packed(const char *path);

bool outfile_open(const char *path, struct outfile *file_ret);

/*
 * The same for a library that writes a file by its path: FILE_RET->temporary, which is there and
 * empty, while nothing goes to FILE_RET->out. All but the name of a file is refused.
 */
bool outfile_open_path(const char *path, struct outfile *file_ret);

/* IS_GOOD: whether what was to be written is all there; else the file is thrown away. Returns
 * whether it is there under its name. */
bool outfile_finish(struct outfile *file, bool is_good);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows as a bodyfile, for mactime of The Sleuth Kit 3 and later: docs/FORMATS.md, "export --format
 * bodyfile".
 *
 *   MD5|name|inode|mode|UID|GID|size|atime|mtime|ctime|crtime
 */
#ifndef SRC_EXPORT_BODYFILE_H
#define SRC_EXPORT_BODYFILE_H

#include "src/exportrow.h"

/* The maker's present row, with the times of $STANDARD_INFORMATION. */
void export_bodyfile_row(const struct exportrow_maker *maker, struct textbuf *to);

/* The same with the times of its $FILE_NAME, and " ($FILE_NAME)" behind the name. */
void export_bodyfile_name_row(const struct exportrow_maker *maker, struct textbuf *to);

/* PATH with slashes; '|', '\' within names cannot be told from separators, control characters and
 * '|' become \xHH. */
void export_bodyfile_path(struct textbuf *to, struct str path);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Can a value from a file be one of a manifest? Whoever made the file, nothing leads outside the
 * store that it names.
 */
#ifndef SRC_MANIFESTFILE_CHECK_H
#define SRC_MANIFESTFILE_CHECK_H

#include "planner/manifest.h"

/* A drive, and steps from its root on: "C:\migdata". */
bool manifestfile_check_store(struct str store);

/* A drive: "C:". */
bool manifestfile_check_drive(struct str drive);

/* The folders of the rows before, in which most rows lie, too; begins as zeros. They are borrowed.
 */
struct manifestfile_folders {
    struct str path, original;
};

/*
 * A row is one of MANIFEST, whose head is there, when
 * - its path leads from the root by names that files can have, and into the store; or, of a folder,
 *   on the way to it;
 * - its original is a path with a drive, by such names, too; that of a link on the same volume;
 * - it has an original if and only if it has a source; only folders can be without;
 * - only copies have a SHA-256.
 */
bool manifestfile_check_row(const struct manifest *manifest, const struct manifest_row *row,
                            struct manifestfile_folders *folders);

/* ":a=26:b=0", as manifest_streams writes it; or nothing. */
bool manifestfile_check_streams(struct str streams);

/* A SID, "S-1-5-32-544". */
bool manifestfile_check_owner(struct str owner);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A directory's own index ($I30): the entries that a driver would list. The scan does not need it,
 * since every record carries its names; looking up one name and comparing both views do.
 * docs/ON-DISK.md, "Directory indexes".
 *
 *   struct directory_entry entry;
 *   status = directory_open(volume, RECORD_ROOT, &directory);
 *   while ((status = directory_next(directory, &entry)) == STATUS_OK) ...
 *   directory_close(directory);
 */
#ifndef MFT_DIRECTORY_H
#define MFT_DIRECTORY_H

#include "mft/layout_attribute.h"
#include "mft/text.h"
#include "mft/volume.h"

struct directory;

struct directory_entry {
    uint64_t reference; /* of the file */
    uint64_t parent;    /* as the entry's key says */
    uint8_t name_space;
    char name[3 * NAME_UNITS_MAX + 1]; /* WTF-8, terminated */
    size_t name_bytes;
};

/* STATUS_NOT_FOUND where record NUMBER has no $I30, STATUS_DAMAGED, STATUS_IO, STATUS_NO_MEMORY. */
enum status directory_open(const struct volume *volume, uint64_t number,
                           struct directory **directory_ret);

/*
 * The next entry, in the order of the blocks on the disk, not of the names. STATUS_NOT_FOUND at the
 * end. STATUS_DAMAGED for a block that cannot be used: the next call goes on behind it.
 */
enum status directory_next(struct directory *directory, struct directory_entry *entry_ret);

void directory_close(struct directory *directory);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the registry on a volume says of its Windows and its users, kept in its inventory, where no
 * file has contents: so that whoever asks for users gets the volume's answer. A table in the
 * metadata: docs/FORMATS.md, "Inventory".
 *
 *   status = inventory_users_put(&profiles, index, &text);         the table's bytes, to TEXT
 *   status = inventory_users_get(bytes, index, &profiles);         what profileread_all had given
 *   profiles_free(&profiles);
 *
 * Folders and files are rows of an index here and numbers of records there. One thread at a time.
 */
#ifndef SRC_INVENTORY_USERS_H
#define SRC_INVENTORY_USERS_H

#include "mft/bytes.h"
#include "mft/status.h"
#include "planner/profiles.h"
#include "src/textbuf.h"

/* STATUS_NO_MEMORY; STATUS_TOO_LARGE where there is more than is ever read: nothing is put then. */
enum status inventory_users_put(const struct profiles *profiles, const struct index *index,
                                struct textbuf *to);

/*
 * Reads TABLE, which may be anything. Without an INDEX no row is looked for: that tells whether
 * TABLE can be read at all. What INDEX does not have is not there, as for profileread_all.
 * STATUS_DAMAGED, STATUS_NO_MEMORY.
 */
enum status inventory_users_get(struct bytes table, const struct index *index,
                                struct profiles *profiles_ret);

#endif

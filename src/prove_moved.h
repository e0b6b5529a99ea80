/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values that a batch has moved out of their record: are they what they were? */
#ifndef SRC_PROVE_MOVED_H
#define SRC_PROVE_MOVED_H

#include "mft/attribute.h"
#include "mft/volume.h"

/* Is what B has in clusters of NOW, compressed or not, the value that A has in its record?
 * STATUS_NO_MEMORY, STATUS_IO. */
enum status prove_moved_compare(const struct volume *now, const struct attribute *a,
                                const struct attribute *b, struct arena *arena, bool *is_same_ret);

#endif

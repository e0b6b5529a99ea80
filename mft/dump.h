/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A bare $MFT: the second way to open a volume, with nothing but the records.
 */
#ifndef MFT_DUMP_H
#define MFT_DUMP_H

#include "mft/volume.h"

/*
 * Finds the record size from the records themselves and fills V as one run from V->source's first
 * byte on. STATUS_NOT_FOUND where V->source does not look like a $MFT.
 */
enum status dump_measure(struct volume *v);

#endif

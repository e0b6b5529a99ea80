/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The way into a volume: boot sector, $MFT's own record, $MFT's runs. The first half of
 * volume_open, in a file of its own.
 */
#ifndef MFT_BOOTSTRAP_H
#define MFT_BOOTSTRAP_H

#include "mft/volume.h"

/*
 * Fills V's geometry, runs and sizes from V->source, and notes what had to be read elsewhere than
 * it should be. Errors are those of volume_open.
 */
enum status bootstrap(struct volume *v);

#endif

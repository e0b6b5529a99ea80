/* SPDX-License-Identifier: GPL-3.0-or-later */
/* $MFTMirr after a batch: is it still the copy of the first records that it was? */
#ifndef SRC_PROVE_MIRROR_H
#define SRC_PROVE_MIRROR_H

#include "src/prove_state.h"

/* Finds a fault of PROVE_OF_FILES where a record and its copy were the same before, and are not.
 * STATUS_NO_MEMORY; STATUS_IO. */
enum status prove_mirror_compare(struct prove_state *state);

#endif

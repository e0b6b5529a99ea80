/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * $Bitmap against the clusters that changed records have got and given up: its bits changed there
 * and nowhere else, and no cluster has two owners. The same of $MFT's bitmap, of which a scan says
 * nothing where system files or the room behind the records are concerned.
 */
#ifndef SRC_PROVE_CLUSTERS_H
#define SRC_PROVE_CLUSTERS_H

#include "src/prove_state.h"

/* Finds a fault of PROVE_OF_BITMAPS. STATUS_NO_MEMORY; STATUS_IO. */
enum status prove_clusters_compare(struct prove_state *state);

#endif

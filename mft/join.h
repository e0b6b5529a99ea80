/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Facts to index: the files of several records are put together, every name is held against its
 * parent, and what is wrong becomes findings.
 */
#ifndef MFT_JOIN_H
#define MFT_JOIN_H

#include "mft/facts.h"
#include "mft/volume.h"

/*
 * Makes the index of FACTS, whose memory it takes over (on failure, frees). VOLUME is read only for
 * the attribute lists of files whose names disagree with their header. STATUS_NO_MEMORY,
 * STATUS_TOO_LARGE.
 */
enum status join(const struct volume *volume, struct facts *facts, struct index **index_ret);

#endif

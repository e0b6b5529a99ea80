/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Putting files into the order of their records where two sets of facts came one behind the other.
 */
#ifndef MFT_REFILE_H
#define MFT_REFILE_H

#include "mft/facts.h"

/*
 * FACTS holds nothing but rows, of which files [0, NFIRST) and [NFIRST, n) ascend by record each:
 * merges them, and all that belongs to them. STATUS_DAMAGED where a record is there twice;
 * STATUS_NO_MEMORY, STATUS_TOO_LARGE. FACTS is as before unless STATUS_OK.
 */
enum status refile(struct facts *facts, uint32_t nfirst);

#endif

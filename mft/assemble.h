/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of several records: held facts find their base record and become rows. Part of join.
 */
#ifndef MFT_ASSEMBLE_H
#define MFT_ASSEMBLE_H

#include "mft/facts.h"
#include "mft/volume.h"

/*
 * Puts what FACTS holds into the rows of INDEX, whose files, row map and single-record names are
 * there already. An extension counts only where its base record is in use with that sequence number
 * and has an attribute list; where the names found are not as many as the header says, the
 * attribute list is read and decides. Notes findings in FACTS. STATUS_NO_MEMORY, STATUS_TOO_LARGE.
 */
enum status assemble(const struct volume *volume, struct facts *facts, struct index *index);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a volume says of itself as a JSON document: docs/FORMATS.md, "info --json".
 */
#ifndef SRC_INFO_JSON_H
#define SRC_INFO_JSON_H

#include "mft/volumeinfo.h"
#include "src/target.h"
#include "src/textbuf.h"

/* Writes the whole document; INFO is NULL for a disk of which no partition is chosen. */
void info_json(const struct target *target, const struct volumeinfo *info, struct textbuf *to);

#endif

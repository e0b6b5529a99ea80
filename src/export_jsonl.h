/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows as JSON Lines: docs/FORMATS.md, "export --format jsonl".
 */
#ifndef SRC_EXPORT_JSONL_H
#define SRC_EXPORT_JSONL_H

#include "src/columns.h"

/* The maker's present row: one object, one line. */
void export_jsonl_row(const struct column *columns, struct exportrow_maker *maker,
                      struct textbuf *to);

#endif

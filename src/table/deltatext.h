/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * DELTA_BYTE_ARRAY: of each text how many bytes it has in common with the front of the one before,
 * then the lengths of what else they have (both as in delta.h), then that.
 *
 *   deltatext_encode(&values, &text);
 *   status = deltatext_decode(bytes, n, &values);
 */
#ifndef SRC_TABLE_DELTATEXT_H
#define SRC_TABLE_DELTATEXT_H

#include "mft/bytes.h"
#include "mft/status.h"
#include "src/table/table.h"

/* Appends the texts of VALUES. A lack of memory is in TO. */
void deltatext_encode(const struct table_values *values, struct textbuf *to);

/* Appends the N texts that fill FROM to VALUES, not as rows: the caller does that. STATUS_DAMAGED,
 * also for more than PLAIN_TEXT_MAX bytes of text; STATUS_NO_MEMORY. */
enum status deltatext_decode(struct bytes from, uint32_t n, struct table_values *values);

#endif

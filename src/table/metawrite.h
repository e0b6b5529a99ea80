/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The metadata of a table while they are put together: keys, and values one behind the other.
 *
 *   struct metawrite meta = {0};
 *   metawrite_text(&meta, "store", text);
 *   textbuf_decimal(&meta.text, 17);  metawrite_end(&meta, "rows");      a value of any make
 *   status = metawrite_settle(&meta, &arena, &rows, &nrows);
 *   metawrite_free(&meta);
 *
 * Keys are constant. One thread at a time.
 */
#ifndef SRC_TABLE_METAWRITE_H
#define SRC_TABLE_METAWRITE_H

#include "mft/arena.h"
#include "mft/status.h"
#include "src/table/table.h"

enum { METAWRITE_MAX = 64 };

struct metawrite {
    struct textbuf text; /* all values */
    const char *keys[METAWRITE_MAX];
    size_t ends[METAWRITE_MAX]; /* where each value ends in TEXT */
    size_t n;
};

/* What was put to the text since the last end is the value of KEY. */
void metawrite_end(struct metawrite *meta, const char *key);

void metawrite_text(struct metawrite *meta, const char *key, struct str value);
void metawrite_number(struct metawrite *meta, const char *key, uint64_t value);

/* Keys and values in ARENA. STATUS_NO_MEMORY, also where a value was lost for want of it. */
enum status metawrite_settle(const struct metawrite *meta, struct arena *arena,
                             const struct table_meta **meta_ret, size_t *nmeta_ret);

void metawrite_free(struct metawrite *meta);

#endif

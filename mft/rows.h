/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Growing, copying and merging the tables of tables.h; for the files that build them.
 */
#ifndef MFT_ROWS_H
#define MFT_ROWS_H

#include "mft/arena.h"
#include "mft/status.h"
#include "mft/tables.h"

/*
 * Each makes room for N more rows (bytes for the pool), growing the columns that WANT asks for.
 * STATUS_NO_MEMORY, or STATUS_TOO_LARGE where 32 bits cannot number the rows.
 */
enum status rows_reserve_files(struct file_rows *rows, struct arena *arena, uint32_t n,
                               unsigned want);
enum status rows_reserve_names(struct name_rows *rows, struct arena *arena, uint32_t n,
                               unsigned want);
enum status rows_reserve_streams(struct stream_rows *rows, struct arena *arena, uint32_t n);
enum status rows_reserve_reparse(struct reparse_rows *rows, struct arena *arena, uint32_t n);
enum status rows_reserve_text(struct text_pool *pool, struct arena *arena, uint32_t n);

/* Copies N rows from FROM[FIRST] to TO[AT], for which there is room; the counts stay as they are.
 */
void rows_copy_files(struct file_rows *to, uint32_t at, const struct file_rows *from,
                     uint32_t first, uint32_t n);
void rows_copy_names(struct name_rows *to, uint32_t at, const struct name_rows *from,
                     uint32_t first, uint32_t n);
void rows_copy_streams(struct stream_rows *to, uint32_t at, const struct stream_rows *from,
                       uint32_t first, uint32_t n);
void rows_copy_reparse(struct reparse_rows *to, uint32_t at, const struct reparse_rows *from,
                       uint32_t first, uint32_t n);

/*
 * Merges the rows of FROM, ascending by file, into TO: behind TO's rows of the same file. FROM
 * keeps its rows. STATUS_NO_MEMORY, STATUS_TOO_LARGE.
 */
enum status rows_merge_names(struct name_rows *to, const struct name_rows *from,
                             struct arena *arena, unsigned want);
enum status rows_merge_streams(struct stream_rows *to, const struct stream_rows *from,
                               struct arena *arena);
enum status rows_merge_reparse(struct reparse_rows *to, const struct reparse_rows *from,
                               struct arena *arena);

#endif

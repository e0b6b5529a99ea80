/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Has something else written to a volume since the batch of a redo log was broken off?
 *
 *   status = redo_compare(redo, &source, &state, &why);
 *   if (status == STATUS_OK && state.nforeign == 0) ... redo_carry_out ...
 */
#ifndef SRC_REDO_COMPARE_H
#define SRC_REDO_COMPARE_H

#include "src/redo.h"

/* What a volume holds where a log writes, in sectors (BLOCKHASH_SECTOR_BYTES). */
struct redo_state {
    uint64_t nafter;         /* as the batch leaves them, though some may have been so before */
    uint64_t nbefore;        /* as they were before the batch, and other than after it */
    uint64_t nforeign;       /* neither: something else has written them */
    uint64_t foreign_offset; /* the first of those, where there is one */
};

/*
 * Holds VOLUME against the log: a crash leaves each sector as it was before the batch or as it is
 * after it. STATUS_OK and *STATE_RET; where nforeign > 0 the log must not be carried out.
 *
 * STATUS_DAMAGED: the log was changed since it was opened. STATUS_IO with errno, STATUS_TRUNCATED:
 * log or volume cannot be read. STATUS_NO_MEMORY. *WHY_RET goes on after the log's name in all but
 * the last.
 */
enum status redo_compare(struct redo *redo, const struct source *volume,
                         struct redo_state *state_ret, const char **why_ret);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pages of a column chunk, from bytes that may be anything.
 *
 *   status = chunkread(&place, bytes, space, &values, &why);
 */
#ifndef SRC_TABLE_CHUNKREAD_H
#define SRC_TABLE_CHUNKREAD_H

#include "src/table/footer.h"
#include "src/table/tableread.h"

struct chunkread_place {
    const struct table_column *column;
    const struct footer_chunk *chunk;
    uint32_t nrows;
};

/*
 * Puts the rows of the chunk BYTES to VALUES, which are empty. STATUS_DAMAGED with *WHY_RET;
 * STATUS_NO_MEMORY.
 *
 * A page's memory is asked for when its zstd frame says the same size as its header, at most
 * PAGEHEADER_BODY_MAX, and not more than a frame of its length can give.
 */
enum status chunkread(const struct chunkread_place *place, struct bytes bytes,
                      struct tableread_space *space, struct table_values *values,
                      const char **why_ret);

#endif

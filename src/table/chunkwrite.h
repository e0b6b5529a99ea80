/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One column of one row group: from the values that a caller gives to the bytes of a column chunk.
 *
 *   if (!chunkwrite_begin(&maker, false)) ...          one for each thread
 *   status = chunkwrite_make(&maker, job, worker, &place, &chunk);
 *   ... chunk.bytes, chunk.facts ...                   offsets are the caller's affair
 *   chunkwrite_chunk_free(&chunk);
 *   chunkwrite_end(&maker);
 *
 * What comes out depends on the values alone.
 */
#ifndef SRC_TABLE_CHUNKWRITE_H
#define SRC_TABLE_CHUNKWRITE_H

#include "src/compress.h"
#include "src/sha256.h"
#include "src/table/dictionary.h"
#include "src/table/footer.h"
#include "src/table/slice.h"
#include "src/table/tablewrite.h"

/* What a thread uses again and again. */
struct chunkwrite {
    struct table_values whole, page; /* of a row group, of a page */
    struct dictionary dictionary;
    struct slice slice;
    struct compress *compress;
    struct textbuf body, packed;
};

/* Which column, and the NROWS rows from FIRST on. */
struct chunkwrite_place {
    uint32_t column;
    uint64_t first;
    uint32_t nrows;
};

struct chunkwrite_chunk {
    struct textbuf bytes;
    struct footer_chunk facts; /* without the offset */
    struct chunkstats stats;
    uint8_t digest[SHA256_BYTES];
};

/* IS_FAST: as in tablewrite_job. False without memory. */
bool chunkwrite_begin(struct chunkwrite *maker, bool is_fast);
void chunkwrite_end(struct chunkwrite *maker);

/* Makes the chunk anew in CHUNK, whose room is kept. Fails as tablewrite does. */
enum status chunkwrite_make(struct chunkwrite *maker, const struct tablewrite_job *job,
                            unsigned worker, const struct chunkwrite_place *place,
                            struct chunkwrite_chunk *chunk);

void chunkwrite_chunk_free(struct chunkwrite_chunk *chunk);

#endif

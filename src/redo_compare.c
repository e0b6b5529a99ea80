/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A volume held against a redo log: see redo_compare.h.
 *
 * A crash can leave a block half written, but no sector: so each sector is looked at by itself. It
 * is first held against the contents of the log, then against the fingerprint of what was there.
 */
#include "src/redo_compare.h"

#include "src/redo_file.h"
#include "src/redo_read.h"

#include <stdlib.h>

/* One sector, or the rest of one where the volume ends: NOW, on the volume. */
static void compare_sector(const uint8_t *now, const uint8_t *after, size_t n, uint32_t print,
                           uint64_t offset, struct redo_state *state)
{
    if (memcmp(now, after, n) == 0)
        state->nafter++;
    else if (blockhash_sector((struct bytes){now, n}) == print)
        state->nbefore++;
    else if (state->nforeign++ == 0)
        state->foreign_offset = offset;
}

/* The bytes [AT, AT + N) of the piece in REDO->piece, which are those at OFFSET of the volume;
 * PRINTS are the piece's. AT is a multiple of a block's length. */
static void compare_stretch(const struct redo *redo, const uint8_t *prints, const uint8_t *now,
                            size_t at, size_t n, uint64_t offset, struct redo_state *state)
{
    for (size_t i = 0; i < n; i += BLOCKHASH_SECTOR_BYTES) {
        const uint8_t *print = prints + 4 * ((at + i) / BLOCKHASH_SECTOR_BYTES);
        size_t left = n - i < BLOCKHASH_SECTOR_BYTES ? n - i : BLOCKHASH_SECTOR_BYTES;

        compare_sector(now + i, redo->piece + at + i, left, bytes_u32(print), offset + i, state);
    }
}

static enum status compare_piece(const struct redo *redo, const struct source *volume,
                                 struct redo_read_place *place, size_t npiece, uint8_t *now,
                                 struct redo_state *state)
{
    for (size_t at = 0; at < npiece;) {
        uint64_t offset;
        size_t n = redo_read_stretch(redo, place, npiece - at, &offset);
        enum status status = source_read_all(volume, offset, now, n);

        if (status != STATUS_OK)
            return status;
        compare_stretch(redo, redo->piece + npiece, now, at, n, offset, state);
        at += n;
    }
    return STATUS_OK;
}

static enum status compare_all(struct redo *redo, const struct source *volume, uint8_t *now,
                               struct redo_state *state, const char **why_ret)
{
    struct redo_read_place place = {0};

    for (size_t i = 0; i < redo->nframes; i++) {
        enum status status = redo_read_piece(redo, &redo->frames[i], why_ret);
        if (status != STATUS_OK)
            return status;
        status = compare_piece(redo, volume, &place, redo->frames[i].bytes, now, state);
        if (status != STATUS_OK) {
            *why_ret = "is for a volume that cannot be read where it is to be written";
            return status;
        }
    }
    return STATUS_OK;
}

enum status redo_compare(struct redo *redo, const struct source *volume,
                         struct redo_state *state_ret, const char **why_ret)
{
    uint8_t *now = malloc(REDO_FILE_PIECE_BYTES);
    struct redo_state state = {0};
    enum status status = STATUS_NO_MEMORY;

    if (now)
        status = compare_all(redo, volume, now, &state, why_ret);
    if (status == STATUS_OK)
        *state_ret = state;
    free(now);
    return status;
}

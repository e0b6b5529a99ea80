/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A hostile redo log whose hashes are right: opened, and carried out twice where it is taken. All
 * writes must ascend within the volume, be as many bytes as the log says, and come again the same.
 *
 * The input is a byte that chooses how the log is made, the header's six numbers, a number of
 * extents (one byte, modulo), these, and the contents.
 */
#include <assert.h>
#include <stdlib.h>

#include "src/compress.h"
#include "src/redo_compare.h"
#include "src/redo_file.h"
#include "tests/support/forge.h"
#include "tests/support/redolog.h"

enum {
    MODE_PACK = 1 << 0,    /* the contents are given as they are, and packed here */
    MODE_LENGTHS = 1 << 1, /* the numbers of the header that follow from others are made right */
    MODE_GAPS = 1 << 2,    /* extents are given as two bytes each, a gap and a length in blocks */
    MODE_SUM = 1 << 3,     /* the last extent ends with the contents, and the volume with it */

    NUMBERS_BYTES = REDO_FILE_AT_PLAN_SHA256 - REDO_FILE_AT_SERIAL,
    EXTENTS_MAX = 32,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
    const uint8_t *at;
    size_t n;
};

/* Zeros behind the end. */
static void take(struct input *input, uint8_t *to, size_t n)
{
    size_t given = n < input->n ? n : input->n;

    memset(to, 0, n);
    if (given > 0)
        memcpy(to, input->at, given);
    input->at += given;
    input->n -= given;
}

static uint8_t take_byte(struct input *input)
{
    uint8_t byte;

    take(input, &byte, 1);
    return byte;
}

/* Returns the sum of their lengths. */
static uint64_t take_extents(struct input *input, unsigned mode, uint8_t *list, size_t n)
{
    uint64_t end = 0, sum = 0;

    for (size_t i = 0; i < n; i++) {
        uint8_t *extent = list + i * REDO_FILE_EXTENT_BYTES;

        if (mode & MODE_GAPS) {
            end += (uint64_t)REDO_FILE_BLOCK_BYTES * take_byte(input);
            forge_put64(extent, end);
            forge_put64(extent + 8, (uint64_t)REDO_FILE_BLOCK_BYTES * take_byte(input));
        } else {
            take(input, extent, REDO_FILE_EXTENT_BYTES);
        }
        end = bytes_u64(extent) + bytes_u64(extent + 8);
        sum += bytes_u64(extent + 8);
    }
    return sum;
}

/* As the writer packs them; before the batch all was zeros. */
static void pack(struct input *input, struct textbuf *packed)
{
    static struct compress *compress;
    static uint8_t piece[REDO_FILE_PIECE_MAX];
    bool is_packed = compress || compress_begin(&compress);

    for (size_t at = 0; at < input->n && is_packed; at += REDO_FILE_PIECE_BYTES) {
        size_t left = input->n - at,
               n = left < REDO_FILE_PIECE_BYTES ? left : REDO_FILE_PIECE_BYTES;
        size_t nall = redo_file_piece_bytes(n);

        memcpy(piece, input->at + at, n);
        memset(piece + n, 0, nall - n);
        is_packed = compress_append(compress, (struct bytes){piece, nall}, false, packed);
    }
    assert(is_packed);
}

static uint8_t *make(struct input *input, size_t *n_ret)
{
    uint8_t mode = take_byte(input), numbers[NUMBERS_BYTES], list[16 * EXTENTS_MAX] = {0};
    struct textbuf packed = {0};
    uint64_t sum, rest;
    size_t n;
    uint8_t *log;

    take(input, numbers, sizeof numbers);
    n = take_byte(input) % (EXTENTS_MAX + 1);
    sum = take_extents(input, mode, list, n);
    rest = input->n;
    if (mode & MODE_SUM && n > 0) {
        uint8_t *last = list + n * REDO_FILE_EXTENT_BYTES - 8;

        forge_put64(last, bytes_u64(last) + rest - sum);
        forge_put64(numbers + REDO_FILE_AT_VOLUME_BYTES - REDO_FILE_AT_SERIAL,
                    bytes_u64(last - 8) + bytes_u64(last));
        sum = rest;
    }
    if (mode & MODE_PACK)
        pack(input, &packed);
    else if (rest > 0)
        textbuf_str(&packed, (struct str){(const char *)input->at, rest});
    *n_ret = REDO_FILE_HEADER_BYTES + packed.n + n * REDO_FILE_EXTENT_BYTES;
    log = calloc(1, *n_ret);
    assert(log);
    memcpy(log, redo_file_magic, REDO_FILE_MAGIC_BYTES);
    memcpy(log + REDO_FILE_AT_SERIAL, numbers, sizeof numbers);
    if (mode & MODE_LENGTHS) {
        forge_put64(log + REDO_FILE_AT_NEXTENTS, n);
        forge_put64(log + REDO_FILE_AT_PACKED_BYTES, packed.n);
        forge_put64(log + REDO_FILE_AT_CONTENTS_BYTES, sum);
    }
    if (packed.n > 0)
        memcpy(log + REDO_FILE_HEADER_BYTES, packed.at, packed.n);
    memcpy(log + REDO_FILE_HEADER_BYTES + packed.n, list, n * REDO_FILE_EXTENT_BYTES);
    redolog_reseal(log, *n_ret);
    textbuf_free(&packed);
    return log;
}

static enum status read_zeros(const struct source *source, uint64_t offset, void *buffer, size_t n)
{
    assert(bytes_fit(offset, n, source->size_bytes));
    memset(buffer, 0, n);
    return STATUS_OK;
}

/* Every sector is counted once. */
static void compare(struct redo *redo)
{
    struct source volume = {.read = read_zeros, .fd = -1};
    struct redo_state state = {0};
    const char *why = NULL;
    enum status status;

    volume.size_bytes = redo_about(redo)->volume_bytes;
    status = redo_compare(redo, &volume, &state, &why);
    assert(status == STATUS_OK);
    (void)status;
    assert(state.nafter + state.nbefore + state.nforeign ==
           (redo_bytes(redo) + BLOCKHASH_SECTOR_BYTES - 1) / BLOCKHASH_SECTOR_BYTES);
}

static void carry_out(struct redo *redo)
{
    struct redolog_volume volume = {.nbytes = redo_about(redo)->volume_bytes};
    const char *why = NULL;
    unsigned nwrites = 0;

    assert(volume.nbytes <= INT64_MAX && redo_about(redo)->batch > 0);
    for (int again = 0; again < 2; again++) {
        enum status status = redo_carry_out(redo, redolog_target(&volume), &why);

        assert(status == STATUS_OK && volume.nsyncs == 1);
        assert(volume.sum == redo_bytes(redo));
        assert(!again || volume.nwrites == nwrites);
        nwrites = volume.nwrites;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, size};
    const char *why = NULL;
    struct redo *redo;
    size_t n;
    uint8_t *log = make(&input, &n);
    struct source source = source_of_memory((struct bytes){log, n});
    enum status status = redo_open_source(&source, &redo, &why);

    assert(status == STATUS_OK || (status == STATUS_DAMAGED && why));
    if (status == STATUS_OK) {
        compare(redo);
        carry_out(redo);
        redo_close(redo);
    }
    free(log);
    return 0;
}

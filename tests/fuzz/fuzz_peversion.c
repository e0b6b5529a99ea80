/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bytes of a program: whatever they are, a version that is told stands in them.
 *
 * The input is the bytes.
 */
#include <assert.h>
#include <stdlib.h>

#include "src/peversion.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_at(const uint8_t *at, uint64_t number)
{
    return ((uint64_t)bytes_u32(at) << 32 | bytes_u32(at + 4)) == number;
}

/* Do both numbers stand behind a signature? */
static bool stands_in(const uint8_t *bytes, size_t size, struct peversion version)
{
    for (size_t at = 0; bytes_fit(at, 24, size); at++)
        if (bytes_u32(bytes + at) == UINT32_C(0xFEEF04BD) && is_at(bytes + at + 8, version.file) &&
            is_at(bytes + at + 16, version.product))
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* On the heap, so that a byte too far is seen. */
    uint8_t *bytes = malloc(size + 1);
    struct peversion version;
    enum status status;

    if (!bytes)
        return 0;
    memcpy(bytes, data, size);
    status = peversion_read((struct bytes){bytes, size}, &version);
    if (status == STATUS_OK)
        assert(stands_in(bytes, size, version));
    else
        assert(status == STATUS_NOT_FOUND || status == STATUS_DAMAGED);
    free(bytes);
    return 0;
}

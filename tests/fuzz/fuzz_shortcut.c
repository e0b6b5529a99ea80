/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bytes of a shortcut: whatever they are, a target that is told is a path with a drive.
 *
 * The input is the bytes.
 */
#include <assert.h>
#include <stdlib.h>

#include "src/shortcut.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* On the heap, so that a byte too far is seen. */
    uint8_t *bytes = malloc(size + 1);
    struct arena arena = {0};
    struct shortcut shortcut;

    if (!bytes)
        return 0;
    memcpy(bytes, data, size);
    if (shortcut_read((struct bytes){bytes, size}, &arena, &shortcut) == STATUS_OK) {
        assert(shortcut.target.n >= 3 && shortcut.target.at[1] == ':');
        assert(memchr(shortcut.target.at, 0, shortcut.target.n) == NULL);
    }
    arena_free(&arena);
    free(bytes);
    return 0;
}

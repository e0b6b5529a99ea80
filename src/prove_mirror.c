/* SPDX-License-Identifier: GPL-3.0-or-later */
/* $MFTMirr: see prove_mirror.h. */
#include "src/prove_mirror.h"

#include "mft/stream.h"

enum { COPIES = 4 /* more, where a cluster holds more, need not be kept up */ };

struct mirror {
    const struct volume *volume;
    struct stream stream;
};

/* Is the copy of record NUMBER the record? */
static enum status is_copy(const struct mirror *mirror, uint64_t number, bool *is_copy_ret)
{
    const uint32_t record_bytes = mirror->volume->geometry.record_bytes;
    uint8_t record[RECORD_BYTES_MAX], copy[RECORD_BYTES_MAX];
    enum record_state state;
    uint32_t wrong;
    size_t got = 0;
    enum status status = volume_read_record(mirror->volume, number, record, &state);

    if (status == STATUS_OK)
        status = stream_read(&mirror->stream, number * record_bytes, copy, record_bytes, &got);
    if (status != STATUS_OK)
        return status;
    *is_copy_ret = got == record_bytes && record_fix(copy, record_bytes, &wrong) == state &&
                   memcmp(record, copy, record_bytes) == 0;
    return STATUS_OK;
}

static enum status compare(struct prove_state *state, const struct mirror *old,
                           const struct mirror *now)
{
    for (uint64_t number = 0; number < COPIES; number++) {
        bool was_copy, is_one;
        enum status status = is_copy(old, number, &was_copy);

        if (status == STATUS_OK)
            status = is_copy(now, number, &is_one);
        if (status != STATUS_OK)
            return status;
        if (was_copy && !is_one)
            prove_keep(&state->faults[PROVE_OF_FILES],
                       (struct prove_fault){PROVE_CHANGED, RECORD_MFTMIRR, 0});
    }
    return STATUS_OK;
}

enum status prove_mirror_compare(struct prove_state *state)
{
    struct mirror old = {.volume = state->old}, now = {.volume = state->now};
    struct arena arena = {0};
    enum status status =
        stream_open(state->old, RECORD_MFTMIRR, ATTR_DATA, "", &arena, &old.stream);

    if (status == STATUS_OK)
        status = stream_open(state->now, RECORD_MFTMIRR, ATTR_DATA, "", &arena, &now.stream);
    if (status == STATUS_OK)
        status = compare(state, &old, &now);
    arena_free(&arena);
    /* Where there was none that could be read, there is none that could be wrong; record 1 itself
     * is compared as any other. */
    return status == STATUS_NO_MEMORY || status == STATUS_IO ? status : STATUS_OK;
}

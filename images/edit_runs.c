/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Encodes run lists. See edit_runs.h.
 *
 * A run is a byte with two lengths in its nibbles, then as many bytes of length (low nibble) and of
 * the signed distance from the run before (high nibble; none for a hole). A zero byte ends the
 * list.
 */
#include "images/edit_runs.h"

#include "images/edit_attr.h"

#include <string.h>

/* Writes the fewest bytes that keep the number and its sign; returns how many. */
static unsigned put_signed(uint8_t *at, int64_t value)
{
    unsigned n = 0;

    do {
        at[n++] = (uint8_t)value;
        value >>= 8;
    } while (value != (at[n - 1] & 0x80 ? -1 : 0));
    return n;
}

size_t edit_runs_encode(const struct edit_run *runs, size_t nruns, uint8_t *pairs_ret)
{
    uint8_t *at = pairs_ret;
    uint64_t before = 0;

    for (size_t i = 0; i < nruns; i++) {
        const unsigned nlength = put_signed(at + 1, (int64_t)runs[i].nclusters);
        unsigned ndistance = 0;

        if (runs[i].lcn != EDIT_RUNS_HOLE) {
            ndistance = put_signed(at + 1 + nlength, (int64_t)(runs[i].lcn - before));
            before = runs[i].lcn;
        }
        at[0] = (uint8_t)(ndistance << 4 | nlength);
        at += 1 + nlength + ndistance;
    }
    *at++ = 0;
    return (size_t)(at - pairs_ret);
}

void edit_runs_resize(uint8_t *record, uint8_t *attr, size_t nbytes)
{
    const size_t old = edit_get32(attr + EDIT_ATTR_LENGTH), new = (nbytes + 7) / 8 * 8;
    const size_t in_use = edit_get32(record + EDIT_BYTES_IN_USE);
    const size_t behind = in_use - (size_t)(attr - record) - old;

    memmove(attr + new, attr + old, behind);
    if (new > old)
        memset(attr + old, 0, new - old);
    else
        memset(attr + new + behind, 0, old - new);
    edit_put32(attr + EDIT_ATTR_LENGTH, (uint32_t) new);
    edit_put32(record + EDIT_BYTES_IN_USE, (uint32_t)(in_use - old + new));
}

void edit_runs_replace(uint8_t *record, uint8_t *attr, const struct edit_run *runs, size_t nruns)
{
    uint8_t pairs[2 * EDIT_RECORD_MAX];
    const struct edit_run *last = &runs[nruns - 1];
    const size_t npairs = edit_runs_encode(runs, nruns, pairs);
    const size_t at = edit_get16(attr + EDIT_RUNS_PAIRS_OFS);

    edit_put64(attr + EDIT_RUNS_LOWEST_VCN, runs[0].vcn);
    edit_put64(attr + EDIT_RUNS_HIGHEST_VCN, last->vcn + last->nclusters - 1);
    edit_runs_resize(record, attr, at + npairs);
    memset(attr + at, 0, edit_get32(attr + EDIT_ATTR_LENGTH) - at);
    memcpy(attr + at, pairs, npairs);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bytes of a change journal: whatever they are, every record that is read lies within them, tells
 * its own place, and is counted once.
 *
 * The input is the bytes, at the beginning of the stream.
 */
#include <assert.h>
#include <stdlib.h>

#include "src/usnjournal.h"
#include "src/usnrecord.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* How many records PAGE has. */
static uint64_t read_page(struct bytes page, uint64_t offset)
{
    struct usnrecord record;
    enum status status;
    size_t at = 0, before = 0;
    uint64_t n = 0;

    while ((status = usnrecord_next(page, offset, &at, &record)) != STATUS_NOT_FOUND) {
        assert(status == STATUS_OK || status == STATUS_DAMAGED);
        assert(at > before && at <= page.n);
        before = at;
        n += status == STATUS_OK;
    }
    assert(at == page.n);
    return n;
}

static void check_folded(const struct usnjournal *journal)
{
    uint64_t n = 0;

    for (uint32_t i = 0; i < journal->n; i++) {
        const struct audit_change *change = &journal->changes[i];

        assert(i == 0 || journal->changes[i - 1].reference < change->reference);
        assert(change->n > 0 && change->first <= change->last);
        n += change->n;
    }
    assert(n == journal->nrecords);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* On the heap, so that a byte too far is seen. */
    uint8_t *bytes = malloc(size + 1);
    struct usnjournal journal;
    uint64_t n = 0;

    if (!bytes)
        return 0;
    memcpy(bytes, data, size);
    for (size_t at = 0; at < size; at += USNRECORD_PAGE_BYTES) {
        size_t left = size - at;

        n += read_page(
            (struct bytes){bytes + at, left < USNRECORD_PAGE_BYTES ? left : USNRECORD_PAGE_BYTES},
            at);
    }
    if (usnjournal_parse((struct bytes){bytes, size}, 0, &journal) == STATUS_OK) {
        assert(journal.nrecords == n);
        check_folded(&journal);
        usnjournal_free(&journal);
    }
    free(bytes);
    return 0;
}

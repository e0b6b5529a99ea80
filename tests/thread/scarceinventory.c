/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inventories without memory: the n-th allocation fails, for every n, while one is written to
 * memory, opened and read back. What was begun is given back, and what succeeds is whole.
 *
 * A plain program: see scarcity.h.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/digest.h"
#include "tests/support/exam.h"
#include "tests/support/scarcity.h"
#include "tests/support/stock.h"
#include "tests/support/tally.h"

enum {
    WANT_EVERYTHING = 255,
    CRYPTO_STRIDE = 16, /* libcrypto allocates three times as often as we do: one of so many */
};

/* ---- What is tried ---- */

static struct forge_volume *forge_all(void)
{
    static const uint8_t sd[36] = {1, 0, 4, 0x80, 20, 0, 0, 0, 0, 0, 0, 0,  0, 0, 0, 0,  0,
                                   0, 0, 0, 1,    2,  0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2};
    struct forge_volume *v = forge_volume_new(&(struct forge_shape){0});
    uint8_t *record = forge_volume_begin(v, 30, &(struct forge_header){.links = 2});

    forge_file_name(record, FORGE_ROOT, NAMESPACE_WIN32, "long name");
    forge_file_name(record, FORGE_ROOT, NAMESPACE_DOS, "LONGNA~1");
    forge_resident(record, ATTR_SECURITY_DESCRIPTOR, "", sd, sizeof sd);
    forge_resident(record, ATTR_DATA, "stream", "1", 1);
    forge_reparse(record, 0xA000000C);
    forge_volume_end(v, 30);
    forge_volume_begin(v, 31, &(struct forge_header){.links = 0});
    forge_volume_end(v, 31);
    forge_volume_file(v, 32, reference_of(50, 1), "orphan");
    return v;
}

struct outcome {
    enum status status;
    uint64_t digest;
};

static struct outcome try_all(const struct exam *exam, unsigned nworkers)
{
    const struct stock_from from = {exam->volume, exam->index, NULL, NULL, nworkers};
    struct outcome outcome = {.status = STATUS_OK};
    struct index *index = NULL;
    const char *why = NULL;
    struct stock stock;

    outcome.status = stock_of_index(&from, &stock);
    if (outcome.status == STATUS_OK)
        outcome.status = stock_open(&stock, &why);
    if (outcome.status == STATUS_OK)
        outcome.status = stock_read(&stock, WANT_EVERYTHING, nworkers, &index, &why);
    if (outcome.status == STATUS_OK)
        outcome.digest = digest_of_index(index);
    else
        tally_check(!index, "an index that is not made is not given");
    index_free(index);
    stock_free(&stock);
    return outcome;
}

static void fail_everywhere(const struct exam *exam, unsigned nworkers, bool lasting)
{
    scarcity_fail_at(0, false);
    struct outcome whole = try_all(exam, nworkers);
    unsigned long all = scarcity_count(), nfailed = 0;

    tally_check(whole.status == STATUS_OK, "with memory it succeeds");
    for (unsigned long n = 1; n <= all; n++) {
        scarcity_fail_at(n, lasting);

        struct outcome outcome = try_all(exam, nworkers);
        scarcity_fail_at(0, false);
        nfailed += outcome.status == STATUS_NO_MEMORY;
        if (outcome.status == STATUS_OK)
            tally_check(outcome.digest == whole.digest, "what succeeds is whole");
        else
            tally_check(outcome.status == STATUS_NO_MEMORY, "what fails says why");
    }
    tally_check(nfailed > 300, "without memory it fails");
}

int main(void)
{
    bool is_told = scarcity_tell_crypto(CRYPTO_STRIDE);
    struct forge_volume *v = forge_all();
    struct exam exam;

    exam_begin(&exam, v, WANT_EVERYTHING);
    for (unsigned nworkers = 1; nworkers <= 2; nworkers++) {
        tally_begin("each allocation may fail once");
        tally_check(is_told, "libcrypto takes our functions");
        fail_everywhere(&exam, nworkers, false);
        tally_begin("each allocation may be the last one that succeeds");
        fail_everywhere(&exam, nworkers, true);
    }
    exam_end(&exam);
    forge_volume_free(v);
    return tally_end();
}

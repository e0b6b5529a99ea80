/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The change journal: folded by file, from a volume and from what Windows wrote. */
#include "src/usnjournal.h"

#include <criterion/criterion.h>

#include "mft/scan.h"
#include "mft/source.h"
#include "tests/support/fixture.h"
#include "tests/support/forge.h"

enum { MANY = 3000, RECORD_BYTES = 0x40 };

static struct usnjournal journal;

static void end(void)
{
    usnjournal_free(&journal);
}

TestSuite(usnjournal, .fini = end);

static void put(uint8_t *bytes, size_t at, uint64_t file, uint32_t reason, uint64_t time)
{
    uint8_t *record = bytes + at;

    forge_put32(record, RECORD_BYTES);
    forge_put16(record + 4, 2);
    forge_put64(record + 8, file);
    forge_put64(record + 0x18, at);
    forge_put64(record + 0x20, time);
    forge_put32(record + 0x28, reason);
    forge_put16(record + 0x3A, 0x3C);
}

static const struct audit_change *change_of(uint64_t reference)
{
    for (uint32_t i = 0; i < journal.n; i++)
        if (journal.changes[i].reference == reference)
            return &journal.changes[i];
    return NULL;
}

static void check_ascending(void)
{
    for (uint32_t i = 1; i < journal.n; i++)
        cr_assert_lt(journal.changes[i - 1].reference, journal.changes[i].reference);
}

Test(usnjournal, has_a_row_for_each_file)
{
    static uint8_t bytes[3 * RECORD_BYTES];

    put(bytes, 0, 9, 0x2, 50);
    put(bytes, RECORD_BYTES, 7, 0x1, 60);
    put(bytes, 2 * RECORD_BYTES, 9, 0x80000000, 40);
    cr_assert_eq(usnjournal_parse((struct bytes){bytes, sizeof bytes}, 0, &journal), STATUS_OK);
    cr_assert_eq(journal.n, 2);
    check_ascending();
    cr_assert_eq(change_of(9)->reasons, 0x80000002);
    cr_assert_eq(change_of(9)->n, 2);
    cr_assert_eq(change_of(9)->first, 40);
    cr_assert_eq(change_of(9)->last, 50);
    cr_assert_eq(change_of(7)->n, 1);
    cr_assert(journal.first == 40 && journal.last == 60 && journal.nrecords == 3);
}

Test(usnjournal, of_many_files_is_folded)
{
    static uint8_t bytes[2 * MANY * RECORD_BYTES];

    for (uint64_t i = 0; i < 2 * MANY; i++)
        put(bytes, i * RECORD_BYTES, i % MANY * 1000003, 1U << i % 16, i + 1);
    cr_assert_eq(usnjournal_parse((struct bytes){bytes, sizeof bytes}, 0, &journal), STATUS_OK);
    cr_assert_eq(journal.n, MANY);
    check_ascending();
    for (uint32_t i = 0; i < journal.n; i++)
        cr_assert_eq(journal.changes[i].n, 2);
}

Test(usnjournal, counts_what_is_no_record)
{
    static uint8_t bytes[2 * 4096];

    put(bytes, 0, 9, 1, 1);
    memset(bytes + RECORD_BYTES, 0xFF, 100);
    put(bytes, 4096, 9, 1, 1);
    cr_assert_eq(usnjournal_parse((struct bytes){bytes, sizeof bytes}, 0, &journal), STATUS_OK);
    cr_assert_eq(journal.nrecords, 2);
    cr_assert_eq(journal.ndamaged, 1);
}

Test(usnjournal, that_windows_wrote_is_read_whole)
{
    const char *sample = fixture_sample("usnjrnlj.bin");
    struct source source;
    static uint8_t bytes[65536];
    size_t got = 0;

    if (!sample)
        cr_skip_test("../shared/samples is not here");
    cr_assert_eq(source_open(sample, &source), STATUS_OK);
    cr_assert_eq(source_read(&source, 0, bytes, sizeof bytes, &got), STATUS_OK);
    source_close(&source);
    cr_assert_eq(usnjournal_parse((struct bytes){bytes, got}, 0, &journal), STATUS_OK);
    cr_assert_eq(journal.nrecords, 271);
    cr_assert_eq(journal.ndamaged, 0);
    check_ascending();
    cr_assert_eq(change_of(UINT64_C(1) << 48 | 0x28)->reasons & 0x100, 0x100, "it was created");
}

/* ---- On volumes ---- */

static void read_volume(const char *image)
{
    const struct scan_options options = {.want = WANT_CHILDREN};
    struct source source;
    struct volume *volume;
    struct index *index;
    struct scan *scan;

    cr_assert_eq(source_open(image, &source), STATUS_OK);
    cr_assert_eq(volume_open(&source, &volume), STATUS_OK);
    cr_assert_eq(scan_start(volume, &options, &scan), STATUS_OK);
    cr_assert_eq(scan_finish(scan, &index), STATUS_OK);
    cr_assert_eq(usnjournal_read(volume, index, &journal), STATUS_OK);
    index_free(index);
    volume_close(volume);
    source_close(&source);
}

Test(usnjournal, behind_a_hole_is_read)
{
    read_volume(fixture_image("usnjrnl"));
    cr_assert(journal.is_there);
    cr_assert_eq(journal.nrecords, fixture_fact("usnjrnl", "entries"));
    cr_assert_eq(journal.ndamaged, 0);
    cr_assert_eq(journal.n, 1);
    cr_assert_eq(journal.changes[0].reference & 0xFFFFFFFFFFFF, fixture_fact("usnjrnl", "changed"));
    cr_assert_eq(journal.changes[0].n, journal.nrecords);
    cr_assert_eq(journal.changes[0].reasons & 0x10100, 0x10100);
}

Test(usnjournal, that_is_not_there_is_none)
{
    read_volume(fixture_image("tree"));
    cr_assert_not(journal.is_there);
    cr_assert_eq(journal.n, 0);
}

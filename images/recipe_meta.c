/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volumes with unusual times, with owners, with a change journal.
 */
#include "images/clock.h"
#include "images/edit.h"
#include "images/imgname.h"
#include "images/kit.h"
#include "images/ntfsdata.h"
#include "images/ntfsmeta.h"

#include <string.h>

static const struct odd_time {
    const char *key;
    uint64_t ticks;
} odd_times[] = {
    {"zero", 0},
    {"one", 1},
    {"two", 2},
    {"unix_epoch", UINT64_C(116444736000000000)},
    {"before_unix_epoch", UINT64_C(116444735999999999)},
    {"ordinary", UINT64_C(133485408001234567)},
    {"last_of_9999", UINT64_C(2650467743999999999)},
    {"year_10000", UINT64_C(2650467744000000000)},
    {"largest", UINT64_C(0x7FFFFFFFFFFFFFFF)},
    {"negative", UINT64_C(0xFFFFFFFFFFFFFFFF)},
};

#define NTIMES (sizeof(odd_times) / sizeof(odd_times[0]))

static void make_times(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    const struct ntfsmeta_times all = {CLOCK_BASE + 1, CLOCK_BASE + 20, CLOCK_BASE + 300,
                                       CLOCK_BASE + 4000};
    uint64_t file;

    for (size_t i = 0; i < NTIMES; i++) {
        const uint64_t ticks = odd_times[i].ticks;

        file = ntfsdata_file(v, NTFSVOL_ROOT, odd_times[i].key, 10);
        ntfsmeta_times(v, file, &(struct ntfsmeta_times){ticks, ticks, ticks, ticks});
        kit_fact(r, odd_times[i].key, ntfsvol_record(file));
    }
    file = ntfsdata_file(v, NTFSVOL_ROOT, "four different", 10);
    ntfsmeta_times(v, file, &all);
    kit_fact(r, "four", ntfsvol_record(file));
    kit_fact(r, "created", all.created);
    kit_fact(r, "modified", all.modified);
    kit_fact(r, "accessed", all.accessed);
    kit_fact(r, "changed", all.changed);
}

static uint64_t file_with_id(struct recipe *r, const char *name, uint32_t security_id)
{
    uint64_t file;

    r->volume.security_id = security_id;
    file = ntfsdata_file(&r->volume, NTFSVOL_ROOT, name, 10);
    r->volume.security_id = 0;
    kit_fact(r, name, ntfsvol_record(file));
    return file;
}

/* With 2,100 owners and more $SDS goes beyond its first block of 256 KiB and the copy of that. */
static void make_stdinfo72(struct recipe *r)
{
    const unsigned nowners = kit_arg(r, 0, 3);
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t file = file_with_id(r, "short", 0),
             scratch = ntfsvol_mkfile(v, NTFSVOL_ROOT, "scratch");
    uint32_t first, last;

    first = last = ntfsmeta_owner(v, file_with_id(r, "owner_first", 0x100), 1000);
    for (unsigned i = 1; i < nowners; i++)
        last = ntfsmeta_owner(v, scratch, 1000 + i);
    file_with_id(r, "administrators", 0x100);
    file_with_id(r, "owner_last", last);
    file_with_id(r, "nobody", 0x00ABCDEF);
    ntfsvol_link(v, file, NTFSVOL_ROOT, "short, second name");
    kit_fact(r, "first_id", first);
    kit_fact(r, "last_id", last);
    kit_fact(r, "owners", nowners);
    kit_fact_text(r, "first_owner", "S-1-5-21-1000-2000-3000-1000");
    kit_fact(r, "last_rid", 1000 + nowners - 1);
}

/* ---- the change journal ---- */

#define JOURNAL_BYTES (UINT64_C(64) << 20)
#define JOURNAL_START (UINT64_C(32) << 20)
#define PAGE          ((size_t)4096)

/* The end of a record of version 2 or 3: from the USN on both are alike. Returns the record's
 * length. */
static size_t put_usn_tail(uint8_t *record, size_t at, uint64_t usn, uint32_t reason,
                           const char *name)
{
    uint16_t units[IMGNAME_UNITS_MAX];
    const int nunits = imgname_parse(name, units);
    const size_t name_bytes = (size_t)nunits * 2, name_at = at + 0x24;
    const size_t nbytes = (name_at + name_bytes + 7) / 8 * 8;

    edit_put64(record + at, usn);
    edit_put64(record + at + 0x08, CLOCK_BASE);
    edit_put32(record + at + 0x10, reason);
    edit_put32(record + at + 0x1C, 0x20);
    edit_put16(record + at + 0x20, (uint16_t)name_bytes);
    edit_put16(record + at + 0x22, (uint16_t)name_at);
    memcpy(record + name_at, units, name_bytes);
    edit_put32(record, (uint32_t)nbytes);
    return nbytes;
}

static size_t put_usn_v2(uint8_t *record, uint64_t usn, uint64_t file, uint32_t reason,
                         const char *name)
{
    edit_put16(record + 4, 2);
    edit_put64(record + 8, file);
    edit_put64(record + 0x10, NTFSVOL_ROOT);
    return put_usn_tail(record, 0x18, usn, reason, name);
}

static size_t put_usn_v3(uint8_t *record, uint64_t usn, uint64_t file, uint32_t reason,
                         const char *name)
{
    edit_put16(record + 4, 3);
    edit_put64(record + 8, file);
    edit_put64(record + 0x18, NTFSVOL_ROOT);
    return put_usn_tail(record, 0x28, usn, reason, name);
}

static size_t put_usn_v4(uint8_t *record, uint64_t usn, uint64_t file)
{
    const size_t nbytes = 0x50;

    edit_put32(record, (uint32_t)nbytes);
    edit_put16(record + 4, 4);
    edit_put64(record + 8, file);
    edit_put64(record + 0x18, NTFSVOL_ROOT);
    edit_put64(record + 0x28, usn);
    edit_put32(record + 0x30, 1);
    edit_put16(record + 0x3C, 1);
    edit_put16(record + 0x3E, 16);
    edit_put64(record + 0x48, 4096);
    return nbytes;
}

/* Fills three pages; a record never crosses from one to the next. Returns the number of records. */
static unsigned fill_journal(uint8_t pages_ret[3 * PAGE], uint64_t file)
{
    uint8_t record[PAGE];
    unsigned n = 0;

    for (size_t at = 0; at + 200 < 3 * PAGE; n++) {
        const uint32_t reason = n % 5 ? 0x100 : 0x10000;
        size_t nbytes;

        if (at % PAGE + 200 > PAGE)
            at = (at / PAGE + 1) * PAGE;
        memset(record, 0, sizeof(record));
        nbytes = n % 7 == 3   ? put_usn_v3(record, JOURNAL_START + at, file, reason, "changed.txt")
                 : n % 7 == 4 ? put_usn_v4(record, JOURNAL_START + at, file)
                              : put_usn_v2(record, JOURNAL_START + at, file, reason, "changed.txt");
        memcpy(pages_ret + at, record, nbytes);
        at += nbytes;
    }
    return n;
}

static void make_usnjrnl(struct recipe *r)
{
    static uint8_t pages[3 * PAGE];
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t file = ntfsdata_file(v, NTFSVOL_ROOT, "changed.txt", 10);
    uint64_t journal = ntfsvol_mkfile(v, NTFSVOL_EXTEND, "$UsnJrnl");
    uint8_t max[32] = {0};

    edit_put64(max, JOURNAL_BYTES);
    edit_put64(max + 8, 8 << 20);
    edit_put64(max + 16, CLOCK_BASE);
    edit_put64(max + 24, JOURNAL_START);
    kit_fact(r, "entries", fill_journal(pages, file));
    ntfsdata_write(v, journal, "$Max", 0, max, sizeof(max));
    ntfsdata_resize(v, journal, "$J", JOURNAL_BYTES);
    ntfsdata_write(v, journal, "$J", JOURNAL_START, pages, sizeof(pages));
    kit_fact(r, "record", ntfsvol_record(journal));
    kit_fact(r, "first_usn", JOURNAL_START);
    kit_fact(r, "journal_size", JOURNAL_BYTES);
    kit_fact(r, "changed", ntfsvol_record(file));
}

const struct recipe_case recipe_meta_cases[] = {
    {"times", "", "times from 0 to the largest", make_times},
    {"stdinfo72", ":OWNERS", "48- and 72-byte $STANDARD_INFORMATION, owners in $Secure",
     make_stdinfo72},
    {"usnjrnl", "", "a change journal with records of version 2, 3 and 4", make_usnjrnl},
    {0},
};

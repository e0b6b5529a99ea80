/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two runs of files merged by record, with all that belongs to them. */
#include "mft/refile.h"

#include <criterion/criterion.h>

static struct facts facts;

static void begin(void)
{
    facts = (struct facts){.want = WANT_TIMES | WANT_SECURITY | WANT_USN | WANT_DOS_NAMES |
                                   WANT_NAME_TIMES | WANT_ROOM};
    cr_assert_eq(facts_reserve(&facts, 64, 1024), STATUS_OK);
    facts_clear(&facts);
}

static void end(void)
{
    arena_free(&facts.arena);
}

TestSuite(refile, .init = begin, .fini = end, .timeout = 20);

/* A file that says its record number everywhere, with so many names, streams, reparse points. */
static void put(uint32_t record, uint32_t nnames, uint32_t nstreams, uint32_t ntags)
{
    uint32_t file = facts.files.n++;

    facts.files.record[file] = record;
    facts.files.size[file] = record;
    facts.files.usn[file] = record;
    facts.files.room[file] = (uint16_t)record;
    facts.files.owner[file] = record;
    facts.files.times[(size_t)file * TIMES + 3] = record;
    facts.files.flags[file] =
        (uint16_t)((nstreams ? FILE_STREAMS : 0) | (ntags ? FILE_REPARSE : 0));
    facts.files.first_name[file] = facts.names.n;
    for (; nnames > 0; nnames--) {
        facts.names.file[facts.names.n] = file;
        facts.names.times[(size_t)facts.names.n * TIMES] = record;
        facts.names.parent[facts.names.n++] = record;
    }
    for (; nstreams > 0; nstreams--) {
        facts.streams.file[facts.streams.n] = file;
        facts.streams.size[facts.streams.n++] = record;
    }
    for (; ntags > 0; ntags--) {
        facts.reparse.file[facts.reparse.n] = file;
        facts.reparse.tag[facts.reparse.n++] = record;
    }
}

static void expect_order(const uint32_t *records, uint32_t n)
{
    cr_assert_eq(facts.files.n, n);
    for (uint32_t i = 0; i < n; i++) {
        cr_expect(facts.files.record[i] == records[i] && facts.files.size[i] == records[i] &&
                      facts.files.usn[i] == records[i] && facts.files.owner[i] == records[i] &&
                      facts.files.times[i * TIMES + 3] == records[i] &&
                      facts.files.room[i] == (uint16_t)records[i],
                  "file %u", i);
        cr_expect(i == 0 || facts.files.first_name[i - 1] <= facts.files.first_name[i]);
    }
    for (uint32_t i = 0; i < facts.names.n; i++) {
        uint32_t file = facts.names.file[i];

        cr_expect_eq(facts.names.parent[i], facts.files.record[file], "name %u", i);
        cr_expect_eq(facts.names.times[i * TIMES], facts.files.record[file]);
        cr_expect(facts.files.first_name[file] <= i);
        cr_expect(i == 0 || facts.names.file[i - 1] <= file);
    }
    for (uint32_t i = 0; i < facts.streams.n; i++)
        cr_expect_eq(facts.streams.size[i], facts.files.record[facts.streams.file[i]]);
    for (uint32_t i = 0; i < facts.reparse.n; i++)
        cr_expect_eq(facts.reparse.tag[i], facts.files.record[facts.reparse.file[i]]);
}

Test(refile, the_second_run_comes_between)
{
    put(1, 1, 0, 0);
    put(3, 2, 2, 1);
    put(5, 0, 0, 0);
    put(8, 3, 1, 1);
    put(0, 0, 1, 0);
    put(4, 0, 0, 1);
    put(9, 0, 3, 0);
    cr_assert_eq(refile(&facts, 4), STATUS_OK);
    expect_order((const uint32_t[]){0, 1, 3, 4, 5, 8, 9}, 7);
    cr_expect(facts.names.n == 6 && facts.streams.n == 7 && facts.reparse.n == 3);
    cr_expect_eq(facts.files.first_name[3], 3, "a file without names stands at the next one's");
}

Test(refile, one_run_may_be_empty)
{
    put(1, 1, 1, 1);
    put(2, 1, 0, 1);
    cr_assert_eq(refile(&facts, 2), STATUS_OK);
    expect_order((const uint32_t[]){1, 2}, 2);
    cr_assert_eq(refile(&facts, 0), STATUS_OK);
    expect_order((const uint32_t[]){1, 2}, 2);
}

Test(refile, nothing_stays_nothing)
{
    cr_assert_eq(refile(&facts, 0), STATUS_OK);
    cr_assert_eq(facts.files.n + facts.names.n, 0);
}

Test(refile, all_of_one_run_may_come_before_the_other)
{
    put(7, 1, 0, 0);
    put(9, 1, 0, 0);
    put(1, 0, 1, 0);
    put(2, 0, 0, 0);
    cr_assert_eq(refile(&facts, 2), STATUS_OK);
    expect_order((const uint32_t[]){1, 2, 7, 9}, 4);
}

Test(refile, a_record_that_is_there_twice_changes_nothing)
{
    uint32_t *record = facts.files.record;

    put(1, 1, 1, 0);
    put(3, 1, 0, 0);
    put(2, 0, 0, 0);
    put(3, 0, 0, 0);
    cr_assert_eq(refile(&facts, 2), STATUS_DAMAGED);
    cr_expect(facts.files.record == record && facts.files.n == 4 && facts.names.n == 2);
    cr_expect(record[2] == 2 && record[3] == 3);
}

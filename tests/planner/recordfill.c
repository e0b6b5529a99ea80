/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attributes into records: what was measured of libntfs-3g, and the edges of each rule. */
#include "planner/recordfill.h"

#include <criterion/criterion.h>

static struct arena arena;
static struct recordfill fill;

static void begin_with(uint32_t record_bytes, uint32_t room)
{
    fill =
        (struct recordfill){.record_bytes = record_bytes, .cluster_bytes = 4096, .arena = &arena};
    recordfill_begin(&fill, room);
}

static void end(void)
{
    arena_free(&arena);
}

TestSuite(recordfill, .fini = end);

/* A file with data in clusters and one name of UNITS. */
static void begin_file(uint32_t record_bytes, uint32_t units)
{
    uint32_t bytes = recordfill_name_bytes(units);

    begin_with(record_bytes,
               recordfill_capacity(record_bytes) - RECORDFILL_STANDARD - RECORDFILL_AWAY - bytes);
    recordfill_has(&fill, RECORDFILL_UNNAMED);
    recordfill_has(&fill, RECORDFILL_UNNAMED);
    recordfill_has_name(&fill, bytes);
}

Test(recordfill, sizes_of_structures)
{
    cr_expect_eq(recordfill_capacity(1024), 960);
    cr_expect_eq(recordfill_capacity(4096), 4016);
    cr_expect_eq(recordfill_name_bytes(1), 96);
    cr_expect_eq(recordfill_name_bytes(12), 120);
    cr_expect_eq(recordfill_name_bytes(255), 600);
    cr_expect_eq(recordfill_entry_bytes(0), 32);
    cr_expect_eq(recordfill_entry_bytes(3), 32);
    cr_expect_eq(recordfill_entry_bytes(4), 40);
}

/* So many names of each length go into an extension record. */
Test(recordfill, a_thousand_names_take_the_extension_records_that_were_measured)
{
    static const struct {
        uint32_t record_bytes, units, records;
    } cases[] = {{1024, 8, 125},   {1024, 12, 125},   {1024, 32, 167}, {1024, 64, 250},
                 {1024, 128, 500}, {1024, 255, 1000}, {4096, 32, 40}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        begin_file(cases[i].record_bytes, cases[i].units);
        for (uint32_t k = 0; k < 1000; k++)
            recordfill_add_name(&fill, recordfill_name_bytes(cases[i].units));
        /* A few names are in the base record. */
        cr_expect_leq(fill.records, cases[i].records, "%u units", cases[i].units);
        cr_expect_geq(fill.records + 1, cases[i].records, "%u units", cases[i].units);
        /* An entry for each of 1001 names, the data and $STANDARD_INFORMATION. */
        cr_expect_eq(fill.list_clusters, (1003 * 32 + 4095) / 4096);
        cr_expect_not(fill.is_short);
    }
}

Test(recordfill, as_long_as_the_record_has_room_nothing_is_taken)
{
    begin_file(1024, 12);
    uint32_t n = fill.room / recordfill_name_bytes(12);

    for (uint32_t i = 0; i < n; i++)
        recordfill_add_name(&fill, recordfill_name_bytes(12));
    cr_expect(fill.records == 0 && fill.list_clusters == 0 && !fill.has_list);
    recordfill_add_name(&fill, recordfill_name_bytes(12));
    cr_expect(fill.records == 1 && fill.has_list);
}

/* 24 bytes for the list's header; the list itself is in the record as long as it fits. */
Test(recordfill, the_list_is_in_the_record_where_that_has_room)
{
    static const struct {
        uint32_t room;
        uint64_t clusters;
        uint32_t records, left;
    } cases[] = {
        /* header and three entries: 24 + 96, and one more for the name */
        {152, 0, 1, 0},
        /* the fourth entry does not fit: the list leaves, and gives back what it had */
        {144, 1, 1, 144 - 72},
        {120, 1, 1, 120 - 72},
        {112, 1, 1, 112 - 72},
        {72, 1, 1, 0},
        /* too little for a list that is away: the old name of 120 bytes leaves the record, and the
           list fits */
        {64, 0, 1, 64 + 120 - 24 - 128},
        {16, 1, 1, 16 + 120 - 72},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        begin_with(1024, cases[i].room);
        recordfill_has(&fill, RECORDFILL_UNNAMED);
        recordfill_has(&fill, RECORDFILL_UNNAMED);
        recordfill_has_name(&fill, recordfill_name_bytes(12));
        recordfill_add_name(&fill, recordfill_name_bytes(40));
        cr_expect_eq(fill.list_clusters, cases[i].clusters, "room %u", cases[i].room);
        cr_expect_eq(fill.records, cases[i].records, "room %u: %u", cases[i].room, fill.records);
        cr_expect_eq(fill.room, cases[i].left, "room %u: %u", cases[i].room, fill.room);
    }
}

Test(recordfill, values_leave_the_record_before_names_do)
{
    begin_with(1024, 40);
    recordfill_has(&fill, RECORDFILL_UNNAMED);
    recordfill_has_name(&fill, recordfill_name_bytes(12));
    recordfill_has(&fill, RECORDFILL_UNNAMED);
    recordfill_has_part(&fill, 24 + 600, 600);
    recordfill_add_name(&fill, recordfill_name_bytes(12));
    cr_expect_eq(fill.clusters, 1);
    cr_expect_eq(fill.records, 0);
    cr_expect_eq(fill.list_clusters, 0);
    cr_expect_eq(fill.parts[0].bytes, RECORDFILL_AWAY);
}

Test(recordfill, a_list_that_is_there_grows_by_whole_clusters)
{
    begin_with(1024, 0);
    for (uint32_t i = 0; i < 127; i++)
        recordfill_has(&fill, RECORDFILL_UNNAMED);
    recordfill_has_far_name(&fill, recordfill_name_bytes(12));
    recordfill_has_list(&fill, true);
    cr_expect_eq(fill.list_clusters, 1);
    cr_expect_eq(fill.records, 0);
    recordfill_add_name(&fill, recordfill_name_bytes(12));
    cr_expect_eq(fill.list_clusters, 2);
    cr_expect_eq(fill.records, 0, "the record that is there has room");
    for (uint32_t i = 0; i < 7; i++)
        recordfill_add_name(&fill, recordfill_name_bytes(12));
    cr_expect_eq(fill.records, 1);
}

Test(recordfill, what_cannot_fit_anywhere_does_no_harm)
{
    begin_with(1024, 5000);
    recordfill_has_part(&fill, 100000, 100000);
    for (uint32_t i = 0; i < 300; i++)
        recordfill_has_name(&fill, 600);
    recordfill_add(&fill, 4000, RECORDFILL_UNNAMED);
    recordfill_add(&fill, 4000, RECORDFILL_UNNAMED);
    cr_expect_not(fill.is_short);
    begin_with(1024, 0);
    recordfill_add_name(&fill, 600);
    cr_expect_eq(fill.records, 1);
}

/* ---- Index roots ---- */

Test(recordfill, an_index_root_leaves_room_for_what_comes_after_it)
{
    begin_with(1024, 500);
    recordfill_add_root(&fill, 80);
    cr_expect_eq(fill.room, 420);
    cr_expect(recordfill_resize_root(&fill, 80 + 300), "120 bytes are left");
    cr_expect_not(recordfill_resize_root(&fill, 80 + 308), "112 would be left");
    cr_expect_eq(fill.root, 380);
    cr_expect(recordfill_resize_root(&fill, 80));
    cr_expect_eq(fill.room, 420);
}

/* What the room cannot hold at all sends the root to a record of its own. */
Test(recordfill, a_root_that_needs_more_than_there_is_moves_to_an_extension_record)
{
    begin_with(1024, 400);
    recordfill_has(&fill, RECORDFILL_UNNAMED);
    recordfill_add_root(&fill, 80);
    cr_expect(recordfill_resize_root(&fill, 80 + 488));
    cr_expect_eq(fill.root_record, 1);
    cr_expect_eq(fill.records, 1);
    cr_expect(fill.has_list);
    cr_expect_eq(fill.rooms[0], 960 - 568);
    cr_expect_not(recordfill_resize_root(&fill, 568 + 488), "it is alone there");
}

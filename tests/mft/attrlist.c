/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries one by one, hostile ones, and lists in and out of the record. */
#include "mft/attrlist.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/support/forge_volume.h"

/* How the list of exactly these N bytes goes: entries before the last status. */
static enum status walk(const uint8_t *bytes, size_t n, size_t *entries_ret)
{
    uint8_t *exact = forge_copy(bytes, n);
    struct attrlist_entry entry;
    enum status status;
    size_t at = 0;

    *entries_ret = 0;
    while ((status = attrlist_next((struct bytes){exact, n}, &at, &entry)) == STATUS_OK)
        ++*entries_ret;
    free(exact);
    return status;
}

Test(attrlist, entries_are_read_in_order)
{
    uint8_t list[200];
    size_t n = forge_list_entry(list, ATTR_FILE_NAME, "", 0, reference_of(77, 3), 9), at = 0;
    struct attrlist_entry entry;

    cr_assert_eq(n, 0x20, "an unnamed entry");
    n += forge_list_entry(list + n, ATTR_DATA, "abc", 512, reference_of(78, 4), 1);
    cr_assert_eq(attrlist_next((struct bytes){list, n}, &at, &entry), STATUS_OK);
    cr_assert_eq(entry.type, ATTR_FILE_NAME);
    cr_assert_eq(entry.id, 9);
    cr_assert_eq(entry.reference, reference_of(77, 3));
    cr_assert_eq(entry.name_units, 0);
    cr_assert_eq(attrlist_next((struct bytes){list, n}, &at, &entry), STATUS_OK);
    cr_assert_eq(entry.lowest_vcn, 512);
    cr_assert_eq(entry.name_units, 3);
    cr_assert_eq(bytes_u16(entry.name + 4), 'c');
    cr_assert_eq(at, n);
    cr_assert_eq(attrlist_next((struct bytes){list, n}, &at, &entry), STATUS_NOT_FOUND);
}

Test(attrlist, an_empty_list_and_an_end_mark_are_the_end)
{
    uint8_t list[64];
    size_t n = forge_list_entry(list, ATTR_DATA, "", 0, 5, 0), entries;

    cr_assert_eq(walk(list, 0, &entries), STATUS_NOT_FOUND);
    forge_put32(list + n, ATTR_END);
    cr_assert_eq(walk(list, n + 4, &entries), STATUS_NOT_FOUND);
    cr_assert_eq(entries, 1);
}

Test(attrlist, a_list_cut_anywhere_is_damaged_behind_what_is_whole)
{
    uint8_t list[200];
    size_t first = forge_list_entry(list, ATTR_FILE_NAME, "", 0, 5, 0);
    size_t n = first + forge_list_entry(list + first, ATTR_DATA, "abc", 0, 5, 1), entries;

    for (size_t cut = 1; cut < n; cut++) {
        cr_assert_eq(walk(list, cut, &entries), cut == first ? STATUS_NOT_FOUND : STATUS_DAMAGED,
                     "%zu", cut);
        cr_assert_eq(entries, cut >= first ? 1 : 0, "%zu", cut);
    }
}

Test(attrlist, entries_that_cannot_be_are_damaged)
{
    static const struct {
        uint32_t off;
        uint8_t value;
        const char *why;
    } bad[] = {
        {LIST_TYPE, 0, "type 0"},
        {LIST_LENGTH, 0, "no length"},
        {LIST_LENGTH, 0x19, "shorter than its fields"},
        {LIST_LENGTH, 0x28, "longer than the list"},
        {LIST_NAME_UNITS, 4, "name over the end"},
        {LIST_NAME_OFF, 0x18, "name over the fields"},
        {LIST_NAME_OFF, 0xFF, "name outside"},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        uint8_t list[64];
        size_t n = forge_list_entry(list, ATTR_DATA, "ab", 0, 5, 0), entries;

        cr_assert_eq(n, 0x20);
        list[bad[i].off] = bad[i].value;
        cr_assert_eq(walk(list, n, &entries), STATUS_DAMAGED, "%s", bad[i].why);
    }
}

/* ---- Loading ---- */

static struct forge_volume *forged;
static struct source source;
static struct volume *volume;
static struct arena arena;

static void begin(void)
{
    forged = forge_volume_new(&(struct forge_shape){0});
    arena = (struct arena){0};
}

static void open_it(void)
{
    source = forge_volume_source(forged);
    cr_assert_eq(volume_open(&source, &volume), STATUS_OK);
}

static void end(void)
{
    arena_free(&arena);
    volume_close(volume);
    forge_volume_free(forged);
}

/* A record 30 whose list lies in two clusters, and has NBYTES. */
static void put_nonresident_list(uint64_t nbytes)
{
    uint64_t lcn = forge_volume_take(forged, 3);
    struct forge_run runs[] = {{lcn + 2, 1}, {lcn, 1}};
    struct forge_extent extent = {
        .runs = runs, .nruns = 2, .cluster_bytes = 1024, .data_bytes = nbytes};
    uint8_t *record = forge_volume_begin(forged, 30, &(struct forge_header){.links = 1});

    memset(forge_volume_cluster(forged, lcn + 2), 'a', 1024);
    memset(forge_volume_cluster(forged, lcn), 'b', 1024);
    forge_nonresident(record, ATTR_LIST, "", &extent);
    forge_volume_end(forged, 30);
}

static enum status load(struct bytes *list)
{
    uint8_t record[1024];
    enum record_state state;

    open_it();
    cr_assert_eq(volume_read_record(volume, 30, record, &state), STATUS_OK);
    return attrlist_load(volume, record, &arena, list);
}

Test(attrlist, a_resident_list_outlives_its_record, .init = begin, .fini = end)
{
    struct bytes list;
    uint8_t entry[32], *record = forge_volume_begin(forged, 30, &(struct forge_header){0});

    forge_resident(record, ATTR_LIST, "", entry,
                   forge_list_entry(entry, ATTR_DATA, "", 0, reference_of(30, 1), 0));
    forge_volume_end(forged, 30);
    cr_assert_eq(load(&list), STATUS_OK);
    cr_assert_eq(list.n, 32);
    cr_assert_arr_eq(list.at, entry, 32);
}

Test(attrlist, a_list_in_clusters_is_read_through_its_runs, .init = begin, .fini = end)
{
    struct bytes list;

    put_nonresident_list(1100);
    cr_assert_eq(load(&list), STATUS_OK);
    cr_assert_eq(list.n, 1100);
    cr_assert_eq(list.at[1023], 'a');
    cr_assert_eq(list.at[1024], 'b');
}

Test(attrlist, a_record_without_a_list_has_none, .init = begin, .fini = end)
{
    struct bytes list;

    forge_volume_file(forged, 30, FORGE_ROOT, "a");
    cr_assert_eq(load(&list), STATUS_NOT_FOUND);
}

Test(attrlist, a_list_that_claims_too_much_is_too_large, .init = begin, .fini = end)
{
    struct bytes list;

    put_nonresident_list(LIST_BYTES_MAX + 1);
    cr_assert_eq(load(&list), STATUS_TOO_LARGE);
}

Test(attrlist, a_list_longer_than_its_runs_is_damaged, .init = begin, .fini = end)
{
    struct bytes list;

    put_nonresident_list(2049);
    cr_assert_eq(load(&list), STATUS_DAMAGED);
}

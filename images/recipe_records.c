/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volumes with one damaged or unusual file record among sound ones.
 */
#include "images/edit_attr.h"
#include "images/kit.h"
#include "images/ntfsdata.h"

#include <string.h>

/* Ten sound files with "victim.txt" in their midst, whose record number is returned: what happens
 * to it must not touch its neighbours. */
static uint64_t make_neighbours(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t victim = 0;
    char name[32];

    for (unsigned i = 0; i < 10; i++) {
        snprintf(name, sizeof(name), "neighbour%u.txt", i);
        ntfsdata_file(v, NTFSVOL_ROOT, name, 100 + i);
        if (i == 4)
            victim = ntfsvol_record(ntfsdata_file(v, NTFSVOL_ROOT, "victim.txt", 50));
    }
    kit_fact(r, "record", victim);
    kit_fact(r, "neighbours", 10);
    kit_fact(r, "offset", edit_offset(kit_edit(r), victim, 0));
    return victim;
}

static void make_magic(struct recipe *r, const char *magic)
{
    uint64_t victim = make_neighbours(r);

    edit_poke(&r->edit, victim, 0, magic, 4);
    kit_fact_text(r, "magic", magic);
}

static void make_baad(struct recipe *r)
{
    make_magic(r, "BAAD");
}

static void make_badmagic(struct recipe *r)
{
    const char *magic = r->nargs ? r->args[0] : "HOLE";

    if (strlen(magic) != 4)
        failure_set(&r->failure, "a magic has four letters");
    make_magic(r, magic);
}

static void make_torn(struct recipe *r)
{
    uint64_t victim = make_neighbours(r);
    uint8_t tail[2] = {0};

    edit_peek(&r->edit, victim, 1022, tail, 2);
    tail[0] ^= 0x5A;
    edit_poke(&r->edit, victim, 1022, tail, 2);
}

static void make_zeroed(struct recipe *r)
{
    static const uint8_t zeroes[EDIT_RECORD_MAX];
    uint64_t victim = make_neighbours(r);

    edit_poke(&r->edit, victim, 0, zeroes, r->edit.record_bytes);
}

static void make_notinuse(struct recipe *r)
{
    uint64_t victim = make_neighbours(r);
    uint8_t record[EDIT_RECORD_MAX];

    edit_load(&r->edit, victim, record);
    edit_put16(record + EDIT_FLAGS, 0);
    edit_store(&r->edit, victim, record);
}

/* ---- malformed: each kind in a record of its own, its fix-ups sound ---- */

static void break_length_zero(uint8_t *record)
{
    edit_put32(edit_attr_find(record, EDIT_ATTR_DATA, 0) + EDIT_ATTR_LENGTH, 0);
}

static void break_length_beyond(uint8_t *record)
{
    edit_put32(edit_attr_find(record, EDIT_ATTR_DATA, 0) + EDIT_ATTR_LENGTH, 0x00100000);
}

static void break_length_odd(uint8_t *record)
{
    uint8_t *attr = edit_attr_find(record, EDIT_ATTR_DATA, 0);

    edit_put32(attr + EDIT_ATTR_LENGTH, edit_get32(attr + EDIT_ATTR_LENGTH) - 3);
}

static void break_name_offset(uint8_t *record)
{
    uint8_t *attr = edit_attr_find(record, EDIT_ATTR_DATA, 0);

    attr[EDIT_ATTR_NAME_UNITS] = 4;
    edit_put16(attr + EDIT_ATTR_NAME_OFS, 0xFFF0);
}

static void break_value_offset(uint8_t *record)
{
    edit_put16(edit_attr_find(record, EDIT_ATTR_DATA, 0) + EDIT_ATTR_VALUE_OFS, 0x4000);
}

static void break_value_length(uint8_t *record)
{
    edit_put32(edit_attr_find(record, EDIT_ATTR_DATA, 0) + EDIT_ATTR_VALUE_BYTES, 0xFFFFFFF0);
}

static void break_residency(uint8_t *record)
{
    edit_attr_find(record, EDIT_ATTR_DATA, 0)[EDIT_ATTR_NON_RESIDENT] = 2;
}

static void break_bytes_in_use(uint8_t *record)
{
    edit_put32(record + EDIT_BYTES_IN_USE, 0x2000);
}

static void break_bytes_allocated(uint8_t *record)
{
    edit_put32(record + EDIT_BYTES_ALLOC, 0x800);
}

static void break_attrs_offset(uint8_t *record)
{
    edit_put16(record + EDIT_ATTRS_OFS, 0x7FFD);
}

static void break_file_name_length(uint8_t *record)
{
    edit_attr_value(edit_attr_find(record, EDIT_ATTR_FILE_NAME, 0))[EDIT_NAME_NUNITS] = 250;
}

static void break_file_name_empty(uint8_t *record)
{
    edit_attr_value(edit_attr_find(record, EDIT_ATTR_FILE_NAME, 0))[EDIT_NAME_NUNITS] = 0;
}

/* $FILE_NAME behind $DATA: its type becomes less than the one before it. */
static void break_order(uint8_t *record)
{
    edit_put32(edit_attr_find(record, EDIT_ATTR_FILE_NAME, 0), 0x8);
}

static void break_end(uint8_t *record)
{
    edit_put32(edit_attr_find(record, EDIT_ATTR_END, 0), 0xFFFFFFF0);
}

static const struct breakage {
    const char *kind;
    void (*apply)(uint8_t *record);
} breakages[] = {
    {"length_zero", break_length_zero},
    {"length_beyond", break_length_beyond},
    {"length_odd", break_length_odd},
    {"name_offset", break_name_offset},
    {"value_offset", break_value_offset},
    {"value_length", break_value_length},
    {"residency", break_residency},
    {"bytes_in_use", break_bytes_in_use},
    {"bytes_allocated", break_bytes_allocated},
    {"attrs_offset", break_attrs_offset},
    {"file_name_length", break_file_name_length},
    {"file_name_empty", break_file_name_empty},
    {"order", break_order},
    {"end", break_end},
};

#define NBREAKAGES (sizeof(breakages) / sizeof(breakages[0]))

static void make_malformed(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t victims[NBREAKAGES];
    uint8_t record[EDIT_RECORD_MAX];
    char name[64];

    for (size_t i = 0; i < NBREAKAGES; i++) {
        snprintf(name, sizeof(name), "sound before %s.txt", breakages[i].kind);
        ntfsdata_file(v, NTFSVOL_ROOT, name, 30);
        snprintf(name, sizeof(name), "%s.txt", breakages[i].kind);
        victims[i] = ntfsvol_record(ntfsdata_file(v, NTFSVOL_ROOT, name, 60));
    }
    for (size_t i = 0; i < NBREAKAGES && !failure_any(&r->failure); i++) {
        edit_load(kit_edit(r), victims[i], record);
        breakages[i].apply(record);
        edit_store(&r->edit, victims[i], record);
        kit_fact(r, breakages[i].kind, victims[i]);
    }
    kit_fact(r, "malformed", NBREAKAGES);
    kit_fact(r, "sound", NBREAKAGES);
}

/* ---- update sequence arrays ---- */

static void move_usa(struct edit *e, uint64_t number)
{
    uint8_t record[EDIT_RECORD_MAX];

    edit_load(e, number, record);
    memset(record + 0x2A, 0, 0x38 - 0x2A);
    edit_put16(record + EDIT_USA_OFS, 0x2A);
    edit_store(e, number, record);
}

static void make_usa2a(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t old = ntfsvol_record(ntfsdata_file(v, NTFSVOL_ROOT, "usa at 2a.txt", 70));
    uint64_t zero = ntfsvol_record(ntfsdata_file(v, NTFSVOL_ROOT, "number zero.txt", 70));
    uint64_t linked = ntfsdata_file(v, NTFSVOL_ROOT, "many.txt", 70);
    uint64_t extension;
    uint8_t record[EDIT_RECORD_MAX];

    ntfsvol_link_many(v, linked, NTFSVOL_ROOT, 0, 30, 12);
    move_usa(kit_edit(r), old);
    extension = edit_extension(&r->edit, ntfsvol_record(linked), 64);
    move_usa(&r->edit, extension);
    edit_load(&r->edit, zero, record);
    edit_put32(record + EDIT_OWN_NUMBER, 0);
    edit_store(&r->edit, zero, record);
    kit_fact(r, "usa2a", old);
    kit_fact(r, "usa2a_extension", extension);
    kit_fact(r, "zero", zero);
    kit_fact(r, "linked", ntfsvol_record(linked));
    kit_fact(r, "names", 31);
}

/* usa_count 0 and 2 where 3 is due; nothing else is wrong. */
static void make_usacount(struct recipe *r)
{
    uint64_t victim = make_neighbours(r);
    uint8_t count[2];

    edit_put16(count, (uint16_t)kit_arg(r, 0, 2));
    edit_poke(&r->edit, victim, EDIT_USA_COUNT, count, 2);
}

const struct recipe_case recipe_records_cases[] = {
    {"baad", "", "a record whose magic is BAAD", make_baad},
    {"badmagic", ":MAGIC", "a record whose magic is HOLE, CHKD, INDX, ...", make_badmagic},
    {"torn", "", "a record whose last sector was not written", make_torn},
    {"zeroed", "", "a record of zeroes with its name in the folder", make_zeroed},
    {"notinuse", "", "a record marked free with its name in the folder", make_notinuse},
    {"malformed", "", "attributes and headers that cannot be, each in its own record",
     make_malformed},
    {"usa2a", "", "update sequence arrays at 0x2A, and a zero at 0x2C", make_usa2a},
    {"usacount", ":COUNT", "a wrong number of update sequence entries", make_usacount},
    {0},
};

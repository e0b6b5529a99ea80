/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Attributes into the records of a file: see recordfill.h. Each function follows what libntfs-3g
 * was seen to do, in the same order, since who leaves a full record first decides what fits
 * afterwards.
 */
#include "planner/recordfill.h"

#include "mft/index.h"

enum {
    ROOMS_FIRST = 64,
    NAME_BYTES_MIN = 96,  /* the attribute of a name of one unit */
    ROOT_LEAVES = 120,    /* what an index root leaves for $INDEX_ALLOCATION and $BITMAP */
    PART_BYTES_MAX = 4096 /* no attribute in a record is larger */
};

static uint32_t align8(uint32_t n)
{
    return (n + 7) & ~UINT32_C(7);
}

uint32_t recordfill_capacity(uint32_t record_bytes)
{
    uint32_t usa_bytes = 2 * (record_bytes / FIXUP_STRIDE + 1);

    return record_bytes - align8(RECORD_HEADER_BYTES + usa_bytes) - 8;
}

uint32_t recordfill_name_bytes(uint32_t units)
{
    return RECORDFILL_HEADER + align8(FN_NAME + 2 * units);
}

uint32_t recordfill_entry_bytes(uint32_t units)
{
    return align8(LIST_ENTRY_BYTES_MIN + 2 * units);
}

void recordfill_begin(struct recordfill *fill, uint32_t room)
{
    fill->room = room;
    fill->nrooms = fill->nfull = fill->list = fill->resident = 0;
    fill->has_list = fill->is_list_away = false;
    fill->nnames = fill->first_name = fill->nparts = fill->first_part = 0;
    fill->root = fill->root_record = fill->records = 0;
    fill->list_clusters = fill->clusters = 0;
}

static uint64_t clusters_of(const struct recordfill *fill, uint64_t bytes)
{
    return (bytes + fill->cluster_bytes - 1) / fill->cluster_bytes;
}

/* ---- What is there ---- */

void recordfill_has(struct recordfill *fill, uint32_t entry)
{
    fill->list += entry;
}

void recordfill_has_name(struct recordfill *fill, uint32_t bytes)
{
    fill->list += RECORDFILL_UNNAMED;
    if (fill->nnames < RECORDFILL_NAMES_MAX)
        fill->names[fill->nnames++] = bytes;
}

void recordfill_has_part(struct recordfill *fill, uint32_t bytes, uint32_t value_bytes)
{
    if (fill->nparts < RECORDFILL_PARTS_MAX && bytes <= PART_BYTES_MAX)
        fill->parts[fill->nparts++] = (struct recordfill_part){bytes, value_bytes};
}

void recordfill_has_list(struct recordfill *fill, bool is_away)
{
    fill->has_list = true;
    fill->is_list_away = is_away;
    fill->resident = is_away ? 0 : fill->list;
    if (is_away)
        fill->list_clusters = clusters_of(fill, fill->list);
}

/* ---- Extension records ---- */

/* The first extension record with room for BYTES, counted from 1; 0: none. */
static uint32_t find_room(struct recordfill *fill, uint32_t bytes)
{
    while (fill->nfull < fill->nrooms && fill->rooms[fill->nfull] < NAME_BYTES_MIN)
        fill->nfull++;
    for (uint32_t i = bytes < NAME_BYTES_MIN ? 0 : fill->nfull; i < fill->nrooms; i++)
        if (fill->rooms[i] >= bytes)
            return i + 1;
    return 0;
}

/* A new one, counted from 1; 0 without memory. */
static uint32_t make_record(struct recordfill *fill)
{
    if (fill->nrooms == fill->capacity) {
        uint32_t capacity = fill->capacity ? 2 * fill->capacity : ROOMS_FIRST;
        uint16_t *rooms = arena_grow(fill->arena, fill->rooms, capacity * sizeof *rooms);

        if (!rooms) {
            fill->is_short = true;
            return 0;
        }
        fill->rooms = rooms;
        fill->capacity = capacity;
    }
    fill->rooms[fill->nrooms++] = (uint16_t)recordfill_capacity(fill->record_bytes);
    fill->records++;
    return fill->nrooms;
}

/* Puts BYTES into the first extension record that has room, or a new one. */
static void put_far(struct recordfill *fill, uint32_t bytes)
{
    uint32_t at = find_room(fill, bytes);

    if (at == 0)
        at = make_record(fill);
    if (at > 0 && fill->rooms[at - 1] >= bytes)
        fill->rooms[at - 1] = (uint16_t)(fill->rooms[at - 1] - bytes);
}

void recordfill_has_far_name(struct recordfill *fill, uint32_t bytes)
{
    uint32_t records = fill->records;

    fill->list += RECORDFILL_UNNAMED;
    put_far(fill, bytes);
    fill->records = records;
}

/* ---- Room in the base record ---- */

/* Moves attributes to extension records until SIZE bytes are free: names first. False: there is
 * nothing left that can move. */
static bool free_room(struct recordfill *fill, uint32_t size)
{
    while (fill->room < size) {
        uint32_t bytes;

        if (fill->first_name < fill->nnames)
            bytes = fill->names[fill->first_name++];
        else if (fill->first_part < fill->nparts)
            bytes = fill->parts[fill->first_part++].bytes;
        else
            return false;
        put_far(fill, bytes);
        fill->room += bytes;
    }
    return true;
}

/* The value of the first part for which that saves room goes to clusters of its own. */
static bool send_part_away(struct recordfill *fill)
{
    for (uint32_t i = fill->first_part; i < fill->nparts; i++) {
        struct recordfill_part *part = &fill->parts[i];

        if (part->bytes <= RECORDFILL_AWAY)
            continue;
        fill->clusters += clusters_of(fill, part->value_bytes);
        fill->room += part->bytes - RECORDFILL_AWAY;
        part->bytes = RECORDFILL_AWAY;
        return true;
    }
    return false;
}

/* ---- The attribute list ---- */

/* Makes the list as long as its entries are: in the base record as long as that has room, else in
 * clusters. */
static void resize_list(struct recordfill *fill)
{
    while (!fill->is_list_away) {
        uint32_t room = fill->room + fill->resident;

        if (fill->list < fill->record_bytes && fill->list <= room) {
            fill->room = room - fill->list;
            fill->resident = fill->list;
            return;
        }
        room += RECORDFILL_HEADER;
        if (room >= RECORDFILL_AWAY) {
            fill->room = room - RECORDFILL_AWAY;
            fill->is_list_away = true;
        } else if (!send_part_away(fill) && !free_room(fill, RECORDFILL_AWAY)) {
            return;
        }
    }
    fill->list_clusters = clusters_of(fill, fill->list);
}

static void make_list(struct recordfill *fill)
{
    fill->has_list = true;
    if (!free_room(fill, RECORDFILL_HEADER))
        return;
    fill->room -= RECORDFILL_HEADER;
    resize_list(fill);
}

/* ---- Adding ---- */

/* Finds BYTES in the records that there are. */
static bool put(struct recordfill *fill, uint32_t bytes, bool is_name)
{
    uint32_t at;

    if (fill->room >= bytes) {
        fill->room -= bytes;
        if (is_name && fill->nnames < RECORDFILL_NAMES_MAX)
            fill->names[fill->nnames++] = bytes;
        return true;
    }
    at = find_room(fill, bytes);
    if (at > 0)
        fill->rooms[at - 1] = (uint16_t)(fill->rooms[at - 1] - bytes);
    return at > 0;
}

static void add(struct recordfill *fill, uint32_t bytes, uint32_t entry, bool is_name)
{
    if (!put(fill, bytes, is_name)) {
        if (!fill->has_list)
            make_list(fill);
        if (!put(fill, bytes, is_name))
            put_far(fill, bytes);
    }
    fill->list += entry;
    if (fill->has_list)
        resize_list(fill);
}

void recordfill_add_name(struct recordfill *fill, uint32_t bytes)
{
    add(fill, bytes, RECORDFILL_UNNAMED, true);
}

void recordfill_add(struct recordfill *fill, uint32_t bytes, uint32_t entry)
{
    add(fill, bytes, entry, false);
}

void recordfill_add_root(struct recordfill *fill, uint32_t bytes)
{
    add(fill, bytes, RECORDFILL_I30_ENTRY, false);
    fill->root = bytes;
}

/* ---- The index root ---- */

static uint32_t root_room(const struct recordfill *fill)
{
    return fill->root_record ? fill->rooms[fill->root_record - 1] : fill->room;
}

static void set_root(struct recordfill *fill, uint32_t bytes)
{
    uint32_t room = root_room(fill) + fill->root - bytes;

    if (fill->root_record)
        fill->rooms[fill->root_record - 1] = (uint16_t)room;
    else
        fill->room = room;
    fill->root = bytes;
}

/* The root leaves the record that it is in. */
static bool move_root(struct recordfill *fill)
{
    uint32_t bytes = fill->root, at = make_record(fill);

    if (at == 0)
        return false;
    set_root(fill, 0);
    fill->root_record = at;
    set_root(fill, bytes);
    return true;
}

bool recordfill_resize_root(struct recordfill *fill, uint32_t bytes)
{
    for (;;) {
        uint32_t room = root_room(fill);

        if (bytes <= fill->root + room) {
            if (bytes > fill->root && room >= ROOT_LEAVES &&
                bytes - fill->root + ROOT_LEAVES > room)
                return false;
            set_root(fill, bytes);
            return true;
        }
        if (send_part_away(fill))
            continue;
        if (room + fill->root == recordfill_capacity(fill->record_bytes))
            return false;
        if (!fill->has_list)
            make_list(fill);
        else if (!move_root(fill))
            return false;
    }
}

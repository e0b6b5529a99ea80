/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A descriptor is read part by part and written again behind each other, since a SID may become a
 * longer one. What cannot be read to its end is refused rather than half understood. See sidmap.h.
 */
#include "planner/sidmap.h"

#include <string.h>

enum {
    HEADER_BYTES = 0x14,
    CONTROL = 0x02,
    OWNER = 0x04,
    GROUP = 0x08,
    SACL = 0x0C,
    DACL = 0x10,
    SELF_RELATIVE = 0x8000,

    ACL_HEADER_BYTES = 8,
    ACL_SIZE = 2,
    ACL_COUNT = 4,
    ACL_BYTES_MAX = 0xFFFC,

    ACE_HEADER_BYTES = 4,
    ACE_SIZE = 2,
    ACE_MASK_BYTES = 4,
    ACE_FLAGS_BYTES = 4,
    ACE_GUID_BYTES = 16,

    SID_HEADER_BYTES = 8,
    SID_COUNT_MAX = 15,
};

struct rewriting {
    const struct sidmap *map;
    struct bytes from;
    uint8_t *to;
    size_t n, capacity; /* of TO */
    size_t end;         /* of what was understood of FROM */
    bool is_wrong, is_changed;
};

uint32_t sidmap_chain(const struct sidmap *map)
{
    uint32_t i = 0;

    for (; i < map->n; i++)
        for (uint32_t k = 0; k < map->n; k++)
            if (map->at[i].to.n == map->at[k].from.n &&
                memcmp(map->at[i].to.at, map->at[k].from.at, map->at[i].to.n) == 0)
                return i;
    return i;
}

static void see(struct rewriting *w, size_t end)
{
    if (end > w->end)
        w->end = end;
}

/* ---- Writing ---- */

static void put(struct rewriting *w, const uint8_t *at, size_t n)
{
    if (w->capacity - w->n < n) {
        w->is_wrong = true;
        return;
    }
    memcpy(w->to + w->n, at, n);
    w->n += n;
}

static void set16(struct rewriting *w, size_t at, size_t value)
{
    w->to[at] = (uint8_t)value;
    w->to[at + 1] = (uint8_t)(value >> 8);
}

static void set32(struct rewriting *w, size_t at, size_t value)
{
    set16(w, at, value & 0xFFFF);
    set16(w, at + 2, value >> 16);
}

/* ---- SIDs ---- */

/* Bytes of the SID at AT of FROM, which ends before END; 0: there is none. */
static size_t sid_bytes(const struct rewriting *w, size_t at, size_t end)
{
    const uint8_t *sid = w->from.at + at;
    size_t n;

    if (at > end || end - at < SID_HEADER_BYTES || sid[0] != 1 || sid[1] > SID_COUNT_MAX)
        return 0;
    n = SID_HEADER_BYTES + 4 * (size_t)sid[1];
    return n <= end - at ? n : 0;
}

/* Puts the SID at AT, or what it becomes. How many bytes it had; 0: it is none. */
static size_t put_sid(struct rewriting *w, size_t at, size_t end)
{
    size_t n = sid_bytes(w, at, end);

    w->is_wrong |= n == 0;
    for (uint32_t i = 0; i < w->map->n && n > 0; i++) {
        const struct sidmap_pair *pair = &w->map->at[i];

        if (pair->from.n == n && memcmp(pair->from.at, w->from.at + at, n) == 0) {
            put(w, pair->to.at, pair->to.n);
            w->is_changed = true;
            return n;
        }
    }
    if (n > 0)
        put(w, w->from.at + at, n);
    return n;
}

/* ---- Lists ---- */

/* Where in an entry of that TYPE its SID stands; 0: nobody knows. */
static size_t sid_place(const struct rewriting *w, size_t at, size_t size)
{
    enum { MASKED = ACE_HEADER_BYTES + ACE_MASK_BYTES, FLAGGED = MASKED + ACE_FLAGS_BYTES };
    const uint8_t type = w->from.at[at];
    size_t place = FLAGGED;
    uint32_t flags;

    /* Allow, deny, audit, alarm; the same with conditions; label, attribute, policy, trust. */
    if (type <= 3 || type == 9 || type == 10 || type == 13 || type == 14 ||
        (type >= 17 && type <= 20))
        return MASKED;
    /* For objects: two GUIDs, which need not be there, stand before the SID. */
    if (!(type >= 5 && type <= 8) && type != 11 && type != 12 && type != 15 && type != 16)
        return 0;
    if (size < FLAGGED)
        return 0;
    flags = bytes_u32(w->from.at + at + MASKED);
    place += flags & 1 ? ACE_GUID_BYTES : 0;
    place += flags & 2 ? ACE_GUID_BYTES : 0;
    return place;
}

/* The entry at AT, of a list that ends before END. How many bytes it had; 0: it is none. */
static size_t put_ace(struct rewriting *w, size_t at, size_t end)
{
    size_t size, place, n, begin = w->n;

    if (end - at < ACE_HEADER_BYTES)
        return 0;
    size = bytes_u16(w->from.at + at + ACE_SIZE);
    place = size <= end - at && size >= ACE_HEADER_BYTES ? sid_place(w, at, size) : 0;
    if (place == 0 || place > size || size % 4 != 0)
        return 0;
    put(w, w->from.at + at, place);
    n = put_sid(w, at + place, at + size);
    if (w->is_wrong)
        return 0;
    put(w, w->from.at + at + place + n, size - place - n);
    if (w->is_wrong || w->n - begin > ACL_BYTES_MAX)
        return 0;
    set16(w, begin + ACE_SIZE, w->n - begin);
    return size;
}

/* The list whose offset stands at FIELD of the header. */
static void put_acl(struct rewriting *w, size_t field)
{
    size_t at = bytes_u32(w->from.at + field), begin = w->n, end, count;

    if (at == 0 || w->is_wrong)
        return;
    w->is_wrong = at < HEADER_BYTES || at > w->from.n || w->from.n - at < ACL_HEADER_BYTES;
    if (w->is_wrong)
        return;
    end = at + bytes_u16(w->from.at + at + ACL_SIZE);
    count = bytes_u16(w->from.at + at + ACL_COUNT);
    w->is_wrong = end > w->from.n || end - at < ACL_HEADER_BYTES;
    put(w, w->from.at + at, ACL_HEADER_BYTES);
    see(w, end);
    at += ACL_HEADER_BYTES;
    for (size_t i = 0; i < count && !w->is_wrong; i++) {
        size_t n = put_ace(w, at, end);

        w->is_wrong |= n == 0;
        at += n;
    }
    w->is_wrong |= at != end || w->n - begin > ACL_BYTES_MAX;
    if (w->is_wrong)
        return;
    set16(w, begin + ACL_SIZE, w->n - begin);
    set32(w, field, begin);
}

static void put_part(struct rewriting *w, size_t field)
{
    size_t at = bytes_u32(w->from.at + field), begin = w->n;

    if (at == 0 || w->is_wrong)
        return;
    w->is_wrong = at < HEADER_BYTES;
    if (!w->is_wrong)
        see(w, at + put_sid(w, at, w->from.n));
    if (!w->is_wrong)
        set32(w, field, begin);
}

/* ---- All of it ---- */

enum status sidmap_apply(const struct sidmap *map, struct bytes descriptor, struct arena *arena,
                         struct bytes *changed_ret)
{
    struct rewriting w = {.map = map, .from = descriptor, .end = HEADER_BYTES};

    if (descriptor.n < HEADER_BYTES || descriptor.at[0] != 1 ||
        !(bytes_u16(descriptor.at + CONTROL) & SELF_RELATIVE))
        return STATUS_DAMAGED;
    /* The longest SID for the shortest; and a descriptor has no more bytes than two lists. */
    w.capacity = descriptor.n > 4 * (size_t)ACL_BYTES_MAX ? 0 : 9 * descriptor.n;
    w.to = arena_alloc(arena, w.capacity + 1);
    if (!w.to)
        return STATUS_NO_MEMORY;
    w.is_wrong = w.capacity == 0;
    put(&w, descriptor.at, HEADER_BYTES);
    put_acl(&w, SACL);
    put_acl(&w, DACL);
    put_part(&w, OWNER);
    put_part(&w, GROUP);
    if (w.is_wrong || w.end != descriptor.n)
        return STATUS_DAMAGED;
    *changed_ret = w.is_changed ? (struct bytes){w.to, w.n} : (struct bytes){NULL, 0};
    return STATUS_OK;
}

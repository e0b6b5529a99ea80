/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What state each record is in, and which row it gives. */
#include "mft/parse.h"

#include "mft/attribute.h"
#include "mft/gather.h"

static uint32_t new_row(struct gatherer *g, bool is_deleted)
{
    struct file_rows *files = &g->facts->files;
    uint32_t file = files->n++;
    uint16_t flags = record_flags(g->record);

    files->record[file] = g->number;
    files->sequence[file] = record_sequence(g->record);
    files->header_links[file] = record_link_count(g->record);
    files->first_name[file] = g->facts->names.n;
    files->attributes[file] = 0;
    files->size[file] = files->allocated[file] = 0;
    if (files->times)
        memset(files->times + file * (size_t)TIMES, 0, TIMES * sizeof *files->times);
    if (files->security_id)
        files->security_id[file] = files->owner[file] = 0;
    if (files->usn)
        files->usn[file] = 0;
    if (files->room)
        files->room[file] = record_room(g->record);
    g->flags = (uint16_t)(FILE_RESIDENT | (is_deleted ? 0 : FILE_IN_USE) |
                          (flags & RECORD_DIRECTORY ? FILE_DIRECTORY : 0) |
                          (g->number < RECORD_FIRST_USER ? FILE_SYSTEM : 0));
    return file;
}

/* Records 12 to 15 are in use without a name, and those up to 23 are kept for $MFT. */
static bool may_be_nameless(uint32_t number)
{
    return number > RECORD_EXTEND && number < RECORD_FIRST_USER;
}

/* The names of a file that is whole in its base record. */
static void finish_names(struct gatherer *g, bool is_deleted)
{
    struct name_rows *names = &g->facts->names;
    uint32_t first = g->facts->files.first_name[g->file], alone = 0;

    if (g->ndos > 0) {
        uint32_t end = facts_fold_dos_names(names, first, names->n, &alone);

        g->facts->counts.dos_names += names->n - end;
        names->n = end;
    }
    if (is_deleted)
        return;
    if (alone > 0)
        gather_note(g, FINDING_DOS_NAME_ALONE, 0, 0);
    if (g->nnames == 0 && !may_be_nameless(g->number))
        gather_note(g, FINDING_NO_NAME, 0, 0);
    else if (g->nnames != record_link_count(g->record) && !may_be_nameless(g->number))
        gather_note(g, FINDING_LINK_COUNT, RECORD_LINK_COUNT, g->nnames);
    if (g->flags & FILE_DIRECTORY && names->n - first > 1)
        gather_note(g, FINDING_DIRECTORY_NAMES, 0, names->n - first);
}

static void take_base(struct gatherer *g, bool is_deleted)
{
    g->file = new_row(g, is_deleted);
    gather_attributes(g, is_deleted);
    if (!g->is_held)
        finish_names(g, is_deleted);
    if (!is_deleted && record_names_other_number(g->record, g->number))
        gather_note(g, FINDING_OTHER_NUMBER, RECORD_OWN_NUMBER,
                    bytes_u32(g->record + RECORD_OWN_NUMBER));
    g->facts->files.flags[g->file] = g->flags;
}

static void take_extension(struct gatherer *g, bool is_deleted)
{
    g->file = INDEX_NONE;
    gather_hold(g, record_base(g->record), is_deleted);
    gather_attributes(g, is_deleted);
}

static bool has_name(const uint8_t *record)
{
    struct attribute a;

    attribute_first(record, &a);
    while (attribute_next(&a) == STATUS_OK)
        if (a.type == ATTR_FILE_NAME)
            return true;
    return false;
}

static void take_free(struct gatherer *g)
{
    bool is_base = record_base(g->record) == 0;
    bool is_deleted = is_base && has_name(g->record);

    g->facts->counts.deleted += is_deleted;
    g->facts->counts.free += !is_deleted;
    if (g->number >= RECORD_FIRST_USER && g->volume->mft_bitmap.n > 0 &&
        volume_bitmap_has(g->volume, g->number))
        gather_note(g, FINDING_BITMAP_SET, 0, 0);
    if (!(g->facts->want & WANT_DELETED))
        return;
    if (is_deleted)
        take_base(g, true);
    else if (!is_base)
        take_extension(g, true);
}

static void take_used(struct gatherer *g)
{
    if (!volume_bitmap_has(g->volume, g->number))
        gather_note(g, FINDING_BITMAP_CLEAR, 0, 0);
    if (record_base(g->record) == 0) {
        g->facts->counts.bases++;
        take_base(g, false);
    } else {
        g->facts->counts.extensions++;
        take_extension(g, false);
    }
}

static void take_damaged(struct gatherer *g, enum finding_kind kind, uint32_t at)
{
    g->facts->counts.damaged++;
    gather_note(g, kind, at, 0);
}

/* Never formatted, where $MFT's bitmap says that nobody uses it. */
static void take_zeroed(struct gatherer *g)
{
    if (volume_bitmap_has(g->volume, g->number))
        take_damaged(g, FINDING_ZEROED, 0);
    else
        g->facts->counts.free++;
}

static void take_whole_or_damaged(struct gatherer *g, enum record_state state, uint32_t at)
{
    switch (state) {
    case RECORD_USED:
        take_used(g);
        break;
    case RECORD_FREE:
        take_free(g);
        break;
    case RECORD_ZEROED:
        take_zeroed(g);
        break;
    case RECORD_BAAD:
        take_damaged(g, FINDING_BAAD, at);
        break;
    case RECORD_BAD_MAGIC:
        take_damaged(g, FINDING_BAD_MAGIC, at);
        break;
    case RECORD_TORN:
        take_damaged(g, FINDING_TORN, at);
        break;
    case RECORD_BAD_HEADER:
        take_damaged(g, FINDING_BAD_HEADER, at);
        break;
    }
}

static void take_record(struct gatherer *g, uint8_t *record)
{
    uint32_t at;
    enum record_state state = record_fix(record, g->volume->geometry.record_bytes, &at);

    g->record = record;
    if (state != RECORD_ZEROED)
        g->facts->counts.formatted = g->number + UINT64_C(1);
    take_whole_or_damaged(g, state, at);
}

static bool is_unreadable(const struct volume_gaps *gaps, uint32_t i)
{
    return gaps->any && gaps->unreadable[i / 64] >> i % 64 & 1;
}

enum status parse_chunk(const struct parse_chunk *chunk, struct facts *facts)
{
    uint32_t record_bytes = chunk->volume->geometry.record_bytes;

    for (uint32_t i = 0; i < chunk->n; i++) {
        struct gatherer g = {
            .volume = chunk->volume, .facts = facts, .number = (uint32_t)(chunk->first + i)};

        if (is_unreadable(chunk->gaps, i))
            take_damaged(&g, FINDING_UNREADABLE, 0);
        else
            take_record(&g, chunk->records + i * (size_t)record_bytes);
        if (g.status != STATUS_OK)
            return g.status;
    }
    facts->counts.read += chunk->n;
    return STATUS_OK;
}

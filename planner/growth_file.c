/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files and their records: see growth_file.h. */
#include "planner/growth_file.h"

enum {
    DOS_NAME_UNITS = 12,
    DESCRIPTOR_BYTES = 80, /* of the descriptor that libntfs-3g gives a file of its own */
    REPARSE_BYTES = 512,   /* more than that is not in a record with anything else */
};

static uint32_t align8(uint64_t n)
{
    return (uint32_t)((n + 7) & ~UINT64_C(7));
}

/* ---- What a file has ---- */

/* A value of SIZE in the record, behind an attribute's header. */
static void has_value(struct recordfill *fill, uint64_t size)
{
    if (size < fill->record_bytes)
        recordfill_has_part(fill, RECORDFILL_HEADER + align8(size), (uint32_t)size);
}

static void has_streams(const struct index *index, uint32_t file, struct recordfill *fill)
{
    uint32_t n, first = index_streams(index, file, &n);

    for (uint32_t i = first; i < first + n; i++) {
        struct str name = text_pool_get(&index->text, index->streams.text[i]);

        recordfill_has(fill, recordfill_entry_bytes(growth_job_units(name)));
        if (index->streams.allocated[i] == 0)
            has_value(fill, index->streams.size[i]);
    }
}

/* A file with a descriptor of its own has the short $STANDARD_INFORMATION, which cannot name one.
 */
static bool has_own_descriptor(const struct index *index, uint32_t file)
{
    return index->files.security_id && index->files.security_id[file] == 0;
}

static void has_others(const struct index *index, uint32_t file, struct recordfill *fill)
{
    const struct file_rows *files = &index->files;
    uint16_t flags = files->flags[file];

    recordfill_has(fill, RECORDFILL_UNNAMED);
    if (has_own_descriptor(index, file)) {
        recordfill_has(fill, RECORDFILL_UNNAMED);
        has_value(fill, DESCRIPTOR_BYTES);
    }
    if (flags & FILE_HAS_DATA) {
        recordfill_has(fill, RECORDFILL_UNNAMED);
        if (flags & FILE_RESIDENT)
            has_value(fill, files->size[file]);
    }
    if (flags & FILE_STREAMS)
        has_streams(index, file, fill);
    if (flags & FILE_REPARSE)
        recordfill_has(fill, RECORDFILL_UNNAMED);
}

static uint32_t name_bytes(const struct index *index, uint32_t file, uint32_t i)
{
    uint32_t first = index_first_name(index, file), n = index_end_name(index, file) - first;
    uint32_t units = i < n ? growth_job_units(index_name(index, first + i)) : DOS_NAME_UNITS;

    return recordfill_name_bytes(units);
}

/* Names of FILE; a DOS name, of which a file has one at most, is the last. */
static uint32_t count_names(const struct index *index, uint32_t file)
{
    uint32_t n = index_end_name(index, file) - index_first_name(index, file);

    return n + (index->files.header_links[file] > n);
}

/* What is left of BYTES when as many of FILE's first names as fit are in them; UINT32_MAX where
 * there are not so many bytes. */
static uint32_t rest_behind_names(const struct index *index, uint32_t file, uint32_t used,
                                  uint32_t others)
{
    uint32_t left = used - others, n = count_names(index, file);

    if (used < others)
        return UINT32_MAX;
    for (uint32_t i = 0; i < n && name_bytes(index, file, i) <= left; i++)
        left -= name_bytes(index, file, i);
    return left;
}

/*
 * A file with an attribute list: which of its names are in the base record, and is the list? The
 * names of the base record stand first, and what it has in use tells: of the two, that is taken
 * which leaves the smaller rest.
 */
static void has_list(const struct index *index, uint32_t file, struct recordfill *fill)
{
    uint32_t used = recordfill_capacity(fill->record_bytes);
    uint32_t others =
        has_own_descriptor(index, file) ? RECORDFILL_STANDARD_OLD : RECORDFILL_STANDARD;
    uint32_t n = count_names(index, file), list = fill->list + n * RECORDFILL_UNNAMED;
    uint32_t rest_away, rest, i = 0;

    used = used > fill->room ? used - fill->room : 0;
    for (uint32_t k = 0; k < fill->nparts; k++)
        others += fill->parts[k].bytes;
    if (!(index->files.flags[file] & FILE_RESIDENT))
        others += RECORDFILL_AWAY;
    rest_away = rest_behind_names(index, file, used, others + RECORDFILL_AWAY);
    rest = list < fill->record_bytes
               ? rest_behind_names(index, file, used, others + RECORDFILL_HEADER + list)
               : UINT32_MAX;
    others += rest < rest_away ? RECORDFILL_HEADER + list : RECORDFILL_AWAY;
    for (; i < n && others + name_bytes(index, file, i) <= used; i++) {
        recordfill_has_name(fill, name_bytes(index, file, i));
        others += name_bytes(index, file, i);
    }
    for (; i < n; i++)
        recordfill_has_far_name(fill, name_bytes(index, file, i));
    recordfill_has_list(fill, rest >= rest_away);
}

static void begin_file(const struct index *index, uint32_t file, struct recordfill *fill)
{
    recordfill_begin(fill, index->files.room ? index->files.room[file] : 0);
    has_others(index, file, fill);
    if (index->files.flags[file] & FILE_LIST)
        has_list(index, file, fill);
    else
        for (uint32_t i = 0; i < count_names(index, file); i++)
            recordfill_has_name(fill, name_bytes(index, file, i));
}

/* ---- Names come ---- */

static void link_file(struct growth_job *job, struct recordfill *fill,
                      const struct growth_groups *groups, uint32_t file)
{
    uint64_t before;

    begin_file(job->index, file, fill);
    before = fill->list_clusters;
    for (uint32_t i = groups->first[file]; i < groups->first[file + 1]; i++)
        recordfill_add_name(fill, recordfill_name_bytes(job->units[groups->list[i]]));
    job->growth.records += fill->records;
    job->growth.list_clusters += fill->list_clusters - before + fill->clusters;
}

enum status growth_file_add(struct growth_job *job, const struct growth_groups *groups)
{
    struct recordfill fill = {.record_bytes = job->record_bytes,
                              .cluster_bytes = job->cluster_bytes,
                              .arena = &job->arena};

    for (uint32_t file = 0; file < groups->n && !fill.is_short; file++)
        if (groups->first[file] < groups->first[file + 1])
            link_file(job, &fill, groups, file);
    return fill.is_short ? STATUS_NO_MEMORY : STATUS_OK;
}

/* ---- Copies ---- */

/* A stream of SIZE, whose name has UNITS: in the record where that has room, else in clusters. */
static void copy_stream(struct growth_job *job, struct recordfill *fill, uint64_t size,
                        uint32_t units)
{
    uint32_t entry = recordfill_entry_bytes(units), name = align8(UINT64_C(2) * units);

    if (size <= fill->record_bytes && RECORDFILL_HEADER + name + align8(size) <= fill->room) {
        recordfill_add(fill, RECORDFILL_HEADER + name + align8(size), entry);
        return;
    }
    recordfill_add(fill, RECORDFILL_AWAY + name, entry);
    job->growth.data_clusters += growth_job_clusters(job, size);
}

enum status growth_file_copy(struct growth_job *job, struct recordfill *fill,
                             const struct plan_op *op, const struct index *source)
{
    uint32_t file = source ? index_find_reference(source, op->expect.reference) : INDEX_NONE;
    uint32_t n = 0, first = file == INDEX_NONE ? 0 : index_streams(source, file, &n);

    recordfill_begin(fill, recordfill_capacity(job->record_bytes));
    recordfill_add(fill, RECORDFILL_STANDARD, RECORDFILL_UNNAMED);
    recordfill_add_name(fill, recordfill_name_bytes(growth_job_units(op->name)));
    copy_stream(job, fill, op->expect.size, 0);
    for (uint32_t i = first; i < first + n; i++) {
        struct str name = text_pool_get(&source->text, source->streams.text[i]);

        copy_stream(job, fill, source->streams.size[i], growth_job_units(name));
    }
    job->growth.records += 1 + fill->records;
    job->growth.list_clusters += fill->list_clusters + fill->clusters;
    return fill->is_short ? STATUS_NO_MEMORY : STATUS_OK;
}

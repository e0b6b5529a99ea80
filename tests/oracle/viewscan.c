/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scanning, and turning the index's columns into rows of a view. See viewscan.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "tests/oracle/viewscan.h"

#include "mft/path.h"
#include "mft/scan.h"
#include "tests/oracle/sameindex.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    WANT_ALL = WANT_TIMES | WANT_SECURITY | WANT_USN | WANT_DOS_NAMES | WANT_NAME_TIMES |
               WANT_CHILDREN | WANT_ROOM,
};

static struct index *scan_with(const struct viewscan *scan, unsigned nworkers, bool skips_free)
{
    const struct scan_options options = {
        .want = WANT_ALL, .nworkers = nworkers, .skips_free = skips_free};
    struct index *index = NULL;
    const enum status status = scan_run(scan->volume, &options, &index);

    cr_assert_eq(status, STATUS_OK, "a scan with %u workers: %s", nworkers, status_text(status));
    return index;
}

static void scan_both_ways(const char *image, struct viewscan *scan, bool skips_free)
{
    struct index *one = scan_with(scan, 1, skips_free);
    const char *difference;

    scan->index = scan_with(scan, 4, skips_free);
    difference = sameindex_difference(one, scan->index);
    cr_assert_null(difference, "%s: one worker and four disagree about %s", image, difference);
    index_free(one);
}

/* Opens the volume in SCAN's part of NAME. */
static void open_part(const char *name, struct viewscan *scan)
{
    const enum status status = volume_open(&scan->part, &scan->volume);

    cr_assert_eq(status, STATUS_OK, "%s: %s", name, status_text(status));
    scan->security = NULL;
    if (security_load(scan->volume, &scan->security) != STATUS_OK)
        scan->security = NULL;
}

static void open_volume(const char *image, uint64_t offset, struct viewscan *scan_ret)
{
    const enum status status = source_open(image, &scan_ret->file);

    cr_assert_eq(status, STATUS_OK, "%s: %s", image, status_text(status));
    scan_ret->part = source_part(&scan_ret->file, offset, scan_ret->file.size_bytes);
    open_part(image, scan_ret);
}

void viewscan_open(const char *image, uint64_t offset, struct viewscan *scan_ret)
{
    open_volume(image, offset, scan_ret);
    scan_both_ways(image, scan_ret, false);
}

void viewscan_open_source(const struct source *source, struct viewscan *scan_ret)
{
    scan_ret->part = *source;
    scan_ret->file = source_of_memory((struct bytes){0}); /* the source is not ours to close */
    open_part("a source", scan_ret);
    scan_both_ways("a source", scan_ret, false);
}

void viewscan_open_skipping(const char *image, struct viewscan *scan_ret)
{
    open_volume(image, 0, scan_ret);
    scan_both_ways(image, scan_ret, true);
}

void viewscan_close(struct viewscan *scan)
{
    index_free(scan->index);
    security_free(scan->security);
    volume_close(scan->volume);
    source_close(&scan->file);
}

/* ---- Rows ---- */

static char *text_of(struct str text)
{
    char *copy = strndup(text.at, text.n);

    cr_assert_not_null(copy);
    return copy;
}

/* Makes a key of the parts and adds the row. */
static void __attribute__((format(printf, 4, 5)))
add(struct view *view, enum view_table_id id, const uint64_t *values, const char *format, ...)
{
    char *key = NULL;
    va_list args;

    va_start(args, format);
    cr_assert(vasprintf(&key, format, args) >= 0);
    va_end(args);
    view_add(view, id, key, values);
    free(key);
}

static uint64_t kind_of(uint16_t flags)
{
    return ((flags & FILE_HAS_DATA) ? VIEW_HAS_DATA : 0U) |
           ((flags & FILE_RESIDENT) ? VIEW_IN_RECORD : 0U) |
           ((flags & FILE_SPARSE) ? VIEW_SPARSE : 0U) |
           ((flags & FILE_COMPRESSED) ? VIEW_COMPRESSED : 0U) |
           ((flags & FILE_ENCRYPTED) ? VIEW_ENCRYPTED : 0U);
}

static void add_file(const struct index *index, uint32_t file, struct view *view)
{
    const struct file_rows *files = &index->files;
    const uint64_t *times = files->times + (size_t)TIMES * file;
    uint64_t values[VIEW_FILE_COLUMNS];
    uint32_t nstreams;

    index_streams(index, file, &nstreams);
    values[VIEW_SEQUENCE] = files->sequence[file];
    values[VIEW_SIZE] = files->size[file];
    values[VIEW_ALLOCATED] = files->allocated[file];
    values[VIEW_ATTRIBUTES] = files->attributes[file];
    for (unsigned i = 0; i < TIMES; i++)
        values[VIEW_CREATED + i] = times[i];
    values[VIEW_HEADER_LINKS] = files->header_links[file];
    values[VIEW_LINKS] = index_links(index, file);
    values[VIEW_DIRECTORY] = (files->flags[file] & FILE_DIRECTORY) != 0;
    values[VIEW_KIND] = values[VIEW_DIRECTORY] ? VIEW_IN_RECORD : kind_of(files->flags[file]);
    values[VIEW_NSTREAMS] = nstreams;
    values[VIEW_REPARSE_TAG] = index_reparse_tag(index, file);
    values[VIEW_SECURITY_ID] = files->security_id[file];
    values[VIEW_USN] = files->usn[file];
    view_add(view, VIEW_FILES, view_record_key(files->record[file]), values);
}

static void add_owner(const struct viewscan *scan, uint32_t file, struct view *view)
{
    const struct file_rows *files = &scan->index->files;
    const uint32_t own = files->owner[file];
    const char *sid = own ? scan->index->owners[own - 1]
                          : security_owner(scan->security, files->security_id[file]);

    if (sid)
        add(view, VIEW_OWNERS, NULL, "%" PRIu32 " %s", files->record[file], sid);
}

/* The root's own name is in no folder's list. */
static bool is_listed(const struct index *index, uint32_t name)
{
    return index->files.record[index->names.file[name]] != RECORD_ROOT;
}

static void add_listed_name(const struct index *index, uint32_t name, struct path *path,
                            struct view *view)
{
    const uint32_t file = index->names.file[name];
    const uint64_t values[VIEW_NAME_COLUMNS] = {
        [VIEW_NAME_RECORD] = index->files.record[file],
        [VIEW_NAME_SEQUENCE] = index->files.sequence[file],
        [VIEW_NAME_PARENT] = index->names.parent[name],
        [VIEW_NAME_SPACE] = index->names.name_space[name],
    };

    if (!is_listed(index, name) || index->names.name_space[name] == NAMESPACE_DOS)
        return;
    cr_assert_eq(path_of_name(index, name, path), STATUS_OK);
    add(view, VIEW_NAMES, values, "%.*s", (int)path->n, path->at);
}

static void add_carried_name(const struct index *index, uint32_t name, struct view *view)
{
    const struct name_rows *names = &index->names;
    const struct str text = index_name(index, name),
                     dos = text_pool_get(&index->text, names->dos[name]);
    uint64_t values[VIEW_FILENAME_COLUMNS] = {[VIEW_FILENAME_SPACE] = names->name_space[name]};

    for (unsigned i = 0; i < TIMES; i++)
        values[VIEW_FILENAME_CREATED + i] = names->times[(size_t)TIMES * name + i];
    add(view, VIEW_FILENAMES, values, "%" PRIu32 " in %" PRIu64 "-%u: %.*s %.*s",
        index->files.record[names->file[name]], reference_record(names->parent[name]),
        reference_sequence(names->parent[name]), (int)text.n, text.at, (int)dos.n, dos.at);
}

static void add_streams(const struct index *index, uint32_t file, struct view *view)
{
    uint32_t n, first = index_streams(index, file, &n);

    for (uint32_t row = first; row < first + n; row++) {
        const struct str name = text_pool_get(&index->text, index->streams.text[row]);
        const uint64_t values[VIEW_STREAM_COLUMNS] = {index->streams.size[row],
                                                      index->streams.allocated[row]};

        add(view, VIEW_STREAMS, values, "%" PRIu32 ":%.*s", index->files.record[file], (int)name.n,
            name.at);
    }
}

void viewscan_fill(const struct viewscan *scan, struct view *view)
{
    const struct index *index = scan->index;
    struct path path = {0};

    for (unsigned id = 0; id < VIEW_PATHS; id++)
        view_know(view, (enum view_table_id)id, UINT32_MAX);
    for (uint32_t file = 0; file < index->files.n; file++) {
        add_file(index, file, view);
        add_owner(scan, file, view);
        add_streams(index, file, view);
    }
    for (uint32_t name = 0; name < index->names.n; name++) {
        add_listed_name(index, name, &path, view);
        add_carried_name(index, name, view);
    }
    path_free(&path);
}

static void add_path(const struct index *index, uint32_t name, const char *path, unsigned flavour,
                     struct view *view)
{
    const uint32_t file = index->names.file[name];
    const uint64_t record = index->files.record[file];
    const uint16_t flags = index->files.flags[file];
    const bool is_allocated = flavour & VIEWSCAN_IN_RECORD && flags & FILE_RESIDENT;
    uint32_t n, first = index_streams(index, file, &n);

    if (flags & FILE_SYSTEM && !(flavour & VIEWSCAN_SYSTEM))
        return;
    view_add(
        view, VIEW_PATHS, path,
        (const uint64_t[]){index->files.size[file],
                           is_allocated ? index->files.size[file] : index->files.allocated[file],
                           (flags & FILE_DIRECTORY) != 0, record});
    for (uint32_t row = first; row < first + n && flavour & VIEWSCAN_STREAMS; row++) {
        char *stream = text_of(text_pool_get(&index->text, index->streams.text[row]));

        add(view, VIEW_PATHS,
            (const uint64_t[]){index->streams.size[row], index->streams.allocated[row], 0, record},
            "%s:%s", path, stream);
        free(stream);
    }
}

void viewscan_fill_paths(const struct viewscan *scan, unsigned flavour, struct view *view)
{
    const struct index *index = scan->index;
    struct path path = {0};

    view_know(view, VIEW_PATHS, UINT32_MAX);
    for (uint32_t name = 0; name < index->names.n; name++) {
        char *text;

        if (!is_listed(index, name) || index->names.name_space[name] == NAMESPACE_DOS)
            continue;
        cr_assert_eq(path_of_name(index, name, &path), STATUS_OK);
        text = text_of(path_str(&path));
        add_path(index, name, text, flavour, view);
        free(text);
    }
    path_free(&path);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See backendbed.h. */
#include "tests/oracle/backendbed.h"

#include "tests/oracle/toolrun.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

enum { HIDDEN = 2 };

void backendbed_begin(struct backendbed *bed, const char *recipe, uint64_t limit_bytes)
{
    *bed = (struct backendbed){0};
    overlaybed_begin(&bed->volume, recipe, limit_bytes);
}

static const struct index *newest(const struct backendbed *bed)
{
    return bed->has_after ? bed->after.index : bed->volume.before.index;
}

/* ---- Folders and files ---- */

static uint32_t add_folder(struct backendbed *bed, uint32_t parent, struct str name)
{
    for (uint32_t i = 0; i < bed->nfolders; i++)
        if (bed->folders[i].parent == parent && str_equal(bed->folders[i].name, name))
            return i;
    cr_assert_lt(bed->nfolders, BACKENDBED_FOLDERS);
    bed->folders[bed->nfolders] = (struct backend_folder){parent, name};
    return bed->nfolders++;
}

uint32_t backendbed_folder(struct backendbed *bed, const char *path)
{
    uint32_t folder = BACKEND_NONE;

    while (*path) {
        const size_t n = strcspn(path, "/");

        folder = add_folder(bed, folder, (struct str){path, n});
        path += n + (path[n] == '/');
    }
    return folder;
}

static uint32_t find_child(const struct index *index, uint32_t folder, struct str name)
{
    for (uint32_t i = index->first_child[folder]; i < index->first_child[folder + 1]; i++)
        if (str_equal(index_name(index, index->children[i]), name))
            return index->names.file[index->children[i]];
    return INDEX_NONE;
}

uint32_t backendbed_row(const struct index *index, const char *path)
{
    uint32_t row = index_find(index, RECORD_ROOT);

    while (*path && row != INDEX_NONE) {
        const size_t n = strcspn(path, "/");

        row = find_child(index, row, (struct str){path, n});
        path += n + (path[n] == '/');
    }
    return row;
}

uint64_t backendbed_record(const struct index *index, const char *path)
{
    const uint32_t row = backendbed_row(index, path);

    cr_assert_neq(row, INDEX_NONE, "no %s", path);
    return index->files.record[row];
}

struct backend_item backendbed_item(const struct backendbed *bed, uint64_t record)
{
    const struct index *index = newest(bed);
    const uint32_t row = index_find(index, record);

    cr_assert_neq(row, INDEX_NONE);
    return (struct backend_item){
        .folder = BACKEND_NONE,
        .from_folder = BACKEND_NONE,
        .reference = index_reference(index, row),
        .size = index->files.size[row],
        .created = index->files.times[TIMES * (size_t)row],
        .modified = index->files.times[TIMES * (size_t)row + 1],
        .attributes = index->files.attributes[row],
    };
}

struct backend_item backendbed_to(const struct backendbed *bed, uint64_t record, uint32_t folder,
                                  const char *name)
{
    struct backend_item item = backendbed_item(bed, record);

    item.folder = folder;
    item.name = str_of(name);
    return item;
}

/* ---- The back-end ---- */

void backendbed_open(struct backendbed *bed)
{
    cr_assert_eq(backend_ntfs_open(bed->volume.overlay, bed->folders, bed->nfolders, &bed->backend),
                 0);
}

void backendbed_abandon(struct backendbed *bed)
{
    bed->backend->calls->close(bed->backend);
    bed->backend = NULL;
}

void backendbed_finish(struct backendbed *bed)
{
    const int why = bed->backend->calls->finish(bed->backend);

    cr_assert_eq(why, 0, "finish: %s", strerror(why));
    backendbed_abandon(bed);
    cr_assert_eq(overlay_failure(bed->volume.overlay), STATUS_OK);
    cr_assert_eq(overlay_settle(bed->volume.overlay, 2), STATUS_OK);
    overlaybed_expect_untouched(&bed->volume);
    if (bed->has_after)
        viewscan_close(&bed->after);
    overlaybed_scan(&bed->volume, &bed->after);
    bed->has_after = true;
}

void backendbed_end(struct backendbed *bed)
{
    if (bed->has_after)
        viewscan_close(&bed->after);
    overlaybed_end(&bed->volume);
}

/* ---- Calls ---- */

int backendbed_link_to(struct backendbed *bed, uint64_t record, uint32_t folder, const char *name)
{
    const struct backend_item item = backendbed_to(bed, record, folder, name);

    return bed->backend->calls->link(bed->backend, &item);
}

int backendbed_unlink_from(struct backendbed *bed, uint64_t record, uint32_t folder,
                           const char *name)
{
    const struct backend_item item = backendbed_to(bed, record, folder, name);

    return bed->backend->calls->unlink(bed->backend, &item);
}

int backendbed_delete_from(struct backendbed *bed, uint64_t record, uint32_t folder,
                           const char *name)
{
    const struct backend_item item = backendbed_to(bed, record, folder, name);

    return bed->backend->calls->delete (bed->backend, &item);
}

int backendbed_make_folder(struct backendbed *bed, uint32_t folder, const char *name)
{
    const struct backend_item item = {
        .folder = folder, .from_folder = BACKEND_NONE, .name = str_of(name), .attributes = HIDDEN};
    struct backend_made made;

    return bed->backend->calls->make_folder(bed->backend, &item, &made);
}

int backendbed_write_file(struct backendbed *bed, uint32_t folder, const char *name,
                          const char *text, uint64_t *record_ret)
{
    const struct backend_item item = {
        .folder = folder, .from_folder = BACKEND_NONE, .name = str_of(name)};
    struct backend_made made = {0};
    int why = bed->backend->calls->write(
        bed->backend, &item, (struct bytes){(const uint8_t *)text, strlen(text)}, &made);

    *record_ret = made.reference & 0xFFFFFFFFFFFF;
    return why;
}

uint32_t backendbed_links_of(const struct index *index, uint64_t record)
{
    const uint32_t row = index_find(index, record);

    return row == INDEX_NONE ? 0 : index->files.header_links[row];
}

/* ---- What must hold ---- */

static uint64_t streams_of(const struct index *index, uint32_t row)
{
    uint32_t n, first = index_streams(index, row, &n);
    uint64_t bytes = n;

    for (uint32_t i = first; i < first + n; i++)
        bytes += index->streams.size[i];
    return bytes;
}

static void expect_file(const struct index *a, uint32_t i, const struct index *b, uint32_t k)
{
    const uint32_t record = a->files.record[i];

    cr_expect_eq(a->files.size[i], b->files.size[k], "size of %u", record);
    cr_expect_eq(a->files.attributes[i], b->files.attributes[k], "attributes of %u", record);
    cr_expect_eq(a->files.security_id[i], b->files.security_id[k], "security of %u", record);
    cr_expect_eq(memcmp(a->files.times + TIMES * (size_t)i, b->files.times + TIMES * (size_t)k,
                        TIMES * sizeof *a->files.times),
                 0, "times of %u", record);
    cr_expect_eq(streams_of(a, i), streams_of(b, k), "streams of %u", record);
    cr_expect_eq(index_reparse_tag(a, i), index_reparse_tag(b, k), "tag of %u", record);
}

void backendbed_expect_files(const struct backendbed *bed, uint32_t ngone)
{
    const struct index *before = bed->volume.before.index, *after = bed->after.index;

    for (uint32_t i = 0; i < before->files.n; i++) {
        const uint32_t k = index_find_reference(after, index_reference(before, i));

        /* $MFT, its bitmap's home and $Secure grow. */
        if (before->files.record[i] < 24 && before->files.record[i] != RECORD_ROOT)
            continue;
        if (k != INDEX_NONE)
            expect_file(before, i, after, k);
        else
            cr_assert_gt(ngone--, 0, "record %u is gone", before->files.record[i]);
    }
    cr_expect_eq(ngone, 0);
    cr_expect_eq(before->nfindings, after->nfindings);
}

void backendbed_expect_nothing(const struct backendbed *bed)
{
    cr_assert_eq(overlay_settle(bed->volume.overlay, 2), STATUS_OK);
    cr_expect_eq(overlay_bytes(bed->volume.overlay), 0);
}

static void drop(char *line, void *context)
{
    (void)line;
    ++*(size_t *)context;
}

/* A copy that libntfs-3g and ntfsfix have looked at; free it. */
static char *compared(const struct backendbed *bed, const char *name)
{
    char *copy = overlaybed_copy(&bed->volume, name);

    overlaybed_compare(copy, &bed->after);
    toolrun_do((const char *const[]){"ntfsfix", "-n", copy, NULL});
    return copy;
}

void backendbed_compare(const struct backendbed *bed, const char *name)
{
    char *copy = compared(bed, name);

    unlink(copy);
    free(copy);
}

void backendbed_check(const struct backendbed *bed, const char *name)
{
    char *copy = compared(bed, name);
    size_t nlines = 0;

    if (toolrun_exists("fls")) {
        cr_expect_eq(
            toolrun_lines((const char *const[]){"fls", "-r", "-u", copy, NULL}, drop, &nlines), 0);
        cr_expect_gt(nlines, 0);
    }
    unlink(copy);
    free(copy);
}

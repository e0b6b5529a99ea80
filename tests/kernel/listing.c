/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * listing IMAGE: what our scan knows of a volume, in the lines that the guest's find and stat print
 * (kernel.sh): record, type, bytes, links, seconds of the last modification, blocks of 512 bytes,
 * path with a slash at its end. Findings go to stderr, and then the exit status is 3.
 *
 * A plain program that kernel.sh builds with libmft.
 */
#include "mft/path.h"
#include "mft/scan.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define TICKS_PER_SECOND  INT64_C(10000000)
#define SECONDS_1601_1970 INT64_C(11644473600)
#define BLOCK_BYTES       512
#define TAG_SYMLINK       UINT32_C(0xA000000C)
#define TAG_MOUNT_POINT   UINT32_C(0xA0000003)

static void check(enum status status, const char *what)
{
    if (status == STATUS_OK)
        return;
    fprintf(stderr, "listing: %s: %s\n", what, status_text(status));
    exit(1);
}

/* What ntfs3 makes of a file: symbolic links and junctions are links, all other reparse points what
 * they would be without. */
static char type_of(const struct index *index, uint32_t file)
{
    const uint32_t tag = index_reparse_tag(index, file);

    if (tag == TAG_SYMLINK || tag == TAG_MOUNT_POINT)
        return 'l';
    return index->files.flags[file] & FILE_DIRECTORY ? 'd' : 'f';
}

/* ntfs3 counts what lies in the record too, by multiples of 8 bytes. */
static uint64_t blocks_of(const struct index *index, uint32_t file)
{
    const uint64_t bytes = index->files.flags[file] & FILE_RESIDENT
                               ? (index->files.size[file] + 7) / 8 * 8
                               : index->files.allocated[file];

    return bytes / BLOCK_BYTES;
}

static int64_t seconds_of(uint64_t ticks)
{
    return (int64_t)(ticks / TICKS_PER_SECOND) - SECONDS_1601_1970;
}

static void print_path(const struct path *path)
{
    putchar('.');
    for (size_t i = 0; i < path->n; i++)
        putchar(path->at[i] == '\\' ? '/' : path->at[i]);
    fputs("/\n", stdout);
}

static void print_name(const struct index *index, uint32_t name, struct path *path)
{
    const uint32_t file = index->names.file[name];
    const uint64_t modified = index->files.times[(size_t)TIMES * file + 1];
    const char type = type_of(index, file);

    if (index->files.flags[file] & FILE_SYSTEM || index->names.name_space[name] == NAMESPACE_DOS)
        return;
    check(path_of_name(index, name, path), "a path");
    printf("%" PRIu32 " %c %" PRIu64 " %" PRIu32 " %" PRId64 " %" PRIu64 " ",
           index->files.record[file], type, type == 'f' ? index->files.size[file] : 0,
           index_links(index, file), seconds_of(modified),
           type == 'f' ? blocks_of(index, file) : 0);
    print_path(path);
}

static void print_findings(const struct index *index)
{
    for (uint32_t i = 0; i < index->nfindings; i++)
        fprintf(stderr, "finding %s of record %" PRIu64 " at byte %" PRIu64 "\n",
                finding_word(index->findings[i].kind), index->findings[i].record,
                index->findings[i].offset);
}

int main(int argc, char **argv)
{
    const struct scan_options options = {.want = WANT_TIMES};
    struct source source;
    struct volume *volume;
    struct index *index;
    struct path path = {0};
    int exit_status;

    if (argc != 2) {
        fputs("usage: listing IMAGE\n", stderr);
        return 2;
    }
    check(source_open(argv[1], &source), argv[1]);
    check(volume_open(&source, &volume), argv[1]);
    check(scan_run(volume, &options, &index), argv[1]);
    for (uint32_t name = 0; name < index->names.n; name++)
        print_name(index, name, &path);
    print_findings(index);
    exit_status = index->nfindings ? 3 : 0;
    path_free(&path);
    index_free(index);
    volume_close(volume);
    source_close(&source);
    return exit_status;
}

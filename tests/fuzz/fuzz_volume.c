/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A whole volume: opened, described, scanned, every path and every owner asked for. The first three
 * bytes choose its shape and what is done with it; then changes to it, each to any byte or within a
 * record whose fix-ups stay right.
 */
#include <assert.h>
#include <stdlib.h>

#include "mft/attribute.h"
#include "mft/directory.h"
#include "mft/path.h"
#include "mft/scan.h"
#include "mft/security.h"
#include "mft/volumeinfo.h"
#include "tests/fuzz/edits.h"
#include "tests/support/digest.h"
#include "tests/support/forge_parts.h"

enum {
    MODE_SPLIT = 1 << 0,
    MODE_SMALL_CLUSTERS = 1 << 1,
    MODE_LARGE_RECORDS = 1 << 2,
    MODE_DUMP = 1 << 3,
    MODE_SKIPS_FREE = 1 << 4,
    MODE_DELETED = 1 << 5,
    MODE_CUT = 1 << 6,
    MODE_SECURITY = 1 << 7,
};

/* More of the same, in the second byte. */
enum {
    MORE_WORKERS = 1 << 0, /* two give what one gives */
    MORE_EXTENTS = 1 << 1, /* of $MFT, which an attribute list names */
    MORE_LOOPS = 1 << 2,   /* folders in each other */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ---- What is on it ---- */

/* A file with a DOS name, a second name in DIRECTORY, a stream, a reparse point, a descriptor. */
static void put_rich_file(struct forge_volume *v, uint64_t number, uint64_t directory)
{
    static const uint8_t descriptor[] = {1, 0, 0, 0x80, 20, 0, 0, 0, 0, 0, 0, 0, 0,    0, 0, 0,
                                         0, 0, 0, 0,    1,  1, 0, 0, 0, 0, 0, 5, 0x12, 0, 0, 0};
    uint8_t *record = forge_volume_begin(v, number, &(struct forge_header){.links = 3});

    forge_standard_information(record, SI_BYTES, 0x400, 0x100);
    forge_file_name(record, FORGE_ROOT, NAMESPACE_WIN32, "a long name");
    forge_file_name(record, FORGE_ROOT, NAMESPACE_DOS, "ALONGN~1");
    forge_file_name(record, directory, NAMESPACE_POSIX, "link");
    forge_resident(record, ATTR_SECURITY_DESCRIPTOR, "", descriptor, sizeof descriptor);
    forge_resident(record, ATTR_DATA, "", "hello", 5);
    forge_resident(record, ATTR_DATA, "Zone.Identifier", "x", 1);
    forge_reparse(record, 0xA000000C);
    forge_volume_end(v, number);
}

/* A file whose list, in clusters, names two extension records with a name and data each. */
static void put_spread_file(struct forge_volume *v, uint64_t number, uint64_t directory)
{
    struct forge_run clusters = {forge_volume_take(v, 2), 2};
    struct forge_extent list = {
        .runs = &clusters, .nruns = 1, .cluster_bytes = v->shape.cluster_bytes, .data_bytes = 160};
    uint8_t *record, *at = forge_volume_cluster(v, clusters.lcn);

    at += forge_list_entry(at, ATTR_STANDARD_INFORMATION, "", 0, reference_of(number, 1), 0);
    for (uint64_t i = 1; i <= 2; i++)
        at += forge_list_entry(at, ATTR_FILE_NAME, "", 0, reference_of(number + i, 1), 0);
    for (uint64_t i = 1; i <= 2; i++)
        at += forge_list_entry(at, ATTR_DATA, "", i - 1, reference_of(number + i, 1), 1);
    record = forge_volume_begin(v, number, &(struct forge_header){.links = 2});
    forge_standard_information(record, SI_BYTES_OLD, 0x20, 0);
    forge_nonresident(record, ATTR_LIST, "", &list);
    forge_volume_end(v, number);
    for (uint64_t i = 1; i <= 2; i++) {
        struct forge_run run = {forge_volume_take(v, 1), 1};
        struct forge_extent data = {.runs = &run,
                                    .nruns = 1,
                                    .cluster_bytes = v->shape.cluster_bytes,
                                    .lowest_vcn = i - 1,
                                    .data_bytes = 700};

        record = forge_volume_begin(v, number + i,
                                    &(struct forge_header){.base = reference_of(number, 1)});
        forge_file_name(record, directory, NAMESPACE_POSIX, i == 1 ? "one" : "two");
        forge_nonresident(record, ATTR_DATA, "", &data);
        forge_volume_end(v, number + i);
    }
}

/* A directory with an index block. */
static uint64_t put_directory(struct forge_volume *v, uint64_t number)
{
    uint8_t entries[256], root[320], bits[8] = {1};
    size_t n = forge_index_entry(entries, reference_of(31, 1), reference_of(number, 1),
                                 NAMESPACE_POSIX, "link");
    uint64_t nclusters = 4096 / v->shape.cluster_bytes;
    struct forge_run run = {forge_volume_take(v, nclusters), nclusters};
    struct forge_extent blocks = {
        .runs = &run, .nruns = 1, .cluster_bytes = v->shape.cluster_bytes};
    uint8_t *record = forge_volume_begin(
        v, number, &(struct forge_header){.links = 1, .flags = RECORD_DIRECTORY});

    n += forge_index_end(entries + n);
    forge_index_block(forge_volume_cluster(v, run.lcn), 4096, 0, entries, n);
    forge_standard_information(record, SI_BYTES, 0, 0x100);
    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "folder");
    forge_resident(record, ATTR_INDEX_ROOT, "$I30", root, forge_index_root(root, 4096, entries, n));
    forge_nonresident(record, ATTR_INDEX_ALLOCATION, "$I30", &blocks);
    forge_resident(record, ATTR_BITMAP, "$I30", bits, sizeof bits);
    forge_volume_end(v, number);
    return reference_of(number, 1);
}

/* $MFT in three extents; the record that describes the second lies in the third where IS_DEFERRED.
 */
static void spread_mft(struct forge_volume *v, bool is_deferred)
{
    uint64_t per_record = v->shape.record_bytes / v->shape.cluster_bytes;
    struct forge_mft_part parts[] = {
        {20 * per_record, 0}, {15 * per_record, is_deferred ? 44 : 16}, {13 * per_record, 17}};

    forge_parts_spread_mft(v, parts, 3, NULL);
}

static struct forge_volume *make(unsigned mode, unsigned more)
{
    struct forge_shape shape = {
        .cluster_bytes = mode & MODE_SMALL_CLUSTERS ? 512 : 1024,
        .record_bytes = mode & MODE_LARGE_RECORDS ? 4096 : 1024,
        .nrecords = 48,
        .nfree_clusters = more & MORE_EXTENTS ? 512 : 64,
        .has_split_mft = mode & MODE_SPLIT,
    };
    struct forge_volume *v = forge_volume_new(&shape);
    uint64_t directory = put_directory(v, 30);
    uint64_t inner = forge_volume_directory(v, 32, directory, "inner");
    uint8_t *record;

    put_rich_file(v, 31, directory);
    put_spread_file(v, 33, inner);
    record = forge_volume_begin(v, 40, &(struct forge_header){.is_free = true, .links = 1});
    forge_file_name(record, inner, NAMESPACE_POSIX, "deleted");
    forge_volume_end(v, 40);
    if (more & MORE_LOOPS) {
        forge_volume_directory(v, 41, reference_of(42, 1), "a");
        forge_volume_directory(v, 42, reference_of(41, 1), "b");
        forge_volume_file(v, 43, reference_of(42, 1), "in a loop");
    }
    if (more & MORE_EXTENTS && !(mode & (MODE_SPLIT | MODE_DUMP)))
        spread_mft(v, more & MORE_LOOPS);
    return v;
}

/* ---- Changes ---- */

static void change(struct forge_volume *v, struct edits *edits)
{
    while (edits->n > 0) {
        uint8_t where = edits_byte(edits);

        if (where < v->shape.nrecords) {
            edits_apply_in_block(edits, forge_volume_record(v, where), v->shape.record_bytes);
        } else {
            struct edits one = *edits;

            /* An offset, a count and up to eight bytes: one change to any byte. */
            one.n = one.n < 12 ? one.n : 12;
            edits->at += one.n;
            edits->n -= one.n;
            edits_apply(&one, v->bytes, v->nbytes);
        }
    }
}

/* The records of V one after the other. */
static uint8_t *dump_of(const struct forge_volume *v, size_t *n_ret)
{
    uint32_t record_bytes = v->shape.record_bytes;
    uint8_t *dump = malloc((size_t)v->shape.nrecords * record_bytes);

    for (uint64_t i = 0; i < v->shape.nrecords; i++)
        memcpy(dump + i * record_bytes, forge_volume_record(v, i), record_bytes);
    *n_ret = (size_t)v->shape.nrecords * record_bytes;
    return dump;
}

/* ---- Everything is asked for ---- */

static void ask_names(const struct index *index)
{
    struct path path = {0};

    for (uint32_t name = 0; name < index->names.n; name++) {
        uint32_t parent = index_parent(index, name);

        assert(parent == INDEX_NONE || parent < index->files.n);
        assert(index_name(index, name).n <= 3 * NAME_UNITS_MAX);
        assert(index->names.file[name] < index->files.n);
        assert(path_of_name(index, name, &path) == STATUS_OK);
        assert(path.n > 0 && path.at[0] == '\\');
        if (parent != INDEX_NONE)
            path_is_below(index, name, parent);
    }
    path_free(&path);
}

static void ask_files(const struct index *index)
{
    struct path path = {0};
    uint32_t n;

    for (uint32_t file = 0; file < index->files.n; file++) {
        assert(file == 0 || index->files.record[file - 1] < index->files.record[file]);
        assert(index_first_name(index, file) <= index_end_name(index, file));
        assert(index_find(index, index->files.record[file]) == file);
        assert(path_of_file(index, file, &path) == STATUS_OK);
        assert(index_links(index, file) <= index->names.n);
        assert(index_streams(index, file, &n) + (uint64_t)n <= index->streams.n || n == 0);
        index_reparse_tag(index, file);
        index_findings(index, index->files.record[file], &n);
        assert(index->files.owner[file] <= index->nowners);
    }
    path_free(&path);
}

static void ask_index(const struct index *index)
{
    uint32_t name;
    size_t matched;

    ask_names(index);
    ask_files(index);
    for (uint32_t i = 0; i < index->nfindings; i++)
        assert(finding_word(index->findings[i].kind) != NULL);
    assert(index->first_child[index->files.n] <= index->names.n);
    path_find(index, str_of("\\folder\\LINK"), NULL, &name, &matched);
    assert(path_find(index, str_of("C:\\no such\\thing"), NULL, &name, &matched) != STATUS_OK);
    index_find(index, UINT64_MAX);
    index_find_reference(index, UINT64_MAX);
}

static void ask_directory(const struct volume *volume, uint64_t number)
{
    struct directory *directory;
    struct directory_entry entry;

    if (directory_open(volume, number, &directory) != STATUS_OK)
        return;
    for (enum status status; (status = directory_next(directory, &entry)) != STATUS_NOT_FOUND;)
        if (status == STATUS_OK)
            assert(strlen(entry.name) <= entry.name_bytes);
    directory_close(directory);
}

static void ask_workers(const struct volume *volume, const struct scan_options *options,
                        const struct index *one)
{
    struct scan_options more = *options;
    struct index *two;

    more.nworkers = 2;
    assert(scan_run(volume, &more, &two) == STATUS_OK);
    assert(digest_of_index(one) == digest_of_index(two));
    index_free(two);
}

static void ask(const struct volume *volume, unsigned mode, unsigned more)
{
    struct volumeinfo info;
    struct security *security;
    struct index *index;
    struct scan_options options = {.want = WANT_TIMES | WANT_SECURITY | WANT_USN | WANT_DOS_NAMES |
                                           WANT_NAME_TIMES | WANT_CHILDREN | WANT_ROOM |
                                           (mode & MODE_DELETED ? WANT_DELETED : 0),
                                   .nworkers = 1,
                                   .skips_free = mode & MODE_SKIPS_FREE};

    assert(volumeinfo_read(volume, &info) == STATUS_OK);
    if (mode & MODE_SECURITY && security_load(volume, &security) == STATUS_OK) {
        security_owner(security, 0x100);
        security_free(security);
    }
    ask_directory(volume, RECORD_ROOT);
    ask_directory(volume, 30);
    if (scan_run(volume, &options, &index) == STATUS_OK) {
        ask_index(index);
        if (more & MORE_WORKERS)
            ask_workers(volume, &options, index);
        index_free(index);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct edits edits = {data, size};
    unsigned mode = edits_byte(&edits), more = edits_byte(&edits), cut = edits_byte(&edits);
    struct forge_volume *v = make(mode, more);
    struct volume *volume;

    change(v, &edits);
    size_t n = v->nbytes;
    uint8_t *bytes = mode & MODE_DUMP ? dump_of(v, &n) : forge_copy(v->bytes, n);
    if (mode & MODE_CUT)
        n = n * cut / 256;
    uint8_t *exact = forge_copy(bytes, n);
    struct source source = source_of_memory((struct bytes){exact, n});
    enum status status =
        mode & MODE_DUMP ? volume_open_dump(&source, &volume) : volume_open(&source, &volume);
    if (status == STATUS_OK) {
        ask(volume, mode, more);
        volume_close(volume);
    }
    free(exact);
    free(bytes);
    forge_volume_free(v);
    return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies that the ntfs back-end makes of files of every kind, held against their sources. */
#include "src/backend_ntfs.h"

#include "src/content.h"
#include "src/filedata.h"
#include "tests/oracle/backendbed.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    FIRST_RECORD = 64,
    READ_ONLY = 1,
    NCOPIES = 512,
};

/* Copies, and what they were made from, by record. */
struct pairs {
    uint64_t from[NCOPIES], to[NCOPIES];
    uint32_t n;
};

/* ---- Two contents ---- */

static bool same_bytes(struct bytes a, struct bytes b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}

static uint64_t data_bytes(struct content *content, uint32_t stream)
{
    uint64_t offset = 0, n = 0, all = 0;

    while (content->calls->data(content, stream, &offset, &n) == 0 && n > 0) {
        all += n;
        offset += n;
    }
    return all;
}

static void expect_stream(struct content *a, struct content *b, uint32_t i, const char *what)
{
    uint8_t x[CONTENT_SHA256_BYTES], y[CONTENT_SHA256_BYTES];

    cr_expect(str_equal(a->streams[i].name, b->streams[i].name), "%s", what);
    cr_expect_eq(a->streams[i].size, b->streams[i].size, "%s", what);
    cr_expect_eq(a->streams[i].data_size, b->streams[i].data_size, "%s", what);
    cr_expect_eq(a->streams[i].flags, b->streams[i].flags, "%s, stream %u: %x, %x", what, i,
                 a->streams[i].flags, b->streams[i].flags);
    cr_assert_eq(content_sha256(a, i, x), 0, "%s", what);
    cr_assert_eq(content_sha256(b, i, y), 0, "%s", what);
    cr_expect_eq(memcmp(x, y, sizeof x), 0, "%s: stream %u differs", what, i);
    cr_expect_eq(data_bytes(a, i), data_bytes(b, i), "%s: holes of stream %u", what, i);
}

static void expect_same(struct content *a, struct content *b, const char *what)
{
    cr_expect_eq(a->attributes, b->attributes, "%s: %x, %x", what, a->attributes, b->attributes);
    cr_expect_eq(a->created, b->created, "%s", what);
    cr_expect_eq(a->modified, b->modified, "%s", what);
    cr_expect_eq(a->changed, b->changed, "%s", what);
    cr_expect_eq(a->accessed, b->accessed, "%s", what);
    cr_expect(same_bytes(a->security, b->security), "%s", what);
    cr_expect(same_bytes(a->reparse, b->reparse), "%s", what);
    cr_expect(same_bytes(a->efs, b->efs), "%s", what);
    cr_expect(same_bytes(a->attributes_ea, b->attributes_ea), "%s", what);
    cr_assert_eq(a->nstreams, b->nstreams, "%s: %u, %u", what, a->nstreams, b->nstreams);
    for (uint32_t i = 0; i < a->nstreams; i++)
        expect_stream(a, b, i, what);
}

/* ---- Copying a volume's files ---- */

static struct content *open_content(struct backendbed *bed, struct backend *backend,
                                    uint64_t record)
{
    const struct backend_item item = backendbed_item(bed, record);
    struct content *content = NULL;
    const int why = backend->calls->open_content(backend, &item, &content);

    cr_assert_eq(why, 0, "record %u: %s", (unsigned)record, strerror(why));
    return content;
}

static uint64_t copy_file(struct backendbed *bed, uint64_t record, uint32_t folder,
                          const char *name)
{
    const struct backend_item item = {
        .folder = folder, .from_folder = BACKEND_NONE, .name = str_of(name)};
    struct content *content = open_content(bed, bed->backend, record);
    struct backend_made made = {0};
    int why = bed->backend->calls->copy(bed->backend, &item, content, &made);

    cr_assert_eq(why, 0, "record %u: %s", (unsigned)record, strerror(why));
    why = bed->backend->calls->copy(bed->backend, &item, content, &made);
    cr_expect_eq(why, EEXIST);
    content->calls->close(content);
    return made.reference & 0xFFFFFFFFFFFF;
}

static void make_store(struct backendbed *bed)
{
    const struct backend_item item = {
        .folder = BACKEND_NONE, .from_folder = BACKEND_NONE, .name = str_of("store")};
    struct backend_made made;

    cr_assert_eq(bed->backend->calls->make_folder(bed->backend, &item, &made), 0);
}

static void copy_all(struct backendbed *bed, uint32_t folder, struct pairs *pairs)
{
    const struct index *before = bed->volume.before.index;
    char name[16];

    for (uint32_t row = 0; row < before->files.n && pairs->n < NCOPIES; row++) {
        if (before->files.record[row] < FIRST_RECORD ||
            (before->files.flags[row] & (FILE_IN_USE | FILE_DIRECTORY)) != FILE_IN_USE)
            continue;
        snprintf(name, sizeof name, "%u", pairs->n);
        pairs->from[pairs->n] = before->files.record[row];
        pairs->to[pairs->n] = copy_file(bed, pairs->from[pairs->n], folder, name);
        pairs->n++;
    }
    cr_assert_gt(pairs->n, 0);
}

static void expect_pairs(struct backendbed *bed, const struct pairs *pairs)
{
    struct backend *backend;

    cr_assert_eq(backend_ntfs_open_source(bed->volume.overlay, NULL, 0, &backend), 0);
    for (uint32_t i = 0; i < pairs->n; i++) {
        struct content *a = open_content(bed, backend, pairs->from[i]);
        struct content *b = open_content(bed, backend, pairs->to[i]);
        char what[64];

        snprintf(what, sizeof what, "record %u, %u", (unsigned)pairs->from[i],
                 (unsigned)pairs->to[i]);
        expect_same(a, b, what);
        a->calls->close(a);
        b->calls->close(b);
    }
    cr_expect_eq(backend->calls->finish(backend), EROFS);
    backend->calls->close(backend);
}

/* Tests run side by side: each has a copy of its own. */
static void check_by_others(const struct backendbed *bed, const char *what, const char *recipe)
{
    char name[64];

    snprintf(name, sizeof name, "backend-%s-%s.img", what, recipe);
    backendbed_check(bed, name);
}

static void try_recipe(const char *recipe, bool has_peers)
{
    struct backendbed bed;
    struct pairs *pairs = calloc(1, sizeof *pairs);
    uint32_t store;

    cr_assert_not_null(pairs);
    backendbed_begin(&bed, recipe, BACKENDBED_PLENTY);
    store = backendbed_folder(&bed, "store");
    backendbed_open(&bed);
    make_store(&bed);
    copy_all(&bed, store, pairs);
    backendbed_finish(&bed);
    backendbed_expect_files(&bed, 0);
    expect_pairs(&bed, pairs);
    if (has_peers)
        check_by_others(&bed, "copy", recipe);
    free(pairs);
    backendbed_end(&bed);
}

TestSuite(backend_ntfs_copy, .timeout = 180);

Test(backend_ntfs_copy, holes_stay_holes)
{
    try_recipe("sparse", true);
}

Test(backend_ntfs_copy, what_was_not_written_stays_so)
{
    try_recipe("initsize", true);
}

Test(backend_ntfs_copy, compressed_files_stay_compressed)
{
    try_recipe("compressed", true);
}

Test(backend_ntfs_copy, named_streams_are_taken_over)
{
    try_recipe("ads", true);
}

Test(backend_ntfs_copy, encrypted_files_are_copied_as_they_are)
{
    try_recipe("efs", true);
}

Test(backend_ntfs_copy, extended_attributes_are_taken_over)
{
    try_recipe("ea", true);
}

Test(backend_ntfs_copy, reparse_points_are_taken_over)
{
    try_recipe("reparse", true);
}

/* libntfs-3g makes an owner up for a file whose id is unknown. */
Test(backend_ntfs_copy, owners_are_taken_over)
{
    try_recipe("stdinfo72", false);
}

Test(backend_ntfs_copy, times_are_taken_over)
{
    try_recipe("times", true);
}

Test(backend_ntfs_copy, files_of_a_computer_are_copied)
{
    try_recipe("demo", true);
}

/* ---- From another volume, and to clusters that cannot be compressed ---- */

static void try_between(const char *from, const char *to, uint32_t not_kept)
{
    struct backendbed source, target;
    struct backend *reader, *checker;
    struct content *a, *b;
    struct backend_item item;
    struct backend_made made = {0};
    const uint64_t record = fixture_fact(from, "text");

    backendbed_begin(&source, from, BACKENDBED_PLENTY);
    backendbed_begin(&target, to, BACKENDBED_PLENTY);
    cr_assert_eq(backend_ntfs_open_source(source.volume.overlay, NULL, 0, &reader), 0);
    backendbed_open(&target);
    a = open_content(&source, reader, record);
    item = (struct backend_item){
        .folder = BACKEND_NONE, .from_folder = BACKEND_NONE, .name = str_of("copy")};
    cr_assert_eq(target.backend->calls->copy(target.backend, &item, a, &made), 0);
    backendbed_finish(&target);
    cr_assert_eq(backend_ntfs_open_source(target.volume.overlay, NULL, 0, &checker), 0);
    b = open_content(&target, checker, made.reference & 0xFFFFFFFFFFFF);
    cr_expect_eq(b->attributes, a->attributes & ~not_kept);
    cr_expect(same_bytes(a->security, b->security));
    cr_expect_eq(b->streams[0].flags, a->streams[0].flags & ~(not_kept >> 11));
    cr_expect_eq(b->streams[0].size, a->streams[0].size);
    a->calls->close(a);
    b->calls->close(b);
    reader->calls->close(reader);
    checker->calls->close(checker);
    check_by_others(&target, "between", to);
    backendbed_end(&source);
    backendbed_end(&target);
}

Test(backend_ntfs_copy, copies_go_to_other_volumes)
{
    try_between("compressed", "tree", 0);
}

Test(backend_ntfs_copy, large_clusters_hold_copies_that_are_not_compressed)
{
    try_between("compressed", "geometry:512:65536", 0x800);
}

/* Through its target's attributes, and the file stays one that can be given names and deleted. */
Test(backend_ntfs_copy, read_only_files_are_copied_linked_and_deleted)
{
    struct backendbed bed;
    struct content *content;
    struct backend_item item = {
        .folder = BACKEND_NONE, .from_folder = BACKEND_NONE, .name = str_of("copy")};
    struct backend_made made = {0};
    uint64_t record;

    backendbed_begin(&bed, "ads", BACKENDBED_PLENTY);
    record = fixture_fact("ads", "many");
    backendbed_open(&bed);
    content = open_content(&bed, bed.backend, record);
    content->attributes |= READ_ONLY;
    cr_assert_eq(bed.backend->calls->copy(bed.backend, &item, content, &made), 0);
    content->calls->close(content);
    backendbed_finish(&bed);
    record = made.reference & 0xFFFFFFFFFFFF;
    item = backendbed_to(&bed, record, BACKEND_NONE, "second");
    cr_expect_eq(item.attributes & READ_ONLY, READ_ONLY);
    backendbed_open(&bed);
    cr_expect_eq(bed.backend->calls->link(bed.backend, &item), 0);
    cr_expect_eq(bed.backend->calls->unlink(bed.backend, &item), 0);
    item.name = str_of("copy");
    cr_expect_eq(bed.backend->calls->unlink(bed.backend, &item), EMLINK);
    cr_expect_eq(bed.backend->calls->delete (bed.backend, &item), 0);
    cr_expect_eq(bed.backend->calls->delete (bed.backend, &item), ESTALE);
    backendbed_finish(&bed);
    backendbed_expect_files(&bed, 0);
    backendbed_end(&bed);
}

/* ---- Clusters ---- */

static uint64_t count_clusters(const struct backendbed *bed)
{
    const struct index *index = bed->after.index;
    struct arena arena = {0};
    struct bytes bitmap;
    uint64_t n = 0;

    cr_assert_eq(filedata_load(bed->after.volume, index, index_find(index, RECORD_BITMAP),
                               FILEDATA_BYTES_MAX, &arena, &bitmap),
                 STATUS_OK);
    for (size_t i = 0; i < bitmap.n; i++)
        n += (uint64_t)__builtin_popcount(bitmap.at[i]);
    arena_free(&arena);
    return n;
}

/* Two rounds, of which the first may make $MFT and indexes grow. */
Test(backend_ntfs_copy, what_is_deleted_gives_all_back)
{
    static const char *const recipes[] = {"ads", "sparse", "compressed", "efs", "ea", "reparse"};

    for (size_t i = 0; i < sizeof recipes / sizeof recipes[0]; i++) {
        struct backendbed bed;
        struct pairs *pairs = calloc(1, sizeof *pairs);
        uint64_t used[2];
        uint32_t store;

        cr_assert_not_null(pairs);
        backendbed_begin(&bed, recipes[i], BACKENDBED_PLENTY);
        store = backendbed_folder(&bed, "store");
        for (size_t round = 0; round < 2; round++) {
            pairs->n = 0;
            backendbed_open(&bed);
            if (round == 0)
                make_store(&bed);
            copy_all(&bed, store, pairs);
            backendbed_finish(&bed);
            backendbed_open(&bed);
            for (uint32_t k = 0; k < pairs->n; k++) {
                char name[16];
                struct backend_item item;

                snprintf(name, sizeof name, "%u", k);
                item = backendbed_to(&bed, pairs->to[k], store, name);
                cr_assert_eq(bed.backend->calls->delete (bed.backend, &item), 0, "%s: %s",
                             recipes[i], name);
            }
            backendbed_finish(&bed);
            used[round] = count_clusters(&bed);
        }
        cr_expect_eq(used[0], used[1], "%s", recipes[i]);
        backendbed_expect_files(&bed, 0);
        check_by_others(&bed, "delete", recipes[i]);
        free(pairs);
        backendbed_end(&bed);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The number of workers does not change the index, and indexes may be read by many. */
#include "mft/scan.h"

#include <pthread.h>
#include <stdio.h>

#include "mft/path.h"
#include "tests/support/digest.h"
#include "tests/support/exam.h"
#include "tests/support/forge_parts.h"
#include "tests/support/tally.h"

enum { NRECORDS = 3000, ALL = 255 };

/* What record NUMBER holds; enough of everything that is put together across chunks. */
static void forge_one(struct forge_volume *v, uint64_t number)
{
    static const uint8_t sd[36] = {1, 0, 4, 0x80, 20, 0, 0, 0, 0, 0, 0, 0,  0, 0, 0, 0,  0,
                                   0, 0, 0, 1,    2,  0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2};
    struct forge_parts parts = {.n = 0};
    uint64_t other = 24 + (number * 977) % (NRECORDS - 24) / 10 * 10 + 9;
    uint8_t descriptor[36], *record;
    char name[32];

    snprintf(name, sizeof name, "file %llu", (unsigned long long)number);
    switch (number % 10) {
    case 0:
        forge_volume_directory(v, number, reference_of(number - 10, 1), name);
        break;
    case 1: /* its name lies in another chunk, or nowhere */
        forge_parts_list(&parts, ATTR_FILE_NAME, "", 0, reference_of(other, 1), 0);
        forge_parts_base(v, number, 1, &parts);
        forge_volume_end(v, number);
        record = forge_parts_extension(v, other, reference_of(number, 1));
        forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, name);
        forge_resident(record, ATTR_DATA, "stream", name, 7);
        forge_volume_end(v, other);
        break;
    case 2:
        record = forge_volume_begin(v, number, &(struct forge_header){.links = 2});
        forge_file_name(record, FORGE_ROOT, NAMESPACE_DOS, "SHORT~1");
        forge_file_name(record, FORGE_ROOT, NAMESPACE_WIN32, name);
        memcpy(descriptor, sd, sizeof sd);
        descriptor[34] = (uint8_t)(number / 10 % 7);
        forge_resident(record, ATTR_SECURITY_DESCRIPTOR, "", descriptor, sizeof descriptor);
        forge_reparse(record, 0xA000000C);
        forge_volume_end(v, number);
        break;
    case 3:
        forge_volume_file(v, number, FORGE_ROOT, name);
        memcpy(forge_volume_record(v, number), "BAAD", 4);
        break;
    case 4:
        record = forge_volume_begin(v, number, &(struct forge_header){.is_free = true});
        forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, name);
        forge_volume_end(v, number);
        break;
    case 9: /* kept for the names of others */
        break;
    default:
        forge_volume_file(v, number, reference_of(number / 10 * 10, 1), name);
        break;
    }
}

static struct forge_volume *forge_all(uint32_t record_bytes)
{
    struct forge_shape shape = {
        .nrecords = NRECORDS, .cluster_bytes = 4096, .record_bytes = record_bytes};
    struct forge_volume *v = forge_volume_new(&shape);

    for (uint64_t number = 30; number < NRECORDS; number++)
        forge_one(v, number);
    return v;
}

static uint64_t digest_with(const struct forge_volume *v, unsigned nworkers, bool skips_free)
{
    struct source source = forge_volume_source(v);
    struct scan_options options = {.want = ALL, .nworkers = nworkers, .skips_free = skips_free};
    struct exam exam;
    uint64_t digest = 0;

    if (exam_try(&exam, &source, &options) == STATUS_OK) {
        tally_check(exam.index->files.n > NRECORDS / 2, "the volume is full of files");
        digest = digest_of_index(exam.index);
        exam_end(&exam);
    }
    return digest;
}

static void test_sameness(const struct forge_volume *v)
{
    uint64_t one = digest_with(v, 1, false);

    tally_check(one != 0, "one worker scans");
    for (unsigned nworkers = 2; nworkers <= 5; nworkers++)
        for (unsigned round = 0; round < 3; round++)
            tally_check(digest_with(v, nworkers, false) == one, "the index is the same");
    tally_check(digest_with(v, 64, false) == one, "also with more workers than chunks");
}

static void test_lying_bitmap(struct forge_volume *v)
{
    memset(forge_volume_cluster(v, v->mft_bitmap_lcn), 0, NRECORDS / 8);

    uint64_t one = digest_with(v, 1, false);
    for (unsigned nworkers = 1; nworkers <= 4; nworkers++)
        tally_check(digest_with(v, nworkers, false) == one, "the index is the same");
}

/* ---- The witness ---- */

/* What a witness has seen; its fields are not guarded: calls must not overlap. */
struct witness {
    const struct volume *volume;
    uint64_t next;     /* record that must come now */
    uint64_t npasses;  /* that have begun */
    uint64_t nskipped; /* records of pieces without bytes, in this pass */
    bool is_wrong;
};

/* Are the bytes of PIECE those of the source? */
static bool is_as_it_lies(const struct volume *volume, const struct scan_piece *piece)
{
    uint32_t record_bytes = volume->geometry.record_bytes;
    bool is_same = piece->bytes.n == (size_t)piece->n * record_bytes;

    for (uint32_t i = 0; i < piece->n && is_same; i++) {
        uint8_t record[RECORD_BYTES_MAX];
        uint64_t at = volume_record_offset(volume, piece->first + i);

        is_same = source_read_all(volume->source, at, record, record_bytes) == STATUS_OK &&
                  memcmp(record, piece->bytes.at + (size_t)i * record_bytes, record_bytes) == 0;
    }
    return is_same;
}

static void see(void *context, const struct scan_piece *piece)
{
    struct witness *witness = context;

    if (piece->first == 0) {
        witness->next = witness->nskipped = 0;
        witness->npasses++;
    }
    if (piece->first != witness->next || piece->n == 0)
        witness->is_wrong = true;
    witness->next = piece->first + piece->n;
    if (piece->bytes.n == 0)
        witness->nskipped += piece->n;
    else if (!is_as_it_lies(witness->volume, piece))
        witness->is_wrong = true;
}

static struct witness witness_of(const struct forge_volume *v, unsigned nworkers, bool skips_free)
{
    struct source source = forge_volume_source(v);
    struct witness witness = {.is_wrong = true};
    struct scan_options options = {.nworkers = nworkers,
                                   .skips_free = skips_free,
                                   .witness = see,
                                   .witness_context = &witness};
    struct volume *volume;
    struct index *index;

    if (volume_open(&source, &volume) != STATUS_OK)
        return witness;
    witness = (struct witness){.volume = volume};
    if (scan_run(volume, &options, &index) == STATUS_OK)
        index_free(index);
    else
        witness.is_wrong = true;
    volume_close(volume);
    return witness;
}

static void test_witness(const struct forge_volume *v)
{
    for (unsigned nworkers = 1; nworkers <= 5; nworkers++) {
        struct witness witness = witness_of(v, nworkers, false);

        tally_check(!witness.is_wrong, "all bytes come in order, as they lie on the disk");
        tally_check(witness.next == NRECORDS && witness.nskipped == 0, "to the last record");
        tally_check(witness.npasses == 1, "once");
    }
}

/* The bitmap calls all records free: what lay in its stretches is read after all. */
static void test_second_witness(const struct forge_volume *v)
{
    for (unsigned nworkers = 1; nworkers <= 4; nworkers++) {
        struct witness witness = witness_of(v, nworkers, true);

        tally_check(!witness.is_wrong && witness.next == NRECORDS, "the second pass is whole");
        tally_check(witness.npasses == 2 && witness.nskipped == 0, "and begins at record 0");
    }
}

/* Stretches that are really free are told, without bytes. */
static void test_skipping_witness(void)
{
    struct forge_shape shape = {.nrecords = NRECORDS};
    struct forge_volume *v = forge_volume_new(&shape);

    for (unsigned nworkers = 1; nworkers <= 4; nworkers++) {
        struct witness witness = witness_of(v, nworkers, true);

        tally_check(!witness.is_wrong && witness.next == NRECORDS, "every record is told of");
        tally_check(witness.npasses == 1 && witness.nskipped > NRECORDS / 2, "most without bytes");
    }
    forge_volume_free(v);
}

/* ---- Reading ---- */

struct reader {
    pthread_t thread;
    const struct index *index;
    uint64_t sum;
};

static void *read_index(void *argument)
{
    struct reader *reader = argument;
    const struct index *index = reader->index;
    struct path path = {0};

    for (uint32_t name = 0; name < index->names.n; name++)
        if (path_of_name(index, name, &path) == STATUS_OK)
            for (size_t i = 0; i < path.n; i++)
                reader->sum = reader->sum * 31 + (unsigned char)path.at[i];
    for (uint32_t file = 0; file < index->files.n; file++)
        reader->sum += index_reparse_tag(index, file) + index_links(index, file);
    path_free(&path);
    return NULL;
}

static void test_reading(const struct forge_volume *v)
{
    struct reader readers[4];
    struct exam exam;

    exam_begin(&exam, v, ALL);
    for (unsigned i = 0; i < 4; i++) {
        readers[i] = (struct reader){.index = exam.index};
        tally_check(pthread_create(&readers[i].thread, NULL, read_index, &readers[i]) == 0,
                    "a thread starts");
    }
    for (unsigned i = 0; i < 4; i++)
        pthread_join(readers[i].thread, NULL);
    for (unsigned i = 1; i < 4; i++)
        tally_check(readers[i].sum == readers[0].sum, "all read the same");
    exam_end(&exam);
}

int main(void)
{
    for (uint32_t record_bytes = 1024; record_bytes <= 4096; record_bytes *= 4) {
        struct forge_volume *v = forge_all(record_bytes);

        tally_begin("two workers give byte for byte what one gives");
        test_sameness(v);
        tally_begin("an index may be read by many threads");
        test_reading(v);
        tally_begin("a witness sees all bytes in order");
        test_witness(v);
        tally_begin("a bitmap that lies changes nothing of that");
        test_lying_bitmap(v);
        test_second_witness(v);
        forge_volume_free(v);
    }
    tally_begin("a witness is told what is left out");
    test_skipping_witness();
    return tally_end();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a volume holds, counted from columns made by hand. */
#include "src/summary.h"

#include <criterion/criterion.h>

/* Every number of links is in exactly one bucket. */
Test(summary, buckets)
{
    cr_expect(summary_bucket_first(0) == 0 && summary_bucket_first(5) == 5);
    cr_expect(summary_bucket_last(5) == 8 && summary_bucket_first(6) == 9);
    cr_expect(summary_bucket_last(SUMMARY_BUCKETS - 1) == UINT32_MAX);
    for (unsigned bucket = 0; bucket + 1 < SUMMARY_BUCKETS; bucket++)
        cr_expect(summary_bucket_last(bucket) + 1 == summary_bucket_first(bucket + 1) &&
                      summary_bucket_first(bucket) <= summary_bucket_last(bucket),
                  "bucket %u", bucket);
}

enum { BADCLUS, ROOT, SINGLE, TRIPLE, DELETED, NFILES, NNAMES = 7 };

/* $BadClus, the root, a file with one name, one with three, and a deleted one. */
static struct index make_index(void)
{
    static uint32_t record[] = {8, 5, 24, 25, 26}, first_name[] = {0, 1, 2, 3, 6};
    static uint16_t flags[] = {FILE_IN_USE | FILE_SYSTEM, FILE_IN_USE | FILE_DIRECTORY,
                               FILE_IN_USE | FILE_SPARSE, FILE_IN_USE | FILE_RESIDENT, 0};
    static uint64_t size[] = {0, 0, 1000, 10, 7777}, allocated[] = {0, 0, 512, 0, 8192};
    static uint8_t name_space[NNAMES];
    static uint32_t stream_file[] = {BADCLUS, TRIPLE, TRIPLE, DELETED};
    static uint64_t stream_size[] = {UINT64_C(1) << 40, 26, 4, 99};
    static uint64_t stream_allocated[] = {UINT64_C(1) << 40, 0, 512, 4096};
    static uint32_t reparse_file[] = {SINGLE, TRIPLE, DELETED}, tag[] = {2, 1, 1};
    static struct finding findings[] = {
        {.kind = FINDING_TORN}, {.kind = FINDING_TORN}, {.kind = FINDING_TORN},
        {.kind = FINDING_BAAD}, {.kind = FINDING_TORN},
    };

    return (struct index){
        .files = {.n = NFILES,
                  .record = record,
                  .flags = flags,
                  .first_name = first_name,
                  .size = size,
                  .allocated = allocated},
        .names = {.n = NNAMES, .name_space = name_space},
        .streams = {.n = 4,
                    .file = stream_file,
                    .size = stream_size,
                    .allocated = stream_allocated},
        .reparse = {.n = 3, .file = reparse_file, .tag = tag},
        .findings = findings,
        .nfindings = 5,
    };
}

Test(summary, counts)
{
    const struct index index = make_index();
    struct summary s;

    summary_of(&index, &s);
    cr_expect(s.user.files == 2 && s.user.folders == 1 && s.user.names == 5);
    cr_expect(s.user.naive == 1030 && s.user.unique == 1010 && s.user.allocated == 512);
    cr_expect(s.user.streams == 2 && s.user.stream_bytes == 30 && s.user.stream_allocated == 512);
    cr_expect(s.system.files == 1 && s.system.streams == 0 && s.system.stream_allocated == 0);
    cr_expect(s.multi_link_files == 1 && s.multi_link_names == 3);
    cr_expect(s.multi_link_naive - s.multi_link_unique == 20);
    cr_expect(s.links[1] == 1 && s.links[3] == 1 && s.links[2] == 0);
    cr_expect(s.most_links == 3 && s.most_linked_file == TRIPLE);
    cr_expect(s.sparse == 1 && s.resident == 1 && s.compressed == 0);
}

Test(summary, tags_and_findings)
{
    const struct index index = make_index();
    struct summary s;

    summary_of(&index, &s);
    cr_assert(s.ntags == 2);
    cr_expect(s.tags[0].tag == 1 && s.tags[0].files == 1);
    cr_expect(s.tags[1].tag == 2 && s.tags[1].files == 1);
    cr_expect(s.findings[FINDING_TORN].n == 4 && s.findings[FINDING_BAAD].n == 1);
    cr_expect(s.findings[FINDING_TORN].examples[2] == 2);
    cr_expect(s.findings[FINDING_BAAD].examples[0] == 3);
}

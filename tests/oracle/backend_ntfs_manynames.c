/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of very many names: each further one takes about the same time, and the list of attributes
 * is what libntfs-3g alone makes. */
#include "src/backend_ntfs.h"

#include "tests/oracle/backendbed.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <time.h>

enum { STRETCH = 200, ROUNDS = 3 };

TestSuite(backend_ntfs_manynames, .timeout = 180);

static uint64_t processor_ns(void)
{
    struct timespec at;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (uint64_t)at.tv_sec * 1000000000 + (uint64_t)at.tv_nsec;
}

/* Names FIRST to END; what they take. */
static uint64_t give(struct backendbed *bed, uint64_t record, uint32_t folder, uint32_t first,
                     uint32_t end)
{
    uint64_t begun = processor_ns();
    char name[64];

    for (uint32_t i = first; i < end; i++) {
        snprintf(name, sizeof name, "%04u is the number of this name", i);
        cr_assert_eq(backendbed_link_to(bed, record, folder, name), 0, "%u", i);
    }
    return processor_ns() - begun;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

Test(backend_ntfs_manynames, the_thousandth_takes_as_long_as_the_hundredth)
{
    uint64_t few = UINT64_MAX, many = UINT64_MAX;

    for (unsigned i = 0; i < ROUNDS; i++) {
        uint64_t record = fixture_fact("efs", "record");
        struct backendbed bed;
        uint32_t folder;

        backendbed_begin(&bed, "efs", BACKENDBED_PLENTY);
        folder = backendbed_folder(&bed, "a");
        backendbed_open(&bed);
        cr_assert_eq(backendbed_make_folder(&bed, BACKEND_NONE, "a"), 0);
        few = least(few, give(&bed, record, folder, 0, STRETCH));
        give(&bed, record, folder, STRETCH, 1000 - STRETCH);
        many = least(many, give(&bed, record, folder, 1000 - STRETCH, 1000));
        backendbed_abandon(&bed);
        backendbed_end(&bed);
    }
    cr_expect_lt(many, 3 * few, "%llu ns and %llu ns for %u names", (unsigned long long)many,
                 (unsigned long long)few, STRETCH);
}

Test(backend_ntfs_manynames, one_that_is_there_is_refused_and_leaves_the_others)
{
    uint64_t record = fixture_fact("manylinks:300:40", "record");
    struct backendbed bed;
    uint32_t folder;

    backendbed_begin(&bed, "manylinks:300:40", BACKENDBED_PLENTY);
    folder = backendbed_folder(&bed, "a");
    backendbed_open(&bed);
    cr_assert_eq(backendbed_make_folder(&bed, BACKEND_NONE, "a"), 0);
    for (uint32_t i = 0; i < 20; i++) {
        give(&bed, record, folder, i, i + 1);
        cr_expect_eq(backendbed_link_to(&bed, record, folder, "0000 is the number of this name"),
                     EEXIST);
    }
    backendbed_finish(&bed);
    cr_expect_eq(backendbed_links_of(bed.after.index, record),
                 backendbed_links_of(bed.volume.before.index, record) + 20);
    backendbed_expect_files(&bed, 0);
    backendbed_check(&bed, "backend-manynames.img");
    backendbed_end(&bed);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What changed, without memory: the n-th allocation fails, for every n, while two states are
 * compared and summed up by folder. What was begun is given back, and what succeeds is whole.
 *
 * A plain program: see scarcity.h.
 */
#include "planner/difference_folders.h"
#include "tests/support/exam.h"
#include "tests/support/scarcity.h"
#include "tests/support/tally.h"

enum {
    WANT = WANT_TIMES | WANT_SECURITY | WANT_USN,
    FILES = 1200 /* more rows than are made room for */
};

/* Files that only the one SIDE has, and one with a name and two streams that differ. */
static struct forge_volume *forge(unsigned side)
{
    struct forge_volume *v = forge_volume_new(&(struct forge_shape){.nrecords = 3000});
    uint8_t *record = forge_volume_begin(v, 30, &(struct forge_header){.links = 2});

    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, side ? "new" : "old");
    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "both");
    forge_resident(record, ATTR_DATA, side ? "b" : "a", "1", 1);
    forge_resident(record, ATTR_DATA, "c", "1", 1);
    forge_volume_end(v, 30);
    for (unsigned i = 0; i < FILES; i++)
        forge_volume_file(v, 40 + 2 * i + side, FORGE_ROOT, "file");
    return v;
}

struct outcome {
    enum status status;
    uint32_t nrows, nfolders;
};

static const char *nobody(void *context, bool is_after, uint32_t file)
{
    (void)context;
    (void)is_after;
    (void)file;
    return NULL;
}

static enum status compare(const struct space *spaces, struct outcome *outcome)
{
    const struct difference_question question = {
        .before = &spaces[0],
        .after = &spaces[1],
        .owner = nobody,
    };
    struct difference difference;
    struct difference_folders folders;
    enum status status = difference_of(&question, &difference);

    if (status != STATUS_OK)
        return status;
    outcome->nrows = difference.n;
    status = difference_folders_of(&difference, &folders);
    if (status == STATUS_OK) {
        outcome->nfolders = folders.n;
        difference_folders_free(&folders);
    }
    difference_free(&difference);
    return status;
}

static struct outcome try_all(const struct exam *exams)
{
    struct outcome outcome = {.status = STATUS_OK};
    struct space spaces[2];

    outcome.status = space_of(exams[0].index, &spaces[0]);
    if (outcome.status != STATUS_OK)
        return outcome;
    outcome.status = space_of(exams[1].index, &spaces[1]);
    if (outcome.status == STATUS_OK) {
        outcome.status = compare(spaces, &outcome);
        space_free(&spaces[1]);
    }
    space_free(&spaces[0]);
    return outcome;
}

static void fail_everywhere(const struct exam *exams, bool lasting)
{
    scarcity_fail_at(0, false);
    struct outcome whole = try_all(exams);
    unsigned long all = scarcity_count(), nfailed = 0;

    tally_check(whole.status == STATUS_OK, "with memory it succeeds");
    tally_check(whole.nrows == 2 * FILES + 1 && whole.nfolders == 1, "and finds what differs");
    for (unsigned long n = 1; n <= all; n++) {
        scarcity_fail_at(n, lasting);

        struct outcome outcome = try_all(exams);
        scarcity_fail_at(0, false);
        nfailed += outcome.status == STATUS_NO_MEMORY;
        if (outcome.status == STATUS_OK)
            tally_check(outcome.nrows == whole.nrows && outcome.nfolders == whole.nfolders,
                        "what succeeds is whole");
        else
            tally_check(outcome.status == STATUS_NO_MEMORY, "what fails says why");
    }
    tally_check(nfailed > 20, "without memory it fails");
}

int main(void)
{
    struct forge_volume *volumes[2] = {forge(0), forge(1)};
    struct exam exams[2];

    for (int side = 0; side < 2; side++)
        exam_begin(&exams[side], volumes[side], WANT);
    tally_begin("each allocation may fail once");
    fail_everywhere(exams, false);
    tally_begin("each allocation may be the last one that succeeds");
    fail_everywhere(exams, true);
    for (int side = 0; side < 2; side++) {
        exam_end(&exams[side]);
        forge_volume_free(volumes[side]);
    }
    return tally_end();
}

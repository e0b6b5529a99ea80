/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans on a folder of the system: to the end, stopped, killed, resumed, and disturbed. */
#include "src/mountedapply.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/backend_posix.h"
#include "src/folderindex.h"
#include "tests/support/backendbed.h"
#include "tests/support/mountplan.h"

enum { NFOLDERS = 3, FILES_IN_FOLDER = 8, COPY_EVERY = 5 };

static struct backendbed bed;
static struct storeplan maker;
static struct index *index_before;
static struct backend_folder *folders;
static char journal_path[BACKENDBED_PATH_BYTES];
static unsigned asked, stop_at; /* how often it was asked whether to stop; 0: never */
static bool is_to_die;
static unsigned ntold;

static void begin(void)
{
    char path[BACKENDBED_PATH_BYTES];

    backendbed_begin(&bed);
    backendbed_mkdir(&bed, "source");
    for (int i = 0; i < NFOLDERS; i++) {
        snprintf(path, sizeof path, "source/f%d", i);
        backendbed_mkdir(&bed, path);
        for (int j = 0; j < FILES_IN_FOLDER; j++) {
            snprintf(path, sizeof path, "source/f%d/%d", i, j);
            backendbed_put(&bed, path, path);
        }
    }
    cr_assert(folderindex_read(bed.root, WANT_TIMES | WANT_CHILDREN, &index_before));
    mountplan_make(&maker, index_before, COPY_EVERY);
    folders = mountplan_folders(&maker.plan);
    snprintf(journal_path, sizeof journal_path, "%s.journal", bed.root);
    cr_assert_eq(backend_posix_open(bed.root, folders, maker.plan.nfolders, &bed.backend), 0);
}

static void end(void)
{
    unlink(journal_path);
    backendbed_end(&bed);
    plan_free(&maker.plan);
    index_free(index_before);
    free(folders);
}

TestSuite(mountedapply, .init = begin, .fini = end);

static int manifest(void *context, uint32_t op, const struct journal_item *made, uint32_t nmade,
                    struct bytes *bytes_ret)
{
    static char text[64];

    (void)context;
    (void)made;
    bytes_ret->n = (size_t)snprintf(text, sizeof text, "%u made before %u", nmade, op);
    bytes_ret->at = (const uint8_t *)text;
    return 0;
}

static bool is_cancelled(void *context)
{
    (void)context;
    if (++asked != stop_at)
        return false;
    if (is_to_die)
        raise(SIGKILL);
    return true;
}

static void tell(void *context, const char *sentence)
{
    (void)context;
    cr_expect_neq(strstr(sentence, "C:\\"), NULL);
    ntold++;
}

static struct mountedapply_result run(void)
{
    const struct journal_about about = {.plan_sha256 = {1}, .nops = maker.plan.nops};
    struct mountedapply_job job = {.plan = &maker.plan,
                                   .backend = bed.backend,
                                   .manifest = manifest,
                                   .is_cancelled = is_cancelled,
                                   .tell = tell};
    struct mountedapply_result result;

    asked = 0;
    cr_assert(journal_open(journal_path, &about, &job.journal));
    mountedapply_run(&job, &result);
    journal_close(job.journal);
    return result;
}

/* All that the plan makes is there. */
static void expect_store(void)
{
    char from[64], to[64];
    int n = 0;

    for (int i = 0; i < NFOLDERS; i++)
        for (int j = 0; j < FILES_IN_FOLDER; j++) {
            bool is_copy = ++n % COPY_EVERY == 0;

            snprintf(from, sizeof from, "source/f%d/%d", i, j);
            snprintf(to, sizeof to, "store/f%d/%d", i, j);
            cr_expect_eq(backendbed_inode(&bed, from) == backendbed_inode(&bed, to), !is_copy, "%s",
                         to);
            cr_expect_eq(backendbed_links(&bed, from), is_copy ? 1 : 2, "%s", from);
            cr_expect(backendbed_holds(&bed, to, from), "%s", to);
        }
    cr_expect_neq(backendbed_inode(&bed, MOUNTPLAN_MANIFEST), 0);
}

static void expect_done(struct mountedapply_result *result)
{
    cr_expect(result->is_done, "%s", result->sentence.n ? result->sentence.at : "");
    cr_expect_eq(result->ndone, maker.plan.nops);
    expect_store();
    mountedapply_free(result);
}

static void remove_path(const char *path)
{
    char full[BACKENDBED_PATH_BYTES];

    backendbed_path(&bed, path, full);
    cr_assert_eq(remove(full), 0);
}

/* ---- To the end ---- */

Test(mountedapply, a_plan_is_carried_out_and_a_second_run_finds_all_of_it)
{
    struct mountedapply_result result = run();

    cr_expect_eq(result.nmade, maker.plan.nops);
    expect_done(&result);
    result = run();
    cr_expect_eq(result.nmade, 0);
    cr_expect_eq(result.nverified, maker.plan.nops);
    expect_done(&result);
}

Test(mountedapply, what_is_missing_is_done_again_and_told)
{
    struct mountedapply_result result = run();

    mountedapply_free(&result);
    remove_path("store/f0/0"); /* a link */
    remove_path("store/f0/4"); /* a copy */
    result = run();
    cr_expect_eq(result.nagain, 2);
    cr_expect_eq(ntold, 2);
    expect_done(&result);
    result = run();
    cr_expect_eq(result.nagain, 0, "the new copy is as good as the first");
    expect_done(&result);
}

Test(mountedapply, what_is_something_else_by_now_is_refused_and_stays)
{
    struct mountedapply_result result = run();

    mountedapply_free(&result);
    remove_path("store/f0/0");
    backendbed_put(&bed, "store/f0/0", "other");
    result = run();
    cr_expect_not(result.is_done);
    cr_expect_eq(result.why, EEXIST);
    cr_expect_neq(strstr(result.sentence.at, "C:\\store\\f0\\0"), NULL, "%s", result.sentence.at);
    cr_expect(backendbed_holds(&bed, "store/f0/0", "other"));
    mountedapply_free(&result);
}

Test(mountedapply, the_first_error_ends_it_and_keeps_what_was_done)
{
    struct mountedapply_result result;

    backendbed_put(&bed, "source/f1/3", "changed");
    result = run();
    cr_expect_not(result.is_done);
    cr_expect_eq(result.why, ESTALE);
    cr_expect_neq(strstr(result.sentence.at, "C:\\store\\f1\\3"), NULL, "%s", result.sentence.at);
    cr_expect_neq(backendbed_inode(&bed, "store/f1/2"), 0);
    cr_expect_eq(backendbed_inode(&bed, "store/f1/3"), 0);
    cr_expect_gt(result.ndone, 0);
    mountedapply_free(&result);
}

/* ---- Stopped and killed ---- */

Test(mountedapply, stopped_after_any_operation_it_goes_on)
{
    struct mountedapply_result result;

    for (stop_at = 1;; stop_at++) {
        result = run();
        if (!result.is_cancelled)
            break;
        cr_expect_not(result.is_done);
        mountedapply_free(&result);
        if (stop_at % 3)
            continue; /* verified, and stopped later */
        stop_at++;
    }
    expect_done(&result);
}

static void run_and_die(void)
{
    pid_t child = fork();
    int status;

    if (child == 0) {
        struct mountedapply_result result;

        is_to_die = true;
        result = run();
        mountedapply_free(&result);
        _exit(0);
    }
    cr_assert_eq(waitpid(child, &status, 0), child);
}

/* Nothing of a group was done but what the journal says; the next run begins in the middle of it.
 */
Test(mountedapply_killed, it_may_be_stopped_at_any_operation_and_goes_on_in_another_run)
{
    unsigned nops = NFOLDERS * (FILES_IN_FOLDER + 1) + 2;

    for (unsigned at = 1; at < nops; at++) {
        struct mountedapply_result result;

        begin();
        for (unsigned step = 0; step < 3; step++) {
            stop_at = at;
            result = run();
            mountedapply_free(&result);
        }
        stop_at = 0;
        result = run();
        expect_done(&result);
        end();
    }
}

static void expect_resumed_after_death_at(unsigned at)
{
    struct mountedapply_result result;

    begin();
    stop_at = at;
    run_and_die();
    stop_at = 0;
    result = run();
    cr_expect_eq(result.nmade + result.nverified + result.ntaken, maker.plan.nops,
                 "killed at %u: %u, %u, %u", at, result.nmade, result.nverified, result.ntaken);
    expect_done(&result);
    end();
}

Test(mountedapply_killed, after_any_operation_it_goes_on)
{
    unsigned nops = NFOLDERS * (FILES_IN_FOLDER + 1) + 2;

    for (unsigned at = 1; at <= nops; at++)
        expect_resumed_after_death_at(at);
}

Test(mountedapply, what_others_put_where_a_run_has_ended_is_refused)
{
    struct mountedapply_result result;

    stop_at = 6; /* in f0 */
    run_and_die();
    stop_at = 0;
    backendbed_put(&bed, "store/f0/7", "other");
    result = run();
    cr_expect_not(result.is_done);
    cr_expect_neq(strstr(result.sentence.at, "C:\\store\\f0\\7"), NULL, "%s", result.sentence.at);
    cr_expect(backendbed_holds(&bed, "store/f0/7", "other"));
    mountedapply_free(&result);
    remove_path("store/f0/7");
    result = run();
    expect_done(&result);
}

Test(mountedapply, a_journal_of_other_operations_is_refused)
{
    struct mountedapply_result result = run();

    mountedapply_free(&result);
    maker.plan.nops--; /* the volume has one less than the journal tells of */
    maker.plan.ops[maker.plan.nops - 1].folder = maker.plan.ops[0].folder;
    const struct journal_about about = {.plan_sha256 = {1}, .nops = maker.plan.nops + 1};
    struct mountedapply_job job = {.plan = &maker.plan, .backend = bed.backend};

    cr_assert(journal_open(journal_path, &about, &job.journal));
    mountedapply_run(&job, &result);
    journal_close(job.journal);
    cr_expect_not(result.is_done);
    cr_expect_neq(strstr(result.sentence.at, "journal"), NULL);
    mountedapply_free(&result);
}

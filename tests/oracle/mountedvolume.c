/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plans on a volume that ntfs-3g has mounted: what a scan finds afterwards is what was predicted,
 * also where the program was killed at any moment and then started again.
 *
 * MFTLINK_KILLS says how often it is killed (6).
 */
#define _GNU_SOURCE /* usleep, setxattr */

#include <criterion/criterion.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#include "mft/scan.h"
#include "mft/volume.h"
#include "planner/check.h"
#include "planner/predict.h"
#include "src/backend_posix.h"
#include "src/mountedapply.h"
#include "tests/oracle/growthvolume.h"
#include "tests/oracle/toolrun.h"
#include "tests/support/chance.h"
#include "tests/support/mountplan.h"

enum { NFOLDERS = 12, FILES_IN_FOLDER = 60, COPY_EVERY = 9, KILLS = 6, VOLUME_BYTES = 64 << 20 };

struct bed {
    char *image, *journal;
    char mount[64];
    pid_t driver;
    struct index *before;
    struct storeplan maker;
    struct backend_folder *folders;
    struct backend *backend;
};

static bool is_possible(void)
{
    if (access("/dev/fuse", R_OK | W_OK) == 0 && geteuid() == 0 && toolrun_exists("ntfs-3g"))
        return true;
    cr_skip_test("mounting takes root, /dev/fuse and ntfs-3g");
    return false;
}

/* ---- The volume ---- */

static void make_volume(const char *image)
{
    const struct growthvolume_shape shape = {VOLUME_BYTES, 4096, 512};
    struct growthvolume *v;
    uint64_t source;
    char name[32];

    growthvolume_format(image, &shape);
    v = growthvolume_open(image);
    growthvolume_enter(v, GROWTHVOLUME_ROOT);
    source = growthvolume_mkdir(v, "source", 6);
    for (uint32_t i = 0; i < NFOLDERS; i++) {
        growthvolume_enter(v, source);
        growthvolume_enter(
            v, growthvolume_mkdir(v, name, (size_t)snprintf(name, sizeof name, "folder %u", i)));
        for (uint32_t j = 0; j < FILES_IN_FOLDER; j++)
            growthvolume_mkfile(v, name, (size_t)snprintf(name, sizeof name, "file %u.txt", j),
                                j * 97);
    }
    growthvolume_close(v);
}

static struct index *scan(const char *image)
{
    const struct scan_options options = {.want = WANT_CHILDREN | WANT_TIMES, .nworkers = 1};
    struct source source;
    struct volume *volume;
    struct index *index;

    cr_assert_eq(source_open(image, &source), STATUS_OK);
    cr_assert_eq(volume_open(&source, &volume), STATUS_OK);
    cr_assert_eq(scan_run(volume, &options, &index), STATUS_OK);
    volume_close(volume);
    source_close(&source);
    return index;
}

static bool is_mounted(const char *mount)
{
    uint8_t attributes[4];

    return getxattr(mount, "system.ntfs_attrib", attributes, sizeof attributes) == 4;
}

static void mount_volume(struct bed *bed)
{
    snprintf(bed->mount, sizeof bed->mount, "/tmp/mftlink-mount-XXXXXX");
    cr_assert(mkdtemp(bed->mount));
    bed->driver = fork();
    if (bed->driver == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (!freopen("/dev/null", "w", stderr))
            _exit(127);
        execlp("ntfs-3g", "ntfs-3g", "-o", "no_detach", bed->image, bed->mount, (char *)NULL);
        _exit(127);
    }
    for (int i = 0; i < 1000 && !is_mounted(bed->mount); i++)
        usleep(10000);
    cr_assert(is_mounted(bed->mount), "ntfs-3g does not mount %s", bed->image);
}

/* The image is whole when the driver has ended. */
static void unmount_volume(struct bed *bed)
{
    toolrun_do((const char *const[]){"umount", bed->mount, NULL});
    cr_assert_eq(waitpid(bed->driver, NULL, 0), bed->driver);
    cr_assert_eq(rmdir(bed->mount), 0);
}

/* Tests run side by side: each has files of its own. */
static void begin(struct bed *bed, const char *image, const char *journal)
{
    *bed = (struct bed){.image = toolrun_built(image), .journal = toolrun_built(journal)};
    make_volume(bed->image);
    bed->before = scan(bed->image);
    mountplan_make(&bed->maker, bed->before, COPY_EVERY);
    bed->folders = mountplan_folders(&bed->maker.plan);
}

static void begin_round(struct bed *bed)
{
    unlink(bed->journal);
    mount_volume(bed);
}

static void end(struct bed *bed)
{
    unlink(bed->image);
    unlink(bed->journal);
    plan_free(&bed->maker.plan);
    index_free(bed->before);
    free(bed->folders);
    free(bed->image);
    free(bed->journal);
}

/* ---- What must be there ---- */

static void expect_prediction(const struct bed *bed)
{
    const struct machine_drive drive = {
        .name = str_of("C:"), .index = bed->before, .is_ntfs = true};
    const struct profiles profiles = {0};
    const struct machine machine = {.drives = &drive, .ndrives = 1, .profiles = &profiles};
    struct predict_differences differences;
    struct index *after = scan(bed->image);
    struct check_faults faults;
    struct prediction prediction;

    cr_assert_eq(check_plan(&bed->maker.plan, &machine, &faults), STATUS_OK);
    cr_assert_eq(faults.n, 0, "%s", check_kind_word(faults.at[0].kind));
    check_free(&faults);
    cr_assert_eq(predict(&bed->maker.plan, &machine, 0, &prediction), STATUS_OK);
    cr_assert_eq(predict_compare(&prediction, after, &differences), STATUS_OK);
    cr_expect_eq(differences.n, 0, "%" PRIu32 " differences, the first of kind %d", differences.n,
                 differences.n ? (int)differences.at[0].kind : 0);
    cr_expect_eq(after->nfindings, bed->before->nfindings);
    predict_differences_free(&differences);
    predict_free(&prediction);
    index_free(after);
}

/* ---- Runs ---- */

static int manifest(void *context, uint32_t op, const struct journal_item *made, uint32_t nmade,
                    struct bytes *bytes_ret)
{
    (void)context;
    (void)op;
    *bytes_ret = (struct bytes){(const uint8_t *)made, nmade * sizeof *made};
    return 0;
}

static struct mountedapply_result run(struct bed *bed)
{
    const struct journal_about about = {.plan_sha256 = {1}, .nops = bed->maker.plan.nops};
    struct mountedapply_job job = {.plan = &bed->maker.plan, .manifest = manifest};
    struct mountedapply_result result;

    cr_assert_eq(
        backend_posix_open(bed->mount, bed->folders, bed->maker.plan.nfolders, &job.backend), 0);
    cr_expect_eq(job.backend->features & (BACKEND_LINKS | BACKEND_SECURITY | BACKEND_ATTRIBUTES |
                                          BACKEND_TIMES | BACKEND_REPARSE | BACKEND_STREAMS),
                 BACKEND_LINKS | BACKEND_SECURITY | BACKEND_ATTRIBUTES | BACKEND_TIMES |
                     BACKEND_REPARSE | BACKEND_STREAMS);
    cr_assert(journal_open(bed->journal, &about, &job.journal));
    mountedapply_run(&job, &result);
    journal_close(job.journal);
    job.backend->calls->close(job.backend);
    return result;
}

static void run_to_the_end(struct bed *bed)
{
    struct mountedapply_result result = run(bed);

    cr_expect(result.is_done, "%s", result.sentence.n ? result.sentence.at : "");
    cr_expect_eq(result.ndone, bed->maker.plan.nops);
    mountedapply_free(&result);
}

Test(mountedvolume, a_plan_gives_the_predicted_names)
{
    struct bed bed;

    if (!is_possible())
        return;
    begin(&bed, "mounted.img", "mounted.journal");
    begin_round(&bed);
    run_to_the_end(&bed);
    run_to_the_end(&bed);
    unmount_volume(&bed);
    expect_prediction(&bed);
    end(&bed);
}

/* How long a run takes that nobody ends. */
static uint32_t microseconds_of_run(struct bed *bed)
{
    struct timespec from, to;

    clock_gettime(CLOCK_MONOTONIC, &from);
    run_to_the_end(bed);
    clock_gettime(CLOCK_MONOTONIC, &to);
    return (uint32_t)((to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000);
}

/* Is it killed before it ends? */
static bool run_and_kill(struct bed *bed, uint32_t microseconds)
{
    pid_t child = fork();
    int status;

    if (child == 0) {
        struct mountedapply_result result = run(bed);

        mountedapply_free(&result);
        _exit(0);
    }
    usleep(microseconds);
    kill(child, SIGKILL);
    cr_assert_eq(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status);
}

/* The first run of a round. How long one takes changes with what else the machine does: from one
 * that has ended by itself and one that has not, *MICROSECONDS follows. */
static bool run_and_soon_kill(struct bed *bed, struct chance *chance, uint32_t *microseconds)
{
    bool is_killed = run_and_kill(bed, chance_below(chance, *microseconds));

    if (is_killed)
        *microseconds += *microseconds / 32;
    else
        *microseconds -= *microseconds / 8;
    return is_killed;
}

static int kills_wanted(void)
{
    const char *text = getenv("MFTLINK_KILLS");

    return text ? atoi(text) : KILLS;
}

Test(mountedvolume, killed_at_any_moment_it_goes_on)
{
    struct chance chance = chance_seed(7);
    uint32_t microseconds, nkilled = 0, nrounds = 0;
    struct bed bed;

    if (!is_possible())
        return;
    begin(&bed, "killed.img", "killed.journal");
    begin_round(&bed);
    microseconds = microseconds_of_run(&bed);
    unmount_volume(&bed);
    for (; nkilled < (uint32_t)kills_wanted(); nrounds++) {
        make_volume(bed.image);
        index_free(bed.before);
        plan_free(&bed.maker.plan);
        free(bed.folders);
        bed.before = scan(bed.image);
        mountplan_make(&bed.maker, bed.before, COPY_EVERY);
        bed.folders = mountplan_folders(&bed.maker.plan);
        begin_round(&bed);
        nkilled += run_and_soon_kill(&bed, &chance, &microseconds);
        for (int i = 0; i < 2; i++)
            nkilled += run_and_kill(&bed, chance_below(&chance, microseconds));
        run_to_the_end(&bed);
        unmount_volume(&bed);
        expect_prediction(&bed);
    }
    fprintf(stderr,
            "killed %" PRIu32 " times in %" PRIu32 " rounds of %" PRIu32 " ms, and gone on\n",
            nkilled, nrounds, microseconds / 1000);
    end(&bed);
}

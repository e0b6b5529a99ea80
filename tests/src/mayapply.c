/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which volumes may be written, and what is said of the others. */
#define _GNU_SOURCE /* mkdtemp, flock, seteuid */

#include "src/mayapply.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/openlog.h"
#include "tests/support/fixture.h"

static char folder[64], image[96], plan[96], other[96], said[4096];
static FILE *words;

static void begin(void)
{
    strcpy(folder, "/tmp/mftlink-mayapply-XXXXXX");
    cr_assert(mkdtemp(folder));
    snprintf(image, sizeof image, "%s/volume.img", folder);
    snprintf(plan, sizeof plan, "%s/plan", folder);
    snprintf(other, sizeof other, "%s/other", folder);
    setenv("MFTLINK_STATE", folder, 1);
    words = tmpfile();
    cr_assert(words && dup2(fileno(words), STDERR_FILENO) >= 0);
}

static void end(void)
{
    char command[128];

    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    cr_assert_eq(system(command), 0);
    fclose(words);
}

TestSuite(mayapply, .init = begin, .fini = end, .timeout = 120);

/* What was said since the last call. */
static bool has_said(const char *phrase)
{
    ssize_t n = pread(fileno(words), said, sizeof said - 1, 0);

    said[n > 0 ? n : 0] = '\0';
    cr_assert_eq(ftruncate(fileno(words), 0), 0);
    cr_assert(lseek(fileno(words), 0, SEEK_SET) == 0);
    return strstr(said, phrase);
}

static void copy_image(const char *recipe)
{
    char command[512];

    snprintf(command, sizeof command, "cp '%s' '%s'", fixture_image(recipe), image);
    cr_assert_eq(system(command), 0);
}

static bool may(const char *path, uint32_t partition, const char *of_plan)
{
    struct target target;
    bool is_allowed;

    cr_assert(target_open(path, partition, &target));
    has_said("");
    is_allowed = mayapply_volume(&target, of_plan);
    target_close(&target);
    return is_allowed;
}

static void must_refuse(const char *recipe, const char *phrase, const char *way_out)
{
    cr_assert(!may(fixture_image(recipe), 0, NULL), "%s", recipe);
    cr_assert(has_said(phrase), "%s: '%s'", recipe, said);
    cr_assert(strstr(said, way_out), "%s: '%s'", recipe, said);
    cr_assert(strchr(said, '\n') == said + strlen(said) - 1, "one line: '%s'", said);
}

Test(mayapply, a_sound_volume_may_be_written)
{
    cr_assert(may(fixture_image("tree"), 0, NULL));
    cr_assert(may(fixture_image("resumed"), 0, NULL));
    cr_assert(may(fixture_image("twontfs"), 2, NULL));
}

Test(mayapply, volumes_that_windows_has_its_hands_on_are_refused)
{
    must_refuse("hibernated", "hibernated", "shutdown /s /t 0");
    must_refuse("uncleanlog", "not carried out yet", "shutdown /s /t 0");
    must_refuse("dirty", "marked as dirty", "chkdsk /f");
}

Test(mayapply, a_volume_without_its_boot_sector_is_refused)
{
    must_refuse("boot0", "boot sector", "testdisk");
}

Test(mayapply, a_bare_mft_is_refused)
{
    char command[512];

    snprintf(command, sizeof command, "dd if='%s' of='%s' bs=4096 skip=4 count=30 status=none",
             fixture_image("tree"), image);
    cr_assert_eq(system(command), 0);
    cr_assert(!may(image, 0, NULL));
    cr_assert(has_said("bare $MFT"));
}

/* Where a record's version is changed, its fix-ups stay: they are elsewhere. */
Test(mayapply, another_version_is_refused)
{
    uint8_t record[1024];
    int fd;
    struct target target;
    off_t at;

    copy_image("tree");
    cr_assert(target_open(image, 0, &target));
    at = (off_t)volume_record_offset(target.volume, 3);
    target_close(&target);
    fd = open(image, O_RDWR);
    cr_assert_eq(pread(fd, record, sizeof record, at), sizeof record);
    for (size_t i = 0; i + 32 < sizeof record; i += 8)
        if (record[i] == 0x70 && record[i + 4] >= 24 && record[i + 16] == 12)
            record[i + 24 + 9] = 0;
    cr_assert_eq(pwrite(fd, record, sizeof record, at), sizeof record);
    close(fd);
    cr_assert(!may(image, 0, NULL));
    cr_assert(has_said("NTFS 3.0; mftlink writes 3.1 only"), "'%s'", said);
}

Test(mayapply, an_open_log_of_another_plan_is_refused)
{
    char path[128];

    copy_image("tree");
    fclose(fopen(plan, "w"));
    fclose(fopen(other, "w"));
    snprintf(path, sizeof path, "%s.redo", plan);
    fclose(fopen(path, "w"));
    struct target target;
    cr_assert(target_open(image, 0, &target));
    cr_assert(openlog_note(target.volume->geometry.serial, plan));
    target_close(&target);
    cr_assert(!may(image, 0, NULL));
    cr_assert(has_said("open log of another plan") && strstr(said, "mftlink recover"));
    cr_assert(!may(image, 0, other));
}

/* Half of a batch may be on the volume: to begin another one would forget which. */
Test(mayapply, an_open_log_of_the_plan_itself_is_refused)
{
    char path[128];

    copy_image("tree");
    fclose(fopen(plan, "w"));
    cr_assert(may(image, 0, plan));
    snprintf(path, sizeof path, "%s.redo.new", plan);
    fclose(fopen(path, "w"));
    cr_assert(may(image, 0, plan), "one that was only begun does not matter");
    snprintf(path, sizeof path, "%s.redo", plan);
    fclose(fopen(path, "w"));
    cr_assert(!may(image, 0, plan), "also where no note tells of it");
    cr_assert(has_said("open log") && strstr(said, "mftlink recover"));
}

/* ---- Opening for writing ---- */

static bool can_open(void)
{
    struct target target;
    int fd = -1;
    bool is_open;

    cr_assert(target_open(image, 0, &target));
    has_said("");
    is_open = mayapply_open(&target, &fd);
    if (is_open)
        cr_assert_eq(fcntl(fd, F_GETFL) & O_ACCMODE, O_RDWR);
    target_close(&target);
    if (is_open)
        close(fd);
    return is_open;
}

Test(mayapply, an_image_is_opened_and_locked)
{
    int fd;

    copy_image("tree");
    cr_assert(can_open());
    fd = open(image, O_RDONLY);
    cr_assert_eq(flock(fd, LOCK_SH), 0);
    cr_assert(!can_open());
    cr_assert(has_said("Another process is at work"));
    close(fd);
    cr_assert(can_open());
}

Test(mayapply, an_image_that_may_not_be_written_is_told)
{
    copy_image("tree");
    cr_assert_eq(chmod(image, 0444), 0);
    cr_assert_eq(chmod(folder, 0755), 0);
    if (geteuid() == 0)
        cr_assert_eq(seteuid(65534), 0);
    cr_assert(!can_open());
    cr_assert(has_said("Run mftlink as root"));
    if (getuid() == 0)
        cr_assert_eq(seteuid(0), 0);
}

Test(mayapply, an_image_that_was_exchanged_is_told)
{
    struct target target;
    int fd;

    copy_image("tree");
    cr_assert(target_open(image, 0, &target));
    unlink(image);
    copy_image("tree");
    cr_assert(!mayapply_open(&target, &fd));
    cr_assert(has_said("another file"));
    target_close(&target);
}

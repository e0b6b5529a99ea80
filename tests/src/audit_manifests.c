/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which manifest an audit goes by: that of the right volume, or none. */
#define _GNU_SOURCE /* mkstemp */
#include "src/audit_manifests.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/support/fixture.h"
#include "tests/support/manifestmaker.h"

static struct drives drives;
static struct audit_part part;
static struct options options;
static char file_path[] = "/tmp/mftlink-audit.XXXXXX";

static void begin(const char *recipe)
{
    int fd = mkstemp(file_path);

    cr_assert_geq(fd, 0);
    close(fd);
    options.jobs = 1;
    options.progress = PROGRESS_NONE;
    cr_assert(drives_open(&options, fixture_image(recipe), WANT_CHILDREN | WANT_TIMES, &drives));
}

static void end(void)
{
    audit_manifests_free(&part, 1);
    audit_free(&part.audit);
    drives_close(&drives, true);
    unlink(file_path);
}

static uint32_t name_at(const char *path)
{
    const struct machine_drive *drive = &drives.machine.drives[0];
    uint32_t name;

    cr_assert_eq(path_find(drive->index, str_of(path), drive->upcase, &name, NULL), STATUS_OK);
    return name;
}

static uint64_t reference_at(const char *path)
{
    const struct index *index = drives.machine.drives[0].index;

    return index_reference(index, index->names.file[name_at(path)]);
}

/* A manifest of the volume SERIAL with one name, "kept.txt" of SIZE bytes. */
static void write_manifest(uint64_t serial, uint64_t size)
{
    struct manifest_row row = {
        .kind = PLAN_LINK,
        .path = str_of("\\migdata\\USMT\\File\\C$\\Users\\Ann\\kept.txt"),
        .original = str_of("C:\\Users\\Ann\\kept.txt"),
        .reference = reference_at("\\Users\\Ann\\kept.txt"),
        .source = reference_at("\\Users\\Ann\\kept.txt"),
        .size = size,
        .attributes = 0x20,
        .streams = str_of(""),
        .owner = str_of(""),
        .user = str_of(""),
        .rule = str_of(""),
    };
    const struct manifest manifest = {.store = str_of("C:\\migdata"),
                                      .drive = str_of("C:"),
                                      .version = str_of("0"),
                                      .serial = serial,
                                      .rows = &row,
                                      .n = 1};

    manifestmaker_save(&manifest, file_path);
    options.manifest = file_path;
}

static enum audit_kind kind_of(const char *path)
{
    uint32_t row = name_at(path);

    for (uint32_t i = 0; i < part.audit.n; i++)
        if (part.audit.rows[i].name == row)
            return part.audit.rows[i].kind;
    cr_assert_fail("%s has no row", path);
    return AUDIT_OK;
}

static void audit(void)
{
    part.job = (struct audit_job){.machine = &drives.machine,
                                  .store = str_of("C:\\migdata"),
                                  .manifests = &part.given,
                                  .nmanifests = 1};
    cr_assert_eq(audit_store(&part.job, &part.audit), STATUS_OK);
}

Test(audit_manifests, the_one_that_is_given_counts, .fini = end)
{
    begin("oldstore");
    write_manifest(drives.volumes[0].serial, 3000);
    cr_assert(audit_manifests_read(&options, &drives, str_of("C:\\migdata"), &part));
    cr_assert(part.is_given && !part.is_unread);
    audit();
    cr_assert_eq(kind_of("\\migdata\\USMT\\File\\C$\\Users\\Ann\\kept.txt"), AUDIT_OK);
    cr_assert_eq(kind_of("\\migdata\\USMT\\File\\C$\\Users\\Ann\\small.txt"), AUDIT_EXTRA);
}

Test(audit_manifests, another_size_in_it_is_told, .fini = end)
{
    begin("oldstore");
    write_manifest(drives.volumes[0].serial, 2999);
    cr_assert(audit_manifests_read(&options, &drives, str_of("C:\\migdata"), &part));
    audit();
    cr_assert_eq(kind_of("\\migdata\\USMT\\File\\C$\\Users\\Ann\\kept.txt"), AUDIT_CHANGED);
}

Test(audit_manifests, that_of_another_volume_is_refused, .fini = end)
{
    cr_redirect_stderr();
    begin("oldstore");
    write_manifest(drives.volumes[0].serial + 1, 3000);
    cr_assert_not(audit_manifests_read(&options, &drives, str_of("C:\\migdata"), &part));
    cr_assert_not(part.is_given);
}

Test(audit_manifests, a_store_without_any_has_none, .fini = end)
{
    begin("oldstore");
    cr_assert(audit_manifests_read(&options, &drives, str_of("C:\\migdata"), &part));
    cr_assert(!part.is_given && !part.is_unread && part.found.n == 0);
}

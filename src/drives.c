/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening and scanning several sources: see drives.h. */
#define _GNU_SOURCE /* statvfs */
#include "src/drives.h"

#include "src/backing.h"
#include "src/descriptorlist.h"
#include "src/folderindex.h"
#include "src/say.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/statvfs.h>

bool drives_are_chosen(const struct options *options, const char *source)
{
    const char *by_letter['Z' + 1] = {0};

    if (source && options->ndrives > 0) {
        say("'%s' would be C:, but --drive names the drives already: say C:=%s.", source, source);
        return false;
    }
    if (!source && options->ndrives == 0) {
        say("Say what to read: a SOURCE, or --drive C:=SOURCE for each drive.");
        return false;
    }
    for (int i = 0; i < options->ndrives; i++) {
        const struct drivechoice *choice = &options->drives[i];
        const char **known = &by_letter[(unsigned char)choice->letter];

        if (*known) {
            say("%c: cannot be two sources: '%s' and '%s'.", choice->letter, *known,
                choice->source);
            return false;
        }
        *known = choice->source;
    }
    return true;
}

static int compare_letters(const void *a, const void *b)
{
    return ((const struct drivechoice *)a)->letter - ((const struct drivechoice *)b)->letter;
}

/* Writes the choices in the order of their letters; returns how many. */
static uint32_t sorted_choices(const struct options *options, const char *source,
                               struct drivechoice *choices)
{
    int n = options->ndrives;

    if (source)
        choices[n++] = (struct drivechoice){'C', 0, source};
    else
        memcpy(choices, options->drives, (size_t)n * sizeof *choices);
    qsort(choices, (size_t)n, sizeof *choices, compare_letters);
    return (uint32_t)n;
}

/* TEXT in the arena; empty without memory, which *IS_SHORT then tells. */
static struct str kept(struct arena *arena, struct str text, bool *is_short)
{
    char *at = arena_alloc(arena, text.n + 1);

    *is_short |= !at;
    if (!at)
        return (struct str){"", 0};
    memcpy(at, text.at, text.n);
    return (struct str){at, text.n};
}

static bool describe_volume(struct arena *arena, const struct target *target, struct str drive,
                            struct plan_volume *volume_ret)
{
    const struct geometry *g = &target->volume->geometry;
    struct volumeinfo info;
    bool is_short = false;

    if (!target_info(target, &info))
        return false;
    *volume_ret = (struct plan_volume){
        .drive = drive,
        .label = kept(arena, str_of(info.label), &is_short),
        .file_system = str_of("NTFS"),
        .serial = g->serial,
        .cluster_bytes = g->cluster_bytes,
        .record_bytes = g->record_bytes,
        .index_bytes = g->index_bytes,
        .clusters = g->nclusters,
        .free_clusters = info.has_space ? info.free_bytes / g->cluster_bytes : 0,
        .is_ntfs = true,
        .has_space = info.has_space,
    };
    if (is_short)
        say_no_memory();
    return !is_short;
}

/* What SOURCE says of the file system that it is a folder of. Nothing is made there, so that its
 * free space, which may change from moment to moment, is no part of a plan. */
static bool describe_folder(const char *source, const char *type, struct arena *arena,
                            struct plan_volume *volume_ret)
{
    bool is_short = false;
    struct statvfs fs;

    if (statvfs(source, &fs) != 0) {
        say("Cannot ask the file system of '%s' for its space: %s.", source, strerror(errno));
        return false;
    }
    *volume_ret = (struct plan_volume){
        .label = str_of(""),
        .file_system = kept(arena, str_of(type), &is_short),
        .cluster_bytes = (uint32_t)fs.f_frsize,
        .clusters = fs.f_blocks,
    };
    if (is_short)
        say_no_memory();
    return !is_short;
}

static bool open_volume(const struct options *options, const struct drivechoice *choice,
                        unsigned want, struct survey *survey)
{
    uint32_t partition = choice->partition ? choice->partition : options->partition;

    if (!survey_source(options, choice->source, partition, want, survey))
        return false;
    if (!survey->target.volume->is_dump)
        return true;
    say("'%s' is a bare $MFT, which tells neither serial number nor free space: give the volume, "
        "or an inventory of it.",
        choice->source);
    evidence_drop(survey->evidence);
    index_free(survey->index);
    target_close(&survey->target);
    return false;
}

/* Opens and scans the drive of number I, and says what it is. */
static bool open_one(const struct options *options, const struct drivechoice *choice, unsigned want,
                     struct drives *d, uint32_t i)
{
    struct survey *survey = &d->at[i];
    bool is_good, is_folder;
    char *type = NULL;

    d->sources[i] = choice->source;
    is_folder = backing_is_folder(choice->source, &type);
    is_good = is_folder ? describe_folder(choice->source, type, &d->arena, &d->volumes[i]) &&
                              folderindex_read(choice->source, want, &survey->index)
                        : open_volume(options, choice, want, survey);
    free(type);
    return is_good;
}

static bool add_drive(struct drives *drives, struct machine_drive *drive, char letter)
{
    const char name[] = {letter, ':'};
    uint32_t i = drives->machine.ndrives++;
    const struct survey *survey = &drives->at[i];
    bool is_short = false;

    *drive = (struct machine_drive){
        .name = kept(&drives->arena, (struct str){name, sizeof name}, &is_short),
        .index = survey->index,
        .kind = MACHINE_FIXED,
        .is_ntfs = survey->target.volume,
    };
    if (is_short) {
        say_no_memory();
        return false;
    }
    drives->volumes[i].drive = drive->name;
    return !drive->is_ntfs ||
           (target_upcase(&survey->target, &drives->arena, &drive->upcase) &&
            describe_volume(&drives->arena, &survey->target, drive->name, &drives->volumes[i]));
}

/* A folder has no table of its own, and its names are written in rules as Windows compares them:
 * by the table of the first volume that has one. */
static void share_upcase(struct machine_drive *rows, uint32_t n)
{
    const uint16_t *upcase = NULL;

    for (uint32_t i = 0; i < n && !upcase; i++)
        upcase = rows[i].upcase;
    for (uint32_t i = 0; i < n; i++)
        if (!rows[i].upcase)
            rows[i].upcase = upcase;
}

/* What of $Secure cannot be read is not known; files that need it are told then. */
static bool read_descriptors(struct drives *d, uint32_t i, struct machine_drive *drive)
{
    const struct target *target = &d->at[i].target;
    enum status status = STATUS_OK;

    if (drive->is_ntfs && !target->inventory)
        status = descriptorlist_load(target->volume, &d->descriptors[i]);
    drive->descriptors = d->descriptors[i];
    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    return status != STATUS_NO_MEMORY;
}

static void free_all(struct drives *drives)
{
    for (uint32_t i = 0; i < drives->machine.ndrives; i++) {
        descriptorlist_free(drives->descriptors[i]);
        evidence_drop(drives->at[i].evidence);
        index_free(drives->at[i].index);
        if (drives->machine.drives[i].is_ntfs)
            target_close(&drives->at[i].target);
    }
    arena_free(&drives->arena);
}

bool drives_open(const struct options *options, const char *source, unsigned want,
                 struct drives *drives_ret)
{
    struct drivechoice choices[DRIVECHOICE_MAX];
    uint32_t n = sorted_choices(options, source, choices);
    struct drives *d = drives_ret;
    struct machine_drive *rows;
    uint32_t nntfs = 0;

    *d = (struct drives){.no_profiles.windows = INDEX_NONE};
    rows = arena_array(&d->arena, n, sizeof *rows);
    d->volumes = arena_array(&d->arena, n, sizeof *d->volumes);
    d->at = arena_array(&d->arena, n, sizeof *d->at);
    d->descriptors = arena_array(&d->arena, n, sizeof(struct descriptors *));
    d->sources = arena_array(&d->arena, n, sizeof(const char *));
    d->machine = (struct machine){.drives = rows, .profiles = &d->no_profiles};
    if (!rows || !d->volumes || !d->at || !d->descriptors || !d->sources) {
        say_no_memory();
        arena_free(&d->arena);
        return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!open_one(options, &choices[i], want, d, i) ||
            !add_drive(d, &rows[i], choices[i].letter) ||
            (want & WANT_SECURITY && !read_descriptors(d, i, &rows[i]))) {
            free_all(d);
            return false;
        }
        nntfs += rows[i].is_ntfs;
    }
    share_upcase(rows, n);
    if (nntfs > 0)
        return true;
    say("None of the drives is NTFS: there is nowhere to link, and nothing to link from.");
    free_all(d);
    return false;
}

bool drives_allow(const struct drives *drives, const char *path)
{
    for (uint32_t i = 0; i < drives->machine.ndrives; i++)
        if (drives->machine.drives[i].is_ntfs &&
            !backing_allows(drives->at[i].target.backing, path))
            return false;
    return true;
}

/* Of a folder, what folderindex_read had to say counts as damage. */
static enum command_exit close_one(struct drives *drives, uint32_t i, bool is_good)
{
    bool has_findings = drives->at[i].index->nfindings > 0;

    if (drives->machine.drives[i].is_ntfs)
        return survey_end(&drives->at[i], is_good, false);
    index_free(drives->at[i].index);
    return !is_good ? COMMAND_FAILED : has_findings ? COMMAND_FINDINGS : COMMAND_DONE;
}

enum command_exit drives_close(struct drives *drives, bool is_good)
{
    enum command_exit code = COMMAND_DONE;

    for (uint32_t i = 0; i < drives->machine.ndrives; i++) {
        enum command_exit one = close_one(drives, i, is_good);

        descriptorlist_free(drives->descriptors[i]);
        if (one == COMMAND_FAILED || code == COMMAND_DONE)
            code = one;
    }
    arena_free(&drives->arena);
    return code;
}

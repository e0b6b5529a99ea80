/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit of a store: see auditing_store.h. */
#include "src/auditing_store.h"

#include "src/audit_manifests.h"
#include "src/say.h"
#include "src/usnjournal.h"

/* The store's path with backslashes and none at its end; at == NULL after it has said that memory
 * ran out. */
static struct str store_of(const struct options *options, struct arena *arena)
{
    size_t n = strlen(options->store);
    char *at = arena_alloc(arena, n + 1);

    if (!at) {
        say_no_memory();
        return (struct str){NULL, 0};
    }
    for (size_t i = 0; i < n; i++)
        at[i] = options->store[i] == '/' ? '\\' : options->store[i];
    while (n > 0 && at[n - 1] == '\\')
        n--;
    return (struct str){at, n};
}

/* ---- The audit ---- */

static bool read_journal(const struct drives *drives, uint32_t drive, struct audit_part *part)
{
    const struct target *target = &drives->at[drive].target;

    if (target->inventory || usnjournal_read(target->volume, drives->machine.drives[drive].index,
                                             &part->journal) == STATUS_OK)
        return true;
    say_no_memory();
    return false;
}

static bool audit_drive(struct audit_report *report, const struct newplaces *places, uint32_t drive)
{
    struct audit_part *part = &report->parts[drive];

    part->job = (struct audit_job){
        .machine = &report->drives->machine, .drive = drive, .store = report->store};
    if (!report->drives->machine.drives[drive].is_ntfs)
        return true;
    if (!read_journal(report->drives, drive, part))
        return false;
    part->job.manifests = part->is_given ? &part->given : part->found.manifests;
    part->job.nmanifests = part->is_given ? 1 : part->found.n;
    part->job.changes = part->journal.changes;
    part->job.nchanges = part->journal.n;
    part->job.folders = &places->folders;
    if (audit_store(&part->job, &part->audit) == STATUS_OK)
        return true;
    say_no_memory();
    return false;
}

/* ---- There is no such store ---- */

static bool put_stores(const struct machine_drive *drive, struct textbuf *to)
{
    struct arena arena = {0};
    struct path path = {0};
    uint32_t *folders, n = 0;
    bool is_good = audit_find(drive, &arena, &folders, &n) == STATUS_OK;

    for (uint32_t i = 0; i < n && is_good; i++) {
        is_good = path_of_file(drive->index, folders[i], &path) == STATUS_OK;
        textbuf_cstr(to, to->n > 0 ? ", '" : "'");
        textbuf_shown(to, drive->name);
        textbuf_shown(to, path_str(&path));
        textbuf_char(to, '\'');
    }
    path_free(&path);
    arena_free(&arena);
    return is_good;
}

static void say_none(const struct audit_report *report)
{
    const struct machine *machine = &report->drives->machine;
    struct textbuf stores = {0}, name = {0};
    bool is_good = true;

    textbuf_shown(&name, report->store);
    for (uint32_t i = 0; i < machine->ndrives && is_good; i++)
        if (machine->drives[i].is_ntfs)
            is_good = put_stores(&machine->drives[i], &stores);
    if (!is_good || stores.is_short || name.is_short)
        say_no_memory();
    else if (stores.n == 0)
        say("There is no store in '%.*s', nor in any other folder of what was given. If it lies on "
            "another drive, give that, too: -V D:=SOURCE.",
            (int)name.n, name.at);
    else
        say("There is no store in '%.*s'; these folders are stores: %.*s.", (int)name.n, name.at,
            (int)stores.n, stores.at);
    textbuf_free(&stores);
    textbuf_free(&name);
}

/* ---- All of it ---- */

static bool audit_drives(const struct options *options, struct auditing_store *auditing)
{
    struct audit_report *report = &auditing->report;
    bool is_good = audit_manifests_read(options, report->drives, report->store, report->parts) &&
                   newplaces_find(report->drives, report->store, options, &auditing->places);

    for (uint32_t i = 0; i < report->drives->machine.ndrives && is_good; i++)
        is_good = audit_drive(report, &auditing->places, i);
    if (!is_good)
        return false;
    audit_report_sum(report);
    if (!report->is_found)
        say_none(report);
    return report->is_found;
}

bool auditing_store_begin(const struct options *options, const struct drives *drives,
                          struct auditing_store *auditing_ret)
{
    struct audit_report *report = &auditing_ret->report;

    *auditing_ret =
        (struct auditing_store){.report = {.drives = drives, .lists_all = options->with_all}};
    report->store = store_of(options, &auditing_ret->arena);
    report->parts =
        arena_array(&auditing_ret->arena, drives->machine.ndrives, sizeof *report->parts);
    if (report->store.at && !report->parts)
        say_no_memory();
    return report->store.at && report->parts && audit_drives(options, auditing_ret);
}

void auditing_store_end(struct auditing_store *auditing)
{
    struct audit_report *report = &auditing->report;
    uint32_t n = report->drives->machine.ndrives;

    for (uint32_t i = 0; report->parts && i < n; i++) {
        audit_free(&report->parts[i].audit);
        usnjournal_free(&report->parts[i].journal);
    }
    if (report->parts)
        audit_manifests_free(report->parts, n);
    newplaces_free(&auditing->places);
    arena_free(&auditing->arena);
}

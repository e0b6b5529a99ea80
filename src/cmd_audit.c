/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink audit: what has become of a hard-link store, and may it go?
 */
#include "src/audit_json.h"
#include "src/audit_manifests.h"
#include "src/audit_table.h"
#include "src/audit_text.h"
#include "src/backing.h"
#include "src/command.h"
#include "src/optionapply.h"
#include "src/optionlist.h"
#include "src/outfile.h"
#include "src/say.h"

#include <stdlib.h>
#include <unistd.h>

static const struct option_spec *const specs[] = {
    &optionapply_store,    &optionapply_manifest, &optionlist_all,  &optionlist_findings,
    &optionlist_drive,     &optionlist_json,      &optionlist_jobs, &optionlist_evidence,
    &optionlist_partition, &optionlist_progress,  &optionlist_help, NULL,
};

/* ---- What is asked for ---- */

static bool makes_sense(const struct options *options, const char *source)
{
    if (!options->store) {
        say("Say which store: --store 'C:\\migdata'.");
        return false;
    }
    if (options->evidence && options->ndrives > 1) {
        say("--evidence tells what was read of one source: audit the drives one by one for it.");
        return false;
    }
    if (options->out && strcmp(options->out, "-") == 0) {
        say("The table goes to a file, since the summary goes to the standard output: give -o a "
            "name.");
        return false;
    }
    if (outfile_is_packed(options->out)) {
        say("The table is compressed within: give -o a name without .zst, such as "
            "audit.parquet.");
        return false;
    }
    return drives_are_chosen(options, source);
}

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

static bool audit_drive(struct audit_report *report, uint32_t drive)
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
        say("There is no store in '%.*s', nor in any other folder of what was given.", (int)name.n,
            name.at);
    else
        say("There is no store in '%.*s'; these folders are stores: %.*s.", (int)name.n, name.at,
            (int)stores.n, stores.at);
    textbuf_free(&stores);
    textbuf_free(&name);
}

/* ---- What is written ---- */

static bool write_table(const struct audit_report *report, const struct options *options)
{
    const struct drives *drives = report->drives;
    struct outfile file;
    enum status status;

    for (uint32_t i = 0; i < drives->machine.ndrives; i++)
        if (drives->machine.drives[i].is_ntfs &&
            !backing_allows(drives->at[i].target.backing, options->out))
            return false;
    if (!outfile_open(options->out, &file))
        return false;
    evidence_watch(drives->at[0].evidence, &file.out, options->out);
    status = audit_table(report, options->jobs, &file.out);
    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    else if (status != STATUS_OK)
        say("Cannot write the table '%s': %s.", options->out, status_text(status));
    return outfile_finish(&file, status == STATUS_OK);
}

static bool print(const struct audit_report *report, const struct options *options)
{
    struct out out = out_to(STDOUT_FILENO, "the audit");

    evidence_watch(report->drives->at[0].evidence, &out, NULL);
    if (options->json)
        audit_json(report, &out);
    else
        audit_text(report, &out);
    return out_finish(&out);
}

/* ---- All of it ---- */

static bool audit_drives(const struct options *options, struct audit_report *report)
{
    bool is_good = audit_manifests_read(options, report->drives, report->store, report->parts);

    for (uint32_t i = 0; i < report->drives->machine.ndrives && is_good; i++)
        is_good = audit_drive(report, i);
    if (!is_good)
        return false;
    audit_report_sum(report);
    if (!report->is_found)
        say_none(report);
    return report->is_found && (!options->out || write_table(report, options)) &&
           print(report, options);
}

static bool audit(const struct options *options, const struct drives *drives, bool *has_findings)
{
    struct audit_report report = {.drives = drives, .lists_all = options->with_all};
    uint32_t n = drives->machine.ndrives;
    struct arena arena = {0};
    bool is_good;

    report.store = store_of(options, &arena);
    report.parts = arena_array(&arena, n, sizeof *report.parts);
    if (report.store.at && !report.parts)
        say_no_memory();
    is_good = report.store.at && report.parts && audit_drives(options, &report);
    *has_findings = report.findings > 0 || report.is_unread;
    for (uint32_t i = 0; report.parts && i < n; i++) {
        audit_free(&report.parts[i].audit);
        usnjournal_free(&report.parts[i].journal);
    }
    if (report.parts)
        audit_manifests_free(report.parts, n);
    arena_free(&arena);
    return is_good;
}

/* The evidence tells the exit code, which the findings of the audit decide, too. */
static enum command_exit close_all(struct drives *drives, bool is_good, bool has_findings)
{
    struct evidence *evidence = drives->at[0].evidence;
    bool is_damaged = drives->at[0].index->nfindings > 0;
    enum command_exit code = !is_good                     ? COMMAND_FAILED
                             : has_findings || is_damaged ? COMMAND_FINDINGS
                                                          : COMMAND_DONE;

    is_good = evidence_end(evidence, (int)code) && is_good;
    drives->at[0].evidence = NULL;
    code = drives_close(drives, is_good);
    return code == COMMAND_DONE && has_findings ? COMMAND_FINDINGS : code;
}

static enum command_exit run(const struct options *options)
{
    const char *source = options->noperands > 0 ? options->operands[0] : NULL;
    struct drives drives;
    bool has_findings, is_good;

    if (!makes_sense(options, source))
        return COMMAND_USAGE;
    if (!drives_open(options, source, WANT_CHILDREN | WANT_TIMES, &drives))
        return COMMAND_FAILED;
    is_good = audit(options, &drives, &has_findings);
    return close_all(&drives, is_good, has_findings);
}

const struct command cmd_audit = {
    .name = "audit",
    .operands = "[SOURCE] --store PATH",
    .summary = "tell what has become of a hard-link store, and whether it may go",
    .description =
        "Reads the volume once and tells of every name in the store whether it still is what it\n"
        "was made of: whether the original path is another file now (an application saved anew),\n"
        "the original was moved or deleted, the store has the only copy, something was changed,\n"
        "added or taken away. In the end one verdict: is the store safe to delete, and how many\n"
        "bytes come free. The manifests in the store are used, or the one that is given; without\n"
        "one the paths in the store say where originals were, also in stores that USMT made.\n"
        "Where the volume has a change journal, it tells what was done and when. Nothing is\n"
        "changed.\n",
    .examples =
        "  mftlink audit disk.img --store 'C:\\migdata'\n"
        "  mftlink audit -V C:=/dev/sdb2 -V D:=/dev/sdc1 --store 'C:\\migdata' --all\n"
        "  mftlink audit disk.img --store 'C:\\migdata' --json | jq .safe\n"
        "  mftlink audit disk.img --store 'C:\\migdata' -o audit.parquet --evidence audit.json\n",
    .specs = specs,
    .noperands_max = 1,
    .run = run,
};

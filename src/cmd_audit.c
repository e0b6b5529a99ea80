/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink audit: what has become of a hard-link store, and may it go?
 */
#include "src/audit_json.h"
#include "src/audit_table.h"
#include "src/audit_text.h"
#include "src/auditing_store.h"
#include "src/backing.h"
#include "src/command.h"
#include "src/optionapply.h"
#include "src/optionlist.h"
#include "src/optionplan.h"
#include "src/outfile.h"
#include "src/say.h"

#include <unistd.h>

static const struct option_spec *const specs[] = {
    &optionapply_store,    &optionapply_manifest,
    &optionplan_user_map,  &optionplan_domain_map,
    &optionlist_all,       &optionlist_findings,
    &optionlist_drive,     &optionlist_json,
    &optionlist_jobs,      &optionlist_evidence,
    &optionlist_partition, &optionlist_progress,
    &optionlist_help,      NULL,
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

static bool tell(const struct audit_report *report, const struct options *options)
{
    return (!options->out || write_table(report, options)) && print(report, options);
}

static bool audit(const struct options *options, const struct drives *drives, bool *has_findings)
{
    struct auditing_store auditing;
    bool is_good =
        auditing_store_begin(options, drives, &auditing) && tell(&auditing.report, options);

    *has_findings = auditing.report.findings > 0 || auditing.report.is_unread;
    auditing_store_end(&auditing);
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
        "  mftlink audit disk.img --store 'C:\\migdata' --user-map 'PC16\\Ann=Eve'\n"
        "  mftlink audit disk.img --store 'C:\\migdata' --json | jq .safe\n"
        "  mftlink audit disk.img --store 'C:\\migdata' -o audit.parquet --evidence audit.json\n",
    .specs = specs,
    .noperands_max = 1,
    .run = run,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink export: one row for each name, for other programs.
 */
#include "src/backing.h"
#include "src/columnchoice.h"
#include "src/export_database.h"
#include "src/export_run.h"
#include "src/export_sqlite.h"
#include "src/optionlist.h"
#include "src/outfile.h"
#include "src/say.h"
#include "src/survey.h"

static const struct option_spec *const specs[] = {
    &optionlist_format,
    &optionlist_out,
    &optionlist_columns,
    &optionlist_streams,
    &optionlist_deleted,
    &optionlist_fn,
    &optionlist_jobs,
    &optionlist_partition,
    &optionlist_skip_free,
    &optionlist_evidence,
    &optionlist_progress,
    &optionlist_help,
    NULL,
};

/* Are there rows of text whose columns can be chosen? */
static bool has_columns(const struct options *options)
{
    return options->format == FORMAT_CSV || options->format == FORMAT_JSONL;
}

static bool write_rows(const struct survey *survey, const struct options *options,
                       const struct column *columns)
{
    unsigned needs = has_columns(options) ? columns_needs(columns) : COLUMN_NEEDS_PATH;
    struct exportrow_source source = {.index = survey->index,
                                      .without_paths = !(needs & COLUMN_NEEDS_PATH)};
    struct security *security = NULL;
    struct outfile file;
    enum status status = STATUS_NO_MEMORY;

    if (!backing_allows(survey->target.backing, options->out) ||
        (needs & COLUMN_NEEDS_OWNERS && !survey_owners(survey, &security)))
        return false;
    source.security = security;
    if (!outfile_open(options->out, &file)) {
        security_free(security);
        return false;
    }
    evidence_watch(survey->evidence, &file.out, options->out);
    status = export_run(&source, columns, options, &file.out);
    if (status != STATUS_OK)
        say_no_memory();
    security_free(security);
    return outfile_finish(&file, status == STATUS_OK);
}

/* Is there no name of a file? */
static bool is_standard_output(const struct options *options)
{
    return !options->out || strcmp(options->out, "-") == 0;
}

/* Do the options go together? Says what does not. */
static bool is_sound(const struct options *options)
{
    bool is_database = options->format == FORMAT_SQLITE;

    if (options->format == FORMAT_NONE)
        say("Say which format: --format jsonl, csv, bodyfile or sqlite. See 'mftlink help "
            "export'.");
    else if (options->with_name_times && options->format != FORMAT_BODYFILE && !is_database)
        say("--fn goes with --format bodyfile and sqlite only. See 'mftlink help export'.");
    else if (options->columns && !has_columns(options))
        say("--columns goes with --format csv and jsonl only. See 'mftlink help export'.");
    else if (is_database && is_standard_output(options))
        say("A database needs a file: name one with --out. See 'mftlink help export'.");
    else if (is_database && options->with_streams)
        say("--streams has no effect on a database: it always has the streams. See 'mftlink help "
            "export'.");
    else
        return true;
    return false;
}

static unsigned want_of(const struct options *options, const struct column *columns)
{
    return options->format == FORMAT_SQLITE ? export_sqlite_want(options)
                                            : export_run_want(options, columns);
}

static enum command_exit run(const struct options *options)
{
    struct column chosen[COLUMNS_MAX + 1];
    const struct column *columns = columns_all;
    struct survey survey;
    bool is_good;

    if (!is_sound(options))
        return COMMAND_USAGE;
    if (options->columns) {
        if (!columnchoice_of(options->columns, chosen))
            return COMMAND_USAGE;
        columns = chosen;
    }
    if (!survey_run(options, want_of(options, columns), &survey))
        return COMMAND_FAILED;
    is_good = options->format == FORMAT_SQLITE ? export_database(&survey, options)
                                               : write_rows(&survey, options, columns);
    return survey_end(&survey, is_good, false);
}

const struct command cmd_export = {
    .name = "export",
    .operands = "SOURCE",
    .summary = "write a row for each name: JSON Lines, CSV, bodyfile or SQLite",
    .description =
        "Writes one row for each name of each file (short DOS names beside their long ones), with\n"
        "path, size, links, attributes, owner, times and what is damaged. The columns, told in\n"
        "mftlink(1), are record, sequence, parent_record, parent_sequence, name, path, namespace,\n"
        "dos_name, is_directory, in_use, size, allocated, links, header_links, streams,\n"
        "streams_size, attributes, reparse_tag, security_id, owner, created, modified, changed,\n"
        "accessed, usn, system, findings. An SQLite database has files, names, streams and\n"
        "findings in tables of their own, and views that put them together.\n",
    .examples = "  mftlink export --format csv --out files.csv disk.img\n"
                "  mftlink export --format jsonl --out files.jsonl.zst disk.img\n"
                "  mftlink export --format jsonl /dev/sdb2 | jq -r 'select(.links > 1).path'\n"
                "  mftlink export --format csv --columns record,path,size disk.img\n"
                "  mftlink export --format bodyfile --fn --deleted disk.img | mactime -d -b -\n"
                "  mftlink export --format sqlite --out disk.db disk.img\n",
    .specs = specs,
    .noperands_max = 1,
    .run = run,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink export: one row for each name, for other programs.
 */
#include "src/backing.h"
#include "src/export_run.h"
#include "src/export_sqlite.h"
#include "src/optionlist.h"
#include "src/outfile.h"
#include "src/say.h"
#include "src/survey.h"

static const struct option_spec *const specs[] = {
    &optionlist_format,
    &optionlist_out,
    &optionlist_streams,
    &optionlist_deleted,
    &optionlist_fn,
    &optionlist_jobs,
    &optionlist_partition,
    &optionlist_skip_free,
    &optionlist_progress,
    &optionlist_help,
    NULL,
};

/* Writing the list must not change what is being read. */
static bool may_write(const char *backing, const char *path)
{
    if (!path || !backing_is_changed_by(backing, path))
        return true;
    say("Writing '%s' would change the source that is being read. Write it elsewhere.", path);
    return false;
}

static bool load_owners(const struct survey *survey, unsigned want, struct security **security_ret)
{
    enum status status;

    *security_ret = NULL;
    if (!(want & WANT_SECURITY) || survey->target.volume->is_dump)
        return true;
    status = security_load(survey->target.volume, security_ret);
    if (status == STATUS_NO_MEMORY) {
        say_no_memory();
        return false;
    }
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        say("$Secure cannot be read (%s): most owners stay empty.", status_text(status));
    return true;
}

static bool write_rows(const struct survey *survey, const struct options *options, unsigned want)
{
    struct exportrow_source source = {.index = survey->index};
    struct security *security;
    struct outfile file;
    enum status status = STATUS_NO_MEMORY;

    if (!may_write(survey->target.backing, options->out) || !load_owners(survey, want, &security))
        return false;
    source.security = security;
    if (!outfile_open(options->out, &file)) {
        security_free(security);
        return false;
    }
    status = export_run(&source, options, &file.out);
    if (status != STATUS_OK)
        say_no_memory();
    security_free(security);
    return outfile_finish(&file, status == STATUS_OK);
}

static bool write_database(const struct survey *survey, const struct options *options,
                           unsigned want)
{
    struct security *security;
    struct outfile file;
    bool is_good;

    if (!may_write(survey->target.backing, options->out) || !load_owners(survey, want, &security))
        return false;
    is_good = outfile_open_path(options->out, &file);
    if (is_good) {
        is_good = export_sqlite_write(survey, security, &file);
        is_good = outfile_finish(&file, is_good);
    }
    security_free(security);
    return is_good;
}

static enum command_exit run_database(const struct options *options)
{
    unsigned want = export_sqlite_want(options);
    struct survey survey;

    if (!options->out || strcmp(options->out, "-") == 0) {
        say("A database needs a file: name one with --out. See 'mftlink help export'.");
        return COMMAND_USAGE;
    }
    if (options->with_streams) {
        say("--streams has no effect on a database: it always has the streams. See 'mftlink help "
            "export'.");
        return COMMAND_USAGE;
    }
    if (!survey_run(options, want, &survey))
        return COMMAND_FAILED;
    return survey_end(&survey, write_database(&survey, options, want), false);
}

static enum command_exit run(const struct options *options)
{
    unsigned want = export_run_want(options);
    struct survey survey;

    if (options->format == FORMAT_NONE) {
        say("Say which format: --format jsonl, csv, bodyfile or sqlite. See 'mftlink help "
            "export'.");
        return COMMAND_USAGE;
    }
    if (options->format == FORMAT_SQLITE)
        return run_database(options);
    if (options->with_name_times && options->format != FORMAT_BODYFILE) {
        say("--fn goes with --format bodyfile and sqlite only. See 'mftlink help export'.");
        return COMMAND_USAGE;
    }
    if (!survey_run(options, want, &survey))
        return COMMAND_FAILED;
    return survey_end(&survey, write_rows(&survey, options, want), false);
}

const struct command cmd_export = {
    .name = "export",
    .operands = "SOURCE",
    .summary = "write a row for each name: JSON Lines, CSV, bodyfile or SQLite",
    .description =
        "Writes one row for each name of each file (short DOS names beside their long ones), with\n"
        "path, size, links, attributes, owner, times and what is damaged. The columns are told\n"
        "in mftlink(1). An SQLite database has files, names, streams and findings in tables of\n"
        "their own, and views that put them together.\n",
    .examples = "  mftlink export --format csv --out files.csv disk.img\n"
                "  mftlink export --format jsonl /dev/sdb2 | jq -r 'select(.links > 1).path'\n"
                "  mftlink export --format bodyfile --fn --deleted disk.img | mactime -d -b -\n"
                "  mftlink export --format sqlite --out disk.db disk.img\n",
    .specs = specs,
    .noperands_max = 1,
    .run = run,
};

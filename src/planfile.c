/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans as files: see planfile.h. */
#include "src/planfile.h"

#include "src/journal.h"
#include "src/outfile.h"
#include "src/planfile_columns.h"
#include "src/planfile_read.h"
#include "src/planfile_write.h"
#include "src/say.h"
#include "src/textscan.h"

#include <errno.h>
#include <unistd.h>

/* What was done of a plan can go on and be taken back only with that plan. */
static bool is_free(const char *name)
{
    struct textbuf journal = {0};
    bool is_free = false;

    textbuf_format(&journal, "%s.journal", name);
    textbuf_char(&journal, '\0');
    if (journal.is_short)
        say_no_memory();
    else if (journal_is_begun(journal.at))
        say("'%s' tells what was done of the plan '%s', which only that plan can go on with or "
            "take back. Write the new plan to another file.",
            journal.at, name);
    else
        is_free = true;
    textbuf_free(&journal);
    return is_free;
}

bool planfile_save(const struct plan *plan, const char *name, unsigned nworkers)
{
    struct outfile file;
    enum status status;

    if (!is_free(name) || !outfile_open(name, &file))
        return false;
    status = planfile_write(plan, nworkers, &file.out);
    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    else if (status != STATUS_OK)
        say("Cannot write the plan '%s': %s.", name, status_text(status));
    return outfile_finish(&file, status == STATUS_OK);
}

/* ---- Reading ---- */

static bool refuse(const char *name, enum status status, const char *why)
{
    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    else if (status == STATUS_IO)
        say("Cannot read '%s': %s.", name, strerror(errno));
    else if (status == STATUS_NOT_FOUND)
        say("'%s' is no plan: mftlink has not written it. 'mftlink plan' makes plans.", name);
    else if (status == STATUS_DAMAGED || status == STATUS_TRUNCATED)
        say("'%s' is damaged: %s. Make the plan again, or fetch the file again from where it came.",
            name, why ? why : "it cannot be read");
    else
        say("Cannot read the plan '%s': %s.", name, status_text(status));
    return false;
}

/* Is the table a plan, with the columns of this version? */
static bool is_ours(const char *name, const struct tableread *table)
{
    struct str kind = tableread_meta(table, "mftlink.table"), word;
    uint64_t version;

    if (str_equal(kind, str_of(PLANFILE_TABLE)))
        return true;
    if (!textscan_word(&kind, &word))
        word = (struct str){"", 0};
    if (str_equal(word, str_of("inventory")))
        say("'%s' is an inventory, not a plan. 'mftlink plan' makes a plan from it.", name);
    else if (str_equal(word, str_of("plan")) && textscan_number(&kind, UINT64_MAX, &version) &&
             kind.n == 0)
        say("'%s' is a plan of version %llu; this mftlink reads version %s. Make the plan again, "
            "or read it with the mftlink that wrote it.",
            name, (unsigned long long)version, strchr(PLANFILE_TABLE, ' ') + 1);
    else
        say("'%s' is a table of mftlink, but not a plan. 'mftlink plan' makes plans.", name);
    return false;
}

static bool read_table(const char *name, const struct source *source, unsigned nworkers,
                       struct planfile *file)
{
    struct tableread *table;
    const char *why = NULL;
    enum status status = tableread_open(source, &table, &why);
    bool is_good;

    if (status != STATUS_OK)
        return refuse(name, status, why);
    is_good = is_ours(name, table);
    if (is_good) {
        memcpy(file->sha256, tableread_sha256(table), sizeof file->sha256);
        status = planfile_read(table, nworkers, &file->plan, &why);
        is_good = status == STATUS_OK || refuse(name, status, why);
    }
    tableread_close(table);
    return is_good;
}

bool planfile_load(const char *name, unsigned nworkers, struct planfile *file_ret)
{
    struct planfile file;
    struct source source;
    bool is_good;

    if (source_open(name, &source) != STATUS_OK) {
        say("Cannot open '%s': %s.", name, strerror(errno));
        return false;
    }
    is_good = read_table(name, &source, nworkers, &file);
    source_close(&source);
    if (is_good)
        *file_ret = file;
    return is_good;
}

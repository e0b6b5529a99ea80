/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report for people: see report_text.h. Numbers first, so that names may be as long as they are.
 */
#include "src/report_text.h"

#include "src/lines.h"
#include "src/number.h"
#include "src/reportwords.h"

enum { SIZE_COLUMN = 13, COUNT_COLUMN = 15 };

static void put_aligned(struct textbuf *to, struct str text, size_t column)
{
    textbuf_fill(to, ' ', text.n < column ? column - text.n : 1);
    textbuf_str(to, text);
}

static void put_size(struct textbuf *to, uint64_t nbytes)
{
    char text[NUMBER_HUMAN_BYTES + NUMBER_COMMAS_BYTES] = "0";
    size_t n = nbytes ? number_human(nbytes, text) : 1;

    put_aligned(to, (struct str){text, n}, SIZE_COLUMN);
}

static void put_sizes(struct textbuf *to, const struct space_sizes *sizes)
{
    char text[NUMBER_COMMAS_BYTES];

    put_size(to, sizes->naive);
    put_size(to, sizes->unique);
    put_size(to, sizes->allocated);
    put_size(to, sizes->freed);
    put_aligned(to, (struct str){text, number_commas(sizes->files, text)}, COUNT_COLUMN);
    textbuf_cstr(to, "  ");
}

static void put_row(struct textbuf *to, const struct space_sizes *sizes, const char *label)
{
    put_sizes(to, sizes);
    textbuf_cstr(to, label);
    textbuf_char(to, '\n');
}

static void put_named(struct textbuf *to, const struct space_sizes *sizes, struct str name)
{
    put_sizes(to, sizes);
    textbuf_shown(to, name);
    textbuf_char(to, '\n');
}

static void put_heading(struct textbuf *to, const char *heading, const char *what)
{
    static const char *const columns[] = {"Naive", "Unique", "Allocated", "Freed"};

    lines_heading(to, heading);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        put_aligned(to, str_of(columns[i]), SIZE_COLUMN);
    put_aligned(to, str_of("Files"), COUNT_COLUMN);
    textbuf_format(to, "  %s\n", what);
}

static bool is_nothing(const struct space_sizes *sizes)
{
    return sizes->names == 0 && sizes->files == 0 && sizes->allocated == 0;
}

/* ---- Parts ---- */

static void put_source(const struct report *report, struct textbuf *to)
{
    const struct target *target = &report->survey->target;

    textbuf_cstr(to, "Source: ");
    textbuf_shown(to, str_of(target->name));
    if (target->chosen)
        textbuf_format(to, ", partition %u", target->chosen->number);
    textbuf_cstr(to, "\nFolder: ");
    textbuf_shown(to, str_of(report->options->under ? report->options->under : "the whole volume"));
    textbuf_char(to, '\n');
}

static void put_meanings(struct textbuf *to)
{
    lines_heading(to, "What the sizes mean");
    textbuf_cstr(
        to, "  Naive      the size of every name: files with several names count several times\n"
            "  Unique     the size of each file once, in the folder of its first name by path\n"
            "  Allocated  the clusters of these files: less where sparse, compressed or tiny\n"
            "  Freed      what deleting gives back: files with a name elsewhere stay, and free\n"
            "             nothing; so it does not add up\n");
}

static void put_folders(const struct report *report, struct textbuf *to)
{
    const struct space_sizes *sizes = report->space.sizes;
    uint64_t together = report_freed_together(report);
    struct space_sizes rest;

    put_heading(to, "Folders", "Folder");
    for (uint32_t i = 0; i < report->nfolders && i < report->top; i++)
        put_named(to, &sizes[report->folders[i]], report_name(report, report->folders[i]));
    report_rest(report, &rest);
    if (report->nfolders > report->top) {
        put_sizes(to, &rest);
        textbuf_cstr(to, "(");
        textbuf_commas(to, report->nfolders - report->top);
        textbuf_cstr(to, " more; --top shows more)\n");
    }
    if (!is_nothing(&report->shares.direct))
        put_row(to, &report->shares.direct, "(directly here)");
    if (together > 0)
        put_row(to, &(struct space_sizes){.freed = together},
                "(of files in several of these: only freed with all of them)");
    put_row(to, &sizes[report->scope], "Total");
}

static void put_texts(const struct report *report, const struct textsums *sums, const char *heading,
                      const char *what, const char *none, struct textbuf *to)
{
    struct space_sizes rest = {0};

    put_heading(to, heading, what);
    for (uint32_t i = 0; i < sums->n; i++) {
        const struct textsums_row *row = &sums->rows[i];

        if (i >= report->top)
            space_plus(&rest, &row->sizes);
        else if (row->text.n == 0)
            put_row(to, &row->sizes, none);
        else
            put_named(to, &row->sizes, row->text);
    }
    if (sums->n > report->top) {
        put_sizes(to, &rest);
        textbuf_cstr(to, "(");
        textbuf_commas(to, sums->n - report->top);
        textbuf_cstr(to, " more)\n");
    }
}

static void put_classes(const struct space_sizes *sizes, unsigned n, const char *(*word)(unsigned),
                        const char *heading, const char *what, struct textbuf *to)
{
    put_heading(to, heading, what);
    for (unsigned i = 0; i < n; i++)
        if (!is_nothing(&sizes[i]))
            put_row(to, &sizes[i], word(i));
}

static void put_breakdowns(const struct report *report, struct textbuf *to)
{
    const struct shares *s = &report->shares;

    put_texts(report, &s->extensions, "By extension", "Extension", "(none)", to);
    put_texts(report, &s->owners, "By owner", "Owner", "(unknown)", to);
    put_classes(s->ages, SHARES_AGES, reportwords_age, "By time since the last change of data",
                "Modified", to);
    put_classes(s->steps, SHARES_STEPS, reportwords_step, "By size", "Size of file", to);
    put_classes(s->links, SHARES_LINKS, reportwords_links, "By number of names", "Names of file",
                to);
    put_classes(s->kinds, SHARES_KINDS, reportwords_kind,
                "By kind (a file may be of several: these do not add up)", "Kind", to);
}

static void put_store(const struct report *report, struct textbuf *to)
{
    const struct shares *store = &report->store;

    if (!report->has_store)
        return;
    lines_heading(to, "Component store, \\Windows\\WinSxS");
    lines_size(to, "Apparent: what a listing adds up", report->store_sizes.naive);
    lines_size(to, "Actual: clusters, each file once", store->present.allocated);
    lines_size(to, "  shared with Windows", store->shared.allocated);
    lines_size(to, "  its own: all that it costs", report->store_sizes.freed);
}

static void put_residue(const struct account *account, struct textbuf *to)
{
    if (account->unclaimed)
        lines_size(to, "Marked, but of no file", account->unclaimed);
    else if (account->unmarked)
        lines_size(to, "Of files, but not marked", account->unmarked);
    else
        lines_size(to, "Residue", 0);
    if (account->unclaimed)
        textbuf_cstr(to, "    clusters were lost, or their records cannot be read: chkdsk gives "
                         "them back\n");
    if (account->unmarked)
        textbuf_cstr(to, "    clusters belong to two files, or count as free: run chkdsk before "
                         "writing\n");
    if (account->headers_less)
        lines_size(to, "Files' headers tell less by", account->headers_less);
    if (account->headers_more)
        lines_size(to, "Files' headers tell more by", account->headers_more);
}

/* Of the volume as a whole, wherever --under points. */
static void put_account(const struct report *report, struct textbuf *to)
{
    const struct account *account = &report->account;

    lines_heading(to, "The volume's clusters, by the runs of all records");
    if (report->no_account) {
        textbuf_format(to, "  not known: %s\n", report->no_account);
        return;
    }
    for (unsigned kind = 0; kind < USAGE_KINDS; kind++)
        lines_size(to, reportwords_usage(kind), account->lines[kind]);
    lines_size(to, "Within records, deleted files", 0);
    lines_size(to, "Sum", account->claimed);
    lines_size(to, "Marked as used in $Bitmap", account->marked);
    put_residue(account, to);
    if (account->orphans)
        lines_size(to, "Of the sum, in no folder", account->orphans);
}

void report_text(const struct report *report, struct out *out)
{
    struct textbuf *to = &out->text;

    put_source(report, to);
    put_meanings(to);
    put_folders(report, to);
    put_store(report, to);
    put_breakdowns(report, to);
    put_account(report, to);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A difference for people: see diff_text.h. */
#include "src/diff_text.h"

#include "src/diffwords.h"
#include "src/filetime.h"
#include "src/lines.h"
#include "src/number.h"

enum { COLUMN = 13 };

/* ---- Columns ---- */

static void put_aligned(struct textbuf *to, struct str text)
{
    textbuf_fill(to, ' ', text.n < COLUMN ? COLUMN - text.n : 1);
    textbuf_str(to, text);
}

static void put_count(struct textbuf *to, uint64_t n)
{
    char text[NUMBER_COMMAS_BYTES];

    put_aligned(to, (struct str){text, number_commas(n, text)});
}

static void put_size(struct textbuf *to, uint64_t nbytes)
{
    char text[NUMBER_HUMAN_BYTES + NUMBER_COMMAS_BYTES] = "0";

    put_aligned(to, (struct str){text, nbytes ? number_human(nbytes, text) : 1});
}

static void put_headings(struct textbuf *to, const char *const *columns, size_t n, const char *what)
{
    for (size_t i = 0; i < n; i++)
        put_aligned(to, str_of(columns[i]));
    textbuf_format(to, "  %s\n", what);
}

/* ---- What is compared ---- */

static void put_side(const struct diff_side *side, const char *label, struct textbuf *to)
{
    const struct target *target = &side->survey.target;

    textbuf_cstr(to, label);
    textbuf_shown(to, str_of(target->name));
    if (target->chosen && !target->inventory)
        textbuf_format(to, ", partition %u", target->chosen->number);
    if (target->inventory) {
        struct filetime_last last = {0};
        char text[FILETIME_BYTES];
        size_t n = filetime_text(target->inventory->kept.facts.scanned, &last, text);

        textbuf_cstr(to, ", an inventory of ");
        textbuf_str(to, (struct str){text, n});
    }
    textbuf_char(to, '\n');
}

static void put_sources(const struct diff *diff, struct textbuf *to)
{
    put_side(&diff->sides[0], "Before: ", to);
    put_side(&diff->sides[1], "After:  ", to);
    textbuf_cstr(to, "Folder: ");
    textbuf_shown(to, str_of(diff->options->under ? diff->options->under : "the whole volume"));
    textbuf_char(to, '\n');
    if (diff->question.is_other_volume)
        textbuf_cstr(to, "These are different volumes: what has the same file reference is taken "
                         "for the same file.\n");
}

/* ---- Rows ---- */

static void put_kinds(uint32_t kinds, struct textbuf *to)
{
    const char *before = "";

    for (unsigned kind = 0; kind < DIFFERENCE_KINDS; kind++) {
        if (!(kinds >> kind & 1))
            continue;
        textbuf_format(to, "%s%s", before, diffwords_kind(kind));
        before = ", ";
    }
    textbuf_cstr(to, ": ");
}

static void put_sizes(const struct diff *diff, const struct difference_row *row, struct textbuf *to)
{
    bool was_there = row->before != INDEX_NONE, is_there = row->after != INDEX_NONE;
    const struct file_rows *before = &diff->sides[0].survey.index->files;
    const struct file_rows *after = &diff->sides[1].survey.index->files;

    if (was_there && is_there && before->size[row->before] == after->size[row->after])
        return;
    textbuf_cstr(to, " (");
    if (was_there)
        textbuf_commas(to, before->size[row->before]);
    if (was_there && is_there)
        textbuf_cstr(to, " -> ");
    if (is_there)
        textbuf_commas(to, after->size[row->after]);
    textbuf_cstr(to, " bytes)");
}

static bool put_name(struct diff *diff, bool is_after, uint32_t name, const char *label,
                     struct textbuf *to)
{
    struct str path;

    if (!diff_name(diff, is_after, name, &path))
        return false;
    textbuf_cstr(to, label);
    textbuf_shown(to, path);
    return true;
}

static bool put_pair(struct diff *diff, const struct difference_names_pair *pair,
                     struct textbuf *to)
{
    bool is_good = true;

    if (pair->before != INDEX_NONE)
        is_good =
            put_name(diff, false, pair->before, pair->after == INDEX_NONE ? "    - " : "    ", to);
    if (pair->after != INDEX_NONE)
        is_good =
            put_name(diff, true, pair->after, pair->before == INDEX_NONE ? "    + " : " -> ", to) &&
            is_good;
    textbuf_char(to, '\n');
    return is_good;
}

static bool put_row(struct diff *diff, const struct difference_row *row, struct textbuf *to)
{
    bool is_after = row->after != INDEX_NONE;
    uint32_t file = is_after ? row->after : row->before;
    bool is_folder = diff->sides[is_after].survey.index->files.flags[file] & FILE_DIRECTORY;
    struct str path;

    put_kinds(row->kinds, to);
    if (!diff_path(diff, is_after, file, &path) || !diff_names(diff, row))
        return false;
    textbuf_shown(to, path);
    if (is_folder)
        textbuf_char(to, '\\');
    else
        put_sizes(diff, row, to);
    textbuf_char(to, '\n');
    for (uint32_t i = 0; i < diff->names.n; i++)
        if (!put_pair(diff, &diff->names.at[i], to))
            return false;
    return true;
}

static bool put_rows(struct diff *diff, struct out *out)
{
    if (diff->difference.n > 0)
        textbuf_char(&out->text, '\n');
    for (uint32_t i = 0; i < diff->difference.n && out_drain(out); i++)
        if (!put_row(diff, &diff->difference.rows[i], &out->text))
            return false;
    return true;
}

/* ---- Totals ---- */

static void put_tally(const struct difference_tally *tally, const char *label, struct textbuf *to)
{
    put_count(to, tally->files);
    put_count(to, tally->folders);
    put_size(to, tally->before_bytes);
    put_size(to, tally->after_bytes);
    textbuf_format(to, "  %s\n", label);
}

static void put_by_kind(const struct diff *diff, struct textbuf *to)
{
    static const char *const columns[] = {"Files", "Folders", "Before", "After"};
    const struct difference *difference = &diff->difference;

    textbuf_cstr(to, "\nBy kind (a file may have several)\n");
    put_headings(to, columns, sizeof columns / sizeof columns[0], "Kind");
    for (unsigned kind = 0; kind < DIFFERENCE_KINDS; kind++)
        if (difference->kinds[kind].files + difference->kinds[kind].folders > 0)
            put_tally(&difference->kinds[kind], diffwords_meaning(kind), to);
    put_tally(&difference->rows_all, "all that differ, each once", to);
    put_tally(&difference->same, "the same in both", to);
}

static void put_folder_row(const struct difference_folders_row *row, struct textbuf *to)
{
    put_size(to, row->was.bytes);
    put_size(to, row->is.bytes);
    put_count(to, row->added);
    put_count(to, row->removed);
    put_count(to, row->changed);
    put_count(to, row->came);
    put_count(to, row->left);
    textbuf_cstr(to, "  ");
}

static bool put_folder(struct diff *diff, const struct difference_folders_row *row,
                       struct textbuf *to)
{
    bool is_after = row->after != INDEX_NONE;
    struct str path = str_of(row->is_lost ? "(in no folder)" : "(directly here)");

    if ((is_after || row->before != INDEX_NONE) &&
        !diff_path(diff, is_after, is_after ? row->after : row->before, &path))
        return false;
    put_folder_row(row, to);
    textbuf_shown(to, path);
    textbuf_char(to, '\n');
    return true;
}

static bool put_by_folder(struct diff *diff, struct out *out)
{
    static const char *const columns[] = {"Before",  "After", "Added", "Removed",
                                          "Changed", "Came",  "Left"};
    const struct difference_folders *folders = &diff->folders;
    struct difference_folders_row rest = {0};
    struct textbuf *to = &out->text;

    textbuf_cstr(to,
                 "\nBy folder (sizes of all files in it; numbers of files that differ, and that "
                 "were elsewhere before)\n");
    put_headings(to, columns, sizeof columns / sizeof columns[0], "Folder");
    for (uint32_t i = 0; i < folders->n; i++) {
        if (i >= diff->top)
            difference_folders_plus(&rest, &folders->rows[i]);
        else if (!put_folder(diff, &folders->rows[i], to))
            return false;
        out_drain(out);
    }
    if (folders->n > diff->top) {
        put_folder_row(&rest, to);
        textbuf_cstr(to, "(");
        textbuf_commas(to, folders->n - diff->top);
        textbuf_cstr(to, " more; --top shows more)\n");
    }
    put_size(to, folders->was.bytes);
    put_size(to, folders->is.bytes);
    textbuf_fill(to, ' ', 5 * (size_t)COLUMN);
    textbuf_cstr(to, "  Total\n");
    return true;
}

bool diff_text(struct diff *diff, struct out *out)
{
    put_sources(diff, &out->text);
    if (!put_rows(diff, out))
        return false;
    put_by_kind(diff, &out->text);
    return put_by_folder(diff, out);
}

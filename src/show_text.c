/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A plan for people: see show_text.h. Tables have their numbers first and what they are about last,
 * so that long names push nothing out of its column.
 */
#include "src/show_text.h"

#include "src/lines.h"
#include "src/number.h"
#include "src/planpath.h"
#include "src/show_folders.h"

enum { NAMES_WIDTH = 15, SIZE_WIDTH = 12, REFUSED_WIDTH = 10, REASON_WIDTH = 18, LINE_WIDTH = 80 };

/* TEXT, ending WIDTH columns behind where the line is. */
static void put_right(struct textbuf *to, struct str text, size_t width)
{
    textbuf_fill(to, ' ', text.n < width ? width - text.n : 1);
    textbuf_str(to, text);
}

static void put_count(struct textbuf *to, uint64_t n, size_t width)
{
    char text[NUMBER_COMMAS_BYTES];

    put_right(to, (struct str){text, number_commas(n, text)}, width);
}

static void put_size(struct textbuf *to, uint64_t nbytes)
{
    char text[NUMBER_HUMAN_BYTES];

    put_right(to, nbytes ? (struct str){text, number_human(nbytes, text)} : str_of("-"),
              SIZE_WIDTH);
}

/* SENTENCE in lines of at most LINE_WIDTH columns, each from column INDENT on. */
static void put_wrapped(struct textbuf *to, const char *sentence, size_t indent)
{
    size_t used = indent;

    textbuf_fill(to, ' ', indent);
    while (*sentence) {
        size_t n = strcspn(sentence, " ");

        if (used > indent && used + 1 + n > LINE_WIDTH) {
            textbuf_char(to, '\n');
            textbuf_fill(to, ' ', indent);
            used = indent;
        } else if (used > indent) {
            textbuf_char(to, ' ');
            used++;
        }
        textbuf_str(to, (struct str){sentence, n});
        used += n;
        sentence += n + (sentence[n] == ' ');
    }
    textbuf_char(to, '\n');
}

static void put_columns(struct textbuf *to, const char *title)
{
    lines_heading(to, title);
    put_right(to, str_of("names"), NAMES_WIDTH);
    put_right(to, str_of("size"), SIZE_WIDTH);
    put_right(to, str_of("refused"), REFUSED_WIDTH);
    textbuf_char(to, '\n');
}

/* A row whose label the caller puts behind it, and ends. */
static void put_row(struct textbuf *to, const struct plantally_row *row)
{
    put_count(to, row->names, NAMES_WIDTH);
    put_size(to, row->bytes);
    put_count(to, row->refusals, REFUSED_WIDTH);
    textbuf_cstr(to, "  ");
}

static void put_named_row(struct textbuf *to, const struct plantally_row *row, struct str name)
{
    put_row(to, row);
    textbuf_shown(to, name);
    textbuf_char(to, '\n');
}

/* ---- What it is ---- */

static void put_value(struct textbuf *to, const char *label, struct str value)
{
    lines_label(to, label);
    textbuf_shown(to, value.n ? value : str_of("none"));
    textbuf_char(to, '\n');
}

static void put_head(const struct planfile *file, struct textbuf *to)
{
    const struct plan *plan = &file->plan;

    lines_heading(to, "Plan");
    put_value(to, "Command", plan->command);
    put_value(to, "Store", plan->store);
    put_value(to, "By mftlink", plan->version);
    lines_value(to, "SHA-256", "%s", file->sha256);
    if (plan->is_blocked)
        lines_value(to, "Blocked", "it cannot be applied: see what it refuses");
}

static void put_volume(const struct plan_volume *v, struct textbuf *to)
{
    textbuf_cstr(to, "  ");
    textbuf_shown(to, v->drive);
    textbuf_cstr(to, "  ");
    textbuf_shown(to, v->file_system);
    textbuf_format(to, ", serial number %08x-%08x", (unsigned)(v->serial >> 32),
                   (unsigned)(v->serial & UINT32_MAX));
    if (v->label.n > 0) {
        textbuf_cstr(to, ", label ");
        textbuf_shown(to, v->label);
    }
    if (v->has_store)
        textbuf_cstr(to, ", with a store");
    textbuf_cstr(to, "\n      ");
    if (v->has_space) {
        textbuf_commas(to, v->free_clusters);
        textbuf_cstr(to, " clusters of ");
        textbuf_commas(to, v->clusters);
        textbuf_cstr(to, " free: ");
        textbuf_size(to, v->free_clusters * v->cluster_bytes);
    } else {
        textbuf_cstr(to, "free space not known");
    }
    textbuf_char(to, '\n');
}

static void put_volumes(const struct plan *plan, struct textbuf *to)
{
    lines_heading(to, "Volumes, when it was made");
    for (uint32_t i = 0; i < plan->nvolumes; i++)
        put_volume(&plan->volumes[i], to);
}

/* ---- What it does ---- */

static void put_totals(const struct plan *plan, const struct plantally *tally, struct textbuf *to)
{
    static const char *const labels[PLAN_NKINDS] = {
        "Folders to make (mkdir)",  "Names to add (link)",           "Files to copy (copy)",
        "Names to move (move)",     "Names to remove (unlink)",      "Folders to remove (rmdir)",
        "Files to delete (delete)", "Manifests to write (manifest)", "Files to secure (secure)"};

    lines_heading(to, "Operations");
    for (unsigned kind = 0; kind < PLAN_NKINDS; kind++)
        if (tally->kinds[kind] > 0)
            lines_number(to, labels[kind], tally->kinds[kind], NULL);
    lines_number(to, "All operations", plan->nops, NULL);
    lines_number(to, "Refused", plan->nrefusals, NULL);
    lines_size(to, "Naive: size of each name", tally->all.bytes);
    lines_size(to, "Unique: each file once", tally->unique_bytes);
    if (tally->kinds[PLAN_COPY] > 0)
        lines_size(to, "To be copied", tally->kind_bytes[PLAN_COPY]);
    if (tally->kinds[PLAN_UNLINK] > 0)
        lines_size(to, "Kept under other names", tally->kept_bytes);
    if (tally->kinds[PLAN_DELETE] > 0)
        lines_size(to, "Freed by files that go", tally->kind_bytes[PLAN_DELETE]);
}

static bool is_empty(const struct plantally_row *row)
{
    return row->names == 0 && row->refusals == 0;
}

static void put_users(const struct plan *plan, const struct plantally *tally, struct textbuf *to)
{
    put_columns(to, "By user");
    for (uint32_t i = 0; i < plan->nusers; i++)
        put_named_row(to, &tally->users[i], plan->users[i].name);
    if (!is_empty(&tally->computer))
        put_named_row(to, &tally->computer, str_of("(the computer)"));
    if (!is_empty(&tally->no_rule))
        put_named_row(to, &tally->no_rule, str_of("(by no rule)"));
}

static void put_components(const struct plantally *tally, struct textbuf *to)
{
    put_columns(to, "By component");
    for (uint32_t i = 0; i < tally->ncomponents; i++)
        if (!is_empty(&tally->components[i].row))
            put_named_row(to, &tally->components[i].row, tally->components[i].name);
}

static void put_folder(const struct plan *plan, const struct plantally *tally, uint32_t folder,
                       struct textbuf *path, struct textbuf *to)
{
    path->n = 0;
    planpath_put(plan, folder, (struct str){"", 0}, path);
    put_named_row(to, &tally->folders[folder], textbuf_view(path));
    to->is_short |= path->is_short;
}

static void put_folders(const struct plan *plan, const struct plantally *tally, struct textbuf *to)
{
    struct show_folders folders;
    struct textbuf path = {0};

    if (!show_folders(plan, tally, &folders)) {
        to->is_short = true;
        return;
    }
    if (folders.n > 0)
        put_columns(to, "By folder, those with a twentieth or more");
    for (uint32_t i = 0; i < folders.n; i++)
        put_folder(plan, tally, folders.at[i], &path, to);
    textbuf_free(&path);
    show_folders_free(&folders);
}

static void put_copies(const struct plantally *tally, struct textbuf *to)
{
    if (tally->kinds[PLAN_COPY] > 0)
        lines_heading(to, "Copied, not linked");
    for (unsigned reason = 0; reason < PLAN_NREASONS; reason++)
        if (tally->copies[reason] > 0) {
            put_count(to, tally->copies[reason], NAMES_WIDTH);
            textbuf_format(to, "  %s\n", plan_reason_word((enum plan_reason)reason));
            put_wrapped(to, plan_reason_sentence((enum plan_reason)reason), NAMES_WIDTH + 2);
        }
}

/* ---- What it refuses ---- */

static void put_example(const struct plan *plan, uint32_t refusal, struct textbuf *path,
                        struct textbuf *to)
{
    path->n = 0;
    planpath_subject(plan, &plan->refusals[refusal], path);
    textbuf_fill(to, ' ', NAMES_WIDTH + 4);
    textbuf_shown(to, textbuf_view(path));
    textbuf_char(to, '\n');
    to->is_short |= path->is_short;
}

static void put_reason(const struct plan *plan, const struct plantally_reason *reason,
                       enum plan_reason which, struct textbuf *path, struct textbuf *to)
{
    put_count(to, reason->n, NAMES_WIDTH);
    textbuf_format(to, "  %s", plan_reason_word(which));
    if (reason->bytes > 0) {
        textbuf_cstr(to, ", ");
        textbuf_size(to, reason->bytes);
    }
    textbuf_char(to, '\n');
    put_wrapped(to, plan_reason_sentence(which), NAMES_WIDTH + 2);
    for (unsigned i = 0; i < PLANTALLY_EXAMPLES && reason->first[i] != PLAN_NONE; i++)
        put_example(plan, reason->first[i], path, to);
    if (reason->n > PLANTALLY_EXAMPLES) {
        textbuf_fill(to, ' ', NAMES_WIDTH + 4);
        textbuf_cstr(to, "and ");
        textbuf_commas(to, reason->n - PLANTALLY_EXAMPLES);
        textbuf_cstr(to, " more\n");
    }
}

static void put_reasons(const struct plan *plan, const struct plantally *tally, struct textbuf *to)
{
    struct textbuf path = {0};

    if (plan->nrefusals > 0)
        lines_heading(to, "Refused");
    for (unsigned i = 0; i < PLAN_NREASONS; i++)
        if (tally->reasons[i].n > 0)
            put_reason(plan, &tally->reasons[i], (enum plan_reason)i, &path, to);
    textbuf_free(&path);
}

/* ---- Rows ---- */

static void put_refusals(const struct plan *plan, struct out *out)
{
    struct textbuf path = {0};

    lines_heading(&out->text, "Everything refused");
    for (uint32_t i = 0; i < plan->nrefusals && out_drain(out) && !path.is_short; i++) {
        const struct plan_op *op = &plan->refusals[i];

        path.n = 0;
        planpath_subject(plan, op, &path);
        textbuf_format(&out->text, "  %-*s  ", REASON_WIDTH, plan_reason_word(op->reason));
        textbuf_shown(&out->text, textbuf_view(&path));
        textbuf_char(&out->text, '\n');
    }
    out->text.is_short |= path.is_short;
    textbuf_free(&path);
}

static void put_op(const struct plan *plan, uint32_t i, struct textbuf *path, struct textbuf *to)
{
    const struct plan_op *op = &plan->ops[i];

    put_count(to, i + UINT64_C(1), SIZE_WIDTH);
    textbuf_format(to, "  %-8s  ", plan_kind_word(op->kind));
    path->n = 0;
    planpath_target(plan, op, path);
    textbuf_shown(to, textbuf_view(path));
    path->n = 0;
    if (planpath_source(plan, op, path)) {
        textbuf_cstr(to, "  <- ");
        textbuf_shown(to, textbuf_view(path));
    }
    if (op->reason != PLAN_AS_USUAL)
        textbuf_format(to, "  [%s]", plan_reason_word(op->reason));
    textbuf_char(to, '\n');
}

static void put_ops(const struct plan *plan, struct out *out)
{
    struct textbuf path = {0};

    lines_heading(&out->text, "Every operation");
    for (uint32_t i = 0; i < plan->nops && out_drain(out) && !path.is_short; i++)
        put_op(plan, i, &path, &out->text);
    out->text.is_short |= path.is_short;
    textbuf_free(&path);
}

static void put_notes(const struct plan *plan, struct textbuf *to)
{
    if (plan->nnotes > 0)
        lines_heading(to, "Notes");
    for (uint32_t i = 0; i < plan->nnotes; i++) {
        textbuf_cstr(to, "  ");
        textbuf_shown(to, plan->notes[i]);
        textbuf_char(to, '\n');
    }
}

void show_text(const struct planfile *file, const struct plantally *tally,
               const struct options *options, struct out *out)
{
    const struct plan *plan = &file->plan;

    put_head(file, &out->text);
    put_volumes(plan, &out->text);
    put_totals(plan, tally, &out->text);
    if (plan->nrules > 0 || plan->nusers > 0) {
        put_users(plan, tally, &out->text);
        put_components(tally, &out->text);
    }
    put_folders(plan, tally, &out->text);
    put_copies(tally, &out->text);
    put_reasons(plan, tally, &out->text);
    put_notes(plan, &out->text);
    if (options->with_refusals)
        put_refusals(plan, out);
    if (options->with_ops)
        put_ops(plan, out);
}

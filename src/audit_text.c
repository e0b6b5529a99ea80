/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An audit for people: see audit_text.h. */
#include "src/audit_text.h"

#include "mft/layout.h"
#include "src/audit_paths.h"
#include "src/filetime.h"
#include "src/lines.h"
#include "src/usnrecord.h"

#include <inttypes.h>

enum { SHOWN_MAX = 20 /* findings of a kind */ };

/* What matters most comes last, next to the verdict. */
static const enum audit_kind order[] = {
    AUDIT_EXTRA,   AUDIT_CLEANED, AUDIT_ORIGINAL_MOVED,  AUDIT_ORIGINAL_DELETED,
    AUDIT_CHANGED, AUDIT_MISSING, AUDIT_LOST_CONNECTION, AUDIT_ONLY_COPY,
    AUDIT_DAMAGED,
};

struct printer {
    const struct audit_report *report;
    struct audit_paths paths;
    struct textbuf *to;
    struct out *out;
    struct filetime_last last;
};

/* ---- The summary ---- */

static void put_time(struct printer *p, uint64_t ticks)
{
    char text[FILETIME_BYTES];

    textbuf_str(p->to, (struct str){text, filetime_text(ticks, &p->last, text)});
}

static void put_journal(struct printer *p, const struct usnjournal *journal)
{
    if (!journal->is_there)
        return;
    lines_number(p->to, "Records of its change journal", journal->nrecords, NULL);
    if (journal->first == 0)
        return;
    lines_label(p->to, "These are from");
    put_time(p, journal->first);
    textbuf_cstr(p->to, " to ");
    put_time(p, journal->last);
    textbuf_char(p->to, '\n');
}

static void put_part(struct printer *p, uint32_t drive)
{
    const struct audit_part *part = &p->report->parts[drive];
    const struct audit *audit = &part->audit;

    if (!audit->is_found)
        return;
    textbuf_char(p->to, '\n');
    textbuf_shown(p->to, p->report->drives->machine.drives[drive].name);
    textbuf_char(p->to, '\n');
    lines_number(p->to, "Files in the store", audit->files, NULL);
    lines_number(p->to, "Manifests", part->job.nmanifests,
                 part->job.nmanifests ? NULL : "what was made is told by the layout alone");
    lines_size(p->to, "What comes free without it", audit->freed_bytes);
    put_journal(p, &part->journal);
}

static void put_kinds(struct printer *p)
{
    lines_heading(p->to, "Entries");
    for (unsigned kind = 0; kind < AUDIT_NKINDS; kind++)
        if (p->report->counts[kind] > 0 || kind == AUDIT_OK)
            lines_number(p->to, audit_kind_word((enum audit_kind)kind), p->report->counts[kind],
                         audit_report_meaning((enum audit_kind)kind));
}

/* ---- A finding ---- */

static void put_path(struct printer *p, const char *before, const struct textbuf *path)
{
    textbuf_cstr(p->to, before);
    textbuf_shown(p->to, textbuf_view(path));
    textbuf_char(p->to, '\n');
}

static const char *word_of_other(const struct audit_row *row)
{
    switch (row->kind) {
    case AUDIT_OK:
    case AUDIT_LOST_CONNECTION:
    case AUDIT_CHANGED:
        return "    there now: ";
    case AUDIT_ORIGINAL_MOVED:
        return "    it is now: ";
    case AUDIT_ONLY_COPY:
    case AUDIT_ORIGINAL_DELETED:
    case AUDIT_EXTRA:
    case AUDIT_CLEANED:
    case AUDIT_MISSING:
    case AUDIT_DAMAGED:
        break;
    }
    return "    also:      ";
}

static void put_fields(struct printer *p, unsigned fields)
{
    const char *before = "    other:     ";

    for (unsigned no = 0; no < AUDIT_NFIELDS; no++) {
        if (!(fields >> no & 1))
            continue;
        textbuf_cstr(p->to, before);
        textbuf_cstr(p->to, audit_field_word(no));
        before = ", ";
    }
    if (fields)
        textbuf_char(p->to, '\n');
}

static void put_size_change(struct printer *p, const struct audit_part *part,
                            const struct audit_row *row)
{
    const struct manifest_row *manifest = audit_manifest_row(&part->job, row);
    const struct index *index = part->job.machine->drives[part->job.drive].index;

    if (!manifest || !(row->fields & AUDIT_SIZE))
        return;
    textbuf_cstr(p->to, "    size:      ");
    textbuf_commas(p->to, index->files.size[index->names.file[row->name]]);
    textbuf_cstr(p->to, " bytes, was ");
    textbuf_commas(p->to, manifest->size);
    textbuf_char(p->to, '\n');
}

static void put_change(struct printer *p, const struct audit_change *change)
{
    const char *before = "    journal:   ";

    for (unsigned no = 0; no < USNRECORD_NREASONS; no++) {
        if (!(change->reasons >> no & 1) || !usnrecord_reason(no))
            continue;
        textbuf_cstr(p->to, before);
        textbuf_cstr(p->to, usnrecord_reason(no));
        before = ", ";
    }
    textbuf_cstr(p->to, change->reasons ? "; last " : before);
    put_time(p, change->last);
    textbuf_char(p->to, '\n');
}

static void put_finding(struct printer *p, const struct audit_part *part,
                        const struct audit_row *row)
{
    bool has_original;

    audit_paths_of(&p->paths, part, row);
    has_original = p->paths.original.n > 0;
    put_path(p, "  ", has_original ? &p->paths.original : &p->paths.path);
    if (has_original)
        put_path(p, "    in store:  ", &p->paths.path);
    if (p->paths.other.n > 0)
        put_path(p, word_of_other(row), &p->paths.other);
    put_fields(p, row->fields);
    put_size_change(p, part, row);
    if (row->change != PLAN_NONE)
        put_change(p, &part->job.changes[row->change]);
    if (row->is_last)
        textbuf_cstr(p->to, "    lost with the store\n");
}

/* ---- All findings ---- */

static void put_rest(struct printer *p, uint64_t n)
{
    textbuf_cstr(p->to, "  and ");
    textbuf_commas(p->to, n);
    textbuf_cstr(p->to, " more; --all lists them\n");
}

static void put_kind(struct printer *p, enum audit_kind kind)
{
    uint64_t n = p->report->counts[kind], nshown = 0;
    uint64_t most = p->report->lists_all || n <= SHOWN_MAX ? n : SHOWN_MAX;

    if (n == 0)
        return;
    textbuf_char(p->to, '\n');
    textbuf_cstr(p->to, audit_kind_word(kind));
    textbuf_cstr(p->to, ": ");
    textbuf_cstr(p->to, audit_report_meaning(kind));
    textbuf_char(p->to, '\n');
    for (uint32_t drive = 0; drive < p->report->drives->machine.ndrives; drive++) {
        const struct audit_part *part = &p->report->parts[drive];

        for (uint32_t i = 0; i < part->audit.n && nshown < most && out_drain(p->out); i++)
            if (part->audit.rows[i].kind == kind) {
                put_finding(p, part, &part->audit.rows[i]);
                nshown++;
            }
    }
    if (n > most)
        put_rest(p, n - most);
}

static void put_head(struct printer *p)
{
    textbuf_cstr(p->to, "Store ");
    textbuf_shown(p->to, p->report->store);
    textbuf_char(p->to, '\n');
    for (uint32_t i = 0; i < p->report->drives->machine.ndrives; i++)
        put_part(p, i);
    put_kinds(p);
}

void audit_text(const struct audit_report *report, struct out *out)
{
    struct printer p = {.report = report, .to = &out->text, .out = out};

    if (!audit_paths_begin(report, &p.paths)) {
        out->text.is_short = true;
        return;
    }
    put_head(&p);
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
        put_kind(&p, order[i]);
    textbuf_char(p.to, '\n');
    audit_report_verdict(report, p.to);
    textbuf_char(p.to, '\n');
    out->text.is_short |= p.paths.is_short;
    audit_paths_end(&p.paths);
}

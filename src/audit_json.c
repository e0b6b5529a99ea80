/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An audit for programs: see audit_json.h. */
#include "src/audit_json.h"

#include "src/audit_paths.h"
#include "src/filetime.h"
#include "src/json.h"
#include "src/usnrecord.h"

static void put_time(struct json *json, const char *key, uint64_t ticks)
{
    if (ticks) {
        struct filetime_last last = {0};
        char text[FILETIME_BYTES];

        json_text(json, key, (struct str){text, filetime_text(ticks, &last, text)});
    } else {
        json_null(json, key);
    }
}

static void put_path(struct json *json, const char *key, const struct textbuf *path)
{
    if (path->n > 0)
        json_text(json, key, textbuf_view(path));
    else
        json_null(json, key);
}

/* ---- The summary ---- */

static void put_journal(struct json *json, const struct usnjournal *journal)
{
    if (!journal->is_there) {
        json_null(json, "journal");
        return;
    }
    json_row(json, "journal");
    json_number(json, "records", journal->nrecords);
    json_number(json, "damaged", journal->ndamaged);
    put_time(json, "first", journal->first);
    put_time(json, "last", journal->last);
    json_end(json, '}');
}

static void put_parts(const struct audit_report *report, struct json *json)
{
    json_array(json, "parts");
    for (uint32_t i = 0; i < report->drives->machine.ndrives; i++) {
        const struct audit_part *part = &report->parts[i];

        if (!part->audit.is_found)
            continue;
        json_object(json, NULL);
        json_text(json, "drive", report->drives->machine.drives[i].name);
        json_number(json, "files", part->audit.files);
        json_number(json, "manifests", part->job.nmanifests);
        json_bool(json, "manifest_unread", part->is_unread);
        json_bool(json, "safe", part->audit.is_safe);
        json_number(json, "freed_bytes", part->audit.freed_bytes);
        json_number(json, "freed_records", part->audit.freed_records);
        put_journal(json, &part->journal);
        json_end(json, '}');
    }
    json_end(json, ']');
}

static void put_kinds(const struct audit_report *report, struct json *json)
{
    json_object(json, "kinds");
    for (unsigned kind = 0; kind < AUDIT_NKINDS; kind++)
        json_number(json, audit_kind_word((enum audit_kind)kind), report->counts[kind]);
    json_end(json, '}');
}

static void put_verdict(const struct audit_report *report, struct json *json)
{
    struct textbuf text = {0};

    audit_report_verdict(report, &text);
    json_bool(json, "safe", report->is_safe);
    json_text(json, "verdict", textbuf_view(&text));
    json_number(json, "only_copies", report->only_copies);
    json_number(json, "only_copy_bytes", report->only_copy_bytes);
    json_number(json, "superseded", report->superseded);
    json_number(json, "unseen", report->unseen);
    json_number(json, "equal_copies", report->copies);
    json_number(json, "freed_bytes", report->freed_bytes);
    json_number(json, "freed_records", report->freed_records);
    json->to->is_short |= text.is_short;
    textbuf_free(&text);
}

/* ---- Findings ---- */

static void put_fields(struct json *json, unsigned fields)
{
    json_array(json, "fields");
    for (unsigned no = 0; no < AUDIT_NFIELDS; no++)
        if (fields >> no & 1)
            json_word(json, NULL, audit_field_word(no));
    json_end(json, ']');
}

static void put_change(struct json *json, const struct audit_change *change)
{
    if (!change) {
        json_null(json, "change");
        return;
    }
    json_row(json, "change");
    json_number(json, "records", change->n);
    put_time(json, "first", change->first);
    put_time(json, "last", change->last);
    json_array(json, "reasons");
    for (unsigned no = 0; no < USNRECORD_NREASONS; no++)
        if (change->reasons >> no & 1 && usnrecord_reason(no))
            json_word(json, NULL, usnrecord_reason(no));
    json_end(json, ']');
    json_end(json, '}');
}

/* As the manifest says that it was. */
static void put_before(struct json *json, const struct manifest_row *manifest)
{
    if (!manifest) {
        json_null(json, "before");
        return;
    }
    json_row(json, "before");
    json_reference(json, "reference", manifest->reference);
    json_number(json, "size", manifest->size);
    put_time(json, "created", manifest->created);
    put_time(json, "modified", manifest->modified);
    json_hex(json, "attributes", manifest->attributes, 8);
    json_text(json, "streams", manifest->streams);
    json_end(json, '}');
}

static void put_now(struct json *json, const struct index *index, const struct audit_row *row)
{
    uint32_t file;

    if (row->name == INDEX_NONE) {
        json_null(json, "now");
        return;
    }
    file = index->names.file[row->name];
    json_row(json, "now");
    json_reference(json, "reference", index_reference(index, file));
    json_number(json, "size", index->files.size[file]);
    put_time(json, "created", index->files.times[TIMES * (size_t)file]);
    put_time(json, "modified", index->files.times[TIMES * (size_t)file + 1]);
    json_hex(json, "attributes", index->files.attributes[file], 8);
    json_number(json, "links", index_links(index, file));
    json_end(json, '}');
}

static void put_finding(const struct audit_part *part, const struct audit_row *row,
                        struct audit_paths *paths, struct json *json)
{
    const struct index *index = part->job.machine->drives[part->job.drive].index;

    audit_paths_of(paths, part, row);
    json_row(json, NULL);
    json_word(json, "kind", audit_kind_word(row->kind));
    put_path(json, "path", &paths->path);
    put_path(json, "original", &paths->original);
    put_path(json, "other", &paths->other);
    json_bool(json, "folder", row->is_folder);
    json_bool(json, "copy", row->is_copy);
    json_bool(json, "lost", row->is_last);
    json_bool(json, "superseded", row->has_successor);
    put_fields(json, row->fields);
    put_now(json, index, row);
    put_before(json, audit_manifest_row(&part->job, row));
    put_change(json, row->change == PLAN_NONE ? NULL : &part->job.changes[row->change]);
    json_end(json, '}');
}

static void put_findings(const struct audit_report *report, struct audit_paths *paths,
                         struct json *json, struct out *out)
{
    json_array(json, "findings");
    for (uint32_t drive = 0; drive < report->drives->machine.ndrives; drive++) {
        const struct audit_part *part = &report->parts[drive];

        for (uint32_t i = 0; i < part->audit.n && out_drain(out); i++)
            if (part->audit.rows[i].kind != AUDIT_OK)
                put_finding(part, &part->audit.rows[i], paths, json);
    }
    json_end(json, ']');
}

void audit_json(const struct audit_report *report, struct out *out)
{
    struct json json = {.to = &out->text};
    struct audit_paths paths;

    if (!audit_paths_begin(report, &paths)) {
        out->text.is_short = true;
        return;
    }
    json_object(&json, NULL);
    json_number(&json, "schema_version", 1);
    json_word(&json, "command", "audit");
    json_text(&json, "store", report->store);
    put_verdict(report, &json);
    put_kinds(report, &json);
    put_parts(report, &json);
    put_findings(report, &paths, &json, out);
    json_end(&json, '}');
    out->text.is_short |= paths.is_short;
    audit_paths_end(&paths);
}

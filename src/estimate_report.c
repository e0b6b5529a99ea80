/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The price in words: see estimate_report.h. */
#include "src/estimate_report.h"

#include "src/estimate_users.h"
#include "src/lines.h"

static const struct plan *plan_of(const struct estimate_report *r)
{
    return &r->planning->plan;
}

static bool is_enough(const struct estimate *estimate)
{
    for (uint32_t i = 0; i < estimate->n; i++)
        if (!estimate->volumes[i].is_enough)
            return false;
    return true;
}

/* ---- For people ---- */

static void put_heading(const struct plan_volume *volume, struct textbuf *to)
{
    textbuf_str(to, volume->drive);
    textbuf_cstr(to, "  ");
    textbuf_shown(to, volume->file_system);
    if (volume->label.n > 0) {
        textbuf_cstr(to, " \"");
        textbuf_shown(to, volume->label);
        textbuf_char(to, '"');
    }
    if (volume->is_ntfs)
        textbuf_format(to, ", serial number %08x-%08x", (unsigned)(volume->serial >> 32),
                       (unsigned)(volume->serial & UINT32_MAX));
    textbuf_char(to, '\n');
}

static void put_growth(const struct plan_volume *volume, const struct growth *growth,
                       struct textbuf *to)
{
    uint64_t cluster = volume->cluster_bytes;

    lines_size(to, "  $MFT grows by", growth->mft_clusters * cluster);
    lines_size(to, "  attribute lists by", growth->list_clusters * cluster);
    lines_size(to, "  folders by", growth->index_clusters * cluster);
    lines_size(to, "  copies and manifests by", growth->data_clusters * cluster);
    if (growth->security_clusters > 0)
        lines_size(to, "  $Secure by", growth->security_clusters * cluster);
    lines_size(to, "  all together", growth->clusters * cluster);
}

static void put_space(const struct estimate_volume *row, struct textbuf *to)
{
    if (!row->has_space) {
        lines_value(to, "  Free", "not known");
        return;
    }
    lines_size(to, "  Free now", row->free_bytes);
    lines_size(to, "  Free afterwards", row->free_bytes_after);
    if (!row->is_enough)
        textbuf_cstr(to, "    This is not enough: the growth, 64 clusters, and on the volume of "
                         "the store 250 MiB more\n    must be free.\n");
}

/* What is taken from a volume, and, where the store is, what that costs. */
static void put_volume(const struct plan_volume *volume, const struct estimate_volume *row,
                       struct textbuf *to)
{
    put_heading(volume, to);
    if (volume->is_ntfs) {
        lines_number(to, "  Names made by linking", row->links, NULL);
        lines_number(to, "  of so many files", row->linked_files, NULL);
        lines_size(to, "  whose contents stay where they are", row->linked_bytes);
    }
    lines_number(to, "  Files copied", row->copies, NULL);
    lines_size(to, "  whose contents have", row->copied_bytes);
    lines_size(to, "  A store of copies would take", row->copy_store_bytes);
    if (!volume->has_store)
        return;
    lines_number(to, "  Folders made", row->folders, NULL);
    put_growth(volume, &row->growth, to);
    put_space(row, to);
}

static void put_notes(const struct plan *plan, struct textbuf *to)
{
    if (plan->nnotes > 0)
        textbuf_cstr(to, "\nNotes\n");
    for (uint32_t i = 0; i < plan->nnotes; i++) {
        textbuf_cstr(to, "  ");
        textbuf_shown(to, plan->notes[i]);
        textbuf_char(to, '\n');
    }
}

void estimate_report_text(const struct estimate_report *r, struct textbuf *to)
{
    const struct plan *plan = plan_of(r);

    for (uint32_t i = 0; i < plan->nvolumes; i++) {
        if (i > 0)
            textbuf_char(to, '\n');
        put_volume(&plan->volumes[i], &r->estimate->volumes[i], to);
    }
    estimate_users_text(r, to);
    put_notes(plan, to);
    textbuf_char(to, '\n');
    if (plan->nrefusals > 0) {
        textbuf_commas(to, plan->nrefusals);
        textbuf_cstr(to, " refused: 'mftlink plan save' writes them down, 'mftlink show' tells "
                         "them.\n");
    }
    textbuf_cstr(to, is_enough(r->estimate) && r->readiness->is_ready && !plan->is_blocked
                         ? "This computer can be refreshed in place.\n"
                         : "This computer cannot be refreshed in place as it is.\n");
}

/* ---- JSON ---- */

static void put_json_growth(const struct plan_volume *volume, const struct growth *growth,
                            struct json *json)
{
    uint64_t cluster = volume->cluster_bytes;

    json_row(json, "growth");
    json_number(json, "records", growth->records);
    json_number(json, "records_reused", growth->records_reused);
    json_number(json, "mft_bytes", growth->mft_clusters * cluster);
    json_number(json, "attribute_list_bytes", growth->list_clusters * cluster);
    json_number(json, "index_bytes", growth->index_clusters * cluster);
    json_number(json, "data_bytes", growth->data_clusters * cluster);
    json_number(json, "security_bytes", growth->security_clusters * cluster);
    json_number(json, "clusters", growth->clusters);
    json_number(json, "bytes", growth->clusters * cluster);
    json_end(json, '}');
}

static void put_json_volume(const struct plan_volume *volume, const struct estimate_volume *row,
                            struct json *json)
{
    json_object(json, NULL);
    json_text(json, "drive", volume->drive);
    json_text(json, "label", volume->label);
    json_hex(json, "serial", volume->serial, 16);
    json_text(json, "file_system", volume->file_system);
    json_number(json, "cluster_bytes", volume->cluster_bytes);
    json_number(json, "folders", row->folders);
    json_number(json, "links", row->links);
    json_number(json, "linked_files", row->linked_files);
    json_number(json, "linked_bytes", row->linked_bytes);
    json_number(json, "copies", row->copies);
    json_number(json, "copied_bytes", row->copied_bytes);
    put_json_growth(volume, &row->growth, json);
    json_number(json, "copy_store_bytes", row->copy_store_bytes);
    if (row->has_space) {
        json_number(json, "free_bytes", row->free_bytes);
        json_number(json, "free_bytes_after", row->free_bytes_after);
    } else {
        json_null(json, "free_bytes");
        json_null(json, "free_bytes_after");
    }
    json_bool(json, "is_enough", row->is_enough);
    json_end(json, '}');
}

void estimate_report_json(const struct estimate_report *r, struct textbuf *to)
{
    const struct plan *plan = plan_of(r);
    struct json json = {.to = to};

    json_object(&json, NULL);
    json_number(&json, "schema_version", 1);
    json_word(&json, "command", "estimate");
    json_text(&json, "store", plan->store);
    json_array(&json, "volumes");
    for (uint32_t i = 0; i < plan->nvolumes; i++)
        put_json_volume(&plan->volumes[i], &r->estimate->volumes[i], &json);
    json_end(&json, ']');
    json_number(&json, "reserve_bytes", ESTIMATE_RESERVE_BYTES);
    json_number(&json, "operations", plan->nops);
    json_number(&json, "refusals", plan->nrefusals);
    json_bool(&json, "is_blocked", plan->is_blocked);
    json_bool(&json, "is_enough", is_enough(r->estimate));
    estimate_users_json(r, &json);
    json_bool(&json, "is_ready", r->readiness->is_ready);
    json_array(&json, "notes");
    for (uint32_t i = 0; i < plan->nnotes; i++)
        json_text(&json, NULL, plan->notes[i]);
    json_end(&json, ']');
    json_end(&json, '}');
}

/* ---- USMT ---- */

void estimate_report_usmt(const struct estimate_report *r, struct textbuf *to)
{
    const struct plan *plan = plan_of(r);
    uint64_t beside = 0;

    textbuf_cstr(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PreMigration>\n  <storeSize>\n");
    for (uint32_t i = 0; i < plan->nvolumes; i++) {
        const struct plan_volume *volume = &plan->volumes[i];
        const struct estimate_volume *row = &r->estimate->volumes[i];

        beside += row->growth.clusters * volume->cluster_bytes;
        if (row->links + row->copies == 0 && i > 0)
            continue;
        textbuf_format(to, "    <size clusterSize=\"%u\">", volume->cluster_bytes);
        textbuf_decimal(to, row->copy_store_bytes);
        textbuf_cstr(to, "</size>\n");
    }
    textbuf_cstr(to, "  </storeSize>\n  <temporarySpace>\n    <size>");
    textbuf_decimal(to, beside);
    textbuf_cstr(to, "</size>\n  </temporarySpace>\n</PreMigration>\n");
}

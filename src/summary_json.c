/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The summary of a scan as JSON: see summary_json.h.
 */
#include "src/summary_json.h"

#include "mft/path.h"
#include "src/deletedlist.h"
#include "src/json.h"
#include "src/nowtime.h"
#include "src/peak.h"
#include "src/reparse.h"

static void put_user(const struct summary *s, struct json *json)
{
    json_object(json, "users");
    json_number(json, "files", s->user.files);
    json_number(json, "folders", s->user.folders);
    json_number(json, "names", s->user.names);
    json_number(json, "multi_link_files", s->multi_link_files);
    json_number(json, "multi_link_names", s->multi_link_names);
    json_number(json, "naive_bytes", s->user.naive);
    json_number(json, "unique_bytes", s->user.unique);
    json_number(json, "spared_bytes", s->multi_link_naive - s->multi_link_unique);
    json_number(json, "allocated_bytes", s->user.allocated);
    json_number(json, "streams", s->user.streams);
    json_number(json, "stream_bytes", s->user.stream_bytes);
    json_number(json, "stream_allocated_bytes", s->user.stream_allocated);
    json_number(json, "resident", s->resident);
    json_number(json, "sparse", s->sparse);
    json_number(json, "compressed", s->compressed);
    json_number(json, "encrypted", s->encrypted);
    json_end(json, '}');
}

static void put_system(const struct summary *s, struct json *json)
{
    json_object(json, "system");
    json_number(json, "files", s->system.files);
    json_number(json, "folders", s->system.folders);
    json_number(json, "names", s->system.names);
    json_number(json, "allocated_bytes", s->system.allocated);
    json_number(json, "streams", s->system.streams);
    json_number(json, "stream_allocated_bytes", s->system.stream_allocated);
    json_end(json, '}');
}

static void put_path_of(const struct index *index, uint32_t file, const char *key,
                        struct json *json)
{
    struct path path = {0};

    if (file == INDEX_NONE)
        json_null(json, key);
    else if (path_of_file(index, file, &path) == STATUS_OK)
        json_text(json, key, path_str(&path));
    else
        json->to->is_short = true;
    path_free(&path);
}

static void put_links(const struct index *index, const struct summary *s, struct json *json)
{
    json_array(json, "links");
    for (unsigned bucket = 0; bucket < SUMMARY_BUCKETS; bucket++) {
        if (s->links[bucket] == 0)
            continue;
        json_row(json, NULL);
        json_number(json, "from", summary_bucket_first(bucket));
        if (summary_bucket_last(bucket) == UINT32_MAX)
            json_null(json, "to");
        else
            json_number(json, "to", summary_bucket_last(bucket));
        json_number(json, "files", s->links[bucket]);
        json_end(json, '}');
    }
    json_end(json, ']');
    json_object(json, "most_links");
    json_number(json, "links", s->most_links);
    put_path_of(index, s->most_linked_file, "path", json);
    json_end(json, '}');
}

static void put_reparse(const struct summary *s, struct json *json)
{
    json_array(json, "reparse");
    for (uint32_t i = 0; i < s->ntags; i++) {
        json_row(json, NULL);
        json_hex(json, "tag", s->tags[i].tag, 8);
        json_word(json, "word", reparse_word(s->tags[i].tag));
        json_number(json, "files", s->tags[i].files);
        json_end(json, '}');
    }
    json_end(json, ']');
}

static void put_records(const struct index_counts *counts, struct json *json)
{
    json_object(json, "records");
    json_number(json, "all", counts->records);
    json_number(json, "read", counts->read);
    json_number(json, "bases", counts->bases);
    json_number(json, "extensions", counts->extensions);
    json_number(json, "deleted", counts->deleted);
    json_number(json, "free", counts->free);
    json_number(json, "damaged", counts->damaged);
    json_number(json, "dos_names", counts->dos_names);
    json_end(json, '}');
}

static void put_kinds(const struct summary *s, struct json *json)
{
    json_array(json, "finding_kinds");
    for (unsigned kind = 0; kind < FINDING_KINDS; kind++) {
        if (s->findings[kind].n == 0)
            continue;
        json_row(json, NULL);
        json_word(json, "kind", finding_word((enum finding_kind)kind));
        json_number(json, "n", s->findings[kind].n);
        json_word(json, "meaning", finding_meaning((enum finding_kind)kind));
        json_end(json, '}');
    }
    json_end(json, ']');
}

static void put_findings(const struct index *index, struct json *json, struct out *out)
{
    json_array(json, "findings");
    for (uint32_t i = 0; i < index->nfindings && out_drain(out); i++) {
        const struct finding *finding = &index->findings[i];
        bool is_of_volume = finding->kind < FINDING_UNREADABLE;

        json_row(json, NULL);
        json_word(json, "kind", finding_word(finding->kind));
        if (is_of_volume)
            json_null(json, "record");
        else
            json_number(json, "record", finding->record);
        if (finding->offset == UINT64_MAX)
            json_null(json, "offset");
        else
            json_number(json, "offset", finding->offset);
        json_number(json, "at", finding->at);
        json_hex(json, "detail", finding->detail, 1);
        put_path_of(index, is_of_volume ? INDEX_NONE : index_find(index, finding->record), "path",
                    json);
        json_end(json, '}');
    }
    json_end(json, ']');
}

static void put_pass(const struct survey *survey, struct json *json)
{
    uint64_t ns = survey->elapsed_ns;

    if (nowtime_is_fixed()) {
        json_null(json, "pass");
        return;
    }
    json_object(json, "pass");
    json_decimal(json, "seconds", ns / 1000, 6);
    json_number(json, "records_per_second", survey_rate(survey->index->counts.read, ns));
    json_number(json, "bytes_per_second", survey_rate(survey_bytes(survey), ns));
    json_number(json, "peak_memory_bytes", peak_memory());
    json_end(json, '}');
}

void summary_json(const struct survey *survey, const struct summary *summary, struct out *out)
{
    struct json json = {.to = &out->text};

    json_object(&json, NULL);
    json_number(&json, "schema_version", 1);
    json_word(&json, "command", "scan");
    survey_json(survey, &json);
    put_records(&survey->index->counts, &json);
    put_user(summary, &json);
    put_system(summary, &json);
    put_links(survey->index, summary, &json);
    put_reparse(summary, &json);
    put_kinds(summary, &json);
    put_findings(survey->index, &json, out);
    if (survey->index->want & WANT_DELETED)
        deletedlist_json(survey->index, &json, out);
    put_pass(survey, &json);
    json_end(&json, '}');
}

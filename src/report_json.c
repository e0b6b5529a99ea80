/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report as JSON: see report_json.h. */
#include "src/report_json.h"

#include "src/reportwords.h"

static void put_sizes(struct json *json, const struct space_sizes *sizes)
{
    json_number(json, "naive_bytes", sizes->naive);
    json_number(json, "unique_bytes", sizes->unique);
    json_number(json, "allocated_bytes", sizes->allocated);
    json_number(json, "freed_bytes", sizes->freed);
    json_number(json, "names", sizes->names);
    json_number(json, "files", sizes->files);
    json_number(json, "freed_files", sizes->freed_files);
}

static void put_object(struct json *json, const char *key, const struct space_sizes *sizes)
{
    json_row(json, key);
    put_sizes(json, sizes);
    json_number(json, "folders", sizes->folders);
    json_end(json, '}');
}

static void put_folders(const struct report *report, struct json *json, struct out *out)
{
    const struct space_sizes *sizes = report->space.sizes;
    struct space_sizes rest;

    put_object(json, "total", &sizes[report->scope]);
    json_array(json, "folders");
    for (uint32_t i = 0; i < report->nfolders && i < report->top; i++) {
        uint32_t node = report->folders[i], folder = report->space.folder[node];

        json_row(json, NULL);
        json_text(json, "name", report_name(report, node));
        if (folder == INDEX_NONE)
            json_null(json, "id");
        else
            json_reference(json, "id", index_reference(report->space.index, folder));
        put_sizes(json, &sizes[node]);
        json_number(json, "folders", sizes[node].folders);
        json_end(json, '}');
        if (!out_drain(out))
            break;
    }
    json_end(json, ']');
    report_rest(report, &rest);
    json_number(json, "more_folders",
                report->nfolders > report->top ? report->nfolders - report->top : 0);
    put_object(json, "rest", &rest);
    put_object(json, "direct", &report->shares.direct);
    json_number(json, "freed_together_bytes", report_freed_together(report));
}

static void put_texts(const struct report *report, const struct textsums *sums, const char *key,
                      const char *what, struct json *json, struct out *out)
{
    json_array(json, key);
    for (uint32_t i = 0; i < sums->n && i < report->top; i++) {
        json_row(json, NULL);
        json_text(json, what, sums->rows[i].text);
        put_sizes(json, &sums->rows[i].sizes);
        json_end(json, '}');
        if (!out_drain(out))
            break;
    }
    if (sums->n > report->top) {
        struct space_sizes rest = {0};

        for (uint32_t i = report->top; i < sums->n; i++)
            space_plus(&rest, &sums->rows[i].sizes);
        json_row(json, NULL);
        json_null(json, what);
        put_sizes(json, &rest);
        json_end(json, '}');
    }
    json_end(json, ']');
}

static void put_classes(const struct space_sizes *sizes, unsigned n, const char *(*word)(unsigned),
                        const char *key, struct json *json)
{
    json_array(json, key);
    for (unsigned i = 0; i < n; i++) {
        json_row(json, NULL);
        json_word(json, "class", word(i));
        put_sizes(json, &sizes[i]);
        json_end(json, '}');
    }
    json_end(json, ']');
}

static void put_breakdowns(const struct report *report, struct json *json, struct out *out)
{
    const struct shares *s = &report->shares;

    put_texts(report, &s->extensions, "extensions", "extension", json, out);
    put_texts(report, &s->owners, "owners", "owner", json, out);
    put_classes(s->ages, SHARES_AGES, reportwords_age, "ages", json);
    put_classes(s->steps, SHARES_STEPS, reportwords_step, "sizes", json);
    put_classes(s->links, SHARES_LINKS, reportwords_links, "links", json);
    put_classes(s->kinds, SHARES_KINDS, reportwords_kind, "kinds", json);
}

static void put_store(const struct report *report, struct json *json)
{
    if (!report->has_store) {
        json_null(json, "component_store");
        return;
    }
    json_row(json, "component_store");
    json_number(json, "apparent_bytes", report->store_sizes.naive);
    json_number(json, "actual_bytes", report->store.present.allocated);
    json_number(json, "shared_bytes", report->store.shared.allocated);
    json_number(json, "own_bytes", report->store_sizes.freed);
    json_end(json, '}');
}

static void put_account(const struct report *report, struct json *json)
{
    static const char *const keys[USAGE_KINDS] = {
        "data_bytes",  "stream_bytes", "folder_bytes", "list_bytes",
        "other_bytes", "system_bytes", "bad_bytes",
    };
    const struct account *account = &report->account;

    if (report->no_account) {
        json_null(json, "account");
        json_word(json, "no_account", report->no_account);
        return;
    }
    json_object(json, "account");
    for (unsigned kind = 0; kind < USAGE_KINDS; kind++)
        json_number(json, keys[kind], account->lines[kind]);
    json_number(json, "claimed_bytes", account->claimed);
    json_number(json, "marked_bytes", account->marked);
    json_number(json, "unclaimed_bytes", account->unclaimed);
    json_number(json, "unmarked_bytes", account->unmarked);
    json_number(json, "headers_less_bytes", account->headers_less);
    json_number(json, "headers_more_bytes", account->headers_more);
    json_number(json, "orphan_bytes", account->orphans);
    json_end(json, '}');
    json_null(json, "no_account");
}

void report_json(const struct report *report, struct out *out)
{
    struct json json = {.to = &out->text};

    json_object(&json, NULL);
    json_number(&json, "schema_version", 1);
    json_word(&json, "command", "report");
    survey_json(report->survey, &json);
    if (report->options->under)
        json_word(&json, "under", report->options->under);
    else
        json_null(&json, "under");
    put_folders(report, &json, out);
    put_store(report, &json);
    put_breakdowns(report, &json, out);
    put_account(report, &json);
    json_end(&json, '}');
}

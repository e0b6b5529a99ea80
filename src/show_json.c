/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan for programs: see show_json.h. */
#include "src/show_json.h"

#include "mft/security.h"

#include "src/filetime.h"
#include "src/json.h"
#include "src/planpath.h"

static void put_head(const char *name, const struct planfile *file, struct json *json)
{
    const struct plan *plan = &file->plan;

    json_number(json, "schema_version", 1);
    json_word(json, "command", "show");
    json_word(json, "plan", name);
    json_word(json, "sha256", file->sha256);
    json_text(json, "plan_command", plan->command);
    json_text(json, "store", plan->store);
    json_text(json, "version", plan->version);
    json_bool(json, "blocked", plan->is_blocked);
}

static void put_volumes(const struct plan *plan, struct json *json)
{
    json_array(json, "volumes");
    for (uint32_t i = 0; i < plan->nvolumes; i++) {
        const struct plan_volume *v = &plan->volumes[i];
        struct textbuf serial = {0};

        textbuf_hex(&serial, v->serial, 16);
        json_row(json, NULL);
        json_text(json, "drive", v->drive);
        json_text(json, "label", v->label);
        json_text(json, "file_system", v->file_system);
        json_text(json, "serial", textbuf_view(&serial));
        json_number(json, "cluster_bytes", v->cluster_bytes);
        json_number(json, "record_bytes", v->record_bytes);
        json_number(json, "index_bytes", v->index_bytes);
        json_number(json, "clusters", v->clusters);
        if (v->has_space)
            json_number(json, "free_clusters", v->free_clusters);
        else
            json_null(json, "free_clusters");
        json_bool(json, "ntfs", v->is_ntfs);
        json_bool(json, "store", v->has_store);
        json_end(json, '}');
        json->to->is_short |= serial.is_short;
        textbuf_free(&serial);
    }
    json_end(json, ']');
}

static void put_totals(const struct plan *plan, const struct plantally *tally, struct json *json)
{
    json_object(json, "totals");
    for (unsigned kind = 0; kind < PLAN_NKINDS; kind++)
        json_number(json, plan_kind_word((enum plan_kind)kind), tally->kinds[kind]);
    json_number(json, "operations", plan->nops);
    json_number(json, "refusals", plan->nrefusals);
    json_number(json, "naive_bytes", tally->all.bytes);
    json_number(json, "unique_bytes", tally->unique_bytes);
    json_number(json, "copied_bytes", tally->kind_bytes[PLAN_COPY]);
    json_number(json, "kept_bytes", tally->kept_bytes);
    json_number(json, "freed_bytes", tally->kind_bytes[PLAN_DELETE]);
    json_end(json, '}');
}

static void put_row(const struct plantally_row *row, struct json *json)
{
    json_number(json, "names", row->names);
    json_number(json, "naive_bytes", row->bytes);
    json_number(json, "refusals", row->refusals);
    json_number(json, "refused_bytes", row->refused_bytes);
    json_end(json, '}');
}

static void put_users(const struct plan *plan, const struct plantally *tally, struct json *json)
{
    json_array(json, "users");
    for (uint32_t i = 0; i < plan->nusers; i++) {
        json_row(json, NULL);
        json_text(json, "name", plan->users[i].name);
        json_text(json, "sid", plan->users[i].sid);
        json_text(json, "path", plan->users[i].path);
        put_row(&tally->users[i], json);
    }
    json_end(json, ']');
    json_row(json, "computer");
    put_row(&tally->computer, json);
    json_row(json, "no_rule");
    put_row(&tally->no_rule, json);
}

static void put_components(const struct plantally *tally, struct json *json)
{
    json_array(json, "components");
    for (uint32_t i = 0; i < tally->ncomponents; i++) {
        json_row(json, NULL);
        json_text(json, "name", tally->components[i].name);
        put_row(&tally->components[i].row, json);
    }
    json_end(json, ']');
}

static void put_reasons(const struct plantally *tally, struct json *json)
{
    json_array(json, "refusal_reasons");
    for (unsigned i = 0; i < PLAN_NREASONS; i++) {
        if (tally->reasons[i].n == 0)
            continue;
        json_row(json, NULL);
        json_word(json, "reason", plan_reason_word((enum plan_reason)i));
        json_word(json, "meaning", plan_reason_sentence((enum plan_reason)i));
        json_number(json, "n", tally->reasons[i].n);
        json_number(json, "bytes", tally->reasons[i].bytes);
        json_end(json, '}');
    }
    json_end(json, ']');
    json_array(json, "copy_reasons");
    for (unsigned i = 0; i < PLAN_NREASONS; i++) {
        if (tally->copies[i] == 0)
            continue;
        json_row(json, NULL);
        json_word(json, "reason", plan_reason_word((enum plan_reason)i));
        json_word(json, "meaning", plan_reason_sentence((enum plan_reason)i));
        json_number(json, "n", tally->copies[i]);
        json_end(json, '}');
    }
    json_end(json, ']');
}

/* ---- Rows ---- */

static void put_time(struct json *json, const char *key, uint64_t ticks)
{
    struct filetime_last last = {0};
    char text[FILETIME_BYTES];

    json_text(json, key, (struct str){text, filetime_text(ticks, &last, text)});
}

static void put_expect(const struct plan_op *op, struct json *json)
{
    if (!op->expect.reference) {
        json_null(json, "reference");
        if (op->kind == PLAN_MANIFEST)
            json_number(json, "size", op->expect.size);
        if (op->expect.created != 0)
            put_time(json, "created", op->expect.created);
        if (op->expect.modified != 0)
            put_time(json, "modified", op->expect.modified);
        json_hex(json, "attributes", op->expect.attributes, 8);
        json_number(json, "security_id", op->expect.security_id);
        return;
    }
    json_reference(json, "reference", op->expect.reference);
    json_number(json, "size", op->expect.size);
    put_time(json, "created", op->expect.created);
    put_time(json, "modified", op->expect.modified);
    json_hex(json, "attributes", op->expect.attributes, 8);
    json_number(json, "links", op->expect.links);
    json_number(json, "security_id", op->expect.security_id);
}

static void put_rule(const struct plan *plan, uint32_t rule, struct json *json)
{
    const struct plan_rule *r = rule == PLAN_NONE ? NULL : &plan->rules[rule];

    if (!r) {
        json_null(json, "rule");
        return;
    }
    json_row(json, "rule");
    json_text(json, "component", r->component);
    if (r->user == PLAN_NONE)
        json_null(json, "user");
    else
        json_text(json, "user", plan->users[r->user].name);
    json_text(json, "file", r->file);
    json_number(json, "line", r->line);
    json_text(json, "pattern", r->pattern);
    json_end(json, '}');
}

/* The owner in DESCRIPTOR; nothing where there is none. */
static void put_owner(struct json *json, const char *key, struct bytes descriptor)
{
    char text[SECURITY_SID_TEXT_MAX];

    if (descriptor.n > 0 && security_sid_text(security_descriptor_owner(descriptor), text))
        json_word(json, key, text);
}

/* OP's members; NUMBER is 0 for a refusal. */
static void put_op(const struct plan *plan, const struct plan_op *op, uint64_t number,
                   struct textbuf *path, struct json *json)
{
    json_row(json, NULL);
    if (number > 0)
        json_number(json, "op", number);
    json_word(json, "kind", plan_kind_word(op->kind));
    json_word(json, "reason", plan_reason_word(op->reason));
    path->n = 0;
    planpath_target(plan, op, path);
    json_text(json, "path", textbuf_view(path));
    path->n = 0;
    if (planpath_source(plan, op, path))
        json_text(json, "from", textbuf_view(path));
    else
        json_null(json, "from");
    put_expect(op, json);
    put_owner(json, "owner_before", plan_descriptor(plan, op->had));
    put_owner(json, "owner", plan_descriptor(plan, op->given));
    put_rule(plan, op->rule, json);
    if (number == 0)
        json_number(json, "detail", op->detail);
    json_end(json, '}');
    json->to->is_short |= path->is_short;
}

static void put_rows(const struct plan *plan, const struct options *options, struct out *out,
                     struct json *json)
{
    struct textbuf path = {0};

    json_array(json, "refused");
    for (uint32_t i = 0; i < plan->nrefusals && out_drain(out); i++)
        put_op(plan, &plan->refusals[i], 0, &path, json);
    json_end(json, ']');
    if (options->with_ops) {
        json_array(json, "operations");
        for (uint32_t i = 0; i < plan->nops && out_drain(out); i++)
            put_op(plan, &plan->ops[i], i + UINT64_C(1), &path, json);
        json_end(json, ']');
    }
    textbuf_free(&path);
}

void show_json(const char *name, const struct planfile *file, const struct plantally *tally,
               const struct options *options, struct out *out)
{
    const struct plan *plan = &file->plan;
    struct json json = {.to = &out->text};

    json_object(&json, NULL);
    put_head(name, file, &json);
    put_volumes(plan, &json);
    put_totals(plan, tally, &json);
    put_users(plan, tally, &json);
    put_components(tally, &json);
    put_reasons(tally, &json);
    json_array(&json, "notes");
    for (uint32_t i = 0; i < plan->nnotes; i++)
        json_text(&json, NULL, plan->notes[i]);
    json_end(&json, ']');
    put_rows(plan, options, out, &json);
    json_end(&json, '}');
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a plan does not hold: see faults_report.h. */
#include "src/faults_report.h"

#include "mft/layout.h"
#include "src/filetime.h"
#include "src/json.h"
#include "src/planpath.h"

static const char *const sentences[CHECK_NKINDS] = {
    [CHECK_NO_VOLUME] = "no drive is the volume it was made for",
    [CHECK_NO_PARENT] = "its folder is neither there nor made before",
    [CHECK_NAME_TAKEN] = "its folder has that name already, perhaps in other case",
    [CHECK_NO_SOURCE] = "its source is not there any more",
    [CHECK_DRIFT] = "its source has changed",
    [CHECK_LINK_LIMIT] = "its source would have more names than a file can have",
    [CHECK_NAME_TOO_LONG] = "its name has more than 255 characters",
    [CHECK_PATH_TOO_LONG] = "its path has more than 32,767 characters",
    [CHECK_BAD_NAME] = "its name is none that a file can have, or leads elsewhere",
    [CHECK_LAST_NAME] = "the file would lose its only name",
    [CHECK_NOT_EMPTY] = "the folder has something in it",
    [CHECK_OUTSIDE] = "it lies outside the store, or is no part of it",
    [CHECK_IS_FOLDER] = "its source is a folder, which can have no further name",
    [CHECK_OTHER_NAMES] = "the file is to go with its only name, and has others",
    [CHECK_DAMAGED] = "its record is damaged, so that the file could lose more than this name",
};

static bool holds(const struct faults_report *report)
{
    return report->nvolumes == 0 && report->faults.n == 0;
}

/* ---- For people ---- */

static void put_time(struct textbuf *to, uint64_t ticks)
{
    struct filetime_last last = {0};
    char text[FILETIME_BYTES];

    textbuf_str(to, (struct str){text, filetime_text(ticks, &last, text)});
}

static void put_value(struct textbuf *to, enum check_field field, uint64_t value)
{
    switch (field) {
    case CHECK_NO_FIELD:
        break;
    case CHECK_REFERENCE:
        textbuf_format(to, "%llu-%u", (unsigned long long)reference_record(value),
                       reference_sequence(value));
        break;
    case CHECK_SIZE:
        textbuf_commas(to, value);
        textbuf_cstr(to, " bytes");
        break;
    case CHECK_CREATED:
    case CHECK_MODIFIED:
        put_time(to, value);
        break;
    case CHECK_ATTRIBUTES:
        textbuf_format(to, "0x%08llx", (unsigned long long)value);
        break;
    case CHECK_LINKS:
    case CHECK_SECURITY_ID:
        textbuf_commas(to, value);
        break;
    }
}

static void put_serial(struct textbuf *to, uint64_t serial)
{
    textbuf_hex(to, serial >> 32, 8);
    textbuf_char(to, '-');
    textbuf_hex(to, serial & UINT32_MAX, 8);
}

static void put_volume(const struct faults_report *report, const struct faults_volume *fault,
                       struct textbuf *to)
{
    const struct plan_volume *volume = &report->file->plan.volumes[fault->volume];

    textbuf_shown(to, volume->drive);
    textbuf_cstr(to, " is another volume: its serial number is ");
    put_serial(to, fault->found);
    textbuf_cstr(to, ", the plan was made for ");
    put_serial(to, volume->serial);
    textbuf_char(to, '\n');
}

/* The line of the operation, then that of the fault. */
static void put_op(const struct plan *plan, uint32_t op, struct textbuf *path, struct textbuf *to)
{
    textbuf_cstr(to, "operation ");
    textbuf_commas(to, op + UINT64_C(1));
    textbuf_format(to, ", %s ", plan_kind_word(plan->ops[op].kind));
    path->n = 0;
    planpath_target(plan, &plan->ops[op], path);
    textbuf_shown(to, textbuf_view(path));
    path->n = 0;
    if (planpath_source(plan, &plan->ops[op], path)) {
        textbuf_cstr(to, "\n    <- ");
        textbuf_shown(to, textbuf_view(path));
    }
    textbuf_char(to, '\n');
    to->is_short |= path->is_short;
}

static void put_fault(const struct plan *plan, const struct check_fault *fault, struct textbuf *to)
{
    if (fault->op == PLAN_NONE)
        textbuf_shown(to, plan->volumes[fault->expected].drive);
    textbuf_format(to, "    %s: %s", check_kind_word(fault->kind), sentences[fault->kind]);
    if (fault->field != CHECK_NO_FIELD) {
        textbuf_format(to, ": %s is ", check_field_word(fault->field));
        put_value(to, fault->field, fault->found);
        textbuf_cstr(to, ", and was ");
        put_value(to, fault->field, fault->expected);
    }
    textbuf_char(to, '\n');
}

static uint32_t count_ops(const struct check_faults *faults)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < faults->n; i++)
        n += faults->at[i].op != PLAN_NONE && (i == 0 || faults->at[i - 1].op != faults->at[i].op);
    return n;
}

static void put_summary(const struct faults_report *report, struct textbuf *to)
{
    const struct plan *plan = &report->file->plan;

    if (report->nvolumes > 0) {
        textbuf_cstr(to, "Its operations were not looked at.\n");
        return;
    }
    if (holds(report)) {
        textbuf_cstr(to, "The plan holds: all ");
    } else {
        textbuf_commas(to, count_ops(&report->faults));
        textbuf_cstr(to, " of ");
    }
    textbuf_commas(to, plan->nops);
    textbuf_cstr(to, holds(report) ? " operations can be carried out.\n"
                                   : " operations cannot be carried out: make the plan again.\n");
}

void faults_report_first(const struct plan *plan, const struct check_faults *faults, uint32_t most,
                         struct textbuf *to)
{
    uint32_t last = PLAN_NONE;
    struct textbuf path = {0};

    for (uint32_t i = 0; i < faults->n && i < most; i++) {
        if (faults->at[i].op != PLAN_NONE && faults->at[i].op != last)
            put_op(plan, faults->at[i].op, &path, to);
        last = faults->at[i].op;
        put_fault(plan, &faults->at[i], to);
    }
    textbuf_free(&path);
}

void faults_report_text(const struct faults_report *report, struct out *out)
{
    const struct plan *plan = &report->file->plan;
    uint32_t last = PLAN_NONE;
    struct textbuf path = {0};

    for (uint32_t i = 0; i < report->nvolumes; i++)
        put_volume(report, &report->volumes[i], &out->text);
    for (uint32_t i = 0; i < report->faults.n && out_drain(out); i++) {
        const struct check_fault *fault = &report->faults.at[i];

        if (fault->op != PLAN_NONE && fault->op != last)
            put_op(plan, fault->op, &path, &out->text);
        last = fault->op;
        put_fault(plan, fault, &out->text);
    }
    put_summary(report, &out->text);
    textbuf_free(&path);
}

/* ---- For programs ---- */

static void json_serial(struct json *json, const char *key, uint64_t serial)
{
    struct textbuf text = {0};

    textbuf_hex(&text, serial, 16);
    json_text(json, key, textbuf_view(&text));
    json->to->is_short |= text.is_short;
    textbuf_free(&text);
}

static void json_value(struct json *json, const char *key, enum check_field field, uint64_t value)
{
    char text[FILETIME_BYTES];
    struct filetime_last last = {0};

    switch (field) {
    case CHECK_NO_FIELD:
        json_null(json, key);
        break;
    case CHECK_REFERENCE:
        json_reference(json, key, value);
        break;
    case CHECK_SIZE:
    case CHECK_LINKS:
    case CHECK_SECURITY_ID:
        json_number(json, key, value);
        break;
    case CHECK_CREATED:
    case CHECK_MODIFIED:
        json_text(json, key, (struct str){text, filetime_text(value, &last, text)});
        break;
    case CHECK_ATTRIBUTES:
        json_hex(json, key, value, 8);
        break;
    }
}

static void json_op(const struct plan *plan, uint32_t op, struct textbuf *path, struct json *json)
{
    if (op == PLAN_NONE) {
        json_null(json, "op");
        return;
    }
    json_number(json, "op", op + UINT64_C(1));
    json_word(json, "operation", plan_kind_word(plan->ops[op].kind));
    path->n = 0;
    planpath_target(plan, &plan->ops[op], path);
    json_text(json, "path", textbuf_view(path));
    path->n = 0;
    if (planpath_source(plan, &plan->ops[op], path))
        json_text(json, "from", textbuf_view(path));
    else
        json_null(json, "from");
    json->to->is_short |= path->is_short;
}

static void json_fault(const struct plan *plan, const struct check_fault *fault,
                       struct textbuf *path, struct json *json)
{
    json_row(json, NULL);
    json_op(plan, fault->op, path, json);
    json_word(json, "kind", check_kind_word(fault->kind));
    json_word(json, "meaning", sentences[fault->kind]);
    if (fault->field == CHECK_NO_FIELD)
        json_null(json, "field");
    else
        json_word(json, "field", check_field_word(fault->field));
    json_value(json, "expected", fault->field, fault->expected);
    json_value(json, "found", fault->field, fault->found);
    json_end(json, '}');
}

static void json_volumes(const struct faults_report *report, struct json *json)
{
    json_array(json, "other_volumes");
    for (uint32_t i = 0; i < report->nvolumes; i++) {
        const struct plan_volume *volume = &report->file->plan.volumes[report->volumes[i].volume];

        json_row(json, NULL);
        json_text(json, "drive", volume->drive);
        json_serial(json, "expected", volume->serial);
        json_serial(json, "found", report->volumes[i].found);
        json_end(json, '}');
    }
    json_end(json, ']');
}

void faults_report_json(const struct faults_report *report, struct out *out)
{
    struct json json = {.to = &out->text};
    struct textbuf path = {0};

    json_object(&json, NULL);
    json_number(&json, "schema_version", 1);
    json_word(&json, "command", "check");
    json_word(&json, "plan", report->name);
    json_word(&json, "sha256", report->file->sha256);
    json_bool(&json, "holds", holds(report));
    json_number(&json, "operations", report->file->plan.nops);
    json_volumes(report, &json);
    json_number(&json, "faulty_operations", count_ops(&report->faults));
    json_array(&json, "faults");
    for (uint32_t i = 0; i < report->faults.n && out_drain(out); i++)
        json_fault(&report->file->plan, &report->faults.at[i], &path, &json);
    json_end(&json, ']');
    json_end(&json, '}');
    textbuf_free(&path);
}

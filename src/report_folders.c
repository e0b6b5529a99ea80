/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folders of a report as columns: see report_folders.h. */
#include "src/report_folders.h"

#include "mft/path.h"
#include "planner/spacefold.h"
#include "src/filetime.h"
#include "src/json.h"
#include "src/number.h"
#include "src/version.h"

#include <stddef.h>

/* With what else a page has it stays below 3 MB. */
enum { FOLDERS_BYTES_MAX = 2600000 };

/* Sizes are told in this order wherever they are a row. */
static const struct column {
    const char *key;
    size_t at;
} columns[] = {
    {"naive", offsetof(struct space_sizes, naive)},
    {"unique", offsetof(struct space_sizes, unique)},
    {"allocated", offsetof(struct space_sizes, allocated)},
    {"freed", offsetof(struct space_sizes, freed)},
    {"names", offsetof(struct space_sizes, names)},
    {"files", offsetof(struct space_sizes, files)},
    {"freed_files", offsetof(struct space_sizes, freed_files)},
    {"folders", offsetof(struct space_sizes, folders)},
};

enum { NCOLUMNS = sizeof columns / sizeof columns[0] };

static uint64_t value_of(const struct space_sizes *sizes, const struct column *column)
{
    uint64_t value;

    memcpy(&value, (const char *)sizes + column->at, sizeof value);
    return value;
}

/* ---- What a row costs ---- */

struct pricing {
    const struct report *report;
    struct textbuf scratch;
};

/* As it will stand in the page, where '<' is escaped. */
static uint64_t cost_of_name(struct pricing *pricing, uint32_t node)
{
    struct textbuf *scratch = &pricing->scratch;
    uint64_t n;

    scratch->n = 0;
    json_quote(scratch, report_name(pricing->report, node));
    n = scratch->n;
    for (size_t i = 0; i < scratch->n; i++)
        n += scratch->at[i] == '<' ? sizeof "\\u003c" - 2 : 0;
    return n + 1;
}

/* The most bytes that a row takes; a row with folders may get a fold, which is no larger. */
static uint64_t cost_of(void *context, uint32_t node)
{
    enum { PARENT = 8, FREED = 1 };
    struct pricing *pricing = context;
    const struct space_sizes *sizes = &pricing->report->space.sizes[node];
    char text[NUMBER_BYTES];
    uint64_t n = PARENT + number_decimal(sizes->freed, text) + FREED;

    for (unsigned i = 0; i < NCOLUMNS; i++)
        n += number_decimal(value_of(sizes, &columns[i]), text) + 1;
    return cost_of_name(pricing, node) + (sizes->folders > 0 ? 2 * n : n);
}

static enum status fold(const struct report *report, struct spacefold *fold_ret)
{
    struct pricing pricing = {.report = report};
    const struct spacefold_question question = {
        .space = &report->space,
        .scope = report->scope,
        .direct = report->direct,
        .room = FOLDERS_BYTES_MAX,
        .cost = cost_of,
        .context = &pricing,
    };
    enum status status = spacefold_of(&question, fold_ret);

    if (status == STATUS_OK && pricing.scratch.is_short) {
        spacefold_free(fold_ret);
        status = STATUS_NO_MEMORY;
    }
    textbuf_free(&pricing.scratch);
    return status;
}

/* ---- Writing ---- */

static void begin(struct textbuf *to, const char *key)
{
    textbuf_format(to, ",\n\"%s\":[", key);
}

static void put_next(struct textbuf *to, uint64_t value, bool is_first)
{
    if (!is_first)
        textbuf_char(to, ',');
    textbuf_decimal(to, value);
}

static void put_names(const struct report *report, const struct spacefold *fold, struct textbuf *to)
{
    begin(to, "name");
    for (uint32_t row = 0; row < fold->n; row++) {
        if (row > 0)
            textbuf_char(to, ',');
        json_quote(to, row > 0 ? report_name(report, fold->node[row]) : str_of(""));
    }
    textbuf_char(to, ']');
}

static void put_columns(const struct report *report, const struct spacefold *fold,
                        struct textbuf *to)
{
    begin(to, "parent");
    for (uint32_t row = 0; row < fold->n; row++)
        put_next(to, fold->parent[row], row == 0);
    textbuf_char(to, ']');
    for (unsigned i = 0; i < NCOLUMNS; i++) {
        begin(to, columns[i].key);
        for (uint32_t row = 0; row < fold->n; row++)
            put_next(to, value_of(&report->space.sizes[fold->node[row]], &columns[i]), row == 0);
        textbuf_char(to, ']');
    }
    begin(to, "direct_freed");
    for (uint32_t row = 0; row < fold->n; row++)
        put_next(to, fold->direct_freed[row], row == 0);
    textbuf_char(to, ']');
}

static void put_folds(const struct spacefold *fold, struct textbuf *to)
{
    bool is_first = true;

    begin(to, "folded");
    for (uint32_t row = 0; row < fold->n; row++) {
        if (fold->nfolded[row] == 0)
            continue;
        textbuf_cstr(to, is_first ? "[" : ",[");
        put_next(to, row, true);
        put_next(to, fold->nfolded[row], false);
        for (unsigned i = 0; i < NCOLUMNS; i++)
            put_next(to, value_of(&fold->folded[row], &columns[i]), false);
        textbuf_char(to, ']');
        is_first = false;
    }
    textbuf_char(to, ']');
}

/* "\" where the scope is everything. */
static void put_path(const struct report *report, struct textbuf *to)
{
    uint32_t folder = report->space.folder[report->scope];
    struct path path = {0};

    if (folder == INDEX_NONE)
        json_quote(to, str_of("\\"));
    else if (path_of_file(report->space.index, folder, &path) == STATUS_OK)
        json_quote(to, path_str(&path));
    else
        to->is_short = true;
    path_free(&path);
}

static void put_head(const struct report *report, struct textbuf *to)
{
    char time[FILETIME_BYTES];
    struct filetime_last last = {0};

    textbuf_format(to, "{\"schema_version\":1,\"version\":\"%s\",\"made\":\"", version_text);
    textbuf_str(to, (struct str){time, filetime_text(report->now, &last, time)});
    textbuf_cstr(to, "\",\"path\":");
    put_path(report, to);
}

void report_folders(const struct report *report, struct textbuf *to)
{
    struct spacefold folded;

    if (fold(report, &folded) != STATUS_OK) {
        to->is_short = true;
        return;
    }
    put_head(report, to);
    put_names(report, &folded, to);
    put_columns(report, &folded, to);
    put_folds(&folded, to);
    textbuf_cstr(to, "}\n");
    spacefold_free(&folded);
}

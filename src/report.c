/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the space is: see report.h. */
#include "src/report.h"

#include "src/nowtime.h"
#include "src/reportfolder.h"
#include "src/say.h"

#include <stdlib.h>

enum { DEFAULT_TOP = 10 };

unsigned report_want(const struct options *options)
{
    return WANT_TIMES | WANT_SECURITY | WANT_USAGE | (options->under ? WANT_CHILDREN : 0);
}

/* ---- Folders ---- */

static bool is_listed(const struct report *report, uint32_t node)
{
    if (node == SPACE_ORPHANS)
        return report->scope == SPACE_ALL &&
               report->space.sizes[node].names + report->space.sizes[node].files > 0;
    return node > SPACE_ORPHANS && report->space.parent[node] == report->direct &&
           !(report->space.index->files.flags[report->space.folder[node]] & FILE_SYSTEM);
}

struct listed {
    const struct space_sizes *sizes;
    uint32_t node, place;
};

static int by_size(const void *a, const void *b)
{
    const struct listed *left = a, *right = b;

    if (left->sizes->allocated != right->sizes->allocated)
        return left->sizes->allocated > right->sizes->allocated ? -1 : 1;
    if (left->sizes->naive != right->sizes->naive)
        return left->sizes->naive > right->sizes->naive ? -1 : 1;
    return left->place < right->place ? -1 : 1;
}

static bool list_folders(struct report *report)
{
    const struct space *space = &report->space;
    struct listed *listed;
    uint32_t n = 0;

    for (uint32_t node = 0; node < space->n; node++)
        n += is_listed(report, node);
    listed = calloc((size_t)n + 1, sizeof *listed);
    report->folders = arena_array(&report->arena, (size_t)n + 1, sizeof *report->folders);
    if (listed && report->folders) {
        for (uint32_t node = 0; node < space->n; node++)
            if (is_listed(report, node))
                listed[report->nfolders++] =
                    (struct listed){&space->sizes[node], node, space->enter[node]};
        qsort(listed, n, sizeof *listed, by_size);
        for (uint32_t i = 0; i < n; i++)
            report->folders[i] = listed[i].node;
    }
    free(listed);
    return listed && report->folders;
}

void report_rest(const struct report *report, struct space_sizes *rest_ret)
{
    struct space_sizes rest = {0};

    for (uint32_t i = report->top; i < report->nfolders; i++)
        space_plus(&rest, &report->space.sizes[report->folders[i]]);
    *rest_ret = rest;
}

uint64_t report_freed_together(const struct report *report)
{
    uint64_t parts = report->shares.direct.freed, all = report->space.sizes[report->scope].freed;

    for (uint32_t i = 0; i < report->nfolders; i++)
        parts = space_sum(parts, report->space.sizes[report->folders[i]].freed);
    return all > parts ? all - parts : 0;
}

struct str report_name(const struct report *report, uint32_t node)
{
    const struct index *index = report->space.index;
    uint32_t folder = report->space.folder[node];

    if (node == SPACE_ORPHANS)
        return str_of("$Orphans");
    if (folder == INDEX_NONE || report->space.home[folder] == INDEX_NONE)
        return str_of("");
    return index_name(index, report->space.home[folder]);
}

/* ---- Owners ---- */

struct owners {
    const struct index *index;
    const struct security *security;
};

static const char *owner_of(void *context, uint32_t file)
{
    const struct owners *owners = context;
    uint32_t own = owners->index->files.owner[file];

    return own ? owners->index->owners[own - 1]
               : security_owner(owners->security, owners->index->files.security_id[file]);
}

/* ---- Parts ---- */

static bool make_store(struct report *report, const struct shares_question *all)
{
    uint32_t node;
    struct shares_question question = *all;

    if (!reportfolder_store(&report->space, &node) ||
        !space_is_in(&report->space, node, report->scope))
        return true;
    question.scope = question.direct = node;
    if (shares_of(&question, &report->store) != STATUS_OK)
        return false;
    report->has_store = true;
    report->store_sizes = report->space.sizes[node];
    return true;
}

static bool make_shares(struct report *report)
{
    struct security *security = NULL;
    struct owners owners = {.index = report->space.index};
    struct shares_question question = {
        .space = &report->space,
        .scope = report->scope,
        .direct = report->direct,
        .owner = owner_of,
        .context = &owners,
    };
    bool is_good;

    if (!nowtime_get(&report->now) || !survey_owners(report->survey, &security))
        return false;
    question.now = report->now;
    owners.security = security;
    is_good = shares_of(&question, &report->shares) == STATUS_OK && make_store(report, &question);
    security_free(security);
    if (!is_good)
        say_no_memory();
    return is_good;
}

static bool make_account(struct report *report)
{
    const struct survey *survey = report->survey;
    struct volumeinfo info = {0};

    if (survey->target.volume->is_dump)
        report->no_account = "a bare $MFT knows neither the size of clusters nor $Bitmap";
    else if (!survey->index->counts.usage.is_known)
        report->no_account =
            "the inventory was made before mftlink kept an account; scan the volume again";
    else if (!target_info(&survey->target, &info))
        return false;
    else if (!info.has_space)
        report->no_account = "$Bitmap cannot be read";
    else
        account_of(&report->space, survey->target.volume->geometry.cluster_bytes, info.used_bytes,
                   &report->account);
    return true;
}

/* The scope is found first: a folder that is not there need not be computed. */
static bool fill(struct report *report)
{
    uint32_t folder = INDEX_NONE, root = index_find(report->survey->index, RECORD_ROOT);

    if (report->options->under &&
        !reportfolder_find(report->survey, report->options->under, &folder))
        return false;
    if (space_of(report->survey->index, &report->space) != STATUS_OK) {
        say_no_memory();
        return false;
    }
    report->scope = folder == INDEX_NONE ? SPACE_ALL : report->space.node[folder];
    report->direct = report->scope;
    if (report->scope == SPACE_ALL && root != INDEX_NONE && report->space.node[root] != INDEX_NONE)
        report->direct = report->space.node[root];
    if (!list_folders(report)) {
        say_no_memory();
        return false;
    }
    return make_shares(report) && make_account(report);
}

bool report_make(const struct survey *survey, const struct options *options,
                 struct report *report_ret)
{
    struct report report = {
        .survey = survey,
        .options = options,
        .top = options->top ? options->top : DEFAULT_TOP,
    };

    if (!fill(&report)) {
        report_free(&report);
        return false;
    }
    *report_ret = report;
    return true;
}

void report_free(struct report *report)
{
    shares_free(&report->shares);
    shares_free(&report->store);
    space_free(&report->space);
    arena_free(&report->arena);
}

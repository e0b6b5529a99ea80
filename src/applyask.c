/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan will do: see applyask.h. */
#include "src/applyask.h"

#include "planner/manifest.h"
#include "src/applyrefused.h"
#include "src/ask.h"

#include <stdio.h>

struct counts {
    uint64_t kinds[PLAN_NKINDS];
    uint64_t link_bytes, copy_bytes, freed_bytes;
    uint64_t nlost; /* files that are deleted, but for manifests */
};

/* Sizes of a forged plan may be anything. */
static void add(uint64_t *sum, uint64_t n)
{
    *sum = n > UINT64_MAX - *sum ? UINT64_MAX : *sum + n;
}

static struct counts count(const struct applyjob *job, const struct applyjob_volume *volume)
{
    const uint16_t *upcase = job->rows[volume->drive].upcase;
    struct counts counts = {0};
    uint32_t number;

    for (uint32_t i = volume->ndone; i < volume->nops; i++) {
        const struct plan_op *op = &volume->ops[i];

        counts.kinds[op->kind]++;
        if (op->kind == PLAN_LINK)
            add(&counts.link_bytes, op->expect.size);
        else if (op->kind == PLAN_COPY)
            add(&counts.copy_bytes, op->expect.size);
        else if (op->kind == PLAN_DELETE) {
            add(&counts.freed_bytes, op->expect.size);
            counts.nlost += !manifest_name_number(op->name, upcase, &number);
        }
    }
    return counts;
}

static void put_volume_name(const struct applyjob *job, uint32_t v, struct textbuf *to)
{
    const struct plan_volume *now = &job->drives.volumes[job->volumes[v].drive];

    textbuf_shown(to, now->drive);
    textbuf_cstr(to, " \"");
    textbuf_shown(to, now->label);
    textbuf_cstr(to, "\", serial number ");
    textbuf_hex(to, now->serial >> 32, 8);
    textbuf_char(to, '-');
    textbuf_hex(to, now->serial & UINT32_MAX, 8);
    textbuf_format(to, ", %s '%s'\n", job->volumes[v].is_mounted ? "mounted at" : "in",
                   job->drives.at[job->volumes[v].drive].target.name);
}

static void put_counts(const struct counts *counts, struct textbuf *to)
{
    static const char *const words[PLAN_NKINDS] = {
        "folders to make", "names to add",       "files to copy",
        "names to move",   "names to take away", "folders to remove",
        "files to delete", "manifests to write", "files to get another owner or other permissions"};
    const char *before = "    ";

    for (unsigned kind = 0; kind < PLAN_NKINDS; kind++)
        if (counts->kinds[kind] > 0) {
            textbuf_cstr(to, before);
            textbuf_commas(to, counts->kinds[kind]);
            textbuf_format(to, " %s", words[kind]);
            before = ", ";
        }
    textbuf_char(to, '\n');
}

static void put_bytes(const char *label, uint64_t nbytes, struct textbuf *to)
{
    if (nbytes == 0)
        return;
    textbuf_format(to, "    %s ", label);
    textbuf_size(to, nbytes);
    textbuf_char(to, '\n');
}

/* Is nothing made, so that the volume does not grow? */
static bool takes_only(const struct counts *counts)
{
    for (unsigned kind = 0; kind < PLAN_NKINDS; kind++)
        if (counts->kinds[kind] > 0 && !plan_takes_away((enum plan_kind)kind))
            return false;
    return true;
}

static void put_space(const struct applyjob *job, uint32_t v, const struct counts *counts,
                      struct textbuf *to)
{
    const struct plan_volume *now = &job->drives.volumes[job->volumes[v].drive];

    if (!takes_only(counts)) {
        textbuf_cstr(to, "    the volume grows by ");
        textbuf_size(to, job->volumes[v].growth.clusters * now->cluster_bytes);
    } else if (counts->kinds[PLAN_DELETE] > 0) {
        textbuf_cstr(to, "    what comes free: ");
        textbuf_size(to, counts->freed_bytes);
        textbuf_cstr(to, " of files that are deleted, and the folders");
    } else {
        textbuf_cstr(to, "    what comes free: the folders alone, since every file keeps a name");
    }
    textbuf_cstr(to, "; ");
    textbuf_size(to, now->free_clusters * now->cluster_bytes);
    textbuf_cstr(to, takes_only(counts) ? " are free now\n" : " are free\n");
}

/* What the undo of a store deletes are the copies that were made: nothing is lost with them. */
static void put_lost(const struct applyjob *job, const struct counts *counts, struct textbuf *to)
{
    if (counts->nlost == 0 || str_equal(job->file.plan.command, str_of("undo")))
        return;
    textbuf_cstr(to, "    ");
    textbuf_commas(to, counts->nlost);
    textbuf_cstr(to, counts->nlost == 1
                         ? " file is deleted with its last name: nothing brings it back\n"
                         : " files are deleted with their last names: nothing brings them back\n");
}

static void describe(const struct applyjob *job, struct textbuf *to)
{
    for (uint32_t v = 0; v < job->file.plan.nvolumes; v++) {
        const struct applyjob_volume *volume = &job->volumes[v];
        struct counts counts = count(job, volume);

        if (volume->nops == 0)
            continue;
        put_volume_name(job, v, to);
        if (volume->ndone > 0) {
            textbuf_cstr(to, "    ");
            textbuf_commas(to, volume->ndone);
            textbuf_cstr(to, " operations are done already, by the journal\n");
        }
        if (volume->ndone == volume->nops)
            continue;
        put_counts(&counts, to);
        put_bytes("names for files of", counts.link_bytes, to);
        put_bytes("copies of", counts.copy_bytes, to);
        put_lost(job, &counts, to);
        put_space(job, v, &counts, to);
    }
    applyrefused_text(&job->file.plan, to);
}

bool applyask(const struct applyjob *job)
{
    struct textbuf text = {0};

    describe(job, &text);
    if (text.n > 0)
        fwrite(text.at, 1, text.n, stderr);
    textbuf_free(&text);
    return job->options->dry_run || applyjob_left(job) == 0 ||
           ask_may_go(job->options->yes, "Carry it out?");
}

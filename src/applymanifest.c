/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manifest of a volume: see applymanifest.h. */
#include "src/applymanifest.h"

#include "src/manifestfile.h"
#include "src/outfile.h"
#include "src/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static bool find_owner(void *context, uint32_t drive, uint32_t file, struct str *text_ret)
{
    struct applymanifest *m = context;
    const struct index *index = m->job->rows[drive].index;
    uint32_t own = index->files.owner ? index->files.owner[file] : 0;
    const char *text = NULL;

    if (own)
        text = index->owners[own - 1];
    else if (drive == m->job->volumes[m->volume].drive && index->files.security_id)
        text = security_owner(m->security, index->files.security_id[file]);
    if (text)
        *text_ret = str_of(text);
    return text;
}

static const struct journal_item *item_of(const struct applymanifest *m, size_t i)
{
    const struct applyjob_volume *volume = &m->job->volumes[m->volume];

    if (m->made)
        return &m->made[i];
    return i < volume->nitems ? &volume->items[i] : &m->carrier->items[i - volume->nitems];
}

/* A link makes no file: what it leads to stands in the plan. Nearly all operations are links. */
static bool has_made(const struct applymanifest *m, const struct journal_item *item)
{
    return m->job->file.plan.ops[item->op].kind != PLAN_LINK;
}

/* The files and folders that operations of this volume have made: of earlier batches, then of this
 * one. NULL without memory. */
static struct manifest_made *list_made(const struct applymanifest *m, uint32_t *n_ret)
{
    const struct applyjob_volume *volume = &m->job->volumes[m->volume];
    size_t all = m->made ? m->nmade : (size_t)volume->nitems + m->carrier->nitems;
    struct manifest_made *made;
    uint32_t n = 0;

    for (size_t i = 0; i < all; i++)
        n += has_made(m, item_of(m, i));
    made = calloc(n + (size_t)1, sizeof *made);
    n = 0;
    for (size_t i = 0; made && i < all; i++) {
        const struct journal_item *item = item_of(m, i);

        if (!has_made(m, item))
            continue;
        made[n].op = item->op;
        made[n].reference = item->reference;
        memcpy(made[n++].sha256, item->sha256, sizeof made->sha256);
    }
    *n_ret = n;
    return made;
}

static bool load_owners(struct applymanifest *m)
{
    const struct applyjob_volume *volume = &m->job->volumes[m->volume];

    if (!m->has_security && m->job->rows[volume->drive].is_ntfs)
        m->has_security = survey_owners(&m->job->drives.at[volume->drive], &m->security);
    return m->has_security;
}

int applymanifest_bytes(void *context, uint32_t number, struct bytes *bytes_ret)
{
    struct applymanifest *m = context;
    struct manifest_job job = {
        .plan = &m->job->file.plan,
        .volume = m->volume,
        .machine = &m->job->machine,
        .owner = find_owner,
        .context = m,
    };
    struct manifest_made *made = NULL;
    struct manifest manifest = {0};
    enum status status = STATUS_NO_MEMORY;

    textbuf_free(&m->bytes);
    if (load_owners(m))
        made = list_made(m, &job.nmade);
    job.made = made;
    if (made)
        status = manifest_make(&job, &manifest);
    free(made);
    if (status == STATUS_OK) {
        status = manifestfile_bytes(&manifest, m->job->options->jobs, &m->bytes);
        manifest_free(&manifest);
    }
    m->number = number;
    if (status == STATUS_OK)
        *bytes_ret = (struct bytes){(const uint8_t *)m->bytes.at, m->bytes.n};
    return status == STATUS_OK ? 0 : status == STATUS_NO_MEMORY ? ENOMEM : EIO;
}

bool applymanifest_keep(struct applymanifest *m)
{
    const struct str drive = m->job->file.plan.volumes[m->volume].drive;
    struct textbuf name = {0};
    struct outfile file;
    bool is_good;

    if (m->bytes.n == 0 || !(m->made || carry_item(m->carrier, m->number)))
        return true;
    textbuf_format(&name, "%s.manifest.%.1s.parquet", m->job->plan_name, drive.at);
    textbuf_char(&name, '\0');
    if (name.is_short) {
        textbuf_free(&name);
        say_no_memory();
        return false;
    }
    is_good = outfile_open(name.at, &file);
    if (is_good) {
        out_write(&file.out, textbuf_view(&m->bytes));
        is_good = outfile_finish(&file, true);
    }
    /* On a mounted volume who has asked for the bytes is still to write them there. */
    if (!m->made)
        textbuf_free(&m->bytes);
    textbuf_free(&name);
    return is_good;
}

void applymanifest_end(struct applymanifest *m)
{
    security_free(m->security);
    textbuf_free(&m->bytes);
    *m = (struct applymanifest){0};
}

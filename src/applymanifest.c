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

/* All that operations of this volume have made: of earlier batches, then of this one. */
static struct manifest_made *list_made(const struct applymanifest *m, struct arena *arena,
                                       uint32_t *n_ret)
{
    const struct applyjob_volume *volume = &m->job->volumes[m->volume];
    size_t all = m->made ? m->nmade : (size_t)volume->nitems + m->carrier->nitems;
    struct manifest_made *made = arena_array(arena, all + 1, sizeof *made);

    for (size_t i = 0; made && i < all; i++) {
        const struct journal_item *item = item_of(m, i);

        made[i] = (struct manifest_made){.op = item->op, .reference = item->reference};
        memcpy(made[i].sha256, item->sha256, sizeof made[i].sha256);
    }
    *n_ret = (uint32_t)all;
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
    struct manifest manifest = {0};
    enum status status;

    arena_free(&m->arena);
    m->bytes = (struct bytes){0};
    job.made = list_made(m, &m->arena, &job.nmade);
    if (!job.made || !load_owners(m))
        return ENOMEM;
    status = manifest_make(&job, &manifest);
    if (status == STATUS_OK) {
        status = manifestfile_bytes(&manifest, m->job->options->jobs, &m->arena, &m->bytes);
        manifest_free(&manifest);
    }
    m->number = number;
    if (status == STATUS_OK)
        *bytes_ret = m->bytes;
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
        out_write(&file.out, (struct str){(const char *)m->bytes.at, m->bytes.n});
        is_good = outfile_finish(&file, true);
    }
    m->bytes = (struct bytes){0};
    textbuf_free(&name);
    return is_good;
}

void applymanifest_end(struct applymanifest *m)
{
    security_free(m->security);
    arena_free(&m->arena);
    *m = (struct applymanifest){0};
}

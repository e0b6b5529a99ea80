/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every recipe uses. See kit.h.
 */
#include "images/kit.h"

#include <stdlib.h>
#include <string.h>

struct ntfsvol *kit_volume(struct recipe *r, unsigned size_mib, unsigned sector_bytes,
                           unsigned cluster_bytes)
{
    const struct ntfsvol_geometry geometry = {(uint64_t)size_mib << 20, sector_bytes, cluster_bytes,
                                              "mftlink"};

    r->volume = (struct ntfsvol){.image = r->out, .failure = &r->failure};
    ntfsvol_format(&r->volume, &geometry);
    ntfsvol_mount(&r->volume);
    return &r->volume;
}

struct ntfsvol *kit_remount(struct recipe *r)
{
    kit_finish(r);
    ntfsvol_mount(&r->volume);
    return &r->volume;
}

struct edit *kit_edit(struct recipe *r)
{
    if (r->editing)
        return &r->edit;
    kit_finish(r);
    r->edit = (struct edit){.image = r->out, .failure = &r->failure};
    edit_open(&r->edit);
    r->editing = true;
    return &r->edit;
}

void kit_finish(struct recipe *r)
{
    ntfsvol_unmount(&r->volume);
    if (r->editing)
        edit_close(&r->edit);
    r->editing = false;
}

unsigned kit_arg(struct recipe *r, int index, unsigned otherwise)
{
    char *end;
    unsigned long value;

    if (index >= r->nargs)
        return otherwise;
    value = strtoul(r->args[index], &end, 10);
    if (*end || end == r->args[index] || value > UINT32_MAX)
        failure_set(&r->failure, "argument %s is no number", r->args[index]);
    return (unsigned)value;
}

void kit_fact(struct recipe *r, const char *key, uint64_t value)
{
    fprintf(r->facts, "%s=%llu\n", key, (unsigned long long)value);
}

void kit_fact_text(struct recipe *r, const char *key, const char *value)
{
    fprintf(r->facts, "%s=%s\n", key, value);
}

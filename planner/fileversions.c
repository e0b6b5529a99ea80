/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows by drive and file: see fileversions.h. */
#include "planner/fileversions.h"

enum { FIRST_CAPACITY = 64 };

enum status fileversions_begin(struct fileversions *versions, uint32_t ndrives)
{
    *versions = (struct fileversions){.ndrives = ndrives};
    versions->rows = arena_array(&versions->arena, (size_t)ndrives + 1, sizeof *versions->rows);
    return versions->rows ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status add(struct fileversions *versions, uint32_t drive, uint32_t file)
{
    if (versions->n == versions->capacity) {
        uint32_t more = versions->capacity ? versions->capacity : FIRST_CAPACITY;
        struct fileversion *at = NULL;

        if (more < UINT32_MAX / 2)
            at = arena_grow(&versions->arena, versions->at, 2 * (size_t)more * sizeof *at);
        if (!at)
            return STATUS_NO_MEMORY;
        versions->at = at;
        versions->capacity = 2 * more;
    }
    versions->at[versions->n++] = (struct fileversion){.drive = drive, .file = file};
    return STATUS_OK;
}

enum status fileversions_ask(struct fileversions *versions, uint32_t drive, uint32_t nfiles,
                             uint32_t file, const struct fileversion **version_ret)
{
    uint32_t **rows = &versions->rows[drive];
    enum status status = STATUS_OK;

    if (!*rows)
        *rows = arena_array(&versions->arena, (size_t)nfiles + 1, sizeof **rows);
    if (!*rows)
        return STATUS_NO_MEMORY;
    if ((*rows)[file] == 0) {
        status = add(versions, drive, file);
        (*rows)[file] = status == STATUS_OK ? versions->n : 0;
    }
    if (status == STATUS_OK)
        *version_ret = &versions->at[(*rows)[file] - 1];
    return status;
}

void fileversions_free(struct fileversions *versions)
{
    arena_free(&versions->arena);
    *versions = (struct fileversions){0};
}

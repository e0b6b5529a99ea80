/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manifests of a store: see audit_manifests.h. */
#include "src/audit_manifests.h"

#include "src/say.h"

#if __has_include("src/manifestfind.h")
#include "src/manifestfile.h"
#include "src/manifestfind.h"

#include <stdlib.h>

/* The drive that MANIFEST tells of; MACHINE_NONE. */
static uint32_t drive_of(const struct drives *drives, const struct manifest *manifest)
{
    for (uint32_t i = 0; i < drives->machine.ndrives; i++)
        if (drives->machine.drives[i].is_ntfs && drives->volumes[i].serial == manifest->serial)
            return i;
    return MACHINE_NONE;
}

/* The manifest NAME, for the drive that it is of. */
static bool read_given(const char *name, unsigned nworkers, const struct drives *drives,
                       struct audit_part *parts)
{
    struct manifest *manifest = calloc(1, sizeof *manifest);
    uint32_t drive;

    if (!manifest) {
        say_no_memory();
        return false;
    }
    if (!manifestfile_load(name, nworkers, manifest)) {
        free(manifest);
        return false;
    }
    drive = drive_of(drives, manifest);
    if (drive == MACHINE_NONE) {
        say("'%s' is the manifest of a volume with the serial number %016llx, and none of the "
            "drives is that volume.",
            name, (unsigned long long)manifest->serial);
        manifest_free(manifest);
        free(manifest);
        return false;
    }
    parts[drive].manifests = manifest;
    parts[drive].nmanifests = 1;
    return true;
}

/* Those in the store's part on DRIVE; an inventory has no contents to read. */
static bool read_found(const struct drives *drives, uint32_t drive, struct str store,
                       unsigned nworkers, struct audit_part *part)
{
    const struct machine_drive *d = &drives->machine.drives[drive];
    const struct target *target = &drives->at[drive].target;
    enum status status;

    if (!d->is_ntfs || target->inventory || part->nmanifests > 0)
        return true;
    status = manifestfind(target->volume, d->index, d->upcase, store, nworkers, &part->manifests,
                          &part->nmanifests);
    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    else if (status != STATUS_OK)
        say("A manifest in the store on %.*s cannot be read (%s). Give a copy of it with "
            "--manifest.",
            (int)d->name.n, d->name.at, status_text(status));
    return status == STATUS_OK;
}

bool audit_manifests_read(const struct options *options, const struct drives *drives,
                          struct str store, struct audit_part *parts)
{
    bool is_good =
        !options->manifest || read_given(options->manifest, options->jobs, drives, parts);

    for (uint32_t i = 0; i < drives->machine.ndrives && is_good; i++)
        is_good = read_found(drives, i, store, options->jobs, &parts[i]);
    return is_good;
}

void audit_manifests_free(struct audit_part *parts, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t no = 0; no < parts[i].nmanifests; no++)
            manifest_free(&parts[i].manifests[no]);
        free(parts[i].manifests);
    }
}
#else

bool audit_manifests_read(const struct options *options, const struct drives *drives,
                          struct str store, struct audit_part *parts)
{
    (void)drives;
    (void)store;
    (void)parts;
    if (!options->manifest)
        return true;
    say("Manifests cannot be read yet: leave out --manifest, and the layout is used.");
    return false;
}

void audit_manifests_free(struct audit_part *parts, uint32_t n)
{
    (void)parts;
    (void)n;
}
#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manifests of a store: see audit_manifests.h. */
#include "src/audit_manifests.h"

#include "src/manifestfile.h"
#include "src/say.h"

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
    struct manifest manifest;
    uint32_t drive;

    if (!manifestfile_load(name, nworkers, &manifest))
        return false;
    drive = drive_of(drives, &manifest);
    if (drive == MACHINE_NONE) {
        say("'%s' is the manifest of the volume with the serial number %016llx, which is none of "
            "the drives that were given.",
            name, (unsigned long long)manifest.serial);
        manifest_free(&manifest);
        return false;
    }
    parts[drive].given = manifest;
    parts[drive].is_given = true;
    return true;
}

/* Those in the store's part on DRIVE. Where one cannot be read, the layout still says much; without
 * memory nothing does. */
static bool read_found(const struct drives *drives, uint32_t drive, struct str store,
                       unsigned nworkers, struct audit_part *part)
{
    const struct machine_drive *d = &drives->machine.drives[drive];
    const struct target *target = &drives->at[drive].target;
    const struct manifestfind_place place = {
        .volume = target->inventory ? NULL : target->volume,
        .index = d->index,
        .upcase = d->upcase,
        .serial = drives->volumes[drive].serial,
        .drive = d->name,
        .store = store,
    };
    enum status status;

    if (!d->is_ntfs || part->is_given)
        return true;
    status = manifestfind(&place, nworkers, &part->found);
    if (status == STATUS_NO_MEMORY)
        return false;
    part->is_unread = status != STATUS_OK;
    if (part->is_unread)
        say("So what the store on %.*s has is told by its layout alone; --manifest takes a copy of "
            "its manifest.",
            (int)d->name.n, d->name.at);
    return true;
}

bool audit_manifests_read(const struct options *options, const struct drives *drives,
                          struct str store, struct audit_part *parts)
{
    if (options->manifest && !read_given(options->manifest, options->jobs, drives, parts))
        return false;
    for (uint32_t i = 0; i < drives->machine.ndrives; i++)
        if (!read_found(drives, i, store, options->jobs, &parts[i]))
            return false;
    return true;
}

void audit_manifests_free(struct audit_part *parts, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (parts[i].is_given)
            manifest_free(&parts[i].given);
        else
            manifestfind_free(&parts[i].found);
}

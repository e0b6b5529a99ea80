/* SPDX-License-Identifier: GPL-3.0-or-later */
/* File by file: see restoring_versions.h. */
#include "src/restoring_versions.h"

#include "src/filedata.h"
#include "src/peversion.h"
#include "src/planning_notes.h"
#include "src/say.h"

bool restoring_versions_begin(const struct planning *p, struct fileversions *versions_ret)
{
    if (fileversions_begin(versions_ret, p->drives.machine.ndrives) == STATUS_OK)
        return true;
    return say_no_memory(), false;
}

/* What is not sure is none: both files are kept then. */
static bool read_one(const struct planning *p, struct fileversion *version)
{
    const struct target *target = &p->drives.at[version->drive].target;
    const struct index *index = p->drives.machine.drives[version->drive].index;
    struct arena content = {0};
    struct peversion found;
    struct bytes bytes = {0};
    enum status status = STATUS_NOT_FOUND;

    version->state = FILEVERSION_NONE;
    if (!target->inventory)
        status = filedata_load(target->volume, index, version->file, PEVERSION_BYTES_MAX, &content,
                               &bytes);
    if (status == STATUS_OK)
        status = peversion_read(bytes, &found);
    if (status == STATUS_OK) {
        version->state = FILEVERSION_KNOWN;
        version->file_version = found.file;
        version->product_version = found.product;
    }
    arena_free(&content);
    return status != STATUS_NO_MEMORY;
}

bool restoring_versions_read(const struct planning *p, struct fileversions *versions,
                             bool *is_more_ret)
{
    *is_more_ret = false;
    for (uint32_t i = 0; i < versions->n; i++) {
        if (versions->at[i].state != FILEVERSION_ASKED)
            continue;
        *is_more_ret = true;
        if (!read_one(p, &versions->at[i]))
            return say_no_memory(), false;
    }
    return true;
}

bool restoring_versions_note(struct planning *p, const struct fileversions *versions)
{
    struct textbuf text = {0};
    uint32_t n = 0;

    for (uint32_t i = 0; i < versions->n; i++)
        n += versions->at[i].state != FILEVERSION_KNOWN;
    if (n == 0)
        return true;
    textbuf_format(
        &text,
        "NewestVersion prefers what has the higher version: of %u of the files that are "
        "to be compared none can be read; both are kept then, and what comes is renamed.",
        n);
    return planning_notes_add(&p->plan, &text);
}

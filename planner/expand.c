/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a rule asks of a file beside its pattern: see expand.h. */
#include "planner/expand.h"

enum { HIDDEN_AND_SYSTEM = 0x2 | 0x4 };

bool expand_applies(const struct expand_rule *rule, const struct machine_drive *drive,
                    uint32_t name)
{
    const struct file_rows *files = &drive->index->files;
    uint32_t attributes = files->attributes[drive->index->names.file[name]];

    return !rule->spares_hidden_system || (attributes & HIDDEN_AND_SYSTEM) != HIDDEN_AND_SYSTEM;
}

bool expand_is_conditional(const struct expand_rule *rule)
{
    return rule->spares_hidden_system;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A computer that is not running: see machine.h. */
#include "planner/machine.h"

static const struct machine_drive *system_drive(const struct machine *machine)
{
    return machine->system < machine->ndrives ? &machine->drives[machine->system] : NULL;
}

static bool is_separator(char c)
{
    return c == '\\' || c == '/';
}

static bool begins_with_drive(struct str path, const struct machine_drive *drive)
{
    size_t n = drive->name.n;

    return n > 0 && path.n >= n &&
           text_same_folded((struct str){path.at, n}, drive->name, drive->upcase) &&
           (path.n == n || is_separator(path.at[n]));
}

uint32_t machine_drive(const struct machine *machine, struct str path)
{
    for (uint32_t i = 0; i < machine->ndrives; i++)
        if (begins_with_drive(path, &machine->drives[i]))
            return i;
    return MACHINE_NONE;
}

bool machine_find(const struct machine *machine, struct str path, uint32_t *drive_ret,
                  uint32_t *name_ret)
{
    uint32_t no = machine_drive(machine, path), name;
    const struct machine_drive *drive;

    if (no == MACHINE_NONE)
        return false;
    drive = &machine->drives[no];
    path = (struct str){path.at + drive->name.n, path.n - drive->name.n};
    if (path_find(drive->index, path, drive->upcase, &name, NULL) != STATUS_OK)
        return false;
    *drive_ret = no;
    *name_ret = name;
    return true;
}

/* Is PATH, on the drive of Windows, a folder that has its own content? */
static bool is_folder(const struct machine *machine, struct str path)
{
    const struct machine_drive *drive = system_drive(machine);
    uint32_t name, flags;

    if (!drive || path_find(drive->index, path, drive->upcase, &name, NULL) != STATUS_OK)
        return false;
    flags = drive->index->files.flags[drive->index->names.file[name]];
    return flags & FILE_DIRECTORY && !(flags & FILE_REPARSE);
}

bool machine_is_xp(const struct machine *machine)
{
    struct str version = machine->profiles->version;

    if (version.n > 0)
        return version.n >= 2 && memcmp(version.at, "5.", 2) == 0;
    return is_folder(machine, str_of("\\Documents and Settings")) &&
           !is_folder(machine, str_of("\\Users"));
}

bool machine_is_64bit(const struct machine *machine)
{
    static const char name[] = "SysWOW64";
    uint32_t windows = machine->profiles->windows;
    const struct machine_drive *drive = system_drive(machine);
    const struct index *index;

    if (!drive || windows == INDEX_NONE)
        return false;
    index = drive->index;
    for (uint32_t i = index->first_child[windows]; i < index->first_child[windows + 1]; i++) {
        uint32_t child = index->children[i];

        if (index->files.flags[index->names.file[child]] & FILE_DIRECTORY &&
            text_same_folded(index_name(index, child), str_of(name), drive->upcase))
            return true;
    }
    return false;
}

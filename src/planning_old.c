/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans for a Windows that was moved aside: see planning_old.h. */
#include "src/planning_old.h"

#include "src/profilefind.h"
#include "src/say.h"

static bool is_folder(const struct index *index, uint32_t file)
{
    return file != INDEX_NONE && index->files.flags[file] & FILE_DIRECTORY &&
           !(index->files.flags[file] & FILE_REPARSE);
}

/* The folder that the options name: a drive, and a row. */
static bool find_named(const struct machine *machine, const char *path, uint32_t *drive_ret,
                       uint32_t *file_ret)
{
    uint32_t name;

    if (!path || !machine_find(machine, str_of(path), drive_ret, &name))
        return false;
    *file_ret = machine->drives[*drive_ret].index->names.file[name];
    return is_folder(machine->drives[*drive_ret].index, *file_ret);
}

/* Of a folder its parent; INDEX_NONE. */
static uint32_t around(const struct index *index, uint32_t folder)
{
    return index_parent(index, index_first_name(index, folder));
}

static bool is_root(const struct index *index, uint32_t folder)
{
    return folder != INDEX_NONE && index->files.record[folder] == RECORD_ROOT;
}

/* Where the system was moved, when FILE is named: \Windows.old\Windows, or \Windows.old alone.
 * INDEX_NONE where that is no folder in the root. */
static uint32_t moved_to(const struct machine_drive *drive, uint32_t file)
{
    const struct profileread_source source = {.index = drive->index, .upcase = drive->upcase};
    const struct index *index = drive->index;
    uint32_t parent = around(index, file);

    if (is_root(index, file))
        return INDEX_NONE;
    if (is_root(index, parent))
        return profilefind_is_windows(&source, index_first_name(index, file)) ? INDEX_NONE : file;
    return is_folder(index, parent) && is_root(index, around(index, parent)) ? parent : INDEX_NONE;
}

static bool see_as_it_was(struct planning *p, uint32_t drive, uint32_t folder)
{
    struct machine *machine = &p->drives.machine;
    struct machine_drive *rows = arena_array(&p->arena, machine->ndrives, sizeof *rows);

    if (!rows || unmoved_begin(&p->unmoved, &machine->drives[drive], folder) != STATUS_OK)
        return say_no_memory(), false;
    memcpy(rows, machine->drives, machine->ndrives * sizeof *rows);
    rows[drive].real = rows[drive].index;
    rows[drive].moved = folder;
    rows[drive].index = &p->unmoved.index;
    p->given = machine->drives;
    machine->drives = rows;
    return true;
}

bool planning_old_take(struct planning *p)
{
    const struct machine *machine = &p->drives.machine;
    uint32_t drive, file, folder;

    if (!find_named(machine, p->options->windows_old, &drive, &file))
        return true;
    folder = moved_to(&machine->drives[drive], file);
    return folder == INDEX_NONE || see_as_it_was(p, drive, folder);
}

bool planning_old_is_found(const struct planning *p)
{
    struct machine now = p->drives.machine;
    uint32_t drive, file;

    if (!p->given)
        return true;
    now.drives = p->given;
    if (find_named(&now, p->options->windows_old, &drive, &file) &&
        p->drives.machine.system == drive && p->profiles.windows != INDEX_NONE &&
        (p->profiles.windows == file || p->drives.machine.drives[drive].moved == file))
        return true;
    say("'%s' is no folder of a Windows, nor has it one: there is no System32\\config with a "
        "registry in it, or another Windows lies beside it, or on a drive before its own.",
        p->options->windows_old);
    return false;
}

/* The row of the first step of PATH; INDEX_NONE. */
static uint32_t first_step(const struct index *index, struct str path, const uint16_t *upcase)
{
    uint32_t name;
    size_t n = 1;

    while (n < path.n && path.at[n] != '\\')
        n++;
    return path_find(index, (struct str){path.at, n}, upcase, &name, NULL) == STATUS_OK
               ? name
               : INDEX_NONE;
}

bool planning_old_allows_store(const struct planning *p)
{
    const struct machine *machine = &p->drives.machine;
    const struct str path = {p->store.at + 2, p->store.n - 2};

    for (uint32_t i = 0; p->given && i < machine->ndrives; i++) {
        const struct machine_drive *drive = &machine->drives[i];

        if (!drive->real || first_step(drive->index, path, drive->upcase) ==
                                first_step(drive->real, path, drive->upcase))
            continue;
        say("The store '%.*s' would lie in a folder of one of the two Windows, and would go with "
            "it: name one in the root that neither has, such as %.*s\\migdata.",
            (int)p->store.n, p->store.at, (int)drive->name.n, drive->name.at);
        return false;
    }
    return true;
}

void planning_old_end(struct planning *p)
{
    if (p->given)
        p->drives.machine.drives = p->given;
    p->given = NULL;
}

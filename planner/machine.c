/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drives by their names: see machine.h. */
#include "planner/machine.h"

uint32_t machine_drive(const struct machine *machine, struct str path)
{
    for (uint32_t i = 0; i < machine->ndrives; i++) {
        struct str name = machine->drives[i].name;

        if (path.n >= name.n &&
            text_same_folded((struct str){path.at, name.n}, name, machine->drives[i].upcase) &&
            (path.n == name.n || path.at[name.n] == '\\' || path.at[name.n] == '/'))
            return i;
    }
    return MACHINE_NONE;
}

bool machine_find(const struct machine *machine, struct str path, uint32_t *drive_ret,
                  uint32_t *name_ret)
{
    uint32_t drive = machine_drive(machine, path);

    if (drive == MACHINE_NONE ||
        path_find(machine->drives[drive].index, path, machine->drives[drive].upcase, name_ret,
                  NULL) != STATUS_OK)
        return false;
    *drive_ret = drive;
    return true;
}

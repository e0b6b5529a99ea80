/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan's rows by file: see readiness_marks.h. */
#include "planner/readiness_marks.h"

enum { NO_OBSTACLE = -1 };

/* The obstacle that a refusal is counted as. Names are counted on the drive itself: case, length.
 */
static int obstacle_of(enum plan_reason reason)
{
    switch (reason) {
    case PLAN_EFS_ABORT:
    case PLAN_EFS_SKIP:
    case PLAN_EFS_NO_KEY:
        return READINESS_EFS;
    case PLAN_PLACEHOLDER:
        return READINESS_PLACEHOLDER;
    case PLAN_LINK_LIMIT:
        return READINESS_LINK_LIMIT;
    case PLAN_NAME_TAKEN:
        return READINESS_NAME_CLASH;
    case PLAN_UNREADABLE:
        return READINESS_REPARSE;
    case PLAN_LINK_COUNT:
    case PLAN_STALE_PARENT:
    case PLAN_DAMAGED:
        return READINESS_DAMAGED;
    case PLAN_LOCKED:
        return READINESS_LOCKED;
    case PLAN_AS_USUAL:
    case PLAN_OTHER_FILE_SYSTEM:
    case PLAN_LOCKED_BY_SYSTEM:
    case PLAN_LOCKED_COPY:
    case PLAN_EFS_RAW:
    case PLAN_OTHER_VOLUME:
    case PLAN_STORE_COPY:
    case PLAN_USERS_OWN:
    case PLAN_IS_SYSTEM:
    case PLAN_BAD_NAME:
    case PLAN_NAME_TOO_LONG:
    case PLAN_PATH_TOO_LONG:
    case PLAN_CASE_COLLISION:
    case PLAN_FOLDER_REPARSE:
    case PLAN_PROFILE_ORPHANED:
    case PLAN_PROFILE_UNREADABLE:
    case PLAN_ONLY_COPY:
    case PLAN_NOT_OURS:
    case PLAN_STILL_NEEDED:
    case PLAN_NO_USER:
    case PLAN_NOT_NTFS:
    case PLAN_PLACE_REPARSE:
    case PLAN_PLACE_STORE:
    case PLAN_KEPT_THERE:
    case PLAN_IRRELEVANT_LINK:
    case PLAN_NO_DESCRIPTOR:
    case PLAN_OF_WINDOWS:
    case PLAN_NOT_AS_MADE:
    case PLAN_LAST_NAME:
    case PLAN_NOT_EMPTY:
    case PLAN_GONE:
    case PLAN_NO_WAY_BACK:
        break;
    }
    return NO_OBSTACLE;
}

/* The drive of the machine that OP's source is on; MACHINE_NONE. */
static uint32_t drive_of(const struct plan *plan, const uint32_t *drives, const struct plan_op *op)
{
    uint32_t volume;

    if (op->from_folder >= plan->nfolders)
        return MACHINE_NONE;
    volume = plan->folders[op->from_folder].volume;
    return volume < plan->nvolumes ? drives[volume] : MACHINE_NONE;
}

/* Of each volume of the plan the drive of the machine, by letter; NULL without memory. */
static const uint32_t *map_volumes(const struct plan *plan, const struct machine *machine,
                                   struct arena *arena)
{
    uint32_t *drives = arena_array(arena, (size_t)plan->nvolumes + 1, sizeof *drives);

    for (uint32_t i = 0; drives && i < plan->nvolumes; i++) {
        drives[i] = MACHINE_NONE;
        for (uint32_t k = 0; k < machine->ndrives && drives[i] == MACHINE_NONE; k++)
            if (text_same_folded(plan->volumes[i].drive, machine->drives[k].name, NULL))
                drives[i] = k;
    }
    return drives;
}

static uint32_t file_of(const struct machine *machine, uint32_t drive, const struct plan_op *op)
{
    return op->expect.reference
               ? index_find_reference(machine->drives[drive].index, op->expect.reference)
               : INDEX_NONE;
}

/* Marks the sources on DRIVE of PLAN's operations, or of its refusals. */
static void mark(const struct plan *plan, const struct machine *machine, const uint32_t *drives,
                 uint32_t drive, bool is_refused, uint16_t *marks)
{
    const struct plan_op *rows = is_refused ? plan->refusals : plan->ops;
    uint32_t n = is_refused ? plan->nrefusals : plan->nops;

    for (uint32_t i = 0; i < n; i++) {
        bool is_taken = rows[i].kind == PLAN_LINK || rows[i].kind == PLAN_COPY;
        int obstacle = is_refused ? obstacle_of(rows[i].reason) : NO_OBSTACLE;
        uint32_t file;

        if ((!is_taken && !is_refused) || drive_of(plan, drives, &rows[i]) != drive)
            continue;
        file = file_of(machine, drive, &rows[i]);
        if (file == INDEX_NONE)
            continue;
        if (obstacle != NO_OBSTACLE)
            marks[file] |= (uint16_t)(1u << obstacle);
        else if (!is_refused)
            marks[file] |= (uint16_t)READINESS_MARKS_TAKEN;
    }
}

enum status readiness_marks_of(const struct plan *plan, const struct machine *machine,
                               uint32_t drive, struct arena *arena, uint16_t **marks_ret)
{
    const uint32_t *drives = map_volumes(plan, machine, arena);
    uint16_t *marks =
        arena_array(arena, (size_t)machine->drives[drive].index->files.n + 1, sizeof *marks);

    if (!drives || !marks)
        return STATUS_NO_MEMORY;
    mark(plan, machine, drives, drive, false, marks);
    mark(plan, machine, drives, drive, true, marks);
    *marks_ret = marks;
    return STATUS_OK;
}

bool readiness_marks_blocked(const struct plan *plan)
{
    bool is_blocked = plan->is_blocked;

    for (uint32_t i = 0; i < plan->nrefusals && !is_blocked; i++)
        is_blocked = plan->refusals[i].reason != PLAN_IS_SYSTEM;
    return is_blocked;
}

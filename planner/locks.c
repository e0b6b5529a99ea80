/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths of locked files become files once; patterns are asked of locked files alone. */
#include "planner/locks.h"

#include "planner/lookup.h"

/* ---- Who holds what ---- */

static enum status note_holder(struct locks *locks, struct lookup *lookup, uint32_t drive,
                               const struct save_lock *lock)
{
    const struct index *index = lookup->index;
    size_t skipped = locks->machine->drives[drive].name.n;
    uint32_t name =
        lookup_path(lookup, (struct str){lock->path.at + skipped, lock->path.n - skipped});
    uint8_t *holder;

    if (name == INDEX_NONE)
        return STATUS_OK;
    if (!locks->holders[drive])
        locks->holders[drive] = arena_array(&locks->arena, index->files.n, 1);
    if (!locks->holders[drive])
        return STATUS_NO_MEMORY;
    holder = &locks->holders[drive][index->names.file[name]];
    if (lock->is_by_system)
        *holder = LOCKS_SYSTEM;
    else if (*holder == LOCKS_NOBODY)
        *holder = LOCKS_APPLICATION;
    return STATUS_OK;
}

static enum status note_drive(struct locks *locks, uint32_t drive, const struct save_lock *list,
                              uint32_t n)
{
    const struct machine_drive *d = &locks->machine->drives[drive];
    struct lookup lookup = {0};
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < n && status == STATUS_OK; i++) {
        if (machine_drive(locks->machine, list[i].path) != drive)
            continue;
        if (!lookup.index)
            status = lookup_begin(&lookup, d->index, d->upcase);
        if (status == STATUS_OK)
            status = note_holder(locks, &lookup, drive, &list[i]);
    }
    lookup_free(&lookup);
    return status;
}

enum locks_holder locks_of(const struct locks *locks, uint32_t drive, uint32_t file)
{
    return locks->holders[drive] ? (enum locks_holder)locks->holders[drive][file] : LOCKS_NOBODY;
}

/* ---- What is said of it ---- */

static enum status take_lines(struct locks *locks, const struct config *config)
{
    enum status status = STATUS_OK;

    for (const struct config_lock *it = config->locks; it && status == STATUS_OK; it = it->next)
        status = policy_add(&locks->policy, it->pattern, POLICY_ANY_CODE,
                            it->is_linked ? LOCKS_LINK : LOCKS_COPY);
    return status;
}

enum status locks_begin(struct locks *locks, const struct machine *machine,
                        const struct config *config, const struct save_lock *list, uint32_t n)
{
    enum status status = STATUS_OK;

    *locks = (struct locks){.machine = machine};
    locks->holders = arena_array(&locks->arena, machine->ndrives, sizeof *locks->holders);
    if (!locks->holders)
        return STATUS_NO_MEMORY;
    for (uint32_t drive = 0; drive < machine->ndrives && status == STATUS_OK; drive++)
        if (machine->drives[drive].index)
            status = note_drive(locks, drive, list, n);
    if (status == STATUS_OK && config)
        status = take_lines(locks, config);
    return status;
}

enum status locks_ask(struct locks *locks, uint32_t drive, uint32_t name,
                      enum locks_answer *answer_ret)
{
    uint32_t verdict = POLICY_SILENT;
    enum status status =
        policy_ask(&locks->policy, &locks->machine->drives[drive], name, POLICY_LOCKED, &verdict);

    if (status == STATUS_OK)
        *answer_ret = verdict == POLICY_SILENT ? LOCKS_SILENT : (enum locks_answer)verdict;
    return status;
}

void locks_free(struct locks *locks)
{
    policy_free(&locks->policy);
    arena_free(&locks->arena);
}

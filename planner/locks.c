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

/* Microsoft's pages write C:\Users\* where they mean C:\Users\* [*]. */
static enum status parse_line(struct locks *locks, struct str text, struct pattern *pattern_ret,
                              bool *is_pattern_ret)
{
    static const struct str all = {" [*]", 4};
    char *longer = arena_alloc(&locks->arena, text.n + all.n);
    struct pattern pattern;
    const char *why;
    enum status status;

    if (!longer)
        return STATUS_NO_MEMORY;
    if (text.n > 0)
        memcpy(longer, text.at, text.n);
    memcpy(longer + text.n, all.at, all.n);
    status = pattern_parse((struct str){longer, text.n + all.n}, &locks->arena, &pattern, &why);
    if (status == STATUS_DAMAGED)
        status = pattern_parse(text, &locks->arena, &pattern, &why);
    *is_pattern_ret = status == STATUS_OK;
    if (status == STATUS_OK)
        *pattern_ret = pattern;
    return status == STATUS_DAMAGED ? STATUS_OK : status;
}

static enum status take_lines(struct locks *locks, const struct config *config)
{
    enum status status = STATUS_OK;
    uint32_t n = 0;

    for (const struct config_lock *lock = config->locks; lock; lock = lock->next)
        n++;
    locks->lines = arena_array(&locks->arena, (size_t)n + 1, sizeof *locks->lines);
    if (!locks->lines)
        return STATUS_NO_MEMORY;
    for (const struct config_lock *lock = config->locks; lock && status == STATUS_OK;
         lock = lock->next) {
        struct locks_line *line = &locks->lines[locks->nlines];
        bool is_pattern;

        status = parse_line(locks, lock->pattern, &line->pattern, &is_pattern);
        line->is_linked = lock->is_linked;
        if (status == STATUS_OK && is_pattern)
            locks->nlines++;
    }
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

/* PATH behind the drive, "\Users\Ann\mail.pst", as patterns want it: a folder and a name in it. */
static enum status split(struct arena *arena, struct str drive, struct str path,
                         struct str *folder_ret, struct str *name_ret)
{
    size_t end = path.n;
    char *folder;

    while (end > 0 && path.at[end - 1] != '\\')
        end--;
    folder = arena_alloc(arena, drive.n + end);
    if (!folder)
        return STATUS_NO_MEMORY;
    memcpy(folder, drive.at, drive.n);
    memcpy(folder + drive.n, path.at, end);
    *folder_ret = (struct str){folder, drive.n + end};
    *name_ret = (struct str){path.at + end, path.n - end};
    return STATUS_OK;
}

enum status locks_ask(struct locks *locks, uint32_t drive, uint32_t name,
                      enum locks_answer *answer_ret)
{
    const struct machine_drive *d = &locks->machine->drives[drive];
    enum status status = path_of_name(d->index, name, &locks->path);
    enum locks_answer answer = LOCKS_SILENT;
    struct arena arena = {0};
    struct str folder, leaf;

    if (status == STATUS_OK)
        status = split(&arena, d->name, path_str(&locks->path), &folder, &leaf);
    for (uint32_t i = 0; i < locks->nlines && answer == LOCKS_SILENT && status == STATUS_OK; i++)
        if (pattern_matches(&locks->lines[i].pattern, folder, leaf, d->upcase))
            answer = locks->lines[i].is_linked ? LOCKS_LINK : LOCKS_COPY;
    arena_free(&arena);
    if (status == STATUS_OK)
        *answer_ret = answer;
    return status;
}

void locks_free(struct locks *locks)
{
    arena_free(&locks->arena);
    path_free(&locks->path);
}

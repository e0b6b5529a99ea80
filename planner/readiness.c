/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Readiness: see readiness.h. A drive is walked twice: its folders, for what names say; its files,
 * for what they are.
 */
#include "planner/readiness.h"

#include "planner/clash.h"
#include "planner/ownership.h"
#include "planner/readiness_marks.h"
#include "planner/traits.h"

enum { LONG_UNITS = 259 };

/* One drive on its way. */
struct pass {
    struct readiness *to;
    const struct machine_drive *drive;
    const struct index *index;
    struct ownership ownership; /* homes are the profiles */
    uint16_t *marks;            /* of each file */
    uint32_t *seen;             /* of each row of TO: the last file counted there, plus one */
    struct clash clash;
    uint32_t prefix_units; /* of what stands before a path in the store */
    enum status status;
};

static const struct words {
    const char *word, *phrase;
} words[READINESS_NOBSTACLES] = {
    [READINESS_EFS] = {"efs", "encrypted files (EFS)"},
    [READINESS_PLACEHOLDER] = {"placeholder", "files whose content is in a cloud or on a tape"},
    [READINESS_ORPHANED] = {"orphaned", "SID that leads to no account"},
    [READINESS_LONG_PATH] = {"long-path", "paths in the store of more than 259 units"},
    [READINESS_LINK_LIMIT] = {"link-limit", "files with 1,024 names already"},
    [READINESS_NAME_CLASH] = {"name-clash", "names that differ by case alone, or are taken"},
    [READINESS_REPARSE] = {"reparse", "reparse points that are neither linked nor followed"},
    [READINESS_DAMAGED] = {"damaged", "damaged files"},
    [READINESS_LOCKED] = {"locked", "locked files"},
};

const char *readiness_word(enum readiness_obstacle obstacle)
{
    return words[obstacle].word;
}

const char *readiness_phrase(enum readiness_obstacle obstacle)
{
    return words[obstacle].phrase;
}

/* The row of what OWNER, a place among the homes, stands for. */
static struct readiness_profile *row_of(const struct pass *pass, uint32_t owner)
{
    return &pass->to->at[owner == OWNERSHIP_NONE ? pass->to->n - 1 : owner];
}

/* ---- Names, folder by folder ---- */

/* Are names in FOLDER anybody's? Of NTFS's own folders the root's alone are. */
static bool has_names(const struct index *index, uint32_t folder)
{
    unsigned flags = index->files.flags[folder];

    return flags & FILE_DIRECTORY && flags & FILE_IN_USE &&
           (!(flags & FILE_SYSTEM) || index->files.record[folder] == RECORD_ROOT);
}

static void count_names(struct pass *pass, uint32_t folder)
{
    const struct index *index = pass->index;
    struct readiness_profile *row = row_of(pass, pass->ownership.owner[folder]);
    uint64_t before = (uint64_t)pass->prefix_units + pass->ownership.units[folder] + 1;

    clash_begin(&pass->clash);
    for (uint32_t i = index->first_child[folder]; i < index->first_child[folder + 1]; i++) {
        uint32_t name = index->children[i], units = 0;

        if (index->files.flags[index->names.file[name]] & FILE_SYSTEM)
            continue;
        pass->status =
            clash_add(&pass->clash, index_name(index, name), pass->drive->upcase, &units);
        if (pass->status != STATUS_OK)
            return;
        row->obstacles[READINESS_LONG_PATH] += before + units > LONG_UNITS;
    }
    row->obstacles[READINESS_NAME_CLASH] += clash_count(&pass->clash);
}

/* ---- Files ---- */

/* What stands in FILE's way, as bits: of the drive itself, and what the plan refused. */
static unsigned obstacles_of(const struct pass *pass, uint32_t file)
{
    const struct file_rows *files = &pass->index->files;
    uint32_t attributes = files->attributes[file];
    unsigned flags = files->flags[file], bits = pass->marks[file];

    if (flags & FILE_FINDING)
        bits |= 1u << READINESS_DAMAGED;
    if (flags & FILE_DIRECTORY) {
        uint32_t tag = index_reparse_tag(pass->index, file);

        if (traits_leads_elsewhere(tag) && !traits_is_own_junction(attributes, tag))
            bits |= 1u << READINESS_REPARSE;
        return bits;
    }
    if (traits_is_encrypted(attributes, flags))
        bits |= 1u << READINESS_EFS;
    if (traits_is_placeholder(attributes, flags))
        bits |= 1u << READINESS_PLACEHOLDER;
    if (files->header_links[file] >= TRAITS_LINKS_MAX)
        bits |= 1u << READINESS_LINK_LIMIT;
    return bits;
}

static void add_file(const struct pass *pass, uint32_t file, unsigned bits,
                     struct readiness_profile *row)
{
    const struct file_rows *files = &pass->index->files;

    for (unsigned i = 0; bits && i < READINESS_NOBSTACLES; i++)
        row->obstacles[i] += bits >> i & 1;
    if (files->flags[file] & FILE_DIRECTORY)
        return;
    row->files++;
    row->bytes += files->size[file];
    if (!(bits & READINESS_MARKS_TAKEN))
        return;
    row->taken++;
    row->taken_bytes += files->size[file];
}

/* Counts FILE once for each user below whose folder a name of it lies; else as nobody's. */
static void count_file(const struct pass *pass, uint32_t file)
{
    const struct index *index = pass->index;
    unsigned bits = obstacles_of(pass, file);
    bool is_anyones = false;

    for (uint32_t name = index_first_name(index, file); name < index_end_name(index, file);
         name++) {
        uint32_t owner = ownership_of_name(&pass->ownership, index, name);

        if (owner == OWNERSHIP_NONE)
            continue;
        is_anyones = true;
        if (pass->seen[owner] != file + 1)
            add_file(pass, file, bits, row_of(pass, owner));
        pass->seen[owner] = file + 1;
    }
    if (!is_anyones)
        add_file(pass, file, bits, row_of(pass, OWNERSHIP_NONE));
}

static bool is_counted(const struct index *index, uint32_t file)
{
    return (index->files.flags[file] & (FILE_IN_USE | FILE_SYSTEM)) == FILE_IN_USE;
}

/* ---- A drive ---- */

/* The row of P's folder on the drive DRIVE, which is that of Windows or not. */
static uint32_t home_of(const struct machine *machine, uint32_t drive, const struct profile *p)
{
    const struct machine_drive *d = &machine->drives[drive];
    uint32_t name;

    if (drive == machine->system)
        return p->folder;
    if (!(p->flags & PROFILE_ELSEWHERE) || p->path.n < 3 || d->name.n != 2 ||
        !text_same_folded((struct str){p->path.at, 2}, d->name, NULL) ||
        path_find(d->index, p->path, d->upcase, &name, NULL) != STATUS_OK ||
        !(d->index->files.flags[d->index->names.file[name]] & FILE_DIRECTORY))
        return INDEX_NONE;
    return d->index->names.file[name];
}

/*
 * Whose each folder of DRIVE is. Every profile is a home twice, since of equal homes the first
 * counts: among those who take part, then among all.
 */
static enum status make_ownership(struct pass *pass, const struct machine *machine, uint32_t drive)
{
    const struct profiles *profiles = machine->profiles;
    uint32_t n = profiles->n;
    struct arena *arena = pass->clash.arena;
    uint32_t *homes = arena_array(arena, 2 * (size_t)n + 1, sizeof *homes);
    enum status status;

    if (!homes)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++) {
        homes[n + i] = home_of(machine, drive, &profiles->at[i]);
        homes[i] = machine->is_chosen[i] ? homes[n + i] : INDEX_NONE;
    }
    status = ownership_of(pass->index, homes, 2 * n, arena, &pass->ownership);
    for (uint32_t file = 0; status == STATUS_OK && file < pass->index->files.n; file++)
        if (pass->ownership.owner[file] != OWNERSHIP_NONE && pass->ownership.owner[file] >= n)
            pass->ownership.owner[file] -= n;
    return status;
}

static enum status count_drive(const struct plan *plan, const struct machine *machine,
                               uint32_t drive, struct arena *arena, struct readiness *to)
{
    const struct index *index = machine->drives[drive].index;
    struct pass pass = {
        .to = to,
        .drive = &machine->drives[drive],
        .index = index,
        .seen = arena_array(arena, to->n, sizeof(uint32_t)),
        .clash = {.arena = arena},
        .prefix_units = ownership_units(plan->store) + (uint32_t)strlen("\\USMT\\File\\C$"),
        .status = STATUS_NO_MEMORY,
    };

    if (pass.seen)
        pass.status = make_ownership(&pass, machine, drive);
    if (pass.status == STATUS_OK)
        pass.status = readiness_marks_of(plan, machine, drive, arena, &pass.marks);
    for (uint32_t file = 0; pass.status == STATUS_OK && file < index->files.n; file++)
        if (has_names(index, file))
            count_names(&pass, file);
    for (uint32_t file = 0; pass.status == STATUS_OK && file < index->files.n; file++)
        if (is_counted(index, file))
            count_file(&pass, file);
    return pass.status;
}

/* ---- All ---- */

static struct readiness_profile begin_profile(const struct machine *machine, uint32_t i)
{
    const struct profile *p = &machine->profiles->at[i];
    struct readiness_profile row = {
        .profile = i,
        .last_used = p->last_used,
        .is_chosen = machine->is_chosen[i],
    };

    row.obstacles[READINESS_ORPHANED] = profile_is_orphaned(machine->profiles, p);
    return row;
}

static enum status begin(const struct machine *machine, struct readiness *to)
{
    uint32_t n = machine->profiles->n;

    *to = (struct readiness){.n = n + 1};
    to->at = arena_array(&to->arena, to->n, sizeof *to->at);
    if (!to->at)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++)
        to->at[i] = begin_profile(machine, i);
    to->at[n].profile = PLAN_NONE;
    return STATUS_OK;
}

/* Does anybody's folder stay behind for no other reason than that its SID leads nowhere? */
static bool leaves_orphan(const struct machine *machine, const struct readiness *readiness)
{
    for (uint32_t i = 0; i + 1 < readiness->n; i++)
        if (readiness->at[i].obstacles[READINESS_ORPHANED] && !readiness->at[i].is_chosen &&
            !(machine->profiles->at[i].flags & PROFILE_NO_FOLDER))
            return true;
    return false;
}

static enum status fill(const struct plan *plan, const struct machine *machine,
                        struct arena *scratch, struct readiness *to)
{
    enum status status = begin(machine, to);

    for (uint32_t i = 0; status == STATUS_OK && i < machine->ndrives; i++) {
        status = count_drive(plan, machine, i, scratch, to);
        arena_free(scratch);
    }
    if (status == STATUS_OK)
        to->is_ready = !readiness_marks_blocked(plan) && !leaves_orphan(machine, to);
    return status;
}

enum status readiness_of(const struct plan *plan, const struct machine *machine,
                         struct readiness *readiness_ret)
{
    struct readiness readiness;
    struct arena scratch = {0};
    enum status status = fill(plan, machine, &scratch, &readiness);

    arena_free(&scratch);
    if (status == STATUS_OK)
        *readiness_ret = readiness;
    else
        readiness_free(&readiness);
    return status;
}

void readiness_free(struct readiness *readiness)
{
    arena_free(&readiness->arena);
    *readiness = (struct readiness){0};
}

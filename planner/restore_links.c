/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shortcuts whose target is nowhere, where rules leave such out (IgnoreIrrelevantLinks). Whatever
 * is not sure keeps a shortcut: docs/RESTORE.md, "Shortcuts".
 */
#include "planner/restore_place.h"

#include "mft/path.h"

/* What is behind a path. */
enum found { MISSING, THERE, UNSURE };

struct linking {
    struct comeback *r;
    struct lexicon coming; /* names that are to be made, by the keys of their places */
    const uint32_t *tops;  /* folders of the store: each "C$" */
    uint32_t ntops;
};

/* ---- Paths ---- */

/* Where a folder leads elsewhere it is not known what is behind it; nor are 8.3 names. */
static enum found step_down(struct comeback *r, uint32_t drive, struct str step, uint32_t *file)
{
    const struct index *index = comeback_index(r, drive);
    uint32_t name;

    if (str_equal(step, str_of(".")))
        return THERE;
    if (index->files.flags[*file] & FILE_REPARSE)
        return UNSURE;
    if (str_equal(step, str_of(".."))) {
        if (index->files.record[*file] == RECORD_ROOT)
            return UNSURE;
        *file = index_parent(index, index_first_name(index, *file));
        return *file == INDEX_NONE ? UNSURE : THERE;
    }
    name = index->files.flags[*file] & FILE_DIRECTORY
               ? lookup_child(&r->lookups[drive], *file, step)
               : INDEX_NONE;
    if (name == INDEX_NONE)
        return memchr(step.at, '~', step.n) ? UNSURE : MISSING;
    *file = index->names.file[name];
    return THERE;
}

/* Is there anything at PATH below FOLDER, a row of DRIVE? */
static enum found look(struct comeback *r, uint32_t drive, uint32_t folder, struct str path)
{
    enum found found = THERE;
    struct str step;

    for (size_t at = 0; found == THERE && (step = path_step(path, &at)).n > 0;)
        found = step_down(r, drive, step, &folder);
    return found;
}

/* ---- What is to come ---- */

static enum status note_coming(struct linking *l, uint32_t no)
{
    const struct comeback_file *file = &l->r->files[no];
    enum status status;
    struct str key;

    if (file->state != COMEBACK_OPEN || file->to == COMEBACK_NONE)
        return STATUS_OK;
    status = restore_place_key(l->r, file->to, file->to_name, true, &key);
    return status == STATUS_OK ? lexicon_put(&l->coming, key, no) : status;
}

/* The place of STEP in *PLACE; false: nothing comes there. Makes none. */
static bool enter(struct comeback *r, uint32_t *place, struct str step, struct str key)
{
    const struct comeback_place *at = &r->places[*place];
    const uint32_t *places = r->places_of[at->drive];
    uint32_t name = at->file == INDEX_NONE || !places
                        ? INDEX_NONE
                        : lookup_child(&r->lookups[at->drive], at->file, step);

    if (name == INDEX_NONE)
        return lexicon_find(&r->made, key, place);
    name = places[comeback_index(r, at->drive)->names.file[name]];
    *place = name > 0 ? name - 1 : *place;
    return name > 0;
}

/* Does the plan make PATH, below the root of DRIVE? */
static enum status ask_coming(struct linking *l, uint32_t drive, struct str path,
                              enum found *found_ret)
{
    uint32_t place, other;
    enum status status = restore_place_root(l->r, drive, &place);
    bool is_there = true;
    struct str step, key;

    for (size_t at = 0; status == STATUS_OK && is_there && (step = path_step(path, &at)).n > 0;) {
        status = restore_place_key(l->r, place, step, false, &key);
        if (status == STATUS_OK && lexicon_find(&l->coming, key, &other))
            break;
        is_there = status == STATUS_OK && enter(l->r, &place, step, key);
    }
    if (status == STATUS_OK)
        *found_ret = is_there ? THERE : MISSING;
    return status;
}

/* ---- One shortcut ---- */

/* Is what was at PATH of the drive LETTER in the store? */
static enum found look_in_store(const struct linking *l, uint8_t letter, struct str path)
{
    enum found found = MISSING;

    for (uint32_t i = 0; i < l->ntops && found == MISSING; i++) {
        const struct comeback_folder *top = &l->r->folders[l->tops[i]];

        if (top->letter == letter)
            found = look(l->r, top->drive, comeback_index(l->r, top->drive)->names.file[top->name],
                         path);
    }
    return found;
}

/* By its way from the shortcut: where that was, and where it comes to. */
static enum found look_beside(const struct linking *l, const struct comeback_file *file,
                              struct str relative)
{
    const struct comeback_folder *folder = &l->r->folders[file->folder];
    const struct comeback_place *to = &l->r->places[file->to];
    enum found found;

    if (relative.n == 0)
        return MISSING;
    found = look(l->r, folder->drive, comeback_index(l->r, folder->drive)->names.file[folder->name],
                 relative);
    return found == MISSING && to->file != INDEX_NONE ? look(l->r, to->drive, to->file, relative)
                                                      : found;
}

/*
 * A shortcut stays out if its target, "C:\Docs\a.txt", is on a drive that is there, and
 * - it is not there now;
 * - it is not in the store, from where it comes back to wherever it belongs;
 * - nothing lies where the shortcut would look from its own folder;
 * - the plan does not make it.
 */
static enum status judge(struct linking *l, const struct comeback_file *file,
                         const struct linktarget *to, enum found *found_ret)
{
    struct comeback *r = l->r;
    const uint32_t drive = machine_drive(r->machine, to->target);
    const struct str path = {to->target.at + 2, to->target.n - 2};

    *found_ret = UNSURE;
    if (drive == MACHINE_NONE || !restoring_is_usable(r, drive))
        return STATUS_OK;
    *found_ret = look(r, drive, index_find(comeback_index(r, drive), RECORD_ROOT), path);
    if (*found_ret == MISSING)
        *found_ret = look_in_store(l, (uint8_t)((to->target.at[0] | 0x20) - 'a'), path);
    if (*found_ret == MISSING)
        *found_ret = look_beside(l, file, to->relative);
    return *found_ret == MISSING ? ask_coming(l, drive, path, found_ret) : STATUS_OK;
}

static enum status ask(struct linking *l, struct comeback_file *file)
{
    const uint32_t drive = l->r->folders[file->folder].drive;
    const struct linktarget *to;
    enum found found = UNSURE;
    enum status status;

    if (file->state != COMEBACK_OPEN || file->to == COMEBACK_NONE || !l->r->links[drive] ||
        l->r->links[drive][file->name] == 0)
        return STATUS_OK;
    to = linktargets_find(&l->r->job->links[drive], comeback_file_of(l->r, file));
    if (!to)
        return STATUS_OK;
    status = judge(l, file, to, &found);
    if (status == STATUS_OK && found == MISSING) {
        file->state = COMEBACK_REFUSED;
        file->reason = PLAN_IRRELEVANT_LINK;
    }
    return status;
}

/* ---- All ---- */

static enum status find_tops(struct linking *l)
{
    uint32_t *tops = arena_array(&l->r->arena, (size_t)l->r->nfolders + 1, sizeof *tops);

    for (uint32_t i = 0; i < l->r->nfolders && tops; i++)
        if (l->r->folders[i].parent == COMEBACK_NONE)
            tops[l->ntops++] = i;
    l->tops = tops;
    return tops ? STATUS_OK : STATUS_NO_MEMORY;
}

enum status restore_links(struct comeback *r)
{
    struct linking l = {.r = r, .coming.arena = &r->arena};
    enum status status;

    if (!r->job->links)
        return STATUS_OK;
    status = find_tops(&l);
    for (uint32_t i = 0; i < r->nfiles && status == STATUS_OK; i++)
        status = note_coming(&l, i);
    for (uint32_t i = 0; i < r->nfiles && status == STATUS_OK; i++)
        status = ask(&l, &r->files[i]);
    return status;
}

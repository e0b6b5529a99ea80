/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shortcuts in the store, and where they lead to: see restoring_links.h. */
#include "src/restoring_links.h"

#include "src/filedata.h"
#include "src/say.h"
#include "src/shortcut.h"

struct linkwalk {
    const struct index *index;
    const struct volume *volume;
    bool *is_met;    /* of each file: a folder that is entered, a shortcut that is in the store */
    uint32_t *stack; /* of folders; each is pushed but once */
    uint32_t nstack, nlinks;
    struct arena scratch;
};

static bool is_asked(const struct expansion *expansion)
{
    for (uint32_t i = 0; i < expansion->nrules; i++) {
        const struct rule *rule = expansion->rules[i].rule;

        if (rule->kind == RULES_INCLUDE && rule->call &&
            rule->call->helper->id == HELPER_IGNORE_IRRELEVANT_LINKS)
            return true;
    }
    return false;
}

static const struct volume *volume_of(const struct drives *drives, uint32_t drive)
{
    const struct target *target = &drives->at[drive].target;

    return drives->machine.drives[drive].is_ntfs && !target->inventory ? target->volume : NULL;
}

bool restoring_links_are_unread(const struct planning *planning)
{
    for (uint32_t i = 0; i < planning->drives.machine.ndrives; i++)
        if (planning->drives.machine.drives[i].is_ntfs && !volume_of(&planning->drives, i))
            return true;
    return false;
}

/* ---- Which files ---- */

static bool is_shortcut(struct str name)
{
    return name.n > 4 &&
           text_same_folded((struct str){name.at + name.n - 4, 4}, str_of(".lnk"), NULL);
}

static void meet(struct linkwalk *w, uint32_t name)
{
    const uint32_t file = w->index->names.file[name];

    if (w->is_met[file])
        return;
    if (w->index->files.flags[file] & FILE_DIRECTORY) {
        w->is_met[file] = true;
        w->stack[w->nstack++] = file;
    } else if (is_shortcut(index_name(w->index, name))) {
        w->is_met[file] = true;
        w->nlinks++;
    }
}

/* Down from FOLDER, the store's, without calls that nest. */
static bool walk(struct linkwalk *w, uint32_t folder)
{
    w->is_met = arena_array(&w->scratch, (size_t)w->index->files.n + 1, sizeof *w->is_met);
    w->stack = arena_array(&w->scratch, (size_t)w->index->files.n + 1, sizeof *w->stack);
    if (!w->is_met || !w->stack)
        return false;
    w->is_met[folder] = true;
    w->stack[w->nstack++] = folder;
    while (w->nstack > 0) {
        const uint32_t at = w->stack[--w->nstack];

        for (uint32_t i = w->index->first_child[at]; i < w->index->first_child[at + 1]; i++)
            meet(w, w->index->children[i]);
    }
    return true;
}

/* ---- What they say ---- */

/* False without memory. */
static bool read_one(struct linkwalk *w, uint32_t file, struct arena *arena, struct linktarget *to)
{
    struct arena content = {0};
    struct shortcut shortcut;
    struct bytes bytes;
    enum status status =
        filedata_load(w->volume, w->index, file, SHORTCUT_BYTES_MAX, &content, &bytes);

    if (status == STATUS_OK)
        status = shortcut_read(bytes, arena, &shortcut);
    if (status == STATUS_OK)
        *to = (struct linktarget){file, shortcut.target, shortcut.relative};
    arena_free(&content);
    return status != STATUS_NO_MEMORY;
}

static bool read_all(struct linkwalk *w, struct arena *arena, struct linktargets *to)
{
    struct linktarget *at = arena_array(arena, (size_t)w->nlinks + 1, sizeof *at);
    bool is_good = at;

    for (uint32_t file = 0; file < w->index->files.n && is_good; file++) {
        if (!w->is_met[file] || w->index->files.flags[file] & FILE_DIRECTORY)
            continue;
        at[to->n].target = (struct str){NULL, 0};
        is_good = read_one(w, file, arena, &at[to->n]);
        to->n += is_good && at[to->n].target.at;
    }
    to->at = at;
    return is_good;
}

/* ---- All ---- */

/* The row of the folder of PATH, "\migdata", on a drive; INDEX_NONE. */
static uint32_t find_store(const struct machine_drive *drive, struct str path)
{
    uint32_t name = INDEX_NONE;

    if (path_find(drive->index, path, drive->upcase, &name, NULL) != STATUS_OK)
        return INDEX_NONE;
    return drive->index->names.file[name];
}

static bool read_drive(struct planning *p, uint32_t drive, struct str path, struct linktargets *to)
{
    struct linkwalk w = {.index = p->drives.machine.drives[drive].index,
                         .volume = volume_of(&p->drives, drive)};
    const uint32_t folder =
        w.volume ? find_store(&p->drives.machine.drives[drive], path) : INDEX_NONE;
    bool is_good = true;

    if (folder != INDEX_NONE)
        is_good = walk(&w, folder) && read_all(&w, &p->arena, to);
    arena_free(&w.scratch);
    return is_good;
}

bool restoring_links_find(struct planning *planning, const struct linktargets **links_ret)
{
    const uint32_t n = planning->drives.machine.ndrives;
    const struct str store = str_of(planning->options->store);
    struct linktargets *links;
    bool is_good;

    *links_ret = NULL;
    if (!is_asked(&planning->expansion))
        return true;
    links = arena_array(&planning->arena, (size_t)n + 1, sizeof *links);
    is_good = links;
    for (uint32_t i = 0; i < n && store.n > 2 && is_good; i++)
        is_good = read_drive(planning, i, (struct str){store.at + 2, store.n - 2}, &links[i]);
    if (!is_good)
        return say_no_memory(), false;
    *links_ret = links;
    return true;
}

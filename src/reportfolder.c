/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders that a report is about: see reportfolder.h. */
#include "src/reportfolder.h"

#include "mft/path.h"
#include "src/say.h"
#include "src/suggest.h"

#include <stdlib.h>

/* ---- The nearest name ---- */

static bool is_slash(char c)
{
    return c == '\\' || c == '/';
}

/* The step of PATH behind its first MATCHED bytes, terminated, in ARENA; NULL without memory. */
static char *next_step(const char *path, size_t matched, struct arena *arena)
{
    size_t begin = matched, end;
    char *step;

    while (is_slash(path[begin]))
        begin++;
    for (end = begin; path[end] && !is_slash(path[end]); end++)
        ;
    step = arena_alloc(arena, end - begin + 1);
    if (step)
        memcpy(step, path + begin, end - begin);
    return step;
}

/* The names of the folders in FOLDER, terminated, NULL behind them; NULL without memory. */
static const char **folders_in(const struct index *index, uint32_t folder, struct arena *arena)
{
    uint32_t first = index->first_child[folder], end = index->first_child[folder + 1], n = 0;
    const char **names = arena_array(arena, (size_t)(end - first) + 1, sizeof *names);

    for (uint32_t i = first; i < end && names; i++) {
        uint32_t name = index->children[i];
        struct str text = index_name(index, name);
        char *copy;

        if (!(index->files.flags[index->names.file[name]] & FILE_DIRECTORY))
            continue;
        copy = arena_alloc(arena, text.n + 1);
        if (!copy)
            return NULL;
        memcpy(copy, text.at, text.n);
        names[n++] = copy;
    }
    return names;
}

/* Says that PATH is not there, of which the first MATCHED bytes lead to FOLDER. */
static void say_missing(const struct index *index, const char *path, size_t matched,
                        uint32_t folder)
{
    struct arena arena = {0};
    const char *step = next_step(path, matched, &arena);
    const char **names = folder == INDEX_NONE ? NULL : folders_in(index, folder, &arena);
    const char *nearest = step && names ? suggest_nearest(step, names) : NULL;

    if (nearest)
        say("There is no folder '%s' on the volume: in '%.*s' there is no '%s'. Did you mean "
            "'%.*s\\%s'?",
            path, matched ? (int)matched : 1, matched ? path : "\\", step, (int)matched, path,
            nearest);
    else if (matched > 0)
        say("There is no folder '%s' on the volume: '%.*s' is there, the rest is not.", path,
            (int)matched, path);
    else
        say("There is no folder '%s' on the volume.", path);
    arena_free(&arena);
}

/* ---- Finding ---- */

/* The folder that PATH's first MATCHED bytes lead to; INDEX_NONE: they lead to a file. */
static uint32_t folder_at(const struct index *index, const char *path, size_t matched,
                          const uint16_t *upcase)
{
    uint32_t name, file = index_find(index, RECORD_ROOT);

    if (matched > 0 &&
        path_find(index, (struct str){path, matched}, upcase, &name, NULL) == STATUS_OK)
        file = index->names.file[name];
    return file != INDEX_NONE && index->files.flags[file] & FILE_DIRECTORY ? file : INDEX_NONE;
}

static bool find(const struct survey *survey, const char *path, const uint16_t *upcase,
                 uint32_t *folder_ret)
{
    const struct index *index = survey->index;
    size_t matched = 0;
    uint32_t name, file;

    if (path_find(index, str_of(path), upcase, &name, &matched) != STATUS_OK) {
        say_missing(index, path, matched, folder_at(index, path, matched, upcase));
        return false;
    }
    file = index->names.file[name];
    if (!(index->files.flags[file] & FILE_DIRECTORY)) {
        say("'%s' is a file, not a folder: 'mftlink links' tells what it is.", path);
        return false;
    }
    *folder_ret = file;
    return true;
}

bool reportfolder_find(const struct survey *survey, const char *path, uint32_t *folder_ret)
{
    struct arena arena = {0};
    const uint16_t *upcase;
    bool is_found =
        target_upcase(&survey->target, &arena, &upcase) && find(survey, path, upcase, folder_ret);

    arena_free(&arena);
    return is_found;
}

/* ---- The component store ---- */

/* The folder directly in PARENT that is called TEXT, in ASCII without regard to case. */
static uint32_t child_called(const struct space *space, uint32_t parent, const char *text)
{
    for (uint32_t node = SPACE_ORPHANS + 1; node < space->n; node++) {
        uint32_t name = space->home[space->folder[node]];

        if (space->parent[node] == parent && name != INDEX_NONE &&
            text_same_folded(index_name(space->index, name), str_of(text), NULL))
            return node;
    }
    return INDEX_NONE;
}

bool reportfolder_store(const struct space *space, uint32_t *node_ret)
{
    uint32_t root = index_find(space->index, RECORD_ROOT), windows, store;

    if (root == INDEX_NONE || space->node[root] == INDEX_NONE)
        return false;
    windows = child_called(space, space->node[root], "Windows");
    store = windows == INDEX_NONE ? INDEX_NONE : child_called(space, windows, "WinSxS");
    if (store != INDEX_NONE)
        *node_ret = store;
    return store != INDEX_NONE;
}

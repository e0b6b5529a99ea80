/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See backend_model_tree.h. */
#include "src/backend_model_tree.h"

#include "planner/lookup.h"

enum { SLOTS_MIN = 1024, ROWS_MIN = 256, SEQUENCE = 1 };

/* ---- Names by their folder ---- */

static void put_slot(struct backend_model_tree *tree, uint32_t name)
{
    const struct backend_model_entry *entry = &tree->names[name];
    uint32_t i = lookup_hash(entry->folder, entry->name, NULL);

    while (tree->slots[i & (tree->nslots - 1)] != 0)
        i++;
    tree->slots[i & (tree->nslots - 1)] = name + 1;
}

/* Room for a name more; names that are gone lose their slots. */
static bool reserve_slots(struct backend_model_tree *tree, uint32_t n)
{
    uint32_t nslots = tree->nslots ? tree->nslots : SLOTS_MIN;

    while (nslots / 2 < n && nslots < UINT32_C(1) << 31)
        nslots *= 2;
    if (nslots == tree->nslots)
        return true;
    arena_drop(&tree->arena, tree->slots);
    tree->slots = arena_grow(&tree->arena, NULL, nslots * sizeof *tree->slots);
    if (!tree->slots)
        return false;
    memset(tree->slots, 0, nslots * sizeof *tree->slots);
    tree->nslots = nslots;
    for (uint32_t name = 0; name < tree->nnames; name++)
        if (tree->names[name].is_there && tree->names[name].folder != BACKEND_MODEL_TREE_NONE)
            put_slot(tree, name);
    return true;
}

uint32_t backend_model_tree_find(const struct backend_model_tree *tree, uint32_t folder,
                                 struct str name)
{
    for (uint32_t i = lookup_hash(folder, name, NULL);; i++) {
        uint32_t at = tree->slots[i & (tree->nslots - 1)];
        const struct backend_model_entry *entry = &tree->names[at ? at - 1 : 0];

        if (at == 0)
            return BACKEND_MODEL_TREE_NONE;
        if (entry->is_there && entry->folder == folder && str_equal(entry->name, name))
            return at - 1;
    }
}

/* ---- Rows ---- */

/* ROWS with room for one more of SIZE; NULL without memory. */
static void *room(struct arena *arena, void *rows, uint32_t n, uint32_t *capacity, size_t size)
{
    uint32_t more = *capacity ? *capacity * 2 : ROWS_MIN;

    if (n < *capacity)
        return rows;
    rows = n < UINT32_MAX / 4 ? arena_grow(arena, rows, more * size) : NULL;
    if (rows)
        *capacity = more;
    return rows;
}

uint32_t backend_model_tree_add_file(struct backend_model_tree *tree,
                                     const struct backend_model_file *file)
{
    void *files =
        room(&tree->arena, tree->files, tree->nfiles, &tree->files_capacity, sizeof *tree->files);
    struct backend_model_file *to;

    if (!files)
        return BACKEND_MODEL_TREE_NONE;
    tree->files = files;
    to = &tree->files[tree->nfiles];
    *to = *file;
    to->reference = reference_of(tree->next_record++, SEQUENCE);
    to->names = to->dos_names = to->children = 0;
    to->is_there = true;
    return tree->nfiles++;
}

bool backend_model_tree_add(struct backend_model_tree *tree, uint32_t folder, uint32_t file,
                            struct str name)
{
    void *names =
        room(&tree->arena, tree->names, tree->nnames, &tree->names_capacity, sizeof *tree->names);
    char *text = arena_alloc(&tree->arena, name.n);

    if (names)
        tree->names = names;
    if (!names || !text || !reserve_slots(tree, tree->nnames + 1))
        return false;
    memcpy(text, name.at, name.n);
    tree->names[tree->nnames] = (struct backend_model_entry){
        .parent = tree->files[folder].reference,
        .folder = folder,
        .file = file,
        .name = {text, name.n},
        .is_there = true,
    };
    put_slot(tree, tree->nnames++);
    tree->files[folder].children++;
    tree->files[file].names++;
    return true;
}

void backend_model_tree_drop(struct backend_model_tree *tree, uint32_t name)
{
    struct backend_model_entry *entry = &tree->names[name];
    struct backend_model_file *file = &tree->files[entry->file];

    entry->is_there = false;
    tree->files[entry->folder].children--;
    if (entry->has_dos_name)
        file->dos_names--;
    file->is_there = --file->names > 0;
}

void backend_model_tree_take_alias(struct backend_model_tree *tree, uint32_t from, uint32_t to)
{
    tree->names[to].has_dos_name = tree->names[from].has_dos_name;
    tree->names[from].has_dos_name = false;
}

/* ---- Of an index ---- */

static void take_file(const struct index *index, uint32_t row, struct backend_model_file *file)
{
    *file = (struct backend_model_file){
        .reference = index_reference(index, row),
        .size = index->files.size ? index->files.size[row] : 0,
        .attributes = index->files.attributes ? index->files.attributes[row] : 0,
        .names = index_links(index, row),
        .is_folder = index->files.flags[row] & FILE_DIRECTORY,
        .is_there = index->files.flags[row] & FILE_IN_USE,
    };
    if (index->files.header_links && index->files.header_links[row] > file->names)
        file->dos_names = index->files.header_links[row] - file->names;
    if (!(index->want & WANT_TIMES))
        return;
    file->created = index->files.times[(size_t)TIMES * row];
    file->modified = index->files.times[(size_t)TIMES * row + 1];
    file->changed = index->files.times[(size_t)TIMES * row + 2];
    file->accessed = index->files.times[(size_t)TIMES * row + 3];
}

static void take_name(struct backend_model_tree *tree, const struct index *index, uint32_t name)
{
    uint32_t file = index->names.file[name];

    tree->names[name] = (struct backend_model_entry){
        .parent = index->names.parent[name],
        .folder = index_parent(index, name),
        .file = file,
        .name = index_name(index, name),
        .is_there = tree->files[file].is_there,
        .has_dos_name =
            index->names.name_space[name] == NAMESPACE_WIN32 && tree->files[file].dos_names > 0,
    };
    /* The root is in itself. */
    if (tree->names[name].is_there && tree->names[name].folder != BACKEND_MODEL_TREE_NONE &&
        tree->names[name].folder != file)
        tree->files[tree->names[name].folder].children++;
}

bool backend_model_tree_begin(struct backend_model_tree *tree, const struct index *index)
{
    *tree = (struct backend_model_tree){
        .nfiles = index->files.n,
        .nnames = index->names.n,
        .nindexed = index->names.n,
        .files_capacity = index->files.n + 1,
        .names_capacity = index->names.n + 1,
        .next_record = index->nrecords,
    };
    tree->files = arena_grow(&tree->arena, NULL, tree->files_capacity * sizeof *tree->files);
    tree->names = arena_grow(&tree->arena, NULL, tree->names_capacity * sizeof *tree->names);
    if (!tree->files || !tree->names)
        return false;
    for (uint32_t row = 0; row < tree->nfiles; row++)
        take_file(index, row, &tree->files[row]);
    for (uint32_t name = 0; name < tree->nnames; name++)
        take_name(tree, index, name);
    return reserve_slots(tree, tree->nnames + 1);
}

void backend_model_tree_free(struct backend_model_tree *tree)
{
    arena_free(&tree->arena);
    *tree = (struct backend_model_tree){0};
}

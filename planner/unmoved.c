/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only who is whose parent, and who is whose child, is another than now: see unmoved.h. */
#include "planner/unmoved.h"

#include "planner/lookup.h"

struct moving {
    const struct index *from;
    const struct machine_drive *drive;
    uint32_t root, folder;
    struct lookup lookup;
    struct index *to;
    uint32_t at; /* of to->children */
};

/* The folders of the new Windows, whether the old one had such or not. */
static bool is_of_windows(struct str name, const uint16_t *upcase)
{
    static const char *const names[] = {"Windows",     "Users",         "Documents and Settings",
                                        "ProgramData", "Program Files", "Program Files (x86)"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (text_same_folded(name, str_of(names[i]), upcase))
            return true;
    return false;
}

static bool stays_in_root(struct moving *m, uint32_t name)
{
    const struct str called = index_name(m->from, name);

    return m->from->names.file[name] != m->folder && !is_of_windows(called, m->drive->upcase) &&
           lookup_child(&m->lookup, m->folder, called) == INDEX_NONE;
}

static void put(struct moving *m, uint32_t name)
{
    m->to->children[m->at++] = name;
}

/* Both lists ascend, and so does theirs together. */
static void put_root(struct moving *m)
{
    const struct index *from = m->from;
    uint32_t moved = from->first_child[m->folder], end = from->first_child[m->folder + 1];

    for (uint32_t i = from->first_child[m->root]; i < from->first_child[m->root + 1]; i++) {
        if (!stays_in_root(m, from->children[i]))
            continue;
        while (moved < end && from->children[moved] < from->children[i])
            put(m, from->children[moved++]);
        put(m, from->children[i]);
    }
    while (moved < end)
        put(m, from->children[moved++]);
}

static void put_children(struct moving *m)
{
    const struct index *from = m->from;

    for (uint32_t file = 0; file < from->files.n; file++) {
        m->to->first_child[file] = m->at;
        if (file == m->root)
            put_root(m);
        else if (file != m->folder)
            for (uint32_t i = from->first_child[file]; i < from->first_child[file + 1]; i++)
                put(m, from->children[i]);
    }
    m->to->first_child[from->files.n] = m->at;
}

static void put_parents(struct moving *m)
{
    const struct index *from = m->from;

    memcpy(m->to->names.parent, from->names.parent, from->names.n * sizeof *from->names.parent);
    for (uint32_t i = from->first_child[m->folder]; i < from->first_child[m->folder + 1]; i++)
        m->to->names.parent[from->children[i]] = index_reference(from, m->root);
}

enum status unmoved_begin(struct unmoved *unmoved_ret, const struct machine_drive *drive,
                          uint32_t folder)
{
    const struct index *from = drive->index;
    struct unmoved unmoved = {.index = *from};
    struct moving m = {.from = from, .drive = drive, .folder = folder, .to = &unmoved.index};
    enum status status;

    m.root = index_find(from, RECORD_ROOT);
    if (m.root == INDEX_NONE)
        return STATUS_NOT_FOUND;
    status = lookup_begin(&m.lookup, from, drive->upcase);
    m.to->first_child = arena_array(&unmoved.arena, (size_t)from->files.n + 1, sizeof(uint32_t));
    m.to->children = arena_array(&unmoved.arena, (size_t)from->names.n + 1, sizeof(uint32_t));
    m.to->names.parent = arena_array(&unmoved.arena, (size_t)from->names.n + 1, sizeof(uint64_t));
    if (!m.to->first_child || !m.to->children || !m.to->names.parent)
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK) {
        put_children(&m);
        put_parents(&m);
        *unmoved_ret = unmoved;
    } else {
        arena_free(&unmoved.arena);
    }
    lookup_free(&m.lookup);
    return status;
}

void unmoved_free(struct unmoved *unmoved)
{
    arena_free(&unmoved->arena);
}

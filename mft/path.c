/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A path is built from its end: names are written backwards into the far end of the buffer and
 * moved to the front at last, so that a walk of any depth needs no stack and no second pass.
 */
#include "mft/path.h"

#include <stdlib.h>

enum { FIRST_CAPACITY = 512, NUMBER_DIGITS = 20 };

struct builder {
    struct path *path;
    size_t start; /* where what has been written begins */
};

/* Makes room for N bytes before what is there. */
static enum status make_room(struct builder *b, size_t n)
{
    struct path *path = b->path;
    size_t used = path->capacity - b->start,
           capacity = path->capacity ? path->capacity : FIRST_CAPACITY;
    char *at;

    if (n <= b->start)
        return STATUS_OK;
    while (capacity - used < n)
        capacity *= 2;
    at = malloc(capacity);
    if (!at)
        return STATUS_NO_MEMORY;
    if (used > 0)
        memcpy(at + capacity - used, path->at + b->start, used);
    free(path->at);
    path->at = at;
    path->capacity = capacity;
    b->start = capacity - used;
    return STATUS_OK;
}

static enum status put_before(struct builder *b, struct str text)
{
    enum status status = make_room(b, text.n + 1);

    if (status != STATUS_OK)
        return status;
    b->start -= text.n;
    memcpy(b->path->at + b->start, text.at, text.n);
    b->path->at[--b->start] = '\\';
    return STATUS_OK;
}

static size_t put_number(uint64_t number, char *end)
{
    size_t n = 0;

    do {
        *--end = (char)('0' + number % 10);
        n++;
    } while ((number /= 10) != 0);
    return n;
}

/* "\$Orphans\<record>-<sequence>" before what is there. */
static enum status put_orphanage(struct builder *b, uint64_t reference)
{
    char text[2 * NUMBER_DIGITS + 1], *end = text + sizeof text, *at = end;
    enum status status;

    at -= put_number(reference_sequence(reference), at);
    *--at = '-';
    at -= put_number(reference_record(reference), at);
    status = put_before(b, (struct str){at, (size_t)(end - at)});
    return status == STATUS_OK ? put_before(b, str_of("$Orphans")) : status;
}

static void finish(struct builder *b)
{
    struct path *path = b->path;

    path->n = path->capacity - b->start;
    memmove(path->at, path->at + b->start, path->n);
}

static bool is_root(const struct index *index, uint32_t file)
{
    return index->files.record[file] == RECORD_ROOT;
}

/* The name by which a directory is known, or INDEX_NONE. */
static uint32_t own_name(const struct index *index, uint32_t file)
{
    uint32_t name = index_first_name(index, file);

    return name < index_end_name(index, file) ? name : INDEX_NONE;
}

/* All that stands before NAME: its folders up to the root, or to where the way is cut off. */
static enum status put_parents(struct builder *b, const struct index *index, uint32_t name)
{
    enum status status = STATUS_OK;
    bool is_cut_off = false;

    while (status == STATUS_OK) {
        uint32_t parent = is_cut_off ? INDEX_NONE : index_parent(index, name);

        if (parent == INDEX_NONE)
            return put_orphanage(b, index->names.parent[name]);
        if (is_root(index, parent))
            return STATUS_OK;
        if (own_name(index, parent) == INDEX_NONE)
            return put_orphanage(b, index->names.parent[name]);
        is_cut_off = index->files.flags[parent] & FILE_CUT_OFF;
        name = own_name(index, parent);
        status = put_before(b, index_name(index, name));
    }
    return status;
}

/* The root's path, where it is known by its own name. */
static bool is_root_name(const struct index *index, uint32_t name)
{
    return is_root(index, index->names.file[name]) &&
           index_parent(index, name) == index->names.file[name];
}

enum status path_of_name(const struct index *index, uint32_t name, struct path *path)
{
    struct builder b = {.path = path, .start = path->capacity};
    enum status status = STATUS_OK;

    if (is_root_name(index, name)) {
        status = put_before(&b, str_of(""));
    } else {
        uint32_t file = index->names.file[name];
        /* A directory in a loop is reached by nobody: not by its own name either. */
        bool is_cut_off = index->files.flags[file] & FILE_CUT_OFF;

        status = put_before(&b, index_name(index, name));
        if (status == STATUS_OK)
            status = is_cut_off ? put_orphanage(&b, index->names.parent[name])
                                : put_parents(&b, index, name);
    }
    if (status == STATUS_OK)
        finish(&b);
    return status;
}

enum status path_of_file(const struct index *index, uint32_t file, struct path *path)
{
    struct builder b = {.path = path, .start = path->capacity};
    uint32_t name = own_name(index, file);
    enum status status;

    if (name != INDEX_NONE)
        return path_of_name(index, name, path);
    status = put_orphanage(&b, index_reference(index, file));
    if (status == STATUS_OK)
        finish(&b);
    return status;
}

void path_free(struct path *path)
{
    free(path->at);
    *path = (struct path){0};
}

/* ---- Down from the root ---- */

static bool is_separator(char c)
{
    return c == '\\' || c == '/';
}

/* The child of DIRECTORY with this name: exactly, else in another case; INDEX_NONE. */
static uint32_t find_child(const struct index *index, uint32_t directory, struct str name,
                           const uint16_t *upcase)
{
    uint32_t folded = INDEX_NONE;

    for (uint32_t i = index->first_child[directory]; i < index->first_child[directory + 1]; i++) {
        uint32_t child = index->children[i];

        if (str_equal(index_name(index, child), name))
            return child;
        if (folded == INDEX_NONE && text_same_folded(index_name(index, child), name, upcase))
            folded = child;
    }
    return folded;
}

static bool has_drive_letter(struct str path)
{
    return path.n >= 2 && path.at[1] == ':' &&
           ((path.at[0] >= 'A' && path.at[0] <= 'Z') || (path.at[0] >= 'a' && path.at[0] <= 'z'));
}

struct str path_step(struct str path, size_t *at)
{
    size_t first;

    while (*at < path.n && is_separator(path.at[*at]))
        ++*at;
    first = *at;
    while (*at < path.n && !is_separator(path.at[*at]))
        ++*at;
    return (struct str){path.at + first, *at - first};
}

enum status path_find(const struct index *index, struct str path, const uint16_t *upcase,
                      uint32_t *name_ret, size_t *matched_ret)
{
    uint32_t file = index_find(index, RECORD_ROOT), name;
    size_t at = has_drive_letter(path) ? 2 : 0, matched = 0;

    name = file == INDEX_NONE ? INDEX_NONE : own_name(index, file);
    while (name != INDEX_NONE) {
        struct str step;

        matched = at;
        step = path_step(path, &at);
        if (step.n == 0) {
            *name_ret = name;
            return STATUS_OK;
        }
        name = find_child(index, index->names.file[name], step, upcase);
    }
    if (matched_ret)
        *matched_ret = matched;
    return STATUS_NOT_FOUND;
}

bool path_is_below(const struct index *index, uint32_t name, uint32_t directory)
{
    for (uint32_t parent = index_parent(index, name); parent != INDEX_NONE;) {
        if (parent == directory)
            return true;
        if (is_root(index, parent) || index->files.flags[parent] & FILE_CUT_OFF ||
            own_name(index, parent) == INDEX_NONE)
            return false;
        parent = index_parent(index, own_name(index, parent));
    }
    return false;
}

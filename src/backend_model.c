/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calls of backend.h on a tree in memory: see backend_model.h. */
#include "src/backend_model.h"

#include <errno.h>
#include <stdlib.h>

#include "planner/traits.h"
#include "src/backend_model_find.h"
#include "src/backend_resume.h"
#include "src/content.h"

static struct backend_model *of(struct backend *backend)
{
    return (struct backend_model *)backend;
}

/* ---- Making ---- */

/* The folder in which the name of ITEM is free. */
static int find_room(struct backend_model *m, const struct backend_item *item, uint32_t *place_ret)
{
    int why = backend_model_find_errno(item->name);

    if (!why)
        why = backend_model_find_folder(m, item->folder, place_ret);
    if (why)
        return why;
    return backend_model_tree_find(&m->tree, *place_ret, item->name) == BACKEND_MODEL_TREE_NONE
               ? 0
               : EEXIST;
}

static int make(struct backend_model *m, const struct backend_item *item,
                const struct backend_model_file *like, struct backend_made *made_ret)
{
    uint32_t folder, file;
    int why = find_room(m, item, &folder);

    if (why)
        return why;
    file = backend_model_tree_add_file(&m->tree, like);
    if (file == BACKEND_MODEL_TREE_NONE ||
        !backend_model_tree_add(&m->tree, folder, file, item->name))
        return ENOMEM;
    made_ret->reference = m->tree.files[file].reference;
    return 0;
}

static int make_folder(struct backend *backend, const struct backend_item *item,
                       struct backend_made *made_ret)
{
    struct backend_model *m = of(backend);
    struct backend_model_file like = {.attributes = item->attributes, .is_folder = true};
    uint32_t source;
    int why = item->from_folder == BACKEND_NONE ? 0 : backend_model_find_source(m, item, &source);

    if (!why && item->from_folder != BACKEND_NONE) {
        like = m->tree.files[source];
        why = like.is_folder ? 0 : ENOTDIR;
    }
    return why ? why : make(m, item, &like, made_ret);
}

static int copy(struct backend *backend, const struct backend_item *item, struct content *content,
                struct backend_made *made_ret)
{
    const struct backend_model_file like = {
        .size = content->nstreams > 0 ? content->streams[0].size : 0,
        .created = content->created,
        .modified = content->modified,
        .changed = content->changed,
        .accessed = content->accessed,
        .attributes = content->attributes,
    };

    return make(of(backend), item, &like, made_ret);
}

static int write_bytes(struct backend *backend, const struct backend_item *item, struct bytes bytes,
                       struct backend_made *made_ret)
{
    const struct backend_model_file like = {.size = bytes.n};

    return make(of(backend), item, &like, made_ret);
}

static int link_file(struct backend *backend, const struct backend_item *item)
{
    struct backend_model *m = of(backend);
    uint32_t folder, file;
    int why = find_room(m, item, &folder);

    if (!why || why == EEXIST) {
        int drift = backend_model_find_source(m, item, &file);

        why = drift ? drift : m->tree.files[file].is_folder ? EISDIR : why;
    }
    if (why)
        return why;
    if (m->tree.files[file].names + m->tree.files[file].dos_names >= TRAITS_LINKS_MAX)
        return EMLINK;
    return backend_model_tree_add(&m->tree, folder, file, item->name) ? 0 : ENOMEM;
}

static int move(struct backend *backend, const struct backend_item *item)
{
    struct backend_model *m = of(backend);
    uint32_t folder, file, entry;
    int why = find_room(m, item, &folder);

    if (!why || why == EEXIST) {
        int drift = backend_model_find_source(m, item, &file);

        why = drift ? drift : m->tree.files[file].is_folder ? EISDIR : why;
    }
    if (!why)
        why = backend_model_find_name(m, item->from_folder, item->from_name, &entry);
    if (why)
        return why;
    if (!backend_model_tree_add(&m->tree, folder, file, item->name))
        return ENOMEM;
    backend_model_tree_take_alias(&m->tree, entry, m->tree.nnames - 1);
    backend_model_tree_drop(&m->tree, entry);
    return 0;
}

/* ---- Taking away ---- */

static int find_doomed(struct backend_model *m, const struct backend_item *item,
                       uint32_t *entry_ret)
{
    int why = backend_model_find_name(m, item->folder, item->name, entry_ret);

    return why ? why
               : backend_model_find_match(item, &m->tree.files[m->tree.names[*entry_ret].file]);
}

static int take_name(struct backend_model *m, const struct backend_item *item, bool is_last)
{
    const struct backend_model_file *file;
    uint32_t entry;
    int why = find_doomed(m, item, &entry);

    if (why)
        return why;
    file = &m->tree.files[m->tree.names[entry].file];
    if (file->is_folder)
        return EISDIR;
    if (is_last != (file->names == 1))
        return is_last ? ESTALE : EMLINK;
    backend_model_tree_drop(&m->tree, entry);
    return 0;
}

static int unlink_name(struct backend *backend, const struct backend_item *item)
{
    return take_name(of(backend), item, false);
}

static int delete_file(struct backend *backend, const struct backend_item *item)
{
    return take_name(of(backend), item, true);
}

static int remove_folder(struct backend *backend, const struct backend_item *item)
{
    struct backend_model *m = of(backend);
    uint32_t entry;
    int why = find_doomed(m, item, &entry);

    if (why)
        return why;
    if (!m->tree.files[m->tree.names[entry].file].is_folder)
        return ENOTDIR;
    if (m->tree.files[m->tree.names[entry].file].children > 0)
        return ENOTEMPTY;
    backend_model_tree_drop(&m->tree, entry);
    return 0;
}

/* ---- Content ---- */

struct hole {
    struct content content;
    struct content_stream stream;
};

static int read_hole(struct content *content, uint32_t stream, uint64_t offset, void *buffer,
                     size_t n)
{
    uint64_t size = content->streams[stream].size;

    if (offset > size || n > size - offset)
        return EINVAL;
    memset(buffer, 0, n);
    return 0;
}

static int no_data(struct content *content, uint32_t stream, uint64_t *offset, uint64_t *n_ret)
{
    *offset = content->streams[stream].size;
    *n_ret = 0;
    return 0;
}

static void close_hole(struct content *content)
{
    free(content);
}

static const struct content_calls hole_calls = {
    .read = read_hole, .data = no_data, .close = close_hole};

static int open_content(struct backend *backend, const struct backend_item *item,
                        struct content **content_ret)
{
    struct backend_model *m = of(backend);
    const struct backend_model_file *file;
    struct hole *hole;
    uint32_t place;
    int why = backend_model_find_source(m, item, &place);

    if (why)
        return why;
    file = &m->tree.files[place];
    if (file->is_folder)
        return EISDIR;
    hole = calloc(1, sizeof *hole);
    if (!hole)
        return ENOMEM;
    hole->stream = (struct content_stream){.size = file->size, .data_size = file->size};
    hole->content = (struct content){
        .calls = &hole_calls,
        .has_attributes = true,
        .has_times = true,
        .attributes = file->attributes,
        .created = file->created,
        .modified = file->modified,
        .changed = file->changed,
        .accessed = file->accessed,
        .streams = &hole->stream,
        .nstreams = 1,
    };
    *content_ret = &hole->content;
    return 0;
}

/* ---- The rest ---- */

/* Descriptors are not known here: that there is such a file is all that can be asked. */
static int secure(struct backend *backend, const struct backend_item *item)
{
    struct backend_model *m = of(backend);
    uint32_t place;
    int why = backend_model_find_source(m, item, &place);

    return !why && m->tree.files[place].is_folder ? EISDIR : why;
}

static int finish(struct backend *backend)
{
    (void)backend;
    return 0;
}

static void close_model(struct backend *backend)
{
    struct backend_model *m = of(backend);

    backend_model_tree_free(&m->tree);
    free(m->places);
    free(m->way);
    free(m);
}

static int look(struct backend *backend, const struct backend_item *item,
                struct backend_seen *seen_ret)
{
    struct backend_model *m = of(backend);
    const struct backend_model_file *file;
    struct backend_item asked = *item;
    uint32_t entry;
    int why = backend_model_find_name(m, item->folder, item->name, &entry);

    if (why)
        return why;
    asked.is_just_made = true;
    file = &m->tree.files[m->tree.names[entry].file];
    *seen_ret = (struct backend_seen){
        .reference = file->reference,
        .size = file->size,
        .created = file->created,
        .modified = file->modified,
        .attributes = file->attributes,
        .is_folder = file->is_folder,
        .is_expected = backend_model_find_match(&asked, file) == 0,
    };
    return 0;
}

static const struct backend_calls calls = {
    .word = "model",
    .make_folder = make_folder,
    .link = link_file,
    .open_content = open_content,
    .copy = copy,
    .write = write_bytes,
    .move = move,
    .unlink = unlink_name,
    .delete = delete_file,
    .remove_folder = remove_folder,
    .secure = secure,
    .finish = finish,
    .close = close_model,
};

static const struct backend_resume resume = {.look = look};

int backend_model_open(const struct index *index, const struct backend_folder *folders,
                       uint32_t nfolders, struct backend **backend_ret)
{
    struct backend_model *m = calloc(1, sizeof *m);

    if (!m)
        return ENOMEM;
    m->backend.calls = &calls;
    m->backend.resume = &resume;
    m->backend.features = BACKEND_LINKS | BACKEND_ANY_NAME | BACKEND_STREAMS | BACKEND_SECURITY |
                          BACKEND_ATTRIBUTES | BACKEND_TIMES | BACKEND_REPARSE | BACKEND_SPARSE |
                          BACKEND_COMPRESSED | BACKEND_RAW | BACKEND_CLOUDS | BACKEND_LONG_STREAMS;
    m->folders = folders;
    m->nfolders = nfolders;
    m->root = index_find(index, RECORD_ROOT);
    m->places = calloc(nfolders + (size_t)1, sizeof *m->places);
    m->way = calloc(nfolders + (size_t)1, sizeof *m->way);
    if (!m->places || !m->way || !backend_model_tree_begin(&m->tree, index)) {
        close_model(&m->backend);
        return ENOMEM;
    }
    *backend_ret = &m->backend;
    return 0;
}

bool backend_model_name(struct backend *backend, uint32_t i, struct backend_model_name *name_ret)
{
    struct backend_model *m = of(backend);
    const struct backend_model_tree *tree = &m->tree;

    if (i == 0 || i != m->last_name + 1)
        m->last_name = m->last_place = 0;
    for (uint32_t place = m->last_place, n = m->last_name; place < tree->nnames; place++) {
        const struct backend_model_entry *entry = &tree->names[place];

        if (!entry->is_there || n++ < i)
            continue;
        m->last_name = i;
        m->last_place = place;
        *name_ret = (struct backend_model_name){
            .folder = entry->parent,
            .reference = tree->files[entry->file].reference,
            .name = entry->name,
            .is_made = place >= tree->nindexed,
        };
        return true;
    }
    return false;
}

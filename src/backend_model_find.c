/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See backend_model_find.h. */
#include "src/backend_model_find.h"

#include <errno.h>

#include "planner/plan.h"
#include "src/wtf8.h"

enum { NAME_UNITS = 255, RECORD_BITS = 48 };

/* ---- Names ---- */

int backend_model_find_errno(struct str name)
{
    if (!plan_is_name(name))
        return EINVAL;
    return wtf8_units(name) > NAME_UNITS ? ENAMETOOLONG : 0;
}

static bool is_known(const struct backend_model *m, uint32_t folder)
{
    return m->places[folder] && m->tree.files[m->places[folder] - 1].is_there;
}

/* The folder NAME in the one at PLACE. */
static int step(const struct backend_model *m, uint32_t place, struct str name, uint32_t *place_ret)
{
    uint32_t entry = backend_model_tree_find(&m->tree, place, name);

    if (entry == BACKEND_MODEL_TREE_NONE)
        return ENOENT;
    if (!m->tree.files[m->tree.names[entry].file].is_folder)
        return ENOTDIR;
    *place_ret = m->tree.names[entry].file;
    return 0;
}

int backend_model_find_folder(struct backend_model *m, uint32_t folder, uint32_t *place_ret)
{
    uint32_t n = 0, place = m->root;

    if (folder >= m->nfolders)
        return EINVAL;
    for (; m->folders[folder].parent != BACKEND_NONE; folder = m->folders[folder].parent) {
        if (is_known(m, folder)) {
            place = m->places[folder] - 1;
            break;
        }
        m->way[n++] = folder;
    }
    while (n-- > 0) {
        int why = step(m, place, m->folders[m->way[n]].name, &place);

        if (why)
            return why;
        m->places[m->way[n]] = place + 1;
    }
    *place_ret = place;
    return 0;
}

/* The name's entry. */
int backend_model_find_name(struct backend_model *m, uint32_t folder, struct str name,
                            uint32_t *entry_ret)
{
    uint32_t place;
    int why = backend_model_find_errno(name);

    if (!why)
        why = backend_model_find_folder(m, folder, &place);
    if (why)
        return why;
    *entry_ret = backend_model_tree_find(&m->tree, place, name);
    return *entry_ret == BACKEND_MODEL_TREE_NONE ? ENOENT : 0;
}

/* ---- What is expected ---- */

static bool is_other_time(uint64_t expected, uint64_t found)
{
    return expected != 0 && found != 0 && expected != found;
}

/* A reference without sequence number is a record's number. */
static bool is_other_file(uint64_t expected, uint64_t found)
{
    return expected >> RECORD_BITS ? expected != found : expected != reference_record(found);
}

int backend_model_find_match(const struct backend_item *item, const struct backend_model_file *file)
{
    if (item->reference == 0)
        return 0;
    if (is_other_file(item->reference, file->reference))
        return ESTALE;
    if (item->is_just_made || file->is_folder)
        return 0;
    return item->size != file->size || is_other_time(item->created, file->created) ||
                   is_other_time(item->modified, file->modified) ||
                   item->attributes != file->attributes ||
                   (item->links != 0 && item->links != file->names + file->dos_names)
               ? ESTALE
               : 0;
}

int backend_model_find_source(struct backend_model *m, const struct backend_item *item,
                              uint32_t *file_ret)
{
    uint32_t entry = 0, place;
    int why = item->from_name.n > 0
                  ? backend_model_find_name(m, item->from_folder, item->from_name, &entry)
                  : backend_model_find_folder(m, item->from_folder, &place);

    if (why)
        return why;
    if (item->from_name.n > 0)
        place = m->tree.names[entry].file;
    *file_ret = place;
    return backend_model_find_match(item, &m->tree.files[place]);
}

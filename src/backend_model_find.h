/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the back-end in memory (backend_model.h) finds what an operation names. 0 or an errno. */
#ifndef SRC_BACKEND_MODEL_FIND_H
#define SRC_BACKEND_MODEL_FIND_H

#include "src/backend.h"
#include "src/backend_model_tree.h"

struct backend_model {
    struct backend backend;
    const struct backend_folder *folders;
    uint32_t nfolders;
    struct backend_model_tree tree;
    uint32_t root;
    uint32_t *places; /* of each folder of the plan the file, plus one; 0: not looked for yet */
    uint32_t *way;    /* nfolders */
    uint32_t last_name, last_place; /* of the list */
};

/* Can a file have this name? EINVAL, ENAMETOOLONG. */
int backend_model_find_errno(struct str name);

/* The place of the plan's FOLDER. */
int backend_model_find_folder(struct backend_model *m, uint32_t folder, uint32_t *place_ret);

/* The entry NAME in the plan's FOLDER. */
int backend_model_find_name(struct backend_model *m, uint32_t folder, struct str name,
                            uint32_t *entry_ret);

/* Is FILE what ITEM expects of its source? */
int backend_model_find_match(const struct backend_item *item,
                             const struct backend_model_file *file);

/* The source of ITEM, held against it. */
int backend_model_find_source(struct backend_model *m, const struct backend_item *item,
                              uint32_t *file_ret);

#endif

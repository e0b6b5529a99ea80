/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tree of the back-end in memory (backend_model.h): files, and names by their folder.
 *
 *   backend_model_tree_begin(&tree, index)                        false: no memory
 *   name = backend_model_tree_find(&tree, folder, str_of("a"));
 *   backend_model_tree_add(&tree, folder, file, str_of("b"))
 *   backend_model_tree_drop(&tree, name);
 *   backend_model_tree_free(&tree);
 *
 * Files and names have places, which stay.
 */
#ifndef SRC_BACKEND_MODEL_TREE_H
#define SRC_BACKEND_MODEL_TREE_H

#include "mft/index.h"

#define BACKEND_MODEL_TREE_NONE UINT32_MAX

struct backend_model_file {
    uint64_t reference, size;
    uint64_t created, modified, changed, accessed; /* 0: not known */
    uint32_t attributes;
    uint32_t names;     /* DOS names left out */
    uint32_t dos_names; /* beside those */
    uint32_t children;
    bool is_folder, is_there;
};

struct backend_model_entry {
    uint64_t parent;       /* reference of the folder */
    uint32_t folder, file; /* FOLDER: NONE where the parent is none */
    struct str name;
    bool is_there, has_dos_name;
};

struct backend_model_tree {
    struct backend_model_file *files;
    struct backend_model_entry *names;
    uint32_t *slots; /* names plus one, by folder and name */
    uint32_t nfiles, nnames, nindexed, nslots, files_capacity, names_capacity;
    uint64_t next_record;
    struct arena arena;
};

/* False without memory. backend_model_tree_free in any case. */
bool backend_model_tree_begin(struct backend_model_tree *tree, const struct index *index);

void backend_model_tree_free(struct backend_model_tree *tree);

/* The name NAME in FOLDER, letter by letter; NONE. */
uint32_t backend_model_tree_find(const struct backend_model_tree *tree, uint32_t folder,
                                 struct str name);

/* A new file like FILE, without names; NONE without memory. */
uint32_t backend_model_tree_add_file(struct backend_model_tree *tree,
                                     const struct backend_model_file *file);

/* Gives FILE the name NAME in FOLDER. False without memory. */
bool backend_model_tree_add(struct backend_model_tree *tree, uint32_t folder, uint32_t file,
                            struct str name);

/* The MS-DOS name beside FROM is one beside TO, of the same file. */
void backend_model_tree_take_alias(struct backend_model_tree *tree, uint32_t from, uint32_t to);

/* Takes NAME away, and the file when it was its last. */
void backend_model_tree_drop(struct backend_model_tree *tree, uint32_t name);

#endif

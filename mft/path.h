/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Paths: from a name up to the root, and from a path down to its name.
 *
 * A path is relative to the volume, in WTF-8, with backslashes and a leading one: "\Users\a.txt";
 * the root is "\". Names whose folder cannot be reached lie under "\$Orphans\<parent
 * record>-<parent sequence>\".
 */
#ifndef MFT_PATH_H
#define MFT_PATH_H

#include "mft/index.h"

/* A growing buffer for one path; zero it before first use, free AT with path_free. */
struct path {
    char *at;
    size_t n, capacity;
};

/* Writes the path of the name row NAME to PATH. Any depth. STATUS_NO_MEMORY. */
enum status path_of_name(const struct index *index, uint32_t name, struct path *path);

/* Writes the path of FILE's first name; "\" for the root; of a file without a name
 * "\$Orphans\<record>-<sequence>". */
enum status path_of_file(const struct index *index, uint32_t file, struct path *path);

static inline struct str path_str(const struct path *path)
{
    return (struct str){path->at, path->n};
}

void path_free(struct path *path);

/* The next step of PATH (backslashes or slashes) from *AT on, which is moved behind it; n == 0 at
 * the end. */
struct str path_step(struct str path, size_t *at);

/*
 * Finds the name that PATH (backslashes or slashes; an optional drive letter such as "C:" is passed
 * over) leads to: each step by exact name first, else without regard to case by UPCASE (see
 * text.h). Needs WANT_CHILDREN. For the root, *NAME_RET is the root's own name. STATUS_NOT_FOUND,
 * with *MATCHED_RET (may be NULL) the length of PATH that was found.
 */
enum status path_find(const struct index *index, struct str path, const uint16_t *upcase,
                      uint32_t *name_ret, size_t *matched_ret);

/* Does NAME (row) lie below DIRECTORY (file row), at any depth? */
bool path_is_below(const struct index *index, uint32_t name, uint32_t directory);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A folder of the system, and a back-end on it: for tests of what is done on mounted volumes.
 *
 *   struct backendbed bed;
 *   backendbed_begin(&bed);                                   a new folder in /tmp: bed.root
 *   uint32_t store = backendbed_folder(&bed, BACKENDBED_ROOT, "store");
 *   backendbed_put(&bed, "a.txt", "text");
 *   backendbed_open(&bed);
 *   item = backendbed_item(&bed, store, "b.txt", BACKENDBED_ROOT, "a.txt");
 *   bed.backend->calls->link(bed.backend, &item);
 *   backendbed_end(&bed);                                     removes the folder
 *
 * Paths of the system are relative to the folder. What fails ends the test's process.
 */
#ifndef TESTS_SUPPORT_BACKENDBED_H
#define TESTS_SUPPORT_BACKENDBED_H

#include "src/backend.h"

enum { BACKENDBED_ROOT = 0, BACKENDBED_FOLDERS = 64, BACKENDBED_PATH_BYTES = 4096 };

struct backendbed {
    char root[64];
    struct backend_folder folders[BACKENDBED_FOLDERS];
    uint32_t nfolders;
    struct backend *backend;
};

void backendbed_begin(struct backendbed *bed);

/* Tells of the folder NAME in PARENT; it is not made. Its number. */
uint32_t backendbed_folder(struct backendbed *bed, uint32_t parent, const char *name);

void backendbed_open(struct backendbed *bed);
void backendbed_end(struct backendbed *bed);

/* Makes a folder, a file with TEXT in it, a symbolic link. */
void backendbed_mkdir(const struct backendbed *bed, const char *path);
void backendbed_put(const struct backendbed *bed, const char *path, const char *text);
void backendbed_symlink(const struct backendbed *bed, const char *to, const char *path);

/* PATH in the folder, terminated, in OUT of BACKENDBED_PATH_BYTES. */
void backendbed_path(const struct backendbed *bed, const char *path, char *out);

/* The inode's number, and how many names it has; 0: PATH is not there. */
uint64_t backendbed_inode(const struct backendbed *bed, const char *path);
uint64_t backendbed_links(const struct backendbed *bed, const char *path);

/* Does the file PATH hold TEXT? */
bool backendbed_holds(const struct backendbed *bed, const char *path, const char *text);

/* An item that makes NAME in FOLDER of FROM in FROM_FOLDER, as that is now. */
struct backend_item backendbed_item(const struct backendbed *bed, uint32_t folder, const char *name,
                                    uint32_t from_folder, const char *from);

/* The same for what takes NAME away. */
struct backend_item backendbed_doomed(const struct backendbed *bed, uint32_t folder,
                                      const char *name);

#endif

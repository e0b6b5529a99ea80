/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All files and names below a folder of a mounted file system, whichever it is.
 *
 *   status = folderwalk_read("/mnt/stick", &walk);
 *   ... walk.files, walk.names, walk.findings ...
 *   folderwalk_free(&walk);
 *
 * Symbolic links are not followed, and other file systems that are mounted below are not entered:
 * that is said, and their folders are empty. What cannot be read is said (the first few of them)
 * and is a finding. The order is that of the names, so that two walks give the same. Any depth with
 * a few descriptors; nothing is written, nor are times of access where the system allows that. One
 * thread.
 */
#ifndef SRC_FOLDERWALK_H
#define SRC_FOLDERWALK_H

#include "mft/arena.h"
#include "mft/finding.h"
#include "mft/status.h"
#include "mft/text.h"

/* A file, or a folder. */
struct folderwalk_file {
    uint64_t inode;
    uint64_t size, allocated; /* bytes of a file's content */
    uint64_t times[4];        /* created (0: not known), modified, changed, accessed: 100 ns ticks
                                 since 1601 */
    uint32_t attributes;      /* as NTFS has them */
    uint32_t tag;             /* of the reparse point that it would be on NTFS; 0: none */
    uint32_t nnames;
    bool is_folder;
    bool is_closed; /* a folder that is not entered */
};

struct folderwalk_name {
    uint32_t file, parent; /* places in FILES */
    uint32_t text, n;      /* where its UTF-8 begins, and its bytes */
};

struct folderwalk {
    struct folderwalk_file *files; /* the folder itself is the first */
    uint32_t nfiles;
    struct folderwalk_name *names; /* of all but the first; a folder's stand together, sorted */
    uint32_t nnames;
    char *text;
    uint32_t ntext;
    struct finding *findings; /* by place in FILES as record */
    uint32_t nfindings;
    struct arena arena;
};

/*
 * STATUS_OPEN: PATH is no folder that can be opened; STATUS_IO: a folder was moved meanwhile; errno
 * says more. STATUS_NO_MEMORY, STATUS_TOO_LARGE.
 */
enum status folderwalk_read(const char *path, struct folderwalk *walk_ret);

void folderwalk_free(struct folderwalk *walk);

#endif

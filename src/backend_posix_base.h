/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the back-end of mounted volumes share: see backend_posix.h. */
#ifndef SRC_BACKEND_POSIX_BASE_H
#define SRC_BACKEND_POSIX_BASE_H

#include "src/backend.h"

enum {
    BACKEND_POSIX_KEPT = 64, /* folders that stay open, of targets and of sources */
    BACKEND_POSIX_RECORD_BITS = 48,
};

/* Open folders, each in the slot that its number gives: what shares a slot drives out the other. */
struct backend_posix_kept {
    struct {
        uint32_t folder;
        int fd; /* -1: none */
    } slots[BACKEND_POSIX_KEPT];
};

struct backend_posix {
    struct backend backend;
    const struct backend_folder *folders;
    uint32_t nfolders;
    int root; /* open for reading */
    uint64_t device;
    bool has_openat2;
    bool is_ntfs;          /* inode numbers are record numbers */
    bool counts_dos_names; /* in numbers of links */
    const char *security;  /* name of the extended attribute with security descriptors; NULL */
    bool has_streams;      /* user.* are named streams */
    struct backend_posix_kept to, from;
};

static inline struct backend_posix *backend_posix_of(struct backend *backend)
{
    return (struct backend_posix *)backend;
}

/* The record number in REFERENCE, or what of an inode's number takes its place. */
static inline uint64_t backend_posix_number(uint64_t reference)
{
    return reference & ((UINT64_C(1) << BACKEND_POSIX_RECORD_BITS) - 1);
}

#endif

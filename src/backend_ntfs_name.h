/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names in folders, and of files. Letter by letter: neither case nor
 * namespace makes one name stand for another.
 *
 *   why = backend_ntfs_name_find(folder, &name, &reference);          in the index
 *   why = backend_ntfs_name_count(inode, &count);                     in the record
 *   why = backend_ntfs_name_remove(inode, folder, &name);             in both
 *
 * One thread. Calls return 0 or an errno.
 */
#ifndef SRC_BACKEND_NTFS_NAME_H
#define SRC_BACKEND_NTFS_NAME_H

#include "src/backend_ntfs_inode.h"
#include "src/backend_ntfs_text.h"

struct backend_ntfs_count {
    uint32_t all;   /* names in the record */
    uint32_t files; /* of them those that are no DOS names of others */
};

/* The file that FOLDER's index has by this very NAME. ENOENT. */
int backend_ntfs_name_find(ntfs_inode *folder, const struct backend_ntfs_name *name,
                           uint64_t *reference_ret);

/* EEXIST where FOLDER's index has it. */
int backend_ntfs_name_absent(ntfs_inode *folder, const struct backend_ntfs_name *name);

int backend_ntfs_name_count(ntfs_inode *inode, struct backend_ntfs_count *count_ret);

/* Gives each parent of a name of INODE, by reference, to TAKE until that returns other than 0,
 * which is then returned. */
int backend_ntfs_name_parents(ntfs_inode *inode, int (*take)(void *context, uint64_t parent),
                              void *context);

/* Is NAME one that INODE goes by in FOLDER, in the record and in the index? ESTALE: no. */
int backend_ntfs_name_check(ntfs_inode *inode, ntfs_inode *folder,
                            const struct backend_ntfs_name *name);

/*
 * Takes NAME of INODE, which has others, out of FOLDER's index and out of its record, and with it
 * the DOS name that it has there. ESTALE, before anything was changed: as above.
 */
int backend_ntfs_name_remove(ntfs_inode *inode, ntfs_inode *folder,
                             const struct backend_ntfs_name *name);

/* The DOS name that goes with NAME of INODE in FOLDER; without units: none does. ESTALE: as above.
 */
int backend_ntfs_name_alias(ntfs_inode *inode, ntfs_inode *folder,
                            const struct backend_ntfs_name *name,
                            struct backend_ntfs_name *alias_ret);

/* NAME of INODE, which has no DOS name, gets ALIAS for one; where something in FOLDER is called so
 * it does not. */
int backend_ntfs_name_give_alias(ntfs_inode *inode, ntfs_inode *folder,
                                 const struct backend_ntfs_name *name,
                                 const struct backend_ntfs_name *alias);

/* The same out of the index only: for a file that goes away as a whole. */
int backend_ntfs_name_unindex(ntfs_inode *inode, ntfs_inode *folder,
                              const struct backend_ntfs_name *name);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * New files and folders: a record without a name, filled by whoever made it, which gets its name
 * when it is complete. So its entry in the folder is right at once.
 *
 *   struct backend_ntfs_traits traits;
 *   why = backend_ntfs_make_inherit(folder, &traits);        security of the folder it will be in
 *   traits.attributes = ...; traits.times = ...;
 *   why = backend_ntfs_make_begin(b, &traits, is_folder, &inode);
 *   ... streams, ...
 *   why = backend_ntfs_make_end(b, why, inode, folder, &name, &traits, &made);
 *   backend_ntfs_make_release(&traits);
 *
 * Calls return 0 or an errno.
 */
#ifndef SRC_BACKEND_NTFS_MAKE_H
#define SRC_BACKEND_NTFS_MAKE_H

#include "src/backend_ntfs_name.h"
#include "src/backend_ntfs_volume.h"

struct backend_ntfs_traits {
    uint32_t attributes;
    bool has_times, is_changed_now; /* IS_CHANGED_NOW: all of the times but CHANGED */
    uint64_t created, modified, changed, accessed;
    uint32_t security_id; /* of $Secure; 0: the descriptor is in an attribute */
    uint8_t *descriptor;  /* that attribute's value */
    size_t descriptor_bytes;
};

/* The security of LIKE. */
int backend_ntfs_make_inherit(ntfs_inode *like, struct backend_ntfs_traits *traits_ret);

/* Has $Secure the descriptor ID? */
bool backend_ntfs_make_has_security(struct backend_ntfs *b, uint32_t id);

/* What INODE has in TRAITS is to become DESCRIPTOR: makes room for the id that it gets. */
void backend_ntfs_make_expect(struct backend_ntfs_traits *traits, struct bytes descriptor);

/* Gives INODE DESCRIPTOR; nothing where that has no bytes. */
int backend_ntfs_make_secure(ntfs_inode *inode, struct bytes descriptor);

void backend_ntfs_make_release(struct backend_ntfs_traits *traits);

int backend_ntfs_make_begin(struct backend_ntfs *b, const struct backend_ntfs_traits *traits,
                            bool is_folder, ntfs_inode **inode_ret);

/* Gives INODE its attributes, its times, and its NAME in FOLDER; it is the shelf's then. Where
 * anything fails, also before (WHY), it is abandoned. */
int backend_ntfs_make_end(struct backend_ntfs *b, int why, ntfs_inode *inode, ntfs_inode *folder,
                          const struct backend_ntfs_name *name,
                          const struct backend_ntfs_traits *traits, struct backend_made *made_ret);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is written beside a file's names and data: times, attributes, DOS names, owners, reparse
 * points.
 *
 * For a volume mounted through ntfsvol.h, whose rules hold here.
 */
#ifndef IMAGES_NTFSMETA_H
#define IMAGES_NTFSMETA_H

#include "images/ntfsvol.h"

/* Times in 100 ns ticks since 1601. */
struct ntfsmeta_times {
    uint64_t created, modified, accessed, changed;
};

/* Values of the namespace byte of a name. */
enum ntfsmeta_namespace {
    NTFSMETA_POSIX = 0,
    NTFSMETA_WIN32 = 1,
    NTFSMETA_DOS = 2,
    NTFSMETA_WIN32_AND_DOS = 3,
};

/* Sets the four times, in $STANDARD_INFORMATION and in the index entries; the names in the record
 * keep the times of their making. */
void ntfsmeta_times(struct ntfsvol *v, uint64_t file, const struct ntfsmeta_times *times);

/* Sets file attribute bits (FILE_ATTR_HIDDEN, ...) in $STANDARD_INFORMATION and in the index
 * entries. */
void ntfsmeta_attributes(struct ntfsvol *v, uint64_t file, uint32_t bits);

/* Gives the file's name in `folder` a DOS name beside it: the name becomes WIN32 (or WIN32 & DOS,
 * where both are equal). */
void ntfsmeta_dos_name(struct ntfsvol *v, uint64_t file, uint64_t folder, const char *dos_name);

/* Changes the namespace byte of a name, in the record and in the folder's index, and nothing else:
 * also to what must not be. */
void ntfsmeta_namespace(struct ntfsvol *v, uint64_t file, uint64_t folder, const char *name,
                        uint8_t name_space);

/* Adds a security descriptor to $Secure that names S-1-5-21-1000-2000-3000-rid as owner, and gives
 * it to the file. Returns its security id, which further files can be made with
 * (ntfsvol.security_id); 0 after a failure. */
uint32_t ntfsmeta_owner(struct ntfsvol *v, uint64_t file, uint32_t rid);

/* Sets a reparse point: a Microsoft tag with the bytes that follow its 8-byte header, or with bit
 * 31 clear with its GUID first. */
void ntfsmeta_reparse(struct ntfsvol *v, uint64_t file, uint32_t tag, const void *bytes,
                      size_t nbytes);

/* Sets a symbolic link's or a junction's (mount point's) reparse point. Paths in WTF-8. */
void ntfsmeta_reparse_symlink(struct ntfsvol *v, uint64_t file, const char *target, bool relative);
void ntfsmeta_reparse_junction(struct ntfsvol *v, uint64_t folder, const char *target);

/* Sets the object id, 16 bytes. */
void ntfsmeta_object_id(struct ntfsvol *v, uint64_t file, const uint8_t id[16]);

#endif

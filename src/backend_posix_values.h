/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a file or folder of a mounted volume is given beside its data, as far as the mount takes it
 * (struct backend.features tells).
 */
#ifndef SRC_BACKEND_POSIX_VALUES_H
#define SRC_BACKEND_POSIX_VALUES_H

#include "src/backend_posix_base.h"
#include "src/content.h"

/* Can a file of CONTENT be made here? 0 or ENOTSUP. */
int backend_posix_values_may_have(const struct backend_posix *p, const struct content *content);

/* Named streams, extended attributes, security descriptor and attributes of CONTENT, for the file
 * that FD is. */
int backend_posix_values_give(const struct backend_posix *p, int fd, struct content *content);

/* Its reparse data, for a file that is complete otherwise: it may be a link behind it, for which FD
 * is of no use any more. */
int backend_posix_values_give_reparse(int fd, const struct content *content);

/* Created, modified and accessed of CONTENT. The time of the last change is that of giving them. */
int backend_posix_values_give_times(const struct backend_posix *p, int fd,
                                    const struct content *content);

/* ATTRIBUTES of NTFS, those aside that tell how data lie. */
int backend_posix_values_give_attributes(const struct backend_posix *p, int fd,
                                         uint32_t attributes);

/* Attributes and times of the folder SOURCE and the security descriptor of OWNER (both O_PATH) for
 * the folder FD. */
int backend_posix_values_of_folder(const struct backend_posix *p, int source, int owner, int fd);

/* The security descriptor DESCRIPTOR for FD; nothing where that has no bytes. ENOTSUP. */
int backend_posix_values_give_security(const struct backend_posix *p, int fd,
                                       struct bytes descriptor);

int backend_posix_values_secure(struct backend *backend, const struct backend_item *item);

/* Attributes and times of ITEM, which has no source, and the security descriptor of the folder DIR
 * for the folder FD in it. */
int backend_posix_values_of_item(const struct backend_posix *p, const struct backend_item *item,
                                 int dir, int fd);

#endif

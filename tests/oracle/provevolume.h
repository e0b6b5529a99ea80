/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libntfs-3g carries operations out on a volume through an overlay, one call each.
 *
 *   why = provevolume_open(overlay, &v);
 *   why = provevolume_mkdir(v, PROVEVOLUME_ROOT, str_of("store"), &folder);
 *   why = provevolume_link(v, file, folder, str_of("a.txt"));
 *   why = provevolume_close(v, why);          in any case; what failed first
 *
 * No times are updated. Calls return 0 or errno, after which only close may follow. (libntfs-3g's
 * headers and mft/'s do not go together in one source file: hence this one.)
 */
#ifndef TESTS_ORACLE_PROVEVOLUME_H
#define TESTS_ORACLE_PROVEVOLUME_H

#include "mft/text.h"

#define PROVEVOLUME_ROOT ((UINT64_C(5) << 48) | 5)

struct overlay;
struct provevolume;

int provevolume_open(struct overlay *overlay, struct provevolume **v_ret);

int provevolume_mkdir(struct provevolume *v, uint64_t folder, struct str name, uint64_t *made_ret);

/* A file with N bytes, all of them BYTE. */
int provevolume_make(struct provevolume *v, uint64_t folder, struct str name, uint32_t n,
                     uint8_t byte);

int provevolume_link(struct provevolume *v, uint64_t file, uint64_t folder, struct str name);

/* Takes NAME away from FILE, and with its last name the file, or an empty folder. */
int provevolume_delete(struct provevolume *v, uint64_t file, uint64_t folder, struct str name);

/* Unmounts. WHY, if it is not 0, or what fails now. */
int provevolume_close(struct provevolume *v, int why);

#endif

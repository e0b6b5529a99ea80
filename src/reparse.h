/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reparse tags by name: what stands in place of a file's own data.
 */
#ifndef SRC_REPARSE_H
#define SRC_REPARSE_H

#include <stdint.h>

/* One word for TAG, such as "symlink", "junction" or "wof"; "reparse" for tags not known. Constant.
 */
const char *reparse_word(uint32_t tag);

/* A few words for people, such as "WOF (compressed by the system)". Constant. */
const char *reparse_meaning(uint32_t tag);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What kind of file a row of the index is, in one word.
 */
#ifndef SRC_FILEKIND_H
#define SRC_FILEKIND_H

#include "mft/index.h"

/* "normal", "directory", "encrypted", "compressed", "sparse", or the word of its reparse tag
 * (reparse.h), which says more than any of these. Constant. */
const char *filekind_word(const struct index *index, uint32_t file);

#endif

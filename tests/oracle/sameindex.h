/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are two indexes the same, byte for byte? What the number of workers must not change.
 */
#ifndef TESTS_ORACLE_SAMEINDEX_H
#define TESTS_ORACLE_SAMEINDEX_H

#include "mft/index.h"

/* NULL, or the name of the first column, table or count that differs. */
const char *sameindex_difference(const struct index *a, const struct index *b);

#endif

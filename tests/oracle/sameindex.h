/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are two indexes the same? Byte for byte, what the number of workers must not change; or row for
 * row, what an inventory must keep.
 */
#ifndef TESTS_ORACLE_SAMEINDEX_H
#define TESTS_ORACLE_SAMEINDEX_H

#include "mft/index.h"
#include "mft/security.h"

/* NULL, or the name of the first column, table or count that differs. */
const char *sameindex_difference(const struct index *a, const struct index *b);

/*
 * Is KEPT, read back from the inventory of SCAN, the same? Two things differ: texts lie elsewhere
 * in the pool (they are compared as texts), and KEPT names each file's owner itself, while SCAN
 * leaves those of $Secure to SECURITY (may be NULL; they are compared as who is named in the end).
 */
const char *sameindex_kept_difference(const struct index *scan, const struct security *security,
                                      const struct index *kept);

#endif

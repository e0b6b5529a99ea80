/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All witnesses of a volume at once, for programs that are no Criterion tests. */
#ifndef TESTS_ORACLE_WITNESS_H
#define TESTS_ORACLE_WITNESS_H

#include <stdbool.h>

/* Our scan, libntfs-3g's walk and ntfsfix agree about IMAGE and find nothing. What the first two
 * find is on stderr. */
bool witness_finds_nothing(const char *image);

#endif

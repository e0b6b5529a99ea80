/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One number for all that an index holds, for tests of "byte for byte the same". */
#ifndef TESTS_SUPPORT_DIGEST_H
#define TESTS_SUPPORT_DIGEST_H

#include "mft/index.h"

uint64_t digest_of_index(const struct index *index);

#endif

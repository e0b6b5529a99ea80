/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that only diff has. */
#ifndef SRC_OPTIONDIFF_H
#define SRC_OPTIONDIFF_H

#include "src/options.h"

extern const struct option_spec optiondiff_only;
extern const struct option_spec optiondiff_under;
extern const struct option_spec optiondiff_top;
extern const struct option_spec optiondiff_out;
extern const struct option_spec optiondiff_force;
extern const struct option_spec optiondiff_partition;

#endif

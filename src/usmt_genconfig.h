/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Config.xml that /genconfig writes. */
#ifndef SRC_USMT_GENCONFIG_H
#define SRC_USMT_GENCONFIG_H

#include "src/planning.h"

/* Writes to PATH the components that take anything on the drives of PLANNING, each with
 * migrate="yes", and those around them. False after it has said why not. */
bool usmt_genconfig(const struct planning *planning, const char *path);

#endif

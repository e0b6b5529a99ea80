/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inventory file of a survey: `scan -o`. */
#ifndef SRC_INVENTORY_MAKE_H
#define SRC_INVENTORY_MAKE_H

#include "src/options.h"
#include "src/survey.h"

/* What the scan must keep for it (enum want). */
unsigned inventory_make_want(const struct options *options);

/*
 * Writes the inventory of SURVEY to OPTIONS->out. The inventory of an inventory is the same, but
 * for what OPTIONS call computer and volume. False after it has said why not.
 */
bool inventory_make(const struct survey *survey, const struct options *options);

#endif

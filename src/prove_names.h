/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The $FILE_NAMEs of one file before and after: those that are still there are of the namespace
 * that they were, DOS names go only with their partners, and come only with one that is moved.
 */
#ifndef SRC_PROVE_NAMES_H
#define SRC_PROVE_NAMES_H

#include "mft/attribute.h"

/* Is it as a new $FILE_NAME is: without a name of its own or flags, and of a namespace that there
 * is, but no DOS name? */
bool prove_names_may_come(const struct attribute *name);

/* Puts the attributes in order. */
bool prove_names_keep(struct attribute *before, size_t nbefore, struct attribute *after,
                      size_t nafter);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trees and rules by chance for a computer made by hand: few names that are met again and again,
 * some of them in the ways of stores, files with several names, junctions, damage.
 *
 *   holding_begin(&holding, 2, 4000);
 *   thicket_plant(&chance, &holding, 0);
 *   thicket_rules(&chance, &holding);
 *   holding_finish(&holding);
 *
 * Without memory it aborts.
 */
#ifndef TESTS_SUPPORT_THICKET_H
#define TESTS_SUPPORT_THICKET_H

#include "tests/support/chance.h"
#include "tests/support/holding.h"

/* Some files and folders on DRIVE. */
void thicket_plant(struct chance *chance, struct holding *holding, uint32_t drive);

/* Some rules that take of them. */
void thicket_rules(struct chance *chance, struct holding *holding);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Run lists as the disk holds them (mapping pairs), and attributes that change their length.
 */
#ifndef IMAGES_EDIT_RUNS_H
#define IMAGES_EDIT_RUNS_H

#include "images/edit.h"

#define EDIT_RUNS_HOLE UINT64_MAX /* as a run's lcn */

/* Offsets in a non-resident attribute. */
#define EDIT_RUNS_LOWEST_VCN  0x10
#define EDIT_RUNS_HIGHEST_VCN 0x18
#define EDIT_RUNS_PAIRS_OFS   0x20
#define EDIT_RUNS_ALLOCATED   0x28
#define EDIT_RUNS_DATA        0x30
#define EDIT_RUNS_INITIALISED 0x38

/* Writes mapping pairs with their end mark; at most 17 bytes a run and 1. Returns their length in
 * bytes. */
size_t edit_runs_encode(const struct edit_run *runs, size_t nruns, uint8_t *pairs_ret);

/* Gives a non-resident attribute of a record another run list, and sets its lowest and
 * highest VCN from it. */
void edit_runs_replace(uint8_t *record, uint8_t *attr, const struct edit_run *runs, size_t nruns);

/* Changes an attribute's length, rounded up to 8: what is behind it moves; new bytes are zero. */
void edit_runs_resize(uint8_t *record, uint8_t *attr, size_t nbytes);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Wildcards: a glob is a string of code points in which GLOB_ANY stands for any text, also none,
 * also across folders.
 *
 *   glob_matches(&glob, str_of("Report.doc"), upcase)       one text at a time
 *
 *   glob_machine_make(&glob, upcase, &arena, &machine)      many texts, unit by unit
 *   at = glob_start(&machine);
 *   at = glob_step(&machine, at, folded) ...
 *   glob_accepts(&machine, at)
 *
 * A machine needs one number to remember how far it is, whatever has been read: behind a GLOB_ANY
 * the earliest place where the next piece fits is as good as any later one, and within a piece a
 * table says where to go on after a mismatch (Knuth, Morris, Pratt). So a text can be read on from
 * the place where a folder's path ends, once for each folder below.
 *
 * All is read-only once made. Globs and machines live in the arena that they were made in.
 */
#ifndef PLANNER_GLOB_H
#define PLANNER_GLOB_H

#include "mft/arena.h"
#include "mft/status.h"
#include "mft/text.h"

#define GLOB_ANY  UINT32_MAX       /* a unit of a glob: any text */
#define GLOB_DEAD UINT32_MAX       /* a state: nothing that follows can match */
#define GLOB_ALL  (UINT32_MAX - 1) /* a state: whatever follows matches */

/* No two GLOB_ANY side by side; literal units are code points as they were written. */
struct glob {
    const uint32_t *at;
    uint32_t n;
};

struct glob_machine {
    const uint32_t *units; /* folded */
    const uint32_t *back;  /* N + 1 states: where to go on after a mismatch */
    uint32_t n;
    uint32_t nhead; /* units before the first GLOB_ANY: they stand at the start or nowhere */
};

/* Does GLOB match the whole TEXT (WTF-8), without regard to case by UPCASE (see text.h)? A folder's
 * path is read with one backslash at its end, whether it has one or not. */
bool glob_matches(const struct glob *glob, struct str text, const uint16_t *upcase, bool is_folder);

/* STATUS_NO_MEMORY. */
enum status glob_machine_make(const struct glob *glob, const uint16_t *upcase, struct arena *arena,
                              struct glob_machine *machine_ret);

/* The state before anything is read. */
uint32_t glob_start(const struct glob_machine *machine);

/* The state after UNIT (folded) is read in STATE, which is neither GLOB_DEAD nor GLOB_ALL. */
uint32_t glob_step(const struct glob_machine *machine, uint32_t state, uint32_t unit);

/* The state after N UNITS, from any STATE. */
uint32_t glob_run(const struct glob_machine *machine, uint32_t state, const uint32_t *units,
                  uint32_t n);

/* A set of units, by their last six bits: what may be in it, and what surely is not. */
static inline uint64_t glob_bit(uint32_t unit)
{
    return UINT64_C(1) << (unit & 63);
}

/* The units that every text which matches has. */
uint64_t glob_needs(const struct glob_machine *machine);

/* Has all that was read matched? */
static inline bool glob_accepts(const struct glob_machine *machine, uint32_t state)
{
    return state == machine->n || state == GLOB_ALL;
}

#endif

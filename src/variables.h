/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Environment variables of a Windows that is not running: "%USERPROFILE%\Desktop" to a path.
 *
 *   struct variables variables = {.arena = &arena, .outer = &machine};
 *   variables_set(&variables, "USERPROFILE", path);
 *   path = variables_expand(&variables, text);
 *
 * Names are compared without regard to case. A variable that is not known stays as it is written.
 * Values are taken as they are: what they hold is not expanded again. No path of Windows has more
 * than 32,767 units: what would grow beyond that stays as it is written, too.
 */
#ifndef SRC_VARIABLES_H
#define SRC_VARIABLES_H

#include "mft/arena.h"
#include "mft/text.h"

enum { VARIABLES_MAX = 16 };

struct variables {
    struct arena *arena;           /* of what is expanded */
    const struct variables *outer; /* asked next; NULL: none */
    struct variables_pair {
        const char *name; /* constant */
        struct str value;
    } pairs[VARIABLES_MAX];
    uint32_t n;
    bool is_short; /* memory ran out: some text was lost */
};

/* Sets NAME, or sets it anew; an empty VALUE sets nothing. At most VARIABLES_MAX names. */
void variables_set(struct variables *variables, const char *name, struct str value);

/* TEXT with variables replaced; TEXT itself where it has none. Without memory empty, and is_short.
 */
struct str variables_expand(struct variables *variables, struct str text);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far a plan is: a bar with rate and time left on a terminal, or JSON lines for a program.
 *
 *   struct applybar bar;
 *   applybar_begin(&bar, nops, when);
 *   applybar_step(&bar, "linking", done);     often: it looks at the clock and draws ten times a
 * second applybar_end(&bar);                       nothing remains of the bar
 */
#ifndef SRC_APPLYBAR_H
#define SRC_APPLYBAR_H

#include "src/options.h"

struct applybar {
    enum options_progress when;
    bool is_shown;      /* something is on the terminal */
    uint64_t all, done; /* operations */
    uint64_t begun_ns, drawn_ns;
    const char *phase;
};

void applybar_begin(struct applybar *bar, uint64_t all, enum options_progress when);

/* DONE operations; PHASE is a constant word or two. */
void applybar_step(struct applybar *bar, const char *phase, uint64_t done);

void applybar_end(struct applybar *bar);

/* From now on WATCH is told of each step, whatever is shown: DONE of ALL operations. NULL: nobody.
 */
void applybar_watch(void (*watch)(void *context, uint64_t done, uint64_t all), void *context);

#endif

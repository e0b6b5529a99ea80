/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What time it is, for documents that say when they were made: the one place that asks.
 *
 *   uint64_t ticks;
 *   if (!nowtime_get(&ticks)) return COMMAND_FAILED;      it has said why
 *
 * With SOURCE_DATE_EPOCH in the environment it is always that time, so that two runs write the same
 * bytes.
 */
#ifndef SRC_NOWTIME_H
#define SRC_NOWTIME_H

#include <stdbool.h>
#include <stdint.h>

/* 100 ns ticks since 1601-01-01 UTC. False after it has said that SOURCE_DATE_EPOCH is no time. */
bool nowtime_get(uint64_t *ticks_ret);

/* Is SOURCE_DATE_EPOCH set? Then what differs from run to run is to be left out. */
bool nowtime_is_fixed(void);

/* The time that TEXT tells: seconds since 1970-01-01 UTC in decimal digits and nothing else. False
 * where it is not that, or too large for 64 bits of ticks. */
bool nowtime_parse(const char *text, uint64_t *ticks_ret);

#endif

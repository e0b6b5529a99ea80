/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What this process has needed of the machine.
 */
#ifndef SRC_PEAK_H
#define SRC_PEAK_H

#include <stdint.h>

/* The most memory that was resident at one time, in bytes; 0 where the system does not tell. */
uint64_t peak_memory(void);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory that runs out where a test wants it to: the n-th allocation fails.
 *
 *   scarcity_fail_at(n, lasting);
 *   ... what is tried ...
 *   scarcity_end();
 *   is_over = scarcity_count() < n;                  there were not so many allocations
 *
 * For programs that are linked with --wrap of malloc, calloc, realloc, aligned_alloc and three
 * functions of libzstd (the Makefile names them): the linker puts those here before the libraries',
 * wherever our own objects call them. Any number of threads may allocate meanwhile.
 */
#ifndef TESTS_SUPPORT_SCARCITY_H
#define TESTS_SUPPORT_SCARCITY_H

#include <stdbool.h>

/* From now on allocation N fails, counted from 1, and all behind it where IS_LASTING; 0: none does.
 */
void scarcity_fail_at(unsigned long n, bool is_lasting);

/* No allocation fails any more; the count stays. */
void scarcity_end(void);

/* Allocations since scarcity_fail_at. */
unsigned long scarcity_count(void);

/* Before libcrypto is used for the first time: one of STRIDE of its allocations counts, too. False
 * where it is too late. */
bool scarcity_tell_crypto(unsigned stride);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Asks an inventory for everything, whatever is in it: aborts where an answer cannot be.
 */
#ifndef TESTS_FUZZ_ASKINVENTORY_H
#define TESTS_FUZZ_ASKINVENTORY_H

#include "tests/support/stock.h"

struct askinventory {
    const struct stock *stock; /* open */
    unsigned nworkers;         /* more than one: they must give what one gives */
    bool exports;              /* also each format of rows */
    bool writes; /* also an inventory of the inventory, which must be the same once more */
};

/* Reads it for WANT, which must have all that is asked for where EXPORTS or WRITES shall be done.
 */
void askinventory(const struct askinventory *ask, unsigned want);

#endif

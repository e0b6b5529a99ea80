/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --columns: from names to columns.
 *
 *   struct column chosen[COLUMNS_MAX + 1];
 *   if (!columnchoice_of("record,path,size", chosen)) return COMMAND_USAGE;     it has said why
 */
#ifndef SRC_COLUMNCHOICE_H
#define SRC_COLUMNCHOICE_H

#include "src/columns.h"

/*
 * Writes the columns that LIST names, commas between, to CHOSEN_RET (room for COLUMNS_MAX + 1) with
 * the end of a list behind them. False after it has said what is wrong: no name, one that there is
 * not, or one that stands there twice.
 */
bool columnchoice_of(const char *list, struct column *chosen_ret);

#endif

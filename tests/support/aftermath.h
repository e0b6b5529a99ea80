/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A computer as it is when a plan was carried out on it: the same files with more names, and new
 * folders and copies behind them.
 *
 *   aftermath_of(&holding, &plan, &after);
 *   holding_save(&after, &again);              the same job
 *   holding_free(&after);
 *
 * Only for plans that make things, and give names other places. Without memory, and for a plan that
 * cannot be carried out, it aborts. AFTER borrows the rules of HOLDING, and must stay where it is.
 */
#ifndef TESTS_SUPPORT_AFTERMATH_H
#define TESTS_SUPPORT_AFTERMATH_H

#include "tests/support/holding.h"

void aftermath_of(const struct holding *holding, const struct plan *plan,
                  struct holding *after_ret);

#endif

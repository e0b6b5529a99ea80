/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prediction of any plan, carried out in a ledger; for predict.c. */
#ifndef PLANNER_PREDICT_LEDGER_H
#define PLANNER_PREDICT_LEDGER_H

#include "planner/predict.h"

/* As predict. */
enum status predict_ledger(const struct plan *plan, const struct machine *machine, uint32_t drive,
                           struct prediction *prediction_ret);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Users and what stands in their way: part of estimate_report. */
#ifndef SRC_ESTIMATE_USERS_H
#define SRC_ESTIMATE_USERS_H

#include "src/estimate_report.h"

/* A table, after an empty line. */
void estimate_users_text(const struct estimate_report *report, struct textbuf *to);

/* A member "users" of the open object. */
void estimate_users_json(const struct estimate_report *report, struct json *json);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that only report has. */
#ifndef SRC_OPTIONREPORT_H
#define SRC_OPTIONREPORT_H

#include "src/options.h"

extern const struct option_spec optionreport_under;
extern const struct option_spec optionreport_top;
extern const struct option_spec optionreport_html;

#endif

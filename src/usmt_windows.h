/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Windows that a command line names: /offline, /offlinewindir, /offlinewinold. */
#ifndef SRC_USMT_WINDOWS_H
#define SRC_USMT_WINDOWS_H

#include "src/planning.h"
#include "src/usmt_options.h"

/* Is it the one that PLANNING has found on its drives, where the line names one? False after it has
 * said which there is. */
bool usmt_windows_is_named(const struct usmt_line *line, const struct planning *planning);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * $LogFile's restart pages: is there anything in the log that has not been carried out? Half of
 * volumeinfo.h, in a file of its own. docs/ON-DISK.md, "Volume information and log".
 */
#ifndef MFT_LOGFILE_H
#define MFT_LOGFILE_H

#include "mft/volumeinfo.h"

/* Sets INFO's log, log_major and log_minor. STATUS_NO_MEMORY; all else is a state of the log. */
enum status logfile_read(const struct volume *volume, struct volumeinfo *info);

#endif

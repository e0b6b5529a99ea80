/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a volume says of itself, for people and for programs.
 */
#ifndef SRC_INFO_TEXT_H
#define SRC_INFO_TEXT_H

#include "mft/volumeinfo.h"
#include "src/target.h"
#include "src/textbuf.h"

/* Writes all that is known of the opened volume. */
void info_text(const struct target *target, const struct volumeinfo *info, struct textbuf *to);

/* One word each, constant, for JSON: "clean", "hibernated", ... */
const char *info_text_log(enum volumeinfo_log log);
const char *info_text_hibernation(enum volumeinfo_hibernation hibernation);

#endif

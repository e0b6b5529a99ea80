/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which source stands for which drive, as the command line says it: "C:=disk.img", "C=disk.img",
 * "C:2=disk.img" (partition 2).
 */
#ifndef SRC_DRIVECHOICE_H
#define SRC_DRIVECHOICE_H

#include <stdbool.h>
#include <stdint.h>

enum { DRIVECHOICE_MAX = 64 }; /* more than there are letters, so that one given twice is told */

struct drivechoice {
    char letter;        /* 'A' to 'Z' */
    uint32_t partition; /* 0: not given */
    const char *source; /* not empty; borrowed */
};

/* False where TEXT is none of these forms. */
bool drivechoice_parse(const char *text, struct drivechoice *choice_ret);

#endif

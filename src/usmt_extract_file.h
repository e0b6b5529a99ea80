/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file of a store, written to this system: part of usmt_extract.c. */
#ifndef SRC_USMT_EXTRACT_FILE_H
#define SRC_USMT_EXTRACT_FILE_H

#include "src/content.h"

#include <stdbool.h>

enum usmt_extract_result {
    USMT_EXTRACT_DONE,
    USMT_EXTRACT_UNREADABLE, /* the store's file cannot be read */
    USMT_EXTRACT_UNUSABLE,   /* its name, or that of a stream, would lead elsewhere */
    USMT_EXTRACT_THERE,      /* a file is there already */
    USMT_EXTRACT_UNWRITTEN,  /* nothing more can be written there */
};

/*
 * Writes CONTENT to PATH, with its time of the last change, and each named stream to PATH:STREAM;
 * one whose name would lead elsewhere is left out (USMT_EXTRACT_UNUSABLE), and all others are
 * written. Holes stay holes. What is there is replaced only where OVERWRITES, and each file appears
 * when it is complete. *WHY_RET: errno; 0 where only Windows can read it.
 */
enum usmt_extract_result usmt_extract_file(struct content *content, const char *path,
                                           bool overwrites, int *why_ret);

/* Makes the folders on the way to PATH that are not there; PATH is what it was afterwards. Errno;
 * 0.
 */
int usmt_extract_file_folders(char *path);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Aligned lines for people: a label at the left, a value that ends in one column or begins in one.
 *
 *     Files                               1,000,000
 *     Unique: each file once         12,000,000,000 bytes (11.1 GiB)
 *     File system             NTFS 3.1
 */
#ifndef SRC_LINES_H
#define SRC_LINES_H

#include "src/textbuf.h"

/* A heading with an empty line before it, unless it is the first line of TO. */
void lines_heading(struct textbuf *to, const char *heading);

/* A number with commas, ending in the column; NOTE (NULL: none) stands behind it. */
void lines_number(struct textbuf *to, const char *label, uint64_t value, const char *note);

/* The same; the path or name NAME, made fit to be shown, stands behind it. */
void lines_named(struct textbuf *to, const char *label, uint64_t value, struct str name);

/* The same for a size in bytes. */
void lines_size(struct textbuf *to, const char *label, uint64_t nbytes);

/* A value of any form, ending in the column. */
void lines_right(struct textbuf *to, const char *label, struct str value);

/* Begins a line whose value the caller puts behind the label, and ends. */
void lines_label(struct textbuf *to, const char *label);

/* A line whose value is formatted as by printf. */
void lines_value(struct textbuf *to, const char *label, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names as SQLite's TEXT can hold them: valid UTF-8 without NUL, at which its functions stop.
 */
#ifndef SRC_EXPORT_SQLITE_TEXT_H
#define SRC_EXPORT_SQLITE_TEXT_H

#include "src/textbuf.h"

/* Can the WTF-8 TEXT stand as TEXT? Not with a lone surrogate or NUL in it. */
bool export_sqlite_text_is_plain(struct str text);

/* Writes any TEXT to TO with U+FFFD for each lone surrogate, NUL, and byte that is not UTF-8. */
void export_sqlite_text_repair(struct str text, struct textbuf *to);

#endif

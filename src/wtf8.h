/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is a text what others take it for? Names of an index can have lone surrogates; texts from a file
 * or a command line can be anything.
 */
#ifndef SRC_WTF8_H
#define SRC_WTF8_H

#include "src/textbuf.h"

/* How many UTF-16 units TEXT has come from, lone surrogates included; SIZE_MAX where it cannot have
 * come from any. */
size_t wtf8_units(struct str text);

/* Is there a lone surrogate in TEXT, which is a name of an index and so certainly WTF-8? */
bool wtf8_has_surrogate(struct str text);

/* Is TEXT well-formed UTF-8, which other programs take? */
bool wtf8_is_utf8(struct str text);

/* Appends TEXT to TO as UTF-8: U+FFFD for a lone surrogate, and for a byte that is none. */
void wtf8_put_utf8(struct str text, struct textbuf *to);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Taking a text apart: lines, words between single spaces, numbers. For texts that mftlink has
 * written, read back from files that may be anything.
 *
 *   while (textscan_line(&text, &line))
 *       is_good = textscan_number(&line, UINT32_MAX, &record) && textscan_word(&line, &word);
 *
 * Each call takes what it returns off the front of the text; outputs stay untouched when it returns
 * false. All texts are borrowed.
 */
#ifndef SRC_TEXTSCAN_H
#define SRC_TEXTSCAN_H

#include "mft/text.h"

/* Everything up to END, which is passed over, or to the end of the text. */
struct str textscan_until(struct str *text, char end);

/* The next line, without its LF. False at the end. */
bool textscan_line(struct str *text, struct str *line_ret);

/* The next word: up to a space, which is passed over, or the end. False where it is empty. */
bool textscan_word(struct str *text, struct str *word_ret);

/* The next word as a decimal number up to MAX. */
bool textscan_number(struct str *text, uint64_t max, uint64_t *number_ret);

/* The next word as a number up to UINT64_MAX - 1; "-" is UINT64_MAX. */
bool textscan_place(struct str *text, uint64_t *place_ret);

/* The next word as a number in hexadecimal digits, at most 16 of them. */
bool textscan_hex(struct str *text, uint64_t *number_ret);

#endif

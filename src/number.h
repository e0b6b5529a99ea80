/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers as text. Each function writes to OUT without an end mark and returns how many bytes it
 * wrote; none depends on the locale.
 */
#ifndef SRC_NUMBER_H
#define SRC_NUMBER_H

#include <stddef.h>
#include <stdint.h>

enum {
    NUMBER_BYTES = 20,        /* of any decimal or hexadecimal number */
    NUMBER_COMMAS_BYTES = 26, /* the same with commas */
    NUMBER_HUMAN_BYTES = 12,  /* "1,023.9 KiB" */
};

/* VALUE in decimal. */
size_t number_decimal(uint64_t value, char *out);

/* VALUE in decimal with exactly NDIGITS digits; higher ones are cut off. */
size_t number_digits(uint64_t value, unsigned ndigits, char *out);

/* VALUE in decimal with commas between thousands. */
size_t number_commas(uint64_t value, char *out);

/* VALUE in small hexadecimal digits, at least NDIGITS (1 to 16) of them. */
size_t number_hex(uint64_t value, unsigned ndigits, char *out);

/* NBYTES in the binary unit that fits it, with one digit behind the point, rounded: "3.5
 * MiB". */
size_t number_human(uint64_t nbytes, char *out);

#endif

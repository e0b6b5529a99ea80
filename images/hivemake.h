/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Registry hives made for test volumes: keys and values through libhivex, from an empty hive that
 * is written here, since the library can only change hives that are there.
 *
 *   struct hivemake h;
 *   hivemake_begin(&h, &failure);
 *   hivemake_text(&h, "Select\\Inner", "Name", "a text");       makes the keys on the way
 *   bytes = hivemake_end(&h, &nbytes);                          the caller's to free
 *
 * The empty hive: a header of 4,096 bytes ("regf", version 1.3, root cell at 0x20, the exclusive or
 * of its first 127 numbers as the 128th), and one block of 4,096 bytes ("hbin") that holds the root
 * key ("nk"), one security cell ("sk") with an empty descriptor, and a free cell. Texts are WTF-8.
 * After a failure every function does nothing. One thread at a time.
 */
#ifndef IMAGES_HIVEMAKE_H
#define IMAGES_HIVEMAKE_H

#include "images/failure.h"

#include <stddef.h>
#include <stdint.h>

struct hivemake {
    struct failure *failure; /* the caller's */
    void *library;
    int fd; /* a file in memory */
};

void hivemake_begin(struct hivemake *h, struct failure *failure);

/* Sets a value of a key that is made where it is missing, with all above it. `key` has backslashes
 * between its steps; "" is the root. */
void hivemake_text(struct hivemake *h, const char *key, const char *name, const char *text);
void hivemake_expand(struct hivemake *h, const char *key, const char *name, const char *text);
void hivemake_number(struct hivemake *h, const char *key, const char *name, uint32_t number);

/* The same with a type of the registry's (1: REG_SZ, 3: REG_BINARY, 11: REG_QWORD) and any bytes.
 */
void hivemake_value(struct hivemake *h, const char *key, const char *name, int type,
                    const void *bytes, size_t nbytes);

/* The hive's bytes, to be freed; NULL after a failure. */
uint8_t *hivemake_end(struct hivemake *h, size_t *nbytes_ret);

#endif

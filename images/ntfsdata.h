/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is in the files of a volume: data, named streams, holes.
 *
 * For a volume mounted through ntfsvol.h, whose rules hold here. `stream` is a stream's name in
 * WTF-8, "" for the unnamed one; a stream that is missing is made. Sizes and offsets are in bytes.
 */
#ifndef IMAGES_NTFSDATA_H
#define IMAGES_NTFSDATA_H

#include "images/ntfsvol.h"

/* Writes bytes at an offset; what lies between the old end and the offset becomes a hole. */
void ntfsdata_write(struct ntfsvol *v, uint64_t file, const char *stream, uint64_t offset,
                    const void *bytes, size_t nbytes);

/* Writes a text at offset 0. */
void ntfsdata_text(struct ntfsvol *v, uint64_t file, const char *stream, const char *text);

/* Writes nbytes of made-up text that depends on `seed` only and compresses about as text does. */
void ntfsdata_fill(struct ntfsvol *v, uint64_t file, const char *stream, uint64_t offset,
                   size_t nbytes, uint64_t seed);

/* As ntfsdata_fill with bytes that do not compress. */
void ntfsdata_noise(struct ntfsvol *v, uint64_t file, const char *stream, uint64_t offset,
                    size_t nbytes, uint64_t seed);

/* Sets a stream's size; growing makes a hole. */
void ntfsdata_resize(struct ntfsvol *v, uint64_t file, const char *stream, uint64_t nbytes);

/* Sizes of a stream in bytes, as the library knows them. */
struct ntfsdata_sizes {
    uint64_t data, initialised;
    uint64_t allocated; /* of a sparse or compressed stream without its holes; 0 where it is in the
                           record */
};

struct ntfsdata_sizes ntfsdata_sizes(struct ntfsvol *v, uint64_t file, const char *stream);

/* Makes a file with nbytes of made-up text; returns its reference. */
uint64_t ntfsdata_file(struct ntfsvol *v, uint64_t folder, const char *name, size_t nbytes);

/* The next number of a sequence that depends on its start only (xorshift); *state must not be 0. */
uint64_t ntfsdata_random(uint64_t *state);

#endif

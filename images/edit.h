/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Changes the bytes of an image that is not mounted: file records, with or without redoing their
 * fix-ups.
 *
 *     struct edit e = {.image = path, .failure = &failure};
 *     uint8_t record[EDIT_RECORD_MAX];
 *     edit_open(&e);
 *     edit_load(&e, 64, record);               the fix-ups are undone
 *     edit_put16(record + EDIT_LINKS, 7);
 *     edit_store(&e, 64, record);              redone with the next update sequence number
 *     edit_poke(&e, 65, 0, "BAAD", 4);         raw bytes, no fix-ups
 *     edit_close(&e);
 *
 * A record is found through the runs of $MFT, also where they need an attribute list and where a
 * record lies in two runs: libntfs-3g reads them once in edit_open, so open before doing damage
 * that it refuses. Records 0 to 3 are copied to $MFTMirr when stored; a poke leaves the mirror
 * alone. Numbers are record numbers. After a failure every function does nothing. One thread at a
 * time.
 */
#ifndef IMAGES_EDIT_H
#define IMAGES_EDIT_H

#include "images/failure.h"

#include <stddef.h>
#include <stdint.h>

#define EDIT_RECORD_MAX 4096

/* Offsets in a file record. */
#define EDIT_USA_OFS      0x04
#define EDIT_USA_COUNT    0x06
#define EDIT_SEQUENCE     0x10
#define EDIT_LINKS        0x12
#define EDIT_ATTRS_OFS    0x14
#define EDIT_FLAGS        0x16
#define EDIT_BYTES_IN_USE 0x18
#define EDIT_BYTES_ALLOC  0x1C
#define EDIT_BASE         0x20
#define EDIT_OWN_NUMBER   0x2C

struct edit_run {
    uint64_t vcn, lcn, nclusters;
};

struct edit {
    const char *image;       /* path; the caller's */
    struct failure *failure; /* the caller's */
    int fd;
    uint32_t sector_bytes, cluster_bytes, record_bytes;
    uint64_t nclusters;     /* of the volume */
    uint64_t nrecords;      /* in $MFT's initialised part */
    uint64_t mirror_offset; /* of $MFTMirr in the image, bytes */
    struct edit_run *runs;  /* of $MFT, ascending by vcn */
    size_t nruns;
};

void edit_open(struct edit *e);
void edit_close(struct edit *e);

/* Reads a record, record_bytes long, and undoes its fix-ups. */
void edit_load(struct edit *e, uint64_t number, uint8_t record_ret[EDIT_RECORD_MAX]);

/* Redoes the fix-ups in place and writes the record; for records 0 to 3 the mirror too. */
void edit_store(struct edit *e, uint64_t number, uint8_t record[EDIT_RECORD_MAX]);

/* Reads or writes raw bytes of a record: offset + nbytes is at most record_bytes. */
void edit_peek(struct edit *e, uint64_t number, size_t offset, void *bytes_ret, size_t nbytes);
void edit_poke(struct edit *e, uint64_t number, size_t offset, const void *bytes, size_t nbytes);

/* The first record from `number` on that says it is an extension of the base record; 0 where there
 * is none. */
uint64_t edit_extension(struct edit *e, uint64_t base, uint64_t number);

/* Where a byte of a record lies in the image. */
uint64_t edit_offset(struct edit *e, uint64_t number, size_t offset);

/* Reads or writes raw bytes of the image. */
void edit_read(struct edit *e, uint64_t offset, void *bytes_ret, size_t nbytes);
void edit_write(struct edit *e, uint64_t offset, const void *bytes, size_t nbytes);

/* Little-endian numbers in a buffer. */
uint16_t edit_get16(const uint8_t *at);
uint32_t edit_get32(const uint8_t *at);
uint64_t edit_get64(const uint8_t *at);
void edit_put16(uint8_t *at, uint16_t value);
void edit_put32(uint8_t *at, uint32_t value);
void edit_put64(uint8_t *at, uint64_t value);

#endif

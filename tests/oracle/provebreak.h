/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Breaking what a batch has made, through its overlay.
 *
 *   provebreak_load(&bed, record, bytes);         as it is after the batch, fix-ups undone
 *   bytes[...] ^= 1;
 *   provebreak_store(&bed, record, bytes);        fix-ups redone
 *
 * What fails, fails the test.
 */
#ifndef TESTS_ORACLE_PROVEBREAK_H
#define TESTS_ORACLE_PROVEBREAK_H

#include "mft/attribute.h"
#include "tests/oracle/provebed.h"

enum { PROVEBREAK_BLOCK_MAX = 65536 };

void provebreak_load(const struct provebed *bed, uint64_t record, uint8_t *bytes);
void provebreak_store(const struct provebed *bed, uint64_t record, uint8_t *bytes);

/* The attribute of TYPE that comes as number I in the record. */
struct attribute provebreak_find(const uint8_t *record, uint32_t type, unsigned i);

/* The first block of a folder's index: where it lies; loads and stores it as above. */
uint64_t provebreak_load_block(const struct provebed *bed, uint64_t folder, uint8_t *bytes);
void provebreak_store_block(const struct provebed *bed, uint64_t offset, uint8_t *bytes);

/* Changes the bits of MASK in the byte at OFFSET of the volume. */
void provebreak_flip(const struct provebed *bed, uint64_t offset, uint8_t mask);

/* The byte of the volume that is number AT of the attribute's data, in clusters. */
uint64_t provebreak_place(const struct provebed *bed, uint64_t record, uint32_t type,
                          const char *name, uint64_t at);

/* The record of what PATH names after the batch. */
uint64_t provebreak_record(const struct provebed *bed, const char *path);

#endif

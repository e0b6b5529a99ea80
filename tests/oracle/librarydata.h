/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What libntfs-3g reads of a file, apart from our own headers, whose names clash with the
 * library's.
 *
 *   void *library = librarydata_open(image);
 *   uint8_t *bytes = librarydata_read(library, record, n);      to be freed
 *   librarydata_close(library);
 *
 * Each fails the test at hand where the library fails.
 */
#ifndef TESTS_ORACLE_LIBRARYDATA_H
#define TESTS_ORACLE_LIBRARYDATA_H

#include <stddef.h>
#include <stdint.h>

void *librarydata_open(const char *image);

/* The first N bytes of the unnamed $DATA of the file with base record RECORD. */
uint8_t *librarydata_read(void *library, uint64_t record, size_t n);

void librarydata_close(void *library);

#endif

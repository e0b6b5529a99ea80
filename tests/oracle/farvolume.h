/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A volume whose $MFT goes on beyond 4 GiB, in a sparse file.
 *
 *   farvolume_make(image, &record, &offset);
 *   ... unlink(image);
 *
 * All clusters below are marked used while files are made, so that $MFT has to grow behind them.
 * (libntfs-3g's headers and mft/'s do not go together in one source file: hence this one.)
 */
#ifndef TESTS_ORACLE_FARVOLUME_H
#define TESTS_ORACLE_FARVOLUME_H

#include <stdint.h>

enum { FARVOLUME_FILES = 300 };

/* Makes IMAGE anew, with FARVOLUME_FILES files in its root. *RECORD_RET is one of their records,
 * *OFFSET_RET where libntfs-3g says that it lies. */
void farvolume_make(const char *image, uint64_t *record_ret, uint64_t *offset_ret);

#endif

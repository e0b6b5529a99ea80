/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The version numbers of a Windows program: of a PE image, whether .exe, .dll, .sys or whatever it
 * is called.
 *
 *   status = peversion_read(bytes, &version);       all bytes of the file
 *   ... version.file >> 48, "." ...
 *
 * They are those of the fixed part of its version resource, and not the texts behind that, which
 * may say anything. Microsoft describes the image in "PE Format" (sections "MS-DOS Stub", "COFF
 * File Header", "Optional Header", "Section Table", "The .rsrc Section"), the resource under
 * "VS_VERSIONINFO structure" and "VS_FIXEDFILEINFO structure".
 *
 * Pure, without memory of its own; safe from any number of threads. The work is bounded by the
 * bytes: a forged image cannot make it go round.
 */
#ifndef SRC_PEVERSION_H
#define SRC_PEVERSION_H

#include "mft/bytes.h"
#include "mft/status.h"

/* Larger files are not read; whoever reads them sees to that. */
#define PEVERSION_BYTES_MAX ((uint64_t)64 << 20)

/* Four numbers of 16 bits each, the first highest: 6.1.7601.17514 is 0x000600011DB1446A. */
struct peversion {
    uint64_t file, product;
};

/*
 * Of several version resources, or one in several languages, the first counts.
 *
 *   STATUS_NOT_FOUND  it is no PE image, or one without a version resource, or without numbers in
 *                     that
 *   STATUS_DAMAGED    a length or an offset in it leads outside, or directories of resources, or
 *                     the version resource, are not as they must be
 */
enum status peversion_read(struct bytes bytes, struct peversion *version_ret);

#endif

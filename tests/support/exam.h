/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A volume opened and scanned for a test, and short answers about what the index says.
 *
 *   struct exam exam;
 *   exam_begin(&exam, v, WANT_CHILDREN);
 *   ... exam_names(&exam, 30, text) ... exam_count(&exam, 30, FINDING_LINK_COUNT) ...
 *   exam_end(&exam);
 *
 * What cannot be opened or scanned aborts with a sentence; exam_try says the status instead. The
 * exam borrows the forged volume and must stay where it is until its end.
 */
#ifndef TESTS_SUPPORT_EXAM_H
#define TESTS_SUPPORT_EXAM_H

#include "mft/scan.h"
#include "tests/support/forge_volume.h"

struct exam {
    struct source source;
    struct volume *volume;
    struct index *index;
};

enum { EXAM_TEXT_BYTES = 4096 };

void exam_begin(struct exam *exam, const struct forge_volume *v, unsigned want);

/* The same for any source: a volume, else a bare $MFT. */
enum status exam_try(struct exam *exam, const struct source *source,
                     const struct scan_options *options);
void exam_end(struct exam *exam);

/* The row of the file with this base record, or INDEX_NONE. */
uint32_t exam_file(const struct exam *exam, uint64_t record);

/* The flags, size and links of that file, which must be there. */
uint16_t exam_flags(const struct exam *exam, uint64_t record);
uint64_t exam_size(const struct exam *exam, uint64_t record);
uint64_t exam_allocated(const struct exam *exam, uint64_t record);

/* Its names in their order, "a|b", written to TEXT (EXAM_TEXT_BYTES); "" without a row or name. */
const char *exam_names(const struct exam *exam, uint64_t record, char *text);

/* Its streams as "name:size:allocated|..." */
const char *exam_streams(const struct exam *exam, uint64_t record, char *text);

/* The path of its first name. */
const char *exam_path(const struct exam *exam, uint64_t record, char *text);

/* How many findings of KIND the record has, and the first of them (NULL: none). */
uint32_t exam_count(const struct exam *exam, uint64_t record, enum finding_kind kind);
const struct finding *exam_finding(const struct exam *exam, uint64_t record,
                                   enum finding_kind kind);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables of made-up values for tests, written to memory; and what they must read as.
 *
 *   struct sheet_columns all;
 *   sheet_all(&all);
 *   struct sheet sheet = {.columns = all.columns, .ncolumns = SHEET_NALL, .nrows = 20000};
 *   bytes = sheet_write(&sheet, 2, &nbytes);              free(bytes)
 *   sheet_fill(&sheet, 0, column, 0, n, &values);         what a chunk must hold
 *
 * A value follows from its row, its column and the sheet alone. What fails aborts.
 */
#ifndef TESTS_SUPPORT_SHEET_H
#define TESTS_SUPPORT_SHEET_H

#include "src/table/tablewrite.h"

enum { SHEET_NALL = 7 * 3 * 3, SHEET_NAME_BYTES = 32 };

/* Every type in every shape and coding: "int32_optional_delta". */
struct sheet_columns {
    struct table_column columns[SHEET_NALL];
    char names[SHEET_NALL][SHEET_NAME_BYTES];
};

enum sheet_kind {
    SHEET_MIXED,    /* few different values where a dictionary is wanted, near ones for deltas */
    SHEET_NULLS,    /* nothing but nulls and empty lists, and zeros where there must be values */
    SHEET_DISTINCT, /* all values of a type that has so many differ */
};

struct sheet {
    const struct table_column *columns;
    uint32_t ncolumns;
    uint64_t nrows;
    const uint64_t *group_ends;
    uint32_t ngroups;
    enum sheet_kind kind;
};

void sheet_all(struct sheet_columns *all);

/* As tablewrite_job's fill; CONTEXT is the sheet. */
enum status sheet_fill(void *context, unsigned worker, uint32_t column, uint64_t first, uint32_t n,
                       struct table_values *values);

/* The job that writes SHEET with the metadata keys "a" and mftlink.table. */
struct tablewrite_job sheet_job(struct sheet *sheet, unsigned nworkers);

/* Writes JOB to memory. */
uint8_t *sheet_write_job(const struct tablewrite_job *job, size_t *nbytes_ret);
uint8_t *sheet_write(struct sheet *sheet, unsigned nworkers, size_t *nbytes_ret);

/*
 * Puts the SHA-256 of each column chunk, and of the footer, into the NBYTES of a table that was
 * changed, as far as it can still be told where they are.
 */
void sheet_reseal(uint8_t *bytes, size_t nbytes);

#endif

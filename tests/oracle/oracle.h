/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The checks that the oracle tests are made of. Each fails the test at hand.
 *
 *   oracle_check(fixture_image("ads"), 0);                our scan and libntfs-3g agree, no
 * findings oracle_check_but("staleparent", 0, (const char *const[]){"name \\f8: ...", NULL});
 *
 *   oracle_open("torn", &scan);
 *   oracle_findings("torn", &scan, (const struct oracle_finding[]){{FINDING_TORN, ...}}, 1);
 *   file = oracle_file("torn", "record", &scan);
 *   viewscan_close(&scan);
 */
#ifndef TESTS_ORACLE_ORACLE_H
#define TESTS_ORACLE_ORACLE_H

#include "mft/finding.h"
#include "tests/oracle/viewlibrary.h"
#include "tests/oracle/viewscan.h"

/*
 * Scans the volume that lies at byte OFFSET of IMAGE and walks it with libntfs-3g: every record,
 * name, stream, size, time, attribute, link count, reparse tag, owner. Fails with the first 20
 * differences; also where the library lost anything, or our scan has findings.
 */
void oracle_check(const char *image, uint64_t offset);

/*
 * The same for the volume of RECIPE, but these differences (lines of view_compare, up to NULL) must
 * be there, and no others: what the library is known to do otherwise. A line that ends in "*"
 * stands for one or more that begin so. DANGLING names lead to records that the library cannot
 * open. Findings are the caller's to check.
 */
void oracle_check_but(const char *recipe, size_t dangling, const char *const *differences);

/* Opens and scans the volume of RECIPE. */
void oracle_open(const char *recipe, struct viewscan *scan_ret);

/* A place that is not asked for. */
#define ORACLE_ANYWHERE UINT32_MAX

/* A finding that must be there, of the record that a recipe's fact names. */
struct oracle_finding {
    enum finding_kind kind;
    const char *fact; /* key of the record number; NULL for record 0 */
    uint32_t at;      /* offset within the record, or ORACLE_ANYWHERE */
    uint64_t detail;
};

/*
 * The index of SCAN has these N findings, in any order, and no others. Where each one's record lies
 * is checked against the boot sector; $MFT of the volume must be in one piece.
 */
void oracle_findings(const char *recipe, const struct viewscan *scan,
                     const struct oracle_finding *findings, size_t n);

/* The index's row of the file whose record the recipe's fact KEY names; the test fails where there
 * is none. */
uint32_t oracle_file(const char *recipe, const char *key, const struct viewscan *scan);

/* How many folders, or files that are none, there are beside the system files: what a recipe made.
 */
uint32_t oracle_count(const struct viewscan *scan, bool is_folder);

/* The users' files, and folders where the recipe tells them, are as many as the recipe says. */
void oracle_check_counts(const char *recipe);

/* Does PATH lead to the file of row FILE? */
bool oracle_is_path_of(const struct viewscan *scan, const char *path, uint32_t file);

#endif

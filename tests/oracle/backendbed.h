/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A recipe's volume, and a back-end that writes it under an overlay.
 *
 *   backendbed_begin(&bed, "demo", BACKENDBED_PLENTY);
 *   store = backendbed_folder(&bed, "store");          all folders first
 *   backendbed_open(&bed);
 *   item = backendbed_item(&bed, record);              a source as the scan before has it
 *   item.folder = store, item.name = str_of("a");
 *   why = bed.backend->calls->link(bed.backend, &item);
 *   backendbed_finish(&bed);                           bed.after is a scan through the overlay
 *   backendbed_check(&bed, "links.img");               by other programs, in a copy
 *   backendbed_end(&bed);                              the image is what it was
 *
 * Between finish and end another open can follow. What fails, fails the test.
 */
#ifndef TESTS_ORACLE_BACKENDBED_H
#define TESTS_ORACLE_BACKENDBED_H

#include "src/backend_ntfs.h"
#include "tests/oracle/overlaybed.h"

#define BACKENDBED_PLENTY ((uint64_t)1 << 30)

enum { BACKENDBED_FOLDERS = 64 };

struct backendbed {
    struct overlaybed volume;
    struct backend_folder folders[BACKENDBED_FOLDERS];
    uint32_t nfolders;
    struct backend *backend;
    struct viewscan after; /* while HAS_AFTER */
    bool has_after;
};

void backendbed_begin(struct backendbed *bed, const char *recipe, uint64_t limit_bytes);

/* The folder of PATH ("a/b"; constant), and those on the way to it; "" is the root. */
uint32_t backendbed_folder(struct backendbed *bed, const char *path);

void backendbed_open(struct backendbed *bed);

/* The file of RECORD as it was at first, or, behind a finish, as that left it; no target yet. */
struct backend_item backendbed_item(const struct backendbed *bed, uint64_t record);

/* The same with a target. */
struct backend_item backendbed_to(const struct backendbed *bed, uint64_t record, uint32_t folder,
                                  const char *name);

/* The record that PATH leads to, letter by letter; the test fails where there is none. */
uint64_t backendbed_record(const struct index *index, const char *path);

/* INDEX_NONE where there is none. */
uint32_t backendbed_row(const struct index *index, const char *path);

/* Calls of the back-end, as its header says: of the file of RECORD, or of a new one. The folder
 * that is made is hidden. */
int backendbed_link_to(struct backendbed *bed, uint64_t record, uint32_t folder, const char *name);
int backendbed_unlink_from(struct backendbed *bed, uint64_t record, uint32_t folder,
                           const char *name);
int backendbed_delete_from(struct backendbed *bed, uint64_t record, uint32_t folder,
                           const char *name);
int backendbed_make_folder(struct backendbed *bed, uint32_t folder, const char *name);
int backendbed_write_file(struct backendbed *bed, uint32_t folder, const char *name,
                          const char *text, uint64_t *record_ret);

/* What the header of RECORD counts; 0 where there is no such record in use. */
uint32_t backendbed_links_of(const struct index *index, uint64_t record);

/* Finishes and closes the back-end, settles, and scans. */
void backendbed_finish(struct backendbed *bed);

/* Closes the back-end, without finishing it. */
void backendbed_abandon(struct backendbed *bed);

/* Facts of the files that were there at first are what they were; those that are gone are NGONE. */
void backendbed_expect_files(const struct backendbed *bed, uint32_t ngone);

/* Nothing was written. */
void backendbed_expect_nothing(const struct backendbed *bed);

/* A copy named NAME: libntfs-3g, ntfsfix and TSK find in it what the scan after found. */
void backendbed_check(const struct backendbed *bed, const char *name);

/* The same without TSK, whose time grows with the square of a file's names. */
void backendbed_compare(const struct backendbed *bed, const char *name);

void backendbed_end(struct backendbed *bed);

#endif

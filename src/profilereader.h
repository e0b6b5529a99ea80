/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files that read profiles share: the values that they fill, and how they do it.
 *
 * For profileread.c (a Windows, its hives), profilelist.c (the registry's list and the folders),
 * profileuser.c (one user's own hive) and profileaccount.c (accounts) alone. Only a lack of memory
 * ends the work: it is kept in is_short, looked at once in the end.
 */
#ifndef SRC_PROFILEREADER_H
#define SRC_PROFILEREADER_H

#include "src/hive.h"
#include "src/profilefind.h"
#include "src/variables.h"

struct profilereader {
    const struct profileread_source *source;
    struct profiles *to;
    struct arena *arena; /* of TO */
    struct variables machine;
    uint32_t users; /* row of the folder that holds the profiles; INDEX_NONE */
    bool is_short;  /* memory ran out */
};

/* Adds a sentence to the notes. */
void profilereader_note(struct profilereader *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Opens the hive in FILE (row; may be INDEX_NONE), with a note about what it is (WHAT: "SOFTWARE",
 * "the NTUSER.DAT of ...") where it cannot be, unless there is no content to read at all. NULL
 * then.
 */
struct hive *profilereader_hive(struct profilereader *r, uint32_t file, struct str what);

/* FOLDER and NAME with one backslash between. */
struct str profilereader_join(struct profilereader *r, struct str folder, struct str name);

/* The text or number NAME of KEY; empty or 0 where it is not there. */
struct str profilereader_text(struct profilereader *r, const struct hive *hive, size_t key,
                              const char *name);
uint64_t profilereader_number(struct profilereader *r, const struct hive *hive, size_t key,
                              const char *name);

/* The key at PATH below the root. False where it is not there or cannot be read. */
bool profilereader_find(struct profilereader *r, const struct hive *hive, const char *path,
                        size_t *key_ret);

/* The shell folders that the key at PATH lists, expanded by VARIABLES. */
struct profile_folders profilereader_shell(struct profilereader *r, const struct hive *hive,
                                           const char *path, struct variables *variables);

/* Fills what is known of P by its path and folder: its name, its hive and that hive's values, or
 * those of OWNER (NULL: none), a profile of the same folder. */
void profileuser_fill(struct profilereader *r, struct profile *p, const struct profile *owner);

/* Adds the profiles of the registry's list, or none where SOFTWARE is NULL; then the folders that
 * no key names; then holds all against each other. */
void profilelist_fill(struct profilereader *r, const struct hive *software);

/* Tells the accounts of all profiles that have a SID, and which of them were deleted. Either hive
 * may be NULL: then what it holds is not known. */
void profileaccount_fill(struct profilereader *r, const struct hive *sam,
                         const struct hive *security);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink's commands run in a test's own process, so that what they call can be seen and made to
 * fail, and a volume's names before and after.
 *
 *   inprocess_begin(&place, "tree");               a folder with a copy of the recipe's volume
 *   code = inprocess_run((const char *const[]){"apply", "--yes", place.plan, place.image, NULL});
 *   ... inprocess_said() ...
 *   inprocess_end(&place);                         the folder goes
 *
 * What it cannot do aborts. One place at a time.
 */
#ifndef TESTS_SUPPORT_INPROCESS_H
#define TESTS_SUPPORT_INPROCESS_H

#include <stdbool.h>
#include <stdint.h>

/* All paths are absolute and without links. The folder of notes is FOLDER/state, and named in the
 * environment. */
struct inprocess {
    char *folder, *image, *plan, *journal, *log;
};

void inprocess_begin(struct inprocess *place_ret, const char *recipe);
void inprocess_end(struct inprocess *place);

/* Runs mftlink with these words, up to NULL; its exit status. */
int inprocess_run(const char *const *words);

/* What the last run has written to stdout and stderr. */
const char *inprocess_said(void);

/* How many lines of the last run begin with "mftlink: "; 0 where one of these does not end like a
 * sentence, or something else follows. */
unsigned inprocess_sentences(void);

/* A volume in few words. */
struct inprocess_names {
    uint64_t digest; /* of all paths, with how many names their files have */
    uint32_t n, nfindings;
};

/* False where the image cannot be scanned. */
bool inprocess_names(const char *image, struct inprocess_names *names_ret);

bool inprocess_is_same(const struct inprocess_names *a, const struct inprocess_names *b);

/* Copies the file FROM to TO, with its holes. */
void inprocess_copy(const char *from, const char *to);

/* Is there a file PATH? */
bool inprocess_is_there(const char *path);

#endif

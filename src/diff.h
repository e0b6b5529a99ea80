/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What changed between two sources: all that `mftlink diff` tells, as values. docs/DIFF.md.
 *
 *   struct diff diff;                             must stay where it is
 *   if (!diff_open(options, &diff)) return COMMAND_FAILED;            it has said why
 *   diff_text(&diff, &out) or diff_json(...)      see diff_text.h, diff_json.h
 *   return diff_close(&diff, is_good);
 */
#ifndef SRC_DIFF_H
#define SRC_DIFF_H

#include "planner/difference.h"
#include "planner/difference_folders.h"
#include "planner/difference_names.h"
#include "src/pathcache.h"
#include "src/survey.h"

/* A or B. */
struct diff_side {
    struct survey survey;
    struct security *security; /* NULL: the index has the owners, or nobody knows them */
    struct space space;
    uint32_t scope; /* node; INDEX_NONE: the folder of --under is not there */
    struct pathcache *paths;
    struct path path; /* of what has no name */
};

struct diff {
    const struct options *options;
    struct diff_side sides[2]; /* before, after */
    struct difference_question question;
    struct difference difference;
    struct difference_folders folders;
    uint32_t top;                  /* so many folders are summed up one by one */
    struct difference_names names; /* of the file that is written */
};

/* Opens, scans and compares the two operands of OPTIONS; rows with one of the kinds ONLY (bits; 0:
 * all). */
bool diff_open(const struct options *options, unsigned only, struct diff *diff_ret);

/* Frees all and returns the exit code: COMMAND_FINDINGS also where something differs. */
enum command_exit diff_close(struct diff *diff, bool is_good);

/* The path of FILE's first name by path order, borrowed until the next call for the same side.
 * False without memory. */
bool diff_path(struct diff *diff, bool is_after, uint32_t file, struct str *path_ret);

/* The same of the name row NAME. */
bool diff_name(struct diff *diff, bool is_after, uint32_t name, struct str *path_ret);

/* The owner's SID; NULL where unknown. */
const char *diff_owner(const struct diff *diff, bool is_after, uint32_t file);

/* What became of the names of ROW's file, in DIFF->names; none where it is in one side only. False
 * without memory. */
bool diff_names(struct diff *diff, const struct difference_row *row);

#endif

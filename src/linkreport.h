/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answers of `mftlink links`: for paths, for all groups, for the groups below a folder.
 *
 *   struct linkreport report = {.options = ..., .survey = ..., .out = ...};
 *   is_good = linkreport_begin(&report) && linkreport_all(&report);
 *   is_good = linkreport_end(&report, is_good);           always, also after a failure
 *
 * Each call that returns false has said why.
 */
#ifndef SRC_LINKREPORT_H
#define SRC_LINKREPORT_H

#include "mft/arena.h"
#include "src/linkgroup.h"
#include "src/linkset.h"
#include "src/out.h"
#include "src/survey.h"

struct linkreport {
    const struct options *options;
    const struct survey *survey;
    struct out out;
    struct json json;
    struct linkgroup_reader *reader;
    struct arena arena;
    const uint16_t *upcase; /* in the arena; NULL: ASCII only */
    bool has_text;          /* something was written already: an empty line goes between */
};

bool linkreport_begin(struct linkreport *report);
bool linkreport_end(struct linkreport *report, bool is_good);

/* The files that the operands behind the source name. False also where one is not found. */
bool linkreport_paths(struct linkreport *report);

/* Every file with enough names. */
bool linkreport_all(struct linkreport *report);

/* Those with names below options->under, in two lists. */
bool linkreport_under(struct linkreport *report);

#endif

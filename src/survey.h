/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What scan, links and export have in common: a source is opened, its $MFT is read with a progress
 * bar, and in the end somebody hears of damage.
 *
 *   struct survey survey;                        must stay where it is
 *   if (!survey_run(options, want, &survey)) return COMMAND_FAILED;     it has said why
 *   evidence_watch(survey.evidence, &out, path);      each output, before anything is written to it
 *   ... survey.index ...
 *   return survey_end(&survey, is_good, false);
 */
#ifndef SRC_SURVEY_H
#define SRC_SURVEY_H

#include "mft/index.h"
#include "mft/security.h"
#include "src/command.h"
#include "src/evidence.h"
#include "src/json.h"
#include "src/target.h"

struct survey {
    struct target target;
    struct index *index;
    struct evidence *evidence; /* NULL where none is wanted */
    uint64_t elapsed_ns;       /* of the pass over $MFT and the joining of what it found */
};

/* Opens the first operand and scans it for the columns WANT (enum want). */
bool survey_run(const struct options *options, unsigned want, struct survey *survey_ret);

/* The same for the source NAME, or partition PARTITION (0: not given) of it. */
bool survey_source(const struct options *options, const char *name, uint32_t partition,
                   unsigned want, struct survey *survey_ret);

/*
 * Frees all and returns the exit code: COMMAND_FAILED unless IS_GOOD; COMMAND_FINDINGS where there
 * are findings, after a line about them (unless IS_TOLD: the output itself tells them).
 * Writes the evidence where it is wanted; without it the command has failed.
 */
enum command_exit survey_end(struct survey *survey, bool is_good, bool is_told);

/*
 * The owners that $Secure knows; NULL where there is none: an inventory names the owner of each
 * file itself. The caller's to free. False after it has said that memory ran out.
 */
bool survey_owners(const struct survey *survey, struct security **security_ret);

/* VALUE per second, when it took so many NANOSECONDS. */
uint64_t survey_rate(uint64_t value, uint64_t nanoseconds);

/* Bytes of $MFT that were read. */
uint64_t survey_bytes(const struct survey *survey);

/* Writes which source it is as members of the open object: "source", "partition" (or null). */
void survey_json(const struct survey *survey, struct json *json);

#endif

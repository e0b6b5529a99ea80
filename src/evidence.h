/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --evidence FILE: a JSON document of what was read and written, so that somebody else can tell
 * later that nothing has changed. docs/FORMATS.md, "Evidence".
 *
 *   struct evidence *evidence;
 *   if (!evidence_begin(options, &evidence)) ...           before anything is opened
 *   if (!evidence_source(evidence, &target)) ...           opened, not yet scanned
 *   ... scan with evidence_witness(evidence) ...
 *   evidence_mft(evidence, volume, index);
 *   evidence_watch(evidence, &out, path);                  each output, before its first byte
 *   if (!evidence_add_file(evidence, path)) ...            or what a library wrote, when it is done
 *   if (!evidence_end(evidence, exit_code)) ...            or evidence_drop(evidence)
 *
 * survey.h does all of it but the outputs. Without --evidence EVIDENCE is NULL, and every call does
 * nothing and succeeds. What fails has said why. FILE appears when all of it is written.
 */
#ifndef SRC_EVIDENCE_H
#define SRC_EVIDENCE_H

#include "mft/scan.h"
#include "src/options.h"
#include "src/out.h"
#include "src/target.h"

struct evidence;

/* Notes the time and the command line. NULL where OPTIONS want none. */
bool evidence_begin(const struct options *options, struct evidence **evidence_ret);

/* Describes the source, and creates FILE unless that would change the source. */
bool evidence_source(struct evidence *evidence, const struct target *target);

/* The witness for the scan, with EVIDENCE as its context; NULL for none. */
void (*evidence_witness(const struct evidence *evidence))(void *, const struct scan_piece *);

/* Describes what the scan has read. */
void evidence_mft(struct evidence *evidence, const struct volume *volume,
                  const struct index *index);

/* The same where an inventory was read in place of a volume. */
void evidence_inventory(struct evidence *evidence, const struct inventory *inventory,
                        const struct index *index);

/* The SHA-256 of $MFT as it was read, 64 digits, terminated; "" where it is not known. */
const char *evidence_mft_sha256(const struct evidence *evidence);

/* Hashes what is written to OUT from now on; PATH is its name as given, NULL or "-" for the
 * standard output. Without memory OUT stays as it is and the evidence fails at its end. */
void evidence_watch(struct evidence *evidence, struct out *out, const char *path);

/* Hashes the finished file PATH, whose bytes did not go through a struct out. */
bool evidence_add_file(struct evidence *evidence, const char *path);

/* Finishes the document and frees EVIDENCE. */
bool evidence_end(struct evidence *evidence, int exit_code);

/* Frees EVIDENCE; FILE does not appear. */
void evidence_drop(struct evidence *evidence);

#endif

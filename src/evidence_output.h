/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The outputs of a command and the SHA-256 of each, for evidence.h.
 *
 *   struct evidence_outputs outputs = {0};
 *   evidence_output_watch(&outputs, "rows.csv", &out);
 *   evidence_output_file(&outputs, "rows.db") ...
 *   evidence_output_put(&outputs, &json);
 *   evidence_output_free(&outputs);
 */
#ifndef SRC_EVIDENCE_OUTPUT_H
#define SRC_EVIDENCE_OUTPUT_H

#include "src/json.h"
#include "src/out.h"

struct evidence_output;

struct evidence_outputs {
    struct evidence_output *first, *last;
    bool is_short; /* memory ran out: an output is missing */
};

/* Hashes what is written to OUT from now on. PATH is borrowed; NULL is the standard output. */
void evidence_output_watch(struct evidence_outputs *outputs, const char *path, struct out *out);

/* Hashes the file PATH. False after it has said why it cannot. */
bool evidence_output_file(struct evidence_outputs *outputs, const char *path);

/* Writes them as the member "outputs" of the open object; all must be finished. */
void evidence_output_put(struct evidence_outputs *outputs, struct json *json);

void evidence_output_free(struct evidence_outputs *outputs);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a transaction that fails says: which operation, what was found, what state the volume is in,
 * what to do. Each says one or two sentences and returns false.
 */
#ifndef SRC_TRANSACT_SAY_H
#define SRC_TRANSACT_SAY_H

#include "src/prove.h"
#include "src/transact.h"

/* Operation AT (of t->ops) cannot be carried out, for WHY (errno). */
bool transact_say_op(const struct transact *t, uint32_t at, int why);

/* The volume cannot be opened to carry anything out, for WHY. */
bool transact_say_volume(const struct transact *t, int why);

/* The copy that operation AT has made is not right, for WHY. */
bool transact_say_copy(const struct transact *t, uint32_t at, int why);

/* One operation alone does not fit into the memory. */
bool transact_say_full(const struct transact *t);

bool transact_say_proof(const struct transact *t, const struct prove_job *job,
                        const struct proof *proof);

/* The proof could not be made. */
bool transact_say_status(const struct transact *t, enum status status);

/* WHAT (the journal, a log) cannot be written: the volume is untouched. */
bool transact_say_log(const struct transact *t, const char *what, enum status status);

/* The log is open: the volume may be half written, and recover goes on. */
bool transact_say_open(const struct transact *t, const char *path, enum status status,
                       const char *why);

/* A dry run whose memory is full. */
bool transact_say_dry(const struct transact *t);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options of commands that write, and of those that look after what was written. A command's
 * table is a list of pointers to them.
 */
#ifndef SRC_OPTIONAPPLY_H
#define SRC_OPTIONAPPLY_H

#include "src/options.h"

/* What a transaction takes where --txn-memory says nothing. */
#define OPTIONAPPLY_TXN_MEMORY ((uint64_t)1 << 30)

extern const struct option_spec optionapply_yes;
extern const struct option_spec optionapply_dry_run;
extern const struct option_spec optionapply_txn_memory;
extern const struct option_spec optionapply_reserve;
extern const struct option_spec optionapply_store; /* of a store that is there */
extern const struct option_spec optionapply_manifest;
extern const struct option_spec optionapply_log;
extern const struct option_spec optionapply_only_copies;

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every option that a command can have. A command's table is a list of pointers to them.
 */
#ifndef SRC_OPTIONLIST_H
#define SRC_OPTIONLIST_H

#include "src/options.h"

extern const struct option_spec optionlist_help;
extern const struct option_spec optionlist_json;
extern const struct option_spec optionlist_jobs;
extern const struct option_spec optionlist_partition;
extern const struct option_spec optionlist_progress;
extern const struct option_spec optionlist_skip_free;
extern const struct option_spec optionlist_under;
extern const struct option_spec optionlist_min_links;
extern const struct option_spec optionlist_format;
extern const struct option_spec optionlist_out;
extern const struct option_spec optionlist_columns;
extern const struct option_spec optionlist_inventory;
extern const struct option_spec optionlist_plan;
extern const struct option_spec optionlist_computer;
extern const struct option_spec optionlist_volume;
extern const struct option_spec optionlist_evidence;
extern const struct option_spec optionlist_streams;
extern const struct option_spec optionlist_deleted;
extern const struct option_spec optionlist_list_deleted;
extern const struct option_spec optionlist_fn;
extern const struct option_spec optionlist_users;
extern const struct option_spec optionlist_config;
extern const struct option_spec optionlist_drive;
extern const struct option_spec optionlist_ops;
extern const struct option_spec optionlist_refusals;
extern const struct option_spec optionlist_all;
extern const struct option_spec optionlist_findings;

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options of commands that make plans. A command's table is a list of pointers to them.
 */
#ifndef SRC_OPTIONPLAN_H
#define SRC_OPTIONPLAN_H

#include "src/options.h"

extern const struct option_spec optionplan_store;
extern const struct option_spec optionplan_rules;
extern const struct option_spec optionplan_ui;
extern const struct option_spec optionplan_ue;
extern const struct option_spec optionplan_uel;
extern const struct option_spec optionplan_efs;
extern const struct option_spec optionplan_locked_list;
extern const struct option_spec optionplan_usmt_xml;
extern const struct option_spec optionplan_user_map;
extern const struct option_spec optionplan_domain_map;
extern const struct option_spec optionplan_sid_map;
extern const struct option_spec optionplan_conf;

#endif

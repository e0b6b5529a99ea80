/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The policies of a Config.xml: errors, locked files, local groups.
 */
#ifndef SRC_CONFIGXML_POLICY_H
#define SRC_CONFIGXML_POLICY_H

#include "planner/config.h"
#include "src/migxml_node.h"

/* Each adds what NODE says behind what CONFIG has: <ErrorControl>, <HardLinkStoreControl>,
 * <ProfileControl>. */
void configxml_policy_errors(struct migxml_reader *reader, xmlNode *node, struct config *config);
void configxml_policy_locks(struct migxml_reader *reader, xmlNode *node, struct config *config);
void configxml_policy_groups(struct migxml_reader *reader, xmlNode *node, struct config *config);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The variables that every rule may use: folders of Windows and of its users. docs/RULES.md,
 * "Variables", has them for people.
 *
 *   struct environment computer = {.arena = &arena}, ann = {.arena = &arena, .outer = &computer};
 *   wellknown_computer(machine, &computer);
 *   wellknown_user(machine, profile, &ann);
 *   if (computer.status != STATUS_OK || ann.status != STATUS_OK) ... no memory ...
 *
 * Where the registry says where a folder is (User Shell Folders), that counts; else the place that
 * Windows of this generation gives it. Pure.
 */
#ifndef PLANNER_WELLKNOWN_H
#define PLANNER_WELLKNOWN_H

#include "planner/environment.h"
#include "planner/machine.h"

/* Sets the computer's variables, and tells that those of users are of another turn. */
void wellknown_computer(const struct machine *machine, struct environment *environment);

/* Sets the variables of PROFILE on top of the computer's, which is ENVIRONMENT's outer one. */
void wellknown_user(const struct machine *machine, const struct profile *profile,
                    struct environment *environment);

#endif

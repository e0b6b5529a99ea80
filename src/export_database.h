/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `export --format sqlite`: the database as an output file, compressed where its name ends in .zst.
 */
#ifndef SRC_EXPORT_DATABASE_H
#define SRC_EXPORT_DATABASE_H

#include "src/options.h"
#include "src/survey.h"

/* Writes the database of SURVEY to OPTIONS->out. False after it has said why not. */
bool export_database(const struct survey *survey, const struct options *options);

#endif

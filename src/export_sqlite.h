/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All of an index as an SQLite database: docs/FORMATS.md, "Database of export --format sqlite".
 *
 *   struct outfile file;
 *   if (!outfile_open_path(path, &file)) ...
 *   is_good = export_sqlite_write(&survey, security, &file);
 *   is_good = outfile_finish(&file, is_good);
 *
 * The tables are written in one transaction without a journal into a file that nobody else knows,
 * their indexes afterwards. The same volume and options make the same bytes. One database at a
 * time, on one thread.
 */
#ifndef SRC_EXPORT_SQLITE_H
#define SRC_EXPORT_SQLITE_H

#include "mft/security.h"
#include "src/outfile.h"
#include "src/survey.h"

/* What the scan must keep for it (enum want). */
unsigned export_sqlite_want(const struct options *options);

/* Fills the empty temporary file of FILE. SECURITY is NULL where there is none. False after it has
 * said why not. */
bool export_sqlite_write(const struct survey *survey, const struct security *security,
                         const struct outfile *file);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * usmtutils /extract: files of a hard-link store, copied out of it without mounting anything.
 *
 * FOLDER\C$\Users\... as below STORE\USMT\File. Patterns of /i and /e have * for any text, and are
 * about names, or about paths such as C$\Users\*\*.txt where they have a backslash; what /i names
 * is copied whatever /e says.
 */
#ifndef SRC_USMT_EXTRACT_H
#define SRC_USMT_EXTRACT_H

#include "src/usmt_front.h"

/* USMT_ERROR_CORRUPTED_STORE: files that cannot be read; USMT_MIGRATION_STOPPED_NONFATAL: files
 * that are there already; USMT_UNABLE_DOMIGRATION: they cannot be written. */
enum usmt_code usmt_extract(struct usmt_front *front);

#endif

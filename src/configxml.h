/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A Config.xml, read into values.
 *
 *   struct config config = {0};
 *   if (!configxml_read(&config, &rules.notes, path)) ...
 *   config_free(&config);
 *
 * What cannot be read as XML is said on stderr; what makes no sense is a note, and is passed over.
 * The spellings that documents and deployed files have are all taken: <Policy> and <Policies>,
 * nonfatal and nonFatal, From and from, any case of names and values. One thread at a time.
 */
#ifndef SRC_CONFIGXML_H
#define SRC_CONFIGXML_H

#include "mft/bytes.h"
#include "planner/config.h"

/* Reads the file PATH. False when it cannot be read, or without memory: it has said why. */
bool configxml_read(struct config *config, struct rules_notes *notes, const char *path);

/* The same of BYTES, which are called NAME. */
bool configxml_read_bytes(struct config *config, struct rules_notes *notes, struct bytes bytes,
                          const char *name);

#endif

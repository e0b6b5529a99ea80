/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file of XML as libxml2's tree, with nothing that a hostile file could make of it: at most 8
 * MiB, no document type, no entities but XML's own five, no network, no other file.
 *
 *   xmlDoc *document = migxml_file_parse(path);           NULL: it has said why
 *   xmlFreeDoc(document);
 *
 * One thread at a time.
 */
#ifndef SRC_MIGXML_FILE_H
#define SRC_MIGXML_FILE_H

#include <libxml/tree.h>

#include "mft/bytes.h"

enum {
    MIGXML_FILE_BYTES_MAX = 8 * 1024 * 1024,
    MIGXML_FILE_DEPTH_MAX = 64,        /* elements in each other */
    MIGXML_FILE_ATTRIBUTES_MAX = 1000, /* of one element; libxml2 needs their square in time */
};

/* The tree of what PATH holds; it has a root. NULL after a sentence on stderr. */
xmlDoc *migxml_file_parse(const char *path);

/* The same of BYTES, which are called NAME. */
xmlDoc *migxml_file_parse_bytes(struct bytes bytes, const char *name);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of an export, in their order: docs/FORMATS.md. One table says for each what it is
 * called, what form its values have, and what the scan must keep for it.
 */
#ifndef SRC_COLUMNS_H
#define SRC_COLUMNS_H

#include "src/exportrow.h"

enum column_form {
    COLUMN_NUMBER,   /* decimal */
    COLUMN_FLAG,     /* true or false */
    COLUMN_NAME,     /* any text of the disk */
    COLUMN_WORD,     /* text that needs no quotes or escapes */
    COLUMN_HEX,      /* "0x" and eight digits */
    COLUMN_TAG,      /* the same, but empty for 0 */
    COLUMN_TIME,     /* 100 ns ticks since 1601 */
    COLUMN_FINDINGS, /* words: columns_findings */
};

/* What making a row costs, where no column can do without it. */
enum column_need {
    COLUMN_NEEDS_PATH = 1 << 0,
    COLUMN_NEEDS_OWNERS = 1 << 1, /* the volume's $Secure */
};

enum { COLUMNS_MAX = 32 };

struct column {
    const char *name;
    enum column_form form;
    unsigned want;  /* enum want: what the scan must keep */
    unsigned needs; /* enum column_need */
    /* One of them gives the value: text for NAME and WORD, number for the others. */
    uint64_t (*number)(const struct exportrow *row);
    struct str (*text)(const struct exportrow *row);
};

/* Every column; at most COLUMNS_MAX. A list of columns ends with one without a name. */
extern const struct column columns_all[];

/* All that the columns want, and all that they need. */
unsigned columns_want(const struct column *columns);
unsigned columns_needs(const struct column *columns);

/* The kinds of findings of the row's file, each once: at most FINDING_KINDS. Returns how many. */
unsigned columns_findings(const struct exportrow *row, enum finding_kind *kinds_ret);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The patterns of usmtutils /extract: lists with commas or semicolons between, * for any text.
 *
 *   if (!usmt_patterns_make(&line, &patterns)) ...             no memory
 *   usmt_patterns_take(&patterns, name, path, upcase)
 *   usmt_patterns_free(&patterns);                             in any case
 *
 * One with a backslash is held against the whole path, any other against the name. As with
 * UsmtUtils, and other than in MigXML, what is included is so whatever is excluded.
 */
#ifndef SRC_USMT_PATTERNS_H
#define SRC_USMT_PATTERNS_H

#include "planner/glob.h"
#include "src/usmt_options.h"

struct usmt_patterns_one {
    struct glob glob;
    bool is_path, excludes;
};

struct usmt_patterns {
    struct usmt_patterns_one *at;
    uint32_t n;
    bool has_includes;
    struct arena arena;
};

/* Of all /i and /e of LINE. False without memory. */
bool usmt_patterns_make(const struct usmt_line *line, struct usmt_patterns *patterns_ret);

/* Is the file NAME at PATH (C$\Users\a.txt) to be copied? UPCASE as in text.h. */
bool usmt_patterns_take(const struct usmt_patterns *patterns, struct str name, struct str path,
                        const uint16_t *upcase);

void usmt_patterns_free(struct usmt_patterns *patterns);

#endif

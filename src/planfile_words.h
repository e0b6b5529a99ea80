/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts of a plan that stand in many of its rows, as others read them: valid UTF-8.
 *
 *   status = planfile_words_make(&plan, &words);
 *   ... words.rules[op->rule].pattern, words.drives[folder->volume] ...
 *   arena_free(&words.arena);                            also when it failed
 */
#ifndef SRC_PLANFILE_WORDS_H
#define SRC_PLANFILE_WORDS_H

#include "planner/plan.h"
#include "src/textbuf.h"

struct planfile_rule {
    struct str component;
    struct str place; /* "ours.xml:17" */
    struct str pattern;
    struct str user; /* at == NULL: the computer */
};

struct planfile_words {
    struct planfile_rule *rules; /* of each rule */
    struct str *drives;          /* of each volume */
    struct arena arena;
};

/* STATUS_NO_MEMORY. */
enum status planfile_words_make(const struct plan *plan, struct planfile_words *words_ret);

#endif

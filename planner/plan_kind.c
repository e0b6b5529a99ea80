/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of operations in words: see plan_kind.h. */
#include "planner/plan_kind.h"

static const char *const kind_words[PLAN_NKINDS] = {
    "mkdir", "link", "copy", "move", "unlink", "rmdir", "delete", "manifest", "secure"};

const char *plan_kind_word(enum plan_kind kind)
{
    return kind_words[kind];
}

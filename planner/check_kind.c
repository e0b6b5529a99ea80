/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of faults in words: see check.h. */
#include "planner/check.h"

static const char *const kind_words[CHECK_NKINDS] = {
    [CHECK_NO_VOLUME] = "no-volume",
    [CHECK_NO_PARENT] = "no-parent",
    [CHECK_NAME_TAKEN] = "name-taken",
    [CHECK_NO_SOURCE] = "no-source",
    [CHECK_DRIFT] = "drift",
    [CHECK_LINK_LIMIT] = "link-limit",
    [CHECK_NAME_TOO_LONG] = "name-too-long",
    [CHECK_PATH_TOO_LONG] = "path-too-long",
    [CHECK_BAD_NAME] = "bad-name",
    [CHECK_LAST_NAME] = "last-name",
    [CHECK_NOT_EMPTY] = "not-empty",
    [CHECK_OUTSIDE] = "outside",
    [CHECK_IS_FOLDER] = "is-folder",
    [CHECK_OTHER_NAMES] = "other-names",
    [CHECK_DAMAGED] = "damaged",
};

const char *check_kind_word(enum check_kind kind)
{
    return kind_words[kind];
}

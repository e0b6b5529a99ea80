/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The helper functions of MigXML: every name that a rule file may call behind "MigXmlHelper.".
 *
 *   const struct helper *helper = helper_find(name);      NULL: there is none of that name
 *   if (helper->place & HELPER_IN_FILTER) switch (helper->id) ...
 *
 * Constant tables; pure.
 */
#ifndef PLANNER_HELPER_H
#define PLANNER_HELPER_H

#include "mft/text.h"

/* In the order of the table in helper.c. */
enum helper_id {
    HELPER_DOES_OS_MATCH,
    HELPER_IS_NATIVE_64BIT,
    HELPER_IS_OS_LATER_THAN,
    HELPER_IS_OS_EARLIER_THAN,
    HELPER_DOES_OBJECT_EXIST,
    HELPER_DOES_FILE_VERSION_MATCH,
    HELPER_IS_FILE_VERSION_ABOVE,
    HELPER_IS_FILE_VERSION_BELOW,
    HELPER_IS_SYSTEM_CONTEXT,
    HELPER_DOES_STRING_CONTENT_EQUAL,
    HELPER_DOES_STRING_CONTENT_CONTAIN,
    HELPER_IS_SAME_OBJECT,
    HELPER_IS_SAME_CONTENT,
    HELPER_IS_SAME_STRING_CONTENT,
    HELPER_COMPARE_STRING_CONTENT,
    HELPER_IGNORE_IRRELEVANT_LINKS,
    HELPER_ANSWER_NO,
    HELPER_NEVER_RESTORE,
    HELPER_SAME_REG_CONTENT,
    HELPER_FILE_PROPERTIES,
    HELPER_EXTRACT_SINGLE_FILE,
    HELPER_EXTRACT_MULTIPLE_FILES,
    HELPER_EXTRACT_DIRECTORY,
    HELPER_GENERATE_DRIVE_PATTERNS,
    HELPER_GENERATE_USER_PATTERNS,
    HELPER_GENERATE_DOC_PATTERNS,
    HELPER_GET_STRING_CONTENT,
    HELPER_EXACT_MOVE,
    HELPER_MOVE,
    HELPER_RELATIVE_MOVE,
    HELPER_SOURCE_PRIORITY,
    HELPER_DESTINATION_PRIORITY,
    HELPER_FIND_FILE_PLACE_BY_PATTERN,
    HELPER_NEWEST_VERSION,
    HELPER_HIGHER_VALUE,
    HELPER_LOWER_VALUE,
    HELPER_LEAF_PATTERN,
    HELPER_CONVERT_TO_DWORD,
    HELPER_CONVERT_TO_STRING,
    HELPER_CONVERT_TO_BINARY,
    HELPER_OFFSET_VALUE,
    HELPER_SET_VALUE_BY_TABLE,
    HELPER_KEEP_EXISTING,
    HELPER_MERGE_MULTI_SZ_CONTENT,
    HELPER_MERGE_DELIMITED_CONTENT,
    HELPER_MERGE_SHELL_LIBRARIES,
    HELPER_PROCESSING, /* one of those that act on a running Windows: never run */
    HELPER_INTERNAL,   /* one of those that Microsoft's own rules keep for themselves */
};

/* Where a helper may stand; bits. */
enum helper_place {
    HELPER_IN_CONDITION = 1,
    HELPER_IN_FILTER = 2,
    HELPER_IN_CONTENT = 4,
    HELPER_IN_OBJECTS = 8, /* script of an objectSet */
    HELPER_IN_VARIABLE = 16,
    HELPER_IN_LOCATION_MODIFY = 32,
    HELPER_IN_MERGE = 64,
    HELPER_IN_CONTENT_MODIFY = 128,
    HELPER_IN_PROCESSING = 256,
    HELPER_ANYWHERE = 511,
};

enum helper_use {
    HELPER_FOR_FILES,    /* decides what of the files is taken */
    HELPER_FOR_RESTORE,  /* matters when files are restored */
    HELPER_FOR_SETTINGS, /* of the registry or of INI files, or of a running Windows */
};

struct helper {
    const char *name;
    enum helper_id id;
    unsigned place; /* bits of enum helper_place */
    enum helper_use use;
    uint8_t min,
        max; /* arguments; those at the end that are NULL may be left out, and count in MAX */
};

/* The helper called NAME, without regard to case; NULL where there is none. */
const struct helper *helper_find(struct str name);

/* The NO-th helper, from 0; NULL behind the last. */
const struct helper *helper_at(size_t no);

#endif

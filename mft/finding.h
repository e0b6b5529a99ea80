/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Findings: what is damaged, told with the place where it lies. A finding costs only the record
 * that it names.
 */
#ifndef MFT_FINDING_H
#define MFT_FINDING_H

#include <stdint.h>

enum finding_kind {
    /* The volume; record 0, offset of what was read instead. */
    FINDING_BOOT_FROM_BACKUP, /* the primary boot sector is unusable; the one at the end was read */
    FINDING_MFT_FROM_MIRROR,  /* $MFT's record 0 is unusable; $MFTMirr's was read */
    FINDING_VOLUME_TRUNCATED, /* the source ends before the volume does; detail: bytes missing */
    FINDING_MFT_TRUNCATED, /* runs of $MFT cannot be known; detail: first record without a place */
    FINDING_BITMAP_UNREADABLE, /* $MFT:$BITMAP cannot be read */

    /* A record that cannot be trusted and gives no file. */
    FINDING_UNREADABLE,
    FINDING_ZEROED, /* marked used (or nothing says whether), but nothing but zeros */
    FINDING_BAAD,
    FINDING_BAD_MAGIC,
    FINDING_TORN,
    FINDING_BAD_HEADER,

    /* A record that gives what could be read of it. */
    FINDING_BAD_ATTRIBUTE, /* malformed from here on */
    FINDING_BAD_NAME,      /* $FILE_NAME that cannot be, or a name with NUL or '/' in it */
    FINDING_OTHER_NUMBER,  /* the header names another record number */

    /* Extension records and what they should belong to. */
    FINDING_EXTENSION_ORPHAN, /* its base record is not in use; detail: reference of the base */
    FINDING_EXTENSION_STALE,  /* its base record has another sequence number; detail: the reference
                               */
    FINDING_EXTENSION_UNLISTED, /* its base record's attribute list does not name it; detail: the
                                   reference */
    FINDING_LIST_UNREADABLE,    /* an attribute list was needed and cannot be read */
    FINDING_LINK_COUNT,         /* header and $FILE_NAMEs disagree; detail: names found */
    FINDING_NO_NAME,            /* in use, not reserved, and without any name */
    FINDING_DOS_NAME_ALONE,     /* a DOS name without its WIN32 partner */
    FINDING_DIRECTORY_NAMES,    /* a directory with several names; detail: how many */

    /* Names and their parents; detail: reference of the parent. */
    FINDING_PARENT_MISSING, /* not in use, or no such record */
    FINDING_PARENT_STALE,   /* in use by a later file: another sequence number */
    FINDING_PARENT_NOT_DIRECTORY,
    FINDING_PARENT_LOOP,

    /* $MFT:$BITMAP against the records. */
    FINDING_BITMAP_CLEAR, /* in use, but marked free */
    FINDING_BITMAP_SET,   /* marked used, but not in use */

    FINDING_KINDS,
};

struct finding {
    uint64_t record; /* number */
    uint64_t offset; /* of the record, in bytes from the start of the volume or dump */
    uint64_t detail; /* as the kind says; else 0 */
    uint32_t at;     /* offset within the record, where that is known; else 0 */
    enum finding_kind kind;
};

/* The word for KIND that programs match, such as "parent-loop"; constant. */
const char *finding_word(enum finding_kind kind);

/* What KIND means, in one sentence without a full stop; constant. */
const char *finding_meaning(enum finding_kind kind);

#endif

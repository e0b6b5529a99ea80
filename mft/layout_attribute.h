/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where each field of an attribute lies: byte offsets and constants, all little-endian. The second
 * half of layout.h.
 */
#ifndef MFT_LAYOUT_ATTRIBUTE_H
#define MFT_LAYOUT_ATTRIBUTE_H

#include <stdint.h>

/* Attribute types. */
enum {
    ATTR_STANDARD_INFORMATION = 0x10,
    ATTR_LIST = 0x20,
    ATTR_FILE_NAME = 0x30,
    ATTR_OBJECT_ID = 0x40,
    ATTR_SECURITY_DESCRIPTOR = 0x50,
    ATTR_VOLUME_NAME = 0x60,
    ATTR_VOLUME_INFORMATION = 0x70,
    ATTR_DATA = 0x80,
    ATTR_INDEX_ROOT = 0x90,
    ATTR_INDEX_ALLOCATION = 0xA0,
    ATTR_BITMAP = 0xB0,
    ATTR_REPARSE_POINT = 0xC0,
    ATTR_EA_INFORMATION = 0xD0,
    ATTR_EA = 0xE0,
    ATTR_LOGGED_UTILITY = 0x100,
};
#define ATTR_END UINT32_C(0xFFFFFFFF)

/* Attribute header. */
enum {
    ATTR_TYPE = 0x00,
    ATTR_LENGTH = 0x04,
    ATTR_NONRESIDENT = 0x08,
    ATTR_NAME_UNITS = 0x09,
    ATTR_NAME_OFF = 0x0A,
    ATTR_FLAGS = 0x0C,
    ATTR_ID = 0x0E,

    ATTR_VALUE_BYTES = 0x10,
    ATTR_VALUE_OFF = 0x14,
    ATTR_RESIDENT_HEADER_BYTES = 0x18,

    ATTR_LOWEST_VCN = 0x10,
    ATTR_HIGHEST_VCN = 0x18,
    ATTR_RUNS_OFF = 0x20,
    ATTR_COMPRESSION_UNIT = 0x22,
    ATTR_ALLOCATED = 0x28,
    ATTR_DATA_SIZE = 0x30,
    ATTR_INITIALIZED = 0x38,
    ATTR_TOTAL_ALLOCATED = 0x40, /* only where compressed or sparse, and only in the first extent */
    ATTR_NONRESIDENT_HEADER_BYTES = 0x40,

    ATTR_COMPRESSED = 0x00FF, /* mask; 0x0001 is LZNT1 */
    ATTR_ENCRYPTED = 0x4000,
    ATTR_SPARSE = 0x8000,
};

/* $STANDARD_INFORMATION: 48 bytes, or 72 from NTFS 3.0 on. */
enum {
    SI_CREATED = 0x00,
    SI_MODIFIED = 0x08,
    SI_CHANGED = 0x10,
    SI_ACCESSED = 0x18,
    SI_ATTRIBUTES = 0x20,
    SI_SECURITY_ID = 0x34,
    SI_USN = 0x40,
    SI_BYTES_OLD = 48,
    SI_BYTES = 72,
};

/* $FILE_NAME. */
enum {
    FN_PARENT = 0x00,
    FN_CREATED = 0x08,
    FN_MODIFIED = 0x10,
    FN_CHANGED = 0x18,
    FN_ACCESSED = 0x20,
    FN_ATTRIBUTES = 0x38,
    FN_REPARSE_TAG =
        0x3C, /* where FN_ATTRIBUTES has FILE_ATTRIBUTE_REPARSE_POINT; else the size of the EAs */
    FN_NAME_UNITS = 0x40,
    FN_NAMESPACE = 0x41,
    FN_NAME = 0x42,
    NAME_UNITS_MAX = 255,

    NAMESPACE_POSIX = 0,
    NAMESPACE_WIN32 = 1,
    NAMESPACE_DOS = 2,
    NAMESPACE_WIN32_DOS = 3,
};

/* $ATTRIBUTE_LIST entry. */
enum {
    LIST_TYPE = 0x00,
    LIST_LENGTH = 0x04,
    LIST_NAME_UNITS = 0x06,
    LIST_NAME_OFF = 0x07,
    LIST_LOWEST_VCN = 0x08,
    LIST_RECORD = 0x10,
    LIST_ID = 0x18,
    LIST_ENTRY_BYTES_MIN = 0x1A,
    LIST_BYTES_MAX = 0x40000,
};

/* DOS attributes in $STANDARD_INFORMATION. */
enum {
    FILE_ATTRIBUTE_SPARSE_FILE = 0x0200,
    FILE_ATTRIBUTE_REPARSE_POINT = 0x0400,
    FILE_ATTRIBUTE_COMPRESSED = 0x0800,
    FILE_ATTRIBUTE_ENCRYPTED = 0x4000,
};

#endif

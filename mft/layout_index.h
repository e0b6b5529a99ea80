/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where each field of a folder's index ($I30) lies: byte offsets and constants, all little-endian.
 * docs/ON-DISK.md, "Directory indexes".
 */
#ifndef MFT_LAYOUT_INDEX_H
#define MFT_LAYOUT_INDEX_H

enum {
    /* The value of $INDEX_ROOT. */
    ROOT_TYPE = 0x00,
    ROOT_COLLATION = 0x04,
    ROOT_BLOCK_BYTES = 0x08,
    ROOT_NODE = 0x10,

    /* The header of a node, and what is counted from it. */
    NODE_ENTRIES_OFF = 0x00,
    NODE_USED = 0x04, /* bytes */
    NODE_HEADER_BYTES = 0x10,

    /* A block of $INDEX_ALLOCATION. */
    BLOCK_VCN = 0x10,
    BLOCK_NODE = 0x18,
    BLOCK_BYTES_MIN = 512,
    BLOCK_BYTES_MAX = 65536,

    ENTRY_REFERENCE = 0x00,
    ENTRY_LENGTH = 0x08,
    ENTRY_KEY_BYTES = 0x0A,
    ENTRY_FLAGS = 0x0C,
    ENTRY_KEY = 0x10,
    ENTRY_CHILD_BYTES = 8, /* the VCN of the node below, the last bytes of an entry that has one */
    ENTRY_HAS_CHILD = 0x0001,
    ENTRY_LAST = 0x0002,

    COLLATION_FILE_NAME = 1,
};

#endif

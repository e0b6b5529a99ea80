/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the attributes and the reparse tag of a file say about moving it: one rule a line, each as
 * docs/PLAN.md tells it.
 *
 * Attributes are those of $STANDARD_INFORMATION; a tag of 0 is none. Pure.
 */
#ifndef PLANNER_TRAITS_H
#define PLANNER_TRAITS_H

#include "mft/index.h"

enum {
    TRAITS_HIDDEN = 0x2,
    TRAITS_SYSTEM = 0x4,
    TRAITS_OFFLINE = 0x1000,
    TRAITS_RECALL_ON_DATA_ACCESS = 0x400000,
    TRAITS_LINKS_MAX = 1024, /* names of a file, DOS names counted */
};

#define TRAITS_TAG_MOUNT_POINT UINT32_C(0xA0000003) /* junctions, too */
#define TRAITS_TAG_CLOUD       UINT32_C(0x9000001A) /* bits 12 to 15 count the providers */
#define TRAITS_TAG_ONEDRIVE    UINT32_C(0x80000021)

/*
 * Is a file's content elsewhere, so that opening it would fetch it? FLAGS: enum file_flag. OFFLINE
 * alone is a word of the past: without a reparse point nothing can bring the content back, so that
 * it is here. The bit that Windows calls RECALL_ON_OPEN in listings (0x40000) means on the disk
 * that there are extended attributes, and does not count.
 */
static inline bool traits_is_placeholder(uint32_t attributes, unsigned flags)
{
    return attributes & TRAITS_RECALL_ON_DATA_ACCESS ||
           (attributes & TRAITS_OFFLINE && flags & FILE_REPARSE);
}

/* Of OneDrive or another cloud, which keep their own files in a folder of that tag? */
static inline bool traits_is_cloud_tag(uint32_t tag)
{
    return (tag & ~UINT32_C(0xF000)) == TRAITS_TAG_CLOUD || tag == TRAITS_TAG_ONEDRIVE;
}

/* Does a folder of that tag stand for another place? */
static inline bool traits_leads_elsewhere(uint32_t tag)
{
    return tag != 0 && !traits_is_cloud_tag(tag);
}

/* One of the junctions by which Windows keeps old names of its own folders alive ("Application
 * Data", "My Documents")? It makes them itself in every profile. */
static inline bool traits_is_own_junction(uint32_t attributes, uint32_t tag)
{
    enum { BOTH = TRAITS_HIDDEN | TRAITS_SYSTEM };

    return tag == TRAITS_TAG_MOUNT_POINT && (attributes & BOTH) == BOTH;
}

/* Encrypted by EFS, in its attributes or in its unnamed stream? FLAGS: enum file_flag. */
static inline bool traits_is_encrypted(uint32_t attributes, unsigned flags)
{
    return attributes & FILE_ATTRIBUTE_ENCRYPTED || flags & FILE_ENCRYPTED;
}

#endif

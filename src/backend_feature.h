/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What back-ends can do, and plans can need: backend.h. */
#ifndef SRC_BACKEND_FEATURE_H
#define SRC_BACKEND_FEATURE_H

/* What a back-end can do: a plan that needs more is refused before anything is touched. */
enum backend_feature {
    BACKEND_LINKS = 0x001,
    BACKEND_ANY_NAME = 0x002,   /* names that are no valid UTF-16 */
    BACKEND_STREAMS = 0x004,    /* named streams, of copies */
    BACKEND_SECURITY = 0x008,   /* security descriptors */
    BACKEND_ATTRIBUTES = 0x010, /* of NTFS */
    BACKEND_TIMES = 0x020,      /* all four; a mounted volume sets the last change itself */
    BACKEND_REPARSE = 0x040,
    BACKEND_SPARSE = 0x080,
    BACKEND_COMPRESSED = 0x100,
    BACKEND_RAW = 0x200,    /* encrypted data as they are, with what their keys are in */
    BACKEND_CLOUDS = 0x400, /* what lies in folders of clouds, which mounts show as broken links */
    BACKEND_LONG_STREAMS = 0x800, /* named ones of more than BACKEND_STREAM_BYTES */
};

/* What an extended attribute of Linux has room for. */
enum { BACKEND_STREAM_BYTES = 65536 };

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a file is made of, wherever it comes from: what a copy takes over.
 *
 *   why = from->calls->open_content(from, &item, &content);
 *   why = content_sha256(content, sha256);
 *   why = to->calls->copy(to, &item, content, &made);
 *   content->calls->close(content);
 *
 * Whoever opens it fills the values; what its side does not know is absent: zero, or no bytes.
 * One thread at a time. Calls return 0 or an errno.
 */
#ifndef SRC_CONTENT_H
#define SRC_CONTENT_H

#include "mft/text.h"

enum content_flag { /* of a stream, as on the disk in the attribute's flags */
                    CONTENT_COMPRESSED = 0x0001,
                    CONTENT_ENCRYPTED = 0x4000,
                    CONTENT_SPARSE = 0x8000,
};

struct content_stream {
    struct str name;    /* WTF-8; empty: the unnamed one */
    uint64_t size;      /* bytes that can be read; of raw encrypted data with its padding */
    uint64_t data_size; /* what the stream says of itself; other than SIZE only if encrypted */
    unsigned flags;     /* enum content_flag */
};

struct content;

struct content_calls {
    /* Reads exactly N bytes at OFFSET of stream number STREAM; holes are zeros. */
    int (*read)(struct content *content, uint32_t stream, uint64_t offset, void *buffer, size_t n);

    /* The first stretch with data at or behind *OFFSET: moves *OFFSET to its begin, *N_RET is its
     * length; 0: only holes follow. Where holes are not known everything is data. */
    int (*data)(struct content *content, uint32_t stream, uint64_t *offset, uint64_t *n_ret);

    void (*close)(struct content *content);
};

struct content {
    const struct content_calls *calls;
    bool has_attributes, has_times;
    uint32_t attributes;                           /* of $STANDARD_INFORMATION */
    uint64_t created, modified, changed, accessed; /* 100 ns ticks since 1601 */
    struct bytes security;                         /* a self-relative security descriptor */
    struct bytes reparse;                          /* reparse data, its tag first */
    struct bytes efs;                              /* $EFS: the keys of encrypted data */
    struct bytes attributes_ea;                    /* extended attributes as $EA has them */
    const struct content_stream *streams;          /* the unnamed one first */
    uint32_t nstreams;
};

enum { CONTENT_SHA256_BYTES = 32 };

/* Of the bytes of stream STREAM, holes included. */
int content_sha256(struct content *content, uint32_t stream, uint8_t *sha256_ret);

#endif

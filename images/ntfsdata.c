/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes the streams of files through libntfs-3g. See ntfsdata.h.
 */
#include "images/ntfsdata.h"

#include "images/imgname.h"

#include <stdlib.h>
#include <string.h>

/* A stream open for writing, with the inode it belongs to. */
struct stream {
    ntfs_inode *inode;
    ntfs_attr *attr; /* NULL after a failure */
};

static ntfs_attr *open_attr(ntfs_inode *inode, uint16_t *units, unsigned nunits)
{
    ntfschar *name = nunits ? units : AT_UNNAMED;

    if (!ntfs_attr_exist(inode, AT_DATA, name, nunits) &&
        ntfs_attr_add(inode, AT_DATA, name, (u8)nunits, NULL, 0) != 0)
        return NULL;
    return ntfs_attr_open(inode, AT_DATA, name, nunits);
}

static struct stream open_stream(struct ntfsvol *v, uint64_t file, const char *name)
{
    uint16_t units[IMGNAME_UNITS_MAX];
    int nunits = *name ? imgname_parse(name, units) : 0;
    struct stream stream = {.inode = ntfsvol_open(v, file)};

    if (!stream.inode)
        return stream;
    if (nunits >= 0)
        stream.attr = open_attr(stream.inode, units, (unsigned)nunits);
    if (!stream.attr)
        failure_errno(v->failure, "cannot open stream '%.60s' of record %llu", name,
                      (unsigned long long)ntfsvol_record(file));
    return stream;
}

static void close_stream(struct ntfsvol *v, struct stream stream)
{
    if (stream.attr)
        ntfs_attr_close(stream.attr);
    ntfsvol_close(v, stream.inode);
}

static int write_all(ntfs_attr *attr, uint64_t offset, const unsigned char *bytes, size_t nbytes,
                     size_t piece)
{
    while (nbytes > 0) {
        const size_t room = piece && nbytes > piece ? piece : nbytes;
        s64 n = ntfs_attr_pwrite(attr, (s64)offset, (s64)room, bytes);

        if (n <= 0)
            return -1;
        offset += (uint64_t)n;
        bytes += n;
        nbytes -= (size_t)n;
    }
    /* A compressed stream keeps its last unit back until it is told that no more follows. */
    return ntfs_attr_pclose(attr);
}

void ntfsdata_write(struct ntfsvol *v, uint64_t file, const char *stream, uint64_t offset,
                    const void *bytes, size_t nbytes)
{
    struct stream open = open_stream(v, file, stream);

    if (open.attr && write_all(open.attr, offset, bytes, nbytes, v->piece_bytes) != 0)
        failure_errno(v->failure, "cannot write %zu bytes to stream '%.60s' of record %llu", nbytes,
                      stream, (unsigned long long)ntfsvol_record(file));
    close_stream(v, open);
}

void ntfsdata_text(struct ntfsvol *v, uint64_t file, const char *stream, const char *text)
{
    ntfsdata_write(v, file, stream, 0, text, strlen(text));
}

uint64_t ntfsdata_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void make_text(unsigned char *bytes_ret, size_t nbytes, uint64_t seed)
{
    static const char words[8][9] = {"account ", "budget  ", "clause  ", "draft   ",
                                     "entry   ", "figure  ", "grand   ", "history "};
    uint64_t state = seed * 2 + 1;

    for (size_t at = 0; at < nbytes; at += 8) {
        size_t room = nbytes - at < 8 ? nbytes - at : 8;

        memcpy(bytes_ret + at, words[ntfsdata_random(&state) >> 32 & 7], room);
    }
}

static void make_noise(unsigned char *bytes_ret, size_t nbytes, uint64_t seed)
{
    uint64_t state = seed * 2 + 1;

    for (size_t i = 0; i < nbytes; i++)
        bytes_ret[i] = (unsigned char)(ntfsdata_random(&state) >> 32);
}

static void write_made(struct ntfsvol *v, uint64_t file, const char *stream, uint64_t offset,
                       size_t nbytes, uint64_t seed,
                       void (*make)(unsigned char *, size_t, uint64_t))
{
    unsigned char *bytes = malloc(nbytes ? nbytes : 1);

    if (!bytes) {
        failure_errno(v->failure, "cannot make %zu bytes of data", nbytes);
        return;
    }
    make(bytes, nbytes, seed);
    ntfsdata_write(v, file, stream, offset, bytes, nbytes);
    free(bytes);
}

void ntfsdata_fill(struct ntfsvol *v, uint64_t file, const char *stream, uint64_t offset,
                   size_t nbytes, uint64_t seed)
{
    write_made(v, file, stream, offset, nbytes, seed, make_text);
}

void ntfsdata_noise(struct ntfsvol *v, uint64_t file, const char *stream, uint64_t offset,
                    size_t nbytes, uint64_t seed)
{
    write_made(v, file, stream, offset, nbytes, seed, make_noise);
}

void ntfsdata_resize(struct ntfsvol *v, uint64_t file, const char *stream, uint64_t nbytes)
{
    struct stream open = open_stream(v, file, stream);

    if (open.attr && ntfs_attr_truncate(open.attr, (s64)nbytes) != 0)
        failure_errno(v->failure, "cannot resize stream '%.60s' of record %llu", stream,
                      (unsigned long long)ntfsvol_record(file));
    close_stream(v, open);
}

struct ntfsdata_sizes ntfsdata_sizes(struct ntfsvol *v, uint64_t file, const char *stream)
{
    struct stream open = open_stream(v, file, stream);
    struct ntfsdata_sizes sizes = {0};

    if (open.attr) {
        const bool holes = NAttrSparse(open.attr) || NAttrCompressed(open.attr);

        sizes.data = (uint64_t)open.attr->data_size;
        sizes.initialised = (uint64_t)open.attr->initialized_size;
        if (NAttrNonResident(open.attr))
            sizes.allocated =
                (uint64_t)(holes ? open.attr->compressed_size : open.attr->allocated_size);
    }
    close_stream(v, open);
    return sizes;
}

uint64_t ntfsdata_file(struct ntfsvol *v, uint64_t folder, const char *name, size_t nbytes)
{
    uint64_t file = ntfsvol_mkfile(v, folder, name);

    if (nbytes)
        ntfsdata_fill(v, file, "", 0, nbytes, file);
    return file;
}

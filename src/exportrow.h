/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One row of an export, ready to be written in any format: a name of a file, or a named stream.
 *
 *   struct exportrow_maker maker;
 *   exportrow_begin(&source, &maker)
 *   exportrow_of_name(&maker, name) ... maker.row ...
 *   exportrow_of_stream(&maker, stream) ...        a stream of the file whose name was made last
 *   exportrow_end(&maker);
 *
 * A maker is used by one thread; the source is shared by all. What a row borrows is valid until the
 * maker's next call.
 */
#ifndef SRC_EXPORTROW_H
#define SRC_EXPORTROW_H

#include "mft/security.h"
#include "src/filetime.h"
#include "src/pathcache.h"
#include "src/textbuf.h"

/* Where rows come from. */
struct exportrow_source {
    const struct index *index;
    const struct security *security; /* NULL where there is none */
};

struct exportrow {
    const struct exportrow_source *source;
    uint32_t file, name; /* rows of the index; NAME is INDEX_NONE where the file has none */
    uint64_t parent;     /* file reference */
    struct str text;     /* the name */
    struct str path;
    uint64_t size, allocated;
    uint64_t streams, streams_size; /* of the file's named streams; 0 for a stream's own row */
};

struct exportrow_maker {
    struct exportrow row;
    struct pathcache *cache;
    struct textbuf stream_name, stream_path; /* of a stream's row */
    struct filetime_last last_time;          /* for whoever writes the row's times */
};

/* False without memory. */
bool exportrow_begin(const struct exportrow_source *source, struct exportrow_maker *maker_ret);

void exportrow_end(struct exportrow_maker *maker);

/* The row of FILE without a name: as if that were empty, in no folder. */
void exportrow_of_file(const struct exportrow_source *source, uint32_t file,
                       struct exportrow *row_ret);

/* Gives ROW, which is of NAME's file, that name; the path stays as it is. */
void exportrow_set_name(struct exportrow *row, uint32_t name);

/* Makes the row of the name row NAME. STATUS_NO_MEMORY. */
enum status exportrow_of_name(struct exportrow_maker *maker, uint32_t name);

/* Makes the row of the stream row STREAM, at the name that was made last, which must be of the
 * stream's file. Its name and path end in ":stream". STATUS_NO_MEMORY. */
enum status exportrow_of_stream(struct exportrow_maker *maker, uint32_t stream);

/* The owner's SID; empty where unknown. Borrowed. */
struct str exportrow_owner(const struct exportrow *row);

#endif

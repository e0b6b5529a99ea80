/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where results go: a text buffer in front of a file descriptor.
 *
 *   struct out out = out_to(STDOUT_FILENO, "the output");
 *   textbuf_cstr(&out.text, ...);
 *   out_drain(&out);                       now and then: writes when a block is full
 *   if (!out_finish(&out)) return COMMAND_FAILED;
 *
 * The first error stays: nothing is written after it. out_finish says it in one sentence; where the
 * reader went away (EPIPE) it ends the process by SIGPIPE, as any filter ends.
 *
 * An output can have a watch, which takes the SHA-256 of its bytes as they are written.
 */
#ifndef SRC_OUT_H
#define SRC_OUT_H

#include "src/sha256.h"
#include "src/textbuf.h"

struct out_watch {
    struct sha256 *sha;
    uint64_t nbytes;  /* that were written */
    bool is_complete; /* all was written, and the file is there under its name */
};

struct out {
    struct textbuf text;
    const char *name; /* for sentences; borrowed */
    int fd;
    bool keeps_text;         /* nothing is written: its owner takes the text */
    int error;               /* errno of the first write that failed; 0 for none */
    struct out_watch *watch; /* NULL: nobody wants to know; borrowed */
};

struct out out_to(int fd, const char *name);

/* One that keeps everything in its text, for its owner to take and to free. */
struct out out_to_memory(void);

/* Writes the text when a block of it has come together. False after an error: more is in vain. */
bool out_drain(struct out *out);

/* Writes N bytes behind what the text holds, without copying them. */
bool out_write(struct out *out, struct str bytes);

/* Writes the rest and frees the text. False after an error, which it has said. */
bool out_finish(struct out *out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where results go: see out.h.
 */
#include "src/out.h"

#include "src/doomed.h"
#include "src/say.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

enum { BLOCK_BYTES = 256 * 1024 };

struct out out_to(int fd, const char *name)
{
    return (struct out){.fd = fd, .name = name};
}

struct out out_to_memory(void)
{
    return (struct out){.fd = -1, .name = "memory", .keeps_text = true};
}

static void note(struct out_watch *watch, const char *at, size_t n)
{
    sha256_add(watch->sha, (struct bytes){(const uint8_t *)at, n});
    watch->nbytes += n;
}

static void write_all(struct out *out, struct str bytes)
{
    while (bytes.n > 0 && !out->error) {
        ssize_t n = write(out->fd, bytes.at, bytes.n);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            out->error = n < 0 ? errno : EIO;
            return;
        }
        if (out->watch)
            note(out->watch, bytes.at, (size_t)n);
        bytes.at += n;
        bytes.n -= (size_t)n;
    }
}

static bool flush(struct out *out)
{
    if (out->text.is_short && !out->error)
        out->error = ENOMEM;
    if (out->keeps_text)
        return !out->error;
    write_all(out, textbuf_view(&out->text));
    out->text.n = 0;
    return !out->error;
}

bool out_drain(struct out *out)
{
    if (out->text.n >= BLOCK_BYTES || out->text.is_short)
        return flush(out);
    return !out->error;
}

bool out_write(struct out *out, struct str bytes)
{
    if (out->keeps_text)
        textbuf_str(&out->text, bytes);
    if (flush(out) && !out->keeps_text)
        write_all(out, bytes);
    return !out->error;
}

/* The reader has gone away: end as any filter does, so that a shell's pipefail knows the reason. */
static void end_by_pipe(void)
{
    doomed_remove();
    signal(SIGPIPE, SIG_DFL);
    raise(SIGPIPE);
}

bool out_finish(struct out *out)
{
    flush(out);
    textbuf_free(&out->text);
    if (out->watch)
        out->watch->is_complete = !out->error;
    if (out->error == EPIPE)
        end_by_pipe();
    if (out->error)
        say("Cannot write %s: %s. What was written is not complete.", out->name,
            strerror(out->error));
    return !out->error;
}

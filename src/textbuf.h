/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A growing buffer of output text. Everything that mftlink prints is first written here: a block of
 * rows by one thread, or a whole answer.
 *
 *   struct textbuf text = {0};
 *   textbuf_cstr(&text, "Files: ");
 *   textbuf_commas(&text, n);
 *   out_drain(&out) ...                     or text.at, text.n
 *   textbuf_free(&text);
 *
 * When memory runs out the buffer remembers it (is_short) and takes nothing more; whoever writes it
 * out looks at that once.
 */
#ifndef SRC_TEXTBUF_H
#define SRC_TEXTBUF_H

#include "mft/text.h"

struct textbuf {
    char *at;
    size_t n, capacity;
    bool is_short; /* memory ran out: what was put since is lost */
};

/* Makes room for N more bytes. False, and is_short, without memory. */
bool textbuf_reserve(struct textbuf *text, size_t n);

void textbuf_free(struct textbuf *text);

static inline void textbuf_char(struct textbuf *text, char c)
{
    if (text->n < text->capacity || textbuf_reserve(text, 1))
        text->at[text->n++] = c;
}

static inline void textbuf_str(struct textbuf *text, struct str s)
{
    if (s.n > 0 && (s.n <= text->capacity - text->n || textbuf_reserve(text, s.n))) {
        memcpy(text->at + text->n, s.at, s.n);
        text->n += s.n;
    }
}

static inline void textbuf_cstr(struct textbuf *text, const char *terminated)
{
    textbuf_str(text, str_of(terminated));
}

static inline struct str textbuf_view(const struct textbuf *text)
{
    return (struct str){text->at, text->n};
}

/* C, N times. */
void textbuf_fill(struct textbuf *text, char c, size_t n);

/* Numbers, as number.h writes them. */
void textbuf_decimal(struct textbuf *text, uint64_t value);
void textbuf_commas(struct textbuf *text, uint64_t value);
void textbuf_hex(struct textbuf *text, uint64_t value, unsigned ndigits);

/* "1,081,188 bytes (1.0 MiB)"; small sizes without what is in brackets. */
void textbuf_size(struct textbuf *text, uint64_t nbytes);

/* What of it stands behind the number: " bytes (1.0 MiB)". */
void textbuf_size_unit(struct textbuf *text, uint64_t nbytes);

/*
 * A name from a disk for people's eyes: control characters, which could command a terminal, become
 * their pictures (U+2400 and following) and lone surrogates U+FFFD, so that the text is valid UTF-8
 * and one line.
 */
void textbuf_shown(struct textbuf *text, struct str name);

/* As printf. */
void textbuf_format(struct textbuf *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif

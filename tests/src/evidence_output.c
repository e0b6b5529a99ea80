/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outputs that are hashed while they are written, and files that are read back. */
#define _GNU_SOURCE /* mkstemp */

#include "src/evidence_output.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
static const char nothing[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static int open_file(char *path)
{
    int fd;

    strcpy(path, "/tmp/mftlink-unit.XXXXXX");
    fd = mkstemp(path);
    cr_assert(fd >= 0);
    return fd;
}

/* The document of OUTPUTS, which it frees. */
static struct textbuf document_of(struct evidence_outputs *outputs)
{
    struct textbuf text = {0};
    struct json json = {.to = &text};

    json_object(&json, NULL);
    evidence_output_put(outputs, &json);
    json_end(&json, '}');
    textbuf_char(&text, '\0');
    evidence_output_free(outputs);
    return text;
}

static void expect_in(const struct textbuf *text, const char *expected)
{
    cr_expect(strstr(text->at, expected), "no %s in %s", expected, text->at);
}

Test(evidence_output, streams)
{
    struct evidence_outputs outputs = {0};
    struct textbuf text;
    struct out out;
    char path[32];
    int fd = open_file(path);

    out = out_to(fd, path);
    evidence_output_watch(&outputs, NULL, &out);
    textbuf_cstr(&out.text, "a");
    cr_expect(out_write(&out, str_of("b")));
    textbuf_cstr(&out.text, "c");
    cr_expect(out_finish(&out));
    text = document_of(&outputs);
    expect_in(&text, "\"path\": \"-\"");
    expect_in(&text, "\"complete\": true");
    expect_in(&text, "\"bytes\": 3,");
    expect_in(&text, abc);
    textbuf_free(&text);
    close(fd);
    unlink(path);
}

Test(evidence_output, a_stream_that_breaks)
{
    struct evidence_outputs outputs = {0};
    struct textbuf text;
    struct out out = out_to(-1, "nowhere");

    evidence_output_watch(&outputs, NULL, &out);
    textbuf_cstr(&out.text, "abc");
    cr_expect_not(out_finish(&out));
    text = document_of(&outputs);
    expect_in(&text, "\"complete\": false");
    expect_in(&text, "\"bytes\": 0,");
    expect_in(&text, nothing);
    textbuf_free(&text);
}

Test(evidence_output, files_in_their_order)
{
    struct evidence_outputs outputs = {0};
    struct textbuf text;
    char first[32], second[32];
    int fd = open_file(first), other = open_file(second);

    cr_assert(write(fd, "abc", 3) == 3);
    close(fd);
    close(other);
    cr_expect(evidence_output_file(&outputs, first));
    cr_expect(evidence_output_file(&outputs, second));
    text = document_of(&outputs);
    cr_expect(strstr(text.at, abc) < strstr(text.at, nothing));
    cr_expect(strstr(text.at, abc) && strstr(text.at, nothing));
    expect_in(&text, first);
    expect_in(&text, second);
    textbuf_free(&text);
    unlink(first);
    unlink(second);
}

Test(evidence_output, a_file_that_is_not_there)
{
    struct evidence_outputs outputs = {0};
    struct textbuf text;

    cr_expect_not(evidence_output_file(&outputs, "/nonexistent/rows.db"));
    text = document_of(&outputs);
    expect_in(&text, "\"complete\": false");
    expect_in(&text, "\"absolute_path\": null");
    textbuf_free(&text);
}

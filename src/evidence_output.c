/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The outputs of a command: see evidence_output.h.
 */
#define _GNU_SOURCE /* realpath, O_CLOEXEC */

#include "src/evidence_output.h"

#include "src/say.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK_BYTES = 256 * 1024 };

struct evidence_output {
    struct evidence_output *next;
    const char *path;
    struct out_watch watch; /* its place stays, as outputs point at it */
};

static struct evidence_output *add(struct evidence_outputs *outputs, const char *path)
{
    struct evidence_output *output = calloc(1, sizeof *output);

    if (!output || !sha256_begin(&output->watch.sha)) {
        free(output);
        outputs->is_short = true;
        return NULL;
    }
    output->path = path ? path : "-";
    if (outputs->last)
        outputs->last->next = output;
    else
        outputs->first = output;
    return outputs->last = output;
}

void evidence_output_watch(struct evidence_outputs *outputs, const char *path, struct out *out)
{
    struct evidence_output *output = add(outputs, path);

    if (output)
        out->watch = &output->watch;
}

/* Adds the bytes of FD to WATCH. False with errno. */
static bool read_all(int fd, struct out_watch *watch)
{
    uint8_t *block = malloc(BLOCK_BYTES);
    ssize_t n = -1;

    while (block && (n = read(fd, block, BLOCK_BYTES)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            break;
        sha256_add(watch->sha, (struct bytes){block, (size_t)n});
        watch->nbytes += (uint64_t)n;
    }
    free(block);
    return n == 0;
}

bool evidence_output_file(struct evidence_outputs *outputs, const char *path)
{
    struct evidence_output *output = add(outputs, path);
    int fd = output ? open(path, O_RDONLY | O_CLOEXEC) : -1;

    if (!output) {
        say_no_memory();
        return false;
    }
    if (fd >= 0)
        output->watch.is_complete = read_all(fd, &output->watch);
    if (!output->watch.is_complete)
        say("Cannot read '%s', which was just written: %s.", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return output->watch.is_complete;
}

static void put_one(struct evidence_output *output, struct json *json)
{
    char digits[SHA256_DIGITS + 1];
    uint8_t digest[SHA256_BYTES];
    bool is_file = strcmp(output->path, "-") != 0 && output->watch.is_complete;
    char *absolute = is_file ? realpath(output->path, NULL) : NULL;

    sha256_end(output->watch.sha, digest);
    output->watch.sha = NULL;
    sha256_text(digest, digits);
    json_object(json, NULL);
    json_word(json, "path", output->path);
    if (absolute)
        json_word(json, "absolute_path", absolute);
    else
        json_null(json, "absolute_path");
    json_bool(json, "complete", output->watch.is_complete);
    json_number(json, "bytes", output->watch.nbytes);
    json_word(json, "sha256", digits);
    json_end(json, '}');
    free(absolute);
}

void evidence_output_put(struct evidence_outputs *outputs, struct json *json)
{
    json_array(json, "outputs");
    for (struct evidence_output *output = outputs->first; output; output = output->next)
        put_one(output, json);
    json_end(json, ']');
}

void evidence_output_free(struct evidence_outputs *outputs)
{
    while (outputs->first) {
        struct evidence_output *output = outputs->first;

        outputs->first = output->next;
        sha256_end(output->watch.sha, NULL);
        free(output);
    }
    *outputs = (struct evidence_outputs){0};
}

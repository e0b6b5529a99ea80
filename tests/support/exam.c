/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, scanning, and asking the index. */
#include "tests/support/exam.h"

#include <stdio.h>
#include <stdlib.h>

#include "mft/path.h"

static void require(enum status status, const char *what)
{
    if (status != STATUS_OK) {
        fprintf(stderr, "exam: %s: %s\n", what, status_text(status));
        abort();
    }
}

enum status exam_try(struct exam *exam, const struct source *source,
                     const struct scan_options *options)
{
    enum status status;

    *exam = (struct exam){.source = *source};
    status = volume_open(&exam->source, &exam->volume);
    if (status != STATUS_OK && status != STATUS_NO_MEMORY &&
        volume_open_dump(&exam->source, &exam->volume) == STATUS_OK)
        status = STATUS_OK;
    if (status == STATUS_OK)
        status = scan_run(exam->volume, options, &exam->index);
    if (status != STATUS_OK)
        exam_end(exam);
    return status;
}

void exam_begin(struct exam *exam, const struct forge_volume *v, unsigned want)
{
    struct source source = forge_volume_source(v);
    struct scan_options options = {.want = want, .nworkers = 1};

    require(exam_try(exam, &source, &options), "the volume");
}

void exam_end(struct exam *exam)
{
    index_free(exam->index);
    volume_close(exam->volume);
    exam->index = NULL;
    exam->volume = NULL;
}

uint32_t exam_file(const struct exam *exam, uint64_t record)
{
    return index_find(exam->index, record);
}

static uint32_t file_that_is_there(const struct exam *exam, uint64_t record)
{
    uint32_t file = exam_file(exam, record);

    require(file == INDEX_NONE ? STATUS_NOT_FOUND : STATUS_OK, "a file");
    return file;
}

uint16_t exam_flags(const struct exam *exam, uint64_t record)
{
    return exam->index->files.flags[file_that_is_there(exam, record)];
}

uint64_t exam_size(const struct exam *exam, uint64_t record)
{
    return exam->index->files.size[file_that_is_there(exam, record)];
}

uint64_t exam_allocated(const struct exam *exam, uint64_t record)
{
    return exam->index->files.allocated[file_that_is_there(exam, record)];
}

/* Appends MORE to the N bytes in TEXT as far as there is room; returns the new length. */
static size_t append(char *text, size_t n, struct str more)
{
    if (more.n > EXAM_TEXT_BYTES - 1 - n)
        more.n = EXAM_TEXT_BYTES - 1 - n;
    memcpy(text + n, more.at, more.n);
    text[n + more.n] = '\0';
    return n + more.n;
}

const char *exam_names(const struct exam *exam, uint64_t record, char *text)
{
    const struct index *index = exam->index;
    uint32_t file = exam_file(exam, record);
    size_t n = 0;

    text[0] = '\0';
    if (file == INDEX_NONE)
        return text;
    for (uint32_t i = index_first_name(index, file); i < index_end_name(index, file); i++) {
        if (n > 0)
            n = append(text, n, str_of("|"));
        n = append(text, n, index_name(index, i));
    }
    return text;
}

const char *exam_streams(const struct exam *exam, uint64_t record, char *text)
{
    const struct index *index = exam->index;
    uint32_t nstreams, first = index_streams(index, file_that_is_there(exam, record), &nstreams);
    size_t n = 0;

    text[0] = '\0';
    for (uint32_t i = first; i < first + nstreams; i++) {
        char sizes[64];

        snprintf(sizes, sizeof sizes, ":%llu:%llu", (unsigned long long)index->streams.size[i],
                 (unsigned long long)index->streams.allocated[i]);
        if (n > 0)
            n = append(text, n, str_of("|"));
        n = append(text, n, text_pool_get(&index->text, index->streams.text[i]));
        n = append(text, n, str_of(sizes));
    }
    return text;
}

const char *exam_path(const struct exam *exam, uint64_t record, char *text)
{
    struct path path = {0};

    require(path_of_file(exam->index, file_that_is_there(exam, record), &path), "a path");
    append(text, 0, path_str(&path));
    path_free(&path);
    return text;
}

const struct finding *exam_finding(const struct exam *exam, uint64_t record, enum finding_kind kind)
{
    uint32_t n;
    const struct finding *findings = index_findings(exam->index, record, &n);

    for (uint32_t i = 0; i < n; i++)
        if (findings[i].kind == kind)
            return &findings[i];
    return NULL;
}

uint32_t exam_count(const struct exam *exam, uint64_t record, enum finding_kind kind)
{
    uint32_t n, count = 0;
    const struct finding *findings = index_findings(exam->index, record, &n);

    for (uint32_t i = 0; i < n; i++)
        count += findings[i].kind == kind;
    return count;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checks: see oracle.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "tests/oracle/oracle.h"

#include "mft/path.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHOWN 20 /* differences */

/* ---- Comparing with the library ---- */

/* The library knows no offsets: gives it a copy of what lies behind OFFSET, which the caller
 * unlinks. */
static char *cut_out(const char *image, uint64_t offset)
{
    const char *folder = getenv("TMPDIR");
    char *path;
    struct source source;
    uint8_t *bytes = malloc(1 << 20);
    int fd;

    cr_assert(asprintf(&path, "%s/mftlink-oracle.XXXXXX", folder ? folder : "/tmp") > 0 && bytes);
    fd = mkstemp(path);
    cr_assert(fd >= 0 && source_open(image, &source) == STATUS_OK, "cannot copy %s", image);
    for (size_t got = 1; got > 0; offset += got) {
        cr_assert_eq(source_read(&source, offset, bytes, 1 << 20, &got), STATUS_OK);
        cr_assert_eq(write(fd, bytes, got), (ssize_t)got, "cannot copy %s", image);
    }
    close(fd);
    source_close(&source);
    free(bytes);
    return path;
}

static void check_no_findings(const char *image, const struct viewscan *scan)
{
    for (uint32_t i = 0; i < scan->index->nfindings; i++)
        cr_assert_fail("%s: finding %s of record %" PRIu64 " at %" PRIu32, image,
                       finding_word(scan->index->findings[i].kind), scan->index->findings[i].record,
                       scan->index->findings[i].at);
}

static void look_through_library(const char *image, uint64_t offset, struct view *view,
                                 struct viewlibrary_losses *losses)
{
    char *copy = offset ? cut_out(image, offset) : NULL;
    const bool is_mounted = viewlibrary_fill(copy ? copy : image, view, losses);

    if (copy)
        unlink(copy);
    free(copy);
    cr_assert(is_mounted, "libntfs-3g cannot mount %s", image);
}

void oracle_check(const char *image, uint64_t offset)
{
    struct viewscan scan;
    struct viewlibrary_losses losses;
    struct view ours = {0}, theirs = {0};
    char *text;
    size_t n;

    viewscan_open(image, offset, &scan);
    viewscan_fill(&scan, &ours);
    look_through_library(image, offset, &theirs, &losses);
    n = view_compare(&ours, &theirs, SHOWN, &text);
    cr_assert_eq(n, 0, "%s: %zu differences:\n%s", image, n, text);
    cr_assert(losses.dangling + losses.folders + losses.records == 0,
              "%s: libntfs-3g lost %zu names, %zu folders, %zu records", image, losses.dangling,
              losses.folders, losses.records);
    check_no_findings(image, &scan);
    free(text);
    view_free(&ours);
    view_free(&theirs);
    viewscan_close(&scan);
}

/* The expected difference that LINE (of N bytes) is; -1 for none. */
static int find_expected(const char *line, size_t n, const char *const *differences)
{
    for (int i = 0; differences[i]; i++) {
        const size_t length = strlen(differences[i]);

        if (differences[i][length - 1] == '*'
                ? strncmp(line, differences[i], length - 1) == 0
                : length == n && strncmp(line, differences[i], n) == 0)
            return i;
    }
    return -1;
}

static void match_differences(const char *recipe, const char *text, const char *const *differences)
{
    unsigned seen[32] = {0};

    for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
        const size_t n = strcspn(line, "\n");
        const int i = find_expected(line, n, differences);

        cr_assert(i >= 0, "%s: a difference that is not expected: %.*s\nall:\n%s", recipe, (int)n,
                  line, text);
        seen[i]++;
    }
    for (int i = 0; differences[i]; i++)
        cr_assert_gt(seen[i], 0, "%s: this difference is not there: %s\nthere are:\n%s", recipe,
                     differences[i], text);
}

void oracle_check_but(const char *recipe, size_t dangling, const char *const *differences)
{
    struct viewscan scan;
    struct viewlibrary_losses losses;
    struct view ours = {0}, theirs = {0};
    char *text;

    oracle_open(recipe, &scan);
    viewscan_fill(&scan, &ours);
    look_through_library(fixture_image(recipe), 0, &theirs, &losses);
    view_compare(&ours, &theirs, SIZE_MAX, &text);
    match_differences(recipe, text, differences);
    cr_assert_eq(losses.dangling, dangling, "%s: libntfs-3g lost %zu names", recipe,
                 losses.dangling);
    cr_assert_eq(losses.folders, 0, "%s: libntfs-3g lost %zu folders", recipe, losses.folders);
    free(text);
    view_free(&ours);
    view_free(&theirs);
    viewscan_close(&scan);
}

/* ---- Looking at our scan ---- */

void oracle_open(const char *recipe, struct viewscan *scan_ret)
{
    viewscan_open(fixture_image(recipe), 0, scan_ret);
}

static bool is_expected(const struct finding *found, uint64_t record,
                        const struct oracle_finding *expected)
{
    return found->kind == expected->kind && found->record == record &&
           (expected->at == ORACLE_ANYWHERE || found->at == expected->at) &&
           found->detail == expected->detail;
}

/* Findings of the volume itself say where they read instead. */
static bool is_of_volume(enum finding_kind kind)
{
    return kind <= FINDING_BITMAP_UNREADABLE;
}

static void check_offset(const char *recipe, const struct viewscan *scan,
                         const struct finding *finding)
{
    const struct geometry *g = &scan->volume->geometry;

    if (is_of_volume(finding->kind))
        return;
    cr_assert_eq(scan->volume->mft_runs.n, 1, "$MFT of %s is in pieces", recipe);
    cr_assert_eq(finding->offset, g->mft_lcn * g->cluster_bytes + finding->record * g->record_bytes,
                 "%s: %s of record %" PRIu64 " is said to lie at %" PRIu64, recipe,
                 finding_word(finding->kind), finding->record, finding->offset);
}

static char *list_findings(const struct viewscan *scan)
{
    char *text;
    size_t nbytes;
    FILE *file = open_memstream(&text, &nbytes);

    cr_assert_not_null(file);
    for (uint32_t i = 0; i < scan->index->nfindings; i++) {
        const struct finding *f = &scan->index->findings[i];

        fprintf(file, "%s of record %" PRIu64 " at %" PRIu32 " (%#" PRIx64 ")\n",
                finding_word(f->kind), f->record, f->at, f->detail);
    }
    fclose(file);
    return text;
}

void oracle_findings(const char *recipe, const struct viewscan *scan,
                     const struct oracle_finding *findings, size_t n)
{
    const struct index *index = scan->index;
    char *all = list_findings(scan);

    for (size_t i = 0; i < n; i++) {
        const uint64_t record = findings[i].fact ? fixture_fact(recipe, findings[i].fact) : 0;
        uint32_t row = 0;

        while (row < index->nfindings && !is_expected(&index->findings[row], record, &findings[i]))
            row++;
        cr_assert_lt(row, index->nfindings,
                     "%s: no finding %s of record %" PRIu64 " at %" PRIu32 " (%#" PRIx64
                     "); there are:\n%s",
                     recipe, finding_word(findings[i].kind), record, findings[i].at,
                     findings[i].detail, all);
        check_offset(recipe, scan, &index->findings[row]);
    }
    cr_assert_eq(index->nfindings, n, "%s: %" PRIu32 " findings instead of %zu:\n%s", recipe,
                 index->nfindings, n, all);
    free(all);
}

uint32_t oracle_file(const char *recipe, const char *key, const struct viewscan *scan)
{
    const uint64_t record = fixture_fact(recipe, key);
    const uint32_t file = index_find(scan->index, record);

    cr_assert_neq(file, INDEX_NONE, "%s: no file has record %" PRIu64 " (%s)", recipe, record, key);
    return file;
}

uint32_t oracle_count(const struct viewscan *scan, bool is_folder)
{
    const struct file_rows *files = &scan->index->files;
    uint32_t n = 0;

    for (uint32_t file = 0; file < files->n; file++)
        n += !(files->flags[file] & FILE_SYSTEM) &&
             is_folder == ((files->flags[file] & FILE_DIRECTORY) != 0);
    return n;
}

bool oracle_is_path_of(const struct viewscan *scan, const char *path, uint32_t file)
{
    uint32_t name;

    return path_find(scan->index, str_of(path), NULL, &name, NULL) == STATUS_OK &&
           scan->index->names.file[name] == file;
}

void oracle_check_counts(const char *recipe)
{
    struct viewscan scan;

    oracle_open(recipe, &scan);
    cr_assert_eq(oracle_count(&scan, false), fixture_fact(recipe, "files"), "files of %s", recipe);
    if (fixture_has_fact(recipe, "folders"))
        cr_assert_eq(oracle_count(&scan, true), fixture_fact(recipe, "folders"), "folders of %s",
                     recipe);
    viewscan_close(&scan);
}

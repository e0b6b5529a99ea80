/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands in a test's process: see inprocess.h. */
#define _GNU_SOURCE /* asprintf, memfd_create, mkdtemp */
#include "tests/support/inprocess.h"

#include "mft/path.h"
#include "mft/scan.h"
#include "src/command.h"
#include "tests/support/fixture.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xxhash.h>

enum { WORDS_MAX = 32 };

static void need(bool is_good, const char *what)
{
    if (is_good)
        return;
    perror(what);
    abort();
}

/* ---- A place ---- */

static char *join(const char *folder, const char *name)
{
    char *path;

    need(asprintf(&path, "%s%s", folder, name) >= 0, "memory");
    return path;
}

static char *make_folder(const char *in, const char *name)
{
    char *path = join(in, name);

    need(mkdir(path, 0700) == 0, path);
    return path;
}

/* In memory where that is possible: much is written. */
static char *new_folder(void)
{
    const char *in = getenv("TMPDIR");
    char *pattern, *real;

    if (!in || !*in)
        in = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    pattern = join(in, "/mftlink-test-XXXXXX");
    need(mkdtemp(pattern), pattern);
    real = realpath(pattern, NULL);
    need(real, pattern);
    free(pattern);
    return real;
}

void inprocess_copy(const char *from, const char *to)
{
    static uint8_t bytes[1 << 16], zeros[1 << 16];
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    off_t at = 0;
    ssize_t n;

    need(in >= 0 && out >= 0, from);
    while ((n = pread(in, bytes, sizeof bytes, at)) > 0) {
        if (memcmp(bytes, zeros, (size_t)n) != 0)
            need(pwrite(out, bytes, (size_t)n, at) == n, to);
        at += n;
    }
    need(n == 0 && ftruncate(out, at) == 0, to);
    close(in);
    close(out);
}

void inprocess_begin(struct inprocess *place_ret, const char *recipe)
{
    struct inprocess place = {.folder = new_folder()};
    char *plans = make_folder(place.folder, "/plans"), *state = make_folder(place.folder, "/state");

    place.image = join(place.folder, "/volume.img");
    place.plan = join(plans, "/plan.parquet");
    place.journal = join(place.plan, ".journal");
    place.log = join(place.plan, ".redo");
    need(setenv("MFTLINK_STATE", state, 1) == 0, "setenv");
    inprocess_copy(fixture_image(recipe), place.image);
    free(plans);
    free(state);
    *place_ret = place;
}

void inprocess_end(struct inprocess *place)
{
    pid_t child = fork();
    int status = 1;

    if (child == 0) {
        execlp("rm", "rm", "-rf", place->folder, (char *)NULL);
        _exit(127);
    }
    need(child > 0 && waitpid(child, &status, 0) == child && status == 0, place->folder);
    free(place->folder);
    free(place->image);
    free(place->plan);
    free(place->journal);
    free(place->log);
}

bool inprocess_is_there(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0;
}

/* ---- Running ---- */

static char said[1 << 16];

static void read_said(int fd)
{
    ssize_t n = pread(fd, said, sizeof said - 1, 0);

    said[n > 0 ? n : 0] = '\0';
}

int inprocess_run(const char *const *words)
{
    char *argv[WORDS_MAX + 2] = {strdup("mftlink")}, *kept[WORDS_MAX + 2];
    int argc = 1, fd = memfd_create("said", MFD_CLOEXEC), out, err, code;

    fflush(NULL);
    out = dup(STDOUT_FILENO);
    err = dup(STDERR_FILENO);
    need(fd >= 0 && out >= 0 && err >= 0, "memfd");
    while (*words && argc <= WORDS_MAX)
        argv[argc++] = strdup(*words++);
    memcpy(kept, argv, sizeof kept);
    need(dup2(fd, STDOUT_FILENO) >= 0 && dup2(fd, STDERR_FILENO) >= 0, "dup2");
    code = command_main(argc, argv);
    fflush(NULL);
    need(dup2(out, STDOUT_FILENO) >= 0 && dup2(err, STDERR_FILENO) >= 0, "dup2");
    read_said(fd);
    close(fd);
    close(out);
    close(err);
    while (argc > 0)
        free(kept[--argc]);
    return code;
}

const char *inprocess_said(void)
{
    return said;
}

unsigned inprocess_sentences(void)
{
    static const char word[] = "mftlink: ";
    const char *at = strstr(said, word), *end;
    unsigned n = 0;

    for (; at && *at; at = end + 1, n++) {
        end = strchr(at, '\n');
        if (!end || end < at + 2 * sizeof word || (end[-1] != '.' && end[-1] != '?') ||
            strncmp(at, word, sizeof word - 1) != 0)
            return 0;
    }
    return n;
}

/* ---- Names ---- */

static uint64_t digest_of(const struct index *index, uint32_t name, struct path *path)
{
    uint32_t file = index->names.file[name];

    need(path_of_name(index, name, path) == STATUS_OK, "path_of_name");
    return XXH3_64bits_withSeed(path->at, path->n, index_links(index, file));
}

static void sum(const struct index *index, struct inprocess_names *names_ret)
{
    struct inprocess_names names = {.n = index->names.n, .nfindings = index->nfindings};
    struct path path = {0};

    for (uint32_t i = 0; i < index->names.n; i++)
        names.digest += digest_of(index, i, &path);
    path_free(&path);
    *names_ret = names;
}

bool inprocess_names(const char *image, struct inprocess_names *names_ret)
{
    const struct scan_options options = {.want = WANT_CHILDREN, .nworkers = 1};
    struct source source;
    struct volume *volume = NULL;
    struct index *index = NULL;
    bool is_good = source_open(image, &source) == STATUS_OK;

    if (!is_good)
        return false;
    is_good = volume_open(&source, &volume) == STATUS_OK &&
              scan_run(volume, &options, &index) == STATUS_OK;
    if (is_good)
        sum(index, names_ret);
    index_free(index);
    volume_close(volume);
    source_close(&source);
    return is_good;
}

bool inprocess_is_same(const struct inprocess_names *a, const struct inprocess_names *b)
{
    return a->digest == b->digest && a->n == b->n && a->nfindings == b->nfindings;
}

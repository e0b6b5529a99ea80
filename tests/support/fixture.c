/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes and keeps test volumes. See fixture.h.
 *
 * A volume NAME is NAME.img and NAME.facts in the folder of fixtures. Both are made under temporary
 * names and renamed, the image last, while NAME.lock is locked: who sees the image sees all of it.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "tests/support/fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SAMPLES "../shared/samples"

/* What has been asked for in this process; the list is what keeps the texts alive. */
struct kept {
    struct kept *next;
    char text[];
};

static struct kept *all_kept;

static _Noreturn void __attribute__((format(printf, 1, 2))) give_up(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fputs("fixture: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

/* A copy of the text that lives as long as the process. */
static const char *keep(const char *text)
{
    const size_t size = strlen(text) + 1;
    struct kept *kept;

    for (kept = all_kept; kept; kept = kept->next)
        if (strcmp(kept->text, text) == 0)
            return kept->text;
    kept = malloc(sizeof(*kept) + size);
    if (!kept)
        give_up("no memory");
    memcpy(kept->text, text, size);
    kept->next = all_kept;
    all_kept = kept;
    return kept->text;
}

static void make_path(char path_ret[PATH_MAX], const char *folder, const char *name,
                      const char *suffix)
{
    if (snprintf(path_ret, PATH_MAX, "%s/%s%s", folder, name, suffix) >= PATH_MAX)
        give_up("the path of %s is too long", name);
}

static const char *build_folder(void)
{
    const char *folder = getenv("MFTLINK_BUILD");

    return folder ? folder : "build";
}

static const char *fixtures_folder(void)
{
    const char *folder = getenv("MFTLINK_FIXTURES");

    if (!folder) {
        char path[PATH_MAX];

        make_path(path, build_folder(), "fixtures", "");
        folder = keep(path);
    }
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        give_up("cannot make the folder %s: %s", folder, strerror(errno));
    return folder;
}

/* Is the file there, and not older than what it is made from? */
static bool is_fresh(const char *path, const char *source)
{
    struct stat made, from;

    return stat(path, &made) == 0 && stat(source, &from) == 0 &&
           (made.st_mtim.tv_sec > from.st_mtim.tv_sec ||
            (made.st_mtim.tv_sec == from.st_mtim.tv_sec &&
             made.st_mtim.tv_nsec >= from.st_mtim.tv_nsec));
}

/* Runs a program with its output into a file, and gives up where it fails. */
static void run(const char *const *argv, const char *output)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        int fd = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0666);

        if (fd < 0 || dup2(fd, STDOUT_FILENO) < 0)
            _exit(126);
        execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) != child)
        give_up("cannot run %s: %s", argv[0], strerror(errno));
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        give_up("%s is missing", argv[0]);
    if (status != 0)
        give_up("%s %s failed", argv[0], argv[1]);
}

static int lock(const char *folder, const char *name)
{
    char path[PATH_MAX];
    int fd;

    make_path(path, folder, name, ".lock");
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0 || flock(fd, LOCK_EX) != 0)
        give_up("cannot lock %s: %s", path, strerror(errno));
    return fd;
}

static void rename_to(const char *from, const char *to)
{
    if (rename(from, to) != 0)
        give_up("cannot rename %s to %s: %s", from, to, strerror(errno));
}

static void make_image(const char *recipe, const char *folder, const char *name, const char *image)
{
    char new_image[PATH_MAX], facts[PATH_MAX], new_facts[PATH_MAX];

    make_path(new_image, folder, name, ".img.new");
    make_path(facts, folder, name, ".facts");
    make_path(new_facts, folder, name, ".facts.new");
    run((const char *const[]){recipe, name, new_image, NULL}, new_facts);
    rename_to(new_facts, facts);
    rename_to(new_image, image);
}

const char *fixture_image(const char *name)
{
    const char *folder = fixtures_folder();
    char recipe[PATH_MAX], image[PATH_MAX];

    make_path(recipe, build_folder(), "images/recipe", "");
    make_path(image, folder, name, ".img");
    if (!is_fresh(image, recipe)) {
        int fd = lock(folder, name);

        if (!is_fresh(image, recipe))
            make_image(recipe, folder, name, image);
        close(fd);
    }
    return keep(image);
}

/* The text behind "key=", or NULL. */
static const char *find_fact(const char *name, const char *key)
{
    char path[PATH_MAX], line[PATH_MAX + 64];
    const size_t length = strlen(key);
    const char *found = NULL;
    FILE *file;

    fixture_image(name);
    make_path(path, fixtures_folder(), name, ".facts");
    file = fopen(path, "r");
    if (!file)
        give_up("cannot read %s: %s", path, strerror(errno));
    while (!found && fgets(line, sizeof(line), file)) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, key, length) == 0 && line[length] == '=')
            found = keep(line + length + 1);
    }
    fclose(file);
    return found;
}

bool fixture_has_fact(const char *name, const char *key)
{
    return find_fact(name, key) != NULL;
}

const char *fixture_fact_text(const char *name, const char *key)
{
    const char *text = find_fact(name, key);

    if (!text)
        give_up("recipe %s tells nothing of %s", name, key);
    return text;
}

uint64_t fixture_fact(const char *name, const char *key)
{
    const char *text = fixture_fact_text(name, key);
    char *end;
    const unsigned long long value = strtoull(text, &end, 0);

    if (end == text || *end)
        give_up("recipe %s: %s=%s is no number", name, key, text);
    return value;
}

const char *fixture_sample(const char *name)
{
    const char *folder = fixtures_folder();
    char packed[PATH_MAX], sample[PATH_MAX], new_sample[PATH_MAX];
    int fd;

    make_path(packed, SAMPLES, name, ".zst");
    make_path(sample, folder, name, "");
    make_path(new_sample, folder, name, ".new");
    if (access(packed, R_OK) != 0)
        return NULL;
    if (is_fresh(sample, packed))
        return keep(sample);
    fd = lock(folder, name);
    if (!is_fresh(sample, packed)) {
        run((const char *const[]){"zstd", "-dqf", "-o", new_sample, packed, NULL}, "/dev/null");
        rename_to(new_sample, sample);
    }
    close(fd);
    return keep(sample);
}

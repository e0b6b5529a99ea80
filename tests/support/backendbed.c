/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See backendbed.h. */
#define _GNU_SOURCE /* nftw, mkdtemp */

#include "tests/support/backendbed.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/backend_posix.h"
#include "src/folderstat.h"

static void require(bool is_good, const char *what)
{
    if (is_good)
        return;
    perror(what);
    exit(1);
}

void backendbed_begin(struct backendbed *bed)
{
    *bed = (struct backendbed){.root = "/tmp/mftlink-bed-XXXXXX"};
    require(mkdtemp(bed->root), "mkdtemp");
    bed->folders[bed->nfolders++] = (struct backend_folder){.parent = BACKEND_NONE};
}

uint32_t backendbed_folder(struct backendbed *bed, uint32_t parent, const char *name)
{
    require(bed->nfolders < BACKENDBED_FOLDERS, "too many folders");
    bed->folders[bed->nfolders] = (struct backend_folder){parent, str_of(name)};
    return bed->nfolders++;
}

void backendbed_open(struct backendbed *bed)
{
    require(backend_posix_open(bed->root, bed->folders, bed->nfolders, &bed->backend) == 0,
            bed->root);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *at)
{
    (void)st;
    (void)flag;
    (void)at;
    return remove(path);
}

void backendbed_end(struct backendbed *bed)
{
    if (bed->backend)
        bed->backend->calls->close(bed->backend);
    nftw(bed->root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- Files ---- */

void backendbed_path(const struct backendbed *bed, const char *path, char *out)
{
    require(snprintf(out, BACKENDBED_PATH_BYTES, "%s/%s", bed->root, path) < BACKENDBED_PATH_BYTES,
            "a long path");
}

void backendbed_mkdir(const struct backendbed *bed, const char *path)
{
    char full[BACKENDBED_PATH_BYTES];

    backendbed_path(bed, path, full);
    require(mkdir(full, 0777) == 0, full);
}

void backendbed_put(const struct backendbed *bed, const char *path, const char *text)
{
    char full[BACKENDBED_PATH_BYTES];
    FILE *file;

    backendbed_path(bed, path, full);
    file = fopen(full, "w");
    require(file && fputs(text, file) >= 0 && fclose(file) == 0, full);
}

void backendbed_symlink(const struct backendbed *bed, const char *to, const char *path)
{
    char full[BACKENDBED_PATH_BYTES];

    backendbed_path(bed, path, full);
    require(symlink(to, full) == 0, full);
}

static bool find(const struct backendbed *bed, const char *path, struct stat *st)
{
    char full[BACKENDBED_PATH_BYTES];

    backendbed_path(bed, path, full);
    return lstat(full, st) == 0;
}

uint64_t backendbed_inode(const struct backendbed *bed, const char *path)
{
    struct stat st;

    return find(bed, path, &st) ? st.st_ino : 0;
}

uint64_t backendbed_links(const struct backendbed *bed, const char *path)
{
    struct stat st;

    return find(bed, path, &st) ? st.st_nlink : 0;
}

bool backendbed_holds(const struct backendbed *bed, const char *path, const char *text)
{
    char full[BACKENDBED_PATH_BYTES], found[256];
    size_t n;
    FILE *file;

    backendbed_path(bed, path, full);
    file = fopen(full, "r");
    if (!file)
        return false;
    n = fread(found, 1, sizeof found, file);
    fclose(file);
    return n == strlen(text) && memcmp(found, text, n) == 0;
}

/* ---- Items ---- */

/* The path of NAME in FOLDER, as the system has it. */
static void put_path(const struct backendbed *bed, uint32_t folder, const char *name, char *out)
{
    char below[BACKENDBED_PATH_BYTES];

    snprintf(out, BACKENDBED_PATH_BYTES, "%s", name);
    for (; bed->folders[folder].parent != BACKEND_NONE; folder = bed->folders[folder].parent) {
        memcpy(below, out, sizeof below);
        require(snprintf(out, BACKENDBED_PATH_BYTES, "%.*s/%s", (int)bed->folders[folder].name.n,
                         bed->folders[folder].name.at, below) < BACKENDBED_PATH_BYTES,
                "a long path");
    }
}

/* What is expected of NAME in FOLDER: what it is. */
static void expect(const struct backendbed *bed, uint32_t folder, const char *name,
                   struct backend_item *item)
{
    char path[BACKENDBED_PATH_BYTES], full[BACKENDBED_PATH_BYTES];
    struct folderstat stat;

    put_path(bed, folder, name, path);
    backendbed_path(bed, path, full);
    if (!folderstat_read(-1, full, &stat))
        return;
    item->reference = stat.file.inode;
    item->size = stat.file.size;
    item->created = stat.file.times[0];
    item->modified = stat.file.times[1];
}

struct backend_item backendbed_item(const struct backendbed *bed, uint32_t folder, const char *name,
                                    uint32_t from_folder, const char *from)
{
    struct backend_item item = {.folder = folder,
                                .from_folder = from_folder,
                                .name = str_of(name),
                                .from_name = str_of(from)};

    expect(bed, from_folder, from, &item);
    return item;
}

struct backend_item backendbed_doomed(const struct backendbed *bed, uint32_t folder,
                                      const char *name)
{
    struct backend_item item = {
        .folder = folder, .from_folder = BACKEND_NONE, .name = str_of(name)};

    expect(bed, folder, name, &item);
    return item;
}

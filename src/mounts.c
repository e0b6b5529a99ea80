/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is mounted where: see mounts.h. A line of mountinfo:
 *
 *   36 35 8:17 /root /mount/point rw,noatime shared:1 ... - type source options
 *
 * with spaces, tabs, line ends and backslashes within a field as three octal digits (\040).
 */
#define _GNU_SOURCE /* strsep */

#include "src/mounts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS_BEFORE_DASH = 6, FIELD_DEVICE = 2, FIELD_ROOT = 3, FIELD_POINT = 4 };

static bool is_octal(char c)
{
    return c >= '0' && c <= '7';
}

void mounts_unescape(char *field)
{
    char *to = field;

    for (const char *from = field; *from; to++) {
        if (from[0] == '\\' && is_octal(from[1]) && is_octal(from[2]) && is_octal(from[3])) {
            *to = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0'));
            from += 4;
        } else {
            *to = *from++;
        }
    }
    *to = '\0';
}

/* Cuts LINE at its spaces. */
static bool parse_line(char *line, struct mount *mount_ret)
{
    struct mount mount = {0};
    char *rest = line, *field;
    int number = 0;

    for (; (field = strsep(&rest, " ")); number++) {
        mounts_unescape(field);
        if (number == FIELD_DEVICE)
            mount.device = field;
        else if (number == FIELD_ROOT)
            mount.root = field;
        else if (number == FIELD_POINT)
            mount.point = field;
        else if (number >= FIELDS_BEFORE_DASH && strcmp(field, "-") == 0)
            break;
    }
    mount.type = field ? strsep(&rest, " ") : NULL;
    mount.source = mount.type ? strsep(&rest, " ") : NULL;
    if (!mount.source)
        return false;
    mounts_unescape((char *)mount.type);
    mounts_unescape((char *)mount.source);
    *mount_ret = mount;
    return true;
}

bool mounts_parse(char *text, struct mounts *mounts_ret)
{
    struct mounts mounts = {.text = text};
    size_t nlines = 1;
    char *line;

    for (const char *at = text; *at; at++)
        nlines += *at == '\n';
    mounts.at = calloc(nlines, sizeof *mounts.at);
    if (!mounts.at) {
        free(text);
        return false;
    }
    while ((line = strsep(&text, "\n")))
        if (parse_line(line, &mounts.at[mounts.n]))
            mounts.n++;
    *mounts_ret = mounts;
    return true;
}

/* All of FILE as text, or NULL. */
static char *read_all(FILE *file)
{
    size_t n = 0, capacity = 0;
    char *text = NULL;

    for (;;) {
        char *bigger = realloc(text, capacity + 65536);

        if (!bigger)
            break;
        text = bigger;
        capacity += 65536;
        n += fread(text + n, 1, capacity - 1 - n, file);
        if (n < capacity - 1) {
            text[n] = '\0';
            return text;
        }
    }
    free(text);
    return NULL;
}

bool mounts_load(struct mounts *mounts_ret)
{
    FILE *file = fopen("/proc/self/mountinfo", "re");
    char *text = file ? read_all(file) : NULL;

    if (file)
        fclose(file);
    return text && mounts_parse(text, mounts_ret);
}

void mounts_free(struct mounts *mounts)
{
    free(mounts->at);
    free(mounts->text);
    *mounts = (struct mounts){0};
}

const struct mount *mounts_at(const struct mounts *mounts, const char *path)
{
    for (size_t i = mounts->n; i-- > 0;)
        if (strcmp(mounts->at[i].point, path) == 0)
            return &mounts->at[i];
    return NULL;
}

static bool is_within(const char *path, const char *point)
{
    size_t n = strlen(point);

    if (strcmp(point, "/") == 0)
        return true;
    return strncmp(path, point, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

const struct mount *mounts_holding(const struct mounts *mounts, const char *path)
{
    const struct mount *holding = NULL;

    for (size_t i = 0; i < mounts->n; i++) {
        const struct mount *mount = &mounts->at[i];

        if (is_within(path, mount->point) &&
            (!holding || strlen(mount->point) >= strlen(holding->point)))
            holding = mount;
    }
    return holding;
}

bool mounts_may_be_ntfs(const struct mount *mount)
{
    static const char *const types[] = {"ntfs", "ntfs3",        "fuseblk",
                                        "fuse", "fuse.ntfs-3g", "fuse.ntfs"};

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(mount->type, types[i]) == 0)
            return true;
    return false;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a shortcut (.lnk) leads to, as far as it names a file on a drive ([MS-SHLLINK]).
 *
 *   status = shortcut_read(bytes, &arena, &shortcut);
 *   ... shortcut.target, shortcut.relative ...
 *
 * Only what is sure is told: a path with a drive letter on a disk that is built in. Pure; safe from
 * any number of threads, each with an arena of its own.
 */
#ifndef SRC_SHORTCUT_H
#define SRC_SHORTCUT_H

#include "mft/arena.h"
#include "mft/status.h"
#include "mft/text.h"

/* Shortcuts have a few thousand bytes; whatever has more is none that Windows has made. */
#define SHORTCUT_BYTES_MAX ((uint64_t)1 << 20)

struct shortcut {
    struct str target;   /* WTF-8: "C:\Docs\a.txt" */
    struct str relative; /* "..\Docs\a.txt", from the folder that it is in; or empty */
};

/*
 *   STATUS_NOT_FOUND  it leads to no file that is sure to be on a built-in disk: to the network, to
 *                     something that only Windows' shell knows, to a program that an installer
 *                     looks for, by variables, or by letters of a code page
 *   STATUS_DAMAGED    it is no shortcut, or a length in it leads outside
 *   STATUS_NO_MEMORY
 */
enum status shortcut_read(struct bytes bytes, struct arena *arena, struct shortcut *shortcut_ret);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The XML of /offline: which folder is Windows, and which volume is which drive.
 *
 *     <offline>
 *       <winDir><path>C:\Windows</path><path>D:\Windows</path></winDir>
 *       <mappings><path>C:\, D:\</path></mappings>
 *       <failOnMultipleWinDir>1</failOnMultipleWinDir>
 *     </offline>
 */
#ifndef SRC_CONFIGXML_OFFLINE_H
#define SRC_CONFIGXML_OFFLINE_H

#include "mft/arena.h"
#include "mft/text.h"

enum { CONFIGXML_OFFLINE_PATHS_MAX = 64 };

struct configxml_offline {
    struct str windows[CONFIGXML_OFFLINE_PATHS_MAX];
    struct str mappings[CONFIGXML_OFFLINE_PATHS_MAX]; /* as written */
    unsigned nwindows, nmappings;
    bool fails_on_several;
};

/* Reads the file PATH; texts are in ARENA. False after it has said why not. */
bool configxml_offline_read(const char *path, struct arena *arena,
                            struct configxml_offline *offline_ret);

#endif

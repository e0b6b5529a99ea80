/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drives and where they are: see usmt_local.h. */
#define _GNU_SOURCE /* access, major, minor */
#include "src/usmt_local.h"

#include "src/backing.h"
#include "src/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* ---- Local or not ---- */

static bool is_network(const char *type)
{
    static const char *const types[] = {"nfs", "nfs4", "cifs",       "smb3", "smbfs",
                                        "9p",  "afs",  "fuse.sshfs", "ceph", "fuse.glusterfs"};

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(type, types[i]) == 0)
            return true;
    return false;
}

/* Does the file ENDING of the device in sysfs begin with "1"? */
static bool is_one(const char *ending, dev_t device)
{
    char path[128];
    FILE *file;
    int c = 0;

    snprintf(path, sizeof path, "/sys/dev/block/%u:%u/%s", major(device), minor(device), ending);
    file = fopen(path, "re");
    if (!file)
        return false;
    c = getc(file);
    fclose(file);
    return c == '1';
}

/* Of a partition its disk is asked. */
static bool is_removable(const char *source)
{
    struct stat it;

    return stat(source, &it) == 0 && S_ISBLK(it.st_mode) &&
           (is_one("removable", it.st_rdev) || is_one("../removable", it.st_rdev));
}

static bool is_local(const char *source)
{
    char *type = NULL;
    bool is_away = backing_is_folder(source, &type) ? is_network(type) : is_removable(source);

    free(type);
    return !is_away;
}

void usmt_local_only(struct usmt_front *front)
{
    struct options *options = &front->options;
    int n = 0;

    for (int i = 0; i < options->ndrives; i++)
        if (is_local(options->drives[i].source))
            options->drives[n++] = options->drives[i];
        else
            usmt_log_put(&front->log, USMT_LOG_INFO, "%c: is left out by /localonly: '%s'",
                         options->drives[i].letter, options->drives[i].source);
    options->ndrives = n;
}

/* ---- Rights ---- */

static bool reads_only(const struct usmt_front *front)
{
    return front->options.dry_run || usmt_options_has(&front->line, USMT_GENCONFIG) ||
           usmt_options_has(&front->line, USMT_P);
}

bool usmt_local_has_right(const struct usmt_front *front)
{
    for (int i = 0; i < front->options.ndrives && !reads_only(front); i++) {
        const char *source = front->options.drives[i].source;

        char *type = NULL;
        bool is_only_read = backing_is_folder(source, &type);

        free(type);
        if (is_only_read || access(source, W_OK) == 0 || (errno != EACCES && errno != EPERM))
            continue;
        say("'%s' may not be written by this user: run it as root, or be given the right.", source);
        return false;
    }
    return true;
}

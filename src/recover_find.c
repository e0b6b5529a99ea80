/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which log is open: see recover_find.h.
 */
#define _GNU_SOURCE /* strndup */

#include "src/recover_find.h"

#include "mft/layout.h"
#include "src/openlog.h"
#include "src/redo.h"
#include "src/say.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

static bool try_boot(const struct target *target, uint64_t offset, uint64_t *serial_ret)
{
    uint8_t sector[BOOT_BYTES];
    struct geometry geometry;

    if (source_read_all(&target->part, offset, sector, sizeof sector) != STATUS_OK ||
        boot_parse(sector, &geometry) != STATUS_OK)
        return false;
    *serial_ret = geometry.serial;
    return true;
}

bool recover_find_serial(const struct target *target, uint64_t *serial_ret)
{
    uint64_t size = target->part.size_bytes;

    if (try_boot(target, 0, serial_ret))
        return true;
    for (uint32_t sector = 512; sector <= 4096 && size >= 2 * (uint64_t)sector; sector *= 2)
        if (try_boot(target, size - sector, serial_ret))
            return true;
    say("'%s' has no boot sector that can be used: which volume it is cannot be told.",
        target->name);
    return false;
}

/* "a/plan.redo" or "a/plan.redo.new" without its end; NULL without memory. */
static char *plan_of_log(const char *log, bool *is_log_ret)
{
    static const char *const ends[] = {".redo", ".redo.new"};
    size_t n = strlen(log);

    *is_log_ret = true;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t nend = strlen(ends[i]);

        if (n > nend && strcmp(log + n - nend, ends[i]) == 0)
            return strndup(log, n - nend);
    }
    *is_log_ret = false;
    return NULL;
}

/* Takes what --log says. */
static bool take_log(const char *log, char **plan_ret)
{
    bool is_log;

    *plan_ret = plan_of_log(log, &is_log);
    if (!is_log)
        say("'%s' is to be a redo log, but is not called PLAN.redo: the journal beside it could "
            "not be found. Give it the name that it had.",
            log);
    else if (!*plan_ret)
        say_no_memory();
    return *plan_ret;
}

/* Is NAME, in the current folder, a log of the volume SERIAL? */
static bool is_log_of(const char *name, uint64_t serial)
{
    const char *why = NULL;
    struct redo *redo;
    enum status status = redo_open(name, &redo, &why);
    bool is;

    if (status != STATUS_OK) {
        if (status == STATUS_DAMAGED)
            say("'%s' %s; it is passed over.", name, why);
        return false;
    }
    is = redo_about(redo)->serial == serial;
    redo_close(redo);
    return is;
}

/* Looks for logs of the volume in FOLDER, the current one. False after it has said that there are
 * several, or that memory ran out. */
static bool search(DIR *folder, uint64_t serial, char **plan_ret)
{
    struct dirent *entry;

    while ((entry = readdir(folder))) {
        bool is_log;
        char *plan = plan_of_log(entry->d_name, &is_log);

        if (!is_log || !is_log_of(entry->d_name, serial)) {
            free(plan);
            continue;
        }
        if (!plan || *plan_ret) {
            if (plan)
                say("There are several logs of this volume here, '%s.redo' and '%s.redo': say with "
                    "--log which it is.",
                    *plan_ret, plan);
            else
                say_no_memory();
            free(plan);
            free(*plan_ret);
            return false;
        }
        *plan_ret = plan;
    }
    return true;
}

bool recover_find_plan(const struct target *target, uint64_t serial, const char *log,
                       char **plan_ret)
{
    char *plan = NULL;
    bool is_good = true;

    if (log) {
        is_good = take_log(log, &plan);
    } else {
        DIR *folder;

        plan = openlog_find(serial);
        folder = plan ? NULL : opendir(".");
        if (folder) {
            is_good = search(folder, serial, &plan);
            closedir(folder);
        } else if (!plan) {
            say("No log is noted for '%s', and the current folder cannot be read: %s.",
                target->name, strerror(errno));
        }
    }
    if (is_good)
        *plan_ret = plan;
    return is_good;
}

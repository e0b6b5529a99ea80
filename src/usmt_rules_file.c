/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files on the command line: see usmt_rules_file.h. */
#define _GNU_SOURCE /* access, asprintf */
#include "src/usmt_rules_file.h"

#include "src/builtin.h"
#include "src/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- To be read ---- */

/* Errno where PATH is no file that can be read; 0. */
static int why_unread(const char *path)
{
    struct stat it;

    if (stat(path, &it) != 0 || access(path, R_OK) != 0)
        return errno;
    return S_ISDIR(it.st_mode) ? EISDIR : 0;
}

static enum usmt_code check_read(const char *name, const char *path, enum usmt_code code)
{
    int why = why_unread(path);

    if (!why)
        return USMT_SUCCESS;
    say("The file '%s' of /%s cannot be read: %s.", path, name, strerror(why));
    return code;
}

enum usmt_code usmt_rules_file_keys(const struct usmt_line *line)
{
    const char *path = usmt_options_value(line, USMT_KEYFILE);
    struct stat it;
    enum usmt_code code;

    if (!path)
        return USMT_SUCCESS;
    code = check_read("keyfile", path, USMT_UNABLE_READKEY);
    if (code == USMT_SUCCESS && stat(path, &it) == 0 && S_ISREG(it.st_mode) && it.st_size == 0) {
        say("The file '%s' of /keyfile is empty.", path);
        code = USMT_UNABLE_READKEY;
    }
    return code;
}

static enum usmt_code check_rules(const struct usmt_line *line)
{
    enum usmt_code code = USMT_SUCCESS;

    if (line->program == USMT_UTILS)
        return USMT_SUCCESS;
    for (int i = 0; i < line->nwords && code == USMT_SUCCESS; i++)
        if (line->words[i].option->id == USMT_I && !builtin_is(line->words[i].value))
            code = check_read("i", line->words[i].value, USMT_UNABLE_GET_SCRIPTFILES);
    return code;
}

static enum usmt_code check_auto(const struct usmt_line *line)
{
    static const char *const names[] = {"MigDocs.xml", "MigApp.xml"};
    const char *folder = usmt_options_value(line, USMT_AUTO);
    enum usmt_code code = USMT_SUCCESS;

    for (size_t i = 0; folder && i < 2 && code == USMT_SUCCESS; i++) {
        char *path;

        if (asprintf(&path, "%s/%s", folder, names[i]) < 0) {
            say_no_memory();
            return USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
        }
        code = check_read("auto", path, USMT_UNABLE_GET_SCRIPTFILES);
        free(path);
    }
    return code;
}

/* ---- To be written ---- */

/* Errno where PATH cannot be made, or written where it is there; 0. */
static int why_unwritten(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct stat it;
    char *folder;
    int why = 0;

    if (stat(path, &it) == 0) {
        if (S_ISDIR(it.st_mode))
            return EISDIR;
        return access(path, W_OK) == 0 ? 0 : errno;
    }
    if (errno != ENOENT)
        return errno;
    folder = !slash          ? strdup(".")
             : slash == path ? strdup("/")
                             : strndup(path, (size_t)(slash - path));
    if (!folder)
        return ENOMEM;
    if (stat(folder, &it) != 0 || access(folder, W_OK) != 0)
        why = errno;
    else if (!S_ISDIR(it.st_mode))
        why = ENOTDIR;
    free(folder);
    return why;
}

static enum usmt_code check_written(const struct usmt_line *line, enum usmt_id id, const char *name,
                                    const char *what, enum usmt_code code)
{
    const char *path = usmt_options_value(line, id);
    int why = path ? why_unwritten(path) : 0;

    if (!why)
        return USMT_SUCCESS;
    say("%s '%s' of /%s cannot be written: %s.", what, path, name, strerror(why));
    return code;
}

static enum usmt_code check_genconfig(const struct usmt_line *line)
{
    const char *path = usmt_options_value(line, USMT_GENCONFIG);
    enum usmt_code code =
        check_written(line, USMT_GENCONFIG, "genconfig", "The file", USMT_INVALID_PARAMETERS);

    if (code != USMT_SUCCESS || !path || usmt_options_has(line, USMT_O) || access(path, F_OK) != 0)
        return code;
    say("The file '%s' of /genconfig is there already: /o overwrites it.", path);
    return USMT_INVALID_PARAMETERS;
}

enum usmt_code usmt_rules_file_check(const struct usmt_line *line)
{
    const char *config = usmt_options_value(line, USMT_CONFIG);
    const char *offline = usmt_options_value(line, USMT_OFFLINE);
    enum usmt_code code;

    code = check_written(line, USMT_L, "l", "The log", USMT_INIT_LOGFILE_FAILED);
    if (code == USMT_SUCCESS)
        code = check_rules(line);
    if (code == USMT_SUCCESS)
        code = check_auto(line);
    if (code == USMT_SUCCESS && config)
        code = check_read("config", config, USMT_UNABLE_TO_READ_CONFIG_FILE);
    if (code == USMT_SUCCESS && offline)
        code = check_read("offline", offline, USMT_INVALID_PARAMETERS);
    if (code == USMT_SUCCESS)
        code = check_written(line, USMT_PROGRESS, "progress", "The progress log",
                             USMT_ERROR_UNABLE_CREATE_PROGRESS_LOG);
    if (code == USMT_SUCCESS)
        code = check_written(line, USMT_P, "p", "The file", USMT_PREFLIGHT_FILE_CREATION_FAILED);
    if (code == USMT_SUCCESS)
        code =
            check_written(line, USMT_LISTFILES, "listfiles", "The list", USMT_INVALID_PARAMETERS);
    return code == USMT_SUCCESS ? check_genconfig(line) : code;
}

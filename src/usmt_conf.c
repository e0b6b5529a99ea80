/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mftlink.conf: see usmt_conf.h. */
#include "src/usmt_conf.h"

#include "src/say.h"
#include "src/textscan.h"
#include "src/wholefile.h"

#include <errno.h>
#include <stdlib.h>

enum { BYTES_MAX = 64 * 1024 };

/* "C: = disk.img" as drivechoice.h has it: "C:=disk.img". NULL without memory. */
static const char *joined(struct str line, struct arena *arena)
{
    struct str drive = text_trim(textscan_until(&line, '=')), source = text_trim(line);
    char *at = arena_alloc(arena, drive.n + source.n + 2);

    if (!at)
        return NULL;
    memcpy(at, drive.at, drive.n);
    at[drive.n] = '=';
    memcpy(at + drive.n + 1, source.at, source.n);
    at[drive.n + 1 + source.n] = '\0';
    return at;
}

static bool take_line(struct options *options, struct str line, struct arena *arena,
                      const char *path, unsigned number)
{
    struct drivechoice choice;
    const char *text;

    line = text_trim(line);
    if (line.n == 0 || line.at[0] == '#')
        return true;
    text = joined(line, arena);
    if (!text) {
        say_no_memory();
        return false;
    }
    if (memchr(line.at, '\0', line.n) || !memchr(line.at, '=', line.n) ||
        !drivechoice_parse(text, &choice)) {
        say("%s:%u: this is no drive: write C: = SOURCE.", path, number);
        return false;
    }
    if (options->ndrives == DRIVECHOICE_MAX) {
        say("%s:%u: there are more drives than letters.", path, number);
        return false;
    }
    options->drives[options->ndrives++] = choice;
    return true;
}

bool usmt_conf_drives(const char *path, struct options *options, struct arena *arena)
{
    struct str text, line;
    bool is_good = true;
    uint8_t *at;
    size_t n;

    if (!wholefile_read(path, BYTES_MAX, &at, &n)) {
        say("Cannot read '%s': %s.", path, strerror(errno));
        return false;
    }
    if (n > BYTES_MAX) {
        say("'%s' has more than %d bytes: that is no list of drives.", path, (int)BYTES_MAX);
        is_good = false;
    }
    text = (struct str){(const char *)at, n};
    for (unsigned i = 1; is_good && textscan_line(&text, &line); i++)
        is_good = take_line(options, line, arena, path, i);
    free(at);
    return is_good;
}

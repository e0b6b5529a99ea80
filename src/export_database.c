/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database as an output file: see export_database.h. */
#define _GNU_SOURCE /* open, read */

#include "src/export_database.h"

#include "src/backing.h"
#include "src/compress.h"
#include "src/export_sqlite.h"
#include "src/say.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK_BYTES = 1024 * 1024 }; /* of a database in one frame */

/* As the database is. */
static bool write_plain(const struct survey *survey, const struct security *security,
                        const char *path)
{
    struct outfile file;
    bool is_good = outfile_open_path(path, &file);

    if (!is_good)
        return false;
    is_good = export_sqlite_write(survey, security, &file);
    return outfile_finish(&file, is_good) && evidence_add_file(survey->evidence, path);
}

/* Reads up to a block; 0 at the end, negative after an error. */
static ssize_t read_block(int fd, uint8_t *block)
{
    size_t got = 0;

    while (got < BLOCK_BYTES) {
        ssize_t n = read(fd, block + got, BLOCK_BYTES - got);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        got += (size_t)n;
    }
    return (ssize_t)got;
}

/* What is in FD goes to OUT, a frame for each block. */
static bool pack(int fd, struct compress *compress, uint8_t *block, struct out *out)
{
    ssize_t n;

    while ((n = read_block(fd, block)) > 0)
        if (!compress_append(compress, (struct bytes){block, (size_t)n}, true, &out->text) ||
            !out_drain(out))
            return true; /* OUT knows why it is not complete */
    if (n < 0)
        say("Cannot read the database back: %s.", strerror(errno));
    return n == 0;
}

static bool pack_file(const char *database, struct out *out)
{
    int fd = open(database, O_RDONLY | O_CLOEXEC);
    uint8_t *block = malloc(BLOCK_BYTES);
    struct compress *compress = NULL;
    bool is_good = false;

    if (fd < 0)
        say("Cannot read the database back: %s.", strerror(errno));
    else if (!block || !compress_begin(&compress))
        say_no_memory();
    else
        is_good = pack(fd, compress, block, out);
    compress_end(compress);
    free(block);
    if (fd >= 0)
        close(fd);
    return is_good;
}

/* The database is made beside the output, compressed into it, and thrown away. */
static bool write_packed(const struct survey *survey, const struct security *security,
                         const char *path)
{
    struct outfile database, file;
    bool is_good = outfile_open_path(path, &database);

    if (!is_good)
        return false;
    is_good = export_sqlite_write(survey, security, &database) && outfile_open(path, &file);
    if (is_good) {
        evidence_watch(survey->evidence, &file.out, path);
        is_good = pack_file(database.temporary, &file.out);
        is_good = outfile_finish(&file, is_good);
    }
    outfile_finish(&database, false);
    return is_good;
}

bool export_database(const struct survey *survey, const struct options *options)
{
    struct security *security = NULL;
    bool is_good;

    if (!backing_allows(survey->target.backing, options->out) || !survey_owners(survey, &security))
        return false;
    is_good = outfile_is_packed(options->out) ? write_packed(survey, security, options->out)
                                              : write_plain(survey, security, options->out);
    security_free(security);
    return is_good;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Journals, opened and appended to: see journal.h.
 */
#define _GNU_SOURCE /* flock, pwrite, ftruncate */

#include "src/journal.h"

#include "src/journal_entries.h"
#include "src/putat.h"
#include "src/redo_file.h"
#include "src/say.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static struct journal *new_journal(const char *path)
{
    struct journal *journal = calloc(1, sizeof *journal);

    if (!journal)
        return NULL;
    journal->fd = -1;
    journal->path = strdup(path);
    if (journal->path)
        return journal;
    free(journal);
    return NULL;
}

void journal_close(struct journal *journal)
{
    if (!journal)
        return;
    if (journal->fd >= 0)
        close(journal->fd);
    arena_free(&journal->arena);
    free(journal->entries);
    free(journal->path);
    free(journal);
}

/* ---- Reading ---- */

enum status journal_read_source(const struct source *source, struct journal **journal_ret,
                                const char **why_ret)
{
    struct journal *journal = new_journal("");
    enum status status = STATUS_NO_MEMORY;

    if (journal)
        status = journal_entries_read(journal, source, why_ret);
    if (status == STATUS_OK)
        *journal_ret = journal;
    else
        journal_close(journal);
    return status;
}

/* Says why the journal PATH cannot be used; WHY, where it is damaged, else NULL. */
static bool fail(const char *path, enum status status, const char *why)
{
    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    else if (why)
        say("'%s' %s. Nothing is done with it; if you have a copy from before, use that.", path,
            why);
    else
        say("Cannot read '%s': %s.", path, strerror(errno));
    return false;
}

bool journal_read(const char *path, struct journal **journal_ret)
{
    const char *why = NULL;
    struct source source;
    enum status status = source_open(path, &source);

    if (status != STATUS_OK)
        return fail(path, status, NULL);
    status = journal_read_source(&source, journal_ret, &why);
    int error = errno;
    source_close(&source);
    errno = error;
    return status == STATUS_OK || fail(path, status, why);
}

const struct journal_about *journal_about(const struct journal *journal)
{
    return &journal->about;
}

const struct journal_entry *journal_entries(const struct journal *journal, uint32_t *n_ret)
{
    *n_ret = journal->nentries;
    return journal->entries;
}

const struct journal_entry *journal_open_intent(const struct journal *journal, uint32_t volume)
{
    uint32_t intent = volume < JOURNAL_VOLUMES_MAX ? journal->volumes[volume].intent : 0;

    return intent ? &journal->entries[intent - 1] : NULL;
}

/* ---- Opening for writing ---- */

static bool say_write(const char *path)
{
    say("Cannot write the journal '%s': %s. It must be possible to write beside the plan.", path,
        strerror(errno));
    return false;
}

/* Opens and locks the file; makes it, empty, where there is none. */
static bool open_locked(struct journal *journal)
{
    struct stat st;

    journal->fd = open(journal->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666);
    if (journal->fd < 0 || fstat(journal->fd, &st) != 0)
        return say_write(journal->path);
    if (!S_ISREG(st.st_mode)) {
        say("'%s' is to be a journal, but is no file. Move it away.", journal->path);
        return false;
    }
    if (flock(journal->fd, LOCK_EX | LOCK_NB) == 0)
        return true;
    if (errno == EWOULDBLOCK)
        say("Another process is at work with the journal '%s'. Wait until it has ended.",
            journal->path);
    else
        say("Cannot lock the journal '%s': %s. Put the plan on a file system that has locks.",
            journal->path, strerror(errno));
    return false;
}

/* Makes the file and its name last. */
static bool sync_all(struct journal *journal)
{
    int folder;
    enum status status;
    bool is_good;

    if (fsync(journal->fd) != 0)
        return say_write(journal->path);
    status = redo_file_open_folder(journal->path, &folder);
    if (status == STATUS_NO_MEMORY) {
        say_no_memory();
        return false;
    }
    if (status != STATUS_OK)
        return say_write(journal->path);
    is_good = redo_file_sync_folder(folder) || say_write(journal->path);
    close(folder);
    return is_good;
}

/* Is what the file has, fewer bytes than a header, a part of HEADER with nothing but zeros behind,
 * as a crash leaves it? */
static bool is_part_of_header(struct journal *journal, const uint8_t *header, size_t nfile)
{
    uint8_t bytes[JOURNAL_FILE_HEADER_BYTES];
    size_t n = 0;

    if (pread(journal->fd, bytes, nfile, 0) != (ssize_t)nfile)
        return false;
    while (n < nfile && bytes[n] == header[n])
        n++;
    while (n < nfile && bytes[n] == 0)
        n++;
    return n == nfile;
}

/* Writes the header into a file that is empty, or has a torn one. */
static bool make(struct journal *journal, const struct journal_about *about, size_t nfile)
{
    uint8_t header[JOURNAL_FILE_HEADER_BYTES];

    if (!journal_file_header(about, header)) {
        say_no_memory();
        return false;
    }
    if (!is_part_of_header(journal, header, nfile))
        return fail(journal->path, STATUS_DAMAGED, "is no journal of mftlink");
    if (!putat(journal->fd, 0, (struct bytes){header, sizeof header}))
        return say_write(journal->path);
    journal->about = *about;
    journal->end = sizeof header;
    memcpy(journal->chain, header + JOURNAL_FILE_AT_SHA256, SHA256_BYTES);
    return sync_all(journal);
}

static bool is_same(const struct journal_about *a, const struct journal_about *b)
{
    return a->nops == b->nops && memcmp(a->plan_sha256, b->plan_sha256, SHA256_BYTES) == 0;
}

/* Reads what is there, and cuts what a crash has torn off. */
static bool take_over(struct journal *journal, const struct journal_about *about)
{
    const char *why = NULL;
    struct source source;
    enum status status = source_open(journal->path, &source);
    bool is_torn;

    if (status != STATUS_OK)
        return fail(journal->path, status, NULL);
    status = journal_entries_read(journal, &source, &why);
    is_torn = journal->end < source.size_bytes;
    int error = errno;
    source_close(&source);
    errno = error;
    if (status != STATUS_OK)
        return fail(journal->path, status, why);
    if (!is_same(&journal->about, about)) {
        say("'%s' is the journal of another plan, or of this one before it was made anew. Move it "
            "away if it is not needed to undo that one.",
            journal->path);
        return false;
    }
    if (!is_torn)
        return true;
    return (ftruncate(journal->fd, (off_t)journal->end) == 0 || say_write(journal->path)) &&
           sync_all(journal);
}

/* Its length came to the disk and its contents did not. */
static bool is_blank(int fd)
{
    uint8_t header[JOURNAL_FILE_HEADER_BYTES + 1], zeros[JOURNAL_FILE_HEADER_BYTES] = {0};

    return pread(fd, header, sizeof header, 0) == sizeof zeros &&
           memcmp(header, zeros, sizeof zeros) == 0;
}

bool journal_is_begun(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st;
    bool is_begun;

    if (fd < 0)
        return errno != ENOENT;
    is_begun = fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
               (st.st_size >= JOURNAL_FILE_HEADER_BYTES && !is_blank(fd));
    close(fd);
    return is_begun;
}

bool journal_open(const char *path, const struct journal_about *about, struct journal **journal_ret)
{
    struct journal *journal = new_journal(path);
    struct stat st;
    bool is_good;

    if (!journal) {
        say_no_memory();
        return false;
    }
    is_good = open_locked(journal);
    if (is_good && fstat(journal->fd, &st) != 0)
        is_good = say_write(path);
    if (is_good)
        is_good = st.st_size < JOURNAL_FILE_HEADER_BYTES || is_blank(journal->fd)
                      ? make(journal, about, (size_t)st.st_size)
                      : take_over(journal, about);
    if (is_good)
        *journal_ret = journal;
    else
        journal_close(journal);
    return is_good;
}

/* ---- Appending ---- */

/* One write, so that a crash tears at most this entry. */
static bool put_entry(struct journal *journal, struct bytes bytes)
{
    ssize_t n;

    do
        n = pwrite(journal->fd, bytes.at, bytes.n, (off_t)journal->end);
    while (n < 0 && errno == EINTR);
    if (n >= 0 && (size_t)n < bytes.n)
        return putat(journal->fd, journal->end + (uint64_t)n,
                     (struct bytes){bytes.at + n, bytes.n - (size_t)n}) &&
               fsync(journal->fd) == 0;
    return n >= 0 && fsync(journal->fd) == 0;
}

/* What could not be appended must not come back. */
static enum status break_off(struct journal *journal)
{
    int error = errno;

    journal->is_broken = true;
    if (ftruncate(journal->fd, (off_t)journal->end) == 0)
        fsync(journal->fd);
    errno = error;
    return STATUS_IO;
}

/* ENTRY, whose items are the journal's now, and which is BYTES. */
static enum status append_bytes(struct journal *journal, const struct journal_entry *entry,
                                struct bytes bytes, const uint8_t *chain)
{
    if (!journal_entries_reserve(journal))
        return STATUS_NO_MEMORY;
    if (!put_entry(journal, bytes))
        return break_off(journal);
    journal_entries_add(journal, entry);
    journal->end += bytes.n;
    memcpy(journal->chain, chain, SHA256_BYTES);
    return STATUS_OK;
}

static enum status append(struct journal *journal, enum journal_kind kind,
                          const struct journal_range *range, const struct journal_item *items,
                          uint32_t nitems)
{
    struct journal_item *own = arena_array(&journal->arena, nitems + (size_t)1, sizeof *own);
    struct journal_entry entry = {kind, *range, own, nitems};
    uint8_t chain[SHA256_BYTES];
    struct textbuf text = {0};
    enum status status = STATUS_NO_MEMORY;

    assert(journal->fd >= 0 && range->volume < JOURNAL_VOLUMES_MAX && range->n > 0 &&
           bytes_fit(range->first, range->n, journal->about.nops) && nitems <= range->n);
    assert(!journal_entries_object(journal, &entry));
    if (journal->is_broken) {
        errno = EIO;
        return STATUS_IO;
    }
    memcpy(chain, journal->chain, sizeof chain);
    if (own && nitems > 0)
        memcpy(own, items, nitems * sizeof *own);
    if (own && journal_file_entry(&entry, chain, &text))
        status = append_bytes(journal, &entry, (struct bytes){(uint8_t *)text.at, text.n}, chain);
    int error = errno;
    textbuf_free(&text);
    errno = error;
    return status;
}

enum status journal_intent(struct journal *journal, const struct journal_range *range,
                           const struct journal_item *items, uint32_t nitems)
{
    return append(journal, JOURNAL_INTENT, range, items, nitems);
}

enum status journal_done(struct journal *journal, const struct journal_range *range,
                         const struct journal_item *items, uint32_t nitems)
{
    return append(journal, JOURNAL_DONE, range, items, nitems);
}

enum status journal_discarded(struct journal *journal, const struct journal_range *range)
{
    return append(journal, JOURNAL_DISCARDED, range, NULL, 0);
}

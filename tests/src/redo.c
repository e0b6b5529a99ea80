/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Redo logs: written, refused, carried out, and what crashes and errors leave. */
#define _GNU_SOURCE /* mkdtemp, seteuid */

#include "src/redo.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/compress.h"
#include "src/putat.h"
#include "src/redo_compare.h"
#include "src/redo_file.h"
#include "src/wholefile.h"
#include "tests/support/chance.h"
#include "tests/support/forge.h"
#include "tests/support/redolog.h"

enum {
    SMALL_BYTES = 10 * 4096 + 1000, /* the last block is shorter */
    LARGE_BYTES = 6 << 20,
};

static char folder[64], path[96], path_new[104];
static struct redo *redo;
static const char *why;

static void begin(void)
{
    strcpy(folder, "/tmp/mftlink-redo-XXXXXX");
    cr_assert(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/PLAN.redo", folder);
    snprintf(path_new, sizeof path_new, "%s.new", path);
    redo = NULL;
    why = NULL;
}

static void end(void)
{
    redo_close(redo);
    remove(path);
    remove(path_new);
    cr_expect_eq(rmdir(folder), 0, "nothing else may lie in the folder");
}

TestSuite(redo, .init = begin, .fini = end, .timeout = 60);

static bool is_there(const char *name)
{
    struct stat st;

    return lstat(name, &st) == 0;
}

static void write_log(struct redolog *batch)
{
    cr_assert_eq(redo_write(path, &batch->about, redolog_extents(batch), 2), STATUS_OK);
    cr_assert(is_there(path));
    cr_assert(!is_there(path_new));
}

static uint8_t *volume_of(uint64_t nbytes)
{
    uint8_t *at = malloc(nbytes);

    cr_assert(at);
    memset(at, REDOLOG_BEFORE, nbytes);
    return at;
}

/* The log of a small batch, in memory; the file is removed. */
static uint8_t *small_log(size_t nblocks, size_t *n_ret)
{
    struct redolog batch;
    uint8_t *log;

    redolog_begin(&batch, 3, SMALL_BYTES, nblocks);
    memset(batch.contents, 7, nblocks * REDOLOG_BLOCK_BYTES);
    write_log(&batch);
    redolog_end(&batch);
    cr_assert(wholefile_read(path, 1 << 20, &log, n_ret));
    cr_assert_eq(redo_remove(path), STATUS_OK);
    return log;
}

/* What the command does with a log, on a volume in memory. */
static enum status recover(const uint8_t *log, size_t n, struct redolog_volume *volume)
{
    uint8_t *copy = forge_copy(log, n);
    struct source source = source_of_memory((struct bytes){copy, n});
    struct redo *opened = NULL;
    enum status status;

    why = NULL;
    status = redo_open_source(&source, &opened, &why);
    if (status == STATUS_OK)
        status = redo_carry_out(opened, redolog_target(volume), &why);
    redo_close(opened);
    free(copy);
    return status;
}

static void must_refuse(const uint8_t *log, size_t n, const char *what)
{
    struct redolog_volume volume = {.nbytes = UINT64_MAX};

    cr_assert_eq(recover(log, n, &volume), STATUS_DAMAGED, "%s", what);
    cr_assert(why && strlen(why) > 10, "%s", what);
    cr_assert_eq(volume.nwrites, 0, "%s", what);
}

/* ---- Round trips ---- */

static void go_round(uint64_t seed, uint64_t nbytes, size_t nblocks)
{
    struct redolog batch;
    uint8_t *expected = volume_of(nbytes), *got = volume_of(nbytes);
    struct redolog_volume volume = {.at = got, .nbytes = nbytes};

    redolog_begin(&batch, seed, nbytes, nblocks);
    redolog_apply(&batch, expected);
    write_log(&batch);
    cr_assert_eq(redo_open(path, &redo, &why), STATUS_OK);
    cr_assert_eq(memcmp(redo_about(redo), &batch.about, sizeof batch.about), 0);
    for (int again = 0; again < 2; again++) {
        cr_assert_eq(redo_carry_out(redo, redolog_target(&volume), &why), STATUS_OK);
        cr_assert_eq(volume.nsyncs, 1);
        cr_assert_eq(volume.sum, redo_bytes(redo));
        cr_assert_eq(memcmp(got, expected, nbytes), 0);
    }
    redo_close(redo);
    redo = NULL;
    memset(got, REDOLOG_BEFORE, nbytes);
    cr_assert_eq(redo_carry_blocks(redolog_extents(&batch), redolog_target(&volume), &why),
                 STATUS_OK);
    cr_assert_eq(volume.nsyncs, 1);
    cr_assert_eq(memcmp(got, expected, nbytes), 0, "the blocks themselves make the same of it");
    cr_assert_eq(redo_remove(path), STATUS_OK);
    cr_assert(!is_there(path));
    redolog_end(&batch);
    free(expected);
    free(got);
}

Test(redo, blocks_reach_their_places_and_twice_is_the_same)
{
    struct chance chance = chance_seed(1);

    for (uint64_t seed = 0; seed < 40; seed++) {
        uint64_t nbytes = 1 + chance_below(&chance, LARGE_BYTES);
        uint32_t nall = (uint32_t)((nbytes + 4095) / 4096);

        go_round(seed, nbytes, chance_below(&chance, nall + 1));
    }
}

Test(redo, nothing_one_block_and_everything_can_be_logged)
{
    go_round(1, SMALL_BYTES, 0);
    go_round(2, SMALL_BYTES, 1);
    go_round(3, SMALL_BYTES, 11);
    go_round(4, LARGE_BYTES, LARGE_BYTES / 4096);
}

Test(redo, a_part_of_a_file_is_written_by_its_descriptor)
{
    enum { FIRST = 1 << 20, END = FIRST + LARGE_BYTES + 512 };
    char name[96];
    struct redolog batch;
    uint8_t *expected = volume_of(END), *got;
    struct redo_target target;
    struct redo_place place = {.first_byte = FIRST};
    size_t n;

    snprintf(name, sizeof name, "%s/volume", folder);
    place.fd = open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    cr_assert(putat(place.fd, 0, (struct bytes){expected, END}));
    redolog_begin(&batch, 9, LARGE_BYTES, 500);
    redolog_apply(&batch, expected + FIRST);
    write_log(&batch);
    cr_assert_eq(redo_open(path, &redo, &why), STATUS_OK);
    target = redo_target_of(&place);
    cr_assert_eq(redo_carry_out(redo, &target, &why), STATUS_OK);
    cr_assert(wholefile_read(name, END, &got, &n));
    cr_assert_eq(n, END);
    cr_assert_eq(memcmp(got, expected, n), 0);
    close(place.fd);
    unlink(name);
    redolog_end(&batch);
    free(expected);
    free(got);
}

Test(redo, neighbours_become_one_extent_and_are_written_in_large_pieces)
{
    struct redolog batch;
    struct redolog_volume volume = {.nbytes = LARGE_BYTES};
    uint8_t header[REDO_FILE_HEADER_BYTES];
    int fd;

    redolog_begin(&batch, 5, LARGE_BYTES, LARGE_BYTES / 4096);
    write_log(&batch);
    fd = open(path, O_RDONLY);
    cr_assert_eq(read(fd, header, sizeof header), sizeof header);
    close(fd);
    cr_assert_eq(bytes_u64(header + REDO_FILE_AT_NEXTENTS), 1);
    cr_assert_eq(redo_open(path, &redo, &why), STATUS_OK);
    cr_assert_eq(redo_carry_out(redo, redolog_target(&volume), &why), STATUS_OK);
    cr_assert_eq(volume.nwrites, LARGE_BYTES / REDO_FILE_PIECE_BYTES);
    redolog_end(&batch);
}

/* ---- A volume that something else has written to ---- */

/* What the log at PATH says of VOLUME. */
static struct redo_state state_of(const uint8_t *volume, size_t n)
{
    struct source source = source_of_memory((struct bytes){volume, n});
    struct redo_state state;

    cr_assert_eq(redo_compare(redo, &source, &state, &why), STATUS_OK);
    return state;
}

/* The sectors that the blocks of BATCH have. */
static uint64_t count_sectors(const struct redolog *batch)
{
    uint64_t n = 0;

    for (size_t i = 0; i < batch->nblocks; i++) {
        uint64_t left = batch->about.volume_bytes - batch->blocks[i] * REDOLOG_BLOCK_BYTES;

        n += left < REDOLOG_BLOCK_BYTES ? (left + 511) / 512 : 8;
    }
    return n;
}

Test(redo, any_mix_of_sectors_before_and_after_is_taken)
{
    struct redolog batch;
    struct chance chance = chance_seed(3);
    uint8_t *before = volume_of(LARGE_BYTES - 300), *after = volume_of(LARGE_BYTES - 300);
    struct redo_state state;
    uint64_t nsectors;

    redolog_begin(&batch, 33, LARGE_BYTES - 300, 1000);
    redolog_apply(&batch, after);
    nsectors = count_sectors(&batch);
    write_log(&batch);
    cr_assert_eq(redo_open(path, &redo, &why), STATUS_OK);
    state = state_of(before, LARGE_BYTES - 300);
    cr_assert(state.nforeign == 0 && state.nbefore > nsectors / 2);
    cr_assert_eq(state.nbefore + state.nafter, nsectors);
    for (size_t at = 0; at < LARGE_BYTES - 300; at += 512)
        if (chance_below(&chance, 2))
            memcpy(before + at, after + at, LARGE_BYTES - 300 - at < 512 ? 212 : 512);
    state = state_of(before, LARGE_BYTES - 300);
    cr_assert(state.nforeign == 0 && state.nbefore > 100 && state.nafter > 100);
    cr_assert_eq(state.nbefore + state.nafter, nsectors);
    state = state_of(after, LARGE_BYTES - 300);
    cr_assert(state.nforeign == 0 && state.nbefore == 0 && state.nafter == nsectors);
    redolog_end(&batch);
    free(before);
    free(after);
}

Test(redo, any_byte_that_something_else_wrote_is_seen)
{
    struct redolog batch;
    uint8_t *volume = volume_of(SMALL_BYTES);

    redolog_begin(&batch, 3, SMALL_BYTES, 11);
    write_log(&batch);
    cr_assert_eq(redo_open(path, &redo, &why), STATUS_OK);
    for (size_t i = 0; i < SMALL_BYTES; i += 7) {
        struct redo_state state;

        volume[i] ^= 0x10;
        state = state_of(volume, SMALL_BYTES);
        cr_assert_eq(state.nforeign, 1);
        cr_assert_eq(state.foreign_offset, i / 512 * 512);
        volume[i] ^= 0x10;
    }
    redolog_end(&batch);
    free(volume);
}

Test(redo, a_volume_that_is_too_short_cannot_be_compared)
{
    struct redolog batch;
    uint8_t *volume = volume_of(SMALL_BYTES);
    struct source source = source_of_memory((struct bytes){volume, SMALL_BYTES - 1});
    struct redo_state state;

    redolog_begin(&batch, 3, SMALL_BYTES, 11);
    write_log(&batch);
    cr_assert_eq(redo_open(path, &redo, &why), STATUS_OK);
    cr_assert_eq(redo_compare(redo, &source, &state, &why), STATUS_TRUNCATED);
    redolog_end(&batch);
    free(volume);
}

/* ---- Damage ---- */

Test(redo, a_log_cut_short_anywhere_is_refused)
{
    size_t n;
    uint8_t *log = small_log(6, &n);

    for (size_t short_n = 0; short_n < n; short_n++)
        must_refuse(log, short_n, "cut short");
    free(log);
}

Test(redo, a_longer_log_is_refused)
{
    size_t n;
    uint8_t *log = small_log(6, &n), longer[8192] = {0};

    cr_assert(n < sizeof longer);
    memcpy(longer, log, n);
    must_refuse(longer, n + 1, "one byte more");
    must_refuse(longer, sizeof longer, "many bytes more");
    free(log);
}

Test(redo, any_byte_changed_is_refused)
{
    static const uint8_t masks[] = {1, 0x80, 0xFF};
    size_t n;
    uint8_t *log = small_log(6, &n);

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof masks; k++) {
            log[i] ^= masks[k];
            must_refuse(log, n, "a byte changed");
            log[i] ^= masks[k];
        }
    free(log);
}

/* The hashes are right: what they cover is looked at, too. */
static void must_refuse_change(size_t at, uint64_t value, const char *phrase)
{
    size_t n;
    uint8_t *log = small_log(6, &n);

    if (at > n)
        at = n - (SIZE_MAX - at) - 1;
    forge_put64(log + at, value);
    redolog_reseal(log, n);
    must_refuse(log, n, phrase);
    cr_assert(strstr(why, phrase), "'%s' and not '%s'", why, phrase);
    free(log);
}

Test(redo, what_cannot_be_is_refused_though_the_hashes_are_right)
{
    size_t last_offset = SIZE_MAX - 15, last_bytes = SIZE_MAX - 7;

    must_refuse_change(REDO_FILE_AT_VOLUME_BYTES, UINT64_C(1) << 63, "larger than there can be");
    must_refuse_change(REDO_FILE_AT_VOLUME_BYTES, 4096, "beyond the volume");
    must_refuse_change(REDO_FILE_AT_BATCH, 0, "no batch's number");
    must_refuse_change(REDO_FILE_AT_NEXTENTS, 0, "not as long as its header");
    must_refuse_change(REDO_FILE_AT_NEXTENTS, UINT64_MAX, "not as long as its header");
    must_refuse_change(REDO_FILE_AT_NEXTENTS, UINT64_C(1) << 60, "not as long as its header");
    must_refuse_change(REDO_FILE_AT_CONTENTS_BYTES, 0, "not as long as its contents");
    must_refuse_change(REDO_FILE_AT_PACKED_BYTES, UINT64_MAX, "not as long as its header");
    must_refuse_change(REDO_FILE_AT_ZEROS, 1, "more than we know of");
    must_refuse_change(REDO_FILE_AT_HEADER_SHA256 - 8, 1, "more than we know of");
    must_refuse_change(REDO_FILE_HEADER_BYTES, 0, "not packed as they must be");
    must_refuse_change(last_bytes, 0, "without bytes");
    must_refuse_change(last_bytes, UINT64_MAX, "beyond the volume");
    must_refuse_change(last_offset, UINT64_MAX, "beyond the volume");
    must_refuse_change(last_bytes, 999, "does not consist of blocks");
    must_refuse_change(last_offset, 0, "do not ascend");
    must_refuse_change(REDO_FILE_AT_MAGIC, 0, "is no redo log");
    must_refuse_change(REDO_FILE_AT_MAGIC + 8, bytes_u64((const uint8_t *)"redo 2\n"),
                       "another version");
}

/* A log put together by hand of one extent, and of what is given as its packed contents. */
static void must_refuse_contents(struct bytes packed, uint64_t n, const char *phrase)
{
    size_t nlog = REDO_FILE_HEADER_BYTES + packed.n + REDO_FILE_EXTENT_BYTES;
    uint8_t *log = calloc(1, nlog);

    cr_assert(log);
    memcpy(log, redo_file_magic, REDO_FILE_MAGIC_BYTES);
    forge_put64(log + REDO_FILE_AT_VOLUME_BYTES, n);
    forge_put64(log + REDO_FILE_AT_BATCH, 1);
    forge_put64(log + REDO_FILE_AT_NEXTENTS, 1);
    forge_put64(log + REDO_FILE_AT_CONTENTS_BYTES, n);
    forge_put64(log + REDO_FILE_AT_PACKED_BYTES, packed.n);
    memcpy(log + REDO_FILE_HEADER_BYTES, packed.at, packed.n);
    forge_put64(log + nlog - 8, n);
    redolog_reseal(log, nlog);
    must_refuse(log, nlog, phrase);
    cr_assert(strstr(why, phrase), "'%s' and not '%s'", why, phrase);
    free(log);
}

Test(redo, contents_in_other_frames_are_refused)
{
    static const uint8_t plain[2 * REDO_FILE_PIECE_MAX] = {0};
    size_t n = redo_file_piece_bytes(4096), nfirst;
    struct compress *compress;
    struct textbuf packed = {0};
    struct bytes frames;

    cr_assert(compress_begin(&compress));
    cr_assert(compress_append(compress, (struct bytes){plain, n}, false, &packed));
    nfirst = packed.n;
    cr_assert(compress_append(compress, (struct bytes){plain, n}, false, &packed));
    frames = (struct bytes){(const uint8_t *)packed.at, packed.n};
    must_refuse_contents(frames, 4096, "more contents than its extents");
    must_refuse_contents(frames, 8192, "not packed as they must be");
    must_refuse_contents((struct bytes){frames.at, nfirst}, 4095, "not packed as they must be");
    must_refuse_contents((struct bytes){frames.at, nfirst}, UINT64_C(1) << 39, "not packed");
    must_refuse_contents((struct bytes){frames.at, 0}, 100, "not packed as they must be");
    packed.n = 0;
    cr_assert(compress_append(compress, (struct bytes){plain, 4096}, false, &packed));
    frames = (struct bytes){(const uint8_t *)packed.at, packed.n};
    must_refuse_contents(frames, 4096, "not packed as they must be");
    packed.n = 0;
    n = redo_file_piece_bytes(2 * REDO_FILE_PIECE_BYTES);
    cr_assert(compress_append(compress, (struct bytes){plain, n}, false, &packed));
    frames = (struct bytes){(const uint8_t *)packed.at, packed.n};
    must_refuse_contents(frames, 2 * REDO_FILE_PIECE_BYTES, "not packed as they must be");
    compress_end(compress);
    textbuf_free(&packed);
}

Test(redo, a_log_that_is_changed_while_it_is_open_writes_nothing_of_it)
{
    struct redolog batch;
    struct redolog_volume volume = {.nbytes = LARGE_BYTES};
    int fd;

    redolog_begin(&batch, 6, LARGE_BYTES, 100);
    write_log(&batch);
    cr_assert_eq(redo_open(path, &redo, &why), STATUS_OK);
    fd = open(path, O_WRONLY);
    cr_assert(putat(fd, REDO_FILE_HEADER_BYTES + 100, (struct bytes){batch.contents, 8}));
    cr_assert_eq(redo_carry_out(redo, redolog_target(&volume), &why), STATUS_DAMAGED);
    cr_assert(strstr(why, "changed"));
    cr_assert_eq(ftruncate(fd, REDO_FILE_HEADER_BYTES), 0);
    cr_assert_eq(redo_carry_out(redo, redolog_target(&volume), &why), STATUS_DAMAGED);
    cr_assert(strstr(why, "shorter"));
    cr_assert_eq(volume.nwrites + volume.nsyncs, 0);
    close(fd);
    redolog_end(&batch);
}

/* ---- Names, and what crashes leave ---- */

static void put_file(const char *name, const char *text)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    cr_assert(fd >= 0);
    cr_assert(putat(fd, 0, (struct bytes){(const uint8_t *)text, strlen(text)}));
    close(fd);
}

Test(redo, a_crash_in_step_1_leaves_nothing_that_counts)
{
    struct redolog batch;

    put_file(path_new, "half of a lo");
    cr_assert_eq(redo_open(path, &redo, &why), STATUS_NOT_FOUND);
    cr_assert_eq(redo_discard_new(path), STATUS_OK);
    cr_assert(!is_there(path_new));
    cr_assert_eq(redo_discard_new(path), STATUS_OK);
    put_file(path_new, "half of a lo");
    redolog_begin(&batch, 7, SMALL_BYTES, 4);
    write_log(&batch);
    cr_assert_eq(redo_open(path, &redo, &why), STATUS_OK);
    redolog_end(&batch);
}

Test(redo, with_both_names_the_log_counts_and_the_new_one_goes)
{
    struct redolog batch;

    redolog_begin(&batch, 7, SMALL_BYTES, 4);
    write_log(&batch);
    put_file(path_new, "half of a lo");
    cr_assert_eq(redo_open(path, &redo, &why), STATUS_OK);
    cr_assert_eq(redo_discard_new(path), STATUS_OK);
    cr_assert(!is_there(path_new));
    cr_assert(is_there(path));
    redolog_end(&batch);
}

Test(redo, a_link_in_the_place_of_the_new_one_is_not_followed)
{
    struct redolog batch;
    char other[96];
    struct stat st;

    snprintf(other, sizeof other, "%s/other", folder);
    put_file(other, "precious");
    cr_assert_eq(symlink(other, path_new), 0);
    redolog_begin(&batch, 7, SMALL_BYTES, 4);
    write_log(&batch);
    cr_assert_eq(stat(other, &st), 0);
    cr_assert_eq(st.st_size, 8);
    unlink(other);
    redolog_end(&batch);
}

Test(redo, a_log_is_never_written_over)
{
    struct redolog first, second;
    uint8_t *before, *after;
    size_t n, nafter;

    redolog_begin(&first, 1, SMALL_BYTES, 4);
    redolog_begin(&second, 2, SMALL_BYTES, 5);
    write_log(&first);
    cr_assert(wholefile_read(path, 1 << 20, &before, &n));
    errno = 0;
    cr_assert_eq(redo_write(path, &second.about, redolog_extents(&second), 2), STATUS_OPEN);
    cr_assert_eq(errno, EEXIST);
    cr_assert(!is_there(path_new));
    cr_assert(wholefile_read(path, 1 << 20, &after, &nafter));
    cr_assert_eq(n, nafter);
    cr_assert_eq(memcmp(before, after, n), 0);
    redolog_end(&first);
    redolog_end(&second);
    free(before);
    free(after);
}

/* Gives no block, but makes a log of somebody else meanwhile. */
static bool next_too_late(void *context, struct redo_block *block_ret)
{
    (void)context, (void)block_ret;
    put_file(path, "another log");
    return false;
}

Test(redo, a_log_that_appears_meanwhile_is_not_written_over)
{
    const struct redo_about about = {.batch = 1, .volume_bytes = 4096};
    const struct redo_extents extents = {next_too_late, NULL};
    uint8_t *got;
    size_t n;

    cr_assert_eq(redo_write(path, &about, &extents, 2), STATUS_OPEN);
    cr_assert_eq(errno, EEXIST);
    cr_assert(!is_there(path_new));
    cr_assert(wholefile_read(path, 100, &got, &n));
    cr_assert_eq(n, strlen("another log"));
    free(got);
}

/* Runs WHAT in a process of its own; the signal that ended it, 0 for none. */
static int signal_of(void (*what)(void *context), void *context)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        what(context);
        _exit(0);
    }
    cr_assert(child > 0);
    cr_assert_eq(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

struct killed_writer {
    struct redolog batch;
    const struct redo_extents *extents;
    size_t last; /* the process is killed when it asks for more blocks than these */
};

static bool next_or_die(void *context, struct redo_block *block_ret)
{
    struct killed_writer *writer = context;

    if (writer->batch.at == writer->last)
        raise(SIGKILL);
    return writer->extents->next(writer->extents->context, block_ret);
}

static void write_or_die(void *context)
{
    struct killed_writer *writer = context;
    const struct redo_extents extents = {next_or_die, writer};

    writer->extents = redolog_extents(&writer->batch);
    redo_write(path, &writer->batch.about, &extents, 2);
}

Test(redo, a_writer_that_is_killed_leaves_no_log)
{
    struct killed_writer writer;

    redolog_begin(&writer.batch, 21, LARGE_BYTES, 1000);
    for (writer.last = 0; writer.last <= 1000; writer.last += 100) {
        cr_assert_eq(signal_of(write_or_die, &writer), SIGKILL);
        cr_assert_eq(redo_open(path, &redo, &why), STATUS_NOT_FOUND);
        cr_assert(is_there(path_new));
        if (writer.last % 200)
            cr_assert_eq(redo_discard_new(path), STATUS_OK);
    }
    write_log(&writer.batch);
    cr_assert_eq(redo_open(path, &redo, &why), STATUS_OK);
    redolog_end(&writer.batch);
}

struct killed_recovery {
    int fd; /* of the volume */
    unsigned nwrites, last;
};

static bool put_or_die(void *context, uint64_t offset, struct bytes bytes)
{
    struct killed_recovery *recovery = context;

    if (recovery->nwrites++ == recovery->last) {
        putat(recovery->fd, offset, (struct bytes){bytes.at, bytes.n / 2});
        raise(SIGKILL);
    }
    return putat(recovery->fd, offset, bytes);
}

static bool sync_nothing(void *context)
{
    (void)context;
    return true;
}

static void carry_out_or_die(void *context)
{
    const struct redo_target target = {put_or_die, sync_nothing, context};

    if (redo_open(path, &redo, &why) == STATUS_OK)
        redo_carry_out(redo, &target, &why);
}

Test(redo, a_recovery_that_is_killed_again_and_again_ends_with_the_same_volume)
{
    struct redolog batch;
    uint8_t *expected = volume_of(LARGE_BYTES), *got = malloc(LARGE_BYTES);
    FILE *volume = tmpfile();
    struct killed_recovery recovery = {.fd = fileno(volume)};
    int signal_no;

    cr_assert(putat(recovery.fd, 0, (struct bytes){expected, LARGE_BYTES}));
    redolog_begin(&batch, 22, LARGE_BYTES, 400);
    redolog_apply(&batch, expected);
    write_log(&batch);
    do {
        signal_no = signal_of(carry_out_or_die, &recovery);
        recovery.last += 20;
        cr_assert(is_there(path));
        cr_assert_eq(pread(recovery.fd, got, LARGE_BYTES, 0), LARGE_BYTES);
        cr_assert_eq(memcmp(got, expected, LARGE_BYTES) == 0, signal_no == 0);
    } while (signal_no == SIGKILL);
    cr_assert_eq(signal_no, 0);
    cr_assert(recovery.last > 100);
    fclose(volume);
    redolog_end(&batch);
    free(expected);
    free(got);
}

/* ---- Errors of the system ---- */

static enum status try_write(void)
{
    struct redolog batch;
    enum status status;

    redolog_begin(&batch, 8, LARGE_BYTES, 700);
    errno = 0;
    status = redo_write(path, &batch.about, redolog_extents(&batch), 2);
    int error = errno;
    redolog_end(&batch);
    errno = error;
    return status;
}

Test(redo, a_log_that_does_not_fit_leaves_nothing)
{
    struct rlimit limit = {0, RLIM_INFINITY};
    rlim_t nbytes;

    cr_assert_neq(signal(SIGXFSZ, SIG_IGN), SIG_ERR);
    for (nbytes = 0; nbytes < LARGE_BYTES; nbytes += 100000) {
        limit.rlim_cur = nbytes;
        cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);

        enum status status = try_write();
        if (status == STATUS_OK)
            break;
        cr_assert_eq(status, STATUS_IO);
        cr_assert_eq(errno, EFBIG);
        cr_assert(!is_there(path) && !is_there(path_new));
    }
    cr_assert(nbytes > 1000000 && nbytes < LARGE_BYTES, "it did not fit, and then did");
}

Test(redo, folders_in_the_place_of_files_are_told)
{
    cr_assert_eq(mkdir(path_new, 0700), 0);
    cr_assert_eq(try_write(), STATUS_OPEN);
    cr_assert_eq(errno, EISDIR);
    cr_assert_eq(redo_discard_new(path), STATUS_IO);
    cr_assert(!is_there(path));
    cr_assert_eq(mkdir(path, 0700), 0);
    cr_assert_eq(try_write(), STATUS_OPEN);
    cr_assert_eq(errno, EEXIST);
    cr_assert_eq(redo_open(path, &redo, &why), STATUS_OPEN);
    cr_assert_eq(errno, EISDIR);
    cr_assert_eq(redo_remove(path), STATUS_IO);
}

Test(redo, a_folder_that_is_not_there_is_told)
{
    strcpy(path, "/tmp/mftlink-no-such-folder/PLAN.redo");
    cr_assert_eq(try_write(), STATUS_OPEN);
    cr_assert_eq(errno, ENOENT);
    cr_assert_eq(redo_open(path, &redo, &why), STATUS_NOT_FOUND);
    cr_assert_eq(redo_remove(path), STATUS_OPEN);
    cr_assert_eq(errno, ENOENT);
}

/* Each test is a process of its own: it can become somebody else. */
Test(redo, a_folder_that_may_not_be_written_is_told)
{
    struct redolog batch;

    redolog_begin(&batch, 1, SMALL_BYTES, 4);
    write_log(&batch);
    redolog_end(&batch);
    cr_assert_eq(chmod(folder, 0555), 0);
    if (geteuid() == 0)
        cr_assert_eq(seteuid(65534), 0);
    cr_assert_eq(redo_remove(path), STATUS_IO);
    cr_assert_eq(errno, EACCES);
    cr_assert(is_there(path));
    strcat(path, "2");
    cr_assert_eq(try_write(), STATUS_OPEN);
    cr_assert_eq(errno, EACCES);
    path[strlen(path) - 1] = '\0';
    if (getuid() == 0)
        cr_assert_eq(seteuid(0), 0);
    cr_assert_eq(chmod(folder, 0700), 0);
}

Test(redo, any_write_that_fails_leaves_the_log_for_another_time)
{
    struct redolog batch;
    uint8_t *expected = volume_of(LARGE_BYTES), *got = volume_of(LARGE_BYTES);
    struct redolog_volume volume = {.at = got, .nbytes = LARGE_BYTES};
    enum status status = STATUS_IO;

    redolog_begin(&batch, 11, LARGE_BYTES, 300);
    redolog_apply(&batch, expected);
    write_log(&batch);
    for (volume.failing = 1; status != STATUS_OK; volume.failing++) {
        memset(got, REDOLOG_BEFORE, LARGE_BYTES);
        cr_assert_eq(redo_open(path, &redo, &why), STATUS_OK);
        errno = 0;
        status = redo_carry_out(redo, redolog_target(&volume), &why);
        redo_close(redo);
        redo = NULL;
        if (status == STATUS_OK)
            break;
        cr_assert_eq(status, STATUS_IO);
        cr_assert_eq(errno, EIO);
        cr_assert(strstr(why, "the volume cannot be written"));
        cr_assert_eq(volume.nwrites, volume.failing, "the first error ends it");
        cr_assert_eq(volume.nsyncs, 0);
        cr_assert(is_there(path));
    }
    cr_assert(volume.failing > 50);
    cr_assert_eq(memcmp(got, expected, LARGE_BYTES), 0);
    redolog_end(&batch);
    free(expected);
    free(got);
}

Test(redo, the_first_error_ends_the_carrying_out_of_blocks)
{
    struct redolog batch;
    uint8_t *expected = volume_of(SMALL_BYTES), *got = volume_of(SMALL_BYTES);
    struct redolog_volume volume = {.at = got, .nbytes = SMALL_BYTES};
    enum status status = STATUS_IO;

    redolog_begin(&batch, 1, SMALL_BYTES, 6);
    redolog_apply(&batch, expected);
    while (status != STATUS_OK) {
        volume.failing++;
        status = redo_carry_blocks(redolog_extents(&batch), redolog_target(&volume), &why);
        cr_assert(status == STATUS_OK || (status == STATUS_IO && errno == EIO));
        cr_assert_eq(volume.nsyncs, status == STATUS_OK);
        cr_assert_eq(volume.nwrites, volume.failing - (status == STATUS_OK));
    }
    cr_assert(volume.failing > 2);
    cr_assert_eq(memcmp(got, expected, SMALL_BYTES), 0);
    volume.failing = 0;
    volume.is_sync_broken = true;
    cr_assert_eq(redo_carry_blocks(redolog_extents(&batch), redolog_target(&volume), &why),
                 STATUS_IO);
    cr_assert(strstr(why, "synced"));
    redolog_end(&batch);
    free(expected);
    free(got);
}

Test(redo, a_volume_that_cannot_be_synced_is_told)
{
    struct redolog batch;
    struct redolog_volume volume = {.nbytes = SMALL_BYTES, .is_sync_broken = true};

    redolog_begin(&batch, 1, SMALL_BYTES, 4);
    write_log(&batch);
    cr_assert_eq(redo_open(path, &redo, &why), STATUS_OK);
    cr_assert_eq(redo_carry_out(redo, redolog_target(&volume), &why), STATUS_IO);
    cr_assert_eq(errno, EIO);
    cr_assert(strstr(why, "synced"));
    cr_assert(is_there(path));
    redolog_end(&batch);
}

Test(redo, a_full_device_is_told)
{
    struct redolog batch;
    struct redo_target target;
    struct redo_place place = {open("/dev/full", O_WRONLY), 0};

    redolog_begin(&batch, 1, SMALL_BYTES, 4);
    write_log(&batch);
    cr_assert_eq(redo_open(path, &redo, &why), STATUS_OK);
    target = redo_target_of(&place);
    cr_assert_eq(redo_carry_out(redo, &target, &why), STATUS_IO);
    cr_assert_eq(errno, ENOSPC);
    cr_assert(is_there(path));
    close(place.fd);
    redolog_end(&batch);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journals: round trips, damage, what crashes leave, and several processes. */
#define _GNU_SOURCE /* mkdtemp, unshare */

#include "src/journal.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/journal_file.h"
#include "src/wholefile.h"
#include "tests/support/chance.h"
#include "tests/support/forge.h"

enum { NOPS = 1000 };

static const struct journal_about about = {{1, 2, 3}, NOPS};
static char folder[64], path[96];
static struct journal *journal;
static const char *why;

static void begin(void)
{
    strcpy(folder, "/tmp/mftlink-journal-XXXXXX");
    cr_assert(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/PLAN.journal", folder);
    journal = NULL;
    why = NULL;
}

static void end(void)
{
    journal_close(journal);
    remove(path);
    cr_expect_eq(rmdir(folder), 0, "nothing else may lie in the folder");
}

TestSuite(journal, .init = begin, .fini = end, .timeout = 120);

static void open_journal(void)
{
    journal_close(journal);
    journal = NULL;
    cr_assert(journal_open(path, &about, &journal));
}

static struct journal_item item_of(uint32_t op)
{
    struct journal_item item = {.op = op, .reference = op + 7, .size = 3 * (uint64_t)op};

    memset(item.sha256, (int)op | 1, sizeof item.sha256);
    return item;
}

/* An intent of N operations from FIRST on, with NITEMS items, and its end. */
static void add_batch(uint32_t volume, uint32_t first, uint32_t n, uint32_t nitems)
{
    const struct journal_range range = {volume, first, n, first + 1};
    struct journal_item items[NOPS];

    for (uint32_t i = 0; i < nitems; i++)
        items[i] = item_of(first + i);
    cr_assert_eq(journal_intent(journal, &range, items, nitems), STATUS_OK);
    cr_assert_eq(journal_done(journal, &range, items, nitems), STATUS_OK);
}

/* Six entries, the last with items. Returns the file. */
static uint8_t *small_journal(size_t *n_ret)
{
    uint8_t *bytes;

    open_journal();
    add_batch(0, 0, 10, 2);
    add_batch(1, 0, 5, 0);
    add_batch(0, 10, 20, 20);
    journal_close(journal);
    journal = NULL;
    cr_assert(wholefile_read(path, 1 << 20, &bytes, n_ret));
    return bytes;
}

/* Reads N bytes as a journal; how many entries it has, or -1: it is damaged. */
static int count(const uint8_t *bytes, size_t n)
{
    uint8_t *copy = forge_copy(bytes, n);
    struct source source = source_of_memory((struct bytes){copy, n});
    struct journal *read = NULL;
    uint32_t nentries = 0;
    enum status status;

    why = NULL;
    status = journal_read_source(&source, &read, &why);
    cr_assert(status == STATUS_OK || (status == STATUS_DAMAGED && why));
    if (status == STATUS_OK)
        journal_entries(read, &nentries);
    journal_close(read);
    free(copy);
    return status == STATUS_OK ? (int)nentries : -1;
}

static void put_file(const uint8_t *bytes, size_t n)
{
    FILE *file = fopen(path, "wb");

    cr_assert(file && fwrite(bytes, 1, n, file) == n && fclose(file) == 0);
}

/* ---- What goes in comes out ---- */

Test(journal, entries_come_back_with_their_items)
{
    const struct journal_range open_range = {1, 5, 7, 9};
    const struct journal_entry *entries;
    uint32_t n;

    free(small_journal(&(size_t){0}));
    open_journal();
    cr_assert_eq(journal_intent(journal, &open_range, NULL, 0), STATUS_OK);
    journal_close(journal);
    cr_assert(journal_read(path, &journal));
    cr_assert_eq(memcmp(journal_about(journal), &about, sizeof about), 0);
    entries = journal_entries(journal, &n);
    cr_assert_eq(n, 7);
    cr_assert_eq(entries[0].kind, JOURNAL_INTENT);
    cr_assert_eq(entries[5].kind, JOURNAL_DONE);
    cr_assert_eq(entries[5].range.first, 10);
    cr_assert_eq(entries[5].nitems, 20);
    for (uint32_t i = 0; i < 20; i++) {
        struct journal_item item = item_of(10 + i);

        cr_assert_eq(entries[5].items[i].op, item.op);
        cr_assert_eq(entries[5].items[i].reference, item.reference);
        cr_assert_eq(entries[5].items[i].size, item.size);
        cr_assert_eq(memcmp(entries[5].items[i].sha256, item.sha256, SHA256_BYTES), 0);
    }
    cr_assert_null(journal_open_intent(journal, 0));
    cr_assert_eq(journal_open_intent(journal, 1), &entries[6]);
    cr_assert_null(journal_open_intent(journal, 2));
    cr_assert_null(journal_open_intent(journal, UINT32_MAX));
}

Test(journal, what_came_to_nothing_can_begin_again_with_more_or_less)
{
    const struct journal_range all = {0, 0, 100, 1}, half = {0, 0, 50, 2}, more = {0, 50, 950, 3};

    open_journal();
    cr_assert_eq(journal_intent(journal, &all, NULL, 0), STATUS_OK);
    cr_assert_eq(journal_discarded(journal, &all), STATUS_OK);
    cr_assert_eq(journal_intent(journal, &half, NULL, 0), STATUS_OK);
    open_journal();
    cr_assert_eq(journal_intent(journal, &all, NULL, 0), STATUS_OK);
    cr_assert_eq(journal_intent(journal, &half, NULL, 0), STATUS_OK);
    cr_assert_eq(journal_done(journal, &half, NULL, 0), STATUS_OK);
    cr_assert_eq(journal_intent(journal, &more, NULL, 0), STATUS_OK);
    cr_assert_eq(journal_done(journal, &more, NULL, 0), STATUS_OK);
    open_journal();
}

/* ---- Damage ---- */

Test(journal, any_byte_changed_is_refused)
{
    static const uint8_t masks[] = {1, 0x80, 0xFF};
    size_t n;
    uint8_t *bytes = small_journal(&n);

    cr_assert_eq(count(bytes, n), 6);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof masks; k++) {
            bytes[i] ^= masks[k];
            cr_assert_eq(count(bytes, n), -1, "byte %zu ^ %u", i, masks[k]);
            bytes[i] ^= masks[k];
        }
    free(bytes);
}

Test(journal, entries_that_are_exchanged_or_missing_are_refused)
{
    size_t n, first = JOURNAL_FILE_HEADER_BYTES;
    uint8_t *bytes = small_journal(&n), *without = malloc(n);
    size_t nfirst = bytes_u64(bytes + first), nsecond = bytes_u64(bytes + first + nfirst);

    cr_assert_eq(nfirst, nsecond);
    memcpy(without, bytes, first);
    memcpy(without + first, bytes + first + nfirst, n - first - nfirst);
    cr_assert_eq(count(without, n - nfirst), -1);
    memcpy(without, bytes, n);
    memcpy(without + first, bytes + first + nfirst, nsecond);
    memcpy(without + first + nsecond, bytes + first, nfirst);
    cr_assert_eq(count(without, n), -1);
    free(bytes);
    free(without);
}

/* Reads a journal that is HEADER and the given entries, whose hashes are right. */
static int count_entries(const struct journal_entry *entries, size_t n)
{
    uint8_t header[JOURNAL_FILE_HEADER_BYTES], chain[SHA256_BYTES];
    struct textbuf text = {0};
    int nread;

    cr_assert(journal_file_header(&about, header));
    textbuf_str(&text, (struct str){(char *)header, sizeof header});
    memcpy(chain, header + JOURNAL_FILE_AT_SHA256, sizeof chain);
    for (size_t i = 0; i < n; i++)
        cr_assert(journal_file_entry(&entries[i], chain, &text));
    nread = count((uint8_t *)text.at, text.n);
    textbuf_free(&text);
    return nread;
}

static struct journal_entry entry_of(enum journal_kind kind, uint32_t volume, uint32_t first,
                                     uint32_t n)
{
    return (struct journal_entry){kind, {volume, first, n, 1}, NULL, 0};
}

static int count_two(struct journal_entry first, struct journal_entry second)
{
    return count_entries((struct journal_entry[]){first, second}, 2);
}

Test(journal, orders_that_cannot_be_are_refused_though_the_hashes_are_right)
{
    const struct journal_entry intent = entry_of(JOURNAL_INTENT, 0, 0, 10);
    const struct journal_entry done = entry_of(JOURNAL_DONE, 0, 0, 10);
    struct journal_entry three[] = {intent, done, done}, again[] = {intent, done, intent};

    cr_assert_eq(count_two(intent, done), 2);
    cr_assert_eq(count_entries(&done, 1), -1, "without an intent");
    cr_assert_eq(count_two(intent, entry_of(JOURNAL_DONE, 0, 0, 9)), -1, "another range");
    cr_assert_eq(count_two(intent, entry_of(JOURNAL_DONE, 1, 0, 10)), -1, "another volume");
    cr_assert_eq(count_two(intent, entry_of(JOURNAL_DISCARDED, 1, 0, 10)), -1, "another volume");
    cr_assert_eq(count_two(intent, entry_of(JOURNAL_INTENT, 0, 10, 10)), -1, "two at once");
    cr_assert_eq(count_entries(three, 3), -1, "done twice");
    cr_assert_eq(count_entries(again, 3), -1, "begun after it was done");
    three[2] = entry_of(JOURNAL_INTENT, 0, 9, 10);
    cr_assert_eq(count_entries(three, 3), -1, "a part of it begun again");
    three[2] = entry_of(JOURNAL_INTENT, 0, 10, 10);
    cr_assert_eq(count_entries(three, 3), 3);
}

/* Entries of a journal whose only one has two items, of these of N operations. */
static int count_items(uint32_t first, uint32_t second, uint32_t n)
{
    struct journal_item items[] = {item_of(first), item_of(second)};
    struct journal_entry entry = {JOURNAL_INTENT, {0, 0, n, 1}, items, 2};

    return count_entries(&entry, 1);
}

Test(journal, entries_that_cannot_be_are_refused_though_the_hashes_are_right)
{
    struct journal_entry entry;

    cr_assert_eq(count_items(3, 4, 10), 1);
    cr_assert_eq(count_items(3, 3, 10), -1, "an operation twice");
    cr_assert_eq(count_items(3, 2, 10), -1, "descending");
    cr_assert_eq(count_items(3, NOPS, 10), -1, "no operation of the plan");
    cr_assert_eq(count_items(3, 4, 1), -1, "more items than operations");
    entry = entry_of(JOURNAL_INTENT, 0, 0, 0);
    cr_assert_eq(count_entries(&entry, 1), -1, "no operation");
    entry = entry_of(JOURNAL_INTENT, 0, NOPS - 1, 2);
    cr_assert_eq(count_entries(&entry, 1), -1, "behind the plan's end");
    entry = entry_of(JOURNAL_INTENT, 0, UINT32_MAX, UINT32_MAX);
    cr_assert_eq(count_entries(&entry, 1), -1, "behind the plan's end");
    entry = entry_of(JOURNAL_INTENT, JOURNAL_VOLUMES_MAX, 0, 1);
    cr_assert_eq(count_entries(&entry, 1), -1, "no volume");
    entry = entry_of((enum journal_kind)3, 0, 0, 1);
    cr_assert_eq(count_entries(&entry, 1), -1, "no kind");
}

/* ---- What a crash leaves ---- */

/* Opens the file of N bytes for writing, which must go on behind NENTRIES. */
static void go_on(const uint8_t *bytes, size_t n, int nentries)
{
    uint32_t now, after;

    put_file(bytes, n);
    open_journal();
    journal_entries(journal, &now);
    cr_assert_eq((int)now, nentries);
    add_batch(2, 0, 1, 1);
    journal_close(journal);
    journal = NULL;
    cr_assert(journal_read(path, &journal));
    journal_entries(journal, &after);
    cr_assert_eq((int)after, nentries + 2);
    journal_close(journal);
    journal = NULL;
}

Test(journal, cut_short_anywhere_it_has_the_entries_that_are_whole)
{
    size_t n, whole = JOURNAL_FILE_HEADER_BYTES;
    uint8_t *bytes = small_journal(&n);
    int nentries = 0;

    for (size_t i = 0; i <= n; i++) {
        if (i < JOURNAL_FILE_HEADER_BYTES) {
            cr_assert_eq(count(bytes, i), -1);
        } else {
            if (i > whole && i == whole + bytes_u64(bytes + whole)) {
                whole = i;
                nentries++;
            }
            cr_assert_eq(count(bytes, i), nentries, "%zu bytes", i);
        }
        if (i % 31 == 0)
            go_on(bytes, i, nentries);
    }
    cr_assert_eq(nentries, 6);
    free(bytes);
}

Test(journal, zeros_in_the_place_of_what_was_not_written_are_cut)
{
    static uint8_t longer[1 << 16];
    size_t n, last;
    uint8_t *bytes = small_journal(&n);

    memcpy(longer, bytes, n);
    for (size_t i = n; i < sizeof longer; i += 777)
        cr_assert_eq(count(longer, i), 6);
    go_on(longer, sizeof longer, 6);
    /* The last entry without one of its sectors. */
    last = n - JOURNAL_FILE_ENTRY_MIN - (size_t)20 * JOURNAL_FILE_ITEM_BYTES;
    for (size_t at = (last / 512 + 1) * 512; at < n; at += 512) {
        memcpy(longer, bytes, n);
        memset(longer + at, 0, n - at < 512 ? n - at : 512);
        cr_assert_eq(count(longer, n), 5);
    }
    go_on(longer, n, 5);
    /* In the middle it is damage. */
    memcpy(longer, bytes, n);
    memset(longer + 512, 0, 512);
    cr_assert_eq(count(longer, n), -1);
    free(bytes);
}

Test(journal, a_torn_header_is_made_again_and_another_file_is_not)
{
    size_t n;
    uint8_t *bytes = small_journal(&n), torn[JOURNAL_FILE_HEADER_BYTES] = {0};

    for (size_t i = 0; i < sizeof torn; i++) {
        memset(torn, 0, sizeof torn);
        memcpy(torn, bytes, i);
        go_on(torn, sizeof torn - 1, 0);
    }
    memset(torn, 0, sizeof torn);
    go_on(torn, sizeof torn, 0);
    put_file(torn, sizeof torn);
    cr_expect(!journal_is_begun(path), "one of which only the length is there tells nothing");
    put_file(bytes, sizeof torn - 1);
    cr_expect(!journal_is_begun(path));
    put_file(bytes, sizeof torn);
    cr_expect(journal_is_begun(path));
    put_file((const uint8_t *)"a letter", 8);
    cr_redirect_stderr();
    cr_assert(!journal_open(path, &about, &journal));
    put_file(bytes, n);
    journal = NULL;
    cr_assert(!journal_open(path, &(struct journal_about){{1, 2, 4}, NOPS}, &journal));
    cr_assert(!journal_open(path, &(struct journal_about){{1, 2, 3}, NOPS + 1}, &journal));
    free(bytes);
}

static void append_and_die(unsigned microseconds)
{
    struct journal_range range = {0, 0, 1, 1};
    pid_t child = fork();

    if (child == 0) {
        if (!journal_open(path, &about, &journal))
            _exit(1);
        for (;; range.batch++)
            if (journal_intent(journal, &range, &(struct journal_item){.op = 3}, 1) != STATUS_OK)
                _exit(1);
    }
    usleep(microseconds);
    kill(child, SIGKILL);
    cr_assert_eq(waitpid(child, &(int){0}, 0), child);
}

Test(journal, one_that_is_killed_while_it_appends_can_be_gone_on_with)
{
    struct chance chance = chance_seed(4);
    uint32_t before = 0, now;

    for (int i = 0; i < 60; i++) {
        append_and_die(chance_below(&chance, 9000));
        open_journal();
        journal_entries(journal, &now);
        cr_assert(now >= before);
        before = now;
        journal_close(journal);
        journal = NULL;
    }
    cr_assert(before > 20);
}

/* ---- Others, and errors of the system ---- */

Test(journal, another_process_is_kept_out)
{
    pid_t child;
    int status;

    open_journal();
    child = fork();
    if (child == 0) {
        struct journal *second;

        if (!freopen("/dev/null", "w", stderr))
            _exit(3);
        _exit(journal_open(path, &about, &second) ? 1 : journal_read(path, &second) ? 0 : 2);
    }
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert_eq(status, 0, "it may read, and not write");
    add_batch(0, 0, 1, 0);
    open_journal();
}

/* In a child: limits and file systems are a process's own. */
static int in_child(void (*run)(void))
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        run();
        _exit(0);
    }
    cr_assert_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* Entries until one does not fit; all that were taken must be there, and no other. */
static void fill(int error)
{
    struct journal_range range = {0, 0, 1, 1};
    enum status status = STATUS_OK;
    uint32_t n = 0, nread;

    if (!journal_open(path, &about, &journal))
        _exit(2);
    for (; status == STATUS_OK; n++)
        status = journal_intent(journal, &range, NULL, 0);
    if (status != STATUS_IO || errno != error || n < 10)
        _exit(3);
    if (journal_intent(journal, &range, NULL, 0) != STATUS_IO)
        _exit(4);
    journal_close(journal);
    if (!journal_read(path, &journal))
        _exit(5);
    journal_entries(journal, &nread);
    _exit(nread == n - 1 ? 0 : 6);
}

static void fill_to_limit(void)
{
    const struct rlimit limit = {5000, 5000};

    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    fill(EFBIG);
}

static void fill_disk(void)
{
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("tmpfs", folder, "tmpfs", 0, "size=64k") != 0)
        _exit(77);
    fill(ENOSPC);
}

Test(journal, a_file_that_may_not_grow_keeps_what_it_has)
{
    cr_assert_eq(in_child(fill_to_limit), 0);
}

Test(journal, a_full_disk_keeps_what_it_has)
{
    int code = in_child(fill_disk);

    if (code == 77)
        cr_skip_test("a file system of our own cannot be mounted here");
    cr_assert_eq(code, 0);
}

Test(journal, what_is_no_file_is_refused)
{
    cr_redirect_stderr();
    cr_assert_eq(mkfifo(path, 0600), 0);
    cr_assert(!journal_open(path, &about, &journal));
    unlink(path);
    cr_assert_eq(mkdir(path, 0700), 0);
    cr_assert(!journal_open(path, &about, &journal));
    cr_assert(!journal_read(path, &journal));
    rmdir(path);
    cr_assert(!journal_read(path, &journal));
    cr_assert(!journal_open("/tmp/mftlink-no-such-folder/PLAN.journal", &about, &journal));
}

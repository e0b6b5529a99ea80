/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes of open logs: found, forgotten, and not trusted. */
#define _GNU_SOURCE /* mkdtemp, setenv, symlink */

#include "src/openlog.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64], state[96], plan[96], note[128];

static void begin(void)
{
    strcpy(folder, "/tmp/mftlink-openlog-XXXXXX");
    cr_assert(mkdtemp(folder));
    snprintf(state, sizeof state, "%s/deep/state", folder);
    snprintf(plan, sizeof plan, "%s/plan.parquet", folder);
    snprintf(note, sizeof note, "%s/00000000000000AB.open", state);
    setenv("MFTLINK_STATE", state, 1);
    cr_redirect_stderr();
}

static void end(void)
{
    char command[128];

    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    cr_assert_eq(system(command), 0);
}

TestSuite(openlog, .init = begin, .fini = end, .timeout = 60);

static void put_file(const char *path, const char *text, size_t n)
{
    FILE *file = fopen(path, "wb");

    cr_assert(file && fwrite(text, 1, n, file) == n && fclose(file) == 0);
}

static void put_beside(const char *end)
{
    char path[128];

    snprintf(path, sizeof path, "%s%s", plan, end);
    put_file(path, "x", 1);
}

static void remove_beside(const char *end)
{
    char path[128];

    snprintf(path, sizeof path, "%s%s", plan, end);
    unlink(path);
}

static bool is_there(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0;
}

static bool finds(uint64_t serial, const char *expected)
{
    char *found = openlog_find(serial);
    bool is_it = found && expected ? strcmp(found, expected) == 0 : !found && !expected;

    free(found);
    return is_it;
}

Test(openlog, nothing_is_open_where_nothing_was_noted)
{
    cr_assert(finds(0xAB, NULL));
    cr_assert(!openlog_warn(0xAB, "disk.img"));
    openlog_forget(0xAB);
    cr_assert(!is_there(state));
}

Test(openlog, two_volumes_are_noted_and_forgotten_each_by_itself)
{
    put_beside("");
    put_beside(".redo");
    cr_assert(openlog_note(0xAB, plan));
    cr_assert(openlog_note(0xCD, plan));
    cr_assert(finds(0xAB, plan) && finds(0xCD, plan) && finds(0xEF, NULL));
    cr_assert(openlog_warn(0xAB, "disk.img"));
    openlog_forget(0xAB);
    cr_assert(finds(0xAB, NULL) && finds(0xCD, plan));
}

Test(openlog, a_path_from_here_is_noted_as_a_whole_one)
{
    put_beside("");
    put_beside(".redo");
    cr_assert_eq(chdir(folder), 0);
    cr_assert(openlog_note(0xAB, "plan.parquet"));
    cr_assert_eq(chdir("/"), 0);
    cr_assert(finds(0xAB, plan));
}

Test(openlog, a_closed_log_is_forgotten_by_itself)
{
    put_beside("");
    put_beside(".redo");
    cr_assert(openlog_note(0xAB, plan));
    remove_beside(".redo");
    cr_assert(is_there(note));
    cr_assert(!openlog_warn(0xAB, "disk.img"));
    cr_assert(!is_there(note));
}

Test(openlog, a_log_that_never_counted_is_found_and_no_reason_to_warn)
{
    put_beside("");
    put_beside(".redo.new");
    cr_assert(openlog_note(0xAB, plan));
    cr_assert(!openlog_warn(0xAB, "disk.img"));
    cr_assert(finds(0xAB, plan));
}

Test(openlog, a_plan_that_is_elsewhere_is_not_forgotten)
{
    put_beside("");
    put_beside(".redo");
    cr_assert(openlog_note(0xAB, plan));
    remove_beside("");
    remove_beside(".redo");
    cr_assert(openlog_warn(0xAB, "disk.img"));
    cr_assert(finds(0xAB, plan));
}

Test(openlog, a_note_is_replaced)
{
    put_beside("");
    put_beside(".redo");
    cr_assert(openlog_note(0xAB, "/tmp/another plan"));
    cr_assert(finds(0xAB, "/tmp/another plan"));
    cr_assert(openlog_note(0xAB, plan));
    cr_assert(finds(0xAB, plan));
}

Test(openlog, hostile_notes_are_passed_over)
{
    static char longer[2 * PATH_MAX];
    static const char *const texts[] = {
        "",         "\n",          "plan\n", "../plan\n", "/tmp/plan",
        "/a\n/b\n", "/a\033[2J\n", "/a\r\n", "/a\177\n",
    };

    cr_assert(openlog_note(0xAB, plan));
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        put_file(note, texts[i], strlen(texts[i]));
        cr_assert(finds(0xAB, NULL), "'%s'", texts[i]);
        cr_assert(is_there(note), "it is not ours to remove");
    }
    put_file(note, "/a\0b\n", 5);
    cr_assert(finds(0xAB, NULL));
    memset(longer, 'a', sizeof longer);
    longer[0] = '/';
    longer[sizeof longer - 1] = '\n';
    put_file(note, longer, sizeof longer);
    cr_assert(finds(0xAB, NULL));
    unlink(note);
    cr_assert_eq(symlink(plan, note), 0);
    cr_assert(finds(0xAB, NULL), "a link is not followed");
    unlink(note);
    cr_assert_eq(mkfifo(note, 0600), 0);
    cr_assert(finds(0xAB, NULL), "a pipe is not waited for");
    unlink(note);
    cr_assert_eq(mkdir(note, 0700), 0);
    cr_assert(finds(0xAB, NULL));
}

Test(openlog, what_cannot_be_noted_is_told)
{
    char odd[160];

    snprintf(odd, sizeof odd, "%s\nx", plan);
    cr_assert(!openlog_note(0xAB, odd), "a line's end in a name");
}

Test(openlog, a_folder_that_cannot_be_made_is_told)
{
    setenv("MFTLINK_STATE", "/dev/null/state", 1);
    cr_assert(!openlog_note(0xAB, plan));
    cr_assert(finds(0xAB, NULL));
}

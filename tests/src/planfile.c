/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans as files: what is on the disk is what was saved, or it is refused. */
#define _GNU_SOURCE /* mkdtemp */

#include "src/planfile.h"

#include "src/planfile_write.h"
#include "tests/support/planmaker.h"
#include "tests/support/rack.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/mftlink-planfile.XXXXXX";
static char path[64];

static void make_folder(void)
{
    cr_redirect_stderr();
    cr_assert(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/plan.parquet", folder);
}

static void remove_folder(void)
{
    unlink(path);
    rmdir(folder);
}

TestSuite(planfile, .init = make_folder, .fini = remove_folder);

static void make(struct plan *plan)
{
    planmaker(&(struct planmaker){.seed = 3, .nfolders = 9, .nops = 50, .nrefusals = 9}, plan);
}

static void put_file(struct str bytes)
{
    FILE *file = fopen(path, "wb");

    cr_assert(file && fwrite(bytes.at, 1, bytes.n, file) == bytes.n && fclose(file) == 0);
}

static bool loads(void)
{
    struct planfile file;
    bool is_good = planfile_load(path, 1, &file);

    if (is_good)
        plan_free(&file.plan);
    return is_good;
}

Test(planfile, what_was_saved_is_loaded)
{
    struct planfile file;
    struct plan plan;

    make(&plan);
    cr_assert(planfile_save(&plan, path, 2));
    cr_assert(planfile_load(path, 2, &file));
    cr_expect(planmaker_are_equal(&plan, &file.plan));
    cr_expect_eq(strlen(file.sha256), 64);
    plan_free(&file.plan);
    plan_free(&plan);
}

static struct textbuf written(void)
{
    struct out out = out_to_memory();
    struct plan plan;

    make(&plan);
    cr_assert_eq(planfile_write(&plan, 1, &out), STATUS_OK);
    plan_free(&plan);
    return out.text;
}

Test(planfile, a_changed_byte_is_told)
{
    struct textbuf text = written();

    put_file(textbuf_view(&text));
    cr_expect(loads());
    for (size_t at = 0; at < text.n; at += 1 + text.n / 97) {
        text.at[at] ^= 0x40;
        put_file(textbuf_view(&text));
        cr_expect_not(loads(), "byte %zu", at);
        text.at[at] ^= 0x40;
    }
    textbuf_free(&text);
}

Test(planfile, a_file_cut_short_is_told)
{
    struct textbuf text = written();

    for (size_t n = 0; n < text.n; n += 1 + text.n / 29) {
        put_file((struct str){text.at, n});
        cr_expect_not(loads(), "%zu bytes", n);
    }
    textbuf_free(&text);
}

static void expect_table(const char *table)
{
    static const char *const keys[] = {"mftlink.table", NULL};
    struct textbuf text = written(), other;
    struct rack rack;

    rack_take(textbuf_view(&text), keys, &rack);
    rack_set_meta(&rack, "mftlink.table", str_of(table));
    other = rack_write(&rack);
    put_file(textbuf_view(&other));
    cr_expect_not(loads(), "%s", table);
    rack_free(&rack);
    textbuf_free(&text);
    textbuf_free(&other);
}

Test(planfile, other_tables_and_versions_are_refused)
{
    expect_table("plan 2");
    expect_table("inventory 1");
    expect_table("plan");
    expect_table("");
}

Test(planfile, a_file_that_cannot_be_made_is_told)
{
    struct plan plan;

    make(&plan);
    cr_expect_not(planfile_save(&plan, "/tmp/mftlink-planfile-nowhere/plan.parquet", 1));
    plan_free(&plan);
}

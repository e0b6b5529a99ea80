/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manifests of plans that were made of small computers. */
#define _GNU_SOURCE /* memmem */

#include "planner/manifest.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "tests/support/holding.h"

static struct holding holding;
static struct plan plan;
static struct manifest manifest;
static struct manifest_made made[64];
static uint32_t nmade;

/* C: with a store to come on it; D: is no NTFS, so that its files are copied. */
static void begin(void)
{
    holding_begin(&holding, 2, 4000);
    holding.drives[1].is_ntfs = false;
    holding.job.store = str_of("C:\\Mig\\store");
    nmade = 0;
}

static void end(void)
{
    manifest_free(&manifest);
    plan_free(&plan);
    holding_free(&holding);
}

TestSuite(manifest, .init = begin, .fini = end, .timeout = 120);

/* Owners have the number of the file in them; the text is gone at the next call. */
static bool owner(void *context, uint32_t drive, uint32_t file, struct str *text_ret)
{
    static char text[40];

    (void)context;
    snprintf(text, sizeof text, "S-1-%u-%u", drive, file % 2);
    *text_ret = str_of(text);
    return file % 3 != 0;
}

/* Each folder and copy is made with a reference that tells its operation. */
static void make(uint32_t volume)
{
    holding_save(&holding, &plan);
    for (uint32_t i = 0; i < plan.nops && nmade < 64; i++)
        if (plan.ops[i].kind != PLAN_LINK) {
            made[nmade] = (struct manifest_made){.op = i, .reference = 1000 + i};
            made[nmade++].sha256[0] = (uint8_t)i;
        }

    const struct manifest_job job = {.plan = &plan,
                                     .volume = volume,
                                     .machine = &holding.machine,
                                     .made = made,
                                     .nmade = nmade,
                                     .owner = owner};
    cr_assert_eq(manifest_make(&job, &manifest), STATUS_OK);
}

static const struct manifest_row *row_of(const char *path)
{
    for (uint32_t i = 0; i < manifest.n; i++)
        if (str_equal(manifest.rows[i].path, str_of(path)))
            return &manifest.rows[i];
    cr_assert_fail("no '%s'", path);
    return NULL;
}

static struct file_rows *files(uint32_t drive)
{
    return &holding.groves[drive].index.files;
}

static void set_times(uint32_t drive, uint32_t file, uint64_t first)
{
    for (uint32_t i = 0; i < TIMES; i++)
        files(drive)->times[TIMES * (size_t)file + i] = first + i;
}

Test(manifest, a_row_tells_what_its_name_was_made_of)
{
    uint32_t a = holding_add(&holding, 0, "\\x\\a"), b, x;
    const struct manifest_row *row;

    holding_link(&holding, 0, "\\x\\a2");
    b = holding_add(&holding, 1, "\\b");
    x = holding_add(&holding, 0, "\\x\\");
    set_times(0, a, 100);
    set_times(1, b, 200);
    files(0)->size[a] = 17;
    files(0)->attributes[a] = 0x21;
    holding_rule(&holding, RULES_INCLUDE, 0, "* [*]");
    holding_finish(&holding);
    make(0);
    cr_assert(str_equal(manifest.store, str_of("C:\\Mig\\store")));
    cr_assert(str_equal(manifest.drive, str_of("C:")));
    cr_assert_eq(manifest.n, plan.nops - 1, "all but the manifest");
    for (uint32_t i = 0; i < manifest.n; i++)
        cr_assert_eq(manifest.rows[i].kind, plan.ops[i].kind, "in the plan's order");

    row = row_of("\\Mig\\store\\USMT\\File\\C$\\x\\a2");
    cr_assert(str_equal(row->original, str_of("C:\\x\\a2")));
    cr_assert_eq(row->kind, PLAN_LINK);
    cr_assert_eq(row->reference, index_reference(&holding.groves[0].index, a));
    cr_assert_eq(row->source, row->reference);
    cr_assert_eq(row->size, 17);
    cr_assert_eq(row->attributes, 0x21);
    cr_assert_eq(row->links, 2);
    cr_assert(row->created == 100 && row->modified == 101 && row->changed == 102 &&
              row->accessed == 103);
    cr_assert_not(row->has_sha256);
    cr_assert_eq(row->owner.n > 0, a % 3 != 0);

    row = row_of("\\Mig\\store\\USMT\\File\\D$\\b");
    cr_assert(str_equal(row->original, str_of("D:\\b")));
    cr_assert_eq(row->kind, PLAN_COPY);
    cr_assert_eq(row->source, index_reference(&holding.groves[1].index, b));
    cr_assert_geq(row->reference, 1000);
    cr_assert(row->has_sha256);
    cr_assert_eq(row->sha256[0], row->reference - 1000);
    cr_assert_eq(row->accessed, 203);

    row = row_of("\\Mig\\store\\USMT\\File\\C$\\x");
    cr_assert(str_equal(row->original, str_of("C:\\x")));
    cr_assert_eq(row->source, index_reference(&holding.groves[0].index, x));
    row = row_of("\\Mig\\store\\USMT\\File\\C$");
    cr_assert(str_equal(row->original, str_of("C:\\")));
    cr_assert_geq(row->reference, 1000);
    row = row_of("\\Mig");
    cr_assert_eq(row->original.n, 0);
    cr_assert_eq(row->source, 0);
}

Test(manifest, the_store_is_called_as_its_folder_is)
{
    holding_add(&holding, 0, "\\mIG\\STORE\\");
    holding_add(&holding, 0, "\\mIG\\other");
    holding_add(&holding, 0, "\\x\\a");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    holding_finish(&holding);
    make(0);
    cr_assert(str_equal(manifest.store, str_of("C:\\mIG\\STORE")), "%.*s", (int)manifest.store.n,
              manifest.store.at);
    cr_assert(str_equal(manifest.rows[0].path, str_of("\\mIG\\STORE\\USMT")));
}

Test(manifest, one_volume_is_told_at_a_time)
{
    holding.drives[1].is_ntfs = true;
    holding_add(&holding, 0, "\\x\\a");
    holding_add(&holding, 1, "\\y\\b");
    holding_rule(&holding, RULES_INCLUDE, 0, "* [*]");
    holding_finish(&holding);
    make(1);
    cr_assert(str_equal(manifest.drive, str_of("D:")));
    row_of("\\Mig\\store\\USMT\\File\\D$\\y\\b");
    for (uint32_t i = 0; i < manifest.n; i++)
        cr_assert(manifest.rows[i].original.n == 0 || manifest.rows[i].original.at[0] == 'D');
}

Test(manifest, rules_and_users_are_told_in_valid_texts)
{
    struct expand_rule *rule;

    holding_add(&holding, 0, "\\Users\\a");
    holding.profiles.n = 1;
    holding.users[0] = (struct profile){.name = str_of("\xED\xA0\x80nn"), .folder = INDEX_NONE};
    holding.is_chosen[0] = true;
    rule = holding_rule(&holding, RULES_INCLUDE, 1, "C:\\Users\\* [*]");
    holding.scopes[1].user = 0;
    rule->place.file = str_of("\xFF.xml");
    rule->place.line = 4711;
    holding_finish(&holding);
    make(0);

    const struct manifest_row *row = &manifest.rows[manifest.n - 1];
    cr_assert(str_equal(row->user, str_of("\xEF\xBF\xBDnn")));
    cr_assert_not_null(memmem(row->rule.at, row->rule.n, ", \xEF\xBF\xBD.xml:4711, C:\\Users", 23));
}

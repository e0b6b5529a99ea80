/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows and its users in an inventory: what is put comes back, and nothing else is believed. */
#include "src/inventory_users.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/support/chance.h"
#include "tests/support/grove.h"
#include "tests/support/sheet.h"

static struct grove grove;
static uint32_t windows, ann, desktop, hive;
static struct profiles given, got;
static struct textbuf table;

#define SURROGATE "\xED\xA0\x80"
#define CUT_OFF   "\xE6\x97"

static struct profile_folder shell[] = {{{"Desktop", 7}, {"C:\\Users\\Ann\\Desktop", 20}, 0, false},
                                        {{"Personal", 8}, {"D:\\Ann", 6}, INDEX_NONE, true}};

static struct profile users[] = {
    {
        .key = {"S-1-5-21-1-1001", 15},
        .sid = {"S-1-5-21-1-1001", 15},
        .name = {"Ann" SURROGATE, 6},
        .path = {"C:\\Users\\Ann", 12},
        .domain = {"PC17", 4},
        .account = {"Ann", 3},
        .logon_name = {"ann", 3},
        .flags = (1U << PROFILE_NFLAGS) - 1,
        .sid_resolves = true,
        .has_state = true,
        .state = UINT32_MAX,
        .modified = UINT64_MAX,
        .loaded = 1,
        .unloaded = 2,
        .last_used = UINT64_MAX - 1,
        .shell = {shell, 2},
    },
    {.key = {"", 0}, .folder = INDEX_NONE, .hive = INDEX_NONE},
};

static struct str notes[] = {{"A hive is missing.", 18}, {"cut " CUT_OFF, 6}};

static void begin(void)
{
    uint32_t folder;

    grove_begin(&grove, 100);
    windows = grove_add(&grove, GROVE_ROOT, str_of("Windows"), FILE_DIRECTORY);
    folder = grove_add(&grove, GROVE_ROOT, str_of("Users"), FILE_DIRECTORY);
    ann = grove_add(&grove, folder, str_of("Ann"), FILE_DIRECTORY);
    hive = grove_add(&grove, ann, str_of("NTUSER.DAT"), 0);
    desktop = grove_add(&grove, ann, str_of("Desktop"), FILE_DIRECTORY);
    grove_finish(&grove);
    users[0].folder = ann;
    users[0].hive = hive;
    shell[0].file = desktop;
    given = (struct profiles){
        .windows = windows,
        .windows_path = {"\\Windows", 8},
        .drive = {"C:", 2},
        .product = {"Windows 10 Pro", 14},
        .version = {"6.3", 3},
        .build = {"19045", 5},
        .release = {"22H2", 4},
        .computer = {"PC17", 4},
        .users_path = {"C:\\Users", 8},
        .public_path = {"C:\\Users\\Public", 15},
        .default_path = {"C:\\Users\\Default", 16},
        .program_data = {"C:\\ProgramData", 14},
        .program_files = {"C:\\Program Files", 16},
        .program_files_x86 = {"C:\\Program Files (x86)", 22},
        .common_files = {"C:\\CF", 5},
        .common_files_x86 = {"C:\\CF (x86)", 11},
        .has_registry = true,
        .shell = {shell, 1},
        .at = users,
        .n = 2,
        .notes = notes,
        .nnotes = 2,
    };
}

static void end(void)
{
    textbuf_free(&table);
    grove_free(&grove);
}

TestSuite(inventory_users, .init = begin, .fini = end, .timeout = 60);

static enum status get(struct str from, const struct index *index)
{
    return inventory_users_get((struct bytes){(const uint8_t *)from.at, from.n}, index, &got);
}

static enum status put_and_get(const struct index *index)
{
    table.n = 0;
    cr_assert_eq(inventory_users_put(&given, &grove.index, &table), STATUS_OK);
    return get((struct str){table.at, table.n}, index);
}

static void expect_shell(const struct profile_folders *a, const struct profile_folders *b)
{
    cr_assert_eq(a->n, b->n);
    for (uint32_t i = 0; i < a->n; i++) {
        cr_expect(str_equal(a->at[i].name, b->at[i].name));
        cr_expect(str_equal(a->at[i].path, b->at[i].path));
        cr_expect_eq(a->at[i].file, b->at[i].file);
        cr_expect_eq(a->at[i].is_elsewhere, b->at[i].is_elsewhere);
    }
}

static void expect_profile(const struct profile *a, const struct profile *b)
{
    cr_expect(str_equal(a->key, b->key) && str_equal(a->sid, b->sid));
    cr_expect(str_equal(a->name, b->name) && str_equal(a->path, b->path));
    cr_expect(str_equal(a->domain, b->domain) && str_equal(a->account, b->account));
    cr_expect(str_equal(a->logon_name, b->logon_name));
    cr_expect_eq(a->folder, b->folder);
    cr_expect_eq(a->hive, b->hive);
    cr_expect_eq(a->flags, b->flags);
    cr_expect_eq(a->sid_resolves, b->sid_resolves);
    cr_expect_eq(a->has_state, b->has_state);
    cr_expect_eq(a->state, b->state);
    cr_expect_eq(a->modified, b->modified);
    cr_expect_eq(a->loaded, b->loaded);
    cr_expect_eq(a->unloaded, b->unloaded);
    cr_expect_eq(a->last_used, b->last_used);
    expect_shell(&a->shell, &b->shell);
}

Test(inventory_users, what_was_put_comes_back)
{
    cr_assert_eq(put_and_get(&grove.index), STATUS_OK);
    cr_expect_eq(got.windows, windows);
    cr_expect(str_equal(got.windows_path, given.windows_path) && str_equal(got.drive, given.drive));
    cr_expect(str_equal(got.product, given.product) && str_equal(got.version, given.version));
    cr_expect(str_equal(got.build, given.build) && str_equal(got.release, given.release));
    cr_expect(str_equal(got.computer, given.computer));
    cr_expect(str_equal(got.users_path, given.users_path));
    cr_expect(str_equal(got.public_path, given.public_path));
    cr_expect(str_equal(got.default_path, given.default_path));
    cr_expect(str_equal(got.program_data, given.program_data));
    cr_expect(str_equal(got.program_files, given.program_files));
    cr_expect(str_equal(got.program_files_x86, given.program_files_x86));
    cr_expect(str_equal(got.common_files, given.common_files));
    cr_expect(str_equal(got.common_files_x86, given.common_files_x86));
    cr_expect(got.has_registry);
    expect_shell(&got.shell, &given.shell);
    cr_assert_eq(got.n, 2);
    for (uint32_t i = 0; i < 2; i++)
        expect_profile(&got.at[i], &users[i]);
    cr_assert_eq(got.nnotes, 2);
    for (uint32_t i = 0; i < 2; i++)
        cr_expect(str_equal(got.notes[i], notes[i]));
    profiles_free(&got);
}

Test(inventory_users, what_the_index_does_not_have_is_not_there)
{
    struct grove other;

    grove_begin(&other, 10);
    grove_finish(&other);
    cr_assert_eq(put_and_get(&other.index), STATUS_OK);
    cr_expect(got.windows == INDEX_NONE && got.at[0].folder == INDEX_NONE &&
              got.at[0].hive == INDEX_NONE && got.shell.at[0].file == INDEX_NONE);
    profiles_free(&got);
    cr_assert_eq(put_and_get(NULL), STATUS_OK);
    cr_expect_eq(got.windows, INDEX_NONE);
    profiles_free(&got);
    grove_free(&other);
}

Test(inventory_users, a_file_is_no_folder)
{
    users[0].folder = hive;
    cr_assert_eq(put_and_get(&grove.index), STATUS_OK);
    cr_expect_eq(got.at[0].folder, INDEX_NONE);
    cr_expect_eq(got.at[0].hive, hive);
    profiles_free(&got);
}

Test(inventory_users, values_that_cannot_be_are_damage)
{
    given.drive = str_of("");
    cr_expect_eq(put_and_get(NULL), STATUS_DAMAGED);
    given.drive = str_of("C:\\");
    cr_expect_eq(put_and_get(NULL), STATUS_DAMAGED);
    given.drive = str_of("C:");
    users[0].flags = 1U << PROFILE_NFLAGS;
    cr_expect_eq(put_and_get(NULL), STATUS_DAMAGED);
    users[0].flags = 0;
    users[0].path = str_of(CUT_OFF);
    cr_expect_eq(put_and_get(NULL), STATUS_DAMAGED);
}

Test(inventory_users, what_is_no_such_table_is_damage)
{
    struct sheet_columns all;
    struct sheet sheet = {.columns = all.columns, .ncolumns = 3, .nrows = 5};
    size_t n;
    uint8_t *bytes;

    sheet_all(&all);
    bytes = sheet_write(&sheet, 1, &n);
    cr_expect_eq(get((struct str){(const char *)bytes, n}, NULL), STATUS_DAMAGED);
    free(bytes);
    cr_expect_eq(get(str_of("PAR1"), NULL), STATUS_DAMAGED);
    cr_expect_eq(get(str_of("users"), NULL), STATUS_DAMAGED);
    cr_expect_eq(get((struct str){"", 0}, NULL), STATUS_DAMAGED);
}

/* Whatever is changed, with hashes that are right: it is refused, or all that is got can be used.
 */
Test(inventory_users, changes_by_chance_end_nothing)
{
    struct chance chance = chance_seed(17);
    unsigned nread = 0, nrefused = 0;
    char *copy;

    cr_assert_eq(put_and_get(NULL), STATUS_OK);
    profiles_free(&got);
    copy = malloc(table.n);
    for (unsigned i = 0; copy && i < 20000; i++) {
        size_t at = chance_below(&chance, (uint32_t)table.n);
        enum status status;

        memcpy(copy, table.at, table.n);
        copy[at] = (char)(copy[at] ^ (1 << chance_below(&chance, 8)));
        sheet_reseal((uint8_t *)copy, table.n);
        status = get((struct str){copy, table.n}, &grove.index);
        cr_assert(status == STATUS_OK || status == STATUS_DAMAGED);
        nrefused += status != STATUS_OK;
        nread += status == STATUS_OK;
        if (status == STATUS_OK) {
            cr_assert(got.n <= 2 && got.drive.n == 2);
            profiles_free(&got);
        }
    }
    free(copy);
    cr_expect(nread > 100 && nrefused > 1000, "%u read, %u refused", nread, nrefused);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The users of Windows: from whole registries, broken ones, and none. */
#include "src/profileread.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "mft/scan.h"
#include "src/target.h"
#include "tests/support/chance.h"
#include "tests/support/fixture.h"

static struct target target;
static struct index *rows;
static struct profiles profiles;
static struct arena arena;
static struct profileread_source from;

static void open_recipe(const char *recipe)
{
    const struct scan_options options = {.want = WANT_TIMES | WANT_CHILDREN, .nworkers = 1};
    struct scan *scan;

    arena = (struct arena){0};
    cr_assert(target_open(fixture_image(recipe), 0, &target));
    cr_assert_eq(scan_start(target.volume, &options, &scan), STATUS_OK);
    cr_assert_eq(scan_finish(scan, &rows), STATUS_OK);
    from = (struct profileread_source){.volume = target.volume, .index = rows};
    cr_assert(target_upcase(&target, &arena, &from.upcase));
}

static void read_recipe(const char *recipe)
{
    open_recipe(recipe);
    cr_assert_eq(profileread_all(&from, &profiles), STATUS_OK);
}

static void end(void)
{
    profiles_free(&profiles);
    arena_free(&arena);
    index_free(rows);
    target_close(&target);
}

TestSuite(profileread, .fini = end, .timeout = 60);

static void expect(struct str got, const char *expected)
{
    cr_assert(str_equal(got, str_of(expected)), "%.*s is not %s", (int)got.n, got.at, expected);
}

/* The profile whose key ends in END; the test fails where there is none. */
static const struct profile *with_key(const char *end_of_key)
{
    size_t n = strlen(end_of_key);

    for (uint32_t i = 0; i < profiles.n; i++) {
        struct str key = profiles.at[i].key;

        if (key.n >= n && memcmp(key.at + key.n - n, end_of_key, n) == 0)
            return &profiles.at[i];
    }
    cr_assert_fail("no key ends in %s", end_of_key);
    return NULL;
}

static const struct profile *with_name(const char *name)
{
    for (uint32_t i = 0; i < profiles.n; i++)
        if (str_equal(profiles.at[i].name, str_of(name)))
            return &profiles.at[i];
    cr_assert_fail("no profile is called %s", name);
    return NULL;
}

static const struct profile_folder *shell_of(const struct profile *p, const char *name)
{
    for (uint32_t i = 0; i < p->shell.n; i++)
        if (str_equal(p->shell.at[i].name, str_of(name)))
            return &p->shell.at[i];
    cr_assert_fail("no shell folder is called %s", name);
    return NULL;
}

static bool has_note(const char *part)
{
    size_t n = strlen(part);

    for (uint32_t i = 0; i < profiles.nnotes; i++)
        for (size_t at = 0; at + n <= profiles.notes[i].n; at++)
            if (memcmp(profiles.notes[i].at + at, part, n) == 0)
                return true;
    return false;
}

static uint32_t record_of(uint32_t file)
{
    return file == INDEX_NONE ? 0 : rows->files.record[file];
}

Test(profileread, a_windows_and_its_computer_are_told)
{
    read_recipe("users");
    expect(profiles.windows_path, "\\Windows");
    expect(profiles.product, "Windows 10 Pro");
    expect(profiles.build, "19045");
    expect(profiles.release, "22H2");
    expect(profiles.computer, "PC17");
    expect(profiles.users_path, "C:\\Users");
    expect(profiles.program_data, "C:\\ProgramData");
    expect(profiles.program_files, "C:\\Program Files");
    expect(profiles.common_files_x86, "");
    cr_assert(profiles.has_registry);
    cr_assert_eq(profiles.n, 12);
    cr_assert_eq(profiles.shell.n, 2);
    expect(profiles.shell.at[0].path, "C:\\Users\\Public\\Desktop");
    cr_assert_neq(profiles.shell.at[0].file, INDEX_NONE);
}

Test(profileread, a_profile_has_its_folder_times_and_shell_folders)
{
    const struct profile *ann;

    read_recipe("users");
    ann = with_key("-1001");
    expect(ann->path, "C:\\Users\\Ann");
    expect(ann->name, "Ann");
    cr_assert_eq(record_of(ann->folder), fixture_fact("users", "ann"));
    cr_assert(ann->sid_resolves && ann->has_state);
    cr_assert_eq(ann->loaded, UINT64_C(133545476960000000));
    cr_assert_eq(ann->last_used, ann->loaded);
    cr_assert(ann->modified > 0 && ann->modified < ann->loaded);
    expect(shell_of(ann, "Desktop")->path, "C:\\Users\\Ann\\Desktop");
    expect(shell_of(ann, "SendTo")->path, "C:\\Users\\Ann\\AppData\\Roaming\\SendTo");
    cr_assert_neq(shell_of(ann, "SendTo")->file, INDEX_NONE);
    expect(shell_of(ann, "Personal")->path, "D:\\Documents\\Ann");
    cr_assert(shell_of(ann, "Personal")->is_elsewhere);
    cr_assert_eq(shell_of(ann, "Personal")->file, INDEX_NONE);
    cr_assert_neq(shell_of(ann, "My Pictures")->file, INDEX_NONE);
    cr_assert(shell_of(ann, "Music")->is_elsewhere);
}

Test(profileread, a_sid_that_leads_nowhere_is_reported)
{
    read_recipe("users");
    cr_assert_eq(with_key("-1004")->flags, PROFILE_NO_FOLDER);
    cr_assert_not(with_key("-1004")->sid_resolves);
    cr_assert_eq(with_key("-1005")->flags, PROFILE_ELSEWHERE);
    cr_assert_eq(with_key("-1007")->flags, PROFILE_NO_FOLDER);
    cr_assert_eq(with_key("-1008.bak")->flags, PROFILE_BACKUP | PROFILE_NO_HIVE);
    cr_assert_not(with_key("-1008.bak")->sid_resolves);
    cr_assert_eq(with_key("S-1-5-18")->flags, PROFILE_SYSTEM | PROFILE_NO_FOLDER);
}

Test(profileread, two_keys_for_one_sid_or_one_folder_are_reported)
{
    read_recipe("users");
    cr_assert_eq(with_key("-1001")->flags, PROFILE_DUPLICATE);
    cr_assert_eq(with_key("-1001.bak")->flags, PROFILE_DUPLICATE | PROFILE_BACKUP);
    cr_assert(with_key("-1001.bak")->sid_resolves);
    cr_assert_eq(with_key("-1006")->flags, PROFILE_DUPLICATE);
    cr_assert_eq(record_of(with_key("-1006")->folder), fixture_fact("users", "ann"));
    cr_assert_eq(with_key("-1003")->flags, 0);
}

Test(profileread, a_folder_without_a_key_is_reported)
{
    const struct profile *lost;

    read_recipe("users");
    lost = with_name("Lost.PC17");
    cr_assert_eq(lost->flags, PROFILE_NO_KEY);
    cr_assert_eq(lost->sid.n, 0);
    expect(lost->path, "C:\\Users\\Lost.PC17");
    cr_assert_eq(record_of(lost->folder), fixture_fact("users", "lost"));
}

Test(profileread, a_damaged_hive_costs_that_user_alone)
{
    read_recipe("users");
    cr_assert_eq(with_key("-1002")->flags, PROFILE_BAD_HIVE);
    cr_assert(with_key("-1002")->sid_resolves);
    cr_assert(has_note("C:\\Users\\Bob\\NTUSER.DAT"));
}

Test(profileread, names_of_any_characters_are_kept)
{
    read_recipe("users");
    expect(with_key("-1003")->name, "Zo\u00eb \u65e5\u672c\a");
    cr_assert_eq(record_of(with_key("-1003")->folder), fixture_fact("users", "zoe"));
}

Test(profileread, windows_xp_is_known)
{
    const struct profile *ann;

    read_recipe("usersxp");
    ann = with_key("-500");
    expect(profiles.computer, "OLDPC");
    expect(profiles.version, "5.1");
    expect(profiles.build, "2600");
    expect(profiles.public_path, "C:\\Documents and Settings\\All Users");
    expect(profiles.default_path, "C:\\Documents and Settings\\Default User");
    cr_assert_eq(profiles.n, 1);
    cr_assert_eq(record_of(ann->folder), fixture_fact("usersxp", "ann"));
    expect(shell_of(ann, "Personal")->path, "C:\\Documents and Settings\\Ann\\My Documents");
    expect(shell_of(ann, "Videos")->path, "C:\\\xED\xA0\xBD");
}

static void expect_folders_only(void)
{
    cr_assert_not(profiles.has_registry);
    cr_assert_eq(profiles.n, 5);
    cr_assert_eq(with_name("Ann")->flags, PROFILE_NO_KEY);
    cr_assert_eq(with_name("Carl")->flags, PROFILE_NO_KEY | PROFILE_NO_HIVE);
    cr_assert_eq(record_of(with_name("Ann")->folder), fixture_fact("users", "ann"));
}

Test(profileread, local_accounts_have_the_names_of_sam)
{
    read_recipe("users");
    expect(with_key("-1001")->domain, "PC17");
    expect(with_key("-1001")->account, "Ann");
    expect(with_key("-1001.bak")->account, "Ann");
    expect(with_key("-1003")->account, "Zo\u00eb");
    expect(with_key("-1006")->account, "Anna");
    expect(with_key("-1007")->account, "Nobody");
    expect(with_key("S-1-5-18")->account, "");
    expect(with_name("Lost.PC17")->account, "");
    for (uint32_t i = 0; i < profiles.n; i++)
        cr_expect_not(profiles.at[i].flags & (PROFILE_NO_ACCOUNT | PROFILE_DOMAIN));
}

Test(profileread, a_deleted_account_leaves_an_orphan)
{
    const struct profile *eve;

    read_recipe("users:5");
    eve = with_key("-1009");
    cr_expect_eq(eve->flags, PROFILE_NO_ACCOUNT);
    cr_expect_not(eve->sid_resolves);
    cr_expect(profile_is_orphaned(&profiles, eve));
    cr_expect_neq(eve->folder, INDEX_NONE);
    expect(eve->domain, "PC17");
    expect(eve->account, "eve.old");
    cr_expect_not(profile_is_orphaned(&profiles, with_key("-1001")));
    cr_expect(profile_is_orphaned(&profiles, with_name("Lost.PC17")));
    cr_expect(profile_is_orphaned(&profiles, with_key("-1008.bak")));
    cr_expect_not(profile_is_orphaned(&profiles, with_key("-1005")), "on another drive");
}

Test(profileread, accounts_of_domains_are_taken_as_there)
{
    const struct profile *dave, *faye;

    read_recipe("users:5");
    dave = with_key("-1100");
    expect(dave->domain, "CORP");
    expect(dave->account, "dave");
    cr_expect_eq(dave->flags, PROFILE_DOMAIN);
    cr_expect(dave->sid_resolves && !profile_is_orphaned(&profiles, dave));
    faye = with_key("-1200");
    expect(faye->domain, "");
    expect(faye->account, "");
    cr_expect_eq(faye->flags, PROFILE_DOMAIN, "of a domain that is not this computer's");
    cr_expect(faye->sid_resolves);
}

Test(profileread, newer_accounts_may_lie_in_the_logs_of_sam)
{
    read_recipe("users:6");
    cr_expect_eq(with_key("-1009")->flags, 0);
    cr_expect(with_key("-1009")->sid_resolves);
    expect(with_key("-1001")->account, "Ann");
    cr_expect(has_note("SAM was being written"));
}

Test(profileread, a_domain_controller_has_its_accounts_elsewhere)
{
    read_recipe("users:7");
    cr_expect_eq(with_key("-1009")->flags, 0);
    cr_expect(with_key("-1009")->sid_resolves);
}

Test(profileread, without_sam_all_sids_are_taken_as_before)
{
    read_recipe("usersxp");
    cr_expect(with_key("-500")->sid_resolves);
    cr_expect_eq(with_key("-500")->flags, 0);
    expect(with_key("-500")->account, "");
    cr_expect(has_note("SAM is not there"));
}

Test(profileread, without_software_the_folders_are_the_users)
{
    read_recipe("users:2");
    expect_folders_only();
    cr_assert(has_note("SOFTWARE is not there"));
    expect(profiles.computer, "PC17");
}

Test(profileread, a_torn_software_is_as_none)
{
    read_recipe("users:1");
    expect_folders_only();
    cr_assert(has_note("SOFTWARE is damaged"));
}

Test(profileread, a_compressed_software_is_as_none)
{
    read_recipe("users:3");
    expect_folders_only();
    cr_assert(has_note("SOFTWARE is compressed"));
}

Test(profileread, an_index_alone_knows_the_folders)
{
    open_recipe("users");
    from.volume = NULL;
    cr_assert_eq(profileread_all(&from, &profiles), STATUS_OK);
    expect_folders_only();
    cr_assert(has_note("the registry cannot be read"));
    cr_assert_eq(profiles.computer.n, 0);
    cr_assert_gt(with_name("Ann")->last_used, 0);
}

Test(profileread, of_two_windows_the_one_called_windows_is_taken)
{
    read_recipe("users:4");
    expect(profiles.windows_path, "\\Windows");
    expect(profiles.computer, "PC17");
    cr_assert(has_note("2 folders"));
}

Test(profileread, a_volume_without_windows_has_nobody)
{
    read_recipe("tree");
    cr_assert_eq(profiles.windows, INDEX_NONE);
    cr_assert_eq(profiles.n, 0);
    cr_assert(has_note("No Windows"));
}

/* ---- Hostile registries ---- */

enum { NEDITS = 300, NHIVES_MAX = 8, HEADER_BYTES = 4096, BLOCKS_BYTES = 0x28, CHECKSUM = 0x1FC };

/* The volume in memory, and where its hives lie. */
static uint8_t *image;
static struct bytes hives[NHIVES_MAX];
static size_t nhives;

static void load_image(void)
{
    size_t n = (size_t)target.source.size_bytes;

    image = malloc(n);
    cr_assert_eq(source_read_all(&target.source, 0, image, n), STATUS_OK);
    for (size_t at = 0; at + HEADER_BYTES <= n && nhives < NHIVES_MAX; at += HEADER_BYTES)
        if (memcmp(image + at, "regf", 4) == 0)
            hives[nhives++] =
                (struct bytes){image + at, HEADER_BYTES + bytes_u32(image + at + BLOCKS_BYTES)};
}

/* Changes some numbers of a hive and makes its checksum fit. */
static void change(struct chance *chance, struct bytes hive)
{
    uint8_t *at = image + (hive.at - image);
    uint32_t sum = 0;

    for (uint32_t i = 0; i < 6; i++) {
        uint32_t place = chance_below(chance, (uint32_t)hive.n);

        at[place] = chance_below(chance, 2) ? (uint8_t)chance_bits(chance) : 0xFF;
    }
    for (unsigned i = 0; i < CHECKSUM; i += 4)
        sum ^= bytes_u32(at + i);
    for (unsigned i = 0; i < 4; i++)
        at[CHECKSUM + i] = (uint8_t)(sum >> 8 * i);
}

Test(profileread, changes_by_chance_end_nothing_and_hide_no_folder)
{
    struct volume *volume;
    struct source source;
    size_t nlisted = 0;

    open_recipe("users");
    load_image();
    cr_assert_geq(nhives, 5);
    source = source_of_memory((struct bytes){image, (size_t)target.source.size_bytes});
    cr_assert_eq(volume_open(&source, &volume), STATUS_OK);
    from.volume = volume;
    for (uint64_t run = 0; run < NEDITS; run++) {
        struct chance chance = chance_seed(run + 1);

        for (size_t i = 0; i < nhives; i++)
            change(&chance, hives[i]);
        cr_assert_eq(profileread_all(&from, &profiles), STATUS_OK);
        cr_assert_geq(profiles.n, 5);
        nlisted += profiles.has_registry;
        profiles_free(&profiles);
        cr_assert_eq(source_read_all(&target.source, 0, image, source.size_bytes), STATUS_OK);
    }
    cr_assert_gt(nlisted, 0);
    volume_close(volume);
    free(image);
}

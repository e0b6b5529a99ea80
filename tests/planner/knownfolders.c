/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders of one Windows that are those of another: by their usual places, by what registries say,
 * and whose they become. */
#include "planner/knownfolders.h"

#include <criterion/criterion.h>

#include "tests/support/holding.h"

enum { USERS = 4, SHELL = 4, MAPS = 4, MANY = 2000 };

static struct holding holding;
static struct profiles old_profiles, now_profiles;
static struct profile old_users[USERS], now_users[USERS];
static struct profile_folder shell[SHELL];
static struct machine old, now;
static struct knownfolders_map map[MAPS];
static struct knownfolders_job job;
static struct knownfolders folders;

static struct profiles windows(const char *version, const char *users, struct profile *at)
{
    return (struct profiles){
        .windows = 0,
        .windows_path = str_of("\\Windows"),
        .drive = str_of("C:"),
        .version = str_of(version),
        .users_path = str_of(users),
        .has_registry = true,
        .at = at,
    };
}

static void begin(void)
{
    holding_begin(&holding, 1, 100);
    holding_finish(&holding);
    old_profiles = windows("5.1", "C:\\Documents and Settings", old_users);
    now_profiles = windows("6.1", "C:\\Users", now_users);
    old = now = holding.machine;
    old.profiles = &old_profiles;
    now.profiles = &now_profiles;
    job = (struct knownfolders_job){.old = &old, .now = &now, .map = map};
    folders = (struct knownfolders){0};
}

static void end(void)
{
    knownfolders_free(&folders);
    holding_free(&holding);
}

TestSuite(knownfolders, .init = begin, .fini = end, .timeout = 60);

static struct profile *add(struct profiles *to, const char *path, const char *sid,
                           const char *domain, const char *account)
{
    struct profile *p = &to->at[to->n++];
    const char *name = strrchr(path, '\\') + 1;

    *p = (struct profile){
        .path = str_of(path),
        .name = str_of(name),
        .sid = str_of(sid),
        .domain = str_of(domain),
        .account = str_of(account),
        .folder = INDEX_NONE,
    };
    return p;
}

static void find(void)
{
    knownfolders_free(&folders);
    cr_assert_eq(knownfolders_find(&job, &folders), STATUS_OK);
}

/* What FROM becomes; "?" where it is not there. */
static struct str becomes(const char *from)
{
    for (uint32_t i = 0; i < folders.n; i++)
        if (text_same_folded(folders.at[i].from, str_of(from), NULL))
            return folders.at[i].to;
    return str_of("?");
}

static void expect(const char *from, const char *to)
{
    struct str found = becomes(from);

    cr_expect(str_equal(found, str_of(to)), "%s becomes %.*s and not %s", from, (int)found.n,
              found.at, to);
}

#define XP  "C:\\Documents and Settings\\"
#define NEW "C:\\Users\\"

Test(knownfolders, folders_of_xp_become_those_of_vista_by_their_usual_places)
{
    add(&old_profiles, XP "Ann", "", "", "");
    add(&now_profiles, NEW "ann", "", "", "");
    find();
    expect("C:\\Documents and Settings", "C:\\Users");
    expect(XP "Ann", NEW "ann");
    expect(XP "Ann\\My Documents", NEW "ann\\Documents");
    expect(XP "Ann\\My Documents\\My Music", NEW "ann\\Music");
    expect(XP "Ann\\My Documents\\My Pictures", NEW "ann\\Pictures");
    expect(XP "Ann\\My Documents\\My Videos", NEW "ann\\Videos");
    expect(XP "Ann\\Desktop", NEW "ann\\Desktop");
    expect(XP "Ann\\Favorites", NEW "ann\\Favorites");
    expect(XP "Ann\\Application Data", NEW "ann\\AppData\\Roaming");
    expect(XP "Ann\\Local Settings\\Application Data", NEW "ann\\AppData\\Local");
    expect(XP "Ann\\Local Settings", NEW "ann\\AppData\\Local");
    expect(XP "All Users", "C:\\ProgramData");
    expect(XP "All Users\\Application Data", "C:\\ProgramData");
    expect(XP "All Users\\Documents", NEW "Public\\Documents");
    expect(XP "All Users\\Desktop", NEW "Public\\Desktop");
    expect(XP "Default User", NEW "Default");
    expect("C:\\Windows", "?");
}

Test(knownfolders, what_registries_say_counts)
{
    struct profile *ann = add(&old_profiles, XP "Ann", "", "", "");

    shell[0] =
        (struct profile_folder){.name = str_of("Personal"), .path = str_of("D:\\Ann's [x]\\")};
    shell[1] = (struct profile_folder){.name = str_of("My Pictures"), .path = str_of("D:\\")};
    shell[2] = (struct profile_folder){.name = str_of("My Music"), .path = str_of("\\\\server\\m")};
    shell[3] = (struct profile_folder){.name = str_of("Personal"), .path = str_of("C:\\Documents")};
    ann->shell = (struct profile_folders){shell, 3};
    ann = add(&now_profiles, NEW "Ann", "", "", "");
    ann->shell = (struct profile_folders){shell + 3, 1};
    find();
    expect("D:\\Ann's [x]", "C:\\Documents");
    expect(XP "Ann\\My Documents", "?");
    expect("D:\\", "?");
    expect("D:", "?");
    for (uint32_t i = 0; i < folders.n; i++)
        cr_expect_neq(folders.at[i].from.at[0], '\\', "servers are not here");
}

Test(knownfolders, what_two_users_had_stays_where_it_is)
{
    shell[0] = (struct profile_folder){.name = str_of("Personal"), .path = str_of("D:\\Both")};
    add(&old_profiles, XP "Ann", "", "", "")->shell = (struct profile_folders){shell, 1};
    add(&old_profiles, XP "Bob", "", "", "")->shell = (struct profile_folders){shell, 1};
    add(&now_profiles, NEW "Ann", "", "", "");
    add(&now_profiles, NEW "Bob", "", "", "");
    find();
    expect("D:\\Both", "D:\\Both");
}

Test(knownfolders, users_are_found_by_sid_then_account_then_folder)
{
    add(&old_profiles, XP "One", "S-1-5-21-1", "PC", "ann");
    add(&old_profiles, XP "Two", "S-1-5-21-2", "PC", "Bob");
    add(&old_profiles, XP "Three", "S-1-5-21-3", "PC", "eve");
    add(&old_profiles, XP "Four", "S-1-5-21-4", "PC", "joe");
    add(&now_profiles, NEW "Three", "S-1-5-21-30", "NEW", "nobody");
    add(&now_profiles, NEW "ann", "S-1-5-21-10", "NEW", "ann");
    add(&now_profiles, NEW "x", "s-1-5-21-1", "NEW", "y");
    add(&now_profiles, NEW "b", "S-1-5-21-20", "NEW", "BOB");
    find();
    expect(XP "One", NEW "x");
    expect(XP "Two", NEW "b");
    expect(XP "Three", NEW "Three");
    expect(XP "Four", "");
    expect(XP "Four\\My Documents", "?");
}

Test(knownfolders, the_user_map_comes_first)
{
    add(&old_profiles, XP "Ann", "S-1-5-21-1", "PC", "Ann");
    add(&old_profiles, XP "Bob.PC", "S-1-5-21-2", "PC", "Bob");
    add(&now_profiles, NEW "Ann", "S-1-5-21-1", "NEW", "Ann");
    add(&now_profiles, NEW "Eve", "S-1-5-21-5", "NEW", "Eve");
    map[0] = (struct knownfolders_map){str_of("pc\\ann"), str_of("NEW\\eve")};
    map[1] = (struct knownfolders_map){str_of("Bob.PC"), str_of("Robert")};
    map[2] = (struct knownfolders_map){str_of("Nobody"), str_of("Ann")};
    job.nmap = 2;
    find();
    expect(XP "Ann", NEW "Eve");
    expect(XP "Bob.PC", NEW "Robert");
    expect(XP "Bob.PC\\My Documents", NEW "Robert\\Documents");
    cr_expect_eq(folders.stray, UINT32_MAX);
    job.nmap = 3;
    find();
    cr_expect_eq(folders.stray, 2);
}

Test(knownfolders, services_and_keys_set_aside_are_nobodys)
{
    add(&old_profiles, XP "LocalService", "S-1-5-19", "", "")->flags = PROFILE_SYSTEM;
    add(&old_profiles, XP "Ann", "S-1-5-21-1", "", "");
    add(&now_profiles, NEW "Other", "S-1-5-21-1", "", "")->flags = PROFILE_BACKUP;
    add(&now_profiles, NEW "Ann", "S-1-5-21-7", "", "");
    find();
    expect(XP "LocalService", "?");
    expect(XP "Ann", NEW "Ann");
}

Test(knownfolders, without_a_new_windows_nothing_is_mapped)
{
    add(&old_profiles, XP "Ann", "", "", "");
    now_profiles.windows = INDEX_NONE;
    find();
    cr_expect_eq(folders.n, 0);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who takes over whom; what becomes of their folders is in knownfolders.c. */
#include "planner/heirs.h"

#include <criterion/criterion.h>

#include "tests/support/holding.h"

enum { MOST = 6 };

static struct holding holding;
static struct profile old_users[MOST], now_users[MOST];
static struct profiles old_profiles, now_profiles;
static struct machine old, now;
static struct knownfolders_map map[MOST], domains[MOST];
static struct knownfolders_job job;
static struct arena arena;

static void begin(void)
{
    holding_begin(&holding, 1, 100);
    holding_finish(&holding);
    old_profiles = (struct profiles){.at = old_users};
    now_profiles = (struct profiles){.at = now_users};
    old = now = holding.machine;
    old.profiles = &old_profiles;
    now.profiles = &now_profiles;
    job = (struct knownfolders_job){.old = &old, .now = &now, .map = map, .domains = domains};
}

static void end(void)
{
    arena_free(&arena);
    holding_free(&holding);
}

TestSuite(heirs, .init = begin, .fini = end, .timeout = 60);

static void add(struct profiles *to, const char *path, const char *sid, const char *domain,
                const char *account)
{
    to->at[to->n++] = (struct profile){
        .path = str_of(path),
        .name = str_of(strrchr(path, '\\') + 1),
        .sid = str_of(sid),
        .domain = str_of(domain),
        .account = str_of(account),
        .folder = INDEX_NONE,
    };
}

/* The path of who takes over the old user I; "" for nobody. */
static struct str heir_of(uint32_t i)
{
    struct heirs heirs;
    struct heir heir;

    cr_assert_eq(heirs_begin(&heirs, &job, &arena), STATUS_OK);
    heir = heirs_find(&heirs, &old_users[i]);
    return heir.profile ? heir.profile->path : heir.is_new ? heir.name : str_of("");
}

static void expect(uint32_t i, const char *path)
{
    const struct str found = heir_of(i);

    cr_expect(str_equal(found, str_of(path)), "%u becomes '%.*s' and not '%s'", i, (int)found.n,
              found.at, path);
}

Test(heirs, a_namesake_does_not_become_who_is_there_by_the_same_sid)
{
    add(&old_profiles, "C:\\Users\\ann", "S-1-5-21-1-1001", "PC", "ann");
    add(&old_profiles, "C:\\Users\\ann.CORP", "S-1-5-21-7-1500", "CORP", "ann");
    add(&now_profiles, "C:\\Users\\ann", "S-1-5-21-7-1500", "CORP", "ann");
    expect(0, "");
    expect(1, "C:\\Users\\ann");
    add(&now_profiles, "C:\\Users\\ann.NEWPC", "S-1-5-21-2-1001", "NEWPC", "ann");
    expect(0, "C:\\Users\\ann.NEWPC");
    expect(1, "C:\\Users\\ann");
}

Test(heirs, the_map_says_otherwise_all_the_same)
{
    add(&old_profiles, "C:\\Users\\ann", "S-1-5-21-1-1001", "PC", "ann");
    add(&old_profiles, "C:\\Users\\ann.CORP", "S-1-5-21-7-1500", "CORP", "ann");
    add(&now_profiles, "C:\\Users\\ann", "S-1-5-21-7-1500", "CORP", "ann");
    map[job.nmap++] = (struct knownfolders_map){str_of("PC\\ann"), str_of("CORP\\ann")};
    expect(0, "C:\\Users\\ann");
    expect(1, "C:\\Users\\ann");
    map[0].to = str_of("CORP\\eve");
    expect(0, "CORP\\eve");
}

Test(heirs, users_of_a_domain_become_those_of_another)
{
    add(&old_profiles, "C:\\Users\\ann", "S-1-5-21-7-1500", "OLDCORP", "ann");
    add(&old_profiles, "C:\\Users\\bob", "S-1-5-21-7-1501", "OLDCORP", "bob");
    add(&old_profiles, "C:\\Users\\joe", "S-1-5-21-1-1001", "PC", "joe");
    add(&now_profiles, "C:\\Users\\ann", "S-1-5-21-2-1001", "NEWPC", "ann");
    add(&now_profiles, "C:\\Users\\ann.CORP", "S-1-5-21-9-2000", "CORP", "ANN");
    add(&now_profiles, "C:\\Users\\bob", "S-1-5-21-2-1002", "NEWPC", "bob");
    add(&now_profiles, "C:\\Users\\joe", "S-1-5-21-2-1003", "NEWPC", "joe");
    expect(0, "C:\\Users\\ann");
    domains[job.ndomains++] = (struct knownfolders_map){str_of("old*"), str_of("corp")};
    domains[job.ndomains++] = (struct knownfolders_map){str_of("*"), str_of("NEWPC")};
    expect(0, "C:\\Users\\ann.CORP");
    expect(1, "");
    expect(2, "C:\\Users\\joe");
    job.ndomains = 1;
    expect(2, "C:\\Users\\joe");
}

Test(heirs, where_the_new_domain_is_not_known_the_account_counts)
{
    add(&old_profiles, "C:\\Users\\ann", "S-1-5-21-7-1500", "OLD", "ann");
    add(&now_profiles, "C:\\Users\\other", "S-1-5-21-2-1", "PC", "ann");
    add(&now_profiles, "C:\\Users\\ann", "S-1-5-21-9-2000", "", "ann");
    domains[job.ndomains++] = (struct knownfolders_map){str_of("OLD"), str_of("NEW")};
    expect(0, "C:\\Users\\ann");
}

Test(heirs, a_user_whose_domain_is_not_known_is_in_none)
{
    add(&old_profiles, "C:\\Users\\ann", "S-1-5-21-7-1500", "", "ann");
    add(&now_profiles, "C:\\Users\\ann", "S-1-5-21-2-1", "PC", "ann");
    domains[job.ndomains++] = (struct knownfolders_map){str_of("*"), str_of("NEW")};
    expect(0, "C:\\Users\\ann");
}

Test(heirs, who_has_a_drive_for_a_profile_takes_nobody_over)
{
    add(&old_profiles, "C:\\Users\\ann", "S-1-5-21-7-1500", "PC", "ann");
    add(&now_profiles, "C:\\\\", "S-1-5-21-7-1500", "PC", "ann");
    expect(0, "");
}

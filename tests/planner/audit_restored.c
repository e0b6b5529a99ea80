/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An audit behind a restore: where things are in the new Windows, and what was saved anew there. */
#include "planner/audit.h"

#include <criterion/criterion.h>

#include "tests/support/holding.h"

#define STORED "\\store\\USMT\\File\\C$\\Docs\\Ann\\"
#define MOVED  "\\Windows.old\\Docs\\Ann\\"

static const struct knownfolder pairs[] = {
    {{"C:\\Docs\\Ann", 11}, {"C:\\Users\\Ann", 12}},
    {{"C:\\Docs\\Ann\\My Pictures", 23}, {"C:\\Users\\Ann\\Pictures", 21}},
    {{"C:\\Docs\\Bob", 11}, {"", 0}},
    {{"C:\\Same", 7}, {"C:\\Same", 7}},
    {{"C:\\Docs\\Far", 11}, {"D:\\Far", 6}},
};
static const struct knownfolders folders = {.at = (struct knownfolder *)pairs,
                                            .n = sizeof pairs / sizeof pairs[0]};

static struct holding holding;
static struct audit audit;

static void begin(void)
{
    static const char *const made[] = {
        STORED,
        STORED "My Pictures\\",
        STORED "Sub\\",
        MOVED,
        MOVED "My Pictures\\",
        MOVED "Sub\\",
        "\\Users\\Ann\\",
        "\\Users\\Ann\\Pictures\\",
        "\\Users\\Ann\\Sub\\",
        "\\Windows.old\\Docs\\Bob\\",
        "\\store\\USMT\\File\\C$\\Docs\\Bob\\",
        "\\Same\\",
        "\\store\\USMT\\File\\C$\\Same\\",
        "\\Windows.old\\Docs\\Far\\",
        "\\store\\USMT\\File\\C$\\Docs\\Far\\",
    };

    holding_begin(&holding, 1, 200);
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++)
        holding_add(&holding, 0, made[i]);
}

/* A file of the store, with up to two names outside it. */
static void add(const char *stored, const char *name, const char *other)
{
    holding_add(&holding, 0, stored);
    if (name)
        holding_link(&holding, 0, name);
    if (other)
        holding_link(&holding, 0, other);
}

static uint32_t find(const char *path)
{
    uint32_t name;

    cr_assert_eq(path_find(&holding.groves[0].index, str_of(path), NULL, &name, NULL), STATUS_OK,
                 "%s", path);
    return name;
}

static void run(const struct knownfolders *known)
{
    const struct audit_job job = {
        .machine = &holding.machine, .store = str_of("C:\\store"), .folders = known};

    holding_finish(&holding);
    cr_assert_eq(audit_store(&job, &audit), STATUS_OK);
}

/* There is one entry, and it is KIND with OTHER. */
static void expect(enum audit_kind kind, const char *other)
{
    cr_assert_eq(audit.n, 1);
    cr_assert_eq(audit.rows[0].kind, kind, "%s", audit_kind_word(audit.rows[0].kind));
    cr_assert_eq(audit.rows[0].other, other ? find(other) : INDEX_NONE);
}

static void end(void)
{
    audit_free(&audit);
    holding_free(&holding);
}

TestSuite(audit_restored, .init = begin, .fini = end);

Test(audit_restored, the_new_place_is_told_before_windows_old)
{
    add(STORED "a.txt", MOVED "a.txt", "\\Users\\Ann\\a.txt");
    run(&folders);
    expect(AUDIT_ORIGINAL_MOVED, "\\Users\\Ann\\a.txt");
    cr_assert(audit.is_safe);
}

Test(audit_restored, a_restored_file_that_was_saved_anew_has_lost_its_connection)
{
    add(STORED "a.txt", MOVED "a.txt", NULL);
    holding_add(&holding, 0, "\\Users\\Ann\\A.TXT");
    run(&folders);
    expect(AUDIT_LOST_CONNECTION, "\\Users\\Ann\\A.TXT");
    cr_assert(audit.is_safe, "the old content is in Windows.old still");
}

Test(audit_restored, without_folders_that_mean_the_same_it_was_moved)
{
    add(STORED "a.txt", MOVED "a.txt", NULL);
    holding_add(&holding, 0, "\\Users\\Ann\\a.txt");
    run(NULL);
    expect(AUDIT_ORIGINAL_MOVED, MOVED "a.txt");
}

Test(audit_restored, a_file_that_met_another_one_is_beside_it)
{
    add(STORED "a.txt", MOVED "a.txt", "\\Users\\Ann\\a(1).txt");
    holding_add(&holding, 0, "\\Users\\Ann\\a.txt");
    run(&folders);
    expect(AUDIT_ORIGINAL_MOVED, "\\Users\\Ann\\a(1).txt");
}

Test(audit_restored, what_was_never_restored_is_in_windows_old)
{
    add(STORED "a.txt", MOVED "a.txt", NULL);
    run(&folders);
    expect(AUDIT_ORIGINAL_MOVED, MOVED "a.txt");
}

Test(audit_restored, the_only_copy_stays_one_whatever_has_its_place)
{
    add(STORED "a.txt", NULL, NULL);
    holding_add(&holding, 0, "\\Users\\Ann\\a.txt");
    run(&folders);
    expect(AUDIT_ONLY_COPY, NULL);
    cr_assert_not(audit.is_safe);
}

Test(audit_restored, a_folder_in_its_place_is_no_file)
{
    add(STORED "a.txt", MOVED "a.txt", NULL);
    holding_add(&holding, 0, "\\Users\\Ann\\a.txt\\");
    run(&folders);
    expect(AUDIT_ORIGINAL_MOVED, MOVED "a.txt");
}

Test(audit_restored, folders_within_go_along)
{
    add(STORED "Sub\\a.txt", MOVED "Sub\\a.txt", NULL);
    holding_add(&holding, 0, "\\Users\\Ann\\Sub\\a.txt");
    run(&folders);
    expect(AUDIT_LOST_CONNECTION, "\\Users\\Ann\\Sub\\a.txt");
}

Test(audit_restored, folders_within_may_have_a_place_of_their_own)
{
    add(STORED "My Pictures\\a.jpg", MOVED "My Pictures\\a.jpg", NULL);
    holding_add(&holding, 0, "\\Users\\Ann\\Pictures\\a.jpg");
    run(&folders);
    expect(AUDIT_LOST_CONNECTION, "\\Users\\Ann\\Pictures\\a.jpg");
}

Test(audit_restored, a_user_who_has_no_heir_has_no_new_place)
{
    add("\\store\\USMT\\File\\C$\\Docs\\Bob\\a.txt", "\\Windows.old\\Docs\\Bob\\a.txt", NULL);
    run(&folders);
    expect(AUDIT_ORIGINAL_MOVED, "\\Windows.old\\Docs\\Bob\\a.txt");
}

Test(audit_restored, a_place_on_another_drive_is_no_place_of_links)
{
    add("\\store\\USMT\\File\\C$\\Docs\\Far\\a.txt", "\\Windows.old\\Docs\\Far\\a.txt", NULL);
    run(&folders);
    expect(AUDIT_ORIGINAL_MOVED, "\\Windows.old\\Docs\\Far\\a.txt");
}

Test(audit_restored, where_nothing_has_moved_all_is_as_without_a_restore)
{
    add("\\store\\USMT\\File\\C$\\Same\\a.txt", "\\Same\\b.txt", NULL);
    holding_add(&holding, 0, "\\store\\USMT\\File\\C$\\Same\\b.txt");
    run(&folders);
    cr_assert_eq(audit.counts[AUDIT_ORIGINAL_MOVED], 1);
    cr_assert_eq(audit.counts[AUDIT_LOST_CONNECTION], 1);
}

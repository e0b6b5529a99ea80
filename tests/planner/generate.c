/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scripts that make patterns, each helper in each turn. */
#include "planner/generate.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "tests/support/estate.h"

static struct estate estate;
static struct turn_book book;
static struct rules_notes notes;

static void end(void)
{
    turn_close(&book);
    estate_free(&estate);
}

TestSuite(generate, .fini = end, .timeout = 60);

static void begin(enum estate_kind kind)
{
    estate_begin(&estate, kind);
    notes = (struct rules_notes){.arena = &estate.profiles.arena};
}

static void open_book(void)
{
    estate_finish(&estate);
    cr_assert_eq(turn_open(&book, &estate.machine, &estate.profiles.arena, &notes), STATUS_OK);
}

/* What a call makes, a line each; ~ before those that spare what is hidden and system. */
static const char *made(const char *helper, uint32_t narguments, const char *const *arguments,
                        uint32_t user)
{
    static char text[1 << 15];
    struct str *given = arena_array(&estate.profiles.arena, narguments + 1, sizeof *given);
    struct rules_call *call = arena_alloc(&estate.profiles.arena, sizeof *call);
    struct patternlist list = {.arena = &estate.profiles.arena};
    const struct turn turn = {&book, user, turn_variables(&book, user)};
    size_t n = 0;

    for (uint32_t i = 0; i < narguments; i++)
        given[i] = arguments[i] ? str_of(arguments[i]) : (struct str){NULL, 0};
    *call = (struct rules_call){
        NULL, {str_of("r.xml"), 7}, helper_find(str_of(helper)), given, narguments};
    generate_patterns(&turn, call, turn_context(user), &list);
    cr_assert_eq(book.status, STATUS_OK);
    text[0] = '\0';
    for (uint32_t i = 0; i < list.n; i++) {
        cr_expect(list.at[i].what == call && list.at[i].place.line == 7);
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%.*s\n",
                              list.at[i].spares_hidden_system ? "~" : "", (int)list.at[i].text.n,
                              list.at[i].text.at);
        cr_assert_lt(n, sizeof text);
    }
    return text;
}

static const char *made2(const char *helper, const char *a, const char *b, uint32_t user)
{
    return made(helper, 2, (const char *const[]){a, b}, user);
}

static const char *made3(const char *helper, const char *a, const char *b, const char *c,
                         uint32_t user)
{
    return made(helper, 3, (const char *const[]){a, b, c}, user);
}

Test(generate, drive_patterns_are_on_all_drives_of_a_kind)
{
    static const char name[] = "GenerateDrivePatterns";

    begin(ESTATE_VISTA);
    estate_drive(&estate, "D:", MACHINE_FIXED);
    estate_drive(&estate, "E:", MACHINE_REMOVABLE);
    estate_drive(&estate, "F:", MACHINE_CDROM);
    open_book();
    cr_expect_str_eq(made2(name, "* [*.doc]", "Fixed", 0), "C:\\* [*.doc]\nD:\\* [*.doc]\n");
    cr_expect_str_eq(made2(name, "\\Winnt\\* [*]", "fixed", EXPAND_SYSTEM),
                     "C:\\Winnt\\* [*]\nD:\\Winnt\\* [*]\n");
    cr_expect_str_eq(made2(name, "a [b]", "Removable", 0), "E:\\a [b]\n");
    cr_expect_str_eq(made2(name, "a [b]", "CDROM", 0), "F:\\a [b]\n");
    cr_expect_str_eq(made2(name, "a [b]", "Remote", 0), "");
    cr_expect_str_eq(made2(name, "a [b]", "Floppy", 0), "");
    cr_expect_str_eq(made2(name, "%USERSID% [b]", "CDROM", 0), "F:\\S-1-5-21-1-2-3-1000 [b]\n");
    cr_expect_eq(notes.n, 0);
    cr_expect_str_eq(made2(name, "%NOPE% [b]", "CDROM", 0), "");
    cr_expect_eq(notes.n, 1);
}

Test(generate, user_patterns_are_of_the_others_and_of_this_user_if_asked_for)
{
    static const char name[] = "GenerateUserPatterns";

    begin(ESTATE_VISTA);
    estate_user(&estate, "Cy");
    estate_user(&estate, "Di");
    estate.is_chosen[2] = false;
    open_book();
    cr_expect_str_eq(made2(name, "File", "%userprofile% [*.doc]", 0),
                     "C:\\Users\\Bob [*.doc]\nC:\\Users\\Di [*.doc]\n");
    cr_expect_str_eq(made3(name, "file", "%userprofile% [*.doc]", "FALSE", 3),
                     "C:\\Users\\Ann [*.doc]\nC:\\Users\\Bob [*.doc]\n");
    cr_expect_str_eq(made3(name, "File", "%userprofile% [*.doc]", "TRUE", 0),
                     "C:\\Users\\Ann [*.doc]\nC:\\Users\\Bob [*.doc]\nC:\\Users\\Di [*.doc]\n");
    cr_expect_str_eq(made3(name, "File", "%userprofile% [*.doc]", NULL, EXPAND_SYSTEM),
                     "C:\\Users\\Ann [*.doc]\nC:\\Users\\Bob [*.doc]\nC:\\Users\\Di [*.doc]\n");
    cr_expect_str_eq(made2(name, "Registry", "HKCU\\a", 0), "");
}

static const char docs[] = "GenerateDocPatterns";

Test(generate, doc_patterns_of_the_computer_are_the_roots_of_drives_and_shared_folders)
{
    begin(ESTATE_VISTA);
    estate_drive(&estate, "D:", MACHINE_FIXED);
    estate_drive(&estate, "E:", MACHINE_REMOVABLE);
    estate_add(&estate, 0, "Sheets [1]\\a.txt");
    estate_add(&estate, 0, "root.txt");
    estate.groves[0].index.files.attributes[estate_add(&estate, 0, "$Recycle.Bin\\")] = 0x16;
    estate.groves[0].index.files.attributes[estate_add(&estate, 0, "Hidden\\")] = 0x12;
    estate_add(&estate, 1, "Windows\\");
    estate_add(&estate, 2, "Stick\\");
    open_book();
    cr_expect_str_eq(made3(docs, "FALSE", "TRUE", "FALSE", EXPAND_SYSTEM),
                     "~C:\\ [*]\n"
                     "~C:\\Sheets ^[1^]\\* [*]\n"
                     "~C:\\Hidden\\* [*]\n"
                     "~D:\\ [*]\n"
                     "~D:\\Windows\\* [*]\n"
                     "~C:\\Users\\Public\\Desktop\\* [*]\n"
                     "~C:\\Users\\Public\\Documents\\* [*]\n"
                     "~C:\\Users\\Public\\Favorites\\* [*]\n"
                     "~C:\\Users\\Public\\Music\\* [*]\n"
                     "~C:\\Users\\Public\\Pictures\\* [*]\n"
                     "~C:\\Users\\Public\\Videos\\* [*]\n"
                     "~C:\\Users\\Public\\Downloads\\* [*]\n"
                     "~C:\\Users\\Public\\Libraries\\* [*]\n"
                     "~C:\\Users\\Public\\Recorded TV\\* [*]\n");
    cr_expect_str_eq(made3(docs, "FALSE", "FALSE", "FALSE", EXPAND_SYSTEM),
                     "C:\\Windows\\* [*]\n"
                     "C:\\Program Files\\* [*]\n"
                     "C:\\Program Files (x86)\\* [*]\n"
                     "C:\\ProgramData\\* [*]\n"
                     "C:\\Users\\* [*]\n");
    cr_expect_eq(notes.n, 0);
}

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

Test(generate, doc_patterns_may_be_of_the_system_drive_alone)
{
    begin(ESTATE_NOTHING);
    estate_drive(&estate, "D:", MACHINE_FIXED);
    estate.machine.system = 1;
    estate_add(&estate, 1, "Data\\");
    open_book();
    const char *all = made3(docs, NULL, NULL, NULL, EXPAND_SYSTEM);
    cr_expect(begins_with(all, "~C:\\ [*]\n~D:\\ [*]\n~D:\\Data\\* [*]\n"), "%s", all);
    const char *one = made3(docs, NULL, NULL, "TRUE", EXPAND_SYSTEM);
    cr_expect(begins_with(one, "~D:\\ [*]\n~D:\\Data\\* [*]\n"), "%s", one);
}

Test(generate, doc_patterns_of_a_user_are_the_profile_and_known_folders)
{
    begin(ESTATE_VISTA);
    estate_add(&estate, 0, "Users\\Ann\\AppData\\Local\\");
    estate_add(&estate, 0, "Users\\Ann\\Desktop\\");
    estate_add(&estate, 0, "Users\\Ann\\Projects\\x");
    estate_shell(&estate, &estate.users[0].shell, "Personal", "D:\\Ann");
    open_book();
    cr_expect_str_eq(made(docs, 0, NULL, 0),
                     "~C:\\Users\\Ann\\ [*]\n"
                     "~C:\\Users\\Ann\\Desktop\\* [*]\n"
                     "~C:\\Users\\Ann\\Projects\\* [*]\n"
                     "~D:\\Ann\\* [*]\n"
                     "~C:\\Users\\Ann\\Pictures\\* [*]\n"
                     "~C:\\Users\\Ann\\Music\\* [*]\n"
                     "~C:\\Users\\Ann\\Videos\\* [*]\n"
                     "~C:\\Users\\Ann\\Favorites\\* [*]\n"
                     "~C:\\Users\\Ann\\Desktop\\* [*]\n"
                     "~C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Internet Explorer\\Quick "
                     "Launch\\* [*]\n"
                     "~C:\\Users\\Ann\\Contacts\\* [*]\n"
                     "~C:\\Users\\Ann\\Downloads\\* [*]\n"
                     "~C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Windows\\Libraries\\* [*]\n"
                     "~C:\\Users\\Ann\\AppData\\Local\\Microsoft\\Windows Photo Gallery\\Original "
                     "Images\\* [*]\n"
                     "~C:\\Users\\Ann\\Saved Games\\* [*]\n");
    const char *left_out = made3(docs, "FALSE", "FALSE", "FALSE", 0);
    cr_expect(strstr(left_out, "C:\\Users\\Ann\\AppData\\* [*]\n"), "%s", left_out);
    cr_expect(strstr(left_out, "C:\\Users\\Ann\\ [NTUSER.*]\n"), "%s", left_out);
    cr_expect(!strchr(left_out, '~'));
}

Test(generate, doc_patterns_of_a_user_on_xp_leave_the_system_s_folders_out)
{
    static const char *const kept[] = {"Local Settings", "Cookies", "SendTo", "Start Menu",
                                       "Application Data"};

    begin(ESTATE_XP);
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        estate_add(&estate, 0, estate_text(&estate, "Documents and Settings\\Ann\\%s\\", kept[i]));
    estate_add(&estate, 0, "Documents and Settings\\Ann\\My Documents\\");
    open_book();
    const char *taken = made(docs, 0, NULL, 0);
    cr_expect(strstr(taken, "Ann\\My Documents\\* [*]\n"), "%s", taken);
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        cr_expect(!strstr(taken, estate_text(&estate, "Ann\\%s\\* [*]", kept[i])), "%s", taken);
}

Test(generate, program_files_are_not_looked_through_and_that_is_told)
{
    begin(ESTATE_VISTA);
    open_book();
    made3(docs, "TRUE", "FALSE", "FALSE", EXPAND_SYSTEM);
    cr_expect_eq(notes.n, 0);
    made3(docs, "TRUE", "TRUE", "FALSE", EXPAND_SYSTEM);
    cr_expect_eq(notes.n, 1);
    cr_expect_eq(notes.first->kind, RULES_UNANSWERED);
}

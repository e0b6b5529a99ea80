/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions as files of rules ask them, in the computer's turn and in a user's. */
#include "planner/condition.h"

#include <criterion/criterion.h>

#include "tests/support/estate.h"

static struct estate estate;
static struct turn_book book;
static struct rules_notes notes;

static void end(void)
{
    turn_close(&book);
    estate_free(&estate);
}

TestSuite(condition, .fini = end, .timeout = 60);

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

/* TEXT is what stands in a component as its detection or conditions. */
static const struct rules_condition *read_condition(const char *text)
{
    static unsigned nfiles;
    const struct rules_component *last;

    estate_rules(&estate, estate_text(&estate,
                                      "<migration urlid='u%u'><component><displayName>c"
                                      "</displayName>%s</component></migration>",
                                      ++nfiles, text));
    for (last = estate.rules.components; last->next;)
        last = last->next;
    cr_assert_not_null(last->detection, "%s", text);
    return last->detection;
}

static bool holds(const struct rules_condition *condition, uint32_t user)
{
    const struct turn turn = {&book, user, turn_variables(&book, user)};
    bool answer = condition_holds(&turn, condition);

    cr_assert_eq(book.status, STATUS_OK);
    return answer;
}

static bool asks(const char *text, uint32_t user)
{
    return holds(read_condition(text), user);
}

/* What one call answers in the computer's turn. */
static bool calls(const char *call)
{
    return asks(estate_text(&estate,
                            "<conditions><condition>MigXmlHelper.%s</condition></conditions>",
                            call),
                EXPAND_SYSTEM);
}

static size_t noted(enum rules_note_kind kind)
{
    size_t n = 0;

    for (const struct rules_note *note = notes.first; note; note = note->next)
        n += note->kind == kind;
    return n;
}

Test(condition, versions_of_windows)
{
    begin(ESTATE_VISTA); /* the registry says 6.3, and build 19045: this is 10.0 */
    open_book();
    cr_expect(calls("DoesOSMatch('NT','*')") && calls("DoesOSMatch('nt','10.*')"));
    cr_expect(calls("DoesOSMatch('NT','10.0.19045')") && calls("DoesOSMatch('NT','10.0')"));
    cr_expect(!calls("DoesOSMatch('NT','6.3.*')") && !calls("DoesOSMatch('9x','*')"));
    cr_expect(calls("IsOSLaterThan('NT','10.0')") && calls("IsOSLaterThan('NT','6.0')"));
    cr_expect(calls("IsOSLaterThan('NT','10.0.19045')"));
    cr_expect(!calls("IsOSLaterThan('NT','10.0.19046')") && !calls("IsOSLaterThan('NT','11')"));
    cr_expect(calls("IsOSEarlierThan('NT','10.0.22000')"));
    cr_expect(!calls("IsOSEarlierThan('NT','10.0')") && !calls("IsOSEarlierThan('NT','6.0')"));
    cr_expect(!calls("IsOSEarlierThan('9x','11')") && !calls("IsOSLaterThan('9x','4')"));
    cr_expect(calls("IsNative64Bit()"));
}

Test(condition, versions_of_older_windows)
{
    begin(ESTATE_XP);
    open_book();
    cr_expect(calls("DoesOSMatch('NT','5.1.*')") && !calls("DoesOSMatch('NT','5.2.*')"));
    cr_expect(calls("IsOSEarlierThan('NT','6.0')") && !calls("IsOSLaterThan('NT','6.0')"));
    cr_expect(!calls("IsNative64Bit()"));
    estate.profiles.version = str_of("6.3");
    estate.profiles.build = str_of("9600");
    cr_expect(calls("DoesOSMatch('NT','6.3.*')") && calls("IsOSEarlierThan('NT','10')"));
    estate.profiles.version = str_of("");
    cr_expect(calls("DoesOSMatch('NT','5.1.*')"));
}

Test(condition, a_file_is_there_or_not)
{
    begin(ESTATE_VISTA);
    estate_drive(&estate, "D:", MACHINE_FIXED);
    estate_add(&estate, 0, "Program Files\\App\\v2\\app.exe");
    estate_add(&estate, 1, "deep\\er\\still\\x.dat");
    open_book();
    cr_expect(calls("DoesObjectExist('File','%ProgramFiles%\\App\\v2 [APP.exe]')"));
    cr_expect(calls("DoesObjectExist('file','%ProgramFiles%\\App')"));
    cr_expect(calls("DoesObjectExist('File','%ProgramFiles%\\App\\* [*.exe]')"));
    cr_expect(calls("DoesObjectExist('File','* [x.dat]')"));
    cr_expect(calls("DoesObjectExist('File','D:\\*\\still\\* [*]')"));
    cr_expect(!calls("DoesObjectExist('File','%ProgramFiles%\\App [app.exe]')"));
    cr_expect(!calls("DoesObjectExist('File','%ProgramFiles%\\App\\v2\\app.exe')"));
    cr_expect(!calls("DoesObjectExist('File','E:\\* [*]')"));
    cr_expect(!calls("DoesObjectExist('File','C:\\* [x.dat]')"));
    cr_expect_eq(notes.n, 0);
    cr_expect(!calls("DoesObjectExist('File','%NOPE%\\* [*]')"));
    cr_expect_eq(noted(RULES_UNKNOWN_VARIABLE), 1);
    cr_expect(!calls("DoesObjectExist('File','[x')"));
    cr_expect_eq(noted(RULES_BAD_PATTERN), 1);
}

Test(condition, a_user_is_asked_for_the_user_s_own_files)
{
    const struct rules_condition *condition;

    begin(ESTATE_VISTA);
    estate_add(&estate, 0, "Users\\Ann\\Desktop\\a.txt");
    open_book();
    condition = read_condition("<detects><detect><condition>MigXmlHelper.DoesObjectExist('File',"
                               "'%CSIDL_DESKTOP% [a.txt]')</condition></detect></detects>");
    cr_expect(holds(condition, 0));
    cr_expect(!holds(condition, 1));
    cr_expect(!holds(condition, EXPAND_SYSTEM));
    cr_expect_eq(notes.n, 0);
}

Test(condition, the_same_place_however_it_is_written)
{
    begin(ESTATE_VISTA);
    estate_shell(&estate, &estate.users[0].shell, "Personal", "c:\\users\\PUBLIC\\documents\\");
    open_book();
    static const char same[] =
        "<conditions><condition>MigXmlHelper.IsSameObject('File','%CSIDL_PERSONAL%',"
        "'%CSIDL_COMMON_DOCUMENTS%')</condition></conditions>";
    cr_expect(asks(same, 0));
    cr_expect(!asks(same, 1));
    cr_expect(!asks(same, EXPAND_SYSTEM));
    cr_expect(calls("IsSameObject('File','C:\\a [b*]','c:\\\\A\\[B*]')"));
    cr_expect(!calls("IsSameObject('File','C:\\a [b]','C:\\a [c]')"));
    cr_expect(!calls("IsSameObject('File','C:\\a [b]','C:\\a [*]')"));
    cr_expect(!calls("IsSameObject('File','[','[')"));
    cr_expect_eq(notes.n, 0);
}

Test(condition, what_only_a_running_windows_knows_is_no_and_told_once)
{
    static const char *const unanswered[] = {
        "DoesObjectExist('Registry','HKLM\\Software\\App')",
        "IsSameObject('Registry','HKLM\\a','HKLM\\a')",
        "DoesFileVersionMatch('%ProgramFiles% [a.exe]','ProductVersion','1.*')",
        "IsFileVersionAbove('a','b','c')",
        "IsFileVersionBelow('a','b','c')",
        "DoesStringContentEqual('Registry','a','b')",
        "DoesStringContentContain('File','a','b')",
        "IsSameContent('File','a','File','b')",
        "IsSameStringContent('File','a','File','b')",
    };

    begin(ESTATE_VISTA);
    open_book();
    for (size_t i = 0; i < sizeof unanswered / sizeof unanswered[0]; i++) {
        const struct rules_condition *condition =
            read_condition(estate_text(&estate,
                                       "<conditions><condition>MigXmlHelper.%s</condition>"
                                       "</conditions>",
                                       unanswered[i]));

        for (uint32_t user = 0; user < 2; user++)
            cr_expect(!holds(condition, user), "%s", unanswered[i]);
        cr_expect_eq(noted(RULES_UNANSWERED), i + 1, "%s", unanswered[i]);
    }
    cr_expect_eq(notes.n, sizeof unanswered / sizeof unanswered[0]);
}

#define YES "<condition>MigXmlHelper.DoesOSMatch('NT','*')</condition>"
#define NO  "<condition>MigXmlHelper.DoesOSMatch('9x','*')</condition>"

Test(condition, wholes_and_their_opposites)
{
    static const struct {
        const char *text;
        bool holds;
    } rows[] = {
        {"<conditions>" YES YES "</conditions>", true},
        {"<conditions>" YES NO "</conditions>", false},
        {"<conditions operation='OR'>" NO YES "</conditions>", true},
        {"<conditions operation='OR'>" NO NO "</conditions>", false},
        {"<conditions negation='Yes'>" YES NO "</conditions>", true},
        {"<conditions operation='OR' negation='Yes'>" YES NO "</conditions>", false},
        {"<conditions><condition negation='Yes'>MigXmlHelper.DoesOSMatch('9x','*')</condition>"
         "</conditions>",
         true},
        {"<conditions><conditions operation='OR'>" NO YES "</conditions>" YES "</conditions>",
         true},
        {"<conditions><conditions operation='OR'>" NO YES "</conditions>" NO "</conditions>",
         false},
        {"<detects><detect>" NO YES "</detect></detects>", true},
        {"<detects><detect>" YES "</detect><detect>" NO "</detect></detects>", false},
        {"<detects><detect>" NO "</detect></detects><detects><detect>" YES "</detect></detects>",
         true},
        {"<detection><conditions>" NO "</conditions></detection><detection><conditions>" YES
         "</conditions></detection>",
         true},
        {"<detection><conditions>" YES "</conditions></detection><conditions>" NO "</conditions>",
         false},
    };

    begin(ESTATE_VISTA);
    open_book();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_eq(asks(rows[i].text, EXPAND_SYSTEM), rows[i].holds, "%s", rows[i].text);
}

Test(condition, what_is_for_another_turn_is_not_asked)
{
    begin(ESTATE_VISTA);
    open_book();
    cr_expect(asks("<detection context='User'><conditions>" NO "</conditions></detection>",
                   EXPAND_SYSTEM));
    cr_expect(!asks("<detection context='User'><conditions>" NO "</conditions></detection>", 0));
    cr_expect(asks("<detection context='System'><conditions>" YES "</conditions></detection>"
                   "<detection context='User'><conditions>" NO "</conditions></detection>",
                   EXPAND_SYSTEM));
    cr_expect(!asks("<detection context='System'><conditions>" NO "</conditions></detection>"
                    "<detection context='User'><conditions>" YES "</conditions></detection>",
                    EXPAND_SYSTEM));
    cr_expect(calls("IsSystemContext()"));
    cr_expect(
        !asks("<conditions><condition>MigXmlHelper.IsSystemContext()</condition></conditions>", 0));
}

Test(condition, nothing_asked_holds)
{
    begin(ESTATE_NOTHING);
    open_book();
    cr_expect(holds(NULL, EXPAND_SYSTEM));
}

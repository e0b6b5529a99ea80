/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of rules on computers: which patterns they become, and for whom. */
#include "planner/expand.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "tests/support/estate.h"

enum { TEXT_BYTES = 1 << 16 };

static struct estate estate;

static void end(void)
{
    estate_free(&estate);
}

TestSuite(expand, .fini = end, .timeout = 60);

static const char *const kinds[] = {"+", "-", "!", "move", "content", "merge", "cleanup"};

/* Every pattern on a line, "user kind text": "Ann + C:\Users\Ann\* [*]"; "*" is the computer. */
static const char *shown(void)
{
    static char text[TEXT_BYTES];
    size_t n = 0;

    text[0] = '\0';
    for (uint32_t i = 0; i < estate.expansion.nrules; i++) {
        const struct expand_rule *rule = &estate.expansion.rules[i];
        uint32_t user = estate.expansion.scopes[rule->scope].user;
        struct str name = user == EXPAND_SYSTEM ? str_of("*") : estate.users[user].name;

        n += (size_t)snprintf(text + n, TEXT_BYTES - n, "%.*s %s %.*s\n", (int)name.n, name.at,
                              kinds[rule->rule->kind], (int)rule->text.n, rule->text.at);
        cr_assert_lt(n, TEXT_BYTES);
    }
    return text;
}

/* The notes as "word@line word@line". */
static const char *noted(void)
{
    static char text[TEXT_BYTES];
    size_t n = 0;

    text[0] = '\0';
    for (const struct rules_note *note = estate.expansion.notes.first; note; note = note->next)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s@%u", n > 0 ? " " : "",
                              rules_note_word(note->kind), note->place.line);
    return text;
}

static void begin(enum estate_kind kind)
{
    estate_begin(&estate, kind);
}

/* Elements of tests, and what they stand for. */
static const struct {
    const char *brief, *whole;
} elements[] = {
    {"<i>", "<include><objectSet>"},
    {"</i>", "</objectSet></include>"},
    {"<x>", "<exclude><objectSet>"},
    {"</x>", "</objectSet></exclude>"},
    {"<s>", "<objectSet>"},
    {"</s>", "</objectSet>"},
    {"<p>", "<pattern type='File'>"},
    {"</p>", "</pattern>"},
    {"<v ", "<variable "},
    {"</v>", "</variable>"},
    {"<t>", "<text>"},
    {"</t>", "</text>"},
    {"<there>", "<detection><conditions><condition>MigXmlHelper.DoesObjectExist('File','"},
    {"</there>", "')</condition></conditions></detection>"},
};

static const char *whole(const char *text)
{
    static char out[TEXT_BYTES];
    size_t n = 0, count = sizeof elements / sizeof elements[0];

    while (*text) {
        size_t i = 0;

        while (i < count && strncmp(text, elements[i].brief, strlen(elements[i].brief)) != 0)
            i++;
        n += (size_t)snprintf(out + n, sizeof out - n, "%.*s", i < count ? 100 : 1,
                              i < count ? elements[i].whole : text);
        cr_assert_lt(n, sizeof out);
        text += i < count ? strlen(elements[i].brief) : 1;
    }
    return out;
}

/* Reads TEXT as what stands in <migration>, and expands. */
static void expand_text(const char *text)
{
    estate_finish(&estate);
    estate_rules(&estate, estate_text(&estate, "<migration urlid='u'>%s</migration>", whole(text)));
    estate_expand(&estate);
}

/* TEXT stands in one component with a <rules> of this context. */
static void expand_rules(const char *context, const char *text)
{
    expand_text(
        estate_text(&estate,
                    "<component context='%s'><displayName>c</displayName><rules context='%s'>%s"
                    "</rules></component>",
                    context, context, text));
}

Test(expand, a_user_s_rules_hold_once_for_each_who_takes_part)
{
    begin(ESTATE_VISTA);
    estate.is_chosen[1] = false;
    estate_user(&estate, "Cy");
    expand_rules("User", "<i><p>%CSIDL_DESKTOP%\\* [*.doc]</p></i>");
    cr_expect_str_eq(shown(), "Ann + C:\\Users\\Ann\\Desktop\\* [*.doc]\n"
                              "Cy + C:\\Users\\Cy\\Desktop\\* [*.doc]\n");
    cr_expect_str_eq(noted(), "");
}

Test(expand, a_redirected_folder_counts_where_it_is)
{
    begin(ESTATE_VISTA);
    estate_shell(&estate, &estate.users[0].shell, "desktop", "D:\\Ann [1]\\Desk^top");
    expand_rules("User", "<i><p>%CSIDL_DESKTOP%\\* [*]</p></i>");
    cr_expect_str_eq(shown(), "Ann + D:\\Ann ^[1^]\\Desk^^top\\* [*]\n"
                              "Bob + C:\\Users\\Bob\\Desktop\\* [*]\n");
}

Test(expand, a_component_for_both_has_the_computer_s_turn_first)
{
    begin(ESTATE_VISTA);
    expand_rules("UserAndSystem", "<i><p>%WINDIR%\\* [a]</p><p>%APPDATA% [b]</p></i>");
    cr_expect_str_eq(shown(), "* + C:\\Windows\\* [a]\n"
                              "Ann + C:\\Windows\\* [a]\n"
                              "Ann + C:\\Users\\Ann\\AppData\\Roaming [b]\n"
                              "Bob + C:\\Windows\\* [a]\n"
                              "Bob + C:\\Users\\Bob\\AppData\\Roaming [b]\n");
    cr_expect_eq(estate.expansion.nscopes, 3);
    cr_expect_str_eq(noted(), "");
}

Test(expand, extensions_are_on_every_fixed_drive)
{
    begin(ESTATE_VISTA);
    estate_drive(&estate, "D:", MACHINE_REMOVABLE);
    estate_drive(&estate, "E:", MACHINE_FIXED);
    expand_text("<component context='System'>"
                "<displayName>c</displayName><extensions><extension>doc</extension></extensions>"
                "</component>");
    cr_expect_str_eq(shown(), "* + C:\\* [*.doc]\n* + E:\\* [*.doc]\n");
}

Test(expand, an_unknown_variable_is_told_once_and_its_pattern_has_no_effect)
{
    begin(ESTATE_VISTA);
    expand_rules("User", "\n"
                         "<i><p>%NOPE%\\* [*]</p></i>\n"
                         "<i><p>%CSIDL_DRIVES%\\* [*]</p><p>C:\\100% [a%]</p></i>");
    cr_expect_str_eq(shown(), "Ann + C:\\100% [a%]\nBob + C:\\100% [a%]\n");
    cr_expect_str_eq(noted(), "unknown-variable@2 unknown-variable@3");
}

/* ---- Variables of components ---- */

Test(expand, variables_of_a_component_are_its_own)
{
    begin(ESTATE_VISTA);
    expand_text("<component context='System'><displayName>a</displayName><environment>"
                "<v name='%Base%'><t>%SystemDrive%\\App</t></v>"
                "<v name='Data'><t>%base%\\Data</t></v><v name='WINDIR'><t>C:\\Mine</t></v>"
                "</environment><rules><i><p>%DATA%\\* [*]</p><p>%WinDir% [x]</p></i></rules>"
                "</component>\n"
                "<component context='System'><displayName>b</displayName><rules>"
                "<i><p>%WINDIR% [y]</p><p>%Data% [z]</p></i></rules></component>");
    cr_expect_str_eq(shown(), "* + C:\\App\\Data\\* [*]\n* + C:\\Mine [x]\n* + C:\\Windows [y]\n");
    cr_expect_str_eq(noted(), "unknown-variable@2");
}

Test(expand, an_object_set_gives_a_variable_as_many_values_as_it_has_patterns)
{
    begin(ESTATE_VISTA);
    expand_text("<component context='System'><displayName>a</displayName><environment>"
                "<v name='V'><s><p>C:\\One</p><p>C:\\Two</p></s><s>"
                "<script>MigXmlHelper.GenerateDrivePatterns('Three','Fixed')</script></s></v>"
                "<v name='W'><s><conditions>"
                "<condition>MigXmlHelper.DoesOSMatch('9x','*')</condition>"
                "</conditions><p>C:\\Four</p></s></v>"
                "</environment><rules><i><p>%V%\\* [*]</p><p>%W% [x]</p></i></rules></component>");
    cr_expect_str_eq(shown(), "* + C:\\One\\* [*]\n* + C:\\Two\\* [*]\n* + C:\\Three\\* [*]\n");
    cr_expect_str_eq(noted(), "");
}

Test(expand, a_variable_from_the_registry_is_told_and_what_has_it_has_no_effect)
{
    begin(ESTATE_VISTA);
    expand_text("<component context='UserAndSystem'><displayName>a</displayName><environment>\n"
                "<v name='V'>"
                "<script>MigXmlHelper.GetStringContent('Registry','HKLM\\a [b]')</script></v>"
                "</environment><rules>\n"
                "<i><p>%V%\\* [*]</p><p>C:\\b [*]</p></i></rules></component>");
    cr_expect_str_eq(shown(), "* + C:\\b [*]\nAnn + C:\\b [*]\nBob + C:\\b [*]\n");
    cr_expect_str_eq(noted(), "unknown-variable@2");
}

Test(expand, variables_may_depend_on_conditions_and_turns)
{
    begin(ESTATE_VISTA);
    expand_text("<component><displayName>a</displayName><environment><conditions>"
                "<condition>MigXmlHelper.IsNative64Bit()</condition></conditions>"
                "<v name='Bits'><t>64</t></v></environment><environment><conditions>"
                "<condition negation='Yes'>MigXmlHelper.IsNative64Bit()</condition></conditions>"
                "<v name='Bits'><t>32</t></v><v name='Old'><t>x</t></v></environment>"
                "<environment context='User'><v name='Mine'><t>%USERPROFILE%\\m</t></v>"
                "</environment><rules>"
                "<i><p>C:\\%Bits% [a]</p><p>C:\\%Old% [b]</p><p>%Mine% [c]</p></i></rules>"
                "</component>");
    cr_expect_str_eq(shown(), "* + C:\\64 [a]\n"
                              "Ann + C:\\64 [a]\n"
                              "Ann + C:\\Users\\Ann\\m [c]\n"
                              "Bob + C:\\64 [a]\n"
                              "Bob + C:\\Users\\Bob\\m [c]\n");
    cr_expect_str_eq(noted(), "");
}

Test(expand, roles_and_outer_components_give_their_variables_to_what_is_in_them)
{
    begin(ESTATE_VISTA);
    expand_text("<component context='System'><displayName>a</displayName><environment>"
                "<v name='A'><t>1</t></v><v name='B'><t>2</t></v></environment>"
                "<role role='Container'><environment><v name='B'><t>3</t></v></environment>"
                "<component context='System'><displayName>b</displayName><environment>"
                "<v name='C'><t>%A%%B%</t></v></environment><role role='Data'><environment>"
                "<v name='D'><t>%C%4</t></v></environment><rules>"
                "<i><p>C:\\%A%%B%%C%%D% [x]</p></i></rules></role><rules>"
                "<i><p>C:\\%D% [y]</p><p>C:\\%C% [z]</p></i></rules></component></role>"
                "</component>");
    cr_expect_str_eq(shown(), "* + C:\\1313134 [x]\n* + C:\\13 [z]\n");
    cr_expect_str_eq(noted(), "unknown-variable@1");
}

Test(expand, user_patterns_use_the_variables_of_the_other_users_and_of_the_component)
{
    begin(ESTATE_VISTA);
    expand_text("<component context='User'><displayName>a</displayName><environment>"
                "<v name='Leaf'><t>*.doc</t></v></environment><rules><x>"
                "<script>MigXmlHelper.GenerateUserPatterns('File','%USERPROFILE%\\* "
                "[%Leaf%]','FALSE')</script></x>"
                "<i><p>C:\\Users\\* [%Leaf%]</p></i></rules></component>");
    cr_expect_str_eq(shown(), "Ann - C:\\Users\\Bob\\* [*.doc]\n"
                              "Ann + C:\\Users\\* [*.doc]\n"
                              "Bob - C:\\Users\\Ann\\* [*.doc]\n"
                              "Bob + C:\\Users\\* [*.doc]\n");
}

/* ---- Detection, conditions, Config.xml ---- */

Test(expand, what_is_not_there_has_no_rules)
{
    begin(ESTATE_VISTA);
    estate_add(&estate, 0, "App\\app.exe");
    estate_add(&estate, 0, "Users\\Bob\\app.ini");
    expand_text("<component context='System'><displayName>a</displayName>"
                "<there>C:\\App [app.exe]</there><role role='Data'><there>C:\\App\\n"
                "one</there><rules><i><p>C:\\1 [x]</p></i></rules></role><role role='Data'>"
                "<there>C:\\App</there><rules><i><p>C:\\2 [x]</p></i><rules><there>C:\\App\\n"
                "one</there><i><p>C:\\3 [x]</p></i></rules></rules></role>"
                "<component context='System'><displayName>in</displayName><rules>"
                "<i><p>C:\\4 [x]</p></i></rules></component></component>"
                "<component context='System'><displayName>b</displayName><there>C:\\None</there>"
                "<rules><i><p>C:\\5 [x]</p></i></rules><component context='System'>"
                "<displayName>in</displayName><rules><i><p>C:\\6 [x]</p></i></rules></component>"
                "</component><component context='User'><displayName>c</displayName>"
                "<there>%USERPROFILE% [app.ini]</there><rules><i><p>C:\\7 [x]</p></i></rules>"
                "</component>");
    cr_expect_str_eq(shown(), "* + C:\\2 [x]\n* + C:\\4 [x]\nBob + C:\\7 [x]\n");
    cr_expect_eq(estate.expansion.nscopes, 3);
}

Test(expand, config_leaves_components_out_with_all_in_them)
{
    static struct config_component no = {.is_taken = false};

    begin(ESTATE_VISTA);
    no.name = str_of("a");
    estate.config.components = &no;
    expand_text("<component context='System'><displayName>A</displayName><rules>"
                "<i><p>C:\\1 [x]</p></i></rules><component context='System'>"
                "<displayName>in</displayName><rules><i><p>C:\\2 [x]</p></i></rules></component>"
                "</component><component context='System'><displayName>b</displayName><rules>"
                "<i><p>C:\\3 [x]</p></i></rules></component>");
    cr_expect_str_eq(shown(), "* + C:\\3 [x]\n");
    estate.config.components = NULL;
}

Test(expand, a_rule_s_own_context_counts)
{
    begin(ESTATE_VISTA);
    expand_text("<component><displayName>a</displayName><rules context='System'>"
                "<i><p>C:\\1 [x]</p></i></rules><rules context='User'><i><p>C:\\2 [x]</p></i>"
                "</rules></component>");
    cr_expect_str_eq(shown(), "* + C:\\1 [x]\nAnn + C:\\2 [x]\nBob + C:\\2 [x]\n");
}

Test(expand, a_user_s_variable_in_rules_for_the_computer_alone_is_told)
{
    begin(ESTATE_VISTA);
    expand_rules("System", "<i><p>%USERPROFILE%\\* [*]</p><p>%PUBLIC% [x]</p></i>");
    cr_expect_str_eq(shown(), "* + C:\\Users\\Public [x]\n");
    cr_expect_str_eq(noted(), "unknown-variable@1");
}

/* ---- Rules ---- */

Test(expand, rules_of_every_kind_are_expanded_in_the_order_of_the_file)
{
    begin(ESTATE_VISTA);
    expand_rules("System",
                 "<i><p>C:\\1 [x]</p></i><x><p>C:\\2 [x]</p></x><unconditionalExclude>"
                 "<s><p>C:\\3 [x]</p></s></unconditionalExclude>"
                 "<locationModify script=\"MigXmlHelper.Move('D:')\">"
                 "<s><p>C:\\4 [x]</p></s></locationModify>"
                 "<contentModify script=\"MigXmlHelper.KeepExisting('TimeFields')\">"
                 "<s><p>C:\\5 [x]</p></s></contentModify>"
                 "<merge script='MigXmlHelper.SourcePriority()'><s><p>C:\\6 [x]</p></s></merge>"
                 "<destinationCleanup><s><p>C:\\7 [x]</p></s></destinationCleanup>");
    cr_expect_str_eq(shown(), "* + C:\\1 [x]\n"
                              "* - C:\\2 [x]\n"
                              "* ! C:\\3 [x]\n"
                              "* move C:\\4 [x]\n"
                              "* content C:\\5 [x]\n"
                              "* merge C:\\6 [x]\n"
                              "* cleanup C:\\7 [x]\n");
    cr_expect(estate.expansion.scopes[0].has_include);
}

Test(expand, settings_and_what_is_no_pattern_are_left_out)
{
    begin(ESTATE_VISTA);
    estate_shell(&estate, &estate.users[0].shell, "Personal", "D:\\x");
    expand_rules("User", "\n"
                         "<i><pattern type='Registry'>HKCU\\a [*]</p><pattern "
                         "type='Ini'>C:\\a.ini|b [*]</p><p>C:\\[x</p></i>\n"
                         "<i><p>C:\\a [x] y</p></i><i><p>C:\\ok [*]</p></i>");
    cr_expect_str_eq(shown(), "Ann + C:\\ok [*]\nBob + C:\\ok [*]\n");
    cr_expect_str_eq(noted(), "bad-pattern@2 bad-pattern@3");
}

Test(expand, excludes_without_an_include_are_told_once)
{
    begin(ESTATE_VISTA);
    expand_rules("User", "<i><p>%NOPE% [x]</p></i>\n"
                         "<x><p>C:\\a [x]</p></x>");
    cr_expect_str_eq(noted(), "unknown-variable@1 dead-exclude@2");
    cr_expect_eq(estate.expansion.nscopes, 2);
    cr_expect(!estate.expansion.scopes[0].has_include && !estate.expansion.scopes[1].has_include);
}

Test(expand, patterns_carry_their_rule_and_their_place)
{
    begin(ESTATE_VISTA);
    expand_rules(
        "System",
        "<include><s>\n"
        "<p>C:\\a [x]</p>\n"
        "<script>MigXmlHelper.GenerateDrivePatterns('b [x]','Fixed')</script></s></include>");
    const struct expand_rule *rules = estate.expansion.rules;
    cr_assert_eq(estate.expansion.nrules, 2);
    cr_expect_eq(rules[0].place.line, 2);
    cr_expect_eq(rules[1].place.line, 3);
    cr_expect(rules[0].rule == rules[1].rule && rules[0].rule->kind == RULES_INCLUDE);
    cr_expect(pattern_matches(&rules[1].pattern, str_of("C:\\B"), str_of("X"), NULL));
    cr_expect_eq(estate.expansion.scopes[0].component, estate.rules.components);
}

/* ---- Filters ---- */

static bool applies(uint32_t rule, uint32_t file)
{
    return expand_applies(&estate.expansion.rules[rule], &estate.drives[0],
                          index_first_name(estate.drives[0].index, file));
}

Test(expand, a_filter_decides_for_each_file)
{
    begin(ESTATE_VISTA);
    uint32_t small = estate_add(&estate, 0, "Data\\small"),
             large = estate_add(&estate, 0, "Data\\l");
    uint32_t folder = estate_add(&estate, 0, "Data\\");
    estate.groves[0].index.files.size[small] = 1000;
    estate.groves[0].index.files.size[large] = 5000;
    expand_rules("System",
                 "<include filter=\"MigXmlHelper.FileProperties('filesize','gt','1KB')\">"
                 "<s><p>C:\\* [*]</p></s></include>"
                 "<include filter='MigXmlHelper.IgnoreIrrelevantLinks()'>"
                 "<s><p>C:\\* [*]</p></s></include>\n"
                 "<include filter=\"MigXmlHelper.FileProperties('filesize','gt','much')\">"
                 "<s><p>C:\\* [*]</p></s></include>\n"
                 "<exclude filter=\"MigXmlHelper.CompareStringContent('a','b')\">"
                 "<s><p>C:\\* [*]</p></s></exclude><exclude filter='MigXmlHelper.AnswerNo()'>"
                 "<s><p>C:\\* [*]</p></s></exclude>");
    cr_assert_eq(estate.expansion.nrules, 5);
    cr_expect(!applies(0, small) && applies(0, large) && !applies(0, folder));
    cr_expect(applies(1, small) && applies(1, folder));
    cr_expect(!applies(2, small) && !applies(2, large));
    cr_expect(applies(3, small));
    cr_expect(!applies(4, large));
    cr_expect(expand_is_conditional(&estate.expansion.rules[0]));
    cr_expect(!expand_is_conditional(&estate.expansion.rules[1]));
    cr_expect(!expand_is_conditional(&estate.expansion.rules[3]));
    cr_expect(expand_is_conditional(&estate.expansion.rules[4]));
    cr_expect_str_eq(noted(), "unknown-value@2 unanswered@3");
}

Test(expand, doc_patterns_spare_what_is_both_hidden_and_system)
{
    enum { HIDDEN = 2, SYSTEM = 4, ARCHIVE = 32 };
    static const struct {
        uint32_t attributes;
        bool applies;
    } rows[] = {{0, true},
                {HIDDEN, true},
                {SYSTEM, true},
                {HIDDEN | SYSTEM, false},
                {HIDDEN | SYSTEM | ARCHIVE, false},
                {ARCHIVE, true}};

    begin(ESTATE_VISTA);
    uint32_t file = estate_add(&estate, 0, "a"), folder = estate_add(&estate, 0, "b\\");
    expand_rules("System",
                 "<i><script>MigXmlHelper.GenerateDocPatterns()</script></i><x>"
                 "<script>MigXmlHelper.GenerateDocPatterns('FALSE','FALSE')</script></x>");
    uint32_t last = estate.expansion.nrules - 1;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        estate.groves[0].index.files.attributes[file] = rows[i].attributes;
        cr_expect_eq(applies(0, file), rows[i].applies, "%u", rows[i].attributes);
        cr_expect(applies(last, file));
    }
    estate.groves[0].index.files.attributes[folder] = HIDDEN | SYSTEM;
    cr_expect(applies(0, folder));
    cr_expect(expand_is_conditional(&estate.expansion.rules[0]));
    cr_expect(!expand_is_conditional(&estate.expansion.rules[last]));
}

/* ---- Much ---- */

Test(expand, many_users_patterns_and_extensions)
{
    enum { USERS = 20, PATTERNS = 500, EXTENSIONS = 300 };
    static char text[1 << 20];
    size_t n = 0;

    begin(ESTATE_VISTA);
    while (estate.profiles.n < USERS)
        estate_user(&estate, estate_text(&estate, "user%u", estate.profiles.n));
    estate_finish(&estate);
    n += (size_t)snprintf(
        text, sizeof text,
        "<migration urlid='u'><component><displayName>a</displayName><extensions>");
    for (int i = 0; i < EXTENSIONS; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "<extension>e%d</extension>", i);
    n += (size_t)snprintf(text + n, sizeof text - n,
                          "</extensions><rules context='User'><include><s>");
    for (int i = 0; i < PATTERNS; i++)
        n += (size_t)snprintf(text + n, sizeof text - n,
                              "<pattern>%%APPDATA%%\\App%d\\* [*.dat]</pattern>", i);
    snprintf(text + n, sizeof text - n, "</objectSet></include></rules></component></migration>");
    estate_rules(&estate, whole(text));
    estate_expand(&estate);
    cr_expect_eq(estate.expansion.nrules, (USERS + 1) * EXTENSIONS + USERS * PATTERNS);
    /* An extension means the same to everyone: its pattern is there once. */
    cr_expect_eq(estate.expansion.rules[0].pattern.node.at,
                 estate.expansion.rules[EXTENSIONS].pattern.node.at);
}

/* Each variable has twice the values of the one before it: what would be 2^30 texts is refused. */
Test(expand, variables_that_multiply_end_somewhere)
{
    static char text[1 << 15];
    size_t n = (size_t)snprintf(
        text, sizeof text,
        "<migration urlid='u'><component context='System'><displayName>a</displayName>"
        "<environment><v name='v0'><text>C:</text></v>");

    begin(ESTATE_VISTA);
    for (int i = 1; i <= 30; i++)
        n += (size_t)snprintf(text + n, sizeof text - n,
                              "\n"
                              "<v name='v%d'><s><p>%%v%d%%a</p><p>%%v%d%%b</p></s></v>",
                              i, i - 1, i - 1);
    snprintf(text + n, sizeof text - n,
             "</environment><rules><include><s><p>%%v30%% [x]</p></s></include></rules>"
             "</component></migration>");
    estate_finish(&estate);
    estate_rules(&estate, whole(text));
    estate_expand(&estate);
    cr_expect_eq(estate.expansion.nrules, 0);
    cr_expect_gt(estate.expansion.notes.n, 0);
}

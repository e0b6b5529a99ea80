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

/* Reads TEXT as what stands in <migration>, and expands. */
static void expand_text(const char *text)
{
    estate_finish(&estate);
    estate_rules(&estate, estate_text(&estate, "<migration urlid='u'>%s</migration>", text));
    estate_expand(&estate);
}

/* TEXT stands in one component with a <rules> of this context. */
static void expand_rules(const char *context, const char *text)
{
    expand_text(estate_text(&estate,
                            "<component context='%s'><displayName>c</displayName><rules "
                            "context='%s'>%s</rules></component>",
                            context, context, text));
}

#define INCLUDE(text) "<include><objectSet>" text "</objectSet></include>"
#define EXCLUDE(text) "<exclude><objectSet>" text "</objectSet></exclude>"
#define PATTERN(text) "<pattern type='File'>" text "</pattern>"

Test(expand, a_user_s_rules_hold_once_for_each_who_takes_part)
{
    begin(ESTATE_VISTA);
    estate.is_chosen[1] = false;
    estate_user(&estate, "Cy");
    expand_rules("User", INCLUDE(PATTERN("%CSIDL_DESKTOP%\\* [*.doc]")));
    cr_expect_str_eq(shown(), "Ann + C:\\Users\\Ann\\Desktop\\* [*.doc]\n"
                              "Cy + C:\\Users\\Cy\\Desktop\\* [*.doc]\n");
    cr_expect_str_eq(noted(), "");
}

Test(expand, a_redirected_folder_counts_where_it_is)
{
    begin(ESTATE_VISTA);
    estate_shell(&estate, &estate.users[0].shell, "desktop", "D:\\Ann [1]\\Desk^top");
    expand_rules("User", INCLUDE(PATTERN("%CSIDL_DESKTOP%\\* [*]")));
    cr_expect_str_eq(shown(), "Ann + D:\\Ann ^[1^]\\Desk^^top\\* [*]\n"
                              "Bob + C:\\Users\\Bob\\Desktop\\* [*]\n");
}

Test(expand, a_component_for_both_has_the_computer_s_turn_first)
{
    begin(ESTATE_VISTA);
    expand_rules("UserAndSystem", INCLUDE(PATTERN("%WINDIR%\\* [a]") PATTERN("%APPDATA% [b]")));
    cr_expect_str_eq(shown(),
                     "* + C:\\Windows\\* [a]\n"
                     "Ann + C:\\Windows\\* [a]\nAnn + C:\\Users\\Ann\\AppData\\Roaming [b]\n"
                     "Bob + C:\\Windows\\* [a]\nBob + C:\\Users\\Bob\\AppData\\Roaming [b]\n");
    cr_expect_eq(estate.expansion.nscopes, 3);
    cr_expect_str_eq(noted(), "");
}

Test(expand, extensions_are_on_every_fixed_drive)
{
    begin(ESTATE_VISTA);
    estate_drive(&estate, "D:", MACHINE_REMOVABLE);
    estate_drive(&estate, "E:", MACHINE_FIXED);
    expand_text("<component context='System'><displayName>c</displayName><extensions>"
                "<extension>doc</extension></extensions></component>");
    cr_expect_str_eq(shown(), "* + C:\\* [*.doc]\n* + E:\\* [*.doc]\n");
}

Test(expand, an_unknown_variable_is_told_once_and_its_pattern_has_no_effect)
{
    begin(ESTATE_VISTA);
    expand_rules("User", "\n" INCLUDE(PATTERN("%NOPE%\\* [*]")) "\n" INCLUDE(
                             PATTERN("%CSIDL_DRIVES%\\* [*]") PATTERN("C:\\100% [a%]")));
    cr_expect_str_eq(shown(), "Ann + C:\\100% [a%]\nBob + C:\\100% [a%]\n");
    cr_expect_str_eq(noted(), "unknown-variable@2 unknown-variable@3");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of rules what <destinationCleanup> says alone. */
#include "planner/cleanup.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "tests/support/estate.h"

enum { TEXT_BYTES = 2000 };

static struct estate estate;
static struct arena arena;

static void end(void)
{
    arena_free(&arena);
    estate_free(&estate);
}

TestSuite(cleanup, .fini = end, .timeout = 60);

/* Patterns that TEXT means alone, one a line, and how many notes there are. */
static const char *alone(const char *rules_text, size_t *nnotes_ret)
{
    static char text[TEXT_BYTES];
    struct expansion expansion;
    struct rules only;
    size_t n = 0;

    estate_begin(&estate, ESTATE_VISTA);
    estate_finish(&estate);
    estate_rules(&estate, rules_text);
    cr_assert_eq(cleanup_rules(&estate.rules, &arena, &only), STATUS_OK);
    text[0] = '\0';
    *nnotes_ret = 0;
    if (!only.components)
        return text;
    cr_assert_eq(expand(&(struct expand_job){&only, NULL, &estate.machine}, &expansion), STATUS_OK);
    for (uint32_t i = 0; i < expansion.nrules; i++)
        n += (size_t)snprintf(text + n, TEXT_BYTES - n, "%.*s\n", (int)expansion.rules[i].text.n,
                              expansion.rules[i].text.at);
    *nnotes_ret = expansion.notes.n;
    expand_free(&expansion);
    return text;
}

/* In front of a pattern, and behind it. */
#define SET "<objectSet><pattern type='File'>"
#define END "</pattern></objectSet>"

Test(cleanup, nothing_is_left_of_rules_without_it)
{
    static const char text[] =
        "<migration urlid='u'><component><displayName>a</displayName><rules>"
        "<include>" SET "C:\\a\\* [*]" END "</include></rules></component></migration>";
    size_t nnotes;

    cr_expect_str_eq(alone(text, &nnotes), "");
}

Test(cleanup, all_of_it_is_left_with_what_is_around_it)
{
    static const char text[] =
        "<migration urlid='u'><component><displayName>other</displayName><rules>"
        "<include>" SET "%NONE%\\* [*]" END "</include></rules></component>"
        "<component context='UserAndSystem'><displayName>a</displayName>"
        "<environment><variable name='V'><text>C:\\mine</text></variable></environment>"
        "<rules context='System'><include>" SET "C:\\a\\* [*]" END "</include>"
        "<destinationCleanup>" SET "%V%\\* [*]" END "</destinationCleanup>"
        "<exclude>" SET "C:\\b\\* [*]" END "</exclude>"
        "<destinationCleanup>" SET "C:\\c\\* [*]" END "</destinationCleanup></rules>"
        "<rules context='User'>"
        "<destinationCleanup>" SET "%CSIDL_FAVORITES%\\* [*]" END "</destinationCleanup></rules>"
        "<rules context='System'><conditions><condition>"
        "MigXmlHelper.DoesObjectExist('File','C:\\nowhere [x]')</condition></conditions>"
        "<destinationCleanup>" SET "C:\\d\\* [*]" END "</destinationCleanup></rules>"
        "</component></migration>";
    size_t nnotes;

    cr_expect_str_eq(alone(text, &nnotes), "C:\\mine\\* [*]\nC:\\c\\* [*]\n"
                                           "C:\\Users\\Ann\\Favorites\\* [*]\n"
                                           "C:\\Users\\Bob\\Favorites\\* [*]\n");
    cr_expect_eq(nnotes, 0, "of the other component nothing is said");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Config.xml, from files to values. */
#include "src/configxml.h"

#include <criterion/criterion.h>

struct made {
    struct arena arena;
    struct rules_notes notes;
    struct config config;
};

static void read_text(struct made *made, const char *text)
{
    struct bytes bytes = {(const uint8_t *)text, strlen(text)};

    *made = (struct made){.notes.arena = &made->arena};
    cr_assert(configxml_read_bytes(&made->config, &made->notes, bytes, "c.xml"));
}

static void free_all(struct made *made)
{
    config_free(&made->config);
    arena_free(&made->arena);
}

static void expect_text(struct str text, const char *wanted)
{
    cr_expect(str_equal(text, str_of(wanted)), "'%.*s' is not '%s'", (int)text.n, text.at, wanted);
}

Test(configxml, components_take_part_or_not)
{
    static const struct {
        const char *urlid, *name;
        bool is_taken;
    } cases[] = {
        {"http://x/u", "In", true},        {"http://x/u", "OUT", false},
        {"http://x/u", "Child", false},    {"http://x/u", "Twice", true},
        {"http://x/u", "Unlisted", true},  {"http://x/other", "Out", true},
        {"http://x/other", "Bare", false}, {"http://x/u", "", true},
    };
    struct made made;

    read_text(&made, "<Configuration><Documents>"
                     "<component displayname='In' migrate='yes' ID='http://x/u/in'/>"
                     "<component displayname='Out' migrate='no' ID='http://x/u/out'>"
                     "<component displayname='Child' migrate='yes' ID='http://x/u/child'/>"
                     "</component></Documents><Applications>"
                     "<component displayname='Twice' migrate='NO' ID='http://x/u/t'/>"
                     "<component displayname='Twice' migrate='Yes' ID='http://x/u/t'/>"
                     "<component displayname='Bare' migrate='no' ID='bare'/>"
                     "</Applications></Configuration>");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        cr_expect_eq(config_takes(&made.config, str_of(cases[i].urlid), str_of(cases[i].name)),
                     cases[i].is_taken, "%s of %s", cases[i].name, cases[i].urlid);
    cr_expect_eq(made.notes.n, 1, "yes and no is told");
    cr_expect_eq(made.notes.first->kind, RULES_MIXED_COMPONENT);
    cr_expect(made.config.components->next->next->says_yes);
    free_all(&made);
}

Test(configxml, policies_in_the_order_of_the_file)
{
    struct made made;

    read_text(&made,
              "<Configuration><Policies><ErrorControl><fileError>\n"
              "<nonFatal errorCode='33'> * [*] </nonFatal>\n<fatal errorCode='ANY'>C:\\Users\\* "
              "[*]</fatal><nonfatal>D:\\* [*]</nonfatal><fatal errorCode='-1'>* [*]</fatal>"
              "</fileError><registryError/></ErrorControl>\n<HardLinkStoreControl><fileLocked>"
              "<createHardLink>c:\\Users\\*</createHardLink><errorHardLink>C:\\* [*]"
              "</errorHardLink></fileLocked></HardLinkStoreControl></Policies></Configuration>");
    const struct config_error *error = made.config.errors;
    const struct config_lock *lock = made.config.locks;

    cr_expect(!error->is_fatal && !error->is_any && error->code == 33);
    expect_text(error->pattern, "* [*]");
    cr_expect_eq(error->place.line, 2);
    cr_expect(error->next->is_fatal && error->next->is_any);
    cr_expect(!error->next->next->is_fatal && error->next->next->is_any);
    cr_expect_null(error->next->next->next, "a code that is none is not used");
    cr_expect(lock->is_linked && !lock->next->is_linked && !lock->next->next);
    expect_text(lock->pattern, "c:\\Users\\*");
    cr_expect_eq(made.notes.nby[RULES_WARNING], 1);
    cr_expect_eq(made.notes.nby[RULES_REMARK], 1);
    free_all(&made);
}

Test(configxml, spellings_that_are_seen)
{
    struct made made;

    read_text(&made, "<configuration><Policy><ErrorControl><FileError><nonfatal ErrorCode='32'>x"
                     "</nonfatal></FileError></ErrorControl></Policy><ErrorControl><fileError>"
                     "<fatal errorCode=''>y</fatal></fileError></ErrorControl><ProfileControl>"
                     "<localGroups><mappings><changeGroup From='*' To='Users' "
                     "appliesTo='nonmigratedUsers'><include><pattern>D\\u</pattern></include>"
                     "<exclude><pattern>D\\v</pattern></exclude></changeGroup><changeGroup "
                     "from='a' to='b'/></mappings></localGroups></ProfileControl></configuration>");
    const struct config_group *group = made.config.groups;

    cr_expect_eq(made.config.errors->code, 32);
    cr_expect(made.config.errors->next->is_any);
    expect_text(group->from, "*");
    expect_text(group->to, "Users");
    cr_expect_eq(group->applies, CONFIG_NON_MIGRATED_USERS);
    expect_text(group->users->pattern, "D\\u");
    cr_expect(group->users->next->is_excluded);
    cr_expect_eq(group->next->applies, CONFIG_ALL_USERS);
    cr_expect_eq(made.notes.n, 0);
    free_all(&made);
}

Test(configxml, rules_are_no_config)
{
    struct made made;

    read_text(&made, "<migration urlid='u'/>");
    cr_expect_eq(made.notes.first->kind, RULES_AS_CONFIG);
    free_all(&made);
    read_text(&made, "<offline/>");
    cr_expect_eq(made.notes.first->kind, RULES_NOT_RULES);
    free_all(&made);
}

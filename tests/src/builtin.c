/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule sets that come with the program, on computers of both generations. */
#include "src/builtin.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "planner/matcher.h"
#include "src/migxml.h"
#include "src/rules_lint.h"
#include "src/rules_syntax.h"
#include "tests/support/estate.h"

static struct estate estate;

static void end(void)
{
    estate_free(&estate);
}

TestSuite(builtin, .fini = end, .timeout = 60);

static void read_set(const char *name)
{
    cr_assert(migxml_read(&estate.rules, name));
}

static size_t count(enum rules_note_kind kind)
{
    size_t n = 0;

    for (const struct rules_note *note = estate.rules.notes.first; note; note = note->next)
        n += note->kind == kind;
    return n;
}

Test(builtin, names_are_known_and_others_refused)
{
    struct str text;

    estate_begin(&estate, ESTATE_NOTHING);
    cr_expect(builtin_is("builtin:x") && !builtin_is("builtin") && !builtin_is("./builtin:user"));
    cr_expect(builtin_text("builtin:user", &text) && text.n > 1000);
    cr_expect(builtin_text("builtin:documents", &text) && text.n > 1000);
    cr_expect(!builtin_text("builtin:x", &text) && !builtin_text("user", &text));
    cr_expect(!migxml_read(&estate.rules, "builtin:x"));
}

Test(builtin, each_is_without_notes_and_both_together_are_told)
{
    struct config config = {0};

    estate_begin(&estate, ESTATE_NOTHING);
    read_set("builtin:documents");
    rules_syntax(&estate.rules);
    rules_lint(&estate.rules, &config);
    cr_expect_eq(estate.rules.notes.n, 0);
    read_set("builtin:user");
    rules_syntax(&estate.rules);
    cr_expect_eq(estate.rules.notes.n, 0);
    rules_lint(&estate.rules, &config);
    cr_expect_eq(estate.rules.notes.n, 1);
    cr_expect_eq(count(RULES_USER_AND_DOCS), 1);
    cr_expect(str_equal(estate.rules.files->urlid, str_of(BUILTIN_DOCUMENTS)));
    cr_expect(str_equal(estate.rules.files->next->urlid, str_of(BUILTIN_USER)));
}

/* ---- What they take ---- */

/* Is NAME in FOLDER taken, as the rules of each scope weigh against each other? */
static bool is_taken(const char *folder, const char *name)
{
    const struct expansion *x = &estate.expansion;

    for (uint32_t scope = 0; scope < x->nscopes; scope++) {
        const struct expand_rule *best = NULL;

        for (uint32_t i = 0; i < x->nrules; i++) {
            const struct expand_rule *rule = &x->rules[i];
            bool is_exclude = rule->rule->kind == RULES_EXCLUDE;
            int order;

            if (rule->scope != scope || (!is_exclude && rule->rule->kind != RULES_INCLUDE) ||
                !pattern_matches(&rule->pattern, str_of(folder), str_of(name), NULL))
                continue;
            order = best ? pattern_compare(&rule->pattern, &best->pattern) : 1;
            if (order > 0 || (order == 0 && is_exclude))
                best = rule;
        }
        if (best && best->rule->kind == RULES_INCLUDE)
            return true;
    }
    return false;
}

struct place {
    const char *folder, *name;
    bool is_taken;
};

static void check(const struct place *places, size_t n)
{
    cr_expect_eq(estate.expansion.notes.n, 0);
    for (size_t i = 0; i < n; i++)
        cr_expect_eq(is_taken(places[i].folder, places[i].name), places[i].is_taken, "%s [%s]",
                     places[i].folder, places[i].name);
}

#define CHECK(places) check(places, sizeof(places) / sizeof(places)[0])

static void plant(enum estate_kind kind)
{
    estate_begin(&estate, kind);
    estate_drive(&estate, "D:", MACHINE_FIXED);
    estate_drive(&estate, "F:", MACHINE_REMOVABLE);
    estate_add(&estate, 0, "Sheets\\");
    estate_add(&estate, 1, "Music\\");
    estate_add(&estate, 2, "Stick\\");
    if (kind == ESTATE_VISTA) {
        estate_add(&estate, 0, "Users\\Ann\\AppData\\");
        estate_add(&estate, 0, "Users\\Ann\\Projects\\");
    } else {
        estate_add(&estate, 0, "Documents and Settings\\Ann\\Local Settings\\");
        estate_add(&estate, 0, "Documents and Settings\\Ann\\Projects\\");
    }
}

static void take(const char *set)
{
    estate_finish(&estate);
    read_set(set);
    estate_expand(&estate);
}

Test(builtin, documents_are_found_on_vista)
{
    static const struct place places[] = {
        {"C:", "a.txt", true},
        {"C:\\Sheets\\x", "a", true},
        {"D:\\Music", "a", true},
        {"F:\\Stick", "a", false},
        {"C:\\Windows", "a.txt", false},
        {"C:\\Program Files\\x", "a.txt", false},
        {"C:\\Program Files (x86)\\x", "a.txt", false},
        {"C:\\ProgramData\\x", "a.txt", false},
        {"C:\\Users\\Public\\Documents", "a", true},
        {"C:\\Users\\Ann", "a", true},
        {"C:\\Users\\Ann", "NTUSER.DAT", false},
        {"C:\\Users\\Ann\\Projects\\deep", "a", true},
        {"C:\\Users\\Ann\\Documents", "a", true},
        {"C:\\Users\\Ann\\AppData\\Local\\x", "a.doc", false},
        {"C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Windows\\Libraries", "x.library-ms", true},
        {"C:\\Users\\Bob\\Downloads", "a", true},
    };

    plant(ESTATE_VISTA);
    take("builtin:documents");
    CHECK(places);
}

Test(builtin, documents_are_found_on_xp)
{
    static const struct place places[] = {
        {"C:\\Sheets", "a", true},
        {"C:\\Documents and Settings\\All Users\\Documents\\x", "a", true},
        {"C:\\Documents and Settings\\All Users\\Application Data", "a", false},
        {"C:\\Documents and Settings\\Ann\\Projects", "a", true},
        {"C:\\Documents and Settings\\Ann\\My Documents\\My Music", "a", true},
        {"C:\\Documents and Settings\\Ann\\Local Settings\\Temp", "a.doc", false},
        {"C:\\Documents and Settings\\Ann\\Application Data", "a.doc", false},
    };

    plant(ESTATE_XP);
    take("builtin:documents");
    CHECK(places);
}

Test(builtin, users_have_known_folders_and_extensions_on_vista)
{
    static const struct place places[] = {
        {"C:\\Users\\Ann\\Documents", "a", true},
        {"C:\\Users\\Ann\\Music", "a", true},
        {"C:\\Users\\Ann\\Videos", "a", true},
        {"C:\\Users\\Ann\\Downloads\\x", "a", true},
        {"C:\\Users\\Ann\\Desktop", "a.lnk", true},
        {"C:\\Users\\Ann\\Projects", "a.doc", false},
        {"C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Internet Explorer\\Quick Launch", "a", true},
        {"C:\\Users\\Ann\\AppData\\Roaming", "a", false},
        {"C:\\Users\\Public\\Music", "a", true},
        {"C:\\Users\\Public", "a.doc", false},
        {"C:\\Sheets", "a.DOCX", true},
        {"C:\\Sheets", "a.bin", false},
        {"D:\\Music", "a.pst", true},
        {"D:\\Windows\\x", "a.doc", false},
        {"D:\\Program Files", "a.doc", false},
        {"F:\\Stick", "a.doc", false},
        {"C:\\Program Files (x86)\\x", "a.txt", false},
    };

    plant(ESTATE_VISTA);
    take("builtin:user");
    CHECK(places);
}

Test(builtin, users_have_known_folders_and_extensions_on_xp)
{
    static const struct place places[] = {
        {"C:\\Documents and Settings\\Ann\\My Documents", "a", true},
        {"C:\\Documents and Settings\\Ann\\My Documents\\My Pictures", "a", true},
        {"C:\\Documents and Settings\\Ann\\Start Menu\\x", "a", true},
        {"C:\\Documents and Settings\\Ann\\Downloads", "a.doc", false},
        {"C:\\Documents and Settings\\All Users\\Documents\\My Videos", "a", true},
        {"D:\\Music", "a.xls", true},
    };

    plant(ESTATE_XP);
    take("builtin:user");
    CHECK(places);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What shells are told of options is what options are; tests/cli/completion.sh asks the shells. */
#define _POSIX_C_SOURCE 200809L /* strtok_r */
#include "src/completion.h"

#include <criterion/criterion.h>
#include <stdio.h>

static void expect_brief(const char *help, const char *brief)
{
    struct textbuf to = {0};

    completion_brief(&to, help, "[]", "Q");
    textbuf_char(&to, '\0');
    cr_assert_str_eq(to.at, brief);
    textbuf_free(&to);
}

Test(completion, a_help_in_brief_is_its_first_sentence_in_one_line)
{
    expect_brief("Take it. And more.", "Take it");
    expect_brief("Take\nit", "Take it");
    expect_brief("auto: a bar", "auto");
    expect_brief("Default: 1.5 of file.txt", "Default");
    expect_brief("a file.txt that is there", "a file.txt that is there");
    expect_brief("an [x] of 'y'", "an \\[x\\] of QyQ");
}

Test(completion, every_word_that_is_offered_is_taken_and_others_are_not)
{
    unsigned n = 0;

    for (const struct command *const *command = command_all; *command; command++)
        for (const struct option_spec *const *spec = (*command)->specs; *spec; spec++) {
            struct options options = {0};
            char values[100], *word, *rest = values;

            if (!(*spec)->values)
                continue;
            cr_assert_not((*spec)->take(&options, "nosuchword"), "%s", (*spec)->name);
            snprintf(values, sizeof values, "%s", (*spec)->values);
            while ((word = strtok_r(rest, " ", &rest)) != NULL) {
                cr_assert((*spec)->take(&options, word), "--%s %s", (*spec)->name, word);
                n++;
            }
        }
    cr_assert_gt(n, 20);
}

Test(completion, verbs_are_the_words_behind_a_command_that_has_some)
{
    const struct command *plan = command_find("plan"), *scan = command_find("scan");

    cr_assert(str_equal(completion_verbs(plan), str_of("save|restore|remove")));
    cr_assert_eq(completion_verbs(scan).n, 0);
    cr_assert_eq(completion_verbs(command_find("usmtutils")).n, 0);
}

Test(completion, a_shell_that_is_not_known_gets_nothing)
{
    struct textbuf to = {0};

    cr_assert_not(completion_put("tcsh", &to));
    cr_assert_eq(to.n, 0);
}

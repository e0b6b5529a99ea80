/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each kind has a word of its own and a meaning. */
#include "mft/finding.h"

#include <criterion/criterion.h>
#include <string.h>

Test(finding, every_kind_has_a_word_that_no_other_has)
{
    for (unsigned i = 0; i < FINDING_KINDS; i++)
        for (unsigned k = 0; k < i; k++)
            cr_assert_str_neq(finding_word((enum finding_kind)i),
                              finding_word((enum finding_kind)k));
}

Test(finding, words_are_lower_case_with_hyphens)
{
    for (unsigned i = 0; i < FINDING_KINDS; i++) {
        const char *word = finding_word((enum finding_kind)i);

        cr_assert_gt(strlen(word), 3);
        cr_assert_eq(strspn(word, "abcdefghijklmnopqrstuvwxyz-"), strlen(word), "%s", word);
    }
}

Test(finding, every_kind_has_a_meaning_without_full_stop)
{
    for (unsigned i = 0; i < FINDING_KINDS; i++) {
        const char *meaning = finding_meaning((enum finding_kind)i);

        cr_assert_gt(strlen(meaning), 10);
        cr_assert_neq(meaning[strlen(meaning) - 1], '.');
    }
}

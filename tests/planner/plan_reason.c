/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every reason of a plan has words, and words of its own. */
#include "planner/plan_reason.h"

#include <criterion/criterion.h>
#include <string.h>

Test(plan_reason, each_has_a_word_and_a_sentence_of_its_own)
{
    for (unsigned i = 0; i < PLAN_NREASONS; i++) {
        const char *word = plan_reason_word((enum plan_reason)i);
        const char *sentence = plan_reason_sentence((enum plan_reason)i);

        cr_assert(word && sentence, "reason %u", i);
        cr_expect_neq(sentence[strlen(sentence) - 1], '.', "%s", word);
        for (unsigned k = 0; k < i; k++) {
            cr_expect_str_neq(word, plan_reason_word((enum plan_reason)k));
            cr_expect_str_neq(sentence, plan_reason_sentence((enum plan_reason)k));
        }
    }
}

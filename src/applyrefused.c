/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan leaves as it is: see applyrefused.h. */
#include "src/applyrefused.h"

#include "src/planpath.h"

enum { ROWS_SHOWN = 20 };

static void put_row(const struct plan *plan, const struct plan_op *refusal, struct textbuf *path,
                    struct textbuf *to)
{
    path->n = 0;
    planpath_subject(plan, refusal, path);
    to->is_short |= path->is_short;
    textbuf_cstr(to, "    ");
    textbuf_shown(to, textbuf_view(path));
    textbuf_format(to, "\n        %s: %s\n", plan_reason_word(refusal->reason),
                   plan_reason_sentence(refusal->reason));
}

static uint32_t count_gone(const struct plan *plan)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < plan->nrefusals; i++)
        n += plan->refusals[i].reason == PLAN_GONE;
    return n;
}

/* What is not there any more is no loss, and there may be thousands of it: it is counted. */
static void put_gone(uint32_t n, struct textbuf *to)
{
    if (n == 0)
        return;
    textbuf_commas(to, n);
    textbuf_cstr(to, n == 1 ? " is gone already, or what it lies in or was made of is"
                            : " are gone already, or what they lie in or were made of is");
    textbuf_cstr(to, ": --json lists all\n");
}

static void put_rows(const struct plan *plan, struct textbuf *to)
{
    struct textbuf path = {0};
    uint32_t ngone = count_gone(plan), nstay = plan->nrefusals - ngone, n = 0;

    if (nstay > 0) {
        textbuf_commas(to, nstay);
        textbuf_cstr(to, nstay == 1 ? " is refused and stays as it is:\n"
                                    : " are refused and stay as they are:\n");
    }
    for (uint32_t i = 0; i < plan->nrefusals && n < ROWS_SHOWN; i++)
        if (plan->refusals[i].reason != PLAN_GONE) {
            put_row(plan, &plan->refusals[i], &path, to);
            n++;
        }
    if (n < nstay) {
        textbuf_cstr(to, "    and ");
        textbuf_commas(to, nstay - n);
        textbuf_cstr(to, " more: --json lists all, also with --dry-run\n");
    }
    put_gone(ngone, to);
    textbuf_free(&path);
}

void applyrefused_text(const struct plan *plan, struct textbuf *to)
{
    if (plan->nrefusals == 0)
        return;
    if (!str_equal(plan->command, str_of("save"))) {
        put_rows(plan, to);
        return;
    }
    textbuf_cstr(to, "Left out, by the plan: ");
    textbuf_commas(to, plan->nrefusals);
    textbuf_cstr(to, " (mftlink show --refusals)\n");
}

void applyrefused_json(const struct plan *plan, struct json *json, struct out *out)
{
    struct textbuf path = {0};

    json_array(json, "refused");
    for (uint32_t i = 0; i < plan->nrefusals && out_drain(out); i++) {
        const struct plan_op *refusal = &plan->refusals[i];

        path.n = 0;
        planpath_subject(plan, refusal, &path);
        json->to->is_short |= path.is_short;
        json_row(json, NULL);
        json_word(json, "kind", plan_kind_word(refusal->kind));
        json_text(json, "path", textbuf_view(&path));
        json_word(json, "reason", plan_reason_word(refusal->reason));
        json_word(json, "meaning", plan_reason_sentence(refusal->reason));
        json_number(json, "size", refusal->expect.size);
        json_end(json, '}');
    }
    json_end(json, ']');
    textbuf_free(&path);
}

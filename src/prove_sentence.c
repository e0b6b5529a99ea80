/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a proof that does not hold is told as: see prove.h. */
#include "src/planpath.h"
#include "src/prove.h"

/* Goes on behind the name of what it is about. */
static const char *what_of(enum prove_kind kind)
{
    switch (kind) {
    case PROVE_HOLDS:
        return "is as the plan says";
    case PROVE_UNREADABLE:
        return "could not be opened any more";
    case PROVE_MISSING:
        return "would be missing";
    case PROVE_UNEXPECTED:
        return "would be there, and is none of the plan's";
    case PROVE_LINK_COUNT:
        return "would have another number of names than its record says";
    case PROVE_FINDING:
        return "would be damaged";
    case PROVE_CHANGED:
        return "would be changed in what the plan leaves alone";
    case PROVE_INDEX:
        return "would have an index that does not agree with the records of its files";
    case PROVE_FOREIGN:
        return "would be written, which the plan has no business with";
    case PROVE_BITMAP:
        return "would have clusters that $Bitmap does not give to it alone";
    }
    return "";
}

static void put_subject(const struct proof *proof, struct textbuf *to)
{
    if (proof->kind == PROVE_UNREADABLE) {
        textbuf_cstr(to, "the volume");
    } else if (proof->kind == PROVE_FOREIGN) {
        textbuf_cstr(to, "byte ");
        textbuf_commas(to, proof->offset);
        textbuf_cstr(to, " of the volume");
        if (proof->name.n > 0) {
            textbuf_cstr(to, ", of '");
            textbuf_shown(to, proof->name);
            textbuf_cstr(to, "',");
        }
    } else if (proof->name.n > 0) {
        textbuf_char(to, '\'');
        textbuf_shown(to, proof->name);
        textbuf_char(to, '\'');
    } else {
        textbuf_cstr(to, "record ");
        textbuf_decimal(to, proof->record);
    }
}

static void put_op(const struct plan *batch, uint32_t op, struct textbuf *to)
{
    struct textbuf path = {0};

    planpath_target(batch, &batch->ops[op], &path);
    textbuf_format(to, " (%s '", plan_kind_word(batch->ops[op].kind));
    textbuf_shown(to, textbuf_view(&path));
    textbuf_cstr(to, "')");
    to->is_short |= path.is_short;
    textbuf_free(&path);
}

void prove_sentence(const struct prove_job *job, const struct proof *proof, struct textbuf *to)
{
    textbuf_cstr(to, "After this batch ");
    put_subject(proof, to);
    textbuf_char(to, ' ');
    textbuf_cstr(to, what_of(proof->kind));
    if (proof->kind == PROVE_FINDING && proof->detail < FINDING_KINDS)
        textbuf_format(to, ": %s", finding_meaning((enum finding_kind)proof->detail));
    if (proof->op != PLAN_NONE)
        put_op(job->batch, proof->op, to);
    textbuf_cstr(to, ", so nothing of it was written; check the volume with chkdsk, and if it is "
                     "sound, report this as a bug.");
}

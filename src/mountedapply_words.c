/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See mountedapply_words.h. */
#include "src/mountedapply_words.h"

#include <errno.h>

#include "src/planpath.h"

static void put_op(const struct mountedapply *a, uint32_t k, struct textbuf *to)
{
    const struct plan_op *op = mountedapply_op(a, k);
    struct textbuf path = {0};

    planpath_target(a->plan, op, &path);
    textbuf_format(to, "Operation %u (%s '", (unsigned)a->ops[k] + 1, plan_kind_word(op->kind));
    textbuf_shown(to, textbuf_view(&path));
    textbuf_cstr(to, "')");
    to->is_short |= path.is_short;
    textbuf_free(&path);
}

/* What is known of errors that have a reason of their own here; NULL. */
static const char *phrase_of(int why)
{
    switch (why) {
    case EEXIST:
        return "has a name that is taken. Move away what is there and run it again";
    case ESTALE:
        return "has a source that is not what the plan recorded: it was changed since. Make a new "
               "plan";
    case EMLINK:
        return "would give a file more names than it can have, or take its last one. Make a new "
               "plan";
    case ELOOP:
    case EXDEV:
        return "has a link, a junction or another volume in its path, which is never followed. "
               "Make "
               "a new plan";
    case EILSEQ:
        return "has a name that is no valid Unicode, which a mounted volume cannot be told. Apply "
               "the plan to the volume while it is not mounted";
    case ENOTSUP:
        return "needs what this mount cannot do. Apply the plan to the volume while it is not "
               "mounted";
    case E2BIG:
        return "has a stream that is too large for this mount. Apply the plan to the volume while "
               "it is not mounted";
    case EBADMSG:
        return "made a copy that is not what it was made of, and was taken back: its source was "
               "changed meanwhile, or the disk is failing. Look at the disk, then run it again";
    case ENOSPC:
        return "has found the volume full. Make room and run it again";
    case ENOTEMPTY:
        return "has found the folder not empty. Move away what is in it and run it again";
    default:
        return NULL;
    }
}

static void end(struct mountedapply *a, uint32_t op, int why)
{
    a->result->op = op;
    a->result->why = why;
    textbuf_char(&a->result->sentence, '\0');
}

void mountedapply_words_fail(struct mountedapply *a, uint32_t k, int why)
{
    struct textbuf *to = &a->result->sentence;
    const char *phrase = phrase_of(why);

    put_op(a, k, to);
    if (phrase)
        textbuf_format(to, " %s.", phrase);
    else
        textbuf_format(to, " failed: %s. What was done before it is kept; run it again.",
                       strerror(why));
    end(a, a->ops[k], why);
}

void mountedapply_words_other(struct mountedapply *a, uint32_t k)
{
    put_op(a, k, &a->result->sentence);
    textbuf_cstr(
        &a->result->sentence,
        " was begun by an earlier run, and something is under its name that is not of this "
        "plan. Move it away and run it again.");
    end(a, a->ops[k], EEXIST);
}

void mountedapply_words_stop(struct mountedapply *a, const char *phrase, int why)
{
    textbuf_cstr(&a->result->sentence, phrase);
    if (why)
        textbuf_format(&a->result->sentence, ": %s.", strerror(why));
    end(a, PLAN_NONE, why);
}

static void tell(const struct mountedapply *a, uint32_t k, const char *phrase)
{
    struct textbuf text = {0};

    if (!a->job->tell)
        return;
    put_op(a, k, &text);
    textbuf_cstr(&text, phrase);
    textbuf_char(&text, '\0');
    if (!text.is_short)
        a->job->tell(a->job->context, text.at);
    textbuf_free(&text);
}

void mountedapply_words_again(const struct mountedapply *a, uint32_t k)
{
    tell(a, k, " was done by an earlier run, but that is not there any more: it is done again.");
}

void mountedapply_words_left(const struct mountedapply *a, uint32_t k)
{
    tell(a, k, " was done by an earlier run; its name is another file's by now, which stays.");
}

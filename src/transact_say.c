/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a transaction that fails says: see transact_say.h. */
#include "src/transact_say.h"

#include "src/planpath.h"
#include "src/say.h"
#include "src/transact_memory.h"

#include <errno.h>
#include <string.h>

/* "Operation 12 (link C:\migdata\...)" */
static void put_op(const struct transact *t, uint32_t at, struct textbuf *to)
{
    const struct plan_op *op = &t->ops[at];

    textbuf_cstr(to, "Operation ");
    textbuf_decimal(to, (t->numbers ? t->numbers[at] : at) + (uint64_t)1);
    textbuf_format(to, " (%s ", plan_kind_word(op->kind));
    planpath_target(t->plan, op, to);
    textbuf_char(to, ')');
}

/* What is there now. */
static void put_state(const struct transact *t, struct textbuf *to)
{
    if (t->fd < 0) {
        textbuf_cstr(to, " Nothing was written: it was a dry run.");
    } else if (t->ndone == 0) {
        textbuf_cstr(to, " The volume is as it was: nothing was written.");
    } else {
        textbuf_cstr(to, " The first ");
        textbuf_commas(to, t->ndone);
        textbuf_cstr(to, " operations on this volume are done, proved and in the journal, and of "
                         "the others nothing was written. The same command goes on there; "
                         "'mftlink undo' takes them back.");
    }
}

static bool end(struct textbuf *text)
{
    textbuf_char(text, '\0');
    if (text->is_short)
        say_no_memory();
    else
        say("%s", text->at);
    textbuf_free(text);
    return false;
}

bool transact_say_op(const struct transact *t, uint32_t at, int why)
{
    struct textbuf text = {0};

    put_op(t, at, &text);
    textbuf_format(&text, " cannot be carried out: %s.", carry_why(why));
    if (why == ENOSPC)
        textbuf_cstr(&text, " Free some space on the volume, or take less.");
    if (why == ENOKEY)
        textbuf_cstr(&text, " Make the plan with --efs skip or --efs hardlink.");
    if (why == ESTALE || why == EEXIST || why == ENOENT)
        textbuf_cstr(&text, " 'mftlink check' tells whether the plan holds; make a new one.");
    put_state(t, &text);
    return end(&text);
}

bool transact_say_batch(const struct transact *t, int why)
{
    struct textbuf text = {0};

    if (why == ENOMEM)
        textbuf_cstr(&text, "There is not enough memory to carry the batch out.");
    else
        textbuf_format(&text, "libntfs-3g cannot carry the batch out on '%s': %s. %s",
                       t->target->name, carry_why(why),
                       why == ENOSPC ? "Free some space on the volume, or take less."
                                     : "If the disk is sound, let Windows check the volume (chkdsk "
                                       "/f).");
    put_state(t, &text);
    return end(&text);
}

bool transact_say_copy(const struct transact *t, uint32_t at, int why)
{
    struct textbuf text = {0};

    put_op(t, at, &text);
    textbuf_format(&text, ": what it has made cannot be trusted: %s.", carry_why(why));
    put_state(t, &text);
    return end(&text);
}

bool transact_say_full(const struct transact *t)
{
    struct textbuf text = {0};

    put_op(t, t->ndone, &text);
    textbuf_cstr(&text, " alone needs more memory than --txn-memory allows (");
    textbuf_size(&text, t->memory_bytes);
    textbuf_cstr(&text,
                 "); it cannot be parted, since a batch is proved whole. Give --txn-memory ");
    textbuf_decimal(&text, transact_memory_needed(t));
    textbuf_cstr(&text, ", or more.");
    put_state(t, &text);
    return end(&text);
}

bool transact_say_proof(const struct transact *t, const struct prove_job *job,
                        const struct proof *proof)
{
    struct textbuf text = {0};

    if (proof->op != PLAN_NONE) {
        put_op(t, t->ndone + proof->op, &text);
        textbuf_cstr(&text, ": ");
    }
    prove_sentence(job, proof, &text);
    put_state(t, &text);
    return end(&text);
}

bool transact_say_status(const struct transact *t, enum status status)
{
    struct textbuf text = {0};

    if (status == STATUS_NO_MEMORY)
        textbuf_cstr(&text, "There is not enough memory to prove the batch: give less to it with "
                            "--txn-memory, or use a machine with more.");
    else
        textbuf_format(&text, "The batch cannot be proved: %s%s%s.", status_text(status),
                       status == STATUS_IO ? ": " : "", status == STATUS_IO ? strerror(errno) : "");
    put_state(t, &text);
    return end(&text);
}

bool transact_say_log(const struct transact *t, const char *what, enum status status)
{
    struct textbuf text = {0};
    int why = errno;

    if (status == STATUS_OPEN && why == EEXIST)
        textbuf_format(&text,
                       "There is a log already ('%s'), of a batch that was not finished: run "
                       "'mftlink recover %s' first.",
                       what, t->target->name);
    else if (status == STATUS_NO_MEMORY)
        textbuf_format(&text, "There is not enough memory to write '%s'.", what);
    else
        textbuf_format(&text,
                       "Cannot write '%s': %s. A batch is written to the volume only when its log "
                       "is safe: make room there, or put the plan on another disk.",
                       what, strerror(why));
    put_state(t, &text);
    return end(&text);
}

bool transact_say_open(const struct transact *t, const char *path, enum status status,
                       const char *why)
{
    int error = errno;

    if (status == STATUS_NO_MEMORY)
        say("There is not enough memory to write the batch. Its log '%s' is complete: 'mftlink "
            "recover %s' writes it.",
            path, t->target->name);
    else
        say("Cannot finish writing the batch to '%s': %s%s%s. The volume may be half written and "
            "must not be used or mounted: mend what is wrong with the disk and run 'mftlink "
            "recover %s', which writes it whole from '%s'.",
            t->target->name, why, *why ? ": " : "", strerror(error), t->target->name, path);
    return false;
}

bool transact_say_cancelled(const struct transact *t)
{
    struct textbuf text = {0};

    textbuf_cstr(&text, "Stopped, as asked.");
    put_state(t, &text);
    return end(&text);
}

bool transact_say_dry(const struct transact *t)
{
    struct textbuf text = {0};

    textbuf_cstr(&text, "The first ");
    textbuf_commas(&text, t->ndone);
    textbuf_cstr(&text, " of ");
    textbuf_commas(&text, t->nops);
    textbuf_cstr(&text, " operations were carried out in memory and proved; a dry run keeps all "
                        "of them there, and the others need more than --txn-memory allows (");
    textbuf_size(&text, t->memory_bytes);
    textbuf_cstr(&text, "). Without --dry-run each batch is proved before it is written.");
    return end(&text);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink recover: finishes or discards what a crash left of a plan that was carried out.
 */
#include "src/ask.h"
#include "src/command.h"
#include "src/json.h"
#include "src/mayapply.h"
#include "src/optionapply.h"
#include "src/optionlist.h"
#include "src/out.h"
#include "src/recover.h"
#include "src/say.h"

#include <unistd.h>

static const struct option_spec *const specs[] = {
    &optionlist_partition,
    &optionapply_log,
    &optionapply_dry_run,
    &optionapply_yes,
    &optionlist_json,
    &optionlist_help,
    NULL,
};

/* ---- Words ---- */

static void tell(const struct recover *r)
{
    struct textbuf text = {0};

    switch (r->outcome) {
    case RECOVER_NOTHING:
        return;
    case RECOVER_FINISH:
        textbuf_size(&text, redo_bytes(r->redo));
        textbuf_char(&text, '\0');
        say("Writing to '%s' (serial number %016llX) was broken off in batch %llu. To finish it, "
            "%s are written once more from '%s'.",
            r->target->name, (unsigned long long)r->serial,
            (unsigned long long)redo_about(r->redo)->batch, text.at ? text.at : "the same bytes",
            r->log);
        break;
    case RECOVER_DONE:
        say("The log '%s' is carried out already: it is only to be removed.", r->log);
        break;
    case RECOVER_DISCARD:
        say("No log counts for '%s': it is as it was before the batch, which is to be discarded "
            "('%s').",
            r->target->name, r->log);
        break;
    }
    textbuf_free(&text);
}

static void put_text(const struct recover *r, bool dry_run, struct textbuf *to)
{
    static const char *const done[] = {
        [RECOVER_NOTHING] = "nothing is open",
        [RECOVER_FINISH] = "the batch is finished",
        [RECOVER_DONE] = "the batch was finished; its log is removed",
        [RECOVER_DISCARD] = "the batch is discarded; the volume is as it was before",
    };
    static const char *const would[] = {
        [RECOVER_NOTHING] = "nothing is open",
        [RECOVER_FINISH] = "the batch can be finished; nothing was written",
        [RECOVER_DONE] = "the batch was finished; its log could be removed",
        [RECOVER_DISCARD] = "the batch would be discarded; nothing was written",
    };

    textbuf_shown(to, str_of(r->target->name));
    textbuf_format(to, ": %s\n", (dry_run ? would : done)[r->outcome]);
}

static void put_json(const struct recover *r, bool dry_run, struct textbuf *to)
{
    static const char *const words[] = {
        [RECOVER_NOTHING] = "nothing",
        [RECOVER_FINISH] = "finish",
        [RECOVER_DONE] = "done-before",
        [RECOVER_DISCARD] = "discard",
    };
    struct json json = {.to = to};

    json_object(&json, NULL);
    json_number(&json, "schema_version", 1);
    json_word(&json, "command", "recover");
    json_word(&json, "source", r->target->name);
    json_hex(&json, "serial", r->serial, 16);
    json_word(&json, "outcome", words[r->outcome]);
    json_bool(&json, "dry_run", dry_run);
    if (r->plan) {
        json_word(&json, "log", r->log);
        json_word(&json, "journal", r->journal ? r->journal_path : "");
        json_bool(&json, "is_in_journal", r->intent);
    }
    if (r->redo) {
        json_number(&json, "batch", redo_about(r->redo)->batch);
        json_number(&json, "bytes", redo_bytes(r->redo));
    }
    if (r->outcome == RECOVER_FINISH) {
        json_number(&json, "sectors_before", r->state.nbefore);
        json_number(&json, "sectors_after", r->state.nafter);
    }
    json_end(&json, '}');
    textbuf_char(to, '\n');
}

static bool print(const struct recover *r, const struct options *options)
{
    struct out out = out_to(STDOUT_FILENO, "the outcome");

    if (options->json)
        put_json(r, options->dry_run, &out.text);
    else
        put_text(r, options->dry_run, &out.text);
    return out_finish(&out);
}

/* ---- Deeds ---- */

/* What is open is found out again once the volume is locked: who held it before may have gone on.
 */
static bool act_locked(struct recover *r, const struct options *options, int fd)
{
    const struct target *target = r->target;

    recover_end(r);
    if (!recover_begin(r, target, options->log))
        return false;
    tell(r);
    return r->outcome == RECOVER_NOTHING ||
           (ask_may_go(options->yes, r->outcome == RECOVER_FINISH ? "Finish it?" : "Go on?") &&
            recover_run(r, fd));
}

static bool act(struct recover *r, const struct options *options)
{
    bool is_good;
    int fd;

    if (r->outcome == RECOVER_NOTHING)
        return true;
    if (options->dry_run) {
        tell(r);
        return true;
    }
    if (!mayapply_unused(r->target) || !mayapply_open(r->target, &fd))
        return false;
    is_good = act_locked(r, options, fd);
    close(fd);
    return is_good;
}

static bool recover_target(const struct options *options, const struct target *target)
{
    struct recover recover;
    bool is_good;

    if (!recover_begin(&recover, target, options->log))
        return false;
    is_good = act(&recover, options) && print(&recover, options);
    recover_end(&recover);
    return is_good;
}

static enum command_exit run(const struct options *options)
{
    struct target target;
    bool is_good;

    if (!target_find(options->operands[0], options->partition, &target))
        return COMMAND_FAILED;
    is_good = recover_target(options, &target);
    target_close(&target);
    return is_good ? COMMAND_DONE : COMMAND_FAILED;
}

const struct command cmd_recover = {
    .name = "recover",
    .operands = "TARGET",
    .summary = "finish or discard what a crash left of a plan being carried out",
    .description =
        "Looks for the redo log that is open on a volume: by a note that was made when the log "
        "was\n"
        "begun, else in the current folder. A log that is whole is carried out, again where it\n"
        "was before; one that never became whole is discarded, and the volume is as it was. The\n"
        "plan's journal is told. Before that, every sector that the log writes is looked at: "
        "where\n"
        "something else has written to the volume since, nothing is done. Where nothing is open,\n"
        "that is said.\n",
    .examples = "  mftlink recover /dev/sdb2\n"
                "  mftlink recover --dry-run --json /dev/sdb2\n"
                "  mftlink recover --yes --log /data/plan.parquet.redo disk.img\n",
    .specs = specs,
    .noperands_max = 1,
    .run = run,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a crash left, finished or discarded: see recover.h.
 */
#define _GNU_SOURCE /* asprintf */

#include "src/recover.h"

#include "src/openlog.h"
#include "src/recover_find.h"
#include "src/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* ---- What is open ---- */

/* A log that cannot be opened. */
static bool refuse_log(const char *log, enum status status, const char *why)
{
    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    else if (status == STATUS_DAMAGED)
        say("'%s' %s. Nothing is written: the volume may be half of what it was to become. If you "
            "have a copy of the log, put it there; else let Windows check the volume (chkdsk /f).",
            log, why);
    else
        say("Cannot read '%s': %s.", log, strerror(errno));
    return false;
}

static bool open_log(struct recover *r)
{
    const struct redo_about *about;
    const char *why = NULL;
    enum status status = redo_open(r->log, &r->redo, &why);

    if (status == STATUS_NOT_FOUND)
        return true;
    if (status != STATUS_OK)
        return refuse_log(r->log, status, why);
    about = redo_about(r->redo);
    if (about->serial != r->serial) {
        say("'%s' is the log of another volume: its serial number is %016llX, that of '%s' "
            "%016llX. Give that volume.",
            r->log, (unsigned long long)about->serial, r->target->name,
            (unsigned long long)r->serial);
        return false;
    }
    if (about->volume_bytes != r->target->part.size_bytes) {
        say("'%s' is the log of a volume of %llu bytes; '%s' has %llu. Give the volume itself, not "
            "a copy of another size.",
            r->log, (unsigned long long)about->volume_bytes, r->target->name,
            (unsigned long long)r->target->part.size_bytes);
        return false;
    }
    return true;
}

/* The journal where there is one: of the log's plan. */
static bool read_journal(struct recover *r)
{
    struct stat st;

    if (stat(r->journal_path, &st) != 0 && errno == ENOENT)
        return true;
    if (!journal_read(r->journal_path, &r->journal))
        return false;
    if (!r->redo || memcmp(journal_about(r->journal)->plan_sha256, redo_about(r->redo)->plan_sha256,
                           SHA256_BYTES) == 0)
        return true;
    say("'%s' and '%s' belong to different plans. Move the journal away if the log is to be "
        "carried out without it.",
        r->journal_path, r->log);
    return false;
}

/* The intent of the log's batch, or, where no log counts, of any. */
static const struct journal_entry *find_intent(const struct recover *r)
{
    for (uint32_t i = 0; r->journal && i < JOURNAL_VOLUMES_MAX; i++) {
        const struct journal_entry *intent = journal_open_intent(r->journal, i);

        if (intent && intent->range.batch > 0 &&
            (!r->redo || intent->range.batch == redo_about(r->redo)->batch))
            return intent;
    }
    return NULL;
}

/* How the log's batch ended, as the journal tells where it has no open intent of it. */
static enum recover_outcome find_end(const struct recover *r)
{
    uint32_t n = 0;
    const struct journal_entry *entries = r->journal ? journal_entries(r->journal, &n) : NULL;

    while (n-- > 0)
        if (entries[n].range.batch == redo_about(r->redo)->batch)
            return entries[n].kind == JOURNAL_DONE ? RECOVER_DONE : RECOVER_DISCARD;
    return RECOVER_FINISH;
}

/* ---- Has something else written to the volume? ---- */

static bool check(struct recover *r)
{
    const char *why = NULL;
    enum status status = redo_compare(r->redo, &r->target->part, &r->state, &why);

    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    else if (status == STATUS_IO)
        say("'%s' %s: %s.", r->log, why, strerror(errno));
    else if (status != STATUS_OK)
        say("'%s' %s.", r->log, why);
    if (status != STATUS_OK)
        return false;
    if (r->state.nforeign == 0)
        return true;
    say("'%s' was changed since it was broken off: at byte %llu, and at %llu sectors in all, it is "
        "neither what it was nor what the log '%s' makes of it. Windows or another driver has "
        "written to it, and to carry the log out now would damage it. Nothing is written. Put back "
        "a copy from before that; or, if the volume is to stay as it is, let Windows check it "
        "(chkdsk /f) and move the log away.",
        r->target->name, (unsigned long long)r->state.foreign_offset,
        (unsigned long long)r->state.nforeign, r->log);
    return false;
}

/* ---- Which it is ---- */

static bool is_there(const char *path, const char *behind)
{
    char *whole = NULL;
    struct stat st;
    bool is = asprintf(&whole, "%s%s", path, behind) >= 0 && lstat(whole, &st) == 0;

    free(whole);
    return is;
}

/* A note names a plan that is not there, nor its log. */
static bool refuse_gone(const struct recover *r)
{
    char *note = openlog_path(r->serial);

    say("The log '%s' is not there. If it lies on a disk that is elsewhere, connect that, or say "
        "with --log where it is now. If it is lost, let Windows check the volume (chkdsk /f) and "
        "remove the note '%s'.",
        r->log, note ? note : "of it");
    free(note);
    return false;
}

static bool decide(struct recover *r)
{
    r->intent = find_intent(r);
    if (r->redo)
        r->outcome = r->intent ? RECOVER_FINISH : find_end(r);
    else if (r->intent || is_there(r->log, ".new"))
        r->outcome = RECOVER_DISCARD;
    else
        return is_there(r->plan, "") || r->journal || refuse_gone(r);
    return r->outcome != RECOVER_FINISH || check(r);
}

static bool name_all(struct recover *r)
{
    if (asprintf(&r->log, "%s.redo", r->plan) < 0)
        r->log = NULL;
    if (asprintf(&r->journal_path, "%s.journal", r->plan) < 0)
        r->journal_path = NULL;
    if (!r->log || !r->journal_path)
        say_no_memory();
    return r->log && r->journal_path;
}

bool recover_begin(struct recover *recover_ret, const struct target *target, const char *log)
{
    struct recover r = {.target = target};

    if (recover_find_serial(target, &r.serial) &&
        recover_find_plan(target, r.serial, log, &r.plan) &&
        (!r.plan || (name_all(&r) && open_log(&r) && read_journal(&r) && decide(&r)))) {
        *recover_ret = r;
        return true;
    }
    recover_end(&r);
    *recover_ret = r;
    return false;
}

void recover_end(struct recover *recover)
{
    redo_close(recover->redo);
    journal_close(recover->journal);
    free(recover->plan);
    free(recover->log);
    free(recover->journal_path);
    *recover = (struct recover){0};
}

/* ---- Doing it ---- */

static bool carry_out(struct recover *r, int fd)
{
    struct redo_place place = {fd, r->target->part.first_byte};
    struct redo_target target = redo_target_of(&place);
    const char *why = NULL;
    enum status status = redo_carry_out(r->redo, &target, &why);

    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    else if (status == STATUS_DAMAGED)
        say("'%s' %s. Run mftlink recover again.", r->log, why);
    else if (status != STATUS_OK)
        say("'%s' %s: %s. The log stays: run mftlink recover again when that is repaired.", r->log,
            why, strerror(errno));
    return status == STATUS_OK;
}

/* Writes how the open intent ended. The journal is opened anew: now it is locked. */
static bool end_intent(struct recover *r)
{
    struct journal *journal;
    enum status status;
    const struct journal_entry *intent = r->intent;

    if (!intent)
        return true;
    if (!journal_open(r->journal_path, journal_about(r->journal), &journal))
        return false;
    intent = journal_open_intent(journal, intent->range.volume);
    if (!intent)
        status = STATUS_OK;
    else if (r->outcome == RECOVER_DISCARD)
        status = journal_discarded(journal, &intent->range);
    else
        status = journal_done(journal, &intent->range, intent->items, intent->nitems);
    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    else if (status != STATUS_OK)
        say("Cannot write the journal '%s': %s. Run mftlink recover again when that is repaired.",
            r->journal_path, strerror(errno));
    journal_close(journal);
    return status == STATUS_OK;
}

static bool remove_logs(struct recover *r)
{
    enum status status = r->redo ? redo_remove(r->log) : STATUS_OK;

    if (status == STATUS_OK)
        status = redo_discard_new(r->log);
    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    else if (status != STATUS_OK)
        say("Cannot remove the log '%s', which is not needed any more: %s. Run mftlink recover "
            "again when that is repaired.",
            r->log, strerror(errno));
    return status == STATUS_OK;
}

bool recover_run(struct recover *r, int fd)
{
    if ((r->outcome == RECOVER_FINISH && !carry_out(r, fd)) || !end_intent(r) || !remove_logs(r))
        return false;
    openlog_forget(r->serial);
    return true;
}

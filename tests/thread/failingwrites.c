/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every call that writes fails in turn, for want of space or by an error of the disk, while a plan
 * is carried out: of the journal, the note, the log, the volume, the manifest. The command says so
 * in a sentence; once calls work again, the volume is as before or after a batch, and the same
 * command goes on.
 *
 * A plain program that is linked with --wrap of what writes: see tapcalls.h.
 */
#define _GNU_SOURCE /* strdup */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/redo.h"
#include "tests/support/inprocess.h"
#include "tests/support/powerdisk.h"
#include "tests/support/tally.h"

enum { WORDS = 16 };

/* How calls fail. */
enum manner {
    ONCE,     /* the call alone */
    FROM_ON,  /* it and all behind it */
    ITS_KIND, /* it, and all behind it that write the same file or folder */
    NMANNERS,
};

struct failing {
    struct inprocess *place;
    const char *words[WORDS];
    struct powerdisk disk;
    struct inprocess_names last;
    uint32_t at, first; /* calls; the one that fails */
    enum manner manner;
    int why;
    char *path;          /* of the one that failed */
    bool is_after_known; /* what the log makes of the volume is in disk.after */
    uint32_t nsaid, nquiet;
};

static void expect(bool holds, const char *what, const struct failing *f)
{
    static const char *const words[] = {"create", "write", "cut", "sync", "rename", "unlink"};
    const struct powerdisk_call *call = &f->disk.calls[f->first];

    tally_check(holds, what);
    if (!holds)
        printf("  call %u, %s of %s, manner %u: %s; mftlink said:\n%s\n", f->first,
               words[call->kind], call->path, (unsigned)f->manner, strerror(f->why),
               inprocess_said());
}

static bool must_fail(struct failing *f, const char *path)
{
    uint32_t at = f->at++;

    if (at == f->first)
        f->path = strdup(path);
    if (at <= f->first || f->manner == FROM_ON)
        return at >= f->first;
    return f->manner == ITS_KIND && f->path && strcmp(path, f->path) == 0;
}

static bool write_after(void *context, uint64_t offset, struct bytes bytes)
{
    struct powerdisk *disk = context;

    memcpy(disk->after + offset, bytes.at, bytes.n);
    return true;
}

static bool sync_after(void *context)
{
    (void)context;
    return true;
}

/* What the volume is to become: as before, and what is in the log. It is there before the volume is
 * written. (No two runs make the same bytes: they have their times.) */
static void learn_after(struct failing *f)
{
    const struct redo_target target = {write_after, sync_after, &f->disk};
    const struct powerdisk_file *volume = &f->disk.files[POWERDISK_VOLUME];
    const char *why = NULL;
    struct redo *redo;

    memcpy(f->disk.after, volume->bytes, volume->n);
    f->is_after_known = redo_open(f->place->log, &redo, &why) == STATUS_OK;
    expect(f->is_after_known, "there is a log before the volume is written", f);
    if (!f->is_after_known)
        return;
    expect(redo_carry_out(redo, &target, &why) == STATUS_OK, "it can be read", f);
    redo_close(redo);
}

static int decide(void *context, const struct tapcalls_call *call)
{
    struct failing *f = context;

    powerdisk_watch(&f->disk, call);
    if (f->disk.nwatched > 0 && !f->is_after_known)
        learn_after(f);
    return must_fail(f, call->path) ? f->why : TAPCALLS_GO;
}

static void go_on(struct failing *f)
{
    struct inprocess_names names;
    int code;

    tapcalls_begin(f->place->folder, powerdisk_watch, &f->disk);
    code = inprocess_run((const char *const[]){"recover", "--yes", f->place->image, NULL});
    expect(code == 0, "recover ends well", f);
    expect(f->is_after_known ? powerdisk_is_after(&f->disk) : powerdisk_is_before(&f->disk),
           "the volume is as before or after the batch", f);
    code = inprocess_run(f->words);
    expect(code == 0, "the same command goes on", f);
    expect(inprocess_names(f->place->image, &names) && inprocess_is_same(&names, &f->last),
           "the names are those of a run that nothing disturbed", f);
    tapcalls_end();
}

static void try_once(struct failing *f)
{
    int code;

    f->at = 0;
    f->path = NULL;
    f->is_after_known = false;
    f->disk.nwatched = 0;
    powerdisk_put(&f->disk, POWERDISK_ALL, NULL);
    tapcalls_begin(f->place->folder, decide, f);
    code = inprocess_run(f->words);
    tapcalls_end();
    free(f->path);
    f->nsaid += code != 0;
    f->nquiet += code == 0;
    expect(code == 0 || code == 1, "it works or fails", f);
    if (code != 0)
        expect(inprocess_sentences() == 1 + (strstr(inprocess_said(), "Cannot note") != NULL),
               "it says so in one sentence", f);
    if (!f->is_after_known && inprocess_is_there(f->place->log))
        learn_after(f); /* it could not be taken back: then it counts */
    go_on(f);
}

/* The folder is begun anew each time: what is put is the state before the first call. */
static void try_all(struct failing *f)
{
    static const int whys[] = {EIO, ENOSPC};

    for (uint32_t i = 0; i < sizeof whys / sizeof whys[0]; i++)
        for (f->first = 0; f->first < f->disk.ncalls; f->first++) {
            f->why = whys[i];
            try_once(f);
        }
}

static void record(struct failing *f)
{
    powerdisk_begin(&f->disk, f->place->folder, f->place->image);
    tapcalls_begin(f->place->folder, powerdisk_record, &f->disk);
    tally_check(inprocess_run(f->words) == 0, "with writes that work it works");
    tapcalls_end();
    tally_check(powerdisk_is_faithful(&f->disk), "the record has all that was written");
    tally_check(inprocess_names(f->place->image, &f->last), "there are names");
    powerdisk_rewind(&f->disk);
}

int main(void)
{
    static const char *const names[NMANNERS] = {"each call fails alone",
                                                "each call fails with all behind it",
                                                "each file fails from some call on"};
    struct inprocess place;
    int code;

    tally_begin("a plan is carried out");
    inprocess_begin(&place, "manylinks");
    code = inprocess_run((const char *const[]){"plan", "save", place.image, "--store",
                                               "C:\\migdata", "--rules", "builtin:user", "--efs",
                                               "skip", "-o", place.plan, NULL});
    tally_check(code == 0, "there is a plan");
    struct failing f = {
        .place = &place,
        .words = {"apply", "--yes", "--reserve", "0", "--jobs", "1", place.plan, place.image},
    };
    record(&f);
    for (f.manner = ONCE; f.manner < NMANNERS; f.manner++) {
        tally_begin(names[f.manner]);
        f.nsaid = f.nquiet = 0;
        try_all(&f);
        tally_check(f.nsaid > f.nquiet, "most failures are told");
        printf("  %s: %u told, %u without harm\n", names[f.manner], f.nsaid, f.nquiet);
    }
    powerdisk_end(&f.disk);
    inprocess_end(&place);
    return tally_end();
}

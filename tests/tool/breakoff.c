/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Begins to make one volume into another by a redo log, and breaks off.
 *
 *   breakoff VOLUME FIRST_BYTE AFTER PLAN STEP [BYTES]
 *
 * VOLUME is a file, in which the volume begins at FIRST_BYTE; AFTER is an image of the same volume
 * as it is to become. PLAN is where journal and log go: its journal is for a plan of 100 operations
 * whose hash is zeros. The note goes where openlog.h says. STEP is where it ends:
 *
 *   intent   the journal has the intent, with an item
 *   new      half of PLAN.redo.new is there
 *   log      PLAN.redo is there
 *   part     BYTES of the contents are on the volume
 *   whole    all of them
 *   done     and the journal says so
 *
 * Prints how many bytes the log writes.
 */
#define _GNU_SOURCE /* asprintf */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "mft/boot.h"
#include "mft/layout.h"
#include "src/journal.h"
#include "src/openlog.h"
#include "src/overlaylog.h"
#include "src/redo_file.h"

static void need(bool is_good, const char *what)
{
    if (is_good)
        return;
    fprintf(stderr, "breakoff: %s\n", what);
    exit(2);
}

static char *beside(const char *plan, const char *end)
{
    char *path;

    need(asprintf(&path, "%s%s", plan, end) >= 0, "no memory");
    return path;
}

/* What AFTER has otherwise than VOLUME. */
static void write_changes(struct overlay *overlay, const struct source *after)
{
    static uint8_t bytes[1 << 20];

    for (uint64_t at = 0; at < after->size_bytes; at += sizeof bytes) {
        size_t n;

        need(source_read(after, at, bytes, sizeof bytes, &n) == STATUS_OK, "AFTER is not read");
        need(overlay_write(overlay, at, bytes, n) == STATUS_OK, "overlay_write");
    }
    need(overlay_settle(overlay, 0) == STATUS_OK, "overlay_settle");
}

struct part {
    struct redo_target to;
    uint64_t left;
};

static bool write_part(void *context, uint64_t offset, struct bytes bytes)
{
    struct part *part = context;

    if (bytes.n > part->left)
        bytes.n = (size_t)part->left;
    part->left -= bytes.n;
    return part->to.write(part->to.context, offset, bytes);
}

static bool sync_part(void *context)
{
    (void)context;
    return true;
}

static void carry_out(const char *log, struct redo_place *place, uint64_t nbytes)
{
    struct part part = {redo_target_of(place), nbytes};
    struct redo_target target = {write_part, sync_part, &part};
    const char *why = NULL;
    struct redo *redo;

    need(redo_open(log, &redo, &why) == STATUS_OK, "redo_open");
    printf("%llu\n", (unsigned long long)redo_bytes(redo));
    need(redo_carry_out(redo, &target, &why) == STATUS_OK, "redo_carry_out");
    redo_close(redo);
}

static void make_half(const char *plan)
{
    char *log = beside(plan, ".redo"), *new = beside(plan, ".redo.new");

    need(rename(log, new) == 0 && truncate(new, 5000) == 0, "PLAN.redo.new");
    free(log);
    free(new);
}

static bool is_step(const char *step, const char *word)
{
    return strcmp(step, word) == 0;
}

static void break_off(char **argv, struct overlay *overlay, const struct redo_about *about)
{
    const struct journal_about plan_about = {.nops = 100};
    const struct journal_range range = {0, 10, 20, (uint32_t)about->batch};
    const struct journal_item item = {.op = 10, .reference = 77, .size = 5};
    const char *plan = argv[4], *step = argv[5];
    struct redo_place place = {open(argv[1], O_RDWR | O_CLOEXEC), strtoull(argv[2], NULL, 10)};
    struct overlaylog contents = {overlay, 0};
    struct redo_extents extents = overlaylog_extents(&contents);
    char *journal_path = beside(plan, ".journal"), *log = beside(plan, ".redo");
    struct journal *journal;

    need(place.fd >= 0 && journal_open(journal_path, &plan_about, &journal), "opening");
    need(journal_intent(journal, &range, &item, 1) == STATUS_OK, "journal_intent");
    need(openlog_note(about->serial, plan), "openlog_note");
    if (!is_step(step, "intent"))
        need(redo_write(log, about, &extents, 0) == STATUS_OK, "redo_write");
    if (is_step(step, "new"))
        make_half(plan);
    if (is_step(step, "part") || is_step(step, "whole") || is_step(step, "done"))
        carry_out(log, &place, argv[6] ? strtoull(argv[6], NULL, 10) : UINT64_MAX);
    if (is_step(step, "done"))
        need(journal_done(journal, &range, NULL, 0) == STATUS_OK, "journal_done");
    journal_close(journal);
    close(place.fd);
    free(journal_path);
    free(log);
}

int main(int argc, char **argv)
{
    struct redo_about about = {.batch = 3};
    uint8_t sector[BOOT_BYTES];
    struct source file, volume, after;
    struct geometry geometry;
    struct overlay *overlay;

    need(argc == 6 || argc == 7, "usage: breakoff VOLUME FIRST_BYTE AFTER PLAN STEP [BYTES]");
    need(source_open(argv[1], &file) == STATUS_OK && source_open(argv[3], &after) == STATUS_OK,
         "the volumes cannot be opened");
    volume = source_part(&file, strtoull(argv[2], NULL, 10), UINT64_MAX);
    need(source_read_all(&after, 0, sector, sizeof sector) == STATUS_OK &&
             boot_parse(sector, &geometry) == STATUS_OK,
         "AFTER is no volume");
    about.serial = geometry.serial;
    volume = source_part(&volume, 0, after.size_bytes);
    about.volume_bytes = volume.size_bytes;
    need(overlay_new(&volume, UINT64_MAX, &overlay) == STATUS_OK, "overlay_new");
    write_changes(overlay, &after);
    break_off(argv, overlay, &about);
    overlay_free(overlay);
    source_close(&file);
    source_close(&after);
    return 0;
}

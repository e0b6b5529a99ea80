/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A hostile plan whose hashes are right: rows, metadata and lists of a small one are changed before
 * it is written; then it is read. What is taken is shown in every form, and written once more,
 * which must give back the same. The first byte chooses what is done, then come the changes.
 */
#include <assert.h>
#include <stdlib.h>

#include "src/base64.h"
#include "src/planfile_columns.h"
#include "src/planfile_parts.h"
#include "src/planfile_read.h"
#include "src/planfile_write.h"
#include "src/show_json.h"
#include "src/show_text.h"
#include "tests/fuzz/rackedits.h"
#include "tests/support/planmaker.h"

enum {
    MODE_LIST = 1 << 0,    /* the changes are to a list of the metadata, not to the rows */
    MODE_WORKERS = 1 << 1, /* two read what one reads */
    MODE_GROUPS = 1 << 2,  /* a row group every few rows */
    MODE_MADE = 1 << 3,    /* another plan by chance, which must be taken before it is changed;
                            * with no bit above MODE_AGAIN, for it takes ten times as long */
    MODE_AGAIN = 1 << 4,   /* what was read is written */
    MODE_WHICH = 1 << 5,   /* times 0 to 7: of the lists */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const keys[] = {"mftlink.table", "mftlink.version", "command",  "store",
                                   "store_raw",     "operations",      "refusals", "blocked",
                                   "volumes",       "users",           "rules",    "folders",
                                   "descriptors",   "notes",           NULL};

static const char *const words[] = {"",    "0",    "1",        "4294967295", "4294967296", "-1",
                                    "AA=", "AAAA", "UEFSMQ==", "plan 2",     "inventory 1"};

static const struct rackedits_meta meta = {keys, sizeof keys / sizeof keys[0] - 1, words,
                                           sizeof words / sizeof words[0]};

static struct textbuf written(const struct plan *plan)
{
    struct out out = out_to_memory();

    assert(planfile_write(plan, 1, &out) == STATUS_OK && !out.error);
    return out.text;
}

/* ---- What is done with a plan ---- */

static void show(const struct plan *plan)
{
    const struct options options = {.with_ops = true, .with_refusals = true};
    struct planfile file = {.plan = *plan, .sha256 = "0"};
    struct out out = out_to_memory();
    struct plantally tally;

    assert(plantally_of(plan, &tally) == STATUS_OK);
    show_text(&file, &tally, &options, &out);
    show_json("plan", &file, &tally, &options, &out);
    assert(!out.error && !out.text.is_short);
    textbuf_free(&out.text);
    arena_free(&tally.arena);
}

static enum status read_plan(struct str file, unsigned nworkers, struct plan *plan)
{
    struct source source = source_of_memory((struct bytes){(const uint8_t *)file.at, file.n});
    struct tableread *table;
    const char *why = NULL;
    enum status status = tableread_open(&source, &table, &why);

    assert(status == STATUS_OK || status == STATUS_NOT_FOUND || (status == STATUS_DAMAGED && why));
    if (status != STATUS_OK)
        return status;
    status = planfile_read(table, nworkers, plan, &why);
    assert(status == STATUS_OK || (status == STATUS_DAMAGED && why));
    tableread_close(table);
    return status;
}

/* What was understood can be written, and is then understood as the same. */
static void write_again(const struct plan *plan)
{
    struct textbuf file = written(plan), again;
    struct plan back;

    assert(read_plan(textbuf_view(&file), 1, &back) == STATUS_OK);
    assert(planmaker_are_equal(plan, &back));
    again = written(&back);
    assert(str_equal(textbuf_view(&file), textbuf_view(&again)));
    textbuf_free(&file);
    textbuf_free(&again);
    plan_free(&back);
}

static void read_and_ask(struct str file, unsigned mode)
{
    struct plan plan, other;
    enum status status = read_plan(file, 1, &plan);

    if (mode & MODE_WORKERS) {
        assert(read_plan(file, 2, &other) == status);
        if (status == STATUS_OK) {
            assert(planmaker_are_equal(&plan, &other));
            plan_free(&other);
        }
    }
    if (status != STATUS_OK)
        return;
    show(&plan);
    if (mode & MODE_AGAIN)
        write_again(&plan);
    plan_free(&plan);
}

/* ---- Changes ---- */

static void change_list(struct rack *rack, const char *key, struct edits *edits)
{
    static const char *const list_keys[] = {"mftlink.table", NULL};
    struct arena arena = {0};
    struct textbuf text = {0}, file;
    struct bytes bytes;
    struct rack list;

    assert(base64_decode(rack_meta(rack, key), &arena, &bytes) == STATUS_OK);
    rack_take((struct str){(const char *)bytes.at, bytes.n}, list_keys, &list);
    rackedits_change(&list, &meta, edits);
    file = rack_write(&list);
    base64_encode((struct bytes){(const uint8_t *)file.at, file.n}, &text);
    rack_set_meta(rack, key, textbuf_view(&text));
    textbuf_free(&file);
    textbuf_free(&text);
    rack_free(&list);
    arena_free(&arena);
}

/* The plan that most begin from; made once, for making costs more than reading. */
static const struct rack *base(void)
{
    static struct rack rack;
    struct planmaker maker = {.seed = 8, .nfolders = 6, .nops = 12, .nrefusals = 3};
    struct textbuf file;
    struct plan plan;

    if (rack.ncolumns > 0)
        return &rack;
    planmaker(&maker, &plan);
    file = written(&plan);
    rack_take(textbuf_view(&file), keys, &rack);
    textbuf_free(&file);
    plan_free(&plan);
    return &rack;
}

/* One of the input's own, which is taken before it is changed. */
static void make(struct edits *edits, struct rack *rack)
{
    struct planmaker maker = {.seed = edits_u24(edits)};
    struct textbuf file;
    struct plan plan, back;

    maker.nfolders = 2 + edits_byte(edits) % 16u;
    maker.nops = edits_byte(edits) % 32u;
    maker.nrefusals = edits_byte(edits) % 8u;
    planmaker(&maker, &plan);
    file = written(&plan);
    assert(read_plan(textbuf_view(&file), 1, &back) == STATUS_OK);
    assert(planmaker_are_equal(&plan, &back));
    rack_take(textbuf_view(&file), keys, rack);
    textbuf_free(&file);
    plan_free(&back);
    plan_free(&plan);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct edits edits = {data, size};
    unsigned mode = edits_byte(&edits);
    struct textbuf file;
    struct rack rack;

    if (mode & MODE_MADE && mode / MODE_WHICH == 0)
        make(&edits, &rack);
    else
        rack_copy(base(), &rack);
    if (mode & MODE_LIST)
        change_list(&rack, planfile_parts[mode / MODE_WHICH % PLANFILE_NPARTS].key, &edits);
    else
        rackedits_change(&rack, &meta, &edits);
    rack.group_rows = mode & MODE_GROUPS ? 5 : 0;
    file = rack_write(&rack);
    read_and_ask(textbuf_view(&file), mode);
    textbuf_free(&file);
    rack_free(&rack);
    return 0;
}

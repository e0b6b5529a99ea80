/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A hostile manifest whose hashes are right: rows and metadata of a small one are changed before it
 * is written; then it is read. What is taken leads nowhere outside the store that it names, and
 * gives back the same when it is written once more. The first byte chooses what is done, then come
 * the changes.
 */
#include <assert.h>

#include "src/manifestfile.h"
#include "tests/fuzz/rackedits.h"
#include "tests/support/manifestmaker.h"

enum {
    MODE_WORKERS = 1 << 0, /* two read what one reads */
    MODE_GROUPS = 1 << 1,  /* a row group every few rows */
    MODE_MADE = 1 << 2,    /* another manifest by chance, which must be taken before it is changed;
                            * only below MODE_NONE, for it takes three times as long */
    MODE_AGAIN = 1 << 3,   /* what was read is written */
    MODE_BYTES = 1 << 4,   /* the changes are to the file, not to what is in it */
    MODE_NONE = 1 << 5,
};

enum { SEED = 8, ROWS = 10, ROWS_MAX = 32, GROUP_ROWS = 3 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const keys[] = {"mftlink.table", "mftlink.version", "store", "store_raw",
                                   "drive",         "serial",          NULL};

static const char *const words[] = {"",
                                    "C:",
                                    "C:\\",
                                    "C:\\mig",
                                    "C:\\mig\\..",
                                    "\\mig",
                                    "D:",
                                    "0000000000000001",
                                    "manifest 1",
                                    "manifest 2",
                                    "plan 1",
                                    "AAAA",
                                    "QzpcbWln",
                                    "QzpcbWlnXC4u"};

static const struct rackedits_meta meta = {keys, sizeof keys / sizeof keys[0] - 1, words,
                                           sizeof words / sizeof words[0]};

static enum status read_manifest(struct bytes file, unsigned nworkers, struct manifest *manifest)
{
    struct source source = source_of_memory(file);
    const char *why = NULL;
    enum status status = manifestfile_read(&source, nworkers, manifest, &why);

    assert(status == STATUS_OK ||
           ((status == STATUS_DAMAGED || status == STATUS_NOT_FOUND) && why));
    return status;
}

/* ---- What is done with a manifest ---- */

static bool has_step(struct str path, const char *step)
{
    size_t n = strlen(step);

    for (size_t at = 0; at + n < path.n; at++)
        if (path.at[at] == '\\' && memcmp(path.at + at + 1, step, n) == 0 &&
            (at + 1 + n == path.n || path.at[at + 1 + n] == '\\'))
            return true;
    return false;
}

/* From B on to A? */
static bool leads_on(struct str a, struct str b)
{
    return a.n > b.n && memcmp(a.at, b.at, b.n) == 0 && a.at[b.n] == '\\';
}

static void check_row(const struct manifest *manifest, const struct manifest_row *row)
{
    struct str store = {manifest->store.at + 2, manifest->store.n - 2}, path = row->path;

    assert(path.n > 1 && path.at[0] == '\\' && path.at[path.n - 1] != '\\');
    assert(!has_step(path, "..") && !has_step(path, ".") && !has_step(path, ""));
    assert(!memchr(path.at, ':', path.n) && !memchr(path.at, '/', path.n) &&
           !memchr(path.at, '\0', path.n));
    assert(leads_on(path, store) ||
           (row->kind == PLAN_MKDIR && (str_equal(path, store) || leads_on(store, path))));
    assert(row->kind == PLAN_LINK || row->kind == PLAN_COPY || row->kind == PLAN_MKDIR);
    assert(row->original.n == 0 ||
           (row->original.n > 2 && row->original.at[1] == ':' && !has_step(row->original, "..")));
    assert(row->kind != PLAN_LINK || (row->source == row->reference && row->source != 0));
}

static void write_again(const struct manifest *manifest)
{
    struct arena arena = {0};
    struct bytes file = manifestmaker_bytes(manifest, 1, &arena), again;
    struct manifest back;

    assert(read_manifest(file, 1, &back) == STATUS_OK);
    assert(manifestmaker_are_equal(manifest, &back));
    again = manifestmaker_bytes(&back, 1, &arena);
    assert(file.n == again.n && memcmp(file.at, again.at, file.n) == 0);
    manifest_free(&back);
    arena_free(&arena);
}

static void read_and_ask(struct bytes file, unsigned mode)
{
    struct manifest manifest, other;
    enum status status = read_manifest(file, 1, &manifest);

    if (mode & MODE_WORKERS) {
        assert(read_manifest(file, 2, &other) == status);
        if (status == STATUS_OK) {
            assert(manifestmaker_are_equal(&manifest, &other));
            manifest_free(&other);
        }
    }
    if (status != STATUS_OK)
        return;
    for (uint32_t i = 0; i < manifest.n; i++)
        check_row(&manifest, &manifest.rows[i]);
    if (mode & MODE_AGAIN)
        write_again(&manifest);
    manifest_free(&manifest);
}

/* ---- One input ---- */

static struct bytes make(uint64_t seed, uint32_t nrows, struct arena *arena)
{
    struct manifest manifest;
    struct bytes file;

    manifestmaker(seed, nrows, &manifest);
    file = manifestmaker_bytes(&manifest, 1, arena);
    manifest_free(&manifest);
    return file;
}

static void take(struct bytes file, struct rack *rack)
{
    rack_take((struct str){(const char *)file.at, file.n}, keys, rack);
}

/* What most inputs begin from is made once: making costs more than reading. */
static const struct rack *base(struct bytes *file_ret)
{
    static struct arena arena;
    static struct bytes file;
    static struct rack rack;

    if (!file.at) {
        file = make(SEED, ROWS, &arena);
        take(file, &rack);
    }
    *file_ret = file;
    return &rack;
}

static void read_changed(const struct rack *from, unsigned mode, struct edits *edits)
{
    struct textbuf changed;
    struct rack rack;

    rack_copy(from, &rack);
    rackedits_change(&rack, &meta, edits);
    rack.group_rows = mode & MODE_GROUPS ? GROUP_ROWS : 0;
    changed = rack_write(&rack);
    read_and_ask((struct bytes){(const uint8_t *)changed.at, changed.n}, mode);
    textbuf_free(&changed);
    rack_free(&rack);
}

static void read_bytes(struct bytes file, unsigned mode, struct edits *edits)
{
    struct arena arena = {0};
    uint8_t *copy = arena_alloc(&arena, file.n);

    assert(copy);
    memcpy(copy, file.at, file.n);
    edits_apply(edits, copy, file.n);
    read_and_ask((struct bytes){copy, file.n}, mode);
    arena_free(&arena);
}

/* One of the input's own, which is taken before it is changed. */
static void read_made(unsigned mode, struct edits *edits)
{
    uint64_t seed = edits_u24(edits);
    uint32_t nrows = edits_byte(edits) % ROWS_MAX;
    struct arena arena = {0};
    struct bytes file = make(seed, nrows, &arena);
    struct manifest manifest;
    struct rack rack;

    assert(read_manifest(file, 1, &manifest) == STATUS_OK);
    manifest_free(&manifest);
    if (mode & MODE_BYTES) {
        read_bytes(file, mode, edits);
    } else {
        take(file, &rack);
        read_changed(&rack, mode, edits);
        rack_free(&rack);
    }
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct edits edits = {data, size};
    unsigned mode = edits_byte(&edits);
    struct bytes file;
    const struct rack *rack = base(&file);

    if (mode & MODE_MADE && mode < MODE_NONE)
        read_made(mode, &edits);
    else if (mode & MODE_BYTES)
        read_bytes(file, mode, &edits);
    else
        read_changed(rack, mode, &edits);
    return 0;
}

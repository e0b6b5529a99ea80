/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A hostile inventory whose hashes are right: values and metadata of a small one are changed before
 * it is written; then it is opened, read in every way, asked for everything, and written once more,
 * which must give back the same. The first byte chooses what is done, then come the changes.
 */
#include <assert.h>
#include <stdlib.h>

#include "mft/scan.h"
#include "src/base64.h"
#include "tests/fuzz/askinventory.h"
#include "tests/fuzz/edits.h"
#include "tests/support/forge_parts.h"
#include "tests/support/stock.h"

enum {
    MODE_WORKERS = 1 << 0, /* two give what one gives */
    MODE_UNNAMED = 1 << 1, /* the changes are to the files without names */
    MODE_GROUPS = 1 << 2,  /* a row group every few rows */
    MODE_AGAIN = 1 << 3,   /* what was read is written */
    MODE_EXPORT = 1 << 4,
    WANT_EVERYTHING = 255,
    RECORDS = 48,
    GROUPS_MAX = 64,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ---- The inventory that all begin from ---- */

static struct stock base, base_unnamed;

static void put_files(struct forge_volume *v)
{
    static const uint8_t descriptor[] = {1, 0, 0, 0x80, 20, 0, 0, 0, 0, 0, 0, 0, 0,    0, 0, 0,
                                         0, 0, 0, 0,    1,  1, 0, 0, 0, 0, 0, 5, 0x12, 0, 0, 0};
    uint64_t folder = forge_volume_directory(v, 30, FORGE_ROOT, "folder");
    uint8_t *record = forge_volume_begin(v, 31, &(struct forge_header){.links = 3});

    forge_standard_information(record, SI_BYTES, 0x400, 0x100);
    forge_file_name(record, FORGE_ROOT, NAMESPACE_WIN32, "a long name");
    forge_file_name(record, FORGE_ROOT, NAMESPACE_DOS, "ALONGN~1");
    forge_file_name(record, folder, NAMESPACE_POSIX, "link");
    forge_resident(record, ATTR_SECURITY_DESCRIPTOR, "", descriptor, sizeof descriptor);
    forge_resident(record, ATTR_DATA, "", "hello", 5);
    forge_resident(record, ATTR_DATA, "Zone.Identifier", "x", 1);
    forge_resident(record, ATTR_DATA, "two", "xy", 2);
    forge_reparse(record, 0xA000000C);
    forge_volume_end(v, 31);
    forge_volume_directory(v, 32, folder, "inner");
    forge_volume_file(v, 33, reference_of(32, 1), "deep");
    record = forge_volume_begin(v, 34, &(struct forge_header){.is_free = true, .links = 1});
    forge_file_name(record, reference_of(32, 1), NAMESPACE_POSIX, "deleted");
    forge_volume_end(v, 34);
    forge_volume_file(v, 35, reference_of(77, 1), "orphan");
    forge_volume_begin(v, 36, &(struct forge_header){.links = 0});
    forge_volume_end(v, 36);
    for (uint64_t i = 37; i < 42; i++)
        forge_volume_file(v, i, reference_of(30 + 2 * (i % 2), 1), "more");
}

static void open_unnamed(void)
{
    struct bytes bytes = base.kept.unnamed;
    const char *why;

    assert(bytes.n > 0);
    base_unnamed.source = source_of_memory(bytes);
    assert(tableread_open(&base_unnamed.source, &base_unnamed.table, &why) == STATUS_OK);
}

static void make_base(void)
{
    struct forge_volume *v = forge_volume_new(&(struct forge_shape){.nrecords = RECORDS});
    struct source source = forge_volume_source(v);
    struct scan_options options = {.want = WANT_EVERYTHING, .nworkers = 1};
    struct partition_table *disk = calloc(1, sizeof *disk);
    struct stock_from from = {.disk = disk, .nworkers = 1};
    struct volume *volume;
    struct index *index;
    const char *why;

    put_files(v);
    assert(volume_open(&source, &volume) == STATUS_OK);
    assert(scan_run(volume, &options, &index) == STATUS_OK);
    disk->n = 2;
    disk->partitions[0] = (struct partition){.number = 1, .nbytes = 512, .name = "data"};
    disk->partitions[1] = (struct partition){.number = 3, .nbytes = 512, .medium = MEDIUM_NTFS};
    from.volume = volume;
    from.index = index;
    assert(stock_of_index(&from, &base) == STATUS_OK);
    assert(stock_open(&base, &why) == STATUS_OK);
    open_unnamed();
    free(disk);
    index_free(index);
    volume_close(volume);
    forge_volume_free(v);
}

/* ---- Changes ---- */

static uint64_t take_number(struct edits *edits)
{
    static const uint64_t odd[] = {0,
                                   1,
                                   5,
                                   UINT8_MAX,
                                   UINT16_MAX,
                                   UINT16_MAX + UINT64_C(1),
                                   UINT32_MAX,
                                   UINT32_MAX + UINT64_C(1),
                                   (UINT64_C(1) << 48) - 1,
                                   UINT64_C(1) << 48,
                                   INT64_MAX,
                                   UINT64_MAX};
    uint8_t which = edits_byte(edits);

    return which < sizeof odd / sizeof odd[0] ? odd[which] : edits_u24(edits);
}

/* What fits the column's type: the writer's caller must see to that. */
static uint64_t fit(enum table_type type, uint64_t number)
{
    if (type == TABLE_BOOL)
        return number & 1;
    if (type == TABLE_UINT32)
        return (uint32_t)number;
    return type == TABLE_INT32 ? (uint64_t)(int64_t)(int32_t)(uint32_t)number : number;
}

static void change_number(struct table_values *values, enum table_type type, struct edits *edits)
{
    uint32_t at = edits_byte(edits);

    if (values->n > 0)
        values->numbers[at % values->n] = fit(type, take_number(edits));
}

/* A byte of a text, or where one text ends and the next begins. */
static void change_text(struct table_values *values, struct edits *edits)
{
    uint32_t at = edits_byte(edits), n;
    uint8_t value = edits_byte(edits);

    if (values->n < 2 || values->text.n == 0)
        return;
    if (edits_byte(edits) & 1) {
        values->text.at[(at << 8 | value) % values->text.n] = (char)edits_byte(edits);
        return;
    }
    at %= values->n - 1;
    n = at ? values->text_ends[at - 1] : 0;
    values->text_ends[at] = n + value % (values->text_ends[at + 1] - n + 1);
}

/* A row has a value, or loses it; a list takes elements from the one behind, or gives some. */
static void change_shape(struct table_values *values, const struct table_column *column,
                         struct edits *edits)
{
    uint32_t row = edits_byte(edits);

    if (values->nrows == 0 || column->shape == TABLE_REQUIRED)
        return;
    row %= values->nrows;
    if (column->shape == TABLE_LIST) {
        uint32_t before = row ? values->list_ends[row - 1] : 0;
        uint32_t after = row + 1 < values->nrows ? values->list_ends[row + 1] : values->n;
        values->list_ends[row] = before + edits_byte(edits) % (after - before + 1);
        return;
    }
    values->present[row] ^= 1;
    if (!values->present[row])
        return;
    if (table_is_text(column->type))
        table_add_text(values, str_of("S-1-5-18"));
    else
        table_add_number(values, fit(column->type, take_number(edits)));
}

/* Values that metadata can have in one place or another. */
static const char *const words[] = {"",
                                    "0",
                                    "1",
                                    "18446744073709551615",
                                    "4294967295",
                                    "4294967296",
                                    "-1",
                                    "mft",
                                    "clean",
                                    "0x0001",
                                    "3.1",
                                    "0 10 5\n",
                                    "0 - 5\n",
                                    "torn 31 0 0 0\n",
                                    "AAAA",
                                    "mbr 512 0 1\n",
                                    "\xED\xA0\x80",
                                    "inventory 1"};

static void change_meta(struct stock_rows *rows, struct arena *arena, struct edits *edits)
{
    struct table_meta *meta = &rows->meta[edits_byte(edits) % rows->nmeta];
    uint8_t how = edits_byte(edits), at = edits_byte(edits);
    size_t n = meta->value.n;
    char *copy;

    if (how % 4 == 0) {
        meta->value = str_of(words[at % (sizeof words / sizeof words[0])]);
        return;
    }
    if (how % 4 == 1) {
        meta->value.n = n * at / 256;
        return;
    }
    if (how == 255) {
        *meta = rows->meta[--rows->nmeta];
        return;
    }
    copy = arena_alloc(arena, n + 1);
    if (n > 0)
        memcpy(copy, meta->value.at, n);
    copy[n ? at % n : 0] = (char)edits_byte(edits);
    meta->value = (struct str){copy, n ? n : 1};
}

static void change(struct stock_rows *rows, struct arena *arena, struct edits *edits)
{
    while (edits->n > 0 && rows->nmeta > 1) {
        uint8_t what = edits_byte(edits);
        uint32_t column = edits_byte(edits) % INVENTORY_COLUMNS;
        struct table_values *values = &rows->columns[column];

        if (what % 8 < 2)
            change_meta(rows, arena, edits);
        else if (what % 8 == 2)
            change_shape(values, &inventory_columns[column], edits);
        else if (what % 8 == 3 && rows->n > 1)
            rows->n -= 1;
        else if (table_is_text(inventory_columns[column].type))
            change_text(values, edits);
        else
            change_number(values, inventory_columns[column].type, edits);
    }
}

static void split(struct stock_rows *rows, uint32_t every, uint64_t *ends)
{
    for (uint32_t end = every; end < rows->n && rows->ngroups + 1 < GROUPS_MAX; end += every)
        ends[rows->ngroups++] = end;
    ends[rows->ngroups++] = rows->n;
    rows->group_ends = ends;
}

static void change_unnamed(struct stock_rows *rows, struct arena *arena, struct edits *edits,
                           struct textbuf *text)
{
    struct stock_rows unnamed;
    struct stock changed;

    assert(stock_take(&base_unnamed, &unnamed) == STATUS_OK);
    change(&unnamed, arena, edits);
    assert(stock_of_rows(&unnamed, &changed) == STATUS_OK);
    base64_encode((struct bytes){(const uint8_t *)changed.file.at, changed.file.n}, text);
    stock_set_meta(rows, "unnamed", textbuf_view(text));
    stock_free(&changed);
    stock_rows_free(&unnamed);
}

static void make(struct edits *edits, unsigned mode, struct stock *stock)
{
    /* cppcheck-suppress variableScope ; ROWS borrow it until the end */
    uint64_t ends[GROUPS_MAX];
    struct textbuf text = {0};
    struct arena arena = {0};
    struct stock_rows rows;

    assert(stock_take(&base, &rows) == STATUS_OK);
    if (mode & MODE_UNNAMED)
        change_unnamed(&rows, &arena, edits, &text);
    else
        change(&rows, &arena, edits);
    if (mode & MODE_GROUPS)
        split(&rows, 1 + mode / 32, ends);
    assert(stock_of_rows(&rows, stock) == STATUS_OK);
    stock_rows_free(&rows);
    arena_free(&arena);
    textbuf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct edits edits = {data, size};
    unsigned mode = edits_byte(&edits);
    const char *why = NULL;
    struct stock stock;

    if (!base.table)
        make_base();
    make(&edits, mode, &stock);
    enum status status = stock_open(&stock, &why);
    assert(status == STATUS_OK || status == STATUS_NOT_FOUND || (status == STATUS_DAMAGED && why));
    if (status == STATUS_OK) {
        struct askinventory ask = {.stock = &stock,
                                   .nworkers = mode & MODE_WORKERS ? 2 : 1,
                                   .exports = mode & MODE_EXPORT,
                                   .writes = mode & MODE_AGAIN};

        askinventory(&ask, 0);
        askinventory(&ask, WANT_EVERYTHING & ~(unsigned)WANT_DELETED);
        askinventory(&ask, WANT_EVERYTHING);
    }
    stock_free(&stock);
    return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing to memory, reading from there, and a table's rows as they are: see stock.h. */
#include "tests/support/stock.h"

#include "src/inventory_users.h"
#include "src/inventory_write.h"
#include "src/profileread.h"
#include "src/table/tablewrite.h"

/* ---- Whole inventories ---- */

static enum status take_output(enum status status, struct out *out, struct stock *stock)
{
    stock->file = out->text;
    stock->source =
        source_of_memory((struct bytes){(const uint8_t *)stock->file.at, stock->file.n});
    return status == STATUS_OK && out->error ? STATUS_NO_MEMORY : status;
}

static enum status put_users(const struct stock_from *from, const uint16_t *upcase,
                             struct textbuf *to)
{
    const struct profileread_source source = {
        .volume = from->volume,
        .index = from->index,
        .upcase = upcase,
    };
    struct profiles profiles;
    enum status status;

    if (!(from->index->want & WANT_CHILDREN) || from->volume->is_dump)
        return STATUS_OK;
    status = profileread_all(&source, &profiles);
    if (status != STATUS_OK)
        return status;
    status = inventory_users_put(&profiles, from->index, to);
    profiles_free(&profiles);
    return to->is_short ? STATUS_NO_MEMORY : status;
}

enum status stock_of_index(const struct stock_from *from, struct stock *stock_ret)
{
    struct textbuf users = {0};
    struct volumeinfo info;
    struct arena arena = {0};
    const struct exportrow_source source = {.index = from->index, .security = from->security};
    struct inventory_facts facts = {
        .version = str_of("1"),
        .computer = str_of("PC17"),
        .volume_name = str_of("C:"),
        .source = str_of("disk.img"),
        .source_bytes = from->volume->source->size_bytes,
        .scanned = UINT64_C(132539328000000000),
        .volume = from->volume,
        .info = &info,
        .disk = from->disk,
        .partition = from->disk ? 1 : 0,
        .has_deleted = from->index->want & WANT_DELETED,
    };
    const struct inventory_write_job job = {&source, &facts, from->nworkers};
    struct out out = out_to_memory();
    enum status status = volumeinfo_read(from->volume, &info);

    *stock_ret = (struct stock){0};
    if (status == STATUS_OK && volumeinfo_upcase(from->volume, &arena, &facts.upcase) != STATUS_OK)
        facts.upcase = NULL;
    if (status == STATUS_OK)
        status = put_users(from, facts.upcase, &users);
    /* cppcheck-suppress unreadVariable ; JOB points at them */
    facts.users = (struct bytes){(const uint8_t *)users.at, users.n};
    if (status == STATUS_OK)
        status = inventory_write(&job, &out);
    textbuf_free(&users);
    arena_free(&arena);
    return take_output(status, &out, stock_ret);
}

enum status stock_open(struct stock *stock, const char **why_ret)
{
    enum status status = tableread_open(&stock->source, &stock->table, why_ret);

    if (status == STATUS_OK)
        status = inventory_facts_get(stock->table, &stock->arena, &stock->kept, why_ret);
    return status;
}

enum status stock_read(const struct stock *stock, unsigned want, unsigned nworkers,
                       struct index **index_ret, const char **why_ret)
{
    return inventory_read(stock->table, &stock->kept, want, nworkers, index_ret, why_ret);
}

void stock_free(struct stock *stock)
{
    tableread_close(stock->table);
    textbuf_free(&stock->file);
    arena_free(&stock->arena);
    *stock = (struct stock){0};
}

/* ---- Rows ---- */

/* Every key that an inventory can have. */
static const char *const keys[] = {
    "mftlink.table",
    "mftlink.version",
    "scanned",
    "scanned_100ns",
    "source",
    "source_bytes",
    "computer",
    "volume",
    "has_deleted",
    "skipped_free",
    "mft_sha256",
    "kind",
    "label",
    "ntfs_version",
    "volume_flags",
    "hibernation",
    "log",
    "log_version",
    "used_bytes",
    "free_bytes",
    "serial",
    "sectors",
    "sector_bytes",
    "cluster_bytes",
    "clusters",
    "record_bytes",
    "index_bytes",
    "mft_lcn",
    "mirror_lcn",
    "mft_records",
    "mft_bytes",
    "mft_initialized_bytes",
    "mft_runs",
    "disk",
    "records",
    "read",
    "bases",
    "extensions",
    "deleted",
    "free",
    "damaged",
    "dos_names",
    "formatted",
    "files",
    "folders",
    "names",
    "naive_bytes",
    "unique_bytes",
    "allocated_bytes",
    "findings",
    "volume_findings",
    "upcase",
    "unnamed",
    "label_raw",
};

static void take_meta(const struct tableread *table, struct stock_rows *rows)
{
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct str value = tableread_meta(table, keys[i]);

        if (value.at)
            rows->meta[rows->nmeta++] = (struct table_meta){str_of(keys[i]), value};
    }
}

enum status stock_take(const struct stock *stock, struct stock_rows *rows_ret)
{
    struct tableread_space space = {0};
    const char *why;
    enum status status = STATUS_OK;

    *rows_ret = (struct stock_rows){.n = (uint32_t)tableread_nrows(stock->table)};
    take_meta(stock->table, rows_ret);
    for (uint32_t i = 0; i < INVENTORY_COLUMNS && status == STATUS_OK && rows_ret->n > 0; i++)
        status = tableread_chunk(stock->table, &space, 0,
                                 tableread_find(stock->table, inventory_columns[i].name),
                                 &rows_ret->columns[i], &why);
    tableread_space_free(&space);
    return status;
}

struct str stock_meta(const struct stock_rows *rows, const char *key)
{
    for (size_t i = 0; i < rows->nmeta; i++)
        if (str_equal(rows->meta[i].key, str_of(key)))
            return rows->meta[i].value;
    return (struct str){0};
}

void stock_set_meta(struct stock_rows *rows, const char *key, struct str value)
{
    size_t i = 0;

    while (i < rows->nmeta && !str_equal(rows->meta[i].key, str_of(key)))
        i++;
    if (!value.at) {
        if (i < rows->nmeta)
            rows->meta[i] = rows->meta[--rows->nmeta];
    } else if (i < STOCK_META_MAX) {
        rows->meta[i] = (struct table_meta){str_of(key), value};
        rows->nmeta += i == rows->nmeta;
    }
}

/* The first value of row ROW: of an optional column, or a list. */
static uint32_t value_of_row(const struct table_values *from, enum table_shape shape, uint32_t row)
{
    uint32_t at = 0;

    if (shape == TABLE_REQUIRED)
        return row;
    if (shape == TABLE_LIST)
        return row ? from->list_ends[row - 1] : 0;
    for (uint32_t i = 0; i < row; i++)
        at += from->present[i];
    return at;
}

static void add(const struct table_values *from, bool is_text, uint32_t at, struct table_values *to)
{
    if (is_text)
        table_add_text(to, table_text(from, at));
    else
        table_add_number(to, from->numbers[at]);
}

static void copy_row(const struct table_values *from, const struct table_column *column,
                     uint32_t row, uint32_t *at, struct table_values *to)
{
    bool is_text = table_is_text(column->type);

    if (column->shape == TABLE_REQUIRED) {
        add(from, is_text, (*at)++, to);
        to->nrows++;
    } else if (column->shape == TABLE_LIST) {
        while (*at < from->list_ends[row])
            add(from, is_text, (*at)++, to);
        table_end_list(to);
    } else if (!from->present[row]) {
        table_put_null(to);
    } else if (is_text) {
        table_put_some_text(to, table_text(from, (*at)++));
    } else {
        table_put_some_number(to, from->numbers[(*at)++]);
    }
}

static enum status fill(void *context, unsigned worker, uint32_t column, uint64_t first, uint32_t n,
                        struct table_values *values)
{
    const struct stock_rows *rows = context;
    const struct table_column *shape = &inventory_columns[column];
    uint32_t at = value_of_row(&rows->columns[column], shape->shape, (uint32_t)first);

    (void)worker;
    for (uint32_t row = (uint32_t)first; row < first + n; row++)
        copy_row(&rows->columns[column], shape, row, &at, values);
    return values->is_short ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status stock_of_rows(const struct stock_rows *rows, struct stock *stock_ret)
{
    struct stock_rows copy = *rows;
    const struct tablewrite_job job = {
        .columns = inventory_columns,
        .ncolumns = INVENTORY_COLUMNS,
        .nrows = rows->n,
        .group_ends = rows->group_ends,
        .ngroups = rows->ngroups,
        .meta = rows->meta,
        .nmeta = rows->nmeta,
        .fill = fill,
        .context = &copy,
        .nworkers = 1,
    };
    struct out out = out_to_memory();

    *stock_ret = (struct stock){0};
    return take_output(tablewrite(&job, &out), &out, stock_ret);
}

void stock_rows_free(struct stock_rows *rows)
{
    for (uint32_t i = 0; i < INVENTORY_COLUMNS; i++)
        table_free(&rows->columns[i]);
    *rows = (struct stock_rows){0};
}

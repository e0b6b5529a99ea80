/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables: opened, and every column chunk of every row group read. The input is a table, in whose
 * places for SHA-256 the right ones are put first, as far as these are found, so that what lies
 * behind them is reached. What is refused must be refused with a reason, and again when asked
 * again.
 */
#include <assert.h>
#include <stdlib.h>

#include "src/table/tableread.h"
#include "tests/support/forge.h"
#include "tests/support/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was read holds together: nobody behind looks again. */
static void check_values(const struct table_column *column, const struct table_values *values,
                         uint32_t nrows)
{
    uint32_t n = 0, end = 0;

    assert(!values->is_short && values->nrows == nrows);
    for (uint32_t row = 0; row < nrows; row++)
        if (column->shape == TABLE_OPTIONAL) {
            assert(values->present[row] <= 1);
            n += values->present[row];
        } else if (column->shape == TABLE_LIST) {
            assert(values->list_ends[row] >= n);
            n = values->list_ends[row];
        } else {
            n++;
        }
    assert(n == values->n);
    for (uint32_t i = 0; table_is_text(column->type) && i < values->n; i++) {
        assert(values->text_ends[i] >= end && values->text_ends[i] <= values->text.n);
        end = values->text_ends[i];
    }
}

static void check_group(const struct tableread *table, uint32_t group)
{
    struct tableread_space space = {0};
    struct table_values values = {0};

    for (uint32_t i = 0; i < tableread_ncolumns(table); i++) {
        const char *why = NULL, *again = NULL;
        enum status status = tableread_chunk(table, &space, group, i, &values, &why);

        assert(status == STATUS_OK || status == STATUS_NO_MEMORY ||
               (status == STATUS_DAMAGED && why));
        if (status == STATUS_OK)
            check_values(tableread_column(table, i), &values, tableread_group_rows(table, group));
        else if (values.is_short)
            table_free(&values);
        if (status == STATUS_DAMAGED)
            assert(tableread_chunk(table, &space, group, i, &values, &again) == STATUS_DAMAGED &&
                   again == why);
    }
    tableread_space_free(&space);
    table_free(&values);
}

static void check_table(const struct tableread *table)
{
    uint64_t nrows = 0;

    assert(strlen(tableread_sha256(table)) == 64);
    assert(tableread_meta(table, "mftlink.table").at);
    for (uint32_t i = 0; i < tableread_ncolumns(table); i++)
        assert(tableread_find(table, tableread_column(table, i)->name) == i);
    for (uint32_t group = 0; group < tableread_ngroups(table); group++) {
        check_group(table, group);
        nrows += tableread_group_rows(table, group);
    }
    assert(nrows == tableread_nrows(table));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *bytes = forge_copy(data, size);
    struct source source = source_of_memory((struct bytes){bytes, size});
    struct tableread *table;
    const char *why = NULL;
    enum status status;

    sheet_reseal(bytes, size);
    status = tableread_open(&source, &table, &why);
    assert(status == STATUS_OK || status == STATUS_NOT_FOUND || (status == STATUS_DAMAGED && why));
    if (status == STATUS_OK) {
        check_table(table);
        tableread_close(table);
    }
    free(bytes);
    return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorted tables, and walking through two of them side by side. See view.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "tests/oracle/view.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_KNOWN (UINT32_C(1) << 31)

static const struct {
    const char *name;
    unsigned ncolumns;
    const char *columns[VIEW_FILE_COLUMNS];
} tables[VIEW_TABLES] = {
    [VIEW_FILES] = {"file",
                    VIEW_FILE_COLUMNS,
                    {"sequence", "size", "allocated", "attributes", "created", "modified",
                     "changed", "accessed", "header links", "links", "directory", "kind of data",
                     "streams", "reparse tag", "security id", "usn"}},
    [VIEW_NAMES] = {"name", VIEW_NAME_COLUMNS, {"record", "sequence", "parent", "namespace"}},
    [VIEW_FILENAMES] = {"$FILE_NAME",
                        VIEW_FILENAME_COLUMNS,
                        {"namespace", "created", "modified", "changed", "accessed"}},
    [VIEW_STREAMS] = {"stream", VIEW_STREAM_COLUMNS, {"size", "allocated"}},
    [VIEW_OWNERS] = {"owner", 0, {NULL}},
    [VIEW_PATHS] = {"path", VIEW_PATH_COLUMNS, {"size", "allocated", "directory", "record"}},
};

struct comparison {
    struct view *ours, *theirs;
    size_t n, max;
    FILE *text;
};

static _Noreturn void without_memory(void)
{
    fputs("view: no memory\n", stderr);
    exit(1);
}

void view_know(struct view *view, enum view_table_id id, uint32_t columns)
{
    view->tables[id].known = columns | ROWS_KNOWN;
}

static struct view_row *new_row(struct view *view, struct view_table *table)
{
    if (table->n == table->capacity) {
        table->capacity = table->capacity ? 2 * table->capacity : 256;
        table->rows = arena_grow(&view->arena, table->rows, table->capacity * sizeof(*table->rows));
        if (!table->rows)
            without_memory();
    }
    return &table->rows[table->n++];
}

void view_add(struct view *view, enum view_table_id id, const char *key, const uint64_t *values)
{
    struct view_row *row = new_row(view, &view->tables[id]);
    const size_t n = strlen(key) + 1;
    char *copy = arena_alloc(&view->arena, n);

    if (!copy)
        without_memory();
    memcpy(copy, key, n);
    *row = (struct view_row){.key = copy};
    if (values)
        memcpy(row->values, values, tables[id].ncolumns * sizeof(*values));
}

const char *view_record_key(uint64_t record)
{
    static char key[32];

    snprintf(key, sizeof(key), "record %8" PRIu64, record);
    return key;
}

static int compare_rows(const void *a, const void *b)
{
    const struct view_row *left = a, *right = b;
    const int order = strcmp(left->key, right->key);

    /* Equal keys stand in the order of their numbers, so that the order of adding does not count.
     */
    return order ? order : memcmp(left->values, right->values, sizeof(left->values));
}

static void sort(struct view_table *table)
{
    if (table->n > 0)
        qsort(table->rows, table->n, sizeof(*table->rows), compare_rows);
}

/* A name of the file that a key of VIEW_FILES means, for people; slow, and for the few that differ.
 */
static const char *path_of(const struct view *view, const char *key)
{
    const struct view_table *names = &view->tables[VIEW_NAMES];

    for (size_t i = 0; i < names->n; i++)
        if (strcmp(view_record_key(names->rows[i].values[VIEW_NAME_RECORD]), key) == 0)
            return names->rows[i].key;
    return "";
}

static bool begin_line(struct comparison *c, enum view_table_id id, const char *key)
{
    if (c->n++ >= c->max)
        return false;
    fprintf(c->text, "%s %s", tables[id].name, key);
    if (id == VIEW_FILES)
        fprintf(c->text, " %s", path_of(c->ours, key));
    return true;
}

static void say_alone(struct comparison *c, enum view_table_id id, const char *key,
                      const char *which)
{
    if (begin_line(c, id, key))
        fprintf(c->text, ": %s\n", which);
}

static void compare_values(struct comparison *c, enum view_table_id id, const struct view_row *a,
                           const struct view_row *b)
{
    const uint32_t known = c->ours->tables[id].known & c->theirs->tables[id].known;

    for (unsigned i = 0; i < tables[id].ncolumns; i++)
        if (known >> i & 1 && a->values[i] != b->values[i] && begin_line(c, id, a->key))
            fprintf(c->text,
                    ": %s is %" PRIu64 " (0x%" PRIx64 "), not %" PRIu64 " (0x%" PRIx64 ")\n",
                    tables[id].columns[i], a->values[i], a->values[i], b->values[i], b->values[i]);
}

static void compare_tables(struct comparison *c, enum view_table_id id)
{
    struct view_table *ours = &c->ours->tables[id], *theirs = &c->theirs->tables[id];
    size_t i = 0, k = 0;

    if (!ours->known || !theirs->known)
        return;
    sort(ours);
    sort(theirs);
    while (i < ours->n || k < theirs->n) {
        const int order = i == ours->n     ? 1
                          : k == theirs->n ? -1
                                           : strcmp(ours->rows[i].key, theirs->rows[k].key);

        if (order < 0)
            say_alone(c, id, ours->rows[i++].key, "only we have it");
        else if (order > 0)
            say_alone(c, id, theirs->rows[k++].key, "we do not have it");
        else
            compare_values(c, id, &ours->rows[i++], &theirs->rows[k++]);
    }
}

size_t view_compare(struct view *ours, struct view *theirs, size_t max, char **text_ret)
{
    struct comparison c = {.ours = ours, .theirs = theirs, .max = max};
    size_t nbytes;

    c.text = open_memstream(text_ret, &nbytes);
    if (!c.text)
        without_memory();
    for (unsigned id = 0; id < VIEW_TABLES; id++)
        compare_tables(&c, (enum view_table_id)id);
    if (c.n > c.max)
        fprintf(c.text, "... and %zu more\n", c.n - c.max);
    if (fclose(c.text) != 0)
        without_memory();
    return c.n;
}

void view_free(struct view *view)
{
    arena_free(&view->arena);
    *view = (struct view){0};
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of a grove stand in the order in which they are added, all names of a file together: so the
 * plan's names of each file are added with the file, in folders whose rows come later.
 */
#include "tests/support/aftermath.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROOM = 64 };

struct aftermath {
    const struct holding *holding;
    const struct plan *plan;
    struct holding *after;
    uint32_t *folders; /* of the plan: their rows in the new grove */
    uint32_t *made;    /* of the operations: the row of what they make */
};

_Noreturn static void fail(const char *what)
{
    fprintf(stderr, "aftermath: %s\n", what);
    abort();
}

static uint32_t drive_of(const struct aftermath *a, uint32_t folder)
{
    struct str name = a->plan->volumes[a->plan->folders[folder].volume].drive;
    uint32_t drive = machine_drive(&a->holding->machine, name);

    if (drive == MACHINE_NONE)
        fail("a drive is not there");
    return drive;
}

/* Which rows new things get, and which folders the plan's are. */
static void number_rows(struct aftermath *a)
{
    const struct plan *plan = a->plan;
    uint32_t next[HOLDING_DRIVES], name;

    for (uint32_t i = 0; i < HOLDING_DRIVES; i++)
        next[i] = a->holding->groves[i].index.files.n;
    for (uint32_t i = 0; i < plan->nfolders; i++) {
        const struct index *index = &a->holding->groves[drive_of(a, i)].index;

        if (!plan->folders[i].is_made &&
            path_find(index, plan->folders[i].path, NULL, &name, NULL) != STATUS_OK)
            fail("a folder is not there");
        if (!plan->folders[i].is_made)
            a->folders[i] = index->names.file[name];
    }
    for (uint32_t i = 0, folder = 0; i < plan->nops; i++) {
        if (plan->ops[i].kind != PLAN_LINK && plan->ops[i].kind != PLAN_MOVE)
            a->made[i] = next[drive_of(a, plan->ops[i].folder)]++;
        if (plan->ops[i].kind != PLAN_MKDIR)
            continue;
        while (folder < plan->nfolders && !plan->folders[folder].is_made)
            folder++;
        if (folder == plan->nfolders || plan->folders[folder].parent != plan->ops[i].folder)
            fail("folders that are made stand in the order of their operations");
        a->folders[folder++] = a->made[i];
    }
}

static void copy_columns(struct file_rows *to, uint32_t row, const struct file_rows *from,
                         uint32_t from_row)
{
    to->attributes[row] = from->attributes[from_row];
    to->size[row] = from->size[from_row];
    memcpy(to->times + TIMES * (size_t)row, from->times + TIMES * (size_t)from_row,
           TIMES * sizeof *to->times);
}

/* References of rows that are not there yet. */
static void foretell_rows(struct index *to, const struct index *from)
{
    uint32_t n = from->files.n, record = from->files.record[n - 1];

    for (uint32_t row = 0; row < to->files.capacity; row++) {
        to->files.record[row] = row < n ? from->files.record[row]
                                        : (n == 1 ? ROOM : record) + row - (n == 1 ? 0 : n - 1);
        to->files.sequence[row] = 1;
    }
}

/* Where NAME of FROM is now, and what it is called. */
static uint32_t follow(const struct aftermath *a, uint32_t drive, uint32_t name,
                       struct str *text_ret)
{
    const struct index *from = &a->holding->groves[drive].index;

    *text_ret = index_name(from, name);
    for (uint32_t i = 0; i < a->plan->nops; i++) {
        const struct plan_op *op = &a->plan->ops[i];

        if (op->kind != PLAN_MOVE || drive_of(a, op->folder) != drive ||
            op->expect.reference != index_reference(from, from->names.file[name]) ||
            a->folders[op->from_folder] != index_parent(from, name) ||
            !str_equal(op->from_name, *text_ret))
            continue;
        *text_ret = op->name;
        return a->folders[op->folder];
    }
    return index_parent(from, name);
}

static void add_old(struct aftermath *a, uint32_t drive)
{
    const struct index *from = &a->holding->groves[drive].index;
    struct grove *to = &a->after->groves[drive];

    for (uint32_t file = 1; file < from->files.n; file++) {
        uint32_t first = index_first_name(from, file), folder;
        struct str text;

        folder = follow(a, drive, first, &text);
        grove_add(to, folder, text, from->files.flags[file]);
        copy_columns(&to->index.files, file, &from->files, file);
        to->index.files.header_links[file] = from->files.header_links[file];
        for (uint32_t name = first + 1; name < index_end_name(from, file); name++) {
            folder = follow(a, drive, name, &text);
            grove_link(to, folder, text);
        }
        for (uint32_t i = 0; i < a->plan->nops; i++) {
            const struct plan_op *op = &a->plan->ops[i];

            if (op->kind != PLAN_LINK || drive_of(a, op->folder) != drive ||
                op->expect.reference != index_reference(from, file))
                continue;
            grove_link(to, a->folders[op->folder], op->name);
            to->index.files.header_links[file]++;
        }
    }
}

static void add_new(struct aftermath *a, uint32_t drive)
{
    struct grove *to = &a->after->groves[drive];

    for (uint32_t i = 0; i < a->plan->nops; i++) {
        const struct plan_op *op = &a->plan->ops[i];
        const struct index *from;
        uint32_t source;

        if (op->kind == PLAN_LINK || op->kind == PLAN_MOVE || drive_of(a, op->folder) != drive)
            continue;
        if (grove_add(to, a->folders[op->folder], op->name,
                      op->kind == PLAN_MKDIR ? FILE_DIRECTORY : 0) != a->made[i])
            fail("a row is not where it was foretold");
        if (op->from_folder == PLAN_NONE)
            continue;
        from = &a->holding->groves[drive_of(a, op->from_folder)].index;
        source = index_find_reference(from, op->expect.reference);
        copy_columns(&to->index.files, a->made[i], &from->files, source);
    }
}

static void copy_tables(struct index *to, const struct index *from)
{
    memcpy(to->reparse.file, from->reparse.file, from->reparse.n * sizeof *to->reparse.file);
    memcpy(to->reparse.tag, from->reparse.tag, from->reparse.n * sizeof *to->reparse.tag);
    to->reparse.n = from->reparse.n;
    to->findings = from->findings;
    to->nfindings = from->nfindings;
}

void aftermath_of(const struct holding *holding, const struct plan *plan, struct holding *after_ret)
{
    struct aftermath a = {holding, plan, after_ret, NULL, NULL};
    uint32_t most = plan->nops + ROOM;

    for (uint32_t i = 0; i < holding->machine.ndrives; i++)
        most += holding->groves[i].index.names.n;
    a.folders = calloc((size_t)plan->nfolders + 1, sizeof *a.folders);
    a.made = calloc((size_t)plan->nops + 1, sizeof *a.made);
    if (!a.folders || !a.made)
        fail("no memory");
    holding_begin(after_ret, holding->machine.ndrives, most);
    number_rows(&a);
    for (uint32_t i = 0; i < holding->machine.ndrives; i++) {
        after_ret->drives[i].is_ntfs = holding->drives[i].is_ntfs;
        foretell_rows(&after_ret->groves[i].index, &holding->groves[i].index);
        copy_columns(&after_ret->groves[i].index.files, 0, &holding->groves[i].index.files, 0);
        add_old(&a, i);
        add_new(&a, i);
        copy_tables(&after_ret->groves[i].index, &holding->groves[i].index);
    }
    free(a.folders);
    free(a.made);
    holding_finish(after_ret);
    after_ret->expansion = holding->expansion;
    after_ret->job = holding->job;
    after_ret->job.machine = &after_ret->machine;
    after_ret->job.selections = after_ret->selections;
}

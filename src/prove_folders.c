/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Both sides have the same names when they have as many, and the sums of a hash of each are the
 * same: so neither needs to be sorted or looked up in. The hash is of reference, namespace and all
 * units of the name.
 */
#include "src/prove_folders.h"

#include "mft/pool.h"
#include "src/prove_tree.h"

#include <stdlib.h>

enum { FOLDERS_A_TASK = 8 };

struct sum {
    uint64_t hashes, n;
};

struct folders {
    struct prove_state *state;
    struct prove_tree **trees;  /* for each worker */
    struct prove_fault *faults; /* for each slot */
    const uint64_t *numbers;
    uint64_t n;
};

/* An index that is being walked. */
struct walk {
    uint64_t folder; /* its reference */
    struct sum sum;
    bool is_strange; /* an entry says that it is of another folder */
};

/* ---- Names as numbers ---- */

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

static void add(struct sum *sum, uint64_t reference, unsigned space, const uint8_t *units, size_t n)
{
    uint64_t hash = mix(mix(UINT64_C(0x243F6A8885A308D3), reference), space << 16 | n);

    for (; n >= 4; n -= 4, units += 8)
        hash = mix(hash, bytes_u64(units));
    for (; n > 0; n--, units += 2)
        hash = mix(hash, bytes_u16(units));
    sum->hashes += mix(hash, UINT64_C(0xD6E8FEB86659FD93));
    sum->n++;
}

static void add_text(struct sum *sum, uint64_t reference, unsigned space, struct str text)
{
    uint16_t units[TEXT_BYTES_PER_UNIT_MAX * NAME_UNITS_MAX];
    uint8_t bytes[2 * NAME_UNITS_MAX];
    const size_t n = text.n > sizeof units / sizeof *units ? 0 : text_to_utf16(text, units);

    for (size_t i = 0; i < n && i < NAME_UNITS_MAX; i++) {
        bytes[2 * i] = (uint8_t)units[i];
        bytes[2 * i + 1] = (uint8_t)(units[i] >> 8);
    }
    add(sum, reference, space, bytes, n < NAME_UNITS_MAX ? n : NAME_UNITS_MAX);
}

/* ---- Both sides ---- */

static void see_entry(void *context, const struct prove_tree_entry *entry)
{
    struct walk *walk = context;
    const uint8_t *key = entry->key.at;

    walk->is_strange |= bytes_u64(key + FN_PARENT) != walk->folder;
    add(&walk->sum, entry->reference, key[FN_NAMESPACE], key + FN_NAME, key[FN_NAME_UNITS]);
}

static void add_name(const struct index *index, uint32_t name, struct sum *sum)
{
    const uint64_t reference = index_reference(index, index->names.file[name]);

    add_text(sum, reference, index->names.name_space[name], index_name(index, name));
    if (index->names.dos[name] != 0)
        add_text(sum, reference, NAMESPACE_DOS,
                 text_pool_get(&index->text, index->names.dos[name]));
}

/* The names that records say are in the folder of row FOLDER. The root, which is nobody's child, is
 * in its own index. */
static void add_records(const struct index *index, uint32_t folder, struct sum *sum)
{
    for (uint32_t i = index->first_child[folder]; i < index->first_child[folder + 1]; i++)
        add_name(index, index->children[i], sum);
    if (index->files.record[folder] == RECORD_ROOT)
        for (uint32_t name = index_first_name(index, folder); name < index_end_name(index, folder);
             name++)
            add_name(index, name, sum);
}

static enum status see_folder(const struct folders *folders, struct prove_tree *tree,
                              uint64_t number, bool *is_same_ret)
{
    const struct index *after = folders->state->after;
    const uint32_t row = index_find(after, number);
    struct sum records = {0};
    struct walk walk = {0};
    enum status status;

    *is_same_ret = true;
    if (row == INDEX_NONE || !(after->files.flags[row] & FILE_DIRECTORY))
        return STATUS_OK; /* it is gone, or no folder: other questions */
    walk.folder = index_reference(after, row);
    status = prove_tree_walk(tree, number, see_entry, &walk);
    if (status == STATUS_DAMAGED || status == STATUS_NOT_FOUND) {
        *is_same_ret = false;
        return STATUS_OK;
    }
    add_records(after, row, &records);
    *is_same_ret = !walk.is_strange && walk.sum.n == records.n && walk.sum.hashes == records.hashes;
    return status;
}

static enum status see_task(void *context, unsigned worker, unsigned slot, uint64_t task)
{
    struct folders *folders = context;
    enum status status = STATUS_OK;

    for (uint64_t i = task * FOLDERS_A_TASK;
         i < folders->n && i < (task + 1) * FOLDERS_A_TASK && status == STATUS_OK; i++) {
        bool is_same = true;

        status = see_folder(folders, folders->trees[worker], folders->numbers[i], &is_same);
        if (!is_same)
            prove_keep(&folders->faults[slot],
                       (struct prove_fault){PROVE_INDEX, folders->numbers[i], 0});
    }
    return status;
}

static enum status take_over(void *context, unsigned slot, uint64_t task)
{
    struct folders *folders = context;

    (void)task;
    prove_keep(&folders->state->faults[PROVE_OF_FOLDERS], folders->faults[slot]);
    folders->faults[slot] = (struct prove_fault){0};
    return STATUS_OK;
}

/* ---- All of them ---- */

static enum status run(struct folders *folders, unsigned nworkers)
{
    const struct pool_job job = {
        .context = folders,
        .ntasks = (folders->n + FOLDERS_A_TASK - 1) / FOLDERS_A_TASK,
        .work = see_task,
        .commit = take_over,
    };
    const struct prove_state *state = folders->state;
    struct pool *pool;
    enum status status = STATUS_NO_MEMORY;

    folders->trees = calloc(nworkers, sizeof *folders->trees);
    folders->faults = calloc(pool_slots(nworkers), sizeof *folders->faults);
    if (folders->trees && folders->faults)
        status = STATUS_OK;
    for (unsigned i = 0; i < nworkers && status == STATUS_OK; i++)
        status = prove_tree_new(state->now, state->upcase, &folders->trees[i]);
    if (status == STATUS_OK)
        status = pool_start(&job, nworkers, &pool);
    if (status == STATUS_OK)
        status = pool_finish(pool);
    for (unsigned i = 0; folders->trees && i < nworkers; i++)
        prove_tree_free(folders->trees[i]);
    free(folders->trees);
    free(folders->faults);
    return status;
}

enum status prove_folders_compare(struct prove_state *state)
{
    struct folders folders = {.state = state};

    folders.n = prove_list(state->is_folder_due, state->nrecords, &state->arena, &folders.numbers);
    if (folders.n == UINT64_MAX)
        return STATUS_NO_MEMORY;
    return folders.n > 0 ? run(&folders, pool_workers(state->job->nworkers)) : STATUS_OK;
}

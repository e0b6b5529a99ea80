/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growing arrays and packed texts: see draft.h. */
#include "planner/draft.h"

enum { TEXTS_BYTES = 1 << 18, FIRST_CAPACITY = 256 };

/* Room for N bytes in one piece; NULL without memory. */
static char *take(struct draft *draft, struct draft_texts *texts, size_t n)
{
    char *at;

    if (texts->capacity - texts->n < n) {
        size_t capacity = n > TEXTS_BYTES / 2 ? 2 * n : TEXTS_BYTES;

        texts->at = arena_alloc(&draft->plan->arena, capacity);
        texts->n = 0;
        texts->capacity = texts->at ? capacity : 0;
        if (!texts->at)
            return NULL;
    }
    at = texts->at + texts->n;
    texts->n += n;
    return at;
}

enum status draft_text(struct draft *draft, struct str text, struct str *text_ret)
{
    char *at = take(draft, &draft->names, text.n);

    if (!at)
        return STATUS_NO_MEMORY;
    if (text.n > 0)
        memcpy(at, text.at, text.n);
    *text_ret = (struct str){at, text.n};
    return STATUS_OK;
}

/* PARENT, a backslash and NAME. */
static enum status join_path(struct draft *draft, struct str parent, struct str name,
                             struct str *path_ret)
{
    struct draft_texts *texts = &draft->paths;
    size_t n = parent.n + 1 + name.n;
    bool is_behind = texts->at && parent.at + parent.n == texts->at + texts->n &&
                     texts->capacity - texts->n > name.n;
    char *at = take(draft, texts, is_behind ? 1 + name.n : n);

    if (!at)
        return STATUS_NO_MEMORY;
    if (!is_behind && parent.n > 0)
        memcpy(at, parent.at, parent.n);
    if (!is_behind)
        at += parent.n;
    at[0] = '\\';
    if (name.n > 0)
        memcpy(at + 1, name.at, name.n);
    *path_ret = (struct str){at - parent.n, n};
    return STATUS_OK;
}

/* Room for one more in ARRAY; NULL without memory or row ids. */
static void *make_room(struct draft *draft, void *array, uint32_t n, uint32_t *capacity,
                       size_t size)
{
    uint32_t more = *capacity ? *capacity : FIRST_CAPACITY;
    void *grown;

    if (n < *capacity)
        return array;
    if (more > UINT32_MAX / 2)
        return NULL;
    grown = arena_grow(&draft->plan->arena, array, 2 * (size_t)more * size);
    if (grown)
        *capacity = 2 * more;
    return grown;
}

enum status draft_folder(struct draft *draft, uint32_t parent, uint32_t volume, struct str name,
                         bool is_made, uint32_t *folder_ret)
{
    struct plan *plan = draft->plan;
    struct plan_folder folder = {.volume = volume, .parent = parent, .is_made = is_made};
    struct plan_folder *folders =
        make_room(draft, plan->folders, plan->nfolders, &draft->folders_capacity, sizeof *folders);
    struct str before = {"", 0};
    enum status status;

    if (!folders)
        return STATUS_NO_MEMORY;
    plan->folders = folders;
    if (parent != PLAN_NONE && folders[parent].parent != PLAN_NONE)
        before = folders[parent].path;
    status = join_path(draft, before, parent == PLAN_NONE ? str_of("") : name, &folder.path);
    if (status != STATUS_OK)
        return status;
    folders[plan->nfolders] = folder;
    *folder_ret = plan->nfolders++;
    return STATUS_OK;
}

struct plan_op *draft_op(struct draft *draft)
{
    struct plan *plan = draft->plan;
    struct plan_op *ops =
        make_room(draft, plan->ops, plan->nops, &draft->ops_capacity, sizeof *ops);

    if (!ops)
        return NULL;
    plan->ops = ops;
    ops[plan->nops] = (struct plan_op){0};
    return &ops[plan->nops++];
}

struct plan_op *draft_refusal(struct draft *draft)
{
    struct plan *plan = draft->plan;
    struct plan_op *refusals = make_room(draft, plan->refusals, plan->nrefusals,
                                         &draft->refusals_capacity, sizeof *refusals);

    if (!refusals)
        return NULL;
    plan->refusals = refusals;
    refusals[plan->nrefusals] = (struct plan_op){0};
    return &refusals[plan->nrefusals++];
}

enum status draft_volume(struct draft *draft, const struct plan_volume *from)
{
    struct plan_volume *to = &draft->plan->volumes[draft->plan->nvolumes];
    enum status status;

    *to = *from;
    to->has_store = false;
    status = draft_text(draft, from->drive, &to->drive);
    if (status == STATUS_OK)
        status = draft_text(draft, from->label, &to->label);
    if (status == STATUS_OK)
        status = draft_text(draft, from->file_system, &to->file_system);
    draft->plan->nvolumes += status == STATUS_OK;
    return status;
}

struct plan_expect draft_expect(const struct index *index, uint32_t file)
{
    const uint64_t *times = index->files.times + TIMES * (size_t)file;

    return (struct plan_expect){
        .reference = index_reference(index, file),
        .size = index->files.size[file],
        .created = times[0],
        .modified = times[1],
        .attributes = index->files.attributes[file],
        .links = index->files.header_links[file],
    };
}

struct plan_expect draft_expect_folder(const struct index *index, uint32_t file)
{
    struct plan_expect expect = draft_expect(index, file);

    if (index->files.security_id)
        expect.security_id = index->files.security_id[file];
    return expect;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See mountedapply_carry.h. */
#include "src/mountedapply_carry.h"

#include <errno.h>

#include "src/carry.h"

/* ---- Words ---- */

static bool is_here(const struct mountedapply *a, uint32_t folder)
{
    return folder != PLAN_NONE && a->plan->folders[folder].volume == a->job->volume;
}

struct backend_item mountedapply_carry_item(const struct mountedapply *a, uint32_t k)
{
    const struct plan_op *op = mountedapply_op(a, k);
    struct backend_item item = carry_item_of(a->plan, op);

    if (!is_here(a, op->from_folder)) {
        item.from_folder = BACKEND_NONE;
        item.from_name = (struct str){0};
    }
    return item;
}

void mountedapply_carry_remember(struct mountedapply *a, uint32_t k, uint64_t reference,
                                 uint64_t size, const uint8_t *sha256)
{
    struct journal_item *item = &a->made[k];

    *item = (struct journal_item){.op = a->ops[k], .reference = reference, .size = size};
    if (sha256)
        memcpy(item->sha256, sha256, sizeof item->sha256);
    a->has_made[k] = true;
}

/* ---- Copies ---- */

int mountedapply_carry_source(const struct mountedapply *a, uint32_t k,
                              struct content **content_ret)
{
    const struct backend_item item = mountedapply_carry_item(a, k);

    if (is_here(a, mountedapply_op(a, k)->from_folder))
        return a->backend->calls->open_content(a->backend, &item, content_ret);
    return a->job->content ? a->job->content(a->job->context, a->ops[k], content_ret) : ENOTSUP;
}

int mountedapply_carry_target(const struct mountedapply *a, uint32_t k, uint64_t reference,
                              struct content **content_ret)
{
    const struct plan_op *op = mountedapply_op(a, k);
    const struct backend_item item = {
        .folder = BACKEND_NONE,
        .from_folder = op->folder,
        .from_name = op->name,
        .reference = reference,
        .is_just_made = true,
    };

    return a->backend->calls->open_content(a->backend, &item, content_ret);
}

/* The stream of CONTENT that is called NAME; nstreams where there is none. */
static uint32_t find_stream(const struct content *content, struct str name)
{
    uint32_t i = 0;

    while (i < content->nstreams && !str_equal(content->streams[i].name, name))
        i++;
    return i;
}

/* Stream I of A and that of the same name of B; SHA256_RET: of A's. */
static int compare_stream(struct content *a, uint32_t i, struct content *b, bool *are_same_ret,
                          uint8_t *sha256_ret)
{
    uint32_t j = find_stream(b, a->streams[i].name);
    uint8_t other[CONTENT_SHA256_BYTES];
    int why = content_sha256(a, i, sha256_ret);

    *are_same_ret = j < b->nstreams && a->streams[i].size == b->streams[j].size;
    if (why || !*are_same_ret)
        return why;
    why = content_sha256(b, j, other);
    *are_same_ret = memcmp(sha256_ret, other, sizeof other) == 0;
    return why;
}

int mountedapply_carry_compare(struct content *a, struct content *b, bool *are_same_ret,
                               uint8_t *sha256_ret)
{
    uint8_t sha256[CONTENT_SHA256_BYTES] = {0};
    bool are_same = a->nstreams == b->nstreams;
    int why = 0;

    for (uint32_t i = 0; i < a->nstreams && are_same && !why; i++)
        why = compare_stream(a, i, b, &are_same, i == 0 ? sha256_ret : sha256);
    *are_same_ret = are_same;
    return why;
}

/* Is the copy that was just made what it was made of? */
static int prove_copy(struct mountedapply *a, uint32_t k, struct content *source,
                      uint64_t reference)
{
    uint8_t sha256[CONTENT_SHA256_BYTES] = {0};
    struct content *again;
    bool are_same = false;
    int why = mountedapply_carry_target(a, k, reference, &again);

    if (why)
        return why;
    why = mountedapply_carry_compare(source, again, &are_same, sha256);
    again->calls->close(again);
    if (!why && !are_same)
        why = EBADMSG;
    if (!why)
        mountedapply_carry_remember(a, k, reference, source->streams[0].size, sha256);
    return why;
}

static void remove_made(struct mountedapply *a, const struct backend_item *made, uint64_t reference)
{
    struct backend_item item = *made;

    item.reference = reference;
    item.is_just_made = true;
    a->backend->calls->delete (a->backend, &item);
}

static int copy(struct mountedapply *a, uint32_t k, const struct backend_item *item)
{
    struct backend_made made = {0};
    struct content *source;
    struct bytes had;
    int why = mountedapply_carry_source(a, k, &source);

    if (why)
        return why;
    had = carry_give(source, item);
    why = a->backend->calls->copy(a->backend, item, source, &made);
    if (!why) {
        why = prove_copy(a, k, source, made.reference);
        if (why)
            remove_made(a, item, made.reference);
    }
    source->security = had;
    source->calls->close(source);
    return why;
}

/* ---- Others ---- */

/* All that was made before K. */
int mountedapply_carry_manifest(const struct mountedapply *a, uint32_t k, struct bytes *bytes_ret)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < k; i++)
        if (a->has_made[i])
            a->items[n++] = a->made[i];
    return a->job->manifest ? a->job->manifest(a->job->context, a->ops[k], a->items, n, bytes_ret)
                            : ENOTSUP;
}

static int write_manifest(struct mountedapply *a, uint32_t k, const struct backend_item *item)
{
    uint8_t sha256[SHA256_BYTES];
    struct backend_made made = {0};
    struct bytes bytes = {0};
    int why = mountedapply_carry_manifest(a, k, &bytes);

    if (!why)
        why = sha256_of(bytes, sha256) ? 0 : ENOMEM;
    if (!why)
        why = a->backend->calls->write(a->backend, item, bytes, &made);
    if (!why)
        mountedapply_carry_remember(a, k, made.reference, bytes.n, sha256);
    return why;
}

static int make_folder(struct mountedapply *a, uint32_t k, const struct backend_item *item)
{
    struct backend_made made = {0};
    int why = a->backend->calls->make_folder(a->backend, item, &made);

    if (!why)
        mountedapply_carry_remember(a, k, made.reference, 0, NULL);
    return why;
}

int mountedapply_carry(struct mountedapply *a, uint32_t k)
{
    const struct backend_item item = mountedapply_carry_item(a, k);
    const struct backend_calls *calls = a->backend->calls;

    switch (mountedapply_op(a, k)->kind) {
    case PLAN_MKDIR:
        return make_folder(a, k, &item);
    case PLAN_LINK:
        return calls->link(a->backend, &item);
    case PLAN_COPY:
        return copy(a, k, &item);
    case PLAN_MOVE:
        return calls->move(a->backend, &item);
    case PLAN_UNLINK:
        return calls->unlink(a->backend, &item);
    case PLAN_RMDIR:
        return calls->remove_folder(a->backend, &item);
    case PLAN_DELETE:
        return calls->delete (a->backend, &item);
    case PLAN_MANIFEST:
        return write_manifest(a, k, &item);
    case PLAN_SECURE:
        return calls->secure(a->backend, &item);
    }
    return EINVAL;
}

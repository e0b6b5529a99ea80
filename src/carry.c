/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One operation of a plan by a back-end: see carry.h. */
#include "src/carry.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_ITEMS = 64,
    /* Read-only, hidden, system, archive, not indexed: what a folder can be made with. */
    ATTRIBUTES_GIVEN = 0x2027,
};

struct backend_item carry_item_of(const struct plan *plan, const struct plan_op *op)
{
    return (struct backend_item){
        .folder = op->folder,
        .from_folder = op->from_folder,
        .name = op->name,
        .from_name = op->from_name,
        .reference = op->expect.reference,
        .size = op->expect.size,
        .created = op->expect.created,
        .modified = op->expect.modified,
        .attributes = op->expect.attributes,
        .security_id = op->expect.security_id,
        .given = plan_descriptor(plan, op->given),
        .had = plan_descriptor(plan, op->had),
        .is_like_parent = op->kind == PLAN_MKDIR && op->reason == PLAN_USERS_OWN,
    };
}

/* ---- What was made ---- */

static bool reserve(struct carrier *c)
{
    uint32_t capacity = c->capacity ? 2 * c->capacity : FIRST_ITEMS;
    struct journal_item *items;

    if (c->nitems < c->capacity)
        return true;
    items = capacity > c->capacity ? realloc(c->items, capacity * sizeof *items) : NULL;
    if (!items)
        return false;
    c->items = items;
    c->capacity = capacity;
    return true;
}

/* There is room: nothing that was made goes unnoted. */
static void note(struct carrier *c, uint32_t number, const struct backend_made *made, uint64_t size,
                 const uint8_t *sha256)
{
    struct journal_item *item = &c->items[c->nitems++];

    *item = (struct journal_item){.op = number, .reference = made->reference, .size = size};
    if (sha256)
        memcpy(item->sha256, sha256, sizeof item->sha256);
}

const struct journal_item *carry_item(const struct carrier *carrier, uint32_t number)
{
    uint32_t low = 0, n = carrier->nitems;

    while (low < n) {
        uint32_t middle = low + (n - low) / 2;

        if (carrier->items[middle].op < number)
            low = middle + 1;
        else
            n = middle;
    }
    return low < carrier->nitems && carrier->items[low].op == number ? &carrier->items[low] : NULL;
}

void carry_forget(struct carrier *carrier)
{
    carrier->nitems = 0;
}

void carry_end(struct carrier *carrier)
{
    free(carrier->items);
    carrier->items = NULL;
    carrier->nitems = carrier->capacity = 0;
}

/* ---- Copies ---- */

static struct backend *reader_of(const struct carrier *c, const struct plan_op *op)
{
    struct backend *reader = c->readers[c->plan->folders[op->from_folder].volume];

    return reader ? reader : c->to;
}

int carry_open(const struct carrier *carrier, const struct plan_op *op,
               struct content **content_ret)
{
    struct backend *from = reader_of(carrier, op);
    const struct backend_item item = carry_item_of(carrier->plan, op);

    return from->calls->open_content(from, &item, content_ret);
}

struct bytes carry_give(struct content *content, const struct backend_item *item)
{
    const struct bytes had = content->security;

    if (item->given.n > 0 && had.n > 0)
        content->security = item->given;
    return had;
}

static int copy(struct carrier *c, const struct backend_item *item, const struct plan_op *op,
                uint32_t number)
{
    uint8_t sha256[CONTENT_SHA256_BYTES] = {0};
    struct backend_made made;
    struct content *content;
    struct bytes had;
    int why = carry_open(c, op, &content);

    if (why)
        return why;
    had = carry_give(content, item);
    if (!c->has_no_bytes)
        why = content->nstreams > 0 ? content_sha256(content, 0, sha256) : EIO;
    if (!why)
        why = c->to->calls->copy(c->to, item, content, &made);
    if (!why)
        note(c, number, &made, op->expect.size, sha256);
    content->security = had;
    content->calls->close(content);
    return why;
}

static int write_manifest(struct carrier *c, const struct backend_item *item, uint32_t number)
{
    uint8_t sha256[SHA256_BYTES];
    struct backend_made made;
    struct bytes bytes;
    int why = c->manifest(c->context, number, &bytes);

    if (!why && !sha256_of(bytes, sha256))
        why = ENOMEM;
    if (!why)
        why = c->to->calls->write(c->to, item, bytes, &made);
    if (!why)
        note(c, number, &made, bytes.n, sha256);
    return why;
}

static bool is_elsewhere(const struct carrier *c, const struct plan_op *op)
{
    const struct plan_folder *folders = c->plan->folders;

    return op->from_folder != PLAN_NONE &&
           folders[op->from_folder].volume != folders[op->folder].volume;
}

/* What is known of a folder of another volume are its attributes: its reference means nothing on
 * this one. */
static int make_folder(struct carrier *c, const struct plan_op *op, uint32_t number)
{
    struct backend_item item = carry_item_of(c->plan, op);
    struct backend_made made;
    int why;

    if (is_elsewhere(c, op)) {
        item.reference = 0;
        item.from_folder = BACKEND_NONE;
        item.attributes &= ATTRIBUTES_GIVEN;
    }
    why = c->to->calls->make_folder(c->to, &item, &made);

    if (!why)
        note(c, number, &made, 0, NULL);
    return why;
}

int carry_op(struct carrier *carrier, const struct plan_op *op, uint32_t number)
{
    const struct backend_item item = carry_item_of(carrier->plan, op);
    struct backend *to = carrier->to;

    if (!reserve(carrier))
        return ENOMEM;
    switch (op->kind) {
    case PLAN_MKDIR:
        return make_folder(carrier, op, number);
    case PLAN_LINK:
        return to->calls->link(to, &item);
    case PLAN_COPY:
        return copy(carrier, &item, op, number);
    case PLAN_MOVE:
        return to->calls->move(to, &item);
    case PLAN_UNLINK:
        return to->calls->unlink(to, &item);
    case PLAN_RMDIR:
        return to->calls->remove_folder(to, &item);
    case PLAN_DELETE:
        return to->calls->delete (to, &item);
    case PLAN_MANIFEST:
        return write_manifest(carrier, &item, number);
    case PLAN_SECURE:
        return to->calls->secure(to, &item);
    }
    return EINVAL;
}

/* ---- Is the copy right? ---- */

static bool is_same_bytes(struct bytes a, struct bytes b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}

static bool is_same_stream(const struct content_stream *a, const struct content_stream *b)
{
    return a->size == b->size && a->data_size == b->data_size && str_equal(a->name, b->name);
}

/* The times and the descriptor are compared where both sides know them. */
static bool is_same_shape(const struct content *a, const struct content *b)
{
    bool is_same =
        a->nstreams == b->nstreams &&
        (!a->has_attributes || !b->has_attributes || a->attributes == b->attributes) &&
        (!a->has_times || !b->has_times ||
         (a->created == b->created && a->modified == b->modified)) &&
        (!a->security.at || !b->security.at || is_same_bytes(a->security, b->security)) &&
        is_same_bytes(a->reparse, b->reparse) && is_same_bytes(a->efs, b->efs);

    for (uint32_t i = 0; is_same && i < a->nstreams; i++)
        is_same = is_same_stream(&a->streams[i], &b->streams[i]);
    return is_same;
}

static int compare_streams(struct content *a, struct content *b)
{
    uint8_t one[CONTENT_SHA256_BYTES], other[CONTENT_SHA256_BYTES];

    for (uint32_t i = 0; i < a->nstreams; i++) {
        int why = content_sha256(a, i, one);

        if (!why)
            why = content_sha256(b, i, other);
        if (why)
            return why;
        if (memcmp(one, other, sizeof one) != 0)
            return EILSEQ;
    }
    return 0;
}

int carry_compare(struct carrier *carrier, struct backend *reader, const struct plan_op *op,
                  uint32_t number)
{
    const struct journal_item *made = carry_item(carrier, number);
    struct backend *from = carrier->readers[carrier->plan->folders[op->from_folder].volume];
    const struct backend_item item = carry_item_of(carrier->plan, op);
    struct backend_item twin = {
        .from_folder = op->folder, .from_name = op->name, .is_just_made = true};
    struct content *original, *copied;
    struct bytes had;
    int why;

    if (!made)
        return ENOENT;
    twin.reference = made->reference;
    why = (from ? from : reader)->calls->open_content(from ? from : reader, &item, &original);
    if (why)
        return why;
    had = carry_give(original, &item);
    why = reader->calls->open_content(reader, &twin, &copied);
    if (!why) {
        why = is_same_shape(original, copied) ? compare_streams(original, copied) : EILSEQ;
        copied->calls->close(copied);
    }
    original->security = had;
    original->calls->close(original);
    return why;
}

/* ---- Words ---- */

const char *carry_why(int why)
{
    switch (why) {
    case EEXIST:
        return "its name is taken";
    case ESTALE:
        return "what it is about is not what the plan has seen any more";
    case ENOENT:
        return "its folder or its source is not there";
    case ENOTDIR:
        return "a folder of its path is no folder, or leads elsewhere";
    case EMLINK:
        return "the number of names of the file does not allow it";
    case ENOTEMPTY:
        return "the folder is not empty";
    case EILSEQ:
        return "the copy differs from what was copied";
    case ENOKEY:
        return "the file is encrypted and its keys ($EFS) are not there, so that nobody can read "
               "it "
               "or a copy of it";
    case ENOSPC:
        return "there is no space";
    default:
        return strerror(why);
    }
}

static struct str last_step(struct str path)
{
    size_t at = path.n;

    while (at > 0 && path.at[at - 1] != '\\')
        at--;
    return (struct str){path.at + at, path.n - at};
}

struct backend_folder *carry_folders(const struct plan *plan)
{
    struct backend_folder *folders = calloc((size_t)plan->nfolders + 1, sizeof *folders);

    for (uint32_t i = 0; folders && i < plan->nfolders; i++)
        folders[i] = (struct backend_folder){
            .parent = plan->folders[i].parent == PLAN_NONE ? BACKEND_NONE : plan->folders[i].parent,
            .name = last_step(plan->folders[i].path),
        };
    return folders;
}

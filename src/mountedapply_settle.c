/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See mountedapply_settle.h. */
#include "src/mountedapply_settle.h"

#include <errno.h>

#include "planner/descriptors.h"
#include "src/backend_resume.h"
#include "src/mountedapply_carry.h"

/* What the name of ITEM is; *IS_THERE_RET false where it is not there. */
static int look(const struct mountedapply *a, const struct backend_item *item, bool *is_there_ret,
                struct backend_seen *seen_ret)
{
    int why = a->backend->resume->look(a->backend, item, seen_ret);

    *is_there_ret = why == 0;
    return why == ENOENT ? 0 : why;
}

static int tidy(const struct mountedapply *a, const struct backend_item *item)
{
    return a->backend->resume->tidy ? a->backend->resume->tidy(a->backend, item) : 0;
}

/* ---- Begun ---- */

/* A folder that is empty is made anew, as nobody knows whether it was dressed; one that is not was,
 * since what is in it came after that. */
static int settle_folder(struct mountedapply *a, uint32_t k, const struct backend_item *item,
                         const struct backend_seen *seen, enum mountedapply_settle *settle_ret)
{
    struct backend_item doomed = *item;
    int why;

    if (!seen->is_folder) {
        *settle_ret = MOUNTEDAPPLY_SETTLE_ELSE;
        return 0;
    }
    doomed.reference = seen->reference;
    doomed.is_just_made = true;
    why = a->backend->calls->remove_folder(a->backend, &doomed);
    if (why == ENOTEMPTY)
        mountedapply_carry_remember(a, k, seen->reference, 0, NULL);
    else if (why)
        return why;
    *settle_ret = why ? MOUNTEDAPPLY_SETTLE_TAKE : MOUNTEDAPPLY_SETTLE_MAKE;
    return 0;
}

/* A copy appears when it is complete: what is there is ours when it has the source's bytes. */
static int settle_copy(struct mountedapply *a, uint32_t k, const struct backend_seen *seen,
                       enum mountedapply_settle *settle_ret)
{
    uint8_t sha256[CONTENT_SHA256_BYTES] = {0};
    struct content *source, *copy;
    bool are_same = false;
    int why = mountedapply_carry_source(a, k, &source);

    if (why)
        return why;
    why = mountedapply_carry_target(a, k, seen->reference, &copy);
    if (!why) {
        why = mountedapply_carry_compare(source, copy, &are_same, sha256);
        copy->calls->close(copy);
    }
    if (!why && are_same)
        mountedapply_carry_remember(a, k, seen->reference, source->streams[0].size, sha256);
    source->calls->close(source);
    *settle_ret = are_same ? MOUNTEDAPPLY_SETTLE_TAKE : MOUNTEDAPPLY_SETTLE_ELSE;
    return why;
}

static int settle_manifest(struct mountedapply *a, uint32_t k, const struct backend_seen *seen,
                           enum mountedapply_settle *settle_ret)
{
    uint8_t expected[SHA256_BYTES], found[SHA256_BYTES];
    struct bytes bytes = {0};
    struct content *content;
    int why = mountedapply_carry_manifest(a, k, &bytes);

    *settle_ret = MOUNTEDAPPLY_SETTLE_ELSE;
    if (!why && !sha256_of(bytes, expected))
        why = ENOMEM;
    if (why || seen->size != bytes.n)
        return why;
    why = mountedapply_carry_target(a, k, seen->reference, &content);
    if (why)
        return why;
    why = content_sha256(content, 0, found);
    content->calls->close(content);
    if (why || memcmp(expected, found, sizeof found) != 0)
        return why;
    mountedapply_carry_remember(a, k, seen->reference, bytes.n, expected);
    *settle_ret = MOUNTEDAPPLY_SETTLE_TAKE;
    return 0;
}

/* A file that has both names was on its way: the old one goes. */
static int settle_move(struct mountedapply *a, const struct backend_item *item,
                       const struct backend_seen *seen, enum mountedapply_settle *settle_ret)
{
    struct backend_item old = *item;
    struct backend_seen from;
    bool is_there;
    int why;

    *settle_ret = seen->is_expected ? MOUNTEDAPPLY_SETTLE_TAKE : MOUNTEDAPPLY_SETTLE_ELSE;
    if (!seen->is_expected)
        return 0;
    old.folder = item->from_folder;
    old.name = item->from_name;
    why = look(a, &old, &is_there, &from);
    if (why || !is_there || from.reference != seen->reference)
        return why;
    return a->backend->calls->unlink(a->backend, &old);
}

/* What is there under the name of an operation that takes it away. */
static enum mountedapply_settle settle_taking(const struct plan_op *op,
                                              const struct backend_seen *seen)
{
    return seen->is_expected && seen->is_folder == (op->kind == PLAN_RMDIR)
               ? MOUNTEDAPPLY_SETTLE_MAKE
               : MOUNTEDAPPLY_SETTLE_ELSE;
}

/* Which descriptor has it? */
static int settle_secure(struct mountedapply *a, uint32_t k, const struct backend_item *item,
                         enum mountedapply_settle *settle_ret)
{
    struct content *content;
    int why = mountedapply_carry_source(a, k, &content);

    *settle_ret = MOUNTEDAPPLY_SETTLE_ELSE;
    if (why)
        return why == ESTALE ? 0 : why;
    if (descriptors_same(content->security, item->given))
        *settle_ret = MOUNTEDAPPLY_SETTLE_TAKE;
    else if (descriptors_same(content->security, item->had))
        *settle_ret = MOUNTEDAPPLY_SETTLE_MAKE;
    content->calls->close(content);
    return 0;
}

static int settle_there(struct mountedapply *a, uint32_t k, const struct backend_item *item,
                        const struct backend_seen *seen, enum mountedapply_settle *settle_ret)
{
    const struct plan_op *op = mountedapply_op(a, k);

    *settle_ret = MOUNTEDAPPLY_SETTLE_ELSE;
    switch (op->kind) {
    case PLAN_MKDIR:
        return settle_folder(a, k, item, seen, settle_ret);
    case PLAN_COPY:
        return seen->is_folder ? 0 : settle_copy(a, k, seen, settle_ret);
    case PLAN_MANIFEST:
        return seen->is_folder ? 0 : settle_manifest(a, k, seen, settle_ret);
    case PLAN_LINK:
        *settle_ret = seen->is_expected ? MOUNTEDAPPLY_SETTLE_TAKE : MOUNTEDAPPLY_SETTLE_ELSE;
        return 0;
    case PLAN_MOVE:
        return settle_move(a, item, seen, settle_ret);
    case PLAN_UNLINK:
    case PLAN_RMDIR:
    case PLAN_DELETE:
        *settle_ret = settle_taking(op, seen);
        return 0;
    case PLAN_SECURE:
        return settle_secure(a, k, item, settle_ret);
    }
    return EINVAL;
}

int mountedapply_settle_begun(struct mountedapply *a, uint32_t k,
                              enum mountedapply_settle *settle_ret)
{
    const struct plan_op *op = mountedapply_op(a, k);
    const struct backend_item item = mountedapply_carry_item(a, k);
    struct backend_seen seen;
    bool is_there;
    int why = op->kind == PLAN_COPY || op->kind == PLAN_MANIFEST ? tidy(a, &item) : 0;

    if (!why)
        why = look(a, &item, &is_there, &seen);
    if (why)
        return why;
    if (is_there)
        return settle_there(a, k, &item, &seen, settle_ret);
    *settle_ret = plan_takes_away(op->kind) ? MOUNTEDAPPLY_SETTLE_TAKE : MOUNTEDAPPLY_SETTLE_MAKE;
    return 0;
}

/* ---- Done ---- */

/* A file that was made anew since is as good when it has the same bytes. */
static int is_same_file(struct mountedapply *a, uint32_t k, const struct backend_seen *seen,
                        bool *is_same_ret)
{
    const struct journal_item made = a->made[k];
    uint8_t sha256[CONTENT_SHA256_BYTES];
    struct content *content;
    int why;

    *is_same_ret = false;
    if (seen->size != made.size)
        return 0;
    why = mountedapply_carry_target(a, k, seen->reference, &content);
    if (why)
        return why;
    why = content_sha256(content, 0, sha256);
    content->calls->close(content);
    *is_same_ret = !why && memcmp(sha256, made.sha256, sizeof sha256) == 0;
    if (*is_same_ret)
        mountedapply_carry_remember(a, k, seen->reference, made.size, sha256);
    return why;
}

/* What is there under the name that K has made. */
static int settle_made(struct mountedapply *a, uint32_t k, const struct backend_seen *seen,
                       enum mountedapply_settle *settle_ret)
{
    bool is_folder = mountedapply_op(a, k)->kind == PLAN_MKDIR, is_same = seen->is_expected;
    int why = 0;

    if (!is_same && is_folder && seen->is_folder) {
        mountedapply_carry_remember(a, k, seen->reference, 0, NULL);
        is_same = true;
    } else if (!is_same && a->has_made[k] && !is_folder && !seen->is_folder) {
        why = is_same_file(a, k, seen, &is_same);
    }
    *settle_ret = is_same && seen->is_folder == is_folder ? MOUNTEDAPPLY_SETTLE_TAKE
                                                          : MOUNTEDAPPLY_SETTLE_ELSE;
    return why;
}

int mountedapply_settle_done(struct mountedapply *a, uint32_t k,
                             enum mountedapply_settle *settle_ret)
{
    const struct plan_op *op = mountedapply_op(a, k);
    struct backend_item item = mountedapply_carry_item(a, k);
    struct backend_seen seen;
    bool is_there;
    int why;

    if (a->has_made[k])
        item.reference = a->made[k].reference;
    why = look(a, &item, &is_there, &seen);
    if (why)
        return why;
    if (is_there && op->kind == PLAN_SECURE)
        return settle_secure(a, k, &item, settle_ret);
    if (is_there && !plan_takes_away(op->kind))
        return settle_made(a, k, &seen, settle_ret);
    if (is_there)
        *settle_ret = settle_taking(op, &seen);
    else
        *settle_ret =
            plan_takes_away(op->kind) ? MOUNTEDAPPLY_SETTLE_TAKE : MOUNTEDAPPLY_SETTLE_MAKE;
    return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first match decides: see policy.h. */
#include "planner/policy.h"

#include <string.h>

static enum status parse(struct arena *arena, struct str text, struct pattern *pattern_ret)
{
    static const struct str all = {" [*]", 4};
    char *longer = arena_alloc(arena, text.n + all.n);
    const char *why;
    enum status status;

    if (!longer)
        return STATUS_NO_MEMORY;
    if (text.n > 0)
        memcpy(longer, text.at, text.n);
    memcpy(longer + text.n, all.at, all.n);
    status = pattern_parse((struct str){longer, text.n + all.n}, arena, pattern_ret, &why);
    return status == STATUS_DAMAGED ? pattern_parse(text, arena, pattern_ret, &why) : status;
}

enum status policy_add(struct policy *policy, struct str pattern, uint32_t code, uint32_t verdict)
{
    struct policy_line line = {.code = code, .verdict = verdict};
    enum status status = parse(&policy->arena, pattern, &line.pattern);

    if (status != STATUS_OK)
        return status == STATUS_DAMAGED ? STATUS_OK : status;
    if (policy->n == policy->capacity) {
        uint32_t capacity = 2 * policy->capacity + 16;
        struct policy_line *lines =
            arena_grow(&policy->arena, policy->lines, capacity * sizeof *lines);

        if (!lines)
            return STATUS_NO_MEMORY;
        policy->lines = lines;
        policy->capacity = capacity;
    }
    policy->lines[policy->n++] = line;
    return STATUS_OK;
}

static bool is_locked(uint32_t code)
{
    return code == POLICY_SHARING_VIOLATION || code == POLICY_LOCK_VIOLATION ||
           code == POLICY_LOCKED;
}

static bool is_about(const struct policy_line *line, uint32_t code)
{
    return line->code == POLICY_ANY_CODE || line->code == code ||
           (is_locked(line->code) && is_locked(code));
}

/* PATH behind the drive, "\Users\Ann\mail.pst", as patterns want it: a folder and a name in it. */
static enum status split(struct arena *arena, struct str drive, struct str path,
                         struct str *folder_ret, struct str *name_ret)
{
    size_t end = path.n;
    char *folder;

    while (end > 0 && path.at[end - 1] != '\\')
        end--;
    folder = arena_alloc(arena, drive.n + end + 1);
    if (!folder)
        return STATUS_NO_MEMORY;
    memcpy(folder, drive.at, drive.n);
    if (end > 0)
        memcpy(folder + drive.n, path.at, end);
    *folder_ret = (struct str){folder, drive.n + end};
    *name_ret = (struct str){path.at + end, path.n - end};
    return STATUS_OK;
}

enum status policy_ask(struct policy *policy, const struct machine_drive *drive, uint32_t name,
                       uint32_t code, uint32_t *verdict_ret)
{
    uint32_t verdict = POLICY_SILENT;
    struct arena arena = {0};
    struct str folder = {0}, leaf = {0};
    enum status status = STATUS_OK;

    if (policy->n > 0)
        status = path_of_name(drive->index, name, &policy->path);
    if (policy->n > 0 && status == STATUS_OK)
        status = split(&arena, drive->name, path_str(&policy->path), &folder, &leaf);
    for (uint32_t i = 0; i < policy->n && verdict == POLICY_SILENT && status == STATUS_OK; i++)
        if (is_about(&policy->lines[i], code) &&
            pattern_matches(&policy->lines[i].pattern, folder, leaf, drive->upcase))
            verdict = policy->lines[i].verdict;
    arena_free(&arena);
    if (status == STATUS_OK)
        *verdict_ret = verdict;
    return status;
}

void policy_free(struct policy *policy)
{
    arena_free(&policy->arena);
    path_free(&policy->path);
}

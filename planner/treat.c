/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first line that fits decides; each line is one function. */
#include "planner/treat.h"

#include "planner/traits.h"

static struct treat_decision refuse(enum plan_kind kind, enum plan_reason reason, uint32_t detail)
{
    return (struct treat_decision){kind, reason, true, detail};
}

static struct treat_decision refuse_file(enum plan_reason reason)
{
    return refuse(PLAN_LINK, reason, 0);
}

static bool is_root(const struct index *index, uint32_t file)
{
    return index->files.record[file] == RECORD_ROOT;
}

static struct treat_decision treat_folder(const struct index *index, uint32_t file)
{
    uint32_t tag = index_reparse_tag(index, file);

    if (index->files.flags[file] & FILE_REPARSE && !traits_is_cloud_tag(tag))
        return refuse(PLAN_MKDIR, PLAN_FOLDER_REPARSE, 0);
    return (struct treat_decision){.kind = PLAN_MKDIR};
}

/* What a finding in the record of a file means for it: of several the worst, which is what is first
 * in the table. */
static enum plan_reason reason_of(const struct finding *finding)
{
    if (finding->kind == FINDING_LINK_COUNT)
        return PLAN_LINK_COUNT;
    if (finding->kind >= FINDING_PARENT_MISSING && finding->kind <= FINDING_PARENT_LOOP)
        return PLAN_STALE_PARENT;
    return PLAN_DAMAGED;
}

static bool is_worse(enum plan_reason a, enum plan_reason b)
{
    static const uint8_t order[PLAN_NREASONS] = {
        [PLAN_STALE_PARENT] = 1, [PLAN_LINK_COUNT] = 2, [PLAN_DAMAGED] = 3};

    return order[a] > order[b];
}

bool treat_damage(const struct index *index, uint32_t file, struct treat_decision *decision_ret)
{
    enum plan_reason worst = PLAN_AS_USUAL;
    const struct finding *findings;
    uint32_t n, detail = 0;

    if (!(index->files.flags[file] & FILE_FINDING))
        return false;
    findings = index_findings(index, index->files.record[file], &n);
    for (uint32_t i = 0; i < n; i++)
        if (is_worse(reason_of(&findings[i]), worst)) {
            worst = reason_of(&findings[i]);
            detail = worst == PLAN_LINK_COUNT ? (uint32_t)findings[i].detail : 0;
        }
    if (worst == PLAN_AS_USUAL)
        return false;
    *decision_ret = refuse(PLAN_LINK, worst, detail);
    return true;
}

static bool is_settled_by_efs(enum save_efs efs, struct treat_decision *decision)
{
    switch (efs) {
    case SAVE_EFS_ABORT:
        *decision = refuse_file(PLAN_EFS_ABORT);
        return true;
    case SAVE_EFS_SKIP:
        *decision = refuse_file(PLAN_EFS_SKIP);
        return true;
    case SAVE_EFS_DECRYPTCOPY:
        *decision = refuse(PLAN_COPY, PLAN_EFS_NO_KEY, 0);
        return true;
    case SAVE_EFS_COPYRAW:
        *decision = (struct treat_decision){.kind = PLAN_COPY, .reason = PLAN_EFS_RAW};
        return true;
    case SAVE_EFS_HARDLINK:
        break;
    }
    return false;
}

static enum status treat_locked(const struct treat *treat, uint32_t drive, uint32_t name,
                                struct treat_decision *decision)
{
    enum locks_answer answer = LOCKS_SILENT;
    enum status status = locks_ask(treat->locks, drive, name, &answer);

    if (status != STATUS_OK)
        return status;
    switch (answer) {
    case LOCKS_SILENT:
        *decision = refuse_file(PLAN_LOCKED);
        break;
    case LOCKS_LINK:
        break;
    case LOCKS_COPY:
        *decision = (struct treat_decision){.kind = PLAN_COPY, .reason = PLAN_LOCKED_COPY};
        break;
    }
    return STATUS_OK;
}

/* Links of Unix kind are nothing but their reparse point; of clouds what is here is in the file. */
static bool is_readable(uint32_t tag)
{
    return tag == UINT32_C(0xA000000C) || tag == UINT32_C(0xA000001D) ||
           (tag >= UINT32_C(0x80000023) && tag <= UINT32_C(0x80000026)) || traits_is_cloud_tag(tag);
}

bool treat_can_copy(const struct index *index, uint32_t file)
{
    return !(index->files.flags[file] & FILE_REPARSE) ||
           is_readable(index_reparse_tag(index, file));
}

/* A file of NTFS that is whole: in the order of the table. */
static enum status treat_whole(const struct treat *treat, uint32_t drive, uint32_t name,
                               struct treat_decision *decision)
{
    const struct machine_drive *d = &treat->machine->drives[drive];
    uint32_t file = d->index->names.file[name];

    if (traits_is_encrypted(d->index->files.attributes[file], d->index->files.flags[file]) &&
        is_settled_by_efs(treat->efs, decision))
        return STATUS_OK;
    if (!d->is_ntfs) {
        *decision = (struct treat_decision){.kind = PLAN_COPY, .reason = PLAN_OTHER_FILE_SYSTEM};
        return STATUS_OK;
    }
    switch (locks_of(treat->locks, drive, file)) {
    case LOCKS_NOBODY:
        return STATUS_OK;
    case LOCKS_SYSTEM:
        *decision = (struct treat_decision){.kind = PLAN_COPY, .reason = PLAN_LOCKED_BY_SYSTEM};
        return STATUS_OK;
    case LOCKS_APPLICATION:
        break;
    }
    return treat_locked(treat, drive, name, decision);
}

static enum status treat_file(const struct treat *treat, uint32_t drive, uint32_t name,
                              struct treat_decision *decision)
{
    const struct index *index = treat->machine->drives[drive].index;
    uint32_t file = index->names.file[name];
    enum status status;

    if (traits_is_placeholder(index->files.attributes[file], index->files.flags[file])) {
        *decision = refuse_file(PLAN_PLACEHOLDER);
        return STATUS_OK;
    }
    if (treat_damage(index, file, decision))
        return STATUS_OK;
    *decision = (struct treat_decision){.kind = PLAN_LINK};
    status = treat_whole(treat, drive, name, decision);
    if (status == STATUS_OK && decision->kind == PLAN_COPY && !decision->is_refused &&
        !treat_can_copy(index, file))
        *decision = refuse(PLAN_COPY, PLAN_UNREADABLE, 0);
    return status;
}

enum status treat_name(const struct treat *treat, uint32_t drive, uint32_t name,
                       struct treat_decision *decision_ret)
{
    const struct index *index = treat->machine->drives[drive].index;
    uint32_t file = index->names.file[name];
    bool is_folder = index->files.flags[file] & FILE_DIRECTORY;

    if (index->files.flags[file] & FILE_SYSTEM && !is_root(index, file)) {
        *decision_ret = refuse(is_folder ? PLAN_MKDIR : PLAN_LINK, PLAN_IS_SYSTEM, 0);
        return STATUS_OK;
    }
    if (is_folder) {
        *decision_ret = treat_folder(index, file);
        return STATUS_OK;
    }
    return treat_file(treat, drive, name, decision_ret);
}

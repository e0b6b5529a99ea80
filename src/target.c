/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SOURCE, from a name to an opened volume: see target.h.
 */
#include "src/target.h"

#include "src/backing.h"
#include "src/openlog.h"
#include "src/partitions.h"
#include "src/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static bool open_source(struct target *target)
{
    enum status status;

    target->backing = backing_find(target->name, &target->is_mounted);
    if (!target->backing)
        return false;
    status = source_open(target->backing, &target->source);
    if (status == STATUS_OK)
        return true;
    if (errno == EACCES || errno == EPERM)
        say("Cannot open '%s': %s. Run mftlink as root, or as a user who may read it.",
            target->backing, strerror(errno));
    else
        say("Cannot open '%s': %s.", target->backing, strerror(errno));
    free(target->backing);
    return false;
}

/* "'disk.img'", or "partition 2 of 'disk.img'" */
static const char *where(const struct target *target, char *text, size_t n)
{
    if (target->chosen)
        snprintf(text, n, "partition %u of '%.200s'", target->chosen->number, target->name);
    else
        snprintf(text, n, "'%.200s'", target->name);
    return text;
}

static bool refuse_volume(const struct target *target, enum status status)
{
    char name[256];

    where(target, name, sizeof name);
    if (status == STATUS_TRUNCATED)
        say("%s is cut off: its $MFT lies behind the end of the %llu bytes that are there. "
            "Copy the volume again, as a whole.",
            name, (unsigned long long)target->part.size_bytes);
    else if (status == STATUS_BAD_BOOT)
        say("%s says that it is NTFS, but the numbers in its boot sector cannot be. Let Windows "
            "or a rescue tool repair the boot sector in a copy.",
            name);
    else if (status == STATUS_NO_MFT)
        say("%s is NTFS, but neither $MFT nor its mirror can be used. Only carving for file "
            "records can help here.",
            name);
    else if (status == STATUS_NO_MEMORY)
        say_no_memory();
    else if (status == STATUS_IO)
        say("Cannot read %s: %s. Copy it with a tool that passes over read errors, such as "
            "ddrescue, and give the copy.",
            name, strerror(errno));
    else
        say("Cannot open %s as an NTFS volume: %s.", name, status_text(status));
    return false;
}

static bool open_volume(struct target *target, enum medium medium)
{
    enum status status;

    if (target->is_only_found)
        return true;
    status = medium == MEDIUM_MFT ? volume_open_dump(&target->part, &target->own_volume)
                                  : volume_open(&target->part, &target->own_volume);

    target->volume = target->own_volume;
    return status == STATUS_OK || refuse_volume(target, status);
}

/* Says what the source or partition is instead of NTFS, and what to do. */
static bool refuse_medium(const struct target *target, enum medium medium)
{
    const char *advice = identify_advice(medium);
    char name[256];

    where(target, name, sizeof name);
    if (medium == MEDIUM_EMPTY)
        say("%s is empty: it has no bytes.", name);
    else if (medium == MEDIUM_UNKNOWN)
        say("%s holds nothing that mftlink knows: no NTFS boot sector at its start or end, no "
            "partition table, no $MFT records. Is it the right file?",
            name);
    else if (advice)
        say("%s is %s, not an NTFS volume: %s.", name, identify_name(medium), advice);
    else
        say("%s is %s. mftlink reads NTFS volumes only.", name, identify_name(medium));
    return false;
}

static bool read_table(struct target *target)
{
    enum status status;

    target->own_table = calloc(1, sizeof *target->own_table);
    target->table = target->own_table;
    if (!target->own_table) {
        say_no_memory();
        return false;
    }
    status = partition_read(&target->part, target->own_table);
    if (status == STATUS_IO)
        say("Cannot read the partition table of '%s': %s.", target->name, strerror(errno));
    else if (status != STATUS_OK)
        say("'%s' is %s, but its partition table is not usable. If you know where its NTFS volume "
            "begins, cut that out with dd and give the piece.",
            target->name, identify_name(target->identity.medium));
    return status == STATUS_OK;
}

static bool is_medium_good(const struct target *target, enum medium medium)
{
    return medium == MEDIUM_NTFS || (medium == MEDIUM_MFT && !target->is_only_found);
}

static bool open_partition(struct target *target, const struct partition *p)
{
    target->chosen = p;
    target->part = source_part(&target->part, p->first_byte, p->nbytes);
    if (is_medium_good(target, p->medium))
        return open_volume(target, p->medium);
    return refuse_medium(target, p->medium);
}

/* A disk: the partition that was asked for, or its only NTFS one. */
static bool open_disk(struct target *target, uint32_t number, bool may_list)
{
    const struct partition *p;

    if (!read_table(target))
        return false;
    if (number) {
        p = partitions_numbered(target->table, number);
        if (!p)
            partitions_say_no_such(target->name, target->table, number);
        return p && open_partition(target, p);
    }
    p = partitions_only_ntfs(target->table);
    if (p) {
        say("'%s' is a partitioned disk: reading its only NTFS partition, number %u.", target->name,
            p->number);
        return open_partition(target, p);
    }
    if (!may_list)
        partitions_say_choices(target->name, target->table);
    return may_list;
}

static bool refuse_partition(const struct target *target)
{
    say("'%s' is %s without a partition table: leave out --partition.", target->name,
        target->inventory ? "an inventory" : identify_name(target->identity.medium));
    return false;
}

/* An inventory stands for the volume that was scanned, with the disk around it. */
static bool open_inventory(struct target *target, uint32_t partition)
{
    const struct inventory_facts *facts;

    if (!inventory_open(target->name, &target->part, &target->inventory))
        return false;
    facts = &target->inventory->kept.facts;
    target->volume = facts->volume;
    target->table = facts->disk;
    if (facts->disk && facts->partition)
        target->chosen = partitions_numbered(facts->disk, facts->partition);
    return !partition || refuse_partition(target);
}

static bool open_identified(struct target *target, uint32_t partition, bool may_list)
{
    enum medium medium = target->identity.medium;

    if (medium == MEDIUM_MBR || medium == MEDIUM_GPT)
        return open_disk(target, partition, may_list);
    if (medium == MEDIUM_PARQUET && !target->is_only_found)
        return open_inventory(target, partition);
    if (!is_medium_good(target, medium))
        return refuse_medium(target, medium);
    if (partition)
        return refuse_partition(target);
    return open_volume(target, medium);
}

/* EMPTY says how. */
static bool open_any(const struct target *empty, uint32_t partition, bool may_list,
                     struct target *target)
{
    enum status status;

    *target = *empty;
    if (!open_source(target))
        return false;
    status = identify(&target->source, &target->identity);
    target->part = source_part(&target->source, 0, target->identity.size_bytes);
    if (status != STATUS_OK) {
        refuse_volume(target, status);
    } else if (open_identified(target, partition, may_list)) {
        if (target->own_volume && !target->volume->is_dump)
            openlog_warn(target->volume->geometry.serial, target->name);
        return true;
    }
    target_close(target);
    return false;
}

bool target_open(const char *name, uint32_t partition, struct target *target_ret)
{
    const struct target empty = {.name = name};

    return open_any(&empty, partition, false, target_ret);
}

bool target_find(const char *name, uint32_t partition, struct target *target_ret)
{
    const struct target empty = {.name = name, .is_only_found = true};

    return open_any(&empty, partition, false, target_ret);
}

/* Nobody reads the rows of what is only looked at: their damage is looked for here. */
bool target_look(const char *name, uint32_t partition, struct target *target_ret)
{
    const struct target empty = {.name = name};

    if (!open_any(&empty, partition, true, target_ret))
        return false;
    if (!target_ret->inventory || inventory_check(target_ret->inventory))
        return true;
    target_close(target_ret);
    return false;
}

bool target_info(const struct target *target, struct volumeinfo *info_ret)
{
    if (target->inventory) {
        *info_ret = *target->inventory->kept.facts.info;
        return true;
    }
    if (volumeinfo_read(target->volume, info_ret) == STATUS_OK)
        return true;
    say_no_memory();
    return false;
}

bool target_upcase(const struct target *target, struct arena *arena, const uint16_t **upcase_ret)
{
    enum status status = STATUS_OK;

    *upcase_ret = NULL;
    if (target->inventory)
        *upcase_ret = target->inventory->kept.facts.upcase;
    else
        status = volumeinfo_upcase(target->volume, arena, upcase_ret);
    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    return status != STATUS_NO_MEMORY;
}

void target_close(struct target *target)
{
    inventory_close(target->inventory);
    volume_close(target->own_volume);
    source_close(&target->source);
    free(target->own_table);
    free(target->backing);
    *target = (struct target){0};
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which source was read: see evidence_source.h.
 */
#define _GNU_SOURCE /* realpath, makedev */

#include "src/evidence_source.h"

#include "src/devicefacts.h"
#include "src/info_json.h"
#include "src/partitions.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

static void put_word_if_any(struct json *json, const char *key, const char *word)
{
    if (word[0])
        json_word(json, key, word);
}

static void put_device(const struct stat *st, struct json *json)
{
    struct devicefacts facts;
    char folder[64];

    snprintf(folder, sizeof folder, "/sys/dev/block/%u:%u", major(st->st_rdev), minor(st->st_rdev));
    devicefacts_read(folder, &facts);
    put_word_if_any(json, "model", facts.model);
    put_word_if_any(json, "serial", facts.serial);
}

static void put_source(const struct target *target, struct json *json)
{
    char *absolute = realpath(target->backing, NULL);
    struct stat st;
    bool is_device = fstat(target->source.fd, &st) == 0 && S_ISBLK(st.st_mode);

    json_object(json, "source");
    json_word(json, "name", target->name);
    json_word(json, "opened", target->backing);
    if (absolute)
        json_word(json, "absolute_path", absolute);
    else
        json_null(json, "absolute_path");
    json_number(json, "bytes", target->source.size_bytes);
    json_word(json, "kind",
              target->inventory         ? "inventory"
              : target->table           ? "disk"
              : target->volume->is_dump ? "mft"
                                        : "volume");
    json_bool(json, "device", is_device);
    if (is_device)
        put_device(&st, json);
    json_bool(json, "mounted", target->is_mounted);
    json_bool(json, "fixed_vhd", target->identity.is_fixed_vhd);
    json_end(json, '}');
    free(absolute);
}

static void put_partition(const struct target *target, struct json *json)
{
    if (!target->chosen) {
        json_null(json, "partition");
        return;
    }
    json_object(json, "partition");
    json_word(json, "table", target->table->is_gpt ? "gpt" : "mbr");
    json_bool(json, "table_from_backup", target->table->is_gpt_backup);
    json_number(json, "sector_bytes", target->table->sector_bytes);
    partitions_json_members(target->table, target->chosen, json);
    json_end(json, '}');
}

bool evidence_source_put(const struct target *target, struct json *json)
{
    struct volumeinfo info;

    put_source(target, json);
    if (target->inventory)
        info_json_inventory(target->inventory, json);
    put_partition(target, json);
    if (!target_info(target, &info))
        return false;
    json_object(json, "volume");
    info_json_volume(target->volume, &info, json);
    json_end(json, '}');
    return true;
}

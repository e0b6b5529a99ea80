/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a volume says of itself as JSON: see info_json.h.
 */
#include "src/info_json.h"

#include "src/filetime.h"
#include "src/info_text.h"
#include "src/json.h"
#include "src/partitions.h"

#include <stdio.h>

static void put_version(const struct volumeinfo *info, struct json *json)
{
    char version[8];

    if (!info->has_version) {
        json_null(json, "version");
        json_null(json, "flags");
        json_null(json, "dirty");
        return;
    }
    snprintf(version, sizeof version, "%u.%u", info->major, info->minor);
    json_word(json, "version", version);
    json_hex(json, "flags", info->flags, 4);
    json_bool(json, "dirty", info->flags & VOLUMEINFO_DIRTY);
}

static void put_geometry(const struct geometry *g, struct json *json)
{
    json_hex(json, "serial", g->serial, 16);
    json_number(json, "bytes", g->nsectors * g->sector_bytes);
    json_number(json, "sector_bytes", g->sector_bytes);
    json_number(json, "cluster_bytes", g->cluster_bytes);
    json_number(json, "index_bytes", g->index_bytes);
    json_number(json, "clusters", g->nclusters);
}

static void put_space(const struct volumeinfo *info, struct json *json)
{
    if (info->has_space) {
        json_number(json, "used_bytes", info->used_bytes);
        json_number(json, "free_bytes", info->free_bytes);
    } else {
        json_null(json, "used_bytes");
        json_null(json, "free_bytes");
    }
}

static void put_state(const struct volumeinfo *info, struct json *json)
{
    char version[8];

    json_word(json, "hibernation", info_text_hibernation(info->hibernation));
    json_word(json, "log", info_text_log(info->log));
    snprintf(version, sizeof version, "%u.%u", info->log_major, info->log_minor);
    if (info->log == VOLUMEINFO_LOG_CLEAN || info->log == VOLUMEINFO_LOG_UNCLEAN)
        json_word(json, "log_version", version);
    else
        json_null(json, "log_version");
}

static void put_mft(const struct volume *volume, struct json *json)
{
    json_object(json, "mft");
    json_number(json, "record_bytes", volume->geometry.record_bytes);
    json_number(json, "records", volume->nrecords);
    json_number(json, "data_bytes", volume->mft_data_bytes);
    json_number(json, "initialized_bytes", volume->mft_bytes);
    if (!volume->is_dump) {
        json_number(json, "lcn", volume->geometry.mft_lcn);
        json_number(json, "mirror_lcn", volume->geometry.mirror_lcn);
        json_array(json, "runs");
        for (size_t i = 0; i < volume->mft_runs.n; i++) {
            const struct run *run = &volume->mft_runs.runs[i];

            json_row(json, NULL);
            json_number(json, "vcn", run->vcn);
            if (run->lcn == RUN_HOLE)
                json_null(json, "lcn");
            else
                json_number(json, "lcn", run->lcn);
            json_number(json, "clusters", run->nclusters);
            json_end(json, '}');
        }
        json_end(json, ']');
    }
    json_end(json, '}');
}

static void put_findings(const struct volume *volume, struct json *json)
{
    json_array(json, "findings");
    for (uint32_t i = 0; i < volume->nfindings; i++) {
        json_row(json, NULL);
        json_word(json, "kind", finding_word(volume->findings[i].kind));
        json_number(json, "offset", volume->findings[i].offset);
        json_hex(json, "detail", volume->findings[i].detail, 1);
        json_end(json, '}');
    }
    json_end(json, ']');
}

void info_json_volume(const struct volume *volume, const struct volumeinfo *info, struct json *json)
{
    put_version(info, json);
    json_word(json, "label", info->label);
    if (!volume->is_dump) {
        put_geometry(&volume->geometry, json);
        put_space(info, json);
        put_state(info, json);
    }
}

void info_json_inventory(const struct inventory *inventory, struct json *json)
{
    const struct inventory_facts *facts = &inventory->kept.facts;
    struct filetime_last last = {0};
    char time[FILETIME_BYTES];

    json_object(json, "inventory");
    json_text(json, "scanned", (struct str){time, filetime_text(facts->scanned, &last, time)});
    json_text(json, "source", facts->source);
    json_number(json, "source_bytes", facts->source_bytes);
    json_text(json, "computer", facts->computer);
    json_text(json, "volume", facts->volume_name);
    json_bool(json, "has_deleted", facts->has_deleted);
    json_bool(json, "skipped_free", facts->skipped_free);
    json_text(json, "version", facts->version);
    json_word(json, "sha256", tableread_sha256(inventory->table));
    json_end(json, '}');
}

void info_json(const struct target *target, const struct volumeinfo *info, struct json *json)
{
    json_object(json, NULL);
    json_number(json, "schema_version", 1);
    json_word(json, "command", "info");
    json_word(json, "source", target->name);
    json_word(json, "opened", target->backing);
    json_bool(json, "mounted", target->is_mounted);
    json_bool(json, "fixed_vhd", target->identity.is_fixed_vhd);
    if (target->inventory)
        info_json_inventory(target->inventory, json);
    else
        json_null(json, "inventory");
    json_word(json, "kind", !info ? "disk" : target->volume->is_dump ? "mft" : "volume");
    if (target->table)
        partitions_json(target->table, json);
    else
        json_null(json, "disk");
    if (target->chosen)
        json_number(json, "partition", target->chosen->number);
    else
        json_null(json, "partition");
    if (info) {
        info_json_volume(target->volume, info, json);
        put_mft(target->volume, json);
        put_findings(target->volume, json);
    }
}

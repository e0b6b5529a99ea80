/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table `volume`: one row of what the volume says of itself, and what the scan saw.
 */
#include "src/export_sqlite_table.h"
#include "src/info_text.h"
#include "src/version.h"

#include <stdio.h>

static uint32_t count(const struct export_sqlite_source *source)
{
    (void)source;
    return 1;
}

static const struct target *target_of(const struct export_sqlite_row *row)
{
    return &row->source->survey->target;
}

static const struct volume *volume_of(const struct export_sqlite_row *row)
{
    return target_of(row)->volume;
}

static const struct volumeinfo *info_of(const struct export_sqlite_row *row)
{
    return row->source->info;
}

static const struct index_counts *counts_of(const struct export_sqlite_row *row)
{
    return &row->source->rows.index->counts;
}

static void put_word(const char *word, sqlite3_context *to)
{
    sqlite3_result_text(to, word, -1, SQLITE_STATIC);
}

static void put_program(struct export_sqlite_row *row, sqlite3_context *to)
{
    (void)row;
    put_word(version_text, to);
}

static void put_source(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_copy(row, str_of(target_of(row)->name), to);
}

static void put_opened(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_copy(row, str_of(target_of(row)->backing), to);
}

static void put_partition(struct export_sqlite_row *row, sqlite3_context *to)
{
    if (target_of(row)->chosen)
        export_sqlite_table_number(to, target_of(row)->chosen->number);
}

static void put_kind(struct export_sqlite_row *row, sqlite3_context *to)
{
    put_word(volume_of(row)->is_dump ? "mft" : "volume", to);
}

static void put_version(struct export_sqlite_row *row, sqlite3_context *to)
{
    char text[8];

    snprintf(text, sizeof text, "%u.%u", info_of(row)->major, info_of(row)->minor);
    if (info_of(row)->has_version)
        sqlite3_result_text(to, text, -1, SQLITE_TRANSIENT);
}

static void put_flags(struct export_sqlite_row *row, sqlite3_context *to)
{
    if (info_of(row)->has_version)
        export_sqlite_table_number(to, info_of(row)->flags);
}

static void put_dirty(struct export_sqlite_row *row, sqlite3_context *to)
{
    if (info_of(row)->has_version)
        sqlite3_result_int(to, (info_of(row)->flags & VOLUMEINFO_DIRTY) != 0);
}

static void put_label(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_copy(row, str_of(info_of(row)->label), to);
}

/* ---- What a bare $MFT does not tell ---- */

static void put_serial(struct export_sqlite_row *row, sqlite3_context *to)
{
    char text[19];

    snprintf(text, sizeof text, "0x%016llx", (unsigned long long)volume_of(row)->geometry.serial);
    if (!volume_of(row)->is_dump)
        sqlite3_result_text(to, text, -1, SQLITE_TRANSIENT);
}

static void put_of_volume(const struct export_sqlite_row *row, uint64_t value, sqlite3_context *to)
{
    if (!volume_of(row)->is_dump)
        export_sqlite_table_number(to, value);
}

static void put_bytes(struct export_sqlite_row *row, sqlite3_context *to)
{
    const struct geometry *geometry = &volume_of(row)->geometry;

    put_of_volume(row, geometry->nsectors * geometry->sector_bytes, to);
}

static void put_sector_bytes(struct export_sqlite_row *row, sqlite3_context *to)
{
    put_of_volume(row, volume_of(row)->geometry.sector_bytes, to);
}

static void put_cluster_bytes(struct export_sqlite_row *row, sqlite3_context *to)
{
    put_of_volume(row, volume_of(row)->geometry.cluster_bytes, to);
}

static void put_index_bytes(struct export_sqlite_row *row, sqlite3_context *to)
{
    put_of_volume(row, volume_of(row)->geometry.index_bytes, to);
}

static void put_clusters(struct export_sqlite_row *row, sqlite3_context *to)
{
    put_of_volume(row, volume_of(row)->geometry.nclusters, to);
}

static void put_used_bytes(struct export_sqlite_row *row, sqlite3_context *to)
{
    if (info_of(row)->has_space)
        put_of_volume(row, info_of(row)->used_bytes, to);
}

static void put_free_bytes(struct export_sqlite_row *row, sqlite3_context *to)
{
    if (info_of(row)->has_space)
        put_of_volume(row, info_of(row)->free_bytes, to);
}

static void put_hibernation(struct export_sqlite_row *row, sqlite3_context *to)
{
    if (!volume_of(row)->is_dump)
        put_word(info_text_hibernation(info_of(row)->hibernation), to);
}

static void put_log(struct export_sqlite_row *row, sqlite3_context *to)
{
    if (!volume_of(row)->is_dump)
        put_word(info_text_log(info_of(row)->log), to);
}

static void put_log_version(struct export_sqlite_row *row, sqlite3_context *to)
{
    const struct volumeinfo *info = info_of(row);
    char text[8];

    snprintf(text, sizeof text, "%u.%u", info->log_major, info->log_minor);
    if (info->log == VOLUMEINFO_LOG_CLEAN || info->log == VOLUMEINFO_LOG_UNCLEAN)
        sqlite3_result_text(to, text, -1, SQLITE_TRANSIENT);
}

static void put_mft_lcn(struct export_sqlite_row *row, sqlite3_context *to)
{
    put_of_volume(row, volume_of(row)->geometry.mft_lcn, to);
}

static void put_mirror_lcn(struct export_sqlite_row *row, sqlite3_context *to)
{
    put_of_volume(row, volume_of(row)->geometry.mirror_lcn, to);
}

/* ---- $MFT, and the pass over it ---- */

static void put_record_bytes(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, volume_of(row)->geometry.record_bytes);
}

static void put_data_bytes(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, volume_of(row)->mft_data_bytes);
}

static void put_initialized_bytes(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, volume_of(row)->mft_bytes);
}

static void put_records(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, counts_of(row)->records);
}

static void put_read(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, counts_of(row)->read);
}

static void put_bases(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, counts_of(row)->bases);
}

static void put_extensions(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, counts_of(row)->extensions);
}

static void put_deleted(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, counts_of(row)->deleted);
}

static void put_free(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, counts_of(row)->free);
}

static void put_damaged(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, counts_of(row)->damaged);
}

static void put_dos_names(struct export_sqlite_row *row, sqlite3_context *to)
{
    export_sqlite_table_number(to, counts_of(row)->dos_names);
}

static void put_with_deleted(struct export_sqlite_row *row, sqlite3_context *to)
{
    sqlite3_result_int(to, (row->source->rows.index->want & WANT_DELETED) != 0);
}

static void put_with_fn(struct export_sqlite_row *row, sqlite3_context *to)
{
    sqlite3_result_int(to, (row->source->rows.index->want & WANT_NAME_TIMES) != 0);
}

static const struct export_sqlite_column columns[] = {
    {"mftlink_version", "TEXT NOT NULL", put_program},
    {"source", "TEXT NOT NULL", put_source},
    {"opened", "TEXT NOT NULL", put_opened},
    {"partition", "INTEGER", put_partition},
    {"kind", "TEXT NOT NULL", put_kind},
    {"label", "TEXT", put_label},
    {"serial", "TEXT", put_serial},
    {"version", "TEXT", put_version},
    {"flags", "INTEGER", put_flags},
    {"dirty", "INTEGER", put_dirty},
    {"bytes", "INTEGER", put_bytes},
    {"sector_bytes", "INTEGER", put_sector_bytes},
    {"cluster_bytes", "INTEGER", put_cluster_bytes},
    {"index_bytes", "INTEGER", put_index_bytes},
    {"clusters", "INTEGER", put_clusters},
    {"used_bytes", "INTEGER", put_used_bytes},
    {"free_bytes", "INTEGER", put_free_bytes},
    {"hibernation", "TEXT", put_hibernation},
    {"log", "TEXT", put_log},
    {"log_version", "TEXT", put_log_version},
    {"mft_lcn", "INTEGER", put_mft_lcn},
    {"mirror_lcn", "INTEGER", put_mirror_lcn},
    {"mft_record_bytes", "INTEGER", put_record_bytes},
    {"mft_data_bytes", "INTEGER", put_data_bytes},
    {"mft_initialized_bytes", "INTEGER", put_initialized_bytes},
    {"records", "INTEGER", put_records},
    {"records_read", "INTEGER", put_read},
    {"bases", "INTEGER", put_bases},
    {"extensions", "INTEGER", put_extensions},
    {"deleted", "INTEGER", put_deleted},
    {"free", "INTEGER", put_free},
    {"damaged", "INTEGER", put_damaged},
    {"dos_names", "INTEGER", put_dos_names},
    {"with_deleted", "INTEGER NOT NULL", put_with_deleted},
    {"with_fn", "INTEGER NOT NULL", put_with_fn},
    {0},
};

const struct export_sqlite_table export_sqlite_volume = {"volume", columns, count, NULL};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The metadata of an inventory, written: see inventory_facts.h.
 */
#include "src/base64.h"
#include "src/compress.h"
#include "src/filetime.h"
#include "src/findings_lines.h"
#include "src/info_text.h"
#include "src/inventory_columns.h"
#include "src/inventory_facts.h"
#include "src/partitions_lines.h"
#include "src/summary.h"
#include "src/table/metawrite.h"
#include "src/usageline.h"
#include "src/version.h"
#include "src/wtf8.h"

static void put_scan(struct metawrite *p, const struct inventory_facts *f)
{
    struct filetime_last last = {0};
    char time[FILETIME_BYTES];

    metawrite_text(p, "mftlink.table", str_of(INVENTORY_TABLE));
    metawrite_text(p, "mftlink.version", f->version);
    metawrite_text(p, "scanned", (struct str){time, filetime_text(f->scanned, &last, time)});
    metawrite_number(p, "scanned_100ns", f->scanned);
    wtf8_put_utf8(f->source, &p->text);
    metawrite_end(p, "source");
    metawrite_number(p, "source_bytes", f->source_bytes);
    metawrite_text(p, "computer", f->computer);
    metawrite_text(p, "volume", f->volume_name);
    metawrite_number(p, "has_deleted", f->has_deleted);
    metawrite_number(p, "skipped_free", f->skipped_free);
    if (f->mft_sha256.n > 0)
        metawrite_text(p, "mft_sha256", f->mft_sha256);
}

static void put_version(struct metawrite *p, const char *key, bool is_known, unsigned major,
                        unsigned minor)
{
    if (is_known)
        textbuf_format(&p->text, "%u.%u", major, minor);
    metawrite_end(p, key);
}

/* Metadata are UTF-8 to whoever reads them; the exact label stands behind where it is not. */
static void put_label(struct metawrite *p, struct str label)
{
    wtf8_put_utf8(label, &p->text);
    metawrite_end(p, "label");
    if (wtf8_is_utf8(label))
        return;
    base64_encode((struct bytes){(const uint8_t *)label.at, label.n}, &p->text);
    metawrite_end(p, "label_raw");
}

static void put_info(struct metawrite *p, const struct inventory_facts *f)
{
    const struct volumeinfo *info = f->info;
    bool has_log = info->log == VOLUMEINFO_LOG_CLEAN || info->log == VOLUMEINFO_LOG_UNCLEAN;

    metawrite_text(p, "kind", str_of(f->volume->is_dump ? "mft" : "volume"));
    put_label(p, str_of(info->label));
    put_version(p, "ntfs_version", info->has_version, info->major, info->minor);
    if (info->has_version)
        textbuf_format(&p->text, "0x%04x", info->flags);
    metawrite_end(p, "volume_flags");
    /* A bare $MFT has neither hiberfil.sys nor $LogFile to look at. */
    if (!f->volume->is_dump)
        textbuf_cstr(&p->text, info_text_hibernation(info->hibernation));
    metawrite_end(p, "hibernation");
    if (!f->volume->is_dump)
        textbuf_cstr(&p->text, info_text_log(info->log));
    metawrite_end(p, "log");
    put_version(p, "log_version", has_log, info->log_major, info->log_minor);
    if (info->has_space)
        textbuf_decimal(&p->text, info->used_bytes);
    metawrite_end(p, "used_bytes");
    if (info->has_space)
        textbuf_decimal(&p->text, info->free_bytes);
    metawrite_end(p, "free_bytes");
}

static void put_runs(struct metawrite *p, const struct runlist *list)
{
    for (size_t i = 0; i < list->n; i++) {
        textbuf_decimal(&p->text, list->runs[i].vcn);
        textbuf_char(&p->text, ' ');
        if (list->runs[i].lcn == RUN_HOLE)
            textbuf_char(&p->text, '-');
        else
            textbuf_decimal(&p->text, list->runs[i].lcn);
        textbuf_char(&p->text, ' ');
        textbuf_decimal(&p->text, list->runs[i].nclusters);
        textbuf_char(&p->text, '\n');
    }
    metawrite_end(p, "mft_runs");
}

static void put_geometry(struct metawrite *p, const struct volume *volume)
{
    const struct geometry *g = &volume->geometry;

    textbuf_format(&p->text, "%016llx", (unsigned long long)g->serial);
    metawrite_end(p, "serial");
    metawrite_number(p, "sectors", g->nsectors);
    metawrite_number(p, "sector_bytes", g->sector_bytes);
    metawrite_number(p, "cluster_bytes", g->cluster_bytes);
    metawrite_number(p, "clusters", g->nclusters);
    metawrite_number(p, "index_bytes", g->index_bytes);
    metawrite_number(p, "mft_lcn", g->mft_lcn);
    metawrite_number(p, "mirror_lcn", g->mirror_lcn);
    put_runs(p, &volume->mft_runs);
}

/* Of a bare $MFT nobody knows where it lay. */
static void put_no_geometry(struct metawrite *p)
{
    static const char *const keys[] = {"serial",        "sectors",    "sector_bytes",
                                       "cluster_bytes", "clusters",   "index_bytes",
                                       "mft_lcn",       "mirror_lcn", "mft_runs"};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        metawrite_end(p, keys[i]);
}

static void put_mft(struct metawrite *p, const struct volume *volume)
{
    metawrite_number(p, "record_bytes", volume->geometry.record_bytes);
    metawrite_number(p, "mft_records", volume->nrecords);
    metawrite_number(p, "mft_bytes", volume->mft_data_bytes);
    metawrite_number(p, "mft_initialized_bytes", volume->mft_bytes);
}

static void put_bytes(struct metawrite *p, const char *key, struct bytes bytes)
{
    if (bytes.n == 0)
        return;
    base64_encode(bytes, &p->text);
    metawrite_end(p, key);
}

static void put_disk(struct metawrite *p, const struct inventory_facts *f)
{
    if (!f->disk)
        return;
    partitions_lines_put(f->disk, f->partition, &p->text);
    metawrite_end(p, "disk");
}

static void put_counts(struct metawrite *p, const struct index *index)
{
    const struct index_counts *counts = &index->counts;
    struct summary s;

    summary_of(index, &s);
    metawrite_number(p, "records", counts->records);
    metawrite_number(p, "read", counts->read);
    metawrite_number(p, "bases", counts->bases);
    metawrite_number(p, "extensions", counts->extensions);
    metawrite_number(p, "deleted", counts->deleted);
    metawrite_number(p, "free", counts->free);
    metawrite_number(p, "damaged", counts->damaged);
    metawrite_number(p, "dos_names", counts->dos_names);
    metawrite_number(p, "formatted", counts->formatted);
    metawrite_number(p, "files", s.user.files);
    metawrite_number(p, "folders", s.user.folders);
    metawrite_number(p, "names", s.user.names);
    metawrite_number(p, "naive_bytes", s.user.naive);
    metawrite_number(p, "unique_bytes", s.user.unique);
    metawrite_number(p, "allocated_bytes", s.user.allocated);
}

static void put_usage(struct metawrite *p, const struct usage *usage)
{
    if (!usage->is_known)
        return;
    usageline_put(usage, &p->text);
    metawrite_end(p, "cluster_usage");
}

static void put_findings(struct metawrite *p, const char *key, const struct finding *findings,
                         uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        findings_lines_put(&findings[i], &p->text);
    metawrite_end(p, key);
}

static void put_upcase(struct metawrite *p, const uint16_t *upcase)
{
    static const size_t nbytes = sizeof(uint16_t) * TEXT_UPCASE_UNITS;
    struct textbuf plain = {0}, packed = {0};
    struct compress *compress = NULL;

    if (!upcase)
        return;
    for (size_t i = 0; i < TEXT_UPCASE_UNITS; i++) {
        textbuf_char(&plain, (char)(upcase[i] & 0xFF));
        textbuf_char(&plain, (char)(upcase[i] >> 8));
    }
    if (plain.is_short || !compress_begin(&compress) ||
        !compress_append(compress, (struct bytes){(uint8_t *)plain.at, nbytes}, false, &packed))
        p->text.is_short = true;
    else
        base64_encode((struct bytes){(uint8_t *)packed.at, packed.n}, &p->text);
    compress_end(compress);
    textbuf_free(&plain);
    textbuf_free(&packed);
    metawrite_end(p, "upcase");
}

enum status inventory_facts_put(const struct inventory_facts *facts, const struct index *index,
                                struct bytes unnamed, struct arena *arena,
                                const struct table_meta **meta_ret, size_t *nmeta_ret)
{
    struct metawrite p = {0};
    enum status status;

    put_scan(&p, facts);
    put_info(&p, facts);
    put_mft(&p, facts->volume);
    if (facts->volume->is_dump)
        put_no_geometry(&p);
    else
        put_geometry(&p, facts->volume);
    put_disk(&p, facts);
    put_counts(&p, index);
    put_usage(&p, &index->counts.usage);
    put_findings(&p, "findings", index->findings, index->nfindings);
    put_findings(&p, "volume_findings", facts->volume->findings, facts->volume->nfindings);
    put_upcase(&p, facts->upcase);
    put_bytes(&p, "users", facts->users);
    put_bytes(&p, "unnamed", unnamed);
    status = metawrite_settle(&p, arena, meta_ret, nmeta_ret);
    metawrite_free(&p);
    return status;
}

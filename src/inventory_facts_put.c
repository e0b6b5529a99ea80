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
#include "src/version.h"
#include "src/wtf8.h"

enum { META_MAX = 64 };

/* Values are written to TEXT one behind the other, and get their addresses when it is complete. */
struct putter {
    struct table_meta meta[META_MAX];
    size_t ends[META_MAX];
    size_t n;
    struct textbuf text;
};

/* Ends the value that was just written to the text. */
static void end_value(struct putter *p, const char *key)
{
    p->meta[p->n].key = str_of(key);
    p->ends[p->n++] = p->text.n;
}

static void put_text(struct putter *p, const char *key, struct str value)
{
    textbuf_str(&p->text, value);
    end_value(p, key);
}

static void put_number(struct putter *p, const char *key, uint64_t value)
{
    textbuf_decimal(&p->text, value);
    end_value(p, key);
}

static void put_scan(struct putter *p, const struct inventory_facts *f)
{
    struct filetime_last last = {0};
    char time[FILETIME_BYTES];

    put_text(p, "mftlink.table", str_of(INVENTORY_TABLE));
    put_text(p, "mftlink.version", f->version);
    put_text(p, "scanned", (struct str){time, filetime_text(f->scanned, &last, time)});
    put_number(p, "scanned_100ns", f->scanned);
    wtf8_put_utf8(f->source, &p->text);
    end_value(p, "source");
    put_number(p, "source_bytes", f->source_bytes);
    put_text(p, "computer", f->computer);
    put_text(p, "volume", f->volume_name);
    put_number(p, "has_deleted", f->has_deleted);
    put_number(p, "skipped_free", f->skipped_free);
    if (f->mft_sha256.n > 0)
        put_text(p, "mft_sha256", f->mft_sha256);
}

static void put_version(struct putter *p, const char *key, bool is_known, unsigned major,
                        unsigned minor)
{
    if (is_known)
        textbuf_format(&p->text, "%u.%u", major, minor);
    end_value(p, key);
}

/* Metadata are UTF-8 to whoever reads them; the exact label stands behind where it is not. */
static void put_label(struct putter *p, struct str label)
{
    wtf8_put_utf8(label, &p->text);
    end_value(p, "label");
    if (wtf8_is_utf8(label))
        return;
    base64_encode((struct bytes){(const uint8_t *)label.at, label.n}, &p->text);
    end_value(p, "label_raw");
}

static void put_info(struct putter *p, const struct inventory_facts *f)
{
    const struct volumeinfo *info = f->info;
    bool has_log = info->log == VOLUMEINFO_LOG_CLEAN || info->log == VOLUMEINFO_LOG_UNCLEAN;

    put_text(p, "kind", str_of(f->volume->is_dump ? "mft" : "volume"));
    put_label(p, str_of(info->label));
    put_version(p, "ntfs_version", info->has_version, info->major, info->minor);
    if (info->has_version)
        textbuf_format(&p->text, "0x%04x", info->flags);
    end_value(p, "volume_flags");
    /* A bare $MFT has neither hiberfil.sys nor $LogFile to look at. */
    if (!f->volume->is_dump)
        textbuf_cstr(&p->text, info_text_hibernation(info->hibernation));
    end_value(p, "hibernation");
    if (!f->volume->is_dump)
        textbuf_cstr(&p->text, info_text_log(info->log));
    end_value(p, "log");
    put_version(p, "log_version", has_log, info->log_major, info->log_minor);
    if (info->has_space)
        textbuf_decimal(&p->text, info->used_bytes);
    end_value(p, "used_bytes");
    if (info->has_space)
        textbuf_decimal(&p->text, info->free_bytes);
    end_value(p, "free_bytes");
}

static void put_runs(struct putter *p, const struct runlist *list)
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
    end_value(p, "mft_runs");
}

static void put_geometry(struct putter *p, const struct volume *volume)
{
    const struct geometry *g = &volume->geometry;

    textbuf_format(&p->text, "%016llx", (unsigned long long)g->serial);
    end_value(p, "serial");
    put_number(p, "sectors", g->nsectors);
    put_number(p, "sector_bytes", g->sector_bytes);
    put_number(p, "cluster_bytes", g->cluster_bytes);
    put_number(p, "clusters", g->nclusters);
    put_number(p, "index_bytes", g->index_bytes);
    put_number(p, "mft_lcn", g->mft_lcn);
    put_number(p, "mirror_lcn", g->mirror_lcn);
    put_runs(p, &volume->mft_runs);
}

/* Of a bare $MFT nobody knows where it lay. */
static void put_no_geometry(struct putter *p)
{
    static const char *const keys[] = {"serial",        "sectors",    "sector_bytes",
                                       "cluster_bytes", "clusters",   "index_bytes",
                                       "mft_lcn",       "mirror_lcn", "mft_runs"};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        end_value(p, keys[i]);
}

static void put_mft(struct putter *p, const struct volume *volume)
{
    put_number(p, "record_bytes", volume->geometry.record_bytes);
    put_number(p, "mft_records", volume->nrecords);
    put_number(p, "mft_bytes", volume->mft_data_bytes);
    put_number(p, "mft_initialized_bytes", volume->mft_bytes);
}

static void put_disk(struct putter *p, const struct inventory_facts *f)
{
    if (!f->disk)
        return;
    partitions_lines_put(f->disk, f->partition, &p->text);
    end_value(p, "disk");
}

static void put_counts(struct putter *p, const struct index *index)
{
    const struct index_counts *counts = &index->counts;
    struct summary s;

    summary_of(index, &s);
    put_number(p, "records", counts->records);
    put_number(p, "read", counts->read);
    put_number(p, "bases", counts->bases);
    put_number(p, "extensions", counts->extensions);
    put_number(p, "deleted", counts->deleted);
    put_number(p, "free", counts->free);
    put_number(p, "damaged", counts->damaged);
    put_number(p, "dos_names", counts->dos_names);
    put_number(p, "formatted", counts->formatted);
    put_number(p, "files", s.user.files);
    put_number(p, "folders", s.user.folders);
    put_number(p, "names", s.user.names);
    put_number(p, "naive_bytes", s.user.naive);
    put_number(p, "unique_bytes", s.user.unique);
    put_number(p, "allocated_bytes", s.user.allocated);
}

static void put_findings(struct putter *p, const char *key, const struct finding *findings,
                         uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        findings_lines_put(&findings[i], &p->text);
    end_value(p, key);
}

static void put_upcase(struct putter *p, const uint16_t *upcase)
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
    end_value(p, "upcase");
}

/* Everything moves to the arena, where the values stay. */
static enum status settle(struct putter *p, struct arena *arena, const struct table_meta **meta_ret)
{
    char *text = p->text.is_short ? NULL : arena_alloc(arena, p->text.n + 1);
    struct table_meta *meta = arena_array(arena, p->n, sizeof *meta);
    size_t at = 0;

    if (!text || !meta)
        return STATUS_NO_MEMORY;
    memcpy(text, p->text.at, p->text.n);
    for (size_t i = 0; i < p->n; i++) {
        meta[i] = (struct table_meta){p->meta[i].key, {text + at, p->ends[i] - at}};
        at = p->ends[i];
    }
    *meta_ret = meta;
    return STATUS_OK;
}

enum status inventory_facts_put(const struct inventory_facts *facts, const struct index *index,
                                struct bytes unnamed, struct arena *arena,
                                const struct table_meta **meta_ret, size_t *nmeta_ret)
{
    struct putter p = {0};
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
    put_findings(&p, "findings", index->findings, index->nfindings);
    put_findings(&p, "volume_findings", facts->volume->findings, facts->volume->nfindings);
    put_upcase(&p, facts->upcase);
    if (unnamed.n > 0) {
        base64_encode(unnamed, &p.text);
        end_value(&p, "unnamed");
    }
    status = settle(&p, arena, meta_ret);
    if (status == STATUS_OK)
        *nmeta_ret = p.n;
    textbuf_free(&p.text);
    return status;
}

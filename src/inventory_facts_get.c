/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The metadata of an inventory, read: see inventory_facts.h. Whoever made the file, nothing here is
 * used as a size of anything.
 */
#include "src/base64.h"
#include "src/compress.h"
#include "src/findings_lines.h"
#include "src/info_text.h"
#include "src/inventory_facts.h"
#include "src/inventory_users.h"
#include "src/partitions_lines.h"
#include "src/sha256.h"
#include "src/textscan.h"
#include "src/usageline.h"
#include "src/wtf8.h"

enum { LABEL_UNITS_MAX = 128 };

struct getter {
    const struct tableread *table;
    struct arena *arena;
    enum status status; /* of the first that failed; nothing is believed after that */
    struct volume *volume;
    struct volumeinfo *info;
};

static void fail(struct getter *g, enum status status)
{
    if (g->status == STATUS_OK)
        g->status = status;
}

/* The value of KEY, which must be there. */
static struct str text_of(struct getter *g, const char *key)
{
    struct str value = tableread_meta(g->table, key);

    if (!value.at)
        fail(g, STATUS_DAMAGED);
    return value.at ? value : (struct str){"", 0};
}

static uint64_t number_of(struct getter *g, const char *key, uint64_t max)
{
    struct str text = text_of(g, key);
    uint64_t number = 0;

    if (!textscan_number(&text, max, &number) || text.n > 0)
        fail(g, STATUS_DAMAGED);
    return number;
}

/* The place of KEY's word among N of them, as WORD gives them. */
static unsigned word_of(struct getter *g, const char *key, unsigned n,
                        const char *(*word)(unsigned))
{
    struct str text = text_of(g, key);

    for (unsigned i = 0; i < n; i++)
        if (str_equal(text, str_of(word(i))))
            return i;
    fail(g, STATUS_DAMAGED);
    return 0;
}

static const char *log_word(unsigned i)
{
    return info_text_log((enum volumeinfo_log)i);
}

static const char *hibernation_word(unsigned i)
{
    return info_text_hibernation((enum volumeinfo_hibernation)i);
}

/* "3.1"; false where it is empty. */
static bool version_of(struct getter *g, const char *key, uint8_t *major_ret, uint8_t *minor_ret)
{
    struct str text = text_of(g, key), front;
    uint64_t major, minor;

    if (text.n == 0)
        return false;
    front = textscan_until(&text, '.');
    if (!textscan_number(&front, UINT8_MAX, &major) || front.n > 0 ||
        !textscan_number(&text, UINT8_MAX, &minor) || text.n > 0) {
        fail(g, STATUS_DAMAGED);
        return false;
    }
    *major_ret = (uint8_t)major;
    *minor_ret = (uint8_t)minor;
    return true;
}

static struct bytes bytes_of(struct getter *g, const char *key)
{
    struct str text = tableread_meta(g->table, key);
    struct bytes bytes = {NULL, 0};

    if (text.at)
        fail(g, base64_decode(text, g->arena, &bytes));
    return bytes;
}

static void get_label(struct getter *g)
{
    struct str label = text_of(g, "label");
    struct bytes raw = bytes_of(g, "label_raw");

    if (raw.n > 0)
        label = (struct str){(const char *)raw.at, raw.n};
    if (label.n >= sizeof g->info->label || wtf8_units(label) > LABEL_UNITS_MAX ||
        (label.n > 0 && memchr(label.at, '\0', label.n)))
        fail(g, STATUS_DAMAGED);
    else
        memcpy(g->info->label, label.at, label.n);
}

static void get_state(struct getter *g)
{
    g->info->hibernation = (enum volumeinfo_hibernation)word_of(
        g, "hibernation", VOLUMEINFO_HIBERNATION_UNKNOWN + 1, hibernation_word);
    g->info->log = (enum volumeinfo_log)word_of(g, "log", VOLUMEINFO_LOG_DAMAGED + 1, log_word);
}

/* "0x8001", or nothing. */
static void get_flags(struct getter *g)
{
    struct str text = text_of(g, "volume_flags");
    bool is_hex = text.n > 2 && memcmp(text.at, "0x", 2) == 0;
    uint64_t flags;

    if (text.n == 0)
        return;
    if (is_hex)
        text = (struct str){text.at + 2, text.n - 2};
    if (!is_hex || !textscan_hex(&text, &flags) || text.n > 0 || flags > UINT16_MAX)
        fail(g, STATUS_DAMAGED);
    else
        g->info->flags = (uint16_t)flags;
}

static const char *kind_word(unsigned i)
{
    return i == 0 ? "volume" : "mft";
}

static void get_info(struct getter *g)
{
    struct volumeinfo *info = g->info;

    g->volume->is_dump = word_of(g, "kind", 2, kind_word) == 1;
    get_label(g);
    info->has_version = version_of(g, "ntfs_version", &info->major, &info->minor);
    get_flags(g);
    info->hibernation = VOLUMEINFO_HIBERNATION_UNKNOWN;
    info->log = VOLUMEINFO_LOG_UNKNOWN;
    if (!g->volume->is_dump)
        get_state(g);
    version_of(g, "log_version", &info->log_major, &info->log_minor);
    info->has_space = text_of(g, "used_bytes").n > 0;
    if (info->has_space) {
        info->used_bytes = number_of(g, "used_bytes", UINT64_MAX);
        info->free_bytes = number_of(g, "free_bytes", UINT64_MAX);
    }
}

/* ---- Geometry and runs ---- */

_Static_assert(RUN_HOLE == UINT64_MAX, "a hole has no place");

static bool get_run(struct str line, struct run *run)
{
    return textscan_number(&line, UINT64_MAX, &run->vcn) && textscan_place(&line, &run->lcn) &&
           textscan_number(&line, UINT64_MAX, &run->nclusters) && line.n == 0;
}

static size_t count_lines(struct str text)
{
    struct str line;
    size_t n = 0;

    while (textscan_line(&text, &line))
        n++;
    return n;
}

static void get_runs(struct getter *g)
{
    struct runlist *list = &g->volume->mft_runs;
    struct str text = text_of(g, "mft_runs"), line;
    size_t capacity = count_lines(text);

    list->runs = arena_array(g->arena, capacity + 1, sizeof *list->runs);
    if (!list->runs) {
        fail(g, STATUS_NO_MEMORY);
        return;
    }
    while (textscan_line(&text, &line)) {
        if (!get_run(line, &list->runs[list->n])) {
            fail(g, STATUS_DAMAGED);
            return;
        }
        list->n++;
    }
    list->capacity = list->n;
}

static void get_geometry(struct getter *g)
{
    struct geometry *geometry = &g->volume->geometry;
    struct str serial = text_of(g, "serial");

    if (!textscan_hex(&serial, &geometry->serial) || serial.n > 0)
        fail(g, STATUS_DAMAGED);
    geometry->nsectors = number_of(g, "sectors", UINT64_MAX);
    geometry->sector_bytes = (uint32_t)number_of(g, "sector_bytes", UINT32_MAX);
    geometry->cluster_bytes = (uint32_t)number_of(g, "cluster_bytes", UINT32_MAX);
    geometry->nclusters = number_of(g, "clusters", UINT64_MAX);
    geometry->index_bytes = (uint32_t)number_of(g, "index_bytes", UINT32_MAX);
    geometry->mft_lcn = number_of(g, "mft_lcn", UINT64_MAX);
    geometry->mirror_lcn = number_of(g, "mirror_lcn", UINT64_MAX);
    get_runs(g);
}

static void get_mft(struct getter *g)
{
    struct volume *volume = g->volume;

    volume->geometry.record_bytes = (uint32_t)number_of(g, "record_bytes", UINT32_MAX);
    /* Row ids and record numbers have 32 bits. */
    volume->nrecords = number_of(g, "mft_records", UINT32_MAX);
    volume->mft_data_bytes = number_of(g, "mft_bytes", UINT64_MAX);
    volume->mft_bytes = number_of(g, "mft_initialized_bytes", UINT64_MAX);
}

/* ---- The disk ---- */

static void get_disk(struct getter *g, struct inventory_facts *facts)
{
    struct str text = tableread_meta(g->table, "disk");
    struct partition_table *disk;

    if (!text.at)
        return;
    disk = arena_alloc(g->arena, sizeof *disk);
    if (!disk)
        fail(g, STATUS_NO_MEMORY);
    else if (!partitions_lines_get(text, disk, &facts->partition))
        fail(g, STATUS_DAMAGED);
    facts->disk = disk;
}

/* ---- Counts, findings, tables ---- */

static void get_counts(struct getter *g, struct index_counts *counts)
{
    counts->records = number_of(g, "records", UINT64_MAX);
    counts->read = number_of(g, "read", UINT64_MAX);
    counts->bases = number_of(g, "bases", UINT64_MAX);
    counts->extensions = number_of(g, "extensions", UINT64_MAX);
    counts->deleted = number_of(g, "deleted", UINT64_MAX);
    counts->free = number_of(g, "free", UINT64_MAX);
    counts->damaged = number_of(g, "damaged", UINT64_MAX);
    counts->dos_names = number_of(g, "dos_names", UINT64_MAX);
    counts->formatted = number_of(g, "formatted", UINT64_MAX);
}

/* Inventories of before there was a report have none. */
static void get_usage(struct getter *g, struct usage *usage)
{
    struct str line = tableread_meta(g->table, "cluster_usage");

    if (line.at && !usageline_get(line, usage))
        fail(g, STATUS_DAMAGED);
}

static void get_findings(struct getter *g, struct inventory_kept *kept)
{
    struct str text = text_of(g, "findings"), line;
    size_t n = count_lines(text);

    kept->findings = arena_array(g->arena, n + 1, sizeof *kept->findings);
    if (!kept->findings || n >= UINT32_MAX)
        fail(g, STATUS_NO_MEMORY);
    while (g->status == STATUS_OK && textscan_line(&text, &line))
        if (!findings_lines_get(line, &kept->findings[kept->nfindings++]))
            fail(g, STATUS_DAMAGED);
}

/* What opening the volume had found already: info tells it. */
static void get_volume_findings(struct getter *g)
{
    static const size_t room = sizeof g->volume->findings / sizeof g->volume->findings[0];
    struct str text = text_of(g, "volume_findings"), line;

    while (g->status == STATUS_OK && textscan_line(&text, &line))
        if (g->volume->nfindings == room ||
            !findings_lines_get(line, &g->volume->findings[g->volume->nfindings++]))
            fail(g, STATUS_DAMAGED);
}

static void get_upcase(struct getter *g, struct inventory_facts *facts)
{
    static const size_t nbytes = sizeof(uint16_t) * TEXT_UPCASE_UNITS;
    struct bytes packed = bytes_of(g, "upcase");
    struct compress_unpacker *unpacker = NULL;
    uint8_t *plain = packed.n ? arena_alloc(g->arena, nbytes) : NULL;
    uint16_t *upcase = packed.n ? arena_alloc(g->arena, nbytes) : NULL;

    if (packed.n == 0 || g->status != STATUS_OK)
        return;
    if (!plain || !upcase) {
        fail(g, STATUS_NO_MEMORY);
        return;
    }
    fail(g, compress_unpack(&unpacker, packed, plain, nbytes));
    compress_unpack_end(unpacker);
    if (g->status != STATUS_OK)
        return;
    for (size_t i = 0; i < TEXT_UPCASE_UNITS; i++)
        upcase[i] = bytes_u16(plain + 2 * i);
    facts->upcase = upcase;
}

/* Looked at now, so that whoever asks for users later finds nothing wrong. */
static void get_users(struct getter *g, struct inventory_facts *facts)
{
    struct profiles profiles;

    facts->users = bytes_of(g, "users");
    if (facts->users.n == 0 || g->status != STATUS_OK)
        return;
    fail(g, inventory_users_get(facts->users, NULL, &profiles));
    if (g->status == STATUS_OK)
        profiles_free(&profiles);
}

/* As sha256_text writes it. */
static struct str get_sha256(struct getter *g)
{
    struct str text = tableread_meta(g->table, "mft_sha256");
    bool is_good = text.n == SHA256_DIGITS;

    if (!text.at)
        return text;
    for (size_t i = 0; i < text.n && is_good; i++)
        is_good =
            (text.at[i] >= '0' && text.at[i] <= '9') || (text.at[i] >= 'a' && text.at[i] <= 'f');
    if (!is_good)
        fail(g, STATUS_DAMAGED);
    return text;
}

static void get_scan(struct getter *g, struct inventory_facts *facts)
{
    facts->version = text_of(g, "mftlink.version");
    facts->computer = text_of(g, "computer");
    facts->volume_name = text_of(g, "volume");
    facts->source = text_of(g, "source");
    facts->source_bytes = number_of(g, "source_bytes", UINT64_MAX);
    facts->scanned = number_of(g, "scanned_100ns", UINT64_MAX);
    facts->has_deleted = number_of(g, "has_deleted", 1);
    facts->skipped_free = number_of(g, "skipped_free", 1);
    facts->mft_sha256 = get_sha256(g);
}

enum status inventory_facts_get(const struct tableread *table, struct arena *arena,
                                struct inventory_kept *kept_ret, const char **why_ret)
{
    struct getter g = {.table = table, .arena = arena};
    struct inventory_kept kept = {0};

    g.volume = arena_alloc(arena, sizeof *g.volume);
    g.info = arena_alloc(arena, sizeof *g.info);
    if (!g.volume || !g.info)
        return STATUS_NO_MEMORY;
    kept.facts.volume = g.volume;
    kept.facts.info = g.info;
    get_scan(&g, &kept.facts);
    get_info(&g);
    get_mft(&g);
    if (!g.volume->is_dump)
        get_geometry(&g);
    get_disk(&g, &kept.facts);
    get_counts(&g, &kept.counts);
    get_usage(&g, &kept.counts.usage);
    get_findings(&g, &kept);
    get_volume_findings(&g);
    get_upcase(&g, &kept.facts);
    get_users(&g, &kept.facts);
    kept.unnamed = bytes_of(&g, "unnamed");
    if (g.status == STATUS_OK)
        *kept_ret = kept;
    else if (g.status == STATUS_DAMAGED)
        *why_ret = "what it says of its volume cannot be";
    return g.status;
}

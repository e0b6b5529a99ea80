/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metadata of an inventory: put, written into a table, and got back; then each key damaged. */
#include "src/inventory_facts.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/stock.h"

static struct volume volume;
static struct volumeinfo info;
static struct partition_table *disk;
static struct finding findings[FINDING_KINDS + 2];
static uint16_t upcase[TEXT_UPCASE_UNITS];
static struct index index;
static struct inventory_facts facts;
static struct stock stock;
static struct stock_rows rows;
static struct arena arena;
static const char *why;

/* All is odd in some way, and all is there. */
static void begin(void)
{
    static struct run runs[] = {{0, 786432, 64}, {64, RUN_HOLE, 3}, {67, UINT64_MAX - 1, 1}};

    volume = (struct volume){
        .geometry = {.serial = UINT64_MAX - 1,
                     .nsectors = UINT64_MAX,
                     .sector_bytes = 512,
                     .cluster_bytes = 4096,
                     .nclusters = 1,
                     .record_bytes = 1024,
                     .index_bytes = 4096,
                     .mft_lcn = 786432,
                     .mirror_lcn = 2},
        .mft_runs = {.runs = runs, .n = 3},
        .mft_bytes = 70000,
        .mft_data_bytes = 71680,
        .nrecords = UINT32_MAX,
        .findings = {{.kind = FINDING_BOOT_FROM_BACKUP, .offset = 512},
                     {.kind = FINDING_VOLUME_TRUNCATED, .detail = UINT64_MAX}},
        .nfindings = 2,
    };
    info = (struct volumeinfo){.has_version = true,
                               .major = 3,
                               .minor = 1,
                               .flags = 0xC001,
                               .label = "label",
                               .log = VOLUMEINFO_LOG_CLEAN,
                               .log_major = 2,
                               .log_minor = 255,
                               .has_space = true,
                               .used_bytes = 0,
                               .free_bytes = UINT64_MAX};
    disk = calloc(1, sizeof *disk);
    cr_assert_not_null(disk);
    *disk = (struct partition_table){.is_gpt = true, .sector_bytes = 4096, .n = 1};
    disk->partitions[0] = (struct partition){.number = 7, .medium = MEDIUM_NTFS, .name = "C"};
    for (uint32_t i = 0; i < FINDING_KINDS; i++)
        findings[i] = (struct finding){.kind = (enum finding_kind)i,
                                       .record = i,
                                       .offset = i % 2 ? UINT64_MAX : i,
                                       .detail = UINT64_MAX - i,
                                       .at = UINT32_MAX - i};
    for (uint32_t i = 0; i < TEXT_UPCASE_UNITS; i++)
        upcase[i] = (uint16_t)(i * 7);
    index = (struct index){.findings = findings,
                           .nfindings = FINDING_KINDS,
                           .counts = {1, 2, 3, 4, 5, 6, 7, 8, UINT64_MAX}};
    facts = (struct inventory_facts){
        .version = str_of("1.2"),
        .computer = str_of("PC \xE2\x82\xAC"),
        .volume_name = str_of(""),
        .source = str_of("/dev/a b"),
        .source_bytes = UINT64_MAX,
        .scanned = 1,
        .volume = &volume,
        .info = &info,
        .disk = disk,
        .partition = 7,
        .upcase = upcase,
        .mft_sha256 = str_of("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        .has_deleted = true,
        .skipped_free = false,
    };
}

static void end(void)
{
    free(disk);
    stock_free(&stock);
    arena_free(&arena);
}

TestSuite(inventory_facts, .init = begin, .fini = end, .timeout = 20);

static void put(struct bytes unnamed)
{
    const struct table_meta *meta;
    size_t n;

    cr_assert_eq(inventory_facts_put(&facts, &index, unnamed, &arena, &meta, &n), STATUS_OK);
    cr_assert_leq(n, STOCK_META_MAX);
    rows = (struct stock_rows){.nmeta = n};
    memcpy(rows.meta, meta, n * sizeof *meta);
}

static enum status get(void)
{
    stock_free(&stock);
    why = NULL;
    cr_assert_eq(stock_of_rows(&rows, &stock), STATUS_OK);
    return stock_open(&stock, &why);
}

static const struct inventory_kept *round_trip(void)
{
    put((struct bytes){(const uint8_t *)"unnamed", 7});
    cr_assert_eq(get(), STATUS_OK, "%s", why);
    return &stock.kept;
}

static bool is_same_finding(const struct finding *a, const struct finding *b)
{
    return a->kind == b->kind && a->record == b->record && a->offset == b->offset &&
           a->detail == b->detail && a->at == b->at;
}

Test(inventory_facts, all_comes_back)
{
    const struct inventory_kept *kept = round_trip();
    const struct inventory_facts *got = &kept->facts;

    cr_expect(str_equal(got->version, facts.version) && str_equal(got->source, facts.source));
    cr_expect(str_equal(got->computer, facts.computer) && got->volume_name.n == 0);
    cr_expect(got->source_bytes == UINT64_MAX && got->scanned == 1);
    cr_expect(got->has_deleted && !got->skipped_free && got->partition == 7);
    cr_expect(str_equal(got->mft_sha256, facts.mft_sha256));
    cr_expect_arr_eq(got->upcase, upcase, sizeof upcase);
    cr_expect(kept->unnamed.n == 7 && memcmp(kept->unnamed.at, "unnamed", 7) == 0);
    cr_expect_arr_eq(&kept->counts, &index.counts, sizeof index.counts);
    cr_assert_eq(kept->nfindings, FINDING_KINDS);
    for (uint32_t i = 0; i < FINDING_KINDS; i++)
        cr_expect(is_same_finding(&kept->findings[i], &findings[i]), "finding %u", i);
}

Test(inventory_facts, the_volume_comes_back)
{
    const struct volume *got = round_trip()->facts.volume;
    const struct geometry *a = &got->geometry, *b = &volume.geometry;

    cr_expect(a->serial == b->serial && a->nsectors == b->nsectors);
    cr_expect(a->sector_bytes == 512 && a->cluster_bytes == 4096 && a->record_bytes == 1024);
    cr_expect(a->index_bytes == 4096 && a->nclusters == 1);
    cr_expect(a->mft_lcn == 786432 && a->mirror_lcn == 2);
    cr_expect(got->nrecords == UINT32_MAX && got->mft_bytes == 70000);
    cr_expect(got->mft_data_bytes == 71680 && !got->is_dump && !got->source);
    cr_assert_eq(got->mft_runs.n, 3);
    for (size_t i = 0; i < 3; i++)
        cr_expect(got->mft_runs.runs[i].vcn == volume.mft_runs.runs[i].vcn &&
                      got->mft_runs.runs[i].lcn == volume.mft_runs.runs[i].lcn &&
                      got->mft_runs.runs[i].nclusters == volume.mft_runs.runs[i].nclusters,
                  "run %zu", i);
    cr_assert_eq(got->nfindings, 2);
    cr_expect(is_same_finding(&got->findings[0], &volume.findings[0]));
    cr_expect(is_same_finding(&got->findings[1], &volume.findings[1]));
}

static void expect_info(void)
{
    const struct volumeinfo *got = round_trip()->facts.info;

    cr_expect(got->has_version == info.has_version && got->major == info.major &&
              got->minor == info.minor && got->flags == info.flags);
    cr_expect_str_eq(got->label, info.label);
    cr_expect(got->log == info.log && got->log_major == info.log_major &&
              got->log_minor == info.log_minor);
    cr_expect_eq(got->hibernation, info.hibernation);
    cr_expect(got->has_space == info.has_space && got->used_bytes == info.used_bytes &&
              got->free_bytes == info.free_bytes);
}

Test(inventory_facts, every_state_of_a_volume_comes_back)
{
    for (int log = VOLUMEINFO_LOG_UNKNOWN; log <= VOLUMEINFO_LOG_DAMAGED; log++)
        for (int state = 0; state <= VOLUMEINFO_HIBERNATION_UNKNOWN; state++) {
            bool has_log = log == VOLUMEINFO_LOG_CLEAN || log == VOLUMEINFO_LOG_UNCLEAN;

            info.log = (enum volumeinfo_log)log;
            info.log_major = info.log_minor = has_log ? 2 : 0;
            info.hibernation = (enum volumeinfo_hibernation)state;
            expect_info();
        }
}

Test(inventory_facts, what_is_not_known_stays_so)
{
    info = (struct volumeinfo){.hibernation = VOLUMEINFO_HIBERNATION_UNKNOWN};
    facts.upcase = NULL;
    facts.disk = NULL;
    facts.partition = 0;
    facts.mft_sha256 = (struct str){0};
    volume.is_dump = true;
    volume.mft_runs.n = 0;
    volume.nfindings = 0;
    index.nfindings = 0;
    expect_info();
    put((struct bytes){0});
    cr_assert_eq(get(), STATUS_OK);
    cr_expect(stock.kept.facts.volume->is_dump && stock.kept.nfindings == 0);
    cr_expect(!stock.kept.facts.upcase && !stock.kept.facts.disk && stock.kept.unnamed.n == 0);
    cr_expect_eq(stock.kept.facts.mft_sha256.n, 0);
}

Test(inventory_facts, the_longest_label_comes_back)
{
    for (size_t i = 0; i < 3 * 128; i++)
        info.label[i] = "\xE2\x82\xAC"[i % 3];
    info.label[3 * 128] = '\0';
    expect_info();
}

/* UTF-16 allows it; whoever reads the metadata must still find UTF-8. */
Test(inventory_facts, a_label_with_a_lone_surrogate_comes_back)
{
    strcpy(info.label, "a\xED\xA0\x80z");
    expect_info();
    for (size_t i = 0; i < rows.nmeta; i++)
        for (size_t at = 0; at + 1 < rows.meta[i].value.n; at++)
            cr_assert(memcmp(rows.meta[i].value.at + at, "\xED\xA0", 2) != 0);
}

Test(inventory_facts, all_partitions_come_back)
{
    disk->n = PARTITIONS_MAX;
    for (uint32_t i = 0; i < PARTITIONS_MAX; i++) {
        struct partition *p = &disk->partitions[i];

        *p = (struct partition){.number = UINT32_MAX - i,
                                .first_byte = UINT64_MAX - i,
                                .nbytes = i,
                                .nbytes_table = UINT64_MAX,
                                .mbr_type = (uint8_t)i,
                                .medium = (enum medium)(i % MEDIUM_COUNT)};
        memset(p->gpt_type, (int)i, sizeof p->gpt_type);
        memset(p->name, i % 2 ? '\t' : 'x', i % PARTITION_NAME_BYTES);
    }

    const struct partition_table *got = round_trip()->facts.disk;
    cr_assert_eq(got->n, PARTITIONS_MAX);
    cr_expect(got->is_gpt && got->sector_bytes == 4096 && !got->is_gpt_backup);
    for (uint32_t i = 0; i < PARTITIONS_MAX; i++) {
        const struct partition *a = &got->partitions[i], *b = &disk->partitions[i];

        cr_expect(a->number == b->number && a->first_byte == b->first_byte &&
                      a->nbytes == b->nbytes && a->nbytes_table == b->nbytes_table &&
                      a->mbr_type == b->mbr_type && a->medium == b->medium &&
                      memcmp(a->gpt_type, b->gpt_type, 16) == 0 && strcmp(a->name, b->name) == 0,
                  "partition %u", i);
    }
}

/* ---- What cannot be ---- */

Test(inventory_facts, what_is_always_written_must_be_there)
{
    static const char *const optional[] = {"mft_sha256", "disk", "upcase", "unnamed"};
    static const char *const for_others[] = {
        "scanned",     "files",        "folders",         "names",
        "naive_bytes", "unique_bytes", "allocated_bytes", "mftlink.table",
    };

    put((struct bytes){(const uint8_t *)"unnamed", 7});
    for (size_t i = 0; i < rows.nmeta; i++) {
        struct table_meta meta = rows.meta[i];
        char key[64];
        bool may_miss = false;

        snprintf(key, sizeof key, "%.*s", (int)meta.key.n, meta.key.at);
        for (size_t k = 0; k < sizeof optional / sizeof optional[0]; k++)
            may_miss = may_miss || strcmp(key, optional[k]) == 0;
        for (size_t k = 0; k < sizeof for_others / sizeof for_others[0]; k++)
            may_miss = may_miss || strcmp(key, for_others[k]) == 0;
        if (strcmp(key, "mftlink.table") == 0)
            continue;
        rows.meta[i].key = str_of("another");
        cr_expect_eq(get(), may_miss ? STATUS_OK : STATUS_DAMAGED, "without %s", key);
        rows.meta[i] = meta;
    }
}

static void expect_damaged(const char *key, const char *value)
{
    struct str good = stock_meta(&rows, key);

    cr_assert_not_null(good.at, "%s", key);
    stock_set_meta(&rows, key, str_of(value));
    cr_expect_eq(get(), STATUS_DAMAGED, "%s: %s", key, value);
    cr_expect_str_eq(why ? why : "nothing", "what it says of its volume cannot be");
    stock_set_meta(&rows, key, good);
}

Test(inventory_facts, numbers_must_be_numbers)
{
    static const char *const keys[] = {
        "source_bytes", "scanned_100ns", "has_deleted", "skipped_free", "sectors",
        "sector_bytes", "cluster_bytes", "clusters",    "record_bytes", "index_bytes",
        "mft_lcn",      "mirror_lcn",    "mft_records", "mft_bytes",    "mft_initialized_bytes",
        "records",      "read",          "bases",       "extensions",   "deleted",
        "free",         "damaged",       "dos_names",   "formatted",    "used_bytes",
        "free_bytes",
    };
    static const char *const wrong[] = {"x",    "-1", " 1", "1 2", "18446744073709551616",
                                        "0x10", "1\n"};

    put((struct bytes){0});
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        for (size_t k = 0; k < sizeof wrong / sizeof wrong[0]; k++)
            expect_damaged(keys[i], wrong[k]);
    expect_damaged("has_deleted", "2");
    expect_damaged("mft_records", "4294967296");
    expect_damaged("sector_bytes", "4294967296");
}

Test(inventory_facts, words_must_be_known)
{
    static const struct {
        const char *key, *value;
    } cases[] = {
        {"kind", "disk"},
        {"log", "tidy"},
        {"hibernation", ""},
        {"ntfs_version", "3"},
        {"ntfs_version", "3.1.2"},
        {"ntfs_version", "256.0"},
        {"ntfs_version", "3.1 x"},
        {"log_version", "2"},
        {"volume_flags", "0001"},
        {"volume_flags", "zz0001"},
        {"volume_flags", "0x0001 0"},
        {"volume_flags", "0x"},
        {"serial", ""},
        {"serial", "00000000000000000"},
        {"serial", "000000000000000g"},
        {"serial", "0000000000000000 0"},
        {"mft_sha256", "0123"},
        {"mft_sha256", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeF"},
        {"upcase", "AAAA"},
        {"upcase", "AAA"},
        {"unnamed", "!!!!"},
    };

    put((struct bytes){(const uint8_t *)"unnamed", 7});
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_damaged(cases[i].key, cases[i].value);
}

Test(inventory_facts, users_must_be_legible)
{
    facts.users = (struct bytes){(const uint8_t *)"PAR1", 4};
    put((struct bytes){(const uint8_t *)"unnamed", 7});
    cr_expect_eq(get(), STATUS_DAMAGED);
    expect_damaged("users", "!!!!");
}

Test(inventory_facts, lines_must_be_whole)
{
    static const struct {
        const char *key, *value;
    } cases[] = {
        {"mft_runs", "0 1\n"},
        {"mft_runs", "0 1 2 3\n"},
        {"mft_runs", "0 18446744073709551615 1\n"},
        {"mft_runs", "0 -1 1\n"},
        {"mft_runs", "\n"},
        {"findings", "torn 1 2 3\n"},
        {"findings", "torn 1 2 3 4 5\n"},
        {"findings", "worn 1 2 3 4\n"},
        {"findings", "torn 1 -2 3 4\n"},
        {"findings", "torn 1 2 4294967296 4\n"},
        {"volume_findings", "torn 1 2 3\n"},
        {"disk", ""},
        {"disk", "gpt 512 0\n"},
        {"disk", "mbr 512 0 0\n1 0 0 0\n"},
    };

    put((struct bytes){0});
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_damaged(cases[i].key, cases[i].value);
    expect_damaged("volume_findings", "torn 1 2 3 4\ntorn 1 2 3 4\ntorn 1 2 3 4\n"
                                      "torn 1 2 3 4\ntorn 1 2 3 4\ntorn 1 2 3 4\n"
                                      "torn 1 2 3 4\ntorn 1 2 3 4\ntorn 1 2 3 4\n");
}

Test(inventory_facts, texts_must_be_those_of_a_disk)
{
    char label[3 * 128 + 2];

    put((struct bytes){0});
    memset(label, 'x', sizeof label);
    label[129] = '\0';
    expect_damaged("label", label);
    expect_damaged("label", "\xFF");
    stock_set_meta(&rows, "label", (struct str){"a\0b", 3});
    cr_expect_eq(get(), STATUS_DAMAGED);
}

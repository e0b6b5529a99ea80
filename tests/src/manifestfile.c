/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manifests to tables and back, and tables that are none. */
#define _GNU_SOURCE /* mkstemp */

#include "src/manifestfile.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <unistd.h>

#include "tests/support/chance.h"
#include "tests/support/manifestmaker.h"
#include "tests/support/rack.h"

TestSuite(manifestfile, .timeout = 120);

static const char *const keys[] = {"mftlink.table", "mftlink.version", "store", "store_raw",
                                   "drive",         "serial",          NULL};

static enum status read_back(struct bytes bytes, unsigned nworkers, struct manifest *manifest_ret,
                             const char **why_ret)
{
    struct source source = source_of_memory(bytes);

    *why_ret = NULL;
    return manifestfile_read(&source, nworkers, manifest_ret, why_ret);
}

static void expect_back(const struct manifest *manifest)
{
    struct arena arena = {0};
    struct bytes bytes = manifestmaker_bytes(manifest, 1, &arena);

    for (unsigned nworkers = 1; nworkers <= 3; nworkers++) {
        struct manifest back;
        struct bytes again;
        const char *why;

        cr_assert_eq(read_back(bytes, nworkers, &back, &why), STATUS_OK, "%s", why);
        cr_assert(manifestmaker_are_equal(manifest, &back));
        again = manifestmaker_bytes(&back, nworkers + 1, &arena);
        cr_assert(again.n == bytes.n && memcmp(again.at, bytes.at, bytes.n) == 0, "the same bytes");
        manifest_free(&back);
    }
    arena_free(&arena);
}

Test(manifestfile, manifests_come_back)
{
    for (uint64_t seed = 1; seed < 50; seed++) {
        struct manifest manifest;

        manifestmaker(seed, (uint32_t)(seed * seed), &manifest);
        expect_back(&manifest);
        manifest_free(&manifest);
    }
}

Test(manifestfile, empty_ones_come_back)
{
    struct manifest manifest;

    manifestmaker(1, 0, &manifest);
    expect_back(&manifest);
    manifest_free(&manifest);
}

Test(manifestfile, many_rows_come_back_and_take_few_bytes_each)
{
    enum { N = 300000, BYTES_A_ROW = 60 };
    struct manifest manifest;
    struct arena arena = {0};

    manifestmaker_plain(7, N, &manifest);
    expect_back(&manifest);
    cr_assert_leq(manifestmaker_bytes(&manifest, 2, &arena).n, N * BYTES_A_ROW);
    arena_free(&arena);
    manifest_free(&manifest);
}

Test(manifestfile, files_are_saved_and_loaded)
{
    char name[] = "/tmp/manifestfile-XXXXXX";
    struct manifest manifest, back;
    int fd = mkstemp(name);

    cr_assert_geq(fd, 0);
    close(fd);
    manifestmaker(5, 200, &manifest);
    manifestmaker_save(&manifest, name);
    cr_assert(manifestfile_load(name, 2, &back));
    cr_expect(manifestmaker_are_equal(&manifest, &back));
    manifest_free(&back);
    manifest_free(&manifest);
    unlink(name);
    cr_assert_not(manifestfile_load(name, 2, &back));
}

/* ---- Damage ---- */

static void expect_damaged(struct bytes bytes)
{
    struct manifest manifest;
    const char *why;
    enum status status = read_back(bytes, 2, &manifest, &why);

    cr_assert(status == STATUS_DAMAGED || status == STATUS_NOT_FOUND);
    cr_assert_not_null(why);
}

Test(manifestfile, what_is_cut_off_is_damaged)
{
    struct manifest manifest;
    struct arena arena = {0};
    struct bytes bytes;

    manifestmaker(3, 60, &manifest);
    bytes = manifestmaker_bytes(&manifest, 1, &arena);
    for (size_t n = 0; n < bytes.n; n += 1 + n % 7)
        expect_damaged((struct bytes){bytes.at, n});
    arena_free(&arena);
    manifest_free(&manifest);
}

Test(manifestfile, every_bit_counts)
{
    struct chance chance = chance_seed(9);
    struct manifest manifest;
    struct arena arena = {0};
    struct bytes bytes;

    manifestmaker(3, 60, &manifest);
    bytes = manifestmaker_bytes(&manifest, 1, &arena);
    for (int i = 0; i < 3000; i++) {
        uint32_t at = chance_below(&chance, (uint32_t)bytes.n), bit = chance_below(&chance, 8);
        uint8_t *byte = (uint8_t *)bytes.at + at;

        *byte = (uint8_t)(*byte ^ 1 << bit);
        expect_damaged(bytes);
        *byte = (uint8_t)(*byte ^ 1 << bit);
    }
    arena_free(&arena);
    manifest_free(&manifest);
}

/* ---- Forgeries whose hashes are right ---- */

static struct rack rack;
static struct arena memory;

/* Three rows: the way to the store, a link, a copy. */
static void take(void)
{
    static uint8_t digest[MANIFEST_SHA256_BYTES] = {0xAB};
    struct manifest_row rows[] = {
        {.kind = PLAN_MKDIR, .path = str_of("\\mig")},
        {.kind = PLAN_LINK,
         .path = str_of("\\mig\\data\\USMT\\File\\C$\\Users\\a.txt"),
         .original = str_of("C:\\Users\\a.txt"),
         .reference = 0x1000000000040,
         .source = 0x1000000000040,
         .streams = str_of(":b=4"),
         .owner = str_of("S-1-5-18"),
         .user = str_of("Ann"),
         .rule = str_of("x"),
         .links = 1},
        {.kind = PLAN_COPY,
         .path = str_of("\\mig\\data\\USMT\\File\\D$\\b"),
         .original = str_of("D:\\b"),
         .source = 0x1000000000041,
         .has_sha256 = true},
    };
    struct manifest manifest = {.store = str_of("C:\\mig\\data"),
                                .drive = str_of("C:"),
                                .version = str_of("1"),
                                .serial = 0x1234,
                                .rows = rows,
                                .n = 3};
    struct bytes bytes;

    memcpy(rows[2].sha256, digest, sizeof digest);
    bytes = manifestmaker_bytes(&manifest, 1, &memory);
    rack_take((struct str){(const char *)bytes.at, bytes.n}, keys, &rack);
}

static enum status read_rack(const char **why_ret)
{
    struct textbuf file = rack_write(&rack);
    struct manifest manifest;
    enum status status =
        read_back((struct bytes){(const uint8_t *)file.at, file.n}, 1, &manifest, why_ret);

    if (status == STATUS_OK)
        manifest_free(&manifest);
    textbuf_free(&file);
    rack_free(&rack);
    arena_free(&memory);
    return status;
}

static void expect_refused(const char *what)
{
    const char *why;

    cr_expect_neq(read_rack(&why), STATUS_OK, "%s", what);
    cr_expect_not_null(why, "%s", what);
}

Test(manifestfile, what_was_only_taken_apart_is_read)
{
    const char *why;

    take();
    cr_assert_eq(read_rack(&why), STATUS_OK, "%s", why);
}

static void refuse_text(const char *column, uint32_t i, struct str text)
{
    take();
    rack_set_text(rack_column(&rack, column), i, text);
    expect_refused(text.at);
}

Test(manifestfile, no_path_leads_out_of_the_store)
{
    static const char *const paths[] = {"",
                                        "\\",
                                        "\\mig",
                                        "\\mig\\data",
                                        "\\mig\\dat\\x",
                                        "\\mig\\data2\\x",
                                        "\\Mig\\data\\x",
                                        "\\other",
                                        "mig\\data\\x",
                                        "C:\\mig\\data\\x",
                                        "\\mig\\data\\..\\x",
                                        "\\mig\\data\\..",
                                        "\\mig\\data\\.\\x",
                                        "\\mig\\data\\\\x",
                                        "\\mig\\data\\x\\",
                                        "\\mig\\data\\x/../../y",
                                        "\\mig\\data\\x:stream",
                                        "/mig/data/x",
                                        "\\mig\\..\\mig\\data\\x",
                                        "\\mig\\data\\\xFF",
                                        "\\mig\\data\\\xED\xA0\x80"};

    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        refuse_text("path", 1, str_of(paths[i]));
    refuse_text("path", 1, (struct str){"\\mig\\data\\a\0b", 13});
    refuse_text("path", 0, str_of("\\other"));
    refuse_text("path", 0, str_of("\\mi"));
}

Test(manifestfile, originals_are_paths_with_a_drive)
{
    static const char *const paths[] = {
        "",       "C:",        "C:\\",    "\\Users",          "C:Users",
        "CC:\\x", "C:\\..\\x", "C:\\a:b", "D:\\Users\\a.txt", "1:\\x"};

    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        refuse_text("original", 0, str_of(paths[i]));
}

Test(manifestfile, other_texts_are_what_they_must_be)
{
    static const char digits[] = "ab00000000000000000000000000000000000000000000000000000000000000";
    static const char *const streams[] = {"b=4",
                                          ":b",
                                          ":b=",
                                          ":b=04",
                                          ":b=x",
                                          ":=4",
                                          ":b=4:",
                                          ":b=4 ",
                                          ":b=99999999999999999999",
                                          ":%=4",
                                          ":%0041=4",
                                          ":%003A=4",
                                          ":\xED\xA0\x80=4",
                                          ":a\nb=4"};

    for (size_t i = 0; i < sizeof streams / sizeof streams[0]; i++)
        refuse_text("streams", 1, str_of(streams[i]));
    refuse_text("owner", 0, str_of("Ann"));
    refuse_text("owner", 0, str_of(""));
    refuse_text("user", 0, str_of(""));
    refuse_text("rule", 0, str_of("\xFF"));
    refuse_text("kind", 1, str_of("unlink"));
    refuse_text("kind", 1, str_of("mkdir "));
    refuse_text("sha256", 0, (struct str){digits, 63});
    refuse_text("sha256", 0,
                str_of("AB00000000000000000000000000000000000000000000000000000000000000"));
    refuse_text("store", 1, str_of("C:\\other"));
    refuse_text("drive", 1, str_of("D:"));
    refuse_text("volume", 1, str_of("0000000000001235"));
}

Test(manifestfile, numbers_are_what_they_must_be)
{
    take();
    rack_column(&rack, "record")->numbers[0] = UINT64_C(1) << 48;
    expect_refused("record");
    take();
    rack_set_number(rack_column(&rack, "source_record"), 1, 0x40);
    rack_set_number(rack_column(&rack, "source_sequence"), 1, 1);
    expect_refused("a link that is told to be of another file");
    take();
    rack_set_null(rack_column(&rack, "sequence"), false, 1);
    expect_refused("a record without a sequence number");
    take();
    rack_set_null(rack_column(&rack, "source_record"), false, 2);
    rack_set_null(rack_column(&rack, "source_sequence"), false, 2);
    expect_refused("an original without a source");
    take();
    rack_column(&rack, "size")->numbers[0] = 1;
    expect_refused("a size of nothing");
    take();
    rack_column(&rack, "created_100ns")->numbers[1]++;
    rack_column(&rack, "created")->numbers[0]++;
    expect_refused("another time");
}

Test(manifestfile, metadata_are_what_they_must_be)
{
    static const struct {
        const char *key, *value;
    } wrong[] = {{"store", "C:"},
                 {"store", "C:\\"},
                 {"store", "\\mig\\data"},
                 {"store", "C:\\other"},
                 {"store", "C:\\mig\\data\\.."},
                 {"store_raw", "!"},
                 {"store_raw", ""},
                 {"drive", "D"},
                 {"drive", "D:\\"},
                 {"drive", ""},
                 {"serial", "1234"},
                 {"serial", "000000000000123G"},
                 {"mftlink.table", "manifest 2"},
                 {"mftlink.table", "plan 1"}};

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        take();
        rack_set_meta(&rack, wrong[i].key, str_of(wrong[i].value));
        expect_refused(wrong[i].value);
    }
    for (size_t i = 0; keys[i]; i++) {
        take();
        if (!rack_meta(&rack, keys[i]).at) {
            rack_free(&rack);
            continue;
        }
        rack_set_meta(&rack, keys[i], (struct str){NULL, 0});
        expect_refused(keys[i]);
    }
}

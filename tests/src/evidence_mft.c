/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of $MFT, and what is told of them. */
#include "src/evidence_mft.h"

#include <criterion/criterion.h>

static const char abc[] = "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"";
static const char nothing[] =
    "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"";

static void see(struct evidence_mft *mft, uint64_t first, uint32_t n, const char *bytes)
{
    struct scan_piece piece = {first, n, {(const uint8_t *)bytes, strlen(bytes)}};

    evidence_mft_see(mft, &piece);
}

/* The document of MFT, which it frees, where the records in UNREADABLE (ends with 0) were not read.
 */
static struct textbuf document_of(struct evidence_mft *mft, const uint64_t *unreadable)
{
    struct finding findings[8] = {{.kind = FINDING_TORN, .record = 5}};
    struct volume volume = {.geometry = {.record_bytes = 1024}};
    struct index index = {.findings = findings, .nfindings = 1};
    struct textbuf text = {0};
    struct json json = {.to = &text};

    for (; *unreadable; unreadable++)
        findings[index.nfindings++] =
            (struct finding){.kind = FINDING_UNREADABLE, .record = *unreadable};
    json_object(&json, NULL);
    cr_assert(evidence_mft_put(mft, &volume, &index, &json));
    json_end(&json, '}');
    textbuf_char(&text, '\0');
    evidence_mft_free(mft);
    return text;
}

static void expect_in(struct evidence_mft *mft, const uint64_t *unreadable,
                      const char *const *expected)
{
    struct textbuf text = document_of(mft, unreadable);

    for (; *expected; expected++)
        cr_expect(strstr(text.at, *expected), "no %s in %s", *expected, text.at);
    textbuf_free(&text);
}

static const uint64_t none[] = {0};

Test(evidence_mft, pieces_are_one)
{
    struct evidence_mft mft = {0};

    see(&mft, 0, 2, "a");
    see(&mft, 2, 2, "bc");
    expect_in(&mft, none,
              (const char *const[]){abc, "\"bytes_hashed\": 3,", "\"exact\": true",
                                    "\"left_out\": []", "\"unreadable\": []", NULL});
}

Test(evidence_mft, nothing_at_all)
{
    struct evidence_mft mft = {0};

    expect_in(&mft, none, (const char *const[]){nothing, "\"bytes_hashed\": 0,", NULL});
}

Test(evidence_mft, a_second_pass_is_what_counts)
{
    struct evidence_mft mft = {0};

    see(&mft, 0, 2, "x");
    see(&mft, 2, 2, "");
    see(&mft, 0, 2, "ab");
    see(&mft, 2, 2, "c");
    expect_in(&mft, none, (const char *const[]){abc, "\"left_out\": []", "\"exact\": true", NULL});
}

Test(evidence_mft, stretches_left_out_grow_together)
{
    struct evidence_mft mft = {0};

    see(&mft, 0, 256, "ab");
    see(&mft, 256, 256, "");
    see(&mft, 512, 256, "");
    see(&mft, 768, 256, "c");
    see(&mft, 1024, 7, "");
    expect_in(&mft, none,
              (const char *const[]){abc, "{\"first_record\": 256, \"records\": 512}",
                                    "{\"first_record\": 1024, \"records\": 7}",
                                    "\"left_out_records\": 519", "\"exact\": false", NULL});
}

Test(evidence_mft, many_stretches)
{
    struct evidence_mft mft = {0};

    see(&mft, 0, 1, "abc");
    for (uint64_t i = 1; i < 1000; i += 2)
        see(&mft, i, 1, "");
    expect_in(&mft, none,
              (const char *const[]){abc, "{\"first_record\": 1, \"records\": 1}",
                                    "{\"first_record\": 999, \"records\": 1}",
                                    "\"left_out_records\": 500", NULL});
}

Test(evidence_mft, unreadable_records_are_told)
{
    static const uint64_t unreadable[] = {7, 8, 9, 12, 14, 15, 0};
    struct evidence_mft mft = {0};

    see(&mft, 0, 20, "abc");
    expect_in(&mft, unreadable,
              (const char *const[]){"{\"first_record\": 7, \"records\": 3}",
                                    "{\"first_record\": 12, \"records\": 1}",
                                    "{\"first_record\": 14, \"records\": 2}",
                                    "\"unreadable_records\": 6", "\"exact\": false", NULL});
}

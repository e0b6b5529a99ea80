/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hostile plans whose hashes are right: each is refused, with the reason that is its own. */
#include "src/planfile_rows.h"

#include "src/base64.h"
#include "src/planfile_parts.h"
#include "src/planfile_read.h"
#include "src/planfile_write.h"
#include "tests/support/planmaker.h"
#include "tests/support/rack.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static const char *const keys[] = {"mftlink.table", "mftlink.version", "command",  "store",
                                   "store_raw",     "operations",      "refusals", "blocked",
                                   "volumes",       "users",           "rules",    "folders",
                                   "descriptors",   "notes",           NULL};

/* A plan of ROWS, every one of which can be changed. */
static void begin(struct rack *rack)
{
    struct planmaker maker = {.seed = 8, .nfolders = 12, .nops = 40, .nrefusals = 10};
    struct out out = out_to_memory();
    struct plan plan;

    planmaker(&maker, &plan);
    cr_assert_eq(planfile_write(&plan, 1, &out), STATUS_OK);
    rack_take(textbuf_view(&out.text), keys, rack);
    textbuf_free(&out.text);
    plan_free(&plan);
}

/* What reading the rack gives; NULL where it is taken. */
static const char *reason(const struct rack *rack)
{
    struct textbuf file = rack_write(rack);
    struct source source = source_of_memory((struct bytes){(const uint8_t *)file.at, file.n});
    struct tableread *table;
    const char *why = NULL;
    struct plan plan;
    enum status status;

    cr_assert_eq(tableread_open(&source, &table, &why), STATUS_OK);
    status = planfile_read(table, 1, &plan, &why);
    cr_assert(status == STATUS_OK || (status == STATUS_DAMAGED && why));
    if (status == STATUS_OK)
        plan_free(&plan);
    tableread_close(table);
    textbuf_free(&file);
    return status == STATUS_OK ? NULL : why;
}

static void expect(struct rack *rack, const char *expected, const char *what)
{
    const char *why = reason(rack);

    if (!why || !expected)
        cr_expect(!why && !expected, "%s: %s", what, why ? why : "is taken");
    else
        cr_expect_str_eq(why, expected, "%s: %s", what, why);
    rack_free(rack);
}

static const char rows_cannot[] = "its rows cannot be those of a plan";
static const char contradict[] = "its columns contradict each other";

/* The first row of those with (WITH) or without a value in COLUMN. */
static uint32_t row_with(struct rack *rack, const char *column, bool with)
{
    const struct table_values *values = rack_column(rack, column);
    uint32_t row = 0;

    while (row < values->nrows && values->present[row] != with)
        row++;
    cr_assert_lt(row, values->nrows);
    return row;
}

Test(planfile_rows, unchanged_is_taken)
{
    struct rack rack;

    begin(&rack);
    expect(&rack, NULL, "unchanged");
    begin(&rack);
    rack.group_rows = 7;
    expect(&rack, NULL, "in many row groups");
}

Test(planfile_rows, words_must_be_known)
{
    struct rack rack;

    begin(&rack);
    rack_set_text(rack_column(&rack, "kind"), 3, str_of("format"));
    expect(&rack, rows_cannot, "an unknown kind");
    begin(&rack);
    rack_set_text(rack_column(&rack, "reason"), 3, str_of(""));
    expect(&rack, rows_cannot, "an unknown reason");
}

Test(planfile_rows, places_must_be_there)
{
    static const char *const columns[] = {"folder", "from_folder", "rule_number"};
    static const uint64_t places[] = {12, UINT32_MAX};

    for (unsigned i = 0; i < 3; i++)
        for (unsigned k = 0; k < 2; k++) {
            struct rack rack;

            begin(&rack);
            rack_set_number(rack_column(&rack, columns[i]), 2, places[k]);
            expect(&rack, rows_cannot, columns[i]);
        }
}

Test(planfile_rows, an_operation_needs_its_place_its_name_and_its_source)
{
    struct rack rack;

    begin(&rack);
    rack_set_null(rack_column(&rack, "folder"), false, 1);
    expect(&rack, rows_cannot, "no folder");
    begin(&rack);
    rack_set_text(rack_column(&rack, "name"), row_with(&rack, "name_raw", false), str_of(""));
    expect(&rack, rows_cannot, "no name");
    begin(&rack);
    for (uint32_t row = 0; row < 40; row++)
        if (str_equal(table_text(rack_column(&rack, "kind"), row), str_of("link")))
            rack_set_null(rack_column(&rack, "from_folder"), false, row);
    expect(&rack, rows_cannot, "a link without a source");
}

/* The first operation of KIND. */
static uint32_t op_of(struct rack *rack, const char *kind)
{
    for (uint32_t row = 0; row < 40; row++)
        if (str_equal(table_text(rack_column(rack, "kind"), row), str_of(kind)))
            return row;
    cr_expect(false, "there is no %s", kind);
    return 0;
}

Test(planfile_rows, descriptors_are_given_to_who_can_get_them)
{
    struct rack rack;

    begin(&rack);
    rack_column(&rack, "descriptor")->numbers[op_of(&rack, "secure")] = 4;
    expect(&rack, rows_cannot, "a descriptor that is not there");
    begin(&rack);
    rack_column(&rack, "descriptor")->numbers[op_of(&rack, "secure")] = 0;
    expect(&rack, rows_cannot, "a file is secured by nothing");
    begin(&rack);
    rack_column(&rack, "descriptor_before")->numbers[op_of(&rack, "secure")] = 0;
    expect(&rack, rows_cannot, "nobody knows what it has had");
    begin(&rack);
    rack_column(&rack, "descriptor_before")->numbers[op_of(&rack, "copy")] = 1;
    expect(&rack, rows_cannot, "a copy has had none");
    begin(&rack);
    rack_column(&rack, "descriptor")->numbers[op_of(&rack, "link")] = 1;
    expect(&rack, rows_cannot, "a link has that of its file");
    begin(&rack);
    rack_column(&rack, "descriptor")->numbers[op_of(&rack, "copy")] = 3;
    expect(&rack, NULL, "another descriptor");
}

Test(planfile_rows, names_are_of_a_disk)
{
    struct rack rack;

    begin(&rack);
    rack_set_text(rack_column(&rack, "name"), row_with(&rack, "name_raw", false),
                  (struct str){"a\0b", 3});
    expect(&rack, rows_cannot, "a NUL");
    begin(&rack);
    rack_set_text(rack_column(&rack, "name_raw"), 0, str_of("\xFF"));
    expect(&rack, rows_cannot, "no WTF-8");
    begin(&rack);
    rack_set_text(rack_column(&rack, "name_raw"), 0, str_of("\xED\xA0\x80z"));
    expect(&rack, contradict, "exact names that are not the names");
}

/* Whatever others read in the file is what mftlink works with. */
Test(planfile_rows, no_column_says_something_else)
{
    static const char *const texts[] = {"volume", "path",      "from_volume", "from_path",
                                        "user",   "component", "rule",        "pattern"};
    static const char *const numbers[] = {"op", "created", "modified"};
    struct rack rack;

    for (unsigned i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        begin(&rack);
        rack_set_text(rack_column(&rack, texts[i]), 0, str_of("C:"));
        if (i == 0)
            rack_set_text(rack_column(&rack, texts[i]), 0, str_of("E"));
        expect(&rack, contradict, texts[i]);
    }
    for (unsigned i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        uint32_t row;

        begin(&rack);
        row = row_with(&rack, numbers[i], true);
        rack_set_number(rack_column(&rack, numbers[i]), row, 4711);
        expect(&rack, contradict, numbers[i]);
        begin(&rack);
        rack_set_null(rack_column(&rack, numbers[i]), false, row);
        expect(&rack, contradict, numbers[i]);
        begin(&rack);
        row = row_with(&rack, numbers[i], false);
        rack_set_number(rack_column(&rack, numbers[i]), row, 4711);
        expect(&rack, contradict, numbers[i]);
    }
    begin(&rack);
    rack_column(&rack, "refused")->numbers[39] = 1;
    expect(&rack, contradict, "refused");
}

Test(planfile_rows, references_are_whole)
{
    struct rack rack;
    uint32_t row;

    begin(&rack);
    row = row_with(&rack, "record", true);
    rack_set_null(rack_column(&rack, "sequence"), false, row);
    expect(&rack, rows_cannot, "a record without a sequence number");
    begin(&rack);
    rack_set_number(rack_column(&rack, "record"), row, UINT64_C(1) << 48);
    expect(&rack, rows_cannot, "a record of 49 bits");
    begin(&rack);
    rack_set_number(rack_column(&rack, "sequence"), row, 65536);
    expect(&rack, rows_cannot, "a sequence number of 17 bits");
    begin(&rack);
    rack_set_number(rack_column(&rack, "record"), row, 0);
    rack_set_number(rack_column(&rack, "sequence"), row, 0);
    expect(&rack, contradict, "0 for nothing");
}

/* ---- Metadata ---- */

Test(planfile_rows, metadata_are_whole)
{
    struct rack rack;

    for (unsigned i = 1; keys[i]; i++) {
        begin(&rack);
        rack_set_meta(&rack, keys[i], (struct str){0});
        if (strcmp(keys[i], "store_raw") == 0)
            expect(&rack, NULL, "the store as others read it");
        else
            expect(&rack, "a part of its metadata is missing", keys[i]);
    }
    begin(&rack);
    rack_set_meta(&rack, "blocked", str_of("2"));
    expect(&rack, "a number in its metadata cannot be", "blocked");
    begin(&rack);
    rack_set_meta(&rack, "operations", str_of("41"));
    expect(&rack, "it has not as many rows as its metadata say", "operations");
    begin(&rack);
    rack_set_meta(&rack, "operations", str_of("39"));
    rack_set_meta(&rack, "refusals", str_of("11"));
    expect(&rack, contradict, "an operation that was none");
    begin(&rack);
    rack_set_meta(&rack, "folders", str_of("*"));
    expect(&rack, "a part of its metadata is no base64", "folders");
    begin(&rack);
    rack_set_meta(&rack, "folders", rack_meta(&rack, "users"));
    expect(&rack, "a list of its metadata is none", "users as folders");
    begin(&rack);
    rack_set_meta(&rack, "folders", str_of("UEFSMQ=="));
    expect(&rack, "its end is missing", "a list cut off");
    begin(&rack);
    rack_set_meta(&rack, "folders", str_of("c29tZXRoaW5nIGVsc2UgdGhhbiBhIHRhYmxl"));
    expect(&rack, "a list of its metadata is not legible", "something else than a table");
}

Test(planfile_rows, columns_are_those_of_today)
{
    struct rack rack;

    begin(&rack);
    rack.columns[2].name = "sort";
    expect(&rack, "it has not the columns of a plan", "another name");
    begin(&rack);
    rack.ncolumns--;
    table_free(&rack.values[rack.ncolumns]);
    expect(&rack, "it has not the columns of a plan", "one less");
}

/* Changes a list of the metadata by CHANGE. */
static void change_list(struct rack *rack, const char *key, void (*change)(struct rack *))
{
    static const char *const list_keys[] = {"mftlink.table", NULL};
    struct arena arena = {0};
    struct textbuf text = {0}, file;
    struct bytes bytes;
    struct rack list;

    cr_assert_eq(base64_decode(rack_meta(rack, key), &arena, &bytes), STATUS_OK);
    rack_take((struct str){(const char *)bytes.at, bytes.n}, list_keys, &list);
    change(&list);
    file = rack_write(&list);
    base64_encode((struct bytes){(const uint8_t *)file.at, file.n}, &text);
    rack_set_meta(rack, key, textbuf_view(&text));
    textbuf_free(&file);
    textbuf_free(&text);
    rack_free(&list);
    arena_free(&arena);
}

static void expect_list(const char *key, void (*change)(struct rack *), const char *expected,
                        const char *what)
{
    struct rack rack;

    begin(&rack);
    change_list(&rack, key, change);
    expect(&rack, expected, what);
}

static void nothing(struct rack *list)
{
    (void)list;
}

static void parent_behind(struct rack *list)
{
    rack_column(list, "parent")->numbers[4] = 4;
}

static void other_volume(struct rack *list)
{
    rack_column(list, "volume")->numbers[4] ^= 1;
}

static void no_such_volume(struct rack *list)
{
    rack_column(list, "volume")->numbers[4] = 2;
}

static void no_volume(struct rack *list)
{
    rack_column(list, "volume")->numbers[4] = UINT32_MAX;
}

static void nameless(struct rack *list)
{
    rack_set_text(rack_column(list, "name"), 4, (struct str){"", 0});
}

static void root_with_a_name(struct rack *list)
{
    rack_set_text(rack_column(list, "name"), 0, str_of("x"));
}

/* "\a\b" is once a folder b in a, and once a folder of the root with that name. */
static void one_path_twice(struct rack *list)
{
    uint64_t *parents = rack_column(list, "parent")->numbers;

    for (unsigned i = 8; i < 12; i++)
        rack_column(list, "volume")->numbers[i] = 0;
    rack_set_text(rack_column(list, "name"), 8, str_of("a"));
    rack_set_text(rack_column(list, "name"), 9, str_of("b"));
    rack_set_text(rack_column(list, "name"), 10, str_of("a\\b"));
    parents[8] = 0;
    parents[9] = 8;
    parents[10] = 0;
    parents[11] = 0;
}

static void no_wtf8(struct rack *list)
{
    rack_set_text(rack_column(list, "name"), 4, str_of("\xED\xA0\x80\xED\xB0\x80"));
}

static void nul(struct rack *list)
{
    rack_set_text(rack_column(list, "name"), 4, (struct str){"\0", 1});
}

Test(planfile_rows, folders_are_a_tree)
{
    static const char cannot[] = "a folder that it names cannot be";
    static const char not_there[] = "a list of its metadata names what is not there";

    expect_list("folders", nothing, NULL, "unchanged");
    expect_list("folders", parent_behind, not_there, "in itself");
    expect_list("folders", no_such_volume, not_there, "on no volume");
    expect_list("folders", no_volume, cannot, "on none");
    expect_list("folders", other_volume, cannot, "on another volume than its parent");
    expect_list("folders", nameless, cannot, "without a name");
    expect_list("folders", root_with_a_name, cannot, "a root with a name");
    expect_list("folders", no_wtf8, cannot, "surrogates that belong together");
    expect_list("folders", nul, cannot, "a NUL");
    expect_list("folders", one_path_twice, "it names a folder twice", "one path twice");
}

static void drive_twice(struct rack *list)
{
    rack_set_text(rack_column(list, "drive"), 1, str_of("C:"));
}

static void no_units(struct rack *list)
{
    rack_column(list, "cluster_bytes")->numbers[0] = 0;
}

static void too_free(struct rack *list)
{
    rack_column(list, "free_clusters")->numbers[0] = UINT64_MAX;
}

static void no_such_user(struct rack *list)
{
    rack_column(list, "user")->numbers[0] = 3;
}

Test(planfile_rows, volumes_and_rules_can_be)
{
    static const char cannot[] = "a volume that it names cannot be";

    expect_list("volumes", drive_twice, cannot, "a drive twice");
    expect_list("volumes", no_units, cannot, "no units");
    expect_list("volumes", too_free, cannot, "more free than there is");
    expect_list("rules", no_such_user, "a list of its metadata names what is not there", "no user");
}

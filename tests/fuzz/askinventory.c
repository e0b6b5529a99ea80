/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names, files, facts, exports, and the inventory of the inventory: see askinventory.h. */
#include "tests/fuzz/askinventory.h"

#include <assert.h>

#include "mft/path.h"
#include "src/export_run.h"
#include "src/info_json.h"
#include "src/info_text.h"
#include "src/inventory_users.h"
#include "src/inventory_write.h"
#include "src/linkgroup.h"
#include "src/summary_json.h"
#include "src/summary_text.h"
#include "src/users_json.h"
#include "src/users_text.h"
#include "tests/support/digest.h"

static void ask_names(const struct index *index)
{
    struct path path = {0};

    for (uint32_t name = 0; name < index->names.n; name++) {
        uint32_t parent = index_parent(index, name), found;

        assert(parent == INDEX_NONE || parent < index->files.n);
        assert(index->names.file[name] < index->files.n);
        assert(index_name(index, name).n <= 3 * NAME_UNITS_MAX);
        assert(path_of_name(index, name, &path) == STATUS_OK);
        assert(path.n > 0 && path.at[0] == '\\');
        if (parent != INDEX_NONE)
            path_is_below(index, name, parent);
        if (index->want & WANT_CHILDREN)
            path_find(index, path_str(&path), NULL, &found, NULL);
    }
    path_free(&path);
}

static void ask_files(const struct index *index)
{
    struct linkgroup_reader *reader;
    struct linkgroup group;
    uint32_t n;

    assert(linkgroup_begin(index, &reader));
    for (uint32_t file = 0; file < index->files.n; file++) {
        assert(file == 0 || index->files.record[file - 1] < index->files.record[file]);
        assert(index_find(index, index->files.record[file]) == file);
        assert(index_first_name(index, file) <= index_end_name(index, file));
        assert(linkgroup_read(reader, file, &group) == STATUS_OK);
        index_streams(index, file, &n);
        index_findings(index, index->files.record[file], &n);
        if (index->files.owner)
            assert(index->files.owner[file] <= index->nowners);
    }
    linkgroup_end(reader);
}

static void ask_export(const struct index *index)
{
    static const enum options_format formats[] = {FORMAT_CSV, FORMAT_JSONL, FORMAT_BODYFILE};
    const struct exportrow_source source = {.index = index};

    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        const struct options options = {.format = formats[i],
                                        .with_streams = true,
                                        .with_deleted = true,
                                        .with_name_times = true,
                                        .jobs = 1};
        struct out out = out_to_memory();

        assert(export_run(&source, columns_all, &options, &out) == STATUS_OK && !out.error);
        textbuf_free(&out.text);
    }
}

/* They were looked at when it was opened. */
static void ask_users(struct bytes users, const struct index *index, struct json *json,
                      struct textbuf *text)
{
    struct profiles profiles;

    if (users.n == 0)
        return;
    assert(inventory_users_get(users, index, &profiles) == STATUS_OK);
    users_json(&profiles, index, json);
    users_text(&profiles, text);
    profiles_free(&profiles);
}

static void ask_facts(const struct stock *stock, struct index *index)
{
    char backing[] = "inventory";
    struct inventory inventory = {.table = stock->table, .kept = stock->kept};
    struct survey survey = {
        .target = {.name = "inventory",
                   .backing = backing,
                   .inventory = &inventory,
                   .volume = stock->kept.facts.volume},
        .index = index,
        .elapsed_ns = 1,
    };
    struct summary summary;
    struct out out = out_to_memory();
    struct json json = {.to = &out.text};

    survey.target.table = stock->kept.facts.disk;
    info_text(&survey.target, stock->kept.facts.info, &out.text);
    info_json(&survey.target, stock->kept.facts.info, &json);
    ask_users(stock->kept.facts.users, index, &json, &out.text);
    json_end(&json, '}');
    summary_of(index, &summary);
    summary_text(&survey, &summary, &out);
    summary_json(&survey, &summary, &out);
    assert(!out.error && !out.text.is_short);
    textbuf_free(&out.text);
}

static void write_stock(const struct inventory_facts *facts, const struct index *index,
                        struct stock *to)
{
    const struct exportrow_source source = {.index = index};
    const struct inventory_write_job job = {&source, facts, 1};
    struct out out = out_to_memory();
    const char *why;

    assert(inventory_write(&job, &out) == STATUS_OK && !out.error);
    *to = (struct stock){.file = out.text};
    to->source = source_of_memory((struct bytes){(const uint8_t *)out.text.at, out.text.n});
    assert(stock_open(to, &why) == STATUS_OK);
}

/* What was understood can be written, and is then understood as the same. */
static void write_again(const struct stock *stock, const struct index *index)
{
    struct stock first, second;
    struct index *read;
    const char *why;

    write_stock(&stock->kept.facts, index, &first);
    assert(stock_read(&first, index->want, 1, &read, &why) == STATUS_OK);
    write_stock(&first.kept.facts, read, &second);
    assert(str_equal(textbuf_view(&first.file), textbuf_view(&second.file)));
    index_free(read);
    stock_free(&second);
    stock_free(&first);
}

/* What more than one worker reads is what one reads. */
static void compare_workers(const struct askinventory *ask, unsigned want, enum status status,
                            const struct index *one)
{
    struct index *index = NULL;
    const char *why = NULL;

    assert(stock_read(ask->stock, want, ask->nworkers, &index, &why) == status);
    assert(status != STATUS_OK || digest_of_index(one) == digest_of_index(index));
    index_free(index);
}

void askinventory(const struct askinventory *ask, unsigned want)
{
    bool has_all = (want & inventory_write_want()) == inventory_write_want();
    const char *why = NULL;
    struct index *index = NULL;
    enum status status = stock_read(ask->stock, want, 1, &index, &why);

    assert(status == STATUS_OK || (status == STATUS_DAMAGED && why && !index));
    if (ask->nworkers > 1)
        compare_workers(ask, want, status, index);
    if (status != STATUS_OK)
        return;
    ask_names(index);
    ask_files(index);
    ask_facts(ask->stock, index);
    if (ask->exports && has_all)
        ask_export(index);
    if (ask->writes && has_all)
        write_again(ask->stock, index);
    index_free(index);
}

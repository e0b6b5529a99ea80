/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A difference for programs: see diff_json.h. */
#include "src/diff_json.h"

#include "src/diffwords.h"
#include "src/filetime.h"

/* ---- What is compared ---- */

static void put_time(struct json *json, const char *key, uint64_t ticks)
{
    struct filetime_last last = {0};
    char text[FILETIME_BYTES];

    json_text(json, key, (struct str){text, filetime_text(ticks, &last, text)});
}

static void put_side(const struct diff_side *side, const char *key, struct json *json)
{
    const struct target *target = &side->survey.target;

    json_row(json, key);
    survey_json(&side->survey, json);
    if (target->volume->is_dump)
        json_null(json, "serial");
    else
        json_hex(json, "serial", target->volume->geometry.serial, 16);
    if (target->inventory)
        put_time(json, "scanned", target->inventory->kept.facts.scanned);
    else
        json_null(json, "scanned");
    json_number(json, "findings", side->survey.index->nfindings);
    json_end(json, '}');
}

/* ---- Totals ---- */

static void put_tally(struct json *json, const char *key, const struct difference_tally *tally)
{
    json_row(json, key);
    json_number(json, "files", tally->files);
    json_number(json, "folders", tally->folders);
    json_number(json, "before_bytes", tally->before_bytes);
    json_number(json, "after_bytes", tally->after_bytes);
    json_end(json, '}');
}

static void put_totals(const struct diff *diff, struct json *json)
{
    json_object(json, "kinds");
    for (unsigned kind = 0; kind < DIFFERENCE_KINDS; kind++)
        put_tally(json, diffwords_kind(kind), &diff->difference.kinds[kind]);
    json_end(json, '}');
    put_tally(json, "all", &diff->difference.rows_all);
    put_tally(json, "same", &diff->difference.same);
}

static void put_state(struct json *json, const char *key,
                      const struct difference_folders_state *state)
{
    json_row(json, key);
    json_number(json, "files", state->files);
    json_number(json, "bytes", state->bytes);
    json_number(json, "allocated_bytes", state->allocated);
    json_end(json, '}');
}

static void put_folder_sums(struct json *json, const struct difference_folders_row *row)
{
    put_state(json, "before", &row->was);
    put_state(json, "after", &row->is);
    json_number(json, "added", row->added);
    json_number(json, "removed", row->removed);
    json_number(json, "changed", row->changed);
    json_number(json, "came", row->came);
    json_number(json, "left", row->left);
    json_number(json, "folders", row->folders);
}

/* The path of FILE (INDEX_NONE: null). */
static bool put_path(struct diff *diff, bool is_after, uint32_t file, const char *key,
                     struct json *json)
{
    struct str path;

    if (file == INDEX_NONE) {
        json_null(json, key);
        return true;
    }
    if (!diff_path(diff, is_after, file, &path))
        return false;
    json_text(json, key, path);
    return true;
}

static bool put_folder(struct diff *diff, const struct difference_folders_row *row,
                       struct json *json)
{
    bool is_after = row->after != INDEX_NONE;
    uint32_t file = is_after ? row->after : row->before;
    bool is_good;

    json_row(json, NULL);
    if (file == INDEX_NONE)
        json_null(json, "id");
    else
        json_reference(json, "id", index_reference(diff->sides[is_after].survey.index, file));
    json_word(json, "kind", file != INDEX_NONE ? "folder" : row->is_lost ? "orphans" : "direct");
    is_good = put_path(diff, false, row->before, "path_before", json) &&
              put_path(diff, true, row->after, "path_after", json);
    put_folder_sums(json, row);
    json_end(json, '}');
    return is_good;
}

static bool put_folders(struct diff *diff, struct json *json, struct out *out)
{
    const struct difference_folders *folders = &diff->folders;
    struct difference_folders_row rest = {0};

    put_state(json, "before", &folders->was);
    put_state(json, "after", &folders->is);
    json_array(json, "folders");
    for (uint32_t i = 0; i < folders->n; i++) {
        if (i >= diff->top)
            difference_folders_plus(&rest, &folders->rows[i]);
        else if (!put_folder(diff, &folders->rows[i], json))
            return false;
        out_drain(out);
    }
    json_end(json, ']');
    json_number(json, "more_folders", folders->n > diff->top ? folders->n - diff->top : 0);
    json_row(json, "rest");
    put_folder_sums(json, &rest);
    json_end(json, '}');
    return true;
}

/* ---- Rows ---- */

static bool put_file(struct diff *diff, bool is_after, uint32_t file, const char *key,
                     struct json *json)
{
    static const char *const times[TIMES] = {"created", "modified", "changed", "accessed"};
    const struct index *index = diff->sides[is_after].survey.index;
    const char *owner;
    uint32_t nstreams;

    if (file == INDEX_NONE) {
        json_null(json, key);
        return true;
    }
    json_row(json, key);
    if (!put_path(diff, is_after, file, "path", json))
        return false;
    index_streams(index, file, &nstreams);
    json_number(json, "size", index->files.size[file]);
    json_number(json, "allocated", index->files.allocated[file]);
    json_number(json, "links", index_links(index, file));
    json_number(json, "streams", nstreams);
    json_hex(json, "attributes", index->files.attributes[file], 8);
    json_hex(json, "reparse_tag", index_reparse_tag(index, file), 8);
    owner = diff_owner(diff, is_after, file);
    json_word(json, "owner", owner ? owner : "");
    json_number(json, "security_id", index->files.security_id[file]);
    for (unsigned i = 0; i < TIMES; i++)
        put_time(json, times[i], index->files.times[(size_t)file * TIMES + i]);
    json_number(json, "usn", index->files.usn[file]);
    json_end(json, '}');
    return true;
}

/* The path of the name row NAME (INDEX_NONE: null). */
static bool put_name(struct diff *diff, bool is_after, uint32_t name, const char *key,
                     struct json *json)
{
    struct str path;

    if (name == INDEX_NONE) {
        json_null(json, key);
        return true;
    }
    if (!diff_name(diff, is_after, name, &path))
        return false;
    json_text(json, key, path);
    return true;
}

static bool put_names(struct diff *diff, const struct difference_row *row, struct json *json)
{
    bool is_good = diff_names(diff, row);

    json_array(json, "names");
    for (uint32_t i = 0; i < diff->names.n && is_good; i++) {
        const struct difference_names_pair *pair = &diff->names.at[i];

        json_row(json, NULL);
        json_word(json, "change", diffwords_name(pair->kind));
        is_good = put_name(diff, false, pair->before, "before", json) &&
                  put_name(diff, true, pair->after, "after", json);
        json_end(json, '}');
    }
    json_end(json, ']');
    return is_good;
}

static bool put_row(struct diff *diff, const struct difference_row *row, struct json *json)
{
    bool is_after = row->after != INDEX_NONE, is_good;
    const struct index *index = diff->sides[is_after].survey.index;
    uint32_t file = is_after ? row->after : row->before;

    json_row(json, NULL);
    json_reference(json, "id", index_reference(index, file));
    json_bool(json, "is_directory", index->files.flags[file] & FILE_DIRECTORY);
    json_array(json, "kinds");
    for (unsigned kind = 0; kind < DIFFERENCE_KINDS; kind++)
        if (row->kinds >> kind & 1)
            json_word(json, NULL, diffwords_kind(kind));
    json_end(json, ']');
    is_good = put_file(diff, false, row->before, "before", json) &&
              put_file(diff, true, row->after, "after", json) && put_names(diff, row, json);
    json_end(json, '}');
    return is_good;
}

static bool put_rows(struct diff *diff, struct json *json, struct out *out)
{
    json_array(json, "changes");
    for (uint32_t i = 0; i < diff->difference.n && out_drain(out); i++)
        if (!put_row(diff, &diff->difference.rows[i], json))
            return false;
    json_end(json, ']');
    return true;
}

bool diff_json(struct diff *diff, struct out *out)
{
    struct json json = {.to = &out->text};

    json_object(&json, NULL);
    json_number(&json, "schema_version", 1);
    json_word(&json, "command", "diff");
    put_side(&diff->sides[0], "a", &json);
    put_side(&diff->sides[1], "b", &json);
    json_bool(&json, "is_same_volume", !diff->question.is_other_volume);
    if (diff->options->under)
        json_word(&json, "under", diff->options->under);
    else
        json_null(&json, "under");
    put_totals(diff, &json);
    if (!put_folders(diff, &json, out) || !put_rows(diff, &json, out))
        return false;
    json_end(&json, '}');
    return true;
}

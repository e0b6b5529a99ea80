/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answers of `mftlink links`: see linkreport.h.
 */
#include "src/linkreport.h"

#include "mft/path.h"
#include "src/breakdown.h"
#include "src/say.h"

enum { MIN_LINKS = 2 };

static uint32_t min_links(const struct linkreport *report)
{
    return report->options->min_links ? report->options->min_links : MIN_LINKS;
}

bool linkreport_begin(struct linkreport *report)
{
    report->json = (struct json){.to = &report->out.text};
    if (!linkgroup_begin(report->survey->index, &report->reader)) {
        say_no_memory();
        return false;
    }
    if (!target_upcase(&report->survey->target, &report->arena, &report->upcase))
        return false;
    if (report->options->json) {
        json_object(&report->json, NULL);
        json_number(&report->json, "schema_version", 1);
        json_word(&report->json, "command", "links");
        survey_json(report->survey, &report->json);
    }
    return true;
}

bool linkreport_end(struct linkreport *report, bool is_good)
{
    if (report->options->json && report->json.depth > 0)
        json_end(&report->json, '}');
    linkgroup_end(report->reader);
    arena_free(&report->arena);
    return out_finish(&report->out) && is_good;
}

/* Writes the group of FILE under TITLE, or under its first name where TITLE.at is NULL. */
static bool put_group(struct linkreport *report, uint32_t file, struct str title)
{
    struct linkgroup group;
    struct textbuf *to = &report->out.text;

    if (linkgroup_read(report->reader, file, &group) != STATUS_OK) {
        say_no_memory();
        return false;
    }
    if (report->options->json) {
        breakdown_json(&group, title, &report->json);
    } else {
        if (report->has_text)
            textbuf_char(to, '\n');
        report->has_text = true;
        breakdown_text(&group, title.at || group.n == 0 ? title : group.names[0], to);
    }
    return out_drain(&report->out);
}

static bool put_set(struct linkreport *report, const struct linkset *set)
{
    for (uint32_t i = 0; i < set->n; i++)
        if (!put_group(report, set->files[i], (struct str){NULL, 0}))
            return false;
    return true;
}

/* Finds PATH, as the user gave it; says how far it was found where it is not. */
static bool find(struct linkreport *report, const char *path, uint32_t *file_ret)
{
    const struct index *index = report->survey->index;
    size_t matched = 0;
    uint32_t name;

    if (path_find(index, str_of(path), report->upcase, &name, &matched) == STATUS_OK) {
        *file_ret = index->names.file[name];
        return true;
    }
    if (matched > 0)
        say("There is no '%s' on the volume: '%.*s' is there, the rest is not.", path, (int)matched,
            path);
    else
        say("There is no '%s' on the volume. 'mftlink export --format csv --columns path' lists "
            "all "
            "paths.",
            path);
    return false;
}

bool linkreport_paths(struct linkreport *report)
{
    bool are_found = true;

    if (report->options->json)
        json_array(&report->json, "files");
    for (int i = 1; i < report->options->noperands; i++) {
        const char *path = report->options->operands[i];
        uint32_t file;

        if (!find(report, path, &file))
            are_found = false;
        else if (!put_group(report, file, str_of(path)))
            return false;
    }
    if (report->options->json)
        json_end(&report->json, ']');
    return are_found;
}

static void put_totals_json(struct json *json, const struct linkset *set, bool is_under)
{
    json_number(json, "files", set->n);
    json_number(json, "names", set->names);
    if (is_under)
        json_number(json, "names_below", set->names_below);
    json_number(json, "naive_bytes", set->naive);
    json_number(json, "unique_bytes", set->unique);
    json_number(json, "allocated_bytes", set->allocated);
}

bool linkreport_all(struct linkreport *report)
{
    struct linkset set;
    bool is_good = linkset_all(report->survey->index, min_links(report), &set) == STATUS_OK;

    if (!is_good)
        say_no_memory();
    if (is_good && set.n == 0)
        say("No file of '%s' has %u or more names.", report->options->operands[0],
            min_links(report));
    if (is_good && report->options->json) {
        json_object(&report->json, "totals");
        put_totals_json(&report->json, &set, false);
        json_end(&report->json, '}');
        json_array(&report->json, "groups");
        is_good = put_set(report, &set);
        json_end(&report->json, ']');
    } else if (is_good) {
        is_good = put_set(report, &set);
    }
    linkset_free(&set);
    return is_good;
}

static void put_totals_text(struct linkreport *report, const struct linkset *set,
                            const char *heading)
{
    struct textbuf *to = &report->out.text;

    if (report->has_text)
        textbuf_cstr(to, "\n");
    report->has_text = true;
    textbuf_cstr(to, heading);
    textbuf_cstr(to, "\n  Files:      ");
    textbuf_commas(to, set->n);
    textbuf_cstr(to, "\n  Names:      ");
    textbuf_commas(to, set->names);
    if (set->names_below < set->names) {
        textbuf_cstr(to, ", of these below it ");
        textbuf_commas(to, set->names_below);
    }
    textbuf_cstr(to, "\n  Naive:      ");
    textbuf_size(to, set->naive);
    textbuf_cstr(to, "\n  Unique:     ");
    textbuf_size(to, set->unique);
    textbuf_cstr(to, "\n  Allocated:  ");
    textbuf_size(to, set->allocated);
    textbuf_char(to, '\n');
}

static bool put_part(struct linkreport *report, const struct linkset *set, const char *key,
                     const char *heading)
{
    bool is_good;

    if (!report->options->json) {
        put_totals_text(report, set, heading);
        return put_set(report, set);
    }
    json_object(&report->json, key);
    put_totals_json(&report->json, set, true);
    json_array(&report->json, "groups");
    is_good = put_set(report, set);
    json_end(&report->json, ']');
    json_end(&report->json, '}');
    return is_good;
}

static bool find_folder(struct linkreport *report, uint32_t *folder_ret)
{
    const struct index *index = report->survey->index;

    if (!find(report, report->options->under, folder_ret))
        return false;
    if (index->files.flags[*folder_ret] & FILE_DIRECTORY)
        return true;
    say("'%s' is a file, not a folder. Give it as PATH to see its names.", report->options->under);
    return false;
}

bool linkreport_under(struct linkreport *report)
{
    struct linkset inside, outside;
    uint32_t folder;
    bool is_good;

    if (!find_folder(report, &folder))
        return false;
    is_good = linkset_under(report->survey->index, folder, min_links(report), &inside, &outside) ==
              STATUS_OK;
    if (!is_good)
        say_no_memory();
    if (report->options->json)
        json_word(&report->json, "under", report->options->under);
    is_good = is_good &&
              put_part(report, &inside, "inside", "Files whose names all lie below the folder") &&
              put_part(report, &outside, "outside", "Files with names outside the folder as well");
    linkset_free(&inside);
    linkset_free(&outside);
    return is_good;
}

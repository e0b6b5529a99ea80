/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The deleted files whose records are still there: see deletedlist.h.
 */
#include "src/deletedlist.h"

#include "mft/path.h"
#include "src/lines.h"

#include <stdio.h>

static bool is_deleted(const struct index *index, uint32_t file)
{
    return !(index->files.flags[file] & FILE_IN_USE);
}

static bool is_directory(const struct index *index, uint32_t file)
{
    return index->files.flags[file] & FILE_DIRECTORY;
}

static void put_line(const struct index *index, uint32_t file, struct path *path,
                     struct textbuf *to)
{
    char reference[32];

    snprintf(reference, sizeof reference, "%u-%u%s", index->files.record[file],
             index->files.sequence[file], is_directory(index, file) ? " folder" : "");
    if (path_of_file(index, file, path) == STATUS_OK)
        lines_named(to, reference, index->files.size[file], path_str(path));
    else
        to->is_short = true;
}

void deletedlist_text(const struct index *index, struct out *out)
{
    struct path path = {0};

    lines_heading(&out->text, "Deleted files: record-sequence, size, path");
    if (index->counts.deleted == 0)
        textbuf_cstr(&out->text, "  none\n");
    for (uint32_t file = 0; file < index->files.n && out_drain(out); file++)
        if (is_deleted(index, file))
            put_line(index, file, &path, &out->text);
    path_free(&path);
}

void deletedlist_json(const struct index *index, struct json *json, struct out *out)
{
    struct path path = {0};

    json_array(json, "deleted_files");
    for (uint32_t file = 0; file < index->files.n && out_drain(out); file++) {
        if (!is_deleted(index, file))
            continue;
        json_row(json, NULL);
        json_reference(json, "reference", index_reference(index, file));
        json_bool(json, "is_directory", is_directory(index, file));
        json_number(json, "size", index->files.size[file]);
        if (path_of_file(index, file, &path) == STATUS_OK)
            json_text(json, "path", path_str(&path));
        else
            json->to->is_short = true;
        json_end(json, '}');
    }
    json_end(json, ']');
    path_free(&path);
}

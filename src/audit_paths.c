/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The paths of a row: see audit_paths.h. */
#include "src/audit_paths.h"

static const struct machine *machine_of(const struct audit_paths *paths)
{
    return &paths->report->drives->machine;
}

static bool measure_store(struct audit_paths *paths, uint32_t drive)
{
    const struct audit *audit = &paths->report->parts[drive].audit;
    struct path path = {0};
    enum status status = STATUS_OK;

    if (audit->is_found)
        status = path_of_file(machine_of(paths)->drives[drive].index, audit->folder, &path);
    paths->nstore[drive] = path.n;
    path_free(&path);
    return status == STATUS_OK;
}

bool audit_paths_begin(const struct audit_report *report, struct audit_paths *paths_ret)
{
    struct audit_paths paths = {.report = report};
    uint32_t n = report->drives->machine.ndrives;
    bool is_good;

    paths.caches = arena_array(&paths.arena, n, sizeof(struct pathcache *));
    paths.nstore = arena_array(&paths.arena, n, sizeof *paths.nstore);
    is_good = paths.caches && paths.nstore;
    for (uint32_t i = 0; i < n && is_good; i++)
        is_good = pathcache_make(report->drives->machine.drives[i].index, &paths.caches[i]) &&
                  measure_store(&paths, i);
    if (is_good)
        *paths_ret = paths;
    else
        audit_paths_end(&paths);
    return is_good;
}

static void put_name(struct audit_paths *paths, uint32_t drive, uint32_t name, struct textbuf *to)
{
    struct str path;

    if (pathcache_path(paths->caches[drive], name, &path) != STATUS_OK) {
        paths->is_short = true;
        return;
    }
    textbuf_str(to, machine_of(paths)->drives[drive].name);
    textbuf_str(to, path);
}

/* "C:" + "\migdata" + "\USMT\File\C$\a.txt" says "C:\a.txt". */
static void put_original(struct audit_paths *paths, uint32_t drive)
{
    size_t first = machine_of(paths)->drives[drive].name.n + paths->nstore[drive] + 1;
    struct str rest, path = textbuf_view(&paths->path);
    char letter;

    if (path.n <= first)
        return;
    letter = audit_original((struct str){path.at + first, path.n - first}, &rest);
    if (letter == '\0')
        return;
    textbuf_char(&paths->original, letter);
    textbuf_char(&paths->original, ':');
    textbuf_str(&paths->original, rest);
}

void audit_paths_of(struct audit_paths *paths, const struct audit_part *part,
                    const struct audit_row *row)
{
    const struct manifest_row *manifest = audit_manifest_row(&part->job, row);
    uint32_t drive = part->job.drive;

    paths->path.n = paths->original.n = paths->other.n = 0;
    if (row->name != INDEX_NONE) {
        put_name(paths, drive, row->name, &paths->path);
        if (row->has_layout)
            put_original(paths, drive);
    } else if (manifest) {
        textbuf_str(&paths->path, machine_of(paths)->drives[drive].name);
        textbuf_str(&paths->path, manifest->path);
        textbuf_str(&paths->original, manifest->original);
    }
    if (row->other != INDEX_NONE)
        put_name(paths, row->drive, row->other, &paths->other);
    paths->is_short |= paths->path.is_short || paths->original.is_short || paths->other.is_short;
}

void audit_paths_end(struct audit_paths *paths)
{
    for (uint32_t i = 0; paths->caches && i < machine_of(paths)->ndrives; i++)
        pathcache_free(paths->caches[i]);
    textbuf_free(&paths->path);
    textbuf_free(&paths->original);
    textbuf_free(&paths->other);
    arena_free(&paths->arena);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans that take a store away: see removing.h. */
#include "src/removing.h"

#include "planner/shape.h"
#include "src/say.h"
#include "src/textbuf.h"
#include "src/version.h"

enum { STORES_TOLD = 8 };

bool removing_is_asked(const struct options *options, const char *source)
{
    if (!options->store) {
        say("Say which store is to go: --store 'C:\\migdata'.");
        return false;
    }
    return drives_are_chosen(options, source);
}

/* ---- Which stores are there? ---- */

/* The folder that NAME of DRIVE lies in, when NAME is the folder USMT of a store; INDEX_NONE. */
static uint32_t store_of(const struct machine_drive *drive, uint32_t name)
{
    const struct index *index = drive->index;
    uint32_t parent;

    if ((index->files.flags[index->names.file[name]] & (FILE_IN_USE | FILE_DIRECTORY)) !=
            (FILE_IN_USE | FILE_DIRECTORY) ||
        shape_folder(SHAPE_STORE, index_name(index, name), drive->upcase) != SHAPE_USMT)
        return INDEX_NONE;
    parent = index_parent(index, name);
    return parent != INDEX_NONE && remove_is_store(drive, parent) ? parent : INDEX_NONE;
}

static void put_stores(const struct machine_drive *drive, struct textbuf *to, uint32_t *n)
{
    struct path path = {0};

    for (uint32_t name = 0; name < drive->index->names.n && *n <= STORES_TOLD; name++) {
        uint32_t file = store_of(drive, name);

        if (file == INDEX_NONE || ++*n > STORES_TOLD)
            continue;
        if (path_of_file(drive->index, file, &path) != STATUS_OK) {
            to->is_short = true;
            break;
        }
        textbuf_cstr(to, *n > 1 ? ", " : "");
        textbuf_shown(to, drive->name);
        textbuf_shown(to, path_str(&path));
    }
    path_free(&path);
}

void removing_say_none(const struct options *options, const struct machine *machine)
{
    struct textbuf stores = {0};
    uint32_t n = 0;

    for (uint32_t i = 0; i < machine->ndrives; i++)
        if (machine->drives[i].is_ntfs)
            put_stores(&machine->drives[i], &stores, &n);
    if (stores.is_short)
        say_no_memory();
    else if (n == 0)
        say("There is no store '%s', and no other one on what was given. If it lies on another "
            "drive, give that, too: -V D:=SOURCE.",
            options->store);
    else
        say("There is no store '%s'. There %s: %.*s%s.", options->store, n > 1 ? "are" : "is",
            (int)stores.n, stores.at, n > STORES_TOLD ? " and more" : "");
    textbuf_free(&stores);
}

/* ---- The plan ---- */

bool removing_make(const struct options *options, const struct drives *drives,
                   struct plan *plan_ret)
{
    const struct remove_job job = {
        .machine = &drives->machine,
        .volumes = drives->volumes,
        .store = str_of(options->store),
        .only_copies = options->only_copies,
    };
    enum status status;

    plan_begin(plan_ret);
    plan_ret->version = str_of(version_text);
    status = remove_plan(&job, plan_ret);
    if (status == STATUS_NOT_FOUND)
        removing_say_none(options, &drives->machine);
    else if (status != STATUS_OK)
        say_no_memory();
    return status == STATUS_OK;
}

bool removing_plan(const struct options *options, const char *source, const char *name,
                   struct plan *plan_ret)
{
    struct drives drives;
    bool is_good;

    plan_begin(plan_ret);
    if (!drives_open(options, source, REMOVING_WANT, &drives))
        return false;
    is_good = drives_allow(&drives, name) && removing_make(options, &drives, plan_ret);
    return drives_close(&drives, is_good) != COMMAND_FAILED;
}

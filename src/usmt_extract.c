/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * /extract: see usmt_extract.h.
 *
 * The folders of the store are listed once, each behind the one that it lies in, as the back-ends
 * want to know them; then file by file is opened there and written.
 */
#include "src/usmt_extract.h"

#include "planner/plan.h"
#include "src/backend_ntfs.h"
#include "src/backend_posix.h"
#include "src/drives.h"
#include "src/overlay.h"
#include "src/say.h"
#include "src/usmt_extract_file.h"
#include "src/usmt_patterns.h"

#include <errno.h>
#include <stdlib.h>

struct extraction {
    struct usmt_front *front;
    const struct drives *drives;
    uint32_t drive;
    struct backend_folder *folders;
    uint32_t *files;         /* of each folder, its row */
    uint32_t nfolders, ntop; /* folders before NTOP are on the way to File */
    struct backend *backend;
    struct usmt_patterns patterns;
    uint64_t ndone, nleft[USMT_EXTRACT_UNWRITTEN + 1];
    uint32_t made; /* the last folder that was made here */
    bool is_stopped;
    struct arena arena;
};

static const struct index *index_of(const struct extraction *x)
{
    return x->drives->machine.drives[x->drive].index;
}

/* ---- Folders ---- */

static void add_folder(struct extraction *x, uint32_t parent, uint32_t file, struct str name)
{
    x->folders[x->nfolders] = (struct backend_folder){parent, name};
    x->files[x->nfolders++] = file;
}

/* The root, the folders that lead to STORE\USMT\File, and it itself. False: this drive has no such
 * store. */
static bool find_top(struct extraction *x, struct str path)
{
    const struct machine_drive *drive = &x->drives->machine.drives[x->drive];
    uint32_t name, parent = 0;

    add_folder(x, BACKEND_NONE, INDEX_NONE, str_of("")); /* the root */
    for (size_t end = 1; end <= path.n; end++) {
        if (end < path.n && path.at[end] != '\\')
            continue;
        if (path_find(drive->index, (struct str){path.at, end}, drive->upcase, &name, NULL) !=
            STATUS_OK)
            return false;
        add_folder(x, parent, drive->index->names.file[name], index_name(drive->index, name));
        parent = x->nfolders - 1;
    }
    x->ntop = x->nfolders;
    return true;
}

static bool is_folder(const struct index *index, uint32_t file)
{
    return (index->files.flags[file] & (FILE_IN_USE | FILE_DIRECTORY | FILE_REPARSE)) ==
           (FILE_IN_USE | FILE_DIRECTORY);
}

static bool is_entered(const struct index *index, uint32_t name)
{
    return is_folder(index, index->names.file[name]) && plan_is_name(index_name(index, name));
}

/* All folders below, those that are nearer to the top first. A folder has one name. */
static void add_folders(struct extraction *x, uint32_t room)
{
    const struct index *index = index_of(x);

    for (uint32_t at = x->ntop - 1; at < x->nfolders; at++)
        for (uint32_t i = index->first_child[x->files[at]];
             i < index->first_child[x->files[at] + 1] && x->nfolders < room; i++) {
            uint32_t name = index->children[i];

            if (is_entered(index, name))
                add_folder(x, at, index->names.file[name], index_name(index, name));
        }
}

static bool list_folders(struct extraction *x, struct str path)
{
    uint32_t room = index_of(x)->names.n + (uint32_t)path.n;

    x->folders = arena_array(&x->arena, room, sizeof *x->folders);
    x->files = arena_array(&x->arena, room, sizeof *x->files);
    if (!x->folders || !x->files) {
        say_no_memory();
        return false;
    }
    return true;
}

/* ---- Where it goes ---- */

/* The path of folder AT below the store's File, with a backslash at its end where it is not that
 * itself. */
static void put_folder(const struct extraction *x, uint32_t at, struct textbuf *to)
{
    size_t n = 0;

    for (uint32_t i = at; i >= x->ntop; i = x->folders[i].parent)
        n += x->folders[i].name.n + 1;
    if (!textbuf_reserve(to, n))
        return;
    to->n += n;
    n = to->n;
    for (uint32_t i = at; i >= x->ntop; i = x->folders[i].parent) {
        to->at[--n] = '\\';
        n -= x->folders[i].name.n;
        memcpy(to->at + n, x->folders[i].name.at, x->folders[i].name.n);
    }
}

/* INNER as a path of this system, terminated. No name has a backslash in it. */
static void put_outer(const struct extraction *x, struct str inner, struct textbuf *to)
{
    size_t n;

    textbuf_cstr(to, x->front->folder);
    textbuf_char(to, '/');
    n = to->n;
    textbuf_str(to, inner);
    textbuf_char(to, '\0');
    for (; !to->is_short && to->at[n]; n++)
        if (to->at[n] == '\\')
            to->at[n] = '/';
}

/* ---- Files ---- */

static const char unreadable[] = "only a running Windows can read what it is made of";
static const char bad_name[] =
    "its name has a character that no name of Windows can have, and would lead elsewhere; it and "
    "what is in it are left out";
static const char bad_stream[] =
    "a named stream of it is called by a slash or a colon, which would lead elsewhere, and is left "
    "out";
static const char bad_folder[] = "it leads to another folder, which is no part of the store";

/* ERROR_CANT_ACCESS_FILE, ERROR_INVALID_NAME, ERROR_REPARSE_TAG_INVALID as Windows has them. */
static int code_of_reason(const char *reason)
{
    return reason == unreadable ? 1920 : reason == bad_folder ? 4393 : 123;
}

/* WHY is an errno; 0: what REASON says. */
static void tell(struct extraction *x, enum usmt_extract_result result, int why, const char *reason,
                 struct str path)
{
    static const char *const words[] = {"", "Read error", "Not usable",
                                        "It is there already (/o overwrites it)", "Write error"};
    struct textbuf text = {0};

    x->nleft[result]++;
    textbuf_format(&text, "%s: '", words[result]);
    textbuf_shown(&text, path);
    textbuf_format(&text, "': %s.", why ? strerror(why) : reason);
    textbuf_char(&text, '\0');
    if (text.is_short) {
        say_no_memory();
    } else {
        say("%s", text.at);
        usmt_log_error(&x->front->log, (uint32_t)(why ? why : code_of_reason(reason)),
                       result == USMT_EXTRACT_UNWRITTEN ? USMT_LOG_FATAL : USMT_LOG_PASSED,
                       text.at);
    }
    textbuf_free(&text);
}

static void extract_file(struct extraction *x, uint32_t at, uint32_t name, struct str inner)
{
    const struct index *index = index_of(x);
    const struct backend_item item = {
        .folder = at,
        .from_folder = at,
        .name = index_name(index, name),
        .from_name = index_name(index, name),
        .reference = index_reference(index, index->names.file[name]),
        .is_just_made = true,
    };
    enum usmt_extract_result result = USMT_EXTRACT_UNREADABLE;
    struct textbuf path = {0};
    struct content *content;
    int why = x->backend->calls->open_content(x->backend, &item, &content);

    if (!why) {
        put_outer(x, inner, &path);
        why = path.is_short ? ENOMEM : x->made == at ? 0 : usmt_extract_file_folders(path.at);
        result = USMT_EXTRACT_UNWRITTEN;
        if (!why) {
            x->made = at;
            result = usmt_extract_file(content, path.at,
                                       usmt_options_has(&x->front->line, USMT_OVERWRITE), &why);
        }
        content->calls->close(content);
    }
    if (result != USMT_EXTRACT_DONE)
        tell(x, result, why, result == USMT_EXTRACT_UNUSABLE ? bad_stream : unreadable, inner);
    x->ndone += result == USMT_EXTRACT_DONE || result == USMT_EXTRACT_UNUSABLE;
    x->is_stopped = result == USMT_EXTRACT_UNWRITTEN;
    textbuf_free(&path);
}

static bool is_file(const struct index *index, uint32_t file)
{
    return (index->files.flags[file] & (FILE_IN_USE | FILE_DIRECTORY)) == FILE_IN_USE;
}

static bool extract_folder(struct extraction *x, uint32_t at, struct textbuf *inner)
{
    const struct index *index = index_of(x);
    size_t n;

    inner->n = 0;
    put_folder(x, at, inner);
    n = inner->n;
    for (uint32_t i = index->first_child[x->files[at]];
         i < index->first_child[x->files[at] + 1] && !x->is_stopped; i++) {
        uint32_t name = index->children[i];

        if (!is_file(index, index->names.file[name]))
            continue;
        inner->n = n;
        textbuf_str(inner, index_name(index, name));
        if (inner->is_short) {
            say_no_memory();
            return false;
        }
        if (!usmt_patterns_take(&x->patterns, index_name(index, name), textbuf_view(inner),
                                x->drives->machine.drives[x->drive].upcase))
            continue;
        if (plan_is_name(index_name(index, name)))
            extract_file(x, at, name, textbuf_view(inner));
        else
            tell(x, USMT_EXTRACT_UNUSABLE, 0, bad_name, textbuf_view(inner));
    }
    return true;
}

/* What is not entered is told when the folder that it lies in has its turn. */
static bool tell_folders(struct extraction *x, uint32_t at, struct textbuf *inner)
{
    const struct index *index = index_of(x);
    const unsigned folder = FILE_IN_USE | FILE_DIRECTORY;
    size_t n;

    inner->n = 0;
    put_folder(x, at, inner);
    n = inner->n;
    for (uint32_t i = index->first_child[x->files[at]]; i < index->first_child[x->files[at] + 1];
         i++) {
        uint32_t name = index->children[i];
        bool is_named = plan_is_name(index_name(index, name));

        if ((index->files.flags[index->names.file[name]] & folder) != folder ||
            is_entered(index, name))
            continue;
        inner->n = n;
        textbuf_str(inner, index_name(index, name));
        if (!inner->is_short)
            tell(x, USMT_EXTRACT_UNUSABLE, 0, is_named ? bad_folder : bad_name,
                 textbuf_view(inner));
    }
    if (inner->is_short)
        say_no_memory();
    return !inner->is_short;
}

static bool extract_files(struct extraction *x)
{
    struct textbuf inner = {0};
    bool is_good = true;

    for (uint32_t at = x->ntop - 1; at < x->nfolders && is_good && !x->is_stopped; at++)
        is_good = tell_folders(x, at, &inner) && extract_folder(x, at, &inner);
    textbuf_free(&inner);
    return is_good;
}

/* ---- Drives ---- */

static bool open_backend(struct extraction *x, struct overlay **overlay_ret)
{
    const struct target *target = &x->drives->at[x->drive].target;
    const char *source = x->drives->sources[x->drive];
    int why = 0;

    *overlay_ret = NULL;
    if (target->inventory) {
        say("'%s' is an inventory, which has no contents: give the volume.", source);
        return false;
    }
    if (target->is_mounted)
        why = backend_posix_open(source, x->folders, x->nfolders, &x->backend);
    else if (overlay_new(&target->part, 0, overlay_ret) != STATUS_OK)
        why = ENOMEM;
    else
        why = backend_ntfs_open_source(*overlay_ret, x->folders, x->nfolders, &x->backend);
    if (why)
        say("Cannot read what is in '%s': %s.", source, strerror(why));
    return !why;
}

/* *HAS_STORE_RET: this drive has a part of it. */
static bool extract_drive(struct extraction *x, struct str path, bool *has_store_ret)
{
    struct overlay *overlay = NULL;
    bool is_good = list_folders(x, path);

    *has_store_ret = is_good && find_top(x, path);
    if (*has_store_ret) {
        add_folders(x, index_of(x)->names.n + (uint32_t)path.n);
        is_good = open_backend(x, &overlay) && extract_files(x);
        if (x->backend)
            x->backend->calls->close(x->backend);
        overlay_free(overlay);
    }
    arena_free(&x->arena);
    return is_good;
}

static enum usmt_code code_of(const struct extraction *x)
{
    if (x->nleft[USMT_EXTRACT_UNWRITTEN] > 0)
        return USMT_UNABLE_DOMIGRATION;
    if (x->nleft[USMT_EXTRACT_UNREADABLE] > 0 || x->nleft[USMT_EXTRACT_UNUSABLE] > 0)
        return USMT_ERROR_CORRUPTED_STORE;
    return x->nleft[USMT_EXTRACT_THERE] > 0 ? USMT_MIGRATION_STOPPED_NONFATAL : USMT_SUCCESS;
}

static enum usmt_code extract_all(struct extraction *x, struct str path)
{
    bool is_good = true, is_found = false;

    for (uint32_t i = 0; i < x->drives->machine.ndrives && is_good && !x->is_stopped; i++) {
        bool has_store = false;

        if (!x->drives->machine.drives[i].is_ntfs)
            continue;
        x->drive = i;
        x->nfolders = x->ntop = 0;
        x->backend = NULL;
        x->made = BACKEND_NONE;
        is_good = extract_drive(x, path, &has_store);
        is_found |= has_store;
    }
    if (!is_good)
        return USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
    if (!is_found) {
        say("There is no store '%s' on the drives that are given.", x->front->store);
        return USMT_INVALID_STORE_LOCATION;
    }
    return code_of(x);
}

enum usmt_code usmt_extract(struct usmt_front *front)
{
    struct extraction x = {.front = front};
    enum usmt_code code = USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
    struct textbuf path = {0};
    struct drives drives;

    textbuf_format(&path, "%s\\USMT\\File", front->store + 2);
    if (!path.is_short && usmt_patterns_make(&front->line, &x.patterns)) {
        if (drives_open(&front->options, NULL, WANT_CHILDREN, &drives)) {
            x.drives = &drives;
            code = extract_all(&x, textbuf_view(&path));
            drives_close(&drives, true);
            say("%llu files were copied out of '%s'.", (unsigned long long)x.ndone, front->store);
            if (x.nleft[USMT_EXTRACT_UNUSABLE] > 0)
                say("%llu names in it could not be used.",
                    (unsigned long long)x.nleft[USMT_EXTRACT_UNUSABLE]);
        }
    } else {
        say_no_memory();
    }
    usmt_patterns_free(&x.patterns);
    textbuf_free(&path);
    return code;
}

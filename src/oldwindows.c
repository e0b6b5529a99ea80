/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Windows that was. What \Windows.old has may be half gone: users of whom the store has
 * something are users, whoever else knows of them. See oldwindows.h.
 */
#include "src/oldwindows.h"

#include "planner/made.h"
#include "src/profilefind.h"
#include "src/say.h"

static const char xp_folder[] = "Documents and Settings", vista_folder[] = "Users";
static const char xp_version[] = "5.1", vista_version[] = "6.1";

static bool is_folder(const struct index *index, uint32_t file)
{
    return file != INDEX_NONE && index->files.flags[file] & FILE_DIRECTORY &&
           !(index->files.flags[file] & FILE_REPARSE);
}

static struct profileread_source source_of(const struct drives *drives, uint32_t drive)
{
    const struct target *target = &drives->at[drive].target;

    return (struct profileread_source){
        .volume = target->inventory ? NULL : target->volume,
        .index = drives->machine.drives[drive].index,
        .upcase = drives->machine.drives[drive].upcase,
    };
}

static bool is_usable(const struct drives *drives, uint32_t drive)
{
    return drives->machine.drives[drive].is_ntfs && drives->machine.drives[drive].index;
}

/* ---- In \Windows.old ---- */

/* A registry that cannot be read leaves its folders, by which the generation is known. */
static void guess_version(const struct profileread_source *source, struct profiles *profiles)
{
    uint32_t folder = profilefind_child(source, source->root, xp_folder);

    if (profiles->version.n == 0)
        profiles->version = str_of(is_folder(source->index, folder) ? xp_version : vista_version);
}

/* False without memory. */
static bool read_moved(const struct drives *drives, uint32_t drive, struct oldwindows *old)
{
    struct profileread_source source = source_of(drives, drive);
    uint32_t folder = profilefind_child(&source, profilefind_root(&source), "Windows.old");

    if (!is_folder(source.index, folder) || folder == 0)
        return true;
    source.root = folder;
    if (profileread_all(&source, &old->profiles) != STATUS_OK)
        return false;
    old->is_moved = old->profiles.windows != INDEX_NONE || old->profiles.n > 0;
    if (old->is_moved) {
        guess_version(&source, &old->profiles);
        old->machine.system = drive;
    } else {
        profiles_free(&old->profiles);
    }
    return true;
}

/* ---- In the store ---- */

/* What Windows itself makes beside the folders of users. */
static bool is_well_known(struct str name, const uint16_t *upcase)
{
    static const char *const names[] = {"Public",       "Default",      "All Users",
                                        "Default User", "LocalService", "NetworkService"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (text_same_folded(name, str_of(names[i]), upcase))
            return true;
    return false;
}

static struct str joined(struct profiles *profiles, struct str folder, struct str name)
{
    char *at = arena_alloc(&profiles->arena, folder.n + 1 + name.n);

    if (!at)
        return str_of("");
    memcpy(at, folder.at, folder.n);
    at[folder.n] = '\\';
    memcpy(at + folder.n + 1, name.at, name.n);
    return (struct str){at, folder.n + 1 + name.n};
}

/* The paths of the profiles that are known already. False without memory. */
static bool list_known(const struct profiles *profiles, struct arena *arena, struct made *made)
{
    if (made_begin(made, profiles->n, arena) != STATUS_OK)
        return false;
    for (uint32_t i = 0; i < profiles->n; i++)
        if (profiles->at[i].path.n > 0 && !made_find(made, 0, profiles->at[i].path, NULL))
            made_add(made, &(struct made_name){.name = profiles->at[i].path}, NULL);
    return true;
}

static bool add_user(struct profiles *to, struct str name, struct made *known)
{
    struct profile *p = &to->at[to->n];

    *p = (struct profile){
        .folder = INDEX_NONE, .hive = INDEX_NONE, .flags = PROFILE_NO_KEY, .name = name};
    p->key = p->sid = p->account = p->domain = p->logon_name = str_of("");
    p->path = joined(to, to->users_path, name);
    to->n += p->path.n > 0 && !made_find(known, 0, p->path, NULL);
    return p->path.n > 0;
}

/* Each folder in FOLDER of the store, which stands for that of the users, is a user's, who may be
 * known already. */
static bool take_users(const struct profileread_source *source, uint32_t folder,
                       struct profiles *to, struct made *known)
{
    const struct index *index = source->index;
    uint32_t first = index->first_child[folder], end = index->first_child[folder + 1];
    struct profile *grown =
        arena_array(&to->arena, (size_t)to->n + (end - first) + 1, sizeof *grown);
    bool is_good = grown;

    if (grown && to->n > 0)
        memcpy(grown, to->at, to->n * sizeof *grown);
    if (grown)
        to->at = grown;
    for (uint32_t i = first; i < end && is_good; i++) {
        struct str name = index_name(index, index->children[i]);

        if (is_folder(index, index->names.file[index->children[i]]) &&
            !is_well_known(name, source->upcase))
            is_good = add_user(to, name, known);
    }
    return is_good;
}

/* Of what generation it was, where nothing else tells. False without memory. */
static bool guess_layout(const struct profileread_source *source, uint32_t files,
                         struct str drive_name, struct profiles *to)
{
    const char name[] = {drive_name.at[0], '$', '\0'};
    uint32_t top = profilefind_child(source, files, name);
    bool is_xp = is_folder(source->index, profilefind_child(source, top, xp_folder));

    if (!is_xp && !is_folder(source->index, profilefind_child(source, top, vista_folder)))
        return true;
    to->drive = drive_name;
    to->version = str_of(is_xp ? xp_version : vista_version);
    to->users_path = joined(to, drive_name, str_of(is_xp ? xp_folder : vista_folder));
    return to->users_path.n > 0;
}

/* The folder of FILES, the USMT\File of a store, that stands for PATH of the old Windows. */
static uint32_t find_stored(const struct profileread_source *source, uint32_t files,
                            struct str path)
{
    struct profileread_source in_store = *source;
    char name[] = {path.n > 2 ? path.at[0] : '?', '$', '\0'};

    in_store.root = profilefind_child(source, files, name);
    if (!profilefind_has_drive(path) || in_store.root == INDEX_NONE || in_store.root == 0)
        return INDEX_NONE;
    return profilefind_folder(&in_store, (struct str){path.at + 2, path.n - 2}, str_of(""));
}

/* The part of the store on DRIVE tells of the users that were there. False without memory. */
static bool read_store(const struct drives *drives, uint32_t drive, struct str store,
                       struct oldwindows *old)
{
    const struct profileread_source source = source_of(drives, drive);
    struct profiles *to = &old->profiles;
    struct arena scratch = {0};
    uint32_t row, files, users;
    struct made known;
    bool is_good;

    if (path_find(source.index, store, source.upcase, &row, NULL) != STATUS_OK)
        return true;
    files = profilefind_below(&source, source.index->names.file[row], "USMT\\File");
    if (files == INDEX_NONE)
        return true;
    if (to->version.n == 0 && !guess_layout(&source, files, drives->machine.drives[drive].name, to))
        return false;
    users = find_stored(&source, files, to->users_path);
    is_good = users == INDEX_NONE ||
              (list_known(to, &scratch, &known) && take_users(&source, users, to, &known));
    arena_free(&scratch);
    return is_good;
}

/* ---- Either ---- */

static bool find(const struct drives *drives, struct str store, struct oldwindows *old)
{
    uint32_t n = drives->machine.ndrives;
    bool is_good = true;

    for (uint32_t i = 0; i < n && is_good && !old->is_moved; i++)
        if (is_usable(drives, i))
            is_good = read_moved(drives, i, old);
    if (is_good && !old->is_moved)
        old->profiles = (struct profiles){.windows = INDEX_NONE};
    for (uint32_t i = 0; i < n && is_good; i++)
        if (is_usable(drives, i))
            is_good = read_store(drives, i, store, old);
    if (is_good && old->profiles.version.n == 0)
        old->profiles.version = str_of(vista_version);
    return is_good;
}

bool oldwindows_find(const struct drives *drives, const struct machine *machine, struct str store,
                     struct oldwindows *old_ret)
{
    *old_ret = (struct oldwindows){.machine = *machine};
    old_ret->machine.profiles = &old_ret->profiles;
    if (find(drives, store, old_ret))
        return true;
    say_no_memory();
    oldwindows_free(old_ret);
    return false;
}

void oldwindows_free(struct oldwindows *old)
{
    profiles_free(&old->profiles);
}

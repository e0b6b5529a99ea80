/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Windows that was: see oldwindows.h. */
#include "src/oldwindows.h"

#include "src/profilefind.h"
#include "src/say.h"
#include "src/textbuf.h"

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

/* Each folder in FOLDER of the store, which stands for that of the users, is a user's. */
static bool take_users(const struct profileread_source *source, uint32_t folder,
                       struct profiles *to)
{
    const struct index *index = source->index;
    uint32_t first = index->first_child[folder], end = index->first_child[folder + 1];

    to->at = arena_array(&to->arena, (size_t)(end - first) + 1, sizeof *to->at);
    for (uint32_t i = first; i < end && to->at; i++) {
        struct str name = index_name(index, index->children[i]);
        struct profile *p = &to->at[to->n];

        if (!is_folder(index, index->names.file[index->children[i]]) ||
            is_well_known(name, source->upcase))
            continue;
        *p = (struct profile){
            .folder = INDEX_NONE, .hive = INDEX_NONE, .flags = PROFILE_NO_KEY, .name = name};
        p->key = p->sid = p->account = p->domain = p->logon_name = str_of("");
        p->path = joined(to, to->users_path, name);
        if (p->path.n == 0)
            return false;
        to->n++;
    }
    return to->at;
}

static bool read_layout(const struct profileread_source *source, uint32_t files,
                        struct str drive_name, struct oldwindows *old)
{
    struct profiles *to = &old->profiles;
    char name[] = {drive_name.at[0], '$', '\0'};
    uint32_t top = profilefind_child(source, files, name);
    uint32_t xp = profilefind_child(source, top, xp_folder);
    uint32_t users = xp == INDEX_NONE ? profilefind_child(source, top, vista_folder) : xp;

    if (!is_folder(source->index, users))
        return true;
    to->drive = drive_name;
    to->version = str_of(users == xp ? xp_version : vista_version);
    to->users_path = joined(to, drive_name, str_of(users == xp ? xp_folder : vista_folder));
    return to->users_path.n > 0 && take_users(source, users, to);
}

/* The part of the store on DRIVE tells of the users that were there. False without memory. */
static bool read_store(const struct drives *drives, uint32_t drive, struct str store,
                       struct oldwindows *old)
{
    const struct profileread_source source = source_of(drives, drive);
    struct str name = drives->machine.drives[drive].name;
    uint32_t row, files;

    if (path_find(source.index, store, source.upcase, &row, NULL) != STATUS_OK)
        return true;
    files = profilefind_below(&source, source.index->names.file[row], "USMT\\File");
    if (files == INDEX_NONE || !read_layout(&source, files, name, old))
        return files == INDEX_NONE;
    if (old->profiles.version.n > 0)
        old->machine.system = drive;
    return true;
}

/* ---- Either ---- */

static bool find(const struct drives *drives, struct str store, struct oldwindows *old)
{
    uint32_t n = drives->machine.ndrives;
    bool is_good = true;

    for (uint32_t i = 0; i < n && is_good && !old->is_moved; i++)
        if (is_usable(drives, i))
            is_good = read_moved(drives, i, old);
    if (!is_good || old->is_moved)
        return is_good;
    old->profiles = (struct profiles){.windows = INDEX_NONE};
    for (uint32_t i = 0; i < n && is_good && old->profiles.version.n == 0; i++)
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

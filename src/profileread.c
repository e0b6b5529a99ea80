/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A Windows and its users: see profileread.h.
 *
 * Windows is a folder in the root with System32\config in it; where several have that, \Windows is
 * taken and the others are noted.
 */
#include "src/profileread.h"

#include "src/inventory_users.h"
#include "src/profilereader.h"

static const char config[] = "System32\\config";

/* ---- The folder ---- */

static bool is_better(const struct profileread_source *source, uint32_t name, uint32_t than)
{
    return than == INDEX_NONE ||
           (text_same_folded(index_name(source->index, name), str_of("Windows"), NULL) &&
            !text_same_folded(index_name(source->index, than), str_of("Windows"), NULL));
}

/* The name (row) of the folder of Windows, or INDEX_NONE; how many there are. */
static uint32_t find_windows(const struct profileread_source *source, uint32_t *n_ret)
{
    const struct index *index = source->index;
    uint32_t root = profilefind_root(source), best = INDEX_NONE;

    *n_ret = 0;
    if (root == INDEX_NONE)
        return INDEX_NONE;
    for (uint32_t i = index->first_child[root]; i < index->first_child[root + 1]; i++)
        if (profilefind_is_windows(source, index->children[i])) {
            ++*n_ret;
            if (is_better(source, index->children[i], best))
                best = index->children[i];
        }
    return best;
}

static void take_windows(struct profilereader *r)
{
    uint32_t n, name = find_windows(r->source, &n);
    struct str called;
    char *path;

    r->to->windows = INDEX_NONE;
    if (name == INDEX_NONE) {
        profilereader_note(r, "No Windows is on the volume: no folder in its root has "
                              "System32\\config with a registry in it.");
        return;
    }
    called = index_name(r->source->index, name);
    path = arena_alloc(r->arena, called.n + 1);
    r->is_short |= !path;
    if (!path)
        return;
    path[0] = '\\';
    memcpy(path + 1, called.at, called.n);
    r->to->windows = r->source->index->names.file[name];
    r->to->windows_path = (struct str){path, called.n + 1};
    if (n > 1)
        profilereader_note(r, "%u folders in the root hold a Windows: %.*s is the one told of.", n,
                           (int)called.n + 1, path);
}

static struct hive *open_config(struct profilereader *r, const char *name)
{
    uint32_t folder = profilefind_below(r->source, r->to->windows, config);
    uint32_t file = profilefind_child(r->source, folder, name);

    if (file == INDEX_NONE && r->to->windows != INDEX_NONE)
        profilereader_note(r, "The hive %s is not there.", name);
    return profilereader_hive(r, file, str_of(name));
}

/* ---- SYSTEM ---- */

/* The control set that is in use, "ControlSet001\..." */
static bool find_computer_key(struct profilereader *r, const struct hive *system, size_t *key_ret)
{
    char path[] = "ControlSet000\\Control\\ComputerName\\ComputerName";
    size_t select;
    uint64_t current = 1;

    if (profilereader_find(r, system, "Select", &select))
        current = profilereader_number(r, system, select, "Current");
    if (current > 999)
        return false;
    path[10] = (char)('0' + current / 100);
    path[11] = (char)('0' + current / 10 % 10);
    path[12] = (char)('0' + current % 10);
    return profilereader_find(r, system, path, key_ret);
}

static void read_system(struct profilereader *r)
{
    struct hive *system = open_config(r, "SYSTEM");
    size_t key;

    if (system && find_computer_key(r, system, &key))
        r->to->computer = profilereader_text(r, system, key, "ComputerName");
    hive_close(system);
}

/* ---- SOFTWARE ---- */

static struct str first_of(struct str a, struct str b)
{
    return a.n > 0 ? a : b;
}

static void read_version(struct profilereader *r, const struct hive *software)
{
    struct profiles *to = r->to;
    struct str root;
    size_t key;

    if (!profilereader_find(r, software, "Microsoft\\Windows NT\\CurrentVersion", &key))
        return;
    to->product = profilereader_text(r, software, key, "ProductName");
    to->version = profilereader_text(r, software, key, "CurrentVersion");
    to->build = first_of(profilereader_text(r, software, key, "CurrentBuild"),
                         profilereader_text(r, software, key, "CurrentBuildNumber"));
    to->release = first_of(profilereader_text(r, software, key, "DisplayVersion"),
                           profilereader_text(r, software, key, "ReleaseId"));
    root = profilereader_text(r, software, key, "SystemRoot");
    if (profilefind_has_drive(root))
        to->drive = (struct str){root.at, 2};
}

/* Sets the variable NAME to what VALUE says, which is returned. */
static struct str set_variable_from(struct profilereader *r, const struct hive *software,
                                    size_t key, const char *value, const char *name)
{
    struct str text = profilereader_text(r, software, key, value);

    variables_set(&r->machine, name, text);
    return text;
}

static void set_variables(struct profilereader *r, const struct hive *software)
{
    struct variables *machine = &r->machine;
    struct profiles *to = r->to;
    struct str root = profilereader_join(r, r->to->drive, r->to->windows_path);
    size_t key;

    variables_set(machine, "SystemDrive", r->to->drive);
    variables_set(machine, "SystemRoot", root);
    variables_set(machine, "windir", root);
    if (!software || !profilereader_find(r, software, "Microsoft\\Windows\\CurrentVersion", &key))
        return;
    to->program_files = set_variable_from(r, software, key, "ProgramFilesDir", "ProgramFiles");
    to->program_files_x86 =
        set_variable_from(r, software, key, "ProgramFilesDir (x86)", "ProgramFiles(x86)");
    to->common_files = set_variable_from(r, software, key, "CommonFilesDir", "CommonProgramFiles");
    to->common_files_x86 =
        set_variable_from(r, software, key, "CommonFilesDir (x86)", "CommonProgramFiles(x86)");
}

/* ---- Where profiles are ---- */

/* Windows XP says the names of its own folders, later ones their whole paths. */
static struct str whole_path(struct profilereader *r, struct str path)
{
    path = variables_expand(&r->machine, path);
    if (path.n == 0 || path.at[0] == '\\' || profilefind_has_drive(path))
        return path;
    return profilereader_join(r, r->to->users_path, path);
}

static struct str read_path(struct profilereader *r, const struct hive *software, size_t key,
                            const char *name)
{
    return whole_path(r, profilereader_text(r, software, key, name));
}

static void read_paths(struct profilereader *r, const struct hive *software)
{
    static const char path[] = "Microsoft\\Windows NT\\CurrentVersion\\ProfileList";
    struct profiles *to = r->to;
    size_t key;

    if (!profilereader_find(r, software, path, &key))
        return;
    to->users_path =
        variables_expand(&r->machine, profilereader_text(r, software, key, "ProfilesDirectory"));
    to->public_path = first_of(read_path(r, software, key, "Public"),
                               read_path(r, software, key, "AllUsersProfile"));
    to->default_path = first_of(read_path(r, software, key, "Default"),
                                read_path(r, software, key, "DefaultUserProfile"));
    to->program_data = first_of(read_path(r, software, key, "ProgramData"),
                                read_path(r, software, key, "AllUsersProfile"));
    variables_set(&r->machine, "PUBLIC", to->public_path);
    variables_set(&r->machine, "ProgramData", to->program_data);
    variables_set(&r->machine, "ALLUSERSPROFILE", to->program_data);
}

/* Where the registry names no folder of profiles that is there. */
static void guess_users(struct profilereader *r)
{
    static const char *const names[] = {"\\Users", "\\Documents and Settings"};

    for (size_t i = 0; i < 2 && r->users == INDEX_NONE; i++) {
        struct str path = profilereader_join(r, r->to->drive, str_of(names[i]));

        r->users = profilefind_folder(r->source, path, r->to->drive);
        if (r->users != INDEX_NONE)
            r->to->users_path = path;
    }
}

static void read_software(struct profilereader *r)
{
    static const char shell[] = "Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders";
    struct profiles *to = r->to;
    struct hive *software = open_config(r, "SOFTWARE");

    if (software)
        read_version(r, software);
    set_variables(r, software);
    if (software)
        read_paths(r, software);
    r->users = profilefind_folder(r->source, to->users_path, to->drive);
    guess_users(r);
    if (software)
        to->shell = profilereader_shell(r, software, shell, &r->machine);
    profilelist_fill(r, software);
    hive_close(software);
}

/* ---- SAM and SECURITY ---- */

static void read_accounts(struct profilereader *r)
{
    struct hive *sam, *security;

    if (!r->to->has_registry)
        return; /* then there are no SIDs */
    sam = open_config(r, "SAM");
    security = open_config(r, "SECURITY");
    profileaccount_fill(r, sam, security);
    hive_close(sam);
    hive_close(security);
}

/* ---- All ---- */

static struct profilereader begin(const struct profileread_source *source, struct profiles *to,
                                  struct arena *arena)
{
    *to = (struct profiles){.drive = str_of("C:"), .windows = INDEX_NONE};
    return (struct profilereader){
        .source = source,
        .to = to,
        .arena = arena,
        .machine = {.arena = arena},
        .users = INDEX_NONE,
    };
}

enum status profileread_all(const struct profileread_source *source, struct profiles *profiles_ret)
{
    struct profiles profiles;
    struct profilereader r;

    if (source->kept.n > 0) /* it was looked at when the inventory was opened */
        return inventory_users_get(source->kept, source->index, profiles_ret);
    r = begin(source, &profiles, &profiles.arena);
    take_windows(&r);
    if (!source->volume)
        profilereader_note(&r, "Here are no contents of files: the registry cannot be read, and "
                               "what is told are the folders of users.");
    read_system(&r);
    read_software(&r);
    read_accounts(&r);
    if (source->volume && !profiles.has_registry && profiles.n > 0)
        profilereader_note(&r, "Without a list of profiles in the registry these are the folders "
                               "of users: whose they are, is not known.");
    if (r.is_short || r.machine.is_short) {
        profiles_free(&profiles);
        return STATUS_NO_MEMORY;
    }
    *profiles_ret = profiles;
    return STATUS_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of profiles: the keys of ProfileList, then the folders that no key names.
 *
 * Nothing is left out: a key without a folder and a folder without a key are rows as well. What a
 * tool for migration passes over, a later wipe takes away.
 */
#include "src/profilereader.h"

/* More is no list that Windows made. */
enum { KEYS_MAX = 10000 };

static const char list_path[] = "Microsoft\\Windows NT\\CurrentVersion\\ProfileList";

static struct profile *add(struct profilereader *r)
{
    struct profiles *to = r->to;
    struct profile *rows = to->at;

    if (to->n == 0 || (to->n & (to->n - 1)) == 0) {
        rows = arena_grow(r->arena, rows, (to->n ? 2 * (size_t)to->n : 1) * sizeof *rows);
        r->is_short |= !rows;
    }
    if (!rows)
        return NULL;
    to->at = rows;
    rows[to->n] = (struct profile){.folder = INDEX_NONE, .hive = INDEX_NONE};
    return &rows[to->n++];
}

/* The first of N profiles whose folder it is; NULL where none has it, or there is no folder. */
static const struct profile *find_owner(const struct profiles *profiles, uint32_t n,
                                        uint32_t folder)
{
    for (uint32_t i = 0; folder != INDEX_NONE && i < n; i++)
        if (profiles->at[i].folder == folder)
            return &profiles->at[i];
    return NULL;
}

/* ---- From the registry ---- */

static bool ends_with_bak(struct str name)
{
    return name.n > 4 &&
           text_same_folded((struct str){name.at + name.n - 4, 4}, str_of(".bak"), NULL);
}

/* Accounts of the system: every person's SID begins with another authority. */
static bool is_system(struct str sid)
{
    return str_equal(sid, str_of("S-1-5-18")) || str_equal(sid, str_of("S-1-5-19")) ||
           str_equal(sid, str_of("S-1-5-20")) ||
           (sid.n > 9 && memcmp(sid.at, "S-1-5-80-", 9) == 0) ||
           (sid.n > 9 && memcmp(sid.at, "S-1-5-82-", 9) == 0);
}

static uint64_t read_time(struct profilereader *r, const struct hive *hive, size_t key,
                          const char *high, const char *low)
{
    return profilereader_number(r, hive, key, high) << 32 |
           (profilereader_number(r, hive, key, low) & UINT32_MAX);
}

static uint64_t latest_time(struct profilereader *r, const struct hive *hive, size_t key,
                            const char *const names[4])
{
    uint64_t a = read_time(r, hive, key, names[0], names[1]);
    uint64_t b = read_time(r, hive, key, names[2], names[3]);

    return a > b ? a : b;
}

static void read_values(struct profilereader *r, const struct hive *hive, size_t key,
                        struct profile *p)
{
    static const char *const loads[] = {"LocalProfileLoadTimeHigh", "LocalProfileLoadTimeLow",
                                        "ProfileLoadTimeHigh", "ProfileLoadTimeLow"};
    static const char *const unloads[] = {"LocalProfileUnloadTimeHigh", "LocalProfileUnloadTimeLow",
                                          "ProfileUnloadTimeHigh", "ProfileUnloadTimeLow"};
    uint64_t state = 0;

    p->path = variables_expand(&r->machine, profilereader_text(r, hive, key, "ProfileImagePath"));
    p->has_state = hive_number(hive, key, "State", &state) == STATUS_OK;
    p->state = (uint32_t)state;
    p->loaded = latest_time(r, hive, key, loads);
    p->unloaded = latest_time(r, hive, key, unloads);
}

/* Where the folder is, and what lies in it, which a second key of it need not read again. */
static void fill_folder(struct profilereader *r, struct profile *p)
{
    uint32_t folder = profilefind_folder(r->source, p->path, r->to->drive);
    const struct profile *owner = find_owner(r->to, r->to->n, folder);

    p->folder = folder;
    if (folder == INDEX_NONE)
        p->flags |=
            profilefind_is_elsewhere(p->path, r->to->drive) ? PROFILE_ELSEWHERE : PROFILE_NO_FOLDER;
    profileuser_fill(r, p, owner);
}

static void read_key(struct profilereader *r, const struct hive *hive, size_t key)
{
    struct profile *p;
    struct str name = {"", 0};

    if (hive_key_name(hive, key, r->arena, &name) != STATUS_OK) {
        profilereader_note(r, "A profile's key has a name that cannot be read.");
        name = str_of("?");
    }
    p = add(r);
    if (!p)
        return;
    p->key = p->sid = name;
    if (ends_with_bak(name)) {
        p->sid.n -= 4;
        p->flags |= PROFILE_BACKUP;
    }
    if (is_system(p->sid))
        p->flags |= PROFILE_SYSTEM;
    read_values(r, hive, key, p);
    fill_folder(r, p);
}

static bool read_keys(struct profilereader *r, const struct hive *hive)
{
    struct hive_list keys = {0};
    size_t key;

    if (!profilereader_find(r, hive, list_path, &key) ||
        hive_keys(hive, key, r->arena, &keys) != STATUS_OK) {
        profilereader_note(r, "SOFTWARE has no list of profiles that can be read.");
        return false;
    }
    if (keys.n > KEYS_MAX)
        profilereader_note(r, "The list of profiles has %zu keys: only the first %d are read.",
                           keys.n, KEYS_MAX);
    for (size_t i = 0; i < keys.n && i < KEYS_MAX; i++)
        read_key(r, hive, keys.at[i]);
    return true;
}

/* ---- From the folders ---- */

/* Folders that Windows itself makes beside those of users. */
static bool is_well_known(const struct profilereader *r, struct str name)
{
    static const char *const names[] = {"Public", "Default", "All Users", "Default User"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (text_same_folded(name, str_of(names[i]), r->source->upcase))
            return true;
    return false;
}

/* What is asked for each folder does not grow with their number: it is somebody else's choice. */
static void add_folders(struct profilereader *r)
{
    const struct index *index = r->source->index;
    uint32_t nkeys = r->to->n;
    uint32_t public = profilefind_folder(r->source, r->to->public_path, r->to->drive);
    uint32_t model = profilefind_folder(r->source, r->to->default_path, r->to->drive);
    uint32_t end = r->users == INDEX_NONE ? 0 : index->first_child[r->users + 1];

    for (uint32_t i = end ? index->first_child[r->users] : 0; i < end; i++) {
        uint32_t name = index->children[i], file = index->names.file[name];
        unsigned flags = index->files.flags[file];
        struct profile *p;

        if (!(flags & FILE_DIRECTORY) || flags & FILE_REPARSE || file == public || file == model ||
            find_owner(r->to, nkeys, file) || is_well_known(r, index_name(index, name)) ||
            !(p = add(r)))
            continue;
        p->folder = file;
        p->flags = PROFILE_NO_KEY;
        p->key = p->sid = (struct str){"", 0};
        p->path = profilereader_join(r, r->to->users_path, index_name(index, name));
        profileuser_fill(r, p, NULL);
    }
}

/* ---- All against each other ---- */

static bool is_sound(const struct profile *p)
{
    return p->sid.n > 0 && !(p->flags & PROFILE_BACKUP) && p->folder != INDEX_NONE;
}

static void compare(struct profile *a, struct profile *b)
{
    bool same_sid = a->sid.n > 0 && text_same_folded(a->sid, b->sid, NULL);

    if (same_sid && (is_sound(a) || is_sound(b)))
        a->sid_resolves = b->sid_resolves = true;
    if (same_sid || (a->folder != INDEX_NONE && a->folder == b->folder)) {
        a->flags |= PROFILE_DUPLICATE;
        b->flags |= PROFILE_DUPLICATE;
    }
}

void profilelist_fill(struct profilereader *r, const struct hive *software)
{
    struct profiles *to = r->to;
    uint32_t nkeys;

    to->has_registry = software && read_keys(r, software);
    nkeys = to->n;
    add_folders(r);
    for (uint32_t i = 0; i < nkeys; i++)
        to->at[i].sid_resolves |= is_sound(&to->at[i]);
    for (uint32_t i = 0; i < nkeys; i++)
        for (uint32_t j = i + 1; j < nkeys; j++)
            compare(&to->at[i], &to->at[j]);
}

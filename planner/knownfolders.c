/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Both Windows are asked for the same variables, which know where each keeps its folders: what a
 * variable is in the one becomes what it is in the other. See knownfolders.h.
 */
#include "planner/knownfolders.h"

#include "planner/heirs.h"
#include "planner/wellknown.h"

/* Of the computer. What programs bring along (Windows, Program Files) is where it is. */
static const char *const everyones[] = {
    "PROFILESFOLDER",           "DEFAULTUSERPROFILE",
    "ALLUSERSPROFILE",          "PUBLIC",
    "CSIDL_COMMON_APPDATA",     "CSIDL_COMMON_DESKTOPDIRECTORY",
    "CSIDL_COMMON_DOCUMENTS",   "CSIDL_COMMON_FAVORITES",
    "CSIDL_COMMON_MUSIC",       "CSIDL_COMMON_PICTURES",
    "CSIDL_COMMON_VIDEO",       "CSIDL_COMMON_STARTMENU",
    "CSIDL_COMMON_PROGRAMS",    "CSIDL_COMMON_STARTUP",
    "CSIDL_COMMON_ADMINTOOLS",  "CSIDL_COMMON_TEMPLATES",
    "FOLDERID_PUBLICDOWNLOADS", "FOLDERID_PUBLICLIBRARIES",
    "FOLDERID_RECORDEDTV",
};

/* Of each user. Where two are one folder, the first counts. */
static const char *const users[] = {
    "USERPROFILE",
    "CSIDL_PERSONAL",
    "CSIDL_DESKTOPDIRECTORY",
    "CSIDL_MYMUSIC",
    "CSIDL_MYPICTURES",
    "CSIDL_MYVIDEO",
    "CSIDL_FAVORITES",
    "CSIDL_APPDATA",
    "CSIDL_LOCAL_APPDATA",
    "FOLDERID_DOWNLOADS",
    "CSIDL_CONTACTS",
    "CSIDL_STARTMENU",
    "CSIDL_PROGRAMS",
    "CSIDL_STARTUP",
    "CSIDL_ADMINTOOLS",
    "CSIDL_TEMPLATES",
    "CSIDL_SENDTO",
    "CSIDL_RECENT",
    "CSIDL_NETHOOD",
    "CSIDL_PRINTHOOD",
    "CSIDL_COOKIES",
    "CSIDL_HISTORY",
    "CSIDL_INTERNET_CACHE",
    "CSIDL_CDBURN_AREA",
    "CSIDL_PLAYLISTS",
    "CSIDL_QUICKLAUNCH",
    "FOLDERID_LINKS",
    "FOLDERID_SAVEDGAMES",
    "FOLDERID_SAVEDSEARCHES",
    "FOLDERID_LIBRARIES",
    "FOLDERID_LOCALAPPDATALOW",
    "TEMP",
};

enum {
    NEVERYONES = sizeof everyones / sizeof everyones[0],
    NUSERS = sizeof users / sizeof users[0],
};

#define EVERYONE UINT32_MAX /* as the number of a user */

struct finding_out {
    struct profile *heirs; /* of each old profile */
    const struct knownfolders_job *job;
    struct knownfolders *to;
    struct made made; /* from-paths; a thing is whose it is */
    struct heirs users;
    struct environment old, now;
    struct arena scratch;
    enum status status;
};

static const uint16_t *upcase_of(const struct finding_out *f)
{
    const struct machine *now = f->job->now;

    return now->system < now->ndrives ? now->drives[now->system].upcase : NULL;
}

/* ---- Rows ---- */

static struct str kept(struct finding_out *f, struct str text)
{
    char *at = arena_alloc(&f->to->arena, text.n + 1);

    if (!at) {
        f->status = STATUS_NO_MEMORY;
        return str_of("");
    }
    if (text.n > 0)
        memcpy(at, text.at, text.n);
    return (struct str){at, text.n};
}

/*
 * FROM is there already, of OWNER:
 * - the same user's: the first one counts;
 * - a profile that has found no user, and finds one by another key;
 * - two users': it is neither's, and stays where it is.
 */
static void meet_again(struct finding_out *f, struct made_name *made, struct str to, uint32_t user)
{
    struct knownfolder *row = &f->to->at[made->op];

    if (row->to.n == 0)
        row->to = kept(f, to);
    else if (to.n > 0 && made->thing != user && made->thing != EVERYONE &&
             !text_same_folded(row->to, to, upcase_of(f)))
        row->to = row->from;
}

static void add(struct finding_out *f, struct str from, struct str to, uint32_t user)
{
    struct knownfolders *folders = f->to;
    struct made_name *made;

    from = heirs_path(from);
    to = heirs_path(to);
    if (f->status != STATUS_OK || !heirs_is_folder(from) || (to.n > 0 && !heirs_is_folder(to)))
        return;
    made = made_find(&f->made, 0, from, upcase_of(f));
    if (made) {
        meet_again(f, made, to, user);
        return;
    }
    folders->at[folders->n] = (struct knownfolder){kept(f, from), kept(f, to)};
    if (f->status != STATUS_OK)
        return;
    made_add(
        &f->made,
        &(struct made_name){.name = folders->at[folders->n].from, .thing = user, .op = folders->n},
        upcase_of(f));
    folders->n++;
}

/* ---- Variables ---- */

/* What NAME is, as a path: values are texts of patterns. */
static struct str value_of(struct finding_out *f, const struct environment *environment,
                           const char *name)
{
    struct environment_variable variable = environment_find(environment, str_of(name));
    size_t n = 0;
    char *at;

    if (variable.values.n != 1)
        return str_of("");
    at = arena_alloc(&f->scratch, variable.values.at[0].n + 1);
    if (!at) {
        f->status = STATUS_NO_MEMORY;
        return str_of("");
    }
    for (size_t i = 0; i < variable.values.at[0].n; i++) {
        if (variable.values.at[0].at[i] == '^' && i + 1 < variable.values.at[0].n)
            i++;
        at[n++] = variable.values.at[0].at[i];
    }
    return (struct str){at, n};
}

static void pair(struct finding_out *f, const struct environment *old,
                 const struct environment *now, const char *name, uint32_t user)
{
    struct str from = value_of(f, old, name), to = value_of(f, now, name);

    if (from.n > 0 && to.n > 0)
        add(f, from, to, user);
}

/* The folder NAME in FOLDER. */
static struct str below(struct finding_out *f, struct str folder, struct str name)
{
    char *at = arena_alloc(&f->scratch, folder.n + name.n + 2);

    folder = heirs_path(folder);
    if (!at) {
        f->status = STATUS_NO_MEMORY;
        return str_of("");
    }
    if (folder.n > 0)
        memcpy(at, folder.at, folder.n);
    at[folder.n] = '\\';
    if (name.n > 0)
        memcpy(at + folder.n + 1, name.at, name.n);
    return (struct str){at, folder.n + 1 + name.n};
}

/* ---- Users ---- */

/* A user of the new Windows who has not been there yet. */
static struct profile new_profile(struct finding_out *f, struct str text)
{
    const char *slash = text.n > 0 ? memchr(text.at, '\\', text.n) : NULL;
    struct profile p = {.folder = INDEX_NONE, .hive = INDEX_NONE};

    p.name = slash ? (struct str){slash + 1, (size_t)(text.at + text.n - slash) - 1} : text;
    p.path = below(f, value_of(f, &f->now, "PROFILESFOLDER"), p.name);
    p.sid = p.account = p.domain = str_of("");
    return p;
}

/* Whose OLD becomes. False: nobody's. */
static bool find_heir(struct finding_out *f, const struct profile *old, struct profile *heir_ret)
{
    const struct heir heir = heirs_find(&f->users, old);

    if (heir.is_new)
        *heir_ret = new_profile(f, heir.name);
    else if (heir.profile)
        *heir_ret = *heir.profile;
    return heir.is_new || heir.profile;
}

static void add_user(struct finding_out *f, const struct profile *profile, uint32_t user)
{
    struct environment old = {.outer = &f->old, .arena = &f->scratch};
    struct environment now = {.outer = &f->now, .arena = &f->scratch};
    struct profile heir;

    if (!find_heir(f, profile, &heir)) {
        add(f, profile->path, str_of(""), user);
        return;
    }
    f->heirs[user] = heir;
    f->heirs[user].path = kept(f, heir.path);
    f->heirs[user].name = kept(f, heir.name);
    wellknown_user(f->job->old, profile, &old);
    wellknown_user(f->job->now, &heir, &now);
    for (size_t i = 0; i < NUSERS; i++)
        pair(f, &old, &now, users[i], user);
    if (machine_is_xp(f->job->old) && !machine_is_xp(f->job->now))
        add(f, below(f, profile->path, str_of("Local Settings")),
            value_of(f, &now, "CSIDL_LOCAL_APPDATA"), user);
    if (old.status != STATUS_OK || now.status != STATUS_OK)
        f->status = STATUS_NO_MEMORY;
}

/* ---- All ---- */

static bool is_windows(const struct profiles *profiles)
{
    return profiles->windows != INDEX_NONE || profiles->n > 0;
}

static enum status begin(struct finding_out *f)
{
    size_t most = NEVERYONES + (size_t)f->job->old->profiles->n * (NUSERS + 1);
    enum status status = STATUS_NO_MEMORY;

    f->to->at = arena_array(&f->to->arena, most + 1, sizeof *f->to->at);
    f->heirs = arena_array(&f->to->arena, (size_t)f->job->old->profiles->n + 1, sizeof *f->heirs);
    if (f->to->at && f->heirs && most < UINT32_MAX / 2)
        status = made_begin(&f->made, (uint32_t)most, &f->scratch);
    return status == STATUS_OK ? heirs_begin(&f->users, f->job, &f->scratch) : status;
}

static void find_all(struct finding_out *f)
{
    const struct profiles *old = f->job->old->profiles;

    f->to->heirs = f->heirs;
    wellknown_computer(f->job->old, &f->old);
    wellknown_computer(f->job->now, &f->now);
    for (size_t i = 0; i < NEVERYONES; i++)
        pair(f, &f->old, &f->now, everyones[i], EVERYONE);
    for (uint32_t i = 0; i < old->n && f->status == STATUS_OK; i++)
        if (!(old->at[i].flags & PROFILE_SYSTEM) && old->at[i].path.n > 0)
            add_user(f, &old->at[i], i);
    if (f->old.status != STATUS_OK || f->now.status != STATUS_OK)
        f->status = STATUS_NO_MEMORY;
}

enum status knownfolders_find(const struct knownfolders_job *job, struct knownfolders *folders_ret)
{
    struct knownfolders folders = {.stray = UINT32_MAX};
    struct finding_out f = {.job = job, .to = &folders};

    f.old.arena = f.now.arena = &f.scratch;
    f.status = begin(&f);
    if (f.status == STATUS_OK && is_windows(job->now->profiles))
        find_all(&f);
    if (f.status == STATUS_OK)
        folders.stray = heirs_stray(&f.users);
    arena_free(&f.scratch);
    if (f.status == STATUS_OK)
        *folders_ret = folders;
    else
        arena_free(&folders.arena);
    return f.status;
}

void knownfolders_free(struct knownfolders *folders)
{
    arena_free(&folders->arena);
    *folders = (struct knownfolders){0};
}

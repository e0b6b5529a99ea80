/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One profile by its path: see profilereader.h. */
#include "src/profilereader.h"

static const char explorer_path[] = "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer",
                  shell_path[] = "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User "
                                 "Shell Folders";

static struct str last_part(struct str path)
{
    size_t end = path.n, from;

    while (end > 0 && path.at[end - 1] == '\\')
        end--;
    for (from = end; from > 0 && path.at[from - 1] != '\\';)
        from--;
    return (struct str){path.at + from, end - from};
}

/* The raw text of the shell folder NAME; empty where it is not set. */
static struct str raw_folder(struct profilereader *r, const struct hive *hive, const char *name)
{
    size_t key;

    return profilereader_find(r, hive, shell_path, &key) ? profilereader_text(r, hive, key, name)
                                                         : (struct str){"", 0};
}

/* What %NAME% means to this user. Application data come last: others are built upon them. */
static void set_variables(struct profilereader *r, const struct profile *p, const struct hive *hive,
                          struct variables *variables)
{
    variables_set(variables, "USERPROFILE", p->path);
    variables_set(variables, "USERNAME", p->name);
    variables_set(variables, "HOMEDRIVE", r->to->drive);
    if (p->path.n > 2 && p->path.at[1] == ':')
        variables_set(variables, "HOMEPATH", (struct str){p->path.at + 2, p->path.n - 2});
    variables_set(variables, "APPDATA",
                  variables_expand(variables, raw_folder(r, hive, "AppData")));
    variables_set(variables, "LOCALAPPDATA",
                  variables_expand(variables, raw_folder(r, hive, "Local AppData")));
}

static void read_hive(struct profilereader *r, struct profile *p)
{
    struct variables variables = {.arena = r->arena, .outer = &r->machine};
    char what[400];
    struct str shown = {p->path.at, p->path.n < 300 ? p->path.n : 300};
    struct hive *hive;
    size_t explorer;

    memcpy(what, shown.at, shown.n);
    memcpy(what + shown.n, "\\NTUSER.DAT", sizeof "\\NTUSER.DAT");
    hive = profilereader_hive(r, p->hive, str_of(what));
    if (!hive) {
        p->flags |= PROFILE_BAD_HIVE;
        return;
    }
    if (hive_is_dirty(hive))
        p->flags |= PROFILE_DIRTY_HIVE;
    set_variables(r, p, hive, &variables);
    if (profilereader_find(r, hive, explorer_path, &explorer))
        p->logon_name = profilereader_text(r, hive, explorer, "Logon User Name");
    p->shell = profilereader_shell(r, hive, shell_path, &variables);
    r->is_short |= variables.is_short;
    hive_close(hive);
}

static uint64_t modified(const struct index *index, uint32_t file)
{
    enum { MODIFIED = 1 };

    return index->files.times ? index->files.times[(size_t)TIMES * file + MODIFIED] : 0;
}

static uint64_t latest(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

void profileuser_fill(struct profilereader *r, struct profile *p, const struct profile *owner)
{
    enum { OF_HIVE = PROFILE_NO_HIVE | PROFILE_BAD_HIVE | PROFILE_DIRTY_HIVE };

    p->name = last_part(p->path);
    p->hive = owner ? owner->hive : profilefind_child(r->source, p->folder, "NTUSER.DAT");
    if (owner) {
        p->modified = owner->modified;
        p->shell = owner->shell;
        p->logon_name = owner->logon_name;
        p->flags |= owner->flags & OF_HIVE;
    } else if (p->hive == INDEX_NONE) {
        p->flags |= p->folder == INDEX_NONE ? 0 : PROFILE_NO_HIVE;
    } else {
        p->modified = modified(r->source->index, p->hive);
        if (r->source->volume)
            read_hive(r, p);
    }
    p->last_used = latest(p->modified, latest(p->loaded, p->unloaded));
}

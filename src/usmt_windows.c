/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which Windows is meant: see usmt_windows.h. */
#include "src/usmt_windows.h"

#include "src/configxml_offline.h"
#include "src/profilefind.h"
#include "src/say.h"

static bool is_found(const struct planning *p, struct str path, uint32_t *drive_ret,
                     uint32_t *file_ret)
{
    const struct machine *machine = &p->drives.machine;
    uint32_t name;

    if (!machine_find(machine, path, drive_ret, &name))
        return false;
    *file_ret = machine->drives[*drive_ret].index->names.file[name];
    return true;
}

/* Is PATH the folder of the Windows whose users and rules are planned for? */
static bool is_ours(const struct planning *p, struct str path)
{
    uint32_t drive, file;

    return p->profiles.windows != INDEX_NONE && is_found(p, path, &drive, &file) &&
           drive == p->drives.machine.system && file == p->profiles.windows;
}

/* Is a Windows in PATH? A folder alone is none. */
static bool is_windows(const struct planning *p, struct str path)
{
    const struct machine *machine = &p->drives.machine;
    struct profileread_source source = {0};
    uint32_t drive, name;

    if (!machine_find(machine, path, &drive, &name))
        return false;
    source.index = machine->drives[drive].index;
    source.upcase = machine->drives[drive].upcase;
    return profilefind_is_windows(&source, name);
}

/* What the folder that was named is, behind a comma. */
static const char *what_is(const struct planning *p, struct str path)
{
    uint32_t drive, file;

    if (is_windows(p, path))
        return "which is another Windows (/offlinewinold names one in \\Windows.old)";
    return is_found(p, path, &drive, &file) ? "which is another folder" : "which is not there";
}

static bool say_other(const struct planning *p, struct str path, const char *option)
{
    if (p->profiles.windows == INDEX_NONE)
        say("/%s names '%.*s', and there is no Windows on these volumes.", option, (int)path.n,
            path.at);
    else
        say("/%s names '%.*s', %s: the Windows of these volumes is '%.*s%.*s', and its users and "
            "folders are what rules mean.",
            option, (int)path.n, path.at, what_is(p, path),
            (int)p->drives.machine.drives[p->drives.machine.system].name.n,
            p->drives.machine.drives[p->drives.machine.system].name.at,
            (int)p->profiles.windows_path.n, p->profiles.windows_path.at);
    return false;
}

/* ---- /offline ---- */

/* Drives are named by -V here: a mapping says the same or is told. */
static bool check_mappings(const struct configxml_offline *offline)
{
    for (unsigned i = 0; i < offline->nmappings; i++) {
        struct str path = offline->mappings[i];

        if (path.n > 0 && memchr(path.at, ',', path.n)) {
            const char *comma = memchr(path.at, ',', path.n);
            const char *to = comma + 1;

            while (to < path.at + path.n && *to == ' ')
                to++;
            if (to < path.at + path.n && (*to & ~0x20) == (path.at[0] & ~0x20))
                continue;
        }
        say("The mapping '%.*s' of /offline calls a volume by another letter: say that with -V, "
            "since volumes have no letters here but those.",
            (int)path.n, path.at);
        return false;
    }
    return true;
}

/* The first of the folders that has a Windows; the first of all where none has one. Are there
 * others? The same folder may be named twice. */
static struct str choose(const struct planning *p, const struct configxml_offline *offline,
                         bool *is_several_ret)
{
    struct str chosen = offline->windows[0];
    uint32_t drive = 0, file = 0, other_drive, other;
    bool is_any = false;

    *is_several_ret = false;
    for (unsigned i = 0; i < offline->nwindows; i++) {
        if (!is_windows(p, offline->windows[i]) ||
            !is_found(p, offline->windows[i], &other_drive, &other))
            continue;
        *is_several_ret |= is_any && (other != file || other_drive != drive);
        if (is_any)
            continue;
        is_any = true;
        chosen = offline->windows[i];
        drive = other_drive;
        file = other;
    }
    return chosen;
}

static bool check_offline(const struct planning *p, const char *path)
{
    struct configxml_offline offline;
    struct arena arena = {0};
    bool is_several, is_good = false;

    if (configxml_offline_read(path, &arena, &offline) && check_mappings(&offline)) {
        const struct str chosen = choose(p, &offline, &is_several);

        if (is_several && offline.fails_on_several)
            say("More than one of the folders of /offline has a Windows, and failOnMultipleWinDir "
                "is set.");
        else
            is_good = is_ours(p, chosen) || say_other(p, chosen, "offline");
    }
    arena_free(&arena);
    return is_good;
}

bool usmt_windows_is_named(const struct usmt_line *line, const struct planning *planning)
{
    static const struct {
        enum usmt_id id;
        const char *name;
    } options[] = {{USMT_OFFLINEWINDIR, "offlinewindir"}, {USMT_OFFLINEWINOLD, "offlinewinold"}};
    const char *offline = usmt_options_value(line, USMT_OFFLINE);

    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        const char *path = usmt_options_value(line, options[i].id);

        if (planning->given && options[i].id == USMT_OFFLINEWINOLD)
            continue; /* the planning has looked for it */
        if (path && !is_ours(planning, str_of(path)))
            return say_other(planning, str_of(path), options[i].name);
    }
    return !offline || check_offline(planning, offline);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Variables of Windows: see wellknown.h.
 *
 * A row of a table says how a folder is called, under which name the registry has it, and where it
 * is when the registry says nothing: on Vista and later, and on XP. Rows stand on those before
 * them. A row without a place is not on that Windows.
 */
#include "planner/wellknown.h"

#include "planner/phrase.h"

static const char nowhere[] = "nowhere"; /* as a place: a folder of the shell that no disk has */

struct row {
    const char *name;
    const char *value; /* in User Shell Folders; NULL: not there */
    const char *vista, *xp;
};

/* Behind SYSTEMDRIVE, WINDIR, PROFILESFOLDER, ALLUSERSPROFILE, PUBLIC and DEFAULTUSERPROFILE. */
static const struct row computer_rows[] = {
    {"SYSTEMROOT", NULL, "%WINDIR%", "%WINDIR%"},
    {"CSIDL_WINDOWS", NULL, "%WINDIR%", "%WINDIR%"},
    {"SYSTEM32", NULL, "%WINDIR%\\System32", "%WINDIR%\\System32"},
    {"SYSTEM", NULL, "%SYSTEM32%", "%SYSTEM32%"},
    {"CSIDL_SYSTEM", NULL, "%SYSTEM32%", "%SYSTEM32%"},
    {"SYSTEM16", NULL, "%WINDIR%\\System", "%WINDIR%\\System"},
    {"SYSTEMPROFILE", NULL, "%SYSTEM32%\\config\\systemprofile",
     "%SYSTEM32%\\config\\systemprofile"},
    {"CSIDL_FONTS", NULL, "%WINDIR%\\Fonts", "%WINDIR%\\Fonts"},
    {"CSIDL_RESOURCES", NULL, "%WINDIR%\\Resources", "%WINDIR%\\Resources"},
    {"PROGRAMDATA", NULL, "%ALLUSERSPROFILE%", NULL},
    {"CSIDL_COMMON_APPDATA", "Common AppData", "%ALLUSERSPROFILE%",
     "%ALLUSERSPROFILE%\\Application Data"},
    {"ALLUSERSAPPDATA", NULL, "%CSIDL_COMMON_APPDATA%", "%CSIDL_COMMON_APPDATA%"},
    {"CSIDL_COMMON_DESKTOPDIRECTORY", "Common Desktop", "%PUBLIC%\\Desktop",
     "%ALLUSERSPROFILE%\\Desktop"},
    {"CSIDL_COMMON_DOCUMENTS", "Common Documents", "%PUBLIC%\\Documents",
     "%ALLUSERSPROFILE%\\Documents"},
    {"CSIDL_COMMON_FAVORITES", "Common Favorites", "%PUBLIC%\\Favorites",
     "%ALLUSERSPROFILE%\\Favorites"},
    {"CSIDL_COMMON_MUSIC", "CommonMusic", "%PUBLIC%\\Music", "%CSIDL_COMMON_DOCUMENTS%\\My Music"},
    {"CSIDL_COMMON_PICTURES", "CommonPictures", "%PUBLIC%\\Pictures",
     "%CSIDL_COMMON_DOCUMENTS%\\My Pictures"},
    {"CSIDL_COMMON_VIDEO", "CommonVideo", "%PUBLIC%\\Videos",
     "%CSIDL_COMMON_DOCUMENTS%\\My Videos"},
    {"CSIDL_COMMON_STARTMENU", "Common Start Menu",
     "%ALLUSERSPROFILE%\\Microsoft\\Windows\\Start Menu", "%ALLUSERSPROFILE%\\Start Menu"},
    {"CSIDL_COMMON_PROGRAMS", "Common Programs", "%CSIDL_COMMON_STARTMENU%\\Programs",
     "%CSIDL_COMMON_STARTMENU%\\Programs"},
    {"CSIDL_COMMON_STARTUP", "Common Startup", "%CSIDL_COMMON_PROGRAMS%\\Startup",
     "%CSIDL_COMMON_PROGRAMS%\\Startup"},
    {"CSIDL_COMMON_ALTSTARTUP", "Common AltStartup", "%CSIDL_COMMON_STARTUP%",
     "%CSIDL_COMMON_STARTUP%"},
    {"CSIDL_COMMON_ADMINTOOLS", "Common Administrative Tools",
     "%CSIDL_COMMON_PROGRAMS%\\Administrative Tools",
     "%CSIDL_COMMON_PROGRAMS%\\Administrative Tools"},
    {"CSIDL_COMMON_TEMPLATES", "Common Templates",
     "%ALLUSERSPROFILE%\\Microsoft\\Windows\\Templates", "%ALLUSERSPROFILE%\\Templates"},
    {"FOLDERID_PUBLIC", NULL, "%PUBLIC%", NULL},
    {"FOLDERID_PUBLICDESKTOP", NULL, "%CSIDL_COMMON_DESKTOPDIRECTORY%", NULL},
    {"FOLDERID_PUBLICDOCUMENTS", NULL, "%CSIDL_COMMON_DOCUMENTS%", NULL},
    {"FOLDERID_PUBLICDOWNLOADS", "{3D644C9B-1FB8-4F30-9B45-F670235F79C0}", "%PUBLIC%\\Downloads",
     NULL},
    {"FOLDERID_PUBLICLIBRARIES", "{48DAF80B-E6CF-4F4E-B800-0E69D84EE384}", "%PUBLIC%\\Libraries",
     NULL},
    {"FOLDERID_PUBLICMUSIC", NULL, "%CSIDL_COMMON_MUSIC%", NULL},
    {"FOLDERID_PUBLICPICTURES", NULL, "%CSIDL_COMMON_PICTURES%", NULL},
    {"FOLDERID_PUBLICVIDEOS", NULL, "%CSIDL_COMMON_VIDEO%", NULL},
    {"FOLDERID_RECORDEDTV", "{BD85E001-112E-431E-983B-7B15AC09FFF1}", "%PUBLIC%\\Recorded TV",
     NULL},
    {"FOLDERID_PROGRAMDATA", NULL, "%CSIDL_COMMON_APPDATA%", NULL},
    {NULL, NULL, NULL, NULL},
};

/* Behind PROGRAMFILES and COMMONPROGRAMFILES. */
static const struct row program_rows[] = {
    {"CSIDL_PROGRAM_FILES", NULL, "%PROGRAMFILES%", "%PROGRAMFILES%"},
    {"CSIDL_PROGRAM_FILES_COMMON", NULL, "%COMMONPROGRAMFILES%", "%COMMONPROGRAMFILES%"},
    {"CSIDL_PROGRAM_FILESX86", NULL, "%PROGRAMFILES(X86)%", "%PROGRAMFILES(X86)%"},
    {"CSIDL_PROGRAM_FILES_COMMONX86", NULL, "%COMMONPROGRAMFILES(X86)%",
     "%COMMONPROGRAMFILES(X86)%"},
    {NULL, NULL, NULL, NULL},
};

/* Behind USERPROFILE. */
static const struct row user_rows[] = {
    {"CSIDL_PROFILE", NULL, "%USERPROFILE%", "%USERPROFILE%"},
    {"CSIDL_APPDATA", "AppData", "%USERPROFILE%\\AppData\\Roaming",
     "%USERPROFILE%\\Application Data"},
    {"APPDATA", NULL, "%CSIDL_APPDATA%", "%CSIDL_APPDATA%"},
    {"CSIDL_LOCAL_APPDATA", "Local AppData", "%USERPROFILE%\\AppData\\Local",
     "%USERPROFILE%\\Local Settings\\Application Data"},
    {"LOCALAPPDATA", NULL, "%CSIDL_LOCAL_APPDATA%", NULL},
    {"TEMP", NULL, "%CSIDL_LOCAL_APPDATA%\\Temp", "%USERPROFILE%\\Local Settings\\Temp"},
    {"TMP", NULL, "%TEMP%", "%TEMP%"},
    {"CSIDL_DESKTOPDIRECTORY", "Desktop", "%USERPROFILE%\\Desktop", "%USERPROFILE%\\Desktop"},
    {"CSIDL_DESKTOP", NULL, "%CSIDL_DESKTOPDIRECTORY%", "%CSIDL_DESKTOPDIRECTORY%"},
    {"CSIDL_PERSONAL", "Personal", "%USERPROFILE%\\Documents", "%USERPROFILE%\\My Documents"},
    {"CSIDL_MYDOCUMENTS", NULL, "%CSIDL_PERSONAL%", "%CSIDL_PERSONAL%"},
    {"CSIDL_MYMUSIC", "My Music", "%USERPROFILE%\\Music", "%CSIDL_PERSONAL%\\My Music"},
    {"CSIDL_MYPICTURES", "My Pictures", "%USERPROFILE%\\Pictures", "%CSIDL_PERSONAL%\\My Pictures"},
    {"CSIDL_MYVIDEO", "My Video", "%USERPROFILE%\\Videos", "%CSIDL_PERSONAL%\\My Videos"},
    {"CSIDL_PLAYLISTS", "{DE92C1C7-837F-4F69-A3BB-86E631204A23}", "%CSIDL_MYMUSIC%\\Playlists",
     "%CSIDL_MYMUSIC%\\My Playlists"},
    {"CSIDL_FAVORITES", "Favorites", "%USERPROFILE%\\Favorites", "%USERPROFILE%\\Favorites"},
    {"CSIDL_CONTACTS", "{56784854-C6CB-462B-8169-88E350ACB882}", "%USERPROFILE%\\Contacts", NULL},
    {"CSIDL_COOKIES", "Cookies", "%CSIDL_APPDATA%\\Microsoft\\Windows\\Cookies",
     "%USERPROFILE%\\Cookies"},
    {"CSIDL_HISTORY", "History", "%CSIDL_LOCAL_APPDATA%\\Microsoft\\Windows\\History",
     "%USERPROFILE%\\Local Settings\\History"},
    {"CSIDL_INTERNET_CACHE", "Cache",
     "%CSIDL_LOCAL_APPDATA%\\Microsoft\\Windows\\Temporary Internet Files",
     "%USERPROFILE%\\Local Settings\\Temporary Internet Files"},
    {"CSIDL_CDBURN_AREA", "CD Burning", "%CSIDL_LOCAL_APPDATA%\\Microsoft\\Windows\\Burn\\Burn",
     "%CSIDL_LOCAL_APPDATA%\\Microsoft\\CD Burning"},
    {"CSIDL_NETHOOD", "NetHood", "%CSIDL_APPDATA%\\Microsoft\\Windows\\Network Shortcuts",
     "%USERPROFILE%\\NetHood"},
    {"CSIDL_PRINTHOOD", "PrintHood", "%CSIDL_APPDATA%\\Microsoft\\Windows\\Printer Shortcuts",
     "%USERPROFILE%\\PrintHood"},
    {"CSIDL_RECENT", "Recent", "%CSIDL_APPDATA%\\Microsoft\\Windows\\Recent",
     "%USERPROFILE%\\Recent"},
    {"CSIDL_SENDTO", "SendTo", "%CSIDL_APPDATA%\\Microsoft\\Windows\\SendTo",
     "%USERPROFILE%\\SendTo"},
    {"CSIDL_STARTMENU", "Start Menu", "%CSIDL_APPDATA%\\Microsoft\\Windows\\Start Menu",
     "%USERPROFILE%\\Start Menu"},
    {"CSIDL_PROGRAMS", "Programs", "%CSIDL_STARTMENU%\\Programs", "%CSIDL_STARTMENU%\\Programs"},
    {"CSIDL_STARTUP", "Startup", "%CSIDL_PROGRAMS%\\Startup", "%CSIDL_PROGRAMS%\\Startup"},
    {"CSIDL_ALTSTARTUP", "AltStartup", "%CSIDL_STARTUP%", "%CSIDL_STARTUP%"},
    {"CSIDL_ADMINTOOLS", "Administrative Tools", "%CSIDL_PROGRAMS%\\Administrative Tools",
     "%CSIDL_PROGRAMS%\\Administrative Tools"},
    {"CSIDL_TEMPLATES", "Templates", "%CSIDL_APPDATA%\\Microsoft\\Windows\\Templates",
     "%USERPROFILE%\\Templates"},
    {"CSIDL_QUICKLAUNCH", NULL, "%CSIDL_APPDATA%\\Microsoft\\Internet Explorer\\Quick Launch",
     "%CSIDL_APPDATA%\\Microsoft\\Internet Explorer\\Quick Launch"},
    {"FOLDERID_QUICKLAUNCH", NULL, "%CSIDL_QUICKLAUNCH%", NULL},
    {"FOLDERID_CONTACTS", NULL, "%CSIDL_CONTACTS%", NULL},
    {"FOLDERID_DESKTOP", NULL, "%CSIDL_DESKTOP%", NULL},
    {"FOLDERID_DOCUMENTS", NULL, "%CSIDL_PERSONAL%", NULL},
    {"FOLDERID_DOWNLOADS", "{374DE290-123F-4565-9164-39C4925E467B}", "%USERPROFILE%\\Downloads",
     NULL},
    {"FOLDERID_FAVORITES", NULL, "%CSIDL_FAVORITES%", NULL},
    {"FOLDERID_LIBRARIES", "{1B3EA5DC-B587-4786-B4EF-BD1DC332AEAE}",
     "%CSIDL_APPDATA%\\Microsoft\\Windows\\Libraries", NULL},
    {"FOLDERID_LINKS", "{BFB9D5E0-C6A9-404C-B2B2-AE6DB6AF4968}", "%USERPROFILE%\\Links", NULL},
    {"FOLDERID_LOCALAPPDATA", NULL, "%CSIDL_LOCAL_APPDATA%", NULL},
    {"FOLDERID_LOCALAPPDATALOW", "{A520A1A4-1780-4FF6-BD18-167343C5AF16}",
     "%USERPROFILE%\\AppData\\LocalLow", NULL},
    {"FOLDERID_MUSIC", NULL, "%CSIDL_MYMUSIC%", NULL},
    {"FOLDERID_ORIGINALIMAGES", "{2C36C0AA-5812-4B87-BFD0-4CD0DFB19B39}",
     "%CSIDL_LOCAL_APPDATA%\\Microsoft\\Windows Photo Gallery\\Original Images", NULL},
    {"FOLDERID_PICTURES", NULL, "%CSIDL_MYPICTURES%", NULL},
    {"FOLDERID_PLAYLISTS", NULL, "%CSIDL_PLAYLISTS%", NULL},
    {"FOLDERID_PROFILE", NULL, "%USERPROFILE%", NULL},
    {"FOLDERID_ROAMINGAPPDATA", NULL, "%CSIDL_APPDATA%", NULL},
    {"FOLDERID_SAVEDGAMES", "{4C5C32FF-BB9D-43B0-B5B4-2D72E54EAAA4}", "%USERPROFILE%\\Saved Games",
     NULL},
    {"FOLDERID_SAVEDSEARCHES", "{7D1D3A04-DEBB-4115-95CF-2F29DA2920DA}", "%USERPROFILE%\\Searches",
     NULL},
    {"FOLDERID_USERPINNED", "{9E3995AB-1F9C-4F13-B827-48B24B6C7174}",
     "%CSIDL_QUICKLAUNCH%\\User Pinned", NULL},
    {"FOLDERID_VIDEOS", NULL, "%CSIDL_MYVIDEO%", NULL},
    {"CSIDL_BITBUCKET", NULL, nowhere, nowhere},
    {"CSIDL_CONNECTIONS", NULL, nowhere, nowhere},
    {"CSIDL_CONTROLS", NULL, nowhere, nowhere},
    {"CSIDL_DRIVES", NULL, nowhere, nowhere},
    {"CSIDL_INTERNET", NULL, nowhere, nowhere},
    {"CSIDL_NETWORK", NULL, nowhere, nowhere},
    {"CSIDL_PRINTERS", NULL, nowhere, nowhere},
    {NULL, NULL, NULL, NULL},
};

/* Set for a user beside the rows. */
static const char *const user_names[] = {"USERPROFILE", "HOMEPATH", "USERSID"};

/* CSIDL_DEFAULT_...: what the same folder is in the profile that new ones are copied from. */
static const char *const default_names[] = {
    "APPDATA",    "LOCAL_APPDATA", "COOKIES",        "CONTACTS",  "DESKTOP",
    "FAVORITES",  "HISTORY",       "INTERNET_CACHE", "PERSONAL",  "MYDOCUMENTS",
    "MYPICTURES", "MYMUSIC",       "MYVIDEO",        "RECENT",    "SENDTO",
    "STARTMENU",  "PROGRAMS",      "STARTUP",        "TEMPLATES", "QUICKLAUNCH",
};

/* ---- Rows ---- */

/* What the registry says; empty where it says nothing. */
static struct str told_path(const struct profile_folders *shell, const char *value)
{
    for (uint32_t i = 0; shell && value && i < shell->n; i++)
        if (text_same_folded(shell->at[i].name, str_of(value), NULL) && shell->at[i].path.n > 0)
            return shell->at[i].path;
    return str_of("");
}

static void set_place(struct environment *environment, struct str name, const char *place)
{
    struct environment_expanded expanded = {.why = ENVIRONMENT_NOT_HERE};

    if (!place || environment->status != STATUS_OK)
        return environment_set_absent(environment, name, ENVIRONMENT_NOT_HERE);
    if (place == nowhere)
        return environment_set_absent(environment, name, ENVIRONMENT_VIRTUAL);
    environment->status =
        environment_expand(environment, str_of(place), environment->arena, &expanded);
    if (expanded.texts.n > 0)
        environment_set(environment, name, expanded.texts);
    else
        environment_set_absent(environment, name, ENVIRONMENT_NOT_HERE);
}

static void set_rows(struct environment *environment, const struct row *rows,
                     const struct profile_folders *shell, bool is_xp)
{
    for (const struct row *row = rows; row->name; row++) {
        struct str told = told_path(shell, row->value);

        if (told.n > 0)
            environment_set_path(environment, str_of(row->name), told);
        else
            set_place(environment, str_of(row->name), is_xp ? row->xp : row->vista);
    }
}

static void set_absent_rows(struct environment *environment, const struct row *rows,
                            enum environment_why why)
{
    for (const struct row *row = rows; row->name; row++)
        environment_set_absent(environment, str_of(row->name),
                               row->vista == nowhere ? ENVIRONMENT_VIRTUAL : why);
}

/* ---- The computer ---- */

static struct str first_of(struct str a, struct str b)
{
    return a.n > 0 ? a : b;
}

static struct str drive_of(const struct machine *machine)
{
    bool is_there = machine->system < machine->ndrives;

    return first_of(machine->profiles->drive,
                    is_there ? machine->drives[machine->system].name : str_of(""));
}

/* What is told of NAME, or else its usual place. */
static void set_below(struct environment *environment, const char *name, struct str told,
                      const char *otherwise)
{
    if (told.n > 0)
        environment_set_path(environment, str_of(name), told);
    else
        set_place(environment, str_of(name), otherwise);
}

/* The folder of Windows. Without a registry the name decides: what lies in it is nobody's document.
 */
static void put_windows(const struct machine *machine, struct phrase *to)
{
    static const char *const usual[] = {"\\Windows", "\\WINNT"};
    uint32_t drive, name;

    if (machine->profiles->windows_path.n > 0) {
        phrase_add(to, drive_of(machine));
        phrase_add(to, machine->profiles->windows_path);
    }
    for (size_t i = 0; i < 2 && to->n == 0 && !to->is_short; i++) {
        phrase_add(to, drive_of(machine));
        phrase_add(to, str_of(usual[i]));
        if (!to->is_short && !machine_find(machine, phrase_view(to), &drive, &name))
            to->n = 0;
    }
}

/* What the tables stand on. */
static void set_roots(const struct machine *machine, bool is_xp, struct environment *environment)
{
    const struct profiles *profiles = machine->profiles;
    struct phrase windows = {0};

    environment_set_path(environment, str_of("SYSTEMDRIVE"), drive_of(machine));
    environment_set_path(environment, str_of("HOMEDRIVE"), drive_of(machine));
    put_windows(machine, &windows);
    environment_set_path(environment, str_of("WINDIR"), phrase_view(&windows));
    if (windows.is_short)
        environment->status = STATUS_NO_MEMORY;
    phrase_free(&windows);
    set_below(environment, "PROFILESFOLDER", profiles->users_path,
              is_xp ? "%SYSTEMDRIVE%\\Documents and Settings" : "%SYSTEMDRIVE%\\Users");
    set_below(environment, "ALLUSERSPROFILE", profiles->program_data,
              is_xp ? "%PROFILESFOLDER%\\All Users" : "%SYSTEMDRIVE%\\ProgramData");
    set_below(environment, "PUBLIC", is_xp ? str_of("") : profiles->public_path,
              is_xp ? NULL : "%PROFILESFOLDER%\\Public");
    set_below(environment, "DEFAULTUSERPROFILE", profiles->default_path,
              is_xp ? "%PROFILESFOLDER%\\Default User" : "%PROFILESFOLDER%\\Default");
}

/* Without 64 bits there is one folder of programs alone. */
static void set_programs(const struct machine *machine, struct environment *environment)
{
    const struct profiles *profiles = machine->profiles;
    bool is_64bit = machine_is_64bit(machine);
    struct str none = str_of("");

    set_below(environment, "PROGRAMFILES", profiles->program_files, "%SYSTEMDRIVE%\\Program Files");
    set_below(environment, "COMMONPROGRAMFILES", profiles->common_files,
              "%PROGRAMFILES%\\Common Files");
    set_below(environment, "PROGRAMFILES(X86)", is_64bit ? profiles->program_files_x86 : none,
              is_64bit ? "%SYSTEMDRIVE%\\Program Files (x86)" : NULL);
    set_below(environment, "COMMONPROGRAMFILES(X86)", is_64bit ? profiles->common_files_x86 : none,
              is_64bit ? "%PROGRAMFILES(X86)%\\Common Files" : NULL);
}

/* CSIDL_DEFAULT_<LAST> is what NAME is to a user whose profile is the default one. */
static void set_default(struct environment *environment, const struct environment *user,
                        const char *last, struct str name)
{
    struct phrase phrase = {0};
    struct environment_variable variable = environment_find(user, name);

    phrase_word(&phrase, "CSIDL_DEFAULT_");
    phrase_word(&phrase, last);
    if (phrase.is_short)
        environment->status = STATUS_NO_MEMORY;
    if (variable.values.n > 0)
        environment_set(environment, phrase_view(&phrase), variable.values);
    else
        environment_set_absent(environment, phrase_view(&phrase), ENVIRONMENT_NOT_HERE);
    phrase_free(&phrase);
}

static void set_defaults(struct environment *environment, bool is_xp)
{
    struct environment user = {.outer = environment, .arena = environment->arena};
    struct environment_variable profile =
        environment_find(environment, str_of("DEFAULTUSERPROFILE"));
    struct phrase name = {0};

    if (profile.values.n > 0)
        environment_set(&user, str_of("USERPROFILE"), profile.values);
    set_rows(&user, user_rows, NULL, is_xp);
    for (size_t i = 0; i < sizeof default_names / sizeof default_names[0]; i++) {
        name.n = 0;
        phrase_word(&name, "CSIDL_");
        phrase_word(&name, default_names[i]);
        set_default(environment, &user, default_names[i], phrase_view(&name));
    }
    set_default(environment, &user, "DOWNLOADS", str_of("FOLDERID_DOWNLOADS"));
    if (user.status != STATUS_OK || name.is_short)
        environment->status = STATUS_NO_MEMORY;
    phrase_free(&name);
}

void wellknown_computer(const struct machine *machine, struct environment *environment)
{
    const struct profile_folders *shell = &machine->profiles->shell;
    bool is_xp = machine_is_xp(machine);

    set_roots(machine, is_xp, environment);
    set_rows(environment, computer_rows, shell, is_xp);
    set_programs(machine, environment);
    set_rows(environment, program_rows, NULL, is_xp);
    set_defaults(environment, is_xp);
    set_absent_rows(environment, user_rows, ENVIRONMENT_OTHER_TURN);
    for (size_t i = 0; i < sizeof user_names / sizeof user_names[0]; i++)
        environment_set_absent(environment, str_of(user_names[i]), ENVIRONMENT_OTHER_TURN);
}

/* ---- A user ---- */

/* "\Users\Ann" of "C:\Users\Ann". */
static struct str without_drive(struct str path)
{
    bool has_drive = path.n >= 2 && path.at[1] == ':';

    return has_drive ? (struct str){path.at + 2, path.n - 2} : path;
}

void wellknown_user(const struct machine *machine, const struct profile *profile,
                    struct environment *environment)
{
    environment_set_path(environment, str_of("USERPROFILE"), profile->path);
    environment_set_path(environment, str_of("HOMEPATH"), without_drive(profile->path));
    environment_set_path(environment, str_of("USERSID"), profile->sid);
    set_rows(environment, user_rows, &profile->shell, machine_is_xp(machine));
}

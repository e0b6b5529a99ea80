/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every variable, on Windows of both generations, for the computer and for a user. */
#include "planner/wellknown.h"

#include <criterion/criterion.h>

#include "tests/support/estate.h"

static struct estate estate;
static struct environment computer, ann;

static void end(void)
{
    estate_free(&estate);
}

TestSuite(wellknown, .fini = end, .timeout = 60);

static void begin(enum estate_kind kind)
{
    estate_begin(&estate, kind);
}

static void make(void)
{
    struct arena *arena = &estate.profiles.arena;

    estate_finish(&estate);
    computer = (struct environment){.arena = arena};
    wellknown_computer(&estate.machine, &computer);
    cr_assert_eq(computer.status, STATUS_OK);
    ann = (struct environment){.arena = arena, .outer = &computer};
    if (estate.profiles.n > 0)
        wellknown_user(&estate.machine, &estate.users[0], &ann);
    cr_assert_eq(ann.status, STATUS_OK);
}

static void expect(const struct environment *environment, const char *name, const char *wanted)
{
    struct environment_variable it = environment_find(environment, str_of(name));

    if (!wanted) {
        cr_expect_eq(it.values.n, 0, "%s has a value", name);
        cr_expect_neq(it.why, ENVIRONMENT_UNKNOWN, "%s is unknown", name);
        return;
    }
    cr_assert_eq(it.values.n, 1, "%s", name);
    cr_expect(str_equal(it.values.at[0], str_of(wanted)), "%s is %.*s, not %s", name,
              (int)it.values.at[0].n, it.values.at[0].at, wanted);
}

/* NULL: this Windows has none. */
struct row {
    const char *name, *vista, *xp;
};

#define ALL "C:\\Documents and Settings\\All Users"
#define DEF "C:\\Documents and Settings\\Default User"
#define ANN "C:\\Documents and Settings\\Ann"

static const struct row computer_rows[] = {
    {"SYSTEMDRIVE", "C:", "C:"},
    {"HOMEDRIVE", "C:", "C:"},
    {"WINDIR", "C:\\Windows", "C:\\Windows"},
    {"PROFILESFOLDER", "C:\\Users", "C:\\Documents and Settings"},
    {"ALLUSERSPROFILE", "C:\\ProgramData", ALL},
    {"PUBLIC", "C:\\Users\\Public", NULL},
    {"DEFAULTUSERPROFILE", "C:\\Users\\Default", DEF},
    {"SYSTEMROOT", "C:\\Windows", "C:\\Windows"},
    {"CSIDL_WINDOWS", "C:\\Windows", "C:\\Windows"},
    {"SYSTEM32", "C:\\Windows\\System32", "C:\\Windows\\System32"},
    {"SYSTEM", "C:\\Windows\\System32", "C:\\Windows\\System32"},
    {"CSIDL_SYSTEM", "C:\\Windows\\System32", "C:\\Windows\\System32"},
    {"SYSTEM16", "C:\\Windows\\System", "C:\\Windows\\System"},
    {"SYSTEMPROFILE", "C:\\Windows\\System32\\config\\systemprofile",
     "C:\\Windows\\System32\\config\\systemprofile"},
    {"CSIDL_FONTS", "C:\\Windows\\Fonts", "C:\\Windows\\Fonts"},
    {"CSIDL_RESOURCES", "C:\\Windows\\Resources", "C:\\Windows\\Resources"},
    {"PROGRAMDATA", "C:\\ProgramData", NULL},
    {"CSIDL_COMMON_APPDATA", "C:\\ProgramData", ALL "\\Application Data"},
    {"ALLUSERSAPPDATA", "C:\\ProgramData", ALL "\\Application Data"},
    {"CSIDL_COMMON_DESKTOPDIRECTORY", "C:\\Users\\Public\\Desktop", ALL "\\Desktop"},
    {"CSIDL_COMMON_DOCUMENTS", "C:\\Users\\Public\\Documents", ALL "\\Documents"},
    {"CSIDL_COMMON_FAVORITES", "C:\\Users\\Public\\Favorites", ALL "\\Favorites"},
    {"CSIDL_COMMON_MUSIC", "C:\\Users\\Public\\Music", ALL "\\Documents\\My Music"},
    {"CSIDL_COMMON_PICTURES", "C:\\Users\\Public\\Pictures", ALL "\\Documents\\My Pictures"},
    {"CSIDL_COMMON_VIDEO", "C:\\Users\\Public\\Videos", ALL "\\Documents\\My Videos"},
    {"CSIDL_COMMON_STARTMENU", "C:\\ProgramData\\Microsoft\\Windows\\Start Menu",
     ALL "\\Start Menu"},
    {"CSIDL_COMMON_PROGRAMS", "C:\\ProgramData\\Microsoft\\Windows\\Start Menu\\Programs",
     ALL "\\Start Menu\\Programs"},
    {"CSIDL_COMMON_STARTUP", "C:\\ProgramData\\Microsoft\\Windows\\Start Menu\\Programs\\Startup",
     ALL "\\Start Menu\\Programs\\Startup"},
    {"CSIDL_COMMON_ALTSTARTUP",
     "C:\\ProgramData\\Microsoft\\Windows\\Start Menu\\Programs\\Startup",
     ALL "\\Start Menu\\Programs\\Startup"},
    {"CSIDL_COMMON_ADMINTOOLS",
     "C:\\ProgramData\\Microsoft\\Windows\\Start Menu\\Programs\\Administrative Tools",
     ALL "\\Start Menu\\Programs\\Administrative Tools"},
    {"CSIDL_COMMON_TEMPLATES", "C:\\ProgramData\\Microsoft\\Windows\\Templates", ALL "\\Templates"},
    {"FOLDERID_PUBLIC", "C:\\Users\\Public", NULL},
    {"FOLDERID_PUBLICDESKTOP", "C:\\Users\\Public\\Desktop", NULL},
    {"FOLDERID_PUBLICDOCUMENTS", "C:\\Users\\Public\\Documents", NULL},
    {"FOLDERID_PUBLICDOWNLOADS", "C:\\Users\\Public\\Downloads", NULL},
    {"FOLDERID_PUBLICLIBRARIES", "C:\\Users\\Public\\Libraries", NULL},
    {"FOLDERID_PUBLICMUSIC", "C:\\Users\\Public\\Music", NULL},
    {"FOLDERID_PUBLICPICTURES", "C:\\Users\\Public\\Pictures", NULL},
    {"FOLDERID_PUBLICVIDEOS", "C:\\Users\\Public\\Videos", NULL},
    {"FOLDERID_RECORDEDTV", "C:\\Users\\Public\\Recorded TV", NULL},
    {"FOLDERID_PROGRAMDATA", "C:\\ProgramData", NULL},
    {"PROGRAMFILES", "C:\\Program Files", "C:\\Program Files"},
    {"CSIDL_PROGRAM_FILES", "C:\\Program Files", "C:\\Program Files"},
    {"COMMONPROGRAMFILES", "C:\\Program Files\\Common Files", "C:\\Program Files\\Common Files"},
    {"CSIDL_PROGRAM_FILES_COMMON", "C:\\Program Files\\Common Files",
     "C:\\Program Files\\Common Files"},
    {"PROGRAMFILES(X86)", "C:\\Program Files (x86)", NULL},
    {"CSIDL_PROGRAM_FILESX86", "C:\\Program Files (x86)", NULL},
    {"COMMONPROGRAMFILES(X86)", "C:\\Program Files (x86)\\Common Files", NULL},
    {"CSIDL_PROGRAM_FILES_COMMONX86", "C:\\Program Files (x86)\\Common Files", NULL},
    {"CSIDL_DEFAULT_APPDATA", "C:\\Users\\Default\\AppData\\Roaming", DEF "\\Application Data"},
    {"CSIDL_DEFAULT_LOCAL_APPDATA", "C:\\Users\\Default\\AppData\\Local",
     DEF "\\Local Settings\\Application Data"},
    {"CSIDL_DEFAULT_COOKIES", "C:\\Users\\Default\\AppData\\Roaming\\Microsoft\\Windows\\Cookies",
     DEF "\\Cookies"},
    {"CSIDL_DEFAULT_CONTACTS", "C:\\Users\\Default\\Contacts", NULL},
    {"CSIDL_DEFAULT_DESKTOP", "C:\\Users\\Default\\Desktop", DEF "\\Desktop"},
    {"CSIDL_DEFAULT_FAVORITES", "C:\\Users\\Default\\Favorites", DEF "\\Favorites"},
    {"CSIDL_DEFAULT_HISTORY", "C:\\Users\\Default\\AppData\\Local\\Microsoft\\Windows\\History",
     DEF "\\Local Settings\\History"},
    {"CSIDL_DEFAULT_INTERNET_CACHE",
     "C:\\Users\\Default\\AppData\\Local\\Microsoft\\Windows\\Temporary Internet Files",
     DEF "\\Local Settings\\Temporary Internet Files"},
    {"CSIDL_DEFAULT_PERSONAL", "C:\\Users\\Default\\Documents", DEF "\\My Documents"},
    {"CSIDL_DEFAULT_MYDOCUMENTS", "C:\\Users\\Default\\Documents", DEF "\\My Documents"},
    {"CSIDL_DEFAULT_MYPICTURES", "C:\\Users\\Default\\Pictures", DEF "\\My Documents\\My Pictures"},
    {"CSIDL_DEFAULT_MYMUSIC", "C:\\Users\\Default\\Music", DEF "\\My Documents\\My Music"},
    {"CSIDL_DEFAULT_MYVIDEO", "C:\\Users\\Default\\Videos", DEF "\\My Documents\\My Videos"},
    {"CSIDL_DEFAULT_RECENT", "C:\\Users\\Default\\AppData\\Roaming\\Microsoft\\Windows\\Recent",
     DEF "\\Recent"},
    {"CSIDL_DEFAULT_SENDTO", "C:\\Users\\Default\\AppData\\Roaming\\Microsoft\\Windows\\SendTo",
     DEF "\\SendTo"},
    {"CSIDL_DEFAULT_STARTMENU",
     "C:\\Users\\Default\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu", DEF "\\Start Menu"},
    {"CSIDL_DEFAULT_PROGRAMS",
     "C:\\Users\\Default\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs",
     DEF "\\Start Menu\\Programs"},
    {"CSIDL_DEFAULT_STARTUP",
     "C:\\Users\\Default\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Startup",
     DEF "\\Start Menu\\Programs\\Startup"},
    {"CSIDL_DEFAULT_TEMPLATES",
     "C:\\Users\\Default\\AppData\\Roaming\\Microsoft\\Windows\\Templates", DEF "\\Templates"},
    {"CSIDL_DEFAULT_QUICKLAUNCH",
     "C:\\Users\\Default\\AppData\\Roaming\\Microsoft\\Internet Explorer\\Quick Launch",
     DEF "\\Application Data\\Microsoft\\Internet Explorer\\Quick Launch"},
    {"CSIDL_DEFAULT_DOWNLOADS", "C:\\Users\\Default\\Downloads", NULL},
};

static const struct row user_rows[] = {
    {"USERPROFILE", "C:\\Users\\Ann", ANN},
    {"HOMEPATH", "\\Users\\Ann", "\\Documents and Settings\\Ann"},
    {"USERSID", "S-1-5-21-1-2-3-1000", "S-1-5-21-1-2-3-1000"},
    {"CSIDL_PROFILE", "C:\\Users\\Ann", ANN},
    {"CSIDL_APPDATA", "C:\\Users\\Ann\\AppData\\Roaming", ANN "\\Application Data"},
    {"APPDATA", "C:\\Users\\Ann\\AppData\\Roaming", ANN "\\Application Data"},
    {"CSIDL_LOCAL_APPDATA", "C:\\Users\\Ann\\AppData\\Local",
     ANN "\\Local Settings\\Application Data"},
    {"LOCALAPPDATA", "C:\\Users\\Ann\\AppData\\Local", NULL},
    {"TEMP", "C:\\Users\\Ann\\AppData\\Local\\Temp", ANN "\\Local Settings\\Temp"},
    {"TMP", "C:\\Users\\Ann\\AppData\\Local\\Temp", ANN "\\Local Settings\\Temp"},
    {"CSIDL_DESKTOPDIRECTORY", "C:\\Users\\Ann\\Desktop", ANN "\\Desktop"},
    {"CSIDL_DESKTOP", "C:\\Users\\Ann\\Desktop", ANN "\\Desktop"},
    {"CSIDL_PERSONAL", "C:\\Users\\Ann\\Documents", ANN "\\My Documents"},
    {"CSIDL_MYDOCUMENTS", "C:\\Users\\Ann\\Documents", ANN "\\My Documents"},
    {"CSIDL_MYMUSIC", "C:\\Users\\Ann\\Music", ANN "\\My Documents\\My Music"},
    {"CSIDL_MYPICTURES", "C:\\Users\\Ann\\Pictures", ANN "\\My Documents\\My Pictures"},
    {"CSIDL_MYVIDEO", "C:\\Users\\Ann\\Videos", ANN "\\My Documents\\My Videos"},
    {"CSIDL_PLAYLISTS", "C:\\Users\\Ann\\Music\\Playlists",
     ANN "\\My Documents\\My Music\\My Playlists"},
    {"CSIDL_FAVORITES", "C:\\Users\\Ann\\Favorites", ANN "\\Favorites"},
    {"CSIDL_CONTACTS", "C:\\Users\\Ann\\Contacts", NULL},
    {"CSIDL_COOKIES", "C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Windows\\Cookies",
     ANN "\\Cookies"},
    {"CSIDL_HISTORY", "C:\\Users\\Ann\\AppData\\Local\\Microsoft\\Windows\\History",
     ANN "\\Local Settings\\History"},
    {"CSIDL_INTERNET_CACHE",
     "C:\\Users\\Ann\\AppData\\Local\\Microsoft\\Windows\\Temporary Internet Files",
     ANN "\\Local Settings\\Temporary Internet Files"},
    {"CSIDL_CDBURN_AREA", "C:\\Users\\Ann\\AppData\\Local\\Microsoft\\Windows\\Burn\\Burn",
     ANN "\\Local Settings\\Application Data\\Microsoft\\CD Burning"},
    {"CSIDL_NETHOOD", "C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Windows\\Network Shortcuts",
     ANN "\\NetHood"},
    {"CSIDL_PRINTHOOD", "C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Windows\\Printer Shortcuts",
     ANN "\\PrintHood"},
    {"CSIDL_RECENT", "C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Windows\\Recent",
     ANN "\\Recent"},
    {"CSIDL_SENDTO", "C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Windows\\SendTo",
     ANN "\\SendTo"},
    {"CSIDL_STARTMENU", "C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu",
     ANN "\\Start Menu"},
    {"CSIDL_PROGRAMS", "C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs",
     ANN "\\Start Menu\\Programs"},
    {"CSIDL_STARTUP",
     "C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Startup",
     ANN "\\Start Menu\\Programs\\Startup"},
    {"CSIDL_ALTSTARTUP",
     "C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Startup",
     ANN "\\Start Menu\\Programs\\Startup"},
    {"CSIDL_ADMINTOOLS",
     "C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Administrative "
     "Tools",
     ANN "\\Start Menu\\Programs\\Administrative Tools"},
    {"CSIDL_TEMPLATES", "C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Windows\\Templates",
     ANN "\\Templates"},
    {"CSIDL_QUICKLAUNCH",
     "C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Internet Explorer\\Quick Launch",
     ANN "\\Application Data\\Microsoft\\Internet Explorer\\Quick Launch"},
    {"FOLDERID_QUICKLAUNCH",
     "C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Internet Explorer\\Quick Launch", NULL},
    {"FOLDERID_CONTACTS", "C:\\Users\\Ann\\Contacts", NULL},
    {"FOLDERID_DESKTOP", "C:\\Users\\Ann\\Desktop", NULL},
    {"FOLDERID_DOCUMENTS", "C:\\Users\\Ann\\Documents", NULL},
    {"FOLDERID_DOWNLOADS", "C:\\Users\\Ann\\Downloads", NULL},
    {"FOLDERID_FAVORITES", "C:\\Users\\Ann\\Favorites", NULL},
    {"FOLDERID_LIBRARIES", "C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Windows\\Libraries", NULL},
    {"FOLDERID_LINKS", "C:\\Users\\Ann\\Links", NULL},
    {"FOLDERID_LOCALAPPDATA", "C:\\Users\\Ann\\AppData\\Local", NULL},
    {"FOLDERID_LOCALAPPDATALOW", "C:\\Users\\Ann\\AppData\\LocalLow", NULL},
    {"FOLDERID_MUSIC", "C:\\Users\\Ann\\Music", NULL},
    {"FOLDERID_ORIGINALIMAGES",
     "C:\\Users\\Ann\\AppData\\Local\\Microsoft\\Windows Photo Gallery\\Original Images", NULL},
    {"FOLDERID_PICTURES", "C:\\Users\\Ann\\Pictures", NULL},
    {"FOLDERID_PLAYLISTS", "C:\\Users\\Ann\\Music\\Playlists", NULL},
    {"FOLDERID_PROFILE", "C:\\Users\\Ann", NULL},
    {"FOLDERID_ROAMINGAPPDATA", "C:\\Users\\Ann\\AppData\\Roaming", NULL},
    {"FOLDERID_SAVEDGAMES", "C:\\Users\\Ann\\Saved Games", NULL},
    {"FOLDERID_SAVEDSEARCHES", "C:\\Users\\Ann\\Searches", NULL},
    {"FOLDERID_USERPINNED",
     "C:\\Users\\Ann\\AppData\\Roaming\\Microsoft\\Internet Explorer\\Quick Launch\\User Pinned",
     NULL},
    {"FOLDERID_VIDEOS", "C:\\Users\\Ann\\Videos", NULL},
    {"CSIDL_BITBUCKET", NULL, NULL},
    {"CSIDL_CONNECTIONS", NULL, NULL},
    {"CSIDL_CONTROLS", NULL, NULL},
    {"CSIDL_DRIVES", NULL, NULL},
    {"CSIDL_INTERNET", NULL, NULL},
    {"CSIDL_NETWORK", NULL, NULL},
    {"CSIDL_PRINTERS", NULL, NULL},
};

Test(wellknown, every_variable_of_the_computer_and_of_a_user_on_vista)
{
    begin(ESTATE_VISTA);
    make();
    for (size_t i = 0; i < sizeof computer_rows / sizeof computer_rows[0]; i++) {
        expect(&computer, computer_rows[i].name, computer_rows[i].vista);
        expect(&ann, computer_rows[i].name, computer_rows[i].vista);
    }
    for (size_t i = 0; i < sizeof user_rows / sizeof user_rows[0]; i++)
        expect(&ann, user_rows[i].name, user_rows[i].vista);
}

Test(wellknown, every_variable_of_the_computer_and_of_a_user_on_xp)
{
    begin(ESTATE_XP);
    make();
    for (size_t i = 0; i < sizeof computer_rows / sizeof computer_rows[0]; i++)
        expect(&computer, computer_rows[i].name, computer_rows[i].xp);
    for (size_t i = 0; i < sizeof user_rows / sizeof user_rows[0]; i++)
        expect(&ann, user_rows[i].name, user_rows[i].xp);
}

Test(wellknown, users_variables_are_another_turn_s_for_the_computer)
{
    begin(ESTATE_VISTA);
    make();
    for (size_t i = 0; i < sizeof user_rows / sizeof user_rows[0]; i++) {
        struct environment_variable it = environment_find(&computer, str_of(user_rows[i].name));

        cr_expect_eq(it.values.n, 0, "%s", user_rows[i].name);
        cr_expect_eq(it.why, user_rows[i].vista ? ENVIRONMENT_OTHER_TURN : ENVIRONMENT_VIRTUAL,
                     "%s", user_rows[i].name);
    }
    cr_expect_eq(environment_find(&ann, str_of("CSIDL_NOPE")).why, ENVIRONMENT_UNKNOWN);
}

Test(wellknown, shell_folders_of_the_registry_count)
{
    begin(ESTATE_VISTA);
    estate_shell(&estate, &estate.profiles.shell, "common desktop", "D:\\All");
    estate_shell(&estate, &estate.profiles.shell, "Common Start Menu", "D:\\Menu");
    estate_shell(&estate, &estate.users[0].shell, "Personal", "\\\\server\\Ann");
    estate_shell(&estate, &estate.users[0].shell, "AppData", "D:\\Roam");
    estate_shell(&estate, &estate.users[0].shell, "Local AppData", "");
    estate_shell(&estate, &estate.users[0].shell, "{374DE290-123F-4565-9164-39C4925E467B}",
                 "D:\\Down [1]");
    make();
    expect(&computer, "CSIDL_COMMON_DESKTOPDIRECTORY", "D:\\All");
    expect(&computer, "CSIDL_COMMON_STARTUP", "D:\\Menu\\Programs\\Startup");
    expect(&ann, "CSIDL_MYDOCUMENTS", "\\\\server\\Ann");
    expect(&ann, "APPDATA", "D:\\Roam");
    expect(&ann, "CSIDL_SENDTO", "D:\\Roam\\Microsoft\\Windows\\SendTo");
    expect(&ann, "CSIDL_LOCAL_APPDATA", "C:\\Users\\Ann\\AppData\\Local");
    expect(&ann, "FOLDERID_DOWNLOADS", "D:\\Down ^[1^]");
    expect(&ann, "CSIDL_DEFAULT_APPDATA", "C:\\Users\\Default\\AppData\\Roaming");
}

Test(wellknown, without_64_bits_there_are_no_x86_folders)
{
    begin(ESTATE_XP);
    make();
    expect(&computer, "PROGRAMFILES(X86)", NULL);
    expect(&computer, "CSIDL_PROGRAM_FILES_COMMONX86", NULL);
}

Test(wellknown, without_a_windows_its_folder_has_no_place)
{
    begin(ESTATE_NOTHING);
    make();
    expect(&computer, "WINDIR", NULL);
    expect(&computer, "CSIDL_FONTS", NULL);
    expect(&computer, "SYSTEMDRIVE", "C:");
    expect(&computer, "PROGRAMFILES", "C:\\Program Files");
}

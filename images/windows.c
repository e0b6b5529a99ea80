/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * windows: does to the volume of `recipe story` what Windows does to it while a PC is refreshed,
 * through libntfs-3g, on an image that is not mounted.
 */
#include "images/clock.h"
#include "images/ntfsdata.h"
#include "images/ntfspath.h"
#include "images/winhives.h"

#include <stdio.h>
#include <string.h>

#define OLD  "Windows.old"
#define HOUR (3600 * CLOCK_SECOND)

static void help(FILE *to)
{
    fputs(
        "usage: windows setup IMAGE          the old system goes to \\Windows.old, a Windows 7 is\n"
        "                                    put there, and JohnDoe and MaryMajor have logged on\n"
        "       windows save IMAGE PATH      an application saves PATH, as most do: it writes a "
        "new\n"
        "                                    file beside it, which then gets its name\n"
        "       windows delete IMAGE PATH    a name is taken away, of a folder with all in it\n"
        "\n"
        "PATH has slashes and no drive. IMAGE must not be mounted.\n",
        to);
}

/* ---- Setup ---- */

static const struct winhives_user users[] = {{1000, "JohnDoe"}, {1001, "MaryMajor"}};

/* Windows 7 makes a machine of another SID. */
static const struct winhives_pc pc = {"PC17", "S-1-5-21-4000-5000-6000-", users, 2};

static void add_profile(struct ntfsvol *v, const char *user)
{
    static const char *const folders[] = {"Documents", "Desktop",         "Favorites",
                                          "Pictures",  "AppData/Roaming", "AppData/Local"};
    char path[100];

    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
        snprintf(path, sizeof(path), "Users/%s/%s", user, folders[i]);
        ntfsvol_mkpath(v, NTFSVOL_ROOT, path);
    }
    snprintf(path, sizeof(path), "Users/%s", user);
    winhives_user(v, ntfsvol_mkpath(v, NTFSVOL_ROOT, path), NULL);
}

static void put_aside(struct ntfsvol *v, char **names)
{
    char to[1024];

    ntfsvol_mkdir(v, NTFSVOL_ROOT, OLD);
    for (; *names; names++) {
        snprintf(to, sizeof(to), OLD "/%s", *names);
        ntfspath_move(v, *names, to);
    }
}

static void set_up(struct ntfsvol *v, char **words)
{
    char *old[] = {"Documents and Settings", "Program Files", "WINDOWS", NULL};

    (void)words;
    put_aside(v, old);
    winhives_machine(v, &winhives_seven, &pc);
    ntfsdata_file(v, ntfsvol_mkpath(v, NTFSVOL_ROOT, "Windows/System32"), "kernel32.dll", 1163264);
    ntfsvol_mkpath(v, NTFSVOL_ROOT, "Program Files");
    ntfsvol_mkpath(v, NTFSVOL_ROOT, "ProgramData");
    ntfsvol_mkpath(v, NTFSVOL_ROOT, "Users/Default");
    ntfsvol_mkpath(v, NTFSVOL_ROOT, "Users/Public/Documents");
    for (size_t i = 0; i < pc.nusers; i++)
        add_profile(v, pc.users[i].folder);
}

/* ---- An application ---- */

static void save(struct ntfsvol *v, char **words)
{
    const char *path = words[0];
    uint64_t folder = ntfspath_folder(v, path), old = ntfspath_find(v, path), new;

    new = ntfsvol_mkfile(v, folder, "~WRD0001.tmp");
    ntfsdata_fill(v, new, "", 0, 20000, 77);
    ntfsvol_link(v, old, folder, "~WRL0002.tmp");
    ntfsvol_delete(v, old, folder, ntfspath_name(path));
    ntfsvol_link(v, new, folder, ntfspath_name(path));
    ntfsvol_delete(v, new, folder, "~WRD0001.tmp");
    ntfsvol_delete(v, old, folder, "~WRL0002.tmp");
}

static void take_away(struct ntfsvol *v, char **words)
{
    ntfspath_delete(v, words[0]);
}

/* ---- The program ---- */

struct deed {
    const char *name;
    int nwords_min, nwords_max; /* behind the image */
    void (*run)(struct ntfsvol *v, char **words);
};

static const struct deed deeds[] = {{"setup", 0, 0, set_up},
                                    {"save", 1, 1, save},
                                    {"delete", 1, 1, take_away},
                                    {"aside", 1, 1000, put_aside}};

static const struct deed *find(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
        if (argc - 3 >= deeds[i].nwords_min && argc - 3 <= deeds[i].nwords_max &&
            strcmp(argv[1], deeds[i].name) == 0)
            return &deeds[i];
    return NULL;
}

int main(int argc, char **argv)
{
    const struct deed *deed = find(argc, argv);
    struct failure failure = {0};
    struct ntfsvol v = {.failure = &failure, .security_id = 0x100};

    if (!deed)
        return help(stderr), 2;
    v.image = argv[2];
    clock_set(CLOCK_BASE + 9600 * HOUR); /* a year after the files were made */
    ntfsvol_mount(&v);
    if (v.library)
        deed->run(&v, argv + 3);
    ntfsvol_unmount(&v);
    if (!failure_any(&failure))
        return 0;
    fprintf(stderr, "windows %s: %s.\n", deed->name, failure.text);
    return 1;
}

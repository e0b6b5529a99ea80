/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The registry of a Windows on a test volume. See winhives.h. */
#include "images/winhives.h"

#include "images/hivemake.h"
#include "images/ntfsdata.h"

#include <stdio.h>
#include <stdlib.h>

#define NT_KEY    "Microsoft\\Windows NT\\CurrentVersion"
#define LIST_KEY  NT_KEY "\\ProfileList"
#define SHELL_KEY "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders"

const struct winhives_generation winhives_seven = {"Windows", "6.1",   "Windows 7 Professional",
                                                   "7601",    "Users", "Documents"};
const struct winhives_generation winhives_xp = {
    "WINDOWS", "5.1", "Microsoft Windows XP", "2600", "Documents and Settings", "My Documents"};

static void put_hive(struct ntfsvol *v, struct hivemake *h, uint64_t folder, const char *name)
{
    size_t nbytes;
    uint8_t *bytes = hivemake_end(h, &nbytes);

    if (bytes)
        ntfsdata_write(v, ntfsvol_mkfile(v, folder, name), "", 0, bytes, nbytes);
    free(bytes);
}

static void list_user(struct hivemake *h, const struct winhives_generation *g, const char *sid,
                      const struct winhives_user *user)
{
    char key[200], path[200];

    snprintf(key, sizeof(key), LIST_KEY "\\%s%u", sid, user->rid);
    snprintf(path, sizeof(path), "%%SystemDrive%%\\%s\\%s", g->users, user->folder);
    hivemake_expand(h, key, "ProfileImagePath", path);
}

static void list_common(struct hivemake *h, const struct winhives_generation *g)
{
    if (g == &winhives_xp) {
        hivemake_text(h, LIST_KEY, "AllUsersProfile", "All Users");
        hivemake_text(h, LIST_KEY, "DefaultUserProfile", "Default User");
        return;
    }
    hivemake_expand(h, LIST_KEY, "Public", "%SystemDrive%\\Users\\Public");
    hivemake_expand(h, LIST_KEY, "Default", "%SystemDrive%\\Users\\Default");
    hivemake_expand(h, LIST_KEY, "ProgramData", "%SystemDrive%\\ProgramData");
}

void winhives_machine(struct ntfsvol *v, const struct winhives_generation *g,
                      const struct winhives_pc *pc)
{
    char path[200];
    struct hivemake h;
    uint64_t config;

    snprintf(path, sizeof(path), "%s/System32/config", g->windows);
    config = ntfsvol_mkpath(v, NTFSVOL_ROOT, path);
    hivemake_begin(&h, v->failure);
    hivemake_text(&h, NT_KEY, "ProductName", g->product);
    hivemake_text(&h, NT_KEY, "CurrentVersion", g->version);
    hivemake_text(&h, NT_KEY, "CurrentBuild", g->build);
    snprintf(path, sizeof(path), "C:\\%s", g->windows);
    hivemake_text(&h, NT_KEY, "SystemRoot", path);
    snprintf(path, sizeof(path), "%%SystemDrive%%\\%s", g->users);
    hivemake_expand(&h, LIST_KEY, "ProfilesDirectory", path);
    list_common(&h, g);
    for (size_t i = 0; i < pc->nusers; i++)
        list_user(&h, g, pc->sid, &pc->users[i]);
    put_hive(v, &h, config, "SOFTWARE");
    hivemake_begin(&h, v->failure);
    hivemake_number(&h, "Select", "Current", 1);
    hivemake_text(&h, "ControlSet001\\Control\\ComputerName\\ComputerName", "ComputerName",
                  pc->name);
    put_hive(v, &h, config, "SYSTEM");
}

void winhives_user(struct ntfsvol *v, uint64_t profile, const char *pictures)
{
    struct hivemake h;

    hivemake_begin(&h, v->failure);
    hivemake_expand(&h, SHELL_KEY, "Desktop", "%USERPROFILE%\\Desktop");
    if (pictures)
        hivemake_expand(&h, SHELL_KEY, "My Pictures", pictures);
    put_hive(v, &h, profile, "NTUSER.DAT");
}

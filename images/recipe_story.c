/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * story: a PC with Windows XP before it is refreshed in place. `make demo` and tests/cli/story*.sh
 * tell what becomes of it (images/story.sh); images/windows.c is what Windows does to it meanwhile.
 *
 * JohnDoe and MaryMajor have documents, favorites, pictures, a desktop and settings of programs.
 * Among John's documents are a read-only one, an encrypted one, one with a named stream, and one
 * that he will save anew. Around them are the files of Windows and of programs, which no rule
 * takes.
 */
#include "images/clock.h"
#include "images/kit.h"
#include "images/ntfsdata.h"
#include "images/ntfsmeta.h"
#include "images/odddata.h"
#include "images/winhives.h"

#define HOUR (3600 * CLOCK_SECOND)

struct story {
    struct ntfsvol *v;
    uint64_t nfiles;
    uint64_t encrypted; /* is marked so in the end, when nothing writes to it any more */
};

static const struct winhives_user users[] = {{1001, "JohnDoe"}, {1002, "MaryMajor"}};
static const struct winhives_pc pc = {"PC17", "S-1-5-21-1000-2000-3000-", users, 2};

static uint64_t add(struct story *s, uint64_t folder, const char *name, size_t nbytes)
{
    clock_set(CLOCK_BASE + ++s->nfiles * HOUR);
    return ntfsdata_file(s->v, folder, name, nbytes);
}

static uint64_t profile_folder(struct story *s, const char *user, const char *folder)
{
    char path[200];

    snprintf(path, sizeof(path), "Documents and Settings/%s/%s", user, folder);
    return ntfsvol_mkpath(s->v, NTFSVOL_ROOT, path);
}

static void add_numbered(struct story *s, uint64_t folder, const char *format, unsigned n,
                         size_t nbytes)
{
    char name[64];

    for (unsigned i = 1; i <= n; i++) {
        snprintf(name, sizeof(name), "%s%03u.%s", format, i, format[0] == 'I' ? "jpg" : "dll");
        add(s, folder, name, nbytes + (size_t)977 * i);
    }
}

/* What both users have. */
static void add_profile(struct story *s, const char *user, uint32_t rid, unsigned npictures)
{
    uint64_t top = profile_folder(s, user, "");

    s->v->security_id = ntfsmeta_owner(s->v, top, rid);
    winhives_user(s->v, top, NULL);
    add_numbered(s, profile_folder(s, user, "My Documents/My Pictures"), "IMG_", npictures, 40000);
    ntfsdata_text(s->v, add(s, profile_folder(s, user, "Favorites"), "Contoso.url", 0), "",
                  "[InternetShortcut]\r\nURL=http://www.contoso.com/\r\n");
    add(s, profile_folder(s, user, "Desktop"), "To do.txt", 600);
    add(s, profile_folder(s, user, "Application Data/Contoso"), "settings.ini", 900);
    add(s, profile_folder(s, user, "Local Settings/Temp"), "setup.log", 30000);
}

static void add_johns_documents(struct story *s)
{
    struct ntfsvol *v = s->v;
    uint64_t documents = profile_folder(s, "JohnDoe", "My Documents");
    uint64_t projects = profile_folder(s, "JohnDoe", "My Documents/Projects/Apollo");

    add(s, documents, "Managing_Shims.docx", 360396);
    ntfsmeta_attributes(v, add(s, documents, "Contract.pdf", 91000), FILE_ATTR_READONLY);
    s->encrypted = odddata_efs(v, documents, "Salary.xls", 24576, 1);
    ntfsdata_text(v, add(s, documents, "Price list.pdf", 52000), "Zone.Identifier",
                  "[ZoneTransfer]\r\nZoneId=3\r\n");
    add(s, documents, "Budget.xls", 18000);
    add(s, projects, "Roadmap.ppt", 120000);
    add(s, projects, "Minutes.txt", 300);
}

static void add_marys_documents(struct story *s)
{
    uint64_t documents = profile_folder(s, "MaryMajor", "My Documents");

    add(s, documents, "Travel.doc", 44000);
    add(s, documents, "Recipes.txt", 2500);
}

static void add_system(struct story *s)
{
    struct ntfsvol *v = s->v;

    add_numbered(s, ntfsvol_mkpath(v, NTFSVOL_ROOT, "WINDOWS/System32"), "sys", 400, 20000);
    add_numbered(s, ntfsvol_mkpath(v, NTFSVOL_ROOT, "Program Files/Contoso Office"), "office", 150,
                 30000);
    add(s, NTFSVOL_ROOT, "boot.ini", 211);
    add(s, NTFSVOL_ROOT, "ntldr", 250048);
}

static void make_story(struct recipe *r)
{
    struct story s = {.v = kit_volume(r, 768, 512, 4096)};

    s.v->security_id = 0x100;
    winhives_machine(s.v, &winhives_xp, &pc);
    add_system(&s);
    profile_folder(&s, "Default User", "");
    add_profile(&s, "JohnDoe", 1001, 60);
    add_johns_documents(&s);
    add_profile(&s, "MaryMajor", 1002, 30);
    add_marys_documents(&s);
    add(&s, profile_folder(&s, "All Users", "Documents"), "House rules.doc", 26000);
    odddata_mark_encrypted(r, s.encrypted, 0);
    kit_fact(r, "files", s.nfiles + 1);
}

const struct recipe_case recipe_story_cases[] = {
    {"story", "", "a PC with Windows XP and two users, before it is refreshed", make_story},
    {0},
};

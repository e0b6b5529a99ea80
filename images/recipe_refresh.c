/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * refresh: a PC that is to be refreshed in place, with everything on it that a plan must decide
 * about: documents of two users and of one whom no account knows, links, streams, encrypted and
 * locked files, placeholders, junctions, names that differ by case, a file with 1,024 names.
 */
#include "images/kit.h"
#include "images/ntfsdata.h"
#include "images/ntfsmeta.h"
#include "images/winhives.h"

#define TAG_CLOUD   UINT32_C(0x9000701A)
#define TAG_WOF     UINT32_C(0x80000017)
#define TAG_UNKNOWN UINT32_C(0x80001234)

enum {
    RECALL_ON_DATA_ACCESS = 0x400000,
    OFFLINE = 0x1000,
    EA_ON_DISK = 0x40000,
    MANY_NAMES = 1024
};

static const struct winhives_user users[] = {{1001, "Ann"}, {1002, "Bob"}};
static const struct winhives_pc pc = {"PC17", "S-1-5-21-1000-2000-3000-", users, 2};

/* ---- Files ---- */

static uint64_t mkpath(struct recipe *r, const char *first, const char *rest)
{
    char path[400];

    snprintf(path, sizeof(path), "%s/%s", first, rest);
    return ntfsvol_mkpath(&r->volume, NTFSVOL_ROOT, path);
}

static void put_plain(struct recipe *r, uint64_t documents, uint64_t desktop)
{
    struct ntfsvol *v = &r->volume;
    uint64_t file;

    kit_fact(r, "report", ntfsvol_record(ntfsdata_file(v, documents, "report.docx", 30000)));
    ntfsdata_file(v, documents, "budget.xlsx", 700);
    file = ntfsdata_file(v, documents, "notes.txt", 100);
    ntfsdata_text(v, file, "Zone.Identifier", "[ZoneTransfer]\r\nZoneId=3\r\n");
    ntfsmeta_attributes(v, ntfsdata_file(v, documents, "readonly.pdf", 9000), FILE_ATTR_READONLY);
    ntfsmeta_attributes(v, ntfsdata_file(v, documents, "hidden.ini", 90),
                        const_cpu_to_le32(FILE_ATTR_HIDDEN | FILE_ATTR_SYSTEM));
    file = ntfsdata_file(v, documents, "linked.doc", 5000);
    ntfsvol_link(v, file, desktop, "linked.doc");
    kit_fact(r, "linked", ntfsvol_record(file));
    ntfsdata_file(v, ntfsvol_mkpath(v, documents, "Sub/Deeper"), "deep.txt", 2000);
    ntfsvol_mkpath(v, documents, "Empty");
    ntfsdata_file(v, desktop, "shortcut.lnk", 400);
    file = ntfsvol_mkfile(v, documents, "sparse.bin");
    ntfsdata_resize(v, file, "", 1 << 20);
    ntfsdata_write(v, file, "", 500000, "data", 4);
    v->compress = true;
    ntfsdata_fill(v, ntfsvol_mkfile(v, documents, "compressed.rtf"), "", 0, 100000, 7);
    v->compress = false;
}

static void put_odd(struct recipe *r, uint64_t documents)
{
    struct ntfsvol *v = &r->volume;
    static const uint8_t cloud[16] = {1}, wof[16] = {1, 0, 0, 0, 2, 0, 0, 0, 1};
    uint64_t file = ntfsdata_file(v, documents, "secret.docx", 4000);

    ntfsmeta_attributes(v, file, FILE_ATTR_ENCRYPTED);
    kit_fact(r, "secret", ntfsvol_record(file));
    ntfsdata_file(v, documents, "mail.pst", 60000);
    ntfsdata_file(v, documents, "Readme.TXT", 10);
    ntfsdata_file(v, documents, "README.txt", 20);
    file = ntfsvol_mkfile(v, documents, "cloud.docx");
    ntfsmeta_reparse(v, file, TAG_CLOUD, cloud, sizeof(cloud));
    ntfsmeta_attributes(v, file, FILE_ATTR_ARCHIVE | RECALL_ON_DATA_ACCESS | OFFLINE);
    ntfsmeta_attributes(v, ntfsdata_file(v, documents, "offline.doc", 3000),
                        FILE_ATTR_ARCHIVE | OFFLINE | EA_ON_DISK);
    file = ntfsvol_mkpath(v, documents, "OneDrive");
    ntfsdata_file(v, file, "here.docx", 3000);
    ntfsmeta_reparse(v, file, TAG_CLOUD, cloud, sizeof(cloud));
    file = ntfsdata_file(v, documents, "wof.exe", 3000);
    ntfsmeta_reparse(v, file, TAG_WOF, wof, sizeof(wof));
    ntfsmeta_reparse_symlink(v, ntfsvol_mkfile(v, documents, "symlink.txt"), "notes.txt", true);
    ntfsmeta_reparse_junction(v, ntfsvol_mkpath(v, documents, "junction"), "C:\\Data");
    file = ntfsvol_mkpath(v, documents, "My Music");
    ntfsmeta_reparse_junction(v, file, "C:\\Users\\Ann\\Music");
    ntfsmeta_attributes(
        v, file, const_cpu_to_le32(FILE_ATTR_HIDDEN | FILE_ATTR_SYSTEM | FILE_ATTR_REPARSE_POINT));
    ntfsmeta_reparse(v, ntfsvol_mkpath(v, documents, "unknown"), TAG_UNKNOWN, cloud, sizeof(cloud));
    file = ntfsdata_file(v, documents, "many.doc", 3000);
    ntfsvol_link_many(v, file, ntfsvol_mkpath(v, NTFSVOL_ROOT, "Data/names"), 0, MANY_NAMES - 1,
                      12);
    kit_fact(r, "many", ntfsvol_record(file));
}

static void put_ann(struct recipe *r, const struct winhives_generation *g)
{
    struct ntfsvol *v = &r->volume;
    uint64_t ann = mkpath(r, g->users, "Ann"), documents = ntfsvol_mkpath(v, ann, g->documents);

    winhives_user(v, ann, "C:\\Data\\Pictures of Ann"); /* are redirected */
    put_plain(r, documents, ntfsvol_mkpath(v, ann, "Desktop"));
    put_odd(r, documents);
    ntfsdata_file(v, ntfsvol_mkpath(v, NTFSVOL_ROOT, "Data/Pictures of Ann"), "beach.jpg", 20000);
    ntfsdata_file(v, ntfsvol_mkpath(v, ann, "AppData/Roaming/App"), "app.cfg", 300);
    kit_fact(r, "ann", ntfsvol_record(ann));
}

static void put_others(struct recipe *r, const struct winhives_generation *g)
{
    struct ntfsvol *v = &r->volume;
    uint64_t bob = mkpath(r, g->users, "Bob"), lost = mkpath(r, g->users, "Lost");
    const char *everyone = g == &winhives_xp ? "All Users" : "Public";

    winhives_user(v, bob, NULL);
    winhives_user(v, lost, NULL);
    ntfsdata_file(v, ntfsvol_mkpath(v, bob, g->documents), "bob.doc", 6000);
    ntfsdata_file(v, ntfsvol_mkpath(v, lost, g->documents), "lost.doc", 6000);
    ntfsdata_file(v,
                  ntfsvol_mkpath(v, mkpath(r, g->users, everyone),
                                 g == &winhives_xp ? "Documents" : g->documents),
                  "shared.doc", 6000);
    mkpath(r, g->users, g == &winhives_xp ? "Default User" : "Default");
    ntfsdata_file(v, ntfsvol_mkpath(v, NTFSVOL_ROOT, "Data/projects"), "plan.mpp", 8000);
    ntfsdata_file(v, ntfsvol_mkpath(v, NTFSVOL_ROOT, "Data/temp"), "scratch.tmp", 8000);
    ntfsdata_file(v, ntfsvol_mkpath(v, NTFSVOL_ROOT, g->windows), "readme.doc", 1000);
    ntfsdata_file(v, ntfsvol_mkpath(v, NTFSVOL_ROOT, "Program Files/App"), "manual.doc", 1000);
    ntfsdata_file(v, NTFSVOL_ROOT, "root.doc", 1000);
}

static void make_refresh(struct recipe *r)
{
    const struct winhives_generation *g = kit_arg(r, 0, 0) == 1 ? &winhives_xp : &winhives_seven;

    kit_volume(r, 32, 512, 4096);
    winhives_machine(&r->volume, g, &pc);
    put_ann(r, g);
    put_others(r, g);
}

const struct recipe_case recipe_refresh_cases[] = {
    {"refresh", ":XP",
     "a PC that is to be refreshed in place, with all that a plan decides about; 1: Windows XP",
     make_refresh},
    {0},
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * demo: a PC that was refreshed in place with a hard-link migration store.
 *
 * JohnDoe's and MaryMajor's documents were saved from an older Windows: each has a name under
 * \migdata\USMT\File\C$\Documents and Settings\<user>\My Documents, one under
 * \Windows.old\Documents and Settings\<user>\My Documents, and, where it was restored, one under
 * \Users\<user>\Documents. Around them lies what such a PC has: system files that \Windows\WinSxS
 * links, programs, pictures, browser downloads with their Zone.Identifier, compressed and sparse
 * files, junctions and cloud placeholders.
 */
#include "images/clock.h"
#include "images/imgname.h"
#include "images/kit.h"
#include "images/ntfsdata.h"
#include "images/ntfsmeta.h"

#include <string.h>

#define STORE "migdata/USMT/File/C$/Documents and Settings"
#define OLD   "Windows.old/Documents and Settings"
#define HOUR  (3600 * CLOCK_SECOND)

struct demo {
    struct recipe *r;
    struct ntfsvol *v;
    uint64_t random;
    uint64_t nfiles, nlinked; /* made so far */
};

/* A folder of documents, by its three names. */
struct place {
    uint64_t restored, old, store;
};

static const char *const topics[] = {"Budget",  "Contract", "Minutes", "Offer",    "Invoice",
                                     "Roadmap", "Review",   "Größen",  "Année",    "報告",
                                     "Travel",  "Training", "Survey",  "Schedule", "Letter"};
static const char *const kinds[] = {"docx", "xlsx", "pptx", "pdf", "txt", "msg", "rtf", "csv"};
static const char *const folders[] = {"Projects",
                                      "Projects/Apollo",
                                      "Projects/Borealis",
                                      "Clients",
                                      "Clients/Adventure Works",
                                      "Clients/Contoso",
                                      "Private",
                                      "Private/Vereine und Ämter",
                                      "Archive",
                                      "Archive/2022",
                                      "Archive/2023",
                                      "Notes"};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static uint64_t dice(struct demo *d, uint64_t sides)
{
    return (ntfsdata_random(&d->random) >> 16) % sides;
}

/* Most files are small, some have a few clusters. */
static size_t size_of_document(struct demo *d)
{
    static const size_t scale[] = {300, 500, 600, 3000, 9000, 20000};

    return 20 + dice(d, scale[dice(d, COUNT(scale))]);
}

static uint64_t add_file(struct demo *d, uint64_t folder, const char *name, size_t nbytes)
{
    clock_set(CLOCK_BASE + d->nfiles++ * 977 * CLOCK_SECOND + dice(d, CLOCK_SECOND));
    return ntfsdata_file(d->v, folder, name, nbytes);
}

static void name_document(struct demo *d, unsigned i, char *name_ret, size_t room)
{
    snprintf(name_ret, room, "%s %04u-%02u %s.%s", topics[dice(d, COUNT(topics))], 2015 + i % 9,
             1 + i % 12, i % 3 ? "final" : "draft", kinds[dice(d, COUNT(kinds))]);
    snprintf(name_ret + strlen(name_ret), room - strlen(name_ret), "%s", i % 40 ? "" : ".bak");
}

/* One document of the store; seven of eight were restored, and a few names in Windows.old have been
 * deleted since. */
static uint64_t add_document(struct demo *d, const struct place *place, const char *name,
                             size_t nbytes)
{
    uint64_t file = add_file(d, place->store, name, nbytes);

    if (d->nfiles % 11)
        ntfsvol_link(d->v, file, place->old, name);
    if (d->nfiles % 8)
        ntfsvol_link(d->v, file, place->restored, name);
    d->nlinked++;
    return file;
}

static struct place make_place(struct demo *d, const char *user, const char *sub)
{
    struct place place;
    char path[512];

    snprintf(path, sizeof(path), "Users/%s/Documents%s%s", user, *sub ? "/" : "", sub);
    place.restored = ntfsvol_mkpath(d->v, NTFSVOL_ROOT, path);
    snprintf(path, sizeof(path), OLD "/%s/My Documents%s%s", user, *sub ? "/" : "", sub);
    place.old = ntfsvol_mkpath(d->v, NTFSVOL_ROOT, path);
    snprintf(path, sizeof(path), STORE "/%s/My Documents%s%s", user, *sub ? "/" : "", sub);
    place.store = ntfsvol_mkpath(d->v, NTFSVOL_ROOT, path);
    return place;
}

static void fill_place(struct demo *d, const struct place *place, unsigned n)
{
    char name[128], numbered[160];

    for (unsigned i = 0; i < n; i++) {
        uint64_t file;

        name_document(d, i, name, sizeof(name));
        snprintf(numbered, sizeof(numbered), "%03u %s", i, name);
        file = add_document(d, place, numbered, size_of_document(d));
        if (i % 25 == 0)
            ntfsdata_text(d->v, file, "Zone.Identifier", "[ZoneTransfer]\r\nZoneId=3\r\n");
    }
}

static void add_user(struct demo *d, const char *user, uint32_t rid, unsigned ndocuments)
{
    struct place top = make_place(d, user, "");

    d->v->security_id = ntfsmeta_owner(d->v, top.restored, rid);
    kit_fact(d->r, rid == 1001 ? "security_id_john" : "security_id_mary", d->v->security_id);
    fill_place(d, &top, ndocuments / 10);
    for (size_t i = 0; i < COUNT(folders); i++) {
        struct place place = make_place(d, user, folders[i]);

        fill_place(d, &place, ndocuments * 9 / 10 / COUNT(folders));
    }
}

/* The file that the documentation of hard-link stores shows, with its three names. */
static void add_managing_shims(struct demo *d)
{
    struct place place = make_place(d, "JohnDoe", "");
    static const char name[] = "Managing_Shims.docx";
    uint64_t file = add_file(d, place.restored, name, 360396);

    ntfsvol_link(d->v, file, place.old, name);
    ntfsvol_link(d->v, file, place.store, name);
    d->nlinked++;
    kit_fact(d->r, "managing_shims", ntfsvol_record(file));
}

static void add_numbered(struct demo *d, const char *path, const char *format, unsigned n,
                         const char *link_path)
{
    uint64_t folder = ntfsvol_mkpath(d->v, NTFSVOL_ROOT, path);
    char name[128], link_folder[256];

    for (unsigned i = 0; i < n; i++) {
        uint64_t file;

        snprintf(name, sizeof(name), "%s%04u%s", format, i * 7919 % 10000,
                 i % 3   ? ".dll"
                 : i % 2 ? ".exe"
                         : ".mui");
        file = add_file(d, folder, name, size_of_document(d));
        if (!link_path)
            continue;
        snprintf(link_folder, sizeof(link_folder), "%s/amd64_%s%02u_10.0.19041.1", link_path,
                 format, i % 50);
        ntfsvol_link(d->v, file, ntfsvol_mkpath(d->v, NTFSVOL_ROOT, link_folder), name);
        d->nlinked++;
    }
}

static void add_pictures(struct demo *d, const char *path, unsigned n)
{
    uint64_t folder = ntfsvol_mkpath(d->v, NTFSVOL_ROOT, path);
    char name[64];

    for (unsigned i = 0; i < n; i++) {
        snprintf(name, sizeof(name), "IMG_%04u.jpg", i);
        add_file(d, folder, name, 2000 + dice(d, 12000));
    }
}

static void add_downloads(struct demo *d)
{
    uint64_t folder = ntfsvol_mkpath(d->v, NTFSVOL_ROOT, "Users/JohnDoe/Downloads");
    static const char zone[] = "[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://example.com/\r\n";
    char name[64];

    for (unsigned i = 0; i < 120; i++) {
        uint64_t file;

        snprintf(name, sizeof(name), "setup-%03u.%s", i, i % 2 ? "zip" : "msi");
        file = add_file(d, folder, name, size_of_document(d));
        ntfsdata_text(d->v, file, "Zone.Identifier", zone);
    }
    ntfsdata_text(d->v, folder, "desktop", "a stream on a folder");
}

static void add_compressed(struct demo *d)
{
    uint64_t folder = ntfsvol_mkpath(d->v, NTFSVOL_ROOT, "ProgramData/Logs");
    char name[64];

    d->v->compress = true;
    for (unsigned i = 0; i < 40; i++) {
        snprintf(name, sizeof(name), "service-%02u.log", i);
        add_file(d, folder, name, 70000 + dice(d, 200000));
    }
    d->v->compress = false;
}

static void add_sparse(struct demo *d)
{
    uint64_t folder = ntfsvol_mkpath(d->v, NTFSVOL_ROOT, "Users/Public/Virtual Machines");
    char name[64];

    for (unsigned i = 0; i < 12; i++) {
        uint64_t file;

        snprintf(name, sizeof(name), "disk-%02u.img", i);
        file = add_file(d, folder, name, 0);
        ntfsdata_fill(d->v, file, "", (uint64_t)(i + 1) << 20, 5000, i);
        ntfsdata_resize(d->v, file, "", (uint64_t)(i + 2) << 20);
    }
}

static void add_reparse(struct demo *d)
{
    uint64_t users = ntfsvol_mkpath(d->v, NTFSVOL_ROOT, "Users");
    uint64_t cloud = ntfsvol_mkpath(d->v, NTFSVOL_ROOT, "Users/JohnDoe/OneDrive");
    uint64_t john = ntfsvol_mkpath(d->v, NTFSVOL_ROOT, "Users/JohnDoe");
    char name[64];

    ntfsmeta_reparse_junction(d->v, ntfsvol_mkdir(d->v, NTFSVOL_ROOT, "Documents and Settings"),
                              "\\??\\C:\\Users");
    ntfsmeta_reparse_junction(d->v, ntfsvol_mkdir(d->v, john, "My Documents"),
                              "\\??\\C:\\Users\\JohnDoe\\Documents");
    ntfsmeta_reparse_symlink(d->v, ntfsvol_mkdir(d->v, users, "All Users"), "\\??\\C:\\ProgramData",
                             false);
    for (unsigned i = 0; i < 30; i++) {
        uint64_t file;

        snprintf(name, sizeof(name), "Cloud file %02u.docx", i);
        file = add_file(d, cloud, name, 0);
        ntfsdata_resize(d->v, file, "", 100000 + i);
        ntfsmeta_attributes(d->v, file, 0x400000);
        ntfsmeta_reparse(d->v, file, 0x9000601A, "placeholder data", 16);
    }
}

static void make_demo(struct recipe *r)
{
    struct demo d = {.r = r, .v = kit_volume(r, 192, 512, 4096), .random = 2024};

    d.v->security_id = 0x100;
    add_numbered(&d, "Windows/System32", "sys", 1400, "Windows/WinSxS");
    add_numbered(&d, "Program Files/Contoso Office", "office", 700, NULL);
    add_user(&d, "JohnDoe", 1001, 1600);
    add_managing_shims(&d);
    add_pictures(&d, "Users/JohnDoe/Pictures/Holidays", 500);
    add_downloads(&d);
    add_reparse(&d);
    add_user(&d, "MaryMajor", 1002, 900);
    add_pictures(&d, "Users/MaryMajor/Pictures", 300);
    d.v->security_id = 0x101;
    add_compressed(&d);
    add_sparse(&d);
    kit_fact(r, "files", d.nfiles);
    kit_fact(r, "linked", d.nlinked);
}

const struct recipe_case recipe_demo_cases[] = {
    {"demo", "", "a PC after a refresh with a hard-link store: over 5,000 files", make_demo},
    {0},
};

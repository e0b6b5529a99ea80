/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * oldstore: a PC with a hard-link store as USMT leaves it, on which people have gone on working:
 * each file of C:\Users\Ann is called by what has become of it. A change journal knows of some of
 * it.
 */
#include "images/clock.h"
#include "images/edit.h"
#include "images/imgname.h"
#include "images/kit.h"
#include "images/ntfsdata.h"
#include "images/ntfsmeta.h"

#include <string.h>

#define JOURNAL_START (UINT64_C(1) << 20)

enum { DATA_EXTEND = 0x2, HARD_LINK_CHANGE = 0x10000, CLOSE = 0x80000000 };

struct place {
    struct recipe *r;
    uint64_t ann, stored; /* C:\Users\Ann, and what stands for it in the store */
};

/* Ann's file NAME, which the store has a link to. */
static uint64_t save(struct place *p, const char *name, size_t nbytes)
{
    uint64_t file = ntfsdata_file(&p->r->volume, p->ann, name, nbytes);

    ntfsvol_link(&p->r->volume, file, p->stored, name);
    return file;
}

/* As an application does that writes a temporary file and renames it. */
static void save_anew(struct place *p, const char *name)
{
    uint64_t file = save(p, name, 5000);

    ntfsvol_delete(&p->r->volume, file, p->ann, name);
    ntfsdata_file(&p->r->volume, p->ann, name, 6000);
}

static void move(struct place *p, const char *name, uint64_t folder, const char *new_name)
{
    uint64_t file = save(p, name, 4000);

    ntfsvol_link(&p->r->volume, file, folder, new_name);
    ntfsvol_delete(&p->r->volume, file, p->ann, name);
}

static void delete (struct place *p, const char *name)
{
    ntfsvol_delete(&p->r->volume, save(p, name, 9000), p->ann, name);
}

/* One of two names, which both were saved, is deleted. */
static void delete_one(struct place *p, const char *name, const char *other)
{
    struct ntfsvol *v = &p->r->volume;
    uint64_t file = save(p, name, 2000);

    ntfsvol_link(v, file, p->ann, other);
    ntfsvol_link(v, file, p->stored, other);
    ntfsvol_delete(v, file, p->ann, name);
}

/* A copy of what is on a drive of another file system. */
static void copy(struct recipe *r, uint64_t files)
{
    uint64_t folder = ntfsvol_mkpath(&r->volume, files, "E$/Photos");

    ntfsdata_file(&r->volume, folder, "beach.jpg", 7000);
}

/* ---- The change journal ---- */

static size_t put_record(uint8_t *record, uint64_t usn, uint64_t file, uint64_t parent,
                         uint32_t reason, uint64_t minutes, const char *name)
{
    uint16_t units[IMGNAME_UNITS_MAX];
    const size_t name_bytes = (size_t)imgname_parse(name, units) * 2;
    const size_t nbytes = (0x3C + name_bytes + 7) / 8 * 8;

    edit_put32(record, (uint32_t)nbytes);
    edit_put16(record + 4, 2);
    edit_put64(record + 8, file);
    edit_put64(record + 0x10, parent);
    edit_put64(record + 0x18, usn);
    edit_put64(record + 0x20, CLOCK_BASE + minutes * 600000000);
    edit_put32(record + 0x28, reason);
    edit_put16(record + 0x38, (uint16_t)name_bytes);
    edit_put16(record + 0x3A, 0x3C);
    memcpy(record + 0x3C, units, name_bytes);
    return nbytes;
}

static void put_journal(struct place *p, uint64_t edited)
{
    static uint8_t page[4096];
    struct ntfsvol *v = &p->r->volume;
    uint64_t journal = ntfsvol_mkfile(v, NTFSVOL_EXTEND, "$UsnJrnl");
    const uint32_t reasons[] = {HARD_LINK_CHANGE, HARD_LINK_CHANGE | CLOSE, DATA_EXTEND,
                                DATA_EXTEND | CLOSE};
    size_t at = 0;

    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
        at +=
            put_record(page + at, JOURNAL_START + at, edited, p->ann, reasons[i], i, "edited.txt");
    ntfsdata_resize(v, journal, "$J", JOURNAL_START + sizeof(page));
    ntfsdata_write(v, journal, "$J", JOURNAL_START, page, sizeof(page));
}

/* ---- The volume ---- */

static void make_safe(struct place *p)
{
    struct ntfsvol *v = &p->r->volume;
    uint64_t edited;

    save(p, "kept.txt", 3000);
    save(p, "small.txt", 30);
    edited = save(p, "edited.txt", 1000);
    ntfsdata_resize(v, edited, "", 1500);
    ntfsmeta_times(v, edited,
                   &(struct ntfsmeta_times){CLOCK_BASE, CLOCK_BASE + 1200000000, CLOCK_BASE,
                                            CLOCK_BASE + 1200000000});
    move(p, "moved.txt", ntfsvol_mkpath(v, NTFSVOL_ROOT, "Archive"), "renamed.txt");
    move(p, "upgraded.txt", ntfsvol_mkpath(v, NTFSVOL_ROOT, "Windows.old/Users/Ann"),
         "upgraded.txt");
    delete_one(p, "one of two.txt", "other of two.txt");
    put_journal(p, edited);
}

static void make_store(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    struct place p = {.r = r};
    uint64_t usmt = ntfsvol_mkpath(v, NTFSVOL_ROOT, "migdata/USMT");
    uint64_t files = ntfsvol_mkpath(v, usmt, "File");

    p.ann = ntfsvol_mkpath(v, NTFSVOL_ROOT, "Users/Ann");
    p.stored = ntfsvol_mkpath(v, files, "C$/Users/Ann");
    ntfsmeta_attributes(v, files, FILE_ATTR_HIDDEN);
    ntfsdata_file(v, usmt, "catalog.mig", 10000);
    make_safe(&p);
    if (kit_arg(r, 0, 0) == 1)
        return;
    save_anew(&p, "saved anew.txt");
    delete (&p, "deleted.txt");
    copy(r, files);
    ntfsdata_file(v, ntfsvol_mkpath(v, NTFSVOL_ROOT, "migdata"), "foreign.txt", 100);
    ntfsvol_mkpath(v, NTFSVOL_ROOT, "migdata/foreign");
}

const struct recipe_case recipe_oldstore_cases[] = {
    {"oldstore", ":SAFE",
     "a hard-link store after some work, of which each file tells what became of it; 1: nothing "
     "would be lost without it",
     make_store},
    {0},
};

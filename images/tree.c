/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes the small tree. See tree.h.
 */
#include "images/tree.h"

#include "images/kit.h"
#include "images/ntfsdata.h"

/* So many that a folder needs an index of its own beside its record. */
#define NPLAIN 60

static void make_plain(struct ntfsvol *v, uint64_t folder)
{
    char name[64];

    for (unsigned i = 0; i < NPLAIN; i++) {
        snprintf(name, sizeof(name), "plain file number %02u.txt", i);
        ntfsdata_file(v, folder, name, (size_t)37 * i);
    }
}

static const char *const odd_names[] = {
    "Übergrößenträger.txt", "naïve café.doc", "日本語のファイル.txt", "Ελληνικά",
    "😀 emoji 😀.png",        "UPPER lower",    "trailing dot.",        "x",
};

#define NODD (sizeof(odd_names) / sizeof(odd_names[0]))

static void make_odd(struct ntfsvol *v, uint64_t folder)
{
    for (size_t i = 0; i < NODD; i++)
        ntfsdata_file(v, folder, odd_names[i], 10 + i);
}

static void make_streams(struct ntfsvol *v, uint64_t file, uint64_t folder)
{
    ntfsdata_text(v, file, "Zone.Identifier", "[ZoneTransfer]\r\nZoneId=3\r\n");
    ntfsdata_fill(v, file, "large", 0, 10000, 3);
    ntfsdata_text(v, folder, "on a folder", "stream");
}

void tree_make(struct recipe *r)
{
    struct ntfsvol *v = &r->volume;
    uint64_t docs = ntfsvol_mkdir(v, NTFSVOL_ROOT, "Documents");
    uint64_t sub = ntfsvol_mkdir(v, docs, "sub");
    uint64_t deep = ntfsvol_mkpath(v, sub, "a/b/c/d");
    uint64_t linked = ntfsdata_file(v, docs, "linked.txt", 5000);
    uint64_t large = ntfsdata_file(v, deep, "large.bin", 300000);

    make_plain(v, docs);
    make_odd(v, sub);
    make_streams(v, large, sub);
    ntfsvol_link(v, large, NTFSVOL_ROOT, "large too.bin");
    ntfsvol_link_many(v, linked, deep, 0, 40, 30);
    kit_fact(r, "files", 2 + NPLAIN + NODD);
    kit_fact(r, "folders", 6);
    kit_fact(r, "names", 2 + NPLAIN + NODD + 6 + 1 + 40);
    kit_fact(r, "streams", 3);
    kit_fact(r, "linked", ntfsvol_record(linked));
    kit_fact(r, "linked_names", 41);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * store: a volume with a hard-link store as USMT lays it out, and what can become of one: files
 * that live on outside, files of which only the store is left, copies, several names of one file,
 * and what is no part of the store.
 */
#include "images/kit.h"
#include "images/ntfsdata.h"
#include "images/ntfsmeta.h"

#define STORE "migdata/USMT/File"

static uint64_t mkpath(struct recipe *r, const char *path)
{
    return ntfsvol_mkpath(&r->volume, NTFSVOL_ROOT, path);
}

/* A file with a name in \Data and one in the store. */
static uint64_t put_linked(struct recipe *r, const char *name, size_t nbytes)
{
    uint64_t file = ntfsdata_file(&r->volume, mkpath(r, "Data"), name, nbytes);

    ntfsvol_link(&r->volume, file, mkpath(r, STORE "/C$/Data"), name);
    return file;
}

/* What goes without a trace. */
static void put_plain(struct recipe *r)
{
    struct ntfsvol *v = &r->volume;
    uint64_t file = put_linked(r, "report.docx", 30000);

    kit_fact(r, "report", ntfsvol_record(file));
    put_linked(r, "small.txt", 100);
    file = put_linked(r, "streams.txt", 500);
    ntfsdata_text(v, file, "Zone.Identifier", "[ZoneTransfer]\r\nZoneId=3\r\n");
    file = put_linked(r, "readonly.pdf", 9000);
    ntfsmeta_attributes(v, file, FILE_ATTR_READONLY);
    kit_fact(r, "readonly", ntfsvol_record(file));
    file = put_linked(r, "several.doc", 5000);
    ntfsvol_link(v, file, mkpath(r, "Data/Desktop"), "several.doc");
    ntfsvol_link(v, file, mkpath(r, STORE "/C$/Data/Desktop"), "several.doc");
    kit_fact(r, "several", ntfsvol_record(file));
    /* The library gives a DOS name to no file that has several. */
    file = ntfsdata_file(v, mkpath(r, STORE "/C$/Data"), "A long name.document", 700);
    ntfsmeta_dos_name(v, file, mkpath(r, STORE "/C$/Data"), "ALONGN~1.DOC");
    ntfsvol_link(v, file, mkpath(r, "Data"), "A long name.document");
    kit_fact(r, "long", ntfsvol_record(file));
    mkpath(r, STORE "/C$/Data/Empty/In it");
    ntfsdata_file(v, mkpath(r, "migdata/USMT"), "mftlink-manifest.parquet", 3000);
    ntfsdata_file(v, mkpath(r, "migdata/USMT"), "mftlink-manifest-2.parquet", 300);
    ntfsmeta_attributes(v, mkpath(r, STORE), const_cpu_to_le32(FILE_ATTR_HIDDEN));
}

/* Files of which only the store is left: the second has two names there, the third is a copy. */
static void put_only_copies(struct recipe *r)
{
    struct ntfsvol *v = &r->volume;
    uint64_t data = mkpath(r, STORE "/C$/Data"), file;

    kit_fact(r, "only", ntfsvol_record(ntfsdata_file(v, data, "only.txt", 8000)));
    file = ntfsdata_file(v, data, "twice.txt", 12000);
    ntfsvol_link(v, file, mkpath(r, STORE "/C$/Data/Desktop"), "twice.txt");
    ntfsmeta_attributes(v, file, FILE_ATTR_READONLY);
    ntfsdata_file(v, mkpath(r, STORE "/E$/Photos"), "copy.jpg", 20000);
}

static void put_foreign(struct recipe *r)
{
    struct ntfsvol *v = &r->volume;
    uint64_t file = put_linked(r, "beside.txt", 400);

    ntfsdata_file(v, mkpath(r, "migdata"), "readme.txt", 50);
    ntfsdata_file(v, mkpath(r, "migdata/USMT"), "USMT.MIG", 900);
    ntfsvol_link(v, file, mkpath(r, "migdata/mine"), "beside.txt");
    ntfsdata_file(v, mkpath(r, STORE), "loose.bin", 60);
    file = mkpath(r, STORE "/C$/Data/junction");
    ntfsmeta_reparse_junction(v, file, "C:\\Data");
}

static void make_store(struct recipe *r)
{
    unsigned what = kit_arg(r, 0, 0);

    kit_volume(r, 32, 512, 4096);
    put_plain(r);
    if (what == 0 || what == 2)
        put_only_copies(r);
    if (what == 0 || what == 3)
        put_foreign(r);
}

const struct recipe_case recipe_store_cases[] = {
    {"store", ":WHAT",
     "a volume with a hard-link store in \\migdata, of which some files are the only copies; 1: "
     "with none of these, and nothing that is no part of it; 2: only the former; 3: only the "
     "latter",
     make_store},
    {0},
};

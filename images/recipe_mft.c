/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volumes whose $MFT, or its bitmap or its mirror, is special.
 */
#include "images/edit_attr.h"
#include "images/edit_runs.h"
#include "images/fragment.h"
#include "images/kit.h"
#include "images/ntfsdata.h"

#include <stdlib.h>
#include <string.h>

/* Makes n files in a binary tree of folders with three files each: so few that a folder keeps its
 * index in its record. */
static void add_small_files(struct ntfsvol *v, unsigned n)
{
    uint64_t *folders = calloc(n / 3 + 1, sizeof(*folders));
    char name[32];

    v->security_id = 0x100;
    for (unsigned i = 0; folders && i < n && !failure_any(v->failure); i++) {
        if (i % 3 == 0) {
            snprintf(name, sizeof(name), "d%u", i / 3);
            folders[i / 3] = ntfsvol_mkdir(v, i ? folders[(i / 3 - 1) / 2] : NTFSVOL_ROOT, name);
        }
        snprintf(name, sizeof(name), "f%u", i);
        ntfsdata_file(v, folders[i / 3], name, 20);
    }
    free(folders);
}

static void fact_attribute_list(struct recipe *r)
{
    uint8_t record[EDIT_RECORD_MAX];
    uint8_t *list;

    edit_load(kit_edit(r), 0, record);
    if (failure_any(&r->failure))
        return;
    list = edit_attr_find(record, EDIT_ATTR_ATTRIBUTE_LIST, 0);
    kit_fact_text(r, "list",
                  !list                          ? "none"
                  : list[EDIT_ATTR_NON_RESIDENT] ? "nonresident"
                                                 : "resident");
}

static uint64_t count_split_records(const struct edit *e)
{
    uint64_t n = 0;

    for (size_t i = 1; i < e->nruns; i++)
        n += e->runs[i].vcn * e->cluster_bytes % e->record_bytes != 0;
    return n;
}

static void fact_layout(struct recipe *r)
{
    fact_attribute_list(r);
    kit_fact(r, "runs", r->edit.nruns);
    kit_fact(r, "records", r->edit.nrecords);
    kit_fact(r, "split", count_split_records(&r->edit));
    kit_fact(r, "first_extension", edit_extension(&r->edit, 0, 1));
}

static void grow_in_fragments(struct recipe *r, unsigned cluster, unsigned nfiles)
{
    struct ntfsvol *v = kit_volume(r, cluster < 4096 ? 16 : 64, 512, cluster);
    struct fragment fragment = {0};

    fragment_take(v, &fragment);
    v = kit_remount(r);
    add_small_files(v, nfiles);
    v = kit_remount(r);
    fragment_give_back(v, &fragment);
    kit_fact(r, "files", nfiles);
    kit_fact(r, "folders", (nfiles + 2) / 3);
    kit_edit(r);
    fact_layout(r);
}

static void make_fragmft(struct recipe *r)
{
    const unsigned cluster = kit_arg(r, 0, 4096);

    grow_in_fragments(r, cluster, kit_arg(r, 1, cluster < 4096 ? 250 : 4000));
}

static void make_splitrecords(struct recipe *r)
{
    grow_in_fragments(r, 512, 40);
}

/* Twenty files that a scan must find whatever is wrong with $MFT. */
static struct ntfsvol *make_twenty(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);

    add_small_files(v, 20);
    kit_fact(r, "files", 20);
    kit_fact(r, "folders", 7);
    return v;
}

static void make_mft0baad(struct recipe *r)
{
    make_twenty(r);
    edit_poke(kit_edit(r), 0, 0, "BAAD", 4);
}

static void make_mft0torn(struct recipe *r)
{
    uint8_t tail = 0;

    make_twenty(r);
    edit_peek(kit_edit(r), 0, 510, &tail, 1);
    tail ^= 0x5A;
    edit_poke(&r->edit, 0, 510, &tail, 1);
}

/* Nothing is left to begin with but $MFT itself. */
static void make_mftmirr0(struct recipe *r)
{
    make_twenty(r);
    kit_edit(r);
    edit_write(&r->edit, r->edit.mirror_offset, "BAAD", 4);
}

/* ---- the bitmap ---- */

static void set_bits(struct recipe *r, uint64_t first, uint64_t n, bool used)
{
    ntfs_attr *bitmap;

    if (failure_any(&r->failure))
        return;
    bitmap = r->volume.library->mftbmp_na;
    if ((used ? ntfs_bitmap_set_run : ntfs_bitmap_clear_run)(bitmap, (s64)first, (s64)n) != 0)
        failure_errno(&r->failure, "cannot change the bitmap of $MFT");
}

static void clear_bits(struct recipe *r, uint64_t first, uint64_t n)
{
    set_bits(r, first, n, false);
    kit_fact(r, "first", first);
    kit_fact(r, "bits", n);
}

static void make_stalebitmap(struct recipe *r)
{
    const char *kind = r->nargs ? r->args[0] : "one";
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t nrecords;

    add_small_files(v, 600);
    kit_fact(r, "files", 600);
    kit_fact(r, "folders", 200);
    if (failure_any(&r->failure))
        return;
    nrecords = (uint64_t)v->library->mft_na->data_size / v->library->mft_record_size;
    if (strcmp(kind, "one") == 0)
        clear_bits(r, 100, 1);
    else if (strcmp(kind, "stretch") == 0)
        clear_bits(r, 256, 192);
    else if (strcmp(kind, "all") == 0)
        clear_bits(r, 0, nrecords);
    else
        failure_set(&r->failure, "the stale bits are one, stretch or all, not %s", kind);
}

/* What is left when the machine stops between the bitmap's write and the record's: a free record
 * whose bit is set, once a deleted file's and once one that was never formatted. */
static void make_setbit(struct recipe *r)
{
    struct ntfsvol *v = make_twenty(r);
    uint64_t deleted = ntfsvol_mkfile(v, NTFSVOL_ROOT, "deleted.txt");

    ntfsvol_delete(v, deleted, NTFSVOL_ROOT, "deleted.txt");
    set_bits(r, ntfsvol_record(deleted), 1, true);
    set_bits(r, 40, 1, true);
    kit_fact(r, "deleted", ntfsvol_record(deleted));
    kit_fact(r, "unformatted", 40);
}

/* ---- sizes and runs of $MFT ---- */

/* $MFT is allocated and sized beyond what was initialised, and there lies an old file record. */
static void make_mftinit(struct recipe *r)
{
    uint8_t record[EDIT_RECORD_MAX], ghost[EDIT_RECORD_MAX];
    struct ntfsvol *v = make_twenty(r);
    uint64_t victim = ntfsvol_record(ntfsdata_file(v, NTFSVOL_ROOT, "ghost.txt", 30)), size;
    struct edit *e = kit_edit(r);
    uint8_t *data = edit_attr_load(e, 0, record, EDIT_ATTR_DATA, 0);

    if (!data)
        return;
    size = victim * e->record_bytes;
    edit_load(e, victim, ghost);
    edit_put64(data + EDIT_RUNS_INITIALISED, size);
    edit_store(e, 0, record);
    kit_fact(r, "ghost", victim);
    kit_fact(r, "records", victim);
}

/* A hole in $MFT, which no driver makes: the records in it cannot be read, those behind it can. */
static void make_mfthole(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint8_t record[EDIT_RECORD_MAX];
    struct edit_run runs[3];
    uint8_t *data;

    add_small_files(v, 300);
    data = edit_attr_load(kit_edit(r), 0, record, EDIT_ATTR_DATA, 0);
    if (!data)
        return;
    runs[0] = r->edit.runs[0];
    if (r->edit.nruns != 1 || runs[0].nclusters < 60)
        failure_set(&r->failure, "$MFT has %zu runs", r->edit.nruns);
    runs[1] = (struct edit_run){40, EDIT_RUNS_HOLE, 4};
    runs[2] = (struct edit_run){44, runs[0].lcn + 44, runs[0].nclusters - 44};
    runs[0].nclusters = 40;
    edit_runs_replace(record, data, runs, 3);
    edit_store(&r->edit, 0, record);
    kit_fact(r, "files", 300);
    kit_fact(r, "first_lost", 160);
    kit_fact(r, "lost", 16);
}

const struct recipe_case recipe_mft_cases[] = {
    {"fragmft", ":CLUSTER:FILES", "$MFT in so many runs that it needs an attribute list",
     make_fragmft},
    {"splitrecords", "", "file records that lie in two runs", make_splitrecords},
    {"mft0baad", "", "record 0 is BAAD; $MFTMirr has a sound copy", make_mft0baad},
    {"mft0torn", "", "record 0 is torn; $MFTMirr has a sound copy", make_mft0torn},
    {"mftmirr0", "", "the copy of record 0 in $MFTMirr is BAAD", make_mftmirr0},
    {"stalebitmap", ":one|stretch|all", "bits of records in use are clear", make_stalebitmap},
    {"setbit", "", "bits of free records are set", make_setbit},
    {"mftinit", "", "an old record behind the initialised part of $MFT", make_mftinit},
    {"mfthole", "", "a hole among the runs of $MFT", make_mfthole},
    {0},
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * $MFT with an attribute list, by surgery: what libntfs-3g does not make itself.
 *
 * Its list is always non-resident, since it moves attributes only once record 0 is full. Here most
 * of record 0's runs go to one more extension record, and the list takes their place. That
 * extension record lies either with the other low numbers, or so high that its own clusters are in
 * a part of $MFT that a later entry of the list maps: a reader must put such an entry off and come
 * back.
 */
#include "images/edit_attr.h"
#include "images/edit_runs.h"
#include "images/fragment.h"
#include "images/kit.h"
#include "images/ntfsdata.h"

#include <stdlib.h>
#include <string.h>

#define KEPT_RUNS   20 /* in record 0 */
#define LOW_RECORD  20
#define LIST_MAX    512
#define ENTRY_BYTES 32 /* an entry without a name */
#define ENTRY_VCN   8
#define ENTRY_REF   0x10
#define ENTRY_ID    0x18

struct list {
    uint8_t bytes[LIST_MAX];
    size_t nbytes;
};

static void add_files(struct ntfsvol *v, unsigned n)
{
    char name[32];

    for (unsigned i = 0; i < n; i++) {
        snprintf(name, sizeof(name), "file%05u.txt", i);
        ntfsdata_file(v, NTFSVOL_ROOT, name, 20);
    }
}

/* Makes a volume with $MFT in fragments. Returns the record for the new extension, near $MFT's end
 * when HIGH, else among the low numbers: free, but for its bit in the bitmap. */
static uint64_t make_fragments(struct recipe *r, bool is_high)
{
    struct ntfsvol *v = kit_volume(r, 64, 512, 4096);
    struct fragment fragment = {0};
    uint64_t number;

    fragment_take(v, &fragment);
    v = kit_remount(r);
    add_files(v, 1200);
    number = ntfsvol_mkfile(v, NTFSVOL_ROOT, "goes again");
    ntfsvol_delete(v, number, NTFSVOL_ROOT, "goes again");
    v = kit_remount(r);
    fragment_give_back(v, &fragment);
    number = is_high ? ntfsvol_record(number) : LOW_RECORD;
    if (!failure_any(&r->failure) &&
        ntfs_bitmap_set_run(v->library->mftbmp_na, (s64)number, 1) != 0)
        failure_errno(&r->failure, "cannot mark record %llu used", (unsigned long long)number);
    kit_fact(r, "files", 1200);
    return number;
}

static void copy_list(struct recipe *r, struct list *list_ret)
{
    const ntfs_inode *mft = failure_any(&r->failure) ? NULL : r->volume.library->mft_ni;

    list_ret->nbytes = mft ? mft->attr_list_size : 0;
    if (list_ret->nbytes < ENTRY_BYTES || list_ret->nbytes > LIST_MAX - ENTRY_BYTES)
        failure_set(&r->failure, "the attribute list of $MFT has %zu bytes", list_ret->nbytes);
    else
        memcpy(list_ret->bytes, mft->attr_list, list_ret->nbytes);
}

/* Enters one more extent of $DATA behind the first. */
static void add_entry(struct list *list, uint64_t vcn, uint64_t reference)
{
    uint8_t *entry = list->bytes;

    while (edit_get32(entry) != EDIT_ATTR_DATA)
        entry += edit_get16(entry + 4);
    memmove(entry + ENTRY_BYTES, entry, list->nbytes - (size_t)(entry - list->bytes));
    entry += ENTRY_BYTES;
    edit_put64(entry + ENTRY_VCN, vcn);
    edit_put64(entry + ENTRY_REF, reference);
    edit_put16(entry + ENTRY_ID, 0);
    list->nbytes += ENTRY_BYTES;
}

/* Makes the list's attribute resident. */
static void put_list(uint8_t *record, const struct list *list)
{
    uint8_t *attr = edit_attr_find(record, EDIT_ATTR_ATTRIBUTE_LIST, 0);

    edit_runs_resize(record, attr, 24 + list->nbytes);
    attr[EDIT_ATTR_NON_RESIDENT] = 0;
    memset(attr + 0x10, 0, 8);
    edit_put32(attr + EDIT_ATTR_VALUE_BYTES, (uint32_t)list->nbytes);
    edit_put16(attr + EDIT_ATTR_VALUE_OFS, 24);
    memcpy(attr + 24, list->bytes, list->nbytes);
}

/* Writes an extension record that holds the runs, made over from the first one that $MFT has.
 * Returns its reference. */
static uint64_t put_extension(struct edit *e, uint64_t number, const struct edit_run *runs,
                              size_t nruns)
{
    uint8_t record[EDIT_RECORD_MAX];
    uint8_t *attr;

    edit_load(e, edit_extension(e, 0, 1), record);
    if (failure_any(e->failure))
        return 0;
    while ((attr = edit_attr_find(record, EDIT_ATTR_DATA, 1)) != NULL)
        edit_attr_remove(record, attr);
    attr = edit_attr_find(record, EDIT_ATTR_DATA, 0);
    edit_put16(attr + 0x0E, 0);
    edit_runs_replace(record, attr, runs, nruns);
    edit_put32(record + EDIT_OWN_NUMBER, (uint32_t)number);
    edit_store(e, number, record);
    return (uint64_t)edit_get16(record + EDIT_SEQUENCE) << 48 | number;
}

/* Moves the runs of record 0 from the KEPT_RUNS-th on to record `number`, and writes the list into
 * record 0. */
static void operate(struct recipe *r, struct list *list, uint64_t number)
{
    struct edit *e = kit_edit(r);
    uint8_t record[EDIT_RECORD_MAX];
    uint8_t *data = edit_attr_load(e, 0, record, EDIT_ATTR_DATA, 0);
    uint64_t reference;
    size_t n = 0;

    if (!data)
        return;
    while (n < e->nruns && e->runs[n].vcn <= edit_get64(data + EDIT_RUNS_HIGHEST_VCN))
        n++;
    reference = put_extension(e, number, e->runs + KEPT_RUNS, n - KEPT_RUNS);
    add_entry(list, e->runs[KEPT_RUNS].vcn, reference);
    edit_runs_replace(record, data, e->runs, KEPT_RUNS);
    put_list(record, list);
    edit_store(e, 0, record);
    kit_fact(r, "extension", number);
    kit_fact(r, "records", e->nrecords);
    kit_fact(r, "runs", e->nruns);
}

static void make_mftlist(struct recipe *r)
{
    const char *kind = r->nargs ? r->args[0] : "resident";
    const bool deferred = strcmp(kind, "deferred") == 0;
    uint64_t number = make_fragments(r, deferred);
    struct list list;

    if (!deferred && strcmp(kind, "resident") != 0)
        failure_set(&r->failure, "the list is resident or deferred, not %s", kind);
    copy_list(r, &list);
    if (!failure_any(&r->failure))
        operate(r, &list, number);
}

const struct recipe_case recipe_mftlist_cases[] = {
    {"mftlist", ":resident|deferred",
     "$MFT with a resident attribute list; one whose entries need each other", make_mftlist},
    {0},
};

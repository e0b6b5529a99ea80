/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volumes with data of every kind: named streams, sparse, compressed and encrypted data, extended
 * attributes and object ids.
 */
#include "images/edit_attr.h"
#include "images/kit.h"
#include "images/ntfsdata.h"
#include "images/ntfsmeta.h"

#include <string.h>

/* Tells KEY (the record), KEY_size, KEY_initialised and KEY_allocated. */
static void fact_sizes(struct recipe *r, const char *key, uint64_t file)
{
    const struct ntfsdata_sizes sizes = ntfsdata_sizes(&r->volume, file, "");
    char name[64];

    kit_fact(r, key, ntfsvol_record(file));
    snprintf(name, sizeof(name), "%s_size", key);
    kit_fact(r, name, sizes.data);
    snprintf(name, sizeof(name), "%s_initialised", key);
    kit_fact(r, name, sizes.initialised);
    snprintf(name, sizeof(name), "%s_allocated", key);
    kit_fact(r, name, sizes.allocated);
}

static void make_ads(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t resident = ntfsdata_file(v, NTFSVOL_ROOT, "resident.txt", 20);
    uint64_t large = ntfsdata_file(v, NTFSVOL_ROOT, "large.txt", 20);
    uint64_t many = ntfsdata_file(v, NTFSVOL_ROOT, "many.txt", 20);
    uint64_t folder = ntfsvol_mkdir(v, NTFSVOL_ROOT, "folder");
    uint64_t odd = ntfsvol_mkfile(v, NTFSVOL_ROOT, "odd.txt");
    char name[32];

    ntfsdata_text(v, resident, "Zone.Identifier", "[ZoneTransfer]\r\nZoneId=3\r\n");
    ntfsdata_fill(v, large, "large", 0, 100000, 1);
    for (unsigned i = 0; i < 40; i++) {
        snprintf(name, sizeof(name), "user.stream%u", i);
        ntfsdata_fill(v, many, name, 0, 100 + i, i);
    }
    ntfsdata_text(v, folder, "on a folder", "fourteen bytes");
    ntfsdata_text(v, odd, "日本語", "abc");
    ntfsdata_text(v, odd, "", "");
    ntfsdata_resize(v, odd, "empty", 0);
    ntfsdata_resize(v, odd, "sparse", 1 << 20);
    kit_fact(r, "resident", ntfsvol_record(resident));
    kit_fact(r, "resident_size", 26);
    kit_fact(r, "large", ntfsvol_record(large));
    kit_fact(r, "large_size", 100000);
    kit_fact(r, "many", ntfsvol_record(many));
    kit_fact(r, "many_streams", 40);
    kit_fact(r, "many_size", 40 * 100 + 39 * 40 / 2);
    kit_fact(r, "folder", ntfsvol_record(folder));
    kit_fact(r, "folder_size", 14);
    kit_fact(r, "odd", ntfsvol_record(odd));
    kit_fact(r, "odd_streams", 3);
    kit_fact(r, "odd_size", 3 + (1 << 20));
}

static void make_sparse(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 32, 512, 4096);
    uint64_t one = ntfsvol_mkfile(v, NTFSVOL_ROOT, "one cluster.bin");
    uint64_t none = ntfsvol_mkfile(v, NTFSVOL_ROOT, "no cluster.bin");
    uint64_t islands = ntfsvol_mkfile(v, NTFSVOL_ROOT, "islands.bin");

    ntfsdata_fill(v, one, "", 4 << 20, 4096, 1);
    ntfsdata_resize(v, one, "", 10 << 20);
    ntfsdata_resize(v, none, "", 5 << 20);
    for (unsigned i = 1; i <= 300; i++)
        ntfsdata_fill(v, islands, "", (uint64_t)i << 18, 4096, i);
    fact_sizes(r, "one", one);
    fact_sizes(r, "none", none);
    fact_sizes(r, "islands", islands);
}

static void make_compressed(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 32, 512, 4096);
    uint64_t folder, text, noise, small, plain;

    v->compress = true;
    folder = ntfsvol_mkdir(v, NTFSVOL_ROOT, "compressed folder");
    text = ntfsdata_file(v, folder, "text.txt", 3000000);
    noise = ntfsvol_mkfile(v, folder, "noise.bin");
    ntfsdata_noise(v, noise, "", 0, 1000000, 1);
    small = ntfsdata_file(v, folder, "small.txt", 100);
    v->compress = false;
    plain = ntfsdata_file(v, NTFSVOL_ROOT, "plain.txt", 3000000);
    kit_fact(r, "folder", ntfsvol_record(folder));
    fact_sizes(r, "text", text);
    fact_sizes(r, "noise", noise);
    fact_sizes(r, "small", small);
    fact_sizes(r, "plain", plain);
}

/* Allocated and sized, but written only up to the initialised size: the rest reads as zeroes,
 * whatever the clusters hold. */
static void make_initsize(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t file = ntfsdata_file(v, NTFSVOL_ROOT, "half.bin", 10000);
    ntfs_inode *inode = ntfsvol_open(v, file);
    ntfs_attr *attr = inode ? ntfs_attr_open(inode, AT_DATA, AT_UNNAMED, 0) : NULL;

    if (inode && (!attr || ntfs_attr_truncate_solid(attr, 1000000) != 0))
        failure_errno(&r->failure, "cannot grow half.bin");
    if (attr)
        ntfs_attr_close(attr);
    ntfsvol_close(v, inode);
    fact_sizes(r, "record", file);
}

/* ---- encryption ---- */

/* What marks a file as encrypted: a bit in $STANDARD_INFORMATION, one in $DATA, and the stream
 * $EFS, whose contents only Windows reads. */
static void mark_encrypted(struct recipe *r, uint64_t file)
{
    uint8_t record[EDIT_RECORD_MAX];
    uint8_t *standard = edit_attr_load(kit_edit(r), ntfsvol_record(file), record,
                                       EDIT_ATTR_STANDARD_INFORMATION, 0);
    uint8_t *data = standard ? edit_attr_find(record, EDIT_ATTR_DATA, 0) : NULL;

    if (!data)
        return;
    standard = edit_attr_value(standard);
    edit_put32(standard + 0x20, edit_get32(standard + 0x20) | 0x4000);
    edit_put16(data + EDIT_ATTR_FLAGS, 0x4000);
    edit_store(&r->edit, ntfsvol_record(file), record);
}

static void make_efs(struct recipe *r)
{
    static ntfschar name[] = {'$', 'E', 'F', 'S'};
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t file = ntfsvol_mkfile(v, NTFSVOL_ROOT, "secret.docx");
    uint64_t plain = ntfsdata_file(v, NTFSVOL_ROOT, "plain.docx", 30000);
    uint8_t efs[600] = {0};
    ntfs_inode *inode;

    ntfsdata_noise(v, file, "", 0, 30208, 1);
    edit_put32(efs, sizeof(efs));
    inode = ntfsvol_open(v, file);
    if (inode && ntfs_attr_add(inode, AT_LOGGED_UTILITY_STREAM, name, 4, efs, sizeof(efs)) != 0)
        failure_errno(&r->failure, "cannot add $EFS");
    ntfsvol_close(v, inode);
    fact_sizes(r, "record", file);
    fact_sizes(r, "plain", plain);
    mark_encrypted(r, file);
}

/* ---- extended attributes, object ids ---- */

/* One attribute, named and valued as the Windows Subsystem for Linux does. */
static void add_ea(struct ntfsvol *v, uint64_t file, const char *name, uint32_t value)
{
    uint8_t ea[32] = {0};
    const size_t length = strlen(name);
    ntfs_inode *inode = ntfsvol_open(v, file);

    edit_put32(ea, 20);
    ea[5] = (uint8_t)length;
    ea[6] = 4;
    memcpy(ea + 8, name, length + 1);
    edit_put32(ea + 9 + length, value);
    if (inode && ntfs_set_ntfs_ea(inode, (const char *)ea, 20, 0) != 0)
        failure_errno(v->failure, "cannot set the extended attribute %s", name);
    ntfsvol_close(v, inode);
}

static void make_ea(struct recipe *r)
{
    static const uint8_t id[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t file = ntfsdata_file(v, NTFSVOL_ROOT, "from wsl", 40);
    uint64_t tracked = ntfsdata_file(v, NTFSVOL_ROOT, "tracked.txt", 40);

    add_ea(v, file, "$LXUID", 1000);
    ntfsmeta_object_id(v, tracked, id);
    kit_fact(r, "ea", ntfsvol_record(file));
    kit_fact(r, "object_id", ntfsvol_record(tracked));
}

const struct recipe_case recipe_streams_cases[] = {
    {"ads", "", "named streams: resident, large, in extensions, on a folder", make_ads},
    {"sparse", "", "sparse files", make_sparse},
    {"compressed", "", "compressed files", make_compressed},
    {"initsize", "", "a file of which only a part was written", make_initsize},
    {"efs", "", "an encrypted file", make_efs},
    {"ea", "", "a file with an extended attribute, one with an object id", make_ea},
    {0},
};

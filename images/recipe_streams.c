/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volumes with data of every kind: named streams, sparse, compressed and encrypted data, extended
 * attributes and object ids.
 */
#include "images/kit.h"
#include "images/ntfsdata.h"
#include "images/ntfsmeta.h"
#include "images/odddata.h"

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

/* ---- what is rare ---- */

static void make_efs(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t file = odddata_efs(v, NTFSVOL_ROOT, "secret.docx", 30208, 1);
    uint64_t plain = ntfsdata_file(v, NTFSVOL_ROOT, "plain.docx", 30000);

    fact_sizes(r, "record", file);
    fact_sizes(r, "plain", plain);
    odddata_mark_encrypted(r, file, 0);
}

static void make_ea(struct recipe *r)
{
    static const uint8_t id[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t file = ntfsdata_file(v, NTFSVOL_ROOT, "from wsl", 40);
    uint64_t tracked = ntfsdata_file(v, NTFSVOL_ROOT, "tracked.txt", 40);

    odddata_ea(v, file, "$LXUID", 1000);
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

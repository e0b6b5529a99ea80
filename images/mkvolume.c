/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mkvolume: makes a volume with a given number of files for measurements. The same options give the
 * same bytes each time.
 *
 * What it costs is mostly libntfs-3g's writes, about 30 microseconds a file. All folders stay open,
 * so that no path is looked up and no folder read again; files are made folder by folder, so that a
 * folder's index blocks stay in the cache. Sizes of non-resident files are set without writing
 * data: their clusters are allocated, but the image stays sparse.
 */
#include "images/clock.h"
#include "images/imgname.h"
#include "images/mkoptions.h"
#include "images/ntfsdata.h"
#include "images/ntfsmeta.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct maker {
    struct mkoptions options;
    struct failure failure;
    struct ntfsvol volume;
    uint64_t random;
    ntfs_inode **folders; /* all open */
    uint64_t *parents;    /* index of each folder's parent; its own for those in the root */
    ntfs_inode *root;
    uint32_t security_ids[4];
    uint64_t nnames, nclusters; /* made so far */
};

static uint64_t dice(struct maker *m, uint64_t sides)
{
    return (ntfsdata_random(&m->random) >> 20) % sides;
}

/* ---- names ---- */

static void put_random_units(struct maker *m, uint16_t *units_ret, unsigned nunits)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyz0123456789_-ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    for (unsigned i = 0; i < nunits; i++)
        units_ret[i] = (uint16_t)letters[dice(m, sizeof(letters) - 1)];
}

/* Letters from Latin-1 to the emoji, the last a pair of surrogates. */
static void put_non_ascii(struct maker *m, uint16_t *units_ret, unsigned nunits)
{
    static const uint16_t letters[] = {0xE9, 0xFC, 0x416, 0x5D0, 0x4E2D, 0x6587, 0xAC00, 0xFF21};

    for (unsigned i = 0; i < nunits; i += 2)
        units_ret[i] = letters[dice(m, sizeof(letters) / sizeof(letters[0]))];
    if (nunits >= 4 && dice(m, 8) == 0) {
        units_ret[0] = 0xD83D;
        units_ret[1] = 0xDE00;
    }
}

static unsigned make_name(struct maker *m, uint16_t units_ret[IMGNAME_UNITS_MAX])
{
    static const char extensions[][5] = {".txt", ".dll", ".doc", ".jpg", ".xml", ".dat", ".log"};
    const struct mkoptions *o = &m->options;
    unsigned nunits = (unsigned)(o->name_min + dice(m, o->name_max - o->name_min + 1));

    put_random_units(m, units_ret, nunits);
    if (dice(m, 100) < o->non_ascii_percent)
        put_non_ascii(m, units_ret, nunits);
    if (nunits >= 8) {
        const char *extension = extensions[dice(m, sizeof(extensions) / sizeof(extensions[0]))];

        for (unsigned i = 0; i < 4; i++)
            units_ret[nunits - 4 + i] = (uint16_t)extension[i];
    }
    return nunits;
}

/* Makes a file or folder under a new random name; a name that is taken makes it try others. */
static ntfs_inode *create(struct maker *m, ntfs_inode *folder, mode_t kind)
{
    uint16_t units[IMGNAME_UNITS_MAX];

    for (int tries = 0; tries < 100; tries++) {
        const unsigned nunits = make_name(m, units);
        ntfs_inode *inode =
            ntfs_create(folder, cpu_to_le32(m->volume.security_id), units, (u8)nunits, kind);

        if (inode || errno != EEXIST) {
            if (!inode)
                failure_errno(&m->failure, "cannot make a file");
            m->nnames++;
            return inode;
        }
    }
    failure_set(&m->failure, "no free names are left: raise --name-max or --folders");
    return NULL;
}

/* ---- folders ---- */

/* A tree in which a folder has about eight sub-folders. */
static void make_folders(struct maker *m)
{
    const uint64_t n = m->options.folders;

    m->root = ntfsvol_open(&m->volume, NTFSVOL_ROOT);
    m->folders = calloc(n, sizeof(*m->folders));
    m->parents = calloc(n, sizeof(*m->parents));
    if (!m->folders || !m->parents)
        failure_errno(&m->failure, "cannot keep %llu folders", (unsigned long long)n);
    for (uint64_t i = 0; i < n && !failure_any(&m->failure); i++) {
        m->parents[i] = i < 16 ? i : i / 8 - 1;
        m->volume.security_id = m->security_ids[i % 4];
        m->folders[i] = create(m, i < 16 ? m->root : m->folders[m->parents[i]], S_IFDIR);
    }
}

/* Children first: closing a folder may touch its parent's index. */
static void close_folders(struct maker *m)
{
    for (uint64_t i = m->options.folders; m->folders && i-- > 0;) {
        ntfs_inode *parent = m->parents[i] == i ? m->root : m->folders[m->parents[i]];

        if (m->folders[i] && ntfs_inode_close_in_dir(m->folders[i], parent) != 0)
            failure_errno(&m->failure, "cannot write a folder's record");
    }
    ntfsvol_close(&m->volume, m->root);
    free(m->folders);
    free(m->parents);
}

/* ---- files ---- */

static bool is_nth(uint64_t i, uint64_t every)
{
    return every > 0 && i % every == every - 1;
}

static void allocate_clusters(struct maker *m, ntfs_inode *inode)
{
    const uint64_t cluster = m->options.cluster;
    const uint64_t n = 1 + dice(m, m->options.nonresident_clusters);
    uint64_t nbytes = n * cluster - dice(m, cluster / 2);
    ntfs_attr *attr = ntfs_attr_open(inode, AT_DATA, AT_UNNAMED, 0);

    /* Less than this would stay in the record. */
    if (nbytes < 1024)
        nbytes = 1024;
    if (!attr || ntfs_attr_truncate_solid(attr, (s64)nbytes) != 0)
        failure_errno(&m->failure, "cannot allocate %llu bytes", (unsigned long long)nbytes);
    if (attr)
        ntfs_attr_close(attr);
    m->nclusters += n;
}

static void write_resident(struct maker *m, ntfs_inode *inode)
{
    static const char text[700] = "A file that is small enough to live in its record. ";
    const size_t nbytes = dice(m, m->options.resident_bytes + 1);

    if (nbytes && ntfs_attr_data_write(inode, NULL, 0, text, nbytes, 0) != (int)nbytes)
        failure_errno(&m->failure, "cannot write a file's data");
}

/* Gives a closed file further names. Its inode is closed without bringing the sizes in the folders'
 * index entries up to date: that would open folders that are open here, and the new names were
 * given the right sizes already. */
static void link_file(struct maker *m, uint64_t reference)
{
    const uint64_t n = 1 + dice(m, m->options.links_count);
    ntfs_inode *inode = ntfsvol_open(&m->volume, reference);
    uint16_t units[IMGNAME_UNITS_MAX];

    for (uint64_t i = 0; inode && i < n; i++) {
        ntfs_inode *folder = m->folders[dice(m, m->options.folders)];
        const unsigned nunits = make_name(m, units);

        if (ntfs_link(inode, folder, units, (u8)nunits) == 0)
            m->nnames++;
        else if (errno != EEXIST)
            failure_errno(&m->failure, "cannot link a file");
    }
    if (inode)
        inode->state &= ~(1UL << NI_FileNameDirty);
    ntfsvol_close(&m->volume, inode);
}

static void make_file(struct maker *m, uint64_t i, ntfs_inode *folder)
{
    ntfs_inode *inode;
    uint64_t reference;

    clock_set(CLOCK_BASE + i * (CLOCK_SECOND / 10) + dice(m, CLOCK_SECOND));
    m->volume.security_id = m->security_ids[dice(m, 4)];
    inode = create(m, folder, S_IFREG);
    if (!inode)
        return;
    if (is_nth(i, m->options.nonresident_every))
        allocate_clusters(m, inode);
    else
        write_resident(m, inode);
    reference = inode->mft_no;
    if (ntfs_inode_close_in_dir(inode, folder) != 0)
        failure_errno(&m->failure, "cannot write a file's record");
    if (is_nth(i, m->options.links_every))
        link_file(m, reference);
}

static void make_files(struct maker *m)
{
    const struct mkoptions *o = &m->options;

    for (uint64_t i = 0; i < o->files && !failure_any(&m->failure); i++)
        make_file(m, i, m->folders[i * o->folders / o->files]);
}

/* ---- the volume ---- */

/* Eight times the $MFT, so that it fits into the zone that is kept for it and stays in one piece;
 * and what else there is. */
static uint64_t size_needed(const struct mkoptions *o)
{
    const uint64_t record = o->sector > 1024 ? o->sector : 1024;
    const uint64_t nlinks = o->links_every ? o->files / o->links_every * o->links_count : 0;
    const uint64_t mft = (o->files + o->folders + nlinks + 1024) * record;
    const uint64_t names = (o->files + o->folders + nlinks) * (100 + 2 * o->name_max) * 2;
    const uint64_t nonresident = o->nonresident_every ? o->files / o->nonresident_every : 0;
    const uint64_t data = nonresident * o->nonresident_clusters * o->cluster;
    const uint64_t folders = o->folders * 2 * (o->cluster > 4096 ? o->cluster : 4096);
    const uint64_t total =
        9 * mft + names + data + folders + (UINT64_C(64) << 20) + 256 * o->cluster;

    return total >> 20 << 20;
}

/* Extends the bitmap of $MFT with zeroes. */
static int extend_bitmap(ntfs_attr *bitmap, s64 nbytes)
{
    static const u8 zeroes[4096];

    while (bitmap->data_size < nbytes) {
        const s64 left = nbytes - bitmap->data_size;
        const s64 n = left < (s64)sizeof(zeroes) ? left : (s64)sizeof(zeroes);

        if (ntfs_attr_pwrite(bitmap, bitmap->data_size, n, zeroes) != n)
            return -1;
    }
    return 0;
}

/* Gives $MFT clusters for nrecords behind its last run, without making it larger. */
static int allocate_mft(ntfs_volume *library, s64 nrecords)
{
    ntfs_attr *mft = library->mft_na;
    const runlist_element *last = mft->rl;
    const s64 nclusters =
        (nrecords * library->mft_record_size + library->cluster_size - 1) / library->cluster_size;
    runlist_element *rl;

    while (last[1].length)
        last++;
    if (nclusters <= last[1].vcn)
        return 0;
    rl = ntfs_cluster_alloc(library, last[1].vcn, nclusters - last[1].vcn, last->lcn + last->length,
                            MFT_ZONE);
    rl = rl ? ntfs_runlists_merge(mft->rl, rl) : NULL;
    if (!rl)
        return -1;
    mft->rl = rl;
    mft->allocated_size = nclusters * library->cluster_size;
    return ntfs_attr_update_mapping_pairs(mft, 0);
}

/* Allocates $MFT and its bitmap for all files at once. As it is, the library extends both for 64
 * records at a time, and each time searches the whole bitmap from its beginning first: with
 * millions of files that is most of the time. $MFT's size still grows with each record. */
static void reserve_records(struct maker *m)
{
    const s64 nrecords = (s64)(m->options.files + m->options.folders + 128);

    if (!failure_any(&m->failure) &&
        (extend_bitmap(m->volume.library->mftbmp_na, (nrecords / 64 + 1) * 8) != 0 ||
         allocate_mft(m->volume.library, nrecords) != 0))
        failure_errno(&m->failure, "cannot reserve %lld records", (long long)nrecords);
}

static void add_owners(struct maker *m)
{
    uint64_t folder = ntfsvol_mkdir(&m->volume, NTFSVOL_ROOT, "owners");

    m->security_ids[0] = 0x100;
    m->security_ids[1] = 0x101;
    m->security_ids[2] = ntfsmeta_owner(&m->volume, folder, 1001);
    m->security_ids[3] = ntfsmeta_owner(&m->volume, folder, 1002);
}

static void report(const struct maker *m, uint64_t size)
{
    printf("files=%llu\nfolders=%llu\nnames=%llu\nsize=%llu\nseed=%llu\n",
           (unsigned long long)m->options.files, (unsigned long long)m->options.folders + 1,
           (unsigned long long)m->nnames + 1, (unsigned long long)size,
           (unsigned long long)m->options.seed);
}

static int make_volume(const struct mkoptions *options)
{
    struct maker m = {.options = *options, .random = options->seed * 2 + 1};
    const struct ntfsvol_geometry geometry = {options->size ? options->size : size_needed(options),
                                              (uint32_t)options->sector, (uint32_t)options->cluster,
                                              "mkvolume"};

    m.volume = (struct ntfsvol){.image = options->out, .failure = &m.failure};
    ntfsvol_format(&m.volume, &geometry);
    ntfsvol_mount(&m.volume);
    reserve_records(&m);
    add_owners(&m);
    make_folders(&m);
    make_files(&m);
    close_folders(&m);
    ntfsvol_unmount(&m.volume);
    if (failure_any(&m.failure)) {
        fprintf(stderr, "mkvolume: %s.\n", m.failure.text);
        unlink(options->out);
        return 1;
    }
    report(&m, geometry.size_bytes);
    return 0;
}

int main(int argc, char **argv)
{
    struct mkoptions options;
    const int stop = mkoptions_parse(argc, argv, &options);

    return stop ? stop - 1 : make_volume(&options);
}

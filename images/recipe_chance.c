/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * chance: a tree by chance, with something of everything that a file can be, on a volume of any
 * geometry. Names of all kinds, several or hundreds of names, named streams, data in records, in
 * clusters, compressed, sparse, encrypted; extended attributes, reparse points, owners, attributes,
 * times.
 */
#include "images/fragment.h"
#include "images/imgname.h"
#include "images/kit.h"
#include "images/ntfsdata.h"
#include "images/ntfsmeta.h"
#include "images/odddata.h"

#include <stdlib.h>
#include <string.h>

enum {
    FOLDERS = 24,
    FILES = 150,
    ENCRYPTED = 4,
    OWNERS = 6,
    NAME_BYTES = 3 * IMGNAME_UNITS_MAX + 1,
    LINKS_MAX = 120,
    CROWD_MIN = 100, /* names of one file; that many more may be too many */
    CROWD_SPAN = 600,
    DEPTH = 40,
    VOLUME_MIB = 512,
    COMPRESSIBLE = 4096, /* the largest cluster with which data can be compressed */
};

#define FIRST_TIME UINT64_C(116444736000000000) /* 1970 */
#define TIMES_SPAN (UINT64_C(60) * 31556952 * 10000000)

struct chance {
    struct recipe *r;
    struct ntfsvol *v;
    uint64_t state;
    unsigned cluster, nnames;
    uint64_t folders[FOLDERS];
    unsigned nfolders;
    uint64_t encrypted[ENCRYPTED];
    unsigned nencrypted;
};

static unsigned below(struct chance *c, unsigned limit)
{
    return (unsigned)(ntfsdata_random(&c->state) >> 33) % limit;
}

static bool one_in(struct chance *c, unsigned n)
{
    return below(c, n) == 0;
}

static uint64_t any_folder(struct chance *c)
{
    return c->folders[below(c, c->nfolders)];
}

/* ---- Names ---- */

/* PIECE as often as NUNITS have room for it behind what NAME has, of UNITS. */
static void stretch(char *name, const char *piece, unsigned units, unsigned nunits)
{
    size_t n = strlen(name);

    imgname_repeat(piece, nunits > units ? nunits - units : 0, name + n,
                   (unsigned)(NAME_BYTES - n));
}

/* Another name each time, of any length and of any units that a name can have. */
static const char *new_name(struct chance *c, char name_ret[NAME_BYTES])
{
    static const char *const endings[] = {".docx",
                                          ".",
                                          " ",
                                          "\x01",
                                          "%20",
                                          "\xED\xA0\x80",
                                          "\xF0\x9F\x98\x80",
                                          "\xC3\x9F\xC4\xB1",
                                          ".tar.gz",
                                          ":s",
                                          "\\",
                                          "\xE2\x80\xAE\xE2\x80\xAC"};
    static const char *const pieces[] = {"x", "\xC3\xBC", "\xE4\xB8\xAD", "\xED\xBF\xBF"};
    unsigned no = c->nnames++;

    if (no < 60 && one_in(c, 4)) { /* one unit */
        name_ret[0] = (char)0xE5;
        name_ret[1] = (char)(0x80 + no);
        name_ret[2] = (char)0x80;
        name_ret[3] = '\0';
        return name_ret;
    }
    if (one_in(c, 3)) {
        int n = snprintf(name_ret, NAME_BYTES, "%u", no);

        stretch(name_ret, pieces[below(c, 4)], (unsigned)n,
                one_in(c, 3) ? IMGNAME_UNITS_MAX : 12 + below(c, 200));
    } else {
        snprintf(name_ret, NAME_BYTES, "File %u%s", no,
                 endings[one_in(c, 3) ? below(c, sizeof(endings) / sizeof(endings[0])) : 0]);
    }
    return name_ret;
}

/* ---- Folders ---- */

static void make_folders(struct chance *c)
{
    char name[NAME_BYTES];
    uint64_t deep;

    c->folders[c->nfolders++] = ntfsvol_mkdir(c->v, NTFSVOL_ROOT, "tree");
    while (c->nfolders < FOLDERS - 2) {
        uint64_t folder = ntfsvol_mkdir(c->v, any_folder(c), new_name(c, name));

        c->folders[c->nfolders++] = folder;
        if (one_in(c, 4))
            ntfsmeta_attributes(c->v, folder, one_in(c, 2) ? FILE_ATTR_READONLY : FILE_ATTR_HIDDEN);
        if (one_in(c, 5))
            ntfsdata_text(c->v, folder, "on a folder", "a stream");
        if (one_in(c, 4))
            ntfsmeta_owner(c->v, folder, 1000 + below(c, OWNERS));
    }
    deep = c->folders[0];
    for (unsigned i = 0; i < DEPTH; i++)
        deep = ntfsvol_mkdir(c->v, deep, i % 2 ? "deep" : new_name(c, name));
    c->folders[c->nfolders++] = deep;
    deep = ntfsvol_mkdir(c->v, c->folders[0], "elsewhere");
    ntfsmeta_reparse_junction(c->v, deep, "C:\\tree");
    c->folders[c->nfolders++] = ntfsvol_mkdir(c->v, NTFSVOL_ROOT, "outside");
}

/* ---- Files ---- */

static unsigned any_size(struct chance *c)
{
    switch (below(c, 5)) {
    case 0:
        return 0;
    case 1:
        return 1 + below(c, 400);
    case 2:
        return 400 + below(c, 600);
    default:
        return below(c, 60000);
    }
}

static void fill(struct chance *c, uint64_t file)
{
    unsigned nbytes = any_size(c);
    uint64_t seed = ntfsdata_random(&c->state);

    switch (below(c, 6)) {
    case 0:
        ntfsdata_noise(c->v, file, "", 0, nbytes, seed);
        break;
    case 1:
        ntfsdata_fill(c->v, file, "", below(c, 300000), nbytes + 1, seed);
        ntfsdata_resize(c->v, file, "", 400000 + below(c, 100000));
        break;
    default:
        ntfsdata_fill(c->v, file, "", 0, nbytes, seed);
        break;
    }
}

static void add_streams(struct chance *c, uint64_t file)
{
    char name[40];

    if (one_in(c, 3))
        ntfsdata_text(c->v, file, "Zone.Identifier", "[ZoneTransfer]\r\nZoneId=3\r\n");
    for (unsigned i = one_in(c, 6) ? below(c, 30) : 0; i > 0; i--) {
        snprintf(name, sizeof(name), "stream %u%s", i, one_in(c, 4) ? "=\xE6\x97\xA5" : "");
        ntfsdata_fill(c->v, file, name, 0, one_in(c, 4) ? below(c, 20000) : below(c, 80), i);
    }
}

static void add_marks(struct chance *c, uint64_t file)
{
    static const uint8_t other[24] = {7, 7, 7};
    static const uint32_t bits[] = {const_cpu_to_le32(1), const_cpu_to_le32(2),
                                    const_cpu_to_le32(3), const_cpu_to_le32(0x20)};

    if (one_in(c, 12))
        ntfsmeta_reparse_symlink(c->v, file, "some\\where", true);
    else if (one_in(c, 30))
        ntfsmeta_reparse(c->v, file, UINT32_C(0x80001234), other, sizeof(other));
    else if (one_in(c, 8))
        odddata_ea(c->v, file, "$LXUID", below(c, 70000));
    if (one_in(c, 30)) {
        const uint8_t id[16] = {1, (uint8_t)c->nnames, (uint8_t)(c->nnames >> 8)};

        ntfsmeta_object_id(c->v, file, id);
    }
    if (one_in(c, 4))
        ntfsmeta_owner(c->v, file, 1000 + below(c, OWNERS));
    if (one_in(c, 3))
        ntfsmeta_attributes(c->v, file, bits[below(c, 4)]);
}

static void set_times(struct chance *c, uint64_t file)
{
    struct ntfsmeta_times times;

    times.created = FIRST_TIME + ntfsdata_random(&c->state) % TIMES_SPAN;
    times.modified = FIRST_TIME + ntfsdata_random(&c->state) % TIMES_SPAN;
    times.accessed = FIRST_TIME + ntfsdata_random(&c->state) % TIMES_SPAN;
    times.changed = FIRST_TIME + ntfsdata_random(&c->state) % TIMES_SPAN;
    ntfsmeta_times(c->v, file, &times);
}

/* The folder is closed first: writing out the file opens all folders that it has names in, and
 * those above them. */
static void add_name(struct chance *c, uint64_t file, uint64_t folder, const char *name)
{
    uint16_t units[IMGNAME_UNITS_MAX];
    int nunits = imgname_parse(name, units);
    ntfs_inode *inode = ntfsvol_open(c->v, file), *parent = ntfsvol_open(c->v, folder);

    if (inode && parent && ntfs_link(inode, parent, units, (u8)nunits) != 0)
        failure_errno(c->v->failure, "cannot link %.100s", name);
    ntfsvol_close(c->v, parent);
    ntfsvol_close(c->v, inode);
}

static void add_names(struct chance *c, uint64_t file)
{
    unsigned n = one_in(c, 5) ? 1 + below(c, one_in(c, 6) ? LINKS_MAX : 4) : 0;
    char name[NAME_BYTES];

    while (n-- > 0)
        add_name(c, file, any_folder(c), new_name(c, name));
}

/* A file with hundreds of names, which has some of them in one folder and some anywhere. */
static void make_crowd(struct chance *c)
{
    uint64_t home = any_folder(c), file;
    unsigned n = CROWD_MIN + below(c, CROWD_SPAN);
    char name[NAME_BYTES];

    file = ntfsdata_file(c->v, home, "known to everybody.dat", 100 + below(c, 9000));
    while (n-- > 0 && !failure_any(c->v->failure))
        add_name(c, file, one_in(c, 3) ? any_folder(c) : home, new_name(c, name));
}

/* Names that differ by case alone, and one with a DOS name beside it. */
static void make_pairs(struct chance *c)
{
    uint64_t folder = any_folder(c), file;

    ntfsdata_file(c->v, folder, "Case.txt", 11);
    ntfsdata_file(c->v, folder, "CASE.TXT", 12);
    file = ntfsdata_file(c->v, folder, "A long name of several words.document", 6000);
    ntfsmeta_dos_name(c->v, file, folder, "ALONGN~1.DOC");
    if (one_in(c, 2))
        add_name(c, file, any_folder(c), "Another name of it.document");
    file = ntfsdata_file(c->v, any_folder(c), "linked by four.txt", 300);
    for (unsigned i = 0; i < 4; i++)
        add_name(c, file, c->folders[i], i % 2 ? "linked, odd.txt" : "linked, even.txt");
}

static void make_files(struct chance *c)
{
    bool may_compress = c->cluster <= COMPRESSIBLE;
    char name[NAME_BYTES];

    for (unsigned i = 0; i < FILES && !failure_any(c->v->failure); i++) {
        uint64_t folder = any_folder(c), file;

        c->v->compress = may_compress && one_in(c, 6);
        file = ntfsvol_mkfile(c->v, folder, new_name(c, name));
        fill(c, file);
        c->v->compress = false;
        add_streams(c, file);
        add_names(c, file);
        add_marks(c, file);
        set_times(c, file);
    }
    make_pairs(c);
    if (one_in(c, 2))
        make_crowd(c);
    while (c->nencrypted < ENCRYPTED)
        c->encrypted[c->nencrypted++] = odddata_efs(c->v, any_folder(c), new_name(c, name),
                                                    (size_t)512 * (60 + below(c, 60)), c->state);
}

/* ---- The volume ---- */

/* $MFT grows where free space is in pieces. */
static void break_up(struct chance *c)
{
    struct fragment fragment = {0};
    uint64_t folder;
    char name[32];

    fragment_take(c->v, &fragment);
    c->v = kit_remount(c->r);
    folder = ntfsvol_mkdir(c->v, NTFSVOL_ROOT, "small");
    for (unsigned i = 0; i < 400; i++) {
        snprintf(name, sizeof(name), "small %u", i);
        ntfsdata_file(c->v, folder, name, 20);
    }
    c->v = kit_remount(c->r);
    fragment_give_back(c->v, &fragment);
    c->v = kit_remount(c->r);
}

static void make_chance(struct recipe *r)
{
    static const unsigned clusters[] = {4096, 512, 1024, 2048, 8192, 16384, 32768, 65536};
    unsigned seed = kit_arg(r, 0, 1), sector = seed % 5 == 4 ? 4096 : 512;
    struct chance c = {.r = r, .state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1};

    c.cluster = clusters[seed / 2 % 8];
    if (c.cluster < sector)
        c.cluster = sector;
    c.v = kit_volume(r, VOLUME_MIB, sector, c.cluster);
    if (c.cluster == 4096 && seed % 2 == 0)
        break_up(&c);
    c.v->security_id = seed % 3 == 0 ? 0 : 0x100;
    make_folders(&c);
    make_files(&c);
    kit_fact(r, "cluster", c.cluster);
    kit_fact(r, "record_bytes", sector == 4096 ? 4096 : 1024);
    for (unsigned i = 0; i < c.nencrypted; i++)
        odddata_mark_encrypted(r, c.encrypted[i], i % 2 ? below(&c, 512) : 0);
}

const struct recipe_case recipe_chance_cases[] = {
    {"chance", ":SEED", "a tree by chance, with something of everything that a file can be",
     make_chance},
    {0},
};

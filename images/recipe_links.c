/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volumes whose files need several records: names, streams and data in extension records, and what
 * can be wrong between an extension and its base.
 */
#include "images/edit_attr.h"
#include "images/fragment.h"
#include "images/kit.h"
#include "images/ntfsdata.h"

#include <string.h>

/* How many names are in one record. */
static uint64_t count_names(struct edit *e, uint64_t number)
{
    uint8_t record[EDIT_RECORD_MAX];
    unsigned n = 0;

    edit_load(e, number, record);
    while (!failure_any(e->failure) && edit_attr_find(record, EDIT_ATTR_FILE_NAME, n))
        n++;
    return n;
}

static uint64_t count_extensions(struct edit *e, uint64_t base)
{
    uint64_t n = 0;

    for (uint64_t at = 0; (at = edit_extension(e, base, at + 1)) != 0;)
        n++;
    return n;
}

static void make_manylinks(struct recipe *r)
{
    const unsigned n = kit_arg(r, 0, 100), nunits = kit_arg(r, 1, 12);
    struct ntfsvol *v = kit_volume(r, 32, 512, 4096);
    uint64_t file = ntfsdata_file(v, NTFSVOL_ROOT, "first name.txt", 100);
    uint64_t folders[4];
    char name[16];

    if (nunits < 6 || nunits > 255 || n < 5 || n > 8000)
        failure_set(&r->failure, "5 to 8000 names of 6 to 255 units, please");
    for (unsigned i = 0; i < 4; i++) {
        const unsigned first = (n - 1) * i / 4;

        snprintf(name, sizeof(name), "folder%u", i);
        folders[i] = ntfsvol_mkdir(v, NTFSVOL_ROOT, name);
        ntfsvol_link_many(v, file, folders[i], first, (n - 1) * (i + 1) / 4 - first, nunits);
    }
    kit_fact(r, "record", ntfsvol_record(file));
    kit_fact(r, "names", n);
    kit_fact(r, "data_size", 100);
    kit_fact(r, "extensions", count_extensions(kit_edit(r), ntfsvol_record(file)));
}

/* Extension records are taken from where there is room: freed records below the base first go
 * unused, then the search wraps around. */
static void make_extbeforebase(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t files[300], last;
    char name[32];

    for (unsigned i = 0; i < 300; i++) {
        snprintf(name, sizeof(name), "file%03u", i);
        files[i] = ntfsvol_mkfile(v, NTFSVOL_ROOT, name);
    }
    last = ntfsdata_file(v, NTFSVOL_ROOT, "last", 77);
    for (unsigned i = 0; i < 100; i++) {
        snprintf(name, sizeof(name), "file%03u", i);
        ntfsvol_delete(v, files[i], NTFSVOL_ROOT, name);
    }
    ntfsvol_link_many(v, last, NTFSVOL_ROOT, 0, 700, 12);
    kit_fact(r, "record", ntfsvol_record(last));
    kit_fact(r, "names", 701);
    kit_fact(r, "files", 201);
    kit_fact(r, "first_extension", edit_extension(kit_edit(r), ntfsvol_record(last), 64));
    kit_fact(r, "extensions", count_extensions(&r->edit, ntfsvol_record(last)));
}

/* A file with 61 names, some of them in extensions; another file after it. */
static uint64_t make_61_names(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t file = ntfsdata_file(v, NTFSVOL_ROOT, "many.txt", 200);

    ntfsvol_link_many(v, file, NTFSVOL_ROOT, 0, 60, 12);
    ntfsdata_file(v, NTFSVOL_ROOT, "other.txt", 10);
    kit_fact(r, "record", ntfsvol_record(file));
    return ntfsvol_record(file);
}

static void make_staleext(struct recipe *r)
{
    uint64_t base = make_61_names(r);
    uint64_t extension = edit_extension(kit_edit(r), base, 64);
    uint64_t lost = count_names(&r->edit, extension);
    uint8_t record[EDIT_RECORD_MAX];

    edit_load(&r->edit, extension, record);
    edit_put16(record + EDIT_BASE + 6, 55);
    edit_store(&r->edit, extension, record);
    kit_fact(r, "extension", extension);
    kit_fact(r, "names", 61 - lost);
    kit_fact(r, "lost", lost);
    kit_fact(r, "header_links", 61);
}

/* What is left after a crash between writing an extension and the list that names it: the extension
 * is whole and claims its base, but no list entry and no index entry knows it. Made from a real one
 * by copying it over a deleted file's record, with other names. */
static void make_unlistedext(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t file = ntfsdata_file(v, NTFSVOL_ROOT, "many.txt", 200);
    uint64_t ghost = ntfsvol_mkfile(v, NTFSVOL_ROOT, "ghost.txt");
    uint64_t base = ntfsvol_record(file), to = ntfsvol_record(ghost), from, ghosts;
    uint8_t record[EDIT_RECORD_MAX];

    ntfsvol_link_many(v, file, NTFSVOL_ROOT, 0, 60, 12);
    ntfsvol_delete(v, ghost, NTFSVOL_ROOT, "ghost.txt");
    if (!failure_any(&r->failure) && ntfs_bitmap_set_run(v->library->mftbmp_na, (s64)to, 1) != 0)
        failure_errno(&r->failure, "cannot mark record %llu used", (unsigned long long)to);
    from = edit_extension(kit_edit(r), base, 64);
    ghosts = count_names(&r->edit, from);
    edit_load(&r->edit, from, record);
    edit_put32(record + EDIT_OWN_NUMBER, (uint32_t)to);
    for (unsigned i = 0; i < ghosts; i++)
        edit_attr_value(edit_attr_find(record, EDIT_ATTR_FILE_NAME, i))[EDIT_NAME_UNITS] = 'g';
    edit_store(&r->edit, to, record);
    kit_fact(r, "record", base);
    kit_fact(r, "names", 61);
    kit_fact(r, "unlisted", to);
    kit_fact(r, "ghosts", ghosts);
}

static void set_links(struct edit *e, uint64_t number, uint16_t nlinks)
{
    uint8_t record[EDIT_RECORD_MAX];

    edit_load(e, number, record);
    edit_put16(record + EDIT_LINKS, nlinks);
    edit_store(e, number, record);
}

static void make_headercount(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t low = ntfsdata_file(v, NTFSVOL_ROOT, "low.txt", 20);
    uint64_t high = ntfsdata_file(v, NTFSVOL_ROOT, "high.txt", 20);
    uint64_t many = ntfsdata_file(v, NTFSVOL_ROOT, "many.txt", 20);

    ntfsvol_link(v, low, NTFSVOL_ROOT, "low second.txt");
    ntfsvol_link_many(v, many, NTFSVOL_ROOT, 0, 60, 12);
    set_links(kit_edit(r), ntfsvol_record(low), 1);
    set_links(&r->edit, ntfsvol_record(high), 5);
    set_links(&r->edit, ntfsvol_record(many), 3);
    kit_fact(r, "low", ntfsvol_record(low));
    kit_fact(r, "low_names", 2);
    kit_fact(r, "high", ntfsvol_record(high));
    kit_fact(r, "high_names", 1);
    kit_fact(r, "high_links", 5);
    kit_fact(r, "many", ntfsvol_record(many));
    kit_fact(r, "many_names", 61);
    kit_fact(r, "many_links", 3);
}

static void remove_attr(struct recipe *r, uint64_t number, uint32_t type)
{
    uint8_t record[EDIT_RECORD_MAX];
    uint8_t *attr = edit_attr_load(kit_edit(r), number, record, type, 0);

    if (!attr)
        return;
    edit_attr_remove(record, attr);
    edit_store(&r->edit, number, record);
}

static void make_noname(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t file = ntfsvol_record(ntfsdata_file(v, NTFSVOL_ROOT, "nameless.txt", 321));

    ntfsdata_file(v, NTFSVOL_ROOT, "other.txt", 10);
    remove_attr(r, file, EDIT_ATTR_FILE_NAME);
    kit_fact(r, "record", file);
    kit_fact(r, "data_size", 321);
    kit_fact(r, "header_links", 1);
}

/* Finds the first attribute of a type that is in the base record. */
static int find_in_base(ntfs_attr_search_ctx *search, const ntfs_inode *base, ATTR_TYPES type)
{
    do {
        if (ntfs_attr_lookup(type, AT_UNNAMED, 0, CASE_SENSITIVE, 0, NULL, 0, search) != 0)
            return -1;
    } while (search->ntfs_ino != base);
    return 0;
}

/* Moves that attribute into an extension record, as the library does when a record is full. */
static void move_away(struct ntfsvol *v, uint64_t file, ATTR_TYPES type)
{
    ntfs_inode *inode = ntfsvol_open(v, file);
    ntfs_attr_search_ctx *search = inode ? ntfs_attr_get_search_ctx(inode, NULL) : NULL;

    if (inode &&
        (!search || (!NInoAttrList(inode) && ntfs_inode_add_attrlist(inode) != 0) ||
         find_in_base(search, inode, type) != 0 || ntfs_attr_record_move_away(search, 0) != 0))
        failure_errno(v->failure, "cannot move attribute %#x away", le32_to_cpu(type));
    if (search)
        ntfs_attr_put_search_ctx(search);
    ntfsvol_close(v, inode);
}

static void make_nodata(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t bare = ntfsvol_mkfile(v, NTFSVOL_ROOT, "no data.txt");
    uint64_t stream = ntfsvol_mkfile(v, NTFSVOL_ROOT, "only a stream.txt");
    uint64_t away = ntfsdata_file(v, NTFSVOL_ROOT, "data away.bin", 50000);
    uint64_t names = ntfsdata_file(v, NTFSVOL_ROOT, "names away.txt", 60);

    ntfsdata_text(v, stream, "named", "data in a stream");
    move_away(v, away, AT_DATA);
    ntfsvol_link(v, names, NTFSVOL_ROOT, "names away two.txt");
    move_away(v, names, AT_FILE_NAME);
    move_away(v, names, AT_FILE_NAME);
    remove_attr(r, ntfsvol_record(bare), EDIT_ATTR_DATA);
    remove_attr(r, ntfsvol_record(stream), EDIT_ATTR_DATA);
    kit_fact(r, "bare", ntfsvol_record(bare));
    kit_fact(r, "stream", ntfsvol_record(stream));
    kit_fact(r, "stream_size", 16);
    kit_fact(r, "away", ntfsvol_record(away));
    kit_fact(r, "away_size", 50000);
    kit_fact(r, "names", ntfsvol_record(names));
    kit_fact(r, "names_in_base", count_names(&r->edit, ntfsvol_record(names)));
}

static void make_bigdatafrag(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 32, 512, 4096);
    struct fragment fragment = {0};
    uint64_t file;

    fragment_take(v, &fragment);
    v = kit_remount(r);
    v->piece_bytes = 4096;
    file = ntfsdata_file(v, NTFSVOL_ROOT, "fragments.bin", 6000000);
    ntfsdata_fill(v, file, "stream", 0, 2000000, 1);
    v = kit_remount(r);
    fragment_give_back(v, &fragment);
    kit_fact(r, "record", ntfsvol_record(file));
    kit_fact(r, "data_size", 6000000);
    kit_fact(r, "allocated", (UINT64_C(6000000) + 4095) / 4096 * 4096);
    kit_fact(r, "stream_size", 2000000);
    kit_fact(r, "extensions", count_extensions(kit_edit(r), ntfsvol_record(file)));
}

const struct recipe_case recipe_links_cases[] = {
    {"manylinks", ":N:UNITS", "a file with N names of so many units", make_manylinks},
    {"extbeforebase", "", "701 names in extensions before and after their base",
     make_extbeforebase},
    {"staleext", "", "an extension whose base sequence number is another", make_staleext},
    {"unlistedext", "", "an extension that the attribute list does not know", make_unlistedext},
    {"headercount", "", "header link counts too low and too high", make_headercount},
    {"noname", "", "a file without a name", make_noname},
    {"nodata", "", "files without $DATA or without a name in their base", make_nodata},
    {"bigdatafrag", "", "data in extents over several records", make_bigdatafrag},
    {0},
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volumes whose paths are broken, very long, or gone: wrong parents, loops, deleted files, files
 * under $Extend.
 */
#include "images/edit_attr.h"
#include "images/imgname.h"
#include "images/kit.h"
#include "images/ntfsdata.h"

#include <stdlib.h>
#include <string.h>

/* Writes another parent reference into a file's nth name, in its record only. */
static void set_parent(struct recipe *r, uint64_t file, unsigned nth, uint64_t parent)
{
    uint8_t record[EDIT_RECORD_MAX];
    uint8_t *attr =
        edit_attr_load(kit_edit(r), ntfsvol_record(file), record, EDIT_ATTR_FILE_NAME, nth);

    if (!attr)
        return;
    edit_put64(edit_attr_value(attr) + EDIT_NAME_PARENT, parent);
    edit_store(&r->edit, ntfsvol_record(file), record);
}

/* A folder with a file and a sub-folder with a file, and a sound file beside it. */
struct family {
    uint64_t folder, file, sub, grandchild;
};

static struct family make_family(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    struct family f;

    f.folder = ntfsvol_mkdir(v, NTFSVOL_ROOT, "folder");
    f.file = ntfsdata_file(v, f.folder, "file.txt", 11);
    f.sub = ntfsvol_mkdir(v, f.folder, "sub");
    f.grandchild = ntfsdata_file(v, f.sub, "grandchild.txt", 12);
    ntfsdata_file(v, NTFSVOL_ROOT, "sound.txt", 13);
    kit_fact(r, "folder", ntfsvol_record(f.folder));
    kit_fact(r, "record", ntfsvol_record(f.file));
    kit_fact(r, "sub", ntfsvol_record(f.sub));
    kit_fact(r, "grandchild", ntfsvol_record(f.grandchild));
    return f;
}

static void make_staleparent(struct recipe *r)
{
    struct family f = make_family(r);

    set_parent(r, f.file, 0, f.folder + (UINT64_C(6) << 48));
    kit_fact(r, "parent_sequence", (f.folder >> 48) + 6);
}

/* A parent sequence of 0 means that nobody cares. */
static void make_zeroparent(struct recipe *r)
{
    struct family f = make_family(r);

    set_parent(r, f.file, 0, ntfsvol_record(f.folder));
}

static void make_orphan(struct recipe *r)
{
    struct family f = make_family(r);
    uint8_t record[EDIT_RECORD_MAX];

    edit_load(kit_edit(r), ntfsvol_record(f.folder), record);
    edit_put16(record + EDIT_FLAGS, (uint16_t)(edit_get16(record + EDIT_FLAGS) & ~1));
    edit_store(&r->edit, ntfsvol_record(f.folder), record);
    kit_fact(r, "parent_sequence", f.folder >> 48);
}

static void make_parentnotdir(struct recipe *r)
{
    struct family f = make_family(r);

    set_parent(r, f.grandchild, 0, f.file);
}

static void make_parentbeyond(struct recipe *r)
{
    struct family f = make_family(r);

    set_parent(r, f.file, 0, UINT64_C(1) << 48 | 0xFFFFFFF0);
}

/* folder -> sub -> folder, and with :self a folder that is its own parent. */
static void make_parentloop(struct recipe *r)
{
    struct family f = make_family(r);

    if (r->nargs && strcmp(r->args[0], "self") == 0)
        set_parent(r, f.sub, 0, f.sub);
    else
        set_parent(r, f.folder, 0, f.sub);
}

/* A folder with two names, which no driver makes. */
static void make_dirlink(struct recipe *r)
{
    struct family f = make_family(r);

    ntfsvol_link(&r->volume, f.sub, NTFSVOL_ROOT, "sub too");
}

static void make_deeppath(struct recipe *r)
{
    const unsigned depth = kit_arg(r, 0, 130), nunits = kit_arg(r, 1, 255);
    struct ntfsvol *v = kit_volume(r, 32, 512, 4096);
    uint64_t folder = NTFSVOL_ROOT;
    char name[3 * IMGNAME_UNITS_MAX + 1];

    imgname_repeat("d", nunits, name, sizeof(name));
    for (unsigned i = 0; i < depth; i++)
        folder = ntfsvol_mkdir(v, folder, name);
    kit_fact(r, "record", ntfsvol_record(ntfsdata_file(v, folder, "bottom.txt", 5)));
    kit_fact(r, "depth", depth);
    kit_fact(r, "units", (uint64_t)depth * (nunits + 1) + 11);
}

/* ---- deleted ---- */

static void make_deleted(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t folder = ntfsvol_mkdir(v, NTFSVOL_ROOT, "kept folder");
    uint64_t gone_folder = ntfsvol_mkdir(v, NTFSVOL_ROOT, "gone folder");
    uint64_t inside = ntfsdata_file(v, gone_folder, "inside.txt", 31);
    uint64_t file = ntfsdata_file(v, folder, "gone.txt", 32);
    uint64_t large = ntfsdata_file(v, folder, "gone large.bin", 20000);
    uint64_t linked = ntfsdata_file(v, folder, "one name stays.txt", 33);

    ntfsdata_file(v, folder, "kept.txt", 34);
    ntfsvol_link(v, linked, NTFSVOL_ROOT, "one name goes.txt");
    ntfsvol_delete(v, linked, NTFSVOL_ROOT, "one name goes.txt");
    ntfsvol_delete(v, file, folder, "gone.txt");
    ntfsvol_delete(v, large, folder, "gone large.bin");
    ntfsvol_delete(v, inside, gone_folder, "inside.txt");
    ntfsvol_delete(v, gone_folder, NTFSVOL_ROOT, "gone folder");
    kit_fact(r, "file", ntfsvol_record(file));
    kit_fact(r, "large", ntfsvol_record(large));
    kit_fact(r, "inside", ntfsvol_record(inside));
    kit_fact(r, "gone_folder", ntfsvol_record(gone_folder));
    kit_fact(r, "deleted_files", 3);
    kit_fact(r, "deleted_folders", 1);
    kit_fact(r, "files", 2);
}

/* Files that Windows keeps under $Extend: system files whatever their record numbers are. */
static void make_extend(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t deleted = ntfsvol_mkdir(v, NTFSVOL_EXTEND, "$Deleted");
    uint64_t metadata = ntfsvol_mkdir(v, NTFSVOL_EXTEND, "$RmMetadata");
    uint64_t open = ntfsdata_file(v, deleted, "001000000000004B0AF0", 500);
    uint64_t user = ntfsdata_file(v, NTFSVOL_ROOT, "user.txt", 10);
    uint64_t inside = ntfsvol_mkdir(v, NTFSVOL_ROOT, "$Extend too");

    ntfsdata_file(v, metadata, "$Repair", 10);
    ntfsdata_file(v, ntfsvol_mkdir(v, metadata, "$TxfLog"), "$Tops", 100);
    ntfsvol_mkdir(v, metadata, "$Txf");
    ntfsdata_file(v, inside, "user too.txt", 10);
    kit_fact(r, "deleted", ntfsvol_record(deleted));
    kit_fact(r, "open", ntfsvol_record(open));
    kit_fact(r, "user", ntfsvol_record(user));
    kit_fact(r, "files", 2);
    kit_fact(r, "folders", 1);
    kit_fact(r, "system_files", 3);
    kit_fact(r, "system_folders", 4);
}

const struct recipe_case recipe_paths_cases[] = {
    {"staleparent", "", "a name whose parent reference has an old sequence number",
     make_staleparent},
    {"zeroparent", "", "a name whose parent reference has sequence number 0", make_zeroparent},
    {"orphan", "", "a folder that is not in use, with what was in it", make_orphan},
    {"parentnotdir", "", "a name whose parent is a file", make_parentnotdir},
    {"parentbeyond", "", "a name whose parent is beyond $MFT", make_parentbeyond},
    {"parentloop", ":self", "folders that are each other's parents", make_parentloop},
    {"dirlink", "", "a folder with two names", make_dirlink},
    {"deeppath", ":DEPTH:UNITS", "a path of more than 32,767 units", make_deeppath},
    {"deleted", "", "deleted files and folders", make_deleted},
    {"extend", "", "files under $Extend and $Extend\\$Deleted", make_extend},
    {0},
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One function for each thing that is asked. See viewinode.h.
 *
 * Attributes are enumerated and opened through the library alone, which follows attribute lists;
 * no value here is computed from record bytes by us, but $STANDARD_INFORMATION's attributes and a
 * descriptor's owner offset, which are one load each.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "images/ntfs3g.h"

#include "tests/oracle/viewinode.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMES_MAX 8200 /* more than libntfs-3g can make */

/* A $FILE_NAME. */
struct name {
    uint64_t parent, times[4];
    uint8_t name_space;
    char *text;
};

struct names {
    struct name *at;
    size_t n, ndos;
};

static void __attribute__((format(printf, 4, 5)))
add(struct view *view, enum view_table_id id, const uint64_t *values, const char *format, ...)
{
    char *key = NULL;
    va_list args;

    va_start(args, format);
    cr_assert(vasprintf(&key, format, args) >= 0);
    va_end(args);
    view_add(view, id, key, values);
    free(key);
}

char *viewinode_text(const void *name, int nunits)
{
    char *text = NULL;

    cr_assert_geq(ntfs_ucstombs(name, nunits, &text, 0), 0, "libntfs-3g cannot convert a name");
    return text;
}

/* ---- $STANDARD_INFORMATION ---- */

static void ask_standard_information(ntfs_inode *inode, uint64_t *values)
{
    ntfs_attr_search_ctx *search = ntfs_attr_get_search_ctx(inode, NULL);
    const STANDARD_INFORMATION *si;

    cr_assert_not_null(search);
    cr_assert_eq(ntfs_attr_lookup(AT_STANDARD_INFORMATION, AT_UNNAMED, 0, CASE_SENSITIVE, 0, NULL,
                                  0, search),
                 0);
    si = (const void *)((const char *)search->attr + le16_to_cpu(search->attr->value_offset));
    values[VIEW_ATTRIBUTES] = le32_to_cpu(si->file_attributes);
    ntfs_attr_put_search_ctx(search);
    values[VIEW_CREATED] = (uint64_t)le64_to_cpu(inode->creation_time);
    values[VIEW_MODIFIED] = (uint64_t)le64_to_cpu(inode->last_data_change_time);
    values[VIEW_CHANGED] = (uint64_t)le64_to_cpu(inode->last_mft_change_time);
    values[VIEW_ACCESSED] = (uint64_t)le64_to_cpu(inode->last_access_time);
    if (test_nino_flag(inode, v3_Extensions)) {
        values[VIEW_SECURITY_ID] = le32_to_cpu(inode->security_id);
        values[VIEW_USN] = le64_to_cpu(inode->usn);
    }
}

/* ---- $DATA ---- */

static uint64_t clusters_of(ntfs_attr *attr)
{
    uint64_t n = 0;

    cr_assert_eq(ntfs_attr_map_whole_runlist(attr), 0);
    for (const runlist_element *run = attr->rl; run->length; run++)
        n += run->lcn >= 0 ? (uint64_t)run->length : 0;
    return n;
}

/* Bytes of clusters: the library keeps them apart for what has holes, and gives a resident value
 * its length rounded up. */
static uint64_t allocated_of(const ntfs_attr *attr)
{
    if (!NAttrNonResident(attr))
        return 0;
    return (uint64_t)((attr->data_flags & (ATTR_IS_SPARSE | ATTR_COMPRESSION_MASK))
                          ? attr->compressed_size
                          : attr->allocated_size);
}

static uint64_t kind_of(const ntfs_attr *attr)
{
    return VIEW_HAS_DATA | (NAttrNonResident(attr) ? 0U : VIEW_IN_RECORD) |
           ((attr->data_flags & ATTR_IS_SPARSE) ? VIEW_SPARSE : 0U) |
           ((attr->data_flags & ATTR_COMPRESSION_MASK) ? VIEW_COMPRESSED : 0U) |
           ((attr->data_flags & ATTR_IS_ENCRYPTED) ? VIEW_ENCRYPTED : 0U);
}

static void ask_data(ntfs_inode *inode, uint64_t *values)
{
    ntfs_attr *attr = NULL;

    values[VIEW_DIRECTORY] = (inode->mrec->flags & MFT_RECORD_IS_DIRECTORY) != 0;
    values[VIEW_KIND] = VIEW_IN_RECORD;
    if (!values[VIEW_DIRECTORY])
        attr = ntfs_attr_open(inode, AT_DATA, AT_UNNAMED, 0);
    /* Where there is no unnamed $DATA, the library hands out the first named one. */
    if (attr && attr->name_len > 0) {
        ntfs_attr_close(attr);
        attr = NULL;
    }
    if (!attr)
        return;
    values[VIEW_SIZE] = (uint64_t)attr->data_size;
    values[VIEW_ALLOCATED] = allocated_of(attr);
    values[VIEW_KIND] = kind_of(attr);
    ntfs_attr_close(attr);
}

static void ask_stream(ntfs_inode *inode, ntfschar *name, uint8_t nunits, struct view *view)
{
    ntfs_attr *attr = ntfs_attr_open(inode, AT_DATA, name, nunits);
    char *text = viewinode_text(name, nunits);
    uint64_t values[VIEW_STREAM_COLUMNS];

    cr_assert_not_null(attr, "libntfs-3g cannot open stream %s of %" PRIu64, text, inode->mft_no);
    values[VIEW_DATA_SIZE] = (uint64_t)attr->data_size;
    values[VIEW_DATA_ALLOCATED] = allocated_of(attr);
    /* $Bad is as long as the volume and all hole, but for the clusters that are bad: these are
     * what it has, and are what our scan says of it. */
    if (inode->mft_no == FILE_BadClus && strcmp(text, "$Bad") == 0)
        values[VIEW_DATA_SIZE] = values[VIEW_DATA_ALLOCATED] =
            clusters_of(attr) * inode->vol->cluster_size;
    add(view, VIEW_STREAMS, values, "%" PRIu64 ":%s", inode->mft_no, text);
    free(text);
    ntfs_attr_close(attr);
}

static bool is_first_extent(const ATTR_RECORD *attr)
{
    return !attr->non_resident || attr->lowest_vcn == 0;
}

static uint64_t ask_streams(ntfs_inode *inode, struct view *view)
{
    ntfs_attr_search_ctx *search = ntfs_attr_get_search_ctx(inode, NULL);
    uint64_t n = 0;

    cr_assert_not_null(search);
    while (ntfs_attr_lookup(AT_DATA, NULL, 0, CASE_SENSITIVE, 0, NULL, 0, search) == 0) {
        ATTR_RECORD *attr = search->attr;
        ntfschar name[256];

        if (attr->name_length == 0 || !is_first_extent(attr))
            continue;
        memcpy(name, (const char *)attr + le16_to_cpu(attr->name_offset),
               attr->name_length * sizeof(name[0]));
        ask_stream(inode, name, attr->name_length, view);
        n++;
    }
    ntfs_attr_put_search_ctx(search);
    return n;
}

/* ---- $FILE_NAME ---- */

static void take_name(struct names *names, const FILE_NAME_ATTR *from)
{
    struct name *name = &names->at[names->n++];
    const uint8_t name_space = (uint8_t)from->file_name_type;

    cr_assert(names->n < NAMES_MAX);
    *name = (struct name){
        .parent = le64_to_cpu(from->parent_directory),
        .times = {(uint64_t)le64_to_cpu(from->creation_time),
                  (uint64_t)le64_to_cpu(from->last_data_change_time),
                  (uint64_t)le64_to_cpu(from->last_mft_change_time),
                  (uint64_t)le64_to_cpu(from->last_access_time)},
        .name_space = name_space > FILE_NAME_WIN32_AND_DOS ? FILE_NAME_POSIX : name_space,
        .text = viewinode_text((const char *)from + offsetof(FILE_NAME_ATTR, file_name),
                               from->file_name_length)};
    names->ndos += name_space == FILE_NAME_DOS;
}

static void ask_names(ntfs_inode *inode, struct names *names_ret)
{
    ntfs_attr_search_ctx *search = ntfs_attr_get_search_ctx(inode, NULL);

    *names_ret = (struct names){.at = calloc(NAMES_MAX, sizeof(*names_ret->at))};
    cr_assert(search && names_ret->at);
    while (ntfs_attr_lookup(AT_FILE_NAME, AT_UNNAMED, 0, CASE_SENSITIVE, 0, NULL, 0, search) == 0)
        take_name(names_ret, (const void *)((const char *)search->attr +
                                            le16_to_cpu(search->attr->value_offset)));
    ntfs_attr_put_search_ctx(search);
}

/* The DOS name that goes with a WIN32 name; "" for none. */
static const char *dos_partner(const struct names *names, const struct name *name)
{
    for (size_t i = 0; i < names->n && names->ndos && name->name_space == FILE_NAME_WIN32; i++)
        if (names->at[i].name_space == FILE_NAME_DOS && names->at[i].parent == name->parent)
            return names->at[i].text;
    return "";
}

static void add_name(uint64_t record, const struct names *names, const struct name *name,
                     struct view *view)
{
    const uint64_t values[VIEW_FILENAME_COLUMNS] = {name->name_space, name->times[0],
                                                    name->times[1], name->times[2], name->times[3]};

    add(view, VIEW_FILENAMES, values, "%" PRIu64 " in %" PRIu64 "-%u: %s %s", record,
        (uint64_t)MREF(name->parent), (unsigned)MSEQNO(name->parent), name->text,
        dos_partner(names, name));
}

/* How many names that are no DOS names; a DOS name stands for itself only where it is alone. */
static uint64_t add_names(ntfs_inode *inode, struct view *view)
{
    struct names names;
    uint64_t n;

    ask_names(inode, &names);
    for (size_t i = 0; i < names.n; i++)
        if (names.at[i].name_space != FILE_NAME_DOS || names.n == 1)
            add_name(inode->mft_no, &names, &names.at[i], view);
    n = names.n - names.ndos;
    for (size_t i = 0; i < names.n; i++)
        free(names.at[i].text);
    free(names.at);
    return n;
}

/* ---- Reparse points and owners ---- */

static uint64_t ask_reparse_tag(ntfs_inode *inode)
{
    s64 n = 0;
    le32 tag = 0;
    void *value = ntfs_attr_readall(inode, AT_REPARSE_POINT, NULL, 0, &n);

    if (value && n >= (s64)sizeof(tag))
        memcpy(&tag, value, sizeof(tag));
    free(value);
    return le32_to_cpu(tag);
}

static void add_owner_of(ntfs_inode *inode, const char *descriptor, size_t nbytes,
                         struct view *view)
{
    const SECURITY_DESCRIPTOR_RELATIVE *sd = (const void *)descriptor;
    const uint32_t offset = nbytes >= sizeof(*sd) ? le32_to_cpu(sd->owner) : 0;
    char *sid;

    if (offset == 0 || offset + 8 > nbytes)
        return;
    sid = ntfs_sid_to_mbs((const SID *)(const void *)(descriptor + offset), NULL, 0);
    if (sid)
        add(view, VIEW_OWNERS, NULL, "%" PRIu64 " %s", inode->mft_no, sid);
    free(sid);
}

/* The library makes a descriptor up for a file that has none: only others are asked for theirs. */
static void ask_owner(ntfs_inode *inode, uint64_t security_id, struct view *view)
{
    struct SECURITY_CONTEXT context = {.vol = inode->vol};
    char *descriptor;
    int n;

    if (security_id == 0 && !ntfs_attr_exist(inode, AT_SECURITY_DESCRIPTOR, AT_UNNAMED, 0))
        return;
    n = ntfs_get_ntfs_acl(&context, inode, NULL, 0);
    if (n <= 0)
        return;
    descriptor = malloc((size_t)n);
    cr_assert_not_null(descriptor);
    if (ntfs_get_ntfs_acl(&context, inode, descriptor, (size_t)n) == n)
        add_owner_of(inode, descriptor, (size_t)n, view);
    free(descriptor);
}

void viewinode_fill(ntfs_inode *inode, struct view *view)
{
    uint64_t values[VIEW_FILE_COLUMNS] = {0};

    values[VIEW_SEQUENCE] = le16_to_cpu(inode->mrec->sequence_number);
    values[VIEW_HEADER_LINKS] = le16_to_cpu(inode->mrec->link_count);
    ask_standard_information(inode, values);
    ask_data(inode, values);
    values[VIEW_LINKS] = add_names(inode, view);
    values[VIEW_NSTREAMS] = ask_streams(inode, view);
    values[VIEW_REPARSE_TAG] = ask_reparse_tag(inode);
    ask_owner(inode, values[VIEW_SECURITY_ID], view);
    view_add(view, VIEW_FILES, view_record_key(inode->mft_no), values);
}

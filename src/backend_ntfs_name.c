/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names in indexes and records: see backend_ntfs_name.h. */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/backend_ntfs_name.h"

#include <errno.h>

/* The value of a $FILE_NAME, which is also a key of a folder's index. */
union key {
    FILE_NAME_ATTR name;
    uint8_t bytes[sizeof(FILE_NAME_ATTR) + NTFS_MAX_NAME_LEN * sizeof(ntfschar)];
};

/* ---- Names of a record ---- */

/* The next name of the record that CTX searches; NULL behind the last, with ENOENT in errno. */
static FILE_NAME_ATTR *next_name(ntfs_attr_search_ctx *ctx)
{
    if (ntfs_attr_lookup(AT_FILE_NAME, AT_UNNAMED, 0, CASE_SENSITIVE, 0, NULL, 0, ctx) != 0)
        return NULL;
    return (FILE_NAME_ATTR *)(void *)((u8 *)ctx->attr + le16_to_cpu(ctx->attr->value_offset));
}

/* 0 where it was the end that a search came to. */
static int search_end(void)
{
    return errno == ENOENT ? 0 : backend_ntfs_inode_errno();
}

static bool is_in(const FILE_NAME_ATTR *name, const ntfs_inode *folder)
{
    return le64_to_cpu(name->parent_directory) == backend_ntfs_inode_reference(folder);
}

static bool is_name(const FILE_NAME_ATTR *a, const struct backend_ntfs_name *b)
{
    return a->file_name_length == b->n &&
           memcmp((const u8 *)a + sizeof(FILE_NAME_ATTR), b->units, b->n * sizeof(ntfschar)) == 0;
}

int backend_ntfs_name_count(ntfs_inode *inode, struct backend_ntfs_count *count_ret)
{
    ntfs_attr_search_ctx *ctx = ntfs_attr_get_search_ctx(inode, NULL);
    struct backend_ntfs_count count = {0};
    const FILE_NAME_ATTR *name;
    int why;

    if (!ctx)
        return backend_ntfs_inode_errno();
    while ((name = next_name(ctx)) != NULL) {
        count.all++;
        count.files += name->file_name_type != FILE_NAME_DOS;
    }
    why = search_end();
    ntfs_attr_put_search_ctx(ctx);
    if (!why)
        *count_ret = count;
    return why;
}

int backend_ntfs_name_parents(ntfs_inode *inode, int (*take)(void *context, uint64_t parent),
                              void *context)
{
    ntfs_attr_search_ctx *ctx = ntfs_attr_get_search_ctx(inode, NULL);
    const FILE_NAME_ATTR *name;
    int why = 0;

    if (!ctx)
        return backend_ntfs_inode_errno();
    while (!why && (name = next_name(ctx)) != NULL)
        why = take(context, le64_to_cpu(name->parent_directory));
    if (!why)
        why = search_end();
    ntfs_attr_put_search_ctx(ctx);
    return why;
}

/* ---- Indexes ---- */

static int key_bytes(const union key *key)
{
    return (int)(sizeof(FILE_NAME_ATTR) + key->name.file_name_length * sizeof(ntfschar));
}

static void fill_key(const struct backend_ntfs_name *name, union key *key_ret)
{
    memset(&key_ret->name, 0, sizeof(FILE_NAME_ATTR));
    key_ret->name.file_name_length = name->n;
    memcpy(key_ret->bytes + sizeof(FILE_NAME_ATTR), name->units, name->n * sizeof(ntfschar));
}

static int find_key(ntfs_inode *folder, const union key *key, uint64_t *reference_ret)
{
    ntfs_index_context *index = ntfs_index_ctx_get(folder, NTFS_INDEX_I30, 4);
    int why = 0;

    if (!index)
        return backend_ntfs_inode_errno();
    if (ntfs_index_lookup(key, key_bytes(key), index) != 0)
        why = backend_ntfs_inode_errno();
    else
        *reference_ret = le64_to_cpu(index->entry->indexed_file);
    ntfs_index_ctx_put(index);
    return why;
}

int backend_ntfs_name_find(ntfs_inode *folder, const struct backend_ntfs_name *name,
                           uint64_t *reference_ret)
{
    union key key;

    fill_key(name, &key);
    return find_key(folder, &key, reference_ret);
}

int backend_ntfs_name_absent(ntfs_inode *folder, const struct backend_ntfs_name *name)
{
    uint64_t taken;
    int why = backend_ntfs_name_find(folder, name, &taken);

    return why == ENOENT ? 0 : why ? why : EEXIST;
}

/* ---- Taking names away ---- */

/* A name of a file that goes, and the DOS name that goes with it. */
struct leaving {
    ntfs_inode *inode, *folder;
    const struct backend_ntfs_name *name;
    union key key, dos;
    bool has_dos;
};

static void copy_key(const FILE_NAME_ATTR *name, union key *key_ret)
{
    memcpy(key_ret->bytes, name,
           sizeof(FILE_NAME_ATTR) + name->file_name_length * sizeof(ntfschar));
}

/* Looks for both in the record. */
static int find_leaving(struct leaving *leaving)
{
    ntfs_attr_search_ctx *ctx = ntfs_attr_get_search_ctx(leaving->inode, NULL);
    const FILE_NAME_ATTR *name;
    bool has_name = false;
    int why;

    if (!ctx)
        return backend_ntfs_inode_errno();
    while ((name = next_name(ctx)) != NULL) {
        if (!is_in(name, leaving->folder))
            continue;
        if (name->file_name_type == FILE_NAME_DOS) {
            leaving->has_dos = true;
            copy_key(name, &leaving->dos);
        } else if (is_name(name, leaving->name)) {
            has_name = true;
            copy_key(name, &leaving->key);
        }
    }
    why = search_end();
    ntfs_attr_put_search_ctx(ctx);
    leaving->has_dos &= has_name && leaving->key.name.file_name_type == FILE_NAME_WIN32;
    return why ? why : has_name ? 0 : ESTALE;
}

/* Is the index's entry one of this file? */
static int check_entry(const struct leaving *leaving, const union key *key)
{
    uint64_t reference = 0;
    int why = find_key(leaving->folder, key, &reference);

    if (why == ENOENT || (!why && reference != backend_ntfs_inode_reference(leaving->inode)))
        return ESTALE;
    return why;
}

static int begin_leaving(struct leaving *leaving)
{
    int why = find_leaving(leaving);

    if (!why)
        why = check_entry(leaving, &leaving->key);
    if (!why && leaving->has_dos)
        why = check_entry(leaving, &leaving->dos);
    return why;
}

static int unindex(const struct leaving *leaving, const union key *key)
{
    errno = 0;
    if (ntfs_index_remove(leaving->folder, leaving->inode, key, key_bytes(key)) != 0)
        return backend_ntfs_inode_errno();
    return 0;
}

static bool is_key(const FILE_NAME_ATTR *name, const union key *key)
{
    return name->file_name_length == key->name.file_name_length &&
           memcmp(name, key->bytes, (size_t)key_bytes(key)) == 0;
}

/* The name of the record that CTX searches which is KEY, of its folder and namespace; as next_name.
 */
static FILE_NAME_ATTR *find_name(ntfs_attr_search_ctx *ctx, const union key *key)
{
    FILE_NAME_ATTR *name = next_name(ctx);

    while (name && !is_key(name, key))
        name = next_name(ctx);
    return name;
}

/* Takes the name that is KEY out of the record. */
static int unrecord(const struct leaving *leaving, const union key *key)
{
    ntfs_attr_search_ctx *ctx = ntfs_attr_get_search_ctx(leaving->inode, NULL);
    MFT_RECORD *record = leaving->inode->mrec;
    const FILE_NAME_ATTR *name;
    int why = 0;

    if (!ctx)
        return backend_ntfs_inode_errno();
    name = find_name(ctx, key);
    errno = name ? 0 : errno;
    if (!name || ntfs_attr_record_rm(ctx) != 0)
        why = backend_ntfs_inode_errno();
    ntfs_attr_put_search_ctx(ctx);
    if (why)
        return why;
    record->link_count = cpu_to_le16((u16)(le16_to_cpu(record->link_count) - 1));
    ntfs_inode_mark_dirty(leaving->inode);
    return 0;
}

int backend_ntfs_name_check(ntfs_inode *inode, ntfs_inode *folder,
                            const struct backend_ntfs_name *name)
{
    struct leaving leaving = {.inode = inode, .folder = folder, .name = name};

    return begin_leaving(&leaving);
}

int backend_ntfs_name_unindex(ntfs_inode *inode, ntfs_inode *folder,
                              const struct backend_ntfs_name *name)
{
    struct leaving leaving = {.inode = inode, .folder = folder, .name = name};
    int why = begin_leaving(&leaving);

    if (!why && leaving.has_dos)
        why = unindex(&leaving, &leaving.dos);
    return why ? why : unindex(&leaving, &leaving.key);
}

int backend_ntfs_name_remove(ntfs_inode *inode, ntfs_inode *folder,
                             const struct backend_ntfs_name *name)
{
    struct leaving leaving = {.inode = inode, .folder = folder, .name = name};
    int why = begin_leaving(&leaving);

    if (!why && leaving.has_dos)
        why = unindex(&leaving, &leaving.dos);
    if (!why && leaving.has_dos)
        why = unrecord(&leaving, &leaving.dos);
    if (!why)
        why = unindex(&leaving, &leaving.key);
    return why ? why : unrecord(&leaving, &leaving.key);
}

/* ---- DOS names that come along ---- */

int backend_ntfs_name_alias(ntfs_inode *inode, ntfs_inode *folder,
                            const struct backend_ntfs_name *name,
                            struct backend_ntfs_name *alias_ret)
{
    struct leaving leaving = {.inode = inode, .folder = folder, .name = name};
    int why = find_leaving(&leaving);

    alias_ret->n = 0;
    if (why || !leaving.has_dos)
        return why;
    alias_ret->n = leaving.dos.name.file_name_length;
    memcpy(alias_ret->units, leaving.dos.bytes + sizeof(FILE_NAME_ATTR),
           alias_ret->n * sizeof(ntfschar));
    return 0;
}

/* NAME of the file, which the library made of no namespace, is a WIN32 one in the record. */
static int turn_record(struct leaving *leaving)
{
    ntfs_attr_search_ctx *ctx = ntfs_attr_get_search_ctx(leaving->inode, NULL);
    FILE_NAME_ATTR *name;
    int why;

    if (!ctx)
        return backend_ntfs_inode_errno();
    name = find_name(ctx, &leaving->key);
    why = name ? 0 : backend_ntfs_inode_errno();
    if (name) {
        name->file_name_type = FILE_NAME_WIN32;
        ntfs_inode_mark_dirty(ctx->ntfs_ino);
    }
    ntfs_attr_put_search_ctx(ctx);
    return why;
}

/* The same in the index. */
static int turn_entry(const struct leaving *leaving)
{
    ntfs_index_context *index = ntfs_index_ctx_get(leaving->folder, NTFS_INDEX_I30, 4);
    bool is_found;

    if (!index)
        return backend_ntfs_inode_errno();
    is_found = ntfs_index_lookup(&leaving->key, key_bytes(&leaving->key), index) == 0;
    if (is_found) {
        index->entry->key.file_name.file_name_type = FILE_NAME_WIN32;
        ntfs_index_entry_mark_dirty(index);
    }
    ntfs_index_ctx_put(index);
    return is_found ? 0 : ESTALE;
}

static int add_key(const struct leaving *leaving, union key *key)
{
    ntfs_inode *inode = leaving->inode;

    errno = 0;
    if (ntfs_index_add_filename(leaving->folder, &key->name, backend_ntfs_inode_reference(inode)) !=
            0 ||
        ntfs_attr_add(inode, AT_FILE_NAME, AT_UNNAMED, 0, key->bytes, key_bytes(key)) != 0)
        return backend_ntfs_inode_errno();
    inode->mrec->link_count = cpu_to_le16((u16)(le16_to_cpu(inode->mrec->link_count) + 1));
    ntfs_inode_mark_dirty(inode);
    return 0;
}

int backend_ntfs_name_give_alias(ntfs_inode *inode, ntfs_inode *folder,
                                 const struct backend_ntfs_name *name,
                                 const struct backend_ntfs_name *alias)
{
    struct leaving to = {.inode = inode, .folder = folder, .name = name};
    int why = backend_ntfs_name_absent(folder, alias);

    if (!why)
        why = begin_leaving(&to);
    if (!why)
        why = turn_record(&to);
    if (!why)
        why = turn_entry(&to);
    if (why)
        return why == EEXIST ? 0 : why;
    to.dos = to.key;
    to.dos.name.file_name_type = FILE_NAME_DOS;
    to.dos.name.file_name_length = alias->n;
    memcpy(to.dos.bytes + sizeof(FILE_NAME_ATTR), alias->units, alias->n * sizeof(ntfschar));
    return add_key(&to, &to.dos);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names in indexes and records: see backend_ntfs_name.h. */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/backend_ntfs_name.h"

#include <errno.h>

enum { NAME_BYTES_MAX = NTFS_MAX_NAME_LEN * TEXT_BYTES_PER_UNIT_MAX };

/* The value of a $FILE_NAME, which is also a key of a folder's index. */
union key {
    FILE_NAME_ATTR name;
    uint8_t bytes[sizeof(FILE_NAME_ATTR) + NTFS_MAX_NAME_LEN * sizeof(ntfschar)];
};

/* ---- Texts ---- */

/* What is not WTF-8 does not come back as it was. */
static bool is_faithful(struct str text, const struct backend_ntfs_name *name)
{
    char back[NAME_BYTES_MAX];
    const size_t n = text_from_utf16((const uint8_t *)name->units, name->n, back);

    return str_equal(text, (struct str){back, n});
}

static int convert(struct str text, struct backend_ntfs_name *name_ret)
{
    uint16_t units[NAME_BYTES_MAX];
    size_t n;

    if (text.n > NAME_BYTES_MAX)
        return EINVAL;
    n = text_to_utf16(text, units);
    if (n > NTFS_MAX_NAME_LEN)
        return EINVAL;
    name_ret->n = (u8)n;
    for (size_t i = 0; i < n; i++)
        name_ret->units[i] = cpu_to_le16(units[i]);
    return is_faithful(text, name_ret) ? 0 : EINVAL;
}

static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.at[i] == '\0' || text.at[i] == '/' || text.at[i] == '\\' || text.at[i] == ':')
            return false;
    return true;
}

int backend_ntfs_name_of(struct str text, struct backend_ntfs_name *name_ret)
{
    if (text.n == 0 || !is_plain(text) || str_equal(text, str_of(".")) ||
        str_equal(text, str_of("..")))
        return EINVAL;
    return convert(text, name_ret);
}

int backend_ntfs_name_of_stream(struct str text, struct backend_ntfs_name *name_ret)
{
    return convert(text, name_ret);
}

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

/* Takes the name that is KEY, of KEY's folder and namespace, out of the record. */
static int unrecord(const struct leaving *leaving, const union key *key)
{
    ntfs_attr_search_ctx *ctx = ntfs_attr_get_search_ctx(leaving->inode, NULL);
    MFT_RECORD *record = leaving->inode->mrec;
    const FILE_NAME_ATTR *name;
    int why = 0;

    if (!ctx)
        return backend_ntfs_inode_errno();
    do
        name = next_name(ctx);
    while (name && !is_key(name, key));
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

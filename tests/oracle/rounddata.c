/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files by the library, in lines: see rounddata.h. */
#include "images/ntfs3g.h"

#include "tests/oracle/rounddata.h"

#include <criterion/criterion.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_RECORD = 24, PIECE = 1 << 16, SHA256 = 32, LINE = 2000 };

struct lines {
    char **at;
    size_t n, capacity;
};

static void add_line(struct lines *lines, const char *line)
{
    if (lines->n == lines->capacity) {
        lines->capacity = lines->capacity ? 2 * lines->capacity : 1024;
        lines->at = realloc(lines->at, lines->capacity * sizeof *lines->at);
        cr_assert_not_null(lines->at);
    }
    lines->at[lines->n] = strdup(line);
    cr_assert_not_null(lines->at[lines->n++]);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t put_hex(char *to, const void *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        snprintf(to + 2 * i, 3, "%02x", ((const uint8_t *)bytes)[i]);
    to[2 * n] = '\0';
    return 2 * n;
}

/* ---- Attributes ---- */

static bool has_data(ATTR_TYPES type)
{
    static const ATTR_TYPES types[] = {
        AT_DATA,      AT_LOGGED_UTILITY_STREAM, AT_REPARSE_POINT, AT_EA, AT_EA_INFORMATION,
        AT_OBJECT_ID, AT_SECURITY_DESCRIPTOR};

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (types[i] == type)
            return true;
    return false;
}

static void hash(ntfs_attr *attr, const char *who, uint8_t *sha256)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    uint8_t *piece = malloc(PIECE);

    cr_assert(context && piece && EVP_DigestInit_ex(context, EVP_sha256(), NULL));
    for (s64 at = 0; at < attr->data_size;) {
        s64 n = ntfs_attr_pread(attr, at, PIECE, piece);

        cr_assert_gt(n, 0, "%s", who);
        cr_assert(EVP_DigestUpdate(context, piece, (size_t)n));
        at += n;
    }
    cr_assert(EVP_DigestFinal_ex(context, sha256, NULL));
    EVP_MD_CTX_free(context);
    free(piece);
}

static void add_data(ntfs_inode *inode, const ATTR_RECORD *record, const char *who,
                     struct lines *things)
{
    ntfschar name[256];
    uint8_t sha256[SHA256];
    char line[LINE];
    size_t n;
    ntfs_attr *attr;

    if (record->non_resident && record->lowest_vcn != 0)
        return;
    memcpy(name, (const uint8_t *)record + le16_to_cpu(record->name_offset),
           record->name_length * sizeof *name);
    n = (size_t)snprintf(line, sizeof line, "%s %x ", who, le32_to_cpu(record->type));
    attr = ntfs_attr_open(inode, record->type, record->name_length ? name : AT_UNNAMED,
                          record->name_length);
    cr_assert_not_null(attr, "%s", line);
    n += put_hex(line + n, name, record->name_length * sizeof *name);
    hash(attr, line, sha256);
    n += (size_t)snprintf(line + n, sizeof line - n, " %lld ", (long long)attr->data_size);
    put_hex(line + n, sha256, sizeof sha256);
    ntfs_attr_close(attr);
    add_line(things, line);
}

static void add_name(const ATTR_RECORD *record, const char *who, struct lines *names)
{
    const FILE_NAME_ATTR *name =
        (const FILE_NAME_ATTR *)((const uint8_t *)record + le16_to_cpu(record->value_offset));
    char line[LINE];
    size_t n = (size_t)snprintf(line, sizeof line, "%s in %llx, %u: ", who,
                                (unsigned long long)le64_to_cpu(name->parent_directory),
                                name->file_name_type);

    put_hex(line + n, name->file_name, name->file_name_length * sizeof(ntfschar));
    add_line(names, line);
}

/* ---- Files ---- */

static void add_facts(const ntfs_inode *inode, const char *who, struct lines *things)
{
    const bool is_folder = inode->mrec->flags & MFT_RECORD_IS_DIRECTORY;
    char line[LINE];

    snprintf(line, sizeof line, "%s %s %llx %llx %llx %llx attributes %x security %x", who,
             is_folder ? "folder" : "file", (unsigned long long)le64_to_cpu(inode->creation_time),
             (unsigned long long)le64_to_cpu(inode->last_data_change_time),
             (unsigned long long)le64_to_cpu(inode->last_mft_change_time),
             (unsigned long long)le64_to_cpu(inode->last_access_time),
             le32_to_cpu((le32)inode->flags), le32_to_cpu(inode->security_id));
    add_line(things, line);
}

static void add_file(ntfs_inode *inode, struct lines *things, struct lines *names)
{
    ntfs_attr_search_ctx *search = ntfs_attr_get_search_ctx(inode, NULL);
    char who[64];

    cr_assert_not_null(search);
    snprintf(who, sizeof who, "%llu:%u", (unsigned long long)inode->mft_no,
             le16_to_cpu(inode->mrec->sequence_number));
    add_facts(inode, who, things);
    while (ntfs_attrs_walk(search) == 0)
        if (search->attr->type == AT_FILE_NAME)
            add_name(search->attr, who, names);
        else if (has_data(search->attr->type))
            add_data(inode, search->attr, who, things);
    ntfs_attr_put_search_ctx(search);
}

void rounddata_read(const char *image, struct rounddata *data_ret)
{
    struct lines things = {0}, names = {0};
    ntfs_volume *volume;

    ntfs_log_set_handler(ntfs_log_handler_null);
    volume = ntfs_mount(image, NTFS_MNT_RDONLY);
    cr_assert_not_null(volume, "%s", image);
    volume->efs_raw = TRUE;
    for (s64 i = FIRST_RECORD; i < volume->mft_na->data_size >> volume->mft_record_size_bits; i++) {
        ntfs_inode *inode = ntfs_inode_open(volume, MK_MREF(i, 0));

        if (!inode)
            continue;
        add_file(inode, &things, &names);
        cr_assert_eq(ntfs_inode_close(inode), 0);
    }
    cr_assert_eq(ntfs_umount(volume, FALSE), 0);
    cr_assert_gt(names.n, 0);
    qsort(things.at, things.n, sizeof *things.at, compare);
    qsort(names.at, names.n, sizeof *names.at, compare);
    *data_ret = (struct rounddata){things.at, things.n, names.at, names.n};
}

size_t rounddata_lost(char *const *a, size_t na, char *const *b, size_t nb, const char **first_ret)
{
    size_t n = 0, at = 0;

    *first_ret = NULL;
    for (size_t i = 0; i < na; i++) {
        while (at < nb && strcmp(b[at], a[i]) < 0)
            at++;
        if (at < nb && strcmp(b[at], a[i]) == 0)
            continue;
        if (n++ == 0)
            *first_ret = a[i];
    }
    return n;
}

static void free_lines(char **lines, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(lines[i]);
    free(lines);
}

void rounddata_free(struct rounddata *data)
{
    free_lines(data->things, data->nthings);
    free_lines(data->names, data->nnames);
    *data = (struct rounddata){0};
}

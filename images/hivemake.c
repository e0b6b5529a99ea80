/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hives: see hivemake.h. */
#define _GNU_SOURCE /* memfd_create */

#include "images/hivemake.h"

#include "images/edit.h"
#include "mft/text.h"

#include <hivex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- The empty hive ---- */

enum {
    HEADER_BYTES = 4096,
    BLOCK_BYTES = 4096,
    BLOCK_HEADER_BYTES = 32,
    CHECKSUM = 0x1FC,
    ROOT_CELL = 0x20, /* from the first block on, as all offsets in a hive */
    ROOT_BYTES = 0x58,
    SECURITY_CELL = ROOT_CELL + ROOT_BYTES,
    SECURITY_BYTES = 0x30,
    FREE_CELL = SECURITY_CELL + SECURITY_BYTES,
    ROOT_FLAGS = 0x2C, /* a root, not to be deleted, named in ASCII */
    NOTHING = -1,
};

static const char header_magic[4] = {'r', 'e', 'g', 'f'}, block_magic[4] = {'h', 'b', 'i', 'n'},
                  root_name[4] = {'R', 'O', 'O', 'T'};

static void put_header(uint8_t *hive)
{
    uint32_t sum = 0;

    memcpy(hive, header_magic, 4);
    edit_put32(hive + 4, 1); /* both sequence numbers: it was closed well */
    edit_put32(hive + 8, 1);
    edit_put32(hive + 0x14, 1);
    edit_put32(hive + 0x18, 3);
    edit_put32(hive + 0x20, 1);
    edit_put32(hive + 0x24, ROOT_CELL);
    edit_put32(hive + 0x28, BLOCK_BYTES);
    edit_put32(hive + 0x2C, 1);
    for (unsigned at = 0; at < CHECKSUM; at += 4)
        sum ^= edit_get32(hive + at);
    edit_put32(hive + CHECKSUM, sum);
}

static void put_cell(uint8_t *block, int at, int nbytes, const char *kind)
{
    edit_put32(block + at, (uint32_t)-nbytes); /* negative: in use */
    memcpy(block + at + 4, kind, 2);
}

static void put_block(uint8_t *block)
{
    uint8_t *root = block + ROOT_CELL + 4, *security = block + SECURITY_CELL + 4;

    memcpy(block, block_magic, 4);
    edit_put32(block + 8, BLOCK_BYTES);
    put_cell(block, ROOT_CELL, ROOT_BYTES, "nk");
    edit_put16(root + 2, ROOT_FLAGS);
    edit_put32(root + 0x10, (uint32_t)NOTHING); /* parent */
    edit_put32(root + 0x1C, (uint32_t)NOTHING); /* list of sub-keys, and of volatile ones */
    edit_put32(root + 0x20, (uint32_t)NOTHING);
    edit_put32(root + 0x28, (uint32_t)NOTHING); /* list of values */
    edit_put32(root + 0x2C, SECURITY_CELL);
    edit_put32(root + 0x30, (uint32_t)NOTHING); /* class */
    edit_put16(root + 0x48, 4);
    memcpy(root + 0x4C, root_name, 4);
    put_cell(block, SECURITY_CELL, SECURITY_BYTES, "sk");
    edit_put32(security + 4, SECURITY_CELL); /* the only one of its ring */
    edit_put32(security + 8, SECURITY_CELL);
    edit_put32(security + 12, 1); /* keys that use it */
    edit_put32(security + 16, 20);
    security[20] = 1; /* a self-relative descriptor of nobody */
    edit_put16(security + 22, 0x8000);
    edit_put32(block + FREE_CELL, BLOCK_BYTES - FREE_CELL);
}

/* ---- Through the library ---- */

static void name_file(const struct hivemake *h, char name[40])
{
    snprintf(name, 40, "/proc/self/fd/%d", h->fd);
}

void hivemake_begin(struct hivemake *h, struct failure *failure)
{
    uint8_t hive[HEADER_BYTES + BLOCK_BYTES] = {0};
    char name[40];

    *h = (struct hivemake){.failure = failure, .fd = -1};
    if (failure_any(failure))
        return;
    put_header(hive);
    put_block(hive + HEADER_BYTES);
    h->fd = memfd_create("hive", MFD_CLOEXEC);
    name_file(h, name);
    if (h->fd < 0 || write(h->fd, hive, sizeof(hive)) != (ssize_t)sizeof(hive))
        failure_errno(failure, "cannot keep a hive");
    else if (!(h->library = hivex_open(name, HIVEX_OPEN_WRITE)))
        failure_errno(failure, "cannot open the empty hive");
}

static hive_node_h make_key(struct hivemake *h, const char *path)
{
    hive_node_h key = hivex_root(h->library);

    while (key && *path) {
        const size_t n = strcspn(path, "\\");
        char *step = strndup(path, n);
        const hive_node_h child = step ? hivex_node_get_child(h->library, key, step) : 0;

        key = child ? child : step ? hivex_node_add_child(h->library, key, step) : 0;
        free(step);
        path += n + (path[n] != '\0');
    }
    if (!key)
        failure_errno(h->failure, "cannot make a key");
    return key;
}

void hivemake_value(struct hivemake *h, const char *key, const char *name, int type,
                    const void *bytes, size_t nbytes)
{
    hive_set_value value = {.t = (hive_type)type, .len = nbytes};
    hive_node_h node = failure_any(h->failure) ? 0 : make_key(h, key);

    if (!node)
        return;
    value.key = strdup(name);
    value.value = malloc(nbytes + 1);
    if (value.value)
        memcpy(value.value, bytes, nbytes);
    if (!value.key || !value.value || hivex_node_set_value(h->library, node, &value, 0) != 0)
        failure_errno(h->failure, "cannot set the value %s", name);
    free(value.key);
    free(value.value);
}

static void put_text(struct hivemake *h, const char *key, const char *name, int type,
                     const char *text)
{
    const struct str from = str_of(text);
    uint16_t *units = malloc((from.n + 1) * sizeof(*units));
    uint8_t *bytes = malloc(2 * (from.n + 1));

    if (units && bytes) {
        size_t n = text_to_utf16(from, units);

        units[n++] = 0;
        for (size_t i = 0; i < n; i++)
            edit_put16(bytes + 2 * i, units[i]);
        hivemake_value(h, key, name, type, bytes, 2 * n);
    } else {
        failure_errno(h->failure, "cannot keep a text");
    }
    free(units);
    free(bytes);
}

void hivemake_text(struct hivemake *h, const char *key, const char *name, const char *text)
{
    put_text(h, key, name, hive_t_REG_SZ, text);
}

void hivemake_expand(struct hivemake *h, const char *key, const char *name, const char *text)
{
    put_text(h, key, name, hive_t_REG_EXPAND_SZ, text);
}

void hivemake_number(struct hivemake *h, const char *key, const char *name, uint32_t number)
{
    uint8_t bytes[4];

    edit_put32(bytes, number);
    hivemake_value(h, key, name, hive_t_REG_DWORD, bytes, sizeof(bytes));
}

static uint8_t *read_back(struct hivemake *h, size_t *nbytes_ret)
{
    struct stat info;
    uint8_t *bytes;

    if (fstat(h->fd, &info) != 0 || !(bytes = malloc((size_t)info.st_size))) {
        failure_errno(h->failure, "cannot keep a hive");
        return NULL;
    }
    *nbytes_ret = (size_t)info.st_size;
    if (pread(h->fd, bytes, *nbytes_ret, 0) != info.st_size)
        failure_errno(h->failure, "cannot read a hive back");
    return bytes;
}

uint8_t *hivemake_end(struct hivemake *h, size_t *nbytes_ret)
{
    uint8_t *bytes = NULL;
    char name[40];

    name_file(h, name);
    *nbytes_ret = 0;
    if (!failure_any(h->failure) && hivex_commit(h->library, name, 0) != 0)
        failure_errno(h->failure, "cannot write a hive");
    if (h->library)
        hivex_close(h->library);
    if (!failure_any(h->failure))
        bytes = read_back(h, nbytes_ret);
    if (h->fd >= 0)
        close(h->fd);
    *h = (struct hivemake){.failure = h->failure, .fd = -1};
    return bytes;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manifests by chance: see manifestmaker.h. */
#include "tests/support/manifestmaker.h"

#include "mft/layout.h"
#include "src/manifestfile.h"
#include "tests/support/chance.h"

#include <stdio.h>
#include <stdlib.h>

enum { TEXT_MAX = 300, DEEP = 6, FOLDER_ROWS = 24 };

struct making {
    struct manifest *manifest;
    struct chance chance;
    bool is_plain;
    char folder[TEXT_MAX]; /* below the drive, in which rows lie for a while: "\Users\Ann" */
    struct str owners[3], streams[3], rules[3];
};

static struct str kept(struct making *m, const char *text)
{
    size_t n = strlen(text);
    char *at = arena_alloc(&m->manifest->arena, n + 1);

    if (!at)
        abort();
    memcpy(at, text, n);
    return (struct str){at, n};
}

/* A name, different for each NUMBER. */
static void put_name(struct making *m, uint32_t number, char *text)
{
    static const char *const forms[] = {"Report of %u.docx",  "%u",        "\xED\xA0\x80%u",
                                        "%u\xED\xBF\xBF.x",   "a=b%%%u",   "\xC3\xA4\xE2\x82\xAC%u",
                                        "\xF0\x9F\x92\xBE%u", "IMG_%u.jpg"};

    snprintf(text, TEXT_MAX, forms[m->is_plain ? number % 2 * 7 : chance_below(&m->chance, 8)],
             number);
}

static void choose_folder(struct making *m, uint32_t number)
{
    size_t n = 0;
    char name[TEXT_MAX];

    for (uint32_t i = 0, most = chance_below(&m->chance, DEEP); i < most; i++) {
        put_name(m, m->is_plain ? chance_below(&m->chance, 40) : number, name);
        n += (size_t)snprintf(m->folder + n, TEXT_MAX - n, "\\%s", name);
        if (n > TEXT_MAX / 2)
            break;
    }
    m->folder[n] = '\0';
}

static void make_paths(struct making *m, uint32_t number, struct manifest_row *row)
{
    char text[3 * TEXT_MAX], name[TEXT_MAX];

    put_name(m, number, name);
    snprintf(text, sizeof text, "%.*s\\USMT\\File\\C$%s\\%s", (int)m->manifest->store.n - 2,
             m->manifest->store.at + 2, m->folder, name);
    row->path = kept(m, text);
    snprintf(text, sizeof text, "%s%s\\%s", row->kind == PLAN_COPY ? "D:" : "c:", m->folder, name);
    row->original = kept(m, text);
}

static uint64_t number(struct making *m)
{
    return chance_below(&m->chance, 16) ? chance_below(&m->chance, 1u << 20)
                                        : chance_bits(&m->chance);
}

static uint64_t reference(struct making *m, uint32_t row)
{
    return m->is_plain ? reference_of(64 + row + chance_below(&m->chance, 9), 1)
                       : reference_of(number(m) >> 16, (uint16_t)(number(m) | 1));
}

static void make_source(struct making *m, uint32_t i, struct manifest_row *row)
{
    uint64_t day = UINT64_C(864000000000), base = UINT64_C(132539328000000000);

    make_paths(m, i, row);
    row->source = reference(m, i);
    row->size = number(m);
    row->created = base + chance_below(&m->chance, 2000) * day + chance_below(&m->chance, 1u << 31);
    row->modified = m->is_plain && chance_below(&m->chance, 4)
                        ? row->created
                        : base + chance_bits(&m->chance) % (2000 * day);
    row->changed = m->is_plain ? row->modified : chance_bits(&m->chance);
    row->accessed = m->is_plain ? base + 2100 * day : chance_bits(&m->chance);
    row->attributes = chance_below(&m->chance, 4) << 5;
    row->links = 1 + chance_below(&m->chance, 3);
    row->streams = m->streams[m->is_plain ? i % 16 == 0 : chance_below(&m->chance, 3)];
    row->owner = m->owners[m->is_plain ? i / 1000 % 3 : chance_below(&m->chance, 3)];
}

/* Folders of the way to the store have no source; some of them are not even in it. */
static void make_way(struct making *m, uint32_t i, struct manifest_row *row)
{
    struct str store = m->manifest->store;

    row->kind = PLAN_MKDIR;
    row->path = (struct str){store.at + 2, store.n - 2};
    if (i == 0)
        row->path = kept(m, "\\mig");
    row->attributes = 2;
}

static void make_row(struct making *m, uint32_t i, struct manifest_row *row)
{
    static const enum plan_kind kinds[] = {PLAN_LINK, PLAN_LINK, PLAN_COPY, PLAN_MKDIR};

    *row = (struct manifest_row){
        .kind = m->is_plain ? PLAN_LINK : kinds[chance_below(&m->chance, 4)],
        .original = {"", 0},
        .streams = {"", 0},
        .owner = {"", 0},
        .user = i % 5 ? kept(m, "PC17\\Ann") : (struct str){"", 0},
        .rule = m->rules[m->is_plain ? i / 5000 % 3 : chance_below(&m->chance, 3)],
    };
    if (i < 2) {
        make_way(m, i, row);
        return;
    }
    if (i % FOLDER_ROWS == 2)
        choose_folder(m, i);
    make_source(m, i, row);
    row->reference = row->kind == PLAN_LINK ? row->source : reference(m, i);
    row->has_sha256 = row->kind == PLAN_COPY && chance_below(&m->chance, 8);
    for (uint32_t k = 0; k < MANIFEST_SHA256_BYTES && row->has_sha256; k++)
        row->sha256[k] = (uint8_t)chance_below(&m->chance, 256);
}

static void make(uint64_t seed, uint32_t nrows, bool is_plain, struct manifest *manifest)
{
    struct making m = {.chance = chance_seed(seed), .is_plain = is_plain};

    *manifest = (struct manifest){.serial = chance_bits(&m.chance), .n = nrows};
    m.manifest = manifest;
    manifest->store = kept(&m, is_plain ? "C:\\mig\\data" : "C:\\mig\\\xED\xA0\x80 data");
    manifest->drive = kept(&m, "C:");
    manifest->version = kept(&m, "1.0");
    m.owners[0] = kept(&m, "S-1-5-21-1004336348-1177238915-682003330-512");
    m.owners[1] = kept(&m, "S-1-5-18");
    m.owners[2] = kept(&m, "");
    m.streams[0] = kept(&m, "");
    m.streams[1] = kept(&m, ":Zone.Identifier=26");
    m.streams[2] = kept(&m, ":a%003a=0:\xC3\xA4%d800=18446744073709551615");
    m.rules[0] = kept(&m, "Documents, ours.xml:17, C:\\Users\\Ann\\* [*]");
    m.rules[1] = kept(&m, "\xEF\xBF\xBD, ours.xml:0, %CSIDL% [*]");
    m.rules[2] = kept(&m, "");
    manifest->rows =
        arena_grow(&manifest->arena, NULL, (nrows + (size_t)1) * sizeof *manifest->rows);
    if (!manifest->rows)
        abort();
    for (uint32_t i = 0; i < nrows; i++)
        make_row(&m, i, &manifest->rows[i]);
}

void manifestmaker(uint64_t seed, uint32_t nrows, struct manifest *manifest_ret)
{
    make(seed, nrows, false, manifest_ret);
}

void manifestmaker_plain(uint64_t seed, uint32_t nrows, struct manifest *manifest_ret)
{
    make(seed, nrows, true, manifest_ret);
}

static bool are_rows(const struct manifest_row *a, const struct manifest_row *b)
{
    return a->kind == b->kind && str_equal(a->path, b->path) &&
           str_equal(a->original, b->original) && a->reference == b->reference &&
           a->source == b->source && a->size == b->size && a->created == b->created &&
           a->modified == b->modified && a->changed == b->changed && a->accessed == b->accessed &&
           a->attributes == b->attributes && a->links == b->links &&
           str_equal(a->streams, b->streams) && str_equal(a->owner, b->owner) &&
           str_equal(a->user, b->user) && str_equal(a->rule, b->rule) &&
           a->has_sha256 == b->has_sha256 &&
           (!a->has_sha256 || memcmp(a->sha256, b->sha256, sizeof a->sha256) == 0);
}

struct bytes manifestmaker_bytes(const struct manifest *manifest, unsigned nworkers,
                                 struct arena *arena)
{
    struct textbuf text;
    uint8_t *at = NULL;
    size_t n;

    if (manifestfile_bytes(manifest, nworkers, &text) == STATUS_OK)
        at = arena_grow(arena, NULL, text.n);
    if (!at)
        abort();
    memcpy(at, text.at, text.n);
    n = text.n;
    textbuf_free(&text);
    return (struct bytes){at, n};
}

void manifestmaker_save(const struct manifest *manifest, const char *name)
{
    struct arena arena = {0};
    FILE *file = fopen(name, "wb");
    struct bytes bytes = manifestmaker_bytes(manifest, 1, &arena);

    if (!file || fwrite(bytes.at, 1, bytes.n, file) != bytes.n || fclose(file) != 0)
        abort();
    arena_free(&arena);
}

bool manifestmaker_are_equal(const struct manifest *a, const struct manifest *b)
{
    bool is_equal = str_equal(a->store, b->store) && str_equal(a->drive, b->drive) &&
                    str_equal(a->version, b->version) && a->serial == b->serial && a->n == b->n;

    for (uint32_t i = 0; is_equal && i < a->n; i++)
        is_equal = are_rows(&a->rows[i], &b->rows[i]);
    return is_equal;
}

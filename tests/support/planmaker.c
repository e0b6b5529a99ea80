/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans by chance: see planmaker.h. */
#include "tests/support/planmaker.h"

#include "planner/descriptors.h"

#include "mft/layout.h"
#include "tests/support/chance.h"

#include <stdio.h>
#include <stdlib.h>

enum { VOLUMES = 2, USERS = 3, RULES = 7, NOTES = 2, DESCRIPTORS = 3, TEXT_MAX = 64 };

struct making {
    const struct planmaker *maker;
    struct plan *plan;
    struct chance chance;
};

static void *room(struct making *m, size_t n, size_t size)
{
    void *at = arena_array(&m->plan->arena, n + 1, size);

    if (!at)
        abort();
    return at;
}

static struct str kept(struct making *m, const char *text)
{
    char *at = room(m, strlen(text), 1);

    memcpy(at, text, strlen(text));
    return (struct str){at, strlen(text)};
}

/* A name, different for each NUMBER. */
static struct str name_of(struct making *m, uint32_t number)
{
    static const char *const forms[] = {"file %u.txt",
                                        "%u",
                                        "\xED\xA0\x80%u",
                                        "%u\xED\xBF\xBF.x",
                                        "\xC3\xA4\xE2\x82\xAC%u",
                                        "\xF0\x9F\x92\xBE%u",
                                        "back\\slash%u",
                                        "Report (%u) final.docx"};
    char text[TEXT_MAX];

    snprintf(text, sizeof text, forms[m->maker->is_plain ? 0 : chance_below(&m->chance, 8)],
             number);
    return kept(m, text);
}

static void make_volumes(struct making *m)
{
    struct plan *plan = m->plan;

    plan->nvolumes = VOLUMES;
    plan->volumes = room(m, VOLUMES, sizeof *plan->volumes);
    plan->volumes[0] = (struct plan_volume){
        .drive = kept(m, "C:"),
        .label = kept(m, "System \xED\xA0\x80"),
        .file_system = kept(m, "NTFS"),
        .serial = chance_bits(&m->chance),
        .cluster_bytes = 4096,
        .record_bytes = 1024,
        .index_bytes = 4096,
        .clusters = 1000000,
        .free_clusters = 400000,
        .is_ntfs = true,
        .has_space = true,
        .has_store = true,
    };
    plan->volumes[1] = (struct plan_volume){
        .drive = kept(m, "E:"), .label = kept(m, ""), .file_system = kept(m, "FAT32")};
}

static void make_rules(struct making *m)
{
    static const char *const users[USERS] = {"PC17\\Ann", "PC17\\Bob", "\xED\xB0\x80"};
    struct plan *plan = m->plan;
    char text[TEXT_MAX];

    plan->nusers = USERS;
    plan->users = room(m, USERS, sizeof *plan->users);
    for (uint32_t i = 0; i < USERS; i++)
        plan->users[i] =
            (struct plan_user){kept(m, users[i]), kept(m, "S-1-5-21-1"), kept(m, "C:\\Users\\x")};
    plan->nrules = RULES;
    plan->rules = room(m, RULES, sizeof *plan->rules);
    for (uint32_t i = 0; i < RULES; i++) {
        snprintf(text, sizeof text, "C:\\Users\\%u\\* [*]", i);
        plan->rules[i] = (struct plan_rule){
            .component = kept(m, "Documents"),
            .file = kept(m, i ? "ours.xml" : "\xFF.xml"), /* a name on a Unix can be anything */
            .pattern = kept(m, text),
            .line = 17 * i,
            .user = i % (USERS + 1) < USERS ? i % (USERS + 1) : PLAN_NONE,
        };
    }
}

static void make_folder(struct making *m, uint32_t i)
{
    struct plan_folder *folder = &m->plan->folders[i], *parent;
    struct str name;
    char *path;
    size_t n;

    /* Plain ones are a tree as disks have them; of others, half lie in the one before. */
    folder->parent = m->maker->is_plain                           ? i / 8
                     : chance_below(&m->chance, 2) && i > VOLUMES ? i - 1
                                                                  : chance_below(&m->chance, i);
    parent = &m->plan->folders[folder->parent];
    folder->volume = parent->volume;
    folder->is_made = chance_below(&m->chance, 2);
    name = name_of(m, i);
    n = parent->parent == PLAN_NONE ? 0 : parent->path.n;
    path = room(m, n + name.n + 1, 1);
    memcpy(path, parent->path.at, n);
    path[n] = '\\';
    memcpy(path + n + 1, name.at, name.n);
    folder->path = (struct str){path, n + 1 + name.n};
}

static void make_folders(struct making *m)
{
    struct plan *plan = m->plan;

    plan->nfolders = m->maker->nfolders;
    plan->folders = room(m, plan->nfolders, sizeof *plan->folders);
    for (uint32_t i = 0; i < plan->nfolders; i++)
        if (i < VOLUMES)
            plan->folders[i] =
                (struct plan_folder){.volume = i, .parent = PLAN_NONE, .path = kept(m, "\\")};
        else
            make_folder(m, i);
}

/* Often the folder of the row before, as in a plan. */
static uint32_t near_folder(struct making *m, uint32_t before)
{
    if (before != PLAN_NONE && chance_below(&m->chance, 16))
        return before;
    return chance_below(&m->chance, m->plan->nfolders);
}

static uint64_t number(struct making *m)
{
    return chance_below(&m->chance, 16) ? chance_below(&m->chance, 1u << 20)
                                        : chance_bits(&m->chance);
}

static struct plan_expect make_expect(struct making *m)
{
    return (struct plan_expect){
        .reference = reference_of(number(m) >> 16, (uint16_t)(number(m) | 1)),
        .size = m->maker->is_plain ? chance_below(&m->chance, 1u << 20) : number(m),
        .created = UINT64_C(132539328000000000) + number(m),
        .modified = number(m),
        .attributes = chance_below(&m->chance, 4) << 5,
        .links = 1 + chance_below(&m->chance, 3),
        .security_id = chance_below(&m->chance, 600),
    };
}

/* Some folders are made without a source; some sources are the folder itself. */
static void make_source(struct making *m, uint32_t i, struct plan_op *op)
{
    op->from_name = chance_below(&m->chance, 8) ? op->name : name_of(m, i + 1);
    op->expect = make_expect(m);
    if (op->kind == PLAN_MKDIR && chance_below(&m->chance, 4) == 0) {
        op->from_folder = PLAN_NONE;
        op->from_name = (struct str){"", 0};
        op->expect = (struct plan_expect){.attributes = 0x12};
    } else if (op->kind == PLAN_MKDIR && chance_below(&m->chance, 64) == 0) {
        op->from_name = (struct str){"", 0};
    } else if (op->kind == PLAN_MANIFEST) {
        op->from_folder = PLAN_NONE;
        op->from_name = (struct str){"", 0};
        op->expect = (struct plan_expect){.size = number(m)};
    }
}

static void make_op(struct making *m, const struct plan_op *before, uint32_t i, struct plan_op *op)
{
    struct chance *chance = &m->chance;

    *op = (struct plan_op){
        .kind = (enum plan_kind)chance_below(chance, PLAN_NKINDS),
        .reason = (enum plan_reason)chance_below(chance, PLAN_NREASONS),
        .folder = near_folder(m, before ? before->folder : PLAN_NONE),
        .from_folder = near_folder(m, before ? before->from_folder : PLAN_NONE),
        .name = name_of(m, i),
        .rule = chance_below(chance, RULES),
    };
    if (chance_below(chance, 8) == 0)
        op->rule = PLAN_NONE;
    make_source(m, i, op);
    if (op->kind == PLAN_SECURE || op->kind == PLAN_COPY)
        op->given = 1 + chance_below(chance, DESCRIPTORS);
    if (op->kind == PLAN_SECURE)
        op->had = 1 + chance_below(chance, DESCRIPTORS);
}

static struct plan_op *make_ops(struct making *m, uint32_t n)
{
    struct plan_op *ops = room(m, n, sizeof *ops);

    for (uint32_t i = 0; i < n; i++)
        make_op(m, i ? &ops[i - 1] : NULL, i, &ops[i]);
    return ops;
}

static struct plan_op *make_refusals(struct making *m, uint32_t n)
{
    struct plan_op *refusals = make_ops(m, n);

    for (uint32_t i = 0; i < n; i++) {
        refusals[i].detail = chance_below(&m->chance, 1025);
        if (chance_below(&m->chance, 16) == 0)
            refusals[i].folder = refusals[i].from_folder = PLAN_NONE;
    }
    return refusals;
}

void planmaker(const struct planmaker *maker, struct plan *plan_ret)
{
    struct making m = {maker, plan_ret, chance_seed(maker->seed)};

    plan_begin(plan_ret);
    plan_ret->command = kept(&m, "save");
    plan_ret->store = kept(&m, maker->is_plain ? "C:\\migdata" : "C:\\mig\xED\xA0\x80");
    plan_ret->version = kept(&m, "1.0");
    plan_ret->is_blocked = maker->seed % 2;
    make_volumes(&m);
    make_rules(&m);
    make_folders(&m);
    plan_ret->nops = maker->nops;
    plan_ret->ops = make_ops(&m, maker->nops);
    plan_ret->nrefusals = maker->nrefusals;
    plan_ret->refusals = make_refusals(&m, maker->nrefusals);
    plan_ret->ndescriptors = DESCRIPTORS;
    plan_ret->descriptors = room(&m, DESCRIPTORS, sizeof *plan_ret->descriptors);
    for (uint32_t i = 0; i < DESCRIPTORS; i++)
        plan_ret->descriptors[i] = (struct bytes){(const uint8_t *)"\1\0\4\200abc" + i, 7 - i};
    plan_ret->nnotes = NOTES;
    plan_ret->notes = room(&m, NOTES, sizeof *plan_ret->notes);
    plan_ret->notes[0] = kept(&m, "The registry cannot be read.");
    plan_ret->notes[1] = kept(&m, "");
}

/* ---- Field by field ---- */

static bool are_volumes(const struct plan_volume *a, const struct plan_volume *b)
{
    return str_equal(a->drive, b->drive) && str_equal(a->label, b->label) &&
           str_equal(a->file_system, b->file_system) && a->serial == b->serial &&
           a->cluster_bytes == b->cluster_bytes && a->record_bytes == b->record_bytes &&
           a->index_bytes == b->index_bytes && a->clusters == b->clusters &&
           a->free_clusters == b->free_clusters && a->is_ntfs == b->is_ntfs &&
           a->has_space == b->has_space && a->has_store == b->has_store;
}

static bool are_users(const struct plan_user *a, const struct plan_user *b)
{
    return str_equal(a->name, b->name) && str_equal(a->sid, b->sid) && str_equal(a->path, b->path);
}

static bool are_rules(const struct plan_rule *a, const struct plan_rule *b)
{
    return str_equal(a->component, b->component) && str_equal(a->file, b->file) &&
           str_equal(a->pattern, b->pattern) && a->line == b->line && a->user == b->user;
}

static bool are_folders(const struct plan_folder *a, const struct plan_folder *b)
{
    return a->volume == b->volume && a->parent == b->parent && str_equal(a->path, b->path) &&
           a->is_made == b->is_made;
}

static bool are_expected(const struct plan_expect *a, const struct plan_expect *b)
{
    return a->reference == b->reference && a->size == b->size && a->created == b->created &&
           a->modified == b->modified && a->attributes == b->attributes && a->links == b->links &&
           a->security_id == b->security_id;
}

static bool are_ops(const struct plan_op *a, const struct plan_op *b)
{
    return a->kind == b->kind && a->reason == b->reason && a->folder == b->folder &&
           a->from_folder == b->from_folder && str_equal(a->name, b->name) &&
           str_equal(a->from_name, b->from_name) && are_expected(&a->expect, &b->expect) &&
           a->rule == b->rule && a->detail == b->detail && a->given == b->given && a->had == b->had;
}

static bool are_heads(const struct plan *a, const struct plan *b)
{
    return str_equal(a->command, b->command) && str_equal(a->store, b->store) &&
           str_equal(a->version, b->version) && a->nvolumes == b->nvolumes &&
           a->nusers == b->nusers && a->nrules == b->nrules && a->nfolders == b->nfolders &&
           a->nops == b->nops && a->nrefusals == b->nrefusals && a->nnotes == b->nnotes &&
           a->ndescriptors == b->ndescriptors && a->is_blocked == b->is_blocked;
}

bool planmaker_are_equal(const struct plan *a, const struct plan *b)
{
    bool is_equal = are_heads(a, b);

    for (uint32_t i = 0; is_equal && i < a->nvolumes; i++)
        is_equal = are_volumes(&a->volumes[i], &b->volumes[i]);
    for (uint32_t i = 0; is_equal && i < a->nusers; i++)
        is_equal = are_users(&a->users[i], &b->users[i]);
    for (uint32_t i = 0; is_equal && i < a->nrules; i++)
        is_equal = are_rules(&a->rules[i], &b->rules[i]);
    for (uint32_t i = 0; is_equal && i < a->nfolders; i++)
        is_equal = are_folders(&a->folders[i], &b->folders[i]);
    for (uint32_t i = 0; is_equal && i < a->nops; i++)
        is_equal = are_ops(&a->ops[i], &b->ops[i]);
    for (uint32_t i = 0; is_equal && i < a->nrefusals; i++)
        is_equal = are_ops(&a->refusals[i], &b->refusals[i]);
    for (uint32_t i = 0; is_equal && i < a->ndescriptors; i++)
        is_equal = descriptors_same(a->descriptors[i], b->descriptors[i]);
    for (uint32_t i = 0; is_equal && i < a->nnotes; i++)
        is_equal = str_equal(a->notes[i], b->notes[i]);
    return is_equal;
}

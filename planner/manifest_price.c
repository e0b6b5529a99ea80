/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How large a manifest can become, before its times and owners are known: as if nothing of it could
 * be compressed. Paths are told by what they have not in common with the row before; numbers and
 * texts that are few are told once for each row group, and by a few bits in each row
 * (docs/FORMATS.md, "Tables on disk").
 */
#include "planner/manifest.h"

#include "planner/manifest_few.h"

enum {
    FILE_BYTES = 4096,   /* footer and metadata */
    GROUP_BYTES = 8192,  /* statistics of the columns of a row group */
    PAGE_BYTES = 2048,   /* headers of the columns of a page */
    GROUP_ROWS = 131072, /* of a row group that is not cut short by its texts */
    PAGE_ROWS = 16384,
    TIMES_BYTES = 2 * TIMES * 8, /* ticks, and the same as microseconds */
    RECORD_BYTES = 5,            /* delta of 32 bits */
    /* Of a row: its times, record and size; its kind; a bit for each column that may be NULL; the
     * lengths of its paths. */
    ROW_BYTES = TIMES_BYTES + RECORD_BYTES + 8 + 1 + 2 + 9,
    SOURCE_BYTES = 7 + 6,  /* of one that is no link: the source's record, and a sequence number */
    SHA256_BYTES = 68,     /* as digits, and its length */
    OWNER_BYTES = 192,     /* of the longest SID */
    FEW_BYTES = 5 << 18,   /* of texts that stand once in a row group */
    PLACE_BYTES = 3,       /* of a row that names one of them */
    RAW_TIMES = 2,         /* how often a path stands there that is no UTF-8 */
    UNPACKABLE_PART = 128, /* one byte more for so many that cannot be compressed */
    LINE_BYTES = 24,       /* of a rule's text beside its parts, and both lengths */
    REPLACEMENT_BYTES = 3, /* of a byte that is no UTF-8 */
    TEXTS_BYTES = 1 << 26, /* of a row group */
    NUMBER_BYTES = 4,
    DICTIONARY_BYTES = 1 << 18, /* that certainly stand once: their values' lengths beside them */
};

struct summing {
    const struct plan *plan;
    const struct machine *machine;
    bool *is_raw;     /* of each folder: its path is no UTF-8 */
    uint64_t *rules;  /* of each rule: bytes of its texts in a row */
    uint32_t *drives; /* of the machine, for each volume; MACHINE_NONE */
    struct arena arena;
};

/* What the rows of one volume have. */
struct sum {
    uint32_t folder, from_folder; /* of the row before */
    uint64_t n, texts, rules;
    uint64_t once; /* of RULES: bytes of those that are not the same */
    struct manifest_few sequences, attributes, links, owners, rule_numbers;
    bool has_owners; /* OWNERS are known, but for their texts */
};

static bool has_surrogate(struct str text)
{
    for (size_t i = 0; i + 1 < text.n; i++)
        if ((uint8_t)text.at[i] == 0xED && (uint8_t)text.at[i + 1] >= 0xA0)
            return true;
    return false;
}

static void mark_raw(struct summing *s)
{
    const struct plan_folder *folders = s->plan->folders;

    for (uint32_t i = 0; i < s->plan->nfolders; i++) {
        struct str path = folders[i].path;
        uint32_t parent = folders[i].parent;
        size_t n = parent < i ? folders[parent].path.n : 0;

        s->is_raw[i] = (parent < i && s->is_raw[parent]) ||
                       (n < path.n && has_surrogate((struct str){path.at + n, path.n - n}));
    }
}

static void measure_rules(struct summing *s)
{
    for (uint32_t i = 0; i < s->plan->nrules; i++) {
        const struct plan_rule *rule = &s->plan->rules[i];
        uint64_t n = rule->component.n + rule->file.n + rule->pattern.n;

        if (rule->user != PLAN_NONE)
            n += s->plan->users[rule->user].name.n;
        s->rules[i] = REPLACEMENT_BYTES * n + LINE_BYTES;
    }
}

/* Of the path of NAME in FOLDER, when that of the row before was in *BEFORE. */
static uint64_t path_bytes(const struct summing *s, uint32_t folder, struct str name, bool is_first,
                           uint32_t *before)
{
    uint64_t n = name.n + 1;

    if (folder == PLAN_NONE)
        return 0;
    /* The first row of a page, too, tells its path as a whole. */
    if (folder != *before || is_first)
        n += s->plan->folders[folder].path.n;
    *before = folder;
    return s->is_raw[folder] || has_surrogate(name) ? RAW_TIMES * n + name.n : n;
}

/* What is known of the source of OP: its streams' bytes. */
static uint64_t add_source(const struct summing *s, const struct plan_op *op, struct sum *sum)
{
    uint32_t drive = op->from_folder == PLAN_NONE
                         ? MACHINE_NONE
                         : s->drives[s->plan->folders[op->from_folder].volume];
    const struct index *index = drive == MACHINE_NONE ? NULL : s->machine->drives[drive].index;
    uint32_t file = index ? index_find_reference(index, op->expect.reference) : INDEX_NONE;

    if (file == INDEX_NONE)
        return 0;
    if (!index->files.security_id || !index->files.owner)
        sum->has_owners = false;
    else if (index->files.owner[file])
        manifest_few_add(&sum->owners, UINT64_C(1) << 32 | index->files.owner[file]);
    else
        manifest_few_add(&sum->owners, index->files.security_id[file]);
    return manifest_streams_bytes(index, file);
}

static void add_op(const struct summing *s, const struct plan_op *op, struct sum *sum)
{
    bool is_first = sum->n++ % PAGE_ROWS == 0;

    sum->texts += path_bytes(s, op->folder, op->name, is_first, &sum->folder) +
                  path_bytes(s, op->from_folder, op->from_name, is_first, &sum->from_folder) +
                  add_source(s, op, sum) + (op->kind == PLAN_COPY ? SHA256_BYTES : 0) +
                  (op->kind == PLAN_LINK ? 0 : SOURCE_BYTES);
    manifest_few_add(&sum->sequences, op->expect.reference >> 48);
    manifest_few_add(&sum->attributes, op->expect.attributes);
    manifest_few_add(&sum->links, op->expect.links);
    if (op->rule == PLAN_NONE)
        return;
    sum->rules += s->rules[op->rule];
    if (manifest_few_add(&sum->rule_numbers, op->rule))
        sum->once += s->rules[op->rule];
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Users and rules: each once in a row group, or in each row. */
static uint64_t rules_bytes(const struct sum *sum, uint64_t ngroups, uint64_t few)
{
    uint64_t all = least(sum->rules, 2 * few);

    if (sum->rule_numbers.is_many || sum->once > DICTIONARY_BYTES)
        return all;
    return least(all, MANIFEST_FEW_TWICE * ngroups * sum->once +
                          2 * manifest_few_places(&sum->rule_numbers, sum->n));
}

static uint64_t owners_bytes(const struct sum *sum, uint64_t ngroups, uint64_t few)
{
    uint64_t all = least(sum->n * OWNER_BYTES, few);

    return sum->has_owners
               ? least(all, manifest_few_bytes(&sum->owners, sum->n, ngroups, OWNER_BYTES))
               : all;
}

static uint64_t bytes_of(const struct summing *s, const struct sum *sum)
{
    uint64_t ngroups = 1 + sum->n / GROUP_ROWS + sum->texts / TEXTS_BYTES;
    uint64_t few = ngroups * FEW_BYTES + sum->n * PLACE_BYTES;
    uint64_t bytes = FILE_BYTES + s->plan->store.n * 2 * REPLACEMENT_BYTES + ngroups * GROUP_BYTES +
                     (ngroups + sum->n / PAGE_ROWS) * PAGE_BYTES + sum->n * ROW_BYTES + sum->texts;

    bytes += manifest_few_bytes(&sum->sequences, sum->n, ngroups, NUMBER_BYTES) +
             manifest_few_bytes(&sum->attributes, sum->n, ngroups, NUMBER_BYTES) +
             manifest_few_bytes(&sum->links, sum->n, ngroups, NUMBER_BYTES) +
             rules_bytes(sum, ngroups, few) + owners_bytes(sum, ngroups, few);
    return bytes + bytes / UNPACKABLE_PART;
}

static void add_all(struct summing *s, struct sum *sums)
{
    const struct plan *plan = s->plan;

    for (uint32_t i = 0; i < plan->nvolumes; i++) {
        s->drives[i] = machine_drive(s->machine, plan->volumes[i].drive);
        sums[i].folder = sums[i].from_folder = PLAN_NONE;
        sums[i].has_owners = true;
    }
    mark_raw(s);
    measure_rules(s);
    for (uint32_t i = 0; i < plan->nops; i++) {
        const struct plan_op *op = &plan->ops[i];

        if (op->kind == PLAN_LINK || op->kind == PLAN_COPY || op->kind == PLAN_MKDIR)
            add_op(s, op, &sums[plan->folders[op->folder].volume]);
    }
}

enum status manifest_price(const struct plan *plan, const struct machine *machine,
                           uint64_t *bytes_ret)
{
    struct summing s = {.plan = plan, .machine = machine};
    struct sum *sums = arena_array(&s.arena, plan->nvolumes + (size_t)1, sizeof *sums);
    bool has_room;

    s.is_raw = arena_array(&s.arena, plan->nfolders + (size_t)1, sizeof *s.is_raw);
    s.rules = arena_array(&s.arena, plan->nrules + (size_t)1, sizeof *s.rules);
    s.drives = arena_array(&s.arena, plan->nvolumes + (size_t)1, sizeof *s.drives);
    has_room = sums && s.is_raw && s.rules && s.drives;
    if (has_room)
        add_all(&s, sums);
    for (uint32_t i = 0; i < plan->nvolumes && has_room; i++)
        bytes_ret[i] = bytes_of(&s, &sums[i]);
    arena_free(&s.arena);
    return has_room ? STATUS_OK : STATUS_NO_MEMORY;
}

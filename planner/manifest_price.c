/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How large a manifest can become, before its times and owners are known: as if nothing of it could
 * be compressed. Paths are told by what they have not in common with the row before; texts that are
 * few are told once for each row group (docs/FORMATS.md, "Tables on disk").
 */
#include "planner/manifest.h"

enum {
    FILE_BYTES = 16384,  /* footer and metadata */
    GROUP_BYTES = 16384, /* headers and statistics of the columns of a row group */
    GROUP_ROWS = 131072, /* of a row group that is not cut short by its texts */
    PAGE_ROWS = 16384,
    ROW_BYTES = 120,       /* of all columns that are no texts, and the lengths of the others */
    SHA256_BYTES = 68,     /* as digits, and its length */
    OWNER_BYTES = 192,     /* of the longest SID */
    FEW_BYTES = 5 << 18,   /* of texts that stand once in a row group */
    PLACE_BYTES = 3,       /* of a row that names one of them */
    RAW_TIMES = 2,         /* how often a path stands there that is no UTF-8 */
    UNPACKABLE_PART = 128, /* one byte more for so many that cannot be compressed */
    LINE_BYTES = 24,       /* of a rule's text beside its parts, and both lengths */
    REPLACEMENT_BYTES = 3, /* of a byte that is no UTF-8 */
    TEXTS_BYTES = 1 << 26, /* of a row group */
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

static uint64_t streams_bytes(const struct summing *s, const struct plan_op *op)
{
    uint32_t drive = op->from_folder == PLAN_NONE
                         ? MACHINE_NONE
                         : s->drives[s->plan->folders[op->from_folder].volume];
    const struct index *index = drive == MACHINE_NONE ? NULL : s->machine->drives[drive].index;
    uint32_t file = index ? index_find_reference(index, op->expect.reference) : INDEX_NONE;

    return file == INDEX_NONE ? 0 : manifest_streams_bytes(index, file);
}

static void add_op(const struct summing *s, const struct plan_op *op, struct sum *sum)
{
    bool is_first = sum->n++ % PAGE_ROWS == 0;

    sum->texts += path_bytes(s, op->folder, op->name, is_first, &sum->folder) +
                  path_bytes(s, op->from_folder, op->from_name, is_first, &sum->from_folder) +
                  streams_bytes(s, op) + (op->kind == PLAN_COPY ? SHA256_BYTES : 0);
    if (op->rule != PLAN_NONE)
        sum->rules += s->rules[op->rule];
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t bytes_of(const struct sum *sum)
{
    uint64_t ngroups = 1 + sum->n / GROUP_ROWS + sum->texts / TEXTS_BYTES;
    uint64_t few = ngroups * FEW_BYTES + sum->n * PLACE_BYTES;
    uint64_t bytes = FILE_BYTES + ngroups * GROUP_BYTES + sum->n * ROW_BYTES + sum->texts;

    bytes += least(sum->rules, 2 * few) + least(sum->n * OWNER_BYTES, few);
    return bytes + bytes / UNPACKABLE_PART;
}

static void add_all(struct summing *s, struct sum *sums)
{
    const struct plan *plan = s->plan;

    for (uint32_t i = 0; i < plan->nvolumes; i++) {
        s->drives[i] = machine_drive(s->machine, plan->volumes[i].drive);
        sums[i].folder = sums[i].from_folder = PLAN_NONE;
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
        bytes_ret[i] = bytes_of(&sums[i]);
    arena_free(&s.arena);
    return has_room ? STATUS_OK : STATUS_NO_MEMORY;
}

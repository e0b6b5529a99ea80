/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trees by chance: files are saved, then used, and what the audit says of each name of the store is
 * what a slow second look at lists of paths says.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "planner/audit.h"
#include "tests/support/chance.h"
#include "tests/support/holding.h"

enum {
    ROUNDS = 1500,
    FILES_MAX = 40,
    NAMES_MAX = 12,
    PATH_BYTES = 64,
    ROWS_MAX = 200,
    TRIES = 20,
    CLUSTER = 4096,
};

#define LAYOUT  "\\st\\USMT\\File\\"
#define CLEANED "\\st\\USMT\\Cleaned\\"

/* A file of C: as a list of paths. */
struct thing {
    char names[NAMES_MAX][PATH_BYTES];
    uint32_t n;
    uint64_t size, modified;
    bool is_damaged;
    uint32_t row; /* of the index */
};

/* What a manifest says. */
struct noted {
    char path[PATH_BYTES], original[PATH_BYTES];
    enum plan_kind kind;
    uint64_t size, modified;
    uint32_t thing; /* of the model */
};

struct model {
    struct thing things[FILES_MAX];
    uint32_t n;
    struct thing other[FILES_MAX]; /* of D:, one name each */
    uint32_t nother;
    struct noted rows[ROWS_MAX];
    uint32_t nrows;
    bool has_manifest, has_other;
    uint64_t clock;
};

static struct model model;
static struct holding holding;

/* ---- The model ---- */

static bool is_inside(const char *path)
{
    return strncmp(path, "\\st\\", 4) == 0;
}

static struct thing *owner_of(const char *path, struct thing *things, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < things[i].n; k++)
            if (strcmp(things[i].names[k], path) == 0)
                return &things[i];
    return NULL;
}

static bool is_free(const char *path)
{
    return !owner_of(path, model.things, model.n);
}

static void add_name(struct thing *thing, const char *path)
{
    if (thing->n < NAMES_MAX && is_free(path))
        strcpy(thing->names[thing->n++], path);
}

static void drop_name(struct thing *thing, uint32_t k)
{
    if (k != --thing->n)
        memcpy(thing->names[k], thing->names[thing->n], PATH_BYTES);
}

static void random_path(struct chance *chance, char *path)
{
    static const char *const folders[] = {"\\U", "\\U\\a",           "\\U\\b",
                                          "\\X", "\\Windows.old\\U", "\\Windows.old\\U\\a"};

    snprintf(path, PATH_BYTES, "%s\\f%u", folders[chance_below(chance, 6)],
             chance_below(chance, 6));
}

static struct thing *add_thing(const char *path)
{
    struct thing *thing = &model.things[model.n];

    if (model.n == FILES_MAX || !is_free(path))
        return NULL;
    model.clock += 10;
    *thing = (struct thing){.size = 100 + model.n, .modified = model.clock};
    model.n++;
    strcpy(thing->names[thing->n++], path);
    return thing;
}

static void note(enum plan_kind kind, const char *path, const char *original,
                 const struct thing *thing)
{
    struct noted *row = &model.rows[model.nrows++];

    cr_assert_lt(model.nrows, ROWS_MAX);
    *row = (struct noted){.kind = kind,
                          .size = thing->size,
                          .modified = thing->modified,
                          .thing = (uint32_t)(thing - model.things)};
    strcpy(row->path, path);
    strcpy(row->original, original);
}

static void save_thing(struct thing *thing)
{
    uint32_t n = thing->n;

    for (uint32_t k = 0; k < n; k++) {
        char stored[2 * PATH_BYTES], original[PATH_BYTES + 2];

        if (strncmp(thing->names[k], "\\U\\", 3) != 0)
            continue;
        snprintf(stored, sizeof stored, LAYOUT "C$%s", thing->names[k]);
        snprintf(original, sizeof original, "C:%.60s", thing->names[k]);
        add_name(thing, stored);
        note(PLAN_LINK, stored, original, thing);
    }
}

static void save_other(uint32_t no)
{
    const struct thing *other = &model.other[no];
    char stored[2 * PATH_BYTES], original[PATH_BYTES + 2];
    struct thing *copy;

    snprintf(stored, sizeof stored, LAYOUT "D$%s", other->names[0]);
    snprintf(original, sizeof original, "D:%.60s", other->names[0]);
    copy = add_thing(stored);
    if (!copy)
        return;
    copy->size = other->size;
    copy->modified = other->modified;
    note(PLAN_COPY, stored, original, copy);
}

static void save(struct chance *chance)
{
    char path[PATH_BYTES];

    for (uint32_t i = 3 + chance_below(chance, 8); i > 0; i--) {
        struct thing *thing;

        random_path(chance, path);
        thing = add_thing(path);
        while (thing && chance_below(chance, 3) == 0) {
            random_path(chance, path);
            add_name(thing, path);
        }
    }
    for (uint32_t i = chance_below(chance, 4); i > 0; i--) {
        struct thing *other = &model.other[model.nother];

        *other = (struct thing){.n = 1, .size = 900 + i, .modified = 1000 + i};
        snprintf(other->names[0], PATH_BYTES, "\\p%u", model.nother++);
    }
    for (uint32_t i = 0, n = model.n; i < n; i++)
        save_thing(&model.things[i]);
    for (uint32_t i = 0; i < model.nother; i++)
        save_other(i);
}

/* ---- What people do ---- */

static void replace(struct thing *thing, uint32_t k)
{
    char path[PATH_BYTES];

    strcpy(path, thing->names[k]);
    drop_name(thing, k);
    add_thing(path);
}

static void move(struct chance *chance, struct thing *thing, uint32_t k)
{
    char path[PATH_BYTES], old[PATH_BYTES];

    strcpy(old, thing->names[k]);
    if (chance_below(chance, 2))
        random_path(chance, path);
    else
        snprintf(path, sizeof path, "\\Windows.old%.40s", old);
    if (!is_free(path))
        return;
    drop_name(thing, k);
    add_name(thing, path);
}

static void edit(struct chance *chance, struct thing *thing)
{
    thing->size += chance_below(chance, 2);
    thing->modified += chance_below(chance, 2);
}

static void put_foreign(struct chance *chance, struct thing *thing)
{
    static const char *const paths[] = {
        "\\st\\note",          "\\st\\USMT\\x\\note", LAYOUT "note",        LAYOUT "C$\\U\\foreign",
        LAYOUT "C$\\U\\b\\f9", CLEANED "C$\\note",    CLEANED "C$\\U\\note"};
    const char *path = paths[chance_below(chance, 7)];

    if (chance_below(chance, 2))
        add_thing(path);
    else
        add_name(thing, path);
}

static void use_other(struct chance *chance)
{
    struct thing *other;

    if (model.nother == 0)
        return;
    other = &model.other[chance_below(chance, model.nother)];
    if (chance_below(chance, 2))
        edit(chance, other);
    else
        other->n = 0;
}

/* One thing that somebody does to a name by chance. */
static void act(struct chance *chance)
{
    struct thing *thing = &model.things[chance_below(chance, model.n)];
    uint32_t what = chance_below(chance, 10), k;

    if (what == 0)
        use_other(chance);
    if (thing->n == 0)
        return;
    k = chance_below(chance, thing->n);
    if (what == 1)
        put_foreign(chance, thing);
    else if (what == 2)
        edit(chance, thing);
    else if (what == 3 && chance_below(chance, 4) == 0)
        thing->is_damaged = true;
    else if (what == 4)
        drop_name(thing, k);
    else if (what <= 6 && what > 4 && !is_inside(thing->names[k]))
        replace(thing, k);
    else if (what > 6 && !is_inside(thing->names[k]))
        move(chance, thing, k);
}

/* ---- From the model to an index ---- */

static void set_columns(uint32_t drive, uint32_t row, const struct thing *thing)
{
    struct file_rows *files = &holding.groves[drive].index.files;

    files->size[row] = thing->size;
    files->allocated[row] = CLUSTER * thing->size;
    files->times[TIMES * row] = 1;
    files->times[TIMES * row + 1] = thing->modified;
}

static void add_folders(void)
{
    static const char *const folders[] = {"\\U\\a\\",
                                          "\\U\\b\\",
                                          "\\X\\",
                                          "\\Windows.old\\U\\a\\",
                                          "\\Windows.old\\U\\b\\",
                                          "\\Windows.old\\X\\",
                                          "\\Windows.old\\Windows.old\\U\\a\\",
                                          LAYOUT "C$\\U\\a\\",
                                          LAYOUT "C$\\U\\b\\",
                                          LAYOUT "D$\\",
                                          "\\st\\USMT\\x\\",
                                          CLEANED "C$\\U\\",
                                          "\\Windows.old\\Windows.old\\U\\b\\",
                                          "\\Windows.old\\Windows.old\\Windows.old\\U\\a\\"};

    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        holding_add(&holding, 0, folders[i]);
}

static bool has_folder(const char *path)
{
    uint32_t n = holding.groves[0].index.files.n;
    struct str above = {path, (size_t)(strrchr(path, '\\') - path)};

    holding_folder(&holding, 0, above);
    return holding.groves[0].index.files.n == n;
}

static void build(void)
{
    holding_begin(&holding, model.has_other ? 2 : 1, 600);
    add_folders();
    for (uint32_t i = 0; i < model.n; i++) {
        struct thing *thing = &model.things[i];

        /* Moves can go deeper than the folders that are there. */
        for (uint32_t k = thing->n; k-- > 0;)
            has_folder(thing->names[k]);
        thing->row = INDEX_NONE;
        for (uint32_t k = 0; k < thing->n; k++)
            if (k == 0)
                thing->row = holding_add(&holding, 0, thing->names[0]);
            else
                holding_link(&holding, 0, thing->names[k]);
        if (thing->n > 0)
            set_columns(0, thing->row, thing);
        if (thing->n > 0 && thing->is_damaged)
            holding.groves[0].index.files.flags[thing->row] |= FILE_FINDING;
    }
    for (uint32_t i = 0; i < model.nother && model.has_other; i++)
        if (model.other[i].n > 0)
            set_columns(1, holding_add(&holding, 1, model.other[i].names[0]), &model.other[i]);
    holding_finish(&holding);
}

static void make_manifest(struct manifest *manifest, struct manifest_row *rows)
{
    static const char *const folders[] = {
        "\\st",      "\\st\\USMT",   "\\st\\USMT\\File", LAYOUT "C$",
        LAYOUT "D$", LAYOUT "C$\\U", LAYOUT "C$\\U\\a",  LAYOUT "C$\\U\\b"};
    uint32_t n = 0;

    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        rows[n++] = (struct manifest_row){.kind = PLAN_MKDIR, .path = str_of(folders[i])};
    for (uint32_t i = 0; i < model.nrows; i++) {
        const struct noted *row = &model.rows[i];
        const struct thing *thing = &model.things[row->thing];

        rows[n++] = (struct manifest_row){
            .kind = row->kind,
            .path = str_of(row->path),
            .original = str_of(row->original),
            .streams = str_of(""),
            .reference = thing->row == INDEX_NONE
                             ? UINT64_MAX
                             : index_reference(&holding.groves[0].index, thing->row),
            .size = row->size,
            .modified = row->modified,
            .created = 1,
            .attributes = 0x20,
        };
    }
    *manifest = (struct manifest){.rows = rows, .n = n};
}

/* ---- The second look ---- */

struct verdict {
    enum audit_kind kind;
    unsigned fields;
    bool is_copy, has_equal;
};

static const struct noted *noted_as(const char *path)
{
    for (uint32_t i = 0; i < model.nrows && model.has_manifest; i++)
        if (strcmp(model.rows[i].path, path) == 0)
            return &model.rows[i];
    return NULL;
}

static bool has_outside(const struct thing *thing)
{
    for (uint32_t k = 0; k < thing->n; k++)
        if (!is_inside(thing->names[k]))
            return true;
    return false;
}

/* Is PATH the original of a name that its file has in the store? */
static bool is_stored(const struct thing *thing, const char *path)
{
    char stored[2 * PATH_BYTES];

    snprintf(stored, sizeof stored, LAYOUT "C$%s", path);
    for (uint32_t k = 0; k < thing->n; k++)
        if (strcmp(thing->names[k], stored) == 0)
            return true;
    return false;
}

static bool has_moved(const struct thing *thing)
{
    for (uint32_t k = 0; k < thing->n; k++)
        if (!is_inside(thing->names[k]) && !is_stored(thing, thing->names[k]))
            return true;
    return false;
}

static bool is_same(const struct thing *a, const struct thing *b)
{
    return a->size == b->size && a->modified == b->modified && !b->is_damaged;
}

static bool is_in_old(const struct thing *thing, const char *tail)
{
    char path[2 * PATH_BYTES];

    snprintf(path, sizeof path, "\\Windows.old%s", tail);
    for (uint32_t k = 0; k < thing->n; k++)
        if (strcmp(thing->names[k], path) == 0)
            return true;
    return false;
}

static enum audit_kind second_link(const struct thing *thing, const char *tail, unsigned fields)
{
    const struct thing *there = owner_of(tail, model.things, model.n);

    if (there == thing)
        return fields ? AUDIT_CHANGED : AUDIT_OK;
    if (there)
        return AUDIT_LOST_CONNECTION;
    if (!has_outside(thing))
        return AUDIT_ONLY_COPY;
    return has_moved(thing) || is_in_old(thing, tail) ? AUDIT_ORIGINAL_MOVED
                                                      : AUDIT_ORIGINAL_DELETED;
}

static void second_copy(const struct thing *thing, const struct thing *there,
                        struct verdict *verdict)
{
    if (!there) {
        verdict->kind = AUDIT_ORIGINAL_DELETED;
        return;
    }
    verdict->has_equal = is_same(thing, there);
    if (!verdict->has_equal)
        verdict->fields |= AUDIT_ORIGINAL;
    verdict->kind = verdict->fields ? AUDIT_CHANGED : AUDIT_OK;
}

static struct verdict second_look(const struct thing *thing, const char *path)
{
    const struct noted *noted = noted_as(path);
    const char *tail = path + strlen(LAYOUT) + 2;
    bool is_layout = strncmp(path, LAYOUT, strlen(LAYOUT)) == 0 && tail[-1] == '$';
    bool is_d = is_layout && tail[-2] == 'D';
    const struct thing *there = NULL;
    struct verdict verdict = {0};

    if (noted) {
        verdict.fields |= noted->size != thing->size ? AUDIT_SIZE : 0U;
        verdict.fields |= noted->modified != thing->modified ? AUDIT_MODIFIED : 0U;
        verdict.fields |= &model.things[noted->thing] != thing ? AUDIT_REFERENCE : 0U;
    }
    if (is_layout)
        there = is_d ? owner_of(tail, model.other, model.nother)
                     : owner_of(tail, model.things, model.n);
    verdict.is_copy = noted ? noted->kind == PLAN_COPY
                            : is_d || (there && there != thing && is_same(thing, there));
    if (thing->is_damaged) {
        verdict.kind = AUDIT_DAMAGED;
    } else if (strncmp(path, CLEANED, strlen(CLEANED)) == 0) {
        verdict.kind = AUDIT_CLEANED;
    } else if (!is_layout || (model.has_manifest && !noted)) {
        verdict.kind = AUDIT_EXTRA;
    } else if (!verdict.is_copy) {
        verdict.kind = second_link(thing, tail, verdict.fields);
    } else if (is_d && !model.has_other) {
        verdict.fields |= AUDIT_UNSEEN;
        verdict.kind = has_outside(thing) ? AUDIT_ORIGINAL_MOVED : AUDIT_ONLY_COPY;
    } else {
        second_copy(thing, there, &verdict);
    }
    return verdict;
}

/* ---- Both held against each other ---- */

static const struct audit_row *row_at(const struct audit *audit, const char *path)
{
    uint32_t name;

    cr_assert_eq(path_find(&holding.groves[0].index, str_of(path), NULL, &name, NULL), STATUS_OK);
    for (uint32_t i = 0; i < audit->n; i++)
        if (audit->rows[i].name == name)
            return &audit->rows[i];
    return NULL;
}

/* Names outside that the audit points at are the file's. */
static void check_other(const struct audit_row *row, const struct thing *thing, const char *path,
                        uint32_t round)
{
    const struct index *index = &holding.groves[0].index;
    const char *tail = path + strlen(LAYOUT) + 2;
    struct path other = {0};

    if (row->kind != AUDIT_ORIGINAL_MOVED && row->kind != AUDIT_EXTRA && row->kind != AUDIT_CLEANED)
        return;
    cr_assert_eq(row->other != INDEX_NONE, has_outside(thing), "round %u: %s", round, path);
    if (row->other == INDEX_NONE)
        return;
    cr_assert_eq(index->names.file[row->other], thing->row, "round %u: %s", round, path);
    cr_assert_eq(path_of_name(index, row->other, &other), STATUS_OK);
    cr_assert_neq(memcmp(other.at, "\\st\\", 4), 0, "round %u: %s", round, path);
    if (row->kind == AUDIT_ORIGINAL_MOVED && !row->is_copy && is_in_old(thing, tail))
        cr_assert(str_equal((struct str){other.at + 12, other.n - 12}, str_of(tail)),
                  "round %u: %s", round, path);
    path_free(&other);
}

/* Returns whether the file would be lost. */
static bool check_thing(const struct audit *audit, const struct thing *thing, uint32_t round)
{
    bool is_there = false, is_kept = has_outside(thing);

    for (uint32_t k = 0; k < thing->n; k++)
        if (is_inside(thing->names[k])) {
            struct verdict verdict = second_look(thing, thing->names[k]);

            is_there = true;
            is_kept |= verdict.has_equal;
        }
    for (uint32_t k = 0; k < thing->n; k++) {
        const char *path = thing->names[k];
        const struct audit_row *row = is_inside(path) ? row_at(audit, path) : NULL;
        struct verdict verdict;

        if (!is_inside(path))
            continue;
        verdict = second_look(thing, path);
        cr_assert_not_null(row, "round %u: %s", round, path);
        cr_assert(row->kind == verdict.kind && row->fields == verdict.fields &&
                      row->is_copy == verdict.is_copy && row->is_last == !is_kept,
                  "round %u: %s is %s, and not %s; fields %x, and not %x", round, path,
                  audit_kind_word(row->kind), audit_kind_word(verdict.kind), row->fields,
                  verdict.fields);
        check_other(row, thing, path, round);
    }
    return is_there && !is_kept;
}

static void check_missing(const struct audit *audit, uint32_t round)
{
    uint64_t n = 0;

    for (uint32_t i = 0; i < model.nrows && model.has_manifest; i++)
        n += is_free(model.rows[i].path);
    cr_assert_eq(audit->counts[AUDIT_MISSING], n, "round %u", round);
}

static void check_verdict(const struct audit *audit, uint64_t nlost, uint32_t round)
{
    uint64_t freed = 0;
    bool is_damaged = false;

    for (uint32_t i = 0; i < model.n; i++) {
        const struct thing *thing = &model.things[i];

        if (thing->n > 0 && !has_outside(thing))
            freed += CLUSTER * thing->size;
        for (uint32_t k = 0; k < thing->n; k++)
            is_damaged |= thing->is_damaged && is_inside(thing->names[k]);
    }
    cr_assert_eq(audit->only_copies, nlost, "round %u", round);
    cr_assert_eq(audit->freed_bytes, freed, "round %u", round);
    cr_assert_eq(audit->is_safe, nlost == 0 && !is_damaged, "round %u", round);
}

static void begin_round(struct chance *chance)
{
    memset(&model, 0, sizeof model);
    model.has_manifest = chance_below(chance, 2);
    model.has_other = chance_below(chance, 3) != 0;
    save(chance);
    if (model.n > 0)
        for (uint32_t i = chance_below(chance, TRIES); i > 0; i--)
            act(chance);
}

Test(audit_chance, says_what_a_second_look_says, .timeout = 120)
{
    static struct manifest_row rows[ROWS_MAX + 20];
    uint64_t kinds[AUDIT_NKINDS] = {0};

    for (uint32_t round = 1; round <= ROUNDS; round++) {
        struct chance chance = chance_seed(round);
        struct manifest manifest = {0};
        struct audit_job job = {.machine = &holding.machine, .store = str_of("C:\\st")};
        struct audit audit;
        uint64_t nlost = 0;

        begin_round(&chance);
        build();
        if (model.has_manifest) {
            make_manifest(&manifest, rows);
            job.manifests = &manifest;
            job.nmanifests = 1;
        }
        cr_assert_eq(audit_store(&job, &audit), STATUS_OK);
        for (uint32_t i = 0; i < model.n; i++)
            nlost += check_thing(&audit, &model.things[i], round);
        check_missing(&audit, round);
        check_verdict(&audit, nlost, round);
        for (unsigned kind = 0; kind < AUDIT_NKINDS; kind++)
            kinds[kind] += audit.counts[kind];
        audit_free(&audit);
        holding_free(&holding);
    }
    for (unsigned kind = 0; kind < AUDIT_NKINDS; kind++)
        cr_assert_gt(kinds[kind], ROUNDS / 50, "%s", audit_kind_word((enum audit_kind)kind));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See provebed.h. */
#include "tests/oracle/provebed.h"

#include "mft/path.h"
#include "tests/oracle/provevolume.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>

enum { FIRST_RECORD = 64 /* of users' files on volumes of mkntfs */ };

static const struct profiles no_profiles;

void provebed_begin(struct provebed *bed, const char *image, uint64_t limit_bytes)
{
    const struct scan_options options = {
        .want = WANT_CHILDREN | WANT_TIMES | WANT_SECURITY | WANT_USN, .nworkers = 1};
    const struct geometry *geometry;

    *bed = (struct provebed){.image = image, .nworkers = 2};
    cr_assert_eq(source_open(image, &bed->base), STATUS_OK);
    cr_assert_eq(overlay_new(&bed->base, limit_bytes, &bed->overlay), STATUS_OK);
    cr_assert_eq(volume_open(&bed->base, &bed->volume), STATUS_OK);
    cr_assert_eq(scan_run(bed->volume, &options, &bed->index), STATUS_OK);
    geometry = &bed->volume->geometry;
    storeplan_begin(&bed->maker, &(struct plan_volume){.drive = str_of("C:"),
                                                       .serial = geometry->serial,
                                                       .cluster_bytes = geometry->cluster_bytes,
                                                       .record_bytes = geometry->record_bytes,
                                                       .index_bytes = geometry->index_bytes,
                                                       .is_ntfs = true});
    bed->folders = calloc(bed->index->files.n + (size_t)1, sizeof *bed->folders);
    cr_assert_not_null(bed->folders);
    for (uint32_t row = 0; row < bed->index->files.n; row++)
        bed->folders[row] = PLAN_NONE;
    bed->drive = (struct machine_drive){.name = str_of("C:"), .index = bed->index, .is_ntfs = true};
    bed->machine = (struct machine){.drives = &bed->drive, .ndrives = 1, .profiles = &no_profiles};
}

void provebed_end(struct provebed *bed)
{
    plan_free(&bed->maker.plan);
    free(bed->references);
    free(bed->folders);
    overlay_free(bed->overlay);
    index_free(bed->index);
    volume_close(bed->volume);
    source_close(&bed->base);
}

/* ---- Rows ---- */

uint32_t provebed_root(struct provebed *bed)
{
    return provebed_folder(bed, index_find(bed->index, RECORD_ROOT));
}

uint32_t provebed_folder(struct provebed *bed, uint32_t row)
{
    const struct index *index = bed->index;
    const uint32_t name = index_first_name(index, row);

    cr_assert_lt(row, index->files.n);
    if (bed->folders[row] != PLAN_NONE)
        return bed->folders[row];
    if (index->files.record[row] == RECORD_ROOT)
        bed->folders[row] = storeplan_folder(&bed->maker, PLAN_NONE, str_of(""), false);
    else
        bed->folders[row] =
            storeplan_folder(&bed->maker, provebed_folder(bed, index_parent(index, name)),
                             index_name(index, name), false);
    return bed->folders[row];
}

uint32_t provebed_find(const struct provebed *bed, const char *path)
{
    uint32_t name;

    cr_assert_eq(path_find(bed->index, str_of(path), NULL, &name, NULL), STATUS_OK, "%s", path);
    return name;
}

uint32_t provebed_files(const struct provebed *bed, uint32_t from, uint32_t nwanted,
                        uint32_t *rows_ret)
{
    const struct index *index = bed->index;
    uint32_t n = 0;

    for (uint32_t row = from; row < index->files.n && n < nwanted; row++)
        if (index->files.record[row] >= FIRST_RECORD &&
            (index->files.flags[row] & (FILE_IN_USE | FILE_DIRECTORY | FILE_SYSTEM)) ==
                FILE_IN_USE &&
            index_links(index, row) > 0)
            rows_ret[n++] = row;
    return n;
}

/* ---- Operations ---- */

static struct str copy(struct provebed *bed, const char *name)
{
    const size_t n = strlen(name);
    char *at = arena_alloc(&bed->maker.plan.arena, n + 1);

    cr_assert_not_null(at);
    memcpy(at, name, n);
    return (struct str){at, n};
}

uint32_t provebed_mkdir(struct provebed *bed, uint32_t folder, const char *name)
{
    return storeplan_folder(&bed->maker, folder, copy(bed, name), true);
}

/* What must be true of the source. */
static void expect_source(struct provebed *bed, struct plan_op *op, uint32_t name)
{
    const struct index *index = bed->index;
    const uint32_t file = index->names.file[name];

    op->expect = (struct plan_expect){
        .reference = index_reference(index, file),
        .size = index->files.size[file],
        .created = index->files.times[(size_t)TIMES * file],
        .modified = index->files.times[(size_t)TIMES * file + 1],
        .attributes = index->files.attributes[file],
        .links = index->files.header_links[file],
    };
    op->from_name = index_name(index, name);
}

static void add(struct provebed *bed, enum plan_kind kind, uint32_t source, uint32_t folder,
                struct str name)
{
    const uint32_t from = provebed_folder(bed, index_parent(bed->index, source));
    struct plan_op *op = storeplan_op(&bed->maker, kind, folder, name, 0, 0);

    op->from_folder = from;
    expect_source(bed, op, source);
}

void provebed_link(struct provebed *bed, uint32_t source, uint32_t folder, const char *name)
{
    add(bed, PLAN_LINK, source, folder, copy(bed, name));
}

void provebed_move(struct provebed *bed, uint32_t source, uint32_t folder, const char *name)
{
    add(bed, PLAN_MOVE, source, folder, copy(bed, name));
}

void provebed_copy(struct provebed *bed, uint32_t folder, const char *name, uint32_t nbytes)
{
    storeplan_op(&bed->maker, PLAN_COPY, folder, copy(bed, name), 0, nbytes)->from_name =
        str_of("elsewhere");
}

void provebed_take(struct provebed *bed, enum plan_kind kind, uint32_t name_row)
{
    add(bed, kind, name_row, provebed_folder(bed, index_parent(bed->index, name_row)),
        index_name(bed->index, name_row));
}

/* ---- Carrying out ---- */

static int carry(struct provebed *bed, struct provevolume *v, const struct plan_op *op,
                 uint64_t *made_ret)
{
    const uint64_t folder = bed->references[op->folder], file = op->expect.reference;
    int why;

    switch (op->kind) {
    case PLAN_MKDIR:
        return provevolume_mkdir(v, folder, op->name, made_ret);
    case PLAN_LINK:
        return provevolume_link(v, file, folder, op->name);
    case PLAN_COPY:
    case PLAN_MANIFEST:
        return provevolume_make(v, folder, op->name, (uint32_t)op->expect.size, 0x5A);
    case PLAN_MOVE:
        why = provevolume_link(v, file, folder, op->name);
        return why ? why
                   : provevolume_delete(v, file, bed->references[op->from_folder], op->from_name);
    case PLAN_UNLINK:
    case PLAN_DELETE:
    case PLAN_RMDIR:
        return provevolume_delete(v, file, folder, op->name);
    case PLAN_SECURE: /* libntfs-3g alone has no call for it; the back-end's tests prove it */
        return EINVAL;
    }
    return 0;
}

/* Folders that the plan makes are in the order of their MKDIRs. */
int provebed_try(struct provebed *bed)
{
    const struct plan *plan = &bed->maker.plan;
    struct provevolume *v;
    uint32_t next = 0;
    int why = provevolume_open(bed->overlay, &v);

    if (why)
        return why;
    bed->references = calloc(plan->nfolders + (size_t)1, sizeof *bed->references);
    cr_assert_not_null(bed->references);
    for (uint32_t row = 0; row < bed->index->files.n; row++)
        if (bed->folders[row] != PLAN_NONE)
            bed->references[bed->folders[row]] = index_reference(bed->index, row);
    for (uint32_t i = 0; i < plan->nops && !why; i++) {
        uint64_t made = 0;

        why = carry(bed, v, &plan->ops[i], &made);
        bed->ncarried += !why;
        if (plan->ops[i].kind != PLAN_MKDIR)
            continue;
        while (!plan->folders[next].is_made)
            next++;
        bed->references[next++] = made;
    }
    return provevolume_close(v, why);
}

void provebed_carry_out(struct provebed *bed)
{
    const int why = provebed_try(bed);

    cr_assert_eq(why, 0, "%s: %s", bed->image, strerror(why));
    cr_assert_eq(overlay_failure(bed->overlay), STATUS_OK);
}

/* ---- Proving ---- */

void provebed_prove(const struct provebed *bed, struct proof *proof_ret)
{
    const struct prove_job job = {
        .overlay = bed->overlay,
        .before = bed->volume,
        .machine = &bed->machine,
        .batch = &bed->maker.plan,
        .want = WANT_CHILDREN | WANT_TIMES | WANT_SECURITY | WANT_USN,
        .nworkers = bed->nworkers,
    };

    cr_assert_eq(prove_batch(&job, proof_ret), STATUS_OK);
}

const char *provebed_word(enum prove_kind kind)
{
    static const char *const words[] = {
        "holds",   "unreadable", "missing", "unexpected", "link-count",
        "finding", "changed",    "index",   "foreign",    "bitmap",
    };

    return words[kind];
}

void provebed_expect(const struct provebed *bed, enum prove_kind kind)
{
    const struct prove_job job = {.batch = &bed->maker.plan};
    struct textbuf text = {0};
    struct proof proof;

    provebed_prove(bed, &proof);
    prove_sentence(&job, &proof, &text);
    cr_expect_eq(proof.kind, kind, "%s: it is %s (record %llu, byte %llu, detail %llu): %.*s",
                 provebed_word(kind), provebed_word(proof.kind), (unsigned long long)proof.record,
                 (unsigned long long)proof.offset, (unsigned long long)proof.detail, (int)text.n,
                 text.at);
    cr_expect_eq(proof.after != NULL, proof.kind == PROVE_HOLDS);
    textbuf_free(&text);
    prove_free(&proof);
}

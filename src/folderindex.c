/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A walk over folders as facts, and these as an index: see folderindex.h. */
#include "src/folderindex.h"

#include "mft/join.h"
#include "mft/rows.h"
#include "src/folderwalk.h"
#include "src/say.h"

#include <errno.h>

enum { SEQUENCE = 1 };

static uint32_t record_of(uint32_t file)
{
    return file == 0 ? RECORD_ROOT : RECORD_FIRST_USER + file - 1;
}

/* ---- Rows ---- */

static uint16_t flags_of(const struct folderwalk_file *from, bool is_root)
{
    unsigned flags = FILE_IN_USE;

    if (from->is_folder)
        flags |= FILE_DIRECTORY;
    else if (!from->tag)
        flags |= FILE_HAS_DATA;
    if (from->tag)
        flags |= FILE_REPARSE;
    if (is_root)
        flags |= FILE_SYSTEM;
    return (uint16_t)flags;
}

static void put_file(struct facts *facts, const struct folderwalk *walk, uint32_t file)
{
    const struct folderwalk_file *from = &walk->files[file];
    struct file_rows *files = &facts->files;

    files->record[file] = record_of(file);
    files->sequence[file] = SEQUENCE;
    files->flags[file] = flags_of(from, file == 0);
    files->header_links[file] = (uint16_t)(file == 0                   ? 1
                                           : from->nnames < UINT16_MAX ? from->nnames
                                                                       : UINT16_MAX);
    files->first_name[file] = facts->names.n;
    files->attributes[file] = from->attributes;
    files->size[file] = from->size;
    files->allocated[file] = from->allocated;
    if (facts->want & WANT_TIMES)
        memcpy(files->times + (size_t)TIMES * file, from->times, sizeof from->times);
    if (facts->want & WANT_SECURITY)
        files->security_id[file] = files->owner[file] = 0;
    if (facts->want & WANT_USN)
        files->usn[file] = 0;
    files->n++;
    if (!from->tag)
        return;
    facts->reparse.file[facts->reparse.n] = file;
    facts->reparse.tag[facts->reparse.n++] = from->tag;
}

static void put_name(struct facts *facts, const struct folderwalk *walk, uint32_t file,
                     uint32_t parent, struct str text)
{
    struct name_rows *names = &facts->names;
    uint32_t name = names->n++;

    names->file[name] = file;
    names->parent[name] = reference_of(record_of(parent), SEQUENCE);
    memcpy(facts_text_begin(facts), text.at, text.n);
    names->text[name] = facts_text_end(facts, text.n);
    names->name_space[name] = NAMESPACE_POSIX;
    if (facts->want & WANT_DOS_NAMES)
        names->dos[name] = 0;
    if (facts->want & WANT_NAME_TIMES)
        memcpy(names->times + (size_t)TIMES * name, walk->files[file].times,
               sizeof walk->files[file].times);
}

/* The names of each file together: where those of FILE begin in ORDER is FIRST[FILE]. */
static enum status group_names(const struct folderwalk *walk, struct arena *arena,
                               uint32_t **first_ret, uint32_t **order_ret)
{
    uint32_t *first = arena_array(arena, (size_t)walk->nfiles + 2, sizeof *first);
    uint32_t *order = arena_array(arena, (size_t)walk->nnames + 1, sizeof *order);

    if (!first || !order)
        return STATUS_NO_MEMORY;
    for (uint32_t file = 0; file < walk->nfiles; file++)
        first[file + 2] = first[file + 1] + walk->files[file].nnames;
    for (uint32_t name = 0; name < walk->nnames; name++)
        order[first[walk->names[name].file + 1]++] = name;
    *first_ret = first;
    *order_ret = order;
    return STATUS_OK;
}

static void put_rows(struct facts *facts, const struct folderwalk *walk, const uint32_t *first,
                     const uint32_t *order)
{
    for (uint32_t file = 0; file < walk->nfiles; file++) {
        put_file(facts, walk, file);
        if (file == 0)
            put_name(facts, walk, 0, 0, str_of("."));
        for (uint32_t i = first[file]; i < first[file + 1]; i++) {
            const struct folderwalk_name *name = &walk->names[order[i]];

            put_name(facts, walk, file, name->parent,
                     (struct str){walk->text + name->text, name->n});
        }
    }
}

/* ---- The index ---- */

static enum status reserve(const struct folderwalk *walk, struct facts *facts)
{
    uint64_t ntext = 2 + 3 + (uint64_t)walk->ntext + 2 * (uint64_t)walk->nnames;
    enum status status = ntext > UINT32_MAX ? STATUS_TOO_LARGE : STATUS_OK;

    if (status == STATUS_OK)
        status = rows_reserve_files(&facts->files, &facts->arena, walk->nfiles, facts->want);
    if (status == STATUS_OK)
        status = rows_reserve_names(&facts->names, &facts->arena, walk->nnames + 1, facts->want);
    if (status == STATUS_OK)
        status = rows_reserve_reparse(&facts->reparse, &facts->arena, walk->nfiles);
    if (status == STATUS_OK)
        status = rows_reserve_text(&facts->text, &facts->arena, (uint32_t)ntext);
    if (status == STATUS_OK)
        facts_text_end(facts, 0); /* the empty text at 0 */
    return status;
}

static enum status fill(const struct folderwalk *walk, struct facts *facts)
{
    struct arena scratch = {0};
    uint32_t *first, *order;
    enum status status = reserve(walk, facts);

    if (status == STATUS_OK)
        status = group_names(walk, &scratch, &first, &order);
    if (status == STATUS_OK)
        put_rows(facts, walk, first, order);
    arena_free(&scratch);
    return status;
}

static enum status make(struct folderwalk *walk, unsigned want, struct index **index_ret)
{
    uint64_t nrecords = (uint64_t)RECORD_FIRST_USER + walk->nfiles;
    const struct join_kept kept = {
        .nrecords = nrecords,
        .counts = {.records = nrecords,
                   .read = nrecords,
                   .bases = walk->nfiles,
                   .free = nrecords - walk->nfiles,
                   .formatted = nrecords},
        .findings = walk->findings,
        .nfindings = walk->nfindings,
    };
    struct facts facts = {.want = want & ~(unsigned)WANT_DELETED};
    enum status status;

    for (uint32_t i = 0; i < walk->nfindings; i++)
        walk->findings[i].record = record_of((uint32_t)walk->findings[i].record);
    status = fill(walk, &facts);
    if (status == STATUS_OK)
        return join_kept(&kept, &facts, index_ret);
    arena_free(&facts.arena);
    return status;
}

bool folderindex_read(const char *path, unsigned want, struct index **index_ret)
{
    struct folderwalk walk;
    enum status status = folderwalk_read(path, &walk);

    if (status == STATUS_OK) {
        status = make(&walk, want, index_ret);
        folderwalk_free(&walk);
    }
    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    else if (status == STATUS_TOO_LARGE)
        say("'%s' has more files than can be numbered.", path);
    else if (status == STATUS_IO)
        say("Folders of '%s' were moved while it was read. Run it again when nobody changes it.",
            path);
    else if (status != STATUS_OK)
        say("'%s' cannot be opened as a folder: %s.", path, strerror(errno));
    return status == STATUS_OK;
}

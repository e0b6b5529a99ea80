/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of an export: see columns.h.
 */
#include "src/columns.h"

static const struct index *index_of(const struct exportrow *row)
{
    return row->source->index;
}

static uint64_t get_record(const struct exportrow *row)
{
    return index_of(row)->files.record[row->file];
}

static uint64_t get_sequence(const struct exportrow *row)
{
    return index_of(row)->files.sequence[row->file];
}

static uint64_t get_parent_record(const struct exportrow *row)
{
    return reference_record(row->parent);
}

static uint64_t get_parent_sequence(const struct exportrow *row)
{
    return reference_sequence(row->parent);
}

static struct str get_name(const struct exportrow *row)
{
    return row->text;
}

static struct str get_path(const struct exportrow *row)
{
    return row->path;
}

static struct str get_namespace(const struct exportrow *row)
{
    if (row->name == INDEX_NONE)
        return str_of("posix");
    switch (index_of(row)->names.name_space[row->name]) {
    case NAMESPACE_WIN32:
        return str_of("win32");
    case NAMESPACE_DOS:
        return str_of("dos");
    case NAMESPACE_WIN32_DOS:
        return str_of("win32+dos");
    default: /* a byte of the disk, not an enum: drivers treat all others as POSIX */
        return str_of("posix");
    }
}

static struct str get_dos_name(const struct exportrow *row)
{
    const struct index *index = index_of(row);

    return row->name == INDEX_NONE ? (struct str){"", 0}
                                   : text_pool_get(&index->text, index->names.dos[row->name]);
}

static unsigned flags_of(const struct exportrow *row)
{
    return index_of(row)->files.flags[row->file];
}

static uint64_t get_is_directory(const struct exportrow *row)
{
    return flags_of(row) & FILE_DIRECTORY;
}

static uint64_t get_in_use(const struct exportrow *row)
{
    return flags_of(row) & FILE_IN_USE;
}

static uint64_t get_size(const struct exportrow *row)
{
    return row->size;
}

static uint64_t get_allocated(const struct exportrow *row)
{
    return row->allocated;
}

static uint64_t get_links(const struct exportrow *row)
{
    return index_links(index_of(row), row->file);
}

static uint64_t get_header_links(const struct exportrow *row)
{
    return index_of(row)->files.header_links[row->file];
}

static uint64_t get_streams(const struct exportrow *row)
{
    return row->streams;
}

static uint64_t get_streams_size(const struct exportrow *row)
{
    return row->streams_size;
}

static uint64_t get_attributes(const struct exportrow *row)
{
    return index_of(row)->files.attributes[row->file];
}

static uint64_t get_reparse_tag(const struct exportrow *row)
{
    return flags_of(row) & FILE_REPARSE ? index_reparse_tag(index_of(row), row->file) : 0;
}

static uint64_t get_security_id(const struct exportrow *row)
{
    return index_of(row)->files.security_id[row->file];
}

static uint64_t get_time(const struct exportrow *row, unsigned which)
{
    return index_of(row)->files.times[(size_t)row->file * TIMES + which];
}

static uint64_t get_created(const struct exportrow *row)
{
    return get_time(row, 0);
}

static uint64_t get_modified(const struct exportrow *row)
{
    return get_time(row, 1);
}

static uint64_t get_changed(const struct exportrow *row)
{
    return get_time(row, 2);
}

static uint64_t get_accessed(const struct exportrow *row)
{
    return get_time(row, 3);
}

static uint64_t get_usn(const struct exportrow *row)
{
    return index_of(row)->files.usn[row->file];
}

static uint64_t get_system(const struct exportrow *row)
{
    return flags_of(row) & FILE_SYSTEM;
}

const struct column columns_all[] = {
    {"record", COLUMN_NUMBER, 0, 0, get_record, NULL},
    {"sequence", COLUMN_NUMBER, 0, 0, get_sequence, NULL},
    {"parent_record", COLUMN_NUMBER, 0, 0, get_parent_record, NULL},
    {"parent_sequence", COLUMN_NUMBER, 0, 0, get_parent_sequence, NULL},
    {"name", COLUMN_NAME, 0, 0, NULL, get_name},
    {"path", COLUMN_NAME, 0, COLUMN_NEEDS_PATH, NULL, get_path},
    {"namespace", COLUMN_WORD, 0, 0, NULL, get_namespace},
    {"dos_name", COLUMN_NAME, WANT_DOS_NAMES, 0, NULL, get_dos_name},
    {"is_directory", COLUMN_FLAG, 0, 0, get_is_directory, NULL},
    {"in_use", COLUMN_FLAG, 0, 0, get_in_use, NULL},
    {"size", COLUMN_NUMBER, 0, 0, get_size, NULL},
    {"allocated", COLUMN_NUMBER, 0, 0, get_allocated, NULL},
    {"links", COLUMN_NUMBER, 0, 0, get_links, NULL},
    {"header_links", COLUMN_NUMBER, 0, 0, get_header_links, NULL},
    {"streams", COLUMN_NUMBER, 0, 0, get_streams, NULL},
    {"streams_size", COLUMN_NUMBER, 0, 0, get_streams_size, NULL},
    {"attributes", COLUMN_HEX, 0, 0, get_attributes, NULL},
    {"reparse_tag", COLUMN_TAG, 0, 0, get_reparse_tag, NULL},
    {"security_id", COLUMN_NUMBER, WANT_SECURITY, 0, get_security_id, NULL},
    {"owner", COLUMN_WORD, WANT_SECURITY, COLUMN_NEEDS_OWNERS, NULL, exportrow_owner},
    {"created", COLUMN_TIME, WANT_TIMES, 0, get_created, NULL},
    {"modified", COLUMN_TIME, WANT_TIMES, 0, get_modified, NULL},
    {"changed", COLUMN_TIME, WANT_TIMES, 0, get_changed, NULL},
    {"accessed", COLUMN_TIME, WANT_TIMES, 0, get_accessed, NULL},
    {"usn", COLUMN_NUMBER, WANT_USN, 0, get_usn, NULL},
    {"system", COLUMN_FLAG, 0, 0, get_system, NULL},
    {"findings", COLUMN_FINDINGS, 0, 0, NULL, NULL},
    {0},
};

_Static_assert(sizeof columns_all / sizeof columns_all[0] <= COLUMNS_MAX + 1,
               "a choice has room for every column");

unsigned columns_want(const struct column *columns)
{
    unsigned want = 0;

    for (; columns->name; columns++)
        want |= columns->want;
    return want;
}

unsigned columns_needs(const struct column *columns)
{
    unsigned needs = 0;

    for (; columns->name; columns++)
        needs |= columns->needs;
    return needs;
}

/* Those of the volume as a whole, which stand at record 0 too, are not the file's. */
unsigned columns_findings(const struct exportrow *row, enum finding_kind *kinds_ret)
{
    const struct index *index = index_of(row);
    const struct finding *findings;
    bool has[FINDING_KINDS] = {0};
    uint32_t n;
    unsigned nkinds = 0;

    if (!(index->files.flags[row->file] & FILE_FINDING))
        return 0;
    findings = index_findings(index, index->files.record[row->file], &n);
    for (uint32_t i = 0; i < n; i++)
        if (findings[i].kind >= FINDING_UNREADABLE && !has[findings[i].kind]) {
            has[findings[i].kind] = true;
            kinds_ret[nkinds++] = findings[i].kind;
        }
    return nkinds;
}

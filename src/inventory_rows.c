/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of an inventory as facts: see inventory_rows.h. */
#include "src/inventory_rows.h"

#include "mft/rows.h"
#include "mft/security.h"
#include "src/wtf8.h"

enum { OWNERS_KEPT = 64 /* a power of two */ };

bool inventory_rows_needs(uint32_t column, unsigned want)
{
    if (column < INVENTORY_TICKS && column >= INVENTORY_TIMES)
        return false;
    if (column < INVENTORY_TICKS + TIMES && column >= INVENTORY_TICKS)
        return want & WANT_TIMES;
    if (column < INVENTORY_NAME_TICKS + TIMES && column >= INVENTORY_NAME_TICKS)
        return want & WANT_NAME_TIMES;
    switch (column) {
    case INVENTORY_COMPUTER:
    case INVENTORY_VOLUME:
    case INVENTORY_PATH:
    case INVENTORY_LINKS:
    case INVENTORY_STREAMS:
    case INVENTORY_STREAMS_SIZE:
    case INVENTORY_FINDINGS:
        return false;
    case INVENTORY_DOS_NAME:
    case INVENTORY_DOS_NAME_RAW:
        return want & WANT_DOS_NAMES;
    case INVENTORY_SECURITY_ID:
    case INVENTORY_OWNER:
        return want & WANT_SECURITY;
    case INVENTORY_USN:
        return want & WANT_USN;
    case INVENTORY_ROOM:
        return want & WANT_ROOM;
    default:
        return true;
    }
}

void inventory_rows_free(struct inventory_rows *rows)
{
    for (uint32_t i = 0; i < INVENTORY_COLUMNS; i++)
        table_free(&rows->columns[i]);
}

/* An owner's text that was met, and its id: most files have one of a few owners. */
struct known_owner {
    struct str text;
    uint32_t id;
};

/* Where the reading of rows is: values of optional columns and lists do not stand at their row. */
struct reader {
    const struct inventory_rows *rows;
    struct facts *facts;
    uint64_t nrecords;
    bool has_names;
    uint32_t row;
    uint32_t next[INVENTORY_COLUMNS]; /* of each optional column: the next value */
    struct known_owner owners[OWNERS_KEPT];
    enum status status; /* of the first thing that failed */
};

static void fail(struct reader *r, enum status status)
{
    if (r->status == STATUS_OK)
        r->status = status;
}

/* The number of a required column in the current row, at most MAX. */
static uint64_t number(struct reader *r, uint32_t column, uint64_t max)
{
    uint64_t value = r->rows->columns[column].numbers[r->row];

    if (value > max)
        fail(r, STATUS_DAMAGED);
    return value;
}

static bool flag(const struct reader *r, uint32_t column)
{
    return r->rows->columns[column].numbers[r->row] != 0;
}

/* Is there a value in the current row of an optional column? *AT_RET: its place. Once a row. */
static bool take(struct reader *r, uint32_t column, uint32_t *at_ret)
{
    if (!r->rows->columns[column].present[r->row])
        return false;
    *at_ret = r->next[column]++;
    return true;
}

/* The text of the current row, or the exact one where the RAW column has it. */
static struct str take_raw(struct reader *r, struct str text, uint32_t raw)
{
    uint32_t at;

    return take(r, raw, &at) ? table_text(&r->rows->columns[raw], at) : text;
}

/* Adds TEXT, which the disk can hold, to the pool; its id. */
static uint32_t add_text(struct reader *r, struct str text)
{
    struct facts *facts = r->facts;
    enum status status = STATUS_OK;
    size_t nunits = wtf8_units(text);

    if (nunits == 0 || nunits > NAME_UNITS_MAX) {
        fail(r, STATUS_DAMAGED);
        return 0;
    }
    if (text.n + 2 > facts->text.capacity - facts->text.n)
        status = rows_reserve_text(&facts->text, &facts->arena,
                                   facts->text.n / 2 + (uint32_t)text.n + 2);
    if (status != STATUS_OK) {
        fail(r, status);
        return 0;
    }
    memcpy(facts_text_begin(facts), text.at, text.n);
    return facts_text_end(facts, text.n);
}

/* ---- Owners ---- */

static uint32_t add_owner(struct reader *r, struct str text)
{
    uint8_t sid[SECURITY_SID_BYTES_MAX];
    size_t n = security_sid_of_text(text, sid);
    uint32_t id = 0;

    if (n == 0)
        fail(r, STATUS_DAMAGED);
    else
        fail(r, owners_add(&r->facts->owners, &r->facts->arena, (struct bytes){sid, n}, &id));
    return id;
}

static uint32_t owner_of(struct reader *r)
{
    struct known_owner *known;
    struct str text;
    uint32_t at;

    if (!take(r, INVENTORY_OWNER, &at))
        return 0;
    text = table_text(&r->rows->columns[INVENTORY_OWNER], at);
    if (text.n == 0) {
        fail(r, STATUS_DAMAGED);
        return 0;
    }
    known = &r->owners[(text.n + (uint8_t)text.at[text.n - 1]) % OWNERS_KEPT];
    if (!str_equal(known->text, text))
        *known = (struct known_owner){text, add_owner(r, text)};
    return known->id;
}

/* ---- Files ---- */

static void add_reparse(struct reader *r, uint32_t file)
{
    struct reparse_rows *reparse = &r->facts->reparse;
    uint32_t at;

    if (!take(r, INVENTORY_REPARSE_TAG, &at))
        return;
    reparse->file[reparse->n] = file;
    reparse->tag[reparse->n++] = (uint32_t)r->rows->columns[INVENTORY_REPARSE_TAG].numbers[at];
    r->facts->files.flags[file] |= FILE_REPARSE;
}

/* The elements of the current row in a list column. */
static uint32_t list_begin(const struct reader *r, uint32_t column)
{
    return r->row ? r->rows->columns[column].list_ends[r->row - 1] : 0;
}

static void add_streams(struct reader *r, uint32_t file)
{
    const struct table_values *columns = r->rows->columns;
    struct stream_rows *streams = &r->facts->streams;
    uint32_t first = list_begin(r, INVENTORY_STREAM_NAME);
    uint32_t end = columns[INVENTORY_STREAM_NAME].list_ends[r->row];

    for (uint32_t column = INVENTORY_STREAM_NAME_RAW; column <= INVENTORY_STREAM_ALLOCATED;
         column++)
        if (list_begin(r, column) != first || columns[column].list_ends[r->row] != end)
            fail(r, STATUS_DAMAGED);
    for (uint32_t i = first; i < end && r->status == STATUS_OK; i++) {
        struct str raw = table_text(&columns[INVENTORY_STREAM_NAME_RAW], i);

        streams->file[streams->n] = file;
        streams->size[streams->n] = columns[INVENTORY_STREAM_SIZE].numbers[i];
        streams->allocated[streams->n] = columns[INVENTORY_STREAM_ALLOCATED].numbers[i];
        streams->text[streams->n] =
            add_text(r, raw.n ? raw : table_text(&columns[INVENTORY_STREAM_NAME], i));
        streams->n++;
        r->facts->files.flags[file] |= FILE_STREAMS;
    }
}

static uint16_t flags_of(const struct reader *r)
{
    static const struct {
        uint32_t column;
        uint16_t flag;
    } flags[] = {
        {INVENTORY_IN_USE, FILE_IN_USE},       {INVENTORY_IS_DIRECTORY, FILE_DIRECTORY},
        {INVENTORY_SYSTEM, FILE_SYSTEM},       {INVENTORY_RESIDENT, FILE_RESIDENT},
        {INVENTORY_SPARSE, FILE_SPARSE},       {INVENTORY_COMPRESSED, FILE_COMPRESSED},
        {INVENTORY_ENCRYPTED, FILE_ENCRYPTED}, {INVENTORY_HAS_DATA, FILE_HAS_DATA},
        {INVENTORY_ATTRIBUTE_LIST, FILE_LIST},
    };
    uint16_t all = 0;

    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
        if (flag(r, flags[i].column))
            all |= flags[i].flag;
    return all;
}

/* What only some commands want. */
static void set_wanted(struct reader *r, struct file_rows *files, uint32_t file)
{
    unsigned want = r->facts->want;

    for (unsigned i = 0; want & WANT_TIMES && i < TIMES; i++)
        files->times[(size_t)file * TIMES + i] = number(r, INVENTORY_TICKS + i, UINT64_MAX);
    if (want & WANT_SECURITY) {
        files->security_id[file] = (uint32_t)number(r, INVENTORY_SECURITY_ID, UINT32_MAX);
        files->owner[file] = owner_of(r);
    }
    if (want & WANT_USN)
        files->usn[file] = number(r, INVENTORY_USN, UINT64_MAX);
    if (want & WANT_ROOM)
        files->room[file] = (uint16_t)number(r, INVENTORY_ROOM, UINT16_MAX);
}

static void add_file(struct reader *r, uint64_t record)
{
    struct file_rows *files = &r->facts->files;
    uint32_t file = files->n;

    files->record[file] = (uint32_t)record;
    files->sequence[file] = (uint16_t)number(r, INVENTORY_SEQUENCE, UINT16_MAX);
    files->flags[file] = flags_of(r);
    files->header_links[file] = (uint16_t)number(r, INVENTORY_HEADER_LINKS, UINT16_MAX);
    files->first_name[file] = r->facts->names.n;
    files->attributes[file] = (uint32_t)number(r, INVENTORY_ATTRIBUTES, UINT32_MAX);
    files->size[file] = number(r, INVENTORY_SIZE, UINT64_MAX);
    files->allocated[file] = number(r, INVENTORY_ALLOCATED, UINT64_MAX);
    set_wanted(r, files, file);
    files->n++;
    add_reparse(r, file);
    add_streams(r, file);
}

/* Passes over what add_file would take: the rows of a file's further names repeat it. */
static void pass_file(struct reader *r)
{
    uint32_t at;

    take(r, INVENTORY_REPARSE_TAG, &at);
    if (r->facts->want & WANT_SECURITY)
        take(r, INVENTORY_OWNER, &at);
}

/* ---- Names ---- */

static uint8_t namespace_of(struct reader *r)
{
    static const char *const words[] = {"posix", "win32", "dos", "win32+dos"}; /* by NAMESPACE_* */
    struct str word = table_text(&r->rows->columns[INVENTORY_NAMESPACE], r->row);

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_equal(word, str_of(words[i])))
            return (uint8_t)i;
    fail(r, STATUS_DAMAGED);
    return NAMESPACE_POSIX;
}

static uint32_t dos_name_of(struct reader *r)
{
    uint32_t at, none;

    if (!take(r, INVENTORY_DOS_NAME, &at)) {
        if (take(r, INVENTORY_DOS_NAME_RAW, &none))
            fail(r, STATUS_DAMAGED);
        return 0;
    }
    return add_text(r, take_raw(r, table_text(&r->rows->columns[INVENTORY_DOS_NAME], at),
                                INVENTORY_DOS_NAME_RAW));
}

static void add_name(struct reader *r)
{
    struct name_rows *names = &r->facts->names;
    struct str text = table_text(&r->rows->columns[INVENTORY_NAME], r->row);
    uint32_t name = names->n;

    text = take_raw(r, text, INVENTORY_NAME_RAW);
    names->file[name] = r->facts->files.n - 1;
    names->parent[name] = reference_of(number(r, INVENTORY_PARENT_RECORD, (UINT64_C(1) << 48) - 1),
                                       (uint16_t)number(r, INVENTORY_PARENT_SEQUENCE, UINT16_MAX));
    names->text[name] = add_text(r, text);
    names->name_space[name] = namespace_of(r);
    if (r->facts->want & WANT_DOS_NAMES)
        names->dos[name] = dos_name_of(r);
    for (unsigned i = 0; r->facts->want & WANT_NAME_TIMES && i < TIMES; i++)
        names->times[(size_t)name * TIMES + i] = number(r, INVENTORY_NAME_TICKS + i, UINT64_MAX);
    names->n++;
}

/* Passes over a name that is not wanted. */
static void pass_name(struct reader *r)
{
    uint32_t at;

    take(r, INVENTORY_NAME_RAW, &at);
    if (r->facts->want & WANT_DOS_NAMES) {
        take(r, INVENTORY_DOS_NAME, &at);
        take(r, INVENTORY_DOS_NAME_RAW, &at);
    }
}

/* Rows can follow each other when
 * - records ascend, and are those of the volume;
 * - only names share one, of a file that is in use or deleted in all its rows. */
static bool is_in_order(const struct reader *r, bool is_next)
{
    const uint64_t *records = r->rows->columns[INVENTORY_RECORD].numbers;
    const uint64_t *in_use = r->rows->columns[INVENTORY_IN_USE].numbers;

    if (records[r->row] >= r->nrecords || (r->row > 0 && records[r->row - 1] > records[r->row]))
        return false;
    return !is_next || (r->has_names && in_use[r->row - 1] == in_use[r->row]);
}

static void add_row(struct reader *r)
{
    const uint64_t *records = r->rows->columns[INVENTORY_RECORD].numbers;
    bool is_next = r->row > 0 && records[r->row - 1] == records[r->row];

    if (!is_in_order(r, is_next)) {
        fail(r, STATUS_DAMAGED);
        return;
    }
    if (!flag(r, INVENTORY_IN_USE) && !(r->facts->want & WANT_DELETED)) {
        pass_file(r);
        pass_name(r);
        return;
    }
    if (is_next)
        pass_file(r);
    else
        add_file(r, records[r->row]);
    if (r->has_names && r->status == STATUS_OK)
        add_name(r);
}

static enum status reserve(const struct inventory_rows *rows, struct facts *facts)
{
    uint32_t text = (uint32_t)rows->columns[INVENTORY_NAME].text.n;
    enum status status = rows_reserve_files(&facts->files, &facts->arena, rows->n, facts->want);

    if (status == STATUS_OK)
        status = rows_reserve_names(&facts->names, &facts->arena, rows->n, facts->want);
    if (status == STATUS_OK)
        status = rows_reserve_streams(&facts->streams, &facts->arena,
                                      rows->columns[INVENTORY_STREAM_NAME].n);
    if (status == STATUS_OK)
        status = rows_reserve_reparse(&facts->reparse, &facts->arena, rows->n);
    if (status == STATUS_OK && text > UINT32_MAX / 2)
        status = STATUS_TOO_LARGE;
    if (status == STATUS_OK)
        status = rows_reserve_text(&facts->text, &facts->arena, text + 2 * rows->n);
    return status;
}

enum status inventory_rows_add(const struct inventory_rows *rows, bool has_names, uint64_t nrecords,
                               struct facts *facts)
{
    struct reader r = {
        .rows = rows,
        .facts = facts,
        .nrecords = nrecords,
        .has_names = has_names,
        .status = reserve(rows, facts),
    };

    for (; r.row < rows->n && r.status == STATUS_OK; r.row++)
        add_row(&r);
    return r.status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the space of a folder is shared out: see shares.h. */
#include "planner/shares.h"

#include "planner/traits.h"

#define TICKS_PER_DAY (UINT64_C(864000000000))
#define TAG_WOF       UINT32_C(0x80000017)

enum { MODIFIED = 1 /* of the four times */, EXTENSION_BYTES_MAX = 255 * 3 };

/* ---- Classes ---- */

uint32_t shares_age_days(unsigned age)
{
    static const uint32_t days[SHARES_AGES] = {0, 30, 90, 365, 2 * 365, 5 * 365, UINT32_MAX};

    return days[age];
}

uint64_t shares_step_bytes(unsigned step)
{
    if (step == 0)
        return 0;
    return step == SHARES_STEPS - 1 ? UINT64_MAX : UINT64_C(1) << (8 + 4 * step);
}

uint32_t shares_links_most(unsigned links)
{
    if (links < 3)
        return links;
    return links == SHARES_LINKS - 1 ? UINT32_MAX : UINT32_C(1) << (links - 1);
}

static unsigned age_of(uint64_t modified, uint64_t now)
{
    uint64_t days;
    unsigned age = 1;

    if (modified > now)
        return 0;
    days = (now - modified) / TICKS_PER_DAY;
    while (age < SHARES_AGES - 1 && days >= shares_age_days(age))
        age++;
    return age;
}

static unsigned step_of(uint64_t size)
{
    unsigned step = 0;

    while (size > shares_step_bytes(step))
        step++;
    return step;
}

static unsigned links_class(uint32_t n)
{
    unsigned links = 0;

    while (n > shares_links_most(links))
        links++;
    return links;
}

/* ---- Kinds ---- */

static bool has_own_streams(const struct index *index, uint32_t file, bool is_wof)
{
    uint32_t n, first = index_streams(index, file, &n);

    for (uint32_t i = first; i < first + n; i++)
        if (!is_wof || !str_equal(text_pool_get(&index->text, index->streams.text[i]),
                                  str_of("WofCompressedData")))
            return true;
    return false;
}

/* A bit for each kind that the file is of. */
static unsigned kinds_of(const struct index *index, uint32_t file)
{
    unsigned flags = index->files.flags[file];
    uint32_t tag = flags & FILE_REPARSE ? index_reparse_tag(index, file) : 0;
    bool is_wof = tag == TAG_WOF, is_cloud = traits_is_cloud_tag(tag);
    unsigned kinds =
        (flags & FILE_SPARSE ? 1U << SHARES_SPARSE : 0) |
        (flags & FILE_COMPRESSED ? 1U << SHARES_COMPRESSED : 0) |
        (traits_is_encrypted(index->files.attributes[file], flags) ? 1U << SHARES_ENCRYPTED : 0);

    if (is_wof)
        kinds |= 1U << SHARES_WOF;
    else if (is_cloud || traits_is_placeholder(index->files.attributes[file], flags))
        kinds |= 1U << SHARES_CLOUD;
    else if (flags & FILE_REPARSE)
        kinds |= 1U << SHARES_REPARSE;
    if (flags & FILE_STREAMS && has_own_streams(index, file, is_wof))
        kinds |= 1U << SHARES_STREAMS;
    return kinds ? kinds : 1U << SHARES_PLAIN;
}

/* ---- One file ---- */

struct sharing {
    const struct shares_question *question;
    const struct space *space;
    const struct index *index;
    struct shares *shares;
    const char *owner; /* that was asked for last */
    uint32_t owner_row;
};

/* Behind the last dot, in small letters, in BUFFER; empty where the dot is the first byte. */
static struct str extension_of(struct str name, char *buffer)
{
    size_t dot = name.n;

    while (dot > 0 && name.at[dot - 1] != '.')
        dot--;
    if (dot < 2 || name.n - dot > EXTENSION_BYTES_MAX)
        return (struct str){"", 0};
    for (size_t i = dot; i < name.n; i++) {
        char c = name.at[i];

        buffer[i - dot] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return (struct str){buffer, name.n - dot};
}

static enum status add_extension(struct sharing *s, uint32_t file, uint32_t name,
                                 const struct space_sizes *sizes)
{
    char buffer[EXTENSION_BYTES_MAX];
    bool is_folder = s->index->files.flags[file] & FILE_DIRECTORY;
    struct str extension = name == INDEX_NONE || is_folder
                               ? (struct str){"", 0}
                               : extension_of(index_name(s->index, name), buffer);
    uint32_t row;
    enum status status = textsums_row(&s->shares->extensions, extension, &s->shares->arena, &row);

    if (status == STATUS_OK)
        space_plus(&s->shares->extensions.rows[row].sizes, sizes);
    return status;
}

static enum status add_owner(struct sharing *s, uint32_t file, const struct space_sizes *sizes)
{
    const char *owner = s->question->owner(s->question->context, file);
    enum status status = STATUS_OK;

    if (owner != s->owner || s->shares->owners.n == 0)
        status = textsums_row(&s->shares->owners, str_of(owner ? owner : ""), &s->shares->arena,
                              &s->owner_row);
    s->owner = owner;
    if (status == STATUS_OK)
        space_plus(&s->shares->owners.rows[s->owner_row].sizes, sizes);
    return status;
}

/* SIZES is what all names of FILE give the scope, in which it has one at least. */
static enum status add_classes(struct sharing *s, uint32_t file, const struct space_sizes *sizes)
{
    const struct file_rows *files = &s->index->files;
    struct shares *shares = s->shares;
    unsigned kinds = kinds_of(s->index, file);
    uint64_t modified = files->times[file * (size_t)TIMES + MODIFIED];

    space_plus(&shares->ages[age_of(modified, s->question->now)], sizes);
    space_plus(&shares->steps[step_of(files->size[file])], sizes);
    space_plus(&shares->links[links_class(index_links(s->index, file))], sizes);
    for (unsigned kind = 0; kind < SHARES_KINDS; kind++)
        if (kinds >> kind & 1)
            space_plus(&shares->kinds[kind], sizes);
    return add_owner(s, file, sizes);
}

static void add_present(struct sharing *s, uint32_t file)
{
    bool is_folder = s->index->files.flags[file] & FILE_DIRECTORY;
    const struct space_sizes once = {
        .unique = is_folder ? 0 : s->index->files.size[file],
        .allocated = s->space->allocated[file],
        .files = !is_folder,
    };

    space_plus(&s->shares->present, &once);
    if (!space_is_in(s->space, s->space->common[file], s->question->scope))
        space_plus(&s->shares->shared, &once);
}

/* What FILE gives the folder that is looked at directly; NDIRECT of its NNAMES names are there. */
static void add_direct(struct sharing *s, uint32_t file, uint32_t nnames, uint32_t ndirect)
{
    bool is_folder = s->index->files.flags[file] & FILE_DIRECTORY;
    bool is_home = space_home(s->space, file) == s->question->direct;
    bool is_freed = is_home && (nnames < 2 || ndirect == nnames);
    uint64_t size = is_folder ? 0 : s->index->files.size[file];
    const uint64_t allocated = s->space->allocated[file];
    struct space_sizes sizes = {
        .unique = is_home ? size : 0,
        .allocated = is_home ? allocated : 0,
        .freed = is_freed ? allocated : 0,
        .names = is_folder ? 0 : ndirect,
        .files = is_home && !is_folder,
        .freed_files = is_freed && !is_folder,
    };

    for (uint32_t i = 0; i < ndirect; i++)
        sizes.naive = space_sum(sizes.naive, size);
    space_plus(&s->shares->direct, &sizes);
}

static uint32_t count_direct(const struct sharing *s, uint32_t file)
{
    uint32_t first = index_first_name(s->index, file), end = index_end_name(s->index, file), n = 0;

    if (end - first < 2)
        return first < end && index_links(s->index, file) > 0 &&
               space_home(s->space, file) == s->question->direct;
    for (uint32_t name = first; name < end; name++)
        n += space_of_name(s->space, name) == s->question->direct;
    return n;
}

static enum status add_file(struct sharing *s, uint32_t file)
{
    uint32_t first = index_first_name(s->index, file), end = index_end_name(s->index, file);
    struct space_sizes all = {0};
    bool is_here = false;
    enum status status = STATUS_OK;

    /* A folder without streams of its own has nothing to share out. */
    if (s->index->files.flags[file] & FILE_DIRECTORY && s->space->allocated[file] == 0)
        return STATUS_OK;
    for (uint32_t i = 0; (i < end - first || i == 0) && status == STATUS_OK; i++) {
        uint32_t name = first < end ? first + i : INDEX_NONE;
        struct space_sizes sizes = {0};

        if (!space_add(s->space, s->question->scope, file, name, &sizes))
            continue;
        is_here = true;
        space_plus(&all, &sizes);
        status = add_extension(s, file, name, &sizes);
    }
    if (!is_here || status != STATUS_OK)
        return status;
    add_present(s, file);
    add_direct(s, file, end - first, count_direct(s, file));
    return add_classes(s, file, &all);
}

enum status shares_of(const struct shares_question *question, struct shares *shares_ret)
{
    struct shares shares = {0};
    struct sharing s = {
        .question = question,
        .space = question->space,
        .index = question->space->index,
        .shares = &shares,
    };
    enum status status = STATUS_OK;

    for (uint32_t file = 0; file < s.index->files.n && status == STATUS_OK; file++)
        if (space_counts(s.space, file))
            status = add_file(&s, file);
    if (status != STATUS_OK) {
        arena_free(&shares.arena);
        return status;
    }
    textsums_sort(&shares.extensions);
    textsums_sort(&shares.owners);
    *shares_ret = shares;
    return STATUS_OK;
}

void shares_free(struct shares *shares)
{
    arena_free(&shares->arena);
}

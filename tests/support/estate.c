/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groves with the columns that plans need, and values around them: see estate.h. */
#include "tests/support/estate.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIRST_SIZE = 1000, CLUSTER_BYTES = 4096, RECORD_BYTES = 1024, ATTRIBUTE_ARCHIVE = 0x20 };

static const char *const drive_names[ESTATE_DRIVES] = {"C:", "D:", "E:", "F:"};

_Noreturn static void fail(const char *what, struct str text)
{
    fprintf(stderr, "estate: %s <%.*s>\n", what, (int)text.n, text.at);
    abort();
}

static void *take(struct estate *estate, size_t n, size_t size)
{
    void *at = arena_array(&estate->arena, n, size);

    if (!at)
        fail("no memory for", str_of("a column"));
    return at;
}

static void begin_drive(struct estate *estate, uint32_t drive, uint32_t most)
{
    struct file_rows *files = &estate->groves[drive].index.files;

    grove_begin(&estate->groves[drive], most);
    files->header_links = take(estate, most, sizeof *files->header_links);
    files->attributes = take(estate, most, sizeof *files->attributes);
    files->size = take(estate, most, sizeof *files->size);
    files->allocated = take(estate, most, sizeof *files->allocated);
    files->times = take(estate, most, TIMES * sizeof *files->times);
    estate->groves[drive].index.reparse = (struct reparse_rows){
        .file = take(estate, most, sizeof(uint32_t)), .tag = take(estate, most, sizeof(uint32_t))};
    estate->groves[drive].index.want |= WANT_TIMES;
    estate->drives[drive] = (struct machine_drive){
        .name = str_of(drive_names[drive]), .index = &estate->groves[drive].index, .is_ntfs = true};
    estate->volumes[drive] = (struct plan_volume){.drive = str_of(drive_names[drive]),
                                                  .label = str_of("label"),
                                                  .file_system = str_of("NTFS"),
                                                  .serial = 17 + drive,
                                                  .cluster_bytes = CLUSTER_BYTES,
                                                  .record_bytes = RECORD_BYTES,
                                                  .index_bytes = CLUSTER_BYTES,
                                                  .is_ntfs = true};
}

void estate_begin(struct estate *estate, uint32_t ndrives, uint32_t most)
{
    *estate = (struct estate){0};
    for (uint32_t i = 0; i < ndrives; i++)
        begin_drive(estate, i, most);
    estate->profiles = (struct profiles){.computer = str_of("PC17"), .at = estate->users};
    estate->machine = (struct machine){.drives = estate->drives,
                                       .ndrives = ndrives,
                                       .profiles = &estate->profiles,
                                       .is_chosen = estate->is_chosen};
    estate->component = (struct rules_component){.name = str_of("Data")};
    for (uint32_t i = 0; i < ESTATE_SCOPES; i++)
        estate->scopes[i] = (struct expand_scope){&estate->component, EXPAND_SYSTEM, false};
    estate->expansion = (struct expansion){
        .rules = estate->expanded, .scopes = estate->scopes, .nscopes = ESTATE_SCOPES};
    estate->job = (struct save_job){.machine = &estate->machine,
                                    .volumes = estate->volumes,
                                    .expansion = &estate->expansion,
                                    .selections = estate->selections,
                                    .store = str_of("C:\\store")};
}

static uint32_t find_child(const struct index *index, uint32_t parent, struct str name)
{
    for (uint32_t row = 1; row < index->names.n; row++)
        if (index->names.parent[row] == index_reference(index, parent) &&
            str_equal(index_name(index, row), name))
            return index->names.file[row];
    return INDEX_NONE;
}

uint32_t estate_folder(struct estate *estate, uint32_t drive, struct str path)
{
    struct grove *grove = &estate->groves[drive];
    uint32_t folder = GROVE_ROOT;

    for (size_t at = 0, first; at < path.n; at++) {
        for (first = at; at < path.n && path.at[at] != '\\';)
            at++;
        if (at == first)
            continue;

        struct str step = {path.at + first, at - first};
        uint32_t child = find_child(&grove->index, folder, step);
        folder = child != INDEX_NONE ? child : grove_add(grove, folder, step, FILE_DIRECTORY);
    }
    return folder;
}

/* PATH up to its last backslash; what is behind that is *NAME_RET. */
static struct str split(struct str path, struct str *name_ret)
{
    size_t end = path.n;

    while (end > 0 && path.at[end - 1] != '\\')
        end--;
    *name_ret = (struct str){path.at + end, path.n - end};
    return (struct str){path.at, end};
}

uint32_t estate_add_str(struct estate *estate, uint32_t drive, struct str path)
{
    struct file_rows *files = &estate->groves[drive].index.files;
    struct str name, above = split(path, &name);
    uint32_t folder = estate_folder(estate, drive, above), file;

    if (name.n == 0)
        return folder;
    file = grove_add(&estate->groves[drive], folder, name, 0);
    files->size[file] = FIRST_SIZE + file;
    files->attributes[file] = ATTRIBUTE_ARCHIVE;
    for (uint32_t i = 0; i < TIMES; i++)
        files->times[TIMES * file + i] = UINT64_C(132000000000000000) + 10 * file + i;
    return file;
}

uint32_t estate_add(struct estate *estate, uint32_t drive, const char *path)
{
    return estate_add_str(estate, drive, str_of(path));
}

void estate_link_str(struct estate *estate, uint32_t drive, struct str path)
{
    const struct index *index = &estate->groves[drive].index;
    struct str name, above = split(path, &name);
    uint32_t nfiles = index->files.n, folder = estate_folder(estate, drive, above);

    if (index->files.n != nfiles)
        fail("a link needs a folder that is there", path);
    grove_link(&estate->groves[drive], folder, name);
}

void estate_link(struct estate *estate, uint32_t drive, const char *path)
{
    estate_link_str(estate, drive, str_of(path));
}

struct expand_rule *estate_rule(struct estate *estate, enum rules_kind kind, uint32_t scope,
                                const char *pattern)
{
    uint32_t n = estate->expansion.nrules;
    struct expand_rule *rule = &estate->expanded[n];
    const char *why = "";

    if (n == ESTATE_RULES ||
        pattern_parse(str_of(pattern), &estate->arena, &rule->pattern, &why) != STATUS_OK)
        fail(why, str_of(pattern));
    estate->expansion.nrules++;
    estate->rules[n].kind = kind;
    rule->rule = &estate->rules[n];
    rule->place = (struct rules_place){str_of("rules.xml"), 10 + n};
    rule->text = str_of(pattern);
    rule->scope = scope;
    estate->scopes[scope].has_include |= kind == RULES_INCLUDE;
    return rule;
}

void estate_find(struct estate *estate, uint32_t drive, uint32_t file, enum finding_kind kind,
                 uint64_t detail)
{
    struct index *index = &estate->groves[drive].index;

    index->findings = estate->findings[drive];
    index->findings[index->nfindings++] =
        (struct finding){.record = index->files.record[file], .kind = kind, .detail = detail};
    index->files.flags[file] |= FILE_FINDING;
}

void estate_finish(struct estate *estate)
{
    for (uint32_t drive = 0; drive < estate->machine.ndrives; drive++) {
        struct index *index = &estate->groves[drive].index;

        grove_finish(&estate->groves[drive]);
        for (uint32_t file = 0; file < index->files.n; file++)
            if (index->files.header_links[file] == 0)
                index->files.header_links[file] = (uint16_t)index_links(index, file);
    }
}

void estate_save(struct estate *estate, struct plan *plan_ret)
{
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < estate->machine.ndrives && status == STATUS_OK; i++) {
        select_free(&estate->selections[i]);
        status = select_names(&estate->expansion, &estate->machine, i, &estate->selections[i]);
    }
    plan_begin(plan_ret);
    if (status == STATUS_OK)
        status = save_plan(&estate->job, plan_ret);
    if (status != STATUS_OK)
        fail("cannot plan", str_of(status_text(status)));
}

void estate_free(struct estate *estate)
{
    for (uint32_t i = 0; i < estate->machine.ndrives; i++) {
        grove_free(&estate->groves[i]);
        select_free(&estate->selections[i]);
    }
    arena_free(&estate->arena);
}

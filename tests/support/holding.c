/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groves with the columns that plans need, and values around them: see holding.h. */
#include "tests/support/holding.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIRST_SIZE = 1000, CLUSTER_BYTES = 4096, RECORD_BYTES = 1024, ATTRIBUTE_ARCHIVE = 0x20 };

static const char *const drive_names[HOLDING_DRIVES] = {"C:", "D:", "E:", "F:"};

_Noreturn static void fail(const char *what, struct str text)
{
    fprintf(stderr, "holding: %s <%.*s>\n", what, (int)text.n, text.at);
    abort();
}

static void *take(struct holding *holding, size_t n, size_t size)
{
    void *at = arena_array(&holding->arena, n, size);

    if (!at)
        fail("no memory for", str_of("a column"));
    return at;
}

static void begin_drive(struct holding *holding, uint32_t drive, uint32_t most)
{
    struct file_rows *files = &holding->groves[drive].index.files;

    grove_begin(&holding->groves[drive], most);
    files->header_links = take(holding, most, sizeof *files->header_links);
    files->attributes = take(holding, most, sizeof *files->attributes);
    files->size = take(holding, most, sizeof *files->size);
    files->allocated = take(holding, most, sizeof *files->allocated);
    files->times = take(holding, most, TIMES * sizeof *files->times);
    holding->groves[drive].index.reparse =
        (struct reparse_rows){.file = take(holding, most, sizeof(uint32_t)),
                              .tag = take(holding, most, sizeof(uint32_t))};
    holding->groves[drive].index.want |= WANT_TIMES;
    holding->drives[drive] = (struct machine_drive){.name = str_of(drive_names[drive]),
                                                    .index = &holding->groves[drive].index,
                                                    .is_ntfs = true};
    holding->volumes[drive] = (struct plan_volume){.drive = str_of(drive_names[drive]),
                                                   .label = str_of("label"),
                                                   .file_system = str_of("NTFS"),
                                                   .serial = 17 + drive,
                                                   .cluster_bytes = CLUSTER_BYTES,
                                                   .record_bytes = RECORD_BYTES,
                                                   .index_bytes = CLUSTER_BYTES,
                                                   .is_ntfs = true};
}

void holding_begin(struct holding *holding, uint32_t ndrives, uint32_t most)
{
    *holding = (struct holding){0};
    for (uint32_t i = 0; i < ndrives; i++)
        begin_drive(holding, i, most);
    holding->profiles = (struct profiles){.computer = str_of("PC17"), .at = holding->users};
    holding->machine = (struct machine){.drives = holding->drives,
                                        .ndrives = ndrives,
                                        .profiles = &holding->profiles,
                                        .is_chosen = holding->is_chosen};
    holding->component = (struct rules_component){.name = str_of("Data")};
    for (uint32_t i = 0; i < HOLDING_SCOPES; i++)
        holding->scopes[i] = (struct expand_scope){&holding->component, EXPAND_SYSTEM, false};
    holding->expansion = (struct expansion){
        .rules = holding->expanded, .scopes = holding->scopes, .nscopes = HOLDING_SCOPES};
    holding->job = (struct save_job){.machine = &holding->machine,
                                     .volumes = holding->volumes,
                                     .expansion = &holding->expansion,
                                     .selections = holding->selections,
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

uint32_t holding_folder(struct holding *holding, uint32_t drive, struct str path)
{
    struct grove *grove = &holding->groves[drive];
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

uint32_t holding_add_str(struct holding *holding, uint32_t drive, struct str path)
{
    struct file_rows *files = &holding->groves[drive].index.files;
    struct str name, above = split(path, &name);
    uint32_t folder = holding_folder(holding, drive, above), file;

    if (name.n == 0)
        return folder;
    file = grove_add(&holding->groves[drive], folder, name, 0);
    files->size[file] = FIRST_SIZE + file;
    files->attributes[file] = ATTRIBUTE_ARCHIVE;
    for (uint32_t i = 0; i < TIMES; i++)
        files->times[TIMES * file + i] = UINT64_C(132000000000000000) + 10 * file + i;
    return file;
}

uint32_t holding_add(struct holding *holding, uint32_t drive, const char *path)
{
    return holding_add_str(holding, drive, str_of(path));
}

void holding_link_str(struct holding *holding, uint32_t drive, struct str path)
{
    const struct file_rows *files = &holding->groves[drive].index.files;
    struct str name, above = split(path, &name);
    uint32_t last = files->n - 1, folder = holding_folder(holding, drive, above);

    /* cppcheck-suppress knownConditionTrueFalse ; holding_folder adds files */
    if (files->n - 1 > last)
        fail("a link needs a folder that is there", path);
    grove_link(&holding->groves[drive], folder, name);
}

void holding_link(struct holding *holding, uint32_t drive, const char *path)
{
    holding_link_str(holding, drive, str_of(path));
}

struct expand_rule *holding_rule(struct holding *holding, enum rules_kind kind, uint32_t scope,
                                 const char *pattern)
{
    uint32_t n = holding->expansion.nrules;
    struct expand_rule *rule = &holding->expanded[n];
    const char *why = "";

    if (n == HOLDING_RULES ||
        pattern_parse(str_of(pattern), &holding->arena, &rule->pattern, &why) != STATUS_OK)
        fail(why, str_of(pattern));
    holding->expansion.nrules++;
    holding->rules[n].kind = kind;
    rule->rule = &holding->rules[n];
    rule->place = (struct rules_place){str_of("rules.xml"), 10 + n};
    rule->text = str_of(pattern);
    rule->scope = scope;
    holding->scopes[scope].has_include |= kind == RULES_INCLUDE;
    return rule;
}

void holding_find(struct holding *holding, uint32_t drive, uint32_t file, enum finding_kind kind,
                  uint64_t detail)
{
    struct index *index = &holding->groves[drive].index;

    index->findings = holding->findings[drive];
    index->findings[index->nfindings++] =
        (struct finding){.record = index->files.record[file], .kind = kind, .detail = detail};
    index->files.flags[file] |= FILE_FINDING;
}

void holding_finish(struct holding *holding)
{
    for (uint32_t drive = 0; drive < holding->machine.ndrives; drive++) {
        struct index *index = &holding->groves[drive].index;

        grove_finish(&holding->groves[drive]);
        for (uint32_t file = 0; file < index->files.n; file++)
            if (index->files.header_links[file] == 0)
                index->files.header_links[file] = (uint16_t)index_links(index, file);
    }
}

void holding_save(struct holding *holding, struct plan *plan_ret)
{
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < holding->machine.ndrives && status == STATUS_OK; i++) {
        select_free(&holding->selections[i]);
        status = select_names(&holding->expansion, &holding->machine, i, &holding->selections[i]);
    }
    plan_begin(plan_ret);
    if (status == STATUS_OK)
        status = save_plan(&holding->job, plan_ret);
    if (status != STATUS_OK)
        fail("cannot plan", str_of(status_text(status)));
}

void holding_free(struct holding *holding)
{
    for (uint32_t i = 0; i < holding->machine.ndrives; i++) {
        grove_free(&holding->groves[i]);
        select_free(&holding->selections[i]);
    }
    arena_free(&holding->arena);
}

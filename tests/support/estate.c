/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A computer from paths: see estate.h. */
#include "tests/support/estate.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "src/migxml.h"

static void *need(void *at)
{
    assert(at);
    return at;
}

const char *estate_text(struct estate *estate, const char *format, ...)
{
    enum { ROOM = 8192 };
    char *at = need(arena_alloc(&estate->profiles.arena, ROOM));
    va_list arguments;
    int n;

    va_start(arguments, format);
    n = vsnprintf(at, ROOM, format, arguments);
    va_end(arguments);
    assert(n >= 0 && n < ROOM);
    return at;
}

/* ---- Drives ---- */

/* What a grove leaves out, and rules ask for. */
static void add_columns(struct grove *grove)
{
    struct file_rows *files = &grove->index.files;
    struct arena *arena = &grove->arena;

    files->attributes = need(arena_array(arena, ESTATE_NAMES, sizeof *files->attributes));
    files->size = need(arena_array(arena, ESTATE_NAMES, sizeof *files->size));
    files->times = need(arena_array(arena, ESTATE_NAMES, TIMES * sizeof *files->times));
}

void estate_drive(struct estate *estate, const char *name, enum machine_kind kind)
{
    uint32_t no = estate->machine.ndrives++;

    assert(no < ESTATE_DRIVES);
    grove_begin(&estate->groves[no], ESTATE_NAMES);
    add_columns(&estate->groves[no]);
    estate->drives[no] = (struct machine_drive){
        .name = str_of(name), .index = &estate->groves[no].index, .kind = kind, .is_ntfs = true};
    estate->machine.drives = estate->drives;
}

static uint32_t child(const struct index *index, uint32_t parent, struct str name)
{
    uint64_t reference = index_reference(index, parent);

    for (uint32_t row = 1; row < index->names.n; row++)
        if (index->names.parent[row] == reference && str_equal(index_name(index, row), name))
            return index->names.file[row];
    return INDEX_NONE;
}

uint32_t estate_add(struct estate *estate, uint32_t drive, const char *path)
{
    struct grove *grove = &estate->groves[drive];
    uint32_t at = GROVE_ROOT;

    while (*path) {
        size_t n = strcspn(path, "\\");
        struct str name = {path, n};
        uint32_t next = child(&grove->index, at, name);

        if (next == INDEX_NONE)
            next = grove_add(grove, at, name, path[n] ? FILE_DIRECTORY : 0);
        at = next;
        path += n + (path[n] == '\\');
    }
    return at;
}

/* ---- Windows ---- */

static const char *users_folder(const struct estate *estate)
{
    return estate->profiles.version.at[0] == '5' ? "Documents and Settings" : "Users";
}

struct profile *estate_user(struct estate *estate, const char *name)
{
    uint32_t no = estate->profiles.n++;
    const char *folder = users_folder(estate);

    assert(no < ESTATE_USERS);
    estate->users[no] = (struct profile){
        .key = str_of(name),
        .sid = str_of(estate_text(estate, "S-1-5-21-1-2-3-%u", 1000 + no)),
        .name = str_of(name),
        .path = str_of(estate_text(estate, "C:\\%s\\%s", folder, name)),
        .folder = estate_add(estate, 0, estate_text(estate, "%s\\%s\\", folder, name)),
        .hive = INDEX_NONE,
        .sid_resolves = true,
    };
    estate->is_chosen[no] = true;
    return &estate->users[no];
}

static void add_windows(struct estate *estate, enum estate_kind kind)
{
    struct profiles *p = &estate->profiles;
    bool is_xp = kind == ESTATE_XP;

    p->windows = estate_add(estate, 0, "Windows\\");
    p->windows_path = str_of("\\Windows");
    p->version = str_of(is_xp ? "5.1" : "6.3");
    p->build = str_of(is_xp ? "2600" : "19045");
    p->users_path = str_of(is_xp ? "C:\\Documents and Settings" : "C:\\Users");
    p->public_path = str_of(is_xp ? "C:\\Documents and Settings\\All Users" : "C:\\Users\\Public");
    p->program_data = is_xp ? p->public_path : str_of("C:\\ProgramData");
    p->default_path =
        str_of(is_xp ? "C:\\Documents and Settings\\Default User" : "C:\\Users\\Default");
    p->has_registry = true;
    estate_add(estate, 0, "Program Files\\");
    if (!is_xp) {
        estate_add(estate, 0, "Windows\\SysWOW64\\");
        estate_add(estate, 0, "Program Files (x86)\\");
        estate_add(estate, 0, "ProgramData\\");
        estate_add(estate, 0, "Users\\Public\\");
    }
    estate_user(estate, "Ann");
    estate_user(estate, "Bob");
}

void estate_begin(struct estate *estate, enum estate_kind kind)
{
    *estate = (struct estate){0};
    estate->profiles.windows = INDEX_NONE;
    estate->profiles.drive = str_of("C:");
    estate->profiles.version = str_of("");
    estate->profiles.at = estate->users;
    estate->machine.profiles = &estate->profiles;
    estate->machine.is_chosen = estate->is_chosen;
    rules_begin(&estate->rules);
    estate_drive(estate, "C:", MACHINE_FIXED);
    if (kind != ESTATE_NOTHING)
        add_windows(estate, kind);
}

void estate_shell(struct estate *estate, struct profile_folders *shell, const char *name,
                  const char *path)
{
    if (!shell->at)
        shell->at = need(arena_array(&estate->profiles.arena, ESTATE_SHELL, sizeof *shell->at));
    assert(shell->n < ESTATE_SHELL);
    shell->at[shell->n++] = (struct profile_folder){str_of(name), str_of(path), INDEX_NONE, false};
}

void estate_finish(struct estate *estate)
{
    for (uint32_t i = 0; i < estate->machine.ndrives; i++)
        grove_finish(&estate->groves[i]);
}

/* ---- Rules ---- */

void estate_rules(struct estate *estate, const char *text)
{
    struct bytes bytes = {(const uint8_t *)text, strlen(text)};
    bool is_read = migxml_read_bytes(&estate->rules, bytes, "r.xml");

    assert(is_read);
    (void)is_read;
}

void estate_expand(struct estate *estate)
{
    const struct expand_job job = {&estate->rules, &estate->config, &estate->machine};
    enum status status;

    expand_free(&estate->expansion);
    status = expand(&job, &estate->expansion);
    assert(status == STATUS_OK);
    (void)status;
}

void estate_free(struct estate *estate)
{
    expand_free(&estate->expansion);
    rules_free(&estate->rules);
    config_free(&estate->config);
    for (uint32_t i = 0; i < estate->machine.ndrives; i++)
        grove_free(&estate->groves[i]);
    profiles_free(&estate->profiles);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Users for programs: see users_json.h. */
#include "src/users_json.h"

#include "src/filetime.h"
#include "src/users_text.h"

static void put_text(struct json *json, const char *key, struct str text)
{
    if (text.n > 0)
        json_text(json, key, text);
    else
        json_null(json, key);
}

static void put_time(struct json *json, const char *key, uint64_t ticks)
{
    struct filetime_last last = {0};
    char text[FILETIME_BYTES];

    put_text(json, key, (struct str){text, ticks ? filetime_text(ticks, &last, text) : 0});
}

static void put_file(struct json *json, const char *key, const struct index *index, uint32_t file)
{
    if (file == INDEX_NONE)
        json_null(json, key);
    else
        json_reference(json, key, index_reference(index, file));
}

static void put_folders(struct json *json, const struct profile_folders *folders,
                        const struct index *index)
{
    json_array(json, "shell_folders");
    for (uint32_t i = 0; i < folders->n; i++) {
        json_row(json, NULL);
        json_text(json, "name", folders->at[i].name);
        json_text(json, "path", folders->at[i].path);
        put_file(json, "folder", index, folders->at[i].file);
        json_bool(json, "elsewhere", folders->at[i].is_elsewhere);
        json_end(json, '}');
    }
    json_end(json, ']');
}

static void put_windows(const struct profiles *p, const struct index *index, struct json *json)
{
    json_object(json, "windows");
    put_text(json, "folder", p->windows_path);
    put_text(json, "product", p->product);
    put_text(json, "version", p->version);
    put_text(json, "build", p->build);
    put_text(json, "release", p->release);
    put_text(json, "computer", p->computer);
    put_text(json, "drive", p->drive);
    put_text(json, "users_path", p->users_path);
    put_text(json, "public_path", p->public_path);
    put_text(json, "default_path", p->default_path);
    put_text(json, "program_data", p->program_data);
    put_folders(json, &p->shell, index);
    json_end(json, '}');
}

static void put_flags(unsigned flags, struct json *json)
{
    json_array(json, "flags");
    for (unsigned bit = 0; bit < PROFILE_NFLAGS; bit++)
        if (flags & 1u << bit)
            json_word(json, NULL, users_text_flag(bit));
    json_end(json, ']');
}

static void put_profile(const struct profile *p, const struct index *index, struct json *json)
{
    json_object(json, NULL);
    put_text(json, "key", p->key);
    put_text(json, "sid", p->sid);
    put_text(json, "name", p->name);
    put_text(json, "domain", p->domain);
    put_text(json, "account", p->account);
    put_text(json, "path", p->path);
    put_file(json, "folder", index, p->folder);
    put_file(json, "hive", index, p->hive);
    put_flags(p->flags, json);
    if (p->sid.n > 0)
        json_bool(json, "sid_resolves", p->sid_resolves);
    else
        json_null(json, "sid_resolves");
    if (p->has_state)
        json_hex(json, "state", p->state, 4);
    else
        json_null(json, "state");
    put_time(json, "modified", p->modified);
    put_time(json, "loaded", p->loaded);
    put_time(json, "unloaded", p->unloaded);
    put_time(json, "last_used", p->last_used);
    put_folders(json, &p->shell, index);
    json_end(json, '}');
}

void users_json(const struct profiles *profiles, const struct index *index, struct json *json)
{
    json_object(json, "users");
    json_bool(json, "from_registry", profiles->has_registry);
    put_windows(profiles, index, json);
    json_array(json, "profiles");
    for (uint32_t i = 0; i < profiles->n; i++)
        put_profile(&profiles->at[i], index, json);
    json_end(json, ']');
    json_array(json, "notes");
    for (uint32_t i = 0; i < profiles->nnotes; i++)
        json_text(json, NULL, profiles->notes[i]);
    json_end(json, ']');
    json_end(json, '}');
}

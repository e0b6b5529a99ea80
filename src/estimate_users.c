/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readiness in words: see estimate_users.h. */
#include "src/estimate_users.h"

#include "src/filetime.h"
#include "src/number.h"
#include "src/username.h"

enum { NAME_COLUMN = 28, DAY_BYTES = 10 };

static const struct profile *profile_of(const struct estimate_report *r,
                                        const struct readiness_profile *row)
{
    return row->profile == PLAN_NONE ? NULL : &r->planning->profiles.at[row->profile];
}

static void put_name(const struct profile *profile, struct textbuf *to)
{
    if (!profile) {
        textbuf_cstr(to, "(what is no user's)");
        return;
    }
    username_put(profile, to);
}

/* VALUE at the right of WIDTH columns. */
static void put_right(struct textbuf *to, uint64_t value, size_t width, bool is_size)
{
    char text[NUMBER_COMMAS_BYTES];
    size_t n = is_size && value >= 1024 ? number_human(value, text) : number_commas(value, text);

    textbuf_fill(to, ' ', n < width ? width - n : 1);
    textbuf_str(to, (struct str){text, n});
}

static void put_day(uint64_t ticks, struct textbuf *to)
{
    struct filetime_last last = {0};
    char text[FILETIME_BYTES];

    if (ticks == 0) {
        textbuf_cstr(to, "  not known ");
        return;
    }
    filetime_text(ticks, &last, text);
    textbuf_cstr(to, "  ");
    textbuf_str(to, (struct str){text, DAY_BYTES});
}

static void put_obstacles(const struct readiness_profile *row, struct textbuf *to)
{
    for (unsigned i = 0; i < READINESS_NOBSTACLES; i++)
        if (row->obstacles[i] > 0) {
            textbuf_format(to,
                           "      in the way: %s: ", readiness_phrase((enum readiness_obstacle)i));
            textbuf_commas(to, row->obstacles[i]);
            textbuf_char(to, '\n');
        }
}

static void put_row(const struct estimate_report *r, const struct readiness_profile *row,
                    struct textbuf *to)
{
    size_t start = to->n, width;
    const struct profile *profile = profile_of(r, row);

    textbuf_cstr(to, "  ");
    put_name(profile, to);
    width = to->n - start;
    textbuf_fill(to, ' ', width < NAME_COLUMN ? NAME_COLUMN - width : 1);
    put_right(to, row->files, 12, false);
    put_right(to, row->bytes, 11, true);
    put_right(to, row->taken, 12, false);
    put_right(to, row->taken_bytes, 11, true);
    if (profile)
        put_day(row->last_used, to);
    if (profile && !row->is_chosen)
        textbuf_format(to, "\n      %s", userchoice_phrase(r->planning->why[row->profile]));
    textbuf_char(to, '\n');
    put_obstacles(row, to);
}

void estimate_users_text(const struct estimate_report *r, struct textbuf *to)
{
    textbuf_cstr(to, "\nUser                               files       size       taken       "
                     "size  last used\n");
    for (uint32_t i = 0; i < r->readiness->n; i++)
        put_row(r, &r->readiness->at[i], to);
}

static void put_json_time(struct json *json, uint64_t ticks)
{
    if (ticks > 0) {
        struct filetime_last last = {0};
        char text[FILETIME_BYTES];

        json_text(json, "last_used", (struct str){text, filetime_text(ticks, &last, text)});
    } else {
        json_null(json, "last_used");
    }
}

static void put_json_row(const struct estimate_report *r, const struct readiness_profile *row,
                         struct json *json)
{
    const struct profile *profile = profile_of(r, row);
    struct textbuf name = {0};

    put_name(profile, &name);
    json_object(json, NULL);
    if (profile) {
        json_text(json, "user", textbuf_view(&name));
        json_text(json, "sid", profile->sid);
        json_text(json, "path", profile->path);
        json_bool(json, "is_chosen", row->is_chosen);
    } else {
        json_null(json, "user");
    }
    json_number(json, "files", row->files);
    json_number(json, "bytes", row->bytes);
    json_number(json, "taken", row->taken);
    json_number(json, "taken_bytes", row->taken_bytes);
    put_json_time(json, profile ? row->last_used : 0);
    json_row(json, "in_the_way");
    for (unsigned i = 0; i < READINESS_NOBSTACLES; i++)
        json_number(json, readiness_word((enum readiness_obstacle)i), row->obstacles[i]);
    json_end(json, '}');
    json_end(json, '}');
    textbuf_free(&name);
}

void estimate_users_json(const struct estimate_report *r, struct json *json)
{
    json_array(json, "users");
    for (uint32_t i = 0; i < r->readiness->n; i++)
        put_json_row(r, &r->readiness->at[i], json);
    json_end(json, ']');
}

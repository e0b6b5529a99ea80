/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can stand in a manifest: see manifestfile_check.h. */
#include "src/manifestfile_check.h"

#include "planner/placing.h"
#include "src/textscan.h"
#include "src/wtf8.h"

enum { DRIVE_BYTES = 2, ESCAPE_DIGITS = 4, OWNER_BYTES_MAX = 256 };

/* ---- Paths ---- */

static bool is_name(struct str name)
{
    return plan_is_name(name) && wtf8_units(name) <= PLACING_NAME_UNITS_MAX;
}

/* "\Users\Ann": a backslash and a name, any number of times. */
static bool are_steps(struct str path)
{
    for (size_t at = 0, first; at < path.n;) {
        if (path.at[at] != '\\')
            return false;
        for (first = ++at; at < path.n && path.at[at] != '\\';)
            at++;
        if (!is_name((struct str){path.at + first, at - first}))
            return false;
    }
    return true;
}

/* The same, where *FOLDER is known to be such a path. */
static bool is_path(struct str path, struct str *folder)
{
    size_t n = path.n;
    struct str in;

    if (path.n > PLACING_PATH_UNITS_MAX && wtf8_units(path) > PLACING_PATH_UNITS_MAX)
        return false;
    while (n > 0 && path.at[n - 1] != '\\')
        n--;
    if (n == 0)
        return false;
    in = (struct str){path.at, n - 1};
    if (!str_equal(in, *folder) && !are_steps(in))
        return false;
    *folder = in;
    return is_name((struct str){path.at + n, path.n - n});
}

bool manifestfile_check_drive(struct str drive)
{
    return drive.n == DRIVE_BYTES && drive.at[1] == ':' &&
           ((drive.at[0] >= 'A' && drive.at[0] <= 'Z') ||
            (drive.at[0] >= 'a' && drive.at[0] <= 'z'));
}

/* TEXT behind its drive; empty where it has none. */
static struct str behind_drive(struct str text)
{
    if (text.n < DRIVE_BYTES || !manifestfile_check_drive((struct str){text.at, DRIVE_BYTES}))
        return (struct str){"", 0};
    return (struct str){text.at + DRIVE_BYTES, text.n - DRIVE_BYTES};
}

bool manifestfile_check_store(struct str store)
{
    struct str path = behind_drive(store), folder = {"", 0};

    return is_path(path, &folder);
}

/* Does LONGER begin with the steps of PATH, and go on behind them? */
static bool lies_in(struct str longer, struct str path)
{
    return longer.n > path.n && longer.at[path.n] == '\\' &&
           memcmp(longer.at, path.at, path.n) == 0;
}

static bool is_in_store(struct str store, const struct manifest_row *row)
{
    struct str path = behind_drive(store);

    return lies_in(row->path, path) ||
           (row->kind == PLAN_MKDIR && (str_equal(row->path, path) || lies_in(path, row->path)));
}

static bool is_original(const struct manifest *manifest, const struct manifest_row *row,
                        struct str *folder)
{
    struct str path = behind_drive(row->original), drive = {row->original.at, DRIVE_BYTES};

    if (path.n == 0 || (row->kind == PLAN_LINK && !text_same_folded(drive, manifest->drive, NULL)))
        return false;
    if (row->kind == PLAN_MKDIR && str_equal(path, str_of("\\")))
        return true;
    return is_path(path, folder);
}

/* ---- Rows ---- */

static bool is_without_source(const struct manifest_row *row)
{
    return row->kind == PLAN_MKDIR && row->source == 0 && row->original.n == 0 && row->size == 0 &&
           row->created == 0 && row->modified == 0 && row->changed == 0 && row->accessed == 0 &&
           row->links == 0 && row->streams.n == 0 && row->owner.n == 0;
}

bool manifestfile_check_row(const struct manifest *manifest, const struct manifest_row *row,
                            struct manifestfile_folders *folders)
{
    bool has_source = row->source != 0 && row->original.n > 0;

    return is_path(row->path, &folders->path) && is_in_store(manifest->store, row) &&
           (has_source ? is_original(manifest, row, &folders->original) : is_without_source(row)) &&
           (!row->has_sha256 || row->kind == PLAN_COPY);
}

/* ---- Texts ---- */

/* Takes what stands for one unit off the front of TEXT, behind "%". */
static bool take_escape(struct str *text)
{
    struct str digits = {text->at, ESCAPE_DIGITS};
    uint64_t unit;

    if (text->n < ESCAPE_DIGITS)
        return false;
    *text = (struct str){text->at + ESCAPE_DIGITS, text->n - ESCAPE_DIGITS};
    return textscan_hex(&digits, &unit) &&
           (unit < ' ' || unit == 0x7F || unit == ':' || unit == '=' || unit == '%' ||
            (unit >= 0xD800 && unit < 0xE000));
}

static bool is_stream_name(struct str name)
{
    if (name.n == 0)
        return false;
    while (name.n > 0) {
        uint8_t c = (uint8_t)*name.at;

        name = (struct str){name.at + 1, name.n - 1};
        if (c < ' ' || c == 0x7F || c == ':' || (c == '%' && !take_escape(&name)))
            return false;
    }
    return true;
}

static bool is_number(struct str digits)
{
    uint64_t number;

    return digits.n > 0 && (digits.n == 1 || *digits.at != '0') &&
           !memchr(digits.at, ' ', digits.n) && textscan_number(&digits, UINT64_MAX, &number) &&
           digits.n == 0;
}

bool manifestfile_check_streams(struct str streams)
{
    if (!wtf8_is_utf8(streams))
        return false;
    while (streams.n > 0) {
        if (*streams.at != ':')
            return false;
        streams = (struct str){streams.at + 1, streams.n - 1};
        if (!is_stream_name(textscan_until(&streams, '=')))
            return false;

        const char *end = streams.n > 0 ? memchr(streams.at, ':', streams.n) : NULL;
        size_t n = end ? (size_t)(end - streams.at) : streams.n;
        if (!is_number((struct str){streams.at, n}))
            return false;
        streams = (struct str){streams.at + n, streams.n - n};
    }
    return true;
}

bool manifestfile_check_owner(struct str owner)
{
    if (owner.n < 4 || owner.n > OWNER_BYTES_MAX || memcmp(owner.at, "S-1-", 4) != 0)
        return false;
    for (size_t i = 4; i < owner.n; i++) {
        char c = owner.at[i];

        if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'F') && c != 'x' && c != '-')
            return false;
    }
    return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are in use: see lockedlist.h. */
#include "src/lockedlist.h"

#include <errno.h>
#include <stdlib.h>

#include "src/profilefind.h"
#include "src/say.h"
#include "src/textscan.h"
#include "src/wholefile.h"

/* The bytes as UTF-8, in the list's arena. False without memory. */
static bool to_text(struct bytes bytes, struct arena *arena, struct str *text_ret)
{
    bool is_utf16 = bytes.n >= 2 && bytes.at[0] == 0xFF && bytes.at[1] == 0xFE;
    size_t mark = is_utf16 ? 2 : bytes.n >= 3 && memcmp(bytes.at, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    size_t n = bytes.n - mark;
    char *text = arena_alloc(arena, n / 2 * TEXT_BYTES_PER_UNIT_MAX + n + 1);

    if (!text)
        return false;
    if (is_utf16)
        n = text_from_utf16(bytes.at + mark, n / 2, text);
    else if (n > 0)
        memcpy(text, bytes.at + mark, n);
    *text_ret = (struct str){text, n};
    return true;
}

/* Takes "system" or "application" and a tab off LINE. True for the first. */
static bool take_holder(struct str *line)
{
    struct str rest = *line, word = textscan_until(&rest, '\t');
    bool is_by_system = text_same_folded(word, str_of("system"), NULL);

    if (is_by_system || text_same_folded(word, str_of("application"), NULL))
        *line = text_trim(rest);
    return is_by_system;
}

/* The line as a lock. False where it is no path with a drive. */
static bool read_line(struct str line, struct save_lock *lock)
{
    lock->is_by_system = take_holder(&line);
    lock->path = line;
    return profilefind_has_drive(line) && line.n > 3 && line.at[2] == '\\';
}

static bool read_lines(const char *path, struct str text, struct lockedlist *list)
{
    struct str rest = text, line;
    size_t nlines = 0, lineno = 0;

    while (textscan_line(&rest, &line))
        nlines++;
    list->locks = arena_array(&list->arena, nlines + 1, sizeof *list->locks);
    if (!list->locks) {
        say_no_memory();
        return false;
    }
    while (textscan_line(&text, &line)) {
        line = text_trim(line);
        lineno++;
        if (line.n == 0 || line.at[0] == '#')
            continue;
        if (!read_line(line, &list->locks[list->n])) {
            say("%s:%zu: This is no path with a drive, such as C:\\Users\\Ann\\mail.pst.", path,
                lineno);
            return false;
        }
        list->n++;
    }
    return true;
}

bool lockedlist_read(const char *path, struct lockedlist *list_ret)
{
    struct lockedlist list = {0};
    struct str text;
    uint8_t *at;
    size_t n;
    bool is_good = false;

    if (!wholefile_read(path, LOCKEDLIST_BYTES_MAX, &at, &n)) {
        if (errno == ENOMEM)
            say_no_memory();
        else
            say("%s: The list of locked files cannot be read: %s.", path, strerror(errno));
        return false;
    }
    if (n > LOCKEDLIST_BYTES_MAX)
        say("%s: The list is larger than 64 MiB.", path);
    else if (!to_text((struct bytes){at, n}, &list.arena, &text))
        say_no_memory();
    else
        is_good = read_lines(path, text, &list);
    free(at);
    if (is_good)
        *list_ret = list;
    else
        lockedlist_free(&list);
    return is_good;
}

void lockedlist_free(struct lockedlist *list)
{
    arena_free(&list->arena);
}

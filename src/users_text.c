/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Users for people: see users_text.h. */
#include "src/users_text.h"

#include "src/filetime.h"
#include "src/lines.h"

/* As enum profile_flag. */
static const struct flag {
    const char *word, *meaning;
} flags[PROFILE_NFLAGS] = {
    {"backup", "Windows set its key aside (.bak)"},
    {"duplicate", "another key has its SID or its folder"},
    {"no-folder", "its folder is not on the volume"},
    {"elsewhere", "its folder is on another drive"},
    {"no-key", "a folder that no key names; its owner is not known"},
    {"system", "an account of the system"},
    {"no-hive", "no NTUSER.DAT in its folder"},
    {"bad-hive", "its NTUSER.DAT cannot be read"},
    {"dirty-hive", "its NTUSER.DAT was being written"},
    {"no-account", "its account was deleted from this computer"},
    {"domain", "an account of a domain: whether it is still there cannot be known here"},
};

const char *users_text_flag(unsigned bit)
{
    return flags[bit].word;
}

static void put_value(struct textbuf *to, const char *label, struct str value)
{
    if (value.n == 0)
        return;
    lines_label(to, label);
    textbuf_shown(to, value);
    textbuf_char(to, '\n');
}

static void put_time(struct textbuf *to, const char *label, uint64_t ticks)
{
    struct filetime_last last = {0};
    char text[FILETIME_BYTES];
    size_t n = ticks ? filetime_text(ticks, &last, text) : 0;

    put_value(to, label, (struct str){text, n});
}

static void put_folders(struct textbuf *to, const struct profile_folders *folders)
{
    for (uint32_t i = 0; i < folders->n; i++) {
        const struct profile_folder *folder = &folders->at[i];

        textbuf_cstr(to, i == 0 ? "  Shell folders\n    " : "    ");
        textbuf_shown(to, folder->name);
        textbuf_cstr(to, ": ");
        textbuf_shown(to, folder->path);
        textbuf_cstr(to, folder->is_elsewhere         ? " (elsewhere)\n"
                         : folder->file == INDEX_NONE ? " (not there)\n"
                                                      : "\n");
    }
}

static void put_windows(const struct profiles *p, struct textbuf *to)
{
    lines_heading(to, "Windows");
    put_value(to, "Folder", p->windows == INDEX_NONE ? str_of("none") : p->windows_path);
    put_value(to, "Product", p->product);
    put_value(to, "Version", p->version);
    put_value(to, "Build", p->build);
    put_value(to, "Release", p->release);
    put_value(to, "Computer", p->computer);
    put_value(to, "Its drive", p->drive);
    put_value(to, "Profiles", p->users_path);
    put_value(to, "Public profile", p->public_path);
    put_value(to, "Default profile", p->default_path);
    put_value(to, "Program data", p->program_data);
    put_folders(to, &p->shell);
}

/* DOMAIN\account, of which either may be unknown. */
static void put_account(const struct profile *p, struct textbuf *to)
{
    if (p->account.n == 0 && p->domain.n == 0)
        return;
    lines_label(to, "Account");
    textbuf_shown(to, p->domain.n ? p->domain : str_of("?"));
    textbuf_char(to, '\\');
    textbuf_shown(to, p->account.n ? p->account : str_of("?"));
    textbuf_char(to, '\n');
}

static const char *why_orphaned(const struct profile *p)
{
    if (p->flags & PROFILE_NO_ACCOUNT)
        return "no account of this computer has its SID";
    if (p->sid.n > 0 && !p->sid_resolves && !(p->flags & (PROFILE_ELSEWHERE | PROFILE_SYSTEM)))
        return "no key of its SID names a folder that is there";
    return NULL;
}

static void put_profile(const struct profile *p, struct textbuf *to)
{
    struct textbuf heading = {0};

    textbuf_cstr(&heading, "User ");
    textbuf_shown(&heading, p->name.n ? p->name : p->key);
    textbuf_char(&heading, '\0');
    lines_heading(to, heading.is_short ? "User" : heading.at);
    to->is_short |= heading.is_short;
    textbuf_free(&heading);
    put_value(to, "SID", p->sid.n ? p->sid : str_of("not known"));
    put_account(p, to);
    put_value(to, "Path", p->path.n ? p->path : str_of("none in its key"));
    put_time(to, "Last used", p->last_used);
    if (p->has_state)
        lines_value(to, "State", "0x%04x", p->state);
    if (why_orphaned(p))
        lines_value(to, "Orphaned", "%s", why_orphaned(p));
    for (unsigned bit = 0; bit < PROFILE_NFLAGS; bit++)
        if (p->flags & 1u << bit)
            lines_value(to, "Note", "%s", flags[bit].meaning);
    put_folders(to, &p->shell);
}

void users_text(const struct profiles *profiles, struct textbuf *to)
{
    put_windows(profiles, to);
    for (uint32_t i = 0; i < profiles->n; i++)
        put_profile(&profiles->at[i], to);
    if (profiles->nnotes > 0)
        lines_heading(to, "What could not be known");
    for (uint32_t i = 0; i < profiles->nnotes; i++) {
        textbuf_cstr(to, "  ");
        textbuf_shown(to, profiles->notes[i]);
        textbuf_char(to, '\n');
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about the new Windows: see restoring_cleanup.h. */
#include "src/restoring_cleanup.h"

#include "planner/cleanup.h"
#include "src/planning_notes.h"
#include "src/say.h"

/* Does anybody of the old Windows become the user HEIR? */
static bool is_heir(const struct oldwindows *old, const struct knownfolders *folders,
                    const struct profile *heir)
{
    if (heir->flags & PROFILE_SYSTEM || heir->path.n == 0)
        return false;
    for (uint32_t i = 0; i < old->profiles.n && folders->heirs; i++)
        if (str_equal(folders->heirs[i].path, heir->path))
            return true;
    return false;
}

static const bool *choose(struct planning *p, const struct oldwindows *old,
                          const struct knownfolders *folders)
{
    const struct profiles *users = p->drives.machine.profiles;
    bool *is_chosen = arena_array(&p->arena, (size_t)users->n + 1, sizeof *is_chosen);

    for (uint32_t i = 0; i < users->n && is_chosen; i++)
        is_chosen[i] = is_heir(old, folders, &users->at[i]);
    return is_chosen;
}

bool restoring_cleanup_mean(struct planning *p, const struct oldwindows *old,
                            const struct knownfolders *folders, struct expansion *cleanup_ret)
{
    struct machine now = p->drives.machine;
    struct rules only;
    enum status status = cleanup_rules(&p->rules, &p->arena, &only);

    if (status == STATUS_OK && !only.components)
        return true;
    now.is_chosen = choose(p, old, folders);
    if (status == STATUS_OK && now.is_chosen)
        status = expand(&(struct expand_job){&only, &p->config, &now}, cleanup_ret);
    if (status == STATUS_OK && now.is_chosen)
        return true;
    if (status == STATUS_TOO_LARGE)
        say("The rules of <destinationCleanup> mean more patterns than can be weighed (16 "
            "million): take some out.");
    else
        say_no_memory();
    return false;
}

/* A volume that is not NTFS is not written. */
static bool note_elsewhere(struct planning *p, const struct expansion *cleanup, uint32_t drive)
{
    const struct machine *machine = &p->drives.machine;

    for (uint32_t i = 0; i < cleanup->nrules; i++) {
        const struct expand_rule *rule = &cleanup->rules[i];
        struct textbuf text = {0};

        if (machine_drive(machine, rule->text) != drive)
            continue;
        textbuf_shown(&text, rule->place.file);
        textbuf_format(&text, ":%u: <destinationCleanup> means files of %.*s, which is not NTFS: ",
                       rule->place.line, (int)machine->drives[drive].name.n,
                       machine->drives[drive].name.at);
        textbuf_cstr(&text, "it is not written, and they stay.");
        return planning_notes_add(&p->plan, &text);
    }
    return true;
}

bool restoring_cleanup_note(struct planning *p, const struct expansion *cleanup)
{
    bool is_good = true;

    for (uint32_t i = 0; i < p->drives.machine.ndrives && is_good; i++)
        if (!p->drives.machine.drives[i].is_ntfs)
            is_good = note_elsewhere(p, cleanup, i);

    for (const struct rules_note *it = cleanup->notes.first; it && is_good; it = it->next) {
        struct textbuf text = {0};

        textbuf_shown(&text, it->place.file);
        textbuf_format(&text, ":%u: <destinationCleanup>, in the new Windows: ", it->place.line);
        textbuf_shown(&text, it->text);
        is_good = planning_notes_add(&p->plan, &text);
    }
    return is_good;
}

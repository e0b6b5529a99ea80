/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes of a plan: see planning_notes.h. */
#include "src/planning_notes.h"

/* Sentences that are being collected; there is room for all of them. */
struct collection {
    struct plan *plan;
    struct str *at;
    uint32_t n, room;
    bool is_short;
};

static void add(struct collection *to, struct str text)
{
    char *at = arena_alloc(&to->plan->arena, text.n + 1);

    to->is_short |= !at;
    if (!at || to->n == to->room)
        return;
    memcpy(at, text.at, text.n);
    to->at[to->n++] = (struct str){at, text.n};
}

static bool is_same(const struct rules_note *a, const struct rules_note *b)
{
    return a->kind == b->kind && a->place.line == b->place.line &&
           str_equal(a->place.file, b->place.file) && str_equal(a->text, b->text);
}

/* Remarks are left to `rules lint`: they are about what no plan carries out. */
static void add_rules(struct collection *to, const struct rules_notes *notes)
{
    const struct rules_note *before = NULL;

    for (const struct rules_note *it = notes->first; it; before = it, it = it->next) {
        struct textbuf text = {0};

        if (rules_note_severity(it->kind) == RULES_REMARK || (before && is_same(before, it)))
            continue;
        textbuf_shown(&text, it->place.file);
        textbuf_format(&text, ":%u: ", it->place.line);
        textbuf_str(&text, it->text);
        to->is_short |= text.is_short;
        add(to, textbuf_view(&text));
        textbuf_free(&text);
    }
}

static void add_damage(struct collection *to, const struct machine_drive *drive)
{
    struct textbuf text = {0};
    uint32_t n = drive->index->nfindings;

    if (n == 0)
        return;
    textbuf_str(&text, drive->name);
    textbuf_format(&text, " has %u finding%s of damage: what lies in damaged records is not known.",
                   n, n == 1 ? "" : "s");
    to->is_short |= text.is_short;
    add(to, textbuf_view(&text));
    textbuf_free(&text);
}

/* Is there a <fatal> in Config.xml that may have blocked the plan? */
static void add_fatal(struct collection *to, const struct config *config)
{
    for (const struct config_error *it = config->errors; it && to->plan->is_blocked; it = it->next)
        if (it->is_fatal) {
            add(to, str_of("Refusals that ErrorControl of Config.xml calls fatal forbid to apply "
                           "this plan."));
            return;
        }
}

enum { NLETTERS = 26, NETWORK = NLETTERS, NPLACES };

/* Where drives are that nothing was said of, and what rules would take there. */
struct elsewhere {
    const struct expand_rule *first;
    uint32_t n;
};

/* Which place PATTERN leads to, that is none of the drives; NPLACES where it is one, or all. */
static unsigned place_of(const struct machine *machine, struct str pattern)
{
    char letter;

    if (pattern.n >= 2 && pattern.at[0] == '\\' && pattern.at[1] == '\\')
        return NETWORK;
    if (pattern.n < 2 || pattern.at[1] != ':' ||
        machine_drive(machine, (struct str){pattern.at, 2}) != MACHINE_NONE)
        return NPLACES;
    letter = (char)(pattern.at[0] & ~0x20);
    return letter >= 'A' && letter <= 'Z' ? (unsigned)(letter - 'A') : NPLACES;
}

static void add_elsewhere(struct collection *to, unsigned place, const struct elsewhere *there)
{
    struct textbuf text = {0};

    if (place == NETWORK)
        textbuf_cstr(&text, "Nothing is taken from servers");
    else
        textbuf_format(&text, "Nothing is taken from %c:, which is not given with --drive",
                       (char)('A' + place));
    textbuf_cstr(&text, ", where rules include '");
    textbuf_shown(&text, there->first->text);
    if (there->n > 1)
        textbuf_format(&text, "' and %u more pattern%s.", there->n - 1, there->n == 2 ? "" : "s");
    else
        textbuf_cstr(&text, "'.");
    to->is_short |= text.is_short;
    add(to, textbuf_view(&text));
    textbuf_free(&text);
}

/* Folders of users are often on another drive: who does not give it must hear of that. */
static void add_all_elsewhere(struct collection *to, const struct planning *p)
{
    struct elsewhere places[NPLACES] = {{NULL, 0}};

    for (uint32_t i = 0; i < p->expansion.nrules; i++) {
        const struct expand_rule *rule = &p->expansion.rules[i];
        unsigned place = place_of(&p->drives.machine, rule->text);

        if (rule->rule->kind != RULES_INCLUDE || place == NPLACES)
            continue;
        if (places[place].n++ == 0)
            places[place].first = rule;
    }
    for (unsigned i = 0; i < NPLACES; i++)
        if (places[i].n > 0)
            add_elsewhere(to, i, &places[i]);
}

static bool is_nobody(const struct planning *p, struct str pattern)
{
    const uint16_t *upcase = p->drives.machine.drives[p->drives.machine.system].upcase;

    for (uint32_t i = 0; i < p->profiles.n; i++)
        if (userchoice_matches(pattern, &p->profiles.at[i], upcase))
            return false;
    return true;
}

/* A misspelt user is left out, or taken, in silence otherwise. */
static void add_nobodies(struct collection *to, const struct planning *p, const char *option,
                         const struct options_words *words)
{
    for (int i = 0; i < words->n; i++) {
        struct textbuf text = {0};

        if (!is_nobody(p, str_of(words->at[i])))
            continue;
        textbuf_format(&text, "%s '", option);
        textbuf_shown(&text, str_of(words->at[i]));
        textbuf_cstr(&text, "' names nobody here: 'mftlink info --users' tells who there is.");
        to->is_short |= text.is_short;
        add(to, textbuf_view(&text));
        textbuf_free(&text);
    }
}

/* A list that was made on another computer, or long ago, holds nothing: that must be heard of. */
static void add_locks(struct collection *to, const struct planning *p)
{
    const struct save_lock *first = NULL;
    uint32_t n = 0, drive, name;
    struct textbuf text = {0};

    for (uint32_t i = 0; i < p->locked.n; i++)
        if (!machine_find(&p->drives.machine, p->locked.locks[i].path, &drive, &name) && n++ == 0)
            first = &p->locked.locks[i];
    if (n == 0)
        return;
    textbuf_format(&text, "Of the list of locked files %u path%s lead%s nowhere, first '", n,
                   n == 1 ? "" : "s", n == 1 ? "s" : "");
    textbuf_shown(&text, first->path);
    textbuf_cstr(&text, "'.");
    to->is_short |= text.is_short;
    add(to, textbuf_view(&text));
    textbuf_free(&text);
}

/* Room for what the plan has, for what is to be said about the rules, and for MORE. */
static bool begin(struct collection *to, struct planning *p, size_t more)
{
    struct plan *plan = &p->plan;
    size_t most = (size_t)plan->nnotes + p->rules.notes.n + p->expansion.notes.n + more;

    *to = (struct collection){plan, arena_array(&plan->arena, most + 1, sizeof *to->at), 0,
                              (uint32_t)most, false};
    for (uint32_t i = 0; i < plan->nnotes && to->at; i++)
        to->at[to->n++] = plan->notes[i];
    return to->at;
}

static bool end(struct collection *to, const struct planning *p)
{
    add_rules(to, &p->rules.notes);
    add_rules(to, &p->expansion.notes);
    to->plan->notes = to->at;
    to->plan->nnotes = to->n;
    return !to->is_short;
}

bool planning_notes(struct planning *p)
{
    size_t most = (size_t)p->drives.machine.ndrives + NPLACES + (size_t)p->options->ui.n +
                  (size_t)p->options->ue.n + 2;
    struct collection to;

    if (!begin(&to, p, most))
        return false;
    for (uint32_t i = 0; i < p->drives.machine.ndrives; i++)
        add_damage(&to, &p->drives.machine.drives[i]);
    add_fatal(&to, &p->config);
    add_locks(&to, p);
    add_all_elsewhere(&to, p);
    add_nobodies(&to, p, "--ui", &p->options->ui);
    add_nobodies(&to, p, "--ue", &p->options->ue);
    return end(&to, p);
}

bool planning_notes_rules(struct planning *p)
{
    struct collection to;

    return begin(&to, p, 0) && end(&to, p);
}

bool planning_notes_add(struct plan *plan, struct textbuf *text)
{
    struct str *notes = arena_array(&plan->arena, (size_t)plan->nnotes + 1, sizeof *notes);
    char *at = text->is_short ? NULL : arena_alloc(&plan->arena, text->n + 1);

    if (notes && at) {
        if (plan->nnotes > 0)
            memcpy(notes, plan->notes, plan->nnotes * sizeof *notes);
        memcpy(at, text->at, text->n);
        notes[plan->nnotes++] = (struct str){at, text->n};
        plan->notes = notes;
    }
    textbuf_free(text);
    return notes && at;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Matching with one wildcard: at once by going back, and step by step without. */
#include "planner/glob.h"

/* A text to be read, and what is thought behind it. */
struct reader {
    struct str text;
    const uint16_t *upcase;
    size_t end; /* TEXT.n, or one more for a backslash at the end */
};

static uint32_t next_unit(const struct reader *reader, size_t *at)
{
    if (*at < reader->text.n)
        return text_fold(text_next(reader->text, at), reader->upcase);
    *at += 1;
    return text_fold('\\', reader->upcase);
}

static bool is_literal(const struct glob *glob, uint32_t i, uint32_t unit, const uint16_t *upcase)
{
    return i < glob->n && glob->at[i] != GLOB_ANY && text_fold(glob->at[i], upcase) == unit;
}

/* After a mismatch the last GLOB_ANY takes one unit more, and no earlier one need be thought of. */
bool glob_matches(const struct glob *glob, struct str text, const uint16_t *upcase, bool is_folder)
{
    bool has_end = text.n > 0 && text.at[text.n - 1] == '\\';
    struct reader reader = {text, upcase, text.n + (is_folder && !has_end)};
    uint32_t i = 0, any = GLOB_ANY;
    size_t at = 0, any_at = 0;

    for (;;) {
        if (i < glob->n && glob->at[i] == GLOB_ANY) {
            any = i++;
            any_at = at;
            continue;
        }
        if (at == reader.end && i == glob->n)
            return true;

        size_t next = at;
        if (at < reader.end && is_literal(glob, i, next_unit(&reader, &next), upcase)) {
            at = next;
            i++;
            continue;
        }
        if (any == GLOB_ANY || any_at == reader.end)
            return false;
        next_unit(&reader, &any_at);
        at = any_at;
        i = any + 1;
    }
}

/* Where to go on in the piece of FIRST to END (behind its last unit) after each of its units. */
static void link_piece(const uint32_t *units, uint32_t first, uint32_t end, uint32_t *back)
{
    uint32_t shorter = first;

    back[first] = first;
    if (first < end)
        back[first + 1] = first;
    for (uint32_t i = first + 1; i < end; i++) {
        while (shorter > first && units[shorter] != units[i])
            shorter = back[shorter];
        if (units[shorter] == units[i])
            shorter++;
        back[i + 1] = shorter;
    }
}

static uint32_t piece_end(const uint32_t *units, uint32_t n, uint32_t first)
{
    while (first < n && units[first] != GLOB_ANY)
        first++;
    return first;
}

enum status glob_machine_make(const struct glob *glob, const uint16_t *upcase, struct arena *arena,
                              struct glob_machine *machine_ret)
{
    uint32_t *units = arena_array(arena, (size_t)glob->n + 1, sizeof *units);
    uint32_t *back = arena_array(arena, (size_t)glob->n + 1, sizeof *back);

    if (!units || !back)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < glob->n; i++)
        units[i] = glob->at[i] == GLOB_ANY ? GLOB_ANY : text_fold(glob->at[i], upcase);

    uint32_t nhead = piece_end(units, glob->n, 0);
    for (uint32_t at = nhead; at < glob->n;) {
        uint32_t end = piece_end(units, glob->n, at + 1);

        link_piece(units, at + 1, end, back);
        at = end;
    }
    *machine_ret = (struct glob_machine){units, back, glob->n, nhead};
    return STATUS_OK;
}

/* STATE as it is remembered: a GLOB_ANY that is reached is behind us. */
static uint32_t arrive(const struct glob_machine *machine, uint32_t state)
{
    if (state == machine->n || machine->units[state] != GLOB_ANY)
        return state;
    return state + 1 == machine->n ? GLOB_ALL : state + 1;
}

uint32_t glob_start(const struct glob_machine *machine)
{
    return arrive(machine, 0);
}

uint32_t glob_step(const struct glob_machine *machine, uint32_t state, uint32_t unit)
{
    for (;;) {
        if (state < machine->n && machine->units[state] == unit)
            return arrive(machine, state + 1);
        if (state <= machine->nhead)
            return GLOB_DEAD;
        if (machine->back[state] == state)
            return state;
        state = machine->back[state];
    }
}

/* Most of the way nothing has begun to fit: then only the piece's first unit is looked for. */
static uint32_t skip_to(const uint32_t *units, uint32_t at, uint32_t n, uint32_t wanted)
{
    while (at < n && units[at] != wanted)
        at++;
    return at;
}

uint32_t glob_run(const struct glob_machine *machine, uint32_t state, const uint32_t *units,
                  uint32_t n)
{
    for (uint32_t i = 0; i < n && state != GLOB_DEAD && state != GLOB_ALL; i++) {
        if (state > machine->nhead && state < machine->n && machine->back[state] == state) {
            i = skip_to(units, i, n, machine->units[state]);
            if (i == n)
                break;
        }
        state = glob_step(machine, state, units[i]);
    }
    return state;
}

uint64_t glob_needs(const struct glob_machine *machine)
{
    uint64_t needs = 0;

    for (uint32_t i = 0; i < machine->n; i++)
        if (machine->units[i] != GLOB_ANY)
            needs |= glob_bit(machine->units[i]);
    return needs;
}

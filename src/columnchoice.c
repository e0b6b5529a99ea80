/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --columns: see columnchoice.h.
 */
#include "src/columnchoice.h"

#include "src/say.h"
#include "src/suggest.h"

#include <stdio.h>

static const struct column *find(const struct column *columns, struct str name)
{
    for (; columns->name; columns++)
        if (str_equal(str_of(columns->name), name))
            return columns;
    return NULL;
}

/* " Did you mean 'record'? The columns are record, ..." */
static void put_choices(struct textbuf *to, struct str name)
{
    const char *names[COLUMNS_MAX + 1] = {0}, *nearest;
    char word[64];

    for (size_t i = 0; columns_all[i].name; i++)
        names[i] = columns_all[i].name;
    snprintf(word, sizeof word, "%.*s", (int)(name.n < sizeof word ? name.n : sizeof word),
             name.at);
    nearest = suggest_nearest(word, names);
    if (nearest)
        textbuf_format(to, " Did you mean '%s'?", nearest);
    textbuf_cstr(to, " The columns are ");
    for (size_t i = 0; names[i]; i++)
        textbuf_format(to, "%s%s", i ? ", " : "", names[i]);
    textbuf_cstr(to, ".");
    textbuf_char(to, '\0');
}

static void say_unknown(struct str name)
{
    struct textbuf choices = {0};

    put_choices(&choices, name);
    if (choices.is_short)
        say_no_memory();
    else
        say("There is no column '%.*s'.%s", (int)name.n, name.at, choices.at);
    textbuf_free(&choices);
}

/* Appends the column NAME to the N in CHOSEN. */
static bool add(struct column *chosen, size_t n, struct str name)
{
    const struct column *column = find(columns_all, name);

    chosen[n] = (struct column){0};
    if (name.n == 0)
        say("--columns needs the names of columns with commas between them, such as "
            "record,path,size. See 'mftlink help export'.");
    else if (!column)
        say_unknown(name);
    else if (find(chosen, name))
        say("--columns has '%s' twice.", column->name);
    else
        return chosen[n] = *column, true;
    return false;
}

bool columnchoice_of(const char *list, struct column *chosen_ret)
{
    size_t n = 0;

    for (;; list++) {
        struct str name = {list, strcspn(list, ",")};

        /* No name comes twice, so there are never more than all columns. */
        if (!add(chosen_ret, n, name))
            return false;
        n++;
        list += name.n;
        if (!*list)
            break;
    }
    chosen_ret[n] = (struct column){0};
    return true;
}

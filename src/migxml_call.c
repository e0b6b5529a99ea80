/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls of helper functions: see migxml_call.h.
 */
#include "src/migxml_call.h"

#include "src/suggest.h"

#include <stdio.h>

static const char prefix[] = "MigXmlHelper."; /* MigXMLHelper. is seen as well */

/* What a call is made of; all texts are borrowed from it. */
struct parts {
    struct str name, arguments[MIGXML_CALL_ARGUMENTS_MAX];
    uint32_t narguments;
};

static void skip_blanks(struct str *text)
{
    while (text->n > 0 &&
           (*text->at == ' ' || *text->at == '\t' || *text->at == '\r' || *text->at == '\n'))
        *text = (struct str){text->at + 1, text->n - 1};
}

static struct str take(struct str *text, size_t n)
{
    struct str taken = {text->at, n};

    *text = (struct str){text->at + n, text->n - n};
    return taken;
}

static bool take_char(struct str *text, char c)
{
    skip_blanks(text);
    if (text->n == 0 || *text->at != c)
        return false;
    take(text, 1);
    return true;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static struct str take_name(struct str *text)
{
    size_t n = 0;

    skip_blanks(text);
    while (n < text->n && is_letter(text->at[n]))
        n++;
    return take(text, n);
}

/* A text in quotes, or NULL. What is wrong, or NULL. */
static const char *take_argument(struct str *text, struct str *argument_ret)
{
    const char *end;
    char quote;

    skip_blanks(text);
    quote = text->n > 0 ? *text->at : '\0';
    if (quote != '"' && quote != '\'') {
        *argument_ret = (struct str){NULL, 0};
        return text_same_folded(take_name(text), str_of("NULL"), NULL)
                   ? NULL
                   : "an argument is neither a text in quotes nor NULL";
    }
    end = memchr(text->at + 1, quote, text->n - 1);
    if (!end)
        return "the quote that begins an argument is never closed";
    take(text, 1);
    *argument_ret = take(text, (size_t)(end - text->at));
    take(text, 1);
    return NULL;
}

static const char *take_arguments(struct str *text, struct parts *parts)
{
    if (!take_char(text, '('))
        return "there is no '(' behind the name";
    if (take_char(text, ')'))
        return NULL;
    do {
        if (parts->narguments == MIGXML_CALL_ARGUMENTS_MAX)
            return "it has more than 64 arguments";

        const char *wrong = take_argument(text, &parts->arguments[parts->narguments++]);
        if (wrong)
            return wrong;
    } while (take_char(text, ','));
    return take_char(text, ')') ? NULL : "there is no ')' behind the arguments";
}

/* Takes TEXT apart. What is wrong with it, or NULL. */
static const char *dissect(struct str text, struct parts *parts)
{
    size_t n = sizeof prefix - 1;
    const char *wrong;

    *parts = (struct parts){0};
    if (text.n < n || !text_same_folded((struct str){text.at, n}, str_of(prefix), NULL))
        return "it does not begin with MigXmlHelper.";
    take(&text, n);
    parts->name = take_name(&text);
    if (parts->name.n == 0)
        return "there is no name behind MigXmlHelper.";
    wrong = take_arguments(&text, parts);
    skip_blanks(&text);
    return wrong ? wrong : text.n > 0 ? "something stands behind its ')'" : NULL;
}

static void note_unknown(struct migxml_reader *reader, const xmlNode *node, struct str name)
{
    const char *names[96] = {0}, *nearest;
    char word[64];

    for (size_t i = 0; i + 1 < sizeof names / sizeof names[0] && helper_at(i); i++)
        names[i] = helper_at(i)->name;
    snprintf(word, sizeof word, "%.*s", (int)name.n, name.at);
    nearest = suggest_nearest(word, names);
    migxml_node_note(reader, RULES_UNKNOWN_HELPER, node,
                     "There is no helper function '%s': USMT would collect nothing here and say "
                     "that all went well.%s%s%s",
                     word, nearest ? " Did you mean '" : "", nearest ? nearest : "",
                     nearest ? "'?" : "");
}

/* How many arguments are given, those at the end that are NULL left out. */
static uint32_t ngiven(const struct parts *parts)
{
    uint32_t n = parts->narguments;

    while (n > 0 && !parts->arguments[n - 1].at)
        n--;
    return n;
}

static bool is_one_of(struct str text, const char *const *words)
{
    for (; *words; words++)
        if (text_same_folded(text, str_of(*words), NULL))
            return true;
    return false;
}

/* Holds argument NO against the words that it may be. */
static void check_word(struct migxml_reader *reader, const xmlNode *node,
                       const struct rules_call *call, uint32_t no, const char *const *words)
{
    struct str given = no < call->narguments ? call->arguments[no] : (struct str){NULL, 0};

    if (given.at && !is_one_of(text_trim(given), words))
        migxml_node_note(reader, RULES_UNKNOWN_VALUE, node, "'%.*s' is nothing that %s knows.",
                         (int)given.n, given.at, call->helper->name);
}

static void check_words(struct migxml_reader *reader, const xmlNode *node,
                        const struct rules_call *call)
{
    static const char *const types[] = {"File", "Registry", "Ini", NULL};
    static const char *const drives[] = {"Fixed", "CDROM", "Removable", "Remote", NULL};
    static const char *const truths[] = {"TRUE", "FALSE", "Yes", "No", "1", "0", NULL};
    static const char *const properties[] = {"filesize", "dateCreated", "dateModified",
                                             "dateAccessed", NULL};
    static const char *const operators[] = {"range", "neq", "lte", "lt", "eq", "gte", "gt", NULL};
    const char *name = call->helper->name;

    if (strcmp(name, "GenerateDrivePatterns") == 0)
        check_word(reader, node, call, 1, drives);
    if (strcmp(name, "GenerateUserPatterns") == 0)
        check_word(reader, node, call, 0, types);
    for (uint32_t i = 0; strcmp(name, "GenerateDocPatterns") == 0 && i < 3; i++)
        check_word(reader, node, call, i, truths);
    if (strcmp(name, "DoesObjectExist") == 0 || strcmp(name, "IsSameObject") == 0)
        check_word(reader, node, call, 0, types);
    if (strcmp(name, "FileProperties") != 0)
        return;
    check_word(reader, node, call, 0, properties);
    check_word(reader, node, call, 1, operators);
}

static void note_use(struct migxml_reader *reader, const xmlNode *node, const struct helper *helper,
                     unsigned place)
{
    if (!(helper->place & place))
        migxml_node_note(reader, RULES_MISPLACED_HELPER, node,
                         "%s has no meaning in <%s>: it is not a function for this place.",
                         helper->name, migxml_node_name(node));
    else if (helper->id == HELPER_INTERNAL)
        migxml_node_note(reader, RULES_INTERNAL_HELPER, node,
                         "%s is internal to USMT and not documented: it is passed over.",
                         helper->name);
    else if (helper->use == HELPER_FOR_SETTINGS && place != HELPER_IN_PROCESSING)
        migxml_node_note(reader, RULES_SETTING, node,
                         "%s is about settings or what files contain, which is not carried.",
                         helper->name);
}

static struct rules_call *make(struct migxml_reader *reader, const xmlNode *node,
                               const struct helper *helper, const struct parts *parts)
{
    struct rules_call *call = migxml_node_make(reader, sizeof *call);
    struct str *arguments = migxml_node_make(reader, (parts->narguments + 1) * sizeof *arguments);

    if (!call || !arguments)
        return NULL;
    memcpy(arguments, parts->arguments, parts->narguments * sizeof *arguments);
    *call = (struct rules_call){NULL, migxml_node_place(reader, node), helper, arguments,
                                parts->narguments};
    return call;
}

/* Are there as many arguments as HELPER takes? If not, that is noted. */
static bool takes(struct migxml_reader *reader, const xmlNode *node, const struct helper *helper,
                  const struct parts *parts)
{
    bool is_few = parts->narguments<helper->min, is_many = ngiven(parts)> helper->max;
    const char *bound = is_few ? "at least " : "at most ";

    if (is_few || is_many)
        migxml_node_note(reader, RULES_HELPER_ARGUMENTS, node,
                         "%s is called with %u arguments, and takes %s%u.", helper->name,
                         parts->narguments, helper->min == helper->max ? "" : bound,
                         is_few ? helper->min : helper->max);
    return !is_few && !is_many;
}

struct rules_call *migxml_call_parse(struct migxml_reader *reader, const xmlNode *node,
                                     struct str text, unsigned place)
{
    struct parts parts;
    const struct helper *helper;
    struct rules_call *call;
    const char *wrong;

    if (text.n == 0)
        return NULL;
    wrong = dissect(text, &parts);
    if (wrong) {
        migxml_node_note(reader, RULES_MALFORMED_CALL, node,
                         "'%.*s' is no call of a helper function: %s.",
                         (int)(text.n < 200 ? text.n : 200), text.at, wrong);
        return NULL;
    }
    helper = helper_find(parts.name);
    if (!helper)
        return note_unknown(reader, node, parts.name), NULL;
    if (!takes(reader, node, helper, &parts))
        return NULL;
    note_use(reader, node, helper, place);
    call = make(reader, node, helper, &parts);
    if (call)
        check_words(reader, node, call);
    return call;
}

struct rules_call *migxml_call_attribute(struct migxml_reader *reader, const xmlNode *node,
                                         const char *name, unsigned place)
{
    return migxml_call_parse(reader, node, migxml_node_attribute(reader, node, name), place);
}

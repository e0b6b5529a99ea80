/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command lines of USMT's programs: options that begin with a slash, in any case of letters,
 * with their value behind a colon or as the next word. Everything is read off one table: the
 * parser, the help, and docs/MIGRATING-FROM-USMT.md is held against it.
 *
 *   struct usmt_line line;
 *   code = usmt_options_parse(USMT_SCANSTATE, argc, argv, &line);
 *   if (code == USMT_SUCCESS) code = usmt_rules_check(&line);     and it has said what is wrong
 *   ... usmt_options_has(&line, USMT_C), usmt_options_value(&line, USMT_L) ...
 *   usmt_options_free(&line);                                     in any case
 *
 * On this system paths begin with a slash, too: a word is an option only if the table of the
 * program has its name. A value that need not be there stands behind a colon. Quotes around a value
 * are taken off. Words with dashes are mftlink's own, and are left for options.h.
 */
#ifndef SRC_USMT_OPTIONS_H
#define SRC_USMT_OPTIONS_H

#include "mft/arena.h"
#include "src/options.h"
#include "src/usmt_codes.h"
#include "src/usmt_ids.h"

enum usmt_value { USMT_ALONE, USMT_MAY_HAVE, USMT_NEEDS };

enum usmt_trait {
    USMT_REPEATS = 1,  /* may be given several times */
    USMT_A_FILE = 2,   /* its value is a file of this system: its absolute path is measured */
    USMT_HARMLESS = 4, /* what it asks for holds anyway: its refusal is said, and that is all */
};

struct usmt_option {
    enum usmt_id id;
    const char *name;     /* "hardlink" */
    const char *argument; /* what the help calls its value; NULL: it has none */
    enum usmt_value value;
    unsigned programs;   /* bits of enum usmt_program */
    unsigned traits;     /* bits of enum usmt_trait */
    const char *help;    /* one line or more */
    const char *refusal; /* a sentence: why an offline tool does not do it; NULL: it is done */
    const char *values;  /* all words that it takes, with blanks between; NULL: any others, too */
};

/* The table; ends with name NULL. */
extern const struct usmt_option usmt_options_all[];

struct usmt_word {
    const struct usmt_option *option;
    const char *value; /* NULL: there is none */
};

struct usmt_line {
    enum usmt_program program;
    struct usmt_word *words; /* slash options, in the order given */
    int nwords;
    char **rest; /* the program's own name, operands, and words with dashes; ends with NULL */
    int nrest;
    struct arena arena;
};

/* USMT_INVALID_PARAMETERS or USMT_ERROR_OPTION_PARAM_TOO_LARGE after it has said why;
 * USMT_INIT_OPERATING_ENVIRONMENT_FAILED without memory. ARGV[0] is the program. */
enum usmt_code usmt_options_parse(enum usmt_program program, int argc, char **argv,
                                  struct usmt_line *line_ret);
void usmt_options_free(struct usmt_line *line);

/* Was it given? */
bool usmt_options_has(const struct usmt_line *line, enum usmt_id id);

/* Its value; NULL: not given, or without one. Of one that repeats the first. */
const char *usmt_options_value(const struct usmt_line *line, enum usmt_id id);

/* Adds the values of all of them to WORDS, in the order given. False after it has said that memory
 * ran out. */
bool usmt_options_values(const struct usmt_line *line, enum usmt_id id,
                         struct options_words *words);

/* Characters (UTF-16 units) that a value can have at most. */
enum { USMT_OPTIONS_UNITS_MAX = 256 };

/* Is TEXT, an absolute path or a value, longer than that? */
bool usmt_options_is_long(const char *text);

/* "scanstate" */
const char *usmt_options_program(enum usmt_program program);

/* Writes the slash options of PROGRAM in two columns, and the return codes. */
void usmt_options_help(enum usmt_program program, struct textbuf *to);

#endif

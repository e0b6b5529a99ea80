/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Completions for shells, printed from the tables of commands and options:
 *
 *   mftlink completion bash >/usr/share/bash-completion/completions/mftlink
 *
 *   if (!completion_put("bash", &text)) ...       there is no such shell
 *
 * What is printed completes commands, what stands behind plan and rules, options, the words that an
 * option takes, slash options of USMT's programs, and files elsewhere.
 */
#ifndef SRC_COMPLETION_H
#define SRC_COMPLETION_H

#include "src/command.h"
#include "src/usmt_options.h"

/* The shells, with blanks between. */
extern const char completion_shells[];

/* False where SHELL is none of them: then nothing is written. */
bool completion_put(const char *shell, struct textbuf *to);

/* ---- For the shells' own files ---- */

/* What stands behind an option. */
enum completion_kind { COMPLETION_NOTHING, COMPLETION_FILE, COMPLETION_WORDS, COMPLETION_ANY };

enum completion_kind completion_kind_of(const struct option_spec *spec);

/* Is one of USMT's programs meant? Then *PROGRAM_RET is which. */
bool completion_is_front(const struct command *command, enum usmt_program *program_ret);

/* The words that stand behind COMMAND itself, with '|' between ("save|restore|remove"); N 0: none.
 */
struct str completion_verbs(const struct command *command);

/* What HELP says first, in one line; each byte that is one of ESCAPED behind a backslash, quotes as
 * QUOTE has them. */
void completion_brief(struct textbuf *to, const char *help, const char *escaped, const char *quote);

/* TEXT with blanks where it has SIGN. */
void completion_blanks(struct textbuf *to, struct str text, char sign);

void completion_zsh(struct textbuf *to);
void completion_fish(struct textbuf *to);

#endif

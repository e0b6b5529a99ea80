/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What mountedapply.h says of an operation: what was found, why it matters, what to do. */
#ifndef SRC_MOUNTEDAPPLY_WORDS_H
#define SRC_MOUNTEDAPPLY_WORDS_H

#include "src/mountedapply_base.h"

/* Operation K cannot be carried out: WHY, an errno. Ends the run. */
void mountedapply_words_fail(struct mountedapply *a, uint32_t k, int why);

/* Something else is under its name. Ends the run. */
void mountedapply_words_other(struct mountedapply *a, uint32_t k);

/* Something else failed: PHRASE and errno WHY. Ends the run. */
void mountedapply_words_stop(struct mountedapply *a, const char *phrase, int why);

/* K was done, is not there any more, and is done again. */
void mountedapply_words_again(const struct mountedapply *a, uint32_t k);

/* K was done, and its name is another file's by now, which stays. */
void mountedapply_words_left(const struct mountedapply *a, uint32_t k);

#endif

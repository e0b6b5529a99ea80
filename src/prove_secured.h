/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Have files that operations secure the descriptors that these give? See prove_state.h. */
#ifndef SRC_PROVE_SECURED_H
#define SRC_PROVE_SECURED_H

#include "src/prove_state.h"

/* Keeps a fault of PROVE_OF_FILES. STATUS_NO_MEMORY, STATUS_IO. */
enum status prove_secured_compare(struct prove_state *state);

#endif

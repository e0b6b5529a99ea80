/* SPDX-License-Identifier: GPL-3.0-or-later */
/* $Secure:$SDS after a batch, which may have got descriptors: has it all that it had? */
#ifndef SRC_PROVE_SECURE_H
#define SRC_PROVE_SECURE_H

#include "src/prove_state.h"

/* Finds a fault of PROVE_OF_FILES. STATUS_NO_MEMORY; STATUS_IO. */
enum status prove_secure_compare(struct prove_state *state);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usmtutils /verify: is a store whole, and may it go? */
#ifndef SRC_USMT_VERIFY_H
#define SRC_USMT_VERIFY_H

#include "src/usmt_front.h"

/* USMT_ERROR_CORRUPTED_STORE where files are missing or damaged. */
enum usmt_code usmt_verify(struct usmt_front *front);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the drives of a command line are, and whether they may be written. */
#ifndef SRC_USMT_LOCAL_H
#define SRC_USMT_LOCAL_H

#include "src/usmt_front.h"

/* Takes out the drives of FRONT that are folders on a server, or on a disk that can be taken out;
 * the log tells. */
void usmt_local_only(struct usmt_front *front);

/* May all drives be written by this user, where the command line means to? False after it has said
 * which one may not. */
bool usmt_local_has_right(const struct usmt_front *front);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a Config.xml says to loadstate that a restore does not do: nothing of it is passed over in
 * silence.
 */
#ifndef SRC_USMT_UNHEEDED_H
#define SRC_USMT_UNHEEDED_H

#include "src/usmt_front.h"

/*
 * Reads the files of /i, /auto and /config. What of /config would leave out something of the store
 * is an error in the log: USMT_MIGRATION_STOPPED_NONFATAL without /c, USMT_WOULD_HAVE_FAILED with
 * it.
 */
enum usmt_code usmt_unheeded(struct usmt_front *front);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Windows on the drives of a computer, as it is now.
 *
 *   if (!nowwindows_find(&drives, &profiles, &system)) ...          it has said why
 *   profiles_free(&profiles);
 */
#ifndef SRC_NOWWINDOWS_H
#define SRC_NOWWINDOWS_H

#include "src/drives.h"

/* The profiles of the first drive with a Windows on it, *SYSTEM_RET of the machine; where none has
 * one, what the first of all tells. False after it has said that memory ran out. */
bool nowwindows_find(const struct drives *drives, struct profiles *profiles_ret,
                     uint32_t *system_ret);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of users: see username.h. */
#include "src/username.h"

void username_put(const struct profile *profile, struct textbuf *to)
{
    if (profile->account.n == 0) {
        textbuf_shown(to, profile->name.n > 0 ? profile->name : profile->sid);
        return;
    }
    if (profile->domain.n > 0) {
        textbuf_shown(to, profile->domain);
        textbuf_char(to, '\\');
    }
    textbuf_shown(to, profile->account);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The registry of a Windows on a test volume, as far as its version and its users go.
 *
 *     struct winhives_user users[] = {{1001, "Ann"}, {1002, "Bob"}};
 *     winhives_machine(v, &winhives_xp, &(struct winhives_pc){"PC17", MACHINE_SID, users, 2});
 *     winhives_user(v, folder_of_ann, "C:\\Data\\Pictures of Ann");
 *
 * Folders on the way to a hive are made. For a volume mounted through ntfsvol.h, whose rules hold
 * here; a failure stays in v->failure.
 */
#ifndef IMAGES_WINHIVES_H
#define IMAGES_WINHIVES_H

#include "images/ntfsvol.h"

/* What differs between the two generations of Windows: folders, and what SOFTWARE says. */
struct winhives_generation {
    const char *windows, *version, *product, *build, *users, *documents;
};

extern const struct winhives_generation winhives_seven, winhives_xp;

struct winhives_user {
    unsigned rid;
    const char *folder; /* of the profile; its name alone */
};

struct winhives_pc {
    const char *name;
    const char *sid; /* of the machine, with a dash behind it: "S-1-5-21-1-2-3-" */
    const struct winhives_user *users;
    size_t nusers;
};

/* Writes SOFTWARE and SYSTEM. */
void winhives_machine(struct ntfsvol *v, const struct winhives_generation *generation,
                      const struct winhives_pc *pc);

/* Writes NTUSER.DAT into a profile; `pictures` is where they are redirected to, or NULL. */
void winhives_user(struct ntfsvol *v, uint64_t profile, const char *pictures);

#endif

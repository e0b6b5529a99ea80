/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each owner has one number, however often and wherever its text stands. */
#include "src/export_sqlite_owner.h"

#include <criterion/criterion.h>
#include <stdio.h>

enum { MANY = 5000, TEXT_BYTES = 24 };

Test(export_sqlite_owner, none)
{
    struct export_sqlite_owners owners = {0};

    cr_assert(export_sqlite_owner_id(&owners, (struct str){NULL, 0}) == 0);
    cr_assert(owners.n == 0 && !owners.is_short);
    export_sqlite_owner_free(&owners);
}

Test(export_sqlite_owner, many)
{
    static char texts[2][MANY][TEXT_BYTES];
    struct export_sqlite_owners owners = {0};

    for (unsigned copy = 0; copy < 2; copy++)
        for (unsigned i = 0; i < MANY; i++) {
            uint32_t id;

            snprintf(texts[copy][i], TEXT_BYTES, "S-1-5-21-%u", i);
            id = export_sqlite_owner_id(&owners, str_of(texts[copy][i]));
            cr_assert(id == i + 1, "%s is %u", texts[copy][i], id);
            cr_assert(export_sqlite_owner_id(&owners, str_of(texts[copy][i])) == id);
        }
    cr_assert(owners.n == MANY);
    for (unsigned i = 0; i < MANY; i++)
        cr_assert(str_equal(owners.sids[i], str_of(texts[0][i])));
    export_sqlite_owner_free(&owners);
}

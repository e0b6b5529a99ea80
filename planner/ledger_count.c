/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of a file after the operations so far: see ledger.h. */
#include "planner/ledger.h"

int64_t ledger_count_header(const struct ledger *ledger, uint32_t place)
{
    int64_t more = ledger->changes[place].names;
    uint32_t drive, file;

    return ledger_row(ledger, place, &drive, &file)
               ? more + ledger->lookups[drive].index->files.header_links[file]
               : more;
}

int64_t ledger_count_own(const struct ledger *ledger, uint32_t place)
{
    int64_t more = ledger->changes[place].names;
    uint32_t drive, file;

    return ledger_row(ledger, place, &drive, &file)
               ? more + index_links(ledger->lookups[drive].index, file)
               : more;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step after the other: see shape.h. */
#include "planner/shape.h"

/* "C$" */
static bool is_drive(struct str name)
{
    return name.n == 2 && name.at[1] == '$' &&
           ((name.at[0] >= 'A' && name.at[0] <= 'Z') || (name.at[0] >= 'a' && name.at[0] <= 'z'));
}

enum shape_place shape_folder(enum shape_place place, struct str name, const uint16_t *upcase)
{
    switch (place) {
    case SHAPE_STORE:
        return text_same_folded(name, str_of("USMT"), upcase) ? SHAPE_USMT : SHAPE_FOREIGN;
    case SHAPE_USMT:
        if (text_same_folded(name, str_of("File"), upcase))
            return SHAPE_FILE;
        return text_same_folded(name, str_of(SHAPE_CLEANED_NAME), upcase) ? SHAPE_CLEANED
                                                                          : SHAPE_FOREIGN;
    case SHAPE_FILE:
        return is_drive(name) ? SHAPE_TREE : SHAPE_FOREIGN;
    case SHAPE_CLEANED:
        return is_drive(name) ? SHAPE_ASIDE : SHAPE_FOREIGN;
    case SHAPE_TREE:
    case SHAPE_ASIDE:
        return place;
    case SHAPE_FOREIGN:
        break;
    }
    return SHAPE_FOREIGN;
}

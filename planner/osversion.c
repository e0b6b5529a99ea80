/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Versions of Windows: see osversion.h. */
#include "planner/osversion.h"

enum { FIRST_BUILD_OF_10 = 10240 };

/* The number at the start of TEXT, which is taken from it with the dot behind it. False where there
 * is none. */
static bool take_part(struct str *text, uint32_t *part_ret)
{
    uint64_t number = 0;
    size_t i = 0;

    for (; i < text->n && text->at[i] >= '0' && text->at[i] <= '9' && number < UINT32_MAX; i++)
        number = number * 10 + (uint64_t)(text->at[i] - '0');
    if (i == 0 || number > UINT32_MAX)
        return false;
    i += i < text->n && text->at[i] == '.';
    *text = (struct str){text->at + i, text->n - i};
    *part_ret = (uint32_t)number;
    return true;
}

struct osversion osversion_of(const struct machine *machine)
{
    struct str text = machine->profiles->version, build = machine->profiles->build;
    struct osversion version = {.is_known = text.n > 0};

    if (!version.is_known && machine_is_xp(machine))
        return (struct osversion){{5, 1, 2600}, false};
    if (!version.is_known || !take_part(&text, &version.parts[0]))
        return (struct osversion){{10, 0, FIRST_BUILD_OF_10}, false};
    take_part(&text, &version.parts[1]);
    take_part(&build, &version.parts[2]);
    if (version.parts[0] == 6 && version.parts[1] >= 3 && version.parts[2] >= FIRST_BUILD_OF_10) {
        version.parts[0] = 10;
        version.parts[1] = 0;
    }
    return version;
}

int osversion_compare(const struct osversion *version, struct str text)
{
    for (int i = 0; i < OSVERSION_PARTS; i++) {
        uint32_t part = 0, own = version->parts[i];

        take_part(&text, &part);
        if (own != part)
            return own < part ? -1 : 1;
    }
    return 0;
}

bool osversion_matches(const struct osversion *version, struct str pattern)
{
    for (int i = 0; i < OSVERSION_PARTS && pattern.n > 0 && *pattern.at != '*'; i++) {
        uint32_t part;

        if (!take_part(&pattern, &part) || part != version->parts[i])
            return false;
    }
    return true;
}

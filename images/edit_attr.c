/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finds, reads and removes attributes of a loaded file record. See edit_attr.h.
 */
#include "images/edit_attr.h"

#include <string.h>

uint8_t *edit_attr_find(uint8_t *record, uint32_t type, unsigned nth)
{
    uint8_t *attr = record + edit_get16(record + EDIT_ATTRS_OFS);

    for (;; attr += edit_get32(attr + EDIT_ATTR_LENGTH)) {
        if (edit_get32(attr) == type && nth-- == 0)
            return attr;
        if (edit_get32(attr) == EDIT_ATTR_END)
            return NULL;
    }
}

uint8_t *edit_attr_value(uint8_t *attr)
{
    return attr + edit_get16(attr + EDIT_ATTR_VALUE_OFS);
}

void edit_attr_remove(uint8_t *record, uint8_t *attr)
{
    const uint32_t length = edit_get32(attr + EDIT_ATTR_LENGTH);
    const uint32_t in_use = edit_get32(record + EDIT_BYTES_IN_USE);
    const size_t after = in_use - (size_t)(attr - record) - length;

    memmove(attr, attr + length, after);
    memset(attr + after, 0, length);
    edit_put32(record + EDIT_BYTES_IN_USE, in_use - length);
}

uint8_t *edit_attr_load(struct edit *e, uint64_t number, uint8_t record_ret[EDIT_RECORD_MAX],
                        uint32_t type, unsigned nth)
{
    uint8_t *attr = NULL;

    edit_load(e, number, record_ret);
    if (!failure_any(e->failure))
        attr = edit_attr_find(record_ret, type, nth);
    if (!attr)
        failure_set(e->failure, "record %llu has no attribute %#x number %u",
                    (unsigned long long)number, type, nth);
    return attr;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes to tables: see rackedits.h. */
#include "tests/fuzz/rackedits.h"

#include <assert.h>
#include <stdlib.h>

static uint64_t take_number(struct edits *edits)
{
    static const uint64_t odd[] = {0,         1,         UINT16_MAX, UINT32_MAX, UINT64_C(1) << 48,
                                   INT64_MAX, UINT64_MAX};
    uint8_t which = edits_byte(edits);

    if (which < sizeof odd / sizeof odd[0])
        return odd[which];
    return which < 128 ? edits_byte(edits) : edits_u24(edits);
}

/* What fits the column's type: the writer's caller must see to that. */
static uint64_t fit(enum table_type type, uint64_t number)
{
    if (type == TABLE_BOOL)
        return number & 1;
    if (type == TABLE_UINT32)
        return (uint32_t)number;
    return type == TABLE_INT32 ? (uint64_t)(int64_t)(int32_t)(uint32_t)number : number;
}

/* Another row's text, or one with a byte changed. */
static void change_text(struct table_values *values, struct edits *edits)
{
    uint32_t at = edits_byte(edits) % values->n, other = edits_byte(edits) % values->n;
    struct str old = table_text(values, other);
    char *text = malloc(old.n + 1);
    size_t n = old.n;

    assert(text);
    memcpy(text, old.at, old.n);
    if (edits_byte(edits) & 1)
        text[n++] = (char)edits_byte(edits);
    else if (n > 0)
        text[edits_byte(edits) % n] = (char)edits_byte(edits);
    rack_set_text(values, at, (struct str){text, n});
    free(text);
}

static void change_values(struct rack *rack, struct edits *edits)
{
    uint32_t i = edits_byte(edits) % rack->ncolumns;
    const struct table_column *column = &rack->columns[i];
    struct table_values *values = &rack->values[i];
    uint32_t row = rack->nrows ? edits_byte(edits) % rack->nrows : 0;
    bool is_text = table_is_text(column->type);

    if (rack->nrows == 0)
        return;
    if (column->shape == TABLE_OPTIONAL && edits_byte(edits) & 1) {
        if (values->present[row])
            rack_set_null(values, is_text, row);
        else if (!is_text)
            rack_set_number(values, row, fit(column->type, take_number(edits)));
    } else if (values->n > 0 && is_text) {
        change_text(values, edits);
    } else if (values->n > 0) {
        values->numbers[edits_byte(edits) % values->n] = fit(column->type, take_number(edits));
    }
}

static void change_meta(struct rack *rack, const struct rackedits_meta *meta, struct edits *edits)
{
    const char *key = meta->keys[edits_byte(edits) % meta->nkeys];
    uint8_t how = edits_byte(edits);
    struct str value = rack_meta(rack, key);

    if (how == 255)
        rack_set_meta(rack, key, (struct str){0});
    else if (how % 2)
        rack_set_meta(rack, key, str_of(meta->words[how / 2 % meta->nwords]));
    else
        rack_set_meta(rack, key, (struct str){value.at, value.n * how / 256});
}

void rackedits_change(struct rack *rack, const struct rackedits_meta *meta, struct edits *edits)
{
    while (edits->n > 0) {
        uint8_t what = edits_byte(edits);

        if (what % 8 == 0 && rack->nmeta > 1)
            change_meta(rack, meta, edits);
        else if (what % 64 == 1 && rack->nrows > 1)
            rack->nrows--;
        else
            change_values(rack, edits);
    }
}

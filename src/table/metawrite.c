/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values get their addresses when the text is complete: see metawrite.h. */
#include "src/table/metawrite.h"

#include <assert.h>

void metawrite_end(struct metawrite *meta, const char *key)
{
    assert(meta->n < METAWRITE_MAX);
    meta->keys[meta->n] = key;
    meta->ends[meta->n++] = meta->text.n;
}

void metawrite_text(struct metawrite *meta, const char *key, struct str value)
{
    textbuf_str(&meta->text, value);
    metawrite_end(meta, key);
}

void metawrite_number(struct metawrite *meta, const char *key, uint64_t value)
{
    textbuf_decimal(&meta->text, value);
    metawrite_end(meta, key);
}

enum status metawrite_settle(const struct metawrite *meta, struct arena *arena,
                             const struct table_meta **meta_ret, size_t *nmeta_ret)
{
    char *text = meta->text.is_short ? NULL : arena_alloc(arena, meta->text.n + 1);
    struct table_meta *rows = arena_array(arena, meta->n + 1, sizeof *rows);
    size_t at = 0;

    if (!text || !rows)
        return STATUS_NO_MEMORY;
    if (meta->text.n > 0)
        memcpy(text, meta->text.at, meta->text.n);
    for (size_t i = 0; i < meta->n; i++) {
        rows[i] = (struct table_meta){str_of(meta->keys[i]), {text + at, meta->ends[i] - at}};
        at = meta->ends[i];
    }
    *meta_ret = rows;
    *nmeta_ret = meta->n;
    return STATUS_OK;
}

void metawrite_free(struct metawrite *meta)
{
    textbuf_free(&meta->text);
}

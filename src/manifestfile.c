/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manifests as files: see manifestfile.h. */
#include "src/manifestfile.h"

#include "src/base64.h"
#include "src/manifestfile_columns.h"
#include "src/manifestfile_fill.h"
#include "src/manifestfile_read.h"
#include "src/say.h"
#include "src/table/metawrite.h"
#include "src/table/tablegroups.h"
#include "src/textscan.h"
#include "src/wtf8.h"

#include <errno.h>

enum { SERIAL_DIGITS = 16 };

/* ---- Writing ---- */

static uint64_t text_bytes(const void *context, uint64_t row)
{
    const struct manifest *manifest = context;
    const struct manifest_row *at = &manifest->rows[row];

    return at->path.n + at->original.n + at->streams.n + at->owner.n + at->user.n + at->rule.n;
}

static enum status put_meta(const struct manifest *manifest, struct arena *arena,
                            const struct table_meta **meta_ret, size_t *nmeta_ret)
{
    struct metawrite p = {0};
    enum status status;

    metawrite_text(&p, "mftlink.table", str_of(MANIFESTFILE_TABLE));
    wtf8_put_utf8(manifest->version, &p.text);
    metawrite_end(&p, "mftlink.version");
    wtf8_put_utf8(manifest->store, &p.text);
    metawrite_end(&p, "store");
    /* Metadata are UTF-8 to whoever reads them; the exact bytes stand behind where they are not. */
    if (!wtf8_is_utf8(manifest->store)) {
        base64_encode((struct bytes){(const uint8_t *)manifest->store.at, manifest->store.n},
                      &p.text);
        metawrite_end(&p, "store_raw");
    }
    metawrite_text(&p, "drive", manifest->drive);
    textbuf_hex(&p.text, manifest->serial, SERIAL_DIGITS);
    metawrite_end(&p, "serial");
    status = metawrite_settle(&p, arena, meta_ret, nmeta_ret);
    metawrite_free(&p);
    return status;
}

static enum status write_rows(const struct manifest *manifest, unsigned nworkers,
                              struct manifestfile_fill *fill, struct arena *arena, struct out *out)
{
    struct tablewrite_job job = {
        .columns = manifestfile_columns,
        .ncolumns = MANIFESTFILE_COLUMNS,
        .nrows = manifest->n,
        .fill = manifestfile_fill,
        .context = fill,
        .nworkers = nworkers,
        .is_fast = true,
    };
    enum status status = tablegroups_set(&job, text_bytes, manifest, arena);

    if (status == STATUS_OK)
        status = put_meta(manifest, arena, &job.meta, &job.nmeta);
    return status == STATUS_OK ? tablewrite(&job, out) : status;
}

static enum status write_table(const struct manifest *manifest, unsigned nworkers, struct out *out)
{
    struct arena arena = {0};
    struct manifestfile_fill fill;
    enum status status = manifestfile_fill_begin(manifest, &fill);

    if (status == STATUS_OK)
        status = write_rows(manifest, nworkers, &fill, &arena, out);
    manifestfile_fill_end(&fill);
    arena_free(&arena);
    return status;
}

enum status manifestfile_bytes(const struct manifest *manifest, unsigned nworkers,
                               struct textbuf *bytes_ret)
{
    struct out memory = out_to_memory();
    enum status status = write_table(manifest, nworkers, &memory);

    /* The only thing that can be wrong with memory. */
    if (status == STATUS_OK && (memory.error || memory.text.is_short))
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        *bytes_ret = memory.text;
    else
        textbuf_free(&memory.text);
    return status;
}

/* ---- Reading ---- */

/* Is the table a manifest, with the columns of this version? */
static const char *refuse_table(const struct tableread *table)
{
    struct str kind = tableread_meta(table, "mftlink.table"), word;

    if (str_equal(kind, str_of(MANIFESTFILE_TABLE)))
        return NULL;
    if (textscan_word(&kind, &word) && str_equal(word, str_of("manifest")))
        return "is a manifest of another version; read it with the mftlink that wrote it";
    return "is a table of mftlink, but not a manifest";
}

enum status manifestfile_read(const struct source *source, unsigned nworkers,
                              struct manifest *manifest_ret, const char **why_ret)
{
    struct tableread *table;
    enum status status = tableread_open(source, &table, why_ret);
    const char *why;

    if (status == STATUS_NOT_FOUND)
        *why_ret = "is no manifest: mftlink has not written it";
    if (status != STATUS_OK)
        return status;
    why = refuse_table(table);
    if (why) {
        *why_ret = why;
        status = STATUS_NOT_FOUND;
    } else {
        status = manifestfile_read_table(table, nworkers, manifest_ret, why_ret);
    }
    tableread_close(table);
    return status;
}

void manifestfile_refuse(const char *name, enum status status, const char *why)
{
    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    else if (status == STATUS_IO)
        say("Cannot read '%s': %s.", name, strerror(errno));
    else if (status == STATUS_NOT_FOUND)
        say("'%s' %s.", name, why);
    else if (status == STATUS_DAMAGED || status == STATUS_TRUNCATED)
        say("The manifest '%s' is damaged: %s. The one that 'apply' has put beside the plan can be "
            "given instead (--manifest).",
            name, why ? why : "it cannot be read");
    else
        say("Cannot read the manifest '%s': %s.", name, status_text(status));
}

bool manifestfile_load(const char *name, unsigned nworkers, struct manifest *manifest_ret)
{
    struct source source;
    const char *why = NULL;
    enum status status;

    if (source_open(name, &source) != STATUS_OK) {
        say("Cannot open '%s': %s.", name, strerror(errno));
        return false;
    }
    status = manifestfile_read(&source, nworkers, manifest_ret, &why);
    if (status != STATUS_OK)
        manifestfile_refuse(name, status, why);
    source_close(&source);
    return status == STATUS_OK;
}

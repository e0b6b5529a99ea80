/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --evidence: see evidence.h. The document grows in the order of the calls; its file is created
 * before the long work, so that what cannot be written is told at once.
 */
#include "src/evidence.h"

#include "src/backing.h"
#include "src/evidence_mft.h"
#include "src/evidence_output.h"
#include "src/evidence_source.h"
#include "src/filetime.h"
#include "src/json.h"
#include "src/nowtime.h"
#include "src/outfile.h"
#include "src/say.h"
#include "src/version.h"

#include <stdlib.h>

struct evidence {
    const struct options *options;
    uint64_t start; /* 100 ns ticks since 1601 */
    bool is_open;   /* FILE has been created */
    bool is_short;  /* memory ran out */
    struct outfile file;
    struct json json;
    struct evidence_mft mft;
    struct evidence_outputs outputs;
};

static void put_time(struct json *json, const char *key, uint64_t ticks)
{
    char text[FILETIME_BYTES];
    struct filetime_last last = {0};

    json_text(json, key, (struct str){text, filetime_text(ticks, &last, text)});
}

static void put_beginning(struct evidence *evidence)
{
    struct json *json = &evidence->json;

    json_object(json, NULL);
    json_number(json, "schema_version", 1);
    json_word(json, "tool", "mftlink");
    json_word(json, "tool_version", version_text);
    json_array(json, "arguments");
    for (int i = 0; i < evidence->options->narguments; i++)
        json_word(json, NULL, evidence->options->arguments[i]);
    json_end(json, ']');
    put_time(json, "start", evidence->start);
}

bool evidence_begin(const struct options *options, struct evidence **evidence_ret)
{
    struct evidence *evidence;
    uint64_t start;

    *evidence_ret = NULL;
    if (!options->evidence)
        return true;
    if ((options->out && backing_is_same(options->out, options->evidence)) ||
        (options->html && backing_is_same(options->html, options->evidence))) {
        say("'%s' cannot be both the output and its evidence. Give them different names.",
            options->evidence);
        return false;
    }
    if (!nowtime_get(&start))
        return false;
    evidence = calloc(1, sizeof *evidence);
    if (!evidence) {
        say_no_memory();
        return false;
    }
    evidence->options = options;
    evidence->start = start;
    *evidence_ret = evidence;
    return true;
}

bool evidence_source(struct evidence *evidence, const struct target *target)
{
    if (!evidence)
        return true;
    if (!backing_allows(target->backing, evidence->options->evidence) ||
        !outfile_open(evidence->options->evidence, &evidence->file))
        return false;
    evidence->is_open = true;
    evidence->json = (struct json){.to = &evidence->file.out.text};
    put_beginning(evidence);
    evidence->is_short = !evidence_source_put(target, &evidence->json);
    return true;
}

static void see(void *context, const struct scan_piece *piece)
{
    struct evidence *evidence = context;

    evidence_mft_see(&evidence->mft, piece);
}

void (*evidence_witness(const struct evidence *evidence))(void *, const struct scan_piece *)
{
    return evidence ? see : NULL;
}

void evidence_mft(struct evidence *evidence, const struct volume *volume, const struct index *index)
{
    if (!evidence)
        return;
    if (!evidence_mft_put(&evidence->mft, volume, index, &evidence->json))
        evidence->is_short = true;
    json_number(&evidence->json, "findings", index->nfindings);
}

const char *evidence_mft_sha256(const struct evidence *evidence)
{
    return evidence ? evidence->mft.digits : "";
}

void evidence_inventory(struct evidence *evidence, const struct inventory *inventory,
                        const struct index *index)
{
    const struct str digits = inventory->kept.facts.mft_sha256;

    if (!evidence)
        return;
    json_null(&evidence->json, "mft");
    if (digits.n > 0)
        json_text(&evidence->json, "scanned_mft_sha256", digits);
    else
        json_null(&evidence->json, "scanned_mft_sha256");
    json_number(&evidence->json, "findings", index->nfindings);
}

void evidence_watch(struct evidence *evidence, struct out *out, const char *path)
{
    if (evidence)
        evidence_output_watch(&evidence->outputs, path, out);
}

bool evidence_add_file(struct evidence *evidence, const char *path)
{
    return !evidence || evidence_output_file(&evidence->outputs, path);
}

/* Writes the rest. False after saying why. */
static bool put_end(struct evidence *evidence, int exit_code)
{
    struct json *json = &evidence->json;
    uint64_t end;

    if (!nowtime_get(&end))
        return false;
    evidence_output_put(&evidence->outputs, json);
    json_number(json, "exit_code", (uint64_t)exit_code);
    put_time(json, "end", end);
    json_end(json, '}');
    if (!evidence->is_short && !evidence->outputs.is_short)
        return true;
    say_no_memory();
    return false;
}

/* FILE appears only if IS_GOOD. Returns whether it is there. */
static bool finish(struct evidence *evidence, bool is_good)
{
    bool is_there = evidence->is_open && outfile_finish(&evidence->file, is_good);

    evidence_mft_free(&evidence->mft);
    evidence_output_free(&evidence->outputs);
    free(evidence);
    return is_there;
}

bool evidence_end(struct evidence *evidence, int exit_code)
{
    const char *path = evidence ? evidence->options->evidence : NULL;

    if (!evidence || finish(evidence, put_end(evidence, exit_code)))
        return true;
    say("There is no evidence '%s' of this run, whatever else it has written.", path);
    return false;
}

void evidence_drop(struct evidence *evidence)
{
    if (evidence)
        finish(evidence, false);
}

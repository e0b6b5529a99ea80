/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening and scanning: see survey.h.
 */
#define _GNU_SOURCE /* clock_gettime */

#include "src/survey.h"

#include "mft/scan.h"
#include "src/progress.h"
#include "src/say.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static enum status run_scan(const struct options *options, unsigned want, struct survey *survey)
{
    const struct scan_options scan_options = {
        .want = want,
        .nworkers = options->jobs,
        .skips_free = options->skips_free,
        .witness = evidence_witness(survey->evidence),
        .witness_context = survey->evidence,
    };
    uint64_t start = now_ns();
    struct scan *scan;
    enum status status = scan_start(survey->target.volume, &scan_options, &scan);

    if (status != STATUS_OK)
        return status;
    progress_watch(scan, options->progress);
    status = scan_finish(scan, &survey->index);
    survey->elapsed_ns = now_ns() - start;
    return status;
}

/* What an inventory cannot answer, since it was made without it. */
static bool may_ask(const struct options *options, unsigned want, const struct target *target)
{
    const struct inventory *inventory = target->inventory;

    if (inventory && options->skips_free) {
        say("'%s' is an inventory: there is no $MFT to leave stretches of unread. Leave out "
            "--skip-free.",
            target->name);
        return false;
    }
    if (inventory && want & WANT_DELETED && !inventory->kept.facts.has_deleted) {
        say("'%s' was made without --deleted: it does not list deleted files. Scan the volume "
            "with --deleted to have them.",
            target->name);
        return false;
    }
    return true;
}

static bool read_inventory(const struct options *options, unsigned want, struct survey *survey)
{
    uint64_t start = now_ns();

    if (!inventory_index(survey->target.inventory, want, options->jobs, &survey->index))
        return false;
    survey->elapsed_ns = now_ns() - start;
    progress_end(survey->index->counts.records, options->progress);
    evidence_inventory(survey->evidence, survey->target.inventory, survey->index);
    return true;
}

static bool scan_volume(const struct options *options, unsigned want, struct survey *survey)
{
    const char *name = survey->target.name;
    enum status status = run_scan(options, want, survey);

    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    else if (status == STATUS_IO)
        say("Cannot read '%s': %s.", name, strerror(errno));
    else if (status != STATUS_OK)
        say("Cannot read the $MFT of '%s': %s.", name, status_text(status));
    else
        evidence_mft(survey->evidence, survey->target.volume, survey->index);
    return status == STATUS_OK;
}

static bool scan_target(const struct options *options, unsigned want, struct survey *survey)
{
    if (!survey->target.inventory)
        return scan_volume(options, want, survey);
    return may_ask(options, want, &survey->target) && read_inventory(options, want, survey);
}

/* Opens the source NAME and scans it, with the survey's evidence, if it has some. */
static bool open_and_scan(const struct options *options, const char *name, uint32_t partition,
                          unsigned want, struct survey *survey)
{
    if (!target_open(name, partition, &survey->target))
        return false;
    if (evidence_source(survey->evidence, &survey->target) && scan_target(options, want, survey))
        return true;
    target_close(&survey->target);
    return false;
}

bool survey_source(const struct options *options, const char *name, uint32_t partition,
                   unsigned want, struct survey *survey_ret)
{
    *survey_ret = (struct survey){0};
    if (!evidence_begin(options, &survey_ret->evidence))
        return false;
    if (open_and_scan(options, name, partition, want, survey_ret))
        return true;
    evidence_drop(survey_ret->evidence);
    return false;
}

bool survey_run(const struct options *options, unsigned want, struct survey *survey_ret)
{
    return survey_source(options, options->operands[0], options->partition, want, survey_ret);
}

static void say_findings(const struct survey *survey)
{
    const struct target *target = &survey->target;
    uint32_t n = survey->index->nfindings;
    char partition[32] = "";

    if (target->chosen && !target->inventory)
        snprintf(partition, sizeof partition, " --partition %u", target->chosen->number);
    say("%u finding%s of damage; 'mftlink scan%s %s' tells where.", n, n == 1 ? "" : "s", partition,
        target->name);
}

enum command_exit survey_end(struct survey *survey, bool is_good, bool is_told)
{
    bool has_findings = survey->index->nfindings > 0;
    enum command_exit code = !is_good       ? COMMAND_FAILED
                             : has_findings ? COMMAND_FINDINGS
                                            : COMMAND_DONE;

    if (is_good && has_findings && !is_told)
        say_findings(survey);
    index_free(survey->index);
    target_close(&survey->target);
    return evidence_end(survey->evidence, (int)code) ? code : COMMAND_FAILED;
}

bool survey_owners(const struct survey *survey, struct security **security_ret)
{
    enum status status;

    *security_ret = NULL;
    if (survey->target.volume->is_dump || survey->target.inventory)
        return true;
    status = security_load(survey->target.volume, security_ret);
    if (status == STATUS_NO_MEMORY) {
        say_no_memory();
        return false;
    }
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        say("$Secure cannot be read (%s): most owners stay empty.", status_text(status));
    return true;
}

uint64_t survey_rate(uint64_t value, uint64_t nanoseconds)
{
    double seconds = (double)(nanoseconds ? nanoseconds : 1) / 1e9;
    double rate = (double)value / seconds;

    /* What an inventory counts may be anything. */
    return rate < (double)UINT64_MAX ? (uint64_t)rate : UINT64_MAX;
}

uint64_t survey_bytes(const struct survey *survey)
{
    return survey->index->counts.read * survey->target.volume->geometry.record_bytes;
}

void survey_json(const struct survey *survey, struct json *json)
{
    json_word(json, "source", survey->target.name);
    if (survey->target.chosen)
        json_number(json, "partition", survey->target.chosen->number);
    else
        json_null(json, "partition");
}

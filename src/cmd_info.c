/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink info: what a volume or a disk says of itself.
 */
#include "src/command.h"
#include "src/info_json.h"
#include "src/info_text.h"
#include "src/optionlist.h"
#include "src/out.h"
#include "src/partitions.h"
#include "src/profileread.h"
#include "src/say.h"
#include "src/survey.h"
#include "src/users_json.h"
#include "src/users_text.h"

#include <unistd.h>

static const struct option_spec *const specs[] = {
    &optionlist_users, &optionlist_partition, &optionlist_json, &optionlist_help, NULL,
};

/* A disk with several NTFS partitions or none: the list is the answer. */
static void print_disk(const struct target *target, bool json, struct textbuf *to)
{
    struct json document = {.to = to};

    if (json) {
        info_json(target, NULL, &document);
        json_end(&document, '}');
        return;
    }
    textbuf_shown(to, str_of(target->name));
    textbuf_format(to, ": a disk with %s%s that counts in sectors of %u bytes\n\n",
                   target->table->is_gpt ? "a GPT" : "an MBR",
                   target->table->is_gpt_backup ? ", the backup at its end," : "",
                   target->table->sector_bytes);
    partitions_text(target->table, to);
    textbuf_format(to, "\nmftlink info --partition N tells about one of them.\n");
}

/* What is told of a volume; USERS and INDEX are NULL where they are not asked for. */
static bool print_volume(const struct target *target, const struct profiles *users,
                         const struct index *index, bool json, struct textbuf *to)
{
    struct json document = {.to = to};
    struct volumeinfo info;

    if (!target_info(target, &info))
        return false;
    if (json) {
        info_json(target, &info, &document);
        if (users)
            users_json(users, index, &document);
        json_end(&document, '}');
    } else {
        info_text(target, &info, to);
        if (users)
            users_text(users, to);
    }
    return true;
}

/* ---- With users: all of $MFT is read ---- */

static bool print_users(const struct survey *survey, bool json, struct textbuf *to)
{
    const struct target *target = &survey->target;
    bool has_content = !target->inventory && !target->volume->is_dump;
    struct profileread_source source = {
        .volume = has_content ? target->volume : NULL,
        .index = survey->index,
    };
    struct arena arena = {0};
    struct profiles profiles;
    bool is_good = target_upcase(target, &arena, &source.upcase);

    if (target->inventory)
        source.kept = target->inventory->kept.facts.users;

    if (is_good && profileread_all(&source, &profiles) != STATUS_OK) {
        say_no_memory();
        is_good = false;
    }
    if (is_good) {
        is_good = print_volume(target, &profiles, survey->index, json, to);
        profiles_free(&profiles);
    }
    arena_free(&arena);
    return is_good;
}

static enum command_exit run_users(const struct options *options)
{
    struct out out = out_to(STDOUT_FILENO, "the information");
    struct survey survey;
    bool is_good;

    if (!survey_run(options, WANT_TIMES | WANT_CHILDREN, &survey))
        return COMMAND_FAILED;
    is_good = print_users(&survey, options->json, &out.text);
    is_good = out_finish(&out) && is_good;
    return survey_end(&survey, is_good, false);
}

/* ---- Without ---- */

static enum command_exit run_plain(const struct options *options)
{
    struct out out = out_to(STDOUT_FILENO, "the information");
    struct target target;
    bool has_findings, is_good = true;

    if (!target_look(options->operands[0], options->partition, &target))
        return COMMAND_FAILED;
    if (target.volume)
        is_good = print_volume(&target, NULL, NULL, options->json, &out.text);
    else
        print_disk(&target, options->json, &out.text);
    is_good = out_finish(&out) && is_good;
    has_findings = target.volume && target.volume->nfindings > 0;
    target_close(&target);
    return !is_good ? COMMAND_FAILED : has_findings ? COMMAND_FINDINGS : COMMAND_DONE;
}

static enum command_exit run(const struct options *options)
{
    return options->with_users ? run_users(options) : run_plain(options);
}

const struct command cmd_info = {
    .name = "info",
    .operands = "SOURCE",
    .summary = "show what a volume says of itself, or the partitions of a disk",
    .description =
        "Shows geometry, version, label, serial number, whether the volume is dirty, hibernated\n"
        "or has an unclean log, used and free space, and where $MFT lies. For a disk with\n"
        "several NTFS partitions it lists the partitions. With --users it reads all of $MFT\n"
        "and, where there is a Windows, tells who used it: every profile that the registry\n"
        "lists, and every folder of a user that it does not.\n",
    .examples = "  mftlink info /dev/sdb2\n"
                "  mftlink info --partition 3 disk.img\n"
                "  mftlink info --users /dev/sdb2\n"
                "  mftlink info --json disk.img | jq .dirty\n",
    .specs = specs,
    .noperands_max = 1,
    .run = run,
};

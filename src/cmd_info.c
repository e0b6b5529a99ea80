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
#include "src/say.h"

#include <unistd.h>

static const struct option_spec *const specs[] = {
    &optionlist_partition,
    &optionlist_json,
    &optionlist_help,
    NULL,
};

/* A disk with several NTFS partitions or none: the list is the answer. */
static void print_disk(const struct target *target, bool json, struct textbuf *to)
{
    if (json) {
        info_json(target, NULL, to);
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

static bool print_volume(const struct target *target, bool json, struct textbuf *to)
{
    struct volumeinfo info;

    if (!target_info(target, &info))
        return false;
    if (json)
        info_json(target, &info, to);
    else
        info_text(target, &info, to);
    return true;
}

static enum command_exit run(const struct options *options)
{
    struct out out = out_to(STDOUT_FILENO, "the information");
    struct target target;
    bool has_findings, is_good = true;

    if (!target_look(options->operands[0], options->partition, &target))
        return COMMAND_FAILED;
    if (target.volume)
        is_good = print_volume(&target, options->json, &out.text);
    else
        print_disk(&target, options->json, &out.text);
    is_good = out_finish(&out) && is_good;
    has_findings = target.volume && target.volume->nfindings > 0;
    target_close(&target);
    return !is_good ? COMMAND_FAILED : has_findings ? COMMAND_FINDINGS : COMMAND_DONE;
}

const struct command cmd_info = {
    .name = "info",
    .operands = "SOURCE",
    .summary = "show what a volume says of itself, or the partitions of a disk",
    .description =
        "Shows geometry, version, label, serial number, whether the volume is dirty, hibernated\n"
        "or has an unclean log, used and free space, and where $MFT lies. For a disk with\n"
        "several NTFS partitions it lists the partitions.\n",
    .examples = "  mftlink info /dev/sdb2\n"
                "  mftlink info --partition 3 disk.img\n"
                "  mftlink info --json disk.img | jq .dirty\n",
    .specs = specs,
    .noperands_max = 1,
    .run = run,
};

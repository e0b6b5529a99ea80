/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Help texts: see help.h.
 */
#include "src/help.h"

static const char exit_codes[] = "\nExit codes\n"
                                 "  0  done\n"
                                 "  1  failed; a sentence on the standard error says why\n"
                                 "  2  the command line makes no sense\n"
                                 "  3  done, with findings: the volume is damaged, rules have "
                                 "mistakes, or a plan does not hold\n";

static const char sources[] =
    "\nSOURCE is an image of a volume or of a disk, a block device, the directory where an\n"
    "NTFS volume is mounted, a copy of $MFT alone, or an inventory that 'scan --out' wrote.\n";

void help_program(struct textbuf *to)
{
    textbuf_cstr(
        to, "usage: mftlink COMMAND [OPTION]... SOURCE ...\n\n"
            "Reads the master file table of an NTFS volume once and knows every file, every\n"
            "name and every hard link on it. Plans migrations by hard links, proves each plan,\n"
            "and carries it out. 'mftlink help COMMAND' tells more.\n\nCommands\n");
    for (const struct command *const *command = command_all; *command; command++)
        textbuf_format(to, "  %-10s %s\n", (*command)->name, (*command)->summary);
    textbuf_cstr(to, "  help       show this, or the help of a command\n"
                     "  completion print completions for a shell: bash, zsh or fish\n");
    textbuf_cstr(to, sources);
    textbuf_cstr(to,
                 "Only apply, undo, remove, recover, scanstate, loadstate and usmtutils /rd ever "
                 "write to it.\n");
    textbuf_cstr(to, "\nOptions\n"
                     "  -h, --help    show this\n"
                     "  --version     show the version\n");
    textbuf_cstr(to,
                 "\nExamples\n"
                 "  mftlink info /dev/sdb2                            may this volume be trusted?\n"
                 "  mftlink scan disk.img                             what is on it?\n"
                 "  mftlink report disk.img                           where is the space?\n"
                 "  mftlink links disk.img '\\Users\\Ann\\report.docx'   which names has it?\n"
                 "  mftlink export disk.img --format csv --out files.csv\n"
                 "  mftlink estimate disk.img --rules builtin:user    what would a store cost?\n"
                 "  mftlink plan save disk.img --store 'C:\\migdata' --rules builtin:user -o "
                 "save.parquet\n"
                 "  mftlink apply save.parquet disk.img               proves it, asks, and does "
                 "it\n");
    textbuf_cstr(to, exit_codes);
}

/* Who asks before it does something does more than read. */
static bool is_writing(const struct command *command)
{
    for (const struct option_spec *const *spec = command->specs; *spec; spec++)
        if (strcmp((*spec)->name, "yes") == 0)
            return true;
    return false;
}

void help_command(const struct command *command, struct textbuf *to)
{
    textbuf_format(to, "usage: mftlink %s [OPTION]... %s\n\n", command->name, command->operands);
    textbuf_cstr(to, command->description);
    if (strstr(command->operands, "SOURCE"))
        textbuf_cstr(to, sources);
    if (strstr(command->operands, "SOURCE") && !is_writing(command))
        textbuf_cstr(to, "It is only ever read.\n");
    textbuf_cstr(to, command->front ? "\nOptions of mftlink\n" : "\nOptions\n");
    options_help(command->specs, to);
    textbuf_format(to, "\nExamples\n%s", command->examples);
    if (command->front_help)
        command->front_help(to);
    else
        textbuf_cstr(to, exit_codes);
}

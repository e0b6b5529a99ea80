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
    "NTFS volume is mounted, a copy of $MFT alone, or an inventory that 'scan --out' wrote.\n"
    "It is only ever read.\n";

void help_program(struct textbuf *to)
{
    textbuf_cstr(to,
                 "usage: mftlink COMMAND [OPTION]... SOURCE ...\n\n"
                 "Reads the master file table of an NTFS volume once and knows every file, every\n"
                 "name and every hard link on it.\n\nCommands\n");
    for (const struct command *const *command = command_all; *command; command++)
        textbuf_format(to, "  %-9s %s\n", (*command)->name, (*command)->summary);
    textbuf_cstr(to, "  help      show this, or the help of a command\n");
    textbuf_cstr(to, sources);
    textbuf_cstr(to, "\nOptions\n"
                     "  -h, --help    show this\n"
                     "  --version     show the version\n");
    textbuf_cstr(to, "\nExamples\n"
                     "  mftlink info /dev/sdb2\n"
                     "  mftlink scan disk.img\n"
                     "  mftlink links disk.img '\\Users\\Ann\\report.docx'\n"
                     "  mftlink export disk.img --format csv --out files.csv\n");
    textbuf_cstr(to, exit_codes);
}

void help_command(const struct command *command, struct textbuf *to)
{
    textbuf_format(to, "usage: mftlink %s [OPTION]... %s\n\n", command->name, command->operands);
    textbuf_cstr(to, command->description);
    if (strstr(command->operands, "SOURCE"))
        textbuf_cstr(to, sources);
    textbuf_cstr(to, command->front ? "\nOptions of mftlink\n" : "\nOptions\n");
    options_help(command->specs, to);
    textbuf_format(to, "\nExamples\n%s", command->examples);
    if (command->front_help)
        command->front_help(to);
    else
        textbuf_cstr(to, exit_codes);
}

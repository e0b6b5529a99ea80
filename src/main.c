/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink: the program. All it does is in command.c and the cmd_*.c files.
 */
#include "src/command.h"

int main(int argc, char **argv)
{
    return command_main(argc, argv);
}

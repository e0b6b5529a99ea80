/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Model and serial number of a drive: see devicefacts.h. Most drivers have them in device/, virtio
 * has its serial number beside it; a partition's folder lies in that of its disk.
 */
#include "src/devicefacts.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static void trim(char *text)
{
    size_t n = strlen(text), blanks = strspn(text, " \t\n");

    while (n > blanks && isspace((unsigned char)text[n - 1]))
        n--;
    memmove(text, text + blanks, n - blanks);
    text[n - blanks] = '\0';
}

static void read_line(const char *folder, const char *name, char *text)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "re");
    if (!file)
        return;
    if (!fgets(text, DEVICEFACTS_BYTES, file))
        text[0] = '\0';
    fclose(file);
    trim(text);
}

static void read_first(const char *folder, const char *const *names, char *text)
{
    for (text[0] = '\0'; *names && !text[0]; names++)
        read_line(folder, *names, text);
}

void devicefacts_read(const char *folder, struct devicefacts *facts_ret)
{
    static const char *const models[] = {"device/model", "../device/model", NULL};
    static const char *const serials[] = {"device/serial", "serial", "../device/serial",
                                          "../serial", NULL};

    read_first(folder, models, facts_ret->model);
    read_first(folder, serials, facts_ret->serial);
}

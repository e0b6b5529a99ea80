/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A partition table as lines: see partitions_lines.h. */
#include "src/partitions_lines.h"

#include "src/textscan.h"

static void put_partition(struct textbuf *to, const struct partition *p)
{
    textbuf_format(to, "%u %llu %llu %llu %02x ", p->number, (unsigned long long)p->first_byte,
                   (unsigned long long)p->nbytes, (unsigned long long)p->nbytes_table, p->mbr_type);
    for (size_t i = 0; i < sizeof p->gpt_type; i++)
        textbuf_hex(to, p->gpt_type[i], 2);
    textbuf_char(to, ' ');
    textbuf_cstr(to, identify_name(p->medium));
    textbuf_char(to, '\t');
    /* A name is one line. */
    for (const char *c = p->name; *c; c++)
        textbuf_char(to, *c == '\n' ? ' ' : *c);
    textbuf_char(to, '\n');
}

void partitions_lines_put(const struct partition_table *disk, uint32_t chosen, struct textbuf *to)
{
    textbuf_format(to, "%s %u %u %u\n", disk->is_gpt ? "gpt" : "mbr", disk->sector_bytes,
                   disk->is_gpt_backup, chosen);
    for (uint32_t i = 0; i < disk->n; i++)
        put_partition(to, &disk->partitions[i]);
}

/* ---- Reading ---- */

static bool get_gpt_type(struct str digits, uint8_t *type)
{
    if (digits.n != 32)
        return false;
    for (size_t i = 0; i < 16; i++) {
        struct str pair = {digits.at + 2 * i, 2};
        uint64_t byte;

        if (!textscan_hex(&pair, &byte))
            return false;
        type[i] = (uint8_t)byte;
    }
    return true;
}

static enum medium medium_called(struct str name)
{
    for (unsigned medium = 0; medium < MEDIUM_COUNT; medium++)
        if (str_equal(name, str_of(identify_name((enum medium)medium))))
            return (enum medium)medium;
    return MEDIUM_UNKNOWN;
}

static bool get_partition(struct str line, struct partition *p)
{
    uint64_t number, type;
    struct str gpt_type;

    if (!textscan_number(&line, UINT32_MAX, &number) ||
        !textscan_number(&line, UINT64_MAX, &p->first_byte) ||
        !textscan_number(&line, UINT64_MAX, &p->nbytes) ||
        !textscan_number(&line, UINT64_MAX, &p->nbytes_table) || !textscan_hex(&line, &type) ||
        type > UINT8_MAX || !textscan_word(&line, &gpt_type) ||
        !get_gpt_type(gpt_type, p->gpt_type))
        return false;
    p->number = (uint32_t)number;
    p->mbr_type = (uint8_t)type;
    p->medium = medium_called(textscan_until(&line, '\t'));
    if (line.n >= sizeof p->name)
        return false;
    memcpy(p->name, line.at, line.n);
    return true;
}

bool partitions_lines_get(struct str text, struct partition_table *disk, uint32_t *chosen_ret)
{
    uint64_t sector_bytes, is_backup, chosen;
    struct str line, word;

    if (!textscan_line(&text, &line) || !textscan_word(&line, &word) ||
        !textscan_number(&line, UINT32_MAX, &sector_bytes) ||
        !textscan_number(&line, 1, &is_backup) || !textscan_number(&line, UINT32_MAX, &chosen) ||
        line.n > 0)
        return false;
    disk->is_gpt = str_equal(word, str_of("gpt"));
    if (!disk->is_gpt && !str_equal(word, str_of("mbr")))
        return false;
    disk->sector_bytes = (uint32_t)sector_bytes;
    disk->is_gpt_backup = is_backup;
    while (textscan_line(&text, &line))
        if (disk->n == PARTITIONS_MAX || !get_partition(line, &disk->partitions[disk->n++]))
            return false;
    *chosen_ret = (uint32_t)chosen;
    return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The partitions of a disk, for people: see partitions.h.
 */
#include "src/partitions.h"

#include "src/number.h"
#include "src/say.h"

const struct partition *partitions_numbered(const struct partition_table *table, uint32_t number)
{
    for (uint32_t i = 0; i < table->n; i++)
        if (table->partitions[i].number == number)
            return &table->partitions[i];
    return NULL;
}

static uint32_t count_ntfs(const struct partition_table *table)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < table->n; i++)
        n += table->partitions[i].medium == MEDIUM_NTFS;
    return n;
}

const struct partition *partitions_only_ntfs(const struct partition_table *table)
{
    if (count_ntfs(table) != 1)
        return NULL;
    for (uint32_t i = 0; i < table->n; i++)
        if (table->partitions[i].medium == MEDIUM_NTFS)
            return &table->partitions[i];
    return NULL;
}

/* "1 (an NTFS volume, 500.0 MiB), 2 (...)" */
static void put_list(const struct partition_table *table, struct textbuf *to)
{
    char size[NUMBER_HUMAN_BYTES + 1];

    for (uint32_t i = 0; i < table->n; i++) {
        const struct partition *p = &table->partitions[i];

        size[number_human(p->nbytes_table, size)] = '\0';
        textbuf_format(to, "%s%u (%s, %s)", i ? ", " : "", p->number, identify_name(p->medium),
                       size);
    }
    textbuf_char(to, '\0');
}

void partitions_say_no_such(const char *name, const struct partition_table *table, uint32_t number)
{
    struct textbuf list = {0};

    put_list(table, &list);
    if (list.is_short)
        say_no_memory();
    else if (table->n == 0)
        say("'%s' has no partition %u: its partition table is empty.", name, number);
    else
        say("'%s' has no partition %u. It has %s.", name, number, list.at);
    textbuf_free(&list);
}

void partitions_say_choices(const char *name, const struct partition_table *table)
{
    struct textbuf list = {0};

    put_list(table, &list);
    if (list.is_short)
        say_no_memory();
    else if (table->n == 0)
        say("'%s' is a partitioned disk, but its partition table is empty.", name);
    else if (count_ntfs(table) == 0)
        say("'%s' is a partitioned disk without an NTFS volume. It has %s.", name, list.at);
    else
        say("'%s' is a partitioned disk with several NTFS volumes. Choose one with --partition N: "
            "%s.",
            name, list.at);
    textbuf_free(&list);
}

static void put_right(struct textbuf *to, uint64_t value, size_t width)
{
    char text[NUMBER_COMMAS_BYTES];
    size_t n = number_commas(value, text);

    textbuf_fill(to, ' ', n < width ? width - n : 0);
    textbuf_str(to, (struct str){text, n});
}

void partitions_text(const struct partition_table *table, struct textbuf *to)
{
    textbuf_format(to, "%3s %22s %22s  %-24s %-24s %s\n", "No.", "First byte", "Bytes", "Type",
                   "Holds", "Name");
    for (uint32_t i = 0; i < table->n; i++) {
        const struct partition *p = &table->partitions[i];

        put_right(to, p->number, 3);
        put_right(to, p->first_byte, 23);
        put_right(to, p->nbytes_table, 23);
        textbuf_format(to, "  %-24s %-*s", partition_type(p), p->name[0] ? 25 : 0,
                       identify_name(p->medium));
        textbuf_shown(to, str_of(p->name));
        if (p->nbytes < p->nbytes_table)
            textbuf_cstr(to, " (cut off by the end of the disk)");
        textbuf_char(to, '\n');
    }
}

static void put_guid(struct json *json, const uint8_t *guid)
{
    char text[40];

    /* The first three fields of a GUID lie on the disk with their bytes reversed. */
    size_t n = number_hex(bytes_u32(guid), 8, text);

    text[n++] = '-';
    n += number_hex(bytes_u16(guid + 4), 4, text + n);
    text[n++] = '-';
    n += number_hex(bytes_u16(guid + 6), 4, text + n);
    text[n++] = '-';
    for (int i = 8; i < 16; i++) {
        if (i == 10)
            text[n++] = '-';
        n += number_hex(guid[i], 2, text + n);
    }
    json_text(json, "type_guid", (struct str){text, n});
}

void partitions_json_members(const struct partition_table *table, const struct partition *p,
                             struct json *json)
{
    json_number(json, "number", p->number);
    json_number(json, "first_byte", p->first_byte);
    json_number(json, "bytes", p->nbytes_table);
    json_number(json, "bytes_present", p->nbytes);
    if (table->is_gpt)
        put_guid(json, p->gpt_type);
    else
        json_hex(json, "type_mbr", p->mbr_type, 2);
    json_word(json, "type", partition_type(p));
    json_word(json, "name", p->name);
    json_word(json, "holds", identify_name(p->medium));
    json_bool(json, "is_ntfs", p->medium == MEDIUM_NTFS);
}

void partitions_json(const struct partition_table *table, struct json *json)
{
    json_object(json, "disk");
    json_word(json, "table", table->is_gpt ? "gpt" : "mbr");
    json_bool(json, "table_from_backup", table->is_gpt_backup);
    json_number(json, "sector_bytes", table->sector_bytes);
    json_array(json, "partitions");
    for (uint32_t i = 0; i < table->n; i++) {
        json_row(json, NULL);
        partitions_json_members(table, &table->partitions[i], json);
        json_end(json, '}');
    }
    json_end(json, ']');
    json_end(json, '}');
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Partition tables as lines, and back; lines that are none. */
#include "src/partitions_lines.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static struct partition_table *disk, *back;
static struct textbuf text;
static uint32_t chosen;

static void begin(void)
{
    disk = calloc(1, sizeof *disk);
    back = calloc(1, sizeof *back);
    cr_assert(disk && back);
}

static void end(void)
{
    free(disk);
    free(back);
    textbuf_free(&text);
}

TestSuite(partitions_lines, .init = begin, .fini = end, .timeout = 20);

static bool get(const char *lines)
{
    *back = (struct partition_table){0};
    return partitions_lines_get(str_of(lines), back, &chosen);
}

static void round_trip(uint32_t number)
{
    text.n = 0;
    partitions_lines_put(disk, number, &text);
    *back = (struct partition_table){0};
    cr_assert(partitions_lines_get(textbuf_view(&text), back, &chosen));
    cr_assert(chosen == number && back->n == disk->n);
}

Test(partitions_lines, a_line_for_each)
{
    disk->sector_bytes = 512;
    disk->n = 1;
    disk->partitions[0] = (struct partition){
        .number = 2, .first_byte = 1048576, .nbytes = 10, .nbytes_table = 11, .mbr_type = 7};
    disk->partitions[0].medium = MEDIUM_NTFS;
    round_trip(2);
    cr_expect_str_eq((textbuf_char(&text, '\0'), text.at),
                     "mbr 512 0 2\n2 1048576 10 11 07 00000000000000000000000000000000 "
                     "an NTFS volume\t\n");
}

Test(partitions_lines, every_medium_and_odd_names)
{
    static const char *const names[] = {"", "\t", " ", "a\tb", "\xED\xA0\x80", "\x1B[31m"};

    disk->is_gpt = disk->is_gpt_backup = true;
    disk->sector_bytes = UINT32_MAX;
    disk->n = MEDIUM_COUNT;
    for (uint32_t i = 0; i < disk->n; i++) {
        disk->partitions[i].medium = (enum medium)i;
        disk->partitions[i].number = i + 1;
        strcpy(disk->partitions[i].name, names[i % 6]);
    }
    round_trip(0);
    cr_expect(back->is_gpt && back->is_gpt_backup && back->sector_bytes == UINT32_MAX);
    for (uint32_t i = 0; i < disk->n; i++) {
        cr_expect_eq(back->partitions[i].medium, i);
        cr_expect_str_eq(back->partitions[i].name, names[i % 6]);
    }
}

Test(partitions_lines, a_name_is_one_line)
{
    disk->n = 1;
    strcpy(disk->partitions[0].name, "two\nlines");
    round_trip(0);
    cr_expect_str_eq(back->partitions[0].name, "two lines");
}

Test(partitions_lines, as_many_as_there_can_be_and_no_more)
{
    disk->n = PARTITIONS_MAX;
    for (uint32_t i = 0; i < PARTITIONS_MAX; i++)
        memset(disk->partitions[i].name, 'n', PARTITION_NAME_BYTES - 1);
    round_trip(PARTITIONS_MAX);
    cr_expect_eq(strlen(back->partitions[PARTITIONS_MAX - 1].name), PARTITION_NAME_BYTES - 1);
    textbuf_cstr(&text, "1 0 0 0 00 00000000000000000000000000000000 x\t\n");
    *back = (struct partition_table){0};
    cr_expect_not(partitions_lines_get(textbuf_view(&text), back, &chosen));
}

Test(partitions_lines, what_cannot_be)
{
    static const char *const wrong[] = {
        "",
        "\n",
        "mbr\n",
        "mbr 512\n",
        "mbr 512 0\n",
        "mbr 512 0 x\n",
        "mbr 512 2 0\n",
        "mbr 4294967296 0 0\n",
        "mbr 512 0 0 0\n",
        "apm 512 0 0\n",
        "mbr 512 0 0\n\n",
        "mbr 512 0 0\n1 0 0 0 07\n",
        "mbr 512 0 0\n4294967296 0 0 0 07 00000000000000000000000000000000 x\t\n",
        "mbr 512 0 0\n1 -1 0 0 07 00000000000000000000000000000000 x\t\n",
        "mbr 512 0 0\n1 0 0 0 100 00000000000000000000000000000000 x\t\n",
        "mbr 512 0 0\n1 0 0 0 07 0000000000000000000000000000000 x\t\n",
        "mbr 512 0 0\n1 0 0 0 07 000000000000000000000000000000000 x\t\n",
        "mbr 512 0 0\n1 0 0 0 07 0000000000000000000000000000000g x\t\n",
    };
    char longest[256] = "mbr 512 0 0\n1 0 0 0 07 00000000000000000000000000000000 x\t";
    size_t n = strlen(longest);

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        cr_expect_not(get(wrong[i]), "'%s'", wrong[i]);
    memset(longest + n, 'n', PARTITION_NAME_BYTES - 1);
    cr_expect(get(longest));
    longest[n + PARTITION_NAME_BYTES - 1] = 'n';
    cr_expect_not(get(longest), "a name without room for its end");
    cr_expect(get("mbr 512 0 0"));
}

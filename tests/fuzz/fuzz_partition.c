/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is it, and which partitions has it? The first byte chooses between the input as it is, an
 * MBR with logical partitions, and GPTs, both with the rest of the input as changes.
 */
#include "mft/partition.h"

#include <assert.h>
#include <stdlib.h>

#include "tests/fuzz/edits.h"
#include "tests/support/forge.h"
#include "tests/support/forge_disk.h"

enum { DISK_BYTES = 128 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_mbr(uint8_t *disk)
{
    forge_disk_mbr(disk, 0, 7, 8, 16);
    forge_disk_mbr(disk, 1, 0x0F, 32, 200);
    forge_disk_mbr(disk + 32 * 512, 0, 7, 1, 5);
    forge_disk_mbr(disk + 32 * 512, 1, 5, 40, 10);
    forge_disk_mbr(disk + 72 * 512, 0, 0x0B, 1, 5);
    memcpy(disk + 8 * 512 + 3, "NTFS    ", 8);
}

/* With SEALS the sums are right behind the changes, so that the numbers themselves are reached. */
static void put_gpt(uint8_t *disk, uint32_t sector_bytes, struct edits *edits, bool seals)
{
    const struct forge_gpt gpt = {sector_bytes, 16, 128};

    forge_disk_gpt_entry(disk, &gpt, 0, 4, 5, "first");
    forge_disk_gpt_entry(disk, &gpt, 1, 6, 7, "second");
    if (!seals)
        forge_disk_gpt_seal(disk, DISK_BYTES, &gpt);
    edits_apply(edits, disk, DISK_BYTES);
    if (seals)
        forge_disk_gpt_seal(disk, DISK_BYTES, &gpt);
}

static void check(const struct source *source, const struct partition_table *table)
{
    assert(table->n <= PARTITIONS_MAX);
    for (uint32_t i = 0; i < table->n; i++) {
        const struct partition *p = &table->partitions[i];

        assert(p->number > 0 && p->nbytes > 0 && p->nbytes <= p->nbytes_table);
        assert(bytes_fit(p->first_byte, p->nbytes, source->size_bytes));
        assert(p->first_byte >= 512 && p->medium < MEDIUM_COUNT);
        assert(partition_type(p) != NULL && strlen(p->name) < PARTITION_NAME_BYTES);
    }
}

static void look(const uint8_t *bytes, size_t n)
{
    static struct partition_table table;
    struct source source = source_of_memory((struct bytes){bytes, n});
    struct identity identity;

    assert(identify(&source, &identity) == STATUS_OK);
    assert(identity.medium < MEDIUM_COUNT && identity.size_bytes <= n);
    assert(identify_name(identity.medium) != NULL);
    if (partition_read(&source, &table) == STATUS_OK)
        check(&source, &table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct edits edits = {data, size};
    uint8_t mode = edits_byte(&edits);
    uint8_t *disk;

    if (mode % 8 == 0) {
        disk = forge_copy(edits.at, edits.n);
        look(disk, edits.n);
        free(disk);
        return 0;
    }
    disk = calloc(1, DISK_BYTES);
    if (mode % 8 < 4) {
        put_mbr(disk);
        edits_apply(&edits, disk, DISK_BYTES);
    } else {
        put_gpt(disk, mode & 16 ? 4096 : 512, &edits, mode % 8 < 6);
    }
    look(disk, DISK_BYTES);
    free(disk);
    return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A disk image with partitions, put together from volumes.
 *
 *     struct disk disk = {.sector_bytes = 512, .nsectors = 65536};
 *     disk_begin(r, &disk);
 *     kit_volume(r, 16, 512, 4096), ...
 *     disk_add(r, &disk, 2048, DISK_NTFS);    the volume becomes a partition at sector 2048
 *     disk_write_mbr(r, &disk);
 *     disk_end(r, &disk);                     the recipe's image is now the disk
 *
 * Numbers are sectors of sector_bytes. Errors stay in the recipe.
 */
#ifndef IMAGES_DISK_H
#define IMAGES_DISK_H

#include "images/recipe.h"

#define DISK_PARTITIONS_MAX 4

/* Type bytes of MBR entries. */
#define DISK_NTFS     0x07
#define DISK_FAT32    0x0C
#define DISK_EXTENDED 0x0F
#define DISK_LINUX    0x83
#define DISK_GPT      0xEE

struct disk_partition {
    uint64_t first, nsectors;
    uint8_t type;
};

struct disk {
    uint32_t sector_bytes;
    uint64_t nsectors;
    struct disk_partition partitions[DISK_PARTITIONS_MAX];
    unsigned npartitions;
    int fd;
};

void disk_begin(struct recipe *r, struct disk *disk);
void disk_end(struct recipe *r, struct disk *disk);

/* Unmounts the recipe's volume and copies it to the disk, from sector `first` on, as the next
 * partition. */
void disk_add(struct recipe *r, struct disk *disk, uint64_t first, uint8_t type);

/* Enters a partition without contents. */
void disk_add_empty(struct disk *disk, uint64_t first, uint64_t nsectors, uint8_t type);

/* Writes a sector that ends in 55 AA with one entry for each of npartitions partitions, relative to
 * `base`, at sector `at`. */
void disk_write_table(struct recipe *r, struct disk *disk, uint64_t at, uint64_t base,
                      const struct disk_partition *partitions, unsigned npartitions);

/* Writes the disk's partitions as its MBR. */
void disk_write_mbr(struct recipe *r, struct disk *disk);

/* Writes them as a GPT with its protective MBR and its backup; NTFS becomes a basic data partition,
 * all else an EFI system partition. */
void disk_write_gpt(struct recipe *r, struct disk *disk);

#endif

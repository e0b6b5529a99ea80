/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volumes on which libntfs-3g carries out plans, and what they then have in use.
 *
 *   growthvolume_format(image, &shape);
 *   struct growthvolume *v = growthvolume_open(image);
 *   growthvolume_enter(v, GROWTHVOLUME_ROOT);
 *   folder = growthvolume_mkdir(v, "folder", 6);
 *   growthvolume_enter(v, folder);            it stays open until another one is entered
 *   file = growthvolume_mkfile(v, "a", 1, 500);
 *   growthvolume_link(v, file, "b", 1);
 *   growthvolume_measure(v, &use);
 *   growthvolume_close(v);
 *
 * No times are updated. What fails, fails the test. (libntfs-3g's headers and mft/'s do not go
 * together in one source file: hence this one.)
 */
#ifndef TESTS_ORACLE_GROWTHVOLUME_H
#define TESTS_ORACLE_GROWTHVOLUME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GROWTHVOLUME_ROOT ((UINT64_C(5) << 48) | 5)

struct growthvolume;

struct growthvolume_shape {
    uint64_t bytes;
    uint32_t cluster_bytes;
    uint32_t sector_bytes; /* 512, or 4096 for records of 4096 bytes */
};

/* In clusters. */
struct growthvolume_use {
    uint64_t used; /* bits of $Bitmap */
    uint64_t mft;  /* $MFT and its bitmap */
    uint64_t lists, indexes, data;
};

void growthvolume_format(const char *image, const struct growthvolume_shape *shape);

struct growthvolume *growthvolume_open(const char *image);

/* Files and folders made from now on get a descriptor of their own, as libntfs-3g gives it; else
 * one of $Secure, as Windows does. */
void growthvolume_own_descriptors(struct growthvolume *v, bool is_on);

void growthvolume_enter(struct growthvolume *v, uint64_t folder);

/* In the folder that was entered: a folder; a file with BYTES of data, zeros or CONTENT; a further
 * name of FILE. Names are ASCII. The first three return the reference. */
uint64_t growthvolume_mkdir(struct growthvolume *v, const char *name, size_t n);
uint64_t growthvolume_mkfile(struct growthvolume *v, const char *name, size_t n, uint32_t bytes);
uint64_t growthvolume_write(struct growthvolume *v, const char *name, size_t n,
                            const uint8_t *content, uint32_t bytes);
void growthvolume_link(struct growthvolume *v, uint64_t file, const char *name, size_t n);

/* Takes the only name of FILE away. */
void growthvolume_delete(struct growthvolume *v, uint64_t file, const char *name, size_t n);

/* Adds up all files: leaves the folder that was entered. */
void growthvolume_measure(struct growthvolume *v, struct growthvolume_use *use_ret);

void growthvolume_close(struct growthvolume *v);

#endif

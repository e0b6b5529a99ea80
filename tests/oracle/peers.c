/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What other readers of $MFT are known to get wrong, each on a volume where it shows.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "tests/oracle/farvolume.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/toolrun.h"
#include "tests/support/fixture.h"

#include "mft/path.h"
#include "mft/scan.h"
#include "src/filetime.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- A bare $MFT ---- */

struct dump {
    uint8_t *bytes;
    struct source source;
    struct volume *volume;
    struct index *index;
};

/* All records of the recipe's $MFT as they lie on the disk, scanned alone. */
static void open_dump(const char *recipe, struct dump *dump_ret)
{
    struct viewscan scan;
    struct volume_gaps gaps;
    size_t nbytes;

    oracle_open(recipe, &scan);
    nbytes = scan.volume->nrecords * scan.volume->geometry.record_bytes;
    dump_ret->bytes = malloc(nbytes);
    gaps.unreadable = calloc(scan.volume->nrecords / 64 + 1, sizeof(*gaps.unreadable));
    cr_assert(dump_ret->bytes && gaps.unreadable);
    volume_read_records(scan.volume, 0, (uint32_t)scan.volume->nrecords, dump_ret->bytes, &gaps);
    cr_assert_not(gaps.any);
    free(gaps.unreadable);
    viewscan_close(&scan);
    dump_ret->source = source_of_memory((struct bytes){dump_ret->bytes, nbytes});
    cr_assert_eq(volume_open_dump(&dump_ret->source, &dump_ret->volume), STATUS_OK, "%s", recipe);
    cr_assert_eq(
        scan_run(dump_ret->volume, &(struct scan_options){.nworkers = 2}, &dump_ret->index),
        STATUS_OK, "%s", recipe);
}

static void close_dump(struct dump *dump)
{
    index_free(dump->index);
    volume_close(dump->volume);
    free(dump->bytes);
}

/* mft_dump and go-ntfs lose names in extension records of a bare $MFT, or print them as files. */
Test(peers, p01_names_in_extensions_of_a_bare_mft)
{
    static const char *const recipes[] = {"manylinks", "geometry:4096:4096", "splitrecords"};
    struct dump dump;
    struct viewscan scan;
    uint32_t file;

    open_dump("manylinks", &dump);
    file = index_find(dump.index, fixture_fact("manylinks", "record"));
    cr_assert_neq(file, INDEX_NONE);
    cr_assert_eq(index_links(dump.index, file), 100);
    close_dump(&dump);
    for (size_t i = 0; i < sizeof(recipes) / sizeof(recipes[0]); i++) {
        open_dump(recipes[i], &dump);
        oracle_open(recipes[i], &scan);
        cr_assert_eq(dump.volume->geometry.record_bytes, scan.volume->geometry.record_bytes, "%s",
                     recipes[i]);
        cr_assert_eq(dump.index->files.n, scan.index->files.n, "%s", recipes[i]);
        cr_assert_eq(dump.index->names.n, scan.index->names.n, "%s", recipes[i]);
        cr_assert_eq(dump.index->nfindings, 0, "%s", recipes[i]);
        viewscan_close(&scan);
        close_dump(&dump);
    }
}

/* go-ntfs takes the number from 0x2C, which ntfs3 leaves zero. */
Test(peers, p02_record_number_by_position)
{
    struct viewscan scan;

    oracle_open("usa2a", &scan);
    cr_assert(oracle_is_path_of(&scan, "\\number zero.txt", oracle_file("usa2a", "zero", &scan)));
    cr_assert_eq(scan.index->nfindings, 0);
    viewscan_close(&scan);
}

/* TSK prints 2076 for FILETIME 0, go-ntfs 2185. */
Test(peers, p03_filetime_zero)
{
    static const char expected[] = "1601-01-01T00:00:00.0000000Z";
    struct filetime_last last = {0};
    struct viewscan scan;
    char text[FILETIME_BYTES];
    const uint64_t *times;

    oracle_open("times", &scan);
    times = scan.index->files.times + (size_t)TIMES * oracle_file("times", "zero", &scan);
    for (unsigned i = 0; i < TIMES; i++) {
        cr_assert_eq(times[i], 0);
        cr_assert_eq(filetime_text(times[i], &last, text), strlen(expected));
        cr_assert_eq(memcmp(text, expected, strlen(expected)), 0);
    }
    viewscan_close(&scan);
}

/* TSK cannot open clusters of 2 MiB; libfsntfs lists nothing where the cluster is smaller than the
 * index block. */
Test(peers, p04_largest_and_smallest_clusters)
{
    static const char *const recipes[] = {"geometry:512:2097152", "geometry:512:512"};
    struct viewscan scan;

    for (size_t i = 0; i < 2; i++) {
        oracle_open(recipes[i], &scan);
        cr_assert_eq(oracle_count(&scan, false), fixture_fact(recipes[i], "files"));
        cr_assert_eq(oracle_count(&scan, true), fixture_fact(recipes[i], "folders"));
        viewscan_close(&scan);
    }
}

/* WinDirStat: a torn record costs the rest of its chunk, a stale parent is taken for the right one,
 * records over two runs are lost, and each name counts its file's size again. */
Test(peers, p05_one_record_costs_only_itself)
{
    struct viewscan scan;
    uint32_t file;

    oracle_open("torn", &scan);
    cr_assert_eq(oracle_count(&scan, false), fixture_fact("torn", "neighbours"));
    viewscan_close(&scan);
    oracle_open("staleparent", &scan);
    file = oracle_file("staleparent", "record", &scan);
    cr_assert_eq(index_parent(scan.index, index_first_name(scan.index, file)), INDEX_NONE);
    viewscan_close(&scan);
    oracle_open("splitrecords", &scan);
    cr_assert_eq(oracle_count(&scan, false), fixture_fact("splitrecords", "files"));
    viewscan_close(&scan);
    /* One row holds the size, however many names refer to it. */
    oracle_open("manylinks", &scan);
    file = oracle_file("manylinks", "record", &scan);
    cr_assert_eq(index_links(scan.index, file), 100);
    cr_assert_eq(oracle_count(&scan, false), 1);
    viewscan_close(&scan);
}

/* MFTECmd: byte offsets have 32 bits and wrap. */
Test(peers, p06_offsets_beyond_4_gib)
{
    char *image = toolrun_built("far.img");
    uint64_t record, offset;
    struct viewscan scan;
    int fd;

    farvolume_make(image, &record, &offset);
    cr_assert_gt(offset, UINT64_C(1) << 32);
    oracle_check(image, 0);
    fd = open(image, O_WRONLY);
    cr_assert_geq(fd, 0);
    cr_assert_eq(pwrite(fd, "BAAD", 4, (off_t)offset), 4);
    close(fd);
    viewscan_open(image, 0, &scan);
    unlink(image);
    free(image);
    cr_assert_eq(scan.index->nfindings, 1);
    cr_assert_eq(scan.index->findings[0].kind, FINDING_BAAD);
    cr_assert_eq(scan.index->findings[0].record, record);
    cr_assert_eq(scan.index->findings[0].offset, offset);
    cr_assert_eq(oracle_count(&scan, false), FARVOLUME_FILES - 1);
    viewscan_close(&scan);
}

/* ntfs2btrfs, libfsntfs, go-ntfs: $MFT with an attribute list, sorted or not. */
Test(peers, p07_mft_with_its_own_list)
{
    static const char *const recipes[] = {"fragmft", "mftlist:resident", "mftlist:deferred"};
    struct viewscan scan;

    for (size_t i = 0; i < 3; i++) {
        oracle_open(recipes[i], &scan);
        cr_assert_eq(oracle_count(&scan, false), fixture_fact(recipes[i], "files"), "%s",
                     recipes[i]);
        viewscan_close(&scan);
    }
}

/* TSK, QDirStat, ntfs-3g's st_nlink: the header counts DOS names. */
Test(peers, p08_link_counts_without_dos_names)
{
    struct viewscan scan;
    uint32_t nfiles = 0;

    oracle_open("dosnames", &scan);
    for (uint32_t file = 0; file < scan.index->files.n; file++)
        nfiles += scan.index->files.header_links[file] > index_links(scan.index, file);
    cr_assert_eq(nfiles, 5, "pair, linked, many, folder and dosonly have DOS names");
    cr_assert_eq(scan.index->counts.dos_names, 4, "dosonly has no partner to be folded into");
    viewscan_close(&scan);
}

/* TSK is quadratic in a folder with 100,000 entries: minutes, where this takes a second. Its ffind
 * ends with a signal on a parent loop. */
Test(peers, p09_large_folder_and_loop)
{
    char *program = toolrun_built("images/mkvolume"), *image = toolrun_built("large-folder.img");
    struct viewscan scan;
    struct path path = {0};
    uint32_t found = 0, name;

    toolrun_do((const char *const[]){program, "--files=100000", "--folders=1", "--links-every=0",
                                     "--nonresident-every=0", image, NULL});
    viewscan_open(image, 0, &scan);
    cr_assert_eq(oracle_count(&scan, false), 100000);
    for (name = 0; name < scan.index->names.n; name++) {
        cr_assert_eq(path_of_name(scan.index, name, &path), STATUS_OK);
        found += path.n > 1;
    }
    cr_assert_geq(found, 100001);
    viewscan_close(&scan);
    unlink(image);
    free(image);
    free(program);

    oracle_open("parentloop", &scan);
    for (name = 0; name < scan.index->names.n; name++)
        cr_assert_eq(path_of_name(scan.index, name, &path), STATUS_OK);
    path_free(&path);
    viewscan_close(&scan);
}

/* WinDirStat hydrates OneDrive's placeholders. Here the size of one is known, nothing of it is on
 * the disk, and the image is opened for reading only and not changed. */
Test(peers, p10_nothing_is_hydrated)
{
    const char *image = fixture_image("reparse");
    struct stat before, after;
    struct viewscan scan;
    uint32_t file;

    cr_assert_eq(stat(image, &before), 0);
    viewscan_open(image, 0, &scan);
    file = oracle_file("reparse", "cloud", &scan);
    cr_assert_eq(scan.index->files.size[file], 123456);
    cr_assert_eq(scan.index->files.allocated[file], 0);
    cr_assert_eq(pwrite(scan.file.fd, "", 1, 0), -1, "the source can be written");
    viewscan_close(&scan);
    cr_assert_eq(stat(image, &after), 0);
    cr_assert_eq(before.st_mtim.tv_sec, after.st_mtim.tv_sec);
    cr_assert_eq(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
}

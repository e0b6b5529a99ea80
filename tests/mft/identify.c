/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of the questions: what a source is when several answers could be given. */
#include "mft/identify.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>

#include "tests/support/forge_disk.h"
#include "tests/support/forge_volume.h"

static struct identity identity;

static enum medium medium_of(const void *bytes, size_t n)
{
    uint8_t *exact = forge_copy(bytes, n);
    struct source source = source_of_memory((struct bytes){exact, n});

    cr_assert_eq(identify(&source, &identity), STATUS_OK);
    free(exact);
    return identity.medium;
}

static struct forge_volume *forged;

static void begin(void)
{
    forged = forge_volume_new(&(struct forge_shape){0});
}

static void end(void)
{
    forge_volume_free(forged);
}

TestSuite(identify, .init = begin, .fini = end);

Test(identify, a_volume_is_ntfs)
{
    cr_assert_eq(medium_of(forged->bytes, forged->nbytes), MEDIUM_NTFS);
    cr_assert_not(identity.is_ntfs_by_backup);
    cr_assert_not(identity.is_fixed_vhd);
    cr_assert_eq(identity.size_bytes, forged->nbytes);
}

Test(identify, the_copy_at_the_end_suffices_whatever_the_sector)
{
    for (uint32_t sector = 512; sector <= 4096; sector *= 2) {
        struct forge_volume *v =
            forge_volume_new(&(struct forge_shape){.sector_bytes = sector, .cluster_bytes = 4096});

        memset(v->bytes, 0, 512);
        cr_assert_eq(medium_of(v->bytes, v->nbytes), MEDIUM_NTFS, "%u", sector);
        cr_assert(identity.is_ntfs_by_backup);
        forge_volume_free(v);
    }
}

Test(identify, a_copy_of_another_volume_at_the_end_does_not_count)
{
    uint8_t *backup = forged->bytes + forged->nbytes - 512;

    memset(forged->bytes, 0, 512);
    forge_put64(backup + BOOT_NSECTORS, bytes_u64(backup + BOOT_NSECTORS) - 2);
    cr_assert_eq(medium_of(forged->bytes, forged->nbytes), MEDIUM_UNKNOWN);
}

/* The volume with a footer like that of a fixed VHD, or another TYPE of one; on the heap. */
static uint8_t *with_footer(uint8_t type, size_t *n_ret)
{
    uint8_t *vhd = calloc(1, forged->nbytes + 512), *footer = vhd + forged->nbytes;

    memcpy(vhd, forged->bytes, forged->nbytes);
    memcpy(footer, "conectix", 8);
    footer[0x3F] = type;
    *n_ret = forged->nbytes + 512;
    return vhd;
}

Test(identify, the_footer_of_a_fixed_vhd_is_left_out)
{
    size_t n;
    uint8_t *vhd = with_footer(2, &n);

    cr_assert_eq(medium_of(vhd, n), MEDIUM_NTFS);
    cr_assert(identity.is_fixed_vhd);
    cr_assert_eq(identity.size_bytes, forged->nbytes);
    memset(vhd, 0, 512);
    cr_assert_eq(medium_of(vhd, n), MEDIUM_NTFS);
    cr_assert(identity.is_ntfs_by_backup, "the copy lies before the footer");
    free(vhd);
}

Test(identify, the_footer_of_another_vhd_stays)
{
    size_t n;
    uint8_t *vhd = with_footer(3, &n);

    cr_assert_eq(medium_of(vhd, n), MEDIUM_NTFS);
    cr_assert_not(identity.is_fixed_vhd);
    cr_assert_eq(identity.size_bytes, n);
    free(vhd);
}

Test(identify, a_dynamic_vhd_is_no_volume)
{
    size_t n;
    uint8_t *vhd = with_footer(3, &n);

    memcpy(vhd, "conectix", 8);
    cr_assert_eq(medium_of(vhd, n), MEDIUM_VHD_DYNAMIC);
    cr_assert_not(identity.is_fixed_vhd);
    cr_assert_eq(identity.size_bytes, n);
    free(vhd);
}

Test(identify, ntfs_comes_before_a_table_in_the_same_sector)
{
    forge_disk_mbr(forged->bytes, 0, 7, 10, 20);
    cr_assert_eq(medium_of(forged->bytes, forged->nbytes), MEDIUM_NTFS);
}

Test(identify, a_table_comes_before_a_copy_at_the_end)
{
    memset(forged->bytes, 0, 512);
    forge_disk_mbr(forged->bytes, 0, 7, 10, 20);
    cr_assert_eq(medium_of(forged->bytes, forged->nbytes), MEDIUM_MBR);
}

/* ---- A bare $MFT ---- */

static uint8_t *dump(const struct forge_volume *v, size_t *n_ret)
{
    uint32_t record_bytes = v->shape.record_bytes;
    uint8_t *bytes = malloc((size_t)v->shape.nrecords * record_bytes);

    *n_ret = (size_t)v->shape.nrecords * record_bytes;
    for (uint64_t i = 0; i < v->shape.nrecords; i++)
        memcpy(bytes + i * record_bytes, forge_volume_record(v, i), record_bytes);
    return bytes;
}

Test(identify, records_from_the_start_are_a_bare_mft_of_any_size)
{
    for (uint32_t n = 512; n <= 4096; n *= 2) {
        struct forge_volume *v = forge_volume_new(&(struct forge_shape){.record_bytes = n});
        size_t nbytes;
        uint8_t *bytes = dump(v, &nbytes);

        cr_assert_eq(medium_of(bytes, nbytes), MEDIUM_MFT, "%u", n);
        cr_assert_eq(medium_of(bytes, n + 100), MEDIUM_MFT, "%u, cut off", n);
        free(bytes);
        forge_volume_free(v);
    }
}

Test(identify, damaged_first_records_do_not_hide_a_bare_mft)
{
    size_t n;
    uint8_t *bytes = dump(forged, &n);

    memset(bytes, 0, 3 * 1024);
    cr_assert_eq(medium_of(bytes, n), MEDIUM_MFT, "zeros");
    memcpy(bytes, "BAAD", 4);
    cr_assert_eq(medium_of(bytes, n), MEDIUM_MFT, "BAAD");
    memset(bytes, 0xFF, 4 * 1024);
    cr_assert_eq(medium_of(bytes, n), MEDIUM_MFT, "rubbish");
    free(bytes);
}

Test(identify, old_records_without_numbers_need_three_neighbours)
{
    uint8_t *bytes = calloc(64, 1024);

    for (uint64_t i = 1; i < 3; i++)
        forge_record_at(bytes + i * 1024, 1024, &(struct forge_header){.is_old = true});
    cr_assert_eq(medium_of(bytes, 64 * 1024), MEDIUM_UNKNOWN);
    forge_record_at(bytes + 3 * 1024, 1024, &(struct forge_header){.is_old = true});
    cr_assert_eq(medium_of(bytes, 64 * 1024), MEDIUM_MFT);
    free(bytes);
}

Test(identify, records_in_the_middle_of_a_broken_volume_are_no_bare_mft)
{
    memset(forged->bytes, 0, 1024);
    memset(forged->bytes + forged->nbytes - 512, 0, 512);
    cr_assert_eq(medium_of(forged->bytes, forged->nbytes), MEDIUM_UNKNOWN);
}

/* ---- Little or nothing ---- */

Test(identify, no_bytes_are_empty)
{
    cr_assert_eq(medium_of("", 0), MEDIUM_EMPTY);
}

Test(identify, zeros_are_blank_up_to_the_last_byte)
{
    enum { N = 300000 };
    uint8_t *bytes = calloc(1, N);

    cr_assert_eq(medium_of(bytes, 1), MEDIUM_BLANK);
    cr_assert_eq(medium_of(bytes, N), MEDIUM_BLANK);
    bytes[N - 1] = 1;
    cr_assert_eq(medium_of(bytes, N), MEDIUM_UNKNOWN);
    bytes[N - 1] = 0;
    bytes[5000] = 1;
    cr_assert_eq(medium_of(bytes, N), MEDIUM_UNKNOWN);
    free(bytes);
}

Test(identify, any_length_of_a_volume_can_be_looked_at)
{
    for (size_t n = 0; n <= forged->nbytes; n += n < 5000 ? 13 : 4999)
        medium_of(forged->bytes, n);
}

/* Fails for everything before byte 4096. */
static enum status read_bad_start(const struct source *source, uint64_t offset, void *buffer,
                                  size_t n)
{
    if (offset < 4096) {
        errno = EIO;
        return STATUS_IO;
    }
    memcpy(buffer, (const char *)source->context + offset, n);
    return STATUS_OK;
}

Test(identify, a_bad_first_sector_does_not_hide_the_copy_at_the_end)
{
    struct source source = forge_volume_source(forged);

    source.read = read_bad_start;
    cr_assert_eq(identify(&source, &identity), STATUS_OK);
    cr_assert(identity.is_ntfs_by_backup);
    memset(forged->bytes + forged->nbytes - 512, 0, 512);
    cr_assert_eq(identify(&source, &identity), STATUS_IO);
}

/* ---- Words ---- */

Test(identify, every_medium_has_a_name_and_advice_is_no_sentence_with_a_full_stop)
{
    for (int i = 0; i < MEDIUM_COUNT; i++) {
        const char *name = identify_name((enum medium)i), *advice = identify_advice((enum medium)i);

        cr_assert_not_null(name, "%d", i);
        cr_assert(advice == NULL || advice[strlen(advice) - 1] != '.', "%s", name);
    }
    cr_assert_null(identify_advice(MEDIUM_NTFS));
    cr_assert_not_null(identify_advice(MEDIUM_BITLOCKER));
}

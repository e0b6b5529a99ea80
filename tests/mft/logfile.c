/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which restart page counts, and what it says. */
#include "mft/logfile.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/support/forge_volume.h"

enum { PAGE = 4096, IN_USE = 0, NOBODY = 0xFFFF, CLEAN = 2 };

static struct forge_volume *forged;
static struct source source;
static struct volume *volume;
static struct volumeinfo info;

static void begin(void)
{
    forged = forge_volume_new(&(struct forge_shape){0});
}

static void end(void)
{
    volume_close(volume);
    forge_volume_free(forged);
}

TestSuite(logfile, .init = begin, .fini = end);

static uint8_t *page(unsigned i)
{
    return forge_volume_cluster(forged, forged->log_lcn) + i * PAGE;
}

static void put_page(unsigned i, uint64_t lsn, uint16_t client, uint16_t flags)
{
    uint8_t *p = page(i);

    memset(p, 0, PAGE);
    memcpy(p, "RSTR", 4);
    forge_put16(p + 4, 0x1E);
    forge_put16(p + 6, 1 + PAGE / 512);
    forge_put32(p + 0x10, PAGE);
    forge_put32(p + 0x14, PAGE);
    forge_put16(p + 0x18, 0x30);
    forge_put16(p + 0x1A, 1);
    forge_put16(p + 0x1C, 1);
    forge_put16(p + 0x1E, 5);
    forge_put64(p + 0x30, lsn);
    forge_put16(p + 0x30 + 0x0C, client);
    forge_put16(p + 0x30 + 0x0E, flags);
    forge_seal(p);
}

static enum volumeinfo_log judge(void)
{
    volume_close(volume);
    volume = NULL;
    source = forge_volume_source(forged);
    cr_assert_eq(volume_open(&source, &volume), STATUS_OK);
    info = (struct volumeinfo){0};
    cr_assert_eq(logfile_read(volume, &info), STATUS_OK);
    return info.log;
}

Test(logfile, nothing_but_ones_is_empty)
{
    cr_assert_eq(judge(), VOLUMEINFO_LOG_EMPTY);
}

Test(logfile, a_log_without_clients_or_marked_clean_is_clean)
{
    put_page(0, 10, NOBODY, 0);
    put_page(1, 9, NOBODY, 0);
    cr_assert_eq(judge(), VOLUMEINFO_LOG_CLEAN);
    cr_assert_eq(info.log_major, 1);
    cr_assert_eq(info.log_minor, 1);
    put_page(0, 10, IN_USE, CLEAN);
    cr_assert_eq(judge(), VOLUMEINFO_LOG_CLEAN);
}

Test(logfile, a_client_in_use_is_unclean)
{
    put_page(0, 10, IN_USE, 0);
    cr_assert_eq(judge(), VOLUMEINFO_LOG_UNCLEAN);
}

Test(logfile, the_page_with_the_higher_lsn_counts)
{
    put_page(0, 10, NOBODY, 0);
    put_page(1, 11, IN_USE, 0);
    cr_assert_eq(judge(), VOLUMEINFO_LOG_UNCLEAN);
    put_page(0, 12, NOBODY, 0);
    cr_assert_eq(judge(), VOLUMEINFO_LOG_CLEAN);
}

Test(logfile, a_torn_first_page_leaves_the_second)
{
    put_page(0, 12, IN_USE, 0);
    put_page(1, 11, NOBODY, 0);
    page(0)[511] ^= 1;
    cr_assert_eq(judge(), VOLUMEINFO_LOG_CLEAN);
    memset(page(0), 0, PAGE);
    cr_assert_eq(judge(), VOLUMEINFO_LOG_CLEAN, "also where it says nothing of its size");
}

Test(logfile, a_page_that_chkdsk_has_touched_counts_too)
{
    put_page(0, 10, IN_USE, 0);
    memcpy(page(0), "CHKD", 4);
    cr_assert_eq(judge(), VOLUMEINFO_LOG_UNCLEAN);
}

Test(logfile, without_a_good_page_it_is_damaged)
{
    static const struct {
        uint32_t off, value;
    } bad[] = {{0x00, 0},        {0x10, 0},          {0x10, 100},
               {0x10, 1U << 30}, {0x18, 0x00010004}, {0x18, 0x0001FFF8}};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        memset(page(1), 0, PAGE);
        put_page(0, 10, NOBODY, 0);
        forge_put32(page(0) + bad[i].off, bad[i].value);
        cr_assert_eq(judge(), VOLUMEINFO_LOG_DAMAGED, "%zu", i);
    }
}

Test(logfile, without_its_record_it_is_unknown)
{
    forge_volume_begin(forged, RECORD_LOGFILE, &(struct forge_header){.sequence = 2});
    forge_volume_end(forged, RECORD_LOGFILE);
    cr_assert_eq(judge(), VOLUMEINFO_LOG_UNKNOWN);
}

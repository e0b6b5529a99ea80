/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reparse tags by name. */
#include "src/reparse.h"

#include <criterion/criterion.h>

Test(reparse, words)
{
    cr_expect_str_eq(reparse_word(0xA000000C), "symlink");
    cr_expect_str_eq(reparse_word(0xA0000003), "junction");
    cr_expect_str_eq(reparse_word(0x80000017), "wof");
    cr_expect_str_eq(reparse_word(0x80000013), "dedup");
    cr_expect_str_eq(reparse_word(0x8000001B), "app-exec-link");
    cr_expect_str_eq(reparse_word(0x80000026), "wsl-block-device");
    cr_expect_str_eq(reparse_word(0x12345678), "reparse");
}

/* OneDrive and others use sixteen tags. */
Test(reparse, cloud)
{
    for (uint32_t i = 0; i < 16; i++)
        cr_expect_str_eq(reparse_word(0x9000001A | i << 12), "cloud", "%u", i);
    cr_expect_str_neq(reparse_word(0x9001001A), "cloud");
}

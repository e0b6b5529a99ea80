/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What attributes and tags say. */
#include "planner/traits.h"

#include <criterion/criterion.h>

Test(traits, placeholders_are_known_by_their_attributes)
{
    cr_expect(traits_is_placeholder(0x1000 | 0x20, FILE_REPARSE));
    cr_expect_not(traits_is_placeholder(0x1000 | 0x20, 0), "nothing could bring it back");
    cr_expect_not(traits_is_placeholder(0x40000, 0), "extended attributes");
    cr_expect(traits_is_placeholder(0x400000, 0));
    cr_expect_not(traits_is_placeholder(0x20, FILE_REPARSE));
    cr_expect_not(traits_is_placeholder(0x80000, FILE_REPARSE), "pinned: its content is here");
    cr_expect_not(traits_is_placeholder(0x100000, FILE_REPARSE), "unpinned, but still here");
}

Test(traits, clouds_have_sixteen_tags_and_one_of_old)
{
    for (uint32_t i = 0; i < 16; i++)
        cr_expect(traits_is_cloud_tag(0x9000001A | i << 12));
    cr_expect(traits_is_cloud_tag(0x80000021));
    cr_expect_not(traits_is_cloud_tag(0x9001001A));
    cr_expect_not(traits_is_cloud_tag(0xA000000C));
    cr_expect_not(traits_is_cloud_tag(0));
}

Test(traits, folders_of_other_tags_lead_elsewhere)
{
    cr_expect(traits_leads_elsewhere(0xA0000003));
    cr_expect(traits_leads_elsewhere(0xA000000C));
    cr_expect_not(traits_leads_elsewhere(0x9000601A));
    cr_expect_not(traits_leads_elsewhere(0));
}

Test(traits, windows_own_junctions_are_hidden_and_system)
{
    cr_expect(traits_is_own_junction(0x2416, 0xA0000003));
    cr_expect_not(traits_is_own_junction(0x2412, 0xA0000003), "hidden alone");
    cr_expect_not(traits_is_own_junction(0x2416, 0xA000000C), "a symbolic link");
}

Test(traits, encrypted_by_attribute_or_stream)
{
    cr_expect(traits_is_encrypted(0x4020, 0));
    cr_expect(traits_is_encrypted(0x20, FILE_ENCRYPTED));
    cr_expect_not(traits_is_encrypted(0x20, FILE_COMPRESSED));
}

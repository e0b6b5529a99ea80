/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which folders a path leads to. */
#include "planner/reach.h"

#include <criterion/criterion.h>

#include "planner/traits.h"
#include "tests/support/holding.h"

static struct holding holding;
static struct reach reach;

static uint32_t folder(const char *path)
{
    return holding_folder(&holding, 0, str_of(path));
}

Test(reach, ways_that_end_or_go_round_or_elsewhere_lead_nowhere)
{
    struct index *index = &holding.groves[0].index;
    uint32_t good, lost, round, junction, cloud, denied, file;

    holding_begin(&holding, 1, 100);
    good = folder("\\a\\b\\c");
    lost = folder("\\lost\\below");
    round = folder("\\round\\below");
    junction = folder("\\junction\\below");
    cloud = folder("\\cloud\\below");
    denied = folder("\\denied\\below");
    file = holding_add(&holding, 0, "\\a\\b\\c\\file");
    holding_link(&holding, 0, "\\lost\\below\\file");
    holding_link(&holding, 0, "\\a\\file");
    holding_finish(&holding);
    index->names.parent[index_first_name(index, folder("\\lost"))] += UINT64_C(1) << 48;
    index->names.parent[index_first_name(index, folder("\\round"))] = index_reference(index, round);
    index->files.flags[folder("\\junction")] |= FILE_REPARSE;
    index->files.flags[folder("\\cloud")] |= FILE_REPARSE;
    index->reparse.file[0] = folder("\\junction");
    index->reparse.tag[0] = TRAITS_TAG_MOUNT_POINT;
    index->reparse.file[1] = folder("\\cloud");
    index->reparse.tag[1] = TRAITS_TAG_CLOUD;
    index->reparse.n = 2;
    cr_assert_eq(reach_begin(&reach, index, &holding.arena), STATUS_OK);
    reach_deny(&reach, folder("\\denied"));
    for (int again = 0; again < 2; again++) {
        cr_expect(reach_folder(&reach, good));
        cr_expect(reach_folder(&reach, GROVE_ROOT));
        cr_expect(!reach_folder(&reach, lost));
        cr_expect(!reach_folder(&reach, round));
        cr_expect(!reach_folder(&reach, junction));
        cr_expect(reach_folder(&reach, cloud));
        cr_expect(!reach_folder(&reach, denied));
        cr_expect_eq(reach_names(&reach, file), 2);
    }
    holding_free(&holding);
}

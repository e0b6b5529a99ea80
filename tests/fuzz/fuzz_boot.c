/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boot sectors: whatever is accepted must be something that nobody behind has to check again. */
#include "mft/boot.h"

#include <assert.h>
#include <stdlib.h>

#include "mft/layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct geometry *g)
{
    assert(g->sector_bytes >= 512 && g->sector_bytes <= 4096);
    assert(g->cluster_bytes >= g->sector_bytes && g->cluster_bytes <= CLUSTER_BYTES_MAX);
    assert((g->cluster_bytes & (g->cluster_bytes - 1)) == 0);
    assert(g->record_bytes >= RECORD_BYTES_MIN && g->record_bytes <= RECORD_BYTES_MAX);
    assert((g->record_bytes & (g->record_bytes - 1)) == 0);
    assert(g->nclusters > 0 && g->mft_lcn < g->nclusters);
    assert(g->nclusters <= INT64_MAX / g->cluster_bytes);
    assert(g->nclusters * g->cluster_bytes <= g->nsectors * g->sector_bytes);
}

/* The first byte says whether the name is put right, so that the numbers are reached. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct geometry g;
    uint8_t *sector = calloc(1, BOOT_BYTES);

    if (size > 0)
        memcpy(sector, data + 1, size - 1 < BOOT_BYTES ? size - 1 : BOOT_BYTES);
    if (size > 0 && data[0] & 1)
        memcpy(sector + BOOT_OEM_ID, "NTFS    ", 8);
    if (boot_parse(sector, &g) == STATUS_OK) {
        assert(boot_names_ntfs(sector));
        check(&g);
    }
    free(sector);
    return 0;
}

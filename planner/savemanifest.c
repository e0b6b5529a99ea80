/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manifests as operations: see savemanifest.h. */
#include "planner/savemanifest.h"

#include "planner/manifest.h"

/* Where something is done, it is done below \<store>\USMT\File, and so that folder is there. */
static enum status write_op(const struct saving *saving, struct draft *draft, uint32_t drive,
                            uint64_t bytes)
{
    const struct store *store = &saving->store;
    const struct store_folder *usmt = &store->folders[store->folders[store->tops[drive]].parent];
    const struct machine_drive *on = &saving->job->machine->drives[drive];
    struct plan_op *op = draft_op(draft);
    char name[MANIFEST_NAME_BYTES];
    size_t n = manifest_name_put(manifest_name_next(on->index, usmt->there, on->upcase), name);

    if (!op)
        return STATUS_NO_MEMORY;
    op->kind = PLAN_MANIFEST;
    op->folder = usmt->row;
    op->from_folder = PLAN_NONE;
    op->from_name = (struct str){"", 0};
    op->rule = PLAN_NONE;
    op->expect.size = bytes;
    return draft_text(draft, (struct str){name, n}, &op->name);
}

enum status savemanifest_write(const struct saving *saving, struct draft *draft)
{
    const struct plan *plan = draft->plan;
    struct arena arena = {0};
    uint64_t *bytes = arena_array(&arena, plan->nvolumes + (size_t)1, sizeof *bytes);
    enum status status =
        bytes ? manifest_price(plan, saving->job->machine, bytes) : STATUS_NO_MEMORY;

    for (uint32_t i = 0; i < plan->nvolumes && status == STATUS_OK; i++)
        if (plan->volumes[i].has_store)
            status = write_op(saving, draft, i, bytes[i]);
    arena_free(&arena);
    return status;
}

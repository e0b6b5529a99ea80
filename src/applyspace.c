/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is there room for what is left of a plan: see applyspace.h. */
#include "src/applyspace.h"

#include "planner/estimate.h"
#include "src/optionapply.h"
#include "src/say.h"

enum { OP_BYTES_DIRTY = 1500 /* measured: 1,360 for names of 12 units */ };

static const struct plan_volume *planned(const struct applyjob *job, uint32_t v)
{
    return &job->file.plan.volumes[v];
}

/* Batches that VOLUME's operations will take, about. */
static uint64_t count_batches(const struct applyjob *job, const struct applyjob_volume *volume)
{
    uint64_t memory = job->options->txn_memory ? job->options->txn_memory : OPTIONAPPLY_TXN_MEMORY;
    uint64_t dirty = (uint64_t)(volume->nops - volume->ndone) * OP_BYTES_DIRTY;

    return volume->is_mounted ? 1 : 1 + dirty / (memory / 2 + 1);
}

static bool say_space(const struct applyjob *job, uint32_t v, uint64_t needed, uint64_t reserve)
{
    const struct applyjob_volume *volume = &job->volumes[v];
    uint64_t cluster = planned(job, v)->cluster_bytes;
    struct textbuf text = {0};

    textbuf_cstr(&text, "There is too little free space on ");
    textbuf_shown(&text, planned(job, v)->drive);
    textbuf_cstr(&text, ": the plan takes ");
    textbuf_size(&text, volume->growth.clusters * cluster);
    textbuf_cstr(&text, ", ");
    if (reserve > 0) {
        textbuf_size(&text, reserve);
        textbuf_cstr(&text, " must stay free for the migration");
    } else {
        textbuf_size(&text, (needed - volume->growth.clusters) * cluster);
        textbuf_cstr(&text, " must stay free, since libntfs-3g damages files on a full volume");
    }
    textbuf_cstr(&text, ", and ");
    textbuf_size(&text, job->drives.volumes[volume->drive].free_clusters * cluster);
    textbuf_cstr(&text, " are free. Make room, or take less");
    textbuf_cstr(&text, reserve > 0 ? "; --reserve asks for another reserve." : ".");
    textbuf_char(&text, '\0');
    if (text.is_short)
        say_no_memory();
    else
        say("%s", text.at);
    textbuf_free(&text);
    return false;
}

/* Does the store of a plan that makes one begin on this volume? Then USMT wants a reserve there. */
static uint64_t reserve_of(const struct applyjob *job, uint32_t v)
{
    const struct plan *plan = &job->file.plan;
    struct str drive = plan->volumes[v].drive;
    bool is_master = str_equal(plan->command, str_of("save")) && plan->store.n >= drive.n &&
                     str_equal((struct str){plan->store.at, drive.n}, drive);

    if (!is_master)
        return 0;
    return job->options->has_reserve ? job->options->reserve : ESTIMATE_RESERVE_BYTES;
}

/* Taking names away must be possible on a full volume, too. */
static bool makes_any(const struct applyjob_volume *volume)
{
    for (uint32_t i = volume->ndone; i < volume->nops; i++)
        if (!plan_takes_away(volume->ops[i].kind))
            return true;
    return false;
}

bool applyspace_check(const struct applyjob *job, uint32_t v)
{
    const struct applyjob_volume *volume = &job->volumes[v];
    const struct plan_volume *now = &job->drives.volumes[volume->drive];
    uint64_t needed, reserve = reserve_of(job, v), cluster = planned(job, v)->cluster_bytes;

    if (volume->nops == volume->ndone)
        return true;
    if (!now->has_space) {
        say("The $Bitmap of %.*s cannot be read, so that nobody knows what is free there. Let "
            "Windows repair the volume (chkdsk /f).",
            (int)planned(job, v)->drive.n, planned(job, v)->drive.at);
        return false;
    }
    needed = volume->growth.clusters;
    if (makes_any(volume))
        needed += APPLYSPACE_SPARE_CLUSTERS * count_batches(job, volume);
    if (needed > now->free_clusters)
        return say_space(job, v, needed, 0);
    if ((now->free_clusters - volume->growth.clusters) * cluster < reserve)
        return say_space(job, v, needed, reserve);
    return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing plan files: see show.h. */
#include "src/show.h"

#include "src/planfile.h"
#include "src/plantally.h"
#include "src/say.h"
#include "src/show_json.h"
#include "src/show_text.h"

#include <unistd.h>

static bool print(const char *name, const struct planfile *file, const struct options *options)
{
    struct out out = out_to(STDOUT_FILENO, "the plan");
    struct plantally tally;
    bool is_good = plantally_of(&file->plan, &tally) == STATUS_OK;

    if (!is_good)
        say_no_memory();
    else if (options->json)
        show_json(name, file, &tally, options, &out);
    else
        show_text(file, &tally, options, &out);
    arena_free(&tally.arena);
    return out_finish(&out) && is_good;
}

bool show_plan(const char *name, const struct options *options)
{
    struct planfile file;
    bool is_good;

    if (!planfile_load(name, options->jobs, &file))
        return false;
    is_good = print(name, &file, options);
    plan_free(&file.plan);
    return is_good;
}

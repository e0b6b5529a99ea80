/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What scanstate writes of a plan: see usmt_written.h. */
#include "src/usmt_written.h"

#include "src/estimate_report.h"
#include "src/outfile.h"
#include "src/planpath.h"
#include "src/say.h"

bool usmt_written_price(const struct planning *planning, const char *path)
{
    struct estimate estimate = {0};
    const struct estimate_report report = {planning, &estimate, NULL};
    struct outfile file;
    bool is_good;

    if (estimate_plan(&planning->plan, &planning->drives.machine, &estimate) != STATUS_OK) {
        say_no_memory();
        return false;
    }
    is_good = outfile_open(path, &file);
    if (is_good) {
        estimate_report_usmt(&report, &file.out.text);
        is_good = outfile_finish(&file, true);
    }
    estimate_free(&estimate);
    return is_good;
}

bool usmt_written_list(struct usmt_front *front, const struct plan *plan)
{
    const char *path = usmt_options_value(&front->line, USMT_LISTFILES);
    struct outfile file;

    if (!usmt_options_has(&front->line, USMT_LISTFILES))
        return true;
    if (!path)
        path = usmt_front_place(front, "Listfiles.txt");
    if (!path || !outfile_open(path, &file))
        return false;
    for (uint32_t i = 0; i < plan->nops; i++) {
        const struct plan_op *op = &plan->ops[i];

        if (op->kind != PLAN_LINK && op->kind != PLAN_COPY)
            continue;
        planpath_subject(plan, op, &file.out.text);
        textbuf_char(&file.out.text, '\n');
        if (!out_drain(&file.out))
            break;
    }
    return outfile_finish(&file, true);
}

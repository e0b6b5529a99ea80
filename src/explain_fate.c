/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan's row of a path: see explain_fate.h. */
#include "src/explain_fate.h"

#include "planner/traits.h"

/* Is it ROW whose source is the path? Sources are compared by reference first: names are long. */
static bool is_about(const struct explain_report *r, const struct plan_op *row, uint64_t reference)
{
    const struct plan *plan = &r->planning->plan;
    const struct plan_folder *folder;
    const uint16_t *upcase = r->planning->drives.machine.drives[r->explanation->drive].upcase;
    struct str path = r->path, drive;
    size_t n;

    if (row->from_folder == PLAN_NONE || row->expect.reference != reference)
        return false;
    folder = &plan->folders[row->from_folder];
    drive = plan->volumes[folder->volume].drive;
    n = folder->path.n > 1 ? folder->path.n : 0; /* the root's "\" is the one before the name */
    return path.n == drive.n + n + 1 + row->from_name.n &&
           text_same_folded((struct str){path.at, drive.n}, drive, upcase) &&
           text_same_folded((struct str){path.at + drive.n, n}, (struct str){folder->path.at, n},
                            upcase) &&
           text_same_folded((struct str){path.at + path.n - row->from_name.n, row->from_name.n},
                            row->from_name, upcase);
}

static const struct plan_op *find(const struct explain_report *r, const struct plan_op *rows,
                                  uint32_t n)
{
    const struct explanation *e = r->explanation;
    const struct index *index;

    if (e->name == INDEX_NONE)
        return NULL;
    index = r->planning->drives.machine.drives[e->drive].index;
    for (uint32_t i = 0; i < n; i++)
        if (is_about(r, &rows[i], index_reference(index, index->names.file[e->name])))
            return &rows[i];
    return NULL;
}

static void put_target(const struct plan *plan, const struct plan_op *op, struct textbuf *to)
{
    const struct plan_folder *folder = &plan->folders[op->folder];

    textbuf_shown(to, plan->volumes[folder->volume].drive);
    if (folder->path.n > 1)
        textbuf_shown(to, folder->path);
    textbuf_char(to, '\\');
    textbuf_shown(to, op->name);
}

static bool is_own_junction(const struct explain_report *r)
{
    const struct explanation *e = r->explanation;
    const struct index *index = r->planning->drives.machine.drives[e->drive].index;
    uint32_t file = index->names.file[e->name];

    return e->is_folder &&
           traits_is_own_junction(index->files.attributes[file], index_reparse_tag(index, file));
}

void explain_fate_text(const struct explain_report *r, struct textbuf *to)
{
    static const char *const verbs[PLAN_NKINDS] = {"made again", "linked",  "copied",  "moved",
                                                   "unlinked",   "removed", "deleted", "written"};
    const struct plan *plan = &r->planning->plan;
    const struct plan_op *op = find(r, plan->ops, plan->nops);
    const struct plan_op *refusal = find(r, plan->refusals, plan->nrefusals);

    if (refusal) {
        textbuf_format(to, "  The plan refuses it: %s [%s].\n",
                       plan_reason_sentence(refusal->reason), plan_reason_word(refusal->reason));
    } else if (op) {
        textbuf_format(to, "  In the plan: %s as ", verbs[op->kind]);
        put_target(plan, op, to);
        if (op->reason != PLAN_AS_USUAL)
            textbuf_format(to, ": %s", plan_reason_sentence(op->reason));
        textbuf_char(to, '\n');
    } else if (r->explanation->is_taken) {
        textbuf_cstr(to,
                     is_own_junction(r)
                         ? "  In the plan: nothing. It is a junction that Windows makes itself, "
                           "for an old name of a folder.\n"
                         : "  In the plan: nothing to do, the store has it already, or it is a "
                           "part of a store.\n");
    }
}

void explain_fate_json(const struct explain_report *r, struct json *json)
{
    const struct plan *plan = &r->planning->plan;
    const struct plan_op *op = find(r, plan->ops, plan->nops);
    const struct plan_op *refusal = find(r, plan->refusals, plan->nrefusals);
    const struct plan_op *row = refusal ? refusal : op;
    struct textbuf target = {0};

    if (!row) {
        json_null(json, "plan");
        return;
    }
    json_object(json, "plan");
    json_word(json, "kind", plan_kind_word(row->kind));
    json_bool(json, "is_refused", refusal);
    json_word(json, "reason", plan_reason_word(row->reason));
    if (row->folder == PLAN_NONE) { /* what is refused may have no place in the store */
        json_null(json, "target");
    } else {
        put_target(plan, row, &target);
        json_text(json, "target", textbuf_view(&target));
    }
    json_end(json, '}');
    textbuf_free(&target);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a plan: see planfile_rows.h. */
#include "src/planfile_rows.h"

#include "mft/layout.h"
#include "src/planfile_fill.h"
#include "src/table/rowcursor.h"
#include "src/wtf8.h"

/* Where the reading of rows is. */
struct reader {
    struct rowcursor at;
    const struct plan *plan;
    struct textbuf *text;
    bool is_damaged;
};

/* A place among N, or PLAN_NONE. */
static uint32_t take_place(struct reader *r, uint32_t column, uint32_t n)
{
    uint32_t at;
    uint64_t place;

    if (!rowcursor_take(&r->at, column, &at))
        return PLAN_NONE;
    place = r->at.columns[column].numbers[at];
    if (place < n)
        return (uint32_t)place;
    r->is_damaged = true;
    return PLAN_NONE;
}

/* A place among the descriptors plus one, or 0. */
static uint32_t take_descriptor(struct reader *r, uint32_t column)
{
    uint64_t number = rowcursor_number(&r->at, column);

    r->is_damaged |= number > r->plan->ndescriptors;
    return number > r->plan->ndescriptors ? 0 : (uint32_t)number;
}

/* The place of TEXT among N words; most rows have the word of the row before, which is LAST. */
static unsigned find_word(struct reader *r, struct str text, unsigned last, unsigned n,
                          const char *(*word)(unsigned))
{
    if (str_equal(text, str_of(word(last))))
        return last;
    for (unsigned i = 0; i < n; i++)
        if (str_equal(text, str_of(word(i))))
            return i;
    r->is_damaged = true;
    return 0;
}

static const char *kind_word(unsigned i)
{
    return plan_kind_word((enum plan_kind)i);
}

static const char *reason_word(unsigned i)
{
    return plan_reason_word((enum plan_reason)i);
}

/* ---- Names ---- */

/* NAME, or the exact one where the column RAW has it, in the text. */
static struct str take_name(struct reader *r, struct str name, uint32_t raw)
{
    size_t begin = r->text->n;
    uint32_t at;

    if (rowcursor_take(&r->at, raw, &at))
        name = table_text(&r->at.columns[raw], at);
    if ((name.n > 0 && memchr(name.at, '\0', name.n)) || wtf8_units(name) == SIZE_MAX)
        r->is_damaged = true;
    textbuf_str(r->text, name);
    return (struct str){r->text->at + begin, name.n};
}

/* The name of OP's source: that of OP itself where no other is given. */
static struct str take_from_name(struct reader *r, const struct plan_op *op)
{
    uint32_t at;

    if (rowcursor_take(&r->at, PLANFILE_FROM_NAME, &at))
        return take_name(r, table_text(&r->at.columns[PLANFILE_FROM_NAME], at),
                         PLANFILE_FROM_NAME_RAW);
    /* An exact name without a name is told when the columns are held against each other. */
    rowcursor_take(&r->at, PLANFILE_FROM_NAME_RAW, &at);
    return op->from_folder == PLAN_NONE ? (struct str){"", 0} : op->name;
}

/* All names have room in TEXT, so that it never moves while they are put there. */
static bool reserve_names(const struct planfile_rows *rows, struct textbuf *text)
{
    static const uint32_t columns[] = {PLANFILE_NAME, PLANFILE_NAME_RAW, PLANFILE_FROM_NAME,
                                       PLANFILE_FROM_NAME_RAW};
    size_t n = 1;

    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        n += rows->columns[columns[i]].text.n;
    text->n = 0;
    return textbuf_reserve(text, n);
}

static struct str moved(struct str name, const struct textbuf *text, const char *at)
{
    return (struct str){name.n ? at + (name.at - text->at) : at, name.n};
}

void planfile_rows_move(const struct plan *plan, uint64_t first, uint32_t n,
                        const struct textbuf *text, char *at)
{
    if (text->n > 0)
        memcpy(at, text->at, text->n);
    for (uint64_t row = first; row < first + n; row++) {
        struct plan_op *op = planfile_fill_row(plan, row);

        op->name = moved(op->name, text, at);
        op->from_name = moved(op->from_name, text, at);
    }
}

/* ---- Rows ---- */

static uint64_t take_reference(struct reader *r)
{
    const struct table_values *records = &r->at.columns[PLANFILE_RECORD],
                              *sequences = &r->at.columns[PLANFILE_SEQUENCE];
    uint32_t record, sequence;
    bool has_record = rowcursor_take(&r->at, PLANFILE_RECORD, &record);

    if (rowcursor_take(&r->at, PLANFILE_SEQUENCE, &sequence) != has_record) {
        r->is_damaged = true;
        return 0;
    }
    if (!has_record)
        return 0;
    if (records->numbers[record] >> 48 || sequences->numbers[sequence] > UINT16_MAX) {
        r->is_damaged = true;
        return 0;
    }
    return reference_of(records->numbers[record], (uint16_t)sequences->numbers[sequence]);
}

static struct plan_expect take_expect(struct reader *r)
{
    return (struct plan_expect){
        .reference = take_reference(r),
        .size = rowcursor_number(&r->at, PLANFILE_SIZE),
        .created = rowcursor_number(&r->at, PLANFILE_CREATED_TICKS),
        .modified = rowcursor_number(&r->at, PLANFILE_MODIFIED_TICKS),
        .attributes = (uint32_t)rowcursor_number(&r->at, PLANFILE_ATTRIBUTES),
        .links = (uint32_t)rowcursor_number(&r->at, PLANFILE_LINKS),
        .security_id = (uint32_t)rowcursor_number(&r->at, PLANFILE_SECURITY),
    };
}

/*
 * A row can be an operation when
 * - it has a place to work at;
 * - it has a source, if its kind needs one, and none, if it is made of nothing;
 * - it is known what a file that is secured has and gets; of others only what is made gets
 * anything. A refusal can be without either: a user is refused as a whole.
 */
static bool is_op(const struct plan_op *op)
{
    bool is_secure = op->kind == PLAN_SECURE;
    bool needs_source =
        op->kind == PLAN_LINK || op->kind == PLAN_COPY || op->kind == PLAN_MOVE || is_secure;
    bool may_give = op->kind == PLAN_MKDIR || op->kind == PLAN_COPY || is_secure;

    return op->folder != PLAN_NONE && op->name.n > 0 &&
           (!needs_source || op->from_folder != PLAN_NONE) && (may_give || op->given == 0) &&
           (is_secure ? op->given != 0 && op->had != 0 : op->had == 0) &&
           (op->kind != PLAN_MANIFEST ||
            (op->from_folder == PLAN_NONE && op->expect.reference == 0));
}

static void read_row(struct reader *r, const struct plan_op *before, struct plan_op *op)
{
    op->kind = (enum plan_kind)find_word(r, rowcursor_text(&r->at, PLANFILE_KIND), before->kind,
                                         PLAN_NKINDS, kind_word);
    op->reason = (enum plan_reason)find_word(r, rowcursor_text(&r->at, PLANFILE_REASON),
                                             before->reason, PLAN_NREASONS, reason_word);
    op->folder = take_place(r, PLANFILE_FOLDER, r->plan->nfolders);
    op->from_folder = take_place(r, PLANFILE_FROM_FOLDER, r->plan->nfolders);
    op->name = take_name(r, rowcursor_text(&r->at, PLANFILE_NAME), PLANFILE_NAME_RAW);
    op->from_name = take_from_name(r, op);
    op->expect = take_expect(r);
    op->rule = take_place(r, PLANFILE_RULE_NUMBER, r->plan->nrules);
    op->detail = (uint32_t)rowcursor_number(&r->at, PLANFILE_DETAIL);
    op->given = take_descriptor(r, PLANFILE_GIVEN);
    op->had = take_descriptor(r, PLANFILE_HAD);
}

enum status planfile_rows(const struct planfile_rows *rows, const struct plan *plan, uint64_t first,
                          struct textbuf *text)
{
    static const struct plan_op none;
    struct reader r = {.at = {.columns = rows->columns}, .plan = plan, .text = text};
    const struct plan_op *before = &none;

    if (!reserve_names(rows, text))
        return STATUS_NO_MEMORY;
    for (; r.at.row < rows->n && !r.is_damaged; r.at.row++) {
        struct plan_op *op = planfile_fill_row(plan, first + r.at.row);

        read_row(&r, before, op);
        r.is_damaged |= first + r.at.row < plan->nops && !is_op(op);
        before = op;
    }
    return r.is_damaged ? STATUS_DAMAGED : STATUS_OK;
}

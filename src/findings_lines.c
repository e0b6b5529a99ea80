/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finding as a line: see findings_lines.h. */
#include "src/findings_lines.h"

#include "src/textscan.h"

void findings_lines_put(const struct finding *finding, struct textbuf *to)
{
    textbuf_cstr(to, finding_word(finding->kind));
    textbuf_format(to, " %llu ", (unsigned long long)finding->record);
    if (finding->offset == UINT64_MAX)
        textbuf_char(to, '-');
    else
        textbuf_decimal(to, finding->offset);
    textbuf_format(to, " %u %llx\n", finding->at, (unsigned long long)finding->detail);
}

static bool get_kind(struct str word, enum finding_kind *kind)
{
    for (unsigned i = 0; i < FINDING_KINDS; i++)
        if (str_equal(word, str_of(finding_word((enum finding_kind)i)))) {
            *kind = (enum finding_kind)i;
            return true;
        }
    return false;
}

bool findings_lines_get(struct str line, struct finding *finding_ret)
{
    struct str word;
    uint64_t at;

    if (!textscan_word(&line, &word) || !get_kind(word, &finding_ret->kind) ||
        !textscan_number(&line, UINT64_MAX, &finding_ret->record) ||
        !textscan_place(&line, &finding_ret->offset) || !textscan_number(&line, UINT32_MAX, &at) ||
        !textscan_hex(&line, &finding_ret->detail) || line.n > 0)
        return false;
    finding_ret->at = (uint32_t)at;
    return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings as lines and back; lines that are none. */
#include "src/findings_lines.h"

#include <criterion/criterion.h>

Test(findings_lines, every_kind_comes_back)
{
    for (unsigned kind = 0; kind < FINDING_KINDS; kind++) {
        const struct finding finding = {
            .kind = (enum finding_kind)kind,
            .record = kind * UINT64_C(0x123456789),
            .offset = kind % 3 ? kind * UINT64_C(0x1000000000) : UINT64_MAX,
            .at = kind % 2 ? UINT32_MAX : 0,
            .detail = kind % 5 ? UINT64_MAX - kind : 0,
        };
        struct textbuf text = {0};
        struct finding back = {0};

        findings_lines_put(&finding, &text);
        cr_assert(text.n > 0 && text.at[text.n - 1] == '\n');
        cr_assert(findings_lines_get((struct str){text.at, text.n - 1}, &back), "%u", kind);
        cr_expect(back.kind == finding.kind && back.record == finding.record &&
                      back.offset == finding.offset && back.at == finding.at &&
                      back.detail == finding.detail,
                  "%u", kind);
        textbuf_free(&text);
    }
}

Test(findings_lines, other_lines_are_refused)
{
    static const char *const lines[] = {
        "",
        "torn",
        "torn 1",
        "torn 1 2 3",
        "torn 1 2 3 4 5",
        "torn -1 2 3 4",
        "torn 1 -- 3 4",
        "torn 1 18446744073709551615 3 4",
        "torn 1 2 4294967296 4",
        "torn 1 2 3 0x4",
        "torn 1 2 3 11112222333344445",
        "Torn 1 2 3 4",
        "nothing 1 2 3 4",
        " torn 1 2 3 4",
        "torn  1 2 3 4",
    };
    struct finding finding;

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        cr_expect_not(findings_lines_get(str_of(lines[i]), &finding), "'%s'", lines[i]);
}

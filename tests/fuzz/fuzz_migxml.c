/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of rules, and Config.xml, of any bytes: read, linted and reported. */
#include "src/configxml.h"
#include "src/migxml.h"
#include "src/rules_lint.h"
#include "src/rules_report.h"
#include "src/rules_syntax.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/forge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What cannot be read is said on stderr, where nobody wants it a million times. libFuzzer's own
 * words go to the stderr that it found. */
static void read_both(struct rules *rules, struct config *config, struct bytes bytes)
{
    static FILE *nowhere;
    FILE *loud = stderr;

    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    assert(nowhere);
    stderr = nowhere;
    migxml_read_bytes(rules, bytes, "fuzz.xml");
    configxml_read_bytes(config, &rules->notes, bytes, "fuzz.xml");
    stderr = loud;
}

static void check(struct rules *rules)
{
    struct textbuf text = {0};
    size_t n = 0;

    rules_report_text(rules, &text);
    assert(text.n > 0 && text.at[text.n - 1] == '\n');
    textbuf_free(&text);
    rules_report_json(rules, &text);
    assert(text.n > 0);
    textbuf_free(&text);
    for (const struct rules_note *note = rules->notes.first; note; note = note->next)
        n++;
    assert(n == rules->notes.n);
    for (const struct rules_component *it = rules->components; it; it = it->next)
        for (const struct rules_group *group = it->groups; group; group = group->next)
            assert(group->context != 0 && (group->context & ~it->context) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *exact = forge_copy(data, size);
    struct config config = {0};
    struct rules rules;

    rules_begin(&rules);
    read_both(&rules, &config, (struct bytes){exact, size});
    free(exact);
    rules_syntax(&rules);
    rules_lint(&rules, &config);
    check(&rules);
    config_free(&config);
    rules_free(&rules);
    return 0;
}

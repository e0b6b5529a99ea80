/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rules without memory: the n-th allocation fails, for every n, while rules are expanded. What was
 * begun is given back, and what succeeds is whole.
 *
 * A plain program: see scarcity.h.
 */
#include <stdio.h>
#include <stdlib.h>

#include "src/migxml.h"
#include "tests/support/estate.h"
#include "tests/support/scarcity.h"
#include "tests/support/tally.h"

/* ---- What is tried ---- */

static const char text[] =
    "<migration urlid='u'><component><displayName>a</displayName>"
    "<detection><conditions><condition>MigXmlHelper.DoesObjectExist('File','* [a.txt]')</condition>"
    "</conditions></detection><environment>"
    "<variable name='V'><objectSet><pattern>C:\\One</pattern><pattern>%SystemDrive%\\Two</pattern>"
    "</objectSet></variable><variable name='W'><script>MigXmlHelper.GetStringContent('Registry',"
    "'HKLM\\a [b]')</script></variable></environment><rules><include><objectSet>"
    "<pattern type='File'>%V%\\%V%\\* [*]</pattern><pattern type='File'>%NOPE%</pattern>"
    "<pattern type='File'>%W%</pattern><pattern type='File'>C:\\[</pattern>"
    "<script>MigXmlHelper.GenerateUserPatterns('File','%CSIDL_DESKTOP%\\* [%V%]','TRUE')</script>"
    "</objectSet></include></rules></component></migration>";

static void plant(struct estate *estate)
{
    bool is_read;

    estate_begin(estate, ESTATE_VISTA);
    estate_add(estate, 0, "Sheets\\a.txt");
    estate_add(estate, 0, "Users\\Ann\\Projects\\");
    estate_finish(estate);
    estate_rules(estate, text);
    is_read = migxml_read(&estate->rules, "builtin:documents") &&
              migxml_read(&estate->rules, "builtin:user");
    tally_check(is_read, "the rules are read");
}

/* Expands with the N-th allocation failing. True where no allocation was the N-th. */
static bool try_once(struct estate *estate, unsigned long n, bool lasting, uint32_t nrules)
{
    const struct expand_job job = {&estate->rules, NULL, &estate->machine};
    struct expansion expansion;
    enum status status;
    bool is_over;

    scarcity_fail_at(n, lasting);
    status = expand(&job, &expansion);
    scarcity_end();
    is_over = scarcity_count() < n;
    tally_check(status == STATUS_OK || status == STATUS_NO_MEMORY, "it works or says no memory");
    if (is_over)
        tally_check(status == STATUS_OK, "with memory it works");
    if (status == STATUS_OK) {
        tally_check(expansion.nrules == nrules, "what works is whole");
        expand_free(&expansion);
    }
    return is_over;
}

static void try_all(struct estate *estate, bool lasting)
{
    enum { MOST = 100000 };
    unsigned long n = 1;

    while (n < MOST && !try_once(estate, n, lasting, estate->expansion.nrules))
        n++;
    tally_check(n > 20 && n < MOST, "every allocation failed once");
}

int main(void)
{
    static struct estate estate;

    tally_begin("rules are expanded");
    plant(&estate);
    estate_expand(&estate);
    tally_check(estate.expansion.nrules > 100, "there are many");
    tally_begin("each allocation fails alone");
    try_all(&estate, false);
    tally_begin("each allocation fails with all behind it");
    try_all(&estate, true);
    estate_free(&estate);
    return tally_end();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MigXML, from files to values. */
#include "src/migxml.h"

#include <criterion/criterion.h>
#include <stdio.h>

static void read_text(struct rules *rules, const char *text)
{
    struct bytes bytes = {(const uint8_t *)text, strlen(text)};

    cr_assert(migxml_read_bytes(rules, bytes, "r.xml"));
}

static void read_new(struct rules *rules, const char *text)
{
    rules_begin(rules);
    read_text(rules, text);
}

/* TEXT stands in <rules>, from line 2 on. */
static void read_rules(struct rules *rules, const char *text)
{
    char file[4096];
    int n = snprintf(file, sizeof file,
                     "<migration urlid='u'><component><displayName>c</displayName><rules>\n%s"
                     "</rules></component></migration>",
                     text);

    cr_assert(n > 0 && n < (int)sizeof file);
    read_new(rules, file);
}

static void expect_text(struct str text, const char *wanted)
{
    cr_expect(str_equal(text, str_of(wanted)), "'%.*s' is not '%s'", (int)text.n, text.at, wanted);
}

/* The notes as "word@line word@line". */
static void expect_notes(const struct rules *rules, const char *wanted)
{
    char text[1024] = "";
    size_t n = 0;

    for (const struct rules_note *note = rules->notes.first; note; note = note->next)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s@%u", n > 0 ? " " : "",
                              rules_note_word(note->kind), note->place.line);
    cr_expect_str_eq(text, wanted);
}

static const struct rule *first_rule(const struct rules *rules)
{
    cr_assert(rules->components && rules->components->groups && rules->components->groups->rules);
    return rules->components->groups->rules;
}

Test(migxml, a_component_and_its_attributes)
{
    struct rules rules;

    read_new(&rules, "<?xml version='1.0'?>\n<migration urlid=' http://x/y '>\n"
                     "<component type='documents' context='USER' defaultSupported='no' "
                     "hidden='Yes'>\n<displayName _locID='a'> My\n Data </displayName>\n"
                     "<role role='DATA'><component><displayName>in</displayName></component>"
                     "</role></component>\n<component/></migration>");
    const struct rules_component *a = rules.components, *b = a->next, *c = b->next;

    expect_text(a->name, "My\n Data");
    expect_text(a->type, "Documents");
    cr_expect_eq(a->context, RULES_USER);
    cr_expect(!a->is_supported_by_default && a->is_hidden);
    cr_expect_eq(a->place.line, 3);
    expect_text(a->place.file, "r.xml");
    expect_text(rules.files->urlid, "http://x/y");
    cr_expect(!a->detection && !a->groups && !a->parent);
    cr_expect_eq(b->parent, a);
    expect_text(b->role->kind, "Data");
    cr_expect_eq(c->context, RULES_USER_AND_SYSTEM);
    cr_expect(c->is_supported_by_default && !c->is_hidden && !c->next);
    expect_notes(&rules, "no-display-name@7");
    rules_free(&rules);
}

Test(migxml, every_kind_of_rule)
{
    static const struct {
        const char *text;
        enum rules_kind kind;
        const char *helper; /* NULL: none */
    } cases[] = {
        {"<include filter='MigXmlHelper.AnswerNo()'>", RULES_INCLUDE, "AnswerNo"},
        {"<exclude>", RULES_EXCLUDE, NULL},
        {"<unconditionalExclude>", RULES_UNCONDITIONAL_EXCLUDE, NULL},
        {"<locationModify script='MigXMLHelper.ExactMove(\"x\")'>", RULES_LOCATION_MODIFY,
         "ExactMove"},
        {"<contentModify script='migxmlhelper.KeepExisting(\"Security\")'>", RULES_CONTENT_MODIFY,
         "KeepExisting"},
        {"<merge script='MigXmlHelper.SourcePriority ( )'>", RULES_MERGE, "SourcePriority"},
        {"<destinationCleanup filter='MigXmlHelper.AnswerNo()'>", RULES_DESTINATION_CLEANUP,
         "AnswerNo"},
        {"<includeAttributes attributes='Security, TimeFields'>", RULES_INCLUDE_ATTRIBUTES, NULL},
        {"<excludeAttributes attributes='Owner,SACL,CreationTime'>", RULES_EXCLUDE_ATTRIBUTES,
         NULL},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[1024], word[64] = "";
        struct rules rules;

        sscanf(cases[i].text, "<%63[A-Za-z]", word);
        snprintf(text, sizeof text,
                 "%s<objectSet><pattern type='file'> C:\\a\\* [*] </pattern></objectSet>"
                 "</%s>",
                 cases[i].text, word);
        read_rules(&rules, text);
        const struct rule *rule = first_rule(&rules);

        cr_expect_eq(rule->kind, cases[i].kind, "%s", word);
        cr_expect_eq(rule->call != NULL, cases[i].helper != NULL, "%s", word);
        if (rule->call && cases[i].helper)
            cr_expect_str_eq(rule->call->helper->name, cases[i].helper);
        expect_text(rule->sets->patterns->text, "C:\\a\\* [*]");
        cr_expect_eq(rule->sets->patterns->type, RULES_FILE);
        cr_expect_eq(rule->place.line, 2);
        if (rule->kind == RULES_INCLUDE_ATTRIBUTES)
            cr_expect_eq(rule->attributes, RULES_SECURITY | RULES_TIME_FIELDS);
        if (rule->kind == RULES_EXCLUDE_ATTRIBUTES)
            cr_expect_eq(rule->attributes, RULES_OWNER | RULES_SACL | RULES_CREATION_TIME);
        expect_notes(&rules, "");
        rules_free(&rules);
    }
}

Test(migxml, objects_that_are_added_and_what_is_never_run)
{
    struct rules rules;

    read_rules(&rules,
               "<addObjects><object><location type='File'>C:\\a [b]</location><attributes>32"
               "</attributes><bytes string='x' expand='no'/></object></addObjects>\n"
               "<processing when='pre-scan'><script>MigXmlHelper.KillExplorer()</script>"
               "</processing>\n<externalProcess when='post-scan'><commandLine>x.exe"
               "</commandLine></externalProcess>");
    const struct rule *rule = first_rule(&rules);

    expect_text(rule->objects->location.text, "C:\\a [b]");
    expect_text(rule->objects->attributes, "32");
    expect_text(rule->objects->bytes, "x");
    cr_expect_not(rule->objects->expands);
    cr_expect_str_eq(rule->next->call->helper->name, "KillExplorer");
    expect_text(rule->next->when, "pre-scan");
    expect_text(rule->next->next->command, "x.exe");
    expect_notes(&rules, "never-run@3 never-run@4");
    rules_free(&rules);
}

Test(migxml, arguments_of_calls)
{
    struct rules rules;

    read_rules(&rules, "<include><objectSet><script><![CDATA[ MigXmlHelper . ]]></script>"
                       "<script>MigXmlHelper.GenerateUserPatterns ('File' , \"%X% [a),'b]\","
                       "null)</script><script>MigXmlHelper.GenerateDocPatterns(\"FALSE\", "
                       "\"TRUE\", NULL, NULL, NULL)</script></objectSet></include>");
    const struct rules_call *call = first_rule(&rules)->sets->scripts;

    cr_expect_eq(call->helper->id, HELPER_GENERATE_USER_PATTERNS);
    cr_assert_eq(call->narguments, 3);
    expect_text(call->arguments[0], "File");
    expect_text(call->arguments[1], "%X% [a),'b]");
    cr_expect_null(call->arguments[2].at);
    cr_expect_eq(call->next->helper->id, HELPER_GENERATE_DOC_PATTERNS);
    expect_notes(&rules, "malformed-call@2");
    rules_free(&rules);
}

Test(migxml, calls_that_are_none)
{
    static const struct {
        const char *call, *note;
    } cases[] = {
        {"Nonsense", "malformed-call@2"},
        {"MigXmlHelper.AnswerNo", "malformed-call@2"},
        {"MigXmlHelper.AnswerNo(", "malformed-call@2"},
        {"MigXmlHelper.AnswerNo())", "malformed-call@2"},
        {"MigXmlHelper.AnswerNo() x", "malformed-call@2"},
        {"MigXmlHelper.AnswerNo(x)", "malformed-call@2"},
        {"MigXmlHelper.AnswerNo(&quot;a)", "malformed-call@2"},
        {"MigXmlHelper.AnswerNo(NULL,)", "malformed-call@2"},
        {"MigXmlHelper.()", "malformed-call@2"},
        {"MigXmlHelper.AnswerYes()", "unknown-helper@2"},
        {"MigXmlHelper.AnswerNo(&quot;a&quot;)", "helper-arguments@2"},
        {"MigXmlHelper.FileProperties(&quot;a&quot;)", "helper-arguments@2"},
        {"MigXmlHelper.FileProperties(&quot;a&quot;, &quot;lt&quot;, &quot;1&quot;)",
         "unknown-value@2"},
        {"MigXmlHelper.AnswerNo(NULL)", ""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct rules rules;
        char text[1024];

        snprintf(text, sizeof text,
                 "<include filter=\"%s\"><objectSet><pattern>C: [*]</pattern></objectSet>"
                 "</include>",
                 cases[i].call);
        read_rules(&rules, text);
        expect_notes(&rules, cases[i].note);
        rules_free(&rules);
    }
}

Test(migxml, conditions_are_a_tree)
{
    struct rules rules;

    read_new(&rules, "<migration urlid='u'><component><displayName>c</displayName>\n"
                     "<detects><detect><condition>MigXmlHelper.IsNative64Bit()</condition>"
                     "<condition negation='yes'>MigXmlHelper.IsSystemContext()</condition></detect>"
                     "<detect><condition>MigXmlHelper.IsNative64Bit()</condition></detect>"
                     "</detects>\n<detection><conditions operation='or'><conditions>"
                     "<condition>MigXmlHelper.IsOSLaterThan('NT','6.0')</condition></conditions>"
                     "</conditions></detection></component></migration>");
    const struct rules_condition *all = rules.components->detection, *detects = all->parts;
    const struct rules_condition *detection = detects->next;

    cr_expect_eq(all->kind, RULES_ANY_OF, "detects and detection are alternatives");
    cr_expect_eq(detects->kind, RULES_ALL_OF);
    cr_expect_eq(detects->parts->kind, RULES_ANY_OF, "conditions of one detect");
    cr_expect_eq(detects->parts->parts->kind, RULES_CALL);
    cr_expect_not(detects->parts->parts->is_negated);
    cr_expect(detects->parts->parts->next->is_negated);
    cr_expect_not_null(detects->parts->next);
    cr_expect_eq(detection->kind, RULES_ALL_OF);
    cr_expect_eq(detection->parts->kind, RULES_ANY_OF);
    cr_expect_eq(detection->parts->parts->kind, RULES_ALL_OF,
                 "AND is what is meant without a word");
    expect_notes(&rules, "");
    rules_free(&rules);
}

Test(migxml, variables_and_named_elements)
{
    struct rules rules;

    read_new(&rules,
             "<migration urlid='u'><namedElements>\n"
             "<environment name='E'><variable name='%A%' remap='true'><text> C:\\x </text>"
             "</variable><variable name='B'><script>MigXmlHelper.GetStringContent('Registry','HKLM "
             "[x]')</script></variable></environment>\n"
             "<rules name='R' context='System'><include><objectSet><pattern>%A% [*]</pattern>"
             "</objectSet></include></rules></namedElements>\n"
             "<component><displayName>c</displayName><environment name='e'/>"
             "<rules name='R'/><rules><rules context='user'><exclude><objectSet>"
             "<pattern>%A% [b]</pattern></objectSet></exclude></rules></rules></component>"
             "</migration>");
    const struct rules_component *c = rules.components;
    const struct rules_variable *a = c->environments->variables;

    expect_text(a->name, "A");
    expect_text(a->text, "C:\\x");
    cr_expect(a->is_remapped && a->kind == RULES_TEXT);
    cr_expect_eq(a->next->kind, RULES_SCRIPT);
    cr_expect_eq(c->groups->context, RULES_SYSTEM);
    cr_expect_eq(c->groups->rules->kind, RULES_INCLUDE);
    cr_expect_eq(c->groups->rules->place.line, 3);
    cr_expect_null(c->groups->next->rules);
    cr_expect_eq(c->groups->next->next->parent, c->groups->next);
    cr_expect_eq(c->groups->next->next->context, RULES_USER);
    expect_notes(&rules, "setting@2");
    rules_free(&rules);
}

Test(migxml, extensions_are_what_they_stand_for)
{
    struct rules rules;

    read_new(&rules, "<migration urlid='u'><component context='System'><displayName>c</displayName>"
                     "<extensions><extension> *.doc </extension><extension/><extension>x y"
                     "</extension></extensions></component></migration>");
    const struct rule *rule = first_rule(&rules);

    expect_text(rule->extension, "doc");
    cr_expect_eq(rule->sets->scripts->helper->id, HELPER_GENERATE_DRIVE_PATTERNS);
    expect_text(rule->sets->scripts->arguments[0], "* [*.doc]");
    expect_text(rule->sets->scripts->arguments[1], "Fixed");
    expect_text(rule->next->sets->scripts->arguments[0], "* [*.x y]");
    expect_notes(&rules, "no-effect@1");
    rules_free(&rules);
}

Test(migxml, a_context_is_a_ceiling)
{
    struct rules rules;

    read_new(&rules, "<migration urlid='u'><component context='User'><displayName>c</displayName>"
                     "<rules context='System'><include/></rules>\n<rules context='UserAndSystem'>"
                     "<rules><exclude><objectSet><pattern>x</pattern></objectSet></exclude></rules>"
                     "</rules></component></migration>");
    cr_expect_eq(rules.components->groups->context, RULES_USER);
    cr_expect_eq(rules.components->groups->next->context, RULES_USER);
    cr_expect_null(rules.components->groups->next->next);
    expect_notes(&rules, "outside-context@1");
    rules_free(&rules);
}

Test(migxml, a_context_is_a_ceiling_of_components_within_components)
{
    struct rules rules;

    read_new(&rules,
             "<migration urlid='u'><component context='System'><displayName>a</displayName>"
             "<role><component context='User'><displayName>b</displayName><rules><include>"
             "<objectSet><pattern>x</pattern></objectSet></include></rules></component></role>\n"
             "<component><displayName>c</displayName><rules><include><objectSet><pattern>x"
             "</pattern></objectSet></include></rules></component></component></migration>");
    expect_text(rules.components->next->name, "c");
    cr_expect_null(rules.components->next->next);
    cr_expect_eq(rules.components->next->context, RULES_SYSTEM);
    cr_expect_eq(rules.components->next->groups->context, RULES_SYSTEM);
    expect_notes(&rules, "outside-context@1");
    rules_free(&rules);
}

Test(migxml, a_filter_where_none_is_asked_is_told)
{
    struct rules rules;

    read_rules(&rules, "<unconditionalExclude filter='MigXmlHelper.AnswerNo()'><objectSet>"
                       "<pattern>a</pattern></objectSet></unconditionalExclude>\n"
                       "<include script='MigXmlHelper.AnswerNo()' filter='MigXmlHelper.AnswerNo()'>"
                       "<objectSet><pattern>a</pattern></objectSet></include>");
    cr_expect_null(rules.components->groups->rules->call);
    expect_notes(&rules, "unknown-attribute@2 unknown-attribute@3");
    rules_free(&rules);
}

Test(migxml, a_blank_behind_a_caret_belongs_to_the_pattern)
{
    static const char *const texts[] = {"C:\\a^ ", "C:\\b^^", "C:\\c^^^ ", "^ "};
    struct rules rules;
    const struct rules_pattern *pattern;

    read_rules(&rules,
               "<include><objectSet><pattern> C:\\a^ \n </pattern><pattern>C:\\b^^ </pattern>"
               "<pattern>C:\\c^^^  </pattern><pattern>  ^ </pattern></objectSet></include>");
    pattern = rules.components->groups->rules->sets->patterns;
    for (size_t i = 0; i < 4; i++, pattern = pattern->next)
        expect_text(pattern->text, texts[i]);
    rules_free(&rules);
}

Test(migxml, of_two_files_with_one_urlid_the_second_is_not_there)
{
    struct rules rules;

    read_new(&rules, "<migration urlid='http://A'><component><displayName>a</displayName>"
                     "</component></migration>");
    read_text(&rules, "<migration urlid='HTTP://a'><component><displayName>b</displayName>"
                      "</component></migration>");
    read_text(&rules, "<migration urlid='http://B'><component><displayName>d</displayName>"
                      "</component></migration>");
    expect_text(rules.components->next->name, "d");
    cr_expect(!rules.files->is_ignored && rules.files->next->is_ignored);
    cr_expect_not(rules.files->next->next->is_ignored);
    expect_notes(&rules, "same-urlid@1");
    rules_free(&rules);
}

Test(migxml, what_is_passed_over_and_what_is_not)
{
    struct rules rules;

    read_rules(&rules, "<include><objectSet><pattern>a</pattern><library/></objectSet>"
                       "</include>\n<inclood/>\n<include><objectSet><pattern> </pattern>"
                       "</objectSet></include>");
    expect_notes(&rules, "unknown-element@3 no-effect@4 no-effect@4");
    rules_free(&rules);
}

Test(migxml, every_helper_is_found_by_its_name)
{
    size_t n = 0;

    for (; helper_at(n); n++) {
        const struct helper *helper = helper_at(n);

        cr_expect_eq(helper_find(str_of(helper->name)), helper, "%s", helper->name);
        cr_expect(helper->min <= helper->max && helper->place != 0, "%s", helper->name);
        cr_expect(n >= HELPER_PROCESSING || helper->id == n, "%s", helper->name);
    }
    cr_expect_gt(n, 60);
    cr_expect_null(helper_find(str_of("Copy")));
    cr_expect_null(helper_find(str_of("")));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slash options: what the parser makes of words. */
#include "src/usmt_options.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { WORDS_MAX = 12 };

static enum usmt_code parse(enum usmt_program program, const char *const *words,
                            struct usmt_line *line_ret)
{
    static char *argv[WORDS_MAX + 2];
    int argc = 1;

    argv[0] = "program";
    for (; words[argc - 1]; argc++)
        argv[argc] = (char *)words[argc - 1];
    argv[argc] = NULL;
    return usmt_options_parse(program, argc, argv, line_ret);
}

#define WORDS(...)                                                                                 \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

Test(usmt_options, the_table_is_sound)
{
    for (const struct usmt_option *a = usmt_options_all; a->name; a++) {
        cr_expect(a->programs && a->help[0] && (a->value == USMT_ALONE) == !a->argument, "/%s",
                  a->name);
        cr_expect(!(a->traits & USMT_HARMLESS) || a->refusal, "/%s", a->name);
        for (const struct usmt_option *b = a + 1; b->name; b++)
            cr_expect(!(a->programs & b->programs) || strcasecmp(a->name, b->name) != 0, "/%s",
                      a->name);
    }
}

Test(usmt_options, values_stand_behind_a_colon_or_a_blank)
{
    struct usmt_line line;

    cr_assert_eq(parse(USMT_SCANSTATE,
                       WORDS("/I:a.xml", "C:\\store", "/i", "/etc/b.xml", "/HardLink", "/l",
                             "\"the log\"", "/v:13"),
                       &line),
                 USMT_SUCCESS);
    cr_expect(usmt_options_has(&line, USMT_HARDLINK) && !usmt_options_has(&line, USMT_C));
    cr_expect_str_eq(usmt_options_value(&line, USMT_I), "a.xml");
    cr_expect_str_eq(line.words[1].value, "/etc/b.xml");
    cr_expect_str_eq(usmt_options_value(&line, USMT_L), "the log");
    cr_expect_str_eq(usmt_options_value(&line, USMT_V), "13");
    cr_expect_null(usmt_options_value(&line, USMT_HARDLINK));
    cr_assert_eq(line.nrest, 2);
    cr_expect_str_eq(line.rest[1], "C:\\store");
    usmt_options_free(&line);
}

Test(usmt_options, what_repeats_is_kept_in_order)
{
    struct options_words words = {0};
    struct usmt_line line;

    cr_assert_eq(parse(USMT_SCANSTATE, WORDS("/ue:*\\*", "/ui:A\\b", "/ui", "C\\d"), &line),
                 USMT_SUCCESS);
    cr_assert(usmt_options_values(&line, USMT_UI, &words));
    cr_assert_eq(words.n, 2);
    cr_expect_str_eq(words.at[0], "A\\b");
    cr_expect_str_eq(words.at[1], "C\\d");
    usmt_options_free(&line);
    free(words.at);
}

Test(usmt_options, words_with_dashes_are_left_with_their_values)
{
    struct usmt_line line;

    cr_assert_eq(
        parse(USMT_SCANSTATE, WORDS("-V", "C:=/dev/sdb", "--conf", "/etc/m.conf", "/c"), &line),
        USMT_SUCCESS);
    cr_expect(usmt_options_has(&line, USMT_C));
    cr_assert_eq(line.nrest, 5);
    cr_expect_str_eq(line.rest[4], "/etc/m.conf");
    cr_expect_null(line.rest[5]);
    usmt_options_free(&line);
}

Test(usmt_options, a_value_that_may_be_missing_stands_behind_a_colon)
{
    struct usmt_line line;

    cr_assert_eq(parse(USMT_SCANSTATE, WORDS("/p", "C:\\store"), &line), USMT_SUCCESS);
    cr_expect(usmt_options_has(&line, USMT_P) && !usmt_options_value(&line, USMT_P));
    cr_expect_eq(line.nrest, 2);
    usmt_options_free(&line);
    cr_assert_eq(parse(USMT_SCANSTATE, WORDS("/p:sizes.xml"), &line), USMT_SUCCESS);
    cr_expect_str_eq(usmt_options_value(&line, USMT_P), "sizes.xml");
    usmt_options_free(&line);
}

Test(usmt_options, mistakes)
{
    static const struct {
        enum usmt_program program;
        const char *words[4];
    } cases[] = {
        {USMT_SCANSTATE, {"/nosuch"}},
        {USMT_SCANSTATE, {"/lac"}},
        {USMT_LOADSTATE, {"/vsc"}},
        {USMT_LOADSTATE, {"/localonly"}},
        {USMT_SCANSTATE, {"/rd"}},
        {USMT_UTILS, {"/hardlink"}},
        {USMT_SCANSTATE, {"/i"}},
        {USMT_SCANSTATE, {"/i:"}},
        {USMT_SCANSTATE, {"/i:\"\""}},
        {USMT_SCANSTATE, {"/l", "/c"}},
        {USMT_SCANSTATE, {"/c:yes"}},
        {USMT_SCANSTATE, {"/c", "/C"}},
        {USMT_SCANSTATE, {"/config:a", "/config:b"}},
        {USMT_UTILS, {"/y", "/y"}},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct usmt_line line;

        cr_expect_eq(parse(cases[i].program, cases[i].words, &line), USMT_INVALID_PARAMETERS, "%s",
                     cases[i].words[0]);
        usmt_options_free(&line);
    }
}

Test(usmt_options, more_than_256_characters_are_too_long)
{
    char word[800] = "/ui:";
    struct usmt_line line;

    memset(word + 4, 'x', 256);
    cr_expect_eq(parse(USMT_SCANSTATE, WORDS(word), &line), USMT_SUCCESS);
    usmt_options_free(&line);
    word[260] = 'x';
    cr_expect_eq(parse(USMT_SCANSTATE, WORDS(word), &line), USMT_ERROR_OPTION_PARAM_TOO_LARGE);
    usmt_options_free(&line);

    /* Of a file all that leads to it counts, and characters, not bytes. */
    memcpy(word, "/l:", 4);
    memset(word + 3, 'x', 255);
    word[258] = '\0';
    cr_expect_eq(parse(USMT_SCANSTATE, WORDS(word), &line), USMT_ERROR_OPTION_PARAM_TOO_LARGE);
    usmt_options_free(&line);
    word[3] = '/';
    cr_expect_eq(parse(USMT_SCANSTATE, WORDS(word), &line), USMT_SUCCESS);
    usmt_options_free(&line);
    memcpy(word, "/ui:", 5);
    for (int i = 0; i < 256; i++)
        memcpy(word + 4 + 2 * i, "ä", 3);
    cr_expect_eq(parse(USMT_SCANSTATE, WORDS(word), &line), USMT_SUCCESS);
    usmt_options_free(&line);
}

Test(usmt_options, help_has_every_option_and_code)
{
    static const enum usmt_program programs[] = {USMT_SCANSTATE, USMT_LOADSTATE, USMT_UTILS};

    for (size_t i = 0; i < 3; i++) {
        struct textbuf text = {0};
        size_t width = 0;

        usmt_options_help(programs[i], &text);
        textbuf_char(&text, '\0');
        for (const struct usmt_option *option = usmt_options_all; option->name; option++)
            if (option->programs & programs[i]) {
                char word[64];

                snprintf(word, sizeof word, "  /%s", option->name);
                cr_expect(strstr(text.at, word), "%s", word);
            }
        for (const char *at = text.at; *at; at++) {
            width = *at == '\n' ? 0 : width + 1;
            cr_expect(width <= 100, "%.40s", at - 40);
        }
        cr_expect(strstr(text.at, "  72  "));
        textbuf_free(&text);
    }
}

Test(usmt_codes, every_code_has_one_row_in_order)
{
    const struct usmt_codes_row *row;
    unsigned n = 0;

    for (; (row = usmt_codes_at(n)); n++) {
        cr_expect(row->name[0] && row->meaning[0]);
        cr_expect_eq(usmt_codes_of(row->code), row);
        cr_expect(n == 0 || usmt_codes_at(n - 1)->code < row->code);
    }
    cr_expect_eq(n, 27);
}

/* docs/MIGRATING-FROM-USMT.md tells of each. */
Test(usmt_options, the_document_has_every_option)
{
    FILE *file = fopen("docs/MIGRATING-FROM-USMT.md", "r");
    static char text[65536];

    cr_assert(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    for (const struct usmt_option *option = usmt_options_all; option->name; option++) {
        char word[64];

        snprintf(word, sizeof word, "`/%s", option->name);
        cr_expect(strstr(text, word), "%s", word);
    }
}

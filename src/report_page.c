/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report as a page: see report_page.h. */
#include "src/report_page.h"

#include "src/backing.h"
#include "src/base64.h"
#include "src/outfile.h"
#include "src/pagetext.h"
#include "src/report_folders.h"
#include "src/report_json.h"
#include "src/say.h"

/* A page can sort and search, so its lists are longer than those that are read in a terminal. */
enum { PAGE_TOP = 200 };

static struct str text_of(const unsigned char *part)
{
    return str_of((const char *)part);
}

/* ---- Data ---- */

/* The three bytes of U+2028 and U+2029, which end a line where JSON is read as JavaScript. */
static bool is_line_end(struct str text, size_t at)
{
    return text.n - at >= 3 && memcmp(text.at + at, "\xE2\x80", 2) == 0 &&
           ((uint8_t)text.at[at + 2] & 0xFE) == 0xA8;
}

/* JSON for within a script element: nothing in it can end that. */
static void put_data(struct out *out, struct str json)
{
    size_t begin = 0;

    for (size_t at = 0; at < json.n; at++) {
        bool is_end = is_line_end(json, at);

        if (json.at[at] != '<' && !is_end)
            continue;
        textbuf_str(&out->text, (struct str){json.at + begin, at - begin});
        if (is_end)
            textbuf_cstr(&out->text, (uint8_t)json.at[at + 2] & 1 ? "\\u2029" : "\\u2028");
        else
            textbuf_cstr(&out->text, "\\u003c");
        at += is_end ? 2 : 0;
        begin = at + 1;
        if (!out_drain(out))
            return;
    }
    textbuf_str(&out->text, (struct str){json.at + begin, json.n - begin});
}

static void put_document(struct out *out, struct textbuf *json)
{
    if (json->is_short)
        out->text.is_short = true;
    else
        put_data(out, textbuf_view(json));
    textbuf_free(json);
}

/* The document that --json prints, with longer lists. */
static void put_report(const struct report *report, struct out *out)
{
    struct report longer = *report;
    struct out memory = out_to_memory();

    if (report->options->top == 0)
        longer.top = PAGE_TOP;
    report_json(&longer, &memory);
    put_document(out, &memory.text);
}

static void put_folders(const struct report *report, struct out *out)
{
    struct textbuf json = {0};

    report_folders(report, &json);
    put_document(out, &json);
}

/* ---- What is the same in every page ---- */

static void put_hash(struct out *out, struct str text)
{
    uint8_t digest[SHA256_BYTES];

    if (!sha256_of((struct bytes){(const uint8_t *)text.at, text.n}, digest)) {
        out->text.is_short = true;
        return;
    }
    textbuf_cstr(&out->text, "'sha256-");
    base64_encode((struct bytes){digest, sizeof digest}, &out->text);
    textbuf_char(&out->text, '\'');
}

static void put_policy(const struct report *report, struct out *out)
{
    (void)report;
    textbuf_cstr(&out->text, "default-src 'none'; script-src ");
    put_hash(out, text_of(pagetext_script));
    textbuf_cstr(&out->text, "; style-src ");
    put_hash(out, text_of(pagetext_style));
    textbuf_cstr(&out->text, "; base-uri 'none'; form-action 'none'");
}

static void put_style(const struct report *report, struct out *out)
{
    (void)report;
    textbuf_str(&out->text, text_of(pagetext_style));
}

static void put_script(const struct report *report, struct out *out)
{
    (void)report;
    textbuf_str(&out->text, text_of(pagetext_script));
}

/* ---- The page ---- */

/* What each puts; a lack of memory is remembered by the output, which says it at its end. */
static const struct part {
    const char *mark;
    void (*put)(const struct report *report, struct out *out);
} parts[] = {
    {"@POLICY@", put_policy},   {"@STYLE@", put_style},   {"@REPORT@", put_report},
    {"@FOLDERS@", put_folders}, {"@SCRIPT@", put_script},
};

/* The part whose mark TEXT begins with; NULL: none. */
static const struct part *part_at(struct str text)
{
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        size_t n = strlen(parts[i].mark);

        if (text.n >= n && memcmp(text.at, parts[i].mark, n) == 0)
            return &parts[i];
    }
    return NULL;
}

static void put_page(const struct report *report, struct out *out)
{
    struct str html = text_of(pagetext_html);

    for (size_t at = 0; at < html.n; at++) {
        const struct part *part = part_at((struct str){html.at + at, html.n - at});

        if (!part) {
            textbuf_char(&out->text, html.at[at]);
            continue;
        }
        part->put(report, out);
        at += strlen(part->mark) - 1;
    }
}

bool report_page_is_sound(const struct options *options)
{
    if (!options->html)
        return true;
    if (strcmp(options->html, "-") == 0)
        say("A page goes to a file, since the report itself goes to the standard output: give "
            "--html a name.");
    else if (outfile_is_packed(options->html))
        say("A browser does not open compressed files: give --html a name without .zst, such as "
            "report.html.");
    else
        return true;
    return false;
}

bool report_page(const struct report *report)
{
    const struct survey *survey = report->survey;
    const char *path = report->options->html;
    struct outfile file;

    if (!backing_allows(survey->target.backing, path) || !outfile_open(path, &file))
        return false;
    evidence_watch(survey->evidence, &file.out, path);
    put_page(report, &file.out);
    return outfile_finish(&file, true);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file of XML: see migxml_file.h.
 */
#include "src/migxml_file.h"

#include "src/say.h"
#include "src/wholefile.h"

#include <errno.h>
#include <stdlib.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

/* Why this parser was stopped by us; libxml2's own reasons are in its last error. */
struct refusal {
    const char *why;
    int line;
};

static xmlParserInputPtr load_nothing(const char *url, const char *id, xmlParserCtxtPtr parser)
{
    (void)url, (void)id, (void)parser;
    return NULL;
}

static void stop(xmlParserCtxtPtr parser, const char *why)
{
    struct refusal *refusal = parser->_private;

    if (!refusal->why)
        *refusal = (struct refusal){why, parser->input ? parser->input->line : 0};
    xmlStopParser(parser);
}

static void refuse_doctype(void *context, const xmlChar *name, const xmlChar *id,
                           const xmlChar *url)
{
    (void)name, (void)id, (void)url;
    stop(context, "It has a document type, which rules do not need and which can hide other files "
                  "in them. Take the line with <!DOCTYPE out.");
}

static void refuse_depth(void *context, const xmlChar *name, const xmlChar *prefix,
                         const xmlChar *uri, int nnamespaces, const xmlChar **namespaces,
                         int nattributes, int ndefaulted, const xmlChar **attributes)
{
    xmlParserCtxtPtr parser = context;

    if (parser->nodeNr >= MIGXML_FILE_DEPTH_MAX)
        stop(parser, "More than 64 elements lie in each other.");
    else
        xmlSAX2StartElementNs(context, name, prefix, uri, nnamespaces, namespaces, nattributes,
                              ndefaulted, attributes);
}

/* Errors are asked for when parsing is over. */
static void stay_silent(void *context, const char *format, ...)
{
    (void)context, (void)format;
}

/* libxml2's sentence for its error, without the end of its line: "Premature end of data". */
static void say_error(const char *name, xmlParserCtxtPtr parser)
{
    const xmlError *error = xmlCtxtGetLastError(parser);
    const char *message = error && error->message ? error->message : "This is no XML";
    int n = (int)strcspn(message, "\r\n"), line = error ? error->line : 0;

    if (error && error->code == XML_ERR_NO_MEMORY)
        say_no_memory();
    else
        say("%s:%d: This is not well-formed XML: %.*s%s", name, line > 0 ? line : 1, n, message,
            n > 0 && message[n - 1] == '.' ? "" : ".");
}

static xmlDoc *parse(struct bytes bytes, const char *name, xmlParserCtxtPtr parser)
{
    enum {
        OPTIONS = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES |
                  XML_PARSE_COMPACT
    };
    struct refusal refusal = {0};
    xmlDoc *document;

    parser->_private = &refusal;
    parser->sax->internalSubset = refuse_doctype;
    parser->sax->startElementNs = refuse_depth;
    document = xmlCtxtReadMemory(parser, (const char *)bytes.at, (int)bytes.n, NULL, NULL, OPTIONS);
    if (document && !refusal.why && parser->wellFormed && xmlDocGetRootElement(document))
        return document;
    xmlFreeDoc(document);
    if (refusal.why)
        say("%s:%d: %s", name, refusal.line, refusal.why);
    else
        say_error(name, parser);
    return NULL;
}

static bool is_blank(uint8_t byte)
{
    return byte == 0 || byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* Does an attribute's value begin behind the '=' at AT? Blanks and, in UTF-16, zeros stand between.
 */
static bool is_attribute(struct bytes bytes, size_t at)
{
    for (at++; at < bytes.n && is_blank(bytes.at[at]);)
        at++;
    return at < bytes.n && (bytes.at[at] == '"' || bytes.at[at] == '\'');
}

/* The line of an element with too many attributes, or 0. No value holds a '<', so that one begins
 * the next element, whatever the encoding. */
static size_t crowded_line(struct bytes bytes)
{
    size_t line = 1, n = 0;

    for (size_t i = 0; i < bytes.n; i++) {
        line += bytes.at[i] == '\n';
        if (bytes.at[i] == '<')
            n = 0;
        else if (bytes.at[i] == '=' && is_attribute(bytes, i) && ++n > MIGXML_FILE_ATTRIBUTES_MAX)
            return line;
    }
    return 0;
}

/* The line of the first NUL in what is no UTF-16, or 0. */
static size_t nul_line(struct bytes bytes)
{
    const uint8_t *at = bytes.at, *nul = memchr(at, 0, bytes.n);
    bool is_utf16 = bytes.n >= 2 && ((at[0] == 0xFF && at[1] == 0xFE) ||
                                     (at[0] == 0xFE && at[1] == 0xFF) || !at[0] || !at[1]);
    size_t line = 1;

    if (!nul || is_utf16)
        return 0;
    for (; at < nul; at++)
        line += *at == '\n';
    return line;
}

xmlDoc *migxml_file_parse_bytes(struct bytes bytes, const char *name)
{
    xmlParserCtxtPtr parser;
    xmlDoc *document;
    size_t line;

    if (bytes.n == 0)
        return say("%s: The file is empty: there are no rules in it.", name), NULL;
    if (bytes.n > MIGXML_FILE_BYTES_MAX)
        return say("%s: The file is larger than 8 MiB, which no file of rules is.", name), NULL;
    if ((line = nul_line(bytes)) > 0)
        return say("%s:%zu: A byte here is zero, so that this is no text.", name, line), NULL;
    if ((line = crowded_line(bytes)) > 0)
        return say("%s:%zu: An element has more than 1,000 attributes.", name, line), NULL;
    xmlSetGenericErrorFunc(NULL, stay_silent);
    xmlSetExternalEntityLoader(load_nothing);
    parser = xmlNewParserCtxt();
    if (!parser)
        return say_no_memory(), NULL;
    document = parse(bytes, name, parser);
    xmlFreeParserCtxt(parser);
    return document;
}

xmlDoc *migxml_file_parse(const char *path)
{
    xmlDoc *document;
    uint8_t *at;
    size_t n;

    if (!wholefile_read(path, MIGXML_FILE_BYTES_MAX, &at, &n)) {
        if (errno == ENOMEM)
            say_no_memory();
        else
            say("%s: The file cannot be read: %s.", path, strerror(errno));
        return NULL;
    }
    document = migxml_file_parse_bytes((struct bytes){at, n}, path);
    free(at);
    return document;
}

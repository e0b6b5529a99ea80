/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report as one HTML file that needs nothing else: docs/REPORT.md, "The page".
 *
 *   if (options->html && !report_page(&report)) ...         it has said why
 *
 * What stands in the page beside src/page/ is data, in JSON, in which no '<' is left. The policy in
 * its head allows the one style and the one script that it has, by their SHA-256, and nothing else.
 */
#ifndef SRC_REPORT_PAGE_H
#define SRC_REPORT_PAGE_H

#include "src/report.h"

/* May there be a page: has --html the name of a file? False after it has said what is wrong. */
bool report_page_is_sound(const struct options *options);

/* Writes the page to the file of --html, which appears when it is complete. */
bool report_page(const struct report *report);

#endif

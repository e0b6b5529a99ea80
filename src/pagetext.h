/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parts of the page of a report that are the same in each: src/page/, which the Makefile puts
 * into the program as they are. ASCII, terminated. Constant.
 */
#ifndef SRC_PAGETEXT_H
#define SRC_PAGETEXT_H

extern const unsigned char pagetext_html[];   /* with @NAME@ where the others and the data belong */
extern const unsigned char pagetext_style[];  /* CSS */
extern const unsigned char pagetext_script[]; /* all of JavaScript, one file behind the other */

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The version of the program, such as "0.1.0". */
#ifndef SRC_VERSION_H
#define SRC_VERSION_H

extern const char version_text[];

#endif

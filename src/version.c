/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The version of the program. */
#include "src/version.h"

const char version_text[] = "0.1.0";

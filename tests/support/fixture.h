/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Test volumes for tests: made when first asked for, kept for the next run.
 *
 *     const char *image = fixture_image("torn");
 *     uint64_t record = fixture_fact("torn", "record");
 *     const char *sample = fixture_sample("testfs1.raw");
 *     if (!sample)
 *         ... skip: the samples are not here
 *
 * Names are those of `recipe --list`, with arguments: "geometry:512:4096". The recipe program is
 * $MFTLINK_BUILD/images/recipe (MFTLINK_BUILD is "build" where it is not set), and what it makes
 * stays in $MFTLINK_FIXTURES ($MFTLINK_BUILD/fixtures) until the program is newer. A volume that
 * cannot be made ends the test's process with a sentence on stderr and status 1.
 *
 * Tests in several processes may ask for the same volume at once: one makes it, the others wait.
 * One thread of a process at a time. Paths and texts stay valid until the process ends. Images are
 * shared: a test that writes makes its own copy.
 */
#ifndef TESTS_SUPPORT_FIXTURE_H
#define TESTS_SUPPORT_FIXTURE_H

#include <stdbool.h>
#include <stdint.h>

/* The path of a recipe's image. */
const char *fixture_image(const char *name);

/* A fact that the recipe printed, as a number or as text; a key that it did not print ends the
 * process as above. */
uint64_t fixture_fact(const char *name, const char *key);
const char *fixture_fact_text(const char *name, const char *key);

/* Did the recipe print a fact of this key? */
bool fixture_has_fact(const char *name, const char *key);

/* The path of the decompressed copy of ../shared/samples/NAME.zst; NULL where that is not there. */
const char *fixture_sample(const char *name);

#endif

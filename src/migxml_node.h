/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Elements of a file of rules or of a Config.xml: their names, texts and attributes, with what the
 * documentation leaves open taken leniently. Names are ASCII and compared without regard to case.
 *
 *   struct migxml_reader reader = {.arena = arena, .notes = notes, .path = path, .root = root};
 *   for (xmlNode *child = migxml_node_first(&reader, node); child;
 *        child = migxml_node_next(&reader, child)) ...
 *
 * A file that names namedElements inside of each other could grow without end when they are
 * resolved: each look at an element and each byte of a text costs a step, and when the steps are
 * used up there are no more elements, and is_spent tells so.
 */
#ifndef SRC_MIGXML_NODE_H
#define SRC_MIGXML_NODE_H

#include <libxml/tree.h>

#include "planner/rules.h"

enum { MIGXML_NODE_STEPS_MAX = 4000000 };

struct migxml_reader {
    struct arena *arena; /* of what is read */
    struct rules_notes *notes;
    struct str path; /* in the arena of the notes */
    xmlNode *root;
    struct rules *rules;     /* what is read into; NULL for a Config.xml */
    struct rules_file *file; /* the same */
    uint32_t nsteps;
    unsigned depth;           /* of elements in each other, with names resolved */
    bool is_spent, is_looped; /* the steps are used up; by a name within itself */
    bool is_short;            /* memory ran out */
};

/* The first element in NODE, and the next behind NODE; NULL for none. */
xmlNode *migxml_node_first(struct migxml_reader *reader, const xmlNode *node);
xmlNode *migxml_node_next(struct migxml_reader *reader, const xmlNode *node);

/* One step for something that takes time in another way; false when they are used up. */
bool migxml_node_step(struct migxml_reader *reader);

/* When all is read: notes that the steps were used up. */
void migxml_node_finish(struct migxml_reader *reader);

bool migxml_node_is(const xmlNode *node, const char *name);
const char *migxml_node_name(const xmlNode *node);

struct rules_place migxml_node_place(const struct migxml_reader *reader, const xmlNode *node);

/* SIZE zeroed bytes in the reader's arena; NULL, and is_short, without memory. */
void *migxml_node_make(struct migxml_reader *reader, size_t size);

/* The text that stands in NODE itself, and the value of its attribute NAME, without blanks around;
 * in the arena. Of an attribute that is not there .at is NULL. */
struct str migxml_node_text(struct migxml_reader *reader, const xmlNode *node);
struct str migxml_node_attribute(struct migxml_reader *reader, const xmlNode *node,
                                 const char *name);

/* The pattern that stands in NODE: its text, with the blank at its end that a ^ is before. */
struct str migxml_node_pattern(struct migxml_reader *reader, const xmlNode *node);

/* Which of WORDS (ends with NULL) the attribute NAME is; OTHERWISE where there is none, or where it
 * is another, which is noted. */
int migxml_node_choice(struct migxml_reader *reader, const xmlNode *node, const char *name,
                       const char *const *words, int otherwise);

/* An attribute that is Yes, TRUE or 1, or their opposites. */
bool migxml_node_flag(struct migxml_reader *reader, const xmlNode *node, const char *name,
                      bool otherwise);

/* The attribute context; RULES_USER_AND_SYSTEM where there is none. */
unsigned migxml_node_context(struct migxml_reader *reader, const xmlNode *node);

/* What NODE stands for: itself, or the element of namedElements that its attribute name names. NULL
 * where there is none of that name, which is noted. */
xmlNode *migxml_node_resolve(struct migxml_reader *reader, xmlNode *node);

/* One step deeper into elements, and out again. False, noted, where the depth has no end. */
bool migxml_node_enter(struct migxml_reader *reader, const xmlNode *node);
void migxml_node_leave(struct migxml_reader *reader);

/* Notes the attributes, of NODE and of all in it, that no element has. */
void migxml_node_check(struct migxml_reader *reader, const xmlNode *node);

/* Adds a note about NODE, as printf. */
void migxml_node_note(struct migxml_reader *reader, enum rules_note_kind kind, const xmlNode *node,
                      const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Notes that NODE means nothing where it stands, unless it is one of those that are passed over. */
void migxml_node_unknown(struct migxml_reader *reader, const xmlNode *node);

#endif

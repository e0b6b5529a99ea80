/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Attributes inside a file record that edit_load has read.
 *
 * Pointers lie in the record's buffer. They are for records that are sound: nothing here guards
 * against damage.
 */
#ifndef IMAGES_EDIT_ATTR_H
#define IMAGES_EDIT_ATTR_H

#include "images/edit.h"

#define EDIT_ATTR_STANDARD_INFORMATION 0x10
#define EDIT_ATTR_ATTRIBUTE_LIST       0x20
#define EDIT_ATTR_FILE_NAME            0x30
#define EDIT_ATTR_SECURITY             0x50
#define EDIT_ATTR_VOLUME_INFORMATION   0x70
#define EDIT_ATTR_DATA                 0x80
#define EDIT_ATTR_EFS                  0x100
#define EDIT_ATTR_END                  0xFFFFFFFFU

/* Offsets in an attribute, and in a $FILE_NAME value. */
#define EDIT_ATTR_LENGTH       0x04
#define EDIT_ATTR_NON_RESIDENT 0x08
#define EDIT_ATTR_NAME_UNITS   0x09
#define EDIT_ATTR_NAME_OFS     0x0A
#define EDIT_ATTR_FLAGS        0x0C
#define EDIT_ATTR_VALUE_BYTES  0x10
#define EDIT_ATTR_VALUE_OFS    0x14
#define EDIT_NAME_PARENT       0x00
#define EDIT_NAME_NUNITS       0x40
#define EDIT_NAME_NAMESPACE    0x41
#define EDIT_NAME_UNITS        0x42

/* The nth attribute (from 0) of a type; NULL where there are fewer. */
uint8_t *edit_attr_find(uint8_t *record, uint32_t type, unsigned nth);

/* A resident attribute's value. */
uint8_t *edit_attr_value(uint8_t *attr);

/* Takes an attribute out of the record. */
void edit_attr_remove(uint8_t *record, uint8_t *attr);

/* Loads a record, and returns its nth attribute of a type, or fails and returns NULL. */
uint8_t *edit_attr_load(struct edit *e, uint64_t number, uint8_t record_ret[EDIT_RECORD_MAX],
                        uint32_t type, unsigned nth);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a volume says of itself as a JSON document: docs/FORMATS.md, "info --json".
 */
#ifndef SRC_INFO_JSON_H
#define SRC_INFO_JSON_H

#include "mft/volumeinfo.h"
#include "src/json.h"
#include "src/target.h"

/* Writes the whole document but its end: json_end(json, '}') is the caller's, who may add members.
 * INFO is NULL for a disk of which no partition is chosen. */
void info_json(const struct target *target, const struct volumeinfo *info, struct json *json);

/* Writes what the volume says of itself, without $MFT and findings, as members of the open object.
 */
void info_json_volume(const struct volume *volume, const struct volumeinfo *info,
                      struct json *json);

/* Writes when and where the volume was scanned as the member "inventory" of the open object. */
void info_json_inventory(const struct inventory *inventory, struct json *json);

#endif

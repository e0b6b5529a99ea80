#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink info: what a volume says of itself.
. tests/cli/common

recipe geometry:4096:8192
run info "$image"
expect 0 "a volume"
check "sector" printed_line '  Sector                  4,096 bytes (4.0 KiB)'
check "cluster" printed_line '  Cluster                 8,192 bytes (8.0 KiB)'
check "label" printed_line '  Label                   mftlink'
check "not dirty" printed_line '  Dirty                   no'
check "not hibernated" printed_line '  Hibernated              no'
check "version" printed '  File system             NTFS 3.1'
check "used" printed '  Used                    '
run info --json "$image"
expect 0 "the same as JSON"
check "JSON" prints_json '.schema_version == 1 and .kind == "volume" and .sector_bytes == 4096 and
    .cluster_bytes == 8192 and .label == "mftlink" and .dirty == false and .hibernation == "no" and
    .bytes == .clusters * .cluster_bytes + .bytes % .cluster_bytes and
    .used_bytes + .free_bytes == .clusters * .cluster_bytes and
    .mft.records * .mft.record_bytes == .mft.initialized_bytes and (.mft.runs | length) >= 1 and .findings == []'

recipe dirty
run info --json "$image"
check "dirty" prints_json '.dirty == true and .flags == "0x0001"'
recipe uncleanlog
run info --json "$image"
check "an unclean log" prints_json '.log == "unclean"'
recipe hibernated:HIBR
run info --json "$image"
check "hibernated" prints_json '.hibernation == "hibernated"'
recipe resumed
run info --json "$image"
check "resumed" prints_json '.hibernation == "no"'
recipe boot0
run info "$image"
expect 3 "the backup boot sector"
check "is a finding" printed 'boot-from-backup'
run info --json "$image"
expect 3 "the backup boot sector, as JSON"
check "is a finding in JSON" prints_json '.findings[0].kind == "boot-from-backup"'
"$MFTLINK" info "$image" >/dev/full 2>"$work/err"
check "a full disk is no success" test $? = 1
finish

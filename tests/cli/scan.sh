#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink scan: the summary, its findings and its progress.
. tests/cli/common

recipe manylinks:60:12
run scan --json "$image"
expect 0 "many links"
check "one file has 60 names" prints_json '.users.multi_link_files == 1 and .most_links.links >= 60 and
    .users.spared_bytes == .users.naive_bytes - .users.unique_bytes'
check "the histogram adds up" prints_json '([.links[].files] | add) == .users.files'
check "the records add up" prints_json '.records | .all == .bases + .extensions + .deleted + .free + .damaged'
check "speed" prints_json '.pass.records_per_second > 0 and .pass.peak_memory_bytes > 0'
run scan "$image"
expect 0 "the same as text"
check "the bucket" grep -qE '^  33 to 64 +1$' "$work/out"
check "no findings" printed_line '  none'
check "the columns end together" test "$(sed -n "/^Users' files\$/,/^\$/p" "$work/out" | grep '^  ' |
    awk '{ print length }' | sort -u | wc -l)" = 1

recipe baad
record=$(fact record)
run scan --json "$image"
expect 3 "a damaged record"
check "is a finding with its place" prints_json ".findings | any(.kind == \"baad\" and .record == $record and .offset > 0)"
offset=$(jq ".findings[] | select(.kind == \"baad\").offset" "$work/out")
check "the place is right" test "$(dd if="$image" bs=1 skip="$offset" count=4 2>/dev/null)" = BAAD
run scan "$image"
expect 3 "the same as text"
check "the kind is told" printed '  baad  '

recipe deleted
run scan --json "$image"
check "deleted files are counted" prints_json '.records.deleted > 0'
check "and not listed unasked" prints_json 'has("deleted_files") | not'
run scan --deleted --json "$image"
check "all deleted files are listed" prints_json '(.deleted_files | length) == .records.deleted'
check "a deleted file in a deleted folder has its path" prints_json '.deleted_files |
    any(.path == "\\gone folder\\inside.txt" and .size == 31 and (.is_directory | not))'
check "the summary of what is in use is the same" prints_json '.users.files == '"$(fact files)"
run scan --deleted "$image"
check "the list as text" printed '\kept folder\gone large.bin'
recipe reparse
run scan --json "$image"
check "reparse points by name" prints_json '[.reparse[].word] | contains(["symlink", "junction", "wof"])'
recipe badclusters
run scan --json "$image"
check "\$BadClus does not count" prints_json '.users.allocated_bytes < 10000000 and .system.stream_allocated_bytes < 10000000'

# Progress, only where it is wanted.
recipe tree
run scan --progress none "$image"
check "no progress" test ! -s "$work/err"
run scan "$image"
check "no bar without a terminal" test ! -s "$work/err"
run scan --progress json "$image"
cp "$work/err" "$work/out"
check "progress as JSON" prints_json '.progress.records == .progress.of'
run scan --skip-free "$image"
expect 0 "--skip-free"
"$MFTLINK" scan "$image" >/dev/full 2>"$work/err"
check "a full disk is no success" test $? = 1
check "a full disk is told" said 'No space left on device'
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink audit: what has become of each name of a store, the verdict, and where there is none.
. tests/cli/common

# kind_of NAME: how the audit, as JSON in $work/out, calls the finding about that name of Ann's.
kind_of()
{
    jq -r --arg name "C:\\Users\\Ann\\$1" '.findings[] | select(.original == $name) | .kind' "$work/out"
}

is_kind()
{
    [ "$(kind_of "$1")" = "$2" ]
}

recipe oldstore
run audit "$image" --store 'C:\migdata' --json
expect 3 "a store with findings"
check "a file saved anew" is_kind "saved anew.txt" lost-connection
check "a deleted file" is_kind "deleted.txt" only-copy
check "a file edited in place" is_kind "edited.txt" changed
check "a moved file" is_kind "moved.txt" original-moved
check "a file of an older Windows" is_kind "upgraded.txt" original-moved
check "one name of two" is_kind "one of two.txt" original-deleted
check "an unchanged file is no finding" test -z "$(kind_of kept.txt)"
check "where it is now" prints_json '.findings[] | select(.other == "C:\\Archive\\renamed.txt") | .now.links == 2'
check "below Windows.old" prints_json '[.findings[].other] | index("C:\\Windows.old\\Users\\Ann\\upgraded.txt")'
check "what the journal tells" prints_json \
    '.findings[] | select(.kind == "changed") | .change.reasons == ["data-extend", "hard-link-change", "close"]'
check "when it was" prints_json '.findings[] | select(.kind == "changed") | .change.last == "2024-01-01T00:03:00.0000000Z"'
check "a copy of another drive" prints_json '.findings[] | select(.copy) | .fields == ["unseen"] and .lost'
check "a foreign file and folder" prints_json '[.findings[] | select(.kind == "extra") | .folder] == [true, false]'
check "it is not safe" prints_json '.safe == false and .only_copies == 4 and .only_copy_bytes == 21100 and .superseded == 1'
check "kinds add up" prints_json '(.kinds | add) == (.findings | length) + .kinds.ok'
check "bytes come free" prints_json '.freed_bytes == 40960 and .parts[0].journal.records == 4'

run audit "$image" --store 'c:/migdata/'
expect 3 "slashes and another case"
check "the sum" printed 'Not safe to delete: 4 files (21,100 bytes (20.6 KiB)) would be lost'
check "what to do" printed 'give it with --drive, too'
check "kinds in words" printed 'lost-connection: the original path is another file now'

recipe oldstore:1
run audit "$image" --store '\migdata'
expect 3 "a store without losses"
check "it is safe" printed 'Safe to delete: no file has its only name in the store. Deleting it frees 12,288 bytes'
run audit -V "C:=$image" --store 'C:\migdata' --json -o "$work/audit.parquet" --evidence "$work/evidence"
expect 3 "with a table and evidence"
check "safe as JSON" prints_json '.safe and .only_copies == 0'
check "the table is in the evidence" jq -e '.exit_code == 3 and (.outputs | length) == 2' "$work/evidence"
check "the table is there" test -s "$work/audit.parquet"
for jobs in 1 4; do
    run audit "$image" --store 'C:\migdata' -j $jobs -o "$work/audit$jobs.parquet"
done
check "threads change nothing" cmp "$work/audit1.parquet" "$work/audit4.parquet"
run scan -o "$work/inventory.parquet" "$image"
run audit "$work/inventory.parquet" --store 'C:\migdata' --json
expect 3 "an inventory"
check "the same verdict" prints_json '.safe and .freed_bytes == 12288 and .parts[0].journal == null'

# Several drives: the original of the copy is there, but another file.
recipe oldstore
store=$image
recipe tree
run audit -V "C:=$store" -V "E:=$image" --store 'C:\migdata' --json
expect 3 "two drives"
check "one part of the store" prints_json '.parts | length == 1'
check "the original was looked for" prints_json '.unseen == 0 and .kinds["original-deleted"] == 2'

run audit "$store" --store 'C:\nowhere'
expect 1 "a store that is not there"
check "the one that is there is named" said "these folders are stores: 'C:\\migdata'"
check "in one sentence" refused
run audit "$image" --store 'C:\migdata'
expect 1 "a volume without stores"
check "that is told" said 'nor in any other folder'
run audit "$store" --store 'C:\'
expect 1 "the root"
run audit "$store"
expect 2 "no store"
run audit "$store" --store 'C:\migdata' -o -
expect 2 "the table on the standard output"
run audit "$store" --store 'C:\migdata' -o "$work/x.zst"
expect 2 "a table that is packed twice"
run audit "$store" --store 'C:\migdata' --manifest "$store"
expect 1 "a manifest that is none"
check "that is told" refused
run audit "$store" --store 'C:\migdata' -o "$store"
expect 1 "the source as output"
run audit -V "C:=$store" -V "D:=$image" --store 'C:\migdata' --evidence "$work/e"
expect 2 "evidence of two sources"
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink export: rows in every format, and files that appear only when they are complete.
. tests/cli/common

columns='record,sequence,parent_record,parent_sequence,name,path,namespace,dos_name,is_directory,in_use,size,allocated,links,header_links,streams,streams_size,attributes,reparse_tag,security_id,owner,created,modified,changed,accessed,usn,system,findings'

recipe demo
run export --format csv "$image"
expect 0 "csv"
check "the header" test "$(head -n 1 "$work/out")" = "$columns"
rows=$(($(wc -l <"$work/out") - 1))
run scan --json "$image"
names=$(jq '.users.names + .system.names' "$work/out")
check "a row for each name" test "$rows" = "$names"
run export --format jsonl "$image"
expect 0 "jsonl"
check "as many rows" test "$(wc -l <"$work/out")" = "$rows"
check "the same keys in the same order" test "$(head -n 1 "$work/out" | jq -r 'keys_unsorted | join(",")')" = "$columns"
check "types" test "$(jq -s 'all((.record | type) == "number" and (.in_use | type) == "boolean" and
    (.findings | type) == "array" and (.attributes | test("^0x[0-9a-f]{8}$")) and
    (.created | test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{7}Z$")) and
    (.path | startswith("\\")))' "$work/out")" = true
check "links are rows" test "$(jq -s 'group_by(.record) | all(length == .[0].links)' "$work/out")" = true
check "owners" test "$(jq -s 'any(.owner | startswith("S-1-"))' "$work/out")" = true
jq -r .path "$work/out" | sort >"$work/paths"

run export --format bodyfile "$image"
expect 0 "bodyfile"
check "eleven columns" test "$(awk -F'|' 'NF != 11' "$work/out" | wc -l)" = 0
check "as many rows" test "$(wc -l <"$work/out")" = "$rows"
cut -d'|' -f2 "$work/out" | tr / '\\' | sort >"$work/body"
check "the same paths" cmp "$work/paths" "$work/body"
run export --format bodyfile --fn "$image"
check "a second row for each" test "$(grep -cF ' ($FILE_NAME)|' "$work/out")" = "$rows"

run export --format jsonl --streams "$image"
streams=$(($(wc -l <"$work/out") - rows))
check "--streams adds rows" test "$streams" -gt 0
check "sums do not count twice" test "$(jq -s '[group_by(.record)[] | .[0] | .streams] | add' "$work/out")" = "$streams"

recipe deleted
run export --format jsonl "$image"
check "no deleted rows" test "$(jq -s 'all(.in_use)' "$work/out")" = true
run export --format jsonl --deleted "$image"
check "--deleted adds rows" test "$(jq -s 'any(.in_use | not)' "$work/out")" = true
run export --format bodyfile --deleted "$image"
check "and marks them" printed ' (deleted)|'

recipe surrogates
run export --format csv "$image"
check "every name is there" test "$(wc -l <"$work/out")" -gt 20
run export --format jsonl "$image"
check "JSON Lines are valid UTF-8" iconv -f UTF-8 -t UTF-8 "$work/out"
if command -v python3 >/dev/null; then
    check "every line is JSON" python3 -c 'import json, sys
for line in open(sys.argv[1], encoding="utf-8"): json.loads(line)' "$work/out"
else
    skip 'no python3: lone surrogates in JSON are not read back'
fi

recipe orphan
run export --format jsonl "$image"
expect 3 "orphans"
check "one line points at scan" said "mftlink scan"
check "paths below \$Orphans" test "$(jq -s 'any(.path | test("^\\\\\\$Orphans\\\\[0-9]+-[0-9]+\\\\"))' "$work/out")" = true
check "findings are words" test "$(jq -s 'any(.findings | length > 0)' "$work/out")" = true

# Files that appear only when they are complete.
recipe demo
run export --format csv "$image"
cp "$work/out" "$work/expected"
run export --format csv --out "$work/list.csv" "$image"
expect 0 "--out"
check "the same bytes" cmp "$work/expected" "$work/list.csv"
check "nothing on stdout" test ! -s "$work/out"
echo old >"$work/list.csv"
ln -s list.csv "$work/link.csv"
run export --format csv --out "$work/link.csv" "$image"
check "a link is followed" cmp "$work/expected" "$work/list.csv"
check "and stays" test -L "$work/link.csv"
run export --format csv --out - "$image"
check "- is stdout" cmp "$work/expected" "$work/out"
echo old >"$work/list.csv"
(
    ulimit -f 64
    trap '' XFSZ
    "$MFTLINK" export --format csv --out "$work/list.csv" "$image" 2>"$work/err"
)
check "a file that cannot grow" test $? = 1
check "leaves the old one" test "$(cat "$work/list.csv")" = old
run export --format csv --out /dev/full "$image"
expect 1 "a full device"
run export --format csv --out "$work/none/list.csv" "$image"
expect 1 "a folder that is not there"
run export --format csv --out "$work" "$image"
expect 1 "a folder"
cp "$image" "$work/copy.img"
run export --format csv --out "$work/copy.img" "$work/copy.img"
check "the source itself" refused
check "is untouched" cmp "$image" "$work/copy.img"
"$MFTLINK" export --format csv "$image" >/dev/full 2>"$work/err"
check "a full disk is no success" test $? = 1
"$MFTLINK" export --format csv "$image" 2>"$work/err" | head -n 1 >"$work/out"
check "a reader that goes away is no news" test ! -s "$work/err"
check "nothing is left behind" test -z "$(find "$work" -name '*.part')"
finish

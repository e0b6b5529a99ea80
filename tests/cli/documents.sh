#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the documents say of the program is what the program says.
. tests/cli/common

run --help
expect 0 "help"
sed -n 's/.*{"\([a-z-]*\)",.*/\1/p' mft/finding.c >"$work/words"
check "the words of findings are known" test "$(wc -l <"$work/words")" -gt 20
while read -r word; do
    check "$word is described" grep -qF "| \`$word\` |" docs/FORMATS.md
done <"$work/words"
sed -n 's/^  \([a-z]*\)  .*/\1/p' "$work/out" | grep -v help >"$work/commands"
while read -r command; do
    check "the README names $command" grep -q "mftlink $command" README.md
    check "the man page names $command" grep -q "mftlink $command\|\*$command\*" docs/mftlink.1.scd
done <"$work/commands"
recipe gpt512
run scan --evidence "$work/evidence" "$image"
jq -r '[paths(type != "null") | map(strings) | last] | unique | .[]' "$work/evidence" >"$work/keys"
check "evidence has keys" test "$(wc -l <"$work/keys")" -gt 40
awk '/^## / { on = 0 } on { print } /^## (Evidence|`info)/ { on = 1 }' docs/FORMATS.md >"$work/section"
while read -r key; do
    check "$key is described" grep -qF "\`$key\`" "$work/section"
done <"$work/keys"

# The tables of docs/MIGRATING-FROM-USMT.md against the options of USMT's programs: each has a row, which says whether it
# is done, and no row tells of another.
# rows SECTION: option and state, of the rows whose first cell has options
rows()
{
    awk -F ' *[|] *' -v "section=## $1" '/^## / { on = $0 == section }
        on && $2 ~ /`\// { sub(/[(]of.*/, "", $2); n = split($2, cell, "`"); for (i = 2; i <= n; i += 2) if (cell[i] ~ /^\//) print substr(cell[i], 2), $3 }' \
        docs/MIGRATING-FROM-USMT.md | sort
}
# options PROGRAM: option and "done" or not
options()
{
    "$MFTLINK" help "$1" | awk '/^Options of USMT/ { state = "done" } /^Not done/ { state = "not" } /^Exit codes/ { state = "" }
        state != "" && /^  \// { sub(/[:[].*/, "", $1); print substr($1, 2), state }' | sort
}
for pair in scanstate:ScanState loadstate:LoadState usmtutils:UsmtUtils; do
    rows "${pair#*:}" | sed 's/ \(refused\|not needed\)$/ not/; s/ \(the same\|better\|in part\)$/ done/' >"$work/rows"
    options "${pair%:*}" >"$work/options"
    check "${pair%:*} has options" test "$(wc -l <"$work/options")" -gt 9
    check "the page has each option of ${pair%:*}, and no other" diff "$work/options" "$work/rows"
done
finish

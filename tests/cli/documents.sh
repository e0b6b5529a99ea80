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
finish

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
finish

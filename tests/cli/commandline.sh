#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The command line itself: help, version, mistakes, and that the man page has the options that there are.
. tests/cli/common

run --version
expect 0 "--version"
check "the version is one line" grep -qxE 'mftlink [0-9]+\.[0-9]+\.[0-9]+' "$work/out"
for help in help --help -h; do
    run $help
    expect 0 "$help"
    check "$help lists the commands" printed 'export'
done
for command in info scan links report diff export rules plan explain estimate show check apply recover undo audit remove; do
    for help in "help $command" "$command --help" "$command -h"; do
        run $help
        expect 0 "$help"
        check "$help" printed "usage: mftlink $command [OPTION]..."
        check "$help has examples" printed_line 'Examples'
        check "$help has exit codes" printed_line 'Exit codes'
    done
    run "$command"
    expect 2 "$command without a source"
    check "it says what is missing" said "Say what to read: mftlink $command"

    run man-options "$command"
    expect 0 "man-options $command"
    awk -v c="$command" '$0 == "; end" { on = 0 } on { print } $0 == "; options " c { on = 1 }' \
        docs/mftlink.1.scd >"$work/page"
    check "the man page has the options of $command" cmp "$work/page" "$work/out"
done

run help scan
check "who reads alone says so" printed 'It is only ever read.'
run help remove
check "and nobody else" sh -c "! grep -q 'only ever read' '$work/out'"

run
expect 2 "no command"
run exprot x
expect 2 "an unknown command"
check "it is told which is meant" said "Did you mean 'export'?"
run frobnicate
expect 2 "a command that resembles none"
check "help is pointed at" said "mftlink help"
run --frobnicate
expect 2 "an unknown option before the command"
run help frobnicate
expect 2 "help for an unknown command"
run scan --jsno x
expect 2 "an unknown option"
check "it is told which is meant" said "Did you mean '--json'?"
run scan -z x
expect 2 "an unknown letter"
check "the letter is named" said "'-z'"
run scan --jobs
expect 2 "an option without its value"
run scan --jobs none x
expect 2 "a value that is no number"
run scan --progress loud x
expect 2 "a word that an option does not take"
check "those that it takes are told" said "one of 'auto none json'"
run scan --out "$work/no/such/folder/x.parquet" "$work/missing.img"
expect 1 "a source that is not there"
check "what there may be is told" said 'Give an image'
run scan a b
expect 2 "two sources"
check "the second one is named" said "'b' is one too many"
run export x
expect 2 "export without a format"
run export --format csv --fn x
expect 2 "--fn with csv"
run links --under / x /y
expect 2 "--under with a path"
check "mistakes print nothing" test ! -s "$work/out"

"$MFTLINK" help >/dev/full 2>"$work/err"
check "a full disk is no success" test $? = 1
check "a full disk is told" said "No space left on device"
if command -v scdoc >/dev/null && command -v mandoc >/dev/null; then
    scdoc <docs/mftlink.1.scd | awk -f docs/man.awk >"$work/page.1"
    mandoc -Tlint "$work/page.1" >"$work/lint"
    check "the man page is sound" test ! -s "$work/lint"
else
    skip "scdoc and mandoc are not both installed: the man page is not formatted"
fi
finish

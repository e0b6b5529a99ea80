#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The bodyfile goes through mactime of The Sleuth Kit: a timeline with every row at its times.
. tests/cli/common

if ! command -v mactime >/dev/null; then
    skip 'no mactime: the timeline is not made'
    finish
fi

# What the timeline must be: for each row and second, the letters of its times. mactime leaves out
# what was before 1970 or when it began, and what comes
# after 9999 is written by everybody in another way.
expected_timeline()
{
    jq -r '
        def seconds: sub("\\.[0-9]+Z$"; "Z");
        . as $row | {m: .modified, a: .accessed, c: .changed, b: .created} | map_values(seconds) as $times |
        ($times | [.[]] | unique[]) | select(. > "1970-01-01T00:00:00Z" and test("^[0-9]{4}-")) as $time |
        [$time, ($row.size | tostring),
            (["m", "a", "c", "b"] | map(if $times[.] == $time then . else "." end) | add),
            (if $row.is_directory then "d/drwxrwxrwx" else "r/rrwxrwxrwx" end), "0", "0",
            "\($row.record)-\($row.sequence)"] | join(",")' "$1" | sort
}

timeline_of()
{
    "$MFTLINK" export --format jsonl "$image" >"$work/rows"
    "$MFTLINK" export --format bodyfile --out "$work/body" "$image"
    run info "$image"
    mactime -b "$work/body" -d -y -z UTC >"$work/timeline" 2>"$work/err"
    status=$?
    expect 0 "$1: mactime takes it"
    tail -n +2 "$work/timeline" | cut -d, -f1-7 | grep '^[0-9]\{4\}-' | sort >"$work/got"
    expected_timeline "$work/rows" >"$work/expected"
    check "$1: the timeline has rows" test -s "$work/got"
    check "$1: each row at its times" cmp "$work/expected" "$work/got"
}

for name in demo times ads manylinks:300:20; do
    recipe "$name"
    timeline_of "$name"
done
for name in testfs1.raw velociraptor-test.ntfs.raw 7-ntfs-undel.raw; do
    if sample "$name"; then
        timeline_of "$name"
    else
        skip "no ../shared/samples: no timeline of $name"
    fi
done
check "names are in it" grep -q '"/' "$work/timeline"
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Any number of threads gives the same bytes.
. tests/cli/common

# Everything of a summary but how fast it went.
summary()
{
    run scan --json -j "$1" "$image"
    jq 'del(.pass)' "$work/out" >"$work/summary.$1"
}

for name in demo fragmft:512:60 malformed; do
    recipe $name
    for j in 1 2 5; do
        summary $j
        run links --json --min-links 1 -j $j "$image"
        cp "$work/out" "$work/links.$j"
        SOURCE_DATE_EPOCH=0 run scan -j $j --skip-free --evidence "$work/evidence" "$image"
        jq 'del(.arguments)' "$work/evidence" >"$work/evidence.$j"
        run export --format csv -j $j --out "$work/packed.zst" "$image"
        mv "$work/packed.zst" "$work/packed.$j"
        SOURCE_DATE_EPOCH=0 run scan -j $j --deleted -o "$work/inventory.$j" "$image"
        run export --format jsonl -j $j --deleted "$work/inventory.$j"
        cp "$work/out" "$work/back.$j"
        for format in csv jsonl bodyfile; do
            run export --format $format --streams --deleted -j $j "$image"
            cp "$work/out" "$work/$format.$j"
            check "$name: $format has rows" test -s "$work/out"
        done
    done
    for j in 2 5; do
        for what in summary links evidence packed inventory back csv jsonl bodyfile; do
            check "$name: $what with $j threads" cmp "$work/$what.1" "$work/$what.$j"
        done
    done
done
finish

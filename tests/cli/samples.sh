#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every command on every volume that others made.
. tests/cli/common

# Exit status 0, or 3 with findings.
done_or_findings()
{
    [ "$status" = 0 ] || [ "$status" = 3 ]
}

for name in 4k-large.mft 7-ntfs-undel.raw libfsntfs-wof.mft ntfs3_attrlist.raw ntfs_4k_records.raw \
    ntfs_index.part128.raw orphan.mft testfs1.raw unicode.mft velociraptor-test.ntfs.raw xw-torture.mft; do
    if ! sample $name; then
        skip "$name is not here"
        continue
    fi
    for command in info scan links 'links --under /' 'links --min-links 1' 'export -f csv' 'export -f csv --deleted' \
        'export -f jsonl --streams --deleted' 'export -f bodyfile --fn'; do
        # shellcheck disable=SC2086 # the command and its options
        run $command "$image"
        check "$command $name" done_or_findings
        case $command in
        *jsonl*) check "$command $name: JSON" prints_json .record ;;
        export* | info | scan) check "$command $name: something" test -s "$work/out" ;;
        esac
    done
    for command in info scan links; do
        run $command --json "$image"
        check "$command --json $name" prints_json '.schema_version == 1'
    done
    run scan --json -j 1 "$image"
    jq 'del(.pass)' "$work/out" >"$work/one"
    run scan --json -j 2 "$image"
    jq 'del(.pass)' "$work/out" >"$work/two"
    check "$name: -j 1 and -j 2" cmp "$work/one" "$work/two"
done

if sample ntfs3_attrlist.raw; then
    run links --json "$image"
    check "one file with 100 names" prints_json '.groups | length == 1 and .[0].links == 100'
fi
if sample libfsntfs-wof.mft; then
    run scan --json "$image"
    check "WOF files" prints_json '.reparse | any(.word == "wof" and .files == 4)'
fi
if sample xw-torture.mft; then
    run scan --json "$image"
    expect 3 "damage is told"
    check "BAAD records" prints_json '.findings | map(select(.kind == "baad")) | length == 2'
fi
if sample usnjrnlj.bin; then
    run scan "$image"
    check "what is no volume" refused
fi
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink estimate: the price of a store, and who is in the way.
. tests/cli/common

recipe refresh
run estimate "$image" --rules builtin:user --json --usmt-xml "$work/usmt.xml"
expect 3 "something is in the way"
check "the volume" prints_json '.schema_version == 1 and (.volumes | length) == 1 and (.volumes[0] |
    .drive == "C:" and .links > 0 and .linked_files == .links - 1 and .linked_bytes > 1000000 and .copies == 0 and
    .copied_bytes == 0 and .growth.bytes == .growth.clusters * 4096 and .growth.data_bytes > 0 and .growth.data_bytes % 4096 == 0 and
    .free_bytes - .free_bytes_after == .growth.bytes and .copy_store_bytes % 4096 == 0 and
    .copy_store_bytes > .linked_bytes)'
check "250 MiB are not free on a volume of 32 MiB" prints_json '(.volumes[0].is_enough | not) and .reserve_bytes == 262144000'
check "Ann has files, and most of them are taken" prints_json '.users[0] | (.user | endswith("Ann")) and .is_chosen and
    .files > .taken and .taken > 10 and .in_the_way.efs == 1 and .in_the_way.placeholder == 1 and
    .in_the_way["link-limit"] == 1 and .in_the_way["name-clash"] == 1 and .in_the_way.reparse == 2'
check "when each user was last there" prints_json '.users[0].last_used == "2024-01-01T00:00:00.0000000Z"'
check "notes, too" prints_json '.command == "estimate" and (.notes | length) > 0'
check "Bob is fine" prints_json '.users[1] | .is_chosen and .taken == 1 and ([.in_the_way[]] | add) == 0'
check "the orphan is in the way" prints_json '.users[2] | (.is_chosen | not) and .taken == 0 and .in_the_way.orphaned == 1'
check "what is nobody's comes last" prints_json '.users[-1].user == null and .users[-1].files > 0'
check "not ready" prints_json '.is_ready | not'
check "USMT's form" grep -q '^    <size clusterSize="4096">[0-9]*</size>$' "$work/usmt.xml"
check "with the size of a store of copies" test "$(sed -n 's/.*clusterSize="4096">\([0-9]*\)<.*/\1/p' "$work/usmt.xml")" = \
    "$(jq .volumes[0].copy_store_bytes "$work/out")"

run rules lint "$work/usmt.xml"
check "as well-formed XML, of another kind than rules" printed '[not-rules]'

run estimate "$image" --rules builtin:user
expect 3 "for people"
check "what it says" printed "This computer cannot be refreshed in place as it is."
check "who" printed "Ann"
run estimate "$image"
expect 2 "without rules"
run estimate "$image" --rules builtin:user --usmt-xml "$work/no/such/folder"
expect 1 "no such folder"
run estimate -V "C:=$image" --rules builtin:user --json
expect 3 "with --drive"
run estimate --rules builtin:user
expect 2 "without a source"
run estimate "$image" --rules builtin:user --store 'X:\y'
expect 1 "a store on a drive that is not there"

finish

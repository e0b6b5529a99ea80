#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink plan remove: what goes with a store, what stays, and that the plan holds on its volume and only there.
. tests/cli/common

# plan_of ARGUMENT...: plans $image into $work/plan, shows that plan, whole, as JSON, and checks it.
plan_of()
{
    run plan remove "$image" --store 'C:\migdata' -o "$work/plan" "$@"
    made=$status
    run check "$work/plan" "$image"
    expect 0 "the plan holds: $*"
    run show --json --ops "$work/plan"
    status=$made
}

# becomes PATH KIND, stays PATH REASON: once, and nothing else.
becomes()
{
    jq -e --arg path "C:\\migdata$1" --arg kind "$2" '([.operations[] | select(.path == $path)] | map(.kind) == [$kind]) and
        ([.refused[] | select(.from == $path)] == [])' "$work/out"
}
stays()
{
    jq -e --arg path "C:\\migdata$1" --arg reason "$2" '([.refused[] | select(.from == $path)] | map(.reason) == [$reason]) and
        ([.operations[] | select(.path == $path)] == [])' "$work/out"
}
tree='\USMT\File\C$\Data'

recipe store:1
cp "$image" "$work/before"
plan_of
expect 0 "a store of which all lives on outside"
check "the volume is as it was" cmp "$image" "$work/before"
check "it is a plan to remove" prints_json '.plan_command == "remove" and .store == "C:\\migdata" and .volumes[0].store'
for name in report.docx small.txt streams.txt readonly.pdf several.doc 'A long name.document' 'Desktop\several.doc'; do
    check "$name loses a name" becomes "$tree\\$name" unlink
done
check "each name of a DOS pair counts once" prints_json '[.operations[] | select(.path | test("ALONGN"))] == []'
check "manifests go" becomes '\USMT\mftlink-manifest.parquet' delete
check "all of them" becomes '\USMT\mftlink-manifest-2.parquet' delete
for folder in "$tree\\Empty\\In it" "$tree\\Empty" "$tree" '\USMT\File\C$' '\USMT\File' '\USMT' ''; do
    check "the folder <$folder> goes" becomes "$folder" rmdir
done
check "names, then manifests, then folders" prints_json '[.operations[].kind] |
    . == (map(select(. == "unlink")) + map(select(. == "delete")) + map(select(. == "rmdir")))'
check "folders from within" prints_json '[.operations[] | select(.kind == "rmdir") | .path] | . as $all |
    [range(length) as $i | range($i) as $k | $all[$k] as $before | ($all[$i] | startswith($before + "\\"))] | any | not'
check "nothing outside" prints_json '[.operations[].path | startswith("C:\\migdata")] | all'
check "nothing of the data is freed but the manifests" prints_json '.totals.freed_bytes == 3300 and .totals.kept_bytes > 0'
cp "$work/plan" "$work/first"
plan_of --jobs 1
check "the same bytes again" cmp "$work/first" "$work/plan"

recipe store:0
plan_of
expect 3 "a store with more in it"
check "only copies stay" stays "$tree\\only.txt" only-copy
check "by each of their names" stays "$tree\\twice.txt" only-copy
check "and by the other" stays "$tree\\Desktop\\twice.txt" only-copy
check "so do copies" stays '\USMT\File\E$\Photos\copy.jpg' only-copy
check "what is not ours stays" stays '\readme.txt' not-ours
check "in USMT, too" stays '\USMT\USMT.MIG' not-ours
check "and a folder" stays '\mine' not-ours
check "and in File" stays '\USMT\File\loose.bin' not-ours
check "a junction is not entered" stays "$tree\\junction" folder-reparse
check "the manifest stays with them" stays '\USMT\mftlink-manifest.parquet' still-needed
check "folders above stay" prints_json '[.operations[] | select(.kind == "rmdir") | .path | split("\\") | last] == ["In it", "Empty"]'
check "what lives on goes" becomes "$tree\\report.docx" unlink
check "also with a name that is no part of the store" becomes "$tree\\beside.txt" unlink
run show "$work/plan"
check "the reasons are told" printed "all its names are in the store"
check "without users and rules" test -z "$(grep 'By user' "$work/out")"
plan_of --only-copies delete
expect 3 "--only-copies delete"
check "deletes" becomes "$tree\\only.txt" delete
check "of two names the last" becomes "$tree\\Desktop\\twice.txt" delete
check "after the first" becomes "$tree\\twice.txt" unlink
check "and copies" becomes '\USMT\File\E$\Photos\copy.jpg' delete
check "and says what comes free" prints_json '.totals.freed_bytes == 40000'
check "the manifest stays for the junction" stays '\USMT\mftlink-manifest.parquet' still-needed

recipe store:3
run plan remove -V "C:=$image" -V "D:=$work/store_1.img" --store 'c:\MIGDATA\' -o "$work/plan"
expect 3 "two drives"
run check -V "C:=$image" -V "D:=$work/store_1.img" "$work/plan"
expect 0 "its plan holds"
run show --json --ops "$work/plan"
check "on both" prints_json '[.operations[] | select(.kind == "unlink") | .path[:2]] | unique == ["C:", "D:"]'
run check -V "C:=$work/store_1.img" -V "D:=$image" "$work/plan"
expect 3 "but not on others"

# A store that mftlink has planned, on a volume where nothing was done yet: there is none.
recipe refresh
run plan remove "$image" --store 'C:\migdata' -o "$work/none"
expect 1 "a store that is not there"
check "is refused" refused
check "and no other one is there" said "no other one"
recipe store:1
run plan remove "$image" --store 'C:\Data' -o "$work/none"
expect 1 "a folder that is no store"
check "is refused with the store that is there" said "There is: C:\\migdata."
run plan remove "$image" --store 'C:\' -o "$work/none"
expect 1 "the root"
run plan remove "$image" --store 'E:\migdata' -o "$work/none"
expect 1 "a drive that is not given"
run plan remove "$image" --store 'C:\migdata\USMT' -o "$work/none"
expect 1 "a folder of a store"
check "no plan was written" test ! -e "$work/none"
run plan remove "$image" -o "$work/none"
expect 2 "without --store"
run plan remove "$image" --store 'C:\migdata'
expect 2 "without -o"
run plan remove --store 'C:\migdata' -o "$work/none"
expect 2 "without a source"
run plan remove "$image" --store 'C:\migdata' --rules builtin:user -o "$work/none"
expect 2 "with rules"
run plan save "$image" --store 'C:\migdata' --rules builtin:user --only-copies delete -o "$work/none"
expect 2 "--only-copies of a new store"
run plan remove "$image" --store 'C:\migdata' --only-copies some -o "$work/none"
expect 2 "no such word"
run plan remove "$image" --store 'C:\migdata' -o "$image"
expect 1 "over the volume"
check "which stays" cmp "$image" "$work/before"

finish

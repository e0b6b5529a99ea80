#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink report: four sizes of every folder, breakdowns, the account; a volume and its inventory say the same.
. tests/cli/common
export SOURCE_DATE_EPOCH=1700000000

# Sizes of a folder by its definition, from the rows of an export: every name with its file's size and clusters.
#   defined FOLDER      naive names freed freed_files
defined()
{
    "$MFTLINK" export --format jsonl "$image" | jq -sc --arg under "$1" '
        map(select(.in_use and (.is_directory | not) and (.system | not)))
        | map(.inside = (.path | startswith($under + "\\")))
        | {naive_bytes: (map(select(.inside) | .size) | add // 0), names: (map(select(.inside)) | length),
           freed: (group_by(.record) | map(select(all(.inside))))}
        | {naive_bytes, names, freed_bytes: (.freed | map(.[0].allocated) | add // 0), freed_files: (.freed | length)}'
}

# The last run's JSON, with $d for the JSON $1.
prints_with()
{
    jq -e --argjson d "$1" "$2" "$work/out"
}

recipe demo
run report "$image"
expect 0 "the demo as text"
check "the sizes are told" printed "Freed      what deleting gives back"
check "folders are listed" grep -q 'Windows$' "$work/out"
check "nothing is left over" printed_line "  Residue                                          0 bytes"
check "the component store" printed "Component store, \\Windows\\WinSxS"
check "columns end where headings end" awk '
    $1 == "Naive" && $2 == "Unique" { end = index($0, "Naive") + 4; n++ }
    /^Folders$|^By / { inside = 1; next }
    /^$/ { inside = 0 }
    inside && $1 != "Naive" && substr($0, end, 2) !~ /^[B0] $/ { exit 1 }
    END { exit n < 7 }' "$work/out"

run report --json --top 100000 "$image"
expect 0 "the demo as JSON"
cp "$work/out" "$work/volume.json"
check "the folders, what is directly here and what is freed together add up" prints_json '
    . as $r | (.folders + [.direct]) as $parts |
    ([$parts[].naive_bytes] | add) == $r.total.naive_bytes and ([$parts[].unique_bytes] | add) == $r.total.unique_bytes and
    ([$parts[].allocated_bytes] | add) == $r.total.allocated_bytes and ([$parts[].files] | add) == $r.total.files and
    ([$parts[].freed_bytes] | add) + .freed_together_bytes == $r.total.freed_bytes'
check "each breakdown but the kinds adds up" prints_json '
    . as $r | [.extensions, .owners, .ages, .sizes, .links] | all(
    ([.[].naive_bytes] | add) == $r.total.naive_bytes and ([.[].unique_bytes] | add) == $r.total.unique_bytes and
    ([.[].allocated_bytes] | add) == $r.total.allocated_bytes and ([.[].freed_bytes] | add) == $r.total.freed_bytes and
    ([.[].names] | add) == $r.total.names and ([.[].files] | add) == $r.total.files)'
check "the account is closed" prints_json '.account | .unclaimed_bytes == 0 and .unmarked_bytes == 0 and
    .headers_less_bytes == 0 and .headers_more_bytes == 0 and .marked_bytes > 0 and .claimed_bytes == .marked_bytes and
    .claimed_bytes == .data_bytes + .stream_bytes + .folder_bytes + .list_bytes + .other_bytes + .system_bytes + .bad_bytes'
check "the store shares everything with Windows" prints_json '.component_store |
    .actual_bytes == .shared_bytes + .own_bytes and .shared_bytes > 0'
check "the totals are those of scan" prints_with "$("$MFTLINK" scan --json "$image" | jq .users)" '
    $d as $u | .total | .naive_bytes == $u.naive_bytes and .unique_bytes == $u.unique_bytes and .files == $u.files'

# One folder, held against the rows of an export.
for folder in '\Users' '\Windows\WinSxS' '\migdata' '\Windows.old'; do
    run report --json --under "$folder" "$image"
    expect 0 "--under $folder"
    check "$folder is as its rows say" prints_with "$(defined "$folder")" '
        [.total.naive_bytes, .total.names, .total.freed_bytes, .total.freed_files] ==
        [$d.naive_bytes, $d.names, $d.freed_bytes, $d.freed_files]'
    check "$folder: breakdowns add up" prints_json '. as $r | [.extensions, .owners, .ages, .sizes, .links] |
        all(([.[].naive_bytes] | add) == $r.total.naive_bytes and ([.[].freed_bytes] | add) == $r.total.freed_bytes)'
done
run report --json --under 'c:/USERS' "$image"
expect 0 "another form of the path"
run report --json --top 2 "$image"
check "--top leaves the others in one row" prints_json '(.folders | length) == 2 and .more_folders > 0 and
    ([.folders[].naive_bytes] | add) + .rest.naive_bytes + .direct.naive_bytes == .total.naive_bytes and
    (.extensions | length) == 3 and .extensions[2].extension == null'

# An inventory, and the same run twice.
"$MFTLINK" scan -o "$work/demo.parquet" "$image" >/dev/null
run report --json --top 100000 "$work/demo.parquet"
expect 0 "an inventory"
check "an inventory says the same" test "$(jq -S 'del(.source)' "$work/out" | cksum)" = \
    "$(jq -S 'del(.source)' "$work/volume.json" | cksum)"
run report --evidence "$work/evidence.json" "$image"
expect 0 "--evidence"
check "the output's hash" test "$(sha256sum <"$work/out" | cut -c1-64)" = "$(jq -r '.outputs[0].sha256' "$work/evidence.json")"

# Streams, sparse, compressed, WOF, damage.
for name in ads sparse compressed reparse efs orphan parentloop dirlink noname extend dosnames badclusters chance; do
    recipe "$name"
    run report --json --top 100000 "$image"
    code=$status
    check "$name: breakdowns add up" prints_json '. as $r | [.extensions, .owners, .ages, .sizes, .links] |
        all(([.[].allocated_bytes] | add // 0) == $r.total.allocated_bytes and ([.[].files] | add // 0) == $r.total.files)'
    check "$name: the account is closed" prints_json '.account | .unclaimed_bytes == 0 and .unmarked_bytes == 0'
    cp "$work/out" "$work/volume.json"
    "$MFTLINK" scan -o "$work/$name.parquet" "$image" >/dev/null 2>&1
    run report --json --top 100000 "$work/$name.parquet"
    expect "$code" "$name: the inventory"
    check "$name: an inventory says the same" test "$(jq -S 'del(.source)' "$work/out" | cksum)" = \
        "$(jq -S 'del(.source)' "$work/volume.json" | cksum)"
done
recipe compressed
run report --json "$image"
check "compressed files are a kind" prints_json '.kinds | any(.class == "compressed by NTFS" and .files > 0)'
recipe badclusters
run report --json "$image"
check "bad clusters have a line" prints_json '.account.bad_bytes > 0'
recipe mfthole
run report "$image"
check "what is left over is named" printed "Marked, but of no file"

# What deleting a folder really gives back: clusters of data and streams, before and after a driver has deleted it.
mnt=$work/mnt
mkdir "$mnt"
recipe demo
cp "$image" "$work/less.img"
if ntfs-3g "$work/less.img" "$mnt" >/dev/null 2>&1 && umount "$mnt"; then
    while pgrep -f "^ntfs-3g $work/less.img " >/dev/null; do sleep 0.05; done
    for folder in Users Windows.old migdata; do
        cp "$image" "$work/less.img"
        taken=$("$MFTLINK" report --json "$image" | jq '.account.data_bytes + .account.stream_bytes')
        freed=$("$MFTLINK" report --json --under "/$folder" "$image" | jq .total.freed_bytes)
        ntfs-3g "$work/less.img" "$mnt" && rm -r --one-file-system "${mnt:?}/$folder" && umount "$mnt"
        while pgrep -f "^ntfs-3g $work/less.img " >/dev/null; do sleep 0.05; done
        run report --json "$work/less.img"
        check "deleting $folder gives back what was told" prints_with "$((taken - freed))" '.account |
            .data_bytes + .stream_bytes == $d and .unclaimed_bytes == 0 and .unmarked_bytes == 0'
    done
else
    skip "volumes cannot be mounted here"
fi

# What cannot be.
recipe demo
run report --under '\Userz' "$image"
check "a folder that is not there" refused
check "the nearest is told" said "Did you mean '\\Users'?"
run report --under '\Users\nothing at all like it' "$image"
check "or how far it was found" said "'\\Users' is there, the rest is not"
run report --under "$("$MFTLINK" links --json "$image" | jq -r '.groups[0].names[0]')" "$image"
check "a file is no folder" said "is a file, not a folder"
run report --top 0 "$image"
expect 2 "--top 0"
run report "$image" "$image"
expect 2 "two sources"
run report "$work/nothing"
expect 1 "no such source"
"$MFTLINK" report "$image" >/dev/full 2>"$work/err"
check "a full disk is no success" test $? = 1
if sample unicode.mft; then
    run report --json "$image"
    check "a bare \$MFT has no account" prints_json '.account == null and (.no_account | startswith("a bare"))'
fi
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink diff: each kind of change on a volume that a driver has changed; folders, --only, --under; what cannot be.
. tests/cli/common

mnt=$work/mnt
mkdir "$mnt"
mount_options=permissions

# The last run's JSON: the kinds of the file with a path ending in $1 (before where it is gone) are $2, sorted.
is()
{
    jq -e --arg path "$1" --arg kinds "$2" '[.changes[] | select((.after // .before).path | endswith($path))
        | .kinds | sort | join(" ")] == [$kinds]' "$work/out"
}

# The JSON of names of the same file is $2.
names()
{
    jq -e --arg path "$1" --argjson names "$2" '[.changes[] | select((.after // .before).path | endswith($path))
        | .names | map([.change, .before, .after])] == [$names]' "$work/out"
}

# ---- Nothing differs ----

recipe demo
demo=$image
"$MFTLINK" scan -o "$work/demo.parquet" "$demo" >/dev/null
run diff "$demo" "$work/demo.parquet"
expect 0 "a volume and its inventory"
check "nothing differs" grep -q '^ *0 *0 *0 *0  all that differ' "$work/out"
check "what is compared is told" printed "After:  $work/demo.parquet, an inventory of "
run diff --json "$work/demo.parquet" "$demo"
expect 0 "the same as JSON"
check "there are no rows" prints_json '.changes == [] and .folders == [] and .same.files > 100 and .all.files == 0
    and .is_same_volume and .a.serial == .b.serial and .a.scanned != null and .b.scanned == null'
check "totals are those of scan" test "$(jq '.same.files' "$work/out")" = "$("$MFTLINK" scan --json "$demo" | jq .users.files)"

# Whatever is on a volume, damaged or not, is the same in its inventory, also in one that lists deleted files.
for name in ads sparse compressed reparse efs orphan parentloop:self dirlink noname nodata extend dosnames surrogates deleted \
    staleparent headercount manylinks:1000:40 extbeforebase splitrecords mft0torn malformed deeppath chance:1 chance:2; do
    recipe "$name"
    "$MFTLINK" scan --deleted -o "$work/all.parquet" "$image" >/dev/null 2>&1
    run diff --json "$image" "$work/all.parquet"
    check "$name: an inventory is the same" prints_json '.changes == [] and .folders == [] and .before == .after'
    check "$name: only damage is a finding" test "$status" = "$(jq 'if .a.findings > 0 then 3 else 0 end' "$work/out")"
done

# ---- Each kind ----

cp "$demo" "$work/before.img"
before=$work/before.img after=$work/after.img
if mount_it "$before"; then
    (
        cd "$mnt" && mkdir -p work/a work/b work/c work/old other
        for name in same renamed moved both linked unlinked grown shrunk content stamped streams attributes owner \
            permissions times removed reused swap; do
            head -c 20000 /dev/zero >"work/a/$name"
        done
        ln work/a/unlinked work/b/unlinked2
        for i in 1 2 3; do echo $i >"work/c/file$i"; done
        echo x >work/old/inside
        touch -d '2020-01-02 03:04:05' work/a/*
    )
    unmount_it
    cp "$before" "$after"
    mount_it "$after"
    (
        cd "$mnt" && touch -r work/a/same "$work/stamp"
        mv work/a/renamed work/a/renamed2
        mv work/a/moved work/b/moved
        mv work/a/both work/b/both2
        ln work/a/linked work/b/linked2
        rm work/b/unlinked2
        printf 'more' >>work/a/grown
        truncate -s 10 work/a/shrunk
        printf 'x' | dd of=work/a/content conv=notrunc status=none
        printf 'x' | dd of=work/a/stamped conv=notrunc status=none
        setfattr -n user.stream -v value work/a/streams
        setfattr -n system.ntfs_attrib_be -v 0x00000023 work/a/attributes
        chown 7 work/a/owner
        chmod 604 work/a/permissions
        touch -a -d '2021-01-01' work/a/times
        touch -r "$work/stamp" work/a/stamped work/a/streams work/a/attributes work/a/owner work/a/permissions
        rm work/a/removed work/a/reused && echo new >work/a/new && echo new >work/a/new2
        mv work/a/swap work/a/swap.old && cp work/a/swap.old work/a/swap && rm work/a/swap.old
        mv work/c work/renamed-folder
        mv work/old other/
        mkdir work/fresh && echo f >work/fresh/f
    )
    unmount_it

    run diff --json "$before" "$after"
    expect 3 "what differs is a finding"
    check "same" jq -e 'all(.changes[]; .after.path != "\\work\\a\\same")' "$work/out"
    check "renamed" is '\work\a\renamed2' renamed
    check "renamed from and to" names '\renamed2' '[["renamed", "\\work\\a\\renamed", "\\work\\a\\renamed2"]]'
    check "moved" is '\work\b\moved' moved
    check "moved under another name is moved" is '\work\b\both2' moved
    check "from and to" names '\both2' '[["moved", "\\work\\a\\both", "\\work\\b\\both2"]]'
    check "another link" is '\work\a\linked' links
    check "which" names '\work\a\linked' '[["added", null, "\\work\\b\\linked2"]]'
    check "a link less" is '\work\a\unlinked' links
    check "which is gone" names '\work\a\unlinked' '[["removed", "\\work\\b\\unlinked2", null]]'
    check "grown" is '\work\a\grown' 'content grown'
    check "shrunk" is '\work\a\shrunk' 'content shrunk'
    check "content" is '\work\a\content' content
    check "content with its time set back leaves its trace" is '\work\a\stamped' times
    check "streams" is '\work\a\streams' streams
    check "attributes" is '\work\a\attributes' attributes
    check "owner" is '\work\a\owner' owner
    check "permissions" is '\work\a\permissions' permissions
    check "times" is '\work\a\times' times
    check "a record that was used again is another file" prints_json '([.changes[] | select(.kinds == ["removed"])
        | .id | split("-")[0]]) as $gone | [.changes[] | select(.kinds == ["added"]) | .id | split("-")[0]
        | select(IN($gone[]))] | length >= 2'
    check "an application saved anew" prints_json '[.changes[] | select((.after // .before).path == "\\work\\a\\swap") | .kinds[0]] |
        sort == ["added", "removed"]'
    check "a renamed folder is one row" is '\work\renamed-folder' renamed
    check "its files have not changed" prints_json 'all(.changes[]; (.after // .before).path | test("file[123]$") | not)'
    check "a moved folder is one row" is '\other\old' moved
    check "a new folder" is '\work\fresh' added
    check "and what is in it" is '\work\fresh\f' added
    check "all are counted" prints_json '.all.files + .all.folders == (.changes | length) and .kinds.renamed.files == 1
        and .kinds.renamed.folders == 1 and .kinds.moved == {"files": 2, "folders": 1, "before_bytes": 40000, "after_bytes": 40000}
        and .kinds.grown == {"files": 1, "folders": 0, "before_bytes": 20000, "after_bytes": 20004} and .kinds.unreadable.files == 0'
    check "what came from another folder" prints_json '(.folders[] | select(.path_after == "\\other")) as $o | $o.came == 1 and $o.added == 0
        and $o.before.files == 0 and $o.after.files == 1 and any(.folders[]; .path_after == "\\work" and .left == 1)'
    cp "$work/out" "$work/whole.json"

    run diff "$before" "$after"
    expect 3 "the same as text"
    check "a row" printed_line 'grown, content: \work\a\grown (20,000 -> 20,004 bytes)'
    check "a folder" printed_line 'renamed: \work\renamed-folder\'
    check "its names" printed_line '    \work\c -> \work\renamed-folder'
    check "a name more" printed_line '    + \work\b\linked2'
    check "a name less" printed_line '    - \work\b\unlinked2'
    check "totals by kind" grep -q '^ *2 *1 .*  moved$' "$work/out"
    check "totals by folder" grep -q '  \\work$' "$work/out"

    # The other way round everything is as it was before.
    run diff --json "$after" "$before"
    check "backwards: what was added is removed" prints_json '.kinds.added.files > 0 and .kinds.shrunk.files == 1'
    check "backwards: as many rows" test "$(jq '.changes | length' "$work/out")" = "$(jq '.changes | length' "$work/whole.json")"

    run diff --json --only grown,moved "$before" "$after"
    expect 3 "--only"
    check "only these" prints_json '(.changes | length) == 4 and all(.changes[]; .kinds | index("grown") or index("moved"))
        and .kinds.content.files == 1 and .kinds.links.files == 0'
    run diff --only shrunk --under '\work\renamed-folder' "$before" "$after"
    expect 0 "nothing of this kind"

    run diff --json --under '\other' "$before" "$after"
    check "--under: what has come there" prints_json '[.changes[].after.path] == ["\\other\\old"] and .before.files == 0 and .after.files == 1'
    run diff --json --under '\work\C' "$before" "$after"
    check "--under: a folder by its old name" prints_json '.before.files == 3 and .after.files == 3
        and [.changes[].after.path] == ["\\work\\renamed-folder"]'
    sum=$(jq -S 'del(.a, .b, .under)' "$work/out" | cksum)
    run diff --json --under 'c:/work/renamed-folder' "$before" "$after"
    check "--under: by its new one" test "$(jq -S 'del(.a, .b, .under)' "$work/out" | cksum)" = "$sum"
    run diff --json --under '\work\fresh' "$before" "$after"
    check "--under: a folder that is new" prints_json '.before.files == 0 and .after.files == 1 and (.changes | length) == 2'
    run diff --json --under '\work' --top 1 "$before" "$after"
    check "--top leaves the others in one sum" prints_json '(.folders | length) == 1 and .more_folders > 1 and .rest.changed + .rest.added > 0'

    run diff --json -o "$work/changes.json" "$before" "$after"
    expect 3 "--out"
    check "the file holds all of it" cmp "$work/changes.json" "$work/whole.json"
    check "nothing is printed" test ! -s "$work/out"
else
    skip "volumes cannot be mounted here"
fi

# ---- Damage ----

cp "$demo" "$work/torn.img"
record=$("$MFTLINK" export --format jsonl "$demo" | jq -s '[.[] | select((.system or .is_directory) | not)][20].record')
at=$("$MFTLINK" info --json "$demo" | jq '[.. | objects | .lcn // empty][0]')
printf 'XXXX' | dd of="$work/torn.img" bs=1 seek=$((at * 4096 + record * 1024)) conv=notrunc status=none
run diff --json "$demo" "$work/torn.img"
expect 3 "a record that cannot be read"
check "its file may still be there" prints_json '[.changes[].kinds] == [["removed", "unreadable"]]'
check "damage is told" said "finding"
run diff --json "$work/torn.img" "$demo"
check "it may have been there before" prints_json '[.changes[].kinds] == [["added", "unreadable"]]'

# ---- What cannot be ----

cp "$demo" "$work/other.img"
another_serial "$work/other.img"
"$MFTLINK" scan -o "$work/other.parquet" "$work/other.img" >/dev/null
for pair in "$demo $work/other.img" "$work/demo.parquet $work/other.parquet" "$work/other.img $work/demo.parquet"; do
    # shellcheck disable=SC2086 # two words
    run diff $pair
    check "different volumes" refused
    check "it is said" said "are different volumes"
    check "and what to do" said "say --force"
    # shellcheck disable=SC2086
    run diff --force $pair
    expect 0 "--force"
    check "the reader is told" printed "These are different volumes"
done
run diff -o "$work/none" "$work/demo.parquet" "$work/other.parquet"
check "nothing is written of different volumes" test "$status" = 1 -a ! -e "$work/none"

run diff --under '\Userz' "$demo" "$work/demo.parquet"
check "a folder that is in neither" refused
check "the nearest is told" said "Did you mean '\\Users'?"
head -c 100000 "$work/demo.parquet" >"$work/cut.parquet"
cp "$work/demo.parquet" "$work/bent.parquet"
printf 'bent' | dd of="$work/bent.parquet" bs=1 seek=3000 conv=notrunc status=none
for bad in cut bent; do
    for pair in "$demo $work/$bad.parquet" "$work/$bad.parquet $demo"; do
        # shellcheck disable=SC2086
        run diff -o "$work/none" $pair
        check "a damaged inventory ($bad)" refused
        check "nothing is written ($bad)" test "$(find "$work" -name 'none*' | wc -l)" = 0
    done
done
run diff -o "$work/no/such/folder" "$demo" "$work/demo.parquet"
check "an output that cannot be written" refused
run diff -o "$work" "$demo" "$work/demo.parquet"
check "an output that is a folder" refused
cp "$demo" "$work/kept.img"
run diff -o "$work/kept.img" "$work/kept.img" "$work/demo.parquet"
check "an output that is a source" refused
check "which stays as it is" cmp "$work/kept.img" "$demo"
"$MFTLINK" diff "$demo" "$work/demo.parquet" >/dev/full 2>"$work/err"
check "a full disk is no success" test $? = 1
mkdir "$work/small"
if mount -t tmpfs -o size=8k none "$work/small" 2>/dev/null; then
    "$MFTLINK_BUILD/images/recipe" chance:1 "$work/chance.img" >/dev/null
    cp "$work/chance.img" "$work/empty.img"
    echo old >"$work/small/changes"
    run diff --force --json -o "$work/small/changes" "$demo" "$work/chance.img"
    check "a disk that fills" refused
    check "nothing half-written" test "$(cat "$work/small/changes")" = old -a "$(find "$work/small" -type f | wc -l)" = 1
    umount "$work/small"
else
    skip "no small file system can be mounted here"
fi
run diff "$demo"
expect 2 "one source"
run diff "$demo" "$demo" "$demo"
expect 2 "three sources"
run diff --only grown,green "$demo" "$demo"
expect 2 "no such kind"
check "the kinds are told" said "'green' is no kind of change"
run diff --only '' "$demo" "$demo"
expect 2 "no kind"
run diff --top 0 "$demo" "$demo"
expect 2 "--top 0"
run diff -o "$work/none.zst" "$demo" "$demo"
expect 2 "no compression"
run diff "$demo" "$work/nothing"
check "no such source" refused
recipe gpt512
"$MFTLINK" scan -o "$work/disk.parquet" "$image" >/dev/null 2>&1
run diff --partition 2 "$image" "$work/disk.parquet"
expect 0 "--partition is for whichever is a disk"
run diff --partition 1 "$image" "$work/disk.parquet"
check "a partition that is not NTFS" refused
if sample unicode.mft; then
    run diff "$image" "$image"
    expect 0 "a bare \$MFT and itself"
    run diff "$image" "$demo"
    check "a bare \$MFT of another volume" said "are different volumes"
fi
finish

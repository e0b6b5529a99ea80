#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# --evidence: what it says is what others find out from the source and the outputs.
. tests/cli/common

evidence=$work/evidence.json

# tells FILTER: the evidence of the last run does.
tells()
{
    jq -e "$1" "$evidence"
}

value()
{
    jq -r "$1" "$evidence"
}

digest()
{
    sha256sum | cut -d' ' -f1
}

# The same bytes of $MFT by The Sleuth Kit: $1 is where the volume begins, in sectors.
mft_by_icat()
{
    icat -o "${1:-0}" "$image" 0 2>/dev/null | head -c "$(value .mft.bytes_hashed)"
}

# same_mft: the hash of a healthy $MFT is that of icat's bytes.
same_mft()
{
    first=$(value '(.partition.first_byte // 0) / 512')
    check "$1: all of it is hashed" tells '.mft | .bytes_hashed == .initialized_bytes and .exact'
    check "$1: the hash of \$MFT" test "$(value .mft.sha256)" = "$(mft_by_icat "$first" | digest)"
}

# ---- $MFT ----

for name in demo tree fragmft:512:60 mftinit splitrecords mftlist:deferred malformed stalebitmap:all \
    geometry:512:512 geometry:4096:4096 mbrextended gpt512 vhdfixed:mbr; do
    recipe $name
    for jobs in 1 2 5; do
        run scan -j $jobs --evidence "$evidence" "$image"
        same_mft "$name with $jobs threads"
    done
    run scan --skip-free --evidence "$evidence" "$image"
    [ "$(value .mft.left_out_records)" != 0 ] || same_mft "$name --skip-free"
done
for name in 7-ntfs-undel.raw ntfs3_attrlist.raw ntfs_4k_records.raw ntfs_index.part128.raw testfs1.raw \
    velociraptor-test.ntfs.raw; do
    if ! sample $name; then
        skip "$name is not here"
        continue
    fi
    run scan --evidence "$evidence" "$image"
    same_mft "$name"
done
for name in 4k-large.mft orphan.mft xw-torture.mft unicode.mft; do
    if ! sample $name; then
        skip "$name is not here"
        continue
    fi
    run scan --evidence "$evidence" "$image"
    check "$name: a bare \$MFT" tells '.source.kind == "mft" and .partition == null and .mft.exact'
    check "$name: its first bytes" test "$(value .mft.sha256)" = \
        "$(head -c "$(value .mft.bytes_hashed)" "$image" | digest)"
done

# What is not there counts as zeros.
recipe truncated:mft
size=$(stat -c %s "$image")
run scan --evidence "$evidence" "$image"
expect 3 "a volume that ends within \$MFT"
check "what is missing is told" tells '.mft | .unreadable_records > 0 and (.exact | not) and
    (.unreadable | map(.records) | add) == .unreadable_records'
truncate -s 64M "$image"
check "and counts as zeros" test "$(value .mft.sha256)" = "$(mft_by_icat | digest)"
truncate -s "$size" "$image"
recipe mfthole
run scan --evidence "$evidence" "$image"
check "a hole is told" tells '.mft.unreadable == [{"first_record": 160, "records": 16}]'
check "and counts as zeros" test "$(value .mft.sha256)" = "$(mft_by_icat | digest)"
recipe mft0baad
run scan --evidence "$evidence" "$image"
check "the mirror is told" tells '.mft | .record_0_from_mirror and (.exact | not) and .unreadable == []'
check "and its record is hashed" test "$(value .mft.sha256)" = "$({
    icat "$image" 1 | head -c 1024
    mft_by_icat | tail -c +1025
} | digest)"

# $MFT's bitmap calls records 512 to 1023 free: they are left out, and said to be.
recipe demo
cp "$image" "$work/free.img"
image=$work/free.img
cluster=$(istat "$image" 0 | awk 'on { print $1; exit } /\$BITMAP \(176/ { on = 1 }')
head -c 64 /dev/zero | dd of="$image" bs=1 seek=$((cluster * 4096 + 64)) conv=notrunc status=none
run scan --skip-free --evidence "$evidence" "$image"
check "what is left out is told" tells '.mft | .left_out == [{"first_record": 512, "records": 512}] and
    .left_out_records == 512 and (.exact | not) and .bytes_hashed == .initialized_bytes - 512 * 1024'
check "and is not hashed" test "$(value .mft.sha256)" = "$({
    icat "$image" 0 | head -c $((512 * 1024))
    icat "$image" 0 | tail -c +$((1024 * 1024 + 1))
} | digest)"

# ---- Source ----

recipe twontfs
run scan --partition 2 --evidence "$evidence" "$image"
expect 0 "a partition"
check "its place" tells ".partition.table == \"mbr\" and .partition.number == 2 and
    .partition.first_byte == $(mmls -a "$image" 2>/dev/null | awk '/NTFS/ { first = $3 * 512 } END { print first }')"
check "its type" tells '.partition.type_mbr == "0x07" and .source.kind == "disk"'
recipe gpt512
run links --evidence "$evidence" "$image"
check "a GPT's type" tells '.partition.type_guid == "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7"'
recipe tree
run info --json "$image"
cp "$work/out" "$work/info"
cd "$work" || exit 1
run scan -j 2 tree.img --evidence=evidence.json
cd "$OLDPWD" || exit 1
check "the source" tells ".source == {name: \"tree.img\", opened: \"tree.img\", absolute_path: \"$(realpath "$image")\",
    bytes: $(stat -c %s "$image"), kind: \"volume\", device: false, mounted: false, fixed_vhd: false}"
check "the volume as info tells it" test "$(jq -c '.volume + {}' "$evidence")" = \
    "$(jq -c --slurpfile e "$evidence" 'with_entries(select(.key | in($e[0].volume)))' "$work/info")"
check "its serial number" tells '.volume.serial | test("^0x[0-9a-f]{16}$")'
check "the words as they were given" tells ".arguments[1:] == [\"scan\", \"-j\", \"2\", \"tree.img\", \"--evidence=evidence.json\"]"
check "versions" tells ".schema_version == 1 and .tool == \"mftlink\" and .tool_version == \"$("$MFTLINK" --version | cut -d' ' -f2)\""
check "times" tells '(.start | test("^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{7}Z$")) and .start <= .end'
check "keys" test "$(jq -r 'keys_unsorted | join(",")' "$evidence")" = \
    schema_version,tool,tool_version,arguments,start,source,partition,volume,mft,findings,outputs,exit_code,end

# ---- Outputs ----

# printed_as_told WHAT: the only output is what $work/out has.
printed_as_told()
{
    check "$1" tells ".outputs == [{path: \"-\", absolute_path: null, complete: true,
        bytes: $(stat -c %s "$work/out"), sha256: \"$(digest <"$work/out")\"}] and .exit_code == $status"
}

recipe malformed
for command in scan 'scan --json' links 'links --json --min-links 1' 'links --under /' 'export -f csv' \
    'export -f jsonl --streams' 'export -f bodyfile -o -'; do
    # shellcheck disable=SC2086 # the command and its options
    run $command --evidence "$evidence" "$image"
    expect 3 "$command"
    printed_as_told "what $command printed"
    check "$command: findings" tells ".findings == $("$MFTLINK" scan --json "$image" | jq '.findings | length')"
done
recipe demo
for name in rows.csv rows.csv.zst; do
    run export -f csv --out "$work/$name" --evidence "$evidence" "$image"
    expect 0 "--out $name"
    check "$name" tells ".outputs == [{path: \"$work/$name\", absolute_path: \"$(realpath "$work/$name")\",
        complete: true, bytes: $(stat -c %s "$work/$name"), sha256: \"$(digest <"$work/$name")\"}]"
done
run links --evidence "$evidence" "$image" '\not there'
expect 1 "a command that fails after the scan"
check "is told with its exit code" tells '.exit_code == 1 and .mft.exact'
run export -f csv --out /dev/full --evidence "$evidence" "$image"
expect 1 "an output that cannot be written"
check "is told as such" tells '.exit_code == 1 and .outputs[0].complete == false and .outputs[0].absolute_path == null'
rm -f "$evidence"
(
    ulimit -f 64
    trap '' XFSZ
    "$MFTLINK" export --format csv --out "$work/big.csv" --evidence "$evidence" "$image" 2>"$work/err"
)
check "an output without room" test $? = 1
check "does not appear" test ! -e "$work/big.csv"
check "and the evidence says so" tells '.exit_code == 1 and .outputs[0].complete == false'

# ---- Reproducible ----

recipe tree
for command in scan 'scan --json' links 'export -f csv'; do
    # shellcheck disable=SC2086
    SOURCE_DATE_EPOCH=1700000000 run $command --evidence "$evidence" "$image"
    cp "$evidence" "$work/first"
    cp "$work/out" "$work/out.first"
    # shellcheck disable=SC2086
    SOURCE_DATE_EPOCH=1700000000 run $command --evidence "$evidence" "$image"
    check "$command: the same evidence" cmp "$work/first" "$evidence"
    check "$command: the same output" cmp "$work/out.first" "$work/out"
done
check "the time is SOURCE_DATE_EPOCH's" tells '.start == "2023-11-14T22:13:20.0000000Z" and .end == .start'
rm -f "$evidence"
for epoch in '' now -1 1.5 ' 1' 99999999999999999999; do
    SOURCE_DATE_EPOCH=$epoch run scan --evidence "$evidence" "$image"
    check "SOURCE_DATE_EPOCH='$epoch'" refused
    check "it is told" said 'SOURCE_DATE_EPOCH'
    check "without evidence" test ! -e "$evidence"
done
unset SOURCE_DATE_EPOCH
run scan --json "$image"
check "without it the pass is told" prints_json '.pass.seconds >= 0'

# ---- What cannot be written ----

cp "$image" "$work/copy.img"
run scan --evidence "$work/copy.img" "$work/copy.img"
check "over the source" refused
check "is told" said 'would change the source'
check "which is untouched" cmp "$image" "$work/copy.img"
mkdir "$work/mount"
if [ -e /dev/fuse ] && ntfs-3g "$work/copy.img" "$work/mount" 2>/dev/null; then
    run scan --evidence "$work/mount/evidence.json" "$work/copy.img"
    check "onto the volume that is read" refused
    check "is told" said 'would change the source'
    run scan --evidence "$work/mount/evidence.json" "$work/mount"
    check "onto the mounted folder that is read" said 'would change the source'
    check "leaves nothing there" test -z "$(find "$work/mount" -name 'evidence*')"
    umount "$work/mount"
else
    skip 'no FUSE mount is possible here'
fi
for same in "$work/same" "$work/./same" "$work/../$(basename "$work")/same"; do
    run export -f csv --out "$work/same" --evidence "$same" "$image"
    check "over the output $same" refused
done
: >"$work/same"
ln -sf same "$work/other-name"
run export -f csv --out "$work/same" --evidence "$work/other-name" "$image"
check "over the output by a link" refused
check "which is untouched" test ! -s "$work/same"
run scan --evidence "$work/none/evidence.json" "$image"
check "in a folder that is not there" refused
run scan --evidence "$work" "$image"
check "a folder" refused
run scan --evidence - "$image"
expect 2 "the standard output"
run scan --evidence '' "$image"
expect 2 "no name"
run scan --evidence /dev/full "$image"
expect 1 "a full disk"
check "is told" said 'No space left on device'
check "and that there is no evidence" said "There is no evidence '/dev/full' of this run"
echo old >"$work/old"
(
    ulimit -f 0
    trap '' XFSZ
    "$MFTLINK" links --evidence "$work/old" "$image" 2>"$work/err" >/dev/null
)
check "evidence that cannot grow" test $? = 1
check "leaves the old one" test "$(cat "$work/old")" = old
head -c 100000 /dev/zero >"$work/zeros"
run scan --evidence "$work/none.json" "$work/zeros"
check "no NTFS" refused
check "is no evidence" test ! -e "$work/none.json"

# What ends the program removes both unfinished files.
mkfifo "$work/fifo"
"$MFTLINK" export -f csv --out "$work/fifo" --evidence "$work/killed.json" "$image" 2>"$work/err" &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10; do
    [ -n "$(find "$work" -name '*.part')" ] || sleep 0.2
done
check "a part is there" test -n "$(find "$work" -name '*.part')"
kill -TERM $pid
wait $pid 2>/dev/null
check "a signal ends it" test $? = 143
recipe demo
"$MFTLINK" export -f csv --evidence "$work/killed.json" "$image" 2>"$work/err" | head -n 1 >/dev/null
check "a reader that goes away leaves no evidence" test ! -e "$work/killed.json"
check "nothing is left behind" test -z "$(find "$work" -name '*.part')"
finish

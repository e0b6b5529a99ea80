#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# recover: what a crash left is finished or discarded, and nothing else is touched.
. tests/cli/common

breakoff=$MFTLINK_BUILD/tests/tool/breakoff
case $breakoff in /*) ;; *) breakoff=$PWD/$breakoff ;; esac
export MFTLINK_STATE="$work/state"
if ! command -v ntfscp >/dev/null; then
    skip "ntfscp is not installed: there is no other state of a volume"
    finish
fi

recipe tree
before=$image
after=$work/after.img
cp "$before" "$after"
for n in 1 2 3 4 5 6 7 8 9; do
    ntfscp -q "$after" docs/APPLY.md "a new file number $n with a name of some length" || exit 1
done
volume=$work/volume.img
folder=$work/plans
plan=$folder/plan.parquet

# begin STEP [BYTES]: a volume that was broken off in STEP.
begin()
{
    rm -rf "$folder" "$MFTLINK_STATE"
    mkdir "$folder"
    echo plan >"$plan"
    cp "$before" "$volume"
    bytes=$("$breakoff" "$volume" 0 "$after" "$plan" "$@") || exit 1
}

# Words about what is open, then that nothing was written.
refused_after_telling()
{
    [ "$status" = 1 ] && [ ! -s "$work/out" ] && said "broken off" && said "Give --yes"
}

is_before()
{
    cmp "$before" "$volume"
}

is_after()
{
    cmp "$after" "$volume"
}

# Nothing but the plan and its journal is left, and no note.
is_tidy()
{
    [ "$(cd "$folder" && echo *)" = "plan.parquet plan.parquet.journal" ] && [ -z "$(ls "$MFTLINK_STATE")" ]
}

# Nothing open.
cp "$before" "$volume"
run recover "$volume"
expect 0 "nothing is open"
check "it says so" printed "nothing is open"
check "the volume is the same" is_before
run recover --json "$volume"
check "as JSON" prints_json '.schema_version == 1 and .outcome == "nothing" and .dry_run == false'

# Broken off at any byte: the volume becomes what it was to become.
begin whole
total=$bytes
check "the batch writes something" [ "$total" -gt 20000 ]
for n in 0 1 511 512 513 4096 5000 $((total / 2)) $((total - 1)) "$total"; do
    n=$((n / 512 * 512))
    begin part "$n"
    run scan "$volume"
    check "a scan after $n bytes tells of it" said "has an open log"
    run recover --yes "$volume"
    expect 0 "after $n bytes"
    check "after $n bytes it is finished" is_after
    check "after $n bytes nothing is left" is_tidy
    run recover --yes "$volume"
    check "after $n bytes nothing is open then" printed "nothing is open"
done

# A recovery that is killed can be run again.
begin log
for n in 1 2 3 4 5 6; do
    "$MFTLINK" recover --yes "$volume" >"$work/out" 2>&1 &
    pid=$!
    sleep "0.00$n"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
done
run recover --yes "$volume"
expect 0 "after recoveries that were killed"
check "it is finished" is_after
check "nothing is left" is_tidy

# Steps before and behind.
begin log
run recover --yes --json "$volume"
expect 0 "a log of which nothing is written yet"
check "it is finished" is_after
check "as JSON" prints_json '.outcome == "finish" and .batch == 3 and .sectors_before > 0 and .is_in_journal'
begin new
run info "$volume"
check "a log that never counted is no reason for alarm" [ ! -s "$work/err" ]
run recover --yes "$volume"
expect 0 "a log that never became whole"
check "it is discarded" printed "discarded"
check "the volume is the same" is_before
check "nothing is left" is_tidy
begin intent
run recover --yes --log "$plan.redo" "$volume"
expect 0 "an intent without a log"
check "it is discarded" printed "discarded"
check "the volume is the same" is_before
check "nothing is left" is_tidy
run recover --yes --log "$plan.redo" "$volume"
check "and is over then" printed "nothing is open"
begin done
cp "$before" "$volume" # whatever came after
run recover --yes "$volume"
expect 0 "a log that is carried out"
check "it is removed" printed "was finished"
check "it is not carried out again" is_before
check "nothing is left" is_tidy

# A dry run, and a person who is not asked.
begin part 4096
cp "$volume" "$work/half.img"
run recover --dry-run --json "$volume"
expect 0 "a dry run"
check "it tells" prints_json '.outcome == "finish" and .dry_run and .sectors_before > 0 and .sectors_after >= 8'
check "it writes nothing" cmp "$volume" "$work/half.img"
check "the log stays" [ -e "$plan.redo" ]
run recover "$volume" </dev/null
check "without a terminal and without --yes it refuses" refused_after_telling
expect 1 "nobody to ask"
check "it writes nothing" cmp "$volume" "$work/half.img"
if has_terminals; then
    echo no | script -qec "'$MFTLINK' recover '$volume'" /dev/null >"$work/out" 2>&1
    check "a no is taken" cmp "$volume" "$work/half.img"
    echo y | script -qec "'$MFTLINK' recover '$volume'" /dev/null >"$work/out" 2>&1
    check "a yes is taken" is_after
else
    skip "script cannot lend a terminal: nobody can be asked"
fi

# Something else has written to the volume.
begin part 4096
cp "$volume" "$work/half.img"
place=$(cmp -l "$volume" "$after" | awk '{ last = $1 } END { print last - 1 }')
printf '\125' | dd of="$volume" bs=1 seek="$place" conv=notrunc status=none
cp "$volume" "$work/half.img"
run recover --yes "$volume"
check "a volume that was changed is refused" refused
check "with a way out" said "was changed since it was broken off"
check "and is not touched" cmp "$volume" "$work/half.img"
check "the log stays" [ -e "$plan.redo" ]

# Logs that do not fit.
begin part 4096
cp "$volume" "$work/half.img"
printf 'x' | dd of="$plan.redo" bs=1 seek=4200 conv=notrunc status=none
run recover --yes "$volume"
check "a damaged log is refused" refused
check "and the volume is not touched" cmp "$volume" "$work/half.img"
begin log
cp "$volume" "$work/longer.img"
truncate -s +4096 "$work/longer.img"
run recover --yes "$work/longer.img"
check "a volume of another size is refused" refused
cp "$before" "$work/other.img"
printf 'x' | dd of="$work/other.img" bs=1 seek=72 conv=notrunc status=none
run recover --yes --log "$plan.redo" "$work/other.img"
check "another volume is refused" said "log of another volume"
expect 1 "another volume"
begin log
printf 'x' | dd of="$plan.journal" bs=1 seek=100 conv=notrunc status=none
run recover --yes "$volume"
check "a damaged journal is refused" refused
check "and the volume is not touched" is_before
rm "$plan.journal"
run recover --yes "$volume"
expect 0 "without a journal"
check "it is finished" is_after

# Found without a note: in the current folder, or by --log.
begin part 8192
rm -r "$MFTLINK_STATE"
cd "$folder" || exit 1
run recover --yes "$volume"
cd "$OLDPWD" || exit 1
expect 0 "the log is found in the current folder"
check "it is finished" is_after
begin part 8192
rm -r "$MFTLINK_STATE"
run recover --yes --log "$plan.redo" "$volume"
expect 0 "the log is named"
check "it is finished" is_after
begin part 8192
mv "$folder" "$folder.away"
run scan "$volume"
check "a log that is elsewhere is told, too" said "may have an open log"
run recover --yes "$volume"
check "and not forgotten" refused
mv "$folder.away" "$folder"
run recover --yes "$volume"
expect 0 "once it is back"
check "it is finished" is_after
begin part 8192
rm "$plan.redo"
run scan "$volume"
check "a log that was removed is not told" [ ! -s "$work/err" ]

# A partition of a disk.
recipe mbr
first=$(fact offset)
dd if="$image" of="$work/part.img" bs=1M skip="$first" count=16 iflag=skip_bytes status=none
cp "$image" "$work/disk.img"
ntfscp -q "$work/part.img" docs/APPLY.md "one more file" || exit 1
rm -rf "$folder" "$MFTLINK_STATE"
mkdir "$folder"
echo plan >"$plan"
"$breakoff" "$work/disk.img" "$first" "$work/part.img" "$plan" part 4096 >/dev/null || exit 1
run recover --yes --partition 2 "$work/disk.img"
expect 0 "a partition"
check "it is finished" cmp -n 16777216 -i "$first:0" "$work/disk.img" "$work/part.img"
check "what is before it is the same" cmp -n "$first" "$work/disk.img" "$image"

# Somebody else is at work.
begin log
flock "$volume" sleep 3 &
sleep 0.3
run recover --yes "$volume"
check "a locked volume is refused" said "Another process"
expect 1 "a locked volume"
wait
finish

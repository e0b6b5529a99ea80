#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Places with no room, or that may not be written: the file system that an image lies on, the folder of a plan. What
# cannot be written is told, and no batch is half done without a way on.
. tests/cli/common

export MFTLINK_STATE="$work/state"
place=$work/place
mkdir "$place"
if ! mount -t tmpfs -o size=48m tmpfs "$place" 2>/dev/null; then
    skip "nothing can be mounted here"
    finish
fi

recipe tree
original=$image
names()
{
    "$MFTLINK" export "$1" --format jsonl | jq -r .path | sort
}

sum()
{
    sha256sum <"$1"
}

# fill: nothing more fits into the place
fill()
{
    dd if=/dev/zero of="$place/filling" bs=4096 2>/dev/null
    dd if=/dev/zero of="$place/filling2" bs=1 2>/dev/null
}

save()
{
    run plan save "$original" --store 'C:\migdata' --rules builtin:user -o "$1"
}

cp "$original" "$work/done.img"
save "$work/plan.parquet"
run apply --yes --reserve 0 "$work/plan.parquet" "$work/done.img"
expect 0 "where there is room"
names "$work/done.img" >"$work/names"
rm "$work/plan.parquet".*

# The image's own file system is full, and the image has holes where it is to be written.
cp --sparse=always "$original" "$place/volume.img"
fill
before=$(sum "$place/volume.img")
run apply --yes --reserve 0 "$work/plan.parquet" "$place/volume.img"
expect 1 "an image that cannot grow"
if [ -e "$work/plan.parquet.redo" ]; then
    check "the way on is told" said "mftlink recover"
    rm "$place"/filling*
    run recover --yes "$place/volume.img"
    expect 0 "with room again it is finished"
else
    check "the volume is the same" test "$(sum "$place/volume.img")" = "$before"
    rm "$place"/filling*
fi
run apply --yes --reserve 0 "$work/plan.parquet" "$place/volume.img"
expect 0 "with room again the plan goes on"
names "$place/volume.img" >"$work/there"
check "all names are there" cmp "$work/names" "$work/there"
check "ntfsfix finds nothing" ntfsfix -n "$place/volume.img"
rm "$place/volume.img" "$work/plan.parquet".*

# The plan's folder is full.
save "$place/plan.parquet"
fill
cp "$original" "$work/volume.img"
before=$(sum "$work/volume.img")
run apply --yes --reserve 0 "$place/plan.parquet" "$work/volume.img"
check "a full folder is refused" said "No space left"
expect 1 "a plan in a full folder"
check "the volume is the same" test "$(sum "$work/volume.img")" = "$before"
check "no log is left" test ! -e "$place/plan.parquet.redo" -a ! -e "$place/plan.parquet.redo.new"
rm "$place"/filling*
run apply --yes --reserve 0 "$place/plan.parquet" "$work/volume.img"
expect 0 "with room again"
names "$work/volume.img" >"$work/there"
check "all names are there" cmp "$work/names" "$work/there"

# The plan's folder is read-only.
cp "$original" "$work/volume.img"
rm "$place"/plan.parquet.*
mount -o remount,ro "$place"
run apply --yes --reserve 0 "$place/plan.parquet" "$work/volume.img"
check "it says that it cannot be written" said "Read-only file system"
expect 1 "a plan in a folder that is read-only"
check "the volume is the same" test "$(sum "$work/volume.img")" = "$before"

# So is the image's.
mount -o remount,rw "$place"
mv "$work/volume.img" "$place/volume.img"
cp "$place/plan.parquet" "$work/plan.parquet"
mount -o remount,ro "$place"
run apply --yes --reserve 0 "$work/plan.parquet" "$place/volume.img"
check "an image that is read-only is refused" said "read-only"
expect 1 "an image that is read-only"
check "the volume is the same" test "$(sum "$place/volume.img")" = "$before"
finish

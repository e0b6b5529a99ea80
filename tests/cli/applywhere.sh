#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# apply and undo on what a volume can lie on: partitions of a disk's image, of a loop device, a loop device itself.
. tests/cli/common

loop=
mnt=$work/mnt
mkdir -p "$mnt"
rules_of_all "$work/all.xml"
plan=$work/plan.parquet

# paths ARGUMENT...: of the volume that is given so
paths()
{
    "$MFTLINK" export --format jsonl "$@" | jq -r 'select(.system | not) | .path' | sort
}

# There and back on what ARGUMENT... says, whose file is $disk; bytes outside the volume stay the same.
there_and_back()
{
    what=$1
    shift
    rm -f "$plan"*
    paths "$@" >"$work/before"
    run plan save "$@" --store 'C:\migdata' --rules "$work/all.xml" -o "$plan"
    expect 0 "$what: a plan"
    run apply --yes --reserve 0 "$plan" "$@"
    expect 0 "$what: carried out"
    check "$what: there is more" test "$(paths "$@" | wc -l)" -gt "$(wc -l <"$work/before")"
    run scan "$@"
    expect 0 "$what: no damage"
    run undo --yes "$plan.journal" "$@"
    expect 0 "$what: taken back"
    paths "$@" >"$work/now"
    check "$what: all is as it was" cmp "$work/before" "$work/now"
}

# outside: one number for what of $disk is not in the volume of $first and $size bytes
outside()
{
    { head -c "$first" "$disk"; tail -c "+$((first + size + 1))" "$disk"; } | sha256sum
}

for kind in mbr gpt512 gpt4096; do
    recipe $kind
    disk=$image
    first=$(fact offset)
    size=$((16 << 20))
    [ "$(stat -c %s "$disk")" -ge $((first + size)) ] || size=$(($(stat -c %s "$disk") - first))
    before=$(outside)
    there_and_back "$kind" --partition 2 "$disk"
    check "$kind: nothing else on the disk has changed" test "$(outside)" = "$before"
    rm -f "$plan"*
    run plan save "$disk" --store 'C:\migdata' --rules "$work/all.xml" -o "$plan"
    run apply --yes --reserve 0 "$plan" --partition 1 "$disk"
    expect 1 "$kind: another partition"
    check "$kind: nothing else on the disk has changed" test "$(outside)" = "$before"
    rm -f "$plan"*
done

# Two volumes on one disk: each by its number, as two drives.
recipe twontfs
disk=$image
"$MFTLINK" info "$disk" >"$work/info" 2>&1
run plan save -V "C:2=$disk" --store 'C:\migdata' --rules "$work/all.xml" -o "$plan"
run apply --yes --reserve 0 -V "C:2=$disk" "$plan"
expect 0 "the second of two volumes"
run undo --yes -V "C:2=$disk" "$plan.journal"
expect 0 "taken back"
rm -f "$plan"*

recipe tree
volume=$image
if ! loop=$(losetup -f --show "$volume" 2>/dev/null); then
    loop=
    skip "no loop devices here"
    finish
fi
there_and_back "a loop device" "$loop"
check "the file below is the same volume" sh -c "ntfsfix -n '$volume' >/dev/null"
rm -f "$plan"*
run plan save "$loop" --store 'C:\migdata' --rules "$work/all.xml" -o "$plan"
sync
run apply --yes --reserve 0 "$plan" "$volume"
expect 1 "the file of a loop device is in use by that"
check "it says so" said "$loop"
if ntfs-3g "$loop" "$mnt" >/dev/null 2>&1; then
    run apply --yes --reserve 0 "$plan" "$loop"
    expect 1 "a loop device that is mounted"
    check "it says so" said 'mounted'
    run undo --yes "$plan.journal" "$loop"
    expect 1 "undo of it"
    run remove --yes "$loop" --store 'C:\migdata' -o "$work/r"
    expect 1 "remove of it"
    umount "$mnt"
    while pgrep -f "^ntfs-3g $loop " >/dev/null; do sleep 0.05; done
    run apply --yes --reserve 0 "$plan" "$loop"
    expect 0 "once it is not"
    run undo --yes "$plan.journal" "$loop"
    expect 0 "taken back"
else
    skip "no FUSE here"
fi
losetup -d "$loop"
loop=

# Partitions of a loop device.
recipe mbr
if loop=$(losetup -P -f --show "$image" 2>/dev/null) && [ -b "${loop}p2" ]; then
    there_and_back "a partition's device" "${loop}p2"
    sync
    there_and_back "a disk's device" --partition 2 "$loop"
else
    [ -z "$loop" ] || losetup -d "$loop"
    loop=
    skip "no partitions of loop devices here"
fi
finish

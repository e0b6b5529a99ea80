#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What can be opened, and that everything else gets one sentence.
. tests/cli/common

# refuses SOURCE TEXT: every command refuses it with a sentence that has TEXT in it.
refuses()
{
    source=$1
    text=$2
    for command in info scan links 'export --format csv'; do
        # shellcheck disable=SC2086 # the command and its options
        run $command "$source"
        check "$command refuses $source" refused
        check "$command says '$text'" said "$text"
    done
}

: >"$work/empty"
refuses "$work/empty" 'is empty'
head -c 1048576 /dev/zero >"$work/zeros"
refuses "$work/zeros" 'nothing but zeros'
head -c 100 /etc/passwd >"$work/small"
refuses "$work/small" 'nothing that mftlink knows'
refuses "$work/not-there" 'does not exist'
refuses "" 'does not exist'
refuses "$work/empty/below" 'Not a directory'
refuses "$work" 'is a directory on the'
refuses /proc 'of type proc'
refuses /dev/null 'character device'
mkfifo "$work/pipe"
refuses "$work/pipe" 'is a pipe'
if [ "$(id -u)" != 0 ]; then
    cp "$work/zeros" "$work/secret"
    chmod 0 "$work/secret"
    refuses "$work/secret" 'Permission denied'
else
    skip 'root may read every file'
fi

# foreign KIND TEXT
foreign()
{
    recipe "foreign:$1"
    refuses "$image" "$2"
    rm -f "$image"
}
foreign exfat 'exFAT'
foreign bitlocker 'BitLocker'
foreign bitlockertogo 'BitLocker'
foreign refs 'ReFS'
foreign xfs 'XFS'
foreign luks 'LUKS'
foreign vhdx 'VHDX'
foreign qcow2 'qcow2'
foreign vmdk 'VMDK'
foreign e01 'EnCase'

recipe tree
head -c 8192 "$image" >"$work/cut"
refuses "$work/cut" 'is cut off'
recipe truncated:mft
run scan "$image"
expect 3 "a volume that ends within \$MFT"
check "is told" printed 'volume-truncated'
recipe bothboots
run scan "$image"
check "no boot sector at all" refused

recipe boot0
run scan "$image"
expect 3 "the backup boot sector serves"
check "and is told" printed 'boot-from-backup'
recipe mft0baad
run scan "$image"
expect 3 "the mirror serves"
check "and is told" printed 'mft-from-mirror'

# Disks with partitions.
for disk in mbr mbrextended gpt512 gpt4096; do
    recipe $disk
    run scan "$image"
    expect 0 "$disk"
    check "$disk: the choice is told" said 'reading its only NTFS partition, number'
    run info "$image"
    expect 0 "info $disk"
    check "info $disk shows the volume" printed_line 'Volume'
    rm -f "$image"
done
recipe twontfs
for command in scan links 'export --format csv'; do
    # shellcheck disable=SC2086
    run $command "$image"
    check "$command needs a choice" refused
    check "$command tells the choices" said '--partition N: 1 (an NTFS volume'
done
run info "$image"
expect 0 "info lists them"
check "info lists both" test "$(grep -c 'an NTFS volume' "$work/out")" = 2
run info --json "$image"
check "info --json lists both" prints_json '.kind == "disk" and (.disk.partitions | length) == 2'
for n in 1 2; do
    run scan --partition $n "$image"
    expect 0 "partition $n"
done
run scan --partition 9 "$image"
check "a partition that is not there" refused
check "and which are" said 'has no partition 9. It has 1 ('
run scan --partition 1 "$work/zeros"
check "--partition of no disk" refused
recipe tree
run scan --partition 1 "$image"
check "--partition of a volume" refused
check "what to leave out" said 'leave out --partition'

for kind in volume mbr; do
    recipe vhdfixed:$kind
    run info --json "$image"
    expect 0 "a fixed VHD with a $kind"
    check "it is known as one" prints_json '.fixed_vhd and .kind == "volume"'
done

# A mounted directory is read through its source.
recipe tree
mkdir "$work/mount"
if [ -e /dev/fuse ] && ntfs-3g -o ro "$image" "$work/mount" 2>/dev/null; then
    run scan "$work/mount"
    expect 0 "a mounted directory"
    check "the driver's cache is told" said 'is mounted: reading'
    folder=$(find "$work/mount" -mindepth 1 -maxdepth 1 -type d | head -n 1)
    run scan "$folder"
    check "a folder below it" refused
    check "the mount point is told" said 'is a folder on the volume that is mounted at'
    umount "$work/mount"
else
    skip 'no FUSE mount is possible here'
fi
finish

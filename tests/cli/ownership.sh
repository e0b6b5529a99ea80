#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink plan restore: whose the restored folders are. Descriptors are set and read back through an ntfs-3g mount, byte for byte.
. tests/cli/common

mnt=$work/mnt
mkdir -p "$mnt"

mount_it()
{
    ntfs-3g -o streams_interface=xattr "$image" "$mnt" >/dev/null 2>&1
}

# The driver writes on after umount has returned.
unmount_it()
{
    umount "$mnt"
    while pgrep -f "^ntfs-3g -o streams_interface=xattr $image " >/dev/null; do sleep 0.05; done
}

end()
{
    mountpoint -q "$mnt" && umount "$mnt"
    rm -rf --one-file-system "$work"
}
trap end EXIT

# sid LAST: S-1-5-21-1-2-3-LAST (up to 9999) in hexadecimal digits; descriptor SID: one that this user owns, alone may read, and hands on.
sid()
{
    printf '01050000000000051500000001000000020000000300000%s' "0$(printf '%02x%02x0000' $(($1 % 256)) $(($1 / 256)))"
}
descriptor()
{
    printf '01000480400000005c0000000000000014000000'
    printf '02002c000100000000032400ff011f00%s%s%s' "$(sid "$1")" "$(sid "$1")" "$(sid "$1")"
}

# belongs PATH LAST: its descriptor is that one, byte for byte. The image is mounted for it.
belongs()
{
    mount_it
    found=$(getfattr --absolute-names -e hex -n system.ntfs_acl "$mnt/$1" | sed -n "s,.*=0x,,p")
    unmount_it
    [ "$found" = "$(descriptor "$2")" ]
}
owner_of()
{
    "$MFTLINK" export "$image" --format jsonl | jq -r --arg path "$1" 'select(.path == $path) | .owner'
}

command -v setfattr >/dev/null || { skip "there is no setfattr"; finish; exit; }
recipe refresh
if ! mount_it; then
    skip "nothing can be mounted here"
    finish
    exit
fi

# ---- A store of the old user 1001, whom the new Windows knows as 1002 ----

mkdir -p "$mnt/migdata/USMT/File/C\$/Users/Ann/Documents/Letters/Old" "$mnt/migdata/USMT/File/C\$/Users/Ann/Data" "$mnt/migdata/USMT/File/C\$/Projects/One"
rm -rf "$mnt/Users/Ann/Documents/Letters" "$mnt/Users/Ann/Data" "$mnt/Projects"
echo old >"$mnt/migdata/USMT/File/C\$/Users/Ann/Documents/Letters/Old/a.txt"
find "$mnt/migdata" | while read -r path; do setfattr -n system.ntfs_acl -v "0x$(descriptor 1001)" "$path"; done
setfattr -n system.ntfs_acl -v "0x$(descriptor 1002)" "$mnt/Users/Ann"
setfattr -n system.ntfs_acl -v "0x$(descriptor 1003)" "$mnt/Users/Ann/Documents"
unmount_it
cp "$image" "$work/before.img"

run plan restore "$image" --store 'C:\migdata' -o "$work/plan"
expect 0 "planned"
run show --json --ops "$work/plan"
check "the plan says whose they are" prints_json '[.operations[] | select(.reason == "users-own") | .path] | sort ==
    ["C:\\Users\\Ann\\Data", "C:\\Users\\Ann\\Documents\\Letters", "C:\\Users\\Ann\\Documents\\Letters\\Old"]'

for how in image mounted; do
    cp "$work/before.img" "$image"
    rm -f "$work/plan.journal"
    target=$image
    [ $how = image ] || { mount_it; target=$mnt; }
    run apply --yes "$work/plan" "$target"
    expect 0 "$how: carried out"
    [ $how = image ] || unmount_it
    check "$how: sound" ntfsfix -n "$image"
    check "$how: in the profile as the profile" belongs Users/Ann/Data 1002
    check "$how: in Documents as Documents" belongs Users/Ann/Documents/Letters 1003
    check "$how: and below" belongs Users/Ann/Documents/Letters/Old 1003
    check "$how: nobody's folder as it was" belongs Projects/One 1001
    check "$how: a link has its file's" belongs Users/Ann/Documents/Letters/Old/a.txt 1001
    check "$how: export says so" test "$(owner_of '\Users\Ann\Data')" = S-1-5-21-1-2-3-1002
    target=$image
    [ $how = image ] || { mount_it; target=$mnt; }
    run undo --yes "$work/plan.journal" "$target"
    expect 0 "$how: taken back"
    [ $how = image ] || unmount_it
    check "$how: nothing is left" test "$(owner_of '\Users\Ann\Data')" = ""
    check "$how: and the store is what it was" belongs 'migdata/USMT/File/C$/Users/Ann/Data' 1001
done

finish

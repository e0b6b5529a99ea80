#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink plan restore: whose the restored folders are. Descriptors are set and read back through an ntfs-3g mount, byte for byte.
. tests/cli/common

mnt=$work/mnt
mkdir -p "$mnt"

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
    mount_it "$image"
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
if ! mount_it "$image"; then
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
    [ $how = image ] || { mount_it "$image"; target=$mnt; }
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
    [ $how = image ] || { mount_it "$image"; target=$mnt; }
    run undo --yes "$work/plan.journal" "$target"
    expect 0 "$how: taken back"
    [ $how = image ] || unmount_it
    check "$how: nothing is left" test "$(owner_of '\Users\Ann\Data')" = ""
    check "$how: and the store is what it was" belongs 'migdata/USMT/File/C$/Users/Ann/Data' 1001
done

# ---- SIDs of old users become those of new ones ----

one=S-1-5-21-1-2-3-1001 two=S-1-5-21-1-2-3-1002
letter='migdata/USMT/File/C$/Users/Ann/Documents/Letters/Old/a.txt'
cp "$work/before.img" "$image"
mount_it "$image"
ln "$mnt/$letter" "$mnt/Windows.old.txt"
setfattr -n system.ntfs_acl -v "0x$(descriptor 1003)" "$mnt/$letter"
setfattr -n system.ntfs_acl -v "0x$(descriptor 1001)" "$mnt/$letter"
unmount_it
cp "$image" "$work/before.img"
for wrong in "$one" "$one=" "$one=Ann" "$one=$one"; do
    run plan restore "$image" --store 'C:\migdata' --sid-map "$wrong" -o "$work/none"
    check "refused: $wrong" test "$status" != 0 -a ! -e "$work/none"
done
run plan restore "$image" --store 'C:\migdata' --sid-map "$one=$two" --sid-map "$two=S-1-5-32-544" -o "$work/none"
expect 1 "a chain"
check "says why" said 'cannot be what one becomes'

rm -f "$work/plan" "$work/plan."*
run plan restore "$image" --store 'C:\migdata' --sid-map "$one=$two" -o "$work/plan"
expect 0 "planned with SIDs"
run show "$work/plan"
check "the plan says so" printed "$one becomes $two"
check "and that all names share it" printed 'All names of a file share them'
run show --json --ops "$work/plan"
check "one file is secured, once" prints_json '[.operations[] | select(.kind == "secure") | .path] == ["C:\\migdata\\USMT\\File\\C$\\Users\\Ann\\Documents\\Letters\\Old\\a.txt"]'
check "owners are told" prints_json "[.operations[] | select(.kind == \"secure\") | [.owner_before, .owner]] == [[\"$one\", \"$two\"]]"
run check "$work/plan" "$image"
expect 0 "it holds"

for how in image mounted; do
    cp "$work/before.img" "$image"
    rm -f "$work/plan.journal"
    target=$image
    [ $how = image ] || { mount_it "$image"; target=$mnt; }
    run apply --yes "$work/plan" "$target"
    expect 0 "$how: SIDs are rewritten"
    [ $how = image ] || unmount_it
    check "$how: sound" ntfsfix -n "$image"
    check "$how: by its new name" belongs Users/Ann/Documents/Letters/Old/a.txt 1002
    check "$how: by the store's" belongs "$letter" 1002
    check "$how: by any other" belongs Windows.old.txt 1002
    check "$how: folders are made so" belongs Projects/One 1002
    check "$how: those of the store stay" belongs 'migdata/USMT/File/C$/Projects/One' 1001
    check "$how: export says so" test "$(owner_of '\Windows.old.txt')" = "$two"
    run plan restore "$image" --store 'C:\migdata' --sid-map "$one=$two" -o "$work/again"
    run show --json --ops "$work/again"
    check "$how: nothing to do again" prints_json '.operations == [] and .refused == []'
    cp "$image" "$work/done.$how.img"
    cp "$work/plan.journal" "$work/done.$how.journal"
    target=$image
    [ $how = image ] || { mount_it "$image"; target=$mnt; }
    run undo --yes "$work/plan.journal" "$target"
    expect 0 "$how: taken back"
    [ $how = image ] || unmount_it
    check "$how: the old descriptor, byte for byte" belongs "$letter" 1001
    check "$how: by every name" belongs Windows.old.txt 1001
    check "$how: sound again" ntfsfix -n "$image"
done
"$MFTLINK" export "$image" --format jsonl | jq -c '[.path, .owner, .security_id, .size, .links]' >"$work/now"
"$MFTLINK" export "$work/before.img" --format jsonl | jq -c '[.path, .owner, .security_id, .size, .links]' | sort >"$work/then"
check "all files are what they were" sh -c "sort '$work/now' | grep -v '\"\\\\\\\\\\\$' >'$work/a'; grep -v '\"\\\\\\\\\\\$' '$work/then' | diff - '$work/a'"

# A crash on a mounted volume before the journal has said that it is done: what the file has now tells.
for has in 1002 1001 1007; do
    cp "$work/done.mounted.img" "$image"
    cp "$work/done.mounted.journal" "$work/plan.journal"
    truncate -s -1 "$work/plan.journal"
    mount_it "$image"
    setfattr -n system.ntfs_acl -v "0x$(descriptor $has)" "$mnt/$letter"
    run apply --yes "$work/plan" "$mnt"
    unmount_it
    if [ $has = 1007 ]; then
        check "somebody else's: it ends there" test "$status" != 0
        check "and is left alone" belongs "$letter" 1007
    else
        expect 0 "goes on, the file has $has"
        check "and is secured then" belongs "$letter" 1002
    fi
done

# What somebody has set since stays; the rest is taken back.
cp "$work/done.image.img" "$image"
cp "$work/done.image.journal" "$work/plan.journal"
mount_it "$image"
setfattr -n system.ntfs_acl -v "0x$(descriptor 1005)" "$mnt/$letter"
unmount_it
run undo --yes "$work/plan.journal" "$image"
expect 3 "it was changed since"
check "and stays" belongs "$letter" 1005
check "its new name goes" test "$(owner_of '\Users\Ann\Documents\Letters\Old\a.txt')" = ""

# Without the name in the store any other does.
cp "$work/done.image.img" "$image"
cp "$work/done.image.journal" "$work/plan.journal"
mount_it "$image"
rm "$mnt/$letter"
unmount_it
run undo --yes "$work/plan.journal" "$image"
expect 0 "the store's name is gone"
check "given back by another one" belongs Windows.old.txt 1001

# A plan whose file has another descriptor by now does not hold; an apply leaves the volume as it is.
cp "$work/before.img" "$image"
mount_it "$image"
setfattr -n system.ntfs_acl -v "0x$(descriptor 1006)" "$mnt/$letter"
unmount_it
cp "$image" "$work/drifted.img"
run check --json "$work/plan" "$image"
expect 3 "drift"
check "names the field" prints_json '[.faults[].field] == ["security_id"]'
run apply --yes "$work/plan" "$image"
expect 1 "not carried out"
check "nothing was written" cmp "$work/drifted.img" "$image"

# SIDs stay where that is asked for.
run plan restore "$image" --store 'C:\migdata' --sid-map none -o "$work/kept"
expect 0 "SIDs stay"
run show --json --ops "$work/kept"
check "nothing is secured" prints_json '[.operations[].kind] | index("secure") == null'

# ---- Descriptors that rules leave out: files get that of the folder that they come into ----

cat >"$work/plain.xml" <<'END'
<migration urlid="http://www.example.com/plain"><component type="Documents" context="System"><displayName>Plain</displayName><role role="Data"><rules>
  <includeAttributes attributes="TimeFields"><objectSet><pattern type="File">C:\* [*]</pattern></objectSet></includeAttributes>
  <excludeAttributes attributes="Security"><objectSet><pattern type="File">C:\Users\* [*]</pattern></objectSet></excludeAttributes>
</rules></role></component></migration>
END
cp "$work/before.img" "$image"
rm -f "$work/plan" "$work/plan."*
run plan restore "$image" --store 'C:\migdata' --rules "$work/plain.xml" -o "$work/plan"
expect 0 "planned with rules that leave descriptors out"
run show --json --ops "$work/plan"
check "one file is secured" prints_json '[.operations[] | select(.kind == "secure") | .path] == ["C:\\migdata\\USMT\\File\\C$\\Users\\Ann\\Documents\\Letters\\Old\\a.txt"]'
check "no note: all of that is done" prints_json '[.notes[] | select(test("Attributes"))] == []'
for how in image mounted; do
    cp "$work/before.img" "$image"
    rm -f "$work/plan.journal"
    target=$image
    [ $how = image ] || { mount_it "$image"; target=$mnt; }
    run apply --yes "$work/plan" "$target"
    expect 0 "$how: left out"
    [ $how = image ] || unmount_it
    check "$how: sound" ntfsfix -n "$image"
    check "$how: it has what Documents has" belongs Users/Ann/Documents/Letters/Old/a.txt 1003
    run plan restore "$image" --store 'C:\migdata' --rules "$work/plain.xml" -o "$work/again"
    run show --json --ops "$work/again"
    check "$how: nothing to do again" prints_json '.operations == [] and .refused == []'
    target=$image
    [ $how = image ] || { mount_it "$image"; target=$mnt; }
    run undo --yes "$work/plan.journal" "$target"
    expect 0 "$how: taken back"
    [ $how = image ] || unmount_it
    check "$how: the old descriptor, byte for byte" belongs "$letter" 1001
done

finish

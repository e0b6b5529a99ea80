#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a mount cannot do is asked before anything is touched: copies with named streams, long ones, folders of clouds.
. tests/cli/common

mnt=$work/mnt
mkdir -p "$mnt"

# mount_it INTERFACE: $image, with that interface to named streams
mount_it()
{
    ntfs-3g -o "streams_interface=$1" "$image" "$mnt" >/dev/null 2>&1
}

# The driver writes on after umount has returned.
unmount_it()
{
    umount "$mnt"
    while pgrep -f "^ntfs-3g .* $image " >/dev/null; do sleep 0.05; done
}

cat >"$work/files.xml" <<'RULES'
<migration urlid="http://example.com/files">
  <component type="Documents" context="System">
    <displayName>Files</displayName>
    <role role="Data">
      <rules>
        <include><objectSet><pattern type="File">C:\Files\* [*]</pattern></objectSet></include>
      </rules>
    </role>
  </component>
</migration>
RULES
plan=$work/plan.parquet

# apply_locked INTERFACE NAME: a plan that copies C:\Files\NAME, carried out on a mount; unmounted then
apply_locked()
{
    rm -f "$plan"*
    printf 'system\tC:\\Files\\%s\n' "$2" >"$work/locked"
    run plan save "$image" --store 'C:\migdata' --rules "$work/files.xml" --locked-list "$work/locked" -o "$plan"
    expect 0 "a plan that copies $2"
    mount_it "$1"
    run apply --yes --reserve 0 "$plan" "$mnt"
    unmount_it
}

untouched()
{
    [ ! -e "$plan.journal" ] && ! "$MFTLINK" export "$image" --format jsonl | jq -r .path | grep -q '^.migdata'
}

recipe tree
if ! mount_it windows; then
    skip "nothing can be mounted here"
    finish
fi
mkdir "$mnt/Files"
for name in without few long; do echo "$name" >"$mnt/Files/$name"; done
printf 'a stream' >"$mnt/Files/few:Zone.Identifier"
head -c 65536 /dev/zero >"$mnt/Files/few:as long as can be"
head -c 65537 /dev/zero >"$mnt/Files/long:stream"
unmount_it

for interface in none windows; do
    apply_locked $interface few
    expect 1 "a mount that shows no streams ($interface)"
    check "it says so" said "as it is mounted: named streams. Mount it with ntfs-3g and streams_interface=xattr, or unmount it"
    check "nothing is touched" untouched
done
apply_locked xattr long
expect 1 "a stream that no mount takes"
check "it says so" said "as it is mounted: named streams of more than 64 KiB. No mount can: unmount it"
check "nothing is touched" untouched
cp "$image" "$work/files.img"
apply_locked xattr few
expect 0 "short ones"
check "are copied" test "$("$MFTLINK" export "$image" --format jsonl --streams | jq -r .path | grep -c '^.migdata.USMT.File.C..Files.few:')" = 2
cp "$work/files.img" "$image"
apply_locked none without
expect 0 "a file without streams is copied on any mount"

recipe refresh:0
rm -f "$plan"*
run plan save "$image" --store 'C:\migdata' --rules builtin:user --efs skip -o "$plan"
mount_it xattr
run apply --yes --reserve 0 "$plan" "$mnt"
unmount_it
expect 1 "folders of a cloud"
check "no other mount is offered" said "folders of OneDrive and other clouds. No mount can: unmount it and give its device or image."
check "nothing is touched" untouched
finish

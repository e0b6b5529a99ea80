#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# One store on several volumes: its master on C:, its twin on D:, and what a folder of another file system has as copies in the master.
# Then the originals go, the new Windows gets all of it, across volumes too, and the store is removed on every volume. Content by SHA-256 throughout.
. tests/cli/common

mnt=$work/mnt
mkdir -p "$mnt"

# hashes IMAGE FOLDER...: a line for each file below, "SHA-256 path", of a volume that is mounted for it.
hashes()
{
    volume=$1
    shift
    mount_it "$volume" || return 1
    (cd "$mnt" && find "$@" -type f -print0 | sort -z | xargs -0 sha256sum | sed 's/  / /')
    good=$?
    unmount_it
    return $good
}
three()
{
    run "$@" -V "C:=$c" -V "D:=$d" -V "E:=$e"
}
two()
{
    run "$@" -V "C:=$c" -V "D:=$d"
}
links_of()
{
    "$MFTLINK" export "$1" --format jsonl | jq -r --arg path "$2" 'select(.path == $path) | .links'
}

export USMT_WORKING_DIR="$work"

recipe tree
cp "$image" "$work/d.img"
another_serial "$work/d.img"
recipe refresh
cp "$image" "$work/c.img"
c=$work/c.img d=$work/d.img e=$work/e
mkdir -p "$e/Photos/2009" "$e/Letters"
echo beach >"$e/Photos/2009/beach.jpg"
seq 20000 >"$e/Photos/large.dat"
echo 'dear reader' >"$e/Letters/letter.txt"
: >"$e/Letters/empty.txt"
if ! mount_it "$c"; then
    skip "nothing can be mounted here"
    finish
    exit
fi
mkdir -p "$mnt/Projects/Plans"
echo one >"$mnt/Projects/one.txt"
seq 5000 >"$mnt/Projects/Plans/two.dat"
unmount_it
cat >"$work/all.xml" <<'END'
<migration urlid="http://www.example.com/all"><component type="Documents" context="System"><displayName>All</displayName><role role="Data"><rules>
  <include><objectSet><pattern type="File">C:\Projects\* [*]</pattern><pattern type="File">D:\Documents\* [*]</pattern><pattern type="File">E:\* [*]</pattern></objectSet></include>
</rules></role></component></migration>
END
cat >"$work/move.xml" <<'END'
<migration urlid="http://www.example.com/all"><component type="Documents" context="System"><displayName>All</displayName><role role="Data"><rules>
  <locationModify script="MigXmlHelper.RelativeMove('C:\Projects\Plans', 'D:\Plans')"><objectSet><pattern type="File">C:\Projects\Plans\* [*]</pattern></objectSet></locationModify>
</rules></role></component></migration>
END
hashes "$c" Projects >"$work/c.then"
hashes "$d" Documents >"$work/d.then"
(cd "$e" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sed 's/  / /') >"$work/e.then"
check "there is something to lose" test "$(cat "$work/c.then" "$work/d.then" "$work/e.then" | wc -l)" -gt 100

# ---- The store ----

three plan save --store 'C:\migdata' --rules "$work/all.xml" -o "$work/save"
expect 3 "planned on three, a user without an account aside"
run show --json --ops "$work/save"
check "each drive has its part where it can be" prints_json '[.operations[] | select(.kind != "manifest") | [.path[0:2], (.path | capture("File.(?<d>[A-Z][$])").d // "")]] |
    map(select(.[1] != "")) | unique == [["C:", "C$"], ["C:", "E$"], ["D:", "D$"]]'
check "links within a volume, copies to the master" prints_json '[.operations[] | select(.kind == "link" or .kind == "copy") | [.kind, .path[0:2], .from[0:2]]] | unique ==
    [["copy", "C:", "E:"], ["link", "C:", "C:"], ["link", "D:", "D:"]]'
three apply --yes --reserve 0 "$work/save"
expect 0 "made on both"
check "a link on C:" test "$(links_of "$c" '\Projects\one.txt')" = 2
check "a link on D:" test "$(links_of "$d" '\migdata\USMT\File\D$\Documents\linked.txt')" -gt 1
check "a copy of E:'s" test "$(links_of "$c" '\migdata\USMT\File\E$\Photos\2009\beach.jpg')" = 1
sh -c "sed 's, , migdata/USMT/File/C\$/,' '$work/c.then' | sort >'$work/want'"
hashes "$c" 'migdata/USMT/File/C$' | sort >"$work/have"
check "byte for byte" cmp "$work/want" "$work/have"
hashes "$d" 'migdata/USMT/File/D$' | sed 's, migdata/USMT/File/D\$/, ,' | sort >"$work/have"
check "and D:'s" sh -c "sort '$work/d.then' | cmp - '$work/have'"
hashes "$c" 'migdata/USMT/File/E$' | sed 's, migdata/USMT/File/E\$/, ./,' | sort >"$work/have"
check "and E:'s" sh -c "sort '$work/e.then' | cmp - '$work/have'"
three audit --json --store 'C:\migdata'
check "nothing is missing" prints_json '[.drives[]?.rows[]? | select(.kind == "missing")] == []'

# ---- The originals go; E: is formatted ----

mount_it "$c" && rm -r "$mnt/Projects"
unmount_it
mount_it "$d" && rm -r "$mnt/Documents"
unmount_it
rm -r "$e"
two usmtutils /rd 'C:\migdata' /y --dry-run
expect 35 "now the store has the only names"
check "and keeps them" test "$(links_of "$d" '\migdata\USMT\File\D$\Documents\linked.txt')" -ge 1

# ---- Restored, across volumes ----

two plan restore --store 'C:\migdata' --rules "$work/move.xml" -o "$work/restore"
expect 0 "planned on two"
run show --json --ops "$work/restore"
check "what crosses a volume is copied" prints_json '[.operations[] | select(.path == "D:\\Plans\\two.dat") | [.kind, .reason]] == [["copy", "other-volume"]]'
check "and what the store has a copy of" prints_json '[.operations[] | select(.path == "C:\\Photos\\2009\\beach.jpg") | [.kind, .reason]] == [["copy", "store-copy"]]'
check "all else is linked" prints_json '[.operations[] | select(.path | startswith("D:\\Documents\\")) | .kind] | unique - ["mkdir"] == ["link"]'
check "that E: is gone is told" prints_json '[.notes[] | select(test("E:"))] | length == 1'
two apply --yes --reserve 0 "$work/restore"
expect 0 "restored"
for volume in "$c" "$d"; do
    check "sound: $volume" ntfsfix -n "$volume"
done
expect_restored()
{
    hashes "$d" Documents | sort >"$work/have"
    check "$1: D: byte for byte" sh -c "sort '$work/d.then' | cmp - '$work/have'"
    { hashes "$c" Projects; hashes "$d" Plans | sed 's, Plans/, Projects/Plans/,'; } | sort >"$work/have"
    check "$1: C: byte for byte, on both" sh -c "sort '$work/c.then' | cmp - '$work/have'"
    hashes "$c" Photos Letters | sed 's, , ./,' | sort >"$work/have"
    check "$1: E: byte for byte, on C:" sh -c "sort '$work/e.then' | cmp - '$work/have'"
}
expect_restored "restored"
two plan restore --store 'C:\migdata' --rules "$work/move.xml" -o "$work/again"
run show --json --ops "$work/again"
check "nothing is left to do" prints_json '.operations == [] and .refused == []'

# ---- Removed on both ----

two usmtutils /rd 'C:\migdata' /y
expect 35 "copies, and what was copied elsewhere, have their only names there"
check "their names are told" said 'stay'
two usmtutils /rd 'C:\migdata' /y --only-copies delete
expect 0 "removed"
for volume in "$c" "$d"; do
    check "nothing of it is left on $volume" sh -c "! '$MFTLINK' export '$volume' --format jsonl | jq -r .path | grep -q migdata"
    check "sound: $volume" ntfsfix -n "$volume"
done
check "one name each" test "$(links_of "$c" '\Projects\one.txt')" = 1
expect_restored "removed"

finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# <destinationCleanup> in plan restore and in loadstate: what the new Windows has makes way, into the store; undo gives it back; it is deleted only
# where somebody says so when the store is removed.
. tests/cli/common

mnt=$work/mnt
other=$work/other
mkdir -p "$mnt" "$other"

# move FROM TO: once.
moves()
{
    jq -e --arg from "C:$1" --arg to "C:\\migdata\\USMT\\Cleaned\\C\$$2" \
        '[.operations[] | select(.from == $from)] | map([.kind, .path]) == [["move", $to]]' "$work/out"
}
stays()
{
    jq -e --arg from "C:$1" --arg reason "$2" '([.refused[] | select(.from == $from)] | map(.reason)) == [$reason] and
        [.operations[] | select(.from == $from)] == []' "$work/out"
}
# All files with their content, by content alone.
contents_of()
{
    mount_it "$1" "$mnt" && find "$mnt" -type f ! -name 'mftlink-manifest*' -exec sha256sum {} + 2>/dev/null | cut -c1-64 | sort -u
    unmount_it "$mnt"
}
paths_of()
{
    "$MFTLINK" export "$1" --format jsonl | jq -r '[.path, .dos_name, .namespace, .attributes] | @tsv' | sort
}

recipe refresh:0
seven=$image
recipe refresh:1
run plan save "$image" --store 'C:\migdata' --rules builtin:user --efs hardlink -o "$work/save.parquet"
run apply --yes --reserve 0 "$work/save.parquet" "$image"
expect 0 "a store of Windows XP"
if ! mount_it "$image" "$mnt" || ! mount_it "$seven" "$other"; then
    skip "nothing can be mounted here"
    finish
    exit
fi
users=$mnt/Users
mkdir "$mnt/Windows.old" &&
    mv "$mnt/Documents and Settings" "$mnt/WINDOWS" "$mnt/Program Files" "$mnt/Windows.old/" &&
    cp -r "$other/Windows" "$mnt/" &&
    mkdir -p "$users/Ann/Documents/Samples" "$users/Ann/Favorites/MSN" "$users/Bob/Favorites" "$users/Carl/Favorites" "$users/Public" "$users/Default" "$mnt/ProgramData" "$mnt/Leftover/Sub"
cp "$other/Users/Ann/NTUSER.DAT" "$users/Ann/"
cp "$other/Users/Bob/NTUSER.DAT" "$users/Bob/"
echo 'of the new Windows' >"$users/Ann/Documents/notes.txt"
echo 'a sample' >"$users/Ann/Documents/Samples/sample document with a long name.doc"
setfattr -n system.ntfs_dos_name -v 'SAMPLE~1.DOC' "$users/Ann/Documents/Samples/sample document with a long name.doc"
echo 'MSN' >"$users/Ann/Favorites/MSN/msn.url"
echo 'MSN of Bob' >"$users/Bob/Favorites/msn.url"
echo 'MSN of Carl' >"$users/Carl/Favorites/msn.url"
echo 'left over' >"$mnt/Leftover/Sub/one.dat"
ln "$mnt/Leftover/Sub/one.dat" "$mnt/ProgramData/two.dat"
unmount_it "$mnt"
unmount_it "$other"
cp "$image" "$work/before.img"
contents_of "$work/before.img" >"$work/contents.before"
paths_of "$work/before.img" >"$work/paths.before"

cat >"$work/clean.xml" <<'XML'
<migration urlid="http://www.example.com/clean">
  <component type="Documents" context="UserAndSystem"><displayName>Clean</displayName><role role="Data">
    <rules context="User"><destinationCleanup><objectSet>
      <pattern type="File">%CSIDL_FAVORITES%\* [*]</pattern>
      <pattern type="File">%CSIDL_PERSONAL%\* [*]</pattern>
    </objectSet></destinationCleanup></rules>
    <rules context="System">
      <destinationCleanup><objectSet><pattern type="File">C:\Leftover\* [*]</pattern></objectSet></destinationCleanup>
      <destinationCleanup filter="MigXmlHelper.FileProperties('filesize','gt','1KB')"><objectSet><pattern type="File">C:\ProgramData\* [*]</pattern></objectSet></destinationCleanup>
      <destinationCleanup><objectSet><pattern type="File">%WINDIR%\* [*]</pattern><pattern type="File">C:\Windows.old\* [*]</pattern>
        <pattern type="File">%NOWHERE%\* [*]</pattern></objectSet></destinationCleanup>
    </rules></role></component>
</migration>
XML

run plan restore "$image" --store 'C:\migdata' --rules "$work/clean.xml" -o "$work/plan"
expect 3 "with what stays told"
run check "$work/plan" "$image"
expect 0 "the plan holds"
run show --json --ops "$work/plan"
check "favorites of the new Windows make way" moves '\Users\Ann\Favorites\MSN\msn.url' '\Users\Ann\Favorites\MSN\msn.url'
check "of each who takes over somebody" moves '\Users\Bob\Favorites\msn.url' '\Users\Bob\Favorites\msn.url'
check "and of nobody else" prints_json '[.operations[] | select(.from // "" | test("Carl"))] == []'
check "and documents" moves '\Users\Ann\Documents\notes.txt' '\Users\Ann\Documents\notes.txt'
check "what comes has the name for itself" prints_json '[.operations[] | select(.kind == "link" and .path == "C:\\Users\\Ann\\Documents\\notes.txt")] | length == 1'
check "one name of two" moves '\Leftover\Sub\one.dat' '\Leftover\Sub\one.dat'
check "the other one is too small" prints_json '[.operations[] | select(.from // "" | test("two.dat"))] == []'
check "Windows stays" stays '\Windows' of-windows
check "and the old one" stays '\Windows.old' of-windows
check "what means nothing there is told" prints_json '[.notes[] | select(test("clean.xml:[0-9]+: <destinationCleanup>, in the new Windows: .*NOWHERE"))] | length == 1'
check "and where all goes" prints_json '[.notes[] | select(test("clean.xml:[0-9]+: <destinationCleanup> .*Cleaned"))] | length == 1'

mkdir "$work/stick" && echo text >"$work/stick/a.txt"
sed 's/C:.Leftover/E:/' "$work/clean.xml" >"$work/stick.xml"
run plan restore -V "C:=$image" -V "E:=$work/stick" --store 'C:\migdata' --rules "$work/stick.xml" -o "$work/none"
expect 3 "with a drive that is not NTFS"
run show --json --ops "$work/none"
check "it is left alone, which is told" prints_json '([.notes[] | select(test("stick.xml:[0-9]+: <destinationCleanup> means files of E:"))] | length == 1) and
    ([.operations[] | select(.path | test("^E:"))] == [])'

# ---- There, and back ----

run apply --yes --reserve 0 "$work/plan" "$image"
expect 0 "carried out"
check "the volume is sound" ntfsfix -n "$image"
contents_of "$image" >"$work/contents"
check "not a file is lost" cmp "$work/contents.before" "$work/contents"
check "it lies in the store" test "$(ntfscat "$image" 'migdata/USMT/Cleaned/C$/Users/Ann/Documents/notes.txt')" = 'of the new Windows'
check "the document is the old one" sh -c "ntfscat '$image' Users/Ann/Documents/notes.txt | cmp - /dev/null; test \"\$(ntfscat '$image' Users/Ann/Documents/notes.txt)\" != 'of the new Windows'"
run plan restore "$image" --store 'C:\migdata' --rules "$work/clean.xml" -o "$work/again"
run show --json --ops "$work/again"
check "there is nothing to do again" prints_json '.operations == []'
run audit --json --all "$image" --store 'C:\migdata'
check "an audit tells that it would go with the store" prints_json '[.findings[] | select(.path | test("Cleaned.*notes.txt")) | [.kind, .lost]] == [["cleaned", true]]'
cp "$image" "$work/cleaned.img"
cp "$work/plan.journal" "$work/plan.journal.kept"
run undo --yes "$work/plan.journal" "$image"
expect 0 "taken back"
check "the volume is sound" ntfsfix -n "$image"
paths_of "$image" >"$work/paths"
check "all is as it was" diff "$work/paths.before" "$work/paths"

# ---- The store goes ----

cp "$work/cleaned.img" "$image"
run remove --yes "$image" --store 'C:\migdata' -o "$work/kept"
expect 3 "removed"
check "but for what made way" test "$(ntfscat "$image" 'migdata/USMT/Cleaned/C$/Users/Ann/Documents/notes.txt')" = 'of the new Windows'
check "a name of a file that has another one goes" sh -c "! ntfscat '$image' 'migdata/USMT/Cleaned/C\$/Leftover/Sub/one.dat' >/dev/null 2>&1"
run plan restore "$image" --store 'C:\migdata' -o "$work/none"
expect 1 "what is left has nothing to restore"
run remove --yes "$image" --store 'C:\migdata' --only-copies delete -o "$work/deleted"
expect 0 "with what made way"
check "then it is gone" sh -c "! '$MFTLINK' links '$image' '\\migdata' >/dev/null 2>&1"
check "the volume is sound" ntfsfix -n "$image"

# ---- Mounted ----

cp "$work/before.img" "$image"
rm -f "$work/plan" "$work/plan."*
if mount_it "$image" "$mnt"; then
    run plan restore "$mnt" --store 'C:\migdata' --rules "$work/clean.xml" -o "$work/plan"
    expect 3 "of a mounted volume"
    run apply --yes --reserve 0 "$work/plan" "$mnt"
    expect 0 "carried out"
    check "it made way" test "$(cat "$mnt/migdata/USMT/Cleaned/C\$/Users/Ann/Documents/notes.txt")" = 'of the new Windows'
    run undo --yes "$work/plan.journal" "$mnt"
    expect 0 "taken back"
    unmount_it "$mnt"
    paths_of "$image" >"$work/paths"
    check "all is as it was" diff "$work/paths.before" "$work/paths"
fi

# ---- LoadState's words ----

cp "$work/before.img" "$image"
cd "$work" || exit 1
printf 'C: = %s\n' "$image" >mftlink.conf
run loadstate 'C:\migdata' /hardlink /nocompress /i:clean.xml --reserve 0
expect 0 "loadstate"
check "it made way" test "$(ntfscat "$image" 'migdata/USMT/Cleaned/C$/Users/Ann/Documents/notes.txt')" = 'of the new Windows'
check "the log tells what stays" grep -q 'of-windows' LoadState.log
check "and where it went" grep -q 'destinationCleanup.*Cleaned' LoadState.log
run usmtutils /rd 'C:\migdata' /y
check "usmtutils keeps what is nowhere else" test "$(ntfscat "$image" 'migdata/USMT/Cleaned/C$/Users/Ann/Documents/notes.txt')" = 'of the new Windows'

finish

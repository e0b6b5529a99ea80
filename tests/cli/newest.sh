#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# <merge> with NewestVersion: of two programs of one name the higher version has it after a restore, and nothing is lost.
. tests/cli/common

mnt=$work/mnt
mkdir -p "$mnt"
image=$work/newest.img

u16()
{
    printf '%b' "\\0$(printf %o $(($1 & 255)))\\0$(printf %o $(($1 >> 8 & 255)))"
}
u32()
{
    u16 $(($1 & 65535))
    u16 $(($1 >> 16))
}
words()
{
    for word; do
        u32 "$word"
    done
}
zeros()
{
    head -c "$1" /dev/zero
}

# program FILE PRODUCT: a program of these main versions, and nothing in it but its version resource.
program()
{
    printf MZ && zeros 58 && u32 64
    printf 'PE\000\000' && u16 332 && u16 1 && words 0 0 0 && u16 224 && u16 8450
    u16 267 && zeros 90 && u32 16 && zeros 16 && words 4096 512 && zeros 104
    printf '.rsrc\000\000\000' && words 512 4096 512 512 && zeros 12 && u32 1073741888
    zeros 160
    # Three folders of one entry each, then where the data are.
    zeros 12 && u16 0 && u16 1 && words 16 $((0x80000018))
    zeros 12 && u16 0 && u16 1 && words 1 $((0x80000030))
    zeros 12 && u16 0 && u16 1 && words 1033 72
    words $((4096 + 88)) 92 0 0
    u16 92 && u16 52 && u16 0
    for letter in V S _ V E R S I O N _ I N F O; do
        printf '%s\000' $letter
    done
    zeros 4
    words $((0xFEEF04BD)) 65536 $(($1 << 16)) 0 $(($2 << 16)) 0 0 0 0 0 0 0 0
    zeros 332
}

fallocate -l 32M "$image" && mkntfs -q -F -p 0 -H 16 -S 63 -s 512 "$image" >/dev/null 2>&1
if ! mount_it "$image" "$mnt"; then
    skip "nothing can be mounted here"
    finish
    exit
fi
store=$mnt/migdata/USMT/File/C\$/Bin
mkdir -p "$store" "$mnt/Bin"
program 2 1 >"$store/up.dll"
program 1 2 >"$mnt/Bin/up.dll"
program 1 2 >"$store/down.dll"
program 2 1 >"$mnt/Bin/down.dll"
program 3 3 >"$store/same.dll"
program 3 3 >"$mnt/Bin/same.dll"
program 9 9 >"$store/half.dll"
echo 'no program' >"$mnt/Bin/half.dll"
program 9 9 | head -c 600 >"$store/torn.dll"
program 1 1 >"$mnt/Bin/torn.dll"
program 1 1 >"$store/alone.dll"
touch "$mnt/Bin/up.dll"
unmount_it "$mnt"

rules()
{
    printf '<migration urlid="http://www.example.com/newest"><component type="Application" context="System"><displayName>Newest</displayName><role role="Data"><rules>
<merge script="MigXmlHelper.NewestVersion('"'$1'"')"><objectSet><pattern type="File">C:\\Bin\\* [*.dll]</pattern></objectSet></merge>
</rules></role></component></migration>' >"$work/rules.xml"
}
# made PATH...: the names that are made, sorted.
made()
{
    test "$(jq -r '[.operations[] | select(.kind == "link" or .kind == "move") | .kind + " " + (.path | split("\\") | last)] | sort | join(",")' "$work/out")" = "$1"
}
kept()
{
    test "$(jq -r '[.refused[] | select(.reason == "kept-there") | .from | split("\\") | last] | sort | join(",")' "$work/out")" = "$1"
}

rules FileVersion
run plan restore "$image" --store 'C:\migdata' --rules "$work/rules.xml" -o "$work/plan"
expect 3 "by FileVersion"
run check "$work/plan" "$image"
expect 0 "the plan holds"
run show --json --ops "$work/plan"
check "the higher one has the name, and where one has none both are kept" \
    made 'link alone.dll,link half(1).dll,link torn(1).dll,link up.dll,move up(1).dll'
check "what is there stays where it is higher, or the same" kept 'down.dll,same.dll'
check "what has none is told" prints_json '[.notes[] | select(test("NewestVersion.* of 2 of the files"))] | length == 1'
cp "$image" "$work/before.img"
run apply --yes --reserve 0 "$work/plan" "$image"
expect 0 "carried out"
program 2 1 >"$work/expected"
check "the newer one is there" sh -c "ntfscat '$image' Bin/up.dll | cmp - '$work/expected'"
program 1 2 >"$work/expected"
check "the older one beside it" sh -c "ntfscat '$image' 'Bin/up(1).dll' | cmp - '$work/expected'"
run plan restore "$image" --store 'C:\migdata' --rules "$work/rules.xml" -o "$work/again"
run show --json --ops "$work/again"
check "there is nothing to do again" prints_json '.operations == []'

rules ProductVersion
rm -f "$work/plan" "$work/plan."*
run plan restore "$work/before.img" --store 'C:\migdata' --rules "$work/rules.xml" -o "$work/plan"
expect 3 "by ProductVersion"
run show --json --ops "$work/plan"
check "the other ones win" made 'link alone.dll,link down.dll,link half(1).dll,link torn(1).dll,move down(1).dll'
check "and stay" kept 'same.dll,up.dll'

finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usmtutils: a store of hard links is verified, taken apart and removed, by the words of USMT's UsmtUtils.
. tests/cli/common

contents()
{
    find "$1" -type f | sort | while read -r file; do
        printf '%s %s\n' "${file#"$1/"}" "$(sha256sum <"$file")"
    done
}

here=$PWD
recipe store:0
alone=$image
recipe tree
second=$image
another_serial "$second"
recipe refresh:0
cd "$work" || exit 1
cp "$image" r.img
cp "$image" before.img
printf 'C: = r.img\n' >mftlink.conf

run usmtutils '/?'
expect 1 "/?"
run usmtutils /ec
expect 0 "/ec"
run usmtutils
expect 11 "no words"
run usmtutils /verify 'C:\migdata'
expect 27 "no store"
run usmtutils /extract 'C:\migdata' out
expect 27 "no store to extract"
run usmtutils /rd 'C:\migdata' /y
expect 27 "no store to remove"
run usmtutils /verify 'C:\migdata' -V C:=missing.img
expect 71 "no volume"

# ---- save, verify, extract, rd ----
run scanstate 'C:\migdata' /hardlink /nocompress /i:builtin:user /efs:skip /c --reserve 0 /listfiles:l.txt
expect 3 "a store"
run usmtutils /verify 'c:/migdata/' /l:verify.log
expect 0 "it is whole"
check "the sum" printed_line 'Files corrupted: 0'
check "the verdict" printed 'Safe to delete'
check "the catalog" printed_line 'Catalog: OK'
check "the log has the code" grep -q 'Return code: 0' verify.log
run usmtutils /verify:all 'C:\migdata'
expect 0 "a row a file"
check "a file is OK" printed_line "$(printf 'C:\\migdata\\USMT\\File\\C$\\Users\\Ann\\Documents\\report.docx\tOK')"
check "the catalog is the last row" sh -c 'tail -1 out | grep -q "^CATALOG.OK$"'
check "as many as were listed" test "$(grep -c 'OK$' out)" -gt "$(wc -l <l.txt)"
run usmtutils /verify:failureonly 'C:\migdata'
check "no failures" test "$(wc -l <out)" = 1

run usmtutils /extract 'C:\migdata' all
expect 42 "all of it, but for what only Windows can read"
check "that is told" said "wof.exe': only a running Windows"
check "every other file of the list is there" sh -c 'grep -v -e wof.exe -e symlink.txt l.txt | sed "s/^C:/C$/; s/\\\\/\//g" | while read -r f; do [ -f "all/$f" ] || { echo "$f"; exit 1; }; done'
mkdir mnt
if ntfs-3g -o ro,streams_interface=windows r.img mnt 2>/dev/null; then
    contents 'mnt/migdata/USMT/File' >wanted
    grep -v -e ':' -e wof.exe -e symlink.txt wanted >wanted.plain
    contents all | grep -v ':' >there
    check "with the same bytes" cmp wanted.plain there
    umount mnt
    while pgrep -f "ntfs-3g.* r.img" >/dev/null; do sleep 0.1; done
else
    skip "no FUSE here"
fi
check "streams beside their files" test -n "$(find all -name '*:*')"
cp r.img mounted.img
if ntfs-3g -o streams_interface=xattr mounted.img mnt 2>/dev/null; then
    run usmtutils /extract 'C:\migdata' mounted -V C:=mnt
    expect 42 "of a mounted volume"
    run usmtutils /extract 'C:\migdata' mnt/within -V C:=mnt
    expect 11 "onto the volume itself"
    umount mnt
    while pgrep -f "ntfs-3g.* mounted.img" >/dev/null; do sleep 0.1; done
    check "the same as of one that is not" diff -r all mounted
else
    skip "no FUSE here"
fi
run usmtutils /extract 'C:\migdata' all '/i:report.docx'
expect 61 "they are there"
check "that is told" said 'It is there already'
run usmtutils /extract 'C:\migdata' all '/i:report.docx' /o
expect 0 "overwritten"
run usmtutils /extract 'C:\migdata' some '/i:*.doc, C$\Users\Bob\*;nothing' '/e:linked.doc'
expect 0 "some"
check "by name" test -f 'some/C$/root.doc'
check "what is included is not excluded" test -f 'some/C$/Users/Ann/Desktop/linked.doc'
check "no others" test -z "$(find some -type f ! -name '*.doc*' ! -path '*/Bob/*')"
run usmtutils /extract 'C:\migdata' rest '/e:*.doc*,wof.exe,symlink.txt'
expect 0 "without some"
check "none of them" test -z "$(find rest -type f -name '*.doc*')"
check "but others" test -n "$(find rest -type f)"
check "nothing half is left" test -z "$(find . -name '*.part')"
run usmtutils /extract 'C:\migdata' r.img/x
expect 72 "no folder"

# Names that lead elsewhere, in a store that somebody else has had a hand in: told, counted, and left out, alone.
cp r.img odd.img
if ntfs-3g -o streams_interface=xattr odd.img mnt 2>/dev/null; then
    home='mnt/migdata/USMT/File/C$/Users/Ann/Documents'
    mkdir "$home/fol:der" && echo in >"$home/fol:der/inside.doc" && echo bad >"$home/bad:name.doc" && echo good >"$home/good.doc"
    setfattr -n 'user.../../out' -v escape "$home/good.doc"
    setfattr -n 'user.a:b' -v colon "$home/good.doc"
    setfattr -n 'user.fine' -v kept "$home/good.doc"
    ln -s /nowhere "$home/lead"
    umount mnt
    while pgrep -f "ntfs-3g.* odd.img" >/dev/null; do sleep 0.1; done
    for where in odd.img mnt; do
        rm -rf --one-file-system odd
        [ $where = mnt ] && ntfs-3g -o ro,streams_interface=xattr odd.img mnt
        run usmtutils /extract 'C:\migdata' odd '/i:good.doc;bad*;inside*' -V C:=$where
        expect 42 "$where: names that lead elsewhere"
        check "$where: the file is told" said "Documents\\bad:name.doc': its name has a character"
        check "$where: the folder, too" said "Documents\\fol:der': its name has a character"
        check "$where: and the stream" said "Documents\\good.doc': a named stream of it"
        check "$where: they are counted" said '3 names in it could not be used'
        check "$where: the file itself is there" grep -qx good "odd/C\$/Users/Ann/Documents/good.doc"
        check "$where: with the stream that can be" test "$(cat "odd/C\$/Users/Ann/Documents/good.doc:fine")" = kept
        check "$where: and nothing else" test "$(find odd -type f | wc -l)" = 2 -a "$(find . -name 'out*' -path '*Documents*' | wc -l)" = 0
        if [ $where = mnt ]; then
            umount mnt
            while pgrep -f "ntfs-3g.* odd.img" >/dev/null; do sleep 0.1; done
        fi
    done
else
    skip "no FUSE here"
fi

run usmtutils /rd 'C:\migdata'
expect 2 "nobody to ask"
run usmtutils /rd 'C:\migdata' /y --dry-run
expect 0 "a dry run"
cp r.img full.img
run usmtutils /rd:'C:\migdata' /y
expect 0 "removed"
"$MFTLINK" export before.img --format jsonl | jq -r .path | sort >names.before
"$MFTLINK" export r.img --format jsonl | jq -r .path | sort >names.after
check "all names are as before" cmp names.before names.after
run usmtutils /rd 'C:\migdata' /y
expect 27 "it is gone"

# ---- Two volumes, and a folder of another file system ----
mkdir -p e/stuff
echo content >e/stuff/a.txt
cat >all.xml <<'XML'
<migration urlid="http://example.com/all"><component type="Documents" context="System"><displayName>All</displayName>
<role role="Data"><rules><include><objectSet><pattern type="File">C:\Data\* [*]</pattern><pattern type="File">D:\* [*]</pattern>
<pattern type="File">E:\* [*]</pattern></objectSet></include></rules></role></component></migration>
XML
several()
{
    run "$@" -V C:=r.img -V "D:=$second" -V E:=e
}
several scanstate 'C:\migdata' /hardlink /nocompress /i:all.xml /efs:skip /c --reserve 0
check "a store on two volumes" test "$status" = 0 -o "$status" = 3
several usmtutils /verify 'C:\migdata'
expect 0 "verified on both"
several usmtutils /extract 'C:\migdata' drives '/i:E$\*,D$\*,C$\*plan.mpp'
expect 0 "extracted from both"
check "what was copied" cmp e/stuff/a.txt 'drives/E$/stuff/a.txt'
check "what is on D:" test -d 'drives/D$'
check "what is on C:" test -f 'drives/C$/Data/projects/plan.mpp'
several usmtutils /rd 'C:\migdata' /y
expect 35 "copies are only in the store"
check "the folder's own file stays" test -f e/stuff/a.txt
several usmtutils /rd 'C:\migdata' /y --only-copies delete
expect 0 "and go"
for volume in r.img "$second"; do
    "$MFTLINK" export "$volume" --format jsonl | jq -r .path >names
    check "nothing of it is left on $volume" sh -c '! grep -q migdata names'
done

# ---- A store with something missing in it, and with an only copy ----
run usmtutils /rd 'C:\migdata' /y -V "C:=$alone"
expect 35 "only copies stay"
check "that is told" said 'stay'
if ntfs-3g full.img mnt 2>/dev/null; then
    rm 'mnt/migdata/USMT/File/C$/root.doc'
    umount mnt
    while pgrep -f "ntfs-3g full.img" >/dev/null; do sleep 0.1; done
    run usmtutils /verify 'C:\migdata' -V C:=full.img
    expect 42 "a file is missing"
    check "it is counted" printed_line 'Files corrupted: 1'
    run usmtutils /verify:failureonly 'C:\migdata' -V C:=full.img
    check "it is named" printed 'root.doc'
else
    skip "no FUSE here"
fi
ln -s "$MFTLINK" usmtutils.exe
ran=usmtutils.exe status=0
./usmtutils.exe /ec >out 2>err || status=$?
expect 0 "called usmtutils.exe"
cd "$here" || exit 1
run help usmtutils
expect 0 "help usmtutils"
run man-options usmtutils
awk '$0 == "; end" { on = 0 } on { print } $0 == "; options usmtutils" { on = 1 }' docs/mftlink.1.scd >"$work/page"
check "the man page has the options of usmtutils" cmp "$work/page" "$work/out"
finish

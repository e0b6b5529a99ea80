#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# loadstate: from Windows XP to 7 in USMT's words (scanstate, Setup, loadstate, usmtutils /verify and /rd), and each code that it can return.
. tests/cli/common

mnt=$work/mnt
other=$work/other
mkdir -p "$mnt" "$other"

# Setup puts Windows XP aside and a new Windows there. Bob is not a user of it.
set_windows_up()
{
    mount_it "$1" "$mnt" || return 1
    mount_it "$2" "$other" || { unmount_it "$mnt"; return 1; }
    mkdir "$mnt/Windows.old" &&
        mv "$mnt/Documents and Settings" "$mnt/WINDOWS" "$mnt/Program Files" "$mnt/Windows.old/" &&
        cp -r "$other/Windows" "$mnt/" &&
        mkdir -p "$mnt/Users/Ann/Documents" "$mnt/Users/Bob" "$mnt/Users/Public" "$mnt/Users/Default" "$mnt/ProgramData" &&
        cp "$other/Users/Ann/NTUSER.DAT" "$mnt/Users/Ann/" && cp "$other/Users/Bob/NTUSER.DAT" "$mnt/Users/Bob/"
    good=$?
    unmount_it "$mnt"
    unmount_it "$other"
    return $good
}

names_of()
{
    "$MFTLINK" links pc.img "$1" | sed -n 's/^    //p' | wc -l
}

unchanged()
{
    [ "$(sha256sum <pc.img)" = "$before" ]
}

u32()
{
    printf '%b' "\\0$(printf %o "$1")\\0000\\0000\\0000"
}

# A shortcut to $1, as Windows writes one of a file on a built-in disk.
shortcut()
{
    u32 76
    printf '\001\024\002\000\000\000\000\000\300\000\000\000\000\000\000\106'
    u32 2
    head -c 52 /dev/zero
    for number in $((28 + 17 + ${#1} + 2)) 28 1 28 45 0 $((45 + ${#1} + 1)) 17 3 0 16; do
        u32 "$number"
    done
    printf '\000%s\000\000' "$1"
}

here=$PWD
recipe refresh:0
seven=$image
recipe refresh:1
cd "$work" || exit 1
ln -s "$image" pc.img
printf 'C: = pc.img\n' >mftlink.conf
old='\Documents and Settings\Ann\My Documents\report.docx'

run loadstate '/?'
expect 1 "/?"
run loadstate
expect 11 "no words"
run loadstate 'C:\migdata' /hardlink /nocompress /offline:x.xml
expect 36 "/offline"
run loadstate 'C:\migdata' /hardlink /nocompress /lae
expect 11 "accounts"
run loadstate 'C:\migdata' /hardlink /nocompress /efs:skip
expect 11 "/efs"
check "it says whose it is" said 'by /efs of scanstate'
run loadstate 'C:\migdata' /hardlink /nocompress /rd
expect 11 "/rd"
check "it says whose it is" said 'usmtutils /rd STORE'
run loadstate 'C:\migdata' /hardlink /nocompress
expect 27 "no store"
run loadstate 'C:\migdata' /hardlink /nocompress -V C:=missing.img
expect 71 "no volume"

if mount_it "$(readlink pc.img)" "$mnt"; then
    desktop="$mnt/Documents and Settings/Ann/Desktop"
    shortcut 'C:\Games\gone.exe' >"$desktop/gone.lnk"
    shortcut 'C:\ProgramData' >"$desktop/there.lnk"
    shortcut "C:$old" >"$desktop/report.lnk"
    unmount_it "$mnt"
fi
before_names=$(names_of "$old")
run scanstate 'C:\migdata' /hardlink /nocompress /i:builtin:user /efs:hardlink /c --reserve 0
expect 3 "scanstate"
check "a name more" test "$(names_of "$old")" = $((before_names + 1))
if set_windows_up "$(readlink pc.img)" "$seven"; then
    moved="\\Windows.old$old"
    before=$(sha256sum <pc.img)
    run loadstate 'C:\migdata' /hardlink /nocompress /l:no/such/x.log
    expect 13 "no log"
    run loadstate 'C:\migdata' /hardlink /nocompress /mu:nobody:else
    expect 11 "a mapping of no user"
    run loadstate 'C:\migdata' /hardlink /nocompress '/mu:PC\nobody:else'
    expect 11 "a mapping of somebody who is not there"
    cat >moves.xml <<'XML'
<migration urlid="http://example.com/moves"><component type="Documents" context="System"><displayName>Moves</displayName>
<role role="Data"><rules>
<include><objectSet><pattern type="File">C:\* [*]</pattern></objectSet></include>
<contentModify script="MigXmlHelper.MergeShellLibraries('TRUE','TRUE')"><objectSet><pattern type="File">C:\* [*.library-ms]</pattern></objectSet></contentModify>
</rules></role></component></migration>
XML
    printf '<Configuration><Documents><component displayname="Moves" migrate="no" ID="http://example.com/moves"/></Documents></Configuration>' >no.xml
    run loadstate 'C:\migdata' /hardlink /nocompress /i:moves.xml /config:no.xml
    expect 61 "a component that is to be left out"
    check "the log names it" grep -q 'no.xml:1: migrate="no" is not heeded' LoadState.log
    run loadstate 'C:\migdata' /hardlink /nocompress /i:moves.xml --reserve 0 --dry-run
    expect 0 "contents that rules would change stay what they are"
    check "the log warns of it" grep -q 'moves.xml:4: <contentModify> changes what files contain: that is not done' LoadState.log
    run loadstate 'C:\migdata' /hardlink /nocompress /i:builtin:documents --reserve 0 --dry-run
    expect 0 "the rules for documents need no /c"
    printf '<migration' >broken.xml
    run loadstate 'C:\migdata' /hardlink /nocompress /i:broken.xml
    expect 28 "rules that are no XML"
    run loadstate 'C:\migdata' /hardlink /nocompress /config:broken.xml
    expect 39 "a Config.xml that is no XML"
    printf '<Configuration/>' >Config.xml
    run loadstate 'C:\migdata' /hardlink /nocompress /i:Config.xml
    expect 26 "a Config.xml as rules"
    run loadstate 'C:\migdata' /hardlink /nocompress --manifest Config.xml
    expect 38 "a manifest that is none"
    check "nothing of all that is written" unchanged

    # Places and winners that rules say, in the same words as LoadState's.
    cat >places.xml <<'XML'
<migration urlid="http://example.com/places"><component type="Documents" context="User"><displayName>Places</displayName>
<role role="Data"><rules>
<locationModify script="MigXmlHelper.RelativeMove('%CSIDL_PERSONAL%','%CSIDL_DESKTOP%\From the old computer')">
<objectSet><pattern type="File">%CSIDL_PERSONAL%\* [*]</pattern></objectSet></locationModify>
<merge script="MigXmlHelper.SourcePriority()"><objectSet><pattern type="File">%CSIDL_PERSONAL%\* [*]</pattern></objectSet></merge>
</rules></role></component></migration>
XML
    cp "$(readlink pc.img)" places.img
    if mount_it places.img "$mnt"; then
        mkdir -p "$mnt/Users/Ann/Desktop/From the old computer"
        echo there >"$mnt/Users/Ann/Desktop/From the old computer/notes.txt"
        unmount_it "$mnt"
    fi
    run loadstate 'C:\migdata' /hardlink /nocompress /i:places.xml /c --reserve 0 -V C:=places.img
    check "with rules" test "$status" = 0 -o "$status" = 3
    place='\Users\Ann\Desktop\From the old computer'
    check "files go where rules say" sh -c "'$MFTLINK' links places.img '$place\report.docx' >/dev/null"
    check "and nowhere else" sh -c "! '$MFTLINK' links places.img '\Users\Ann\Documents\report.docx' >/dev/null 2>&1"
    check "what comes wins, and what was there stays" test "$(ntfscat places.img 'Users/Ann/Desktop/From the old computer/notes(1).txt')" = there
    rm -f mftlink-loadstate-* places.img

    # Shortcuts that lead nowhere stay in the store where rules say so, and what is there stays; neither is an error.
    cp "$(readlink pc.img)" places.img
    run loadstate 'C:\migdata' /hardlink /nocompress /i:builtin:user --reserve 0 -V C:=places.img
    expect 0 "with the rules of the store"
    check "a shortcut that leads nowhere is told" grep -q 'Left out: .*gone.lnk.*irrelevant-link' LoadState.log
    check "and does not come" sh -c "! '$MFTLINK' links places.img '\\Users\\Ann\\Desktop\\gone.lnk' >/dev/null 2>&1"
    for name in there report shortcut; do
        check "$name.lnk comes" sh -c "'$MFTLINK' links places.img '\\Users\\Ann\\Desktop\\$name.lnk' >/dev/null"
    done
    check "the store has all of them" sh -c "'$MFTLINK' links places.img '\\migdata\\USMT\\File\\C\$\\Documents and Settings\\Ann\\Desktop\\gone.lnk' >/dev/null"
    rm -f mftlink-loadstate-* places.img

    run loadstate 'C:\migdata' /hardlink /nocompress /md:OLD
    expect 11 "half a mapping"

    run loadstate 'C:\migdata' /hardlink /nocompress /md:OLD:NEW /progress:p.csv --reserve 0 --dry-run
    restored=$status
    check "a dry run writes nothing" unchanged
    run loadstate 'C:\migdata' /hardlink /nocompress /md:OLD:NEW /progress:p.csv --reserve 0
    expect "$restored" "loadstate"
    check "two names more" test "$(names_of "$moved")" = $((before_names + 2))
    check "at the new place" sh -c "'$MFTLINK' links pc.img '\\Users\\Ann\\Documents\\report.docx' >/dev/null"
    for line in 'PHASE, Initializing' 'PHASE, Collecting' 'PHASE, Applying' 'totalPercentageCompleted, 100' 'totalMinutesRemaining, 0' 'message, '; do
        check "progress: $line" grep -qF "$line" p.csv
    done
    check "the volume is sound" ntfsfix -n "$(readlink pc.img)"
    before=$(sha256sum <pc.img)
    run loadstate 'C:\migdata' /hardlink /nocompress --reserve 0
    check "again: nothing to do" unchanged

    run usmtutils /verify 'C:\migdata'
    expect 0 "verified"
    check "it may go" printed 'Safe to delete'
    run usmtutils /rd 'C:\migdata' /y
    expect 0 "removed"
    check "a name less" test "$(names_of "$moved")" = $((before_names + 1))
else
    skip "no FUSE here"
fi

# Somebody whom the new Windows does not know.
cd "$here" || exit 1
recipe refresh:0
cd "$work" || exit 1
cp "$image" pc2.img
run scanstate 'C:\migdata' /hardlink /nocompress /i:builtin:user /efs:hardlink /c --reserve 0 '/ui:*\*' -V C:=pc2.img
expect 3 "a store with a user whom no account knows"
if mount_it pc2.img "$mnt"; then
    mkdir "$mnt/Windows.old"
    mv "$mnt/Users" "$mnt/Windows.old/"
    cp -r "$mnt/Windows" "$mnt/Windows.old/"
    mkdir -p "$mnt/Users/Ann" "$mnt/Users/Public"
    unmount_it "$mnt"
    cp pc2.img pc3.img
    run loadstate 'C:\migdata' /hardlink /nocompress --reserve 0 -V C:=pc2.img
    expect 14 "users who are not there"
    check "that is told" said '/mu'
    check "nothing is written" cmp pc2.img pc3.img
    run loadstate 'C:\migdata' /hardlink /nocompress --reserve 0 /c /progress:q.csv -V C:=pc2.img
    expect 3 "without them"
    for line in 'error, UnableToApply, objectName, ' 'action, Ignore, errorCode, 1317' 'message, the new Windows has no such user' 'numberOfIgnoredErrors, '; do
        check "progress: $line" grep -qF "$line" q.csv
    done
    check "the log names them" grep -qE '\| ==> +1317 \| +No \|' LoadState.log
    run loadstate 'C:\migdata' /hardlink /nocompress --reserve 0 /mu:Bob:Bobby /mu:Lost:Found -V C:=pc3.img
    check "nobody is left out" sh -c "! grep -q '==> *1317' '$work/err'"
    expect 0 "as others"
    check "Bob's files are Bobby's" sh -c "'$MFTLINK' links pc3.img '\\Users\\Bobby\\Documents\\bob.doc' >/dev/null"
fi
ln -s "$MFTLINK" LOADSTATE.exe
ran=LOADSTATE.exe status=0
./LOADSTATE.exe '/?' >out 2>err || status=$?
expect 1 "called LOADSTATE.exe"
status=0
./LOADSTATE.exe --nosuch >out 2>err || status=$?
expect 11 "an option that there is not"
check "its help is pointed at by its name" said "See 'mftlink help loadstate'."
cd "$here" || exit 1
run man-options loadstate
awk '$0 == "; end" { on = 0 } on { print } $0 == "; options loadstate" { on = 1 }' docs/mftlink.1.scd >"$work/page"
check "the man page has the options of loadstate" cmp "$work/page" "$work/out"
finish

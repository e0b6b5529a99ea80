#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# scanstate /offlinewinold: Windows Setup has moved the old system to \Windows.old before anything was saved of it.
. tests/cli/common

here=$PWD
makers=$(cd "$MFTLINK_BUILD/images" && pwd) || exit 1

scan()
{
    run scanstate 'C:\migdata' /hardlink /nocompress /i:builtin:user /i:"$here/images/contoso.xml" /efs:hardlink "$@"
}

# What is in the store of the volume $1: paths and records.
store_of()
{
    "$MFTLINK" export "$1" --format csv --columns record,path | grep -F '\migdata\USMT\File' | sort
}

names_of()
{
    "$MFTLINK" links x.img "$1" | grep -c '^    '
}

recipe story
cd "$work" || exit 1
mv "$image" x.img
printf 'C: = x.img\n' >mftlink.conf
cp x.img before.img
scan -V C:=before.img
expect 0 "a store made before"
"$makers/windows" setup x.img || exit 1
cp x.img moved.img

# ---- What is refused ----
before=$(sha256sum <x.img)
for folder in 'Windows.old\nothing' 'Windows.old\Program Files' 'Windows.old\Documents and Settings\JohnDoe' Users 'Users\JohnDoe' 'boot.ini'; do
    scan "/offlinewinold:C:\\$folder"
    expect 26 "$folder is no Windows"
done
check "it says which there is" said "'C:\\Windows'"
for folder in 'Windows.old\migdata' 'windows.old' 'Users\migdata' 'Program Files\migdata' 'Documents and Settings'; do
    run scanstate "C:\\$folder" /hardlink /nocompress /i:builtin:user '/offlinewinold:C:\Windows.old\WINDOWS'
    expect 27 "a store in $folder"
    check "it says why" said 'would lie in a folder of one of the two Windows'
done
for several in 0 1; do
    printf '<offline><winDir><path>C:\\Windows</path><path>C:\\Windows.old\\WINDOWS</path></winDir><failOnMultipleWinDir>%s</failOnMultipleWinDir></offline>' $several >offline.xml
    scan /offline:offline.xml --dry-run
    expect $((26 * several)) "two Windows, failOnMultipleWinDir $several"
done
check "it says so" said 'More than one'
scan '/offlinewindir:C:\Windows.old\WINDOWS'
expect 26 "an old Windows by /offlinewindir"
check "the option for it is told" said '/offlinewinold names one'
check "nothing is written" test "$(sha256sum <x.img)" = "$before"

# ---- Everything ----
rules_of_all all.xml
scan /i:all.xml '/offlinewinold:c:\windows.OLD' --dry-run /listfiles:all.txt
expect 0 "all of it, by the name of the folder itself"
check "what lies in the old Windows, and in the root" sh -c \
    'cut -d "\\" -f 1-3 all.txt | sort -u | tr "\n" "," | grep -qxF "C:\\Windows.old\\Documents and Settings,C:\\Windows.old\\Program Files,C:\\Windows.old\\WINDOWS,C:\\boot.ini,C:\\ntldr,"'

# ---- A store, as if it had been made before ----
scan '/offlinewinold:C:\Windows.old\WINDOWS' /listfiles:l.txt /v:1
expect 0 "a store of the old Windows"
check "its users are planned for" grep -q 'User: MaryMajor, has profile: Yes, migrated: Yes' ScanState.log
check "the list has paths of now" grep -qxF 'C:\Windows.old\Documents and Settings\JohnDoe\My Documents\Managing_Shims.docx' l.txt
check "and no other" sh -c '! grep -vqF "C:\\Windows.old\\" l.txt'
store_of before.img | cut -d , -f 2- >earlier
store_of x.img | cut -d , -f 2- >now
check "there is a store" test "$(wc -l <earlier)" -gt 100
check "its paths are those of then" cmp earlier now
check "a document has two names" test "$(names_of '\Windows.old\Documents and Settings\JohnDoe\My Documents\Managing_Shims.docx')" = 2
run usmtutils /verify 'C:\migdata'
expect 0 "the store is whole"
run audit x.img --store 'C:\migdata' --json
expect 3 "audit"
check "every file is where it was moved" prints_json '.kinds["original-moved"] == 106'
scan '/offlinewinold:C:\Windows.old\WINDOWS'
expect 27 "there is a store now"

run loadstate 'C:\migdata' /hardlink /nocompress
expect 0 "loadstate"
check "three names" test "$(names_of '\Users\JohnDoe\Documents\Managing_Shims.docx')" = 3
run usmtutils /rd 'C:\migdata' /y
expect 0 "the store goes"
check "two names" test "$(names_of '\Users\JohnDoe\Documents\Managing_Shims.docx')" = 2

# ---- And taken back ----
cp moved.img x.img
rm -f mftlink-*
scan '/offlinewinold:C:\Windows.old\WINDOWS'
expect 0 "a store once more"
run undo --yes mftlink-scanstate-*.journal x.img
expect 0 "undo"
for volume in moved x; do
    "$MFTLINK" export $volume.img --format csv --columns record,links,size,path | grep -v ',.\?\\\$' | sort >$volume.list
done
check "nothing is left of it" cmp moved.list x.list

# ---- A Windows of the generation of Vista, with what cannot be taken: the same as before, where it is now ----
cd "$here" || exit 1
recipe refresh:0
cd "$work" || exit 1
cp "$image" aside.img
"$makers/windows" aside aside.img Users Windows
scan --dry-run --reserve 0 /c -V C:="$image" /listfiles:a.txt /l:a.log
expect 3 "as it was"
scan --dry-run --reserve 0 /c -V C:=aside.img /listfiles:b.txt /l:b.log '/offlinewinold:C:\Windows.old\Windows'
expect 3 "moved aside"
for what in a b; do
    sed 's/^C:.Windows.old/C:/' $what.txt | sort >$what.files
    sed -n 's/.*, Error *\(.*\)/\1/p' $what.log | sed 's/C:.Windows.old/C:/' >$what.errors
done
check "files are taken" test "$(wc -l <a.files)" -gt 20
check "the same files" cmp a.files b.files
check "an orphaned user is told" grep -q 'Users .Lost.*profile-orphaned' b.errors
check "the same refusals" cmp a.errors b.errors
check "by where they are" grep -qF 'C:\Windows.old\Users\Ann\Documents [cloud.docx]' b.log
finish

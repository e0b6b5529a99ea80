#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# scanstate: a store made by the command line of USMT's ScanState, its log, and each code that it can return.
. tests/cli/common

logged()
{
    grep -qF -- "$1" "$work/ScanState.log"
}

scan()
{
    run scanstate 'C:\migdata' /hardlink /nocompress /i:builtin:user "$@"
}

unchanged()
{
    [ "$(sha256sum <r.img)" = "$before" ]
}

# Every file of Listfiles is in the store, with the same record.
is_stored()
{
    "$MFTLINK" export r.img --format jsonl | jq -r '.path + "\t" + (.record | tostring)' >names
    sed 's/^C://' l.txt | awk -F '\t' 'NR == FNR { record[$1] = $2; next }
        { n++; stored = "\\migdata\\USMT\\File\\C$" $1; if (record[$1] == "" || record[stored] != record[$1]) { bad = 1; print } }
        END { exit bad || n < 10 }' names -
}

here=$PWD
recipe refresh:0
cd "$work" || exit 1
ln -s "$image" r.img
cp "$image" fresh.img
printf '# this computer\n\n C: = r.img \r\n' >mftlink.conf

# ---- Nothing is written where something is wrong ----
before=$(sha256sum <r.img)
run scanstate '/?'
expect 1 "/?"
check "USMT's options are told" printed '/hardlink'
check "and the codes" printed '  61  '
run scanstate
expect 11 "no words"
run scanstate 'C:\migdata' /hardlink /i:builtin:user
expect 11 "/hardlink without /nocompress"
check "it says so" said '/hardlink requires /nocompress'
run scanstate 'C:\' /hardlink /nocompress /i:builtin:user
expect 27 "the root"
run scanstate "C:\\$(printf 'x%.0s' $(seq 260))" /hardlink /nocompress /i:builtin:user
expect 12 "a long path"
scan /l:no/such/folder/x.log
expect 13 "no log"
scan /i:missing.xml
expect 28 "no rules"
printf '<migration' >broken.xml
scan /i:broken.xml
expect 28 "rules that are no XML"
printf '<Configuration/>' >Config.xml
scan /i:Config.xml
expect 26 "a Config.xml as rules"
scan /config:broken.xml
expect 39 "a Config.xml that is no XML"
printf '<migration urlid="x"/>' >rules.xml
scan /config:rules.xml
expect 39 "rules as Config.xml"
scan /progress:no/such/x.csv
expect 40 "no progress log"
for file in l:13 progress:40 p:41 listfiles:11; do
    scan "/${file%:*}:D:\\logs\\here.txt"
    expect "${file#*:}" "/${file%:*} as a path of Windows"
    check "it says so" said "such as 'here.txt'"
done
scan /config -V C:=r.img
expect 11 "/config without a file"
check "it says what is missing" said '/config needs FILE behind it'
scan /l:r.img
expect 13 "the volume as log"
scan /listfiles:./r.img
expect 11 "the volume as list"
scan /i:rules.xml /l:rules.xml
expect 11 "rules as log"
scan -V C:=missing.img
expect 71 "no such volume"
scan -V C:=r.img -V C:=fresh.img
expect 11 "two volumes for a drive"
scan --conf rules.xml
expect 11 "no list of drives"
scan --nosuch
expect 11 "no such option"
scan /uel:0
expect 11 "users who are logged on"
run scanstate 'D:\migdata' /hardlink /nocompress /i:builtin:user
expect 27 "a store on a drive that is not given"
scan '/offlinewindir:C:\Users'
expect 26 "no Windows"
scan '/offlinewinold:C:\Windows.old\Windows'
expect 26 "no old Windows"
cat >offline.xml <<'XML'
<offline><winDir><path>D:\Windows</path><path>C:\Windows</path></winDir><mappings><path>C:\, D:\</path></mappings></offline>
XML
scan /offline:offline.xml
expect 26 "a mapping to another letter"
printf '<offline/>' >offline.xml
scan /offline:offline.xml
expect 26 "no winDir"
# A Windows that is the one of the volumes: then the encrypted file is what is in the way.
printf '<offline><winDir><path>E:\\Windows</path><path>C:\\Users</path><path>c:\\windows</path></winDir><failOnMultipleWinDir>1</failOnMultipleWinDir></offline>' >offline.xml
scan /offline:offline.xml
expect 2 "the first folder that has a Windows, not the first that is there"
printf '<offline><winDir><path>C:\\Windows</path><path>C:\\windows\\</path></winDir><mappings><path>C:\\, c:\\</path></mappings><failOnMultipleWinDir>1</failOnMultipleWinDir></offline>' >offline.xml
scan /offline:offline.xml
expect 2 "the same folder twice, and a mapping that says what -V says"
for what in '<failOnMultipleWinDir>yes</failOnMultipleWinDir>' '<mappings><drive>C:</drive></mappings>' '<winDirs/>' '<winDir><folder>C:\\Windows</folder></winDir>'; do
    printf '<offline><winDir><path>C:\\Windows</path></winDir>%s</offline>' "$what" >offline.xml
    scan /offline:offline.xml
    expect 26 "not understood: $what"
    check "it says so" said 'is no file for /offline'
done
scan
expect 2 "an encrypted file"
check "EFS is told" said 'Gather was aborted because of an EFS file'
check "the log names it" logged 'C:\Users\Ann\Documents [secret.docx]'
check "the error is summed up" grep -qE '\| ==> +6002 \| +Yes \| +1 \|' ScanState.log
scan /efs:hardlink
expect 61 "errors without /c"
check "/c is told" said '/c goes on'
check "a tip in the log" logged 'Error 395 can be ignored using /c'
scan /efs:hardlink /c
expect 29 "less than 250 MB are free"
check "no plan was begun" test ! -e "$(echo mftlink-scanstate-*.journal)"
check "nothing of all that is written" unchanged

# ---- A store ----
if [ "$(id -u)" != 0 ]; then
    chmod a-w "$image"
    scan /efs:hardlink /c --reserve 0
    expect 34 "no right to write"
    chmod u+w "$image"
fi
scan /efs:hardlink /c --reserve 0 --dry-run
expect 3 "a dry run"
check "which writes nothing" unchanged
rm -f ScanState.log
scan /efs:HardLink /c --reserve 0 /progress:p.csv /listfiles:l.txt /v:5 /uel:9999 '/ui:*\*' \
    '/offlinewindir:c:\windows' /localonly /r:3 /w:1 /targetWindows7
expect 3 "a store, with what /c passed over"
check "every file of the list has its second name" is_stored
check "the log begins as USMT's" sh -c 'head -1 ScanState.log | grep -qE "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}, Info {18}\[0x000000\] SCANSTATE.EXE Version "'
check "it started" grep -qE 'USMT Started at [0-9]{4}/[0-9]{2}/[0-9]{2}:[0-9:]{8}\.[0-9]{3}$' ScanState.log
check "objects are told" logged 'Object: link C:\Users\Ann\Documents\report.docx'
check "the error has its code" logged '[gle=0x0000018B]'
check "it is summed up" grep -qE '\| ==> +395 \| +No \| +1 \|' ScanState.log
check "the code is told" logged 'Return code: 3 (USMT_WOULD_HAVE_FAILED)'
check "progress has its form" sh -c \
    '! grep -vqE "^[0-9]{2} [A-Z][a-z]{2} [0-9]{4}, [0-9:]{8} [+-][0-9:]{5}, [0-9:]{8}, [A-Za-z]+, " p.csv'
for line in 'PHASE, Scanning' 'PHASE, Saving' 'totalPercentageCompleted, 100' 'errorCode, 3' 'numberOfIgnoredErrors, ' 'action, Ignore' \
    'program, ' 'productVersion, ' 'computerName, ' 'commandLine, ' 'PHASE, Initializing' 'PHASE, Collecting' 'detectedUser, ' ', includedInMigration, Yes' \
    'forUser, This Computer, detectedComponent, ' 'totalSizeInMBToTransfer, ' 'collectingUser, This Computer' 'collectingUser, Ann' 'totalMinutesRemaining, 0' \
    'error, UnableToOpen, objectName, ' ', errorCode, 395' 'message, its content is not on this disk' 'message, "done, but for what /c passed over'; do
    check "progress: $line" grep -qF "$line" p.csv
done
scan /efs:hardlink /c --reserve 0
expect 27 "it is there"
check "/o is told" said '/o removes it first'
before=$(sha256sum <r.img)
scan /efs:hardlink --reserve 0 /o
expect 61 "an old store stays where the new one cannot be made"
check "nothing is written" unchanged
scan /efs:hardlink /c --reserve 0 /o /listfiles:l.txt
expect 3 "overwritten"
check "every file has its second name" is_stored
check "an undo takes it back" "$MFTLINK" undo --yes mftlink-scanstate-*-2.parquet.journal r.img

# ---- All is well: 0 ----
cat >one.xml <<'XML'
<migration urlid="http://example.com/one"><component type="Documents" context="System"><displayName>One</displayName>
<role role="Data"><rules><include><objectSet><pattern type="File">C:\Users\Ann\Documents [report.docx]</pattern></objectSet></include></rules></role>
</component></migration>
XML
MIG_FAIL_ON_PROFILE_ERROR=0
export MIG_FAIL_ON_PROFILE_ERROR
run scanstate 'C:\other' /hardlink /nocompress /i:one.xml --reserve 0 /l:one.log
expect 0 "one file"
check "no error is told" grep -q 'No error in migration process is recorded.' one.log
unset MIG_FAIL_ON_PROFILE_ERROR

# ErrorControl: a fatal error stops with /c, too.
cat >fatal.xml <<'XML'
<Configuration><Policies><ErrorControl><fileError><fatal errorCode="395">* [*]</fatal></fileError></ErrorControl></Policies></Configuration>
XML
run scanstate 'C:\third' /hardlink /nocompress /i:builtin:user /c /efs:skip --reserve 0 /config:fatal.xml
expect 61 "a fatal error"
check "it is told" said 'ErrorControl'

# ---- Without a store ----
before=$(sha256sum <r.img)
run scanstate 'C:\migdata' /i:builtin:user /c /efs:skip /p:sizes.xml
expect 3 "the price"
check "as USMT writes it" sh -c 'grep -q "<PreMigration>" sizes.xml && grep -qE "clusterSize=\"4096\">[0-9]+<" sizes.xml'
run scanstate 'C:\migdata' /i:builtin:user /c /efs:skip /p:no/such/x.xml
expect 41 "no place for it"
run scanstate /i:builtin:user /genconfig:new.xml
expect 0 "a Config.xml"
check "with its components" grep -qF '<component displayname="Documents" migrate="yes" ID="urn:mftlink:builtin:user/Documents"/>' new.xml
sed -i 's/displayname="Documents" migrate="yes"/displayname="Documents" migrate="no"/' new.xml
run scanstate /i:builtin:user /genconfig:new.xml
expect 11 "it is there"
run scanstate 'C:\migdata' /hardlink /nocompress /i:builtin:user /config:new.xml /efs:skip /c --reserve 0 --dry-run /listfiles:l.txt
expect 3 "what it says no to is not taken"
check "no file of Documents" sh -c '! grep -q "Ann.Documents" l.txt'
check "nothing is written" unchanged

# ---- Called by its name ----
for name in scanstate ScanState.EXE; do
    ln -sf "$MFTLINK" "$name"
    ran=$name status=0
    "./$name" '/?' >out 2>err || status=$?
    expect 1 "called $name"
    check "$name helps" grep -q 'usage: mftlink scanstate' out
done
cd "$here" || exit 1
run help scanstate
expect 0 "help scanstate"
run man-options scanstate
awk '$0 == "; end" { on = 0 } on { print } $0 == "; options scanstate" { on = 1 }' docs/mftlink.1.scd >"$work/page"
check "the man page has the options of scanstate" cmp "$work/page" "$work/out"
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The return codes of USMT's programs: all of Microsoft's are told with their names, and each that can be is met in a test.
. tests/cli/common

# Microsoft's list.
all='0 USMT_SUCCESS
1 USMT_DISPLAY_HELP
2 USMT_STATUS_CANCELED
3 USMT_WOULD_HAVE_FAILED
11 USMT_INVALID_PARAMETERS
12 USMT_ERROR_OPTION_PARAM_TOO_LARGE
13 USMT_INIT_LOGFILE_FAILED
14 USMT_ERROR_USE_LAC
26 USMT_INIT_ERROR
27 USMT_INVALID_STORE_LOCATION
28 USMT_UNABLE_GET_SCRIPTFILES
29 USMT_FAILED_MIGSTARTUP
31 USMT_UNABLE_FINDMIGUNITS
32 USMT_FAILED_SETMIGRATIONTYPE
33 USMT_UNABLE_READKEY
34 USMT_ERROR_INSUFFICIENT_RIGHTS
35 USMT_UNABLE_DELETE_STORE
36 USMT_ERROR_UNSUPPORTED_PLATFORM
37 USMT_ERROR_NO_INVALID_KEY
38 USMT_ERROR_CORRUPTED_NOTENCRYPTED_STORE
39 USMT_UNABLE_TO_READ_CONFIG_FILE
40 USMT_ERROR_UNABLE_CREATE_PROGRESS_LOG
41 USMT_PREFLIGHT_FILE_CREATION_FAILED
42 USMT_ERROR_CORRUPTED_STORE
61 USMT_MIGRATION_STOPPED_NONFATAL
71 USMT_INIT_OPERATING_ENVIRONMENT_FAILED
72 USMT_UNABLE_DOMIGRATION'

run help scanstate
expect 0 "the help"
echo "$all" >"$work/all"
sed -n 's/^ *\([0-9]\{1,2\}\) *\(USMT_[A-Z_]*\).*/\1 \2/p' "$work/out" >"$work/told"
check "tells all of them, and no others" diff "$work/all" "$work/told"
for never in 32 37; do
    check "$never is never returned, and the help says so" sh -c "grep -A1 '^ *$never *USMT_' '$work/out' | grep -q '^ *never'"
done

while read -r code name; do
    case $code in 32 | 37) continue ;; esac
    check "$name ($code) is met in a test" sh -c "grep -l '^ *expect $code ' tests/cli/scanstate.sh tests/cli/loadstate.sh tests/cli/usmtutils.sh tests/cli/usmtcodes.sh"
done <"$work/all"

recipe refresh
cp "$image" "$work/pc.img"
cd "$work" || exit 1
printf 'C: = pc.img\n' >mftlink.conf
before=$(sha256sum <pc.img)

for program in scanstate loadstate; do
    option=/encrypt
    [ $program = scanstate ] || option=/decrypt
    run $program 'C:\migdata' $option /keyfile:missing
    expect 33 "$program: no key file"
    : >empty
    run $program 'C:\migdata' $option /keyfile:empty
    expect 33 "$program: an empty key file"
done

# Sixteen values three times over in a thousand patterns: more than a computer should hold.
awk 'BEGIN {
    print "<migration urlid=\"http://www.example.com/many\"><component type=\"Documents\" context=\"System\"><displayName>Many</displayName>"
    print "<environment><variable name=\"many\"><objectSet>"
    for (i = 0; i < 16; i++) printf "<pattern type=\"File\">C:\\a long name of a folder %d</pattern>\n", i
    print "</objectSet></variable></environment><role role=\"Data\"><rules><include><objectSet>"
    for (i = 0; i < 1000; i++) printf "<pattern type=\"File\">%%many%%%%many%%%%many%%%d</pattern>\n", i
    print "</objectSet></include></rules></role></component></migration>"
}' >many.xml
run scanstate 'C:\migdata' /hardlink /nocompress /i:many.xml /c --reserve 0
expect 31 "what the rules mean cannot be found out"
check "nothing of all that was written" test "$(sha256sum <pc.img)" = "$before"

cd - >/dev/null || exit 1
finish

#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Linux's ntfs3 driver, in a virtual machine, on a volume on which a restore has moved a name with the 8.3 name beside it, and moved it
# back: it finds the file by both, counts one link, and takes both away.
#
# environment: as for kernel.sh. Ends with `N passed, N failed`; status 77 where there is no such script.
set -u
cd "$(dirname "$0")/../.." || exit 1
vm=${NTFS3VM:-../shared/tools/ntfs3vm.sh}
mftlink=${MFTLINK:-build/mftlink}
if [ ! -x "$vm" ]; then
    echo "skipped: $vm is not there"
    exit 77
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/mftlink-kernel.XXXXXX") || exit 1
trap 'umount "$work/mnt" 2>/dev/null; rm -rf --one-file-system "$work"' EXIT
export LC_ALL=C MFTLINK_STATE=$work/state
passed=0 failed=0

check()
{
    local what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $what"
    fi
}

image=$work/moved.img
mkdir "$work/mnt"
truncate -s 64M "$image"
mkntfs -q -F -s 512 -p 0 -H 16 -S 63 "$image" >/dev/null 2>&1
if ! ntfs-3g "$image" "$work/mnt"; then
    echo "skipped: nothing can be mounted here"
    exit 77
fi
mkdir -p "$work/mnt/Docs" "$work/mnt/migdata/USMT/File/C\$/Docs"
echo old >"$work/mnt/migdata/USMT/File/C\$/Docs/z.txt"
echo text >"$work/mnt/Docs/a long name.doc"
setfattr -n system.ntfs_dos_name -v 'ALONGN~1.DOC' "$work/mnt/Docs/a long name.doc"
umount "$work/mnt"
while pgrep -f "ntfs-3g $image" >/dev/null; do sleep 0.1; done
cat >"$work/rules.xml" <<'END_OF_RULES'
<migration urlid="http://www.example.com/clean"><component type="Documents" context="System"><displayName>Clean</displayName><role role="Data"><rules>
<destinationCleanup><objectSet><pattern type="File">C:\Docs\* [*]</pattern></objectSet></destinationCleanup></rules></role></component></migration>
END_OF_RULES
check "planned" "$mftlink" plan restore "$image" --store 'C:\migdata' --rules "$work/rules.xml" -o "$work/plan" >/dev/null 2>&1
check "carried out" "$mftlink" apply --yes --reserve 0 "$work/plan" "$image" >/dev/null 2>&1

# ask FOLDER IMAGE: what the guest says of the file; then it takes it away. This driver finds a file by its 8.3 name only once it has
# it in memory, whoever has made the name.
ask()
{
    printf 'cd "%s" && cat "a long name.doc" "ALONGN~1.DOC" && stat -c %%h "a long name.doc" && rm "a long name.doc" && ls -A | grep -c "long\\|LONG"; true\n' "$1" >"$work/script"
    "$vm" -w "$2" "$work/script" 2>/dev/null | tr '\n' ' '
}
cp "$image" "$work/copy.img"
check "it is found by both names where it was moved to" test "$(ask '/mnt/migdata/USMT/Cleaned/C$/Docs' "$work/copy.img")" = 'text text 1 0 '
check "nothing is left of it" sh -c "'$mftlink' scan --json '$work/copy.img' | jq -e '.findings == []' >/dev/null"
check "taken back" "$mftlink" undo --yes "$work/plan.journal" "$image" >/dev/null 2>&1
check "and where it was" test "$(ask /mnt/Docs "$image")" = 'text text 1 0 '
check "nothing is left of it" sh -c "'$mftlink' scan --json '$image' | jq -e '.findings == []' >/dev/null"

echo "$passed passed, $failed failed"
[ $failed = 0 ]

#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Linux's ntfs3 driver, in a virtual machine, beside our scan: number, type, size, links, time of
# modification, blocks and path of every file.
#
# Reading: the guest lists volumes that recipes made. Writing: the guest makes files, folders, links
# and deletes some, and lists what is left; then we scan the image that it leaves behind.
#
# environment: NTFS3VM, the script that boots a kernel on an image and runs a guest script there;
#              MFTLINK_BUILD; RECIPES, to read only some. Ends with `N passed, N failed`; status 77 where
#              there is no such script.
#
# What ntfs3 does otherwise, and what is therefore left out here:
#   - it lists no system files, so neither does listing.c;
#   - st_size and st_blocks of a folder are those of its index, and of a link those of its target;
#   - names with a lone surrogate are listed, but cannot be looked up: there are none here;
#   - a file with an unknown reparse tag is a plain file, symbolic links and junctions are links, and
#     listing.c says so too;
#   - st_blocks counts what lies in the record, and so does listing.c.
set -u
cd "$(dirname "$0")/../.." || exit 1
vm=${NTFS3VM:-../shared/tools/ntfs3vm.sh}
build=${MFTLINK_BUILD:-build}
recipes=${RECIPES:-tree geometry:512:512 geometry:4096:4096 dosnames manylinks:1000:40 extbeforebase
    compressed sparse reparse splitrecords fragmft bigdatafrag}
if [ ! -x "$vm" ]; then
    echo "skipped: $vm is not there"
    exit 77
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/mftlink-kernel.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
export LC_ALL=C
passed=0 failed=0

"${CC:-gcc}" -std=c17 -O1 -I. -o "$work/listing" tests/kernel/listing.c "$build/libmft.a" -pthread || exit 1

# What the guest runs to list the volume. Names may have any byte: base64 brings them through the
# terminal, and whatever else the guest says makes that invalid.
cat >"$work/list" <<'END'
find . -print0 2>/dev/null | xargs -0 stat -c '%i %f %s %h %Y %b %n/' 2>/dev/null | base64
END

# Turns the guest's list into the form of ours: type for mode, and nothing of what differs by design.
normalize()
{
    base64 -d | awk '
        !/^[0-9]+ [0-9a-f]+ [0-9]+ [0-9]+ -?[0-9]+ [0-9]+ \.\// { print; next } # a name goes on
        $7 == "./" { next }
        {
            mode = substr($2, 1, length($2) - 3)
            type = mode == "4" ? "d" : mode == "8" ? "f" : mode == "a" ? "l" : "?" mode
            path = substr($0, index($0, " ./") + 1)
            print $1, type, type == "f" ? $3 : 0, $4, $5, type == "f" ? $6 : 0, path
        }' | sort
}

# compare NAME IMAGE [FINDINGS]: what the guest listed (work/guest) and what we find in the image.
compare()
{
    local held=yes
    normalize <"$work/guest" >"$work/theirs" 2>"$work/errors" || held=no
    "$work/listing" "$2" 2>"$work/findings" | sort >"$work/ours"
    echo "${3-}" | sed '/^$/d' | cmp -s - "$work/findings" || held=no
    [ -s "$work/ours" ] && cmp -s "$work/ours" "$work/theirs" || held=no
    if [ $held = yes ]; then
        passed=$((passed + 1))
        echo "ok $1: $(wc -l <"$work/ours") names"
    else
        failed=$((failed + 1))
        echo "not ok $1"
        diff "$work/ours" "$work/theirs" | head -n 20
        cat "$work/errors" "$work/findings" | head -n 10
    fi
}

# guest NAME [-w] IMAGE SCRIPT: what it prints goes to work/guest.
guest()
{
    local name=$1
    shift
    "$vm" "$@" >"$work/guest" 2>"$work/said" && return
    echo "$name: the virtual machine ended with $?"
    tail -n 5 "$work/said"
}

### Reading

for recipe in $recipes; do
    findings=
    # A DOS name without its long name, which ntfs3 does not list either.
    [ "$recipe" = dosnames ] && findings='finding dos-name-alone of record 78 at byte 96256'
    if ! "$build/images/recipe" "$recipe" "$work/image" >/dev/null; then
        failed=$((failed + 1))
        echo "not ok read $recipe: there is no image"
        continue
    fi
    guest "$recipe" "$work/image" "$work/list"
    compare "read $recipe" "$work/image" "$findings"
done

### Writing

# write NAME: runs the guest script on stdin and then the listing on the small tree.
write()
{
    { cat; echo sync; cat "$work/list"; } >"$work/script"
    "$build/images/recipe" tree "$work/image" >/dev/null || exit 1
    guest "$1" -w "$work/image" "$work/script"
    compare "write $1" "$work/image"
}

write 'files, folders and links' <<'END'
mkdir new new/sub
i=0
while [ $i -lt 300 ]; do
    echo "file $i" >"new/file number $i"
    i=$((i + 1))
done
i=0
while [ $i -lt 300 ]; do
    [ $((i % 3)) = 0 ] && ln "new/file number $i" "new/sub/link to $i"
    [ $((i % 3)) = 1 ] && rm "new/file number $i"
    i=$((i + 1))
done
mv "new/file number 2" "new/sub/moved"
rm "Documents/linked.txt"
ln "large too.bin" "large three.bin"
dd if=/dev/zero of=new/large bs=65536 count=40 2>/dev/null
dd if=/dev/zero of=new/sparse bs=4096 seek=1000 count=1 2>/dev/null
ln -s "sub/moved" new/symlink
END

# ntfs3 stops at 4,000 names; one more would be said here, and make the list invalid.
write 'four thousand links' <<'END'
mkdir links
echo data >links/0
i=1
while [ $i -lt 4000 ]; do
    ln links/0 links/$i || break
    i=$((i + 1))
done
ln links/0 links/4000 2>/dev/null && echo "one more than 4,000!"
END

### Applied plans: a store that we made is read and written by ntfs3, then we take it away.

cat >"$work/all.xml" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<migration urlid="urn:mftlink:test:all"><component type="Documents" context="System"><displayName>All</displayName>
<role role="Data"><rules><include><objectSet><pattern type="File">C:\* [*]</pattern></objectSet></include></rules></role>
</component></migration>
END

# ours WHAT ARGUMENT...: runs mftlink on the image; 0 and 3 are well.
ours()
{
    local what=$1 code
    shift
    "$build/mftlink" "$@" >"$work/said" 2>&1
    code=$?
    [ $code = 0 ] || [ $code = 3 ] && return
    failed=$((failed + 1))
    echo "not ok $what"
    tail -n 5 "$work/said"
}

export MFTLINK_STATE=$work/state
"$build/images/recipe" tree "$work/image" >/dev/null || exit 1
ours 'plan a store' plan save "$work/image" --store 'C:\kept' --rules "$work/all.xml" --efs hardlink -o "$work/plan"
ours 'apply it' apply --yes --reserve 0 "$work/plan" "$work/image"
guest applied "$work/image" "$work/list"
compare 'read a store' "$work/image"

{
    cat <<'END'
for name in $(find kept/USMT/File -type f | head -n 5 | tr ' ' '?'); do
    echo more >>"$name"
done
mkdir after
find kept/USMT/File -type f | head -n 20 | while read -r name; do ln "$name" "after/$(basename "$name")" 2>/dev/null; done
sync
END
    cat "$work/list"
} >"$work/script"
guest 'write in a store' -w "$work/image" "$work/script"
compare 'write in a store' "$work/image"
ours 'remove the store' remove --yes "$work/image" --store 'C:\kept' -o "$work/removal"
guest removed "$work/image" "$work/list"
compare 'read what a removal has left' "$work/image"

echo "$passed passed, $failed failed"
[ $failed = 0 ]

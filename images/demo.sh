#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What `make demo` shows: one PC goes from Windows XP to Windows 7, and no document is copied or lost. Each command is
# printed as it then runs, and what follows is its real output. The commands are those of images/story.sh, which
# tests/cli/story*.sh put to the test.
#
# Needs neither root nor a terminal.
#
# environment: BUILD or MFTLINK_BUILD, the build folder (build)
# shellcheck disable=SC2016 # $MFT and C$ are names here
set -u -o pipefail

cd "$(dirname "$0")/.." || exit 1
build=${BUILD:-${MFTLINK_BUILD:-build}}
build=${build#"$PWD"/} # shorter to read
case $build in
*[[:space:]]*)
    echo "demo: the build folder '$build' has a blank in its name; name another one: make demo BUILD=/tmp/build" >&2
    exit 1
    ;;
esac
words=mftlink
mftlink=$build/mftlink makers=$build/images plans=$build/demo
image=$plans/pc.img target=$plans/pc.img
. images/story.sh
export LC_ALL=C.UTF-8 PATH="$PATH:/usr/sbin:/sbin" MFTLINK=$mftlink MFTLINK_STATE=$plans/state

bold='' cyan='' green='' dim='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR-}" ] && [ "${TERM:-dumb}" != dumb ]; then
    bold=$'\e[1m' cyan=$'\e[36m' green=$'\e[1;32m' dim=$'\e[2m' plain=$'\e[0m'
fi

### How the story is told

chapter=0

# title TEXT LINE...: what comes, and why.
title()
{
    chapter=$((chapter + 1))
    printf '\n%s%d. %s%s\n' "$bold$cyan" $chapter "$1" "$plain"
    shift
    [ $# = 0 ] || printf '   %s\n' "$@"
}

# A command on lines that are not too long, broken where the shell goes on: not between quotes, nor behind an option.
folded()
{
    printf '%s\n' "$1" | awk -v most=88 '
        function add(words) {
            if (line != "" && length(line " " words) > most) { print line " \\"; line = "    " words }
            else line = line (line == "" ? "" : " ") words
        }
        {
            for (i = 1; i <= NF; i++) {
                word = word (word == "" ? "" : " ") $i
                if (gsub("\047", "\047", word) % 2 || ((word ~ /^\|/ || $i ~ /^--?[a-z]/) && i < NF)) continue
                add(word)
                word = ""
            }
            print line
        }'
}

# show STEP [CODE [FIRST...]]: runs a step of the story, which ends with CODE (0), and shows its output; where it is long
# only the parts that begin with a line that matches one FIRST, each up to an empty line. Stops the story when it fails.
show()
{
    local command status=0 code=${2:-0} first
    command=$(story "$1")
    shift
    [ $# = 0 ] || shift
    printf '\n'
    folded "$command" | sed "1s/^/   $bold\$ /; 2,\$s/^/     $bold/; s/\$/$plain/"
    eval "$command" >"$plans/output" 2>&1 || status=$?
    if [ "$status" != "$code" ]; then
        cat "$plans/output"
        printf '\ndemo: the last command ended with exit status %d, and not %d.\n' "$status" "$code" >&2
        exit 1
    fi
    if [ $# = 0 ]; then
        [ ! -s "$plans/output" ] || printf '\n'
        shown <"$plans/output"
        return
    fi
    for first in "$@"; do
        printf '\n'
        sed -n "/$first/,/^\$/p" "$plans/output" | sed '/^$/d' | shown
    done
    printf '   %s(parts of %d lines)%s\n' "$dim" "$(wc -l <"$plans/output")" "$plain"
}

# What programs print: long lines go on below where they begin, and what the story is about stands out.
shown()
{
    awk -v most=94 '
        {
            match($0, /^ */)
            indent = substr($0, 1, RLENGTH)
            while (length($0) > most) {
                for (at = most; at > length(indent) + 20 && substr($0, at, 1) != " "; at--) ;
                if (substr($0, at, 1) != " ") break
                print substr($0, 1, at - 1)
                $0 = indent "    " substr($0, at + 1)
            }
            print
        }' | sed "s/ *\$//; s/^\(.\)/   \1/
            s/^.*\(Hardlink count:\|Proved in\|Safe to delete\|can be refreshed\|there now:\|^   Names to add\).*/$green&$plain/"
}

### The story

the_old_system()
{
    printf '\n%sA PC goes from Windows XP to Windows 7. No document is copied, none is lost.%s\n' "$bold" "$plain"
    title 'A PC with Windows XP' \
        'Its volume, made here in a file: two users, their documents, pictures and favorites. One file is' \
        'read-only, one encrypted (EFS), one has a named stream. What they all are, by SHA-256, is noted.'
    show make
    show before
    title 'Is the volume well, and whose is it?' 'From its boot sector, its $MFT and its registry. Nothing is mounted.'
    show info 0 '^State' '^Windows$' '^User JohnDoe$'
    title 'Every file, name and hard link, from one pass'
    show scan 0 "^Users' files$" "^Users' bytes"
    title 'Where the space is' '"Freed" is what deleting a folder really gives back.'
    show report 0 '^Folders'
}

the_store()
{
    title 'What would be saved?' \
        'The rules: what builtin:user takes, and the settings of one program. Nothing is written yet.'
    show plan 0 '^Operations' '^By user'
    show explain
    show estimate 0 '^User ' '^This computer'
    title 'The store is made, in one batch' \
        'It is carried out in memory, scanned, and compared with the plan. Only then it is written.'
    show apply
    title 'Each document has 2 names now'
    show links
}

the_new_system()
{
    title 'Windows Setup moves the old system to \Windows.old' \
        'and puts Windows 7 there. JohnDoe and MaryMajor have logged on once, and have nothing yet.'
    show setup
    title 'Everything goes where Windows 7 looks for it' \
        'My Documents becomes Documents, My Pictures becomes Pictures, Application Data AppData\Roaming.'
    show plan_restore 0 '^Operations'
    show restore
    title '3 names, and still one file'
    show links_restored
}

the_end()
{
    title 'John edits Budget.xls; half a year later: may the store go?' \
        'An application saves a new file under the old name. The store keeps what was there before.'
    show save
    show audit 3 '^Entries' '^lost-connection: ' '^Safe to delete'
    title 'The store goes: 2 names' 'A name goes only where the file keeps another one.'
    show remove
    show links_removed
    title '\Windows.old goes: 1 name, and the file is what it always was'
    show delete
    show links_last
    show attributes
    printf '   %s(0x01 is the read-only bit: it has come through.)%s\n' "$dim" "$plain"
    title 'Every byte, by SHA-256' \
        'What is not the same before and after: the one document that John has saved himself.'
    show after
    show compare
    printf '\n   %sThe other %d files are byte for byte what they were.%s\n' "$bold" \
        "$(comm -12 "$plans/before" "$plans/after" | wc -l)" "$plain"
}

where_to_go_next()
{
    title 'Where to go next' "The volume and the plans stay in $plans. Some commands to copy:"
    cat <<END

   $mftlink report --html $plans/report.html $image     then open it in a browser
   $mftlink show $plans/save.parquet
   $mftlink export --format csv --columns path,size,links $image | head
   $mftlink help scanstate            the same in the words of USMT's ScanState

   In place of the image: a disk, a partition, an image of either, or the folder where an NTFS
   volume is mounted. mftlink writes only in apply, undo, remove and recover, and asks before.
END
}

if [ -e "$plans" ] && ! rm -r "$plans"; then exit 1; fi
mkdir "$plans" || exit 1
the_old_system
the_store
the_new_system
the_end
where_to_go_next

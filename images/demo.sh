#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What `make demo` shows: a volume is made, and mftlink tells what lies on it. Each command is printed
# as it then runs, and what follows is its real output.
#
# Needs neither root nor a terminal. Each step is a function; the list of them is at the end.
#
# environment: BUILD or MFTLINK_BUILD, the build folder (build)
# shellcheck disable=SC2016 # $MFT and C$ are names here
set -u -o pipefail

cd "$(dirname "$0")/.." || exit 1
build=${BUILD:-${MFTLINK_BUILD:-build}}
build=${build#"$PWD"/} # shorter to read
build=$(printf %q "$build")
image=$build/demo.img
mftlink=$build/mftlink
store='\migdata\USMT'
johns=$store'\File\C$\Documents and Settings\JohnDoe\My Documents'
export LC_ALL=C.UTF-8 PATH="$PATH:/usr/sbin:/sbin"

bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR-}" ] && [ "${TERM:-dumb}" != dumb ]; then
    bold=$'\e[1m' plain=$'\e[0m'
fi

### How the story is told

title()
{
    printf '\n%s%s\n%s%s\n' "$bold" "$1" "${1//?/-}" "$plain"
}

tell()
{
    printf '%s\n' "$@"
}

# run COMMAND: a line for the shell, or several; stops the story when it fails.
run()
{
    local status=0
    printf '\n  %s$ %s%s\n' "$bold" "${1//$'\n'/$'\n    '}" "$plain"
    eval "$1" | sed 's/^\(.\)/  \1/; 1s/^/\n/' || status=${PIPESTATUS[0]}
    [ "$status" = 0 ] && return
    printf '\ndemo: the last command ended with exit status %d.\n' "$status" >&2
    exit 1
}

### The steps

make_volume()
{
    title 'A volume'
    tell 'A PC after a refresh in place. The documents of JohnDoe and MaryMajor are kept in a hard-link' \
        "store, $store, and most of them have names in \\Users and \\Windows.old as well." \
        'mkntfs and libntfs-3g make it in a file, which is not mounted.'
    run "$build/images/recipe demo $image"
}

look_at_it()
{
    title 'What the volume says of itself'
    run "$mftlink info $image"
}

scan_it()
{
    title 'Every file, name and link, from one pass over its $MFT'
    run "$mftlink scan $image"
}

break_down_a_file()
{
    title 'One document of the store, and where else it is'
    tell 'Who adds up names counts its bytes three times. They lie on the disk once.'
    run "$mftlink links $image \\
'$johns\\Managing_Shims.docx'"
}

look_into_the_store()
{
    title 'What is lost when the store is deleted?'
    tell 'The files of the first group: they have no name outside it. Those of the second keep theirs.'
    run "$mftlink links $image --min-links 1 --under '$store' >$build/store.txt"
    run "grep -A 5 '^Files ' $build/store.txt"
}

export_it()
{
    title 'Every name as a row, for other programs'
    run "$mftlink export --format csv --out $build/demo.csv $image"
    run "head -n 1 $build/demo.csv | tr , ' ' | fold -s -w 90"
    tell '' 'Path, size and links in the rows of that document:'
    run "grep Managing_Shims $build/demo.csv | cut -d , -f 6,11,13"
}

where_to_go_next()
{
    title 'Where to go next'
    tell "The volume stays in $image. Some commands to copy:"
    cat <<END

  $mftlink links --min-links 3 $image | less
  $mftlink links --json $image '\\Users\\JohnDoe\\Documents\\Managing_Shims.docx'
  $mftlink export --format bodyfile $image >$build/demo.body
  $mftlink export --format jsonl --streams $image | grep -m 3 Zone.Identifier
  $mftlink scan --json $image
  $mftlink help export

END
    tell 'In place of the image: a block device, the folder where an NTFS volume is mounted, an image of a' \
        'whole disk, or a copy of $MFT. It is only ever read.'
}

for step in make_volume look_at_it scan_it break_down_a_file look_into_the_store export_it \
    where_to_go_next; do
    "$step"
done

#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What `make demo` shows: a volume is made, and mftlink tells what lies on it. Each command is printed
# before it runs and what follows is its real output, shortened only where "..." says so.
#
# Needs neither root nor a terminal. Each step is a function; the list of them is at the end.
#
# environment: BUILD or MFTLINK_BUILD, the build folder (build)
set -u -o pipefail

cd "$(dirname "$0")/.." || exit 1
build=${BUILD:-${MFTLINK_BUILD:-build}}
build=${build#"$PWD"/} # shorter to read
image=$build/demo.img
facts=$build/demo.facts
store='\migdata\USMT\File\C$\Documents and Settings'
document=$store'\JohnDoe\My Documents\Managing_Shims.docx'
export LC_ALL=C.UTF-8

bold='' dim='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR-}" ] && [ "${TERM:-dumb}" != dumb ]; then
    bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'
fi

### How the story is told

title()
{
    printf '\n%s%s%s\n\n' "$bold" "$1" "$plain"
}

tell()
{
    printf '%s\n' "$@"
}

# A command as one would type it: quoted where the shell asks for it.
spelled()
{
    local word text=
    for word in "$@"; do
        case $word in
        *[!A-Za-z0-9_./:=,-]*) text+=" '$word'" ;;
        *) text+=" $word" ;;
        esac
    done
    printf '%s' "${text# }"
}

prompt()
{
    printf '\n  %s$ %s%s\n\n' "$bold" "$1" "$plain"
}

indent()
{
    sed 's/^\(.\)/  \1/'
}

stop()
{
    printf '\ndemo: %s ended with exit status %d.\n' "$1" "$2" >&2
    exit 1
}

# run COMMAND...: shows it and its whole output.
run()
{
    prompt "$(spelled "$@")"
    "$@" | indent || stop "$1 ${2-}" "${PIPESTATUS[0]}"
}

# run_head LINES COMMAND...: the same with the first lines of the output. The whole is made all the same,
# so that a failure later in it is seen.
run_head()
{
    local lines=$1 whole
    shift
    prompt "$(spelled "$@") | head -n $lines"
    whole=$("$@") || stop "$1 ${2-}" $?
    printf '%s\n' "$whole" | sed -n "1,${lines}p" | indent
    printf '  %s... %d lines in all%s\n' "$dim" "$(printf '%s\n' "$whole" | wc -l)" "$plain"
}

fact()
{
    sed -n "s/^$1=//p" "$facts"
}

### The steps

make_volume()
{
    title 'A volume'
    tell 'A PC after a refresh in place: the documents of JohnDoe and MaryMajor are kept in a hard-link' \
        'store, \migdata\USMT, and the same files have names in \Windows.old and \Users. mkntfs and' \
        'libntfs-3g make it; nothing is mounted.'
    prompt "$(spelled "$build/images/recipe" demo "$image")"
    "$build/images/recipe" demo "$image" >"$facts" || stop images/recipe $?
    tell "  $(fact files) files, $(fact linked) of them linked; $(du -m "$image" | cut -f 1) MB on the disk"
}

look_at_it()
{
    title 'What the volume says of itself'
    run "$build/mftlink" info "$image"
}

scan_it()
{
    title 'Every file, name and link, from one pass over its $MFT'
    run "$build/mftlink" scan "$image"
}

break_down_a_file()
{
    title 'One file of the store, and where else it is'
    tell 'Its size counts three times when names are added up, and lies on the disk once.'
    run "$build/mftlink" links "$image" "$document"
}

look_into_the_store()
{
    title 'What would be freed if MaryMajor'"'"'s part of the store were deleted?'
    tell 'Only the files whose names all lie in it; the others keep a name elsewhere.'
    run_head 17 "$build/mftlink" links "$image" --under "$store\\MaryMajor"
}

export_it()
{
    title 'Every name as a row, for other programs'
    run_head 3 "$build/mftlink" export --format csv "$image"
}

where_to_go_next()
{
    title 'Where to go next'
    tell 'The volume stays in '"$image"'. A few commands to copy:' ''
    cat <<END
  $build/mftlink links --min-links 3 $image
  $build/mftlink links --json $image '$document'
  $build/mftlink export --format bodyfile $image | mactime -d -b - | head
  $build/mftlink export --format jsonl --streams $image | grep Zone.Identifier | head -n 3
  $build/mftlink scan --json $image
  $build/mftlink help export

END
    tell 'Instead of the image: a block device, the folder where an NTFS volume is mounted, a whole disk or' \
        'a copy of $MFT. mftlink only ever reads them.'
}

steps=(
    make_volume
    look_at_it
    scan_it
    break_down_a_file
    look_into_the_store
    export_it
    where_to_go_next
)

for step in "${steps[@]}"; do
    "$step"
done

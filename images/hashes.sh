#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# SHA-256 and name of files of a volume, sorted: where they lie is left out, so that files can be compared that have
# moved. mftlink lists them, ntfscat (of ntfs-3g) reads them by their paths; icat (of sleuthkit) by their records where
# they are encrypted (EFS), which ntfscat refuses: then it is the encrypted bytes that are compared.
#
# usage: images/hashes.sh IMAGE PATTERN...     of paths with slashes, without a drive: '*/Pictures/*' is all that is in
#                                              a folder of that name, and in its folders
#
# environment: MFTLINK (build/mftlink)
set -eu
export LC_ALL=C.UTF-8 PATH="$PATH:/usr/sbin:/sbin"
image=$1
shift

# Is the path one of those that are asked for?
is_asked()
{
    path=$1
    shift
    for pattern in "$@"; do
        # shellcheck disable=SC2254 # it is a pattern
        case $path in $pattern) return 0 ;; esac
    done
    return 1
}

# Prints what is in a file: RECORD ATTRIBUTES PATH
content_of()
{
    case $2 in
    0x????4*) icat "$image" "$1" ;;
    *) ntfscat "$image" "$3" ;;
    esac
}

"${MFTLINK:-build/mftlink}" export --progress none --format csv --columns is_directory,record,attributes,path "$image" |
    sed -n 's/^false,\([0-9]*\),\(0x[0-9a-f]*\),./\1 \2 /p' | tr '\\' / | while read -r record attributes path; do
    is_asked "$path" "$@" || continue
    hash=$(content_of "$record" "$attributes" "$path" | sha256sum)
    printf '%s %s\n' "${hash%% *}" "${path##*/}"
done | sort

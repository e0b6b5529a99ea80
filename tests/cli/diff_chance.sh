#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink diff against brute force over two exports, after changes by chance that a driver has made, and after those
# that apply makes. A volume and its inventory, in any pairing, say the same.
. tests/cli/common

mnt=$work/mnt
mkdir "$mnt"
mount_options=permissions

# Commands for a shell in the mounted volume: $2 changes by chance from the seed $1. What cannot be done is not done.
changes()
{
    awk -v seed="$1" -v n="$2" '
    function chance(limit) { return int(rand() * limit) }
    # A line of the list, by its number.
    function some(list) { return "$(sed -n " chance(9999) + 1 "p\\;T\\;q " list " || true)" }
    BEGIN {
        srand(seed)
        for (i = 0; i < n; i++) {
            f = "f=$(pick files " chance(1000000) ")"
            d = "d=$(pick folders " chance(1000000) ")"
            kind = chance(17)
            print "{ " f "; " d ";"
            if (kind == 0) print "head -c " chance(9000) " /dev/zero >\"$d/new" i "\""
            if (kind == 1) print "mkdir \"$d/folder" i "\"; echo a >\"$d/folder" i "/a\""
            if (kind == 2) print "rm \"$f\""
            if (kind == 3) print "mv \"$f\" \"${f%/*}/named" i "\""
            if (kind == 4) print "mv \"$f\" \"$d/\""
            if (kind == 5) print "mv \"$f\" \"$d/other" i "\""
            if (kind == 6) print "ln \"$f\" \"$d/link" i "\"; ln \"$f\" \"$d/link" i "b\""
            if (kind == 7) print "head -c " chance(70000) " /dev/zero >>\"$f\""
            if (kind == 8) print "truncate -s " chance(3000) " \"$f\""
            if (kind == 9) print "touch -r \"$f\" \"$stamp\"; printf x | dd of=\"$f\" conv=notrunc status=none; touch -r \"$stamp\" \"$f\""
            if (kind == 10) print "touch -a \"$f\""
            if (kind == 11) print "touch -m -d @" 1500000000 + chance(100000000) " \"$f\""
            if (kind == 12) print "setfattr -n user.s" chance(3) " -v " chance(1000) " \"$f\""
            if (kind == 13) print "setfattr -h -n system.ntfs_attrib_be -v 0x000000" substr("010203072122", 1 + 2 * chance(6), 2) " \"$f\""
            if (kind == 14) print "chown " chance(5) ":" chance(3) " \"$f\""
            if (kind == 15) print "chmod " 400 + chance(8) * 10 + chance(8) " \"$d\" \"$f\""
            if (kind == 16) print "case $d in ./?*/*) mv \"$d\" \"./up" i "\" ;; esac; ln \"$f\" ./top" i "; rm \"$f\""
            print "} 2>/dev/null; true"
        }
    }'
}

# The N-th line (of as many as there are, and again from the start) of what find lists.
pick()
{
    case $1 in files) type=f ;; *) type=d ;; esac
    find . -type $type ! -name '$*' ! -name '*
*' | sort | awk -v n="$2" '{ line[NR - 1] = $0 } END { print NR ? line[n % NR] : "./none" }'
}

# jq takes no half of a surrogate pair, which a name may well have: its escape becomes plain text.
legible()
{
    sed -e ':again' -e 's/\(\(^\|[^\\]\)\(\\\\\)*\)\\u\(d[89a-f]\)/\1\\\\u\4/; t again'
}

# As run, of JSON.
run_legible()
{
    run "$@"
    legible <"$work/out" >"$work/out.legible"
    mv "$work/out.legible" "$work/out"
}

# Two states, each as volume and inventory: diff says what brute force says.
agree()
{
    title=$1 before=$2 after=$3
    for side in before after; do
        eval "file=\$$side"
        "$MFTLINK" export --format jsonl --streams "$file" 2>/dev/null | legible >"$work/$side.jsonl"
        "$MFTLINK" scan -o "$work/$side.parquet" "$file" >/dev/null 2>&1
    done
    jq -cn --slurpfile a "$work/before.jsonl" --slurpfile b "$work/after.jsonl" -f tests/cli/diff_brute.jq \
        >"$work/brute" 2>"$work/err"
    check "$title: brute force finds something" test "$(jq length "$work/brute")" -gt 0
    first=
    for pair in "$before $after" "$work/before.parquet $work/after.parquet" "$before $work/after.parquet" \
        "$work/before.parquet $after"; do
        # shellcheck disable=SC2086 # two words
        run_legible diff --json $pair
        expect 3 "$title"
        jq -c '[.changes[] | {id, kinds: (.kinds - ["unreadable"] | sort)}] | sort_by(.id, .kinds)' "$work/out" >"$work/ours"
        check "$title: as brute force has it" cmp "$work/ours" "$work/brute"
        sum=$(jq -S 'del(.a, .b)' "$work/out" | cksum)
        check "$title: every pairing says the same" test "${first:=$sum}" = "$sum"
    done
    check "$title: totals are those of the rows" prints_json '. as $d
        | all(.kinds | to_entries[]; . as $k | [$d.changes[] | select(.kinds | index($k.key))]
            | (map(select(.is_directory)) | length) == $k.value.folders
              and (map(select(.is_directory | not)) | length) == $k.value.files
              and (map(.before.size // 0) | add // 0) == $k.value.before_bytes
              and (map(.after.size // 0) | add // 0) == $k.value.after_bytes)'
    check "$title: names add up" prints_json 'all(.changes[] | select(.before and .after);
        .after.links - .before.links == ([.names[] | select(.change == "added")] | length)
            - ([.names[] | select(.change == "removed")] | length))'
    run_legible diff --json --top 1000000 "$before" "$after"
    check "$title: folders add up" prints_json '. as $d | .after.files - .before.files ==
            ([.folders[] | .added - .removed + .came - .left] | add)
        and .after.bytes - .before.bytes == ([.folders[] | .after.bytes - .before.bytes] | add // 0)
        and all(.folders[]; .after.files - .before.files == .added - .removed + .came - .left)
        and ([.folders[] | .added + .removed + .changed + .folders] | add) == ($d.changes | length)'
    for side in before after; do
        eval "file=\$$side"
        "$MFTLINK" report --json "$file" 2>/dev/null | legible >"$work/$side.report"
        check "$title: $side, sizes are those of report" test "$(jq -c "[.$side.files, .$side.bytes, .$side.allocated_bytes]" "$work/out")" = \
            "$(jq -c '.total | [.files, .unique_bytes, .allocated_bytes]' "$work/$side.report")"
    done
    cp "$work/out" "$work/j"
    run_legible diff --json --top 1000000 -j1 "$before" "$after"
    check "$title: -j1 says the same" cmp "$work/out" "$work/j"
}

# Carried out by libntfs-3g without a mount: a store is made.
recipe refresh
cp "$image" "$work/applied.img"
run plan save "$work/applied.img" --store 'C:\migdata' --efs skip --rules builtin:documents -o "$work/plan.parquet"
run apply --yes --reserve 0 "$work/plan.parquet" "$work/applied.img"
check "a plan is carried out" test "$status" = 0 -o "$status" = 3
agree "a store is made" "$image" "$work/applied.img"
check "its files have got a name more" prints_json '.kinds.links.files > 10 and .kinds.added.folders > 3'

recipe demo
if mount_it "$image"; then
    unmount_it
    for seed in ${MFTLINK_SEEDS:-1}; do
        for name in chance:$seed tree ads; do
            recipe "$name"
            cp "$image" "$work/changed.img"
            changes "$seed" 70 >"$work/changes"
            mount_it "$work/changed.img" || break
            # shellcheck disable=SC1091 # made here
            (cd "$mnt" && stamp=$work/stamp && : >"$stamp" && . "$work/changes")
            unmount_it
            agree "$name, changes from $seed" "$image" "$work/changed.img"
        done
    done
else
    skip "volumes cannot be mounted here"
fi
finish

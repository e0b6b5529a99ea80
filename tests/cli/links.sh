#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink links: the HardLink Scanner's breakdown, paths, and folders.
. tests/cli/common

recipe demo
run links --json "$image"
expect 0 "all groups"
check "there are groups" prints_json '.totals.files == (.groups | length) and .totals.files > 0'
check "totals add up" prints_json '.totals.names == ([.groups[].links] | add) and
    .totals.naive_bytes == ([.groups[].naive_bytes] | add) and .totals.unique_bytes == ([.groups[].unique_bytes] | add)'
check "groups are what they say" prints_json '.groups | all(.links >= 2 and .links == (.names | length) and
    .naive_bytes == .links * .unique_bytes)'
check "names are in order" prints_json '.groups | all(.names == (.names | sort))'
path=$(jq -r '.groups[0].names[0]' "$work/out")
id=$(jq -r '.groups[0].unique_id' "$work/out")

# The form, character for character.
run links "$image" "$path"
expect 0 "one path"
check "the title is the path as given" test "$(head -n 1 "$work/out")" = "Breakdown for \"$path\""
check "the id ends in column 30" test "$(sed -n 2p "$work/out")" = "$(printf '  Unique ID:%18s' "$id")"
check "the labels" test "$(sed -n '3,7s/:.*//p' "$work/out" | tr -d '\n')" = \
    '  Hardlink count  Naive file size  Unique file size  Kind of file  Filenames'
check "names are indented by four" printed_line "    $path"
for form in "C:$path" "$(printf %s "$path" | tr '\\' /)" "c:$(printf %s "$path" | tr '\\a-z' '/A-Z')"; do
    run links "$image" "$form"
    expect 0 "the path $form"
    check "$form leads to the same file" printed "$id"
    check "$form is the title" printed_line "Breakdown for \"$form\""
done
run links "$image" "$path" "$path\\below" '\no such\thing' "$path"
expect 1 "paths that are not there"
check "the others are shown" test "$(grep -c '^Breakdown' "$work/out")" = 2
check "an empty line goes between" test "$(grep -c '^$' "$work/out")" = 1
check "how far it was found" said "'$path' is there, the rest is not"
check "or not at all" said "There is no '\\no such\\thing' on the volume"
check "and what lists them" said "mftlink export"

# Below a folder.
run links --json --under / "$image"
check "all lie below the root" prints_json '.inside.files > 0 and .outside.files == 0'
folder=$(printf %s "$path" | cut -d'\' -f1-2)
run links --json --under "$folder" --min-links 1 "$image"
expect 0 "--under $folder"
check "inside is inside" prints_json '.under as $u | .inside.groups | length > 0 and
    all(.names | all(startswith($u + "\\")))'
check "outside is both" prints_json '.under as $u | .outside.groups |
    all((.names | any(startswith($u + "\\"))) and (.names | any(startswith($u + "\\") | not)))'
check "names below are counted" prints_json '.under as $u | .outside |
    .names_below == ([.groups[].names[] | select(startswith($u + "\\"))] | length)'
run links --under "$folder" "$image"
expect 0 "--under as text"
check "two lists" test "$(grep -c '^Files ' "$work/out")" = 2
run links --under "$path" "$image"
check "--under a file" refused
run links --under '\not there' "$image"
expect 1 "--under what is not there"
run links --min-links 3 --json "$image"
check "--min-links" prints_json '.groups | all(.links >= 3)'
run links --min-links 1000 "$image"
expect 0 "no such groups"
check "nothing is told as well" said 'has 1000 or more names'

recipe manylinks:60:12
run links --json "$image"
check "sixty names" prints_json '.groups | any(.links >= 60)'
recipe reparse
run links --json --min-links 1 "$image"
check "kinds by reparse tag" prints_json '[.groups[].kind] | contains(["symlink", "wof"])'
"$MFTLINK" links "$image" '\' >/dev/full 2>"$work/err"
check "a full disk is no success" test $? = 1
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink remove, from end to end: stores go, and no file with them; what is not theirs, and what has only its name there, stays and is told.
. tests/cli/common

sum()
{
    sha256sum <"$1"
}

# names IMAGE: all names that are not below the store's folder
names()
{
    "$MFTLINK" export "$1" --format jsonl | jq -r 'select(.system | not) | .path' | grep -v '^\\migdata' | sort
}

# inside IMAGE: those that are
inside()
{
    "$MFTLINK" export "$1" --format jsonl | jq -r .path | grep '^\\migdata' | sort
}

remove()
{
    plan=$work/removal.parquet
    rm -f "$plan"*
    run remove --yes "$image" --store 'C:\migdata' -o "$plan" "$@"
}

sound()
{
    ntfsfix -n "$image" >/dev/null && "$MFTLINK" scan "$image" >/dev/null
}

# ---- A store that is nothing but names ----

recipe store:1
cp "$image" "$work/whole.img"
names "$image" >"$work/names"
before=$(sum "$image")
run remove "$image" --store 'C:\migdata' -o "$work/removal.parquet"
expect 1 "without a terminal and without --yes"
check "nothing is written" test "$(sum "$image")" = "$before"
rm -f "$work/removal.parquet"*
run remove --dry-run "$image" --store 'C:\migdata' -o "$work/removal.parquet"
expect 0 "a dry run"
check "writes nothing" test "$(sum "$image")" = "$before"
check "and keeps no plan" test ! -e "$work/removal.parquet"
remove
expect 0 "removed"
check "nothing of it is there" test -z "$(inside "$image")"
names "$image" >"$work/names.now"
check "and all else is" cmp "$work/names" "$work/names.now"
check "a read-only file is one still" sh -c "'$MFTLINK' export '$image' --format jsonl | jq -e 'select(.name == \"readonly.pdf\") | .attributes | test(\"1\$\")' | grep -q true"
check "the volume is sound" sound
run remove --yes "$image" --store 'C:\migdata' -o "$work/another.parquet"
expect 1 "there is no store any more"
run undo --yes "$work/removal.parquet.journal" "$image"
expect 3 "taken back: manifests do not come back"
inside "$image" | grep -v 'mftlink-manifest' >"$work/inside.now"
inside "$work/whole.img" | grep -v 'mftlink-manifest' >"$work/inside"
check "but every name does" cmp "$work/inside" "$work/inside.now"
check "the volume is sound" sound

# ---- What stays ----

recipe store:0
names "$image" >"$work/names"
remove
expect 3 "only copies, and what is not ours"
check "only copies stay" sh -c "'$MFTLINK' export '$image' --format jsonl | jq -r .path | grep -qF 'only.txt'"
check "with all their names" test "$("$MFTLINK" export "$image" --format jsonl | jq -r .path | grep -cF 'twice.txt')" = 2
check "what is not ours stays" sh -c "'$MFTLINK' export '$image' --format jsonl | jq -r .path | grep -qxF '\\migdata\\readme.txt'"
check "names of files that live on are gone" sh -c "! '$MFTLINK' export '$image' --format jsonl | jq -r .path | grep -q 'migdata.*report.docx'"
check "they are listed" sh -c "'$MFTLINK' show --json --refusals '$work/removal.parquet' | jq -e '[.refused[].reason] | index(\"only-copy\") and index(\"not-ours\")'"
names "$image" >"$work/names.now"
check "nothing else is touched" cmp "$work/names" "$work/names.now"
check "the volume is sound" sound
remove
expect 3 "once more"
check "there is nothing to do" printed "There is nothing to do."
remove --only-copies delete
expect 3 "only copies may go"
check "they are gone" sh -c "! '$MFTLINK' export '$image' --format jsonl | jq -r .path | grep -qF 'only.txt'"
check "what is not ours is not" sh -c "'$MFTLINK' export '$image' --format jsonl | jq -r .path | grep -qxF '\\migdata\\readme.txt'"
names "$image" >"$work/names.now"
check "nothing else is touched" cmp "$work/names" "$work/names.now"
check "the volume is sound" sound

# ---- A store that has changed since it was made ----

if command -v ntfscp >/dev/null; then
    recipe refresh:0
    run plan save "$image" --store 'C:\migdata' --rules builtin:user --efs skip -o "$work/save.parquet"
    run apply --yes --reserve 0 "$work/save.parquet" "$image"
    expect 0 "a store"
    printf 'mine\n' >"$work/mine"
    ntfscp -q "$image" "$work/mine" 'migdata/USMT/File/C$/mine.txt'
    ntfscp -q "$image" "$work/mine" 'Users/Ann/Documents/report.docx'
    remove
    expect 3 "something was put into it"
    check "that stays" sh -c "ntfscat '$image' 'migdata/USMT/File/C\$/mine.txt' | cmp - '$work/mine'"
    check "what was changed meanwhile is what it was changed to" sh -c "ntfscat '$image' Users/Ann/Documents/report.docx | head -c 5 | cmp - '$work/mine'"
    check "and nothing else" test "$(inside "$image" | wc -l)" = 6
    check "the volume is sound" sound
else
    skip "ntfscp is not installed"
fi

# ---- Two volumes, and one of them missing ----

recipe store:2
cp "$image" "$work/d.img"
another_serial "$work/d.img"
cp "$work/whole.img" "$work/c.img"
run remove --yes -V "C:=$work/c.img" -V "D:=$work/d.img" --store 'C:\migdata' -o "$work/two.parquet"
expect 3 "two volumes"
check "both are done" sh -c "! '$MFTLINK' export '$work/d.img' --format jsonl | jq -r .path | grep -q 'migdata.*report.docx'"
check "nothing is left on C:" test -z "$(inside "$work/c.img")"
cp "$work/whole.img" "$work/c.img"
run remove --yes -V "C:=$work/c.img" --store 'C:\migdata' -o "$work/two.parquet"
expect 1 "a plan that was begun wants both of its volumes"

# ---- A removal that is done is not begun ----

cp "$work/whole.img" "$work/c.img"
image=$work/c.img
remove
expect 0 "removed"
cp "$work/whole.img" "$work/c.img"
run remove --yes "$image" --store 'C:\migdata' -o "$work/removal.parquet"
check "the same plan of a store that is there again says what to do" said "-o"
check "and nothing is lost" test -n "$(inside "$image")" -o "$status" = 0
finish

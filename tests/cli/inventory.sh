#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Inventories: what scan -o writes answers every command as the volume did.
. tests/cli/common

# Both outputs without what must differ: the source's name, times and rates.
without_names()
{
    sed -E "s#$image#SOURCE#g; s#$work/inventory.parquet#SOURCE#g; /^  \"inventory\": \{/,/^  \}/d
        /\"(seconds|records_per_second|bytes_per_second|peak_memory_bytes|opened|mounted|inventory)\"/d" "$1"
}

# same COMMAND...: the volume and its inventory get the same answer and exit status.
same()
{
    command=$1
    shift
    run "$command" "$image" "$@"
    expected=$status
    without_names "$work/out" >"$work/expected"
    run "$command" "$work/inventory.parquet" "$@"
    without_names "$work/out" >"$work/got"
    check "$image: $command $*: the same answer" cmp "$work/expected" "$work/got"
    check "$image: $command $*: the same exit status" test "$status" = "$expected"
}

same_answers()
{
    run scan --deleted -o "$work/inventory.parquet" "$image"
    check "$image: an inventory" test "$status" = 0 -o "$status" = 3
    same export --format jsonl
    same export --format csv --streams --deleted
    same export --format bodyfile --fn
    same links --json
    same links --min-links 1
    same scan --json --deleted
    same info --json
    cp "$work/inventory.parquet" "$work/first.parquet"
    run scan --deleted -o "$work/second.parquet" "$work/first.parquet"
    check "$image: the inventory of an inventory is the same" cmp "$work/first.parquet" "$work/second.parquet"
}

for name in demo surrogates dosnames deleted times stdinfo72:3 ads reparse efs noname orphan staleparent parentloop:self \
    headercount splitrecords manylinks:300:20 mft0torn usnjrnl extend gpt512 mbrextended; do
    recipe "$name"
    same_answers
done
for name in testfs1.raw velociraptor-test.ntfs.raw 7-ntfs-undel.raw xw-torture.mft orphan.mft unicode.mft ntfs3_attrlist.raw; do
    if sample "$name"; then
        same_answers
    else
        skip "no ../shared/samples: $name is not compared"
    fi
done

# The database, too, but for what it says of its source.
for name in demo surrogates orphan noname; do
    recipe "$name"
    run scan --deleted -o "$work/inventory.parquet" "$image"
    for source in "$image" "$work/inventory.parquet"; do
        run export --format sqlite --fn --deleted -o "$work/rows.db" "$source"
        sqlite3 "$work/rows.db" "UPDATE volume SET source = '', opened = ''; SELECT * FROM volume;" .dump >"$work/got"
        [ "$source" != "$image" ] || mv "$work/got" "$work/expected"
    done
    check "$name: the same database" cmp "$work/expected" "$work/got"
    check "$name: with rows" test "$(wc -l <"$work/got")" -gt 50
done

# What the registry says of users is in it: plans of an inventory are those of the volume.
cat >"$work/all.xml" <<'END'
<migration urlid="urn:mftlink:test:all"><component type="Documents" context="UserAndSystem"><displayName>All</displayName>
<role role="Data"><rules><include><objectSet><pattern type="File">%CSIDL_PERSONAL%\* [*]</pattern>
<pattern type="File">C:\* [*.doc]</pattern></objectSet></include></rules></role></component></migration>
END
for name in users users:1 users:5 usersxp refresh refresh:1 demo tree surrogates; do
    recipe "$name"
    run scan -o "$work/inventory.parquet" --computer elsewhere "$image"
    same info --users --json
    same estimate --rules builtin:user --json
    same explain --rules "$work/all.xml" 'C:\Users\Ann\a.doc' 'C:\Data'
    for source in "$image" "$work/inventory.parquet"; do
        run plan save "$source" --store 'C:\migdata' --rules builtin:user "$work/all.xml" -o "$work/plan.parquet"
        check "$name: a plan" test "$status" = 0 -o "$status" = 3
        [ "$source" != "$image" ] || mv "$work/plan.parquet" "$work/expected.parquet"
    done
    check "$name: the same plan" cmp "$work/expected.parquet" "$work/plan.parquet"
    for source in "$image" "$work/inventory.parquet"; do
        run rules lint --json -V "C:=$source" builtin:user "$work/all.xml"
        [ "$source" != "$image" ] || mv "$work/out" "$work/expected"
    done
    check "$name: the same notes on rules" cmp "$work/expected" "$work/out"
done

# Files without any name are in it, though they have no row.
recipe noname
run scan -o "$work/inventory.parquet" "$image"
run scan "$work/inventory.parquet"
check "a file without a name is found again" printed "no-name"

recipe demo
run scan -o "$work/inventory.parquet" --computer PC17 --volume C: "$image"
expect 0 "--computer and --volume"
check "stay out of the summary" printed "Source: $image"
run info --json "$work/inventory.parquet"
check "info tells them" prints_json '.inventory.computer == "PC17" and .inventory.volume == "C:" and
    (.inventory.sha256 | length) == 64'
run info "$work/inventory.parquet"
check "info tells people, too" printed "PC17"
same links '\'
run links "$work/inventory.parquet" '\users'
expect 0 "letters of either case: \$UpCase is in it"
run links --under '\Users' "$work/inventory.parquet"
expect 0 "--under"

# Threads and times change nothing.
SOURCE_DATE_EPOCH=1700000000 "$MFTLINK" scan -j1 -o "$work/one.parquet" "$image" >"$work/out" 2>"$work/err"
SOURCE_DATE_EPOCH=1700000000 "$MFTLINK" scan -j2 -o "$work/two.parquet" "$image" >"$work/out" 2>"$work/err"
check "-j1 and -j2 write the same bytes" cmp "$work/one.parquet" "$work/two.parquet"

# The chain: the inventory knows the hash of $MFT, and the evidence that of the inventory.
SOURCE_DATE_EPOCH=1700000000
export SOURCE_DATE_EPOCH
for n in 1 2; do
    run scan -o "$work/chain.parquet" --evidence "$work/chain.json" "$image"
    expect 0 "evidence of an inventory"
    mv "$work/chain.parquet" "$work/chain$n.parquet"
    mv "$work/chain.json" "$work/chain$n.json"
done
check "two runs: the same inventory" cmp "$work/chain1.parquet" "$work/chain2.parquet"
check "and the same evidence" cmp "$work/chain1.json" "$work/chain2.json"
sum=$(sha256sum <"$work/chain1.parquet" | cut -d' ' -f1)
check "the inventory's hash is in it" test "$(jq -r '.outputs[] | select(.path | endswith("parquet")).sha256' \
    "$work/chain1.json")" = "$sum"
run links --evidence "$work/links.json" "$work/chain1.parquet"
expect 0 "evidence of a reading of the inventory"
check "names what was scanned" test "$(jq -r .scanned_mft_sha256 "$work/links.json")" = \
    "$(jq -r .mft.sha256 "$work/chain1.json")"
check "and what was read" test "$(jq -r .source.kind "$work/links.json")" = inventory
check "and no \$MFT" test "$(jq .mft "$work/links.json")" = null
unset SOURCE_DATE_EPOCH

# What an inventory cannot say.
run export --format csv --deleted "$work/one.parquet"
check "--deleted of one that has none" refused
check "says so" said "without --deleted"
run scan --skip-free "$work/one.parquet"
check "--skip-free" refused
run info --partition 1 "$work/one.parquet"
check "--partition" refused

# Command lines that make no sense.
run scan --computer PC17 "$image"
expect 2 "--computer without -o"
run scan -o - "$image"
expect 2 "-o -"
run scan -o "$work/x.parquet.zst" "$image"
expect 2 "a name that ends in .zst"
check "writes nothing" test ! -e "$work/x.parquet.zst"

run scan -o "$work/x.parquet" --computer "$(printf 'PC\377')" "$image"
expect 1 "a name that is not UTF-8"
check "is refused" said "--computer"
check "writes nothing" test ! -e "$work/x.parquet"

# Outputs that cannot be.
run scan -o "$work/none/x.parquet" "$image"
expect 1 "a folder that is not there"
check "is told in one sentence" refused
check "with its name" said "$work/none/x.parquet"
run scan -o "$work" "$image"
expect 1 "a folder"
run scan -o /dev/full "$image"
expect 1 "a full device"
cp "$image" "$work/copy.img"
run scan -o "$work/copy.img" "$work/copy.img"
expect 1 "the source itself"
check "is untouched" cmp "$image" "$work/copy.img"
cp "$work/one.parquet" "$work/self.parquet"
run scan -o "$work/self.parquet" "$work/self.parquet"
expect 1 "an inventory over itself"
check "is untouched, too" cmp "$work/one.parquet" "$work/self.parquet"
echo old >"$work/full.parquet"
(
    ulimit -f 64
    trap '' XFSZ
    "$MFTLINK" scan -o "$work/full.parquet" "$image" >"$work/out" 2>"$work/err"
)
check "a file that cannot grow" test $? = 1
check "leaves the old one" test "$(cat "$work/full.parquet")" = old

# Files that are none.
damage()
{
    cp "$work/one.parquet" "$work/damaged.parquet"
    printf '%b' "$2" | dd of="$work/damaged.parquet" bs=1 seek="$1" conv=notrunc 2>"$work/dd"
    for command in links scan info 'export --format csv'; do
        # shellcheck disable=SC2086 # a command and its options
        run $command "$work/damaged.parquet"
        check "$command: damage at $1" refused
        check "is called so" said "is damaged"
    done
}
size=$(stat -c %s "$work/one.parquet")
for at in 5 1000 $((size / 3)) $((size / 2)) $((size - 5000)) $((size - 300)) $((size - 10)); do
    byte=$(od -An -tu1 -j "$at" -N1 "$work/one.parquet" | tr -d ' ')
    damage "$at" "\\$(printf '%04o' $(((byte + 1) % 256)))"
done
for part in $((size - 1)) $((size - 8)) $((size / 2)) 100 12 8; do
    head -c "$part" "$work/one.parquet" >"$work/damaged.parquet"
    for command in links scan info; do
        run $command "$work/damaged.parquet"
        check "$command: the first $part bytes" refused
    done
done
# with_footer EXPRESSION: a copy of an inventory with the footer changed by sed, and its SHA-256 made anew.
with_footer()
{
    length=$(od -An -tu4 -j $((size - 8)) -N4 "$work/one.parquet" | tr -d ' ')
    head -c $((size - 8 - length)) "$work/one.parquet" >"$work/changed.parquet"
    tail -c $((length + 8)) "$work/one.parquet" | head -c "$length" | LC_ALL=C sed "$1" >"$work/footer"
    at=$(($(LC_ALL=C grep -abo 'mftlink\.sha256' "$work/footer" | tail -n 1 | cut -d: -f1) + 16))
    zeros=0000000000000000000000000000000000000000000000000000000000000000
    printf %s "$zeros" | dd of="$work/footer" bs=1 seek="$at" conv=notrunc 2>"$work/dd"
    sha256sum <"$work/footer" | head -c 64 | dd of="$work/footer" bs=1 seek="$at" conv=notrunc 2>"$work/dd"
    cat "$work/footer" >>"$work/changed.parquet"
    tail -c 8 "$work/one.parquet" >>"$work/changed.parquet"
}
with_footer ''
check "a footer that is only hashed anew" cmp "$work/one.parquet" "$work/changed.parquet"
with_footer 's/inventory 1/inventory 2/'
for command in links scan info 'export -f csv'; do
    # shellcheck disable=SC2086 # a command may come with an option
    run $command "$work/changed.parquet"
    check "$command: an inventory of another version" refused
    check "$command: is called so" said "is an inventory of version 2; this mftlink reads version 1"
done
with_footer 's/inventory 1/somethingX1/'
run links "$work/changed.parquet"
check "another table of mftlink" refused
check "is called so" said "but not an inventory"
with_footer 's/mftlink.table/mftlonk.table/'
run links "$work/changed.parquet"
check "a Parquet file of others" refused
check "is called so" said "not one that mftlink has written"

nothing=$(find "$work" -name '*.part')
check "nothing is left behind" test -z "$nothing"
finish

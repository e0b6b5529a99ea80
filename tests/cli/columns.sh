#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink export --columns: each column alone is that column of the full export.
. tests/cli/common

# same_columns OPTION...: of $image
same_columns()
{
    run export --format csv "$@" "$image"
    cp "$work/out" "$work/full.csv"
    run export --format jsonl "$@" "$image"
    cp "$work/out" "$work/full.jsonl"
    head -n 1 "$work/full.csv" | tr , '\n' >"$work/names"
    check "no field has a comma" test "$(awk -F, 'NF != 27' "$work/full.csv" | wc -l)" = 0
    n=0
    while read -r name; do
        n=$((n + 1))
        cut -d, -f$n "$work/full.csv" | sed 's/^$/""/' >"$work/cut"
        run export --format csv --columns "$name" "$@" "$image"
        check "csv $name $*" cmp "$work/cut" "$work/out"
        jq -c "{$name}" "$work/full.jsonl" >"$work/cut"
        run export --format jsonl --columns "$name" "$@" "$image"
        jq -c . "$work/out" >"$work/one"
        check "jsonl $name $*" cmp "$work/cut" "$work/one"
    done <"$work/names"
    check "there are columns" test $n = 27
}

recipe demo
same_columns --streams
recipe deleted
same_columns --deleted
recipe demo
run export --format csv "$image"
cut -d, -f1,6,11 "$work/out" | awk -F, '{ print $3 "," $1 "," $2 }' >"$work/cut"
run export --format csv --columns size,record,path "$image"
check "any order" cmp "$work/cut" "$work/out"
run export --format csv "$image"
cp "$work/out" "$work/full.csv"
run export --format csv --columns "$(head -n 1 "$work/full.csv")" "$image"
check "all of them" cmp "$work/full.csv" "$work/out"
run export --format csv -j 5 --columns owner,path --out "$work/few.csv.zst" "$image"
expect 0 "together with compression"
run export --format csv -j 1 --columns owner,path "$image"
zstd -q -dc "$work/few.csv.zst" >"$work/few.csv"
check "and any number of threads" cmp "$work/few.csv" "$work/out"
run export --format csv --columns record,findings "$image"
check "healthy rows end in a comma" test "$(tail -n +2 "$work/out" | grep -vc '^[0-9]*,$')" = 0

run help export
for name in $(head -n 1 "$work/full.csv" | tr , ' '); do
    check "the help names $name" grep -qw "$name" "$work/out"
    check "the man page names $name" grep -qw "$name" docs/mftlink.1.scd
done

# mistaken COLUMNS TEXT
mistaken()
{
    run export --format csv --columns "$1" "$image"
    expect 2 "--columns '$1'"
    check "one sentence or two" test "$(wc -l <"$work/err")" = 1
    check "nothing is printed" test ! -s "$work/out"
    check "it says '$2'" said "$2"
}
mistaken '' 'needs the names of columns'
mistaken 'record,' 'needs the names of columns'
mistaken 'recrod' "Did you mean 'record'?"
mistaken 'recrod' 'The columns are record, sequence,'
mistaken 'xyzzyxyzzy' "There is no column 'xyzzyxyzzy'. The columns are record,"
mistaken 'size,path,size' "has 'size' twice"
run export --format bodyfile --columns record "$image"
expect 2 "a bodyfile has its own columns"
check "it is told" said '--columns goes with'
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink export --out NAME.zst: the same rows, compressed, whatever the number of threads.
. tests/cli/common

# same_rows FORMAT OPTION...: $work/packed.zst is what the plain output is.
same_rows()
{
    what="$image $*"
    run export --format "$@" "$image"
    cp "$work/out" "$work/plain"
    run export --format "$@" -j 1 --out "$work/packed.zst" "$image"
    check "$what prints nothing" test ! -s "$work/out"
    check "$what is a whole file" zstd -q -t "$work/packed.zst"
    zstd -q -dc "$work/packed.zst" >"$work/unpacked"
    check "$what has the same bytes" cmp "$work/plain" "$work/unpacked"
    for jobs in 2 5; do
        run export --format "$@" -j $jobs --out "$work/other.zst" "$image"
        check "$what with $jobs threads" cmp "$work/packed.zst" "$work/other.zst"
    done
}

for name in demo orphan surrogates; do
    recipe $name
    same_rows csv
    same_rows jsonl --streams --deleted
    same_rows bodyfile --fn
done
recipe demo
same_rows csv
expect 0 "a volume of some thousand files"
check "it is smaller" test $((4 * $(stat -c %s "$work/packed.zst"))) -lt "$(stat -c %s "$work/unpacked")"
check "each frame has its checksum" sh -c "zstd -lv '$work/packed.zst' 2>&1 | grep -q XXH64"
check "the header and the blocks are frames" test "$(zstd -lv "$work/packed.zst" 2>&1 |
    sed -n 's/^.*Frames: //p')" -gt 2
# One wrong byte in the middle is found.
printf '\377\000\377' | dd of="$work/packed.zst" bs=1 seek=$(($(stat -c %s "$work/packed.zst") / 2)) conv=notrunc status=none
check "damage is seen" sh -c "! zstd -q -t '$work/packed.zst'"
(
    ulimit -f 4
    trap '' XFSZ
    "$MFTLINK" export --format csv --out "$work/full.csv.zst" "$image" 2>"$work/err"
)
check "a file that cannot grow" test $? = 1
check "is not there" test ! -e "$work/full.csv.zst"
check "nothing is left behind" test -z "$(find "$work" -name '*.part')"
# A database, too.
recipe demo
run export --format sqlite -o "$work/plain.db" "$image"
run export --format sqlite -o "$work/packed.db.zst" --evidence "$work/packed.json" "$image"
expect 0 "a compressed database"
check "is a .zst file" zstd -q -t "$work/packed.db.zst"
zstd -q -d "$work/packed.db.zst" -o "$work/unpacked.db"
check "of the same database" cmp "$work/plain.db" "$work/unpacked.db"
check "the evidence is of the compressed file" test "$(jq -r '.outputs[0].sha256' "$work/packed.json")" = \
    "$(sha256sum <"$work/packed.db.zst" | cut -d' ' -f1)"
run export --format sqlite -o "$work/plain.db" --evidence "$work/plain.json" "$image"
check "and of the plain one" test "$(jq -r '.outputs[0].sha256' "$work/plain.json")" = \
    "$(sha256sum <"$work/plain.db" | cut -d' ' -f1)"
check "nothing is left behind" test -z "$(find "$work" -name '*.part')"
(
    ulimit -f 300
    trap '' XFSZ
    "$MFTLINK" export --format sqlite -o "$work/full.db.zst" "$image" 2>"$work/err"
)
check "a disk that fills" test $? = 1
check "leaves nothing" test ! -e "$work/full.db.zst" -a -z "$(find "$work" -name '*.part')"
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink apply: a store made on volumes that are not mounted, and all that is refused before.
. tests/cli/common

sum()
{
    sha256sum <"$1"
}

unchanged()
{
    [ "$(sum "$image")" = "$before" ]
}

# make_plan ARGUMENT...: of $image, into $plan
make_plan()
{
    plan=$work/plan.parquet
    rm -f "$plan"*
    run plan save "$image" --store 'C:\migdata' -o "$plan" --efs skip "$@"
}

apply()
{
    run apply --reserve 0 "$plan" "$image" "$@"
}

# Every link operation of the plan is a name of its source's file now.
has_names()
{
    "$MFTLINK" show --json --ops "$plan" | jq -r '.operations[] | select(.kind == "link") | .path + "\t" + .from' | sort >"$work/wanted"
    "$MFTLINK" export "$image" --format jsonl | jq -r '.path + "\t" + (.record | tostring)' | sed 's/^/C:/' >"$work/there"
    [ -s "$work/wanted" ] && awk -F '\t' 'NR == FNR { record[$1] = $2; next } record[$1] == "" || record[$1] != record[$2] { bad = 1; print } END { exit bad }' \
        "$work/there" "$work/wanted"
}

for generation in 0 1; do
    recipe refresh:$generation
    make_plan --rules builtin:user
    expect 3 "a plan"
    before=$(sum "$image")
    names=$("$MFTLINK" export "$image" --format jsonl | wc -l)

    apply
    expect 1 "without a terminal and without --yes"
    check "it says so" said '--yes'
    check "and nothing is written" unchanged
    check "not even a journal" test ! -e "$plan.journal"

    apply --dry-run
    expect 0 "a dry run needs no answer"
    check "it says what it proved" printed 'nothing was written'
    check "and writes nothing" unchanged
    check "no journal either" test ! -e "$plan.journal"

    run apply --yes "$plan" "$image"
    expect 1 "less than 250 MB are free"
    check "it says so" said '--reserve'
    check "nothing is written" unchanged

    apply --yes
    expect 0 "carried out"
    check "label and serial number are told" said 'serial number'
    check "every name is there" has_names
    run check "$plan" "$image"
    expect 3 "the plan does not hold any more"
    apply --yes --json
    expect 0 "once more"
    check "there is nothing left to do" prints_json '.carried_out == 0 and .left == 0'
    cp "$plan" "$work/first.parquet"
    run plan save "$image" --store 'C:\migdata' --rules builtin:user --efs skip -o "$work/again.parquet"
    run show --json "$work/again.parquet"
    check "a new plan has nothing to do" prints_json '.totals.operations == 0'
    check "ntfsfix finds nothing" sh -c "ntfsfix -n '$image' >/dev/null"
    run scan "$image"
    check "the scan finds no damage that was not there" test "$status" = "$("$MFTLINK" scan --json "$image" >/dev/null; echo $?)"
    check "there are more names" test "$("$MFTLINK" export "$image" --format jsonl | wc -l)" -gt "$names"
    check "no log is left" test ! -e "$plan.redo"
    check "a copy of the manifest is beside the plan" test -s "$plan.manifest.C.parquet"
    rm -f "$image"
done

# In small batches the same comes out.
recipe refresh:0
make_plan --rules builtin:user
cp "$image" "$work/whole.img"
apply --yes --txn-memory 1M
expect 0 "in small batches"
check "there were several" printed 'batches'
check "every name is there" has_names
mv "$image" "$work/batches.img"
run apply --yes --reserve 0 "$plan" "$work/whole.img"
expect 1 "a journal belongs to a volume: on another one nothing is found of it"
rm "$plan.journal"
run apply --yes --reserve 0 "$plan" "$work/whole.img"
expect 0 "in one batch"
"$MFTLINK" export "$work/whole.img" --format jsonl | jq -r .path | sort >"$work/a"
"$MFTLINK" export "$work/batches.img" --format jsonl | jq -r .path | sort >"$work/b"
check "the names are the same" cmp "$work/a" "$work/b"
rm "$work/whole.img" "$work/batches.img"

# Where there is no volume to write, a dry run carries the plan out on a tree of names.
recipe refresh:0
make_plan --rules builtin:user
"$MFTLINK" scan "$image" -o "$work/inventory.parquet" >/dev/null
run apply --dry-run --reserve 0 "$plan" "$work/inventory.parquet"
expect 0 "a dry run on an inventory"
check "it is proved" printed 'nothing was written'
check "and keeps no journal" test ! -e "$plan.journal"
run apply --yes --reserve 0 "$plan" "$work/inventory.parquet"
expect 1 "an inventory cannot be written"

# What drifted is named.
recipe refresh:0
make_plan --rules builtin:user
mkdir -p "$work/mnt"
if ntfs-3g "$image" "$work/mnt" 2>/dev/null; then
    echo more >>"$work/mnt/Users/Ann/Documents/report.docx"
    umount "$work/mnt"
    while pgrep -f "ntfs-3g $image" >/dev/null; do sleep 0.1; done
    before=$(sum "$image")
    apply --yes
    expect 1 "a source that has changed"
    check "the field is named" said 'size is'
    check "and the file" said 'report.docx'
    check "nothing is written" unchanged
else
    skip "no FUSE here"
fi

# Volumes that must not be written.
plan_volume=$image
for state in dirty uncleanlog hibernated:hibr; do
    recipe "$state"
    run plan save "$image" --store 'C:\migdata' --rules builtin:documents -o "$work/$state.parquet"
    plan=$work/$state.parquet
    [ -e "$plan" ] || continue
    before=$(sum "$image")
    apply --yes
    [ "$("$MFTLINK" show --json "$plan" | jq .totals.operations)" = 0 ] && continue
    expect 1 "$state"
    check "$state is not written" unchanged
done
image=$plan_volume

run apply "$work/nothing.parquet" "$image"
expect 1 "no such plan"
run apply "$image" "$image"
expect 1 "a volume is no plan"
run apply
expect 2 "no operand"

# Volumes that Windows or mkntfs made, whose $MFT has times of its own: these stay. (Recipes have zeros there.)
put_times()
{
    printf '\001\002\003\004\005\006\007\001%.0s' 1 2 3 4 | dd of="$image" bs=1 seek="$(($1 + 80))" conv=notrunc status=none
}
table_of()
{
    dd if="$image" bs=1 skip=$((16384 + 80)) count=72 status=none | od -An -tx1
}
recipe refresh:0
put_times 16384
put_times $(($("$MFTLINK" info --json "$image" | jq .mft.mirror_lcn) * 4096))
make_plan --rules builtin:user
table_of >"$work/table.before"
check "\$MFT has times" grep -q '01 02 03 04 05 06 07 01' "$work/table.before"
apply --yes
expect 0 "\$MFT with times"
table_of >"$work/table.after"
check "they stay, and its security" cmp "$work/table.before" "$work/table.after"
rules_of_all "$work/all.xml"
for name in 7-ntfs-undel.raw ntfs3_attrlist.raw ntfs_index.part128.raw; do
    if sample "$name"; then
        "$MFTLINK" export "$image" --format jsonl 2>/dev/null | jq -r .path | sort >"$work/a"
        make_plan --rules "$work/all.xml"
        apply --yes
        expect 0 "$name: a store"
        check "$name: every name is there" has_names
        run undo --yes "$plan.journal" "$image"
        expect 0 "$name: taken back"
        "$MFTLINK" export "$image" --format jsonl 2>/dev/null | jq -r .path | sort >"$work/b"
        check "$name: the names are as before" cmp "$work/a" "$work/b"
    else
        skip "the sample $name is not here"
    fi
done
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink show and check: a plan, shown and held against its volume, against that volume with a change and against
# others; and what is no plan, which is refused by a sentence that says what it is instead.
. tests/cli/common

recipe tree

run show "$work/nowhere"
expect 1 "a plan that is not there"
check "it is named" refused
check "the reason is the system's" said "No such file"
run show "$work"
expect 1 "a folder"
check "a folder is refused" refused
run show "$image"
expect 1 "a volume"
check "a volume is refused" refused
check "it is told what makes plans" said "is no plan: mftlink has not written it"
: >"$work/empty"
run show "$work/empty"
expect 1 "an empty file"
check "an empty file is refused" refused
run scan -o "$work/inventory.parquet" "$image"
run show "$work/inventory.parquet"
expect 1 "an inventory"
check "an inventory is refused" refused
check "it is called by its name" said "is an inventory, not a plan"
head -c 3000 "$work/inventory.parquet" >"$work/cut.parquet"
run show "$work/cut.parquet"
expect 1 "a table that is cut off"
check "a table that is cut off is refused" refused
run show "$work/inventory.parquet" "$image"
expect 2 "two plans"
other=$image

recipe refresh:0
plan=$work/plan.parquet
report='C:\Users\Ann\Documents\report.docx'
run plan save "$image" --store 'C:\migdata' --rules builtin:user --efs skip -o "$plan"
expect 3 "a plan with refusals"
run show "$plan"
expect 0 "a plan with refusals is shown, which is no failure"
check "its store" printed_line '  Store                   C:\migdata'
check "its volume" printed 'C:  NTFS, serial number'
check "a user, by the folder where no account is known" printed_line '             18     1.2 MiB         6  Ann'
check "a component" printed 'Documents anywhere, by extension'
check "a reason" printed 'efs-skip'
check "in words" printed 'it is encrypted (EFS), and --efs skip leaves it out'
check "with a path" printed 'C:\Users\Ann\Documents\secret.docx'
check "but for the hash, 80 columns are enough" test "$(grep -v SHA-256 "$work/out" | wc -L)" -le 80
cp "$work/out" "$work/short"
run show --ops --refusals "$plan"
check "the rows stand behind" cmp -n "$(wc -c <"$work/short")" "$work/short" "$work/out"
check "each operation has a line" test "$(grep -c '^ *[0-9]*  link      ' "$work/out")" = \
    "$(sed -n 's/^  Names to add (link) *//p' "$work/out")"
check "with its source" printed "  <- $report"
check "each refusal has a line" printed '  efs-skip            C:\Users\Ann\Documents\secret.docx'
run show --json --ops "$plan"
expect 0 "as JSON"
check "sums" prints_json '.schema_version == 1 and .totals.operations == (.operations | length) and
    .totals.refusals == (.refused | length) and .totals.link == ([.operations[] | select(.kind == "link")] | length)'
check "a manifest says how large it can become" prints_json '.operations[-1] | .kind == "manifest" and .size > 0 and
    .from == null and .reference == null and .path == "C:\\migdata\\USMT\\mftlink-manifest.parquet"'
check "sizes" prints_json '.totals.naive_bytes == ([.operations[] | select(.kind == "link") | .size] | add) and
    .totals.unique_bytes == ([.operations[] | select(.kind == "link") | [.reference, .size]] | unique | map(.[1]) | add)'
check "users and the computer are all" prints_json '([.users[].names] | add) + .computer.names + .no_rule.names == .totals.link'
check "so are components" prints_json '([.components[].names] | add) == .totals.link'
check "so are reasons" prints_json '([.refusal_reasons[].n] | add) == .totals.refusals'
for at in 4 100 5000; do
    cp "$plan" "$work/damaged.parquet"
    printf '\377\376' | dd of="$work/damaged.parquet" bs=1 seek=$at conv=notrunc 2>"$work/dd.err"
    run show "$work/damaged.parquet"
    expect 1 "a plan with other bytes at $at"
    check "is refused" refused
    check "as damaged" said 'is damaged'
done

run check "$plan" "$image"
expect 0 "the volume that it was made from"
check "nothing has changed" printed 'The plan holds: all '
run check "$plan" -V "C:=$image" -V "X:=$other"
expect 0 "the same by its letter, and one more"
run scan -o "$work/inventory.parquet" "$image"
run check "$plan" "$work/inventory.parquet"
expect 0 "an inventory of it"
cp "$image" "$work/changed.img"
printf 'changed\n' >"$work/new"
ntfscp -f "$work/changed.img" "$work/new" /Users/Ann/Documents/report.docx >"$work/ntfscp.log" 2>&1
run check "$plan" "$work/changed.img"
expect 3 "a file has changed"
check "the operation is named" printed "  <- $report"
check "the field, and both values" printed 'drift: its source has changed: size is 8 bytes, and was 30,000 bytes'
nops=$("$MFTLINK" show --json "$plan" | jq .totals.operations)
check "how many there are" printed "1 of $nops operations cannot be carried out"
run check --json "$plan" "$work/changed.img"
expect 3 "the same as JSON"
check "JSON" prints_json '.holds == false and .faulty_operations == 1 and .other_volumes == [] and
    (.faults | map([.kind, .field, .expected, .found, .from]) == [["drift", "size", 30000, 8, "C:\\Users\\Ann\\Documents\\report.docx"]])'
sample testfs1.raw && {
    run check "$plan" "$image"
    expect 3 "another volume"
    check "it is told by its serial number" printed 'C: is another volume: its serial number is 6f462fc1-7df91eb8'
    check "and nothing else is" test "$(wc -l <"$work/out")" = 2
}
run check "$plan" -V "D:=$other"
expect 1 "a drive that is not given"
check "is named" said 'C:'
run check "$plan"
expect 2 "no volume"
run check "$plan" -V "C:=$other" -V "c=$image"
expect 2 "a drive twice"
run check "$plan" -V "C:=$other" "$image"
expect 2 "a source and a drive"
run check "$plan" -V "C:"
expect 2 "a drive without a source"
run check "$work/inventory.parquet" "$other"
expect 1 "an inventory in place of a plan"
check "an inventory is no plan" refused
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# An operation that does not fit into --txn-memory: what it says would do does, and not much less would.
. tests/cli/common

if ! command -v mkntfs >/dev/null || ! command -v ntfscp >/dev/null; then
    skip "mkntfs or ntfscp is not installed"
    finish
fi
rules_of_all "$work/all.xml"
plan=$work/plan.parquet
image=$work/volume.img
printf 'system\tC:\\large\n' >"$work/locked"
MIB=1048576

apply()
{
    run apply --yes --reserve 0 --txn-memory "$1" "$plan" "$image"
}

# needed: the number that the last refusal names
needed()
{
    sed -n 's/.*Give --txn-memory \([0-9]*\), or more.*/\1/p' "$work/err"
}

for clusters in 512 4096 65536; do
    rm -f "$plan"* "$image"
    truncate -s 160M "$image"
    mkntfs -q -F -c $clusters "$image" >/dev/null 2>&1
    head -c $((40 * MIB)) /dev/urandom >"$work/bytes"
    ntfscp -q "$image" "$work/bytes" large
    ntfscp -q "$image" "$work/all.xml" small
    head -c $((3 * MIB)) /dev/urandom >"$work/stream"
    ntfscp -q -N more "$image" "$work/stream" large
    run plan save "$image" --store 'C:\migdata' --rules "$work/all.xml" --locked-list "$work/locked" -o "$plan"
    apply 8M
    expect 1 "a copy of 43 MiB in 8 (clusters of $clusters)"
    check "which operation it is" said "(copy C:\\migdata\\USMT\\File\\C\$\\large) alone needs more memory than --txn-memory allows (8,388,608 bytes (8.0 MiB)); it cannot be parted"
    bytes=$(needed)
    check "how much it would need" [ "$bytes" -gt $((43 * MIB)) -a "$bytes" -lt $((48 * MIB)) ]
    apply $((bytes - 6 * MIB))
    expect 1 "6 MiB less are too little"
    check "and ask for the same" [ "$(needed)" = "$bytes" ]
    apply "$bytes"
    expect 0 "what was asked for is enough"
    check "the copy is right" sh -c "ntfscat '$image' 'migdata/USMT/File/C\$/large' | cmp - '$work/bytes'"
    check "the volume is sound" sh -c "ntfsfix -n '$image' >/dev/null && '$MFTLINK' scan '$image' >/dev/null"
done
finish

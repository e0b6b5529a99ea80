#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Plans, journals, logs and manifests that were cut off or in which a bit was flipped, given to the commands that write: the
# volume stays bit for bit as it is, unless the file was good.
. tests/cli/common

STEP=97
breakoff=$MFTLINK_BUILD/tests/tool/breakoff

# flip FILE OFFSET: the lowest bit of the byte there
flip()
{
    byte=$(od -An -tu1 -j "$2" -N 1 "$1")
    # shellcheck disable=SC2059
    printf "\\$(printf %o $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

untouched()
{
    cmp -s "$image" "$work/before.img"
}

# try WHAT ARGUMENT...: mftlink must fail, in words and not by a signal, and leave $image as it is; with $may_succeed it may
# find that there is nothing to do. Counts failures in $bad.
may_succeed=
try()
{
    what=$1
    shift
    run "$@"
    if [ "$status" -gt 3 ] || { [ "$status" = 0 ] && [ -z "$may_succeed" ]; } ||
        { [ "$status" != 0 ] && [ ! -s "$work/err" ]; } || ! untouched; then
        bad=$((bad + 1))
        [ $bad -gt 3 ] || printf '%s: mftlink %s -> %s: %s\n' "$what" "$*" "$status" "$(head -c 300 "$work/err")"
        untouched || cp "$work/before.img" "$image"
    fi
    tried=$((tried + 1))
}

# attack FILE GOOD ARGUMENT...: FILE, which is GOOD cut off at every so many bytes, and with bits flipped
attack()
{
    file=$1 good=$2
    shift 2
    size=$(stat -c %s "$good")
    bad=0 tried=0 at=0
    while [ $at -lt "$size" ]; do
        head -c $at "$good" >"$file"
        try "cut off at $at" "$@"
        cp "$good" "$file"
        flip "$file" $at
        try "flipped at $at" "$@"
        at=$((at + STEP))
    done
    cp "$good" "$file"
    cat "$good" "$good" >"$file"
    try "twice" "$@"
}

recipe store:1
run plan save "$image" --store 'C:\else' --rules builtin:documents --efs skip -o "$work/plan"
cp "$image" "$work/before.img"
size=$(stat -c %s "$work/plan")
STEP=$((size / 150 / STEP * STEP + STEP))
mkdir "$work/bad"
attack "$work/bad/plan" "$work/plan" apply --yes --reserve 0 "$work/bad/plan" "$image"
check "plans: $tried that are not good" test $bad = 0
rm -f "$work/bad"/*
run apply --yes --reserve 0 "$work/plan" "$image"
expect 0 "the good one is carried out"
check "and changes the volume" sh -c "! cmp -s '$image' '$work/before.img'"

# Its journal, for who takes back and for who goes on. The beginning of one is what a crash leaves of it: it tells that
# nothing was done.
cp "$image" "$work/before.img"
cp "$work/plan" "$work/bad/plan"
STEP=97
may_succeed=yes
attack "$work/bad/plan.journal" "$work/plan.journal" undo --yes "$work/bad/plan.journal" "$image"
check "journals for undo: $tried that are not good" test $bad = 0
rm -f "$work/bad/plan."*
attack "$work/bad/plan.journal" "$work/plan.journal" apply --yes --reserve 0 "$work/bad/plan" "$image"
check "journals for apply: $tried that are not good" test $bad = 0
rm -f "$work/bad/plan."*
cp "$work/plan.journal" "$work/bad/plan.journal"
run undo --yes "$work/bad/plan.journal" "$image"
expect 0 "the good one is taken back"
check "and changes the volume" sh -c "! cmp -s '$image' '$work/before.img'"
rm -f "$work/bad"/*

# The manifest that is given to the audit, which writes nothing.
cp "$work/before.img" "$image"
attack "$work/bad/manifest" "$work/plan.manifest.C.parquet" audit --store 'C:\else' --manifest "$work/bad/manifest" "$image"
check "manifests: $tried that are not good" test $bad = 0
run audit --store 'C:\else' --manifest "$work/bad/manifest" "$image"
rm -f "$work/bad"/*

# A log, for who recovers, with its note and without.
cp "$work/before.img" "$work/after.img"
ntfscp -q "$work/after.img" docs/APPLY.md "one more file" || exit 1
echo plan >"$work/bad/plan"
"$breakoff" "$image" 0 "$work/after.img" "$work/bad/plan" log >/dev/null || exit 1
cp "$work/bad/plan.redo" "$work/good.redo"
cp "$work/bad/plan.journal" "$work/good.journal"
may_succeed=
size=$(stat -c %s "$work/good.redo")
STEP=$((size / 100 / 97 * 97 + 97))
attack "$work/bad/plan.redo" "$work/good.redo" recover --yes "$image"
check "logs: $tried that are not good" test $bad = 0
cp "$work/good.redo" "$work/bad/plan.redo"
another_serial "$image"
cp "$image" "$work/before.img"
bad=0
try "another volume" recover --yes --log "$work/bad/plan.redo" "$image"
check "a log of another volume" test $bad = 0
finish

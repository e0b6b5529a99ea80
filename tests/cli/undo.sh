#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink undo, and what interrupts apply, undo and remove: afterwards all goes on, or is as it was.
. tests/cli/common

# facts IMAGE: every name with all that is known of its file; of folders no times, which change with what is in them on a
# mounted volume; nothing of the file system's own files.
facts()
{
    "$MFTLINK" export "$1" --format jsonl --streams |
        jq -c 'select(.system | not) | del(.changed, .accessed, .allocated) | if .is_directory then del(.modified, .size) else . end' | sort
}

# folders IMAGE: what is known of those of the store (of a cloud none, to which no mount gives a descriptor of $Secure)
folders()
{
    "$MFTLINK" export "$1" --format jsonl | jq -c 'select(.is_directory and (.path | test("^.migdata") and (endswith("OneDrive") | not))) |
        {path, attributes, created, modified, security_id}' | sort
}

is_as() # FILE: the names and files are those that `facts` wrote to FILE
{
    facts "$image" >"$work/facts.now"
    diff "$1" "$work/facts.now"
}

sum()
{
    sha256sum <"$1"
}

make_plan()
{
    plan=$work/plan.parquet
    rm -f "$plan"*
    run plan save "$image" --store 'C:\migdata' -o "$plan" --efs skip "$@"
}

apply()
{
    run apply --yes --reserve 0 "$plan" "$image" "$@"
}

# ---- Done, taken back, done again, removed ----

recipe refresh:0
make_plan --rules builtin:user
facts "$image" >"$work/facts.before"
apply
expect 0 "carried out"
check "there is something to take back" sh -c "! cmp -s '$work/facts.before' '$work/facts.now'; test -s '$plan.journal'"
before=$(sum "$image")
run undo --dry-run "$plan.journal" "$image"
expect 0 "a dry run of the way back"
check "writes nothing" test "$(sum "$image")" = "$before"
check "and keeps the journal" test -e "$plan.journal" -a ! -e "$plan.undo"
run undo "$plan.journal" "$image"
expect 1 "without a terminal and without --yes"
check "it says so" said '--yes'
check "nothing is written" test "$(sum "$image")" = "$before"
run undo --yes "$plan.journal" "$image"
expect 0 "taken back"
check "names and files are what they were" is_as "$work/facts.before"
check "the journal tells of the past" test -e "$plan.journal.undone" -a ! -e "$plan.journal" -a ! -e "$plan.undo" -a ! -e "$plan.undo.journal"
check "ntfsfix finds nothing" sh -c "ntfsfix -n '$image' >/dev/null"
run undo --yes "$plan.journal" "$image"
expect 1 "there is no journal any more"
run check "$plan" "$image"
expect 0 "the plan holds again"
apply
expect 0 "once more"
run remove --yes "$image" --store 'C:\migdata' -o "$work/removal.parquet"
expect 0 "removed"
check "names and files are what they were, again" is_as "$work/facts.before"
run undo --yes "$plan.journal" "$image"
expect 3 "what was removed cannot be taken back"
check "but nothing is left of it: the journal tells of the past" test -e "$plan.journal.undone" -a ! -e "$plan.journal"
rm -f "$plan".*

# ---- The removal taken back, and then the save ----

rm -f "$plan"* "$image"
recipe refresh:0
mkdir -p "$work/mnt"
if ntfs-3g -o permissions "$image" "$work/mnt" 2>/dev/null; then # which gives descriptors of $Secure
    find "$work/mnt" -type d -exec chmod 755 {} + 2>/dev/null
    chmod 700 "$work/mnt/Users/Ann/Documents" "$work/mnt/Data/projects"
    chmod 750 "$work/mnt/Users/Bob" "$work/mnt/Users/Ann/Documents/Sub"
    umount "$work/mnt"
    while pgrep -f "^ntfs-3g .* $image " >/dev/null; do sleep 0.05; done
else
    skip "nothing can be mounted here: no folder has a descriptor of its own"
fi
make_plan --rules builtin:user
facts "$image" >"$work/facts.before"
apply
expect 0 "carried out for a removal"
rm -f "$work/removal.parquet"*
folders "$image" >"$work/folders.before"
run remove --yes "$image" --store 'C:\migdata' -o "$work/removal.parquet"
run undo --yes "$work/removal.parquet.journal" "$image"
expect 3 "the removal is taken back, but for the manifest"
folders "$image" >"$work/folders.now"
check "folders are what they were" diff "$work/folders.before" "$work/folders.now"
[ "$skipped" -gt 0 ] || check "with descriptors of their own" test "$(jq .security_id "$work/folders.now" | sort -u | wc -l)" -gt 2
run undo --yes "$plan.journal" "$image"
expect 3 "then the save, but for the manifest that is gone"
check "names and files are what they were before both" is_as "$work/facts.before"
check "the journal tells of the past, too" test -e "$plan.journal.undone" -a ! -e "$plan.journal"
rm -f "$plan"* "$work/removal.parquet"* "$image"
recipe refresh:0
make_plan --rules builtin:user
facts "$image" >"$work/facts.before"

# ---- What has changed since ----

if command -v ntfscp >/dev/null; then
    apply
    cp "$work/facts.before" "$work/facts.more"
    printf 'mine\n' >"$work/mine"
    ntfscp -q "$image" "$work/mine" 'migdata/USMT/mine.txt'
    run undo --yes --json "$plan.journal" "$image"
    expect 3 "a file of somebody else lies in the store"
    check "it stays" sh -c "ntfscat '$image' migdata/USMT/mine.txt | cmp - '$work/mine'"
    check "with the folders that it is in, and nothing else" test "$("$MFTLINK" export "$image" --format jsonl | jq -r .path | grep -c '^.migdata')" = 3
    check "the journal stays" test -e "$plan.journal"
    rm -f "$plan".* "$image"

    # A second save into the same folders: the manifest of the first stays with them, until they go.
    recipe refresh:0
    make_plan --rules builtin:user
    first=$plan
    apply
    ntfscp -q "$image" "$work/mine" 'Users/Ann/Documents/mine.txt'
    run plan save "$image" --store 'C:\migdata' --rules builtin:user --efs skip -o "$work/later.parquet"
    run apply --yes --reserve 0 "$work/later.parquet" "$image"
    expect 0 "a second save"
    run undo --yes "$first.journal" "$image"
    expect 3 "the first is taken back"
    check "its manifest is told" sh -c "tr -d '\n' <'$work/err' | grep -q 'mftlink-manifest.parquet *still-needed: it tells of files in the store that stay'"
    check "and stays" sh -c "ntfscat '$image' migdata/USMT/mftlink-manifest.parquet | cmp - '$first.manifest.C.parquet'"
    check "what was saved later stays" sh -c "ntfscat '$image' 'migdata/USMT/File/C\$/Users/Ann/Documents/mine.txt' | cmp - '$work/mine'"
    run undo --yes "$work/later.parquet.journal" "$image"
    expect 0 "then the second"
    run undo --yes "$first.journal" "$image"
    expect 3 "then what was left of the first"
    check "which ends it" test -e "$first.journal.undone"
    check "nothing of the store is there" sh -c "! '$MFTLINK' export '$image' --format jsonl | jq -r .path | grep -q '^.migdata'"
    check "the volume is sound" sh -c "ntfsfix -n '$image' >/dev/null && '$MFTLINK' scan '$image' >/dev/null"
    rm -f "$plan".* "$image"
else
    skip "ntfscp is not installed"
fi

# ---- Damage on the volume is told, and nothing is refused for it ----

recipe headercount
rules_of_all "$work/all.xml"
make_plan --rules "$work/all.xml"
run scan "$image"
expect 3 "a damaged volume"
apply
expect 3 "carried out, and the damage is told"
check "something was done" test -s "$plan.journal"
run undo --yes "$plan.journal" "$image"
expect 3 "taken back, and the damage is told"
check "all of it: the journal is retired" test -e "$plan.journal.undone" -a ! -e "$plan.journal"

# ---- Another volume, another plan, two at once ----

recipe refresh:0
make_plan --rules builtin:user
apply
other=$work/other.img
"$MFTLINK_BUILD/images/recipe" store:1 "$other" >/dev/null
another_serial "$other"
before=$(sum "$other")
run undo --yes "$plan.journal" "$other"
expect 1 "another volume"
check "its serial number is told" said 'serial number is'
check "nothing is written there" test "$(sum "$other")" = "$before"
cp "$plan" "$work/first.parquet"
cp "$plan.journal" "$work/first.journal"
run plan save "$image" --store 'C:\else' --rules builtin:documents --efs skip -o "$work/second.parquet"
cp "$plan.journal" "$work/second.parquet.journal"
before=$(sum "$image")
run apply --yes --reserve 0 "$work/second.parquet" "$image"
expect 1 "the journal of another plan"
check "apply says so" said 'another plan'
run undo --yes "$work/second.parquet.journal" "$image"
expect 1 "the journal of another plan"
check "undo says so" said 'another plan'
check "nothing is written" test "$(sum "$image")" = "$before"
flock "$plan.journal" sleep 2 &
sleep 0.3
run apply --yes --reserve 0 "$plan" "$image"
expect 1 "the journal is in use by another process"
wait
flock "$image" sleep 3 &
sleep 0.3
run undo --yes "$plan.journal" "$image"
expect 1 "the volume is in use by another process"
check "nothing is written there" test "$(sum "$image")" = "$before"
wait
run undo --yes "$plan.journal" "$image"
expect 0 "and once it is not"
check "all is as it was" is_as "$work/facts.before"

# ---- Signals ----

# The wish to stop comes when the journal FILE tells that a batch is done: COMMAND... is sent SIGNAL then.
stop_at()
{
    signal=$1 journal=$2
    shift 2
    ran="mftlink $*"
    rm -f "$journal"
    env --default-signal=INT --default-signal=TERM "$MFTLINK" "$@" >"$work/out" 2>"$work/err" &
    pid=$!
    n=0
    # A header, an intent, and that it is done.
    while kill -0 $pid 2>/dev/null && [ "$(stat -c %s "$journal" 2>/dev/null || echo 0)" -lt 216 ]; do
        sleep 0.01
    done
    kill -"$signal" $pid 2>/dev/null
    status=0
    wait $pid || status=$?
}

rm "$image"
many=$work/many.img
"$MFTLINK_BUILD/images/mkvolume" --files 30000 --folders 300 "$many" >/dev/null || exit 1
image=$many
facts "$image" >"$work/facts.before"
make_plan --rules "$work/all.xml"
whole=$(jq -n "$("$MFTLINK" show --json "$plan" | jq .totals.operations)")

stop_at TERM "$plan.journal" apply --yes --reserve 0 --txn-memory 1M "$plan" "$image"
expect 143 "SIGTERM in the middle"
check "it says what is done" said 'Stopped, as asked. The first'
check "no log is left" test ! -e "$plan.redo"
run scan "$image"
expect 0 "the volume is whole"
check "and no log is told" test ! -s "$work/err"
cp "$image" "$work/stopped.img"
cp "$plan" "$work/stopped.parquet"
cp "$plan.journal" "$work/stopped.parquet.journal"
apply --json
expect 0 "the same command goes on"
check "where it was stopped" prints_json ".left == 0 and .carried_out > 0 and .carried_out < $whole"
"$MFTLINK" export "$image" --format jsonl | jq -r .path | sort >"$work/paths.after"

stop_at INT "$plan.undo.journal" undo --yes --txn-memory 1M "$plan.journal" "$image"
expect 130 "SIGINT in the middle of the way back"
check "it says what is done" said 'Stopped, as asked. The first'
check "nothing is retired" test -e "$plan.journal"
run undo --yes "$plan.journal" "$image"
expect 0 "the same command goes on"
check "all is as it was" is_as "$work/facts.before"
check "and the journal tells of the past" test -e "$plan.journal.undone" -a ! -e "$plan.undo"

image=$work/stopped.img
run undo --yes "$work/stopped.parquet.journal" "$image"
expect 0 "what a signal has stopped can be taken back, too"
check "all is as it was" is_as "$work/facts.before"
image=$many

apply
expect 0 "carried out in one go"
"$MFTLINK" export "$image" --format jsonl | jq -r .path | sort >"$work/paths.now"
check "to the same names" cmp "$work/paths.after" "$work/paths.now"
stop_at TERM "$work/r.journal" remove --yes --txn-memory 1M "$image" --store 'C:\migdata' -o "$work/r"
expect 143 "SIGTERM in the middle of a removal"
run remove --yes "$image" --store 'C:\migdata' -o "$work/r"
expect 0 "the same command goes on"
check "all is as it was" is_as "$work/facts.before"
finish

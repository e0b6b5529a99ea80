#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# apply, undo and remove on a mounted volume: the same as on one that is not mounted, also when it is interrupted.
. tests/cli/common

mnt=$work/mnt
mkdir -p "$mnt"

loop=

# facts IMAGE: names, and all of files; folders are made now, and their times change with what is in them. References of
# what is new may differ, where a file lies (its data may have had to leave its record), and the owner of folders that stand for no other folder: a driver gives them its own.
facts()
{
    "$MFTLINK" export "$1" --format jsonl --streams |
        jq -c 'select(.system | not) | del(.changed, .accessed, .allocated, .parent_record, .parent_sequence, .usn, .security_id) |
            if .path | startswith("\\migdata") then del(.record, .sequence, .links) else . end |
            if .is_directory then del(.modified, .created, .size) else . end |
            if .path | test("^.migdata(.USMT(.File)?)?$") then del(.owner) else . end |
            if .path | endswith(".parquet") then del(.modified, .created, .size, .owner) else . end' | sort
}

# same_facts FILE: as `facts` has them now of $image
same_facts()
{
    facts "$image" >"$work/facts.now"
    diff "$1" "$work/facts.now" | cut -c1-300
    cmp -s "$1" "$work/facts.now"
}

cat >"$work/less.xml" <<'RULES'
<migration urlid="http://example.com/less">
  <component type="Documents" context="System">
    <displayName>Less</displayName>
    <role role="Data">
      <rules>
        <unconditionalExclude><objectSet>
          <pattern type="File">C:\Users\Ann\Documents\OneDrive\* [*]</pattern>
        </objectSet></unconditionalExclude>
      </rules>
    </role>
  </component>
</migration>
RULES
recipe refresh:0
original=$image
if ! mount_it "$original"; then
    skip "no FUSE here"
    finish
fi
unmount_it

plan=$work/plan.parquet
run plan save "$original" --store 'C:\migdata' -o "$plan" --efs skip --rules builtin:user "$work/less.xml"
expect 3 "a plan"
facts "$original" >"$work/facts.before"

# What comes of it where it is not mounted.
image=$work/unmounted.img
cp "$original" "$image"
cp "$plan" "$work/unmounted.parquet"
run apply --yes --reserve 0 "$work/unmounted.parquet" "$image"
expect 0 "not mounted"
facts "$image" >"$work/facts.after"

# ways WAY: an image, or a loop device.
source_of()
{
    case $1 in
    image) device=$image ;;
    loop)
        loop=$(losetup -f --show "$image" 2>/dev/null) || return 1
        device=$loop
        ;;
    esac
}

for way in image loop; do
    image=$work/$way.img
    cp "$original" "$image"
    rm -f "$plan".*
    if ! source_of $way; then
        loop=
        skip "no loop devices here"
        continue
    fi
    mount_it "$device" || exit 1
    run apply --yes --reserve 0 "$plan" "$device"
    expect 1 "$way: what is mounted is refused by its device"
    check "$way: it says so" said 'mounted'
    run apply --yes --reserve 0 "$plan" "$image"
    expect 1 "$way: and by its image"
    run apply --yes --reserve 0 "$plan" "$mnt"
    expect 0 "$way: mounted"
    run apply --yes --reserve 0 --json "$plan" "$mnt"
    expect 0 "$way: once more"
    check "$way: there is nothing left" prints_json '.left == 0 and .carried_out == 0'
    unmount_it
    check "$way: the same as not mounted" same_facts "$work/facts.after"
    check "$way: ntfsfix finds nothing" sh -c "ntfsfix -n '$image' >/dev/null"
    run scan "$image"
    expect 0 "$way: no damage"
    run audit "$image" --store 'C:\migdata'
    expect 0 "$way: the audit finds all as it should be"

    mount_it "$device"
    run undo --yes "$plan.journal" "$mnt"
    expect 0 "$way: taken back"
    check "$way: the journal is retired" test -e "$plan.journal.undone" -a ! -e "$plan.journal"
    unmount_it
    check "$way: all is as it was" same_facts "$work/facts.before"

    mount_it "$device"
    run apply --yes --reserve 0 "$plan" "$mnt"
    expect 0 "$way: again"
    run remove --yes "$mnt" --store 'C:\migdata' -o "$work/$way.removal"
    expect 0 "$way: removed"
    unmount_it
    check "$way: all is as it was, again" same_facts "$work/facts.before"
    check "$way: also read-only files" grep -q '"name":"readonly.pdf".*"attributes":"0x00000021"' "$work/facts.now"

    # Mounted, and taken back when it is not; and the other way round.
    rm -f "$plan".*
    mount_it "$device"
    run apply --yes --reserve 0 "$plan" "$mnt"
    expect 0 "$way: mounted"
    unmount_it
    run undo --yes "$plan.journal" "$device"
    expect 0 "$way: taken back when it is not mounted"
    check "$way: all is as it was" same_facts "$work/facts.before"
    run apply --yes --reserve 0 "$plan" "$device"
    expect 0 "$way: not mounted"
    mount_it "$device"
    run undo --yes "$plan.journal" "$mnt"
    expect 0 "$way: taken back when it is mounted"
    unmount_it
    check "$way: all is as it was" same_facts "$work/facts.before"
    run scan "$image"
    expect 0 "$way: no damage"
    if [ -n "$loop" ]; then
        losetup -d "$loop"
        loop=
    fi
done

# ---- Interrupted ----

# stop_at SIGNAL JOURNAL BYTES ARGUMENT...: runs mftlink, which gets SIGNAL when its journal has so many bytes
stop_at()
{
    signal=$1 journal=$2 bytes=$3
    shift 3
    ran="mftlink $*"
    rm -f "$journal"
    env --default-signal=INT --default-signal=TERM "$MFTLINK" "$@" >"$work/out" 2>"$work/err" &
    pid=$!
    while kill -0 $pid 2>/dev/null && [ "$(stat -c %s "$journal" 2>/dev/null || echo 0)" -lt "$bytes" ]; do
        sleep 0.01
    done
    kill -"$signal" $pid 2>/dev/null
    status=0
    wait $pid || status=$?
}

rules_of_all "$work/all.xml"
image=$work/many.img
"$MFTLINK_BUILD/images/mkvolume" --files 6000 --folders 60 --links-every 4 --links-count 4 "$image" >/dev/null || exit 1
cp "$image" "$work/many.orig"
facts "$image" >"$work/facts.before"
rm -f "$plan"*
run plan save "$image" --store 'C:\migdata' -o "$plan" --rules "$work/all.xml"
expect 0 "a plan of a larger volume"
cp "$plan" "$work/unmounted.parquet"
rm -f "$work/unmounted.parquet."*
run apply --yes --reserve 0 "$work/unmounted.parquet" "$image"
facts "$image" >"$work/facts.after"
cp "$work/many.orig" "$image"

for signal in TERM INT KILL; do
    case $signal in TERM) code=143 ;; INT) code=130 ;; KILL) code=137 ;; esac
    mount_it "$image"
    stop_at $signal "$plan.journal" 1500 apply --yes --reserve 0 "$plan" "$mnt"
    expect $code "SIG$signal in the middle"
    [ $signal = KILL ] || check "SIG$signal: it says what is done" said 'Stopped, as asked:'
    if [ $signal = INT ]; then
        run undo --yes "$plan.journal" "$mnt"
        expect 0 "SIG$signal: what was done of it is taken back"
        unmount_it
        check "SIG$signal: all is as it was" same_facts "$work/facts.before"
        mount_it "$image"
    elif [ $signal = KILL ]; then
        cp "$plan" "$work/killed.parquet"
        cp "$plan.journal" "$work/killed.parquet.journal"
        unmount_it
        cp "$image" "$work/killed.img"
        mount_it "$image"
    fi
    run apply --yes --reserve 0 "$plan" "$mnt"
    expect 0 "SIG$signal: the same command goes on"
    unmount_it
    check "SIG$signal: to the same end" same_facts "$work/facts.after"
    mount_it "$image"
    stop_at $signal "$plan.undo.journal" 500 undo --yes "$plan.journal" "$mnt"
    expect $code "SIG$signal in the middle of the way back"
    run undo --yes "$plan.journal" "$mnt"
    expect 0 "SIG$signal: the same command goes on"
    check "SIG$signal: the journal is retired" test -e "$plan.journal.undone" -a ! -e "$plan.journal"
    unmount_it
    check "SIG$signal: all is as it was" same_facts "$work/facts.before"
    cp "$work/many.orig" "$image"
done

# Nobody knows how far the last group was when the process was killed: what is not there of it is passed over.
image=$work/killed.img
mount_it "$image"
run undo --yes "$work/killed.parquet.journal" "$mnt"
expect 0 "killed, and taken back"
check "the journal is retired" test -e "$work/killed.parquet.journal.undone"
unmount_it
check "all is as it was" same_facts "$work/facts.before"
run scan "$image"
expect 0 "no damage"

# A removal that is interrupted goes on.
image=$work/many.img
rm -f "$plan".*
run apply --yes --reserve 0 "$plan" "$image"
mount_it "$image"
stop_at TERM "$work/removal.journal" 500 remove --yes "$mnt" --store 'C:\migdata' -o "$work/removal"
expect 143 "SIGTERM in the middle of a removal"
run remove --yes "$mnt" --store 'C:\migdata' -o "$work/removal"
expect 0 "the same command goes on"
unmount_it
check "all is as it was" same_facts "$work/facts.before"
finish

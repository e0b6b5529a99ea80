#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# SIGINT, SIGTERM and SIGHUP at any moment of apply, undo and remove, on a volume that is not mounted and on one that is: the
# volume is as before or after a batch, the exit status is that of the signal, what is done is said, and the same command goes on.
#
# MFTLINK_SIGNALS says how often each command is stopped (2).
. tests/cli/common

nsignals=${MFTLINK_SIGNALS:-2}
mnt=$work/mnt
mkdir -p "$mnt"

paths()
{
    "$MFTLINK" export "$image" --format jsonl | jq -r 'select(.system | not) | .path' | sort
}

now_ms()
{
    echo $(($(date +%s%N) / 1000000))
}

# chance LIMIT: a number below it; the same ones in every run
seed=1
chance()
{
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    number=$((seed / 65536 % $1))
}

# stop_after MS SIGNAL ARGUMENT...: runs mftlink, which gets SIGNAL after MS milliseconds
stop_after()
{
    ms=$1 signal=$2
    shift 2
    ran="mftlink $*, SIG$signal after $ms ms"
    env --default-signal=INT --default-signal=TERM --default-signal=HUP "$MFTLINK" "$@" >"$work/out" 2>"$work/err" &
    pid=$!
    sleep "$(printf '%d.%03d' $((ms / 1000)) $((ms % 1000)))"
    kill -"$signal" $pid 2>/dev/null
    status=0
    wait $pid || status=$?
}

number_of()
{
    case $1 in HUP) echo 1 ;; INT) echo 2 ;; TERM) echo 15 ;; esac
}

# Its exit status is 0 where it had ended before, else that of the signal. It says where it stopped, unless the signal came
# before anything was begun, or when all was over: then it has done nothing, or everything.
is_told()
{
    [ "$status" = 0 ] && return 0
    [ "$status" = $((128 + $(number_of "$signal"))) ] || return 1
    said 'Stopped, as asked' && return 0
    cmp -s "$work/paths.now" "$work/paths.last" || cmp -s "$work/paths.now" "$1"
}

# Every name of FROM or of TO, and no other, is there; what both have is there in any case.
is_between()
{
    comm -12 "$1" "$2" | comm -23 - "$work/paths.now" >"$work/lost"
    sort -u "$1" "$2" | comm -13 - "$work/paths.now" >"$work/more"
    [ ! -s "$work/lost" ] && [ ! -s "$work/more" ]
}

# look WHAT FROM TO PLAN: at a volume that is not mounted
look()
{
    paths >"$work/paths.now"
    check "$1: its exit status and its words" is_told "$3"
    [ "$status" = 0 ] || nstopped=$((nstopped + 1))
    check "$1: some batches are done" is_between "$2" "$3"
    check "$1: no log is left" test ! -e "$4.redo" -a ! -e "$4.redo.new" -a -z "$(ls "$MFTLINK_STATE" 2>/dev/null)"
    run scan "$image"
    expect 0 "$1: the volume is whole"
    check "$1: and nothing is said of it" test ! -s "$work/err"
    check "$1: ntfsfix finds nothing" sh -c "ntfsfix -n '$image' >/dev/null"
    run recover --yes "$image"
    expect 0 "$1: there is nothing to recover"
}

# Stops the command ARGUMENT... $nsignals times, of which it goes on each time, and ends it then.
# stop_often WHAT FROM TO PLAN MS ARGUMENT...: MS is what the whole takes
stop_often()
{
    what=$1 from=$2 to=$3 of=$4 whole=$5
    shift 5
    cp "$from" "$work/paths.now"
    i=0
    while [ $i -lt "$nsignals" ]; do
        case $((i % 3)) in 0) signal=INT ;; 1) signal=TERM ;; 2) signal=HUP ;; esac
        i=$((i + 1))
        cp "$work/paths.now" "$work/paths.last"
        chance $((whole / 3)) # of what is left, so that many stops find something to stop
        [ -z "$is_mounted" ] || mount_it "$image"
        stop_after "$number" $signal "$@"
        [ -z "$is_mounted" ] || unmount_it
        # What is over is not done twice: a plan that was taken back has another journal.
        done_status=$status
        look "$what $i" "$from" "$to" "$of"
        [ $done_status = 0 ] && break
    done
    if [ "$done_status" != 0 ] && ! cmp -s "$work/paths.now" "$to"; then
        [ -z "$is_mounted" ] || mount_it "$image"
        run "$@"
        [ -z "$is_mounted" ] || unmount_it
        expect 0 "$what: the same command goes on"
        paths >"$work/paths.now"
    fi
    check "$what: to the same names" cmp "$work/paths.now" "$to"
}

rules_of_all "$work/all.xml"
image=$work/many.img
plan=$work/plan.parquet
"$MFTLINK_BUILD/images/mkvolume" --files 6000 --folders 60 --links-every 4 --links-count 4 "$image" >/dev/null || exit 1
cp "$image" "$work/many.orig"
run plan save "$image" --store 'C:\migdata' -o "$plan" --rules "$work/all.xml"
expect 0 "a plan"
paths >"$work/paths.before"

# all_ways WAY TARGET [ARGUMENT...]
all_ways()
{
    way=$1 target=$2
    shift 2
    nstopped=0
    [ -z "$is_mounted" ] || mount_it "$image"
    started=$(now_ms)
    run apply --yes --reserve 0 "$@" "$plan" "$target"
    expect 0 "$way: undisturbed"
    took=$(($(now_ms) - started + 1))
    [ -z "$is_mounted" ] || unmount_it
    paths >"$work/paths.after"
    cp "$work/many.orig" "$image"
    rm -f "$plan".*

    stop_often "$way: apply" "$work/paths.before" "$work/paths.after" "$plan" $took apply --yes --reserve 0 "$@" "$plan" "$target"
    stop_often "$way: undo" "$work/paths.after" "$work/paths.before" "$plan.undo" $took undo --yes "$@" "$plan.journal" "$target"
    check "$way: the journal tells of the past" test -e "$plan.journal.undone" -a ! -e "$plan.journal"
    [ -z "$is_mounted" ] || mount_it "$image"
    run apply --yes --reserve 0 "$plan" "$target"
    expect 0 "$way: again"
    [ -z "$is_mounted" ] || unmount_it
    stop_often "$way: remove" "$work/paths.after" "$work/paths.before" "$work/$way.removal" $took \
        remove --yes "$@" "$target" --store 'C:\migdata' -o "$work/$way.removal"
    rm -f "$plan".*
    echo "$way: stopped $nstopped times within $took ms"
    check "$way: it was stopped" test $nstopped -gt 0
}

is_mounted=
all_ways unmounted "$image" --txn-memory 4M
is_mounted=yes
if mount_it "$image"; then
    unmount_it
    all_ways mounted "$mnt"
else
    skip "no FUSE here"
fi
finish

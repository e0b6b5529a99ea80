#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A source is never changed: neither its bytes nor any of its times, as an image and as a read-only
# device.
. tests/cli/common

loop=

# Bytes and all times of the file $1, by readers that leave its access time alone.
state()
{
    stat -c '%x %y %z %s' "$1"
    dd if="$1" iflag=noatime bs=1M status=none | sha256sum
}

# run_all SOURCE WHAT: every command, with evidence where it gives some.
run_all()
{
    for command in info 'info --users' scan links "export -f csv -o $work/rows.csv" "export -f sqlite -o $work/rows.db" \
        "scan -o $work/inventory.parquet" "scan -o $work/inventory.parquet --evidence $work/evidence.json" \
        "scan --evidence $work/evidence.json" "links --evidence $work/evidence.json" \
        "export -f jsonl --evidence $work/evidence.json"; do
        # shellcheck disable=SC2086 # the command and its options
        run $command "$1"
        expect 0 "$2"
    done
    check "$2: the evidence is of it" test "$(jq -r .source.name "$work/evidence.json")" = "$1"
}

recipe demo
cp "$image" "$work/control.img"
touch -a -d '2001-02-03 04:05:06.789' "$image" "$work/control.img"
state "$image" >"$work/before"
check "the access time is old" grep -q '^2001-02-03 04:05:06.789000000' "$work/before"
run_all "$image" "an image"
state "$image" >"$work/after"
check "an image stays as it is" cmp "$work/before" "$work/after"
cat "$work/control.img" >/dev/null
case $(stat -c %x "$work/control.img") in
2001-*) skip 'this file system keeps no access times: that they stay says nothing here' ;;
*) check "other readers do change it" true ;;
esac

# The kernel reads for a loop device, and then writes the access time of its file as the mount
# wants it. One that lies ahead stays where times are kept as usual (relatime).
touch -a -d '1 hour' "$image"
if [ "$(id -u)" = 0 ] && loop=$(losetup -r -f --show "$image" 2>/dev/null); then
    state "$image" >"$work/before"
    dd if="$loop" of=/dev/null bs=1M status=none
    state "$image" >"$work/after"
    if cmp -s "$work/before" "$work/after"; then
        run_all "$loop" "a device"
        state "$image" >"$work/after"
        check "a device stays as it is" cmp "$work/before" "$work/after"
        check "the evidence knows a device" test "$(jq -c '[.source.device, .source.bytes]' "$work/evidence.json")" = \
            "[true,$(stat -c %s "$image")]"
    else
        skip 'this file system changes access times at every reading, also by the kernel'
    fi
else
    loop=
    skip 'no loop device can be had here: only root may'
fi
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# remove, and undo of it, as people meet them: what stays is listed before anything is asked.
. tests/cli/common
export MFTLINK_STATE="$work/state"

# lists PATH REASON: on the terminal, one below the other
lists()
{
    grep -A 1 -xF "    C:\\migdata$1" "$work/err" | grep -qF "        $2: "
}

recipe store:0
cd "$work" || exit 1
cp "$image" before.img
tree='\USMT\File\C$\Data'

run remove --dry-run "$image" --store 'C:\migdata'
expect 3 "a dry run of a store with more in it"
check "an only copy is listed" lists "$tree\\only.txt" only-copy
check "by each of its names" lists "$tree\\Desktop\\twice.txt" only-copy
check "what is not ours is listed" lists '\readme.txt' not-ours
check "so is a manifest that is needed" lists '\USMT\mftlink-manifest.parquet' still-needed
check "it is told that no file goes" said "what comes free: the folders alone"
check "and not that the volume grows by nothing" [ "$(grep -c grows "$work/err")" = 0 ]
check "nothing is written" cmp "$image" before.img
check "no plan is left" [ ! -e mftlink-remove.parquet ]
run remove "$image" --store 'C:\migdata'
expect 1 "nobody to ask"
check "what is refused is listed before it would ask" lists "$tree\\only.txt" only-copy
run remove --dry-run --json "$image" --store 'C:\migdata'
check "all of it as JSON" prints_json '.schema_version == 1 and .plan_command == "remove" and .store == "C:\\migdata" and
    .journal == null and .plan == null and (.refused | length) == .refusals and .refusals > 5 and
    ([.refused[] | select(.reason == "only-copy") | .path] | index("C:\\migdata\\USMT\\File\\C$\\Data\\only.txt") != null)'
run remove --dry-run "$image" --store 'C:\migdata' --only-copies delete
check "what comes free is told where files are deleted" said "of files that are deleted"
check "and that they do not come back" said "files are deleted with their last names: nothing brings them back"

cp "$image" kept.img
run remove --yes --json kept.img --store 'C:\migdata' -o kept.parquet
check "a plan that is kept is named" prints_json '.plan == "kept.parquet" and .journal == "kept.parquet.journal"'
run undo --dry-run --json kept.parquet.journal kept.img
check "that of a way back is not" prints_json '.plan == null and .journal == null'
run undo --yes --json kept.parquet.journal kept.img
check "nor when it is done" prints_json '.plan == null and .journal == null'
run remove --yes "$image" --store 'C:\migdata' -o removal.parquet
expect 3 "removed, with refusals"
check "how it is taken back is told" printed "mftlink undo 'removal.parquet.journal'"
run scan "$image"
run undo --yes removal.parquet.journal "$image"
expect 0 "taken back"
check "its own journal is not offered" [ "$(grep -c 'Taken back by' "$work/out")" = 0 ]
check "no plan of the undo is left" [ ! -e removal.parquet.undo ]
check "its journal says that it was taken back" [ -e removal.parquet.journal.undone ]
"$MFTLINK" export before.img --format jsonl | jq -r .path | sort >names.before
"$MFTLINK" export "$image" --format jsonl | jq -r .path | sort >names.after
check "all names are there again" cmp names.before names.after
cp removal.parquet.journal.undone removal.parquet.journal
cp before.img "$image"
run undo --dry-run removal.parquet.journal "$image"
check "what does not go is listed where nothing is left to do, too" said "are refused and stay as they are"
check "as name-taken" said "name-taken: "
check "and nothing is said to be done" printed "There is nothing to do."
mv removal.parquet away.parquet
run undo --dry-run removal.parquet.journal "$image"
check "a journal without its plan is refused" refused
check "which is named" said "'removal.parquet' is not there"

# More than twenty are counted.
cp before.img many.img
mkdir mnt
if ntfs-3g many.img mnt 2>/dev/null; then
    for n in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20; do
        echo "$n" >"mnt/migdata/USMT/File/C\$/Data/alone $n.txt"
    done
    umount mnt
    while pgrep -f "ntfs-3g many.img" >/dev/null; do sleep 0.1; done
    run remove --dry-run many.img --store 'C:\migdata'
    check "the first twenty are listed" [ "$(grep -c '^    C:.migdata' "$work/err")" = 20 ]
    check "the others counted" said "    and 11 more: --json lists all"
    run remove --dry-run --json many.img --store 'C:\migdata'
    check "JSON has all of them" prints_json '(.refused | length) == 31'
else
    skip "no FUSE here"
fi
finish

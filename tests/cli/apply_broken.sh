#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# apply, undo and remove after something has gone wrong: broken off, done twice, other files in their way.
. tests/cli/common
export MFTLINK_STATE="$work/state"
case $MFTLINK_BUILD in /*) ;; *) MFTLINK_BUILD=$PWD/$MFTLINK_BUILD ;; esac

sum()
{
    sha256sum <"$1"
}

unchanged()
{
    [ "$(sum "$image")" = "$before" ]
}

# anew: $image as it was, and no journal of $plan
anew()
{
    cp "$work/before.img" "$image"
    rm -rf "$plan".* "$MFTLINK_STATE"
}

# traced ARGUMENT...: strace; who looks for leaks cannot at the same time
traced()
{
    ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0" strace -f -o "$work/trace" "$@"
}

# broken_off N ARGUMENT...: apply, killed at its Nth write to the volume
broken_off()
{
    n=$1
    shift
    traced -P "$image" -e "inject=pwrite64:signal=KILL:when=$n" \
        "$MFTLINK" apply --yes --reserve 0 "$plan" "$image" "$@" >"$work/out" 2>"$work/err"
}

refused_by_library()
{
    [ "$status" = 1 ] && said "libntfs-3g cannot carry the batch out" && ! said "Operation "
}

names_of()
{
    "$MFTLINK" export "$1" --format jsonl | jq -r .path | sort
}

recipe refresh:0
plan=$work/plan.parquet
cp "$image" "$work/before.img"
cp "$image" "$work/refresh.img"
run plan save "$image" --store 'C:\migdata' --rules builtin:user --efs skip -o "$plan"
before=$(sum "$image")
cp "$image" "$work/done.img"
run apply --yes --reserve 0 "$plan" "$work/done.img"
expect 0 "undisturbed"
names_of "$work/done.img" >"$work/wanted"
cp "$plan.manifest.C.parquet" "$work/wanted.manifest"

# A log beside the plan is recover's, whoever knows of it.
anew
echo log >"$plan.redo"
run apply --yes --reserve 0 "$plan" "$image"
check "a log beside the plan is not passed over" refused
check "recover is named" said "mftlink recover --log '$plan.redo' $image"
check "nothing is written" unchanged
check "no journal either" [ ! -e "$plan.journal" ]
run apply --dry-run --reserve 0 "$plan" "$image"
check "nor in a dry run" refused

# A file that says it is encrypted, and has no keys.
anew
run plan save "$image" --store 'C:\migdata' --rules builtin:user --efs copyraw -o "$work/efs.parquet"
run apply --yes --reserve 0 "$work/efs.parquet" "$image"
expect 1 "a copy that nobody could read"
check "why is told" said "its keys (\$EFS) are not there"
check "and the way out" said "--efs skip"
check "the volume is as it was" unchanged

if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
    for n in 1 2 3 5; do
        anew
        broken_off $n
        check "broken off at write $n: there is a log" [ -e "$plan.redo" ]
        cp "$image" "$work/half.img"
        cp "$plan.journal" "$work/half.journal"
        run apply --yes --reserve 0 "$plan" "$image"
        expect 1 "at write $n: apply leaves it to recover"
        check "at write $n: the volume stays as it is" cmp "$image" "$work/half.img"
        check "at write $n: the journal, too" cmp "$plan.journal" "$work/half.journal"
        run recover --yes "$image"
        expect 0 "at write $n: recover"
        check "at write $n: the batch is finished" printed "the batch is finished"
        check "at write $n: the manifest's copy is beside the plan" cmp "$plan.manifest.C.parquet" "$work/wanted.manifest"
        check "at write $n: and is what is in the store" sh -c "ntfscat '$image' migdata/USMT/mftlink-manifest.parquet | cmp - '$plan.manifest.C.parquet'"
        if [ $n = 3 ]; then # the log is lost, and nobody knows of it
            mv "$image" "$work/mended.img"
            mv "$work/half.img" "$image"
            mv "$plan.journal" "$work/mended.journal"
            run apply --yes --reserve 0 "$plan" "$image"
            check "at write $n: what libntfs-3g cannot read is no operation's fault" refused_by_library
            mv "$work/mended.img" "$image"
            mv "$work/mended.journal" "$plan.journal"
        fi
        run apply --yes --reserve 0 "$plan" "$image"
        expect 0 "at write $n: nothing is left to do"
        names_of "$image" >"$work/there"
        check "at write $n: the names are those of an undisturbed run" cmp "$work/there" "$work/wanted"
    done
    # The log of a plan that is called by a symbolic link lies beside that.
    mkdir "$work/links"
    ln -s "$plan" "$work/links/linked.parquet"
    real=$plan
    plan=$work/links/linked.parquet
    anew
    ln -sf "$real" "$plan"
    broken_off 3
    plan=$real
    run scan "$image"
    check "the log of a symbolic link is known" said "linked.parquet.redo"
    run recover --yes "$image"
    check "and finished" printed "the batch is finished"
else
    skip "strace is not installed: nothing can be broken off at a write"
fi
# A removal's plan is written where it loses nothing.
remove()
{
    run remove --yes "$image" --store 'C:\migdata' "$@"
}
cd "$work" || exit 1
cp "$work/done.img" "$image"
before=$(sum "$image")
remove -o "$image"
check "the plan of a removal does not replace the volume" refused
check "it says why" said "would change the source"
check "the volume is there yet" unchanged
remove -o -
expect 2 "nor does it go to the standard output"
rm -rf "$plan".*
run apply --yes --reserve 0 "$plan" "$work/before.img"
cp "$plan.journal" "$work/save.journal"
remove -o "$plan"
check "a plan with a journal is not replaced by another one" refused
check "it says that it is another one" said "is another plan"
run plan remove "$image" --store 'C:\migdata' -o "$plan"
check "not even planned over" refused
check "the journal stays" cmp "$plan.journal" "$work/save.journal"
check "nothing is removed" unchanged
remove -o r.parquet
expect 0 "removed"
cp "$image" "$work/removed.img"
before=$(sum "$image")
remove -o r.parquet
check "a removal that is finished is not done again" refused
check "it says so" said "that is finished"
run remove --yes "$image" --store 'C:\elsewhere' -o r.parquet
check "nor taken for that of another store" refused
check "which it says" said "is another plan"
check "nothing is written" unchanged
run undo --yes r.parquet.journal "$image"
expect 3 "a removal taken back, but for the manifest"
names_of "$image" | grep -v 'mftlink-manifest' >"$work/there"
grep -v 'mftlink-manifest' "$work/wanted" >"$work/wanted.names"
check "all names are there again, but the manifest's" cmp "$work/there" "$work/wanted.names"

# One volume by two letters, in any disguise.
cp "$work/refresh.img" "$image"
ln -s "$image" "$work/same.img"
run plan save -V "C:=$image" -V "D:=$work/same.img" --store 'C:\migdata' --rules builtin:user --efs skip -o "$work/twice.parquet"
before=$(sum "$image")
run apply --yes --reserve 0 -V "C:=$image" -V "D:=$work/same.img" "$work/twice.parquet"
check "a volume that is given twice is refused" refused
check "it says so" said "are the same volume"
check "nothing is written" unchanged

# A file gets a name in an early batch and more in the last one: what is left does not call that drift.
recipe demo
mkdir "$work/mnt"
if ! command -v strace >/dev/null || ! strace -o /dev/null true 2>/dev/null; then
    skip "strace is not installed: nothing can be broken off between batches"
elif ! ntfs-3g "$image" "$work/mnt" 2>/dev/null; then
    skip "no FUSE here"
else
    mkdir -p "$work/mnt/Users/Zz/Last"
    picture=$(find "$work/mnt/Users/JohnDoe/Pictures" -type f -links 1 | head -n 1)
    for n in 1 2 3; do
        ln "$picture" "$work/mnt/Users/Zz/Last/other $n.jpg"
    done
    umount "$work/mnt"
    while pgrep -f "ntfs-3g $image" >/dev/null; do sleep 0.1; done
    cat >"$work/users.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<migration urlid="http://example.com/mftlink/users">
  <component type="Documents" context="System"><displayName>Users</displayName>
    <role role="Data"><rules><include><objectSet><pattern type="File">C:\Users\* [*]</pattern></objectSet></include></rules></role>
  </component>
</migration>
XML
    plan=$work/users.parquet
    run plan save "$image" --store 'C:\second' --rules "$work/users.xml" --efs skip -o "$plan"
    cp "$image" "$work/before.img"
    run apply --yes --reserve 0 "$plan" "$image"
    expect 0 "undisturbed"
    names_of "$image" >"$work/wanted"
    nbatches=0
    for n in 2 3 4 5; do
        anew
        traced -e "inject=renameat2:signal=KILL:when=$n" "$MFTLINK" apply --yes --reserve 0 --txn-memory 8M \
            "$plan" "$image" >"$work/out" 2>"$work/err"
        [ -e "$plan.redo.new" ] || break
        nbatches=$n
        run recover --yes "$image"
        run apply --yes --reserve 0 "$plan" "$image"
        expect 0 "broken off in batch $n: it goes on"
        names_of "$image" >"$work/there"
        check "broken off in batch $n: the names are those of an undisturbed run" cmp "$work/there" "$work/wanted"
    done
    check "there were several batches" [ "$nbatches" -ge 3 ]

    # The same of a removal on a mounted volume, whose system gives the folders new times.
    names_of "$work/before.img" >"$work/wanted"
    ntfs-3g "$image" "$work/mnt"
    traced -e "inject=unlinkat:signal=KILL:when=1500" "$MFTLINK" remove --yes "$work/mnt" --store 'C:\second' \
        -o "$work/mounted.parquet" >"$work/out" 2>"$work/err"
    check "a removal is broken off in the middle" [ -e "$work/mnt/second/USMT" ]
    run remove --yes "$work/mnt" --store 'C:\second' -o "$work/mounted.parquet"
    expect 0 "it goes on"
    check "the store is gone" [ ! -e "$work/mnt/second" ]
    umount "$work/mnt"
    while pgrep -f "ntfs-3g $image" >/dev/null; do sleep 0.1; done
    names_of "$image" >"$work/there"
    check "and nothing else" cmp "$work/there" "$work/wanted"
fi

# While a person thinks about the answer, the volume is mounted.
wait_for()
{
    tries=0
    while ! grep -q "$1" "$2" 2>/dev/null && [ $tries -lt 100 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
}
plan=$work/plan.parquet
if has_terminals && command -v ntfs-3g >/dev/null; then
    recipe refresh:0
    cp "$work/refresh.img" "$image"
    rm -rf "$plan".* "$MFTLINK_STATE"
    mkdir -p "$work/mnt"
    mkfifo "$work/answer"
    script -qec "'$MFTLINK' apply --reserve 0 '$plan' '$image'" /dev/null <"$work/answer" >"$work/out" 2>&1 &
    asking=$!
    exec 3>"$work/answer"
    wait_for 'y/N' "$work/out"
    if ntfs-3g "$image" "$work/mnt" 2>/dev/null; then
        echo y >&3
        exec 3>&-
        wait $asking
        status=$?
        check "a volume that was mounted meanwhile is not written" [ "$status" = 1 ]
        check "it says so" printed "is mounted at"
        check "nothing was made" [ ! -e "$work/mnt/migdata" ]
        umount "$work/mnt"
        while pgrep -f "ntfs-3g $image" >/dev/null; do sleep 0.1; done
    else
        exec 3>&-
        skip "no FUSE here"
    fi
else
    skip "no terminal from script, or no ntfs-3g: nobody can be asked"
fi
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink plan restore: what a store has goes where the new Windows looks for it. From Windows XP to 7, as the story has it: save, Windows moved into
# \Windows.old, restore, twice, and back; then stores without manifests, drives that are gone, users of other names.
. tests/cli/common

mnt=$work/mnt
other=$work/other
mkdir -p "$mnt" "$other"

# plan_of ARGUMENT...: plans what $image gets into $work/plan, checks it, and shows it, whole, as JSON.
plan_of()
{
    rm -f "$work/plan" "$work/plan."*
    run plan restore "$image" --store 'C:\migdata' -o "$work/plan" "$@"
    made=$status
    run check "$work/plan" "$image"
    expect 0 "the plan holds: $*"
    run show --json --ops "$work/plan"
    status=$made
}

# becomes KIND PATH FROM: once; refused FROM REASON: once, and nothing is made of it.
becomes()
{
    jq -e --arg kind "$1" --arg path "C:$2" --arg from "C:\\migdata\\USMT\\File\\$3" \
        '[.operations[] | select(.path == $path)] | map([.kind, .from]) == [[$kind, $from]]' "$work/out"
}
is_refused()
{
    jq -e --arg from "C:\\migdata\\USMT\\File\\$1" --arg reason "$2" '([.refused[] | select(.from == $from)] | map(.reason) == [$reason]) and
        ([.operations[] | select(.from == $from)] == [])' "$work/out"
}
names_of()
{
    "$MFTLINK" links "$image" "$1" | sed -n 's/^    //p' | tr '\n' ' '
}
apply_plan()
{
    run apply --yes "$work/plan" "$image"
    expect 0 "carried out: $*"
    check "the volume is sound" ntfsfix -n "$image"
}

# ---- The story ----

# Moves Windows XP aside and puts a new Windows there, as its Setup does: its users are Ann and Bob.
set_windows_up()
{
    mount_it "$1" "$mnt" || return 1
    mount_it "$2" "$other" || { unmount_it "$mnt"; return 1; }
    mkdir "$mnt/Windows.old" &&
        mv "$mnt/Documents and Settings" "$mnt/WINDOWS" "$mnt/Program Files" "$mnt/Windows.old/" &&
        cp -r "$other/Windows" "$mnt/" &&
        mkdir -p "$mnt/Users/Ann/Documents" "$mnt/Users/Ann/Desktop" "$mnt/Users/Bob" "$mnt/Users/Public" "$mnt/Users/Default" "$mnt/ProgramData" &&
        cp "$other/Users/Ann/NTUSER.DAT" "$mnt/Users/Ann/" && cp "$other/Users/Bob/NTUSER.DAT" "$mnt/Users/Bob/" &&
        echo 'another one' >"$mnt/Users/Ann/Documents/notes.txt"
    good=$?
    unmount_it "$mnt"
    unmount_it "$other"
    return $good
}

recipe refresh:0
seven=$image
recipe refresh:1
store='C$\Documents and Settings\Ann\My Documents'
run plan save "$image" --store 'C:\migdata' --rules builtin:user --efs hardlink -o "$work/save.parquet"
run apply --yes --reserve 0 "$work/save.parquet" "$image"
expect 0 "a store of Windows XP"
check "two names" test "$(names_of '\Documents and Settings\Ann\My Documents\report.docx' | wc -w)" = 8
if set_windows_up "$image" "$seven"; then
    cp "$image" "$work/before.img"
    plan_of
    expect 0 "restored"
    check "it is a plan to restore" prints_json '.plan_command == "restore" and .store == "C:\\migdata"'
    check "documents have a new place" becomes link '\Users\Ann\Documents\report.docx' "$store\\report.docx"
    check "and the desktop" becomes link '\Users\Ann\Desktop\shortcut.lnk' 'C$\Documents and Settings\Ann\Desktop\shortcut.lnk'
    check "and what everybody has" becomes link '\Users\Public\Documents\shared.doc' 'C$\Documents and Settings\All Users\Documents\shared.doc'
    check "and Bob" becomes link '\Users\Bob\Documents\bob.doc' 'C$\Documents and Settings\Bob\My Documents\bob.doc'
    check "empty folders come" becomes mkdir '\Users\Ann\Documents\Empty' "$store\\Empty"
    check "what is there stays" becomes link '\Users\Ann\Documents\notes(1).txt' "$store\\notes.txt"
    check "nothing is copied" prints_json '[.operations[].kind] | unique == ["link", "mkdir"]'
    cp "$work/plan" "$work/first"
    plan_of --jobs 1
    check "the same bytes again" cmp "$work/first" "$work/plan"
    check "the volume is as it was" cmp "$image" "$work/before.img"

    apply_plan "from XP to 7"
    check "three names" test "$(names_of '\Users\Ann\Documents\report.docx')" = "\\Users\\Ann\\Documents\\report.docx \
\\Windows.old\\Documents and Settings\\Ann\\My Documents\\report.docx \\migdata\\USMT\\File\\C\$\\Documents and Settings\\Ann\\My Documents\\report.docx "
    check "what was there is what it was" sh -c "ntfscat '$image' Users/Ann/Documents/notes.txt | grep -qx 'another one'"
    check "streams came along" sh -c "ntfscat -n Zone.Identifier '$image' 'Users/Ann/Documents/notes(1).txt' | grep -q ZoneId=3"
    cp "$image" "$work/restored.img"
    run plan restore "$image" --store 'C:\migdata' -o "$work/again"
    expect 0 "again"
    run show --json --ops "$work/again"
    check "there is nothing to do" prints_json '.operations == [] and .refused == []'
    run audit --json "$image" --store 'C:\migdata'
    check "the store is safe to delete" prints_json '.safe'

    run undo --yes "$work/plan.journal" "$image"
    expect 0 "taken back"
    check "two names" test "$(names_of '\Windows.old\Documents and Settings\Ann\My Documents\report.docx' | wc -w)" = 8
    check "nothing new is left" sh -c "'$MFTLINK' export '$image' --format jsonl | jq -r .path >'$work/now'; '$MFTLINK' export '$work/before.img' --format jsonl | jq -r .path | diff - '$work/now'"
    check "the volume is sound" ntfsfix -n "$image"

    # The same on a mounted volume.
    cp "$work/before.img" "$image"
    mount_it "$image" "$mnt"
    plan_of
    run apply --yes "$work/plan" "$mnt"
    expect 0 "mounted"
    unmount_it "$mnt"
    for made in "$image" "$work/restored.img"; do
        "$MFTLINK" export "$made" --format jsonl | jq -c 'select(.system | not) | [.path, .size, .links]' | sort >"$made.names"
    done
    check "the same names" diff "$work/restored.img.names" "$image.names"
    check "the volume is sound" ntfsfix -n "$image"
    run plan restore "$image" --store 'C:\migdata' -o "$work/again"
    run show --json --ops "$work/again"
    check "and nothing to do" prints_json '.operations == []'

    # Without Windows.old, after Ann has deleted one document, kept the other, and something is wrong with the store.
    cp "$work/restored.img" "$image"
    mount_it "$image" "$mnt"
    mv "$mnt/Windows.old" "$mnt/Archive"
    rm "$mnt/Users/Ann/Documents/budget.xlsx"
    mv "$mnt/Users/Ann/Documents/report.docx" "$mnt/Users/Ann/Documents/renamed.docx"
    rm -r "$mnt/migdata/USMT/File/C\$/Documents and Settings/Ann/My Documents/Sub"
    echo mine >"$mnt/migdata/USMT/File/C\$/mine.txt"
    unmount_it "$mnt"
    plan_of
    expect 3 "a store that lacks something"
    check "what was deleted comes back" becomes link '\Users\Ann\Documents\budget.xlsx' "$store\\budget.xlsx"
    check "by its old name, too" becomes link '\Users\Ann\Documents\report.docx' "$store\\report.docx"
    check "and nothing else" prints_json '[.operations[] | select(.kind == "link")] | length == 2'
    check "what the store has no more is told" is_refused "$store\\Sub\\Deeper\\deep.txt" gone
    check "and what is not its own" is_refused 'C$\mine.txt' not-ours
    check "and how the users are known" prints_json '[.notes[] | select(test("no .Windows.old"))] | length == 1'
    apply_plan "with refusals"
    run plan restore "$image" --store 'C:\migdata' --manifest "$work/save.parquet.manifest.C.parquet" -o "$work/again"
    expect 3 "with the copy of the manifest"

    # Places that rules say.
    cat >"$work/move.xml" <<'END'
<migration urlid="http://www.example.com/move">
  <component type="Documents" context="User"><displayName>Documents</displayName><role role="Data"><rules>
    <locationModify script="MigXmlHelper.RelativeMove('%CSIDL_PERSONAL%','%CSIDL_DESKTOP%\From the old computer')">
      <objectSet><pattern type="File">%CSIDL_PERSONAL%\* [*]</pattern></objectSet></locationModify>
    <locationModify script="MigXmlHelper.ExactMove('C:\Links [one.lnk]')">
      <objectSet><pattern type="File">%CSIDL_DESKTOP% [*.lnk]</pattern></objectSet></locationModify>
    <destinationCleanup><objectSet><pattern type="File">C:\Temp\* [*]</pattern></objectSet></destinationCleanup>
    <includeAttributes attributes="Security,TimeFields"><objectSet><pattern type="File">C:\* [*]</pattern></objectSet></includeAttributes>
    <excludeAttributes attributes="TimeFields"><objectSet><pattern type="File">C:\* [*]</pattern></objectSet></excludeAttributes>
  </rules></role></component>
</migration>
END
    sed 's/C:.Links/%NOWHERE%/' "$work/move.xml" >"$work/wrong.xml"
    cp "$work/before.img" "$image"
    plan_of --rules "$work/move.xml"
    expect 0 "with rules"
    moved='\Users\Ann\Desktop\From the old computer'
    check "documents go where they say" becomes link "$moved\report.docx" "$store\report.docx"
    check "with the folders in them" becomes link "$moved\Sub\Deeper\deep.txt" "$store\Sub\Deeper\deep.txt"
    check "and to one name" becomes link '\Links\one.lnk' 'C$\Documents and Settings\Ann\Desktop\shortcut.lnk'
    check "what is not done is told" prints_json '[.notes[] | select(test("move.xml:[0-9]+: <excludeAttributes>"))] | length == 1'
    apply_plan "by rules"
    run plan restore "$image" --store 'C:\migdata' --rules "$work/move.xml" -o "$work/again"
    run show --json --ops "$work/again"
    check "there is nothing to do again" prints_json '.operations == [] and .refused == []'
    printf '<Configuration><Documents><component displayname="Documents" migrate="no" ID="http://www.example.com/move"/></Documents></Configuration>' >"$work/config.xml"
    cp "$work/before.img" "$image"
    plan_of --rules "$work/move.xml" --config "$work/config.xml"
    expect 0 "without that component"
    check "they go where they always go" becomes link '\Users\Ann\Documents\report.docx' "$store\report.docx"
    rm -f "$work/none"
    run plan restore "$image" --store 'C:\migdata' --rules "$work/wrong.xml" -o "$work/none"
    expect 1 "a place that is none"
    check "is refused" refused
    check "with the rule" said "wrong.xml:5: '%NOWHERE% [one.lnk]' is no one place"
    check "and no plan" test ! -e "$work/none"

    # Names that are taken, as rules say.
    merge_rules()
    {
        printf '<migration urlid="http://www.example.com/merge"><component type="Documents" context="User"><displayName>Merge</displayName><role role="Data"><rules>
            <merge script="%s"><objectSet><pattern type="File">%%CSIDL_PERSONAL%%\\* [*]</pattern></objectSet></merge></rules></role></component></migration>' "MigXmlHelper.$1" >"$work/merge.xml"
    }
    documents='\Users\Ann\Documents'
    cp "$work/before.img" "$image"
    merge_rules 'SourcePriority()'
    plan_of --rules "$work/merge.xml"
    expect 0 "what comes is preferred"
    check "it gets the name" becomes link "$documents\notes.txt" "$store\notes.txt"
    check "what is there another one" prints_json '[.operations[] | select(.kind == "move")] | map([.from, .path]) ==
        [["C:\\Users\\Ann\\Documents\\notes.txt", "C:\\Users\\Ann\\Documents\\notes(1).txt"]]'
    apply_plan "what is there made room"
    check "and is what it was" sh -c "ntfscat '$image' 'Users/Ann/Documents/notes(1).txt' | grep -qx 'another one'"
    run plan restore "$image" --store 'C:\migdata' --rules "$work/merge.xml" -o "$work/again"
    run show --json --ops "$work/again"
    check "there is nothing to do again" prints_json '.operations == []'
    run undo --yes "$work/plan.journal" "$image"
    expect 0 "taken back"
    check "what was there has its name again" sh -c "ntfscat '$image' Users/Ann/Documents/notes.txt | grep -qx 'another one'"
    check "and all is as it was" sh -c "'$MFTLINK' export '$image' --format jsonl | jq -r .path >'$work/now'; '$MFTLINK' export '$work/before.img' --format jsonl | jq -r .path | diff - '$work/now'"
    check "the volume is sound" ntfsfix -n "$image"
    cp "$work/before.img" "$image"
    mount_it "$image" "$mnt"
    plan_of --rules "$work/merge.xml"
    run apply --yes "$work/plan" "$mnt"
    expect 0 "mounted"
    unmount_it "$mnt"
    check "what is there made room" sh -c "ntfscat '$image' 'Users/Ann/Documents/notes(1).txt' | grep -qx 'another one'"
    cp "$work/before.img" "$image"
    merge_rules 'DestinationPriority()'
    plan_of --rules "$work/merge.xml"
    expect 3 "what is there is preferred"
    check "and that is told" is_refused "$store\notes.txt" kept-there
    merge_rules "FindFilePlaceByPattern('&lt;F&gt; (&lt;N&gt;).&lt;E&gt;')"
    plan_of --rules "$work/merge.xml"
    expect 0 "by a form"
    check "the name is of that form" becomes link "$documents\notes (1).txt" "$store\notes.txt"
    merge_rules "FindFilePlaceByPattern('&lt;F&gt;.&lt;E&gt;')"
    rm -f "$work/none"
    run plan restore "$image" --store 'C:\migdata' --rules "$work/merge.xml" -o "$work/none"
    expect 1 "a form without a number"
    check "is told" said "makes no names"
    merge_rules "NewestVersion('FileVersion')"
    plan_of --rules "$work/merge.xml"
    expect 0 "by versions"
    check "which are not known, as is told" prints_json '[.notes[] | select(test("NewestVersion"))] | length == 1'

    # Of Windows.old half is gone.
    cp "$work/before.img" "$image"
    mount_it "$image" "$mnt"
    rm -r "$mnt/Windows.old/WINDOWS" "$mnt/Windows.old/Documents and Settings/Bob"
    unmount_it "$mnt"
    plan_of
    expect 0 "half a Windows.old"
    check "what the store has of Bob is Bob's" becomes link '\Users\Bob\Documents\bob.doc' 'C$\Documents and Settings\Bob\My Documents\bob.doc'

    # Users of other names.
    cp "$work/before.img" "$image"
    mount_it "$image" "$mnt"
    mv "$mnt/Users/Bob" "$mnt/Users/Robert"
    rm -r "$mnt/Windows" "$mnt/Users/Robert/NTUSER.DAT"
    unmount_it "$mnt"
    plan_of
    expect 3 "Bob is not there"
    check "and is told" is_refused 'C$\Documents and Settings\Bob' no-user
    plan_of --user-map 'Bob=Robert' --user-map 'Ann=Eve'
    expect 0 "mapped"
    check "Bob is Robert" becomes link '\Users\Robert\Documents\bob.doc' 'C$\Documents and Settings\Bob\My Documents\bob.doc'
    check "Eve is new" becomes link '\Users\Eve\Documents\report.docx' "$store\\report.docx"
    check "pictures that were redirected go to where hers are" becomes link '\Users\Eve\Pictures\beach.jpg' 'C$\Data\Pictures of Ann\beach.jpg'
    cp "$image" "$work/mapped.img"
    run apply --yes --reserve 0 "$work/plan" "$work/mapped.img"
    expect 0 "carried out"
    told='[.findings[] | select(.path | endswith("bob.doc")) | .other] == '
    run audit --json --all "$work/mapped.img" --store 'C:\migdata' --user-map 'Bob=Robert' --user-map 'Ann=Eve'
    expect 3 "an audit that knows the map"
    check "tells where Robert has it" prints_json "$told"'["C:\\Users\\Robert\\Documents\\bob.doc"]'
    run audit --json --all "$work/mapped.img" --store 'C:\migdata'
    check "without it, where it was moved" prints_json "$told"'["C:\\Windows.old\\Documents and Settings\\Bob\\My Documents\\bob.doc"]'
    run audit "$work/mapped.img" --store 'C:\migdata' --user-map 'Nobody=Ann'
    expect 1 "an audit with nobody in its map"
    check "is told" said "Nobody=Ann"
    run plan restore --json "$image" --store 'C:\migdata' -o "$work/again" --user-map 'Bob=Robert'
    expect 0 "as JSON"
    check "summed up" prints_json '.plan_command == "restore" and .totals.link > 0 and .totals.copy == 0'
    run show --json --ops "$work/plan"
    check "with a folder of her own" prints_json '[.operations[] | select(.kind == "mkdir" and .path == "C:\\Users\\Eve")] | length == 1'
    rm -f "$work/none"
    run plan restore "$image" --store 'C:\migdata' --user-map 'Nobody=Ann' -o "$work/none"
    expect 1 "nobody is mapped"
    check "is refused" refused
    check "with the name" said "Nobody=Ann"
    check "and no plan" test ! -e "$work/none"
else
    skip "nothing can be mounted here"
fi

# ---- By its layout, as USMT leaves it ----

recipe tree
another_serial "$image"
elsewhere=$image
recipe oldstore
cp "$image" "$work/old.img"
plan_of
expect 0 "a store without a manifest"
check "what was deleted comes back" becomes link '\Users\Ann\deleted.txt' 'C$\Users\Ann\deleted.txt'
check "what was replaced comes beside it" becomes link '\Users\Ann\saved anew(1).txt' 'C$\Users\Ann\saved anew.txt'
check "what is there is passed over" prints_json '[.operations[] | select(.path | test("kept"))] == []'
check "of a drive that is gone it goes to that of Windows" becomes copy '\Photos\beach.jpg' 'E$\Photos\beach.jpg'
check "and that is told" prints_json '[.notes[] | select(test("on E:, which was not given"))] | length == 1'
apply_plan "by the layout"
check "the copy is one" sh -c "ntfscat '$image' Photos/beach.jpg >'$work/a' && ntfscat '$image' 'migdata/USMT/File/E\$/Photos/beach.jpg' | cmp - '$work/a'"
plan_of
check "again there is nothing to do" prints_json '.operations == []'

image=$work/old.img
run plan restore -V "C:=$image" -V "E:=$elsewhere" --store 'C:\migdata' -o "$work/two"
expect 0 "with the drive"
run apply --yes -V "C:=$image" -V "E:=$elsewhere" "$work/two"
expect 0 "across volumes"
check "the copy is there" sh -c "ntfscat '$elsewhere' Photos/beach.jpg | cmp - '$work/a'"
run plan restore -V "C:=$image" -V "E:=$elsewhere" --store 'C:\migdata' -o "$work/again"
run show --json --ops "$work/again"
check "and known again" prints_json '.operations == []'
run undo --yes -V "C:=$image" -V "E:=$elsewhere" "$work/two.journal"
expect 0 "and back"
check "both volumes are sound" sh -c "ntfsfix -n '$image' && ntfsfix -n '$elsewhere'"

# ---- What is asked wrongly ----

run scan "$image" -o "$work/inventory.parquet"
run plan restore "$work/inventory.parquet" --store 'C:\migdata' -o "$work/inventoried"
expect 0 "by an inventory, of a store without manifests"
run show --json --ops "$work/inventoried"
check "the same" prints_json '[.operations[] | select(.kind == "link")] | length == 5'

run plan restore "$image" -o "$work/none"
expect 2 "without --store"
run plan restore "$image" --store 'C:\migdata'
expect 2 "without -o"
run plan restore --store 'C:\migdata' -o "$work/none"
expect 2 "without a source"
run plan restore "$image" --store 'C:\migdata' --config "$work/config.xml" -o "$work/none"
expect 2 "with a Config.xml for no rules"
run plan restore "$image" --store 'C:\migdata' --efs skip -o "$work/none"
expect 2 "with what is of new stores"
run plan restore "$image" --store 'C:\migdata' --only-copies delete -o "$work/none"
expect 2 "with what is of removals"
run plan restore "$image" --store 'C:\migdata' --user-map Ann -o "$work/none"
expect 2 "half a map"
run plan remove "$image" --store 'C:\migdata' --user-map Ann=Eve -o "$work/none"
expect 2 "a map for a store that goes"
run plan restore "$image" --store 'C:\Users' -o "$work/none"
expect 1 "no store"
check "is refused" refused
check "with the one that is there" said 'There is: C:\migdata.'
run plan restore "$image" --store 'C:\migdata' -o "$image"
expect 1 "over the volume"
check "no plan was written" test ! -e "$work/none"

finish

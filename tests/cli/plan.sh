#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink plan save: what is linked, copied and refused of a PC that is to be refreshed.
. tests/cli/common

# plan_of ARGUMENT...: plans $image into $work/plan and shows that plan, whole, as JSON.
plan_of()
{
    run plan save "$image" --store 'C:\migdata' -o "$work/plan" "$@"
    made=$status
    run show --json --ops "$work/plan"
    status=$made
}

# becomes NAME KIND: a file of that name in Ann's documents is planned so.
becomes()
{
    jq -e --arg from "$documents\\$1" --arg kind "$2" \
        '[.operations[] | select(.from == $from and .kind == $kind and .path == "C:\\migdata\\USMT\\File\\C$" + ($from | ltrimstr("C:")))] | length == 1' "$work/out"
}

# refused NAME REASON
refused()
{
    jq -e --arg from "$documents\\$1" --arg reason "$2" \
        '([.refused[] | select(.from == $from and .reason == $reason)] | length == 1) and
        ([.operations[] | select(.from == $from)] | length == 0)' "$work/out"
}

for generation in 0 1; do
    recipe refresh:$generation
    documents='C:\Users\Ann\Documents'
    [ $generation = 0 ] || documents='C:\Documents and Settings\Ann\My Documents'
    plan_of --rules builtin:user
    expect 3 "a plan with refusals"
    check "an encrypted file forbids to apply it" prints_json '.blocked'
    check "and is refused" refused secret.docx efs-abort
    for name in report.docx budget.xlsx notes.txt readonly.pdf hidden.ini linked.doc mail.pst sparse.bin \
        compressed.rtf offline.doc wof.exe symlink.txt 'Sub\Deeper\deep.txt' 'OneDrive\here.docx' README.txt; do
        check "$name is linked" becomes "$name" link
    done
    check "an empty folder is made" becomes Empty mkdir
    check "a cloud's folder is a folder" becomes OneDrive mkdir
    check "what is not on this disk is refused" refused cloud.docx placeholder
    check "a junction is refused" refused junction folder-reparse
    check "but one that Windows makes itself is nothing" prints_json '[.refused[], .operations[] |
        select(.from != null and (.from | endswith("My Music")))] == []'
    check "so is a folder of an unknown kind" refused unknown folder-reparse
    check "1,024 names are enough" refused many.doc link-limit
    check "of two names in different case one" refused Readme.TXT case-collision
    check "the orphan is told" prints_json '[.refused[] | select(.reason == "profile-orphaned")] |
        length == 1 and (.[0].from | endswith("\\Lost"))'
    check "and not taken" prints_json '[.operations[] | select(.from != null and (.from | endswith("lost.doc")))] == []'
    check "a redirected folder is" prints_json '[.operations[] | select(.from == "C:\\Data\\Pictures of Ann\\beach.jpg" and .kind == "link")] | length == 1'
    check "programs and Windows are not" prints_json '[.operations[] | select(.from != null and
        (.from | test("notepad|manual.doc|readme.doc|NTUSER.DAT|app.cfg|scratch")))] == []'
    check "documents elsewhere are" prints_json '[.operations[] | select(.from == "C:\\Data\\projects\\plan.mpp" or .from == "C:\\root.doc")] | length == 2'
    check "File is hidden" prints_json '[.operations[] | select(.path == "C:\\migdata\\USMT\\File")][0].attributes == "0x00000002"'
    check "folders come first" prints_json '[.operations[].kind] | . == (map(select(. == "mkdir")) + map(select(. == "link" or . == "copy")) + ["manifest"])'
    check "each operation says what it must find" prints_json '[.operations[] | select(.kind == "link") |
        .reference and .size >= 0 and .created and .modified and .attributes and .links >= 1] | all'
    cp "$work/plan" "$work/first"
    plan_of --rules builtin:user --jobs 1
    check "the same bytes again, with one thread" cmp "$work/first" "$work/plan"
done

plan_of --rules builtin:user --efs skip
check "--efs skip refuses it alone" refused secret.docx efs-skip
check "and the rest can be applied" prints_json '.blocked | not'
plan_of --rules builtin:user --efs hardlink
check "--efs hardlink" becomes secret.docx link
plan_of --rules builtin:user --efs copyraw
check "--efs copyraw" becomes secret.docx copy
plan_of --rules builtin:user --efs decryptcopy
check "--efs decryptcopy has no key" refused secret.docx efs-no-key
plan_of --rules builtin:user --ui 'Lost' --efs skip
check "--ui takes an orphan" prints_json '[.operations[] | select(.from != null and (.from | endswith("lost.doc")))] | length == 1'
plan_of --rules builtin:user --ue '*\Ann'
check "--ue leaves Ann out" prints_json '[.operations[] | select(.from != null and (.from | contains("\\Ann\\")))] == []'
check "but not Bob" prints_json '[.operations[] | select(.from != null and (.from | endswith("bob.doc")))] | length == 1'

recipe refresh
documents='C:\Users\Ann\Documents'
printf '%s\\%s\r\n' "$documents" mail.pst >"$work/locked"
printf 'system\t%s\\%s\n' "$documents" report.docx >>"$work/locked"
cat >"$work/config.xml" <<'XML'
<Configuration><Policies><HardLinkStoreControl><fileLocked>
<createHardLink>C:\Users\Ann\Documents\* [*.pst]</createHardLink>
<errorHardLink>C:\Users\* [*]</errorHardLink>
</fileLocked></HardLinkStoreControl></Policies></Configuration>
XML
plan_of --rules builtin:user --locked-list "$work/locked" --efs skip
check "a locked file without a policy" refused mail.pst locked
check "what Windows holds is copied" becomes report.docx copy
plan_of --rules builtin:user --locked-list "$work/locked" --efs skip --config "$work/config.xml"
check "createHardLink comes first" becomes mail.pst link
sed -i 's/\[\*\.pst\]/[*.ost]/' "$work/config.xml"
plan_of --rules builtin:user --locked-list "$work/locked" --efs skip --config "$work/config.xml"
check "then errorHardLink" becomes mail.pst copy
check "paths of the list that lead somewhere are not told" prints_json '[.notes[] | select(contains("lead"))] == []'
printf '%s\n' 'C:\nowhere\x.txt' >>"$work/locked"
plan_of --rules builtin:user --locked-list "$work/locked" --efs skip
check "one that leads nowhere is" prints_json '[.notes[] | select(contains("1 path leads nowhere"))] | length == 1'

# ErrorControl: the first line that matches, by pattern and code.
errors()
{
    printf '<Configuration><Policies><ErrorControl><fileError>%s</fileError></ErrorControl></Policies></Configuration>' "$1" >"$work/config.xml"
    plan_of --rules builtin:user --locked-list "$work/locked" --efs skip --config "$work/config.xml"
}
errors '<fatal errorCode="33">C:\Users\Ann\* [*.pst]</fatal>'
check "a locked file is fatal" refused mail.pst locked
check "and forbids to apply the plan" prints_json '.blocked and ([.notes[] | select(contains("ErrorControl"))] | length == 1)'
errors '<nonFatal errorCode="32">* [*.pst]</nonFatal><fatal errorCode="32">C:\Users\* [*]</fatal>'
check "the first line that matches decides" prints_json '.blocked | not'
errors '<fatal errorCode="32">C:\Users\Bob\* [*]</fatal><fatal errorCode="5">C:\Users\* [*]</fatal>'
check "another place, another code" prints_json '.blocked | not'
errors '<fatal errorCode="any">C:\Users\*</fatal>'
check "any code, and a node alone" prints_json '.blocked'

run scan -o "$work/inventory" "$image"
plan_of --rules builtin:documents
run plan save "$work/inventory" --store 'C:\migdata' --rules builtin:documents -o "$work/plan"
expect 3 "an inventory as source"
run show --json "$work/plan"
check "says that the registry could not be read" prints_json '[.notes[] | select(contains("registry"))] | length > 0'
run plan save -V "C:=$image" -V "D:=$image" --store 'C:\migdata' --rules builtin:user -o "$work/plan"
expect 3 "two drives"

# A folder that is not on NTFS is a drive whose files are copied.
mkdir -p "$work/stick/a b/c"
printf 'some words' >"$work/stick/a b/c/x.doc"
printf 'others' >"$work/stick/y.bin"
ln -s /etc "$work/stick/etc"
run plan save -V "C:=$image" -V "E:=$work/stick" --store 'C:\migdata' --rules builtin:user -o "$work/plan"
expect 3 "a folder as a drive"
run show --json --ops "$work/plan"
check "its file is copied to the volume of the store" prints_json '[.operations[] | select(.kind == "copy")] |
    length == 1 and .[0].from == "E:\\a b\\c\\x.doc" and .[0].reason == "other-file-system" and .[0].size == 10 and
    .[0].path == "C:\\migdata\\USMT\\File\\E$\\a b\\c\\x.doc"'
printf '<migration urlid="u"><component><displayName>c</displayName><rules><include><objectSet><pattern>E:\\büro\\* [*.doc]</pattern></objectSet></include></rules></component></migration>' >"$work/letters.xml"
mkdir "$work/stick/BÜRO"
printf x >"$work/stick/BÜRO/z.doc"
run plan save -V "C:=$image" -V "E:=$work/stick" --store 'C:\migdata' --rules "$work/letters.xml" -o "$work/plan"
expect 3 "rules for it in letters beyond ASCII of another case"
run show --json --ops "$work/plan"
check "mean it" prints_json '[.operations[] | select(.kind == "copy")] | length == 1 and (.[0].from | endswith("\\z.doc"))'
run plan save -V "E:=$work/stick" --store 'E:\migdata' --rules builtin:user -o "$work/none"
expect 1 "no NTFS at all"

recipe demo
run plan save "$image" --store 'C:\\store' --rules builtin:documents -o "$work/plan"
run show --json --ops "$work/plan"
check "without a registry, too, Windows is nobody's document" prints_json '[.operations[] | select(.from != null and (.from | startswith("C:\\\\Windows\\\\")))] == []'
recipe refresh

# A store in the way: its own folder is not taken, other things in it are.
run plan save "$image" --store 'C:\Data' --rules builtin:user -o "$work/plan"
expect 3 "a store in a folder that is there"
run show --json --ops "$work/plan"
check "that folder is not taken" prints_json '[.operations[] | select(.from != null and (.from | startswith("C:\\Data")))] == []'

for store in 'C:\' 'C:' 'D:\x' 'migdata' '\migdata' 'C:\a\..\b' 'C:\root.doc' 'C:\x:y' 'C:\a*b'; do
    run plan save "$image" --store "$store" --rules builtin:user -o "$work/none"
    expect 1 "no store can be $store"
    check "one sentence" test "$(wc -l <"$work/err")" = 1
    check "and no file" test ! -e "$work/none"
done
run plan save "$image" --rules builtin:user -o "$work/none"
expect 2 "without --store"
run plan save "$image" --store 'C:\m' -o "$work/none"
expect 2 "without --rules"
run plan save "$image" --store 'C:\m' --rules builtin:user
expect 2 "without -o"
run plan restore "$image"
expect 2 "a plan that cannot be made"
run plan save "$image" --store 'C:\m' --rules builtin:nothing -o "$work/none"
expect 1 "no such rules"
run plan save "$image" --store 'C:\m' --rules builtin:user --config "$work/none.xml" -o "$work/none"
expect 1 "no such Config.xml"
run plan save "$image" --store 'C:\m' --rules "$work/config.xml" -o "$work/none"
expect 1 "Config.xml in the place of rules"
check "is told" said 'Config.xml'
run plan save "$image" --store 'C:\m' --rules builtin:user --locked-list "$work/none.txt" -o "$work/none"
expect 1 "no such list"
run plan save "$image" --store 'C:\m' --rules builtin:user --uel 0 -o "$work/none"
expect 1 "--uel 0"
cp "$work/config.xml" "$work/kept.xml"
run plan save "$image" --store 'C:\m' --rules builtin:user --config "$work/config.xml" -o "$work/config.xml"
expect 1 "an output over what is read"
check "which stays" cmp "$work/config.xml" "$work/kept.xml"
run plan save "$image" --store 'C:\m' --rules builtin:user -o /dev/full
expect 1 "a full disk"
run plan save "$image" --store 'C:\m' --rules builtin:user -o "$work/no/such/folder"
expect 1 "no such folder"
check "nothing is left" test ! -e "$work/none"

# Users are called as --ui and --ue know them.
first=$image
recipe users:5
run plan save "$image" --store 'C:\m' --rules builtin:user --json -o "$work/plan"
check "by domain and account; by the folder where no account is known" prints_json '[.users[].name] |
    contains(["PC17\\Ann", "CORP\\dave", "Faye"]) and (index("PC17\\Faye") == null)'
run plan save "$image" --store 'C:\m' --rules builtin:user --json -o "$work/plan" --ue 'CORP\dave' --ue Faye
check "and so they are left out" prints_json '[.users[].name] | contains(["PC17\\Ann"]) and
    index("CORP\\dave") == null and index("Faye") == null'
run plan save "$image" --store 'C:\m' --rules builtin:user --json -o "$work/plan" --ui 'CORP\dav' --ui 'corp\D*' --ue 'PC17\Fay'
check "who is misspelt is told" prints_json '[.notes[] | select(contains("names nobody"))] |
    length == 2 and (.[0] | startswith("--ui '"'CORP\\\\dav'"'")) and (.[1] | startswith("--ue '"'PC17\\\\Fay'"'"))'
check "a drive that holds their folders is told" prints_json '[.notes[] | select(contains("from D:, which is not given"))] | length == 1'
printf '<migration urlid="u"><component context="System"><displayName>c</displayName><rules><include><objectSet><pattern>\\\\server\\x\\* [*]</pattern></objectSet></include></rules></component></migration>' >"$work/server.xml"
run plan save "$image" --store 'C:\m' --rules "$work/server.xml" --json -o "$work/plan"
check "so is a server" prints_json '[.notes[] | select(contains("from servers") and contains("\\\\server\\x\\* [*]"))] | length == 1'
mkdir -p "$work/second/Documents/Ann"
printf x >"$work/second/Documents/Ann/letter.txt"
run plan save -V "C:=$image" -V "D:=$work/second" --store 'C:\m' --rules builtin:user --json -o "$work/plan"
check "with that drive they are taken, and it is not told" prints_json '.totals.copy == 1 and
    ([.notes[] | select(contains("from D:"))] == [])'
image=$first

run help plan
check "help writes paths as they are typed" grep -qF "'C:\migdata'" "$work/out"
check "without a backslash too many" test "$(grep -cF '\\\\' "$work/out")" = 0

# A source is never written to.
cp "$image" "$work/second.img"
run plan save -V "C:=$image" -V "D:=$work/second.img" --store 'C:\m' --rules builtin:user -o "$work/second.img"
expect 1 "a plan in the place of a source"
check "is refused" said 'would change the source'
run estimate "$work/second.img" --rules builtin:user --usmt-xml "$work/second.img"
expect 1 "so is what estimate writes"
check "the source is as it was" cmp "$image" "$work/second.img"
finish

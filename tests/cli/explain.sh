#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink explain: which rules speak of a path, which wins, and what the plan does with it.
. tests/cli/common

cat >"$work/ours.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<migration urlid="http://example.com/ours">
<component type="Documents" context="User"><displayName>Documents</displayName><role role="Data"><rules>
<include><objectSet><pattern type="File">%CSIDL_PERSONAL%\* [*]</pattern></objectSet></include>
<include><objectSet><pattern type="File">%CSIDL_MYPICTURES%\* [*]</pattern></objectSet></include>
<exclude><objectSet><pattern type="File">%CSIDL_PERSONAL%\Sub\* [*.txt]</pattern></objectSet></exclude>
<exclude><objectSet><pattern type="File">%CSIDL_PERSONAL%\* [*.xlsx]</pattern></objectSet></exclude>
</rules></role></component>
<component type="Documents" context="System"><displayName>Data</displayName><role role="Data"><rules>
<include filter='MigXmlHelper.FileProperties("filesize","gt","10KB")'><objectSet>
<pattern type="File">C:\Data\* [*]</pattern></objectSet></include>
<unconditionalExclude><objectSet><pattern type="File">C:\* [*.tmp]</pattern></objectSet></unconditionalExclude>
</rules></role></component>
<component type="Documents" context="System"><displayName>Dead</displayName><role role="Data"><rules>
<exclude><objectSet><pattern type="File">C:\Users\* [*]</pattern></objectSet></exclude>
</rules></role></component>
</migration>
XML
recipe refresh

# of PATH: explains it as JSON.
of()
{
    run explain "$image" --rules "$work/ours.xml" --json "$1"
}

of 'C:\Users\Ann\Documents\report.docx'
expect 0 "a file that is taken"
check "it is, by its rule, for its user" prints_json '.schema_version == 1 and (.paths | length) == 1 and
    (.paths[0] | .path == "C:\\Users\\Ann\\Documents\\report.docx" and .is_there and .is_taken and
    .plan.kind == "link" and (.plan.is_refused | not) and
    .plan.target == "C:\\migdata\\USMT\\File\\C$\\Users\\Ann\\Documents\\report.docx" and
    .rules[0].outcome == "wins" and .rules[0].line == 4 and .rules[0].user == "Ann" and .rules[0].component == "Documents")'
check "an exclude without an include is dead" prints_json '.paths[0].rules[1] |
    .component == "Dead" and .outcome == "no-include"'
of 'C:\Users\Ann\Documents\Sub\Deeper\deep.txt'
check "more folders win" prints_json '.paths[0] | (.is_taken | not) and .plan == null and
    .rules[0].kind == "exclude" and .rules[0].outcome == "wins" and
    .rules[1].outcome == "loses" and .rules[1].because == "folders"'
of 'C:\Users\Ann\Documents\budget.xlsx'
check "with as many, more of the name wins" prints_json '.paths[0] | (.is_taken | not) and
    .rules[0].line == 7 and .rules[1].because == "leaf"'
of 'C:\Data\temp\scratch.tmp'
check "an unconditional exclude holds" prints_json '.paths[0] | (.is_taken | not) and
    .rules[0].kind == "unconditionalExclude" and .rules[0].outcome == "wins"'
of '/data/projects/PLAN.mpp'
check "a filter says no; slashes and case do not matter" prints_json '.paths[0] | .is_there and (.is_taken | not) and
    .rules[0].outcome == "not-meant"'
of 'C:\Data\Pictures of Ann\beach.jpg'
check "a redirected folder of a user" prints_json '.paths[0] | .is_taken and .plan.kind == "link" and
    .rules[0].component == "Documents" and .rules[0].line == 5'
of 'C:\Users\Ann\Documents\secret.docx'
check "what the plan refuses says why" prints_json '.paths[0] | .is_taken and .plan.is_refused and
    .plan.reason == "efs-abort"'
for name in cloud.docx junction many.doc Readme.TXT; do
    of 'C:\Users\Ann\Documents\'"$name"
    expect 0 "$name, which the plan refuses"
    check "$name is refused, with a target or none" prints_json '.paths[0].plan | .is_refused and
        (.target == null or (.target | startswith("C:\\migdata\\")))'
done
of 'C:\Users\Ann\Documents\Empty'
check "a folder is itself" prints_json '.paths[0] | .is_folder and .is_taken and .plan.kind == "mkdir"'
of 'C:\Users\Lost\Documents\lost.doc'
check "an orphan does not take part" prints_json '.paths[0] | .is_there and (.is_taken | not)'
check "and is named" prints_json '.paths[0].left_out_user | .name == "Lost" and (.why | contains("SID"))'
run explain "$image" --rules "$work/ours.xml" --ue Bob 'C:\users\BOB' 'C:\Users\Ann'
check "so is one whom --ue leaves out" printed_line '  Its user, Bob, is left out by --ue.'
check "and no other" test "$(grep -c 'Its user' "$work/out")" = 1
run explain "$image" --rules "$work/ours.xml" --ui Lost --json 'C:\Users\Lost\Documents\lost.doc'
check "unless --ui names it" prints_json '.paths[0].is_taken'
of 'D:\x.doc'
expect 0 "a drive that is not there"
check "is told" prints_json '.paths[0] | (.is_there | not) and (.is_taken | not) and .rules == []'
of 'C:\Users\Ann\Documents\new.docx'
check "a file that is not there is explained as if it were" prints_json '.paths[0] | (.is_there | not) and
    .is_taken and .plan == null'

run explain "$image" --rules "$work/ours.xml" 'C:\Users\Ann\Documents\budget.xlsx' 'C:\nothing.txt'
expect 0 "for people"
check "why a rule loses" printed "the winner says more of the file's name"
check "where it stands" printed "ours.xml:7: wins"
check "no rule at all" printed "Left: no rule matches it."
run explain "$image" --rules "$work/ours.xml" 'C:\Users\Ann\Documents\My Music'
check "a junction that Windows makes itself" printed "a junction that Windows makes itself"
run explain -V "C:=$image" --rules "$work/ours.xml" 'C:\root.doc'
expect 0 "with --drive there is no SOURCE"

run explain "$image" 'C:\x'
expect 2 "without rules"
check "what is missing" said '--rules'
run explain "$image" --rules "$work/ours.xml"
expect 2 "without a path"
run explain "$image" -V "C:=$image" --rules "$work/ours.xml" 'C:\x'
expect 0 "with --drive the first word is a path, too"
run explain "$work/none.img" --rules "$work/ours.xml" 'C:\x'
expect 1 "no such source"
run explain "$image" --rules "$work/none.xml" 'C:\x'
expect 1 "no such rules"
check "one sentence" test "$(wc -l <"$work/err")" = 1
printf '<migration urlid="x"><component><displayName>c</displayName><rules>\n<include filter="MigXmlHelper.Nope()"><objectSet><pattern>C:\\* [*]</pattern></objectSet></include></rules></component></migration>' >"$work/bad.xml"
run explain "$image" --rules "$work/bad.xml" 'C:\x'
expect 1 "an unknown helper"
check "is named with file and line" said 'bad.xml:2: '
run explain -V "D:=$image" --rules "$work/ours.xml" 'D:\x'
expect 1 "a Windows under another letter than its own"
check "says which" said "say --drive C:="
finish

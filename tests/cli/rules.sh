#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink rules lint: files of rules and Config.xml, right, wrong and hostile.
. tests/cli/common

# lint_of TEXT ARGUMENT...: writes TEXT (a printf format) to rules.xml and lints it.
lint_of()
{
    # shellcheck disable=SC2059 # the text is the format
    printf "$1" >"$work/rules.xml"
    shift
    run rules lint "$@" "$work/rules.xml"
}

# told LINE SEVERITY KIND: there is such a note of rules.xml.
told()
{
    grep -q "^.*/rules\.xml:$1: $2: .* \[$3\]$" "$work/out"
}

begin='<?xml version="1.0" encoding="UTF-8"?>\n<migration urlid="http://x/ours">\n'
component='<component type="Documents" context="User">\n<displayName>Ours</displayName>\n<role role="Data">\n<rules>\n'
include='<include><objectSet><pattern type="File">C:\\Data\\* [*]</pattern></objectSet></include>\n'
end='</rules></role></component></migration>\n'

lint_of "$begin$component$include$end"
expect 0 "a file without mistakes"
check "it is summed up" printed_line '1 file, 1 component, 1 rule: 0 errors, 0 warnings, 0 remarks'
run rules lint --json "$work/rules.xml"
expect 0 "the same as JSON"
check "JSON" prints_json '.schema_version == 1 and .components == 1 and .rules == 1 and .notes == [] and
    .files[0].urlid == "http://x/ours" and .files[0].ignored == false'

# pair NAME RULES: rules with one line each, from line 7 on.
pair()
{
    lint_of "$begin$component$1$end"
}
include_of()
{
    printf '<include><objectSet><pattern>%s</pattern></objectSet></include>\\n' "$1"
}
exclude_of()
{
    printf '<exclude><objectSet><pattern>%s</pattern></objectSet></exclude>\\n' "$1"
}
pair "$(include_of 'C:\\Dir1\\Dir2\\* [*]')$(exclude_of 'c:\\DIR1\\* [*.txt]')"
check "row 6: a more specific include overrules it" told 8 warning overruled-exclude
pair "$(include_of '%%USERPROFILE%%\\Dir2\\* [*]')$(exclude_of '%%UserProfile%%\\* [*.txt]')"
check "with variables, too" told 8 warning overruled-exclude
pair "$(include_of 'C:\\Dir1\\* [*]')$(exclude_of 'C:\\Dir1\\Dir2\\* [*.txt]')"
check "row 2 is as it looks" test "$status" = 0
pair "$(include_of 'C:\\Dir1\\* [*]')$(exclude_of 'C:\\Dir1\\* [*.txt]')"
check "row 3 is as it looks" test "$status" = 0
pair "$(include_of 'C:\\Dir10\\Dir2\\* [*]')$(exclude_of 'C:\\Dir1\\* [*.txt]')"
check "another folder is another folder" test "$status" = 0
pair "$(include_of 'C:\\Dir1\\Dir2\\* [*]')</rules></role></component><component><displayName>Other</displayName><role><rules>$(
    include_of 'D:\\x\\* [*]')$(exclude_of 'C:\\Dir1\\* [*.txt]')"
check "row 8: another component's include is not its own" told 9 remark other-component
check "which is no mistake" test "$status" = 0

lint_of "$begin$component<include filter='MigXmlHelper.IgnoreIrelevantLinks()'><objectSet><pattern>C: [*]</pattern></objectSet></include>\n$end"
expect 3 "an unknown helper"
check "is an error with file and line" told 7 error unknown-helper
check "the right one is named" printed "Did you mean 'IgnoreIrrelevantLinks'"
lint_of "$begin$component<include><objectSet>\n<script>MigXmlHelper.GenerateDrivePatterns(\"* [*.doc]\", \"Fixed)</script></objectSet></include>$end"
check "a quote that is not closed" told 8 error malformed-call
lint_of "$begin$component<include><objectSet>\n<script>MigXmlHelper.GenerateDrivePatterns(\"* [*.doc]\")</script></objectSet></include>$end"
check "too few arguments" told 8 error helper-arguments
lint_of "$begin$component<include><objectSet>\n<script>MigXmlHelper.GenerateDrivePatterns(\"* [*.doc]\",'Fixt')</script></objectSet></include>$end"
check "a kind of drive that is none" told 8 warning unknown-value
lint_of "$begin$component<merge script=\"MigXmlHelper.IgnoreIrrelevantLinks()\"><objectSet><pattern>C:\\\\x [*]</pattern></objectSet></merge>$include$end"
check "a helper in the wrong place" told 7 warning misplaced-helper
# pattern_is TEXT OUTCOME: what lint says of an include of that pattern.
pattern_is()
{
    printf '%s\n' '<migration urlid="http://x/ours"><component><displayName>c</displayName><rules>' \
        "<include><objectSet><pattern type=\"File\">$1</pattern></objectSet></include></rules></component></migration>" \
        >"$work/rules.xml"
    run rules lint "$work/rules.xml"
    if [ "$2" = good ]; then
        check "$1 is a pattern" test "$status" = 0
    else
        check "$1 is none" told 2 error bad-pattern
        check "since it $2" printed "matches nothing: it $2"
    fi
}
for pattern in 'C:\Data\* [*]' 'C:\*[*.doc]' '%CSIDL_PERSONAL%\* [*.mp3]' '%PROGRAMFILES(X86)%\x [a]' 'C:\Data' '* [*]' \
    'C:\x [Copy^[1^].txt]' 'C:\100%\x% [*]'; do
    pattern_is "$pattern" good
done
pattern_is 'C:\x [Copy[1].txt]' 'has a [ within its brackets'
pattern_is 'C:\x [a' 'has a [ without a ]'
pattern_is 'C:\x a]' 'has a ] without a ['
pattern_is '[*]' 'names no folder'
pattern_is 'C:\x [a] b' 'goes on behind its closing bracket'
pattern_is 'C:\x [b\a]' 'has a \ within its brackets'

lint_of "$begin$component<exclude><objectSet><pattern type='File'>C:\\\\Data\\\\* [*.tmp]</pattern></objectSet></exclude>\n$end"
expect 3 "a dead exclude"
check "is told" told 7 warning dead-exclude
lint_of "$begin$component<include><objectSet><pattern type='Registry'>HKCU\\\\Software\\\\* [*]</pattern></objectSet></include>\n$end"
check "a setting" told 7 remark setting
check "a component of settings alone" told 3 warning no-files
lint_of "$begin$component$include<include><objectSet/></include>\n$end"
check "an include without patterns" told 8 warning no-effect
lint_of "$begin$component$include<inclde/>$end"
check "an unknown element" told 8 warning unknown-element
lint_of "$begin$component$include<include fliter='x'>$(printf %s "$include" | sed 's/<include>//; s/\\\\n$//')$end"
check "an attribute that nothing has" told 8 warning unknown-attribute
lint_of "$begin<namedElements><rules name='a'>\n<inclde/></rules></namedElements><component><displayName>c</displayName><rules name='a'/><rules name='a'/>$include</component></migration>"
check "what is wrong in a named element is told once" test "$(grep -c inclde "$work/out")" = 1
lint_of "$begin$component$include<processing when='pre-scan'><script>MigXmlHelper.KillExplorer()</script></processing>$end"
expect 0 "a remark alone"
check "processing is never run" told 8 remark never-run
lint_of "$begin<component context='User'><displayName>a</displayName><role><rules context='System'>\n$include</rules><rules>$include$end"
check "rules outside of the context" told 3 warning outside-context
lint_of "$begin<component><role><rules>$include$end"
check "no displayName" told 3 warning no-display-name
lint_of "$begin$component<rules name='nowhere'/>$include$end"
check "a name that is not defined" told 7 error unknown-name
lint_of "$begin<namedElements><rules name='a'><rules name='a'/></rules></namedElements><component><displayName>c</displayName><rules name='a'/></component></migration>"
check "a name within itself" told 3 error name-loop
lint_of "<other/>"
check "XML of another kind" told 1 error not-rules

lint_of "$begin$component$include$end"
run rules lint "$work/rules.xml" "$work/rules.xml"
expect 3 "one urlid twice"
check "is told" told 2 warning same-urlid
for set in miguser migdocs; do
    printf "<migration urlid='http://www.microsoft.com/migration/1.0/migxmlext/$set'><component><displayName>$set</displayName><rules>$include</rules></component></migration>" >"$work/$set.xml"
done
run rules lint "$work/miguser.xml" "$work/migdocs.xml"
expect 3 "MigUser and MigDocs"
check "are told" printed '[user-and-docs]'

cat >"$work/config.xml" <<'X'
<Configuration>
  <Documents>
    <component displayname="Ours" migrate="no" ID="http://x/ours/ours/data"/>
    <component displayname="ours" migrate="yes" ID="http://x/ours/ours/data"/>
    <component displayname="Gone" migrate="no" ID="http://x/ours/gone/data"/>
  </Documents>
  <Policies><ErrorControl><fileError><nonfatal errorCode="33">* [*]</nonfatal><fatal errorCode="x">* [*]</fatal></fileError></ErrorControl></Policies>
</Configuration>
X
run rules lint --config "$work/config.xml" "$work/rules.xml"
expect 3 "a Config.xml"
check "yes and no" printed 'config.xml:4: warning: This component is listed with yes and with no'
check "a component that is not there" printed "config.xml:5: warning: No file of rules has a component 'Gone'"
check "a code that is none" printed 'config.xml:7: warning: errorCode="x"'
run rules lint "$work/config.xml"
expect 3 "a Config.xml among the rules"
check "is told" printed '[config-as-rules]'
run rules lint --config "$work/rules.xml"
expect 3 "rules as a Config.xml"
check "is told" printed '[rules-as-config]'

# Encodings.
text='<?xml version="1.0" encoding="ENCODING"?>\n<migration urlid="x"><component><displayName>\303\234bung</displayName><rules><include><objectSet><pattern type="Registry">H\344 [*]</pattern></objectSet></include></rules></component></migration>'
named() { # ICONV XML
    printf '%s' "$text" | sed "s/ENCODING/$2/; s/344/303\\\\244/" >"$work/format"
    # shellcheck disable=SC2059 # the text is the format
    printf "$(cat "$work/format")" | iconv -f UTF-8 -t "$1" >"$work/rules.xml"
    run rules lint --json "$work/rules.xml"
    expect 3 "$1 called $2"
    check "$1 called $2" prints_json '[.notes[].text] | any(contains("Übung")) and any(contains("Hä"))'
}
named UTF-8 UTF-8
named UTF-8 utf-8
named UTF-16 UTF-16
named UTF-16 UTF-8
named CP1252 windows-1252
named CP1252 ISO-8859-1
for order in LE BE; do
    printf '%s' "$text" | sed 's/ENCODING/UTF-16/; s/344/303\\244/' >"$work/format"
    # shellcheck disable=SC2059 # the text is the format
    printf "\357\273\277$(cat "$work/format")" | iconv -f UTF-8 -t "UTF-16$order" >"$work/rules.xml"
    run rules lint --json "$work/rules.xml"
    check "UTF-16$order with its mark" prints_json '[.notes[].text] | any(contains("Übung"))'
done

# Hostile or broken: one sentence each, with file and line, and nothing printed.
refuses()
{
    run rules lint "$work/rules.xml"
    check "$1 is refused" refused
    check "$1 is refused with file and line" grep -q "rules\.xml:[0-9]*: " "$work/err"
}
cat >"$work/rules.xml" <<'X'
<?xml version="1.0"?>
<!DOCTYPE migration [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<migration urlid="&c;">&c;</migration>
X
refuses "a billion laughs"
echo 'a secret' >"$work/secret"
printf '<!DOCTYPE migration [<!ENTITY a SYSTEM "file://%s/secret">]><migration urlid="x">&a;</migration>' "$work" >"$work/rules.xml"
refuses "an external entity"
check "the other file is not shown" test "$(grep -c secret "$work/err")" = 0
printf '<!DOCTYPE migration SYSTEM "http://127.0.0.1:9/x.dtd"><migration/>' >"$work/rules.xml"
refuses "an external document type"
{ printf '<migration>'; awk 'BEGIN { for (i = 0; i < 100000; i++) print "<rules>" }'; } >"$work/rules.xml"
refuses "depth without end"
{ printf '<migration '; awk 'BEGIN { for (i = 0; i < 300000; i++) printf "a%d=\"\" ", i; print "/>" }'; } >"$work/rules.xml"
refuses "attributes without end"
printf '<migration urlid="x"><component>' >"$work/rules.xml"
refuses "a truncated file"
printf '<migration>\n\000</migration>' >"$work/rules.xml"
refuses "a NUL byte"
printf '<?xml version="1.0" encoding="UTF-16"?>\n<migration>\000</migration>' | iconv -f UTF-8 -t UTF-16 >"$work/rules.xml"
refuses "a NUL in UTF-16"
printf '<migration>\377</migration>' >"$work/rules.xml"
refuses "a byte that is no UTF-8"
printf '<?xml version="1.0" encoding="klingon"?><migration/>' >"$work/rules.xml"
refuses "an unknown encoding"
printf '<migration>&undeclared;</migration>' >"$work/rules.xml"
refuses "an entity that nobody declares"
: >"$work/rules.xml"
run rules lint "$work/rules.xml"
check "an empty file is refused" refused
{ printf '<migration urlid="'; head -c 100000000 /dev/zero | tr '\000' a; printf '"/>'; } >"$work/rules.xml"
run rules lint "$work/rules.xml"
check "100 MB of attribute are refused" refused
{ printf '<migration urlid="'; head -c 12000000 /dev/zero | tr '\000' a; printf '"/>'; } >"$work/rules.xml"
run rules lint "$work/rules.xml"
check "12 MB of attribute are refused" refused
run rules lint "$work/nowhere.xml"
check "a file that is not there is refused" refused
run rules lint "$work"
check "a folder is refused" refused
# Names that make much of little: 40 rules of 40 rules of 40 rules of ...
awk 'BEGIN {
    print "<migration urlid=\"x\"><namedElements>"
    for (i = 0; i < 12; i++) {
        printf "<rules name=\"n%d\">", i
        for (j = 0; j < 40; j++) printf "<rules name=\"n%d\"/>", i + 1
        print "</rules>"
    }
    print "<rules name=\"n12\"><include/></rules></namedElements><component><displayName>c</displayName><rules name=\"n0\"/></component></migration>"
}' >"$work/rules.xml"
run rules lint "$work/rules.xml"
expect 3 "names that make much of little"
check "are an error" told 1 error name-loop

# Long lists of either kind do not take long.
awk 'BEGIN { print "<migration urlid=\"x\">"; for (i = 0; i < 60000; i++) printf "<component><displayName>c%d</displayName><rules><exclude/></rules></component>", i; print "</migration>" }' >"$work/rules.xml"
awk 'BEGIN { print "<Configuration><Documents>"; for (i = 0; i < 60000; i++) printf "<component displayname=\"a%d\" migrate=\"no\"/>", i; print "</Documents></Configuration>" }' >"$work/config.xml"
run rules lint --config "$work/config.xml" "$work/rules.xml"
expect 3 "long lists"

# Mistakes of the command line.
run rules check "$work/rules.xml"
expect 2 "a word that is not lint"
run rules lint
expect 2 "no file"
"$MFTLINK" rules lint "$work/miguser.xml" >/dev/full 2>"$work/err"
check "a full disk is no success" test $? = 1

# Every word that a note can have is told in the documents.
sed -n 's/^    \[RULES_[A-Z_]*\] = {"\([a-z-]*\)",.*/\1/p' planner/rules_note.c >"$work/words"
check "the words of notes are known" test "$(wc -l <"$work/words")" -gt 20
while read -r word; do
    check "$word is described" grep -qF "| \`$word\` |" docs/RULES.md
done <"$work/words"
finish

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink report --html: a page that is whole or not there. What a browser makes of it, tests/browser looks at.
. tests/cli/common
export SOURCE_DATE_EPOCH=1700000000
page=$work/page.html

# The JSON in the page's element $1.
data()
{
    sed -n "/<script type=\"application\/json\" id=\"$1\">/,/<\/script>/p" "$page" | sed 's/^<script[^>]*>//; s/<\/script>.*//'
}

# The text of the page's only style, or of its last script, as the policy has it.
hash_of()
{
    awk -v tag="$1" 'BEGIN { RS = "\001" } { gsub(".*<" tag ">", ""); gsub("</" tag ">.*", ""); printf "%s", $0 }' "$page" |
        openssl dgst -sha256 -binary | openssl base64
}

# Neither a page nor a part of one.
nothing_left()
{
    [ ! -e "$1" ] && [ -z "$(find "$(dirname "$1")" -name '*.part' 2>/dev/null)" ]
}

recipe demo
"$MFTLINK" report "$image" >"$work/text"
run report --html "$page" "$image"
expect 0 "a page beside the text"
check "the text is what it is without" cmp "$work/out" "$work/text"
check "it is a page" test "$(head -c 15 "$page")" = "<!DOCTYPE html>"
check "for people and programs at once" "$MFTLINK" report --json --html "$work/other.html" "$image"
check "two runs write the same" cmp "$page" "$work/other.html"
run report --json --top 200 "$image"
check "its data are those of --json" test "$(data report | jq -S . | cksum)" = "$(jq -S . "$work/out" | cksum)"
check "its script is the one that is allowed" grep -qF "script-src 'sha256-$(hash_of script)';" "$page"
check "its style is the one that is allowed" grep -qF "style-src 'sha256-$(hash_of style)';" "$page"
check "nothing else is" grep -q "content=\"default-src 'none'; script-src 'sha256-[^ ]*'; style-src 'sha256-[^ ]*'; base-uri" "$page"
check "nothing is asked of a network" test "$(grep -c 'https\{0,1\}://\|src=\|href=\|url(' "$page")" = 0
data folders >"$work/folders.json"
check "its columns are as long as each other" jq -e '[.parent, .name, .naive, .unique, .allocated, .freed, .names, .files,
    .freed_files, .folders, .direct_freed] | map(length) | unique | length == 1' "$work/folders.json"
check "parents stand before what is in them" jq -e '.parent as $p | [range(1; $p | length)] | all($p[.] < .)' "$work/folders.json"
check "every folder is there" test "$(jq '.parent | length - 1' "$work/folders.json")" = "$(jq .total.folders "$work/out")"

run report --html "$page" --top 2 --under 'c:/users' "$image"
expect 0 "--top and --under"
check "--top is that of its lists" test "$(data report | jq '[.extensions, .folders | length] | join(" ")')" = '"3 2"'
check "--under is its first row" test "$(data folders | jq -r '.path')" = '\Users'
"$MFTLINK" scan -o "$work/demo.parquet" "$image" >/dev/null
run report --html "$page" "$work/demo.parquet"
check "an inventory has the same folders" test "$(data folders | cksum)" = "$(cksum <"$work/folders.json")"
run report --html "$page" --evidence "$work/evidence.json" "$image"
check "--evidence tells its hash" test "$(sha256sum <"$page" | cut -c1-64)" = "$(jq -r '.outputs[0].sha256' "$work/evidence.json")"
check "and that of the text" test "$(sha256sum <"$work/out" | cut -c1-64)" = "$(jq -r '.outputs[1].sha256' "$work/evidence.json")"

recipe markup
run report --html "$page" "$image"
check "no name opens an element" test "$(data report | grep -c '<') $(data folders | grep -c '<')" = "0 0"
check "no name ends a line" test "$(LC_ALL=C grep -c "$(printf '\342\200[\250\251]')" "$page")" = 0

# What cannot be.
recipe demo
before=$(sha256sum <"$image")
run report --html - "$image"
expect 2 "a page to the standard output"
run report --html "$work/page.html.zst" "$image"
expect 2 "a packed page"
run report --html '' "$image"
expect 2 "a page without a name"
run report --html "$image" "$image"
check "the source as the page" refused
check "which stays as it is" test "$(sha256sum <"$image")" = "$before"
run report --html "$work/demo.parquet" "$work/demo.parquet"
check "an inventory as the page" refused
run report --html "$work/nowhere/page.html" "$image"
check "a folder that is not there" refused
run report --html "$work" "$image"
check "a folder as the page" refused
run report --html /dev/full "$image"
check "a device that is full" refused
run report --html "$work/one" --evidence "$work/one" "$image"
check "page and evidence of one name" refused
check "neither is there" nothing_left "$work/one"
run report --html "$work/new.html" --under '\nowhere' "$image"
check "a folder of the volume that is not there" refused
check "has no page" nothing_left "$work/new.html"
if [ "$(id -u)" = 0 ] && mkdir "$work/small" && mount -t tmpfs -o size=32k tmpfs "$work/small" 2>/dev/null; then
    run report --html "$work/small/page.html" "$image"
    check "a disk that fills" refused
    check "has nothing on it" nothing_left "$work/small/page.html"
    echo old >"$work/small/page.html"
    run report --html "$work/small/page.html" "$image"
    check "a disk that fills, where a page was" refused
    check "which is still there" grep -qx old "$work/small/page.html"
    umount "$work/small"
else
    skip "nothing can be mounted here"
fi
finish

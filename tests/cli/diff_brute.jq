# SPDX-License-Identifier: GPL-3.0-or-later
#
# What differs between two exports (jsonl with --streams), by the definitions of docs/DIFF.md and nothing clever: the
# rows of `mftlink diff --json` as {id, kinds}, sorted.
#
#   jq -n --slurpfile a A.jsonl --slurpfile b B.jsonl -f diff_brute.jq

# A file with all its names, by its record; behind the row of its first name stand those of its streams.
def files:
    map(select(.in_use and (.system | not))) | group_by(.record)
    | map({key: "\(.[0].record)", value: {
        row: .[0],
        id: "\(.[0].record)-\(.[0].sequence)",
        streams: ((.[0].name | length + 1) as $n | .[1:1 + .[0].streams] | map([.name[$n:], .size, .allocated]) | sort),
        names: ([.[0]] + .[1 + .[0].streams:]
            | map({folder: "\(.parent_record)-\(.parent_sequence)", name: .name}) | sort)}})
    | from_entries;

def differ($a; $b; columns):
    any(columns; . as $column | $a.row[$column] != $b.row[$column]);

# A bit of the attributes, which are written in hexadecimal digits.
def digit: if . >= 97 then . - 87 else . - 48 end;
def number: .[2:] | explode | reduce .[] as $c (0; . * 16 + ($c | digit));
def bit($n): number / $n | floor % 2;

def names_kinds($gone; $come):
    ([$gone[].folder, $come[].folder] | unique) as $folders
    | ([$folders[] as $f | [([$gone[] | select(.folder == $f)] | length), ([$come[] | select(.folder == $f)] | length)]]) as $counts
    | ([$counts[] | min] | add // 0) as $renamed
    | (if $renamed > 0 then ["renamed"] else [] end)
    + (if ([($gone | length), ($come | length)] | min) > $renamed then ["moved"] else [] end)
    + (if ($gone | length) != ($come | length) then ["links"] else [] end);

def content($a; $b):
    $a.row.size != $b.row.size or $a.row.modified != $b.row.modified
    or ($a.row.allocated != $b.row.allocated and $a.row.allocated > 0 and $b.row.allocated > 0
        and all(512, 2048, 16384; . as $n | ($a.row.attributes | bit($n)) == ($b.row.attributes | bit($n))));

def security($a; $b):
    if $a.row.security_id == $b.row.security_id and $a.row.security_id != 0 then []
    elif $a.row.owner != "" and $b.row.owner != "" and $a.row.owner != $b.row.owner then ["owner"]
    elif $a.row.security_id != $b.row.security_id then ["permissions"]
    else [] end;

def kinds($a; $b):
    names_kinds($a.names - $b.names; $b.names - $a.names)
    + (if $a.row.is_directory then [] else
        (if $b.row.size > $a.row.size then ["grown"] else [] end)
        + (if $b.row.size < $a.row.size then ["shrunk"] else [] end)
        + (if content($a; $b) then ["content"] else [] end) end)
    + (if $a.streams != $b.streams then ["streams"] else [] end)
    + (if differ($a; $b; "attributes", "reparse_tag") then ["attributes"] else [] end)
    + security($a; $b)
    | if . == [] and (differ($a; $b; "created") or ($a.row.is_directory | not) and
        differ($a; $b; "modified", "changed", "accessed", "usn")) then ["times"] else . end;

($a | files) as $before | ($b | files) as $after
| [($before + $after | keys[]) as $record | $before[$record] as $x | $after[$record] as $y
   | if $x and $y and $x.id == $y.id and $x.row.is_directory == $y.row.is_directory
     then {id: $x.id, kinds: kinds($x; $y)} | select(.kinds != [])
     else ($x, $y) | values | {id, kinds: [if . == $x then "removed" else "added" end]} end]
| map(.kinds |= sort) | sort_by(.id, .kinds)

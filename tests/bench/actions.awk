# SPDX-License-Identifier: GPL-3.0-or-later
#
# What `mftlink show --json --ops` lists of a plan, as bareloop takes it.
#
#   mftlink show --json --ops PLAN | awk -f actions.awk
#
# Folders that a plan fills are made by it; those that it empties are found in the volume.

# The text of a field, less the marks of JSON; names on the volume have no others than these.
function text(key,   at, rest)
{
    at = index($0, "\"" key "\": \"")
    if (!at)
        return ""
    rest = substr($0, at + length(key) + 5)
    match(rest, /^([^"\\]|\\.)*/)
    rest = substr(rest, 1, RLENGTH)
    gsub(/\\\\/, "\\", rest)
    return rest
}

# Splits a path into folder and name.
function part(path)
{
    match(path, /[^\\]*$/)
    name = substr(path, RSTART)
    folder = substr(path, 1, RSTART - 2)
}

# The number of a folder, which is looked for with those above it.
function number(path,   own, above)
{
    if (path ~ /^.:$/)
        return 0
    if (!(path in numbers)) {
        part(path)
        own = name
        above = number(folder)
        print "folder\t" above "\t" own
        numbers[path] = ++nfolders
    }
    return numbers[path]
}

function put(verb, path, reference,   own, above, record)
{
    part(path)
    own = name
    above = number(folder)
    split(reference, record, "-")
    print verb "\t" above "\t" own (reference == "" ? "" : "\t" record[1])
    if (verb == "mkdir")
        numbers[path] = ++nfolders
}

/^ *\{"op": [0-9]+, "kind": "(mkdir|rmdir)"/ { put(text("kind"), text("path"), "") }
/^ *\{"op": [0-9]+, "kind": "(link|unlink)"/ { put(text("kind"), text("path"), text("reference")) }

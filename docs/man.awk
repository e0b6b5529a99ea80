# SPDX-License-Identifier: GPL-3.0-or-later
#
# What scdoc writes, as mandoc -Tlint wants it: no .P where there is no paragraph, a title in capitals, and lines of at
# most 80 columns. What readers show stays the same, but for doubled empty lines.
#
# usage: scdoc <page.scd | awk -f docs/man.awk >page.1

{ lines[NR] = $0 }

function is_break(line) { return line == "" || line ~ /^\.(P|RE|RS|SH|SS)/ }

# Text may be broken at a blank, unless what follows would begin as a request does.
function put(line,   at) {
    while (length(line) > 80 && line !~ /^[.']/) {
        for (at = 80; at > 1; at--)
            if (substr(line, at, 1) == " " && substr(line, at + 1, 1) !~ /[.' ]/) break
        if (at <= 1) break
        print substr(line, 1, at - 1)
        line = substr(line, at + 1)
    }
    print line
}

END {
    for (i = 1; i <= NR; i++) {
        if (lines[i] == ".nf") verbatim = 1
        if (lines[i] == ".fi") verbatim = 0
        if (lines[i] == ".P" && (last ~ /^\.(SH|SS)/ || is_break(lines[i + 1]))) continue
        if (lines[i] ~ /^\.TH /) lines[i] = toupper(lines[i])
        if (verbatim) print lines[i]
        else put(lines[i])
        last = lines[i]
    }
}

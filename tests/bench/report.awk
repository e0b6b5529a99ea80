# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes docs/BENCHMARKS.md of what tests/bench/run has measured, and a short summary.
#
#   awk -f report.awk -v summary=FILE facts rows [profile-NAME...] BENCHMARKS.md.in
#
# facts        key=value
# rows         table, name, seconds, processor seconds, peak bytes, of the processor seconds those outside the kernel
# profile-*    share|place|function, most first
# the template is copied; in place of a line @NAME@ stands the table of that name.

### Reading

function base(path,   part, n)
{
    n = split(path, part, "/")
    return part[n]
}

FNR == 1 { kind = base(FILENAME) }

kind == "facts" {
    key = $0
    sub(/=.*/, "", key)
    fact[key] = substr($0, length(key) + 2)
    next
}

kind == "rows" {
    name = $1 " " $2
    n = ++runs[name]
    seconds[name, n] = $3
    cpu[name, n] = $4
    peak[name, n] = $5
    user[name, n] = $6
    if ($1 ~ /^scan-/ && n == 1) {
        size[++nsizes] = $2
    }
    next
}

kind ~ /^profile-/ {
    name = substr(kind, 9)
    split($0, part, "|")
    gsub(/^ +| +$/, "", part[2])
    share[name, part[2] ~ /kernel/ ? "kernel" : part[2]] += part[1]
    if (++nprofile[name] <= 10)
        profile[name, nprofile[name]] = $0
    next
}

/^@[a-z]+@$/ {
    put(substr($0, 2, length($0) - 2))
    next
}

{ print }

END {
    for (i = 1; i <= nverdicts; i++)
        print verdict[i] >summary
}

### Numbers

# Sorts the runs of a column into sorted[1..n].
function sort_runs(column, name,   i, j, n, v)
{
    n = runs[name]
    for (i = 1; i <= n; i++) {
        v = column[name, i] + 0
        for (j = i - 1; j > 0 && sorted[j] > v; j--)
            sorted[j + 1] = sorted[j]
        sorted[j + 1] = v
    }
    return n
}

function median(column, name,   n)
{
    n = sort_runs(column, name)
    return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}

function largest(column, name)
{
    return sorted[sort_runs(column, name)]
}

function range(name,   n)
{
    n = sort_runs(seconds, name)
    return n < 2 ? "" : time(sorted[1]) " .. " time(sorted[n])
}

# Three digits that count.
function time(s)
{
    return s < 1 ? sprintf("%.3f", s) : s < 10 ? sprintf("%.2f", s) : sprintf("%.1f", s)
}

function times(ratio)
{
    return ratio < 100 ? sprintf("%.2f ×", ratio) : sprintf("%.0f ×", ratio)
}

function megabytes(bytes)
{
    return sprintf("%.1f MB", bytes / 1000000)
}

function commas(n,   text, rest)
{
    text = sprintf("%.0f", n)
    while (length(text) > 3) {
        rest = "," substr(text, length(text) - 2) rest
        text = substr(text, 1, length(text) - 3)
    }
    return text rest
}

function is_measured(name)
{
    return ("side " name) in runs
}

### Targets

function put_verdict(what, target, measured, sides, is_reached,   word)
{
    word = measured == "" ? "not measured" : is_reached ? "reached" : "**missed**"
    print "| " what " | " target " | " measured " | " sides " | " word " |"
    if (word != "reached")
        missed[++nmissed] = what ": " (measured == "" ? word : measured) "; the target is " target "."
    gsub(/`/, "", what)
    gsub(/[*]/, "", word)
    verdict[++nverdicts] = sprintf("%-12s  %s: %s (%s)", word, what, measured == "" ? "-" : measured, target)
}

# slow / fast, which is to be at least or at most a limit.
function put_ratio(what, limit, is_least, slow, fast,   a, b, target)
{
    target = (is_least ? "at least " : "at most ") limit " ×"
    if (!is_measured(slow) || !is_measured(fast)) {
        put_verdict(what, target, "", "", 0)
        return
    }
    a = median(seconds, "side " slow)
    b = median(seconds, "side " fast)
    put_verdict(what, target, times(a / b), time(a) " s / " time(b) " s", is_least ? a >= limit * b : a <= limit * b)
}

function put_seconds(what, limit, name,   s)
{
    if (!is_measured(name)) {
        put_verdict(what, "at most " limit " s", "", "", 0)
        return
    }
    s = median(seconds, "side " name)
    put_verdict(what, "at most " limit " s", time(s) " s", range("side " name), s <= limit)
}

function put_bytes(what, limit, key,   bytes)
{
    bytes = fact[key] / fact["volume_names"]
    put_verdict(what, "at most " limit, sprintf("%.1f", bytes), commas(fact[key]) " / " commas(fact["volume_names"]), bytes <= limit)
}

function put_peak(what, limit, name,   bytes)
{
    bytes = largest(peak, "side " name)
    put_verdict(what, "at most " limit " MB", megabytes(bytes), "", bytes <= limit * 1000000)
}

function put_same_verdict(   ok, key, part)
{
    ok = 1
    for (key in fact)
        if (key ~ /^same_/) {
            split(fact[key], part, " ")
            ok = ok && part[2] == part[3]
        }
    put_verdict("`-j 2` gives byte for byte what `-j 1` gives", "always", ok ? "yes" : "no", "hashes below", ok)
}

function put_targets()
{
    print "| To reach | Target | Measured | Of | Verdict |"
    print "|---|---|---|---|---|"
    put_ratio("`scan` takes of the time of `cat`", 1.5, 0, "scan2", "cat")
    put_ratio("`scan` is faster than `7zz l -ba`", 40, 1, "7zip", "scan2")
    put_ratio("`export --format csv` is faster than `7zz l -ba`", 8, 1, "7zip", "csv2")
    put_ratio("`export --format csv` is faster than `fls -r -m /`", 12, 1, "fls", "csv2")
    put_peak("Peak memory of `scan`", 100, "scan2")
    put_peak("Peak memory of `export`, every column", 190, "csv2")
    put_seconds("`scan --out`: the scan, and all names as an inventory on the disk", 1.5, "inventory2")
    put_bytes("Bytes of an inventory for each name", 80, "bytes_parquet")
    put_seconds("`scan` of the inventory: every byte checked, rows to an index", 0.4, "readback2")
    put_seconds("`export --format sqlite`, with its indexes", 3, "sqlite")
    put_planning(0.5)
    put_plan_seconds("`plan save` of every name, proved, written and read back", 3, "save")
    put_apply_targets("100000")
    put_apply_targets("million")
    put_apply_peak("million")
    put_apply_names()
    put_refresh_target("million", 15)
    put_diff_target("`diff` of two inventories of a million files, every row printed", 2, "tables2")
    put_diff_target("`diff` of two volumes of a million files", 2, "volumes")
    put_growth("scan")
    put_growth("csv")
    put_linear("scan")
    put_linear("csv")
    put_same_verdict()
}

### Sizes

# Bytes for each file that the volume of size i has more than the one before.
function growth(command, i)
{
    return (median(peak, command "-" size[i] " " size[i]) - median(peak, command "-" size[i - 1] " " size[i - 1])) / (size[i] - size[i - 1])
}

function time_growth(command, i)
{
    return (median(seconds, command "-" size[i] " " size[i]) - median(seconds, command "-" size[i - 1] " " size[i - 1])) / (size[i] - size[i - 1])
}

function per_file(command, i)
{
    return median(seconds, command "-" size[i] " " size[i]) / size[i]
}

function word_of(command)
{
    return command == "scan" ? "`scan`" : "`export --format csv`"
}

function span()
{
    return commas(size[1]) " to " commas(size[nsizes]) " files"
}

function put_growth(command,   i, v, low, high)
{
    for (i = 2; i <= nsizes; i++) {
        v = growth(command, i)
        low = i == 2 || v < low ? v : low
        high = i == 2 || v > high ? v : high
    }
    put_verdict("Memory of " word_of(command) " for each further file, " span(), "within 1.2 ×", times(high / low), sprintf("%.1f / %.1f bytes", high, low), high <= 1.2 * low)
}

function put_linear(command,   i, v, low, high)
{
    for (i = 2; i <= nsizes; i++) {
        v = time_growth(command, i)
        low = i == 2 || v < low ? v : low
        high = i == 2 || v > high ? v : high
    }
    put_verdict("Time of " word_of(command) " for each further file, " span(), "within 1.2 ×", times(high / low), sprintf("%.0f / %.0f ns", 1e9 * high, 1e9 * low), high <= 1.2 * low)
}

function put_size_rows(command,   i, name)
{
    for (i = 1; i <= nsizes; i++) {
        name = command "-" size[i] " " size[i]
        printf "| %s | %s | %s | %s | %.0f | %s | %.0f | %.0f | %s | %.1f | %s |\n", word_of(command), commas(size[i]), time(median(seconds, name)), range(name), 1e9 * per_file(command, i), i == 1 ? "" : sprintf("%.0f", 1e9 * time_growth(command, i)), 1e9 * median(user, name) / size[i], 1e9 * (median(cpu, name) - median(user, name)) / size[i], megabytes(median(peak, name)), median(peak, name) / size[i], i == 1 ? "" : sprintf("%.1f", growth(command, i))
    }
}

function put_sizes()
{
    print "| Command | Files | Median s | min .. max | ns per file | ns per further file | Processor ns per file: program | kernel | Peak | Bytes per file | Bytes per further file |"
    print "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    put_size_rows("scan")
    put_size_rows("csv")
}

### Side by side

function put_side_row(name, command, gives,   key)
{
    key = "side " name
    if (!(key in runs)) {
        if (("left_out_" name) in fact)
            print "| " command " | " gives " | | | | | | left out: " fact["left_out_" name] " |"
        return
    }
    printf "| %s | %s | %d | %s | %s | %s | %s | %s |\n", command, gives, runs[key], time(median(seconds, key)), range(key), time(median(cpu, key)), megabytes(largest(peak, key)), times(median(seconds, key) / median(seconds, "side scan2"))
}

function put_side()
{
    print "| Command | What it gives | Runs | Median s | min .. max | Processor s | Peak memory | Beside `scan -j 2` |"
    print "|---|---|--:|--:|--:|--:|--:|--:|"
    put_side_row("cat", "`cat $MFT`", "the bytes")
    put_side_row("scan1", "`mftlink scan -j 1`", "index of every name, and its summary")
    put_side_row("scan2", "`mftlink scan -j 2`", "the same")
    put_side_row("csv1", "`mftlink export --format csv -j 1`", "27 columns for each name, with path and owner")
    put_side_row("csv2", "`mftlink export --format csv -j 2`", "the same")
    put_side_row("csvfile", "the same, to a file in memory (tmpfs)", sprintf("%.0f MB of it", csv_bytes() / 1000000))
    put_side_row("jsonl", "`mftlink export --format jsonl -j 2`", "the same as JSON Lines")
    put_side_row("bodyfile", "`mftlink export --format bodyfile -j 2`", "mactime's columns for each name")
    put_side_row("inventory1", "`mftlink scan --out -j 1`", "the summary, and an inventory on the disk")
    put_side_row("inventory2", "`mftlink scan --out -j 2`", sprintf("the same: %.0f MB", fact["bytes_parquet"] / 1000000))
    put_side_row("evidence", "`mftlink scan --evidence -j 2`", "the summary, and SHA-256 of all bytes of `$MFT`")
    put_side_row("sqlite", "`mftlink export --format sqlite`", sprintf("a database with indexes on the disk: %.0f MB", fact["bytes_db"] / 1000000))
    put_side_row("csvzst", "`mftlink export --format csv --out X.zst -j 2`", sprintf("compressed rows on the disk: %.0f MB", fact["bytes_zst"] / 1000000))
    put_side_row("readback1", "`mftlink scan INVENTORY -j 1`", "the summary, from the inventory")
    put_side_row("readback2", "`mftlink scan INVENTORY -j 2`", "the same")
    put_side_row("csvback", "`mftlink export --format csv INVENTORY -j 2`", "27 columns for each name, from the inventory")
    put_side_row("7zip", "`7zz l -ba`", "time, size and path of each name")
    put_side_row("fls", "`fls -r -m /`", "bodyfile")
    put_side_row("fsntfsinfo", "`fsntfsinfo -H -B`", "bodyfile")
    put_side_row("find", "`find -printf` on an ntfs-3g mount", "number, links, size and path of each name")
}

function csv_bytes(   part)
{
    split(fact["same_csv"], part, " ")
    return part[1]
}

function put_ratio_row(what, slow, fast)
{
    if (is_measured(slow) && is_measured(fast))
        printf "| %s | %s | %s s / %s s |\n", what, times(median(seconds, "side " slow) / median(seconds, "side " fast)), time(median(seconds, "side " slow)), time(median(seconds, "side " fast))
}

function put_ratios()
{
    print "| Ratio of medians | | Of |"
    print "|---|--:|---|"
    put_ratio_row("`scan -j 1` / `cat`", "scan1", "cat")
    put_ratio_row("`scan -j 2` / `cat`", "scan2", "cat")
    put_ratio_row("`scan -j 1` / `scan -j 2`", "scan1", "scan2")
    put_ratio_row("`export csv -j 1` / `export csv -j 2`", "csv1", "csv2")
    put_ratio_row("`7zz` / `scan -j 1`", "7zip", "scan1")
    put_ratio_row("`7zz` / `scan -j 2`", "7zip", "scan2")
    put_ratio_row("`7zz` / `export csv -j 2`", "7zip", "csv2")
    put_ratio_row("`fls` / `export csv -j 2`", "fls", "csv2")
    put_ratio_row("`fls` / `export bodyfile -j 2`", "fls", "bodyfile")
    put_ratio_row("`fsntfsinfo` / `export bodyfile -j 2`", "fsntfsinfo", "bodyfile")
    put_ratio_row("`find` on a mount / `export csv -j 2`", "find", "csv2")
}

### Plans

function is_planned(name)
{
    return ("plans " name) in runs
}

# What matching takes beside the scan that both commands make.
function put_planning(limit,   what, a, b)
{
    what = "300 extensions and 500 patterns held against every name, every match told: `rules lint --drive`, less the same scan by `links`"
    if (!is_planned("match") || !is_planned("links")) {
        put_verdict(what, "at most " limit " s", "", "", 0)
        return
    }
    a = median(seconds, "plans match")
    b = median(seconds, "plans links")
    put_verdict(what, "at most " limit " s", time(a - b) " s", time(a) " s - " time(b) " s", a - b <= limit)
}

function put_plan_seconds(what, limit, name,   s)
{
    s = is_planned(name) ? median(seconds, "plans " name) : 0
    put_verdict(what, "at most " limit " s", s ? time(s) " s" : "", s ? range("plans " name) : "", s && s <= limit)
}

function put_plan_row(name, command, does, ops,   key)
{
    key = "plans " name
    if (key in runs)
        printf "| %s | %s | %d | %s | %s | %s | %s | %s |\n", command, does, runs[key], time(median(seconds, key)), range(key), time(median(cpu, key)), megabytes(largest(peak, key)), ops ? sprintf("%.0f", largest(peak, key) / ops) : ""
}

function put_plans(   ops)
{
    if (!is_planned("save")) {
        print "Plans were not measured in this run."
        return
    }
    ops = fact["plans_ops"]
    print "| Command | What it does | Runs | Median s | min .. max | Processor s | Peak memory | Its bytes for each operation |"
    print "|---|---|--:|--:|--:|--:|--:|--:|"
    put_plan_row("save", "`mftlink plan save`", "scan, select, plan, prove, write, read back, sum up", ops)
    put_plan_row("show", "`mftlink show`", "read the plan and sum it up", ops)
    put_plan_row("check", "`mftlink check`", "read the plan, scan, hold each operation against the volume", ops)
    put_plan_row("estimate", "`mftlink estimate`", "scan, select, plan, fill records and indexes", ops)
    put_plan_row("match", "`mftlink rules lint --drive` of 800 rules", "scan, tell of each rule whether it matches anything", 0)
    put_plan_row("explain", "`mftlink explain` by 800 rules", "scan, select, plan " commas(fact["plans_many_ops"]) " operations, tell of one path", fact["plans_many_ops"])
    put_plan_row("links", "`mftlink links PATH`", "scan, tell of one path", 0)
    printf "\nThe plan of every name has %s operations and %s bytes on the disk, %.1f for each; that of the 800 rules has\n", commas(ops), commas(fact["plans_bytes"]), fact["plans_bytes"] / ops
    printf "%s operations. Measured on %s; processes that ran or waited to run on average in the minute before: %s.\n", commas(fact["plans_many_ops"]), fact["plans_date"], fact["plans_load"]
}

### Carrying plans out

# a / b of a size, which is to be at least or at most a limit.
function put_apply_ratio(what, limit, is_least, size, slow, fast,   a, b, target)
{
    target = (is_least ? "at least " : "at most ") limit " ×"
    slow = "apply-" size " " slow
    fast = "apply-" size " " fast
    if (!(slow in runs) || !(fast in runs)) {
        put_verdict(what, target, "", "", 0)
        return
    }
    a = median(seconds, slow)
    b = median(seconds, fast)
    put_verdict(what, target, times(a / b), time(a) " s / " time(b) " s", is_least ? a >= limit * b : a <= limit * b)
}

function put_apply_targets(size,   links)
{
    links = commas(fact["applies_ops_" size]) " links"
    put_apply_ratio("`apply` of " links ", with proof, log and fsync, beside the library's bare loop", 1.6, 0, size, "apply", "loop")
    put_apply_ratio("`remove` of them beside the bare loop", 2, 0, size, "remove", "loopback")
    put_apply_ratio("`apply` of them is faster than `cp -al` on an ntfs-3g mount", 15, 1, size, "cp", "apply")
}

# The limit of a transaction, and the index: as much as a scan of the same volume takes.
function put_apply_peak(size,   name, limit, bytes)
{
    name = "apply-" size " apply"
    if (!(name in runs) || !is_measured("scan2")) {
        put_verdict("Peak memory of `apply`, of " commas(fact["applies_ops_" size]) " links", "at most 1 GiB and the index", "", "", 0)
        return
    }
    bytes = largest(peak, name)
    limit = 2 ^ 30 + largest(peak, "side scan2")
    put_verdict("Peak memory of `apply`, of " commas(fact["applies_ops_" size]) " links", "at most 1 GiB and that of `scan`", megabytes(bytes), "at most " megabytes(limit), bytes <= limit)
}

function per_link(name, size,   part)
{
    split(fact["applies_names_" size], part, " ")
    return median(seconds, "apply-names " name) / part[1]
}

function put_apply_names(   what, target, few, many)
{
    what = "Time of a link, of files that get some 250 names each, beside files that get some 5"
    target = "at most 1.5 ×"
    if (!("apply-names many" in runs)) {
        put_verdict(what, target, "", "", 0)
        return
    }
    few = per_link("few", "few")
    many = per_link("many", "many")
    put_verdict(what, target, times(many / few), sprintf("%.1f / %.1f µs", 1e6 * many, 1e6 * few), many <= 1.5 * few)
}

function put_apply_row(size, name, command, beside,   key)
{
    key = "apply-" size " " name
    if (!(key in runs))
        return
    printf "| %s | %s | %d | %s | %s | %s | %s | %s |\n", command, commas(fact["applies_ops_" size]), runs[key], time(median(seconds, key)), range(key), time(median(cpu, key)), megabytes(largest(peak, key)), beside == "" ? "" : times(median(seconds, key) / median(seconds, "apply-" size " " beside))
}

function put_apply_rows(size)
{
    put_apply_row(size, "loop", "bare loop, `ntfs_link`", "")
    put_apply_row(size, "apply", "`mftlink apply`", "loop")
    put_apply_row(size, "cp", "`cp -al` on an ntfs-3g mount", "loop")
    put_apply_row(size, "loopback", "bare loop, `ntfs_delete`", "")
    put_apply_row(size, "remove", "`mftlink remove`", "loopback")
}

function put_names_row(size,   part, name)
{
    split(fact["applies_names_" size], part, " ")
    printf "| %s | %s | %.0f | %.1f | %.1f |\n", commas(part[2]), commas(part[1]), part[1] / part[2], 1e6 * per_link(size, size), 1e6 * per_link("loop" size, size)
}

function put_applies()
{
    if (!("apply-100000 apply" in runs)) {
        print "Carrying plans out was not measured in this run."
        return
    }
    print "| Command | Links | Runs | Median s | min .. max | Processor s | Peak memory | Beside the bare loop |"
    print "|---|--:|--:|--:|--:|--:|--:|--:|"
    put_apply_rows("100000")
    put_apply_rows("million")
    if ("left_out_cp" in fact)
        print "\n`cp -al` is left out: " fact["left_out_cp"] "."
    print "\n| Files | Links | Each gets | µs per link: `mftlink apply` | bare loop |"
    print "|--:|--:|--:|--:|--:|"
    put_names_row("few")
    put_names_row("many")
    printf "\nMeasured on %s; processes that ran or waited to run on average in the minute before: %s.\n", fact["applies_date"], fact["applies_load"]
}

### A refresh as a whole

function refresh_steps(size, ours, theirs)
{
    ours[1] = "save"; ours[2] = "apply"; ours[3] = "plan"; ours[4] = "restore"; ours[5] = "remove"
    theirs[1] = "byfind"; theirs[2] = "bycp bylook"; theirs[3] = "byfindback"; theirs[4] = "bycpback bylookback"; theirs[5] = "byrm bysync"
    return ("refresh-" size " remove") in runs
}

# The sum of the medians of commands; 0 where one was not measured.
function refresh_seconds(size, names,   part, n, i, key, sum)
{
    n = split(names, part, " ")
    for (i = 1; i <= n; i++) {
        key = "refresh-" size " " part[i]
        if (!(key in runs))
            return 0
        sum += median(seconds, key)
    }
    return sum
}

function refresh_total(size, steps,   i, sum)
{
    for (i = 1; i <= 5; i++) {
        if (!refresh_seconds(size, steps[i]))
            return 0
        sum += refresh_seconds(size, steps[i])
    }
    return sum
}

function put_refresh_target(size, limit,   what, ours, theirs, a, b)
{
    what = "A refresh of " commas(fact["refreshes_links_" size]) " of a million files, scan to proved store to proved restore to removal, is faster than `find` and `cp -al` on an ntfs-3g mount"
    a = b = 0
    if (refresh_steps(size, ours, theirs)) {
        a = refresh_total(size, theirs)
        b = refresh_total(size, ours)
    }
    if (a && b)
        put_verdict(what, "at least " limit " ×", times(a / b), time(a) " s / " time(b) " s", a >= limit * b)
    else
        put_verdict(what, "at least " limit " ×", "", "", 0)
}

function refresh_cell(size, step, total,   s)
{
    s = refresh_seconds(size, step)
    return s && total ? time(s) " | " sprintf("%.0f %%", 100 * s / total) : " | "
}

function put_refresh(size,   i, a, b, ours, theirs, what)
{
    if (!refresh_steps(size, ours, theirs))
        return
    what[1] = "`plan save` | `find` of everything"
    what[2] = "`apply` | `cp -al` into a folder, `find` in it"
    what[3] = "`plan restore` | `find` in that folder"
    what[4] = "`apply` | `cp -al` back, `find` there"
    what[5] = "`remove` | `rm -rf` of the folder, `sync`"
    a = refresh_total(size, ours)
    b = refresh_total(size, theirs)
    printf "\n%s links made, and %s restored; %d runs, and %d by hand:\n\n", commas(fact["refreshes_links_" size]), commas(fact["refreshes_restored_" size]), runs["refresh-" size " save"], runs["refresh-" size " byrm"]
    print "| mftlink | By hand, on a mount | mftlink: s | Share | By hand: s | Share | Ratio |"
    print "|---|---|--:|--:|--:|--:|--:|"
    for (i = 1; i <= 5; i++)
        printf "| %s | %s | %s | %s |\n", what[i], refresh_cell(size, ours[i], a), refresh_cell(size, theirs[i], b), b ? times(refresh_seconds(size, theirs[i]) / refresh_seconds(size, ours[i])) : ""
    printf "| All of it | | %s | 100 %% | %s | %s | %s |\n", time(a), b ? time(b) : "", b ? "100 %" : "", b ? times(b / a) : ""
}

function put_refreshes()
{
    if (!("refresh-100000 remove" in runs) && !("refresh-million remove" in runs)) {
        print "A refresh as a whole was not measured in this run."
        return
    }
    put_refresh("100000")
    put_refresh("million")
    if ("left_out_byhand" in fact)
        print "\nBy hand it is left out: " fact["left_out_byhand"] "."
    printf "\nMeasured on %s; processes that ran or waited to run on average in the minute before: %s.\n", fact["refreshes_date"], fact["refreshes_load"]
}

### What changed

function put_diff_target(what, limit, name,   key)
{
    key = "diffs " name
    put_verdict(what, "at most " limit " s", key in runs ? time(median(seconds, key)) " s" : "", key in runs ? range(key) : "", key in runs && median(seconds, key) <= limit)
}

function put_diff_row(name, command, sides,   key)
{
    key = "diffs " name
    printf "| %s | %s | %d | %s | %s | %s | %s |\n", command, sides, runs[key], time(median(seconds, key)), range(key), time(median(cpu, key)), megabytes(largest(peak, key))
}

function put_diffs(   part)
{
    if (!("diffs volumes" in runs)) {
        print "What changed was not measured in this run" ("left_out_diff" in fact ? ": " fact["left_out_diff"] : "") "."
        return
    }
    print "| Command | Sides | Runs | Median s | min .. max | Processor s | Peak memory |"
    print "|---|---|--:|--:|--:|--:|--:|"
    put_diff_row("tables1", "`mftlink diff -j 1`", "two inventories")
    put_diff_row("tables2", "`mftlink diff -j 2`", "the same")
    put_diff_row("json", "`mftlink diff -j 2 --json`", "the same")
    put_diff_row("same", "`mftlink diff -j 2`", "an inventory and itself")
    put_diff_row("mixed", "`mftlink diff -j 2`", "an inventory and a volume")
    put_diff_row("volumes", "`mftlink diff -j 2`", "two volumes")
    split(fact["diffs_rows"], part, " ")
    printf "\n%s files and %s folders differ. Measured on %s; processes that ran or waited to run on average in the minute before: %s.\n", commas(part[1]), commas(part[2]), fact["diffs_date"], fact["diffs_load"]
}

### One thread and two

function put_same_row(what, key,   part)
{
    split(fact["same_" key], part, " ")
    printf "| %s | %s | `%s` | `%s` | %s |\n", what, commas(part[1]), substr(part[2], 1, 16), substr(part[3], 1, 16), part[2] == part[3] ? "equal" : "**different**"
}

function put_same()
{
    print "| Output | Bytes | SHA-256 with `-j 1` begins | with `-j 2` | |"
    print "|---|--:|---|---|---|"
    put_same_row("`scan --json` less seconds, rates and peak memory", "scan")
    put_same_row("`export --format csv`", "csv")
    put_same_row("`export --format csv --streams --deleted`", "csv_streams")
    put_same_row("`export --format jsonl`", "jsonl")
    put_same_row("`export --format bodyfile --fn`", "bodyfile")
    put_same_row("`scan --out`, with `SOURCE_DATE_EPOCH`", "inventory")
}

### Where it was measured

function put_machine(   part)
{
    split(fact["rounds"], part, " ")
    print "- Date: " fact["date"]
    print "- Processor: " fact["cpu"] ", " fact["cores"] (fact["cores"] == 1 ? " core" : " cores") (fact["virtual"] == "yes" ? " of a virtual machine" : "")
    printf "- Memory: %.1f GB\n", fact["memory_kib"] * 1024 / 1e9
    print "- System: " fact["system"] ", Linux " fact["kernel"]
    print "- Compiler: " fact["compiler"]
    print "- Rounds: " part[1] " of the quick commands, " part[2] " of 7-Zip and fls, " part[3] " of fsntfsinfo and find"
    print "- Processes that ran or waited to run on average in the minute before: " fact["load"]
    put_versions()
}

function put_versions(   list, n, i, text)
{
    n = split("mftlink cat 7zip fls fsntfsinfo find", list, " ")
    for (i = 1; i <= n; i++)
        if (("version_" list[i]) in fact)
            text = text (text == "" ? "" : "; ") fact["version_" list[i]]
    print "- Versions: " text
}

function put_volume()
{
    print "| | |"
    print "|---|--:|"
    print "| Files | " commas(fact["volume_files"]) " |"
    print "| Folders | " commas(fact["volume_folders"]) " |"
    print "| Names of both | " commas(fact["volume_names"]) " |"
    print "| Bytes of `$MFT` | " commas(fact["mft_bytes"]) " |"
    print "| Records of `$MFT` | " commas(fact["records_all"]) " |"
    print "| of these extensions of others | " commas(fact["records_extensions"]) " |"
    print "| Bytes of the volume | " commas(fact["volume_size"]) " |"
    print "| of these stored in the sparse image | " commas(fact["image_bytes"]) " |"
}

### What falls short, and where the time goes

function put_missed(   i)
{
    if (!nmissed) {
        print "In this run every target was reached."
        return
    }
    print "Not reached, or not measured, in this run:\n"
    for (i = 1; i <= nmissed; i++)
        print "- " missed[i]
}

function put_profile_of(name, command,   i, part)
{
    if (!(name in nprofile))
        return
    print "\n`" command "`:\n"
    print "| Share | Where | Function |"
    print "|--:|---|---|"
    for (i = 1; i <= nprofile[name] && i <= 10; i++) {
        split(profile[name, i], part, "|")
        gsub(/^ +| +$/, "", part[2])
        gsub(/^ *\[[^ ]*\] *| +$/, "", part[3])
        print "| " part[1] " | " (part[2] ~ /kernel/ ? "kernel" : part[2]) " | `" part[3] "` |"
    }
}

function put_cause_row(name, command,   cause, kernel)
{
    split(fact["cause_" name], cause, " ")
    kernel = share[name, "kernel"]
    printf "| `%s` | %.0f %% | %.0f %% | %.0f %% | %.0f %% | %.0f %% | %.0f %% | %.0f %% |\n", command, cause[1], cause[2], cause[3], max(0, kernel - cause[1] - cause[2] - cause[3]), share[name, "mftlink"] + share[name, "cat"], share[name, "libc.so.6"], libraries(name)
}

function libraries(name,   key, part, sum)
{
    for (key in share) {
        split(key, part, SUBSEP)
        if (part[1] == name && part[2] ~ /^lib(zstd|sqlite3|crypto)/)
            sum += share[key]
    }
    return sum
}

function max(a, b)
{
    return a > b ? a : b
}

function put_profile()
{
    if (!("scan" in nprofile)) {
        print "`perf` was not there in this run, so there is no profile of it."
        return
    }
    print "Shares of the processor's time of all threads, from samples that `perf` took in a run of its own. By cause:\n"
    print "| Command | Reading from the page cache | Waiting for and waking threads | Page faults | Other work of the kernel | The program's own code | libc | zstd, SQLite, libcrypto |"
    print "|---|--:|--:|--:|--:|--:|--:|--:|"
    put_cause_row("cat", "cat $MFT")
    put_cause_row("scan", "mftlink scan -j 2")
    put_cause_row("csv", "mftlink export --format csv -j 2")
    put_cause_row("inventory", "mftlink scan --out -j 2")
    put_cause_row("sqlite", "mftlink export --format sqlite")
    print "\nWhat keeps `scan` from the time of `cat` stands in the first column: the same copy of every byte out of the page cache, half of"
    print "all that it does. Two threads share it, but also one memory; the parser, and the page faults of the columns, come on top."
    print "\nThe first ten functions of each:"
    put_profile_of("scan", "mftlink scan -j 2")
    put_profile_of("csv", "mftlink export --format csv -j 2")
    put_profile_of("inventory", "mftlink scan --out -j 2")
    put_profile_of("sqlite", "mftlink export --format sqlite")
}

function put(name)
{
    if (name == "targets")
        put_targets()
    else if (name == "side")
        put_side()
    else if (name == "ratios")
        put_ratios()
    else if (name == "plans")
        put_plans()
    else if (name == "applies")
        put_applies()
    else if (name == "refreshes")
        put_refreshes()
    else if (name == "sizes")
        put_sizes()
    else if (name == "diffs")
        put_diffs()
    else if (name == "same")
        put_same()
    else if (name == "machine")
        put_machine()
    else if (name == "volume")
        put_volume()
    else if (name == "missed")
        put_missed()
    else if (name == "profile")
        put_profile()
    else {
        print "report.awk: no table is named " name | "cat >&2"
        exit 1
    }
}

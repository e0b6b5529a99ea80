#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink export --format sqlite: what the database tells is what the other formats and commands tell.
. tests/cli/common

database=$work/out.db

query()
{
    sqlite3 -readonly "$database" "$1"
}

answers()
{
    [ "$(query "$1")" = "$2" ]
}

plans()
{
    query "EXPLAIN QUERY PLAN $1" | grep -qF "$2"
}

never_scans()
{
    ! query "EXPLAIN QUERY PLAN $1" | grep 'SCAN \(name\|file\|folder\)'
}

# A lone surrogate in a JSON text, which jq refuses, as the U+FFFD that the database has for it. An even
# number of backslashes before it are backslashes of their own.
replace_surrogates()
{
    sed '/\\ud[89a-f]/!b
:again
s/\(\(^\|[^\]\)\(\\\\\)*\)\\ud[89ab][0-9a-f][0-9a-f]/\1\xEF\xBF\xBD/
s/\(\(^\|[^\]\)\(\\\\\)*\)\\ud[c-f][0-9a-f][0-9a-f]/\1\xEF\xBF\xBD/
t again'
}

# compare WHAT: $work/expected and $work/got as multisets of lines
compare()
{
    LC_ALL=C sort -o "$work/expected" "$work/expected"
    LC_ALL=C sort -o "$work/got" "$work/got"
    check "$1" cmp "$work/expected" "$work/got"
}

# The rows of export, all columns, and the paths alone.
compare_rows()
{
    run export --format jsonl --deleted "$image"
    replace_surrogates <"$work/out" | jq -c . >"$work/expected"
    sqlite3 -readonly -json "$database" 'SELECT * FROM listing' | jq -c '.[] | .is_directory |= (. == 1) |
        .in_use |= (. == 1) | .system |= (. == 1) | .findings |= split(" ")' >"$work/got"
    check "$1: there are rows" test -s "$work/expected"
    compare "$1: listing is export's rows"
    jq -c .path "$work/expected" >"$work/paths" && mv "$work/paths" "$work/expected"
    sqlite3 -readonly -json "$database" 'SELECT path FROM path' | jq -c '.[].path' >"$work/got"
    compare "$1: path is export's column"
}

compare_streams()
{
    run export --format jsonl --deleted --streams "$image"
    replace_surrogates <"$work/out" | jq -c '[.record, .path, .size, .allocated]' >"$work/expected"
    sqlite3 -readonly -json "$database" "SELECT record, path, size, allocated FROM listing
        UNION ALL SELECT stream.record, path || ':' || name, size, allocated
        FROM stream JOIN path ON path.id = (SELECT min(id) FROM name WHERE name.record = stream.record)" |
        jq -c '.[] | [.record, .path, .size, .allocated]' >"$work/got"
    compare "$1: streams"
}

compare_links()
{
    run links --json "$image"
    replace_surrogates <"$work/out" | jq -c '.groups[] | [.reference, .links, .naive_bytes, .unique_bytes,
        .allocated_bytes, .kind, .system, (.names | sort)]' >"$work/expected"
    sqlite3 -readonly -json "$database" "SELECT record || '-' || sequence AS reference, * FROM link_group" |
        jq -c '.[] | [.reference, .links, .naive_bytes, .unique_bytes, .allocated_bytes, .kind, .system == 1,
        (.names | fromjson | sort)]' >"$work/got"
    compare "$1: link groups"
}

compare_findings()
{
    run scan --json --deleted "$image"
    replace_surrogates <"$work/out" >"$work/scan"
    jq -c '.findings[] | [.kind, .record, .offset, .at, .detail]' <"$work/scan" >"$work/expected"
    sqlite3 -readonly -json "$database" "SELECT kind, record, offset, at, printf('0x%x', detail) AS detail
        FROM finding" | jq -c '.[] | [.kind, .record, .offset, .at, .detail]' >"$work/got"
    compare "$1: findings"
    check "$1: counts of the pass" answers 'SELECT records, records_read, bases, extensions, deleted, free,
        damaged, dos_names FROM volume' "$(jq -r '.records | [.all, .read, .bases, .extensions, .deleted, .free,
        .damaged, .dos_names] | join("|")' "$work/scan")"
}

compare_volume()
{
    run info --json "$image"
    jq -c '[.kind, .label, .serial, .version, .dirty, .bytes, .sector_bytes, .cluster_bytes, .index_bytes,
        .clusters, .used_bytes, .free_bytes, .hibernation, .log, .log_version, .mft.lcn, .mft.mirror_lcn, .mft.record_bytes,
        .mft.records, .mft.data_bytes, .mft.initialized_bytes]' "$work/out" >"$work/expected"
    sqlite3 -readonly -json "$database" 'SELECT * FROM volume' | jq -c '.[] | [.kind, .label // "", .serial, .version,
        (if .dirty == null then null else .dirty == 1 end), .bytes, .sector_bytes, .cluster_bytes, .index_bytes,
        .clusters, .used_bytes, .free_bytes, .hibernation, .log, .log_version, .mft_lcn, .mirror_lcn,
        .mft_record_bytes, .records, .mft_data_bytes, .mft_initialized_bytes]' >"$work/got"
    compare "$1: volume is what info tells"
}

# Makes the database of $image, and holds all of it against the other formats.
compare_all()
{
    run export --format sqlite --deleted --out "$database" "$image"
    check "$1: done, or done with findings" test "$status" = 0 -o "$status" = 3
    check "$1: integrity" answers 'PRAGMA integrity_check' ok
    check "$1: foreign keys" answers 'PRAGMA foreign_key_check' ''
    check "$1: text is UTF-8" answers "SELECT count(*) FROM path WHERE path IS NULL" 0
    compare_rows "$1"
    compare_streams "$1"
    compare_links "$1"
    compare_findings "$1"
    compare_volume "$1"
    check "$1: a folder's path is its first name's" answers 'SELECT count(*) FROM folder JOIN folder_path USING (record)
        JOIN path ON path.id = folder.name WHERE folder_path.path <> path.path' 0
}

for name in demo orphan surrogates deleted parentloop staleparent zeroparent parentnotdir parentbeyond dirlink noname \
    headercount deeppath:170:200 longnames dosnames extend ads reparse times stdinfo72:3 sparse mft0baad baad \
    notinuse extbeforebase splitrecords truncated:middle stalebitmap:one; do
    recipe $name
    compare_all $name
    rm -f "$image"
done
for name in 4k-large.mft 7-ntfs-undel.raw libfsntfs-wof.mft ntfs3_attrlist.raw ntfs_4k_records.raw \
    ntfs_index.part128.raw orphan.mft testfs1.raw unicode.mft velociraptor-test.ntfs.raw xw-torture.mft; do
    if sample $name; then
        compare_all $name
        rm -f "$image"
    else
        skip "$name is not here"
    fi
done

# What programs know the file by, and what they ask it.
recipe demo
run export --format sqlite --out "$database" "$image"
expect 0 "sqlite"
check "application_id" answers 'PRAGMA application_id' $((0x4D46544C))
check "user_version" answers 'PRAGMA user_version' 1
check "no deleted files unless asked for" answers 'SELECT count(*) FROM file WHERE NOT in_use' 0
check "nor times of names" answers 'SELECT count(*), (SELECT with_fn FROM volume) FROM fn_time' '0|0'
check "a name by its file" plans 'SELECT * FROM name WHERE record = 5' 'INDEX name_record'
check "names in a folder" plans 'SELECT * FROM name WHERE parent = 5' 'INDEX name_parent'
check "a file" plans 'SELECT * FROM file WHERE record = 5' 'INTEGER PRIMARY KEY'
check "link groups" plans 'SELECT * FROM link_group' 'INDEX file_links'
check "streams of a file" plans 'SELECT * FROM stream WHERE record = 5' 'INDEX stream_record'
check "findings of a file" plans 'SELECT * FROM finding WHERE record = 5' 'INDEX finding_record'
check "a file's paths" plans 'SELECT path FROM path WHERE record = 30' 'INDEX name_record'
check "cost no pass" never_scans 'SELECT path FROM path WHERE record = 30'
check "owners once" answers 'SELECT count(*) - count(DISTINCT sid) FROM owner' 0
sed -n '/^## Database of/,/^## Tables on disk/p' docs/FORMATS.md >"$work/section"
query "SELECT schema.type, schema.name, columns.name FROM sqlite_schema AS schema, pragma_table_info(schema.name) AS columns
    WHERE schema.type IN ('table', 'view')" | tr '|' ' ' >"$work/columns"
check "there are tables and views" test "$(cut -d' ' -f1,2 "$work/columns" | sort -u | wc -l)" = 15
while read -r type name column; do
    case $type/$name/$column in
    table/*) sed -n "/^\`$name\`:/,/^\`[a-z_]*\`:/p" "$work/section" | grep '^| `' >"$work/described" ;;
    view/listing/*) grep "^| \`$column\`" docs/FORMATS.md >"$work/described" ;;
    view/folder_prefix/* | view/name_time/*) continue ;;
    view/*) grep "^| \`$name\` |" "$work/section" >"$work/described" ;;
    esac
    check "$type $name: $column is described" grep -qF "\`$column\`" "$work/described"
done <"$work/columns"
cp "$database" "$work/first.db"
run export --format sqlite -j 1 --out "$database" "$image"
check "the same bytes again" cmp "$work/first.db" "$database"

run export --format sqlite --fn --out "$database" "$image"
expect 0 "--fn"
run export --format bodyfile --fn "$image"
grep -F ' ($FILE_NAME)|' "$work/out" | cut -d'|' -f3,8-11 >"$work/expected"
query "SELECT file.record || '-' || sequence, fn_time.accessed / 10000000 - 11644473600,
    fn_time.modified / 10000000 - 11644473600, fn_time.changed / 10000000 - 11644473600,
    fn_time.created / 10000000 - 11644473600 FROM fn_time JOIN name USING (id) JOIN file USING (record)" >"$work/got"
compare "times of names"
check "and as text" answers "SELECT count(*) FROM name_time JOIN fn_time USING (id)
    WHERE strftime('%s', substr(name_time.created, 1, 19)) + 11644473600 <> fn_time.created / 10000000" 0

recipe surrogates
run export --format sqlite --out "$database" "$image"
check "names that TEXT cannot hold" test "$(query 'SELECT count(*) FROM name WHERE name_raw IS NOT NULL')" -gt 0
check "are there with their bytes" test "$(query "SELECT count(*) FROM name WHERE name LIKE '%' || char(0xFFFD) || '%'
    AND hex(name_raw) GLOB '*ED[AB]*'")" -gt 0

recipe deeppath:170:200
run export --format sqlite --out "$database" "$image"
check "long prefixes are not stored" test "$(query 'SELECT count(*) FROM folder WHERE prefix IS NULL')" -gt 0
check "and none is long" answers 'SELECT max(length(prefix)) <= 1024 FROM folder' 1

# Options and places that do not go together.
recipe demo
run export --format sqlite --streams --out "$database" "$image"
expect 2 "--streams has no effect"
run export --format sqlite "$image"
expect 2 "no --out"
run export --format sqlite --out - "$image"
expect 2 "the standard output"
rm "$database"
for where in '--out /dev/null' "--out $work/pipe" "--out $work" "--out $work/none/out.db"; do
    [ -p "$work/pipe" ] || mkfifo "$work/pipe"
    # shellcheck disable=SC2086 # the option and its value
    run export --format sqlite $where "$image"
    check "refused: '$where'" refused
done
(
    cd "$work" && "$MFTLINK" export --format sqlite --out file:uri.db "$image"
)
check "a name like a URI is a name" test -s "$work/file:uri.db"
cp "$image" "$work/copy.img"
run export --format sqlite --out "$work/copy.img" "$work/copy.img"
check "the source itself" refused
check "is untouched" cmp "$image" "$work/copy.img"

# Files that appear only when they are complete.
echo old >"$database"
ln -s out.db "$work/link.db"
(
    ulimit -f 64
    trap '' XFSZ
    "$MFTLINK" export --format sqlite --out "$database" "$image" >"$work/out" 2>"$work/err"
)
status=$?
check "a file that cannot grow" refused
check "leaves the old one" test "$(cat "$database")" = old
run export --format sqlite --out "$work/link.db" "$image"
expect 0 "a link"
check "is followed" answers 'PRAGMA integrity_check' ok
check "and stays" test -L "$work/link.db"
if [ "$(id -u)" != 0 ]; then
    mkdir "$work/closed"
    chmod 500 "$work/closed"
    run export --format sqlite --out "$work/closed/out.db" "$image"
    check "a folder that nobody may write to" refused
else
    skip "root may write to every folder"
fi
if mkdir "$work/small" && mount -t tmpfs -o size=64k tmpfs "$work/small" 2>/dev/null; then
    run export --format sqlite --out "$work/small/out.db" "$image"
    check "a full disk" refused
    check "says so" said 'No space left on device'
    check "nothing remains on it" test -z "$(ls "$work/small")"
    umount "$work/small"
else
    skip 'no file system can be mounted here: a full disk is not tried'
fi
check "nothing is left behind" test -z "$(find "$work" -name '*.part*')"
finish

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Indexes and views: see export_sqlite_schema.h.
 */
#include "src/export_sqlite_schema.h"

const char export_sqlite_schema_indexes[] =
    "CREATE INDEX name_record ON name(record);"
    "CREATE INDEX name_parent ON name(parent);"
    "CREATE INDEX file_links ON file(links) WHERE links > 1;"
    "CREATE INDEX stream_record ON stream(record);"
    "CREATE INDEX finding_record ON finding(record);";

/*
 * A prefix that is too long to be stored is put together from the folders up to the first that has
 * one. Folders in a loop have no parent, and so a short prefix: the walk ends.
 */
static const char folder_prefix[] =
    "CREATE VIEW folder_prefix AS SELECT record, parent, name, coalesce(prefix,"
    " (WITH RECURSIVE up(above, tail) AS ("
    "SELECT folder.parent, own.name || '\\' FROM name AS own WHERE own.id = folder.name"
    " UNION ALL "
    "SELECT next.parent, own.name || '\\' || tail FROM up"
    " JOIN folder AS next ON next.record = above JOIN name AS own ON own.id = next.name"
    " WHERE next.prefix IS NULL"
    ") SELECT top.prefix || tail FROM up JOIN folder AS top ON top.record = above"
    " WHERE top.prefix IS NOT NULL)) AS prefix FROM folder;";

static const char folder_path[] =
    "CREATE VIEW folder_path AS SELECT record, CASE prefix WHEN '\\' THEN prefix"
    " ELSE substr(prefix, 1, length(prefix) - 1) END AS path FROM folder_prefix;";

/* Record 5 is the root, whose own name has no part in its path. */
static const char path[] =
    "CREATE VIEW path AS SELECT name.id, name.record, CASE"
    " WHEN name.parent IS NULL THEN '\\$Orphans\\' || parent_record || '-' || parent_sequence"
    " || '\\' || name.name"
    " WHEN name.parent = 5 AND name.record = 5 THEN '\\'"
    " ELSE folder_prefix.prefix || name.name END AS path"
    " FROM name LEFT JOIN folder_prefix ON folder_prefix.record = name.parent;";

static const char link_group[] =
    "CREATE VIEW link_group AS SELECT record, sequence, links, size * links AS naive_bytes,"
    " size AS unique_bytes, allocated AS allocated_bytes, kind, system,"
    " (SELECT json_group_array(path) FROM path WHERE path.record = file.record) AS names"
    " FROM file WHERE links > 1 AND in_use AND NOT is_directory;";

/*
 * TIME, a column of 64 bits of which the highest is no sign, as ISO-8601. SQLite knows the years up
 * to 9999. For what is later the date is looked up in the 400 years from 1601 on (146097 days,
 * 11644473600 seconds before 1970), which repeat for ever; half of such a time is a number that
 * SQLite can count with.
 */
static void put_time(const char *time, struct textbuf *sql)
{
    textbuf_format(
        sql,
        "CASE WHEN %s >= 0 AND %s < 2650467744000000000 THEN"
        " strftime('%%Y-%%m-%%dT%%H:%%M:%%S', %s / 10000000 - 11644473600, 'unixepoch') ||"
        " printf('.%%07dZ', %s %% 10000000) ELSE"
        " (SELECT printf('+%%05d', 400 * (second / 12622780800) +"
        " strftime('%%Y', second %% 12622780800 - 11644473600, 'unixepoch')) ||"
        " strftime('-%%m-%%dT%%H:%%M:%%S', second %% 12622780800 - 11644473600, 'unixepoch') ||"
        " printf('.%%07dZ', 2 * (half %% 5000000) + (%s & 1))"
        " FROM (SELECT half, half / 5000000 AS second"
        " FROM (SELECT (%s >> 1) & 0x7FFFFFFFFFFFFFFF AS half))) END",
        time, time, time, time, time, time);
}

static void put_times(struct textbuf *sql)
{
    static const char *const columns[] = {"created", "modified", "changed", "accessed"};

    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        textbuf_cstr(sql, ", ");
        put_time(columns[i], sql);
        textbuf_format(sql, " AS %s", columns[i]);
    }
}

/* The rows of export --format csv. */
static const char listing[] =
    "CREATE VIEW listing AS SELECT file.record, file.sequence, name.parent_record,"
    " name.parent_sequence, name.name, path.path, name.namespace,"
    " coalesce(name.dos_name, '') AS dos_name, file.is_directory, file.in_use, file.size,"
    " file.allocated, file.links, file.header_links, file.streams, file.streams_size,"
    " printf('0x%08x', file.attributes) AS attributes,"
    " CASE WHEN file.reparse_tag IS NULL THEN '' ELSE printf('0x%08x', file.reparse_tag) END"
    " AS reparse_tag, file.security_id, coalesce(owner.sid, '') AS owner, file_time.created,"
    " file_time.modified, file_time.changed, file_time.accessed, file.usn, file.system,"
    " coalesce((SELECT group_concat(kind, ' ') FROM (SELECT kind FROM finding"
    " WHERE finding.record = file.record GROUP BY kind ORDER BY min(id))), '') AS findings"
    " FROM name JOIN path ON path.id = name.id JOIN file ON file.record = name.record"
    " JOIN file_time ON file_time.record = name.record LEFT JOIN owner ON owner.id = file.owner;";

void export_sqlite_schema_views(struct textbuf *sql)
{
    textbuf_cstr(sql, folder_prefix);
    textbuf_cstr(sql, folder_path);
    textbuf_cstr(sql, path);
    textbuf_cstr(sql, link_group);
    textbuf_cstr(sql, "CREATE VIEW file_time AS SELECT record");
    put_times(sql);
    textbuf_cstr(sql, " FROM file; CREATE VIEW name_time AS SELECT id");
    put_times(sql);
    textbuf_cstr(sql, " FROM fn_time;");
    textbuf_cstr(sql, listing);
}

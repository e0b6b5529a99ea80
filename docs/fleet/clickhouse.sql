-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The same tables as in duckdb.sql, for ClickHouse, which takes date and computer from the folders' names. Where the folder inventory/ lies on a server's disk or in a bucket,
-- file(...) is another function: s3('https://.../inventory/date=*/computer=*/*.parquet', 'Parquet').

CREATE VIEW inventory AS
SELECT * FROM file('inventory/date=*/computer=*/*.parquet', 'Parquet');

CREATE VIEW newest AS
SELECT computer, max(i.date) AS date FROM inventory AS i GROUP BY computer;

CREATE VIEW file AS
WITH name AS (
    SELECT i.* FROM inventory AS i JOIN newest AS n ON i.computer = n.computer AND i.date = n.date
    WHERE i.in_use AND NOT i.system AND NOT i.is_directory
), one AS (
    SELECT computer, volume, record, sequence, path, size, allocated, links, header_links, attributes, reparse_tag,
           encrypted, owner, modified_100ns
    FROM name WHERE links <= 1
    UNION ALL
    SELECT computer, volume, record, sequence, min(n.path) AS path, max(n.size) AS size, max(n.allocated) AS allocated,
           max(n.links) AS links, max(n.header_links) AS header_links, max(n.attributes) AS attributes,
           max(n.reparse_tag) AS reparse_tag, max(n.encrypted) AS encrypted, max(n.owner) AS owner,
           max(n.modified_100ns) AS modified_100ns
    FROM name AS n WHERE n.links > 1 GROUP BY computer, volume, record, sequence
)
SELECT computer, volume, record, sequence, path,
       extract(path, '[^\\\\]*$') AS name,
       lowerUTF8(extract(path, '[^\\\\]\\.([^.\\\\]+)$')) AS extension,
       extract(path, '^\\\\Users\\\\([^\\\\]+)\\\\') AS profile,
       size, allocated, modified_100ns,
       coalesce(o.owner, 'unknown') AS owner,
       greatest(links, header_links) AS names,
       encrypted OR bitAnd(attributes, 16384) <> 0 AS is_encrypted,
       bitAnd(attributes, 4194304) <> 0 OR (bitAnd(attributes, 4096) <> 0 AND reparse_tag IS NOT NULL) AS is_placeholder
FROM one AS o;

CREATE VIEW estimate AS
WITH document AS (
    SELECT is_blocked, reserve_bytes, volumes, extract(_path, 'computer=([^/]+)') AS computer,
           toDate(extract(_path, 'date=([^/]+)')) AS date
    FROM file('inventory/date=*/computer=*/estimate.json', 'JSONEachRow', 'is_blocked Bool, reserve_bytes Int64,
        volumes Array(Tuple(drive String, free_bytes Int64, is_enough Bool, growth Tuple(bytes Int64)))')
), drive AS (
    SELECT computer, date, is_blocked, reserve_bytes, arrayJoin(volumes) AS volume FROM document
)
SELECT d.computer AS computer, d.volume.drive AS drive, d.volume.free_bytes AS free_bytes,
       d.volume.growth.bytes AS growth_bytes, d.reserve_bytes AS reserve_bytes,
       d.volume.is_enough AS is_enough, d.is_blocked AS is_blocked
FROM drive AS d JOIN newest AS n ON d.computer = n.computer AND d.date = n.date;

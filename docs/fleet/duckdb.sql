-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The tables that the queries beside this file ask, for DuckDB. Run it in the folder that holds inventory/:
--
--   cat duckdb.sql blockers.sql | duckdb
--
-- docs/FLEET.md tells of the layout and of each column.

-- Every name on every volume, of every day.
CREATE VIEW inventory AS
SELECT * FROM read_parquet('inventory/date=*/computer=*/*.parquet',
                           hive_partitioning = true, hive_types = {'date': DATE, 'computer': VARCHAR});

-- The last day of which there is an inventory of each computer.
CREATE VIEW newest AS
SELECT computer, max(date) AS date FROM inventory GROUP BY computer;

-- Each file once, as it was on the newest day: users' files, without folders and the file system's own.
CREATE VIEW file AS
WITH name AS (
    SELECT i.* FROM inventory AS i JOIN newest AS n ON i.computer = n.computer AND i.date = n.date
    WHERE i.in_use AND NOT i.system AND NOT i.is_directory
), one AS (
    SELECT computer, volume, record, sequence, path, size, allocated, links, header_links, attributes, reparse_tag,
           encrypted, owner, modified_100ns
    FROM name WHERE links <= 1
    UNION ALL
    SELECT computer, volume, record, sequence, min(path), max(size), max(allocated), max(links), max(header_links),
           max(attributes), max(reparse_tag), max(encrypted), max(owner), max(modified_100ns)
    FROM name WHERE links > 1 GROUP BY computer, volume, record, sequence
)
SELECT computer, volume, record, sequence, path,
       regexp_extract(path, '[^\\]*$') AS name,
       lower(regexp_extract(path, '[^\\]\.([^.\\]+)$', 1)) AS extension,
       regexp_extract(path, '^\\Users\\([^\\]+)\\', 1) AS profile,
       size, allocated, modified_100ns,
       coalesce(owner, 'unknown') AS owner,
       greatest(links, header_links) AS names,
       encrypted OR attributes & 16384 <> 0 AS is_encrypted,
       attributes & 4194304 <> 0 OR (attributes & 4096 <> 0 AND reparse_tag IS NOT NULL) AS is_placeholder
FROM one;

-- The estimate of each computer, a row for each of its drives: what `mftlink estimate --json` has written.
CREATE VIEW estimate AS
WITH document AS (
    SELECT * FROM read_json('inventory/date=*/computer=*/estimate.json',
        hive_partitioning = true, hive_types = {'date': DATE, 'computer': VARCHAR},
        columns = {'is_blocked': 'BOOLEAN', 'reserve_bytes': 'BIGINT',
            'volumes': 'STRUCT(drive VARCHAR, free_bytes BIGINT, is_enough BOOLEAN, growth STRUCT(bytes BIGINT))[]'})
), drive AS (
    SELECT computer, date, is_blocked, reserve_bytes, unnest(volumes) AS volume FROM document
)
SELECT d.computer AS computer, d.volume.drive AS drive, d.volume.free_bytes AS free_bytes,
       d.volume.growth.bytes AS growth_bytes, d.reserve_bytes AS reserve_bytes,
       d.volume.is_enough AS is_enough, d.is_blocked AS is_blocked
FROM drive AS d JOIN newest AS n ON d.computer = n.computer AND d.date = n.date;

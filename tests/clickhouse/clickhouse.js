#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Inventories in the eyes of ClickHouse: the main figures of each volume, and all rows of the columns that `export`
// tells about, are those of `mftlink export`; and the queries of docs/fleet/.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { figuresOf } from '../duckdb/figures.js';
import { COLUMNS, TIMES, readRows } from '../duckdb/rows.js';
import { mftlink, reader, recipes, samples } from '../duckdb/sources.js';
import { equal, finish, skip } from '../duckdb/tally.js';
import { checkFleet } from './fleet.js';

const { query } = reader('clickhouse', 'chdb');

function table(path)
{
    return `file('${path}', 'Parquet')`;
}

// Rows as objects; numbers of 64 bits and more come as texts of their digits.
function ask(sql)
{
    const answer = query(`${sql} SETTINGS output_format_json_quote_64bit_integers = 1`, 'JSONEachRow');

    return answer.trimEnd().split('\n').map(line => JSON.parse(line));
}

const SUMS = `count() AS rows, sum(size) AS size, sum(allocated) AS allocated, sum(links) AS links,
              toUnixTimestamp64Micro(min(created)) AS oldest, toUnixTimestamp64Micro(max(created)) AS youngest`;

// The figures of figures.js.
function askFigures(path)
{
    const from = `FROM ${table(path)}`;
    const [sums] = ask(`SELECT ${SUMS} ${from}`);
    const [longest] = ask(`SELECT path, length(path) AS bytes ${from} ORDER BY bytes DESC, path LIMIT 1`);
    const [group] = ask(`SELECT record, arraySort(groupArray(path)) AS names ${from}
        GROUP BY record, sequence ORDER BY count() DESC, record LIMIT 1`);

    return {
        ...Object.fromEntries(Object.entries(sums).map(([name, value]) => [name, BigInt(value)])),
        longest_path: longest.path,
        longest_bytes: BigInt(longest.bytes),
        group_record: BigInt(group.record),
        group_names: group.names,
    };
}

// How a column is asked for, so that JSON holds all of it.
function selected(name)
{
    if (TIMES.includes(name))
        return `toUnixTimestamp64Micro(${name})`;
    if (name === 'stream_name_raw')
        return 'arrayMap(it -> lower(hex(it)), stream_name_raw)';
    return name.endsWith('_raw') ? `lower(hex(${name}))` : name;
}

// Numbers of either side as texts of their digits.
function digits(value)
{
    if (Array.isArray(value))
        return value.map(digits);
    return typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
}

function checkColumns(what, path, rows)
{
    for (const [name, expected] of Object.entries(COLUMNS)) {
        const got = ask(`SELECT ${selected(name)} AS value FROM ${table(path)} ORDER BY _row_number`);

        equal(`${what}: the column ${name}`, got.map(({ value }) => digits(value)),
            rows.map(row => digits(expected(row))));
    }
}

function checkSource(folder, source)
{
    const image = source.make(folder);
    const path = `${image}.parquet`;
    const rows = readRows(image, true);

    mftlink('scan', '--deleted', '-o', path, image);
    equal(`${source.name}: figures`, askFigures(path), figuresOf(rows));
    checkColumns(source.name, path, rows);
    rmSync(image);
}

const work = mkdtempSync(join(tmpdir(), 'mftlink-clickhouse.'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
try {
    const others = samples();
    if (others.length === 0)
        skip('../shared/samples is not here: volumes that others made are not compared');
    for (const source of [...recipes(), ...others])
        checkSource(work, source);
    await checkFleet(work);
} finally {
    finish();
}

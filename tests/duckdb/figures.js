// SPDX-License-Identifier: GPL-3.0-or-later
//
// The main figures of a table of names, from the rows of `export`. Each reader of Parquet is asked for the same.
import { COLUMNS } from './rows.js';
import { byBytes } from './exact.js';

function sum(rows, name)
{
    return rows.reduce((total, row) => total + BigInt(row[name]), 0n);
}

// Of the longest ones the first in the order of their bytes.
function longestPath(rows)
{
    let best = '', bytes = 0;

    for (const row of rows) {
        const path = COLUMNS.path(row);
        const length = Buffer.byteLength(path);
        if (length > bytes || (length === bytes && byBytes(path, best) < 0))
            [best, bytes] = [path, length];
    }
    return { path: best, bytes: BigInt(bytes) };
}

function range(values)
{
    return values.reduce(([low, high], value) => [value < low ? value : low, value > high ? value : high],
        [values[0], values[0]]);
}

// The file with the most names; of several, the one with the lowest record number.
function largestGroup(rows)
{
    const groups = new Map();

    for (const row of rows) {
        const key = `${row.record}-${row.sequence}`;
        groups.has(key) ? groups.get(key).push(row) : groups.set(key, [row]);
    }
    const most = [...groups.values()].reduce((best, group) => (group.length > best.length ? group : best));
    return { record: BigInt(most[0].record), names: most.map(COLUMNS.path).sort(byBytes) };
}

// All numbers are BigInt. `oldest` and `youngest` are the times of creation in microseconds since 1970.
export function figuresOf(rows)
{
    const longest = longestPath(rows);
    const [oldest, youngest] = range(rows.map(COLUMNS.created));
    const group = largestGroup(rows);

    return {
        rows: BigInt(rows.length),
        size: sum(rows, 'size'),
        allocated: sum(rows, 'allocated'),
        links: sum(rows, 'links'),
        longest_path: longest.path,
        longest_bytes: longest.bytes,
        oldest,
        youngest,
        group_record: group.record,
        group_names: group.names,
    };
}

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The rows that `mftlink export` has for a source, and what an inventory's columns must hold for them.
//
//   const rows = readRows(image, deleted);
//   COLUMNS.size(row)     the value of the column `size`: numbers are BigInt, bytes are hexadecimal digits
import { mftlink } from './sources.js';
import { microseconds, parse, raw, seconds, ticks, wellFormed } from './exact.js';

const NUMBERS = [
    'record', 'sequence', 'parent_record', 'parent_sequence', 'size', 'allocated', 'links', 'header_links', 'streams',
    'streams_size', 'attributes', 'security_id', 'usn',
];
const PLAIN = ['namespace', 'is_directory', 'in_use', 'system', 'findings'];
export const TIMES = ['created', 'modified', 'changed', 'accessed'];

function each(names, make)
{
    return Object.fromEntries(names.map(name => [name, make(name)]));
}

// From a row to the value in the table, for every column that `export` tells about.
export const COLUMNS = {
    ...each(NUMBERS, name => row => BigInt(row[name])),
    ...each(PLAIN, name => row => row[name]),
    ...each(TIMES, name => row => microseconds(ticks(row[name]))),
    ...Object.fromEntries(TIMES.map(name => [`${name}_100ns`, row => BigInt.asIntN(64, ticks(row[name]))])),
    name: row => wellFormed(row.name),
    name_raw: row => raw(row.name),
    path: row => wellFormed(row.path),
    dos_name: row => wellFormed(row.dos_name) || null,
    dos_name_raw: row => raw(row.dos_name),
    reparse_tag: row => (row.reparse_tag ? BigInt(row.reparse_tag) : null),
    owner: row => row.owner || null,
    stream_name: row => row.named.map(stream => wellFormed(stream.name)),
    stream_name_raw: row => row.named.map(stream => raw(stream.name) ?? ''),
    stream_size: row => row.named.map(stream => BigInt(stream.size)),
    stream_allocated: row => row.named.map(stream => BigInt(stream.allocated)),
};

// The lines of a text of any length, which may be too long for one string.
function* lines(bytes)
{
    for (let start = 0, end; start < bytes.length; start = end + 1) {
        end = bytes.indexOf(0x0a, start);
        yield bytes.toString('utf8', start, end);
    }
}

function sameFile(row, other)
{
    return other && row.record === other.record && row.sequence === other.sequence;
}

// What `--streams` adds behind a file's first name becomes a list in that row.
function foldStreams(all)
{
    const rows = [];

    for (let i = 0; i < all.length; i++) {
        const row = all[i];
        const first = !sameFile(row, rows.at(-1));
        const named = first ? all.slice(i + 1, i + 1 + Number(row.streams)) : [];

        row.named = named.map(stream => ({ ...stream, name: stream.name.slice(row.name.length + 1) }));
        rows.push(row);
        i += named.length;
    }
    return rows;
}

export function exportOptions(deleted)
{
    return deleted ? ['--deleted'] : [];
}

export function readRows(image, deleted)
{
    const jsonl = mftlink('export', '--format', 'jsonl', '--streams', ...exportOptions(deleted), image);

    return foldStreams([...lines(jsonl)].map(parse));
}

// How many rows `export` has by itself, without streams.
export function countRows(image, deleted)
{
    const csv = mftlink('export', '--format', 'csv', '--columns', 'record', ...exportOptions(deleted), image);

    return csv.toString().split('\n').length - 2;
}

// Whole seconds of each name's $FILE_NAME, in the order of TIMES: the other half of the lines of a bodyfile.
export function readNameTimes(image, deleted)
{
    const body = [...lines(mftlink('export', '--format', 'bodyfile', '--fn', ...exportOptions(deleted), image))];
    const ofNames = body.filter((_, i) => i % 2 === 1).map(line => line.split('|').slice(-4).map(BigInt));

    return ofNames.map(([accessed, modified, changed, created]) => [created, modified, changed, accessed]);
}

// A column *_100ns, as the bodyfile has it.
export function wholeSeconds(column)
{
    return column.map(value => seconds(BigInt.asUintN(64, value)));
}

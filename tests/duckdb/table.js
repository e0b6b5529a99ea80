// SPDX-License-Identifier: GPL-3.0-or-later
//
// The rows of an inventory as DuckDB reads them, beside those that `export` writes of the same source.
import { table, text } from './engine.js';
import { figuresOf } from './figures.js';
import { COLUMNS, TIMES, wholeSeconds } from './rows.js';
import { equal, holds } from './tally.js';

const SUMS = `SELECT count(*) AS rows, sum(size) AS size, sum(allocated) AS allocated, sum(links) AS links,
              min(created) AS oldest, max(created) AS youngest`;

// The figures of figures.js.
export async function askFigures(engine, path)
{
    const from = `FROM ${table(path)}`;
    const [sums] = await engine.ask(`${SUMS} ${from}`);
    const [longest] = await engine.ask(`SELECT path, strlen(path) AS bytes ${from} ORDER BY bytes DESC, path LIMIT 1`);
    const [group] = await engine.ask(`SELECT record, list(path ORDER BY path) AS names ${from}
        GROUP BY record, sequence ORDER BY count(*) DESC, record LIMIT 1`);

    return {
        ...sums,
        longest_path: longest.path,
        longest_bytes: longest.bytes,
        group_record: group.record,
        group_names: group.names,
    };
}

const TEXTS = ['computer', 'volume', 'name', 'path', 'namespace', 'dos_name', 'owner'];

// As bytes: the package's own decoder takes a U+FEFF away from the start of a text, and NTFS has such names.
function asBytes(name)
{
    if (TEXTS.includes(name))
        return `encode("${name}")`;
    return name === 'stream_name' ? 'list_transform(stream_name, lambda it: encode(it))' : undefined;
}

function decode(value)
{
    if (Array.isArray(value))
        return value.map(decode);
    return value === null ? null : Buffer.from(value, 'hex').toString();
}

async function columnOf(engine, path, name)
{
    const bytes = asBytes(name);
    const values = await engine.column(`SELECT ${bytes ?? `"${name}"`} FROM ${table(path)} ORDER BY file_row_number`);

    return bytes ? values.map(decode) : values;
}

// Every value of every column that `export` tells about, and those of `given`, which are alike in all rows.
async function checkColumns(engine, what, path, rows, names, given)
{
    for (const name of names) {
        const expected = name in given ? () => given[name] : COLUMNS[name];
        if (expected)
            equal(`${what}: the column ${name}`, await columnOf(engine, path, name), rows.map(expected));
    }
}

// `nameTimes` are those that a bodyfile has: whole seconds.
async function checkNameTimes(engine, what, path, nameTimes)
{
    for (const [i, time] of TIMES.entries()) {
        const name = `fn_${time}_100ns`;
        equal(`${what}: the column ${name}, to the second`, wholeSeconds(await columnOf(engine, path, name)),
            nameTimes.map(times => times[i]));
    }
}

const FLAGS = ['resident', 'sparse', 'compressed', 'encrypted'];

// Flags that `export` does not have: the users' files with each are as many as `scan` counts, and some file has
// an attribute list where there are records for one.
async function checkFlags(engine, what, paths, { users, records })
{
    const all = `read_parquet([${paths.map(text).join(', ')}])`;
    const counts = FLAGS.map(flag => `count(*) FILTER ("${flag}")::VARCHAR AS "${flag}"`);
    const [got] = await engine.ask(`SELECT ${counts.join(', ')} FROM (
        SELECT DISTINCT ON (record) * FROM ${all} WHERE in_use AND NOT system AND NOT is_directory)`);
    const [{ some }] = await engine.ask(`SELECT coalesce(bool_or(attribute_list), false) AS some FROM ${all}`);

    equal(`${what}: files that are ${FLAGS.join(', ')}`, got,
        Object.fromEntries(FLAGS.map(flag => [flag, users[flag]])));
    equal(`${what}: attribute_list`, some, records.extensions !== '0');
}

const NEVER = {
    'data without a stream': 'NOT has_data AND (size <> 0 OR allocated <> 0 OR NOT resident)',
    'clusters of data within its record': 'resident AND allocated <> 0',
    'more room than a record of 4096 bytes has': 'room NOT BETWEEN 0 AND 4096 - 48 - 8',
    'a first row without all streams': `len(stream_name) <> streams AND file_row_number IN (
        SELECT min(file_row_number) FROM it GROUP BY record, sequence)`,
    'lists of streams of unlike lengths': `NOT (len(stream_name) = len(stream_name_raw)
        AND len(stream_name) = len(stream_size) AND len(stream_name) = len(stream_allocated))`,
    'raw bytes of a valid name': 'name_raw IS NOT NULL AND NOT contains(name, chr(65533))',
};

async function checkNever(engine, what, path)
{
    for (const [never, condition] of Object.entries(NEVER)) {
        const [{ n }] = await engine.ask(`WITH it AS (FROM ${table(path)})
            SELECT count(*) AS n FROM it WHERE ${condition}`);
        holds(`${what}: never ${never}`, n === 0n, `${n} rows`);
    }
}

// A filter finds what it is to find, whatever bounds let it pass over: the first, the middle and the last value.
const FILTERED = {
    record: String,
    size: String,
    attributes: String,
    reparse_tag: String,
    created_100ns: String,
    created: micros => `make_timestamptz(${micros})`,
    name: text,
    path: text,
    owner: text,
};

function counted(values)
{
    const counts = new Map();

    for (const value of values)
        counts.set(value, (counts.get(value) ?? 0n) + 1n);
    counts.delete(null);
    return [...counts].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

async function checkFilters(engine, what, path, rows)
{
    for (const [name, literal] of Object.entries(FILTERED)) {
        const counts = counted(rows.map(COLUMNS[name]));
        const chosen = [...new Set([counts.at(0), counts.at(counts.length / 2), counts.at(-1)])].filter(Boolean);
        const found = chosen.map(([value]) => engine.column(`SELECT count(*) FROM read_parquet(${text(path)})
            WHERE "${name}" = ${literal(value)}`));

        equal(`${what}: rows found by ${name}`, (await Promise.all(found)).flat(), chosen.map(([, n]) => n));
    }
}

export async function checkTable(engine, what, path, { rows, names, given, nameTimes, scan, unnamed })
{
    equal(`${what}: figures`, await askFigures(engine, path), figuresOf(rows));
    await checkColumns(engine, what, path, rows, names, given);
    await checkNameTimes(engine, what, path, nameTimes);
    await checkFlags(engine, what, unnamed ? [path, unnamed] : [path], scan);
    await checkNever(engine, what, path);
    await checkFilters(engine, what, path, rows);
}

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is the file what docs/FORMATS.md says? Types, row groups, encodings, and the bounds by which readers leave out
// row groups, as DuckDB finds them.
import { columns, encodings, rowsOfGroup } from './document.js';
import { table, text } from './engine.js';
import { equal, holds } from './tally.js';

const MICROS_UTC = /isAdjustedToUTC=1, unit=TimeUnit\(MILLIS=<null>, MICROS=MicroSeconds\(\), NANOS=<null>\)/;

// A flat column's type in the words of the document.
function flatType({ type, converted_type: converted, logical_type: logical })
{
    if (!converted && !logical)
        return type;
    if (type === 'BYTE_ARRAY' && converted === 'UTF8' && logical === 'StringType()')
        return 'STRING';
    if (type === 'INT32' && converted === 'UINT_32' && /^IntType\(bitWidth=.*, isSigned=0\)$/.test(logical))
        return 'INTEGER(32, unsigned)';
    if (type === 'INT64' && converted === 'TIMESTAMP_MICROS' && MICROS_UTC.test(logical))
        return 'TIMESTAMP(MICROS, UTC)';
    return `${type} ${converted} ${logical}`;
}

function listType([list, repeated, element])
{
    const shape = [list.repetition_type, list.converted_type, list.num_children, repeated.name,
        repeated.repetition_type, repeated.num_children, element.name, element.repetition_type];

    return shape.join(' ') === 'REQUIRED LIST 1 list REPEATED 1 element REQUIRED' ?
        `LIST of ${flatType(element)}` : `a list of another shape: ${shape.join(' ')}`;
}

const NULLABLE = { REQUIRED: '', OPTIONAL: ' or NULL' };

// { column: type }, from the list that the tree of the schema is laid out in.
function typesOf(nodes)
{
    const types = {};

    for (let i = 1; i < nodes.length; i++) {
        const node = nodes[i];
        if (node.num_children === null) {
            types[node.name] = flatType(node) + NULLABLE[node.repetition_type];
            continue;
        }
        types[node.name] = listType(nodes.slice(i, i + 3));
        i += 2;
    }
    return types;
}

export async function checkSchema(engine, what, path)
{
    const types = typesOf(await engine.ask(`SELECT * FROM parquet_schema(${text(path)})`));

    equal(`${what}: columns and types are those of docs/FORMATS.md`, types, columns());
    return Object.keys(types);
}

// What parquet_metadata tells of each column chunk, in the order of the file.
export function readChunks(engine, path)
{
    return engine.ask(`SELECT * EXCLUDE (key_value_metadata) FROM parquet_metadata(${text(path)})
                       ORDER BY row_group_id, column_id`);
}

export function checkLayout(what, chunks)
{
    const allowed = encodings();
    const used = [...new Set(chunks.flatMap(chunk => chunk.encodings.split(', ')))];
    const sizes = chunks.filter(chunk => chunk.column_id === 0n).map(chunk => chunk.row_group_num_rows);

    equal(`${what}: every chunk is compressed with zstd`, chunks.filter(chunk => chunk.compression !== 'ZSTD'), []);
    equal(`${what}: encodings are those of docs/FORMATS.md`, used.filter(name => !allowed.includes(name)), []);
    holds(`${what}: row groups are no larger than docs/FORMATS.md says`, sizes.every(rows => rows <= rowsOfGroup()),
        sizes.join(' '));
}

// The least and the greatest value of each column in rows `from` to `to`, as DuckDB writes them.
function boundsQuery(path, names, from, to)
{
    const wanted = names.map(name => `[min("${name}")::VARCHAR, max("${name}")::VARCHAR] AS "${name}"`);

    return `SELECT ${wanted.join(', ')} FROM ${table(path)} WHERE file_row_number BETWEEN ${from} AND ${to}`;
}

// Those of bytes that are no text are printed in another way than values are; elements of lists are not asked for.
function hasBounds({ path_in_schema: name, stats_min_value: min })
{
    return min !== null && !name.endsWith('_raw') && !name.includes(',');
}

// The bounds that chunks have are true. A wrong one would make readers pass over rows.
export async function checkBounds(engine, what, path, chunks)
{
    let from = 0n;

    for (const group of new Set(chunks.map(chunk => chunk.row_group_id))) {
        const inGroup = chunks.filter(chunk => chunk.row_group_id === group);
        const bounded = inGroup.filter(hasBounds);
        const rows = inGroup[0].row_group_num_rows;
        const names = bounded.map(chunk => chunk.path_in_schema);
        const [truth] = await engine.ask(boundsQuery(path, names, from, from + rows - 1n));
        const said = bounded.map(chunk => [chunk.stats_min_value, chunk.stats_max_value]);

        equal(`${what}: the bounds of row group ${group} are true`,
            Object.fromEntries(names.map((name, i) => [name, said[i]])), truth);
        from += rows;
    }
}

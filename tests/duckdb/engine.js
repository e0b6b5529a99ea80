// SPDX-License-Identifier: GPL-3.0-or-later
//
// DuckDB, asked about one Parquet file or several.
//
//   const engine = await open();
//   const [row] = await engine.ask(`SELECT sum(size) AS size FROM ${table(path)}`);
//
// Numbers come back as BigInt, times as microseconds since 1970, bytes as hexadecimal digits, lists as arrays.
import { reader } from './sources.js';

export function text(value)
{
    return `'${value.replaceAll("'", "''")}'`;
}

// Of a glob, too. The rows have a further column: their number in the file.
export function table(path)
{
    return `read_parquet(${text(path)}, file_row_number = true)`;
}

function plain(value)
{
    if (typeof value === 'number')
        return BigInt(value);
    if (value?.micros !== undefined)
        return value.micros;
    if (value?.bytes !== undefined)
        return Buffer.from(value.bytes).toString('hex');
    return value?.items ? value.items.map(plain) : value;
}

// It is to know no more than its package holds: nothing is fetched while it runs.
const SETTINGS = { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' };

export async function open()
{
    const { DuckDBInstance } = reader('duckdb', '@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:', SETTINGS)).connect();
    const run = sql => connection.runAndReadAll(sql);

    return {
        // Rows as objects.
        async ask(sql) {
            const rows = (await run(sql)).getRowObjects();
            return rows.map(row => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plain(value)])));
        },
        // The first column of the answer.
        async column(sql) {
            return ((await run(sql)).getColumns()[0] ?? []).map(plain);
        },
        async refuses(sql) {
            return run(sql).then(() => false, () => true);
        },
    };
}

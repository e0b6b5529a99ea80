// SPDX-License-Identifier: GPL-3.0-or-later
//
// Plans as DuckDB reads them, beside what `mftlink show --json --ops` tells of the same file.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { table } from './engine.js';
import { byBytes, parse, ticks, wellFormed } from './exact.js';
import { mftlink, planned } from './sources.js';
import { equal, holds } from './tally.js';

const EVERYTHING = `<?xml version="1.0" encoding="UTF-8"?>
<migration urlid="urn:mftlink:test:everything"><component type="Documents" context="System">
<displayName>Everything</displayName><role role="Data"><rules><include><objectSet>
<pattern type="File">C:\\* [*]</pattern></objectSet></include></rules></role></component></migration>
`;

// ---- What the program tells ----

const ZEROS = ['0', '0', '0', '0'];

function figuresOfPart({ names, naive_bytes, refusals, refused_bytes })
{
    return [names, naive_bytes, refusals, refused_bytes];
}

// Those with anything in them, by their names; `null` is a name, too.
function partsOf(parts)
{
    const some = parts.map(([name, part]) => [name, ...figuresOfPart(part)]).filter(([, ...figures]) =>
        figures.some((figure, i) => figure !== ZEROS[i]));

    return some.sort(([a], [b]) => byBytes(a ?? '', b ?? ''));
}

function countsOf(values)
{
    const counts = new Map();

    for (const value of values)
        counts.set(value, (counts.get(value) ?? 0n) + 1n);
    return [...counts].sort(([a], [b]) => byBytes(a, b));
}

function sum(rows, key)
{
    return rows.reduce((total, row) => total + BigInt(row[key] ?? 0), 0n);
}

function longest(texts)
{
    return texts.reduce((most, text) => Math.max(most, Buffer.byteLength(text)), 0);
}

// Of each row that `show` lists, operations first.
const COLUMNS = {
    op: row => (row.op === undefined ? null : BigInt(row.op)),
    kind: row => row.kind,
    reason: row => row.reason,
    'volume || path': row => (row.op === undefined ? null : wellFormed(row.path)),
    'from_volume || from_path': row => (row.from === null ? null : wellFormed(row.from)),
    "record || '-' || sequence": row => row.reference,
    size: row => BigInt(row.size ?? 0),
    created_100ns: row => (row.created === undefined ? 0n : ticks(row.created)),
    modified_100ns: row => (row.modified === undefined ? 0n : ticks(row.modified)),
    attributes: row => BigInt(row.attributes),
    links: row => BigInt(row.links ?? 0),
    security_id: row => BigInt(row.security_id ?? 0),
    '"user"': row => (row.rule?.user ? wellFormed(row.rule.user) : null),
    component: row => (row.rule ? wellFormed(row.rule.component) : null),
    rule: row => (row.rule ? wellFormed(`${row.rule.file}:${row.rule.line}`) : null),
    pattern: row => (row.rule ? wellFormed(row.rule.pattern) : null),
};

// ---- What DuckDB reads ----

const IS_NAME = "NOT refused AND kind NOT IN ('mkdir', 'rmdir', 'manifest')";

async function askParts(engine, path, name, where)
{
    const rows = await engine.ask(`SELECT ${name} AS part, count(*) FILTER (${IS_NAME})::VARCHAR AS names,
        coalesce(sum(size) FILTER (${IS_NAME}), 0)::VARCHAR AS naive_bytes,
        count(*) FILTER (refused)::VARCHAR AS refusals,
        coalesce(sum(size) FILTER (refused), 0)::VARCHAR AS refused_bytes
        FROM ${table(path)} WHERE ${where} GROUP BY part`);

    return partsOf(rows.map(row => [row.part, row]));
}

async function askCounts(engine, path, name)
{
    const rows = await engine.ask(`SELECT ${name} AS value, count(*) AS n FROM ${table(path)} GROUP BY value`);

    return rows.map(({ value, n }) => [value, n]).sort(([a], [b]) => byBytes(a, b));
}

// ---- Both side by side ----

async function checkFigures(engine, what, path, plan, rows)
{
    const [got] = await engine.ask(`SELECT count(*) AS rows, count(op) AS operations,
        count(*) FILTER (refused) AS refusals, sum(size)::HUGEINT AS size,
        coalesce(max(strlen(volume || path)), 0) AS longest_path,
        coalesce(max(strlen(from_volume || from_path)), 0) AS longest_source FROM ${table(path)}`);

    equal(`${what}: figures`, got, {
        rows: BigInt(rows.length),
        operations: BigInt(plan.totals.operations),
        refusals: BigInt(plan.totals.refusals),
        size: sum(rows, 'size'),
        longest_path: BigInt(longest(plan.operations.map(row => wellFormed(row.path)))),
        longest_source: BigInt(longest(rows.map(row => wellFormed(row.from ?? '')))),
    });
    equal(`${what}: rows by kind`, await askCounts(engine, path, 'kind'), countsOf(rows.map(row => row.kind)));
    equal(`${what}: rows by reason`, await askCounts(engine, path, 'reason'), countsOf(rows.map(row => row.reason)));
}

async function checkParts(engine, what, path, plan)
{
    const users = plan.users.map(user => [wellFormed(user.name), user]);
    const components = plan.components.map(component => [wellFormed(component.name), component]);

    equal(`${what}: names and bytes by user`, await askParts(engine, path, '"user"', 'component IS NOT NULL'),
        partsOf([...users, [null, plan.computer]]));
    equal(`${what}: names and bytes by component`, await askParts(engine, path, 'component', 'true'),
        partsOf([...components, [null, plan.no_rule]]));
}

async function checkColumns(engine, what, path, rows)
{
    for (const [name, expected] of Object.entries(COLUMNS))
        equal(`${what}: the column ${name}`,
            await engine.column(`SELECT ${name} FROM ${table(path)} ORDER BY file_row_number`), rows.map(expected));
}

async function checkPlan(engine, what, path)
{
    const plan = parse(mftlink('show', '--json', '--ops', path).toString());
    const rows = [...plan.operations, ...plan.refused];

    holds(`${what}: there is something in it`, plan.operations.length > 0);
    await checkFigures(engine, what, path, plan, rows);
    await checkParts(engine, what, path, plan);
    await checkColumns(engine, what, path, rows);
}

export async function checkPlans(engine, folder)
{
    const everything = join(folder, 'everything.xml');

    writeFileSync(everything, EVERYTHING);
    for (const { source, rules } of planned(everything)) {
        const image = source.make(folder), path = `${image}.plan.parquet`;

        mftlink('plan', 'save', image, '--store', 'C:\\migdata', '--rules', ...rules, '-o', path);
        await checkPlan(engine, `the plan of ${source.name}`, path);
        rmSync(image);
    }
}

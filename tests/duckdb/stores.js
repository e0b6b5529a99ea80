// SPDX-License-Identifier: GPL-3.0-or-later
//
// Manifests and audits of stores as DuckDB reads them: a manifest beside the plan that it comes from
// (`mftlink show --json --ops`) and beside the one that lies in the store, an audit beside `mftlink audit --json`.
import { readFileSync, rmSync } from 'node:fs';

import { table } from './engine.js';
import { byBytes, microseconds, parse, ticks, wellFormed } from './exact.js';
import { readMetadata } from './metadata.js';
import { audited, mftlink, output, stored } from './sources.js';
import { equal, holds } from './tally.js';

const STORE = 'C:\\migdata';

function sum(rows, value)
{
    return rows.reduce((total, row) => total + BigInt(value(row) ?? 0), 0n);
}

function countsOf(values)
{
    const counts = new Map();

    for (const value of values)
        counts.set(value, (counts.get(value) ?? 0n) + 1n);
    return [...counts].sort(([a], [b]) => byBytes(a, b));
}

async function askCounts(engine, path)
{
    const rows = await engine.ask(`SELECT kind, count(*) AS n FROM ${table(path)} GROUP BY kind`);

    return rows.map(({ kind, n }) => [kind, n]).sort(([a], [b]) => byBytes(a, b));
}

async function checkColumns(engine, what, path, columns, rows, where = 'true')
{
    for (const [name, expected] of Object.entries(columns))
        equal(`${what}: the column ${name}`,
            await engine.column(`SELECT ${name} FROM ${table(path)} WHERE ${where} ORDER BY file_row_number`),
            rows.map(expected));
}

// ---- Manifests ----

function orNull(value, made = wellFormed)
{
    return value === null || value === undefined ? null : made(value);
}

// Of each operation of the plan that makes a name, but for those of folders without an original.
const MADE = {
    kind: op => op.kind,
    'drive || path': op => wellFormed(op.path),
    original: op => orNull(op.from),
    // A link is its original, so that nothing is told twice.
    "coalesce(source_record, CASE kind WHEN 'link' THEN record END) || '-' || coalesce(source_sequence, sequence)":
        op => (op.from === null ? null : op.reference),
    size: op => BigInt(op.size ?? 0),
    created_100ns: op => (op.created === undefined ? 0n : ticks(op.created)),
    modified_100ns: op => (op.modified === undefined ? 0n : ticks(op.modified)),
    '"user"': op => orNull(op.rule?.user),
    rule: op => orNull(op.rule, rule => wellFormed(`${rule.component}, ${rule.file}:${rule.line}, ${rule.pattern}`)),
};

async function checkManifest(engine, what, path, ops)
{
    const copies = ops.filter(op => op.kind === 'copy');
    const [got] = await engine.ask(`SELECT count(*) AS rows, sum(size)::HUGEINT AS size,
        coalesce(sum(size) FILTER (kind = 'copy'), 0)::HUGEINT AS copied, count(sha256) AS sums,
        count(*) FILTER (length(sha256) <> 64 OR kind <> 'copy' AND sha256 IS NOT NULL) AS odd,
        count(DISTINCT volume || store) AS stores, count(DISTINCT path) AS paths, count(record) AS made
        FROM ${table(path)}`);
    const paths = new Set(ops.map(op => wellFormed(op.path)));

    equal(`${what}: figures`, got, {
        rows: BigInt(ops.length),
        size: sum(ops, op => op.size),
        copied: sum(copies, op => op.size),
        sums: BigInt(copies.length),
        odd: 0n,
        stores: 1n,
        paths: BigInt(paths.size),
        made: BigInt(ops.length),
    });
    equal(`${what}: rows by kind`, await askCounts(engine, path), countsOf(ops.map(op => op.kind)));
    await checkColumns(engine, what, path, MADE, ops);
}

async function checkStore(engine, folder, { source, efs })
{
    const image = source.make(folder), plan = `${image}.plan.parquet`, manifest = `${plan}.manifest.C.parquet`;

    mftlink('plan', 'save', image, '--store', STORE, '--efs', efs, '--rules', 'builtin:user',
        `${folder}/everything.xml`, '-o', plan);
    mftlink('apply', '--yes', '--reserve', '0', plan, image);
    const { operations } = parse(mftlink('show', '--json', '--ops', plan).toString());
    const ops = operations.filter(op => op.kind !== 'manifest');

    holds(`the store of ${source.name}: links, copies and folders`,
        ['link', 'mkdir'].every(kind => ops.some(op => op.kind === kind)));
    await checkManifest(engine, `the manifest of ${source.name}`, manifest, ops);
    equal(`the manifest of ${source.name}: in the store it is the same`,
        output('ntfscat', [image, 'migdata/USMT/mftlink-manifest.parquet']).equals(readFileSync(manifest)), true);
    await checkAudit(engine, `the audit of ${source.name}`, image);
    rmSync(image);
}

// ---- Audits ----

function time(value)
{
    return value ? microseconds(ticks(value)) : null;
}

function number(value)
{
    return orNull(value, BigInt);
}

const FINDINGS = {
    kind: row => row.kind,
    path: row => wellFormed(row.path),
    original: row => orNull(row.original),
    other: row => orNull(row.other),
    is_directory: row => row.folder,
    copy: row => row.copy,
    lost: row => row.lost,
    superseded: row => row.superseded,
    fields: row => row.fields,
    "record || '-' || sequence": row => row.now?.reference ?? null,
    size: row => number(row.now?.size),
    links: row => number(row.now?.links),
    attributes: row => number(row.now?.attributes),
    created: row => time(row.now?.created),
    modified: row => time(row.now?.modified),
    was_size: row => number(row.before?.size),
    was_attributes: row => number(row.before?.attributes),
    was_created: row => time(row.before?.created),
    was_modified: row => time(row.before?.modified),
    journal_reasons: row => row.change?.reasons ?? [],
    journal_first: row => time(row.change?.first),
    journal_last: row => time(row.change?.last),
};

const METADATA = ['store', 'verdict', 'only_copies', 'only_copy_bytes', 'superseded', 'freed_bytes', 'freed_records'];

async function checkAudit(engine, what, image)
{
    const path = `${image}.audit.parquet`;
    const audit = parse(mftlink('audit', image, '--store', STORE, '--json', '-o', path).toString());
    const metadata = await readMetadata(engine, path);
    const kinds = Object.entries(audit.kinds).map(([kind, n]) => [kind, BigInt(n)]).filter(([, n]) => n > 0n);
    const [lost] = await engine.ask(`SELECT count(DISTINCT record) AS n FROM ${table(path)} WHERE lost`);

    equal(`${what}: entries by kind`, await askCounts(engine, path), kinds.sort(([a], [b]) => byBytes(a, b)));
    equal(`${what}: files that would be lost`, lost.n, BigInt(audit.only_copies));
    for (const key of METADATA)
        equal(`${what}: the value of ${key}`, metadata[key], audit[key]);
    equal(`${what}: the value of safe`, metadata.safe, audit.safe ? '1' : '0');
    equal(`${what}: the value of findings`, metadata.findings, String(audit.findings.length));
    equal(`${what}: the value of files`, BigInt(metadata.files), sum(audit.parts, part => part.files));
    equal(`${what}: the value of mftlink.table`, metadata['mftlink.table'], 'audit 1');
    await checkColumns(engine, what, path, FINDINGS, audit.findings, "kind <> 'ok'");
    return audit;
}

export async function checkStores(engine, folder)
{
    for (const one of stored())
        await checkStore(engine, folder, one);
    for (const source of audited()) {
        const image = source.make(folder);
        const audit = await checkAudit(engine, `the audit of ${source.name}`, image);

        holds(`the audit of ${source.name}: there are findings`, audit.findings.length > 0);
        rmSync(image);
    }
}

#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Inventories in the eyes of DuckDB: of each volume, every value of the Parquet file that `mftlink scan -o` writes
// is what `mftlink export` tells of the same volume, and the file is what docs/FORMATS.md says. Plans, too: their
// rows and sums are what `mftlink show` tells; and manifests of stores, and audits, beside the plan and `audit --json`.
// The queries of docs/fleet/ answer what counting by hand does.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { open } from './engine.js';
import { checkFleet } from './fleet.js';
import { checkFleetQueries } from './fleetqueries.js';
import { checkMetadata, checkSums, openUnnamed, readMetadata, readWords } from './metadata.js';
import { checkPlans } from './plans.js';
import { countRows, exportOptions, readNameTimes, readRows } from './rows.js';
import { checkBounds, checkLayout, checkSchema, readChunks } from './schema.js';
import { mftlink, recipes, samples } from './sources.js';
import { checkStores } from './stores.js';
import { checkTable } from './table.js';
import { equal, finish, skip } from './tally.js';

async function checkInventory(engine, what, path, image, deleted)
{
    const words = readWords(image, deleted);
    const rows = readRows(image, deleted);
    const chunks = await readChunks(engine, path);
    const metadata = await readMetadata(engine, path);

    equal(`${what}: rows of export`, rows.length, countRows(image, deleted));
    checkMetadata(what, metadata, words, image, deleted);
    checkSums(what, path, metadata, chunks);
    checkLayout(what, chunks);
    await checkBounds(engine, what, path, chunks);
    await checkTable(engine, what, path, {
        rows,
        names: await checkSchema(engine, what, path),
        given: { computer: '', volume: words.serial },
        nameTimes: readNameTimes(image, deleted),
        scan: words.scan,
        unnamed: await openUnnamed(engine, what, path, metadata, words),
    });
    return rows;
}

async function checkSource(engine, folder, source)
{
    const image = source.make(folder);

    for (const deleted of [false, true]) {
        const path = `${image}.parquet`;
        mftlink('scan', '-o', path, ...exportOptions(deleted), image);
        await checkInventory(engine, `${source.name}${deleted ? ' --deleted' : ''}`, path, image, deleted);
    }
    rmSync(image);
}

// Three volumes of two computers, named as an administrator would name them.
async function checkSeveral(engine, folder)
{
    const named = [['demo', 'PC01', 'C:'], ['tree', 'PC01', 'D:'], ['dosnames', 'PC02', 'C:']];
    const members = [];

    mkdirSync(folder);
    for (const [name, computer, volume] of named) {
        const image = recipes().find(source => source.name === name).make(folder);
        const path = join(folder, `${computer}-${volume[0]}.parquet`);
        const rows = readRows(image, false);

        mftlink('scan', '-o', path, '--computer', computer, '--volume', volume, image);
        members.push({ path, computer, volume, rows: BigInt(rows.length),
            size: rows.reduce((sum, row) => sum + BigInt(row.size), 0n) });
    }
    await checkFleet(engine, folder, members);
}

async function main(folder)
{
    const engine = await open();
    const others = samples();

    if (others.length === 0)
        skip('../shared/samples is not here: volumes that others made are not compared');
    for (const source of [...recipes(), ...others])
        await checkSource(engine, folder, source);
    await checkSeveral(engine, join(folder, 'fleet'));
    await checkFleetQueries(folder);
    await checkPlans(engine, folder);
    await checkStores(engine, folder);
}

const work = mkdtempSync(join(tmpdir(), 'mftlink-duckdb.'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
try {
    await main(work);
} finally {
    finish();
}

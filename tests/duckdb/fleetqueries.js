// SPDX-License-Identifier: GPL-3.0-or-later
//
// The queries of docs/fleet/, as they stand there, over a fleet of generated inventories.
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { open } from './engine.js';
import { ANSWERS } from './fleetanswers.js';
import { makeFleet } from './fleetmake.js';
import { equal, holds } from './tally.js';

const FOLDER = resolve('docs', 'fleet');
const VIEWS = ['duckdb.sql', 'clickhouse.sql'];

// The text of one of the files, without comments; a statement each.
export function statements(file)
{
    const text = readFileSync(join(FOLDER, file), 'utf8').replace(/^--.*$/gm, '');

    return text.split(';').map(statement => statement.trim()).filter(Boolean);
}

// What a reader must hear of before it is asked: that there is something to find.
function checkAnswers(members, answers)
{
    holds('the fleet: at least 20 inventories', members.length >= 20);
    for (const [query, answer] of Object.entries(answers))
        holds(`the fleet: ${query} has something to find`, answer.length > 0);
    const reasons = new Set(answers['not_fitting.sql'].map(row => row.reason));
    holds('the fleet: of every reason one',
        ['does not fit', 'is blocked', 'no estimate'].every(reason => reasons.has(reason)));
    holds('the fleet: some fit', members.some(({ computer }) =>
        answers['not_fitting.sql'].every(row => row.computer !== computer)));
}

// Asks all queries with ASK (file: rows) in the folder ROOT, where the share is.
export async function checkQueries(what, root, members, ask)
{
    const answers = Object.fromEntries(Object.entries(ANSWERS).map(([query, answer]) => [query, answer(members)]));
    const before = process.cwd();
    const guide = readFileSync('docs/FLEET.md', 'utf8');

    checkAnswers(members, answers);
    for (const file of readdirSync(FOLDER)) {
        holds(`${what}: ${file} has an answer`, file in ANSWERS || VIEWS.includes(file));
        holds(`${what}: docs/FLEET.md tells of ${file}`, guide.includes(`fleet/${file}`));
    }
    process.chdir(root);
    try {
        for (const [query, answer] of Object.entries(answers))
            equal(`${what}: ${query}`, await ask(query), answer);
    } finally {
        process.chdir(before);
    }
}

export async function checkFleetQueries(folder)
{
    const root = join(folder, 'share');
    const members = makeFleet(root);
    const engine = await open();
    let views = statements('duckdb.sql');

    await checkQueries('the fleet by DuckDB', root, members, async query => {
        for (const view of views)
            await engine.ask(view);
        views = [];
        return engine.ask(statements(query)[0]);
    });
}

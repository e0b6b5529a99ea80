// SPDX-License-Identifier: GPL-3.0-or-later
//
// The queries of docs/fleet/ over a fleet of generated inventories, by ClickHouse.
import { join } from 'node:path';

import { makeFleet } from '../duckdb/fleetmake.js';
import { checkQueries, statements } from '../duckdb/fleetqueries.js';
import { reader } from '../duckdb/sources.js';

const WHOLE = /^-?\d+$/;
const TEXTS = ['computer', 'volume', 'drive', 'owner', 'path', 'example', 'profile', 'name', 'extension', 'reason'];

// Numbers come as texts of their digits; names may look like numbers.
function typed(row)
{
    return Object.fromEntries(Object.entries(row).map(([key, value]) =>
        [key, !TEXTS.includes(key) && WHOLE.test(value) ? BigInt(value) : value]));
}

export async function checkFleet(folder)
{
    const { Session } = reader('clickhouse', 'chdb');
    const root = join(folder, 'share');
    const members = makeFleet(root);
    const session = new Session(join(folder, 'session'));
    let views = statements('clickhouse.sql');

    await checkQueries('the fleet by ClickHouse', root, members, query => {
        for (const view of views)
            session.query(view);
        views = [];
        const answer = session.query(`${statements(query)[0]} SETTINGS output_format_json_quote_64bit_integers = 1`,
            'JSONEachRow');
        return answer.split('\n').filter(Boolean).map(line => typed(JSON.parse(line)));
    });
    session.cleanup();
}

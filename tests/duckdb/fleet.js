// SPDX-License-Identifier: GPL-3.0-or-later
//
// Inventories of several computers as one table.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { text } from './engine.js';
import { equal, holds } from './tally.js';

// A file whose footer is sound and whose pages are all zeros: whoever reads one of them fails.
function emptyPages(path)
{
    const file = readFileSync(path);

    file.fill(0, 4, file.length - 8 - file.readUInt32LE(file.length - 8));
    writeFileSync(path, file);
}

// `members` are { path, computer, volume, rows, size }. The bounds of `computer` and `volume` let a reader leave
// all other files unread.
async function checkPruning(engine, folder, members)
{
    const all = text(join(folder, '*.parquet'));
    const wanted = members[1];
    const where = `computer = ${text(wanted.computer)} AND volume = ${text(wanted.volume)}`;

    for (const member of members.filter(other => other !== wanted))
        emptyPages(member.path);
    const [got] = await engine.ask(`SELECT count(*) AS rows, sum(size) AS size FROM ${all} WHERE ${where}`);
    equal('several inventories: one of them by its computer, the others unread', got,
        { rows: wanted.rows, size: wanted.size });
    holds('several inventories: the others are unreadable indeed',
        await engine.refuses(`SELECT sum(size) FROM ${all}`));
}

export async function checkFleet(engine, folder, members)
{
    const all = text(join(folder, '*.parquet'));
    const expected = members.map(({ computer, volume, rows, size }) => ({ computer, volume, rows, size }));
    const perVolume = await engine.ask(`SELECT computer, volume, count(*) AS rows, sum(size) AS size FROM ${all}
        GROUP BY ALL ORDER BY computer, volume`);
    const [whole] = await engine.ask(`SELECT count(*) AS rows, sum(size) AS size FROM ${all}`);

    equal('several inventories: figures of each volume', perVolume, expected);
    equal('several inventories: figures of all', whole, {
        rows: expected.reduce((sum, member) => sum + member.rows, 0n),
        size: expected.reduce((sum, member) => sum + member.size, 0n),
    });
    equal('several inventories: each volume in one file', await engine.column(`SELECT count(DISTINCT filename)
        FROM read_parquet(${all}, filename = true)`), [BigInt(members.length)]);
    await checkPruning(engine, folder, members);
}

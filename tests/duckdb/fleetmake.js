// SPDX-License-Identifier: GPL-3.0-or-later
//
// A fleet as docs/FLEET.md wants it on a share: inventories and estimates of some computers, by day.
//
//   const members = makeFleet(folder);      folder/inventory/date=.../computer=.../
//   members[0].rows                         rows of `export`, of its newest day, for each of its volumes
//
// What is expected comes from these rows and documents, never from the tables.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from './exact.js';
import { readRows } from './rows.js';
import { made, mftlink } from './sources.js';

const EVERYTHING = `<?xml version="1.0" encoding="UTF-8"?>
<migration urlid="urn:mftlink:test:fleet"><component type="Documents" context="System">
<displayName>Everything</displayName><role role="Data"><rules><include><objectSet>
<pattern type="File">C:\\* [*]</pattern></objectSet></include></rules></role></component></migration>
`;
const OLD = '2024-05-01', NEW = '2024-06-01';

// Of 300 files; one of 200 MB has no room for a store.
function generated(seed, bytes)
{
    const options = { files: 300, folders: 20, 'links-every': 9, 'nonresident-every': 5, seed, size: bytes };

    return made(`mkvolume-${seed}-${bytes}`, 'mkvolume',
        ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]));
}

// PC13 and PC14 were cloned from PC01; PC24 has two volumes and nobody has estimated it.
function plan()
{
    const seeds = [...Array.from({ length: 12 }, (_, i) => i + 1), 1, 1];
    const volumes = [
        ...seeds.map((seed, i) => [['C:', generated(seed, i % 3 === 0 ? 200000000 : 2000000000)]]),
        ...[1, 2, 3, 4, 5, 6].map(seed => [['C:', made(`chance:${seed}`, 'recipe', `chance:${seed}`)]]),
        ...['refresh', 'refresh:1', 'demo'].map(name => [['C:', made(name, 'recipe', name)]]),
        [['C:', made('reparse', 'recipe', 'reparse')], ['D:', made('efs', 'recipe', 'efs')]],
    ];

    return volumes.map((of, i) => ({ computer: `PC${String(i + 1).padStart(2, '0')}`, volumes: of, date: NEW }));
}

// Scans a volume into the place that it has on the share; its rows.
function scan(root, { computer, date }, volume, source)
{
    const folder = join(root, 'inventory', `date=${date}`, `computer=${computer}`);
    const image = source.make(root);
    const path = join(folder, `${volume[0]}.parquet`);
    const rows = readRows(image, false);

    mkdirSync(folder, { recursive: true });
    mftlink('scan', '-o', path, '--computer', computer, '--volume', volume, image);
    rmSync(image);
    return { volume, rows, folder, path };
}

function estimate(rules, { folder, path })
{
    const json = mftlink('estimate', '--json', '--rules', rules, path);

    writeFileSync(join(folder, 'estimate.json'), json);
    return parse(json.toString());
}

export function makeFleet(root)
{
    const rules = join(root, 'everything.xml');

    mkdirSync(root);
    writeFileSync(rules, EVERYTHING);
    return plan().map((member, i) => {
        // What was there before counts no more: another volume, and an estimate of it.
        if (i % 4 === 0)
            estimate(rules, scan(root, { ...member, date: OLD }, 'C:', generated(100 + i, 200000000)));
        const volumes = member.volumes.map(([volume, source]) => scan(root, member, volume, source));
        return {
            computer: member.computer,
            volumes: volumes.map(({ volume, rows }) => ({ volume, rows })),
            estimate: member.computer === 'PC24' ? null : estimate(rules, volumes[0]),
        };
    });
}

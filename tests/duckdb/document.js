// SPDX-License-Identifier: GPL-3.0-or-later
//
// What docs/FORMATS.md promises of an inventory: its columns with their types, and the keys of its metadata.
// The test holds files against these tables, so that the document cannot drift from them.
import { readFileSync } from 'node:fs';

const TEXT = readFileSync('docs/FORMATS.md', 'utf8');

function cellsOf(line)
{
    return line.slice(1, -1).split('|').map(cell => cell.trim());
}

// The tables of a section: each a list of rows, each a list of cells.
function tablesOf(heading)
{
    const section = TEXT.split(/^## /m).find(text => text.startsWith(heading));
    const tables = section.match(/(?:^\|.*\n)+/gm);

    return tables.map(table => table.trim().split('\n').slice(2).map(cellsOf));
}

function codes(text)
{
    return [...text.matchAll(/`([^`]+)`/g)].map(match => match[1]);
}

// { column: type } such as { reparse_tag: 'INTEGER(32, unsigned) or NULL' }
export function columns()
{
    const [table] = tablesOf('Inventory: `scan -o`');

    return Object.fromEntries(table.flatMap(([names, type]) => codes(names).map(name => [name, type])));
}

// { key: whether it may be missing }; a meaning may tell of a second key: "...; `source_bytes`: its size".
export function metadataKeys()
{
    const [, own] = tablesOf('Inventory: `scan -o`');
    const [, common] = tablesOf('Tables on disk');

    return Object.fromEntries([...own, ...common].flatMap(([names, meaning]) => {
        const second = [...meaning.matchAll(/; `(\w+)`: /g)].map(match => match[1]);
        return [...codes(names), ...second].map(key => [key, /\bmissing\b/.test(meaning) || key === 'disk']);
    }));
}

function partsOfTables(part)
{
    return tablesOf('Tables on disk')[0].find(([name]) => name === part)[1];
}

export function encodings()
{
    return partsOfTables('encodings').match(/\b[A-Z][A-Z_]+\b/g);
}

export function rowsOfGroup()
{
    return BigInt(partsOfTables('row groups').match(/^[\d,]+/)[0].replaceAll(',', ''));
}

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The data of the page: the report as `mftlink report --json` prints it, and its folders, by columns.
//
//   const model = makeModel(report, folders)
//   model.parts(row)         what is in a folder, piece by piece
//   model.sizes(row)         of the folder itself
'use strict';

const SIZES = [
    { key: 'naive', title: 'Naive', meaning: 'What a listing adds up to: every name counts.' },
    { key: 'unique', title: 'Unique', meaning: 'Each file once, however many names it has.' },
    { key: 'allocated', title: 'Allocated', meaning: 'The disk space of these files, in clusters.' },
    { key: 'freed', title: 'Freed', meaning: 'What deleting really gives back: nothing of files with a name elsewhere.' },
];

// As the columns stand in a row of `folded`, behind the row and the number of folders.
const COLUMNS = ['naive', 'unique', 'allocated', 'freed', 'names', 'files', 'freed_files', 'folders'];

// All but these add up.
const SUMS = ['naive', 'unique', 'allocated', 'names', 'files'];

function makeModel(report, folders)
{
    const n = folders.parent.length;
    const begin = new Uint32Array(n + 2);
    const inside = new Uint32Array(Math.max(n - 1, 0));
    const folds = new Map();

    // The rows in each row, side by side, as parents stand before what is in them.
    for (let row = 1; row < n; row++)
        begin[folders.parent[row] + 2]++;
    for (let row = 1; row < n + 2; row++)
        begin[row] += begin[row - 1];
    for (let row = 1; row < n; row++)
        inside[begin[folders.parent[row] + 1]++] = row;
    for (const [row, count, ...values] of folders.folded)
        folds.set(row, { count, ...Object.fromEntries(COLUMNS.map((key, i) => [key, values[i]])) });

    function sizes(row)
    {
        return Object.fromEntries(COLUMNS.map(key => [key, folders[key][row]]));
    }

    function rowsIn(row)
    {
        return inside.subarray(begin[row], begin[row + 1]);
    }

    function nameOf(row)
    {
        return row === 0 ? folders.path : folders.name[row];
    }

    // From the top down, the row itself last.
    function way(row)
    {
        const rows = [row];

        while (row > 0)
            rows.push(row = folders.parent[row]);
        return rows.reverse();
    }

    // A way of many steps without those in the middle: nobody reads them, and a tree can have ten thousand levels.
    function pathOf(row)
    {
        const rows = way(row).slice(1);
        const steps = rows.length > 30 ? [...rows.slice(0, 10).map(nameOf), '\u2026', ...rows.slice(-15).map(nameOf)] :
            rows.map(nameOf);

        return steps.length ? `${folders.path.replace(/\\$/, '')}\\${steps.join('\\')}` : folders.path;
    }

    // What is left of a folder without the folders in it: the files directly in it.
    function directOf(row, others)
    {
        const all = sizes(row);
        const direct = { kind: 'direct', row, name: 'files directly here', freed: folders.direct_freed[row], folders: 0 };

        for (const key of SUMS)
            direct[key] = Math.max(0, others.reduce((left, part) => left - part[key], all[key]));
        return direct;
    }

    function togetherOf(row, others)
    {
        const freed = others.reduce((left, part) => left - part.freed, folders.freed[row]);

        return { kind: 'together', row, name: 'freed only together: files in several of these', naive: 0, unique: 0,
            allocated: 0, freed: Math.max(0, freed), names: 0, files: 0, folders: 0 };
    }

    // The folders in a folder, those that are folded together, the files directly in it, and what only all of these
    // together free.
    function parts(row)
    {
        const list = Array.from(rowsIn(row), child =>
            ({ kind: 'folder', row: child, name: nameOf(child), ...sizes(child) }));
        const fold = folds.get(row);

        if (fold)
            list.push({ kind: 'folded', row, name: fold.count === 1 ? '1 smaller folder' : `${commas(fold.count)} smaller folders`, ...fold,
                folders: fold.folders + fold.count });
        const direct = directOf(row, list);
        if (direct.names > 0 || direct.files > 0 || direct.allocated > 0 || direct.freed > 0)
            list.push(direct);
        const together = togetherOf(row, list);
        if (together.freed > 0)
            list.push(together);
        return list;
    }

    // All rows below a row.
    function below(row)
    {
        const is = new Uint8Array(n);
        const rows = [];

        is[row] = 1;
        for (let other = row + 1; other < n; other++) {
            if (!is[folders.parent[other]])
                continue;
            is[other] = 1;
            rows.push(other);
        }
        return rows;
    }

    return { n, report, folders, sizes, nameOf, way, pathOf, parts, below,
        parent: row => folders.parent[row], hasFolders: row => begin[row + 1] > begin[row] || folds.has(row) };
}

// How much of its allocated space deleting a folder gives back.
function shadeOf(part)
{
    if (part.kind !== 'folder')
        return 'stripes';
    if (part.allocated === 0)
        return 'plain';
    if (part.freed === 0)
        return 'none';
    if (part.freed >= part.allocated)
        return 'all';
    return part.freed >= part.allocated / 2 ? 'most' : 'some';
}

const SHADES = [
    ['all', 'all of it'], ['most', 'half or more'], ['some', 'less than half'], ['none', 'nothing: all has names elsewhere'],
    ['plain', 'takes no clusters'], ['stripes', 'not a single folder'],
];

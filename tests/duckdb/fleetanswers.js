// SPDX-License-Identifier: GPL-3.0-or-later
//
// What each query of docs/fleet/ must answer, from rows of `export` and documents of `estimate`, by plain counting.
//
//   ANSWERS['blockers.sql'](members)       rows in the order of the query; numbers are BigInt
import { byBytes, ticks, wellFormed } from './exact.js';

const LIMIT = 1024n, CLUSTERS_KEPT_FREE = 64n;
const ENCRYPTED = 0x4000, OFFLINE = 0x1000, RECALL = 0x400000;

function first(paths)
{
    return paths.reduce((best, path) => (byBytes(path, best) < 0 ? path : best));
}

function extensionOf(name)
{
    const dot = name.lastIndexOf('.');

    return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

function profileOf(steps)
{
    return steps.length > 3 && steps[1] === 'Users' ? steps[2] : '';
}

function fileOf(computer, volume, names)
{
    const [row] = names;
    const path = first(names.map(one => wellFormed(one.path)));
    const steps = path.split('\\');
    const attributes = Number(row.attributes);
    const links = BigInt(row.links), header = BigInt(row.header_links);

    return {
        computer, volume, path,
        name: steps.at(-1),
        extension: extensionOf(steps.at(-1)),
        profile: profileOf(steps),
        owner: row.owner || 'unknown',
        size: BigInt(row.size),
        allocated: BigInt(row.allocated),
        modified: BigInt.asIntN(64, ticks(row.modified)),
        names: links > header ? links : header,
        encrypted: (attributes & ENCRYPTED) !== 0,
        placeholder: (attributes & RECALL) !== 0 || ((attributes & OFFLINE) !== 0 && row.reparse_tag !== ''),
    };
}

// Each file once: users' files that are in use.
function filesOf(members)
{
    return members.flatMap(({ computer, volumes }) => volumes.flatMap(({ volume, rows }) => {
        const files = groupBy(rows, row => row.record);

        return [...files.values()].filter(([row]) => row.in_use && !row.system && !row.is_directory)
            .map(names => fileOf(computer, volume, names));
    }));
}

function groupBy(rows, key)
{
    const groups = new Map();

    for (const row of rows) {
        const of = key(row);
        groups.has(of) ? groups.get(of).push(row) : groups.set(of, [row]);
    }
    return groups;
}

function sum(files, what)
{
    return files.reduce((total, file) => total + file[what], 0n);
}

function computersOf(files)
{
    return new Set(files.map(file => file.computer)).size;
}

// By the columns named, a "-" before one that descends.
function sorted(rows, ...columns)
{
    const compare = (a, b) => (typeof a === 'bigint' ? (a < b ? -1 : a > b ? 1 : 0) : byBytes(a, b));

    return rows.sort((a, b) => {
        for (const column of columns) {
            const name = column.replace('-', '');
            const order = column === name ? compare(a[name], b[name]) : compare(b[name], a[name]);
            if (order !== 0)
                return order;
        }
        return 0;
    });
}

// A row for each group of files that are alike in the columns named.
function grouped(files, columns, make)
{
    const groups = groupBy(files, file => JSON.stringify(columns.map(column => String(file[column]))));

    return [...groups.values()].map(group => ({
        ...Object.fromEntries(columns.map(column => [column, group[0][column]])),
        ...make(group),
    }));
}

function spaceByOwner(members)
{
    return sorted(grouped(filesOf(members), ['computer', 'owner'], files => ({
        files: BigInt(files.length), bytes: sum(files, 'size'), allocated_bytes: sum(files, 'allocated'),
    })), 'computer', '-bytes', 'owner');
}

function extensions(members)
{
    return sorted(grouped(filesOf(members).filter(file => file.profile), ['extension'], files => ({
        computers: BigInt(computersOf(files)), files: BigInt(files.length), bytes: sum(files, 'size'),
        largest: files.reduce((most, file) => (file.size > most ? file.size : most), 0n),
    })), '-bytes', 'extension');
}

function linkLimit(members)
{
    return sorted(filesOf(members).filter(file => file.names >= LIMIT).map(({ computer, volume, path, names, size }) =>
        ({ computer, volume, path, names, size })), 'computer', 'volume', 'path');
}

function blockers(members)
{
    const make = (reason, is) => grouped(filesOf(members).filter(is), ['computer', 'profile'], files => ({
        reason, files: BigInt(files.length), bytes: sum(files, 'size'), example: first(files.map(file => file.path)),
    }));

    return sorted([...make('efs', file => file.encrypted), ...make('placeholder', file => file.placeholder)],
        'computer', 'profile', 'reason');
}

function sameFile(members)
{
    const groups = grouped(filesOf(members).filter(file => file.size > 0n), ['name', 'size', 'modified'], files => ({
        computers: BigInt(computersOf(files)), files: BigInt(files.length), bytes: sum(files, 'size'),
    }));

    return sorted(groups.filter(group => group.computers > 1n).map(({ modified, ...group }) =>
        ({ name: group.name, size: group.size, modified_100ns: modified, ...group })),
    '-bytes', 'name', 'size', 'modified_100ns');
}

// That there is room is computed once more. Each estimate here is of one drive, which has the store and its reserve.
function lacks(computer, estimate, volume)
{
    const growth = BigInt(volume.growth.bytes), free = BigInt(volume.free_bytes), reserve = BigInt(estimate.reserve_bytes);

    if (growth + reserve + CLUSTERS_KEPT_FREE * BigInt(volume.cluster_bytes) <= free)
        return [];
    return [{ computer, drive: volume.drive, reason: 'does not fit', free_bytes: free, growth_bytes: growth,
        reserve_bytes: reserve }];
}

function notFitting(members)
{
    const whole = (computer, reason) =>
        ({ computer, drive: '', reason, free_bytes: 0n, growth_bytes: 0n, reserve_bytes: 0n });

    return sorted(members.flatMap(({ computer, estimate }) => (!estimate ? [whole(computer, 'no estimate')] : [
        ...estimate.volumes.flatMap(volume => lacks(computer, estimate, volume)),
        ...(estimate.is_blocked ? [whole(computer, 'is blocked')] : []),
    ])), 'computer', 'drive', 'reason');
}

export const ANSWERS = {
    'space_by_owner.sql': spaceByOwner,
    'extensions.sql': extensions,
    'link_limit.sql': linkLimit,
    'blockers.sql': blockers,
    'same_file.sql': sameFile,
    'not_fitting.sql': notFitting,
};

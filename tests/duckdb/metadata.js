// SPDX-License-Identifier: GPL-3.0-or-later
//
// The keys and values of an inventory's footer: held against `scan --json` and `info --json` of its source, against
// docs/FORMATS.md, and the SHA-256s against the bytes of the file.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

import { metadataKeys } from './document.js';
import { table, text } from './engine.js';
import { parse } from './exact.js';
import { exportOptions } from './rows.js';
import { mftlink } from './sources.js';
import { equal, holds } from './tally.js';

const RECORDS = ['read', 'bases', 'extensions', 'deleted', 'free', 'damaged', 'dos_names'];
const USERS = ['files', 'folders', 'names', 'naive_bytes', 'unique_bytes', 'allocated_bytes'];
const VOLUME = ['hibernation', 'log', 'log_version', 'used_bytes', 'free_bytes', 'sector_bytes',
    'cluster_bytes', 'clusters', 'index_bytes'];

// What the program says of the source: numbers as texts.
export function readWords(image, deleted)
{
    const json = (...args) => parse(mftlink(...args, '--json', image).toString());
    const scan = json('scan', ...exportOptions(deleted)), info = json('info');

    return { scan, info, serial: (info.serial ?? '').replace(/^0x/, '') };
}

export async function readMetadata(engine, path)
{
    const pairs = await engine.ask(`SELECT key, value FROM parquet_kv_metadata(${text(path)})`);
    const decode = hex => Buffer.from(hex, 'hex').toString();

    return Object.fromEntries(pairs.map(({ key, value }) => [decode(key), decode(value)]));
}

function pick(names, from)
{
    return Object.fromEntries(names.map(name => [name, from[name] ?? '']));
}

// All of it empty for a bare $MFT.
function placesOf({ mft }, serial)
{
    return {
        serial,
        mft_lcn: mft.lcn ?? '',
        mirror_lcn: mft.mirror_lcn ?? '',
        mft_runs: (mft.runs ?? []).map(run => `${run.vcn} ${run.lcn ?? '-'} ${run.clusters}\n`).join(''),
    };
}

function expectedOf({ scan, info, serial }, image, deleted)
{
    return {
        'mftlink.table': 'inventory 1',
        source: image,
        has_deleted: deleted ? '1' : '0',
        skipped_free: '0',
        ntfs_version: info.version ?? '',
        volume_flags: info.flags ?? '',
        label: info.label,
        kind: info.kind,
        ...pick(VOLUME, info),
        ...placesOf(info, serial),
        record_bytes: info.mft.record_bytes,
        mft_records: info.mft.records,
        mft_bytes: info.mft.data_bytes,
        mft_initialized_bytes: info.mft.initialized_bytes,
        records: scan.records.all,
        ...pick(RECORDS, scan.records),
        ...pick(USERS, scan.users),
    };
}

function checkKeys(what, metadata)
{
    const documented = metadataKeys();
    const missing = Object.keys(documented).filter(key => !documented[key] && !(key in metadata));

    equal(`${what}: no key is missing of docs/FORMATS.md`, missing, []);
    equal(`${what}: every key is in docs/FORMATS.md`, Object.keys(metadata).filter(key => !(key in documented)), []);
}

function checkFindings(what, metadata, scan)
{
    const lines = metadata.findings.split('\n').slice(0, -1);
    const told = scan.findings.map(finding => finding.kind);

    equal(`${what}: findings are those of scan --json`, lines.map(line => line.split(' ')[0]).sort(), told.sort());
}

export function checkMetadata(what, metadata, words, image, deleted)
{
    const expected = expectedOf(words, image, deleted);
    const got = Object.fromEntries(Object.keys(expected).map(key => [key, metadata[key]]));

    checkKeys(what, metadata);
    equal(`${what}: metadata are what scan and info say`, got, expected);
    checkFindings(what, metadata, words.scan);
}

function sha256(bytes)
{
    return createHash('sha256').update(bytes).digest('hex');
}

// Every byte is under a SHA-256, and the chunks lie side by side.
export function checkSums(what, path, metadata, chunks)
{
    const file = readFileSync(path);
    const end = file.length - 8 - file.readUInt32LE(file.length - 8);
    const footer = file.subarray(end, file.length - 8);
    const sums = [];
    let at = 4;

    for (const chunk of chunks) {
        const start = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset);
        if (start !== at)
            break;
        at += Number(chunk.total_compressed_size);
        sums.push(sha256(file.subarray(start, at)));
    }
    holds(`${what}: chunks lie side by side up to the footer`, at === end, `${at} of ${end}`);
    equal(`${what}: mftlink.chunks_sha256`, metadata['mftlink.chunks_sha256'], sums.join(''));
    const blank = footer.toString('latin1').replace(metadata['mftlink.sha256'], '0'.repeat(64));
    equal(`${what}: mftlink.sha256`, metadata['mftlink.sha256'], sha256(Buffer.from(blank, 'latin1')));
}

// The first record of a user's file; records 12 to 15 have never a name.
const FIRST = 24n;

// Users' files that have no name: they go by the path `\$Orphans\<their own reference>`.
function unnamedOf({ findings, deleted_files: deleted = [] })
{
    const told = [...findings, ...deleted.map(({ reference, path }) => ({ record: reference.split('-')[0], path }))];
    const own = told.filter(({ record, path }) => path?.match(/^\\\$Orphans\\(\d+)-\d+$/)?.[1] === record);
    const records = new Set(own.map(({ record }) => BigInt(record)));

    return [...records].filter(record => record >= FIRST).sort((a, b) => Number(a - b));
}

// The table within the metadata: files without any name. Gives its path; undefined where there is none.
export async function openUnnamed(engine, what, path, metadata, { scan })
{
    const unnamed = `${path}.unnamed`;
    let got = [];

    if (metadata.unnamed !== undefined) {
        writeFileSync(unnamed, Buffer.from(metadata.unnamed, 'base64'));
        got = await engine.column(`SELECT record FROM ${table(unnamed)} WHERE record >= ${FIRST} ORDER BY record`);
    }
    equal(`${what}: files without a name are in the table in the metadata`, got, unnamedOf(scan));
    return metadata.unnamed === undefined ? undefined : unnamed;
}

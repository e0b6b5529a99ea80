// SPDX-License-Identifier: GPL-3.0-or-later
//
// The volumes that inventories are made of, and the program that makes them.
//
//   for (const source of sources()) {
//       const image = source.make(folder);
//       mftlink('scan', '-o', table, image);
//   }
//
// Who makes an image removes it.
//
// environment: MFTLINK, MFTLINK_BUILD as tests/run finds them
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const BUILD = resolve(process.env.MFTLINK_BUILD ?? 'build');
const MFTLINK = process.env.MFTLINK ?? join(BUILD, 'mftlink');
const SAMPLES = resolve('..', 'shared', 'samples');

const RECIPES = [
    'tree', 'demo', 'surrogates', 'longnames', 'dosnames', 'times', 'stdinfo72:3', 'deleted', 'ads', 'sparse',
    'compressed', 'efs', 'ea', 'reparse', 'usnjrnl', 'extend', 'orphan', 'noname', 'nodata', 'dirlink', 'staleparent',
    'parentloop:self', 'deeppath', 'headercount', 'manylinks:1000:40', 'extbeforebase', 'splitrecords', 'mft0torn',
    'boot0', 'malformed', 'gpt512', 'mbrextended', 'geometry:4096:65536',
];

// More names than a row group has.
const MANY = ['--files', 100000, '--links-every', 4, '--links-count', 3, '--nonresident-every', 7].map(String);

// What a program wrote, as bytes. Its exit status must be one of `good`.
export function output(program, args, good = [0])
{
    const done = spawnSync(program, args, { maxBuffer: Infinity, stdio: ['ignore', 'pipe', 'pipe'] });

    if (done.error)
        throw done.error;
    if (!good.includes(done.status))
        throw new Error(`${program} ${args.join(' ')} -> ${done.status ?? done.signal}\n${done.stderr}`);
    return done.stdout;
}

// 3: done, with findings.
export function mftlink(...args)
{
    return output(MFTLINK, args, [0, 3]);
}

// A package that `make` had npm install for the folder `name` of tests/.
export function reader(name, npmPackage)
{
    return createRequire(join(BUILD, name, 'package.json'))(npmPackage);
}

function sample(file)
{
    return {
        name: file.replace(/\.zst$/, ''),
        make(folder) {
            const image = join(folder, this.name);
            output('zstd', ['-q', '-d', join(SAMPLES, file), '-o', image]);
            return image;
        },
    };
}

export function made(name, program, ...args)
{
    return {
        name,
        make(folder) {
            const image = join(folder, name.replaceAll(':', '_') + '.img');
            output(join(BUILD, 'images', program), [...args, image]);
            return image;
        },
    };
}

export function recipes()
{
    return [...RECIPES.map(name => made(name, 'recipe', name)), made('mkvolume', 'mkvolume', ...MANY)];
}

// Volumes that plans are made of, with their rules; the file `everything` has a rule that takes every name.
export function planned(everything)
{
    const windows = ['refresh', 'refresh:1', 'demo'].map(name => made(name, 'recipe', name));

    return [
        ...windows.map(source => ({ source, rules: ['builtin:user', 'builtin:documents'] })),
        { source: made('mkvolume', 'mkvolume', ...MANY), rules: [everything] },
        { source: made('surrogates', 'recipe', 'surrogates'), rules: [everything] },
    ];
}

// Volumes on which stores are made, and what becomes of encrypted files. That of `refresh` has no keys.
export function stored()
{
    return [['refresh', 'skip'], ['chance:3', 'copyraw'], ['chance:5', 'copyraw']].map(([name, efs]) =>
        ({ source: made(name, 'recipe', name), efs }));
}

// Volumes with old stores, in which much has changed.
export function audited()
{
    return ['oldstore', 'oldstore:1'].map(name => made(name, 'recipe', name));
}

// Volumes and bare $MFTs that others made. Empty where they are not here.
export function samples()
{
    return existsSync(SAMPLES) ? readdirSync(SAMPLES).filter(file => /\.(raw|mft)\.zst$/.test(file)).map(sample) : [];
}

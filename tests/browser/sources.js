// SPDX-License-Identifier: GPL-3.0-or-later
//
// Volumes that pages are made of, and what `mftlink report --json` tells of them.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { mftlink, output } from '../duckdb/sources.js';

const BUILD = resolve(process.env.MFTLINK_BUILD ?? 'build');
const SAMPLES = resolve('..', 'shared', 'samples');

export const RECIPES = [
    'demo', 'refresh', 'oldstore', 'ads', 'sparse', 'compressed', 'efs', 'reparse', 'orphan', 'parentloop', 'noname', 'dirlink',
    'badclusters', 'mfthole', 'deeppath:300:100', 'dosnames', 'longnames', 'chance', 'boot0',
];

export const OTHERS = ['velociraptor-test.ntfs.raw', 'unicode.mft'];

export function recipe(name, folder)
{
    const image = join(folder, `${name.replaceAll(':', '_')}.img`);

    if (!existsSync(image))
        output(join(BUILD, 'images', 'recipe'), [name, image]);
    return image;
}

// NULL where the samples are not here.
export function sample(name, folder)
{
    const packed = join(SAMPLES, `${name}.zst`);
    const image = join(folder, name);

    if (!existsSync(packed))
        return null;
    output('zstd', ['-q', '-d', packed, '-o', image]);
    return image;
}

// A volume of many files in many folders.
export function many(files, folders, folder)
{
    const image = join(folder, `${files}-${folders}.img`);

    output(join(BUILD, 'images', 'mkvolume'), ['--files', String(files), '--folders', String(folders), image]);
    return image;
}

// The page of an image, by its path.
export function pageOf(image, ...options)
{
    mftlink('report', '--html', `${image}.html`, ...options, image);
    return `${image}.html`;
}

export function reportOf(image, ...options)
{
    return JSON.parse(mftlink('report', '--json', ...options, image));
}
